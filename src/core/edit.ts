import type { Known } from './known.ts';
import type {
  Collection,
  Entries,
  Id,
  IpRule,
  Named,
  NetworkModel,
  NetworkRule,
  SecurityRule,
  ServiceEndpoint,
  UserRoute,
} from './model.ts';

// Every difference between two models is a list of these edits, and every edit has its inverse. Effects are never part of an
// edit: they are what the replay finds when it compares routes on either side of it.

/** Where an edit of each kind lives: a whole record, one field of it, or one entry of a field. */
export const editPlaces = {
  vnet: { in: 'vnets' },
  subnet: { in: 'subnets' },
  target: { in: 'targets' },
  'private-endpoint': { in: 'endpoints' },
  'zone-group': { in: 'zoneGroups' },
  zone: { in: 'zones' },
  record: { in: 'records' },
  link: { in: 'links' },
  'security-group': { in: 'securityGroups' },
  'route-table': { in: 'routeTables' },
  'nat-gateway': { in: 'natGateways' },
  appliance: { in: 'appliances' },
  resolver: { in: 'resolvers' },
  peering: { in: 'peerings' },
  'endpoint-policy-record': { in: 'endpointPolicies' },
  perimeter: { in: 'perimeters' },
  workload: { in: 'workloads' },
  use: { in: 'uses' },
  client: { in: 'clients' },
  resolution: { in: 'resolutions' },

  'dns-servers': { in: 'vnets', field: 'dnsServers' },
  'address-space': { in: 'vnets', field: 'addressSpace' },
  'high-scale-endpoints': { in: 'vnets', field: 'highScaleEndpoints' },

  'service-endpoint': { in: 'subnets', field: 'endpoints', keyed: true },
  'endpoint-policy': { in: 'subnets', field: 'endpointPolicies', keyed: true },
  'security-group-association': { in: 'subnets', field: 'securityGroup' },
  'route-table-association': { in: 'subnets', field: 'routeTable' },
  'nat-gateway-association': { in: 'subnets', field: 'natGateway' },
  'default-outbound': { in: 'subnets', field: 'defaultOutbound' },
  'network-policies': { in: 'subnets', field: 'networkPolicies' },
  delegation: { in: 'subnets', field: 'delegations' },
  prefixes: { in: 'subnets', field: 'prefixes' },

  'virtual-network-rule': { in: 'targets', field: 'networkRules', keyed: true },
  'ip-rule': { in: 'targets', field: 'ipRules', keyed: true },
  'default-action': { in: 'targets', field: 'defaultAction' },
  'public-network-access': { in: 'targets', field: 'publicNetworkAccess' },
  'network-rules-enabled': { in: 'targets', field: 'networkRulesEnabled' },
  'trusted-services': { in: 'targets', field: 'trusted' },
  'resource-instance': { in: 'targets', field: 'resourceInstances', keyed: true },
  subresources: { in: 'targets', field: 'subresources' },
  sku: { in: 'targets', field: 'sku' },

  connection: { in: 'endpoints', field: 'status' },
  'resolution-policy': { in: 'links', field: 'resolutionPolicy' },
  'nsg-rule': { in: 'securityGroups', field: 'rules', keyed: true },
  route: { in: 'routeTables', field: 'routes', keyed: true },
  'egress-address': { in: 'natGateways', field: 'addresses', keyed: true },
  'appliance-address': { in: 'appliances', field: 'addresses', keyed: true },
  'endpoint-policy-entry': { in: 'endpointPolicies', field: 'allows', keyed: true },
  'perimeter-mode': { in: 'perimeters', field: 'mode' },
} as const satisfies Record<string, { in: Collection; field?: string; keyed?: true }>;

export type EditKind = keyof typeof editPlaces;

/** What an edit of a keyed field changes; other kinds change a whole record or a plain field. */
export interface EntryValues {
  'service-endpoint': Known<ServiceEndpoint>;
  'virtual-network-rule': Known<NetworkRule>;
  'ip-rule': Known<IpRule>;
  'nsg-rule': Known<SecurityRule>;
  route: Known<UserRoute>;
}

export interface Edit<K extends EditKind = EditKind> {
  readonly kind: K;
  /** The record. */
  readonly id: Id;
  /** The entry, where the field is keyed. */
  readonly key?: string;
  /** Absent: not there. */
  readonly before?: K extends keyof EntryValues ? EntryValues[K] : unknown;
  readonly after?: K extends keyof EntryValues ? EntryValues[K] : unknown;
}

/** Whether the edit is of `kind`, with its values typed. */
export function isEdit<K extends EditKind>(edit: Edit, kind: K): edit is Edit<K> {
  return edit.kind === kind;
}

export function invert(edit: Edit): Edit {
  const { before, after, ...rest } = edit;
  return {
    ...rest,
    ...(after === undefined ? {} : { before: after }),
    ...(before === undefined ? {} : { after: before }),
  };
}

/** The key under which provenance and hard order speak of an edit's place: `targets|id|ipRules|1.2.3.4`. */
export function placeOf(edit: Edit): string {
  const place: { in: Collection; field?: string } = editPlaces[edit.kind];
  return [place.in, edit.id, place.field, edit.key].filter((part) => part !== undefined).join('|');
}

/** Whether the edit adds something, takes it away, or changes it. */
export function direction(edit: Edit): 'add' | 'remove' | 'update' {
  if (edit.before === undefined) return 'add';
  return edit.after === undefined ? 'remove' : 'update';
}

/** What stands at the edit's place in a model; undefined: nothing. */
export function valueAt(model: NetworkModel, edit: Edit): unknown {
  const place: { in: Collection; field?: string } = editPlaces[edit.kind];
  const record: Named | undefined = model[place.in][edit.id];
  if (place.field === undefined || record === undefined) return record;
  const fields: Readonly<Record<string, unknown>> = { ...record };
  const value = fields[place.field];
  return edit.key === undefined ? value : (value as Entries<unknown>)[edit.key];
}

/** The model with one edit made. An edit that is made already, or of a record that is not there, changes nothing. */
export function apply(model: NetworkModel, edit: Edit): NetworkModel {
  return valueAt(model, edit) === edit.after ? model : applyAll(model, [edit]);
}

/** The model with all edits made, in their order; each collection that they touch is copied once. */
export function applyAll(model: NetworkModel, edits: readonly Edit[]): NetworkModel {
  const copies: Partial<Record<Collection, Record<Id, Named>>> = {};
  for (const edit of edits) {
    const place: { in: Collection; field?: string; keyed?: true } = editPlaces[edit.kind];
    const records: Record<Id, Named> = copies[place.in] ?? { ...model[place.in] };
    copies[place.in] = records;
    const made = place.field === undefined ? edit.after : changed(records[edit.id], place, edit);
    if (made === undefined) delete records[edit.id];
    else records[edit.id] = made as Named;
  }
  // Every copy holds records of its own collection: the edits of each kind live in one.
  return { ...model, ...(copies as Partial<NetworkModel>) };
}

/** A record with one field, or one entry of it, as the edit leaves it. */
function changed(
  record: Named | undefined,
  place: { field?: string; keyed?: true },
  edit: Edit,
): unknown {
  if (record === undefined || place.field === undefined) return record;
  const fields: Readonly<Record<string, unknown>> = { ...record };
  const value = place.keyed
    ? put(fields[place.field] as Entries<unknown>, edit.key ?? '', edit.after)
    : edit.after;
  return { ...record, [place.field]: value };
}

function put(map: Readonly<Record<string, unknown>>, key: string, value: unknown) {
  if (value !== undefined) return { ...map, [key]: value };
  const { [key]: _gone, ...rest } = map;
  return rest;
}
