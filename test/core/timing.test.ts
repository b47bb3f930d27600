import { expect, test } from 'vitest';
import { basisOf } from '../../src/core/basis.ts';
import type { Edit } from '../../src/core/edit.ts';
import { emptyModel } from '../../src/core/model.ts';
import type { Range } from '../../src/core/plan.ts';
import { type Delays, longer, nothing, plus, upper } from '../../src/core/timing.ts';

const range = (min: number, max: number | null): Range => ({ min, max });

test('stretches one after the other add up, and waiting for people has no end', () => {
  expect(plus(range(1, 2), range(3, 5))).toEqual(range(4, 7));
  expect(plus(range(1, null), range(3, 5))).toEqual(range(4, null));
  expect(plus(range(1, 2), range(3, null))).toEqual(range(4, null));
  expect(plus(nothing, range(3, 5))).toEqual(range(3, 5));
});

test('of stretches side by side the longer ends count', () => {
  expect(longer(range(1, 9), range(3, 5))).toEqual(range(3, 9));
  expect(longer(range(3, 5), range(1, 9))).toEqual(range(3, 9));
  expect(longer(range(1, null), range(3, 5))).toEqual(range(3, null));
  expect(longer(range(1, 2), range(3, null))).toEqual(range(3, null));
});

test('the upper end of a wait for people is beyond any other', () => {
  expect([upper(range(1, 2)), upper(range(1, 0)), upper(range(1, null))]).toEqual([2, 0, Infinity]);
});

test('each reason for a length is told once, the longest first, and what takes no time not at all', () => {
  const edit = (id: string): Edit => ({ kind: 'ip-rule', id, key: 'k', after: { range: id } });
  const lasting: Readonly<Record<string, readonly [number | null, number]>> = {
    a: [1, 2],
    b: [5, 0],
    c: [0, 0],
    d: [null, 0],
    e: [0, 4],
  };
  const delays: Delays = ({ id }) => {
    const [take, settle] = lasting[id] ?? [0, 0];
    return {
      take: range(0, take),
      settle: range(0, settle),
      basis: id,
      source: 'page',
      confidence: 'likely',
    };
  };
  const found = basisOf(['a', 'b', 'c', 'd', 'a', 'e'].map(edit), delays, emptyModel);
  expect(found.map((each) => each.because)).toEqual(['d', 'b', 'e', 'a']);
  expect(found.at(-1)).toEqual({
    takes: range(0, 1),
    settles: range(0, 2),
    because: 'a',
    source: 'page',
    confidence: 'likely',
  });
  expect(basisOf([], delays, emptyModel)).toEqual([]);
});
