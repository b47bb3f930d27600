import type { Collection, Id } from '../../core/model.ts';
import type { Origin } from '../../core/plan.ts';
import { shortName } from '../../core/resource-id.ts';
import { blanks, entryFields } from './blank.ts';
import { type Fragment, rank, type Told } from './fragment.ts';

/** One side of the change, put together from all that was said of it. */
export interface Side {
  readonly records: Readonly<Record<Collection, Readonly<Record<Id, Record<string, unknown>>>>>;
  /** Where records were read; on the side before, only what is not the same after. */
  readonly provenance: Readonly<Record<string, Origin>>;
  /** Records that no resource shows, as they were before anything was said of them; by `collection|id`. */
  readonly bare: ReadonlyMap<string, BareStart>;
  /** Places by the write that sends them. */
  readonly sent: ReadonlyMap<string, ReadonlySet<string>>;
}

export interface BareStart {
  readonly collection: Collection;
  readonly id: Id;
  readonly record: object;
}

/** What to start from for a record that is spoken of and that no resource shows; undefined: it is not worth having. */
export type BareRecord = (collection: Collection, id: Id) => object | undefined;

/** What is said of each place, from the weakest word to the weightiest. */
type Said = ReadonlyMap<string, readonly Fragment[]>;

/** Both sides. What is said of a record in the very same words on either side is one and the same object. */
export function assemble(
  { before, after }: Told,
  bareRecord: BareRecord,
): { readonly before: Side; readonly after: Side } {
  const [old, now] = [gathered(before), gathered(after)];
  const sideAfter = side(now, bareRecord, { said: old });
  return {
    before: side(old, bareRecord, { said: now, records: sideAfter.records }),
    after: sideAfter,
  };
}

interface Other {
  readonly said: Said;
  /** Absent: not put together yet. */
  readonly records?: Side['records'];
}

/** The weightiest word on every field counts; entries of separate resources stand beside each other. */
function side(said: Said, bareRecord: BareRecord, other: Other): Side {
  const records = emptyRecords();
  const provenance: Record<string, Origin> = {};
  const sent = new Map<string, Set<string>>();
  const bare = new Map<string, BareStart>();
  for (const [place, all] of said) {
    const old = other.said.get(place) ?? [];
    const past = other.records === undefined ? old : [];
    const alive = all.filter((each) => !isStale(each, all, past));
    const [first] = alive;
    if (first === undefined) continue;
    const { collection, id } = first;
    const same = isSame(all, old) ? other.records?.[collection][id] : undefined;
    if (same !== undefined) {
      records[collection][id] = same;
      continue;
    }
    // Most records are spoken of once: nothing is to be weighed.
    if (alive.length === 1 && first.exists && first.adds === undefined) {
      const named = 'name' in first.fields && 'label' in first.fields;
      records[collection][id] = { ...(named ? { id } : built(id, {}, [])), ...first.fields };
      tell(place, first, { provenance, sent });
      continue;
    }
    const there = alive.filter((each) => each.exists);
    const states = statements(alive, past);
    const base = there.length > 0 ? {} : bareRecord(collection, id);
    // Whatever is only assumed of a record does not make it worth mentioning.
    const spoken = there.length > 0 || states.some((each) => each.weight !== rank.assumed);
    if (base === undefined || !spoken) continue;
    if (there.length === 0) bare.set(place, { collection, id, record: { id, ...base } });
    records[collection][id] = built(id, base, states);
    note(place, there.at(-1) ?? first, there, states, { provenance, sent });
  }
  return { records, provenance, sent, bare };
}

function isSame(one: readonly Fragment[], other: readonly Fragment[]): boolean {
  return one.length === other.length && one.every((each, at) => each === other[at]);
}

/** One value of one place, by the fragment that says it. */
interface Statement {
  readonly field: string;
  readonly key?: string;
  readonly value: unknown;
  readonly weight: number;
  readonly by: Fragment;
}

function gathered(fragments: readonly Fragment[]): Said {
  const said = new Map<string, Fragment[]>();
  for (const each of fragments) {
    const place = `${each.collection}|${each.id}`;
    const known = said.get(place);
    if (known === undefined) said.set(place, [each]);
    else known.push(each);
  }
  for (const all of said.values()) {
    if (all.length < 2) continue;
    const weights = new Map(all.map((each) => [each, weightAmong(all, each)]));
    all.sort((a, b) => byWeight(a, b, (weights.get(a) ?? 0) - (weights.get(b) ?? 0)));
  }
  return said;
}

/** An inline value that is written, where the resource of its own is not: the last word is the inline one. */
function weightAmong(all: readonly Fragment[], each: Fragment): number {
  if (each.rank !== rank.changed || each.write === undefined) return each.rank;
  const rivals = all.filter(
    ({ rank: weight, fields }) =>
      weight === rank.own && Object.keys(fields).some((field) => field in each.fields),
  );
  const overwritten = rivals.length > 0 && rivals.every(({ write }) => write === undefined);
  return overwritten ? (rank.own + rank.patch) / 2 : each.rank;
}

/** Where two resources claim the same, the address decides: whichever it is, it is always the same one. */
function byWeight(a: Fragment, b: Fragment, difference: number): number {
  if (difference !== 0) return difference;
  const [one, other] = [a.origin, b.origin].map(({ file, address }) => `${file} ${address}`);
  return one === other ? 0 : (one ?? '') < (other ?? '') ? -1 : 1;
}

/** Read back from before the change, though the resource that managed it is destroyed by it. */
function isStale(each: Fragment, all: readonly Fragment[], past: readonly Fragment[]): boolean {
  if (each.rank !== rank.readBack || !each.exists) return false;
  const wasOwn = past.some((other) => other.exists && other.rank >= rank.own);
  return wasOwn && !all.some((other) => other.exists && other.rank > rank.readBack);
}

function statements(all: readonly Fragment[], past: readonly Fragment[]): readonly Statement[] {
  const found = new Map<string, Statement>();
  for (const by of all) {
    const keyed = entryFields[by.collection] ?? [];
    for (const [field, value] of Object.entries(by.fields)) {
      if (keyed.includes(field)) replace(found, field, value as unknown as object, by);
      else found.set(field, { field, value, weight: by.rank, by });
    }
  }
  const [own, owned] = [keysOf(all), keysOf(past)];
  for (const by of all) {
    for (const [field, entries] of Object.entries(by.adds ?? {})) {
      for (const [key, value] of Object.entries(entries as unknown as object)) {
        const entry = `${field}|${key}`;
        const isGone = owned.has(entry) && !own.has(entry);
        if (by.rank === rank.readBack && isGone) continue;
        found.set(entry, { field, key, value, weight: by.rank, by });
      }
    }
  }
  return [...found.values()];
}

/** A whole map of entries takes the place of all that weaker words said. */
function replace(
  found: Map<string, Statement>,
  field: string,
  entries: object,
  by: Fragment,
): void {
  for (const key of [...found.keys()]) if (key.startsWith(`${field}|`)) found.delete(key);
  found.set(field, { field, value: {}, weight: by.rank, by });
  for (const [key, value] of Object.entries(entries)) {
    found.set(`${field}|${key}`, { field, key, value, weight: by.rank, by });
  }
}

/** Entries that resources of their own manage. */
function keysOf(all: readonly Fragment[]): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const each of all) {
    if (each.rank < rank.own || each.adds === undefined) continue;
    for (const [field, entries] of Object.entries(each.adds)) {
      for (const key of Object.keys(entries ?? {})) keys.add(`${field}|${key}`);
    }
  }
  return keys;
}

function built(id: Id, blank: object, states: readonly Statement[]): Record<string, unknown> {
  const record: Record<string, unknown> = { id, name: shortName(id), label: id, ...blank };
  const entries = new Map<string, Record<string, unknown>>();
  for (const { field, key, value } of states) {
    if (key === undefined) {
      record[field] = value;
      entries.delete(field);
      continue;
    }
    const own = entries.get(field) ?? { ...(record[field] as object) };
    own[key] = value;
    entries.set(field, own);
    record[field] = own;
  }
  return record;
}

/** Notes who says what: for a record, and below it only where somebody else speaks. */
function note(
  place: string,
  main: Fragment,
  there: readonly Fragment[],
  states: readonly Statement[],
  notes: Notes,
): void {
  if (there.length > 0) tell(place, main, notes);
  else notes.provenance[place] = main.origin;
  const speakers = new Map<string, Fragment>();
  for (const { field, key, by } of states) {
    const above = key === undefined ? main : (speakers.get(field) ?? main);
    if (key === undefined) speakers.set(field, by);
    const same = above.origin === by.origin && above.write === by.write && there.length > 0;
    if (same) continue;
    tell(key === undefined ? `${place}|${field}` : `${place}|${field}|${key}`, by, notes);
  }
}

function tell(where: string, by: Fragment, { provenance, sent }: Notes): void {
  provenance[where] = by.origin;
  if (by.write === undefined) return;
  const places = sent.get(by.write);
  if (places === undefined) sent.set(by.write, new Set([where]));
  else places.add(where);
}

interface Notes {
  readonly provenance: Record<string, Origin>;
  readonly sent: Map<string, Set<string>>;
}

function emptyRecords(): Record<Collection, Record<Id, Record<string, unknown>>> {
  const collections = Object.keys(blanks) as Collection[];
  return Object.fromEntries(collections.map((each) => [each, {}])) as Record<
    Collection,
    Record<Id, Record<string, unknown>>
  >;
}
