import type { Change } from './change.ts';
import { diff } from './diff.ts';
import { type Edit, editPlaces } from './edit.ts';
import type { Flow } from './flow.ts';
import { flowsOf } from './flows.ts';
import { isKnown, isUnknown } from './known.ts';
import { mayConnect } from './lookup.ts';
import type {
  Collection,
  Id,
  Named,
  NetworkModel,
  PrivateEndpoint,
  Subnet,
  Target,
  ZoneRecord,
} from './model.ts';
import { addressOf, followed } from './record-address.ts';
import { tracksOf } from './survey.ts';

// What a look at Azure would add: records that the change touches, that are there already, and that the input does not show
// whole. Touched is what an edit changes, or what the flows rest on that some edit touches; nothing else is asked for.

export interface Missing {
  /** ARM ID. */
  readonly id: string;
  /** What the input does not show, as a reader would say it. */
  readonly why: string;
  /** Of a private DNS zone: the records, relative to it, that names of touched targets ask for. */
  readonly records?: readonly string[];
}

export function missingIn(change: Change): readonly Missing[] {
  const edits = diff(change.before, change.after, change.replaced);
  if (edits.length === 0) return [];
  const flows = flowsOf(change.before, change.after, edits);
  const touching = tracksOf(change.before, flows, edits).map((track) => track.flow);
  const touched = touchedBy([change.before, change.after], edits, touching);
  const found = [
    ...touched.targets.flatMap((id) => missingTarget(change, id)),
    ...touched.subnets.flatMap((id) => missingSubnet(change, id)),
    ...touched.hosts.flatMap((id) => guardOf(change, id)),
    ...touched.vnets.flatMap((id) => openRecord(change, 'vnets', id)),
    ...touched.endpoints.flatMap((id) => openRecord(change, 'endpoints', id)),
    ...touched.zones.flatMap((id) => missingZone(change, id, touched.targets)),
    ...touched.subnets.flatMap((id) => beside(change, id)),
  ];
  const byId = new Map(found.map((each) => [each.id.toLowerCase(), each]));
  return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

export interface Touched {
  readonly targets: readonly Id[];
  readonly subnets: readonly Id[];
  /** Subnets in which private endpoints lie. */
  readonly hosts: readonly Id[];
  readonly vnets: readonly Id[];
  readonly endpoints: readonly Id[];
  readonly zones: readonly Id[];
}

type Sides = readonly NetworkModel[];

/** The records that edits change, or that these flows rest on. */
export function touchedBy(sides: Sides, edits: readonly Edit[], flows: readonly Flow[]): Touched {
  const edited = (collection: Collection) =>
    edits.filter((edit) => editPlaces[edit.kind].in === collection).map((edit) => edit.id);
  const records = recordsIn(sides, 'records', edited('records'));
  const editedEndpoints = [...edited('endpoints'), ...edited('zoneGroups')];
  const made = [
    ...recordsIn(sides, 'endpoints', editedEndpoints),
    ...all(sides, 'endpoints').filter((each) => mayBeIn(records, each)),
  ];
  const resources = new Set([
    ...recordsIn(sides, 'targets', [...edited('targets'), ...flows.map((each) => each.target)]).map(
      (each) => each.resource,
    ),
    ...made.map((each) => each.target),
  ]);
  const unplaced = made.filter((each) => isUnknown(each.target));
  const targets = all(sides, 'targets').filter(
    (target) => resources.has(target.resource) || unplaced.some((each) => mayConnect(each, target)),
  );
  const endpoints = [
    ...all(sides, 'endpoints').filter(
      (each) =>
        resources.has(each.target) ||
        (isUnknown(each.target) && targets.some((target) => mayConnect(each, target))),
    ),
    ...made,
  ];
  const clients = flows.filter((each) => each.clientKind === 'subnet').map((each) => each.client);
  const direct = recordsIn(sides, 'subnets', [...edited('subnets'), ...clients]);
  const subnets = [...direct, ...appliancesBehind(sides, direct)];
  const near = recordsIn(sides, 'subnets', endpoints.map((each) => each.subnet).filter(isKnown));
  const links = recordsIn(sides, 'links', edited('links'));
  const homes = [...subnets, ...near, ...links].map((each) => each.vnet).filter(isKnown);
  const groups = all(sides, 'zoneGroups').filter((group) =>
    endpoints.some((each) => each.id === group.endpoint),
  );
  const zones = [
    ...edited('zones'),
    ...links.map((each) => each.zone),
    ...records.map((each) => each.zone),
    ...groups.flatMap((each) => each.zones.filter(isKnown)),
    ...(endpoints.length > 0 ? zonesOf(sides, targets) : []),
  ];
  return {
    targets: unique(targets.map((each) => each.id)),
    subnets: unique(subnets.map((each) => each.id)),
    hosts: unique(near.map((each) => each.id)),
    vnets: unique([...edited('vnets'), ...clients, ...homes]),
    endpoints: unique(endpoints.map((each) => each.id)),
    zones: unique(zones),
  };
}

/** Whether one of these records holds an address of the endpoint, or of some endpoint of which none is shown. */
function mayBeIn(records: readonly ZoneRecord[], { id, addresses }: PrivateEndpoint): boolean {
  const held = records.flatMap((each) => (isKnown(each.addresses) ? each.addresses : []));
  if (held.includes(addressOf(id))) return true;
  const shown = held.filter((each) => followed(each) === undefined);
  return isKnown(addresses) ? addresses.some((each) => shown.includes(each)) : shown.length > 0;
}

/** The subnets of appliances to which a touched subnet routes: its flows leave from there. */
function appliancesBehind(sides: Sides, subnets: readonly Subnet[]): readonly Subnet[] {
  const tables = subnets.map((each) => each.routeTable).filter(isKnown);
  const routes = recordsIn(
    sides,
    'routeTables',
    tables.filter((each) => each !== null),
  ).flatMap((table) => Object.values(table.routes).filter(isKnown));
  const hops = new Set(routes.map((each) => each.address));
  const inner = all(sides, 'appliances').filter((each) => hops.has(each.privateAddress));
  return recordsIn(sides, 'subnets', inner.map((each) => each.subnet).filter(isKnown));
}

/** Zones of the input in which names of the targets are looked up. */
function zonesOf(sides: Sides, targets: readonly Target[]): readonly Id[] {
  const names = new Set(namesIn(targets).map((name) => name.zone.toLowerCase()));
  return all(sides, 'zones')
    .filter((zone) => names.has(zone.name.toLowerCase()))
    .map((zone) => zone.id);
}

function namesIn(targets: readonly Target[]) {
  return targets.flatMap((each) => Object.values(each.subresources)).flatMap((each) => each.names);
}

/** A record that is there already: the change finds it, or only speaks of it. */
function existing<C extends Collection>(
  { before, after, writes }: Change,
  collection: C,
  id: Id,
): NetworkModel[C][Id] | undefined {
  const [old, now] = [before, after].map((side) => recordsIn([side], collection, [id])[0]);
  if (old !== undefined || now === undefined) return old;
  const isMade = writes.some((write) => write.provides.includes(`${collection}|${id}`));
  return isMade ? undefined : now;
}

/** No input shows which private endpoints others have connected to a target, so every touched one is asked for. */
function missingTarget(change: Change, id: Id): readonly Missing[] {
  const target = existing(change, 'targets', id);
  const own = id.split('#')[0] ?? id;
  if (target === undefined || !isArmId(own)) return [];
  return [{ id: own, why: openIn(target) ?? `which private endpoints ${target.name} has` }];
}

function missingSubnet(change: Change, id: Id): readonly Missing[] {
  const subnet = existing(change, 'subnets', id);
  if (subnet === undefined || !isArmId(id)) return [];
  const why = openIn(subnet) ?? (attachmentsShown(change, subnet) ? undefined : unattached(subnet));
  return why === undefined ? [] : [{ id, why }];
}

const attachments = ['securityGroup', 'routeTable', 'natGateway'] as const;

// Where resources of their own attach things to a subnet, one that lies outside the input may do so as well.
function attachmentsShown({ provenance }: Change, subnet: Subnet): boolean {
  const teller = (place: string) => provenance.before[place] ?? provenance.after[place];
  const own = teller(`subnets|${subnet.id}`);
  return attachments.every((field) => {
    const said = teller(`subnets|${subnet.id}|${field}`) ?? own;
    return subnet[field] !== null || said?.address !== own?.address;
  });
}

function unattached(subnet: Subnet): string {
  return `what is attached to ${subnet.name}`;
}

/** Whether a security group stops who comes to an endpoint in a subnet, and which. */
function guardOf(change: Change, id: Id): readonly Missing[] {
  const subnet = existing(change, 'subnets', id);
  if (subnet === undefined) return [];
  const { networkPolicies, securityGroup } = subnet;
  const isFree = networkPolicies === 'Disabled' || networkPolicies === 'RouteTableEnabled';
  if (isFree || securityGroup === null) return [];
  const open = [networkPolicies, securityGroup].find(isUnknown);
  if (open !== undefined && isArmId(id)) return [{ id, why: open.unknown }];
  return typeof securityGroup === 'string'
    ? unshown(change, 'securityGroups', securityGroup, subnet)
    : [];
}

/** Security group, routes, egress and endpoint policies of a subnet, where they are named and not shown. */
function beside(change: Change, id: Id): readonly Missing[] {
  const subnet = existing(change, 'subnets', id);
  if (subnet === undefined) return [];
  const named: readonly (readonly [Collection, unknown])[] = [
    ['securityGroups', subnet.securityGroup],
    ['routeTables', subnet.routeTable],
    ['natGateways', subnet.natGateway],
    ...Object.keys(subnet.endpointPolicies).map((each) => ['endpointPolicies', each] as const),
  ];
  return named.flatMap(([collection, other]) =>
    typeof other === 'string' ? unshown(change, collection, other, subnet) : [],
  );
}

function unshown(
  change: Change,
  collection: Collection,
  id: Id,
  subnet: Subnet,
): readonly Missing[] {
  const sides: readonly Table[] = [change.before[collection], change.after[collection]];
  if (sides.some((side) => side[id] !== undefined)) return openRecord(change, collection, id);
  return isArmId(id) ? [{ id, why: `what ${subnet.name} uses there` }] : [];
}

/** A zone whose links the input does not show, with the records that touched names ask for. */
function missingZone(change: Change, id: Id, targets: readonly Id[]): readonly Missing[] {
  const zone = existing(change, 'zones', id);
  if (zone === undefined || !isUnknown(zone.linksShown) || !isArmId(id)) return [];
  const names = namesIn(recordsIn([change.before, change.after], 'targets', targets));
  const own = names.filter((name) => name.zone.toLowerCase() === zone.name.toLowerCase());
  const records = unique(own.map((name) => name.record));
  return [{ id, why: zone.linksShown.unknown, records }];
}

function openRecord(change: Change, collection: Collection, id: Id): readonly Missing[] {
  const record = existing(change, collection, id);
  const why = record === undefined ? undefined : openIn(record);
  return why === undefined || !isArmId(id) ? [] : [{ id, why }];
}

/** The first thing that is not known of a record, in the words of the reader who missed it. */
function openIn(record: Named): string | undefined {
  const values = Object.values(record).flatMap((value) =>
    isUnknown(value) ? [value] : entriesOf(value).filter(isUnknown),
  );
  return values[0]?.unknown;
}

function entriesOf(value: unknown): readonly unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value) : [];
}

type Table = Readonly<Record<Id, Named>>;

function all<C extends Collection>(sides: Sides, collection: C): readonly NetworkModel[C][Id][] {
  return sides.flatMap((side) => Object.values(side[collection]) as NetworkModel[C][Id][]);
}

function recordsIn<C extends Collection>(
  sides: Sides,
  collection: C,
  ids: readonly Id[],
): readonly NetworkModel[C][Id][] {
  return sides.flatMap((side) => {
    const records: NetworkModel[C] = side[collection];
    return ids.flatMap((id) => {
      const record = records[id as keyof NetworkModel[C]] as NetworkModel[C][Id] | undefined;
      return record === undefined ? [] : [record];
    });
  });
}

function isArmId(id: Id): boolean {
  return id.startsWith('/subscriptions/');
}

function unique<T>(items: readonly T[]): readonly T[] {
  return [...new Set(items)];
}
