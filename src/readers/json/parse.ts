import { Malformed } from './scan.ts';
import { text } from './text.ts';

/** JSON as it is parsed, before anything in it is known to be unknown. */
export type Plain = null | boolean | number | string | readonly Plain[] | PlainRecord;

export interface PlainRecord {
  readonly [key: string]: Plain;
}

/** Parses the value between `at` and `end`. Throws `Malformed`. */
export function parseSpan(bytes: Uint8Array, { at, end }: Span): Plain {
  return parse(text(bytes, at, end));
}

interface Span {
  readonly at: number;
  readonly end: number;
}

/** As `parseSpan`, with null for the value in `hole`, which is never looked at. */
export function parseAround(bytes: Uint8Array, { at, end }: Span, hole: Span): Plain {
  return parse(`${text(bytes, at, hole.at)}null${text(bytes, hole.end, end)}`);
}

function parse(json: string): Plain {
  try {
    return JSON.parse(json) as Plain;
  } catch {
    throw new Malformed();
  }
}

export function isRecord(value: Plain | undefined): value is PlainRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: Plain | undefined): value is readonly Plain[] {
  return Array.isArray(value);
}

/** The member of that name, when `value` is an object that has one of its own. */
export function member(value: Plain | undefined, name: string): Plain | undefined {
  return isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

export function stringMember(value: Plain | undefined, name: string): string | undefined {
  const found = member(value, name);
  return typeof found === 'string' ? found : undefined;
}

/** The strings of a list; anything else is no string. */
export function strings(value: Plain | undefined): readonly string[] {
  return isList(value) ? value.filter((item) => typeof item === 'string') : [];
}
