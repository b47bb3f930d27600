import { isList, isRecord, member, type Plain, strings } from '../json/parse.ts';
import type { Path } from './values.ts';

// `configuration` shows an argument as `{constant_value}` or `{references}`, a nested block as an object or a list of
// objects of arguments. Blocks that a `dynamic` block makes are not shown at all, nor are locals.

/** Every reference in the expressions, in order. */
export function referencesIn(expressions: Plain | undefined): readonly string[] {
  const found: string[] = [];
  collect(expressions ?? null, found, 0);
  return found;
}

// Deeper than any schema; it keeps a hostile file from exhausting the stack.
const deepest = 100;

function collect(expressions: Plain, found: string[], depth: number): void {
  if (depth > deepest) return;
  if (isExpression(expressions)) {
    for (const reference of strings(member(expressions, 'references'))) found.push(reference);
    return;
  }
  const inner = isList(expressions)
    ? expressions
    : isRecord(expressions)
      ? Object.values(expressions)
      : [];
  for (const part of inner) collect(part, found, depth + 1);
}

function isExpression(json: Plain | undefined): boolean {
  return isList(member(json, 'references')) || member(json, 'constant_value') !== undefined;
}

/**
 * The lists of references, one per expression, that may have given the value at `path` of `values`. A block in a set cannot
 * be told by its index: those count whose constants agree with the value.
 */
export function expressionsAt(
  expressions: Plain,
  path: Path,
  values: Plain,
): readonly (readonly string[])[] {
  if (isExpression(expressions)) return [strings(member(expressions, 'references'))];
  const [step, ...rest] = path;
  if (step === undefined) return [referencesIn(expressions)];
  if (isList(expressions)) {
    const value = isList(values) && typeof step === 'number' ? (values[step] ?? null) : null;
    const agreeing = expressions.filter((block) => agrees(block, value));
    return (agreeing.length > 0 ? agreeing : expressions).flatMap((block) =>
      expressionsAt(block, rest, value),
    );
  }
  // A single block is an object here and a list in the values, or a list with a key in neither.
  if (typeof step === 'number') {
    return expressionsAt(expressions, rest, isList(values) ? (values[step] ?? null) : null);
  }
  const argument = member(expressions, step);
  return argument === undefined ? [] : expressionsAt(argument, rest, member(values, step) ?? null);
}

/** Whether no constant of the block contradicts the value. */
function agrees(block: Plain, value: Plain): boolean {
  if (!isRecord(block) || !isRecord(value)) return true;
  return Object.entries(block).every(([name, expression]) => {
    const constant = member(expression, 'constant_value');
    const found = member(value, name);
    if (constant === undefined || found === undefined) return true;
    if (typeof constant === 'object' || typeof found === 'object') return true;
    return normal(constant) === normal(found);
  });
}

/** Providers spell numbers as strings and `West Europe` as `westeurope`. */
function normal(value: Plain): string {
  return String(value).toLowerCase().replaceAll(' ', '');
}

/** Names of blocks that stand in the values and not in the expressions: a `dynamic` block made them, or Azure did. */
export function unshownBlocks(expressions: Plain, values: Plain): readonly string[] {
  if (!isRecord(values)) return [];
  return Object.entries(values)
    .filter(([name, found]) => isList(found) && found.some(isRecord) && !shows(expressions, name))
    .map(([name]) => name);
}

function shows(expressions: Plain, name: string): boolean {
  return member(expressions, name) !== undefined;
}
