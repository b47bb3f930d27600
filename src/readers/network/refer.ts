import { isKnown, type Known, unknown } from '../../core/known.ts';
import type { Id } from '../../core/model.ts';
import { parentId } from '../../core/resource-id.ts';
import type { Path } from '../../knowledge/service.ts';
import type { Json, UnknownLeaf } from '../resource.ts';
import type { Entity } from './directory.ts';
import { type Kind, typeOf } from './kinds.ts';
import { asText, isLeaf, isObject, select } from './select.ts';
import type { Part } from './teller.ts';
import { because, text, type View } from './view.ts';

// What a value refers to: an ARM ID, whatever its case; a name, within a resource group; or, when it is not known before the
// apply, the resources that its expression names.

/** The record that a value names: an ARM ID, or what an unknown one refers to. */
export function idIn(
  view: View,
  value: Json | undefined,
  path: Path,
  kinds: readonly Kind[],
  taken: ReadonlySet<Id> = new Set(),
): Known<Id> | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (isLeaf(value)) return referred(view, value, kinds, taken) ?? because(view, path, value);
  const written = asText(value);
  if (written === undefined) return undefined;
  return view.directory.idOf(written);
}

export function idAt(view: View, path: Path, kinds: readonly Kind[]): Known<Id> | undefined {
  return idIn(view, select(view.props, path)[0], path, kinds);
}

/** All records named at `path`; those that are not known come as reasons. */
export function idsAt(view: View, path: Path, kinds: readonly Kind[]): readonly Known<Id>[] {
  return idsIn(view, select(view.props, path), path, kinds);
}

/** The records that a list names. Each unknown element takes a reference that no other element has taken. */
export function idsIn(
  view: View,
  values: readonly Json[],
  path: Path,
  kinds: readonly Kind[],
): readonly Known<Id>[] {
  const taken = new Set<Id>();
  const note = (id: Known<Id> | undefined) => {
    if (typeof id === 'string') taken.add(id);
    return id ?? [];
  };
  const known = values
    .filter((each) => !isLeaf(each))
    .flatMap((each) => note(idIn(view, each, path, kinds)));
  const leaves = values.filter(isLeaf);
  return [
    ...known,
    ...leaves.flatMap((each) => note(spread(view, each, path, kinds, taken, leaves.length))),
  ];
}

// Several unknown elements share the references of one expression. When there are as many candidates as elements, each element
// is one of them, and as a set it does not matter which.
function spread(
  view: View,
  leaf: UnknownLeaf,
  path: Path,
  kinds: readonly Kind[],
  taken: ReadonlySet<Id>,
  elements: number,
): Known<Id> | undefined {
  if (elements > 1) {
    const open = [...new Set(candidates(view, leaf, kinds).map((each) => each.id))];
    const left = open.filter((id) => !taken.has(id));
    if (open.length === elements && left[0] !== undefined) return left[0];
  }
  return idIn(view, leaf, path, kinds, taken);
}

/** The one record that an unknown value can come from. */
export function referred(
  view: View,
  leaf: UnknownLeaf,
  kinds: readonly Kind[],
  taken: ReadonlySet<Id> = new Set(),
): Id | undefined {
  const ids = new Set(candidates(view, leaf, kinds).map((each) => each.id));
  for (const id of taken) ids.delete(id);
  const [only, ...others] = ids;
  return others.length === 0 ? only : undefined;
}

/** The records that an unknown value at `path` can come from; undefined where nothing tells. */
export function candidatesAt(
  view: View,
  path: Path,
  kinds: readonly Kind[],
): readonly Id[] | undefined {
  const ids = select(view.props, path)
    .filter(isLeaf)
    .flatMap((leaf) => candidates(view, leaf, kinds).map((each) => each.id));
  return ids.length === 0 ? undefined : [...new Set(ids)].sort();
}

interface Candidate {
  readonly id: Id;
  readonly entity: Entity;
}

/** What an unknown value can be: a resource whose ID is known already would have made it known. */
function candidates(view: View, leaf: UnknownLeaf, kinds: readonly Kind[]): readonly Candidate[] {
  const all = (leaf.references ?? []).flatMap((reference) =>
    view.directory.byReference(view.reading, reference).flatMap((entity): readonly Candidate[] => {
      if (kinds.includes(entity.row.kind)) return [{ id: entity.id, entity }];
      const inside =
        entity.row.kind === 'vnet' &&
        kinds.includes('subnet') &&
        /^subnet\b/.test(reference.attribute);
      return inside
        ? unknownSubnets(entity).map((id) => ({ id, entity: { ...entity, known: false } }))
        : [];
    }),
  );
  const open = all.filter((each) => !each.entity.known);
  return open.length > 0 ? open : all;
}

/** Inline subnets of a VNet whose IDs are known only after the apply. */
function unknownSubnets(vnet: Entity): readonly Id[] {
  return select(vnet.change.after, 'subnet')
    .filter(isObject)
    .filter((each) => typeof each.id !== 'string' || each.id === '')
    .flatMap((each) => {
      const name = each.name;
      return typeof name === 'string' ? [inlineId(vnet.id, 'subnets', name)] : [];
    });
}

/** Identity of a part that has no resource of its own. */
export function inlineId(parent: Id, part: string, name: string): Id {
  return `${parent}/${part}/${name.toLowerCase()}`;
}

interface Above {
  readonly kind: Kind;
  /** Attributes that hold the parent's ID, then its name. */
  readonly ids?: readonly Path[];
  readonly names?: readonly Path[];
  readonly group?: Path;
}

/** The record that a child belongs to: by its own ARM ID, by an attribute with an ID, or by name and resource group. */
export function above(view: View, parent: Above): Known<Id> | undefined {
  const own = view.id.startsWith('/') ? parentId(view.id) : undefined;
  if (own !== undefined) return view.directory.idOf(own);
  // azapi keeps the parent's ID beside the body.
  for (const path of [...(parent.ids ?? []), 'parent_id']) {
    const id = idAt(view, path, [parent.kind]);
    if (id !== undefined) return id;
  }
  for (const path of parent.names ?? []) {
    const found = named(view, parent.kind, path, parent.group ?? 'resource_group_name');
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A part whose owner stands at a path, as an ID. */
export function ownedAt(path: Path, kind: Kind): Part {
  return { kind, paths: [path], owner: (view) => idAt(view, path, [kind]) };
}

/** A part that belongs to the record above it. */
export function ownedAbove(parent: Above): Part {
  const paths = [...(parent.ids ?? []), 'parent_id', ...(parent.names ?? [])];
  return { kind: parent.kind, paths, owner: (view) => above(view, parent) };
}

/** The record named at `path`, in the resource group at `group` (empty: the name is unique everywhere). */
export function named(view: View, kind: Kind, path: Path, group: Path): Known<Id> | undefined {
  const [value] = select(view.props, path);
  if (value === undefined) return undefined;
  if (isLeaf(value)) return referred(view, value, [kind]) ?? because(view, path, value);
  const name = asText(value);
  if (name === undefined) return undefined;
  const inGroup = group === '' ? undefined : text(view, group);
  const known = inGroup !== undefined && isKnown(inGroup) ? inGroup : undefined;
  const found = view.directory.byName(view, kind, known, name)?.id;
  return found ?? elsewhere(view, kind, known, name);
}

/** A record that the input names and does not show. Without a known subscription, nothing else can be joined with it. */
function elsewhere(view: View, kind: Kind, group: string | undefined, name: string): Known<Id> {
  const type = typeOf(kind);
  if (type === undefined || group === undefined) {
    return unknown(`${view.change.address}: no ${kind} called ${name} is in the input`);
  }
  const subscription = view.directory.subscription(view) ?? 'unknown';
  const id = `/subscriptions/${subscription}/resourceGroups/${group}/providers/${type}/${name}`;
  return view.directory.idOf(id);
}
