import { type Edit, placeOf } from './edit.ts';
import type { Origin } from './plan.ts';

/** All that a provider sends in one call. */
export interface Write {
  readonly id: string;
  readonly origin: Origin;
  readonly action: 'create' | 'update' | 'delete';
  /** What it sends: `collection|id`, `collection|id|field` or `collection|id|field|key`. */
  readonly provides: readonly string[];
  /** IDs of writes that have been sent before it. */
  readonly after: readonly string[];
}

/** The write that makes an edit: the one that sends the most exact place of it, and of the right sort for a whole record. */
export function writeOf(writes: readonly Write[], edit: Edit): Write | undefined {
  const parts = placeOf(edit).split('|');
  const places = parts.map((_, n) => parts.slice(0, parts.length - n).join('|'));
  for (const place of places) {
    const found = senders(writes).get(place) ?? [];
    const fitting = found.find((write) => suits(write, edit)) ?? found[0];
    if (fitting !== undefined) return fitting;
  }
  return undefined;
}

function suits(write: Write, edit: Edit): boolean {
  if (edit.after === undefined) return write.action === 'delete' || edit.key !== undefined;
  return write.action !== 'delete';
}

const memory = new WeakMap<readonly Write[], Map<string, Write[]>>();

function senders(writes: readonly Write[]): ReadonlyMap<string, Write[]> {
  const known = memory.get(writes);
  if (known !== undefined) return known;
  const built = new Map<string, Write[]>();
  for (const write of writes) {
    for (const place of write.provides) {
      const own = built.get(place);
      if (own === undefined) built.set(place, [write]);
      else own.push(write);
    }
  }
  memory.set(writes, built);
  return built;
}

interface Ancestry {
  readonly byId: ReadonlyMap<string, Write>;
  readonly found: Map<string, ReadonlySet<string>>;
}

const ancestries = new WeakMap<readonly Write[], Ancestry>();

/** IDs of all writes that are sent before this one, those that these wait for included. */
export function sentBefore(writes: readonly Write[], id: string): ReadonlySet<string> {
  const memory = ancestries.get(writes) ?? {
    byId: new Map(writes.map((write) => [write.id, write])),
    found: new Map<string, ReadonlySet<string>>(),
  };
  ancestries.set(writes, memory);
  const known = memory.found.get(id);
  if (known !== undefined) return known;
  const before = new Set<string>();
  const open = [id];
  while (open.length > 0) {
    const next = memory.byId.get(open.pop() ?? '')?.after ?? [];
    open.push(...next.filter((each) => !before.has(each)));
    for (const each of next) before.add(each);
  }
  memory.found.set(id, before);
  return before;
}
