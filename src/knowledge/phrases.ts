import { isKnown, type Known } from '../core/known.ts';
import type { Collection, Id, NetworkModel } from '../core/model.ts';
import { shortName } from '../core/resource-id.ts';

// Short facts for the sentences of hazard rules. Names are plain text here; renderers escape them.

const shown = 5;

/** `a`, `a and b`, `a, b and c`; beyond five, how many more there are. Each name once, in the order given. */
export function listed(names: readonly string[]): string {
  const all = [...new Set(names)];
  const extra = all.length - shown;
  const parts = extra > 1 ? [...all.slice(0, shown), `${extra} more`] : all;
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}

/** The word in the number that goes with `items`. */
export function verb(items: readonly unknown[], one: string, many: string): string {
  return new Set(items).size === 1 ? one : many;
}

/** `3 subnets`, `1 subnet`. */
export function counted(number: number, one: string, many: string = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** Short name of a record on either side of a change, else the last part of its ID. */
export function nameIn(
  sides: { readonly before: NetworkModel; readonly after: NetworkModel },
  collection: Collection,
  id: Id,
): string {
  const record = sides.after[collection][id] ?? sides.before[collection][id];
  return record?.name ?? shortName(id);
}

/** The value where it is known, else `otherwise`. */
export function known<T>(value: Known<T>, otherwise: T): T {
  return isKnown(value) ? value : otherwise;
}
