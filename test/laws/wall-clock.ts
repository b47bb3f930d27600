import type { Calendar, Freeze, Opening } from '../../src/core/config.ts';

// What is open, worked out from first principles: what Intl says a clock on the wall shows. Slow, and shares no line with core.

const minute = 60_000;
const day = 1440;

const formats = new Map<string, Intl.DateTimeFormat>();

/** What a wall clock shows at `at`, as if it were a UTC one: minutes since 1970. */
function shown(zone: string, at: number): number {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      hourCycle: 'h23',
    });
  formats.set(zone, format);
  const parts = Object.fromEntries(
    format.formatToParts(at * minute).map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day: date = 1, hour = 0, minute: minutes = 0 } = parts;
  return Date.UTC(year, month - 1, date, hour, minutes) / minute;
}

function offset(zone: string, at: number): number {
  return shown(zone, at) - at;
}

/** When a wall clock shows `local`: the first time; where it never does, by the clock of the day before. */
function first(zone: string, local: number): number {
  const offsets = [offset(zone, local - day), offset(zone, local + day)];
  const [found] = offsets
    .map((each) => local - each)
    .filter((at) => shown(zone, at) === local)
    .sort((a, b) => a - b);
  return found ?? local - (offsets[0] ?? 0);
}

/** When the day begins: the first minute at which the wall calendar shows it. */
function midnight(zone: string, local: number): number {
  const on = (at: number) => Math.floor(shown(zone, at) / day) * day === local;
  const near = first(zone, local);
  for (let at = near - 180; at <= near + 180; at += 15) if (on(at)) return at;
  return near;
}

/** Whether `at` is in an opening and in no freeze. */
export function isOpen(calendar: Calendar, at: number): boolean {
  const { timeZone, open, freezes } = calendar;
  if (freezes.some((freeze) => isFrozen(timeZone, freeze, at))) return false;
  return open.length === 0 || open.some((opening) => isWithin(timeZone, opening, at));
}

function isFrozen(zone: string, { from, to }: Freeze, at: number): boolean {
  const instant = (text: string) => Date.parse(text) / minute;
  const start = from.includes('T') ? instant(from) : midnight(zone, instant(from));
  const end = to.includes('T') ? instant(to) : midnight(zone, instant(to) + day);
  return start <= at && at < end;
}

function isWithin(zone: string, opening: Opening, at: number): boolean {
  const today = Math.floor(shown(zone, at) / day) * day;
  const back = Math.ceil(opening.lasts / day) + 1;
  return Array.from({ length: back + 2 }, (_, n) => today + (1 - n) * day).some((local) => {
    if (!isOn(opening, new Date(local * minute))) return false;
    const [hour = 0, minutes = 0] = opening.from.split(':').map(Number);
    const start = first(zone, local + hour * 60 + minutes);
    return start <= at && at < start + opening.lasts;
  });
}

function isOn({ days, weeks }: Opening, date: Date): boolean {
  const name = date.toLocaleDateString('en-US', { weekday: 'long', timeZone: 'UTC' }).toLowerCase();
  const week = Math.floor((date.getUTCDate() - 1) / 7) + 1;
  return days.some((each) => each === name) && (weeks === undefined || weeks.includes(week));
}

/** The instants, to the hour, at which clocks of a zone change. */
export function changes(zone: string, from: number, until: number): readonly number[] {
  const found: number[] = [];
  for (let at = from; at < until; at += day) {
    if (offset(zone, at) === offset(zone, at + day)) continue;
    for (let hour = at; hour < at + day; hour += 60) {
      if (offset(zone, hour) !== offset(zone, hour + 60)) found.push(hour + 60);
    }
  }
  return found;
}
