import { describe, expect, test } from 'vitest';
import { freezeAt, hours, spanAt, type Zone } from '../../src/core/calendar.ts';
import { minutesOfDay } from '../../src/core/civil.ts';
import type { Freeze } from '../../src/core/config.ts';

// Freezes in a place whose clocks show UTC: which of them matter to a question, in which order, and how long they hold it up.

const zone: Zone = {
  name: 'UTC',
  instant: (day, minute) => day * minutesOfDay + minute,
  midnight: (day) => day * minutesOfDay,
  day: (at) => Math.floor(at / minutesOfDay),
};

/** Minutes of 1 January 1970, as its clocks show them. */
const at = (hour: number) => hour * 60;
const clock = (hour: number) =>
  `1970-01-0${1 + Math.floor(hour / 24)}T${String(hour % 24).padStart(2, '0')}:00:00Z`;
const freeze = (from: number, to: number, reason = 'audit'): Freeze => ({
  from: clock(from),
  to: clock(to),
  reason,
});
/** The hours from six to eighteen o'clock, of a calendar that lists freezes only. */
const during = (freezes: readonly Freeze[]) =>
  hours(
    { timeZone: 'UTC', open: [], freezes, minimumNotice: 0, overrun: 'never' },
    zone,
    at(6),
    at(18),
  );
const near = (...freezes: readonly Freeze[]) =>
  during(freezes).frozen.map(({ start, end, reason }) => [start / 60, end / 60, reason]);

describe('freezes near a question', () => {
  test('are those that share time with it; an end is outside', () => {
    expect(near(freeze(0, 6), freeze(18, 20))).toEqual([]);
    expect(near(freeze(0, 7), freeze(17, 20))).toEqual([
      [0, 7, 'audit'],
      [17, 20, 'audit'],
    ]);
    expect(near(freeze(0, 20))).toEqual([[0, 20, 'audit']]);
  });

  test('are told by their beginning, then by their end', () => {
    const order = [freeze(12, 13, 'd'), freeze(7, 11, 'b'), freeze(9, 10, 'c'), freeze(7, 8, 'a')];
    expect(near(...order).map(([, , reason]) => reason)).toEqual(['a', 'b', 'c', 'd']);
  });

  test('of no length, or that end before they begin, are none', () => {
    expect(near(freeze(8, 8), freeze(10, 9))).toEqual([]);
  });

  test('cut the open time, each in its turn', () => {
    const freezes = [freeze(14, 15), freeze(8, 9), freeze(0, 7)];
    const { open } = during(freezes);
    expect(open.map(({ start, end }) => [start / 60, end / 60])).toEqual([
      [7, 8],
      [9, 14],
      [15, 18],
    ]);
  });
});

describe('a wait', () => {
  const spans = (...all: readonly (readonly [number, number, string])[]) =>
    all.map(([start, end, reason]) => ({ start, end, reason }));

  test('is for the span that holds the instant: its start is inside, its end is not', () => {
    const all = spans([1, 3, 'a'], [5, 6, 'b']);
    expect([0, 1, 2, 3, 5, 6].map((each) => spanAt(all, each)?.reason)).toEqual([
      undefined,
      'a',
      'a',
      undefined,
      'b',
      undefined,
    ]);
    expect(freezeAt(all, 3)).toBeUndefined();
  });

  test('goes on through what overlaps or touches, with each reason once', () => {
    const all = spans([1, 4, 'a'], [2, 6, 'b'], [6, 8, 'a'], [9, 10, 'c']);
    expect(freezeAt(all, 3)).toEqual({ end: 8, reason: 'a; b' });
    expect(freezeAt(all, 9)).toEqual({ end: 10, reason: 'c' });
  });

  test('is as long as the longest, not the last', () => {
    expect(freezeAt(spans([1, 9, 'a'], [2, 3, 'b']), 1)).toEqual({ end: 9, reason: 'a; b' });
  });

  test('leaves out what is over', () => {
    expect(freezeAt(spans([1, 3, 'a'], [2, 9, 'b']), 3)).toEqual({ end: 9, reason: 'b' });
  });
});
