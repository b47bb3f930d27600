import { describe, expect, test } from 'vitest';
import type { Extra } from '../../src/core/draft.ts';
import type { Edit } from '../../src/core/edit.ts';
import type { Knowledge } from '../../src/core/knowledge.ts';
import { blocks } from '../../src/core/lines.ts';
import type { Scheme } from '../../src/core/scheme.ts';
import type { Group } from '../../src/core/stage.ts';
import { stageOf, type Telling, unique } from '../../src/core/steps.ts';
import type { Track } from '../../src/core/track.ts';
import { pace } from '../../src/knowledge/pace.ts';
import { change } from './changes.ts';
import { kinds, network, type Parts, privateEndpoint, rule, subnet, target } from './network.ts';
import { edits, ordering, otherWay, shut, track, way } from './tracks.ts';
import { span } from './work.ts';

const delays: Knowledge['delays'] = (edit) => ({
  take: { min: 1, max: 2 },
  settle: { min: 0, max: edit.kind === 'service-endpoint' ? 15 : 3 },
  basis: edit.kind,
  source: 'page',
  confidence: 'likely',
});
const check = (run: string) => ({ from: 'anywhere', run, expect: 'yes' });
const knowledge: Knowledge = {
  delays,
  playbooks: [],
  rules: [],
  pace,
  beyondUndo: () => undefined,
  commands: (edit) =>
    edit.kind === 'link'
      ? []
      : [`${edit.after === undefined ? 'remove' : 'make'} ${edit.kind} ${edit.key ?? ''}`.trim()],
  settled: (edit) => [check(`is there ${edit.kind}`)],
  reaches: (flow, route) => [check(`${flow.client} by ${route.by}`)],
  decisions: () => [],
  find: () => '',
};

interface Given {
  readonly made: readonly Edit[];
  readonly groups: readonly Group[];
  readonly tracks?: readonly Track[];
  readonly extras?: ReadonlyMap<number, Extra>;
  readonly flagged?: readonly number[];
  readonly units?: Scheme['ordering']['units'];
  readonly network?: Parts;
}

function stages({
  made,
  groups,
  tracks = [],
  extras = new Map(),
  flagged = [],
  units,
  network: parts = {},
}: Given) {
  const model = network(parts);
  const plan: Scheme = {
    edits: made,
    extras,
    tracks,
    ordering: ordering(made, tracks, units === undefined ? {} : { units }),
    groups,
    cost: { deniedMinutes: 0, disruptions: 0 },
    flagged: new Set(flagged),
    doubtful: new Map(),
  };
  const told = change(model, model);
  const telling: Telling = { change: told, plan, knowledge, blocks: blocks(told, plan, knowledge) };
  return telling.blocks.map((block) => stageOf(telling, block));
}

const group = (phase: Group['phase'], ...units: readonly number[]): Group => ({
  phase,
  disruptive: false,
  units,
});
const one = (edit: Edit, rest: Partial<Given> = {}) => {
  const [stage] = stages({ made: [edit], groups: [group('prepare', 0)], ...rest });
  const [step] = stage?.steps ?? [];
  if (stage === undefined || step === undefined) throw new Error('One edit is one step.');
  return { stage, step };
};

describe('a step is somebody’s', () => {
  const by = (kind: Edit['kind']) => one({ kind, id: 'x', before: 1, after: 2 }).step.by;
  test.each<readonly [string, readonly Edit['kind'][]]>([
    ['dns', ['zone', 'zone-group', 'record', 'link', 'resolution-policy', 'dns-servers']],
    [
      'service',
      [
        'virtual-network-rule',
        'ip-rule',
        'default-action',
        'public-network-access',
        'network-rules-enabled',
        'trusted-services',
        'resource-instance',
        'target',
      ],
    ],
    ['network', ['service-endpoint', 'private-endpoint', 'route', 'nsg-rule', 'subnet']],
  ])('%s', (who, all) => expect(all.map(by)).toEqual(all.map(() => who)));
  test('by what a repair or a bridge says', () => {
    const extras = new Map([
      [0, { role: 'repair', id: 'r', why: 'w', by: 'application' } as const],
    ]);
    expect(one(edits.links(), { extras }).step).toMatchObject({
      by: 'application',
      inChange: false,
    });
  });
});

describe('a step says', () => {
  const comes = edits.opens(7);
  test('how long it takes, why, and how to see that it has', () => {
    expect(one(comes).step).toMatchObject({
      id: '1.1',
      title: 'Add IP rule 7 on target',
      target: 'target',
      edit: 'add ip-rule',
      inChange: true,
      minutes: { min: 1, max: 5 },
      basis: [{ because: 'ip-rule' }],
      verify: [check('is there ip-rule')],
    });
  });
  test('how to undo it: by commands, or in words where there are none', () => {
    expect(one(comes).step.rollback).toEqual(['remove ip-rule 7']);
    expect(one(edits.links(3)).step.rollback).toEqual(['Remove virtual network link link-3']);
  });
  test('commands only for what no diff contains', () => {
    expect(one(comes).step.commands).toBeUndefined();
    const extras = new Map([
      [0, { role: 'bridge-open', id: 'b', why: 'w', by: 'service' } as const],
    ]);
    expect(one(comes, { extras }).step).toMatchObject({
      commands: ['make ip-rule 7'],
      bridge: 'b',
    });
    const repair = new Map([[0, { role: 'repair', id: 'b', why: 'w', by: 'service' } as const]]);
    expect(one(comes, { extras: repair }).step).not.toHaveProperty('bridge');
  });
  test('several edits as one, undone from the last', () => {
    const made = [edits.opens(1), edits.opens(2)];
    const [stage] = stages({ made, groups: [group('prepare', 0)], units: [{ edits: [0, 1] }] });
    expect(stage?.steps).toHaveLength(1);
    expect(stage?.steps[0]).toMatchObject({
      title: 'Add IP rules 1, 2 on target',
      rollback: ['remove ip-rule 2', 'remove ip-rule 1'],
      verify: [check('is there ip-rule')],
    });
  });
  test('no more checks than somebody reads', () => {
    const made = Array.from(
      { length: 20 },
      (_, n): Edit => ({
        kind:
          (
            [
              'ip-rule',
              'route',
              'nsg-rule',
              'egress-address',
              'service-endpoint',
              'endpoint-policy',
              'resource-instance',
              'virtual-network-rule',
              'appliance-address',
              'endpoint-policy-entry',
              'link',
              'zone',
              'record',
              'peering',
              'vnet',
            ] as const
          )[n % 15] ?? 'link',
        id: 'x',
        after: n,
      }),
    );
    const [stage] = stages({
      made,
      groups: [group('prepare', 0)],
      units: [{ edits: made.map((_, n) => n) }],
    });
    expect(stage?.steps[0]?.verify).toHaveLength(12);
  });
  test('the last safe moment by what undoing stops, before what it closes', () => {
    const needs = track([0, 1], (made) => (made(0) && !made(1) ? shut : way));
    const [stage] = stages({
      made: [edits.opens(0), edits.opens(1)],
      groups: [group('prepare', 0, 1)],
      tracks: [needs],
    });
    expect(stage?.steps.map((each) => each.pointOfNoReturn)).toEqual([
      undefined,
      'Undoing it stops client → target until the steps before it are undone too.',
    ]);
  });
});

describe('a rule that needs the flag', () => {
  const admit: Edit = { kind: 'virtual-network-rule', id: 'safe', key: 'hub/app', after: rule };
  const parts: Parts = {
    targets: [
      target('safe', {
        ...kinds.vault,
        traits: { ...kinds.vault.traits, ignoreMissingFlag: 'ignore_missing' },
      }),
    ],
  };
  test('has a step beside it that sets it, in the words of its dialect', () => {
    const [stage] = stages({
      made: [admit],
      groups: [group('prepare', 0)],
      flagged: [0],
      network: parts,
    });
    expect(stage?.steps.map((each) => each.id)).toEqual(['1.1', '1.1a']);
    expect(stage?.steps[1]).toMatchObject({
      title: 'With it, set ignore_missing: the endpoint of the subnet is still off',
      target: 'safe',
      inChange: false,
      commands: ['make virtual-network-rule hub/app'],
      rollback: [],
      verify: [],
    });
  });
  test('and none where it does not', () => {
    expect(
      stages({ made: [admit], groups: [group('prepare', 0)], network: parts })[0]?.steps,
    ).toHaveLength(1);
  });
});

describe('a stage is titled', () => {
  const title = (given: Given) => stages(given).map((each) => each.title);
  test('by its one step, or by its phase', () => {
    expect(title({ made: [edits.opens(1)], groups: [group('prepare', 0)] })).toEqual([
      'Prepare: add IP rule 1 on target',
    ]);
    expect(
      title({ made: [edits.opens(1), edits.opens(2)], groups: [group('prepare', 0, 1)] }),
    ).toEqual(['Prepare: nothing that works changes its way']);
    expect(
      title({ made: [edits.opens(1), edits.opens(2)], groups: [group('switch', 0, 1)] }),
    ).toEqual(['Switch: flows take their new way']);
    expect(
      title({ made: [edits.opens(1), edits.opens(2)], groups: [group('retire', 0, 1)] }),
    ).toEqual(['Retire: close the old way']);
  });
  test('by the bridge that it opens or takes back, and by nothing else in it', () => {
    const extra = (role: Extra['role']): Extra => ({ role, id: 'b', why: 'w', by: 'dns' });
    const made = [edits.opens(1), edits.opens(2)];
    const groups = [group('prepare', 0, 1)];
    expect(
      title({
        made,
        groups,
        extras: new Map([
          [0, extra('bridge-open')],
          [1, extra('bridge-open')],
        ]),
      }),
    ).toEqual(['Prepare: bridge the gap that no order avoids']);
    expect(
      title({
        made,
        groups,
        extras: new Map([
          [0, extra('bridge-close')],
          [1, extra('bridge-close')],
        ]),
      }),
    ).toEqual(['Take back what bridged the gap']);
    expect(title({ made, groups, extras: new Map([[0, extra('bridge-open')]]) })).toEqual([
      'Prepare: nothing that works changes its way',
    ]);
  });
  test('by the record that it replaces', () => {
    const pe = privateEndpoint('pe', 'hub/app', 'safe');
    const made: Edit[] = [
      { kind: 'private-endpoint', id: 'pe', before: pe },
      { kind: 'private-endpoint', id: 'pe', after: pe },
    ];
    expect(title({ made, groups: [group('retire', 0, 1)] })).toEqual([
      'Replace pe: it is away until the new one answers',
    ]);
    const apart: Edit[] = [
      { kind: 'private-endpoint', id: 'pe', before: pe },
      { kind: 'private-endpoint', id: 'pf', after: pe },
    ];
    expect(title({ made: apart, groups: [group('retire', 0, 1)] })).toEqual([
      'Retire: close the old way',
    ]);
    const regrouped: Edit[] = [
      { kind: 'zone-group', id: 'pe', before: {} },
      { kind: 'zone-group', id: 'pe', after: {} },
    ];
    expect(title({ made: regrouped, groups: [group('retire', 0, 1)] })).toEqual([
      'Retire: close the old way',
    ]);
  });
});

describe('a stage lasts', () => {
  const on = (id: string, key: string): Edit => ({
    kind: 'service-endpoint',
    id,
    key,
    after: { service: key, scope: 'everywhere' },
  });
  const parts: Parts = {
    subnets: [subnet('hub/app'), subnet('hub/web'), subnet('spoke/app')],
    endpoints: [privateEndpoint('pe', 'hub/app', 'safe')],
  };
  const writes = (...made: readonly Edit[]) => {
    const [stage] = stages({
      made,
      groups: [group('prepare', ...made.map((_, n) => n))],
      network: parts,
    });
    return [stage?.basis && span(stage.basis.writes), stage && span(stage.minutes)];
  };
  test('as long as its write, the settling and the checks', () => {
    expect(writes(edits.opens())).toEqual(['1–2', '3–15']);
    expect(writes(on('hub/app', 'A'))).toEqual(['1–2', '3–27']);
  });
  test('longer where writes queue for one network, or one resource', () => {
    expect(writes(on('hub/app', 'A'), on('hub/web', 'A'))).toEqual(['2–4', '4–29']);
    expect(
      writes(on('hub/app', 'A'), {
        kind: 'connection',
        id: 'pe',
        before: 'Pending',
        after: 'Approved',
      }),
    ).toEqual(['2–4', '4–29']);
    expect(writes(edits.opens(1), edits.opens(2))).toEqual(['2–4', '4–17']);
  });
  test('no longer where they go side by side', () => {
    expect(writes(on('hub/app', 'A'), on('spoke/app', 'A'))).toEqual(['1–2', '3–27']);
    expect(writes(edits.opens(), edits.links(1), edits.links(2))).toEqual(['1–2', '3–15']);
  });
});

describe('what proves a stage', () => {
  const moved = (edit: number, client: string, own: Parameters<typeof track>[2] = {}) =>
    track([edit], (made) => (made(edit) ? [otherWay, 'pe'] : way), { client, ...own });
  const gates = (tracks: readonly Track[], ...groups: readonly Group[]) =>
    stages({ made: [edits.links(0), edits.links(1)], groups, tracks }).map((each) =>
      each.gate.map((one) => one.run),
    );
  test('are the ways of the flows that it touches, as they stand after it', () => {
    expect(gates([moved(0, 'a'), moved(1, 'b')], group('prepare', 0), group('prepare', 1))).toEqual(
      [['a by private-endpoint'], ['b by private-endpoint']],
    );
    const both = track([0, 1], (made) => (made(0) && made(1) ? [otherWay, 'pe'] : way), {
      client: 'a',
    });
    expect(gates([both], group('prepare', 0), group('prepare', 1))).toEqual([
      ['a by internet'],
      ['a by private-endpoint'],
    ]);
  });
  test('each once, and none of flows that are only possible or have no way', () => {
    expect(gates([moved(0, 'a'), moved(0, 'a')], group('prepare', 0))).toEqual([
      ['a by private-endpoint'],
    ]);
    expect(gates([moved(0, 'a', { evidence: 'possible' })], group('prepare', 0))).toEqual([[]]);
    expect(gates([track([0], (made) => (made(0) ? shut : way))], group('prepare', 0))).toEqual([
      [],
    ]);
  });
  test('before the old way closes is that nobody uses it: one step for each client that moved', () => {
    const tracks = [
      moved(0, 'b'),
      moved(0, 'a'),
      moved(0, 'a', { target: 'other' }),
      moved(1, 'c'),
      moved(0, 'd', { evidence: 'possible' }),
    ];
    const [, verify] = stages({
      made: [edits.links(0), edits.closes()],
      groups: [group('switch', 0), group('retire', 1)],
      tracks,
    });
    expect(verify).toMatchObject({
      number: 2,
      phase: 'verify',
      disruptive: false,
      minutes: { min: 2, max: null },
    });
    expect(
      verify?.steps.map((each) => [each.id, each.target, each.verify.map((one) => one.run)]),
    ).toEqual([
      ['2.1', 'client', ['b by private-endpoint']],
      ['2.2', 'client', ['a by private-endpoint']],
    ]);
  });
});

test('a stage in the middle of a gap is felt', () => {
  const gap = track([0, 2], (made) => (made(0) && !made(2) ? shut : way));
  const groups = [0, 1, 2, 3].map((n) => group('prepare', n));
  const made = [0, 1, 2, 3].map((n) => edits.links(n));
  expect(stages({ made, groups, tracks: [gap] }).map((each) => each.disruptive)).toEqual([
    true,
    true,
    true,
    false,
  ]);
  const maybe = track([0, 2], (has) => (has(0) && !has(2) ? shut : way), { evidence: 'possible' });
  expect(stages({ made, groups, tracks: [maybe] }).map((each) => each.disruptive)).toEqual([
    false,
    false,
    false,
    false,
  ]);
});

test('what is said twice is told once', () => {
  expect(unique([{ a: 1 }, { a: 2 }, { a: 1 }])).toEqual([{ a: 1 }, { a: 2 }]);
});
