import { isIP } from 'node:net';
import { closest } from './closest.ts';
import type { ConfigFile } from './config-schema.ts';
import { minutesOf } from './duration.ts';

export type Path = readonly (string | number)[];

/** What is wrong at a place of the config file, before the place has a line. */
export interface Fault {
  readonly path: Path;
  readonly says: string;
  readonly mend: string;
}

/** What the schema cannot see: days that no calendar has, spans that end before they begin, zones, addresses. */
export function meaningFaults(file: ConfigFile): readonly Fault[] {
  return [...calendarFaults(file.windows), ...clientFaults(file), ...waiverFaults(file)];
}

/** `['waivers', 0, 'rule']` → `waivers[0].rule`. */
export function printPath(path: Path): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '');
}

function calendarFaults(windows: ConfigFile['windows']): readonly Fault[] {
  if (windows === undefined) return [];
  const zone = isTimeZone(windows['time-zone'])
    ? []
    : [
        fault(
          ['windows', 'time-zone'],
          `No time zone is called "${windows['time-zone']}".`,
          zoneMend(windows['time-zone']),
        ),
      ];
  const open = (windows.open ?? []).flatMap(({ lasts }, index) =>
    lengthFaults(['windows', 'open', index, 'lasts'], lasts),
  );
  const freezes = (windows.freezes ?? []).flatMap((freeze, index) => {
    const path: Path = ['windows', 'freezes', index];
    const wrong = [
      ...dayFaults([...path, 'from'], freeze.from),
      ...dayFaults([...path, 'to'], freeze.to),
    ];
    if (wrong.length > 0 || zone.length > 0) return wrong;
    return spanFaults(path, freeze, windows['time-zone']);
  });
  return [...zone, ...open, ...freezes];
}

/** A freeze that ends before it begins would freeze nothing, and nobody would see. */
function spanFaults(
  path: Path,
  { from, to }: { readonly from: string; readonly to: string },
  timeZone: string,
): readonly Fault[] {
  const place: Path = [...path, 'to'];
  if (from.includes('T') && to.includes('T') && Number(new Date(from)) === Number(new Date(to))) {
    const says = `"${printPath(path)}" ends when it begins, at ${from}.`;
    return [fault(place, says, 'Write the day, which is included, or a later instant.')];
  }
  if (!endsEarly(from, to, timeZone)) return [];
  const says = `"${printPath(path)}" ends on ${to}, before it begins on ${from}.`;
  return [fault(place, says, 'Swap the two.')];
}

/** An opening that lasts longer than its month is no opening, and one without length holds nothing. */
function lengthFaults(path: Path, lasts: string): readonly Fault[] {
  const says = `"${printPath(path)}" is ${lasts}.`;
  const minutes = minutesOf(lasts);
  if (minutes === 0) return [fault(path, says, 'Write how long it lasts, such as 4h.')];
  if (minutes <= 31 * 1440) return [];
  return [fault(path, says, 'Write 31d at most; without "open" work may be done at any time.')];
}

function clientFaults(file: ConfigFile): readonly Fault[] {
  return (file.clients ?? []).flatMap((client, index) =>
    (['ranges', 'nat', 'egress'] as const).flatMap((key) => {
      const addresses = client[key];
      if (addresses === undefined || typeof addresses === 'string') return [];
      return addresses.flatMap((address, at) => {
        const path: Path = ['clients', index, key, at];
        const says = `"${printPath(path)}" is "${address}", which is no address and no CIDR.`;
        return isRange(address) ? [] : [fault(path, says, 'Write one such as 10.200.0.0/16.')];
      });
    }),
  );
}

function waiverFaults(file: ConfigFile): readonly Fault[] {
  return (file.waivers ?? []).flatMap((waiver, index) =>
    dayFaults(['waivers', index, 'expires'], waiver.expires),
  );
}

function dayFaults(path: Path, text: string): readonly Fault[] {
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split('-').map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (exists && !Number.isNaN(new Date(text).getTime())) return [];
  const says = `"${printPath(path)}" is ${text}, which no calendar has.`;
  if (month < 1 || month > 12 || day < 1) return [fault(path, says, 'Mend the date.')];
  const last = new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
  return [fault(path, says, exists ? 'Mend the time.' : `That month ends on ${last}.`)];
}

/** Two instants are compared as such; a day, which has no offset, with the day that an instant is there. */
function endsEarly(from: string, to: string, timeZone: string): boolean {
  if (from.includes('T') && to.includes('T')) return new Date(to) < new Date(from);
  return dayThere(to, timeZone) < dayThere(from, timeZone);
}

function dayThere(text: string, timeZone: string): string {
  // Swedish writes a date as ISO does.
  return text.includes('T') ? new Date(text).toLocaleDateString('sv', { timeZone }) : text;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return !/^[+-]/.test(name);
  } catch {
    return false;
  }
}

function zoneMend(name: string): string {
  const near = closest(name, Intl.supportedValuesOf('timeZone'));
  return near === undefined ? 'Use an IANA name such as Europe/Oslo.' : `Did you mean "${near}"?`;
}

function isRange(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return (
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128))
  );
}

function fault(path: Path, says: string, mend: string): Fault {
  return { path, says, mend };
}
