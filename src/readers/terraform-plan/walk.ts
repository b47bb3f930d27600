import { eachElement, eachMember, isArray, isObject, valueEnd } from '../json/scan.ts';

// How the outline is walked: a part of another shape than a plan has is noted and stepped over, never an exception.

/** Where a value lies: from its first byte to before `end`. */
export interface Span {
  readonly at: number;
  readonly end: number;
}

/** A place where the document is not of the shape that a plan has. */
export interface Misshape {
  /** `resource_changes[3].change.before` */
  readonly place: string;
  readonly wants: string;
  readonly at: number;
}

export interface Walk {
  readonly bytes: Uint8Array;
  /** Whether resources of this type matter. */
  readonly wanted: (type: string) => boolean;
  readonly misshapen: Misshape[];
}

/** More levels of modules than anybody writes; it keeps a hostile file from exhausting the stack. */
export const deepestModule = 200;

/** Visits the members of an object; those for which `visit` gives no end are skipped. */
export function members(
  walk: Walk,
  at: number,
  place: string,
  visit: (key: string, valueAt: number) => number | undefined,
): number {
  const { bytes } = walk;
  if (!isObject(bytes, at)) return optional(walk, at, place, 'an object');
  return eachMember(bytes, at, (key, valueAt) => visit(key, valueAt) ?? valueEnd(bytes, valueAt));
}

export function elements(
  walk: Walk,
  at: number,
  place: string,
  visit: (valueAt: number, index: number) => number,
): number {
  if (!isArray(walk.bytes, at)) return optional(walk, at, place, 'a list');
  return eachElement(walk.bytes, at, visit);
}

/** Notes what is there instead of what a plan has, and steps over it. */
export function misshapen(walk: Walk, at: number, place: string, wants: string): number {
  walk.misshapen.push({ place, wants, at });
  return valueEnd(walk.bytes, at);
}

/** As `misshapen`, where null stands for a part that is left out. */
function optional(walk: Walk, at: number, place: string, wants: string): number {
  const end = valueEnd(walk.bytes, at);
  const isNull = end - at === 4 && walk.bytes[at] === 0x6e;
  if (!isNull) walk.misshapen.push({ place, wants, at });
  return end;
}
