import { isKnown, isUnknown, type Known } from './known.ts';
import type {
  Appliance,
  Collection,
  Id,
  NetworkModel,
  Peering,
  PerimeterAssociation,
  PrivateEndpoint,
  Resolver,
  Subnet,
  Target,
  Use,
  Workload,
  Zone,
  ZoneGroup,
  ZoneLink,
  ZoneRecord,
} from './model.ts';
import { look, type View } from './world.ts';

// Searches over a model, answered from an index that is built once for each collection object. The index is a memory of a pure
// function: the same collection always gives the same answer.

/** A way to look for records of a collection: the key under which each is found. */
interface Search<C extends Collection> {
  readonly in: C;
  readonly key: (record: NetworkModel[C][Id]) => string | undefined;
}

function search<C extends Collection>(collection: C, key: Search<C>['key']): Search<C> {
  return { in: collection, key };
}

const searches = {
  'endpoints of': search('endpoints', ({ target }) => shown(target)),
  'endpoints unplaced': search('endpoints', ({ target }) => (isKnown(target) ? undefined : '')),
  'zone group of': search('zoneGroups', ({ endpoint }) => endpoint),
  records: search('records', ({ zone, record }) => `${zone} ${record.toLowerCase()}`),
  'links to': search('links', ({ vnet }) => shown(vnet)),
  'links anywhere': search('links', ({ vnet }) => (isKnown(vnet) ? undefined : '')),
  'zones named': search('zones', ({ name }) => name.toLowerCase()),
  'unseen zones named': search('zones', ({ name, linksShown }) =>
    isUnknown(linksShown) ? name.toLowerCase() : undefined,
  ),
  'peerings of': search('peerings', ({ vnet }) => vnet),
  'peerings with': search('peerings', ({ remote }) => shown(remote)),
  'perimeters of': search('perimeters', ({ target }) => shown(target)),
  'subnets anywhere': search('subnets', () => ''),
  'workloads in': search('workloads', ({ subnet }) => shown(subnet)),
  'appliance at': search('appliances', ({ privateAddress }) => shown(privateAddress)),
  'appliances anywhere': search('appliances', () => ''),
  'appliances unplaced': search('appliances', ({ privateAddress }) =>
    isKnown(privateAddress) ? undefined : '',
  ),
  'resolver at': search('resolvers', ({ address }) => shown(address)),
  'uses of': search('uses', ({ target }) => target),
} as const;

type SearchName = keyof typeof searches;

function shown(value: Known<string>): string | undefined {
  return isKnown(value) ? value : undefined;
}

/** The searches whose answer may be another when this record comes, goes or changes, as views note them. */
export function searchesFor(collection: Collection, record: unknown): string[] {
  return Object.entries(searches).flatMap(([name, each]) => {
    const key =
      each.in === collection ? (each as Search<Collection>).key(record as never) : undefined;
    return key === undefined ? [] : [`${name} ${key}`];
  });
}

const memory = new WeakMap<object, Map<SearchName, Map<string, unknown[]>>>();

function found<N extends SearchName>(
  model: NetworkModel,
  name: N,
  key: string,
): NetworkModel[(typeof searches)[N]['in']][Id][] {
  const own: Search<Collection> = searches[name] as unknown as Search<Collection>;
  const collection = model[own.in];
  const known = memory.get(collection) ?? new Map<SearchName, Map<string, unknown[]>>();
  memory.set(collection, known);
  const groups = known.get(name) ?? grouped(Object.values(collection), own.key as never);
  known.set(name, groups);
  return (groups.get(key) ?? []) as NetworkModel[(typeof searches)[N]['in']][Id][];
}

function grouped<T>(items: readonly T[], key: (item: T) => string | undefined): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const at = key(item);
    if (at === undefined) continue;
    const own = groups.get(at);
    if (own === undefined) groups.set(at, [item]);
    else own.push(item);
  }
  return groups;
}

/** What a search finds, noted as read; and that it was asked, for in another state it may find something else. */
function noted<N extends SearchName>(at: View, name: N, key: string) {
  const items = found(at.model, name, key);
  at.searches.add(`${name} ${key}`);
  for (const { id } of items) at.reads.add(`${searches[name].in}|${id}`);
  return items;
}

/** Private endpoints of a resource, approved or not. */
export function endpointsOf(at: View, resource: Id): PrivateEndpoint[] {
  return noted(at, 'endpoints of', resource);
}

/** Private endpoints of which the input does not show the resource, and which may be this target's. */
export function endpointsPerhapsOf(at: View, target: Target): PrivateEndpoint[] {
  return noted(at, 'endpoints unplaced', '').filter((each) => mayConnect(each, target));
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
  return noted(at, 'zone group of', endpoint)[0];
}

export function recordsIn(at: View, zone: Id, record: string): ZoneRecord[] {
  return noted(at, 'records', `${zone} ${record.toLowerCase()}`);
}

/** Links of zones to a VNet. Whoever asks there rests on the network too: it is what a link to come mentions. */
export function linksTo(at: View, vnet: Id): ZoneLink[] {
  at.reads.add(`vnets|${vnet}`);
  return noted(at, 'links to', vnet);
}

/** Links of which the input does not show the VNet. */
export function linksToUnknown(at: View): ZoneLink[] {
  return noted(at, 'links anywhere', '');
}

export function zonesNamed(model: NetworkModel, name: string): Zone[] {
  return found(model, 'zones named', name.toLowerCase());
}

/** Zones of that name of which the input does not show all links. */
export function unseenZonesNamed(at: View, name: string): Zone[] {
  return noted(at, 'unseen zones named', name.toLowerCase());
}

/** Peerings of a VNet, by either half; one whose other half is known and not there is disconnected. */
export function peeringsOf(at: View, vnet: Id): Peering[] {
  const halves = [...noted(at, 'peerings of', vnet), ...noted(at, 'peerings with', vnet)];
  return halves.filter(({ other }) => other === undefined || look(at, 'peerings', other));
}

export function perimetersOf(at: View, resource: Id): PerimeterAssociation[] {
  return noted(at, 'perimeters of', resource);
}

export function workloadsIn(at: View, subnet: Id): Workload[] {
  return noted(at, 'workloads in', subnet);
}

export function applianceAt(at: View, address: string): Appliance | undefined {
  return noted(at, 'appliance at', address)[0];
}

/** Every appliance: traffic whose next hop is not shown may go to any. */
export function appliancesIn(at: View): Appliance[] {
  return noted(at, 'appliances anywhere', '').toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** Every subnet: an appliance whose place is not shown may be in any. */
export function subnetsIn(at: View): Subnet[] {
  return noted(at, 'subnets anywhere', '').toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** Appliances of which the input does not show the address. */
export function appliancesUnplaced(at: View): Appliance[] {
  return noted(at, 'appliances unplaced', '');
}

export function resolverAt(at: View, address: string): Resolver | undefined {
  return noted(at, 'resolver at', address)[0];
}

export function usesOf(model: NetworkModel, target: Id): Use[] {
  return found(model, 'uses of', target);
}
