import type { Change } from './change.ts';
import type { Edit } from './edit.ts';
import { canonical, equal } from './equal.ts';
import { type Fact, facts, lists } from './fact.ts';
import type { OpenQuestion } from './hazard.ts';
import { isKnown, isUnknown } from './known.ts';
import type { Collection, Entries, Id, Named, NetworkModel } from './model.ts';

// A fact that the input does not show becomes a few changes in which it is shown: one for each thing that it may be.

/** Where a fact stands in a model. */
interface Place {
  readonly collection: Collection;
  readonly id: Id;
  readonly field: string;
  readonly key?: string;
}

/** A fact that a side of the change does not show, and what it may be. */
export interface Doubt extends Place, OpenQuestion {
  readonly answers: readonly Answer[];
}

/** What the fact is on each side that does not show it. */
export interface Answer {
  readonly values: { readonly before?: unknown; readonly after?: unknown };
  /** A clause that says so. */
  readonly says: string;
}

type Sides = readonly [NetworkModel, NetworkModel];

type Records = Partial<Readonly<Record<Collection, readonly Id[]>>>;

/** The facts of these records that a side does not show, in a defined order; of some only where an edit changes the record. */
export function doubtsIn(
  { before, after }: Change,
  records: Records,
  edits: readonly Edit[],
): Doubt[] {
  const sides: Sides = [before, after];
  const of = <T extends { readonly in: Collection }>(
    kinds: readonly T[],
    found: (kind: T, record: Named) => readonly Doubt[],
  ) =>
    kinds.flatMap((kind) =>
      (records[kind.in] ?? []).flatMap((id) => {
        const record: Named | undefined = after[kind.in][id] ?? before[kind.in][id];
        return record === undefined ? [] : found(kind, record);
      }),
    );
  const edited = new Set(edits.map((edit) => edit.id));
  return [
    ...of(facts, (fact, record) =>
      (fact.edited === true && !edited.has(record.id)
        ? []
        : placesOf(fact, record.id, sides)
      ).flatMap((place) => doubt(fact, record, place, sides)),
    ),
    ...of(lists, (list, record) => openList(list, record, sides)),
  ];
}

function placesOf(fact: Fact, id: Id, sides: Sides): Place[] {
  const place = { collection: fact.in, id, field: fact.field };
  if (!fact.keyed) return [place];
  const keys = sides.flatMap((model) => Object.keys(valueAt(model, place) ?? {}));
  // Entries without an identity of their own may be any number of things.
  const own = [...new Set(keys)].filter((key) => key !== '*' && !key.startsWith('?'));
  return own.map((key) => ({ ...place, key }));
}

function doubt(fact: Fact, record: Named, place: Place, sides: Sides): Doubt[] {
  const [old, now] = [valueAt(sides[0], place), valueAt(sides[1], place)];
  const open = [old, now].find(isUnknown);
  if (open === undefined) return [];
  const key = place.key ?? '';
  const shown = [...fact.values(record, key, sides), old, now].filter(
    (each) => each !== undefined && isKnown(each),
  );
  const values = [...new Map(shown.map((each) => [canonical(each), each])).values()];
  const says = (value: unknown) => fact.says(record, value as never, key, sides);
  return [
    {
      ...place,
      question: `${fact.about} of ${place.id}`,
      missing: open.unknown,
      answers: answers(old, now, values, says),
    },
  ];
}

function answers(
  old: unknown,
  now: unknown,
  values: readonly unknown[],
  says: (value: unknown) => string,
): Answer[] {
  if (!isUnknown(now))
    return values.map((before) => ({
      values: { before },
      says: `${says(before)} before the change`,
    }));
  if (!isUnknown(old))
    return values.map((after) => ({ values: { after }, says: `${says(after)} after the change` }));
  const same = values.map((each) => ({ values: { before: each, after: each }, says: says(each) }));
  // One reason on both sides is one fact, which nobody changes.
  if (equal(old, now)) return same;
  const changed = values.flatMap((before) =>
    values
      .filter((after) => after !== before)
      .map((after) => ({
        values: { before, after },
        says: `${says(before)} before the change and ${says(after)} after it`,
      })),
  );
  return [...same, ...changed];
}

/**
 * A list that one side shows whole and the other in part: there it holds nothing else, or the same. Of a list that neither shows
 * nothing is supposed, or every subnet outside the input would be without endpoints.
 */
function openList(list: (typeof lists)[number], { id, name }: Named, sides: Sides): Doubt[] {
  const place = { collection: list.in, id, field: list.field };
  const [old, now] = sides.map((model) => valueAt(model, place) as Entries<unknown> | undefined);
  const [oldRest, nowRest] = [old?.['*'], now?.['*']];
  if (old === undefined || now === undefined || isUnknown(oldRest) === isUnknown(nowRest))
    return [];
  const [side, part, all] = isUnknown(oldRest)
    ? (['before', shown(old), now] as const)
    : (['after', shown(now), old] as const);
  const open = isUnknown(oldRest) ? oldRest : nowRest;
  const answers = [
    {
      values: { [side]: part },
      says: `${name} has no other ${list.says} ${side} the change`,
    },
    {
      values: { [side]: { ...all, ...part } },
      says: `${name} has the same ${list.says} before and after the change`,
    },
  ];
  const missing = isUnknown(open) ? open.unknown : '';
  return [{ ...place, question: `${list.about} of ${id}`, missing, answers }];
}

function shown({ '*': _rest, ...entries }: Entries<unknown>): Entries<unknown> {
  return entries;
}

function valueAt(model: NetworkModel, { collection, id, field, key }: Place): unknown {
  const record: object | undefined = model[collection][id];
  const value = (record as Readonly<Record<string, unknown>> | undefined)?.[field];
  return key === undefined
    ? value
    : (value as Readonly<Record<string, unknown>> | undefined)?.[key];
}

/** The change as it would be if the answer were true. */
export function supposing(change: Change, place: Place, { values }: Answer): Change {
  return {
    ...change,
    ...('before' in values ? { before: put(change.before, place, values.before) } : {}),
    ...('after' in values ? { after: put(change.after, place, values.after) } : {}),
  };
}

function put(model: NetworkModel, { collection, id, field, key }: Place, value: unknown) {
  const records: Readonly<Record<Id, Named>> = model[collection];
  const own: Readonly<Record<string, unknown>> = { ...records[id] };
  const entries = own[field] as Readonly<Record<string, unknown>>;
  const record = { ...own, [field]: key === undefined ? value : { ...entries, [key]: value } };
  return { ...model, [collection]: { ...records, [id]: record } };
}
