import fc from 'fast-check';
import { expect, test } from 'vitest';
import { timeZone } from '../../src/adapters/time-zone.ts';
import { printInstant, readInstant } from '../../src/core/civil.ts';
import type { Calendar, Freeze, Opening, Weekday } from '../../src/core/config.ts';
import type { PlanStage } from '../../src/core/plan.ts';
import { reserve } from '../../src/core/reservation.ts';
import { soakMinutes } from '../../src/core/window.ts';
import { runs } from './models.ts';
import * as wall from './wall-clock.ts';

// Law 8: a window lies in open hours and outside freezes, across both clock changes, and is long enough. What is open is worked
// out once more here, minute by minute and with Intl alone, so that a fault of one reckoning is not shared by the other.

const zoneNames = [
  'UTC',
  'Europe/Berlin',
  'Europe/London',
  'America/New_York',
  'America/Santiago',
  'America/Nuuk',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'Africa/Casablanca',
  'Antarctica/Troll',
  'Asia/Almaty',
  'Asia/Kathmandu',
  'Pacific/Kiritimati',
];
const days: readonly Weekday[] = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
];

const day = 1440;
const first = readInstant('2024-01-01T00:00:00Z');
const last = readInstant('2035-12-31T00:00:00Z');

/** Any minute of the years, every other time one within a week of a clock change. */
function minutes(zone: string): fc.Arbitrary<number> {
  const any = fc.integer({ min: first, max: last });
  const changes = changesOf(zone);
  if (changes.length === 0) return any;
  const near = fc
    .tuple(fc.constantFrom(...changes), fc.integer({ min: -7 * day, max: 2 * day }))
    .map(([change, off]) => change + off);
  return fc.oneof(any, near);
}

const changesOf = once((zone) => wall.changes(zone, first, last));
const zoneOf = once(timeZone);

/** The answer for a zone, worked out once. */
function once<T>(work: (zone: string) => T): (zone: string) => T {
  const known = new Map<string, T>();
  return (zone) => {
    const found = known.get(zone) ?? work(zone);
    known.set(zone, found);
    return found;
  };
}

const opening: fc.Arbitrary<Opening> = fc.record(
  {
    days: fc.subarray([...days], { minLength: 1, maxLength: 3 }),
    weeks: fc.subarray([1, 2, 3, 4, 5], { minLength: 2 }),
    // Clocks change in the small hours, so most openings begin near them.
    from: fc
      .tuple(fc.constantFrom(0, 1, 2, 3, 22, 23, 12), fc.constantFrom(0, 15, 30, 45))
      .map(([hour, minute]) => `${two(hour)}:${two(minute)}`),
    lasts: fc.integer({ min: 30, max: 10 * 60 }),
  },
  { requiredKeys: ['days', 'from', 'lasts'] },
);

function freeze(now: number): fc.Arbitrary<Freeze> {
  const from = fc.integer({ min: -5 * day, max: 20 * day });
  return fc
    .tuple(from, fc.integer({ min: 0, max: 12 * day }), fc.boolean(), fc.boolean())
    .map(([offset, length, wholeFrom, wholeTo]) => {
      const text = (at: number, whole: boolean) => printInstant(at).slice(0, whole ? 10 : 20);
      const [start, end] = [now + offset, now + offset + length];
      return { from: text(start, wholeFrom), to: text(end, wholeTo), reason: 'audit' };
    });
}

const phases = ['prepare', 'switch', 'verify', 'retire'] as const;

/** Stages in the order of their phases: who waits for people verifies, everything else takes up to some hours. */
const stages: fc.Arbitrary<readonly PlanStage[]> = fc
  .array(
    fc.record({
      phase: fc.constantFrom(...phases),
      disruptive: fc.boolean(),
      names: fc.boolean(),
      max: fc.integer({ min: 1, max: 200 }),
      undo: fc.integer({ min: 0, max: 250 }),
      // Every other stage has a step that nothing undoes, some way into it.
      lost: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { freq: 2 }),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((drafts) =>
    drafts
      .toSorted((a, b) => phases.indexOf(a.phase) - phases.indexOf(b.phase))
      .map((draft, n) => stage(n + 1, draft)),
  );

interface Draft {
  readonly phase: PlanStage['phase'];
  readonly disruptive: boolean;
  readonly names: boolean;
  readonly max: number;
  readonly undo: number;
  readonly lost: number | null;
}

function stage(number: number, draft: Draft): PlanStage {
  const verifies = draft.phase === 'verify';
  const flow = {
    client: 'a',
    clientKind: 'subnet',
    clientName: 'a',
    target: 'b',
    targetName: 'b',
    subresource: 'blob',
    evidence: 'declared',
  } as const;
  const minutes = { min: 0, max: 1 };
  const felt = { flow, effect: 'name-changes', minutes, causedBy: '', restoredBy: '' } as const;
  const step = {
    id: `${number}.1`,
    title: '',
    target: '',
    edit: '',
    inChange: true,
    minutes,
    verify: [],
    rollback: [],
    interruptions: draft.names ? [felt] : [],
  };
  return {
    number,
    title: '',
    phase: draft.phase,
    disruptive: draft.disruptive && !verifies,
    minutes: { min: 0, max: verifies ? null : draft.max },
    ...(verifies ? {} : { rollback: rollback(number, draft) }),
    steps: [step],
    gate: [],
  };
}

function rollback(number: number, { max, undo, lost }: Draft): NonNullable<PlanStage['rollback']> {
  const none = { min: 0, max: 0 };
  const minutes = { min: 0, max: undo };
  return {
    minutes,
    basis: { writes: minutes, settling: none, checks: none },
    steps: [`${number}.1`],
    lastSafeMoment:
      lost === null
        ? { minutes: { min: 0, max } }
        : { minutes: { min: 0, max: Math.floor(lost * max) }, before: `${number}.2` },
  };
}

const questions = fc.constantFrom(...zoneNames).chain((zone) =>
  minutes(zone).chain((now) =>
    fc.record({
      zone: fc.constant(zone),
      now: fc.constant(now),
      calendar: fc.record<Omit<Calendar, 'timeZone'>>({
        open: fc.array(opening, { maxLength: 3 }),
        freezes: fc.array(freeze(now), { maxLength: 3 }),
        minimumNotice: fc.constantFrom(0, 30, 1440, 5 * 1440),
        overrun: fc.constant('never'),
      }),
      stages,
    }),
  ),
);

test('a window lies in open hours, outside freezes, and is long enough', async () => {
  await fc.assert(
    fc.asyncProperty(questions, async ({ zone, now, calendar: rest, stages: asked }) => {
      const calendar = { ...rest, timeZone: zone };
      const almanac = { calendar, zone: await zoneOf(zone) };
      const found = reserve(asked, true, printInstant(now), almanac);
      const windows = found.proposals.map((each) => ({
        ...each,
        start: readInstant(each.start),
        end: readInstant(each.end),
      }));
      const byNumber = (number: number) => asked.filter((each) => each.number === number);
      const isOpen = openThroughout(calendar);
      for (const [n, window] of windows.entries()) {
        const { start, end, stages: numbers } = window;
        expect(start).toBeGreaterThanOrEqual(now + calendar.minimumNotice);
        expect(isOpen(start, end), `${printInstant(start)} to ${printInstant(end)}`).toBe(true);
        // The work fits, and whoever turns back at the last safe moment of one of its stages is back before the end.
        let elapsed = 0;
        for (const { minutes: work, rollback: back } of numbers.flatMap(byNumber)) {
          const turned = elapsed + (back?.lastSafeMoment.minutes.max ?? Infinity);
          expect(start + turned + (back?.minutes.max ?? Infinity)).toBeLessThanOrEqual(end);
          elapsed += work.max ?? Infinity;
        }
        expect(start + elapsed).toBeLessThanOrEqual(end);
        // Nobody waits for people inside, and nobody works out of turn.
        const span = asked.filter(
          ({ number }) => number >= (numbers[0] ?? 0) && number <= (numbers.at(-1) ?? 0),
        );
        expect(span.some(({ phase }) => phase === 'verify')).toBe(false);
        expect(windows[n - 1]?.stages.at(-1) ?? 0).toBeLessThan(numbers[0] ?? 0);
        const earlier = windows[n - 1];
        if (earlier !== undefined) expect(start).toBeGreaterThanOrEqual(earlier.end);
        const kinds = new Set(numbers.flatMap(byNumber).map(kind));
        expect(kinds.has('names') && kinds.has('closing')).toBe(false);
        if (numbers.flatMap(byNumber).some((each) => kind(each) === 'closing')) {
          expect(numbers).toHaveLength(1);
          const before = windows
            .slice(0, n)
            .findLast((each) =>
              each.stages.flatMap(byNumber).some((one) => ['names', 'closing'].includes(kind(one))),
            );
          if (before !== undefined) {
            expect(start - before.end).toBeGreaterThanOrEqual(soakMinutes);
          }
        }
      }
    }),
    runs(80),
  );
}, 120_000);

test('with overrun a window begins in open hours and meets no freeze', async () => {
  await fc.assert(
    fc.asyncProperty(questions, async ({ zone, now, calendar: rest, stages: asked }) => {
      const calendar: Calendar = { ...rest, timeZone: zone, overrun: 'allow' };
      const almanac = { calendar, zone: await zoneOf(zone) };
      const isOpen = openThroughout(calendar);
      const isFree = openThroughout({ ...calendar, open: [] });
      for (const each of reserve(asked, true, printInstant(now), almanac).proposals) {
        const [start, end] = [readInstant(each.start), readInstant(each.end)];
        expect(start).toBeGreaterThanOrEqual(now + calendar.minimumNotice);
        expect(isOpen(start, start + 1), each.start).toBe(true);
        expect(isFree(start, end), `${each.start} to ${each.end}`).toBe(true);
      }
    }),
    runs(60),
  );
}, 120_000);

test('what fits nowhere fits into an opening as long as the plan says that it needs', async () => {
  let seen = 0;
  await fc.assert(
    fc.asyncProperty(questions, async ({ zone, now, calendar: rest, stages: asked }) => {
      const clock = await zoneOf(zone);
      const ask = (calendar: Calendar, which: readonly PlanStage[]) =>
        reserve(which, true, printInstant(now), { calendar, zone: clock });
      const { tooLong } = ask({ ...rest, timeZone: zone }, asked);
      for (const { stages: numbers, needed, longest } of tooLong) {
        seen += 1;
        const some = asked.filter(({ number }) => numbers.includes(number));
        const nightly = (lasts: number): Calendar => ({
          ...{ timeZone: zone, freezes: [], minimumNotice: 0, overrun: 'never' },
          open: [{ days: ['monday'], from: '12:00', lasts }],
        });
        // The notice may leave nothing of the only opening, so it is not always the length that is lacking.
        if (rest.minimumNotice === 0) expect(longest).toBeLessThan(needed);
        expect(ask(nightly(needed), some).proposals).toHaveLength(1);
        expect(ask(nightly(needed - 1), some).proposals).toEqual([]);
      }
    }),
    { numRuns: 80 },
  );
  expect(seen).toBeGreaterThan(0);
}, 120_000);

test('the first window is the first: nothing earlier would hold it', async () => {
  await fc.assert(
    fc.asyncProperty(questions, async ({ zone, now, calendar: rest, stages: asked }) => {
      const calendar = { ...rest, timeZone: zone };
      const one = asked.filter(({ phase }) => phase !== 'verify').slice(0, 1);
      const almanac = { calendar, zone: await zoneOf(zone) };
      const [window] = reserve(one, true, printInstant(now), almanac).proposals;
      if (window === undefined) return;
      const [start, end] = [readInstant(window.start), readInstant(window.end)];
      const earliest = now + calendar.minimumNotice;
      const isOpen = openThroughout(calendar);
      // As far back as two days, in steps that no opening of half an hour slips through.
      for (let at = start - 7; at >= Math.max(earliest, start - 2 * day); at -= 7) {
        const whole = isOpen(at, at + end - start);
        expect(whole, `${printInstant(at)} instead of ${window.start}`).toBe(false);
      }
    }),
    runs(50),
  );
}, 120_000);

test('the same question gives the same windows', async () => {
  await fc.assert(
    fc.asyncProperty(questions, async ({ zone, now, calendar: rest, stages: asked }) => {
      const calendar = { ...rest, timeZone: zone };
      const turned = {
        ...calendar,
        open: calendar.open.toReversed(),
        freezes: calendar.freezes.toReversed(),
      };
      const clock = await zoneOf(zone);
      const ask = (each: Calendar) =>
        reserve(asked, true, printInstant(now), { calendar: each, zone: clock });
      expect(ask(turned)).toEqual(ask(calendar));
    }),
  );
}, 120_000);

function kind({ phase, disruptive, steps }: PlanStage): string {
  if (!disruptive) return 'calm';
  if (phase === 'retire') return 'closing';
  return steps.some(({ interruptions }) => interruptions.length > 0) ? 'names' : 'connections';
}

/** Whether every minute of a half-open span is open; each is looked at once. */
function openThroughout(calendar: Calendar): (start: number, end: number) => boolean {
  const known = new Map<number, boolean>();
  return (start, end) => {
    for (let at = start; at < end; at += 1) {
      const open = known.get(at) ?? wall.isOpen(calendar, at);
      known.set(at, open);
      if (!open) return false;
    }
    return true;
  };
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
