import { describe, expect, test } from 'vitest';
import type { Edit } from '../../src/core/edit.ts';
import type { Timing } from '../../src/core/timing.ts';
import type { World } from '../../src/core/world.ts';
import type { Write } from '../../src/core/write.ts';
import { type Apply, asWritten } from '../../src/core/written.ts';
import { edits, open, otherWay, type Stands, shut, track, unresolved, way } from './tracks.ts';
import { span } from './work.ts';

// One apply of writes a, b, c, …: each makes the edit of its number, unless told otherwise. A write takes one minute to two.

interface Plan {
  readonly after?: Readonly<Record<string, readonly string[]>>;
  /** Minutes after which each is settled at the latest. */
  readonly settle?: Readonly<Record<string, number>>;
  readonly take?: Readonly<Record<string, readonly [number, number]>>;
  /** The write of each edit; `-` for none. */
  readonly by?: string;
  readonly all?: readonly Edit[];
}

const letters = 'abcdefghijklmnop';
const { opens, closes, links } = edits;

function applied(
  count: number,
  { after = {}, settle = {}, take = {}, by = letters.slice(0, count), all }: Plan,
): Apply {
  const names = [...new Set(by.replaceAll('-', ''))];
  const writes = names.map(
    (id): Write => ({
      id,
      origin: { file: 'f', address: id },
      action: 'update',
      provides: [],
      after: after[id] ?? [],
    }),
  );
  const made = all ?? Array.from({ length: count }, (_, n) => links(n));
  const writeOf = [...by].map((id) => names.indexOf(id));
  const timing = (edit: Edit): Timing => {
    const id = by[made.indexOf(edit)] ?? '';
    const [min, max] = take[id] ?? [1, 2];
    return {
      take: { min, max },
      settle: { min: 0, max: settle[id] ?? 0 },
      basis: '',
      source: '',
      confidence: 'likely',
    };
  };
  return { edits: made, writes, writeOf, timing };
}

/** What one apply does, a line each: `denied 0–2, a to b`. */
function found(
  count: number,
  stands: Stands,
  plan: Plan = {},
  own: Parameters<typeof track>[2] = {},
  world: World = {},
) {
  const all = Array.from({ length: count }, (_, n) => n);
  return asWritten(applied(count, plan), track(all, stands, own), world).map(
    ({ effect, minutes, causedBy, restoredBy, forced }) =>
      `${effect} ${span(minutes)}, ${causedBy.id} to ${restoredBy?.id ?? 'nothing'}${forced ? ', forced' : ''}`,
  );
}

// The first edit shuts out, the second lets in again.
const closing: Stands = (made) => (made(0) && !made(1) ? shut : way);

describe('two writes without a dependency land in either order', () => {
  test('so a flow that needs one before the other may be denied', () => {
    expect(found(2, closing)).toEqual(['denied 0–2, a to b']);
  });
  test('from the earliest start of the cause to the latest settling of the cure', () => {
    expect(found(2, closing, { settle: { b: 15 } })).toEqual(['denied 0–17, a to b']);
    expect(found(2, closing, { settle: { a: 15 } })).toEqual(['denied 0–2, a to b']);
  });
  test('at least for as long as the cure can be later than the cause', () => {
    expect(found(2, closing, { take: { b: [10, 12] } })).toEqual(['denied 8–12, a to b']);
    expect(found(2, closing, { take: { b: [10, 12] }, settle: { a: 3 } })).toEqual([
      'denied 5–12, a to b',
    ]);
  });
  test('and never for less than a minute', () => {
    expect(found(2, closing, { take: { a: [0, 0], b: [0, 0] } })).toEqual(['denied 0–1, a to b']);
  });
});

describe('a dependency', () => {
  test('that sends the cure first, and settles at once, avoids the denial', () => {
    expect(found(2, closing, { after: { a: ['b'] } })).toEqual([]);
  });
  test('that sends the cure first does not avoid it while the cure settles', () => {
    expect(found(2, closing, { after: { a: ['b'] }, settle: { b: 15 } })).toEqual([
      'denied 0–16, a to b',
    ]);
  });
  test('that sends the cause first forces the denial', () => {
    expect(found(2, closing, { after: { b: ['a'] } })).toEqual(['denied 0–4, a to b, forced']);
    expect(found(2, closing, { after: { b: ['a'] }, take: { b: [5, 6] } })).toEqual([
      'denied 4–8, a to b, forced',
    ]);
  });
  test('counts through writes that do not touch the flow', () => {
    const three: Stands = (made) => (made(0) && !made(1) ? shut : way);
    const [before, after] = [
      { after: { a: ['c'], c: ['b'] }, by: 'abc' },
      { after: { b: ['c'], c: ['a'] }, by: 'abc' },
    ];
    const only = (plan: Plan) =>
      asWritten(applied(3, plan), track([0, 1], three), {}).map((each) => [
        span(each.minutes),
        each.forced,
      ]);
    expect(only(before)).toEqual([]);
    // The one in between takes its time.
    expect(only(after)).toEqual([['1–6', true]]);
  });
  test('on what is not in the apply is none', () => {
    expect(found(2, closing, { after: { a: ['z'] } })).toEqual(['denied 0–2, a to b']);
  });
  test('in a circle ends somewhere', () => {
    expect(found(2, closing, { after: { a: ['b'], b: ['a'] } })).toEqual([]);
  });
  test('starts a write after the longest of those before it', () => {
    const four: Stands = (made) => (made(2) && !made(3) ? shut : way);
    expect(
      found(4, four, { after: { c: ['a', 'b'] }, take: { a: [3, 4], b: [7, 9], d: [20, 30] } }),
    ).toEqual(['denied 9–23, c to d']);
  });
});

describe('one write', () => {
  test('makes all of its edits together', () => {
    expect(found(2, closing, { by: 'aa' })).toEqual([]);
  });
  test('settles as its slowest edit does', () => {
    const three: Stands = (made) => (made(0) && !made(2) ? shut : way);
    const plan = applied(3, { by: 'abb' });
    const timing = (edit: Edit): Timing => ({
      ...plan.timing(edit),
      settle: { min: 1, max: edit === plan.edits[1] ? 9 : 4 },
    });
    const [effect] = asWritten({ ...plan, timing }, track([0, 1, 2], three), {});
    expect(effect?.minutes).toEqual({ min: 0, max: 11 });
  });
  test('that nobody knows makes nothing', () => {
    expect(found(2, closing, { by: '-a' })).toEqual([]);
  });
});

describe('a denial', () => {
  test('that nothing ends has no end', () => {
    expect(found(1, (made) => (made(0) ? shut : way))).toEqual(['denied 0–, a to nothing, forced']);
    expect(found(2, (made) => (made(0) ? shut : way))).toEqual(['denied 0–, a to nothing, forced']);
  });
  test('of a name says so', () => {
    expect(found(2, (made) => (made(0) && !made(1) ? [unresolved, 'none'] : way))).toEqual([
      'name-unresolved 0–2, a to b',
    ]);
  });
  test('is none of a flow that is only possible', () => {
    expect(found(2, closing, {}, { evidence: 'possible' })).toEqual([]);
    expect(found(2, closing, {}, { evidence: 'observed' })).toEqual(['denied 0–2, a to b']);
  });
  test('is none of a flow that had no way, or nobody knows one', () => {
    expect(found(2, (made) => (made(1) && made(0) ? way : shut))).toEqual([]);
    expect(
      found(2, (made) => (made(0) && !made(1) ? shut : made(0) || made(1) ? way : open)),
    ).toEqual([]);
  });
  test('is none where nobody knows', () => {
    expect(found(1, (made) => (made(0) ? open : way))).toEqual([]);
  });
  test('is told by its longest', () => {
    // Either of the last two lets in again; the slower one may be the only one there.
    const either: Stands = (made) => (made(0) && !made(1) && !made(2) ? shut : way);
    expect(found(3, either, { settle: { c: 7 } })).toEqual(['denied 0–9, a to c']);
  });
  test('is ended by what lets in again, not by whatever takes longest', () => {
    expect(found(3, closing, { settle: { c: 30 } })).toEqual(['denied 0–2, a to b']);
  });
  test('that takes two writes to end is ended by the last of them', () => {
    const both: Stands = (made) => (made(0) && !(made(1) && made(2)) ? shut : way);
    expect(found(3, both, { settle: { b: 7 } })).toEqual(['denied 0–9, a to b']);
    expect(found(3, both, { settle: { c: 7 } })).toEqual(['denied 0–9, a to c']);
  });
  test('that takes two writes to begin is begun by either', () => {
    const both: Stands = (made) => (made(0) && made(1) && !made(2) ? shut : way);
    expect(found(3, both, { take: { b: [4, 5] } })).toEqual(['denied 0–2, a to c']);
    // Both must be there, and both be followed by the cure, for it to be forced.
    expect(found(3, both, { after: { c: ['b'] } })).toEqual(['denied 0–4, a to c']);
    expect(found(3, both, { after: { b: ['a'], c: ['b'] } })).toEqual([
      'denied 0–5, b to c, forced',
    ]);
  });
  test('is looked for in each answer to what is not shown', () => {
    const maybe: Stands = (made, { q }) => (q === 'yes' && made(0) && !made(1) ? shut : way);
    const worlds = [{ q: 'no' }, { q: 'yes' }];
    expect(found(2, maybe, {}, { worlds }, { q: 'no' })).toEqual([]);
    expect(found(2, maybe, {}, { worlds }, { q: 'yes' })).toEqual(['denied 0–2, a to b']);
  });
});

describe('what is felt without a denial', () => {
  const moved: Stands = (made) => (made(0) ? [otherWay, 'pe'] : way);
  test('lasts while its write settles', () => {
    expect(found(1, moved, { settle: { a: 10 } })).toEqual([
      'name-changes 0–10, a to a, forced',
      'source-switch 0–10, a to a, forced',
    ]);
  });
  test('lasts as long as the slowest edit of its write settles, and from the quickest on', () => {
    const plan = applied(2, { by: 'aa' });
    const timing = (edit: Edit): Timing => ({
      ...plan.timing(edit),
      settle: edit === plan.edits[0] ? { min: 1, max: 4 } : { min: 2, max: 9 },
    });
    const told = asWritten({ ...plan, timing }, track([0, 1], moved), {});
    expect(told.map((each) => each.minutes)).toEqual([
      { min: 1, max: 9 },
      { min: 1, max: 9 },
    ]);
  });
  test('is not seen before what it waits for, unless that has not settled', () => {
    const alone: Stands = (made) => (made(2) && !made(0) && !made(1) ? [otherWay, 'pe'] : way);
    const after = { c: ['a', 'b'] };
    expect(found(3, alone, { after })).toEqual([]);
    expect(found(3, alone, { after, settle: { a: 3 } })).toEqual([]);
    expect(found(3, alone, { after, settle: { a: 3, b: 3 } })).toHaveLength(2);
  });
  test('is felt by flows that are only possible too', () => {
    expect(found(1, moved, {}, { evidence: 'possible' })).toEqual([
      'name-changes 0–0, a to a, forced',
      'source-switch 0–0, a to a, forced',
    ]);
  });
  test('closes connections', () => {
    const on: Edit = {
      kind: 'service-endpoint',
      id: 'client',
      key: 'F',
      after: { service: 'F', scope: 'everywhere' },
    };
    expect(
      found(1, () => way, { all: [on], settle: { a: 15 } }, { target: '*', family: 'F' }),
    ).toEqual(['reset 0–15, a to a, forced']);
  });
  test('is what it is in some order: after what must precede, or after all else', () => {
    // The name moves only where the first is there, which must precede.
    const second: Stands = (made) => (made(0) && made(1) ? [otherWay, 'pe'] : way);
    expect(found(2, second, { after: { b: ['a'] } })).toEqual([
      'name-changes 0–0, b to b, forced',
      'source-switch 0–0, b to b, forced',
    ]);
    expect(found(2, second)).toHaveLength(2);
    // Once the second is there the first moves nothing, and waits for it.
    const never: Stands = (made) => (made(0) && !made(1) ? [otherWay, 'pe'] : way);
    expect(found(2, never, { after: { a: ['b'] } })).toEqual([]);
    expect(found(2, never, { after: { a: ['b'] }, settle: { b: 3 } })).toHaveLength(2);
    const early: Stands = (made) => (made(1) && !made(0) ? [otherWay, 'pe'] : way);
    const first = { after: { b: ['a'] } };
    expect(found(2, early, first)).toEqual([]);
    expect(found(2, early, { ...first, settle: { a: 3 } })).toHaveLength(2);
  });
});

describe('of many writes', () => {
  const count = 14;
  test('closings land before openings that need not precede them', () => {
    // The last but one shuts out until the last is there.
    const late: Stands = (made) => (made(count - 2) && !made(count - 1) ? shut : way);
    expect(found(count, late)).toEqual([
      `denied 0–2, ${letters[count - 2]} to ${letters[count - 1]}`,
    ]);
  });
  test('and what must precede a closing is kept', () => {
    const early: Stands = (made) => (made(1) && !made(0) ? shut : way);
    expect(found(count, early)).toEqual(['denied 0–2, b to a']);
    expect(found(count, early, { after: { b: ['a'] } })).toEqual([]);
  });
  test('without a closing the first are looked at', () => {
    const pair: Stands = (made) => (made(0) && made(1) && !made(2) ? shut : way);
    expect(found(count, pair)).toEqual(['denied 0–2, a to c']);
  });
});

test('an apply without writes does nothing', () => {
  expect(found(0, () => way)).toEqual([]);
  expect(found(2, () => way, { all: [opens(), closes()] })).toEqual([]);
});
