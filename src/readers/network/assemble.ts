import type { Collection, Id } from '../../core/model.ts';
import type { Origin } from '../../core/plan.ts';
import { shortName } from '../../core/resource-id.ts';
import { blanks, entryFields } from './blank.ts';
import { type Fragment, rank } from './fragment.ts';

/** One side of the change, put together from all that was said of it. */
export interface Side {
  readonly said: ReadonlyMap<string, readonly Fragment[]>;
  readonly records: Readonly<Record<Collection, Readonly<Record<Id, Record<string, unknown>>>>>;
  readonly provenance: Readonly<Record<string, Origin>>;
  /** Places by the write that sends them. */
  readonly sent: ReadonlyMap<string, ReadonlySet<string>>;
}

/** What to start from for a record that is spoken of and that no resource shows; undefined: it is not worth having. */
export type BareRecord = (collection: Collection, id: Id) => object | undefined;

/**
 * The weightiest word on every field counts; entries of separate resources stand beside each other. What was said of a record
 * on the `other` side in the very same words is taken from there.
 */
export function assemble(
  fragments: readonly Fragment[],
  before: readonly Fragment[],
  bareRecord: BareRecord,
  other?: Side,
): Side {
  const said = gathered(fragments);
  const owned = ownedPlaces(before);
  const records = emptyRecords();
  const provenance: Record<string, Origin> = {};
  const sent = new Map<string, Set<string>>();
  for (const [place, all] of said) {
    const alive = all.filter((each) => !isStale(each, place, all, owned));
    const [first] = alive;
    if (first === undefined) continue;
    const { collection, id } = first;
    const same = sameRecord(other, place, all, first);
    if (same !== undefined) {
      records[collection][id] = same;
      continue;
    }
    const there = alive.filter((each) => each.exists);
    const states = statements(alive, owned);
    const base = there.length > 0 ? {} : bareRecord(collection, id);
    // Whatever is only assumed of a record does not make it worth mentioning.
    const spoken = there.length > 0 || states.some((each) => each.weight !== rank.assumed);
    if (base === undefined || !spoken) continue;
    records[collection][id] = built(id, base, states);
    note(place, there.at(-1) ?? first, there, states, { provenance, sent });
  }
  return { said, records, provenance, sent };
}

/** The record of the other side, when the same was said of it there. */
function sameRecord(
  other: Side | undefined,
  place: string,
  all: readonly Fragment[],
  { collection, id }: Fragment,
): Record<string, unknown> | undefined {
  const there = other?.said.get(place);
  if (there === undefined || there.length !== all.length) return undefined;
  return there.every((each, at) => each === all[at]) ? other?.records[collection][id] : undefined;
}

/** One value of one place, by the fragment that says it. */
interface Statement {
  readonly field: string;
  readonly key?: string;
  readonly value: unknown;
  readonly weight: number;
  readonly by: Fragment;
}

function gathered(fragments: readonly Fragment[]): ReadonlyMap<string, readonly Fragment[]> {
  const said = new Map<string, Fragment[]>();
  for (const each of fragments) {
    const place = `${each.collection}|${each.id}`;
    const known = said.get(place);
    if (known === undefined) said.set(place, [each]);
    else known.push(each);
  }
  for (const all of said.values()) all.sort((a, b) => a.rank - b.rank);
  return said;
}

/** Records and entries that resources of their own manage before the change. */
function ownedPlaces(before: readonly Fragment[]): ReadonlySet<string> {
  const own = before.filter((each) => each.rank >= rank.own);
  return new Set(
    own.flatMap((each) => {
      const place = `${each.collection}|${each.id}`;
      const added = Object.entries(each.adds ?? {}).flatMap(([field, entries]) =>
        Object.keys(entries ?? {}).map((key) => `${place}|${field}|${key}`),
      );
      return [...(each.exists ? [place] : []), ...added];
    }),
  );
}

/** Read back from before the change, though the resource that managed it is destroyed by it. */
function isStale(
  each: Fragment,
  place: string,
  all: readonly Fragment[],
  owned: ReadonlySet<string>,
): boolean {
  if (each.rank !== rank.readBack || !each.exists || !owned.has(place)) return false;
  return !all.some((other) => other.exists && other.rank > rank.readBack);
}

function statements(all: readonly Fragment[], owned: ReadonlySet<string>): readonly Statement[] {
  const found = new Map<string, Statement>();
  for (const by of all) {
    const keyed = entryFields[by.collection] ?? [];
    for (const [field, value] of Object.entries(by.fields)) {
      if (!keyed.includes(field)) {
        found.set(field, { field, value, weight: by.rank, by });
        continue;
      }
      for (const key of [...found.keys()]) if (key.startsWith(`${field}|`)) found.delete(key);
      found.set(field, { field, value: {}, weight: by.rank, by });
      for (const [key, entry] of Object.entries(value as unknown as object)) {
        found.set(`${field}|${key}`, { field, key, value: entry, weight: by.rank, by });
      }
    }
  }
  for (const by of all) {
    for (const [field, entries] of Object.entries(by.adds ?? {})) {
      for (const [key, entry] of Object.entries(entries as unknown as object)) {
        const place = `${by.collection}|${by.id}|${field}|${key}`;
        const managed = all.some(
          (each) => each.rank >= rank.own && key in (addedIn(each, field) ?? {}),
        );
        if (by.rank === rank.readBack && owned.has(place) && !managed) continue;
        found.set(`${field}|${key}`, { field, key, value: entry, weight: by.rank, by });
      }
    }
  }
  return [...found.values()];
}

function addedIn(each: Fragment, field: string): object | undefined {
  return (each.adds as Readonly<Record<string, object>> | undefined)?.[field];
}

function built(id: Id, blank: object, states: readonly Statement[]): Record<string, unknown> {
  const record: Record<string, unknown> = { id, name: shortName(id), label: id, ...blank };
  for (const { field, key, value } of states) {
    record[field] = key === undefined ? value : { ...(record[field] as object), [key]: value };
  }
  return record;
}

/** Notes who says what: for a record, and below it only where somebody else speaks. */
function note(
  place: string,
  main: Fragment,
  there: readonly Fragment[],
  states: readonly Statement[],
  { provenance, sent }: Notes,
): void {
  const tell = (where: string, by: Fragment) => {
    provenance[where] = by.origin;
    if (by.write === undefined) return;
    const places = sent.get(by.write);
    if (places === undefined) sent.set(by.write, new Set([where]));
    else places.add(where);
  };
  if (there.length > 0) tell(place, main);
  else provenance[place] = main.origin;
  const speakers = new Map<string, Fragment>();
  for (const { field, key, by } of states) {
    const above = key === undefined ? main : (speakers.get(field) ?? main);
    if (key === undefined) speakers.set(field, by);
    const same = above.origin === by.origin && above.write === by.write && there.length > 0;
    if (!same) tell(key === undefined ? `${place}|${field}` : `${place}|${field}|${key}`, by);
  }
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
