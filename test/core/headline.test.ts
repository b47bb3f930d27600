import { describe, expect, test } from 'vitest';
import { headline, mergedHeadline, windowReason } from '../../src/core/headline.ts';
import type { ConnectionReset, Interruption, PlanProject, PlanStage } from '../../src/core/plan.ts';
import { minutes } from '../renderers/sample-parts.ts';

const hit = (
  effect: Interruption['effect'],
  max: number | null,
  client = 'snet-app',
  to = 'stdata',
): Interruption => ({
  flow: {
    client,
    clientKind: 'subnet',
    clientName: client,
    target: to,
    targetName: to,
    subresource: 'blob',
    evidence: 'declared',
  },
  effect,
  minutes: minutes(0, max),
  causedBy: 'a',
  restoredBy: 'b',
});
const stage = (number: number, ...interruptions: readonly Interruption[]): PlanStage => ({
  number,
  title: '',
  phase: 'switch',
  disruptive: interruptions.length > 0,
  minutes: minutes(1, 2),
  gate: [],
  steps: [
    {
      id: `${number}.1`,
      title: '',
      target: '',
      edit: '',
      inChange: true,
      minutes: minutes(1, 2),
      verify: [],
      rollback: [],
      interruptions,
    },
  ],
});
const reset = (number: number, subnetName = 'snet-app'): ConnectionReset => ({
  subnet: subnetName,
  subnetName,
  service: 'S',
  evidence: 'declared',
  stage: number,
  step: `${number}.1`,
  cause: '',
  workloads: [],
  minutes: minutes(0, 5),
});

type Facts = Parameters<typeof headline>[0];
const facts = (own: Partial<Facts>): Facts => ({
  verdict: 'clear',
  stages: [],
  interruptions: [],
  deniedMinutes: minutes(0, 0),
  resets: [],
  omitted: 0,
  ...own,
});

describe('one sentence', () => {
  test.each<readonly [string, Partial<Facts>, string]>([
    ['clear', {}, 'No flow changes its way, its name, its source address or its connections.'],
    ['safe', { verdict: 'safe' }, 'Flows change their way, and none is interrupted.'],
    [
      'window by resets',
      { verdict: 'window', resets: [reset(1)], stages: [stage(1)] },
      'Apply it in a maintenance window: one connection reset, nothing denied.',
    ],
    [
      'window by two',
      { verdict: 'window', resets: [reset(1), reset(2)] },
      'Apply it in a maintenance window: two connection resets, nothing denied.',
    ],
    [
      'window by names',
      { verdict: 'window', stages: [stage(1, hit('name-changes', 5))] },
      'Apply it in a maintenance window: no connection reset, names change their answer, nothing denied.',
    ],
    [
      'window by a gap',
      { verdict: 'window', stages: [stage(1), stage(2, hit('name-unresolved', 15))] },
      'Apply it in a maintenance window: no connection reset, and snet-app is without stdata for up to 15 minutes, which no order avoids.',
    ],
    [
      'window by a gap of one minute',
      { verdict: 'window', stages: [stage(1, hit('denied', 1, 'pipeline'))] },
      'Apply it in a maintenance window: no connection reset, and the pipeline is without stdata for up to 1 minute, which no order avoids.',
    ],
    [
      'window by a gap that waits',
      { verdict: 'window', stages: [stage(1, hit('denied', null))] },
      'Apply it in a maintenance window: no connection reset, and snet-app is without stdata, which no order avoids.',
    ],
    [
      'split, by the longest denial',
      {
        verdict: 'split',
        stages: [stage(1), stage(2)],
        interruptions: [
          hit('denied', 4),
          hit('denied', 16, 'snet-web'),
          hit('denied', 15),
          hit('reset', 99),
        ],
      },
      'As one apply: snet-web is denied on stdata for up to 16 minutes; in two stages: no connection reset, nothing denied.',
    ],
    [
      'split, by what no route shows',
      { verdict: 'split', interruptions: [hit('reset', 99)], unseen: 'It may stop.' },
      'As one apply flows may stop: It may stop.',
    ],
    [
      'split, by a denial before anything else',
      {
        verdict: 'split',
        stages: [stage(1)],
        interruptions: [hit('denied', 4)],
        unseen: 'It may stop.',
      },
      'As one apply: snet-app is denied on stdata for up to 4 minutes; in one stage: no connection reset, nothing denied.',
    ],
    [
      'split, by what is sure before what may be longer',
      {
        verdict: 'split',
        stages: [stage(1, { ...hit('denied', null), assumed: true })],
        interruptions: [{ ...hit('denied', null), assumed: true }, hit('denied', 4, 'snet-web')],
      },
      'As one apply: snet-web is denied on stdata for up to 4 minutes; in one stage: no connection reset, and snet-app may be without stdata: the input does not show enough.',
    ],
    [
      'split, by what may be, where nothing is sure',
      {
        verdict: 'split',
        stages: [stage(1)],
        interruptions: [{ ...hit('name-unresolved', 4), assumed: true }],
      },
      'As one apply: snet-app may not resolve stdata for up to 4 minutes; in one stage: no connection reset, nothing denied.',
    ],
    [
      'split, by a name',
      {
        verdict: 'split',
        stages: [stage(1)],
        interruptions: [hit('name-unresolved', 4, 'internet')],
      },
      'As one apply: the internet cannot resolve stdata for up to 4 minutes; in one stage: no connection reset, nothing denied.',
    ],
    [
      'split, without an end',
      {
        verdict: 'split',
        stages: [stage(1)],
        interruptions: [hit('denied', 4), hit('denied', null, 'snet-web')],
      },
      'As one apply: snet-web is denied on stdata until somebody acts; in one stage: no connection reset, nothing denied.',
    ],
    [
      'split by a rule',
      { verdict: 'split', stages: [1, 2, 3, 4, 5, 6].map((n) => stage(n)) },
      'As one apply: flows may stop; in 6 stages: no connection reset, nothing denied.',
    ],
    [
      'incomplete',
      { verdict: 'incomplete' },
      'The input does not show enough to say that nothing stops; what is missing is listed with the commands that show it.',
    ],
    [
      'blocked',
      { verdict: 'blocked', interruptions: [hit('denied', 4), hit('denied', null)] },
      'snet-app loses stdata for good: after the change it has no way there.',
    ],
    [
      'blocked for the internet',
      { verdict: 'blocked', interruptions: [hit('denied', null, 'internet')] },
      'The internet loses stdata for good: after the change it has no way there.',
    ],
    [
      'blocked for one flow twice',
      { verdict: 'blocked', interruptions: [hit('denied', null), hit('name-unresolved', null)] },
      'snet-app loses stdata for good: after the change it has no way there.',
    ],
    [
      'blocked for more',
      {
        verdict: 'blocked',
        interruptions: [hit('denied', null), hit('denied', null, 'b'), hit('denied', null, 'c')],
      },
      'snet-app loses stdata for good (and two more flows): after the change it has no way there.',
    ],
    [
      'blocked by Azure',
      { verdict: 'blocked', interruptions: [hit('denied', 5)], refused: 'The subnet is in use.' },
      'Azure would refuse the change: The subnet is in use.',
    ],
    [
      'blocked by Azure, nobody says why',
      { verdict: 'blocked', interruptions: [hit('reset', null)] },
      'Azure would refuse the change.',
    ],
  ])('%s', (_, own, expected) => expect(headline(facts(own))).toBe(expected));
});

describe('a window', () => {
  test.each<readonly [string, boolean, readonly PlanStage[], readonly ConnectionReset[], string]>([
    [
      'is not needed where nobody feels anything',
      false,
      [stage(1, hit('source-switch', 5))],
      [],
      'Nothing that somebody would feel happens.',
    ],
    [
      'does not help where what stops stays so',
      false,
      [stage(1, hit('denied', null))],
      [],
      'What stops does not come back by itself: no window helps.',
    ],
    [
      'is for connections',
      true,
      [],
      [reset(2), reset(1, 'snet-web'), reset(2)],
      'Open connections of snet-app, snet-web close in stages 1, 2.',
    ],
    [
      'is for names',
      true,
      [stage(3, hit('name-changes', 5))],
      [],
      'Names change their answer in stage 3.',
    ],
    [
      'is for all at once',
      true,
      [
        stage(1, hit('denied', 5)),
        stage(2, hit('name-unresolved', 5), hit('name-changes', 1)),
        stage(10, hit('denied', 1)),
      ],
      [reset(10), reset(2)],
      'Open connections of snet-app close in stages 2, 10; names change their answer in stage 2; traffic is denied in stages 1, 10; names do not resolve in stage 2.',
    ],
    [
      'is for whatever else',
      true,
      [stage(1, hit('source-switch', 5))],
      [],
      'Flows change their way.',
    ],
  ])('%s', (_, required, stages, resets, expected) =>
    expect(windowReason(required, stages, resets)).toBe(expected),
  );
});

describe('of several projects', () => {
  const project = (name: string, verdict: PlanProject['verdict']) =>
    ({ name, verdict, headline: `${name} says so.` }) as PlanProject;
  const [calm, felt, split] = [
    project('net', 'clear'),
    project('data', 'window'),
    project('web', 'split'),
  ];
  test.each<readonly [readonly PlanProject[], PlanProject['verdict'], string]>([
    [[calm, calm], 'clear', 'Of two projects none changes a flow.'],
    [[calm, felt, split], 'split', 'Of three projects web is the gravest: web says so.'],
    [
      [felt, split, { ...split, name: 'api' }],
      'split',
      'Of three projects web is the gravest (one other likewise): web says so.',
    ],
    [
      [split, split, split],
      'split',
      'Of three projects web is the gravest (two others likewise): web says so.',
    ],
    [
      [calm, felt],
      'incomplete',
      'Of two projects some tell different ways of one flow: plan them in one run.',
    ],
  ])('%#', (projects, verdict, expected) =>
    expect(mergedHeadline(projects, verdict)).toBe(expected),
  );
});
