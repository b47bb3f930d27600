import { isKnown } from './known.ts';
import type {
  Appliance,
  Id,
  NetworkModel,
  Peering,
  PerimeterAssociation,
  PrivateEndpoint,
  Resolver,
  Target,
  Use,
  Workload,
  ZoneGroup,
  ZoneLink,
  ZoneRecord,
} from './model.ts';
import type { View } from './world.ts';

// Searches over a model, answered from an index that is built once for each collection object. The index is a memory of a pure
// function: the same collection always gives the same answer.

const memory = new WeakMap<object, Map<string, unknown>>();

function index<T>(
  collection: object,
  name: string,
  build: () => Map<string, T[]>,
): Map<string, T[]> {
  const known = memory.get(collection) ?? new Map<string, unknown>();
  memory.set(collection, known);
  if (!known.has(name)) known.set(name, build());
  return known.get(name) as Map<string, T[]>;
}

function by<T>(
  collection: Readonly<Record<Id, T>>,
  name: string,
  key: (item: T) => string | undefined,
) {
  return index(collection, name, () => {
    const groups = new Map<string, T[]>();
    for (const item of Object.values(collection)) {
      const at = key(item);
      if (at !== undefined) groups.set(at, [...(groups.get(at) ?? []), item]);
    }
    return groups;
  });
}

function noted<T extends { readonly id: Id }>(
  at: View,
  collection: string,
  items: T[] | undefined,
): T[] {
  for (const item of items ?? []) at.reads.add(`${collection}|${item.id}`);
  return items ?? [];
}

/** Private endpoints of a resource, approved or not. */
export function endpointsOf(at: View, resource: Id): PrivateEndpoint[] {
  const found = by(at.model.endpoints, 'target', (each) =>
    isKnown(each.target) ? each.target : undefined,
  );
  return noted(at, 'endpoints', found.get(resource));
}

/** Private endpoints of which the input does not show the resource, and which may be this target's. */
export function endpointsPerhapsOf(at: View, target: Target): PrivateEndpoint[] {
  const found = by(at.model.endpoints, 'open', (each) =>
    isKnown(each.target) ? undefined : 'open',
  );
  return noted(
    at,
    'endpoints',
    (found.get('open') ?? []).filter((each) => mayConnect(each, target)),
  );
}

/** Whether an endpoint is, or for all that the input shows may be, one of the target's. */
export function mayConnect(
  { target: of, mayBe, groups }: PrivateEndpoint,
  target: Target,
): boolean {
  if (isKnown(of)) return of === target.resource;
  if (mayBe !== undefined) return mayBe.includes(target.resource);
  const parts = Object.keys(target.subresources).map((each) => each.toLowerCase());
  return groups.some((each) => parts.includes(each.toLowerCase()));
}

/** The zone group of an endpoint. */
export function zoneGroupOf(at: View, endpoint: Id): ZoneGroup | undefined {
  const found = by(at.model.zoneGroups, 'endpoint', (each) => each.endpoint);
  return noted(at, 'zoneGroups', found.get(endpoint))[0];
}

export function recordsIn(at: View, zone: Id, record: string): ZoneRecord[] {
  const found = by(at.model.records, 'name', (each) => `${each.zone} ${each.record.toLowerCase()}`);
  return noted(at, 'records', found.get(`${zone} ${record.toLowerCase()}`));
}

/** Links of zones to a VNet. */
export function linksTo(at: View, vnet: Id): ZoneLink[] {
  const found = by(at.model.links, 'vnet', (each) => (isKnown(each.vnet) ? each.vnet : undefined));
  return noted(at, 'links', found.get(vnet));
}

/** Links of which the input does not show the VNet. */
export function linksToUnknown(at: View): ZoneLink[] {
  const found = by(at.model.links, 'open', (each) => (isKnown(each.vnet) ? undefined : 'open'));
  return noted(at, 'links', found.get('open'));
}

export function zonesNamed(model: NetworkModel, name: string) {
  return by(model.zones, 'name', (each) => each.name.toLowerCase()).get(name.toLowerCase()) ?? [];
}

/** VNets peered with this one, by either side of the peering. */
export function peeringsOf(at: View, vnet: Id): Peering[] {
  const own = by(at.model.peerings, 'own', (each) => each.vnet).get(vnet) ?? [];
  const other = by(at.model.peerings, 'remote', (each) =>
    isKnown(each.remote) ? each.remote : undefined,
  );
  return noted(at, 'peerings', [...own, ...(other.get(vnet) ?? [])]);
}

export function perimetersOf(at: View, resource: Id): PerimeterAssociation[] {
  const found = by(at.model.perimeters, 'target', (each) =>
    isKnown(each.target) ? each.target : undefined,
  );
  return noted(at, 'perimeters', found.get(resource));
}

export function workloadsIn(at: View, subnet: Id): Workload[] {
  const found = by(at.model.workloads, 'subnet', (each) =>
    isKnown(each.subnet) ? each.subnet : undefined,
  );
  return noted(at, 'workloads', found.get(subnet));
}

export function applianceAt(at: View, address: string): Appliance | undefined {
  const found = by(at.model.appliances, 'address', (each) =>
    isKnown(each.privateAddress) ? each.privateAddress : undefined,
  );
  return noted(at, 'appliances', found.get(address))[0];
}

/** Every appliance: traffic whose next hop is not shown may go to any. */
export function appliancesIn(at: View): Appliance[] {
  return noted(at, 'appliances', Object.values(at.model.appliances)).sort((a, b) =>
    a.id < b.id ? -1 : 1,
  );
}

/** Appliances of which the input does not show the address. */
export function appliancesUnplaced(at: View): Appliance[] {
  const found = by(at.model.appliances, 'open', (each) =>
    isKnown(each.privateAddress) ? undefined : 'open',
  );
  return noted(at, 'appliances', found.get('open'));
}

export function resolverAt(at: View, address: string): Resolver | undefined {
  const found = by(at.model.resolvers, 'address', (each) =>
    isKnown(each.address) ? each.address : undefined,
  );
  return noted(at, 'resolvers', found.get(address))[0];
}

export function usesOf(model: NetworkModel, target: Id): Use[] {
  return by(model.uses, 'target', (each) => each.target).get(target) ?? [];
}
