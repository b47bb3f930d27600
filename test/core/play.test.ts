import { describe, expect, test } from 'vitest';
import type { Edit } from '../../src/core/edit.ts';
import { blocks } from '../../src/core/lines.ts';
import { emptyModel } from '../../src/core/model.ts';
import type { Ordering } from '../../src/core/order.ts';
import { type Felt, lasting, modelsOf, play } from '../../src/core/play.ts';
import type { Scheme } from '../../src/core/scheme.ts';
import type { Group } from '../../src/core/stage.ts';
import type { Delays } from '../../src/core/timing.ts';
import type { Track } from '../../src/core/track.ts';
import { knowledge } from '../laws/models.ts';
import { change } from './changes.ts';
import { kinds, target } from './network.ts';
import { edits, ordering, otherWay, shut, track, unresolved, way } from './tracks.ts';
import { span } from './work.ts';

// A plan of given units in given stages, played forward. Edit n takes n + 1 to n + 2 minutes and settles within ten.

const all = Array.from({ length: 4 }, (_, n) => edits.links(n));
const delays: Delays = (edit) => {
  const n = all.indexOf(edit);
  return {
    take: { min: n + 1, max: n + 2 },
    settle: { min: 0, max: 10 },
    basis: '',
    source: '',
    confidence: 'likely',
  };
};

// Nobody stops to check between the stages.
const none = { min: 0, max: 0 };
const own = {
  delays,
  pace: { ...knowledge.pace, checks: { ...knowledge.pace.checks, minutes: none } },
};

function scheme(
  tracks: readonly Track[],
  stages: readonly (readonly number[])[],
  own: Partial<Ordering> = {},
  made: readonly Edit[] = all,
): Scheme {
  const groups = stages.map((units): Group => ({ phase: 'switch', disruptive: false, units }));
  return {
    edits: made,
    extras: new Map(),
    tracks,
    ordering: ordering(made, tracks, own),
    groups,
    cost: { deniedMinutes: 0, disruptions: 0 },
    flagged: new Set(),
    doubtful: new Map(),
  };
}

const said = ({ track: { flow }, effect, minutes, until }: Felt) =>
  `${flow.client} ${effect} ${span(minutes)} until ${until ?? 'nobody knows'}`;
const felt = (plan: Scheme) =>
  play(plan, emptyModel, own).map((each) => `${each.unit}: ${each.felt.map(said).join('; ')}`);
const hurts = (plan: Scheme) =>
  play(plan, emptyModel, own).map(
    (each) =>
      `${each.unit}: ${each.undoHurts.map((one) => `${one.track.flow.client} ${one.effect}`).join('; ')}`,
  );

const moved = (edit: number, own: Parameters<typeof track>[2] = {}) =>
  track([edit], (made) => (made(edit) ? [otherWay, 'pe'] : way), own);
const gap = (own: Parameters<typeof track>[2] = {}) =>
  track([0, 2], (made) => (made(0) && !made(2) ? shut : way), own);

describe('a unit is felt', () => {
  test('by nobody whose standing it leaves', () => {
    expect(felt(scheme([track([0], () => way)], [[0], [1]]))).toEqual(['0: ', '1: ']);
  });
  test('by those whose standing it changes, while it settles', () => {
    expect(felt(scheme([moved(1)], [[0, 1]]))).toEqual([
      '0: ',
      '1: client name-changes 0–10 until 1; client source-switch 0–10 until 1',
    ]);
  });
  test('at its place in the sequence, whatever its number', () => {
    const late = track([0, 1], (made) => (made(0) && made(1) ? [otherWay, 'pe'] : way));
    expect(felt(scheme([late], [[1], [0]]))).toEqual([
      '1: ',
      '0: client name-changes 0–10 until 0; client source-switch 0–10 until 0',
    ]);
  });
  test('by those whom it denies, until the unit that lets them in again', () => {
    // 0 settles before the gate, then 1 works and settles, then 2: (1–2 + 10) + (2–3 + 10) + (3–4 + 10).
    expect(felt(scheme([gap()], [[0], [1], [2]]))).toEqual([
      '0: client denied 6–39 until 2',
      '1: ',
      '2: ',
    ]);
  });
  test('within a stage without a wait for what went before to settle', () => {
    // 1–2 and 2–3 of work, then 3–4 with its settling.
    expect(felt(scheme([gap()], [[0, 1, 2]]))).toEqual([
      '0: client denied 6–19 until 2',
      '1: ',
      '2: ',
    ]);
  });
  test('without an end where nothing lets them in again', () => {
    expect(felt(scheme([track([0], (made) => (made(0) ? shut : way))], [[0], [1]]))[0]).toBe(
      '0: client denied 0– until nobody knows',
    );
  });
  test('by those whose name does not resolve', () => {
    const unnamed = track([0, 1], (made) => (made(0) && !made(1) ? [unresolved, 'none'] : way));
    expect(felt(scheme([unnamed], [[0, 1]]))[0]).toBe('0: client name-unresolved 3–15 until 1');
  });
  test('by nobody who is only possible, had no way, or is meant to lose it', () => {
    expect(felt(scheme([gap({ evidence: 'possible' })], [[0], [2]]))[0]).toBe('0: ');
    const late = track([0, 1, 2], (made) => (made(1) && !made(0) ? way : shut));
    expect(felt(scheme([late], [[1], [0]]))).toEqual(['1: ', '0: ']);
    expect(felt(scheme([gap()], [[0], [2]], { intended: () => true }))[0]).toBe('0: ');
    expect(felt(scheme([gap({ evidence: 'observed' })], [[0], [2]]))[0]).toBe(
      '0: client denied 4–26 until 2',
    );
  });
  test('in each answer to what is not shown, told once for the longest', () => {
    const worlds = [{ q: 'short' }, { q: 'long' }, { q: 'no' }];
    const maybe = track(
      [0, 1, 2],
      (made, { q }) => (q !== 'no' && made(0) && !made(q === 'short' ? 1 : 2) ? shut : way),
      { worlds },
    );
    const [first] = play(scheme([maybe], [[0, 1, 2]]), emptyModel, own);
    expect(first?.felt.map(said)).toEqual(['client denied 6–19 until 2']);
    expect(first?.felt[0]?.worlds).toEqual([{ q: 'short' }, { q: 'long' }]);
  });
});

describe('undoing a unit hurts', () => {
  test('nobody whom it leaves his way', () => {
    expect(hurts(scheme([moved(0)], [[0]]))).toEqual(['0: ']);
  });
  test('those whom it shuts out again', () => {
    const needs = track([0, 1], (made) => (made(0) && !made(1) ? shut : way));
    expect(hurts(scheme([needs], [[1], [0]]))).toEqual(['1: ', '0: ']);
    expect(hurts(scheme([needs], [[0], [1]]))).toEqual(['0: ', '1: client denied']);
    const named = track([0, 1], (made) => (made(0) && !made(1) ? [unresolved, 'none'] : way));
    expect(hurts(scheme([named], [[0], [1]]))[1]).toBe('1: client name-unresolved');
  });
  test('those alone who are known to go there', () => {
    const possible = track([0, 1], (made) => (made(0) && !made(1) ? shut : way), {
      evidence: 'possible',
    });
    expect(hurts(scheme([possible], [[0], [1]]))).toEqual(['0: ', '1: ']);
  });
  test('whoever has connections that it closes', () => {
    const on: Edit = {
      kind: 'service-endpoint',
      id: 'client',
      key: 'F',
      after: { service: 'F', scope: 'everywhere' },
    };
    const anything = track([0], () => way, { target: '*', family: 'F', evidence: 'possible' });
    expect(hurts(scheme([anything], [[0]], {}, [on]))).toEqual(['0: client reset']);
  });
});

test('a unit of several edits lasts as long as its slowest', () => {
  const plan = scheme([], [[0]], { units: [{ edits: [0, 2] }] });
  expect(span(lasting(plan, 0, delays, emptyModel))).toBe('3–14');
  expect(span(lasting(plan, 9, delays, emptyModel))).toBe('0–0');
});

test('the network is told before the first unit and after each', () => {
  const [a, b] = ['a', 'b'].map(
    (id): Edit => ({ kind: 'target', id, after: target(id, kinds.vault) }),
  );
  if (a === undefined || b === undefined) throw new Error('There are two.');
  const models = modelsOf(scheme([], [[1], [0]], {}, [a, b]), emptyModel);
  expect(models.map((each) => Object.keys(each.targets))).toEqual([[], ['b'], ['b', 'a']]);
});

describe('a plan is told in stages', () => {
  const told = (stages: readonly Group[], made: readonly Edit[], tracks: readonly Track[] = []) => {
    const plan = { ...scheme(tracks, [], {}, made), groups: stages };
    return blocks(change(emptyModel, emptyModel), plan, { ...knowledge, delays });
  };
  const group = (phase: Group['phase'], ...units: readonly number[]): Group => ({
    phase,
    disruptive: phase === 'switch',
    units,
  });
  const heads = (found: ReturnType<typeof told>) =>
    found.map(
      ({ number, phase, disruptive, lines }) =>
        `${number} ${phase}${disruptive ? ', felt' : ''}: ${lines.map((line) => line.id).join(' ')}`,
    );

  test('numbered, with a stage to verify between what switches and what closes', () => {
    expect(
      heads(told([group('prepare', 0), group('switch', 1, 2), group('retire', 3)], all)),
    ).toEqual(['1 prepare: 1.1', '2 switch, felt: 2.1 2.2', '3 verify: ', '4 retire: 4.1']);
  });
  test('and none to verify where nothing switches, or nothing closes', () => {
    expect(heads(told([group('prepare', 0), group('retire', 1)], all))).toEqual([
      '1 prepare: 1.1',
      '2 retire: 2.1',
    ]);
    expect(heads(told([group('prepare', 0), group('switch', 1)], all))).toEqual([
      '1 prepare: 1.1',
      '2 switch, felt: 2.1',
    ]);
    expect(heads(told([group('switch', 0), group('retire', 1), group('retire', 2)], all))).toEqual([
      '1 switch, felt: 1.1',
      '2 verify: ',
      '3 retire: 3.1',
      '4 retire: 4.1',
    ]);
    expect(told([], [])).toEqual([]);
  });
  test('without what only describes, unless somebody feels it', () => {
    const describes: Edit = { kind: 'sku', id: 'target', before: 'a', after: 'b' };
    const made = [describes, edits.links(1)];
    expect(heads(told([group('prepare', 0), group('switch', 1)], made))).toEqual([
      '1 switch, felt: 1.1',
    ]);
    expect(heads(told([group('prepare', 0, 1)], made))).toEqual(['1 prepare: 1.1']);
    expect(heads(told([group('prepare', 0), group('switch', 1)], made, [moved(0)]))).toEqual([
      '1 prepare: 1.1',
      '2 switch, felt: 2.1',
    ]);
  });
  test('a unit is told when any of its edits is more than a description', () => {
    const made: Edit[] = [{ kind: 'sku', id: 'target', before: 'a', after: 'b' }, edits.links(1)];
    const plan = {
      ...scheme([], [], { units: [{ edits: [0, 1] }] }, made),
      groups: [group('prepare', 0)],
    };
    expect(blocks(change(emptyModel, emptyModel), plan, { ...knowledge, delays })).toHaveLength(1);
  });
  test('each line with the network once it is made', () => {
    const [a, b] = ['a', 'b'].map(
      (id): Edit => ({ kind: 'target', id, after: target(id, kinds.vault) }),
    );
    if (a === undefined || b === undefined) throw new Error('There are two.');
    const lines = told([group('prepare', 1, 0)], [a, b]).flatMap((each) => each.lines);
    expect(lines.map((line) => [line.unit, Object.keys(line.model.targets)])).toEqual([
      [1, ['b']],
      [0, ['b', 'a']],
    ]);
  });
});
