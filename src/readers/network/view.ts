import { canonical } from '../../core/equal.ts';
import { isUnknown, type Known, type Unknown, unknown } from '../../core/known.ts';
import type { Id } from '../../core/model.ts';
import type { Cloud, Path } from '../../knowledge/service.ts';
import type { Properties, Reading, ResourceChange, UnknownLeaf } from '../resource.ts';
import { type Directory, labelOf, nameOf } from './directory.ts';
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
  /** Attributes that are unknown on creation when nobody configured them; absent: any may be. */
  readonly computed?: readonly Path[];
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
    name: nameOf(place, side),
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
  const computed =
    view.computed?.some((each) => path === each || path.startsWith(`${each}.`)) ?? true;
  return select(view.props, path).every(
    (each) => isLeaf(each) && computed && isComputed(view, each),
  );
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
