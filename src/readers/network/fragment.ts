import type { Collection, Id, NetworkModel } from '../../core/model.ts';
import type { Origin } from '../../core/plan.ts';
import { stands } from './select.ts';
import type { View } from './view.ts';

export type RecordOf<C extends Collection> = NetworkModel[C][Id];

type Fields<C extends Collection> = Partial<Omit<RecordOf<C>, 'id'>>;

/**
 * What one resource says about one record on one side of the change. Several may speak of the same record: the account and the
 * resource of its rules, a VNet that reads its subnets back and the subnets themselves.
 */
export interface Fragment<C extends Collection = Collection> {
  readonly collection: C;
  readonly id: Id;
  /** The record is there because of this; else it is only spoken of. */
  readonly exists: boolean;
  /** Whole values; an entry map among them is complete. */
  readonly fields: Fields<C>;
  /** Entries of their own, beside those of others. */
  readonly adds?: Fields<C>;
  readonly rank: Rank;
  readonly origin: Origin;
  /** The write that sends it; absent: nothing is sent. */
  readonly write?: string;
}

/** What is said of both sides. A fragment that stands in both is one and the same object. */
export interface Told {
  readonly before: readonly Fragment[];
  readonly after: readonly Fragment[];
}

/** Whose word counts, from the weakest. */
export type Rank = (typeof rank)[keyof typeof rank];

export const rank = {
  /** What holds if nobody says otherwise. */
  assumed: 0,
  /** Read back by a resource that does not manage it. */
  readBack: 1,
  /** Left behind by the destruction of the resource that managed it. */
  removal: 2,
  /** An inline value that the change itself alters. */
  changed: 3,
  /** The resource that manages it. */
  own: 4,
  /** A patch laid over it. */
  patch: 5,
} as const;

/** A typed fragment for the list of all. */
export function fragment<C extends Collection>(given: Fragment<C>): Fragment {
  return given as unknown as Fragment;
}

/** A fragment by which the resource's own record is there. */
export function whole<C extends Collection>(
  view: View,
  collection: C,
  fields: Omit<RecordOf<C>, 'id' | 'name' | 'label'>,
): Fragment {
  const { id, name, label, change, write } = view;
  const foretold = label === change.address ? view.directory.foretoldOf(change) : undefined;
  const own = { name, label, ...(foretold === undefined ? {} : { foretold }) };
  return fragment<C>({
    collection,
    id,
    exists: true,
    fields: { ...own, ...fields } as unknown as Fields<C>,
    rank: change.data === true ? rank.readBack : rank.own,
    origin: change.origin,
    ...(write === undefined ? {} : { write }),
  });
}

/** A fragment that sets fields of another resource's record. */
export function part<C extends Collection>(
  view: View,
  collection: C,
  id: Id,
  fields: Fields<C>,
  weight: Rank,
): Fragment {
  const { change, write } = view;
  const sent = write === undefined ? {} : { write };
  return fragment<C>({
    collection,
    id,
    exists: false,
    fields,
    rank: weight,
    origin: change.origin,
    ...sent,
  });
}

/** A fragment that adds entries to another resource's record, beside those of others. */
export function entries<C extends Collection>(
  view: View,
  collection: C,
  id: Id,
  adds: Fields<C>,
): Fragment {
  const { change, write } = view;
  const sent = write === undefined ? {} : { write };
  const given = {
    collection,
    id,
    exists: false,
    fields: {},
    adds,
    rank: rank.own,
    origin: change.origin,
  };
  return fragment<C>({ ...given, ...sent } as Fragment<C>);
}

/** A patch: of the fields only those that stand in it, laid over what others say of the record. */
export function shownOf(
  view: View,
  given: Fragment,
  paths: Readonly<Record<string, readonly string[]>>,
): Fragment {
  const fields = Object.entries(given.fields).filter(
    ([field]) => paths[field]?.some((path) => stands(view.props, path)) === true,
  );
  return fragment({
    ...given,
    exists: false,
    fields: Object.fromEntries(fields),
    rank: rank.patch,
  } as Fragment);
}
