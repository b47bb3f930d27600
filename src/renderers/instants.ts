// Instants are shown where they are kept, in the calendar's time zone, and in UTC beside it.

interface Moment {
  /** `+02:00`. */
  readonly offset: string;
  readonly day: string;
  readonly date: string;
  readonly year: string;
  readonly time: string;
}

/** As `localSpan`, and in UTC: `… Europe/Berlin (Sat 21:00 to Sun 01:00 UTC)`. */
export function span(start: string, end: string, timeZone: string): string {
  const local = localSpan(start, end, timeZone);
  const [from, until] = [moment(start, 'UTC'), moment(end, 'UTC')];
  if (from === undefined || until === undefined || isUtc(timeZone)) return local;
  return `${local} (${from.day} ${from.time} to ${until.day} ${until.time} UTC)`;
}

/** From `start` to `end` as people there say it: `Sat 12 Dec 2026, 22:00 to Sun 13 Dec, 02:00 Europe/Berlin`. */
export function localSpan(start: string, end: string, timeZone: string): string {
  const from = moment(start, timeZone);
  const until = moment(end, timeZone);
  if (from === undefined || until === undefined) return `${start} to ${end}`;
  const year = from.year === until.year ? '' : ` ${until.year}`;
  // Where the clocks change in between, their times alone would lie about the length.
  const times = [from, until].map(({ time, offset }) =>
    from.offset === until.offset ? time : `${time} (UTC${offset})`,
  );
  const sameDay = from.date === until.date && year === '';
  const lastDay = sameDay ? '' : `${until.day} ${until.date}${year}, `;
  return `${from.day} ${from.date} ${from.year}, ${times[0]} to ${lastDay}${times[1]} ${timeZone}`;
}

/** The same in UTC, as instants. */
export function utcSpan(start: string, end: string): string {
  return `${start} to ${end}`;
}

/** `Sat 12 Dec 2026, 22:00 Europe/Berlin`. */
export function localInstant(at: string, timeZone: string): string {
  const found = moment(at, timeZone);
  if (found === undefined) return at;
  return `${found.day} ${found.date} ${found.year}, ${found.time} ${timeZone}`;
}

function isUtc(timeZone: string): boolean {
  return /^(etc\/)?utc$/i.test(timeZone);
}

/** Nothing when the instant or the time zone is not one: the plan may come from anybody. */
function moment(instant: string, timeZone: string): Moment | undefined {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return undefined;
  const format = formatOf(timeZone);
  if (format === undefined) return undefined;
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return {
    offset: (parts.get('timeZoneName') ?? '').replace(/^GMT/, ''),
    day: parts.get('weekday') ?? '',
    date: `${parts.get('day')} ${parts.get('month')}`,
    year: parts.get('year') ?? '',
    time: `${parts.get('hour')}:${parts.get('minute')}`,
  };
}

/** Making a format takes longer than using it a hundred times. */
const formats = new Map<string, Intl.DateTimeFormat | undefined>();

function formatOf(timeZone: string): Intl.DateTimeFormat | undefined {
  if (!formats.has(timeZone)) formats.set(timeZone, newFormat(timeZone));
  return formats.get(timeZone);
}

function newFormat(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZoneName: 'longOffset',
    });
  } catch {
    return undefined;
  }
}
