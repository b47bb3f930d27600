import type { Temporal as Polyfill } from 'temporal-polyfill';
import type { Zone } from '../core/calendar.ts';
import { type Day, dateOf, dayOf, type Instant, minutesOfDay } from '../core/civil.ts';
import type { Calendar } from '../core/config.ts';
import type { Almanac } from '../core/reservation.ts';

const msPerMinute = 60_000;

/** The calendar, if there is one, with the clocks that it goes by. */
export async function almanacOf(calendar: Calendar | undefined): Promise<Almanac | undefined> {
  return calendar && { calendar, zone: await timeZone(calendar.timeZone) };
}

/** The time zone of an IANA name that the config has been seen to have. Loaded only where a calendar is asked. */
export async function timeZone(name: string): Promise<Zone> {
  const native = (globalThis as { readonly Temporal?: typeof Polyfill }).Temporal;
  const Temporal = native ?? (await import('temporal-polyfill')).Temporal;
  const midnight = remembered(
    (day) =>
      Temporal.PlainDate.from(dateOf(day)).toZonedDateTime(name).epochMilliseconds / msPerMinute,
  );
  return {
    name,
    midnight,
    instant: (day, minute) => {
      // Asking the clock costs a hundred times what adding does, and most days are as long as a day.
      const start = midnight(day);
      if (midnight(day + 1) - start === minutesOfDay) return start + minute;
      const time = { hour: Math.floor(minute / 60), minute: minute % 60 };
      const clock = { ...dateOf(day), ...time, timeZone: name };
      const at = Temporal.ZonedDateTime.from(clock, { disambiguation: 'compatible' });
      return at.epochMilliseconds / msPerMinute;
    },
    day: (at) => {
      const instant = Temporal.Instant.fromEpochMilliseconds(Math.floor(at * msPerMinute));
      const { year, month, day } = instant.toZonedDateTimeISO(name);
      return dayOf(year, month, day);
    },
  };
}

function remembered(work: (day: Day) => Instant): (day: Day) => Instant {
  const known = new Map<Day, Instant>();
  return (day) => {
    const found = known.get(day) ?? work(day);
    known.set(day, found);
    return found;
  };
}
