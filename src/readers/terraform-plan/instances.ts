import { isList, isRecord, member, type Plain } from '../json/parse.ts';
import type { Segment } from './address.ts';
import type { Item } from './item.ts';
import { marksOf } from './marks.ts';

/** A key that the configuration does not tell: any instance may be meant. */
export const anyKey = '*';

/** The resource instances of a plan, by their address in the configuration. */
export interface Instances {
  of(configured: string): readonly Item[];
  /** Keys of the instances of the module at `path`; empty where it runs once. */
  moduleKeys(path: string): ReadonlySet<string>;
}

export function instancesOf(items: readonly Item[]): Instances {
  const instances = new Map<string, Item[]>();
  const moduleKeys = new Map<string, Set<string>>();
  for (const item of items) {
    if (item.deposed !== undefined) continue;
    const siblings = instances.get(item.configured) ?? [];
    siblings.push(item);
    instances.set(item.configured, siblings);
    const names = item.module.split('.');
    for (const [depth, key] of item.moduleKeys.entries()) {
      if (key === undefined) continue;
      const path = names.slice(0, 2 * depth + 2).join('.');
      moduleKeys.set(path, (moduleKeys.get(path) ?? new Set()).add(key));
    }
  }
  return {
    of: (configured) => instances.get(configured) ?? [],
    moduleKeys: (path) => moduleKeys.get(path) ?? new Set(),
  };
}

/** Whether the value at `path` is one that only the apply will tell. */
export function isUnknownAt(item: Item, path: readonly Segment[]): boolean {
  if (item.after === undefined) return false;
  let marks: Plain = item.after.unknown;
  for (const step of path) {
    if (marks === true) return true;
    const next = 'name' in step ? member(marks, step.name) : elementMarks(marks, step.key);
    if (next === undefined) return false;
    marks = next;
  }
  return marksOf(marks) !== undefined;
}

function elementMarks(marks: Plain, key: string): Plain | undefined {
  if (isList(marks)) return marks[Number(key)];
  return isRecord(marks) ? member(marks, key.slice(1, -1)) : undefined;
}

/** Whether the resource has an attribute of that name, known or not. */
export function hasAttribute(item: Item, name: string): boolean {
  const { after } = item;
  if (after === undefined) return false;
  return member(after.values, name) !== undefined || member(after.unknown, name) !== undefined;
}
