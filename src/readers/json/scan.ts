import { skipped } from './skip.ts';
import { ascii, text } from './text.ts';

// A plan may be hundreds of megabytes of which a few kilobytes matter. These functions find where the values of a JSON text
// begin and end without decoding them, so that only what matters is ever turned into strings and objects.
//
// They check brackets, strings and separators on the way they walk, and nothing inside what they skip: a skipped number may
// be spelled wrongly. `syntax.ts` is the strict judge, asked only once something is known to be wrong.

/** The bytes are not JSON; thrown by the scanner, caught by the reader that started it. */
export class Malformed extends Error {}

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;

/** The first byte at or after `at` that is not white space. */
export function skipSpace(bytes: Uint8Array, at: number): number {
  let i = at;
  for (; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) break;
  }
  return i;
}

export function isObject(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === openBrace;
}

export function isArray(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === openBracket;
}

/** Whether the value is null, the empty string or an empty list. */
export function isNothing(bytes: Uint8Array, at: number): boolean {
  const first = bytes[at];
  if (first === quote) return bytes[at + 1] === quote;
  if (first === openBracket) return bytes[skipSpace(bytes, at + 1)] === closeBracket;
  return first === 0x6e;
}

/** The byte after the value that begins at `at`. */
export function valueEnd(bytes: Uint8Array, at: number): number {
  switch (bytes[at]) {
    case openBrace:
    case openBracket:
      return closingEnd(bytes, at + 1, 1);
    case quote:
      return stringEnd(bytes, at);
    default:
      return wordEnd(bytes, at);
  }
}

// Short values are not worth being laid out for `skipped`.
const shortValue = 96;

/** The byte after the bracket that closes `open` ones, when `at` lies inside them; both kinds of bracket share a depth. */
function closingEnd(bytes: Uint8Array, at: number, open: number): number {
  const end = bytes.length;
  let depth = open;
  let i = at;
  for (let until = Math.min(end, at + shortValue); ; until = end) {
    while (i < until) {
      const byte = bytes[i];
      if (byte === quote) {
        i = stringEnd(bytes, i);
        continue;
      }
      if (byte === openBrace || byte === openBracket) depth++;
      else if (byte === closeBrace || byte === closeBracket) {
        depth--;
        if (depth === 0) return i + 1;
      }
      i++;
    }
    if (i >= end) throw new Malformed();
    const found = skipped(bytes, i, depth);
    if (found === -1) throw new Malformed();
    if (found !== undefined) return found;
  }
}

// Most strings are short; the long ones (certificates, scripts) are left to the runtime's own search.
const shortString = 32;

function stringEnd(bytes: Uint8Array, at: number): number {
  const end = Math.min(bytes.length, at + shortString);
  let i = at + 1;
  while (i < end) {
    const byte = bytes[i];
    if (byte === quote) return i + 1;
    i += byte === backslash ? 2 : 1;
  }
  return longStringEnd(bytes, i);
}

/** As `stringEnd`, from inside the string and not after a backslash. */
function longStringEnd(bytes: Uint8Array, inside: number): number {
  for (let at = bytes.indexOf(quote, inside); at >= 0; at = bytes.indexOf(quote, at + 1)) {
    let backslashes = 0;
    while (at - backslashes > inside && bytes[at - backslashes - 1] === backslash) backslashes++;
    if (backslashes % 2 === 0) return at + 1;
  }
  throw new Malformed();
}

/** A number, `true`, `false` or `null`: whatever stands before the next separator. */
function wordEnd(bytes: Uint8Array, at: number): number {
  let i = at;
  for (; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    if (byte <= 0x20 || byte === comma || byte === closeBrace || byte === closeBracket) break;
  }
  if (i === at) throw new Malformed();
  return i;
}

/**
 * Visits the members of the object at `at`, in order. `visit` gets the key and where its value begins, and answers where the
 * value ends. Returns the byte after the object.
 */
export function eachMember(
  bytes: Uint8Array,
  at: number,
  visit: (key: string, valueAt: number) => number,
): number {
  let i = skipSpace(bytes, at + 1);
  if (bytes[i] === closeBrace) return i + 1;
  for (;;) {
    const keyAt = i;
    const valueAt = valueOfMember(bytes, keyAt);
    i = separator(bytes, visit(stringAt(bytes, keyAt) ?? '', valueAt), closeBrace);
    if (bytes[i - 1] === closeBrace) return i;
    if (bytes[i] !== quote) i = skipSpace(bytes, i);
  }
}

/** As `eachMember`, for the elements of the array at `at`. */
export function eachElement(
  bytes: Uint8Array,
  at: number,
  visit: (valueAt: number, index: number) => number,
): number {
  let i = skipSpace(bytes, at + 1);
  if (bytes[i] === closeBracket) return i + 1;
  for (let index = 0; ; index++) {
    i = separator(bytes, visit(i, index), closeBracket);
    if (bytes[i - 1] === closeBracket) return i;
    if (isSpace(bytes, i)) i = skipSpace(bytes, i);
  }
}

/** Names of members, as bytes to compare with. */
export type Names = readonly Uint8Array[];

export function names(...keys: readonly string[]): Names {
  return keys.map(ascii);
}

/**
 * Skips the object at `at`, and notes in `starts` where the values of the members called `wanted` begin (-1: no such member).
 * Returns the byte after the object.
 */
export function pick(bytes: Uint8Array, at: number, wanted: Names, starts: number[]): number {
  return closingEnd(bytes, seek(bytes, at, wanted, starts), 1);
}

/**
 * As `pick`, but goes no further than it must: returns a byte inside the object. It decodes nothing and allocates nothing: it
 * runs once per resource of a plan.
 */
export function seek(bytes: Uint8Array, at: number, wanted: Names, starts: number[]): number {
  for (let n = 0; n < wanted.length; n++) starts[n] = -1;
  let missing = wanted.length;
  let i = skipSpace(bytes, at + 1);
  if (bytes[i] === closeBrace) return i;
  for (;;) {
    const keyAt = i;
    const valueAt = valueOfMember(bytes, keyAt);
    for (let n = 0; n < wanted.length; n++) {
      const name = wanted[n];
      if (name === undefined || starts[n] !== -1 || !spells(bytes, keyAt + 1, name)) continue;
      starts[n] = valueAt;
      missing--;
    }
    // Terraform writes the short members first: the long rest need not be told apart.
    if (missing === 0) return valueAt;
    i = separator(bytes, valueEnd(bytes, valueAt), closeBrace);
    if (bytes[i - 1] === closeBrace) return i - 1;
    if (bytes[i] !== quote) i = skipSpace(bytes, i);
  }
}

/** The string that begins at `at`; `undefined` when another kind of value does. */
export function stringAt(bytes: Uint8Array, at: number): string | undefined {
  if (bytes[at] !== quote) return undefined;
  const end = stringEnd(bytes, at);
  const raw = text(bytes, at + 1, end - 1);
  return raw.includes('\\') ? unescaped(`"${raw}"`) : raw;
}

/** Whether the strings that begin at `at` and `other` are spelled alike. */
export function sameString(bytes: Uint8Array, at: number, other: number): boolean {
  for (let n = 0; at + n < bytes.length; n++) {
    const byte = bytes[at + n];
    if (byte !== bytes[other + n]) return false;
    if (byte === quote && n > 0) return bytes[at] === quote;
  }
  return false;
}

function unescaped(literal: string): string {
  try {
    return JSON.parse(literal) as string;
  } catch {
    throw new Malformed();
  }
}

/** Where the value of the member whose key begins at `keyAt` begins. */
function valueOfMember(bytes: Uint8Array, keyAt: number): number {
  if (bytes[keyAt] !== quote) throw new Malformed();
  // Plans are written without white space: that there is none is seen here, once for every member.
  let i = stringEnd(bytes, keyAt);
  if (bytes[i] !== colon) i = skipSpace(bytes, i);
  if (bytes[i] !== colon) throw new Malformed();
  i++;
  return isSpace(bytes, i) ? skipSpace(bytes, i) : i;
}

/** The byte after the comma or the closing bracket that follows a value. */
function separator(bytes: Uint8Array, at: number, close: number): number {
  const i = isSpace(bytes, at) ? skipSpace(bytes, at) : at;
  if (bytes[i] !== comma && bytes[i] !== close) throw new Malformed();
  return i + 1;
}

function isSpace(bytes: Uint8Array, at: number): boolean {
  return (bytes[at] ?? 0) <= 0x20;
}

function spells(bytes: Uint8Array, at: number, name: Uint8Array): boolean {
  for (let n = 0; n < name.length; n++) if (bytes[at + n] !== name[n]) return false;
  return bytes[at + name.length] === quote;
}
