import { isUnknown, unknown } from '../../core/known.ts';
import { isList, isRecord, member, type Plain, type PlainRecord } from '../json/parse.ts';
import type { Json, Properties, Reference, UnknownLeaf } from '../resource.ts';
import type { Side } from './item.ts';
import { at, below, deepestValue, either, keysOf, lengthOf, type Marks, marksAt } from './marks.ts';

// Terraform keeps values, and the marks "known after apply" and "sensitive", in three trees of the same shape. Here they
// become one, in which what is unknown or sensitive is a leaf that says so. A sensitive value goes no further than this file.

/** Steps from a resource to a value inside it: names of attributes, indices of lists. */
export type Path = readonly (string | number)[];

/** What the expression for the value at `path` refers to. */
export type References = (path: Path) => readonly Reference[];

export const sensitive = unknown('marked sensitive in the plan');
export const afterApply = unknown('known after apply');

/** One side of a resource as a tree with unknown leaves; attributes that are not `kept` are left out, unseen. */
export function properties(
  side: Side,
  kept: (attribute: string) => boolean,
  references: References,
): Properties {
  const found: Record<string, Json> = {};
  for (const key of [...Object.keys(side.values), ...unshown(side)]) {
    if (!isTaken(key) || !kept(key)) continue;
    const inner = value(member(side.values, key), {
      unknown: marksAt(side.unknown, key),
      sensitive: side.sensitive.map((plain) => marksAt(plain, key)).reduce(either, undefined),
      references,
      path: [key],
    });
    if (inner !== undefined) found[key] = inner;
  }
  return found;
}

/** Attributes that stand in the marks alone: the plan leaves out what is wholly unknown. */
function unshown({ values, unknown, sensitive }: Side): readonly string[] {
  return [unknown, ...sensitive].flatMap((marks) =>
    isRecord(marks) ? Object.keys(marks).filter((key) => !Object.hasOwn(values, key)) : [],
  );
}

interface Context {
  readonly unknown: Marks;
  readonly sensitive: Marks;
  readonly references: References;
  readonly path: Path;
}

const tooDeep = unknown('nested too deeply to be read');

function value(plain: Plain | undefined, context: Context): Json | undefined {
  if (context.sensitive === true) return sensitive;
  if (context.unknown === true) return leaf(context);
  if (context.unknown === undefined && context.sensitive === undefined) {
    return plain === undefined ? undefined : unmarked(plain, context.path.length);
  }
  if (context.path.length > deepestValue) return tooDeep;
  if (isList(plain)) return list(plain, context);
  if (isRecord(plain)) return record(plain, context);
  // The marks alone show it.
  if (Array.isArray(context.unknown)) return list([], context);
  return context.unknown === undefined ? plain : record({}, context);
}

// These would make an object look like an unknown leaf, or change its prototype; no network fact is called so.
function isTaken(key: string): boolean {
  return key !== 'unknown' && key !== '__proto__';
}

/** Values in which nothing is marked: most of a plan. They are taken as they are unless a key must go. */
function unmarked(plain: Plain, depth: number): Json {
  if (typeof plain !== 'object' || plain === null) return plain;
  if (depth > deepestValue) return tooDeep;
  if (isList(plain)) {
    const elements = plain.map((element) => unmarked(element, depth + 1));
    return elements.every((element, index) => element === plain[index])
      ? (plain as Json)
      : elements;
  }
  const keys = Object.keys(plain);
  const taken = keys.filter(isTaken);
  let isSame = taken.length === keys.length;
  const found: Record<string, Json> = {};
  for (const key of taken) {
    const inner = unmarked(plain[key] ?? null, depth + 1);
    if (inner !== plain[key]) isSame = false;
    found[key] = inner;
  }
  return isSame ? (plain as Json) : found;
}

function record(plain: PlainRecord, context: Context): Properties {
  const found: Record<string, Json> = {};
  const marked = [...keysOf(context.unknown), ...keysOf(context.sensitive)];
  const hidden = marked.filter((key) => !Object.hasOwn(plain, key));
  for (const key of [...Object.keys(plain), ...hidden]) {
    if (!isTaken(key)) continue;
    const inner = value(member(plain, key), {
      unknown: below(context.unknown, key),
      sensitive: below(context.sensitive, key),
      references: context.references,
      path: [...context.path, key],
    });
    if (inner !== undefined) found[key] = inner;
  }
  return found;
}

function list(plain: readonly Plain[], context: Context): readonly Json[] {
  const length = Math.max(plain.length, lengthOf(context.unknown));
  const elements = Array.from({ length }, (_, index) =>
    value(plain[index], {
      unknown: at(context.unknown, index),
      sensitive: at(context.sensitive, index),
      references: context.references,
      path: [...context.path, index],
    }),
  );
  const shown = elements.map((element) => element ?? null);
  return context.unknown === undefined ? shown : oneEach(shown);
}

/**
 * As many elements with one unknown leaf as references: each is one of them. Which is which does not matter in a set, and in
 * a list Terraform names them in the order of the expression.
 */
function oneEach(elements: readonly Json[]): readonly Json[] {
  const leaves = elements.flatMap(referring);
  const references = leaves[0]?.references ?? [];
  const isMatch =
    leaves.length > 1 &&
    leaves.length === references.length &&
    leaves.every((one) => sameReferences(one.references, references)) &&
    elements.every((element) => referring(element).length < 2);
  if (!isMatch) return elements;
  const each = new Map(leaves.map((one, index) => [one, references.slice(index, index + 1)]));
  return elements.map((element) => withReferences(element, each));
}

interface ReferringLeaf extends UnknownLeaf {
  readonly references: readonly Reference[];
}

function isReferring(json: Json): json is ReferringLeaf {
  return isUnknown(json) && 'references' in json;
}

/** The unknown leaves with references in a value. */
function referring(json: Json): readonly ReferringLeaf[] {
  if (isReferring(json)) return [json];
  if (json === null || typeof json !== 'object' || isUnknown(json)) return [];
  return Object.values(json).flatMap(referring);
}

function withReferences(json: Json, each: ReadonlyMap<UnknownLeaf, readonly Reference[]>): Json {
  if (isReferring(json)) return { ...json, references: each.get(json) ?? json.references };
  if (json === null || typeof json !== 'object' || isUnknown(json)) return json;
  if (Array.isArray(json)) return json.map((element: Json) => withReferences(element, each));
  return Object.fromEntries(
    Object.entries(json).map(([key, inner]) => [key, withReferences(inner as Json, each)]),
  );
}

function leaf({ references, path }: Context): UnknownLeaf {
  const found = references(path);
  return found.length > 0 ? { ...afterApply, references: found } : afterApply;
}

function sameReferences(a: readonly Reference[], b: readonly Reference[]): boolean {
  return (
    a.length === b.length &&
    a.every(
      (one, index) => one.address === b[index]?.address && one.attribute === b[index]?.attribute,
    )
  );
}
