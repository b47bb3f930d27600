import {
  type Day,
  dateOf,
  type Instant,
  minutesOfDay,
  readDay,
  readInstant,
  weekdayOf,
} from './civil.ts';
import type { Calendar, Freeze, Opening, Weekday } from './config.ts';

// What the calendar of the config says: work may be done in an opening (at any time, where none is listed) and in no freeze.
// Openings are told in local time and last as long as a stopwatch says, also across a clock change. All spans are half-open.

/** From `start` on, and no more at `end`. */
export interface Span {
  readonly start: Instant;
  readonly end: Instant;
}

export interface Frozen extends Span {
  readonly reason: string;
}

/** What clocks and calendars in a place show. Given to core, which knows no clock. */
export interface Zone {
  /** IANA name. */
  readonly name: string;
  /** When clocks there show `minute` of `day`: a time that they skip comes as much later, one that they repeat is the first. */
  readonly instant: (day: Day, minute: number) => Instant;
  /** The first instant of `day`. */
  readonly midnight: (day: Day) => Instant;
  /** The day that calendars there show. */
  readonly day: (at: Instant) => Day;
}

/** When work may be done, and when a freeze forbids it. */
export interface Hours {
  /** Apart from each other, in order. */
  readonly open: readonly Span[];
  readonly frozen: readonly Frozen[];
}

/** The hours of `calendar` between two instants. */
export function hours(calendar: Calendar, zone: Zone, from: Instant, until: Instant): Hours {
  const all = calendar.freezes
    .map((freeze) => frozen(freeze, zone))
    .filter(({ start, end }) => start < end);
  const near = all.filter(({ start, end }) => end > from && start < until).sort(byStart);
  return { open: without(union(openings(calendar, zone, from, until)), near), frozen: near };
}

/** The span that holds `at`. */
export function spanAt<S extends Span>(spans: readonly S[], at: Instant): S | undefined {
  return spans.find(({ start, end }) => start <= at && at < end);
}

/** Until when it is frozen at `at`, and why: freezes that overlap or touch are one wait, with a reason each. */
export function freezeAt(
  frozen: readonly Frozen[],
  at: Instant,
): Omit<Frozen, 'start'> | undefined {
  const first = spanAt(frozen, at);
  if (first === undefined) return undefined;
  const chain = [first];
  let { end } = first;
  for (const each of frozen) {
    if (each === first || each.end <= at || each.start > end) continue;
    chain.push(each);
    end = Math.max(end, each.end);
  }
  const reasons = [...new Set(chain.map(({ reason }) => reason))];
  return { end, reason: reasons.join('; ') };
}

/** A freeze from the first instant of its first local day to the last of its last one, or between its instants. */
function frozen({ from, to, reason }: Freeze, zone: Zone): Frozen {
  const start = from.includes('T') ? readInstant(from) : zone.midnight(readDay(from));
  const end = to.includes('T') ? readInstant(to) : zone.midnight(readDay(to) + 1);
  return { start, end, reason };
}

function openings({ open }: Calendar, zone: Zone, from: Instant, until: Instant): Span[] {
  if (open.length === 0) return [{ start: from, end: until }];
  const longest = Math.max(...open.map(({ lasts }) => lasts));
  // What began days ago may still be open; one day more for what clocks do.
  const first = zone.day(from) - Math.ceil(longest / minutesOfDay) - 1;
  const last = zone.day(until);
  const found: Span[] = [];
  for (let day = first; day <= last; day += 1) {
    for (const opening of open) {
      if (!isOn(opening, day) || isSkipped(day, zone)) continue;
      const start = zone.instant(day, minuteOf(opening.from));
      const span = { start: Math.max(start, from), end: Math.min(start + opening.lasts, until) };
      if (span.start < span.end) found.push(span);
    }
  }
  return found;
}

/** A zone that moves across the date line has no such day: it begins together with the next. */
function isSkipped(day: Day, zone: Zone): boolean {
  return zone.midnight(day) === zone.midnight(day + 1);
}

const weekdays: readonly Weekday[] = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
];

/** The second Saturday of a month is the Saturday among its days 8 to 14. */
function isOn({ days, weeks }: Opening, day: Day): boolean {
  const weekday = weekdays[weekdayOf(day)];
  if (weekday === undefined || !days.includes(weekday)) return false;
  return weeks === undefined || weeks.includes(Math.ceil(dateOf(day).day / 7));
}

/** `22:30` → 1350. */
function minuteOf(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
}

/** Spans that overlap or touch, as one. */
function union(spans: readonly Span[]): Span[] {
  const joined: Span[] = [];
  for (const span of spans.toSorted(byStart)) {
    const last = joined.at(-1);
    if (last === undefined || span.start > last.end) joined.push(span);
    else joined[joined.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
  }
  return joined;
}

function without(spans: readonly Span[], holes: readonly Span[]): readonly Span[] {
  return holes.reduce<readonly Span[]>(
    (left, hole) => left.flatMap((span) => parts(span, hole)),
    spans,
  );
}

function parts({ start, end }: Span, hole: Span): Span[] {
  if (hole.end <= start || end <= hole.start) return [{ start, end }];
  const around = [
    { start, end: hole.start },
    { start: hole.end, end },
  ];
  return around.filter((part) => part.start < part.end);
}

function byStart(a: Span, b: Span): number {
  return a.start - b.start || a.end - b.end;
}
