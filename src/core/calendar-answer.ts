import { freezeAt, type Span, spanAt } from './calendar.ts';
import { type Instant, printInstant } from './civil.ts';
import type { Calendar, Minutes } from './config.ts';
import { type Almanac, horizonOf, hoursAhead, lastInstant } from './reservation.ts';

/** What the calendar says of an instant and of the time after it. Instants are in UTC. */
export interface CalendarAnswer {
  readonly timeZone: string;
  readonly at: string;
  readonly now: /** `until` is absent where it stays open for two years. */
    | { readonly state: 'open'; readonly until?: string }
    | { readonly state: 'frozen'; readonly until: string; readonly reason: string }
    /** `opens` is absent where it does not within two years. */
    | { readonly state: 'closed'; readonly opens?: string };
  /** Between the question and the first window of a plan made then. */
  readonly minimumNotice: Minutes;
  /** No window of a plan made then starts sooner. */
  readonly earliest: string;
  readonly overrun: Calendar['overrun'];
  /** No further is looked: what is open or frozen then may go on. */
  readonly horizon: string;
  readonly openings: readonly (Ends & { readonly minutes: Minutes })[];
  readonly freezes: readonly (Ends & { readonly reason: string })[];
}

interface Ends {
  readonly start: string;
  readonly end: string;
}

const mostOpenings = 10;

/** What the calendar says at `at`, with the next openings and freezes of two years. */
export function calendarAnswer(almanac: Almanac, at: Instant): CalendarAnswer {
  const { calendar } = almanac;
  const unhurried = { ...almanac, calendar: { ...calendar, minimumNotice: 0 } };
  const { open, frozen } = hoursAhead(unhurried, at);
  const [inside, freeze] = [spanAt(open, at), freezeAt(frozen, at)];
  const horizon = horizonOf(at);
  const [next] = open;
  return {
    timeZone: calendar.timeZone,
    at: printInstant(at),
    now:
      freeze !== undefined
        ? { state: 'frozen', until: printInstant(Math.ceil(freeze.end)), reason: freeze.reason }
        : inside !== undefined
          ? { state: 'open', ...(inside.end < horizon ? { until: printInstant(inside.end) } : {}) }
          : { state: 'closed', ...(next === undefined ? {} : { opens: printInstant(next.start) }) },
    minimumNotice: calendar.minimumNotice,
    earliest: printInstant(Math.min(Math.ceil(at + calendar.minimumNotice), lastInstant)),
    horizon: printInstant(Math.floor(horizon)),
    overrun: calendar.overrun,
    openings: open.slice(0, mostOpenings).map((span) => ({
      ...ends(span),
      minutes: Math.floor(span.end - span.start),
    })),
    freezes: frozen.map((span) => ({ ...ends(span), reason: span.reason })),
  };
}

function ends({ start, end }: Span): Ends {
  return { start: printInstant(Math.ceil(start)), end: printInstant(end) };
}
