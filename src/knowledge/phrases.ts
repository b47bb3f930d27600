import { isKnown } from '../core/known.ts';
import type { Collection, Id, NetworkModel } from '../core/model.ts';
import { shortName } from '../core/resource-id.ts';

// Short facts for the sentences of hazard rules. Names are plain text here; renderers escape them.

const shown = 5;

/** `a`, `a and b`, `a, b and c`; beyond five, how many more there are. Each name once, in the order given. */
export function listed(names: readonly string[]): string {
  const all = [...new Set(names)];
  const extra = all.length - shown;
  return joined(extra > 1 ? [...all.slice(0, shown), `${extra} more`] : all);
}

/** The same with every name, for what is few by nature: services, zones, group IDs. */
export function joined(names: readonly string[]): string {
  const parts = [...new Set(names)];
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}

/** The word in the number that goes with `items`. */
export function verb(items: readonly unknown[], one: string, many: string): string {
  return new Set(items).size < 2 ? one : many;
}

/** `3 subnets`, `1 subnet`. */
export function counted(number: number, one: string, many: string = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

interface Sides {
  readonly before: NetworkModel;
  readonly after: NetworkModel;
}

/** Short name of a record on either side of a change, else the last part of its ID. */
export function nameIn(sides: Sides, collection: Collection, id: Id): string {
  if (collection === 'subnets') return subnetName(sides, id);
  const record = sides.after[collection][id] ?? sides.before[collection][id];
  return record?.name ?? shortName(id);
}

/** Short name of a subnet; with its network where another subnet is called the same. */
export function subnetName(sides: Sides, id: Id): string {
  const subnet = sides.after.subnets[id] ?? sides.before.subnets[id];
  if (subnet === undefined) return shortName(id);
  const vnet = isKnown(subnet.vnet) ? nameIn(sides, 'vnets', subnet.vnet) : undefined;
  return vnet !== undefined && shared(sides).has(subnet.name)
    ? `${vnet}/${subnet.name}`
    : subnet.name;
}

const memory = new WeakMap<NetworkModel['subnets'], ReadonlySet<string>>();

/** Names that more than one subnet has. */
function shared({ before, after }: Sides): ReadonlySet<string> {
  const known = memory.get(after.subnets);
  if (known !== undefined) return known;
  const names = Object.values({ ...before.subnets, ...after.subnets }).map((each) => each.name);
  const once = new Set<string>();
  const found = new Set<string>();
  for (const name of names) (once.has(name) ? found : once).add(name);
  memory.set(after.subnets, found);
  return found;
}
