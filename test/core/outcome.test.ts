import { describe, expect, test } from 'vitest';
import type { HazardRule, Outcome } from '../../src/core/hazard.ts';
import { emptyModel, type NetworkModel } from '../../src/core/model.ts';
import { atLeast, type Bench, gravest, judge } from '../../src/core/outcome.ts';
import type { Verdict } from '../../src/core/plan.ts';
import type { Route } from '../../src/core/route.ts';
import type { Timing } from '../../src/core/timing.ts';
import type { Track } from '../../src/core/track.ts';
import type { Write } from '../../src/core/write.ts';
import { asWrittenVerdict } from '../../src/core/written-verdict.ts';
import { kinds, network, subnet, target, vnet } from './network.ts';
import { edits, open, otherWay, type Stands, shut, track, unresolved, way } from './tracks.ts';

const timing: Timing = {
  take: { min: 1, max: 2 },
  settle: { min: 0, max: 3 },
  basis: '',
  source: '',
  confidence: 'likely',
};
const there: NetworkModel = network({
  subnets: [subnet('client')],
  targets: [target('target', kinds.vault)],
});

function bench(own: Partial<Bench> = {}): Bench {
  const writes = ['a', 'b'].map(
    (id): Write => ({
      id,
      origin: { file: 'f', address: id },
      action: 'update',
      provides: [],
      after: [],
    }),
  );
  return {
    apply: {
      edits: [edits.links(0), edits.links(1)],
      writes,
      writeOf: [0, 1],
      timing: () => timing,
    },
    before: there,
    intended: () => false,
    stagedDenial: () => false,
    doubtful: () => false,
    ...own,
  };
}

const all = (stands: Stands, own: Parameters<typeof track>[2] = {}) => track([0, 1], stands, own);
const verdict = (of: Track, own: Partial<Bench> = {}) => judge(bench(own), of).verdict;

const gap: Stands = (made) => (made(0) && !made(1) ? shut : way);
const lost: Stands = (made) => (made(0) ? shut : way);
const moved: Stands = (made) => (made(0) ? [otherWay, 'pe'] : way);
const source: Stands = (made) => (made(0) ? ({ ...way, address: '20.0.0.9' } as Route) : way);
const blind: Stands = (made) => (made(0) ? open : way);
const possible = { evidence: 'possible' } as const;

describe('a flow deserves', () => {
  test.each<readonly [Verdict, string, Track, Partial<Bench>]>([
    ['clear', 'when nothing of it changes', all(() => way), {}],
    ['clear', 'when it had no way and has none', all(() => shut), {}],
    ['safe', 'when its source changes', all(source), {}],
    ['safe', 'when it gains a way', all((made) => (made(0) ? way : shut)), {}],
    ['safe', 'when it is lost on purpose', all(lost), { intended: () => true }],
    ['safe', 'when it is lost and only possible', all(lost, possible), {}],
    ['window', 'when its name changes', all(moved), {}],
    ['window', 'when its name changes and it is only possible', all(moved, possible), {}],
    ['split', 'when one apply may deny it', all(gap), {}],
    [
      'split',
      'when one apply may leave its name unresolved',
      all((made) => (made(0) && !made(1) ? [unresolved, 'none'] : way)),
      {},
    ],
    ['window', 'when the stages deny it too', all(gap), { stagedDenial: () => true }],
    ['clear', 'when one apply may deny it and it is only possible', all(gap, possible), {}],
    ['clear', 'when one apply may deny it on purpose', all(gap), { intended: () => true }],
    ['blocked', 'when it is lost', all(lost), {}],
    ['blocked', 'when it is observed and lost', all(lost, { evidence: 'observed' }), {}],
    ['blocked', 'when it is lost, whatever the stages do', all(lost), { stagedDenial: () => true }],
    ['incomplete', 'when nobody knows its way after', all(blind), {}],
    ['incomplete', 'when nobody knows its way at all', all(() => open), {}],
    [
      'safe',
      'when it had no way and nobody knows one after',
      all((made) => (made(0) ? open : shut)),
      {},
    ],
    [
      'safe',
      'when nobody knows its way after and it is only possible',
      all((made) => (made(0) ? [open, 'public'] : way), possible),
      {},
    ],
  ])('%s %s', (expected, _, of, own) => expect(verdict(of, own)).toBe(expected));
});

describe('a flow of what did not exist', () => {
  const without = (...parts: readonly ('client' | 'target')[]): Partial<Bench> => ({
    before: network({
      subnets: parts.includes('client') ? [] : [subnet('client')],
      targets: parts.includes('target') ? [] : [target('target', kinds.vault)],
    }),
  });
  test.each<readonly [string, Parameters<typeof track>[2], Partial<Bench>, boolean]>([
    ['a target', {}, without('target'), true],
    ['a subnet', {}, without('client'), true],
    ['both', {}, without('client', 'target'), true],
    ['neither', {}, {}, false],
    ['a subnet that a rule names and nobody shows', { client: '?0' }, without('client'), false],
    ['a client that is no subnet', { clientKind: 'on-premises' }, without('client'), false],
    ['everything', { target: '*' }, without('target'), false],
  ])('is new: %s', (_, flow, own, isNew) => {
    const { outcome, verdict: found } = judge(bench(own), all(gap, flow));
    expect(outcome.fresh).toBe(isNew);
    expect([found, outcome.interrupted, outcome.written.length > 0]).toEqual(
      isNew ? ['clear', false, false] : ['split', true, true],
    );
  });
  test('is never lost', () => {
    expect(judge(bench(without('target')), all(lost)).outcome.lost).toBe(false);
  });
  test('is not new from a whole network that was there', () => {
    const before = network({ vnets: [vnet('client')], targets: [target('target', kinds.vault)] });
    expect(judge(bench({ before }), all(gap)).outcome.fresh).toBe(false);
  });
});

describe('answers to what is not shown', () => {
  const worlds = [{ q: 'no' }, { q: 'yes' }];
  const calm: Stands = () => way;
  const either = (yes: Stands, no: Stands, own: Parameters<typeof track>[2] = {}) =>
    all(
      (made, world) => (world.q === undefined ? open : (world.q === 'yes' ? yes : no)(made, world)),
      { worlds, ...own },
    );

  test.each<readonly [Verdict, string, Stands, Stands, Partial<Bench>]>([
    ['incomplete', 'of which one splits', gap, calm, {}],
    ['incomplete', 'of which one is lost', lost, calm, {}],
    ['incomplete', 'of which one is lost and one split', lost, gap, {}],
    ['split', 'which all split', gap, gap, {}],
    ['blocked', 'which all lose it', lost, lost, {}],
    ['window', 'of which one moves its name', moved, calm, {}],
    ['safe', 'of which one moves its source', source, calm, {}],
    ['clear', 'in which nothing changes', calm, calm, {}],
    [
      'incomplete',
      'of which one is denied by the stages too: a bridge may help',
      gap,
      calm,
      { stagedDenial: () => true },
    ],
  ])('deserve %s: %s', (expected, _, yes, no, own) =>
    expect(verdict(either(yes, no), own)).toBe(expected),
  );

  test('make a gap doubtful, where a bridge may help', () => {
    const staged = { stagedDenial: () => true };
    expect(verdict(all(gap), { ...staged, doubtful: () => true })).toBe('incomplete');
    expect(verdict(all(gap), { ...staged, doubtful: () => false })).toBe('window');
    expect(verdict(all(moved), { doubtful: () => true })).toBe('window');
    expect(verdict(all(gap), { doubtful: () => true })).toBe('split');
  });

  test('are each told, with the outcome of all: what may be is, what must be is only where it is in all', () => {
    const { outcome, answers, certain } = judge(bench(), either(lost, calm));
    expect(outcome).toMatchObject({
      lost: true,
      interrupted: true,
      intended: false,
      certain: false,
    });
    expect(certain).toBe(false);
    expect(
      answers.map((each) => [each.lost, each.interrupted, each.from.by, each.to.by, each.certain]),
    ).toEqual([
      [false, false, 'internet', 'internet', false],
      [true, true, 'internet', 'none', false],
    ]);
    expect(outcome.from).toEqual(way);
    // The worlds differ in the end, so nobody knows it.
    expect(outcome.to).toEqual(open);
  });

  test('are intended when all are', () => {
    const own = {
      intended: (_: Track, world: { readonly [key: string]: string }) => world.q === 'yes',
    };
    expect(judge(bench(own), either(lost, lost)).outcome.intended).toBe(false);
    expect(judge(bench({ intended: () => true }), either(lost, lost)).outcome.intended).toBe(true);
  });

  test('are intended when those are in which there is something to lose', () => {
    const own = {
      intended: (_: Track, world: { readonly [key: string]: string }) => world.q === 'yes',
    };
    const meant = (no: Stands) => judge(bench(own), either(lost, no)).outcome.intended;
    expect(meant(() => shut)).toBe(true);
    expect(meant(() => way)).toBe(true);
    expect(meant((made) => (made(0) ? way : shut))).toBe(true);
    expect(
      judge(
        bench(own),
        all(() => shut),
      ).outcome.intended,
    ).toBe(false);
  });

  test('are denied by the stages when one is', () => {
    const own = {
      stagedDenial: (_: Track, world: { readonly [key: string]: string }) => world.q === 'yes',
    };
    expect(judge(bench(own), either(gap, gap)).outcome.stagedDenial).toBe(true);
    expect(judge(bench(), either(gap, gap)).outcome.stagedDenial).toBe(false);
  });

  test('have names of their own', () => {
    const { answers } = judge(bench(), either(moved, calm));
    expect(answers.map((each) => [each.fromName, each.toName])).toEqual([
      ['public', 'public'],
      ['public', 'pe'],
    ]);
  });

  test('are one where all is shown', () => {
    const { outcome, answers, certain } = judge(bench(), all(lost));
    expect(answers).toEqual([outcome]);
    expect(certain).toBe(true);
    expect(outcome).toMatchObject({
      from: way,
      to: shut,
      fromName: 'public',
      toName: 'public',
      lost: true,
      certain: true,
    });
  });
});

describe('what one apply does is told', () => {
  const said = (of: Track, own: Partial<Bench> = {}) =>
    judge(bench(own), of).outcome.written.map((each) => each.effect);
  test('with its effects', () =>
    expect(said(all(moved))).toEqual(['name-changes', 'source-switch']));
  test('without a denial that is intended', () => {
    expect(said(all(lost), { intended: () => true })).toEqual([]);
    expect(said(all(lost))).toEqual(['denied']);
  });
  test('as assumed where it is so in some of the answers, and not in all', () => {
    const worlds = [{ q: 'yes' }, { q: 'no' }];
    const effectsIn = (stands: Stands) =>
      judge(bench(), all(stands, { worlds })).outcome.written.map((each) => [
        each.effect,
        each.assumed ?? false,
      ]);
    expect(effectsIn((made, { q }) => (q === 'yes' && made(0) ? shut : way))).toEqual([
      ['denied', true],
    ]);
    expect(effectsIn((made) => (made(0) ? shut : way))).toEqual([['denied', false]]);
  });

  test('each effect once, for as long as in any answer', () => {
    const worlds = [{ q: 'no' }, { q: 'yes' }];
    const longer = all((made, { q }) => (made(0) && (q === 'yes' || !made(1)) ? shut : way), {
      worlds,
    });
    const { written } = judge(bench(), longer).outcome;
    expect(written.map((each) => [each.effect, each.minutes.max])).toEqual([['denied', null]]);
  });
});

test('a verdict is as grave as its gravest', () => {
  const order: readonly Verdict[] = ['clear', 'safe', 'window', 'incomplete', 'split', 'blocked'];
  expect(gravest([])).toBe('clear');
  for (const [n, each] of order.entries()) {
    expect(gravest([...order.slice(0, n + 1)].reverse())).toBe(each);
    expect(order.map((other) => atLeast(each, other))).toEqual(order.map((_, m) => m <= n));
  }
});

describe('the verdict of one apply', () => {
  const rule = (own: Partial<HazardRule>): HazardRule => ({
    id: 'r',
    title: '',
    statement: '',
    remedy: '',
    source: '',
    confidence: 'certain',
    verdict: 'informs',
    find: () => [],
    ...own,
  });
  const hazard = (
    own: Partial<HazardRule>,
    finding: object = {},
    confidence: 'certain' | 'likely' | 'possible' = 'certain',
  ) => ({
    rule: rule(own),
    finding: { says: '', origin: { file: '', address: '' }, subjects: [], ...finding },
    severity: 'risk' as const,
    confidence,
  });
  const hit = (evidence: 'declared' | 'possible') => ({
    outcomes: [{ flow: all(() => way, { evidence }).flow } as Outcome],
  });
  test.each<readonly [Verdict, string, ReturnType<typeof hazard>]>([
    ['blocked', 'Azure would refuse', hazard({ verdict: 'refused' })],
    ['blocked', 'Azure would likely refuse', hazard({ verdict: 'refused' }, {}, 'likely')],
    ['clear', 'Azure may refuse', hazard({ verdict: 'refused' }, {}, 'possible')],
    [
      'split',
      'a flow that counts is interrupted',
      hazard({ verdict: 'interrupts' }, hit('declared')),
    ],
    ['window', 'only possible clients are', hazard({ verdict: 'interrupts' }, hit('possible'))],
    ['window', 'nobody in particular is', hazard({ verdict: 'interrupts' })],
    ['split', 'somebody may be whom nobody sees', hazard({ verdict: 'interrupts' }, { may: true })],
    ['clear', 'a rule informs', hazard({ verdict: 'informs' }, hit('declared'))],
    [
      'clear',
      'a case of a rule only informs',
      hazard({ verdict: 'refused' }, { verdict: 'informs' }),
    ],
    ['blocked', 'a case of a rule refuses', hazard({ verdict: 'informs' }, { verdict: 'refused' })],
  ])('is %s where %s', (expected, _, each) => expect(asWrittenVerdict([], [each])).toBe(expected));

  test('is the graver of flows and rules', () => {
    const judged = judge(bench(), all(gap));
    expect(asWrittenVerdict([judged], [])).toBe('split');
    expect(asWrittenVerdict([judged], [hazard({ verdict: 'refused' })])).toBe('blocked');
    expect(asWrittenVerdict([judged], [hazard({ verdict: 'interrupts' })])).toBe('split');
    expect(asWrittenVerdict([], [])).toBe('clear');
  });
});

test('nothing is told of an empty network', () => {
  expect(
    judge(
      bench({ before: emptyModel }),
      all(() => way),
    ).outcome.fresh,
  ).toBe(true);
});
