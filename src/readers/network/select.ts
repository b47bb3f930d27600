import { isUnknown } from '../../core/known.ts';
import type { Path } from '../../knowledge/service.ts';
import type { Json, UnknownLeaf } from '../resource.ts';

/**
 * Everything that stands at `path`: lists on the way are entered, null, the empty string and what is not there are left out.
 * A leaf that is unknown on the way stands for all that it hides.
 */
export function select(root: Json | undefined, path: Path): readonly Json[] {
  const names = path === '' ? [] : path.split('.');
  return names.reduce<readonly Json[]>(
    (found, name) => found.flatMap((each) => step(each, name)),
    open(root),
  );
}

/** Whether anything stands at `path`, be it null. */
export function stands(root: Json | undefined, path: Path): boolean {
  const names = path.split('.');
  const last = names.pop() ?? '';
  return select(root, names.join('.')).some(
    (each) => isUnknown(each) || (isObject(each) && last in each),
  );
}

function step(value: Json, name: string): readonly Json[] {
  if (isUnknown(value)) return [value as UnknownLeaf];
  return isObject(value) ? open(inner(value, name)) : [];
}

// ARM compares property names without case, and bodies in the wild rely on it; names in other dialects have no capitals.
function inner(value: { readonly [key: string]: Json }, name: string): Json | undefined {
  if (name in value) return value[name];
  if (!/[A-Z]/.test(name)) return undefined;
  const same = Object.keys(value).find((key) => key.toLowerCase() === name.toLowerCase());
  return same === undefined ? undefined : value[same];
}

function open(value: Json | undefined): readonly Json[] {
  if (value === undefined || value === null || value === '') return [];
  return Array.isArray(value) ? value.flatMap(open) : [value];
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
  if (path === '') return { values: open(root) };
  const names = path.split('.');
  const last = names.pop() ?? '';
  const values: Json[] = [];
  let hidden: UnknownLeaf | undefined;
  for (const each of select(root, names.join('.'))) {
    const list = isUnknown(each)
      ? (each as UnknownLeaf)
      : isObject(each)
        ? inner(each, last)
        : undefined;
    if (list !== undefined && isLeaf(list)) hidden ??= list;
    else values.push(...open(list));
  }
  return hidden === undefined ? { values } : { values, open: hidden };
}
