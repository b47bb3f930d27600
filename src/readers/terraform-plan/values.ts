import { isUnknown, unknown } from '../../core/known.ts';
import { isList, isRecord, member, type Plain } from '../json/parse.ts';
import type { Json, Properties, Reference, UnknownLeaf } from '../resource.ts';
import type { Side } from './item.ts';

// Terraform keeps values, and the marks "known after apply" and "sensitive", in three trees of the same shape. Here they
// become one, in which what is unknown or sensitive is a leaf that says so. A sensitive value goes no further than this file.

/** Steps from a resource to a value inside it: names of attributes, indices of lists. */
export type Path = readonly (string | number)[];

/** What the expression for the value at `path` refers to. */
export type References = (path: Path) => readonly Reference[];

export const sensitive = unknown('marked sensitive in the plan');
export const afterApply = unknown('known after apply');

/** One side of a resource as a tree with unknown leaves; attributes that are not `kept` are left out. */
export function properties(
  side: Side,
  kept: (attribute: string) => boolean,
  references: References,
): Properties {
  return record(side.values, { ...side, references, path: [] }, kept);
}

interface Marks {
  readonly unknown: Plain;
  readonly sensitive: Plain;
  readonly references: References;
  readonly path: Path;
}

// Deeper than any schema; it keeps a hostile file from exhausting the stack.
const deepest = 100;

function value(plain: Plain | undefined, marks: Marks): Json | undefined {
  if (marks.sensitive === true) return sensitive;
  if (marks.unknown === true) return leaf(marks);
  if (marks.path.length > deepest) return unknown('nested too deeply to be read');
  if (isList(plain) || (isAbsent(plain) && isList(marks.unknown) && marked(marks.unknown))) {
    return list(isList(plain) ? plain : [], marks);
  }
  if (isRecord(plain) || (isAbsent(plain) && isRecord(marks.unknown) && marked(marks.unknown))) {
    return record(isRecord(plain) ? plain : {}, marks, () => true);
  }
  return plain;
}

function record(
  plain: { readonly [key: string]: Plain },
  marks: Marks,
  kept: (key: string) => boolean,
): Properties {
  // The plan leaves attributes that are wholly unknown out of the values; the mark alone shows them.
  const markedKeys = [...keysOf(marks.unknown), ...keysOf(marks.sensitive)];
  const entries: [string, Json][] = [];
  for (const key of new Set([...Object.keys(plain), ...markedKeys])) {
    // This key would make the object look like an unknown leaf; no network fact is called so.
    if (key === 'unknown' || !kept(key)) continue;
    const found = value(member(plain, key), {
      unknown: below(marks.unknown, key),
      sensitive: below(marks.sensitive, key),
      references: marks.references,
      path: [...marks.path, key],
    });
    if (found !== undefined) entries.push([key, found]);
  }
  return Object.fromEntries(entries);
}

function list(plain: readonly Plain[], marks: Marks): readonly Json[] {
  const length = Math.max(plain.length, isList(marks.unknown) ? marks.unknown.length : 0);
  const elements = Array.from({ length }, (_, index) =>
    value(plain[index], {
      unknown: at(marks.unknown, index),
      sensitive: at(marks.sensitive, index),
      references: marks.references,
      path: [...marks.path, index],
    }),
  );
  return oneEach(elements.map((element) => element ?? null));
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

function leaf({ references, path }: Marks): UnknownLeaf {
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

function isAbsent(plain: Plain | undefined): boolean {
  return plain === undefined || plain === null;
}

/** Whether anything in a tree of marks is marked. */
export function marked(marks: Plain): boolean {
  const rest: Plain[] = [marks];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    if (next === true) return true;
    const inner = isList(next) ? next : isRecord(next) ? Object.values(next) : [];
    for (const mark of inner) rest.push(mark);
  }
  return false;
}

function keysOf(marks: Plain): readonly string[] {
  return isRecord(marks) ? Object.keys(marks).filter((key) => marked(marks[key] ?? false)) : [];
}

/** Marks of a member: `true` above means `true` below. */
function below(marks: Plain, key: string): Plain {
  return marks === true || (member(marks, key) ?? false);
}

function at(marks: Plain, index: number): Plain {
  return marks === true || ((isList(marks) ? marks[index] : undefined) ?? false);
}
