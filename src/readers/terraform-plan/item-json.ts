import {
  isList,
  isRecord,
  member,
  type Plain,
  type PlainRecord,
  parseAround,
  parseSpan,
} from '../json/parse.ts';
import { isNothing, isObject, type Names, names, seek, valueEnd } from '../json/scan.ts';
import type { ResourceSpan } from './outline.ts';

// Most resources of a plan stay as they are: their values are parsed once for both sides, and let go at once but for the
// attributes that are read.

/** The bytes of a plan, and what is read of a type. */
export interface Source {
  readonly bytes: Uint8Array;
  readonly keep: (type: string, attribute: string) => boolean;
  /** Attributes of which an unchanged resource must show one to say anything. */
  readonly telling: (type: string) => Names | undefined;
}

/** An item of `resource_changes` as JSON; `undefined`: it stays and says nothing. Throws `Malformed`. */
export function itemJson({ bytes, keep, telling }: Source, span: ResourceSpan): Plain | undefined {
  const beforeAt = unchangedAt(bytes, span.at);
  if (beforeAt === undefined) return parseSpan(bytes, span);
  const needs = telling(span.type);
  if (needs !== undefined && !showsAny(bytes, beforeAt, needs)) return undefined;
  const json = parseAround(bytes, span, { at: beforeAt, end: valueEnd(bytes, beforeAt) });
  const change = member(json, 'change');
  const after = member(change, 'after');
  if (!isRecord(json) || !isRecord(change) || !isRecord(after)) return parseSpan(bytes, span);
  const values = only(after, (attribute) => keep(span.type, attribute));
  return { ...json, change: { ...change, before: values, after: values } };
}

/** Whether the object at `at` has a member of one of these names that is something. */
function showsAny(bytes: Uint8Array, at: number, wanted: Names): boolean {
  const starts: number[] = [];
  seek(bytes, at, wanted, starts);
  return starts.some((valueAt) => valueAt >= 0 && !isNothing(bytes, valueAt));
}

const changeName: Names = names('change');
const sideNames: Names = names('actions', 'before');

/** Where the values before begin, of an item whose only action is `no-op`. */
function unchangedAt(bytes: Uint8Array, itemAt: number): number | undefined {
  const starts: number[] = [];
  seek(bytes, itemAt, changeName, starts);
  const [changeAt = -1] = starts;
  if (changeAt < 0 || !isObject(bytes, changeAt)) return undefined;
  seek(bytes, changeAt, sideNames, starts);
  const [actionsAt = -1, beforeAt = -1] = starts;
  if (actionsAt < 0 || beforeAt < 0 || !isObject(bytes, beforeAt)) return undefined;
  const actions = parseSpan(bytes, { at: actionsAt, end: valueEnd(bytes, actionsAt) });
  return isList(actions) && actions.join() === 'no-op' ? beforeAt : undefined;
}

function only(values: PlainRecord, kept: (attribute: string) => boolean): PlainRecord {
  const found: Record<string, Plain> = {};
  for (const attribute of Object.keys(values)) {
    if (kept(attribute)) found[attribute] = values[attribute] ?? null;
  }
  return found;
}
