import type { Scene } from '../core/hazard.ts';
import type { Write } from '../core/write.ts';

/** Whether `first` is always sent before `then`, by the dependencies between writes; unknown writes are in no order. */
export function isBefore(scene: Scene, first: Write | undefined, then: Write | undefined): boolean {
  if (first === undefined || then === undefined) return false;
  return ancestors(scene.writes, then.id).has(first.id);
}

function ancestors(writes: readonly Write[], id: string): ReadonlySet<string> {
  const byId = indexed(writes);
  const found = new Set<string>();
  const open = [id];
  while (open.length > 0) {
    const next = byId.get(open.pop() ?? '');
    for (const each of next?.after ?? []) {
      if (!found.has(each)) open.push(each);
      found.add(each);
    }
  }
  return found;
}

const memory = new WeakMap<readonly Write[], ReadonlyMap<string, Write>>();

function indexed(writes: readonly Write[]): ReadonlyMap<string, Write> {
  const known = memory.get(writes) ?? new Map(writes.map((each) => [each.id, each]));
  memory.set(writes, known);
  return known;
}
