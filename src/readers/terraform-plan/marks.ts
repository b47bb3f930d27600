import { isList, isRecord, member, type Plain } from '../json/parse.ts';

// Beside the values, Terraform keeps trees of marks in the same shape: `true` for a value that is unknown or sensitive, and for
// everything below it.

/** Marks without the branches in which nothing is marked. */
export type Marks = true | undefined | readonly Marks[] | { readonly [key: string]: Marks };

/** More levels than any schema has; what lies deeper is not read, lest a hostile file exhaust the stack. */
export const deepestValue = 100;

export function marksOf(plain: Plain, depth = 0): Marks {
  if (plain === true) return true;
  if (typeof plain !== 'object' || plain === null) return undefined;
  // Marked as a whole, lest something sensitive slip through.
  if (depth > deepestValue) return true;
  if (isList(plain)) {
    const inner = plain.map((mark) => marksOf(mark, depth + 1));
    return inner.some((mark) => mark !== undefined) ? inner : undefined;
  }
  let found: Record<string, Marks> | undefined;
  for (const key of Object.keys(plain)) {
    const inner = marksOf(plain[key] ?? null, depth + 1);
    if (inner === undefined) continue;
    found ??= {};
    found[key] = inner;
  }
  return found;
}

/** The marks below one member of a tree, without a look at the others. */
export function marksAt(plain: Plain, key: string): Marks {
  if (plain === true) return true;
  return isRecord(plain) ? marksOf(member(plain, key) ?? null, 1) : undefined;
}

/** What is marked in one or the other. */
export function either(one: Marks, other: Marks): Marks {
  if (one === true || other === undefined) return one;
  if (other === true || one === undefined) return other;
  if (Array.isArray(one) || Array.isArray(other)) {
    const length = Math.max(lengthOf(one), lengthOf(other));
    return Array.from({ length }, (_, index) => either(at(one, index), at(other, index)));
  }
  const keys = new Set([...keysOf(one), ...keysOf(other)]);
  return Object.fromEntries(
    [...keys].map((key) => [key, either(below(one, key), below(other, key))]),
  );
}

export function lengthOf(marks: Marks): number {
  return Array.isArray(marks) ? marks.length : 0;
}

export function keysOf(marks: Marks): readonly string[] {
  return typeof marks === 'object' && !Array.isArray(marks) ? Object.keys(marks) : [];
}

/** Marks of a member. */
export function below(marks: Marks, key: string): Marks {
  if (marks === true || marks === undefined) return marks;
  return !Array.isArray(marks) && Object.hasOwn(marks, key)
    ? (marks as { readonly [key: string]: Marks })[key]
    : undefined;
}

/** Marks of an element. */
export function at(marks: Marks, index: number): Marks {
  if (marks === true || marks === undefined) return marks;
  return Array.isArray(marks) ? marks[index] : undefined;
}
