import { canonical } from '../../core/equal.ts';
import { isKnown, isUnknown, type Known, type Unknown, unknown } from '../../core/known.ts';
import type { Id } from '../../core/model.ts';
import { parentId } from '../../core/resource-id.ts';
import type { Cloud, Path } from '../../knowledge/service.ts';
import type { Json, Properties, Reading, ResourceChange, UnknownLeaf } from '../resource.ts';
import { type Directory, type Entity, labelOf, nameOf } from './directory.ts';
import type { Kind } from './kinds.ts';
import { asText, isLeaf, isObject, select } from './select.ts';

/** One resource on one side of the change, and everything needed to make sense of what it says. */
export interface View {
  readonly reading: Reading;
  readonly change: ResourceChange;
  readonly side: 'before' | 'after';
  readonly props: Properties;
  readonly id: Id;
  readonly label: string;
  readonly name: string;
  readonly directory: Directory;
  readonly cloud: Cloud;
  /** Group IDs that some private endpoint of the input names, in lower case. */
  readonly groups: ReadonlySet<string>;
  /** The write that sends or removes it; absent: it stays as it is. */
  readonly write?: string;
}

export function viewsOf(
  reading: Reading,
  change: ResourceChange,
  side: 'before' | 'after',
  shared: Pick<View, 'directory' | 'cloud' | 'groups' | 'write'>,
): View | undefined {
  const props = propsOf(change, side);
  if (props === undefined) return undefined;
  const place = { reading, change };
  return {
    reading,
    change,
    side,
    props,
    id: shared.directory.recordOf(place),
    label: labelOf(place),
    name: nameOf(place),
    ...shared,
  };
}

// A data source and a resource that Terraform forgets stay as they are; a read that waits for the apply was there before.
function propsOf(change: ResourceChange, side: 'before' | 'after'): Properties | undefined {
  if (change.data === true) return change.after ?? change.before;
  if (change.action === 'forget') return change.before ?? change.after;
  if (change.action === (side === 'before' ? 'create' : 'delete')) return undefined;
  return change[side];
}

/** Why a value is not known, as a sentence that names the resource and the attribute. */
export function because(view: View, path: Path, leaf: Unknown): Unknown {
  const { address } = view.change;
  if (leaf.unknown.includes(address)) return unknown(leaf.unknown);
  return unknown(`${address}: ${path === '' ? 'a value' : path} ${reason(leaf.unknown)}`);
}

function reason(why: string): string {
  return /^(is|are|was|cannot|has) /.test(why) ? why : `is not known (${why})`;
}

/** The first value at one of the paths, as text; undefined when there is none. */
export function text(view: View, ...paths: readonly Path[]): Known<string> | undefined {
  for (const path of paths) {
    const [found] = select(view.props, path);
    if (found === undefined) continue;
    if (isLeaf(found)) return because(view, path, found);
    const written = asText(found);
    if (written !== undefined) return written;
  }
  return undefined;
}

export function flag(view: View, ...paths: readonly Path[]): Known<boolean> | undefined {
  const found = text(view, ...paths);
  return found === undefined || isUnknown(found) ? found : found.toLowerCase() === 'true';
}

/** All values at the first path that has some, as a sorted set; undefined when there are none. */
export function texts(view: View, ...paths: readonly Path[]): Known<readonly string[]> | undefined {
  for (const path of paths) {
    const found = select(view.props, path);
    const open = found.find(isLeaf);
    if (open !== undefined) return because(view, path, open);
    const written = found.flatMap((each) => asText(each) ?? []);
    if (written.length > 0) return [...new Set(written)].sort();
  }
  return undefined;
}

/**
 * The same, where Azure has a default for what nobody configured. On creation a provider shows such an attribute as unknown,
 * without references, because it reads the default back.
 */
export function textsOr(
  view: View,
  absent: Known<readonly string[]>,
  ...paths: readonly Path[]
): Known<readonly string[]> {
  if (paths.every((path) => unset(view, path))) return absent;
  return texts(view, ...paths) ?? absent;
}

export function textOr<T extends string>(
  view: View,
  absent: Known<T>,
  ...paths: readonly Path[]
): Known<string> {
  if (paths.every((path) => unset(view, path))) return absent;
  return text(view, ...paths) ?? absent;
}

/** Whether the change alters what stands at one of the paths. */
export function differs({ change }: View, paths: readonly Path[]): boolean {
  const at = (side: Properties | undefined) => canonical(paths.map((path) => select(side, path)));
  return at(change.before) !== at(change.after);
}

/** Whether nothing was configured at `path`. */
export function unset(view: View, path: Path): boolean {
  return select(view.props, path).every((each) => isLeaf(each) && isComputed(view, each));
}

function isComputed(view: View, leaf: UnknownLeaf): boolean {
  const created = view.change.action === 'create' || view.change.action === 'replace';
  const marked = leaf.unknown.startsWith('known after apply');
  return created && view.side === 'after' && leaf.references === undefined && marked;
}

/** The blocks at `path`. */
export function blocks(view: View, path: Path): readonly Properties[] {
  return select(view.props, path).filter(isObject);
}

/** The leaf that hides the whole list at `path`, if one does. */
export function hidden(view: View, path: Path): Unknown | undefined {
  const open = select(view.props, path).find(isLeaf);
  return open === undefined ? undefined : because(view, path, open);
}

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

export interface Above {
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

/** The record named at `path`, in the resource group at `group` (empty: the name is unique everywhere). */
export function named(view: View, kind: Kind, path: Path, group: Path): Known<Id> | undefined {
  const [value] = select(view.props, path);
  if (value === undefined) return undefined;
  if (isLeaf(value)) return referred(view, value, [kind]) ?? because(view, path, value);
  const name = asText(value);
  if (name === undefined) return undefined;
  const inGroup = group === '' ? undefined : text(view, group);
  const known = inGroup !== undefined && isKnown(inGroup) ? inGroup : undefined;
  const found = view.directory.byName(view, kind, known, name);
  return found?.id ?? unknown(`${view.change.address}: no ${kind} called ${name} is in the input`);
}
