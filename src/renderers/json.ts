import type { Plan } from '../core/plan.ts';

/** Keys of the plan in reading order. One list for all shapes: what a thing is comes first, where it stands last. */
const readingOrder = `
  schemaVersion tool redacted inputs projects number id rule verdict headline asWritten transitions connectionResets firewallUpdates dnsChanges
  stages maintenanceWindow hazards gaps noise decisions decision made
  title phase disruptive severity confidence kind change name zone version path what missing
  flow client clientKind clientName subnet subnetName service target targetName subresource fqdn evidence
  vnet vnetName value before after edit inChange says remedy names instead grounds effect cause workloads required of min max minutes basis takes settles writes settling checks work shares deniedMinutes
  start end timeZone proposals because commands verify rollback lastSafeMoment pointOfNoReturn interruptions causedBy restoredBy
  bridge by status steps gate window windowRequired from run expect to causes intended affects howToFind
  stage step why origin file line address project source via blocker reason owner expires waived hash
`
  .trim()
  .split(/\s+/);

const rank: ReadonlyMap<string, number> = new Map(readingOrder.map((key, index) => [key, index]));

/** The plan as published: the same plan gives the same bytes, whatever order its keys were made in. */
export function json(plan: Plan): string {
  const { facts, ...told } = plan;
  const text = JSON.stringify(told, inReadingOrder, 2);
  const rest = facts === undefined ? '' : JSON.stringify(facts);
  if (rest === '' || rest.length > mostFacts) return `${printable(text)}\n`;
  // Nobody reads them, and they are many.
  return `${printable(text.slice(0, -2))},\n  "facts": ${printable(rest)}\n}\n`;
}

/** More than this no merge should have to read; such plans are given to one run instead. */
const mostFacts = 24 * 1024 ** 2;

/** JSON that may be printed anywhere: it says the same. */
export function printable(text: string): string {
  return suspicious.test(text) ? text.replace(unprintable, escaped) : text;
}

function inReadingOrder(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).sort(([a], [b]) => place(a) - place(b) || (a < b ? -1 : 1)),
  );
}

function place(key: string): number {
  return rank.get(key) ?? rank.size;
}

/** One look at the whole is much faster than one at each place. */
const suspicious = /[^\n -~]|##\[/;

/** Allowed in JSON, but not on a terminal nor in the log of a runner, which obeys `##[command]`. */
const unprintable = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]|(?<=#)#(?=\[)/gu;

function escaped(character: string): string {
  return [...Array(character.length).keys()]
    .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`)
    .join('');
}
