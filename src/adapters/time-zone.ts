import type { Temporal as Polyfill } from 'temporal-polyfill';
import type { Zone } from '../core/calendar.ts';
import { dateOf, dayOf } from '../core/civil.ts';
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
  return {
    name,
    instant: (day, minute) => {
      const time = { hour: Math.floor(minute / 60), minute: minute % 60 };
      const clock = { ...dateOf(day), ...time, timeZone: name };
      const at = Temporal.ZonedDateTime.from(clock, { disambiguation: 'compatible' });
      return at.epochMilliseconds / msPerMinute;
    },
    midnight: (day) =>
      Temporal.PlainDate.from(dateOf(day)).toZonedDateTime(name).epochMilliseconds / msPerMinute,
    day: (at) => {
      const instant = Temporal.Instant.fromEpochMilliseconds(Math.floor(at * msPerMinute));
      const { year, month, day } = instant.toZonedDateTimeISO(name);
      return dayOf(year, month, day);
    },
  };
}
