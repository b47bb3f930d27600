import { type Edit, type EditKind, editPlaces } from './edit.ts';
import { equal } from './equal.ts';
import type { Collection, Id, Named, NetworkModel } from './model.ts';

interface Place {
  readonly in: Collection;
  readonly field?: string;
  readonly keyed?: true;
}

const places = Object.entries(editPlaces) as [EditKind, Place][];
const collections = [...new Set(places.map(([, place]) => place.in))];

/**
 * The edits that take `before` to `after`, in a defined order. Fields with an edit of their own give those edits; any other
 * difference of a record is one edit of the whole, which leaves these fields as they were. What is `replaced`, a record by its ID or
 * a place as `placeOf` prints it, leaves and comes back: two edits.
 */
export function diff(
  before: NetworkModel,
  after: NetworkModel,
  replaced: ReadonlySet<string> = new Set(),
): Edit[] {
  const rewritten = new Set([...replaced].flatMap(recordsOf));
  return collections.flatMap((collection) => {
    const [old, now]: [Table, Table] = [before[collection], after[collection]];
    const ids = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort();
    return ids.flatMap((id) => {
      const isRewritten = rewritten.has(id) || rewritten.has(`${collection}|${id}`);
      if (old[id] === now[id] && !isRewritten) return [];
      return differences(collection, id, old[id], now[id], replaced);
    });
  });
}

/** Whatever may be the record of a place: an ID may hold what parts are told by. */
function recordsOf(place: string): readonly string[] {
  const parts = place.split('|');
  return parts.map((_, last) => parts.slice(0, last + 1).join('|'));
}

type Table = Readonly<Record<Id, Named>>;

function differences(
  collection: Collection,
  id: Id,
  old: Named | undefined,
  now: Named | undefined,
  replaced: ReadonlySet<string>,
): Edit[] {
  const kind = recordKind(collection);
  if (old === undefined || now === undefined) return [edit(kind, id, undefined, old, now)];
  if (replaced.has(id) || replaced.has(`${collection}|${id}`))
    return twice(kind, id, undefined, old, now);
  const edits = places
    .filter(([, place]) => place.in === collection && place.field !== undefined)
    .flatMap(([each, place]) => fieldEdits(each, place, id, old, now, replaced));
  if (equal(rest(collection, old), rest(collection, now))) return edits;
  return [edit(kind, id, undefined, old, { ...now, ...own(collection, old) }), ...edits];
}

function twice(
  kind: EditKind,
  id: Id,
  key: string | undefined,
  old: unknown,
  now: unknown,
): Edit[] {
  return [edit(kind, id, key, old, undefined), edit(kind, id, key, undefined, now)];
}

function fieldEdits(
  kind: EditKind,
  place: Place,
  id: Id,
  old: Named,
  now: Named,
  replaced: ReadonlySet<string>,
): Edit[] {
  const [a, b] = [value(old, place), value(now, place)];
  if (!place.keyed) return equal(a, b) ? [] : [edit(kind, id, undefined, a, b)];
  const [from, to] = [
    a as Readonly<Record<string, unknown>>,
    b as Readonly<Record<string, unknown>>,
  ];
  return [...new Set([...Object.keys(from), ...Object.keys(to)])].sort().flatMap((key) => {
    const both = from[key] !== undefined && to[key] !== undefined;
    if (both && replaced.has(`${place.in}|${id}|${place.field}|${key}`))
      return twice(kind, id, key, from[key], to[key]);
    return equal(from[key], to[key]) ? [] : [edit(kind, id, key, from[key], to[key])];
  });
}

function edit(
  kind: EditKind,
  id: Id,
  key: string | undefined,
  before: unknown,
  after: unknown,
): Edit {
  return {
    kind,
    id,
    ...(key === undefined ? {} : { key }),
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  };
}

function value(record: Named, place: Place): unknown {
  return (record as unknown as Record<string, unknown>)[place.field ?? ''];
}

// What readers print about a record (its name, its label) is no difference in the network.
function rest(collection: Collection, record: Named): Record<string, unknown> {
  const fields = fieldsOf(collection);
  return Object.fromEntries(
    Object.entries(record).filter(
      ([field]) => !['name', 'label', 'foretold'].includes(field) && !fields.includes(field),
    ),
  );
}

/** The fields of a record that have edits of their own. */
function own(collection: Collection, record: Named): Record<string, unknown> {
  const fields = fieldsOf(collection);
  return Object.fromEntries(Object.entries(record).filter(([field]) => fields.includes(field)));
}

function fieldsOf(collection: Collection): readonly string[] {
  return places.flatMap(([, { in: home, field }]) =>
    home === collection && field !== undefined ? [field] : [],
  );
}

function recordKind(collection: Collection): EditKind {
  const found = places.find(([, place]) => place.in === collection && place.field === undefined);
  if (found === undefined) throw new Error(`no edit for records of ${collection}`);
  return found[0];
}
