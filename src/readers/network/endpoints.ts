import { isUnknown, type Known, map, unknown } from '../../core/known.ts';
import type { Id, PrivateEndpoint } from '../../core/model.ts';
import { region } from '../../knowledge/regions.ts';
import type { Json, Properties } from '../resource.ts';
import { type Fragment, fragment, rank, whole } from './fragment.ts';
import { above, candidatesAt, idAt, idIn, idsAt, ownedAbove } from './refer.ts';
import { asText, isLeaf, select } from './select.ts';
import type { Teller } from './teller.ts';
import { blocks, flag, text, type View } from './view.ts';
import { partOf } from './writes.ts';

const connections = [
  'properties.privateLinkServiceConnections',
  'properties.manualPrivateLinkServiceConnections',
] as const;

const targetPaths = [
  'private_service_connection.private_connection_resource_id',
  ...connections.map((each) => `${each}.properties.privateLinkServiceId`),
];

const privateEndpoints: Teller = {
  types: ['azurerm_private_endpoint', 'Microsoft.Network/privateEndpoints'],
  reads: [
    'name',
    'resource_group_name',
    'location',
    'subnet_id',
    'private_service_connection',
    'private_dns_zone_group',
    'ip_configuration',
    'custom_dns_configs',
  ],
  of: { kind: 'target', paths: targetPaths, owner: targetOf, asked: true },
  tell: (view) => [endpointFragment(view), ...inlineGroup(view)],
};

function endpointFragment(view: View): Fragment {
  const missing = (what: string) => unknown(`${view.change.address} does not show ${what}`);
  const location = text(view, 'location');
  const target = targetOf(view);
  const mayBe = isUnknown(target) ? candidatesOf(view) : undefined;
  return whole(view, 'endpoints', {
    ...(location === undefined ? {} : { location: map(location, region) }),
    subnet:
      idAt(view, 'subnet_id', ['subnet']) ??
      idAt(view, 'properties.subnet.id', ['subnet']) ??
      missing('its subnet'),
    target,
    ...(mayBe === undefined ? {} : { mayBe }),
    groups: groupsOf(view),
    status: status(view),
    addresses: addresses(view),
  });
}

function candidatesOf(view: View): readonly Id[] | undefined {
  return targetPaths
    .map((path) => candidatesAt(view, path, ['target', 'workload']))
    .find((each) => each !== undefined);
}

function targetOf(view: View): Known<Id> {
  const found = targetPaths
    .map((path) => idAt(view, path, ['target', 'workload']))
    .find((each) => each !== undefined);
  if (found !== undefined) return found;
  const alias = text(view, 'private_service_connection.private_connection_resource_alias');
  if (alias !== undefined)
    return unknown(`${view.change.address} names its target by an alias of another tenant`);
  return unknown(`${view.change.address} does not show what it connects to`);
}

function groupsOf(view: View): readonly string[] {
  const paths = [
    'private_service_connection.subresource_names',
    ...connections.map((each) => `${each}.properties.groupIds`),
  ];
  const found = paths
    .flatMap((path) => select(view.props, path))
    .flatMap((each) => asText(each) ?? []);
  // Groups are looked up by name: one called as what every object inherits (`constructor`) must not be found.
  const names = found.map((name) => (name in {} ? `?${name}` : name));
  return [...new Set(names)].sort();
}

/**
 * Creating an endpoint approves it where the writer may approve; a manual one waits for the owner of the target, and Terraform
 * never shows whether that has happened: https://learn.microsoft.com/azure/private-link/private-endpoint-overview
 */
function status(view: View): PrivateEndpoint['status'] {
  const states = connections.map((each) =>
    text(view, `${each}.properties.privateLinkServiceConnectionState.status`),
  );
  const shown = states.find((each) => each !== undefined);
  if (shown !== undefined && isUnknown(shown)) return shown;
  const word = shown === undefined ? undefined : words[shown.toLowerCase()];
  if (word !== undefined) return word;
  const manual =
    flag(view, 'private_service_connection.is_manual_connection') ??
    blocks(view, connections[1]).length > 0;
  if (isUnknown(manual)) return manual;
  if (!manual) return 'Approved';
  const fresh = view.change.action === 'create' || view.change.action === 'replace';
  if (fresh && view.side === 'after') return 'Pending';
  return unknown(`whether the owner of its target has approved ${view.name} is not in the input`);
}

const words: Readonly<Record<string, Exclude<PrivateEndpoint['status'], { unknown: string }>>> = {
  approved: 'Approved',
  pending: 'Pending',
  rejected: 'Rejected',
  disconnected: 'Disconnected',
};

function addresses(view: View): Known<readonly string[]> {
  const paths = [
    'private_service_connection.private_ip_address',
    'ip_configuration.private_ip_address',
    'custom_dns_configs.ip_addresses',
    'properties.ipConfigurations.properties.privateIPAddress',
    'properties.customDnsConfigs.ipAddresses',
  ];
  const shown = paths.flatMap((path) => select(view.props, path));
  // An update may announce read-back values as unknown; the addresses stay all the same.
  const stays = view.change.action === 'update' && shown.some(isLeaf);
  const found = stays ? paths.flatMap((path) => select(view.change.before, path)) : shown;
  const known = found.filter((each) => !isLeaf(each)).flatMap((each) => asText(each) ?? []);
  if (known.length > 0) return [...new Set(known)].sort();
  return unknown(`the address of ${view.name} is given when it is created`);
}

/** azurerm writes the zone group after the endpoint, by a call of its own. */
function inlineGroup(view: View): readonly Fragment[] {
  return blocks(view, 'private_dns_zone_group')
    .slice(0, 1)
    .map((props) => {
      const inner: View = { ...view, props };
      return group(inner, view.id, asText(props.name ?? '') ?? 'default', groupWrite(view));
    });
}

/**
 * A group is deleted and made anew when its name changes, or its IDs at equal length, casing included; adding or removing an ID
 * is an update: https://github.com/hashicorp/terraform-provider-azurerm/blob/v5.2.0/internal/services/network/private_endpoint_resource.go
 */
function groupWrite(view: View): string | undefined {
  const { before, after, action } = view.change;
  if (action !== 'update') return partOf(view, 'zone-group');
  const [old, now] = [groupIn(before), groupIn(after)];
  const renamed = old?.name !== now?.name;
  const equal = old?.ids.length === now?.ids.length;
  if (!renamed && equal && now?.ids.every((id, at) => isSame(view, old?.ids[at], id)) !== false)
    return undefined;
  if (!renamed && !equal) return partOf(view, 'zone-group');
  return partOf(view, view.side === 'before' ? 'zone-group#delete' : 'zone-group#create');
}

function groupIn(side: Properties | undefined) {
  const [found] = select(side, 'private_dns_zone_group');
  if (found === undefined) return undefined;
  return {
    name: asText(select(found, 'name')[0] ?? ''),
    ids: select(found, 'private_dns_zone_ids'),
  };
}

// An ID that is read during the apply is compared by the record that it will turn out to be; a zone that is replaced comes back
// under another ID, without the records of the old one.
function isSame(view: View, old: Json | undefined, now: Json): boolean {
  if (!isLeaf(now) && old !== undefined && !isLeaf(old)) return old === now;
  const [one, other] = [idIn(view, old, '', ['zone']), idIn(view, now, '', ['zone'])];
  if (typeof one !== 'string' || one !== other) return false;
  return !view.directory.byId(one).some(({ change }) => change.action === 'replace');
}

const zoneGroups: Teller = {
  types: ['Microsoft.Network/privateEndpoints/privateDnsZoneGroups'],
  reads: [],
  of: ownedAbove({ kind: 'endpoint' }),
  tell: (view) => {
    const endpoint = above(view, { kind: 'endpoint' });
    if (endpoint === undefined || isUnknown(endpoint)) return [];
    return [group(view, endpoint, view.name, view.write)];
  },
};

/** A zone group shares the identity of its endpoint, which has one at most. */
function group(view: View, endpoint: Id, name: string, write: string | undefined): Fragment {
  const zones = [
    'private_dns_zone_ids',
    'properties.privateDnsZoneConfigs.properties.privateDnsZoneId',
  ].flatMap((path) => idsAt(view, path, ['zone']));
  const label = view.id === endpoint ? view.label : `${view.label}`;
  return fragment({
    collection: 'zoneGroups',
    id: endpoint,
    exists: true,
    fields: { name, label, endpoint, zones },
    rank: rank.own,
    origin: view.change.origin,
    ...(write === undefined ? {} : { write }),
  });
}

export const endpoints: readonly Teller[] = [privateEndpoints, zoneGroups];
