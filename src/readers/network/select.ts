import { isUnknown } from '../../core/known.ts';
import type { Path } from '../../knowledge/service.ts';
import type { Json, UnknownLeaf } from '../resource.ts';

/**
 * Everything that stands at `path`: lists on the way are entered, null, the empty string and what is not there are left out.
 * A leaf that is unknown on the way stands for all that it hides.
 */
export function select(root: Json | undefined, path: Path): readonly Json[] {
  const found: Json[] = [];
  collect(root, namesIn(path), 0, found);
  return found;
}

function collect(
  value: Json | undefined,
  names: readonly string[],
  at: number,
  found: Json[],
): void {
  if (value === undefined || value === null || value === '') return;
  if (Array.isArray(value)) {
    for (const each of value) collect(each, names, at, found);
    return;
  }
  const name = names[at];
  if (name === undefined || isUnknown(value)) found.push(value);
  else if (isObject(value)) collect(inner(value, name), names, at + 1, found);
}

// Paths come from tables and are few; each is taken apart once.
const taken = new Map<Path, readonly string[]>();

function namesIn(path: Path): readonly string[] {
  const known = taken.get(path);
  if (known !== undefined) return known;
  const names = path === '' ? [] : path.split('.');
  taken.set(path, names);
  return names;
}

/** Whether anything stands at `path`, be it null. */
export function stands(root: Json | undefined, path: Path): boolean {
  const [above, last] = lastName(path);
  return select(root, above).some((each) => isUnknown(each) || (isObject(each) && last in each));
}

function lastName(path: Path): readonly [Path, string] {
  const at = path.lastIndexOf('.');
  return at < 0 ? ['', path] : [path.slice(0, at), path.slice(at + 1)];
}

// ARM compares property names without case, and bodies in the wild rely on it; names in other dialects have no capitals.
function inner(value: { readonly [key: string]: Json }, name: string): Json | undefined {
  if (name in value) return value[name];
  if (!/[A-Z]/.test(name)) return undefined;
  const same = Object.keys(value).find((key) => key.toLowerCase() === name.toLowerCase());
  return same === undefined ? undefined : value[same];
}

export function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isUnknown(value);
}

export function isLeaf(value: Json): value is UnknownLeaf {
  return isUnknown(value);
}

/** A plain value as text: what settings and names are made of. */
export function asText(value: Json): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'boolean' || typeof value === 'number' ? String(value) : undefined;
}

/** The elements of the list at `path`; `open` when the list itself, or something above it, is unknown. */
export function listAt(
  root: Json | undefined,
  path: Path,
): { readonly values: readonly Json[]; readonly open?: UnknownLeaf } {
  if (path === '') return { values: select(root, '') };
  const [above, last] = lastName(path);
  const values: Json[] = [];
  let hidden: UnknownLeaf | undefined;
  for (const each of select(root, above)) {
    const list = isLeaf(each) ? each : isObject(each) ? inner(each, last) : undefined;
    if (list !== undefined && isLeaf(list)) hidden ??= list;
    else values.push(...select(list, ''));
  }
  return hidden === undefined ? { values } : { values, open: hidden };
}
