// Days and instants as numbers, and back. Core knows no clock: what follows is only the arithmetic of the calendar that ISO 8601
// fixes for all times.

/** Minutes since 1970-01-01T00:00Z; not whole where it was read with seconds. */
export type Instant = number;

/** Days since 1970-01-01 as a calendar on the wall counts them, wherever it hangs. */
export type Day = number;

export const minutesOfDay = 1440;

const daysOfEra = 146_097;

/** The day of a date; months and days from 1. */
export function dayOf(year: number, month: number, day: number): Day {
  // Counted from March, so that a leap day is the last of its year.
  const shifted = month > 2 ? year : year - 1;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * daysOfEra + dayOfEra - 719_468;
}

/** The date of a day. */
export function dateOf(day: Day): {
  readonly year: number;
  readonly month: number;
  readonly day: number;
} {
  const since = day + 719_468;
  const era = Math.floor(since / daysOfEra);
  const ofEra = since - era * daysOfEra;
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) /
      365,
  );
  const ofYear =
    ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const part = Math.floor((5 * ofYear + 2) / 153);
  const month = part < 10 ? part + 3 : part - 9;
  return {
    year: era * 400 + yearOfEra + (month <= 2 ? 1 : 0),
    month,
    day: ofYear - Math.floor((153 * part + 2) / 5) + 1,
  };
}

/** 0 is Monday. */
export function weekdayOf(day: Day): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** `2026-12-18` → its day. */
export function readDay(text: string): Day {
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split('-').map(Number);
  return dayOf(year, month, day);
}

const form = /T(\d{2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?(?:Z|([+-])(\d{2}):(\d{2}))$/;

/** `2026-12-18T22:00:00+01:00` → its instant; the form has been seen to. */
export function readInstant(text: string): Instant {
  const [, hours, minutes, seconds = '0', sign, offsetHours = '0', offsetMinutes = '0'] =
    form.exec(text) ?? [];
  const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * (sign === '-' ? -1 : 1);
  const time = Number(hours) * 60 + Number(minutes) + Number(seconds) / 60;
  return readDay(text) * minutesOfDay + time - offset;
}

/** An instant in UTC, to the whole minute: `2026-12-18T21:00:00Z`. */
export function printInstant(at: Instant): string {
  const minutes = Math.floor(at);
  const day = Math.floor(minutes / minutesOfDay);
  const time = minutes - day * minutesOfDay;
  const date = dateOf(day);
  const two = (number: number) => String(number).padStart(2, '0');
  return `${String(date.year).padStart(4, '0')}-${two(date.month)}-${two(date.day)}T${two(Math.floor(time / 60))}:${two(time % 60)}:00Z`;
}
