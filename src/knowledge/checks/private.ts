import type { EditKind } from '../../core/edit.ts';
import { isKnown } from '../../core/known.ts';
import type { Id, NetworkModel, PrivateEndpoint, TargetName, ZoneLink } from '../../core/model.ts';
import { followed } from '../../core/record-address.ts';
import type { Move } from '../move.ts';
import { nameText, placeOf, placeWithin } from '../places.ts';
import type { Values } from '../shell.ts';
import { gone, type Settled, type Shown, shown } from './shown.ts';

// What Azure shows of private endpoints and private DNS once they have settled:
// https://learn.microsoft.com/cli/azure/network/private-endpoint, https://learn.microsoft.com/cli/azure/network/private-dns

const endpointShow =
  'az network private-endpoint show --ids {id} --query "{state:provisioningState,connection:[privateLinkServiceConnections,manualPrivateLinkServiceConnections][].privateLinkServiceConnectionState.status}"';

function privateEndpoint({ now, was, id }: Move): readonly Shown[] {
  const endpoint = now.endpoints[id] ?? was.endpoints[id];
  if (endpoint === undefined) return [];
  const expect = now.endpoints[id] === undefined ? gone : standing(now, endpoint);
  return [shown(endpointShow, placeOf(endpoint), expect)];
}

function standing(model: NetworkModel, { status, target }: PrivateEndpoint): string {
  const owner = isKnown(target) ? nameText(model.targets, target) : 'its target';
  const waits = `Pending waits for the owner of ${owner}`;
  if (status === 'Pending') return `Succeeded and Pending: ${waits}`;
  const state = isKnown(status) ? status : 'Approved';
  return `Succeeded and ${state}; ${waits}`;
}

function zoneGroup({ now, was, id }: Move): readonly Shown[] {
  const group = now.zoneGroups[id];
  const each = group ?? was.zoneGroups[id];
  if (each === undefined) return [];
  const endpoint = now.endpoints[each.endpoint] ?? was.endpoints[each.endpoint];
  const records = group?.zones.filter(isKnown).map((zone) => recordsIn(now, endpoint, zone)) ?? [];
  return [
    shown(
      'az network private-endpoint dns-zone-group list --resource-group {group} --endpoint-name {name} --query "[].privateDnsZoneConfigs[].recordSets[].{name:fqdn,addresses:ipAddresses,state:provisioningState}" {subscription}',
      placeOf(endpoint ?? each),
      records.length === 0 ? 'no records' : `${records.join(' and ')}, each Succeeded`,
    ),
  ];
}

/** Names that an endpoint has in a zone, with its address where it is known. */
function recordsIn(model: NetworkModel, endpoint: PrivateEndpoint | undefined, zone: Id): string {
  const zoneName = nameText(model.zones, zone);
  const names = endpoint === undefined ? [] : namesOf(model, endpoint);
  const records = names
    .filter((name) => name.zone.toLowerCase() === zoneName.toLowerCase())
    .map((name) => `${name.record}.${zoneName}`);
  const known = endpoint !== undefined && isKnown(endpoint.addresses) ? endpoint.addresses : [];
  const address = known.length === 0 ? '' : ` with ${known.join(' or ')}`;
  return `${records.length === 0 ? `a record in ${zoneName}` : records.join(' and ')}${address}`;
}

function namesOf(model: NetworkModel, { target, groups }: PrivateEndpoint): readonly TargetName[] {
  const wanted = groups.map((group) => group.toLowerCase());
  return Object.values(model.targets)
    .filter((each) => each.resource === target)
    .flatMap((each) => Object.values(each.subresources))
    .filter((each) => wanted.includes(each.name.toLowerCase()))
    .flatMap((each) => each.names);
}

function zone({ now, was, id }: Move): readonly Shown[] {
  const each = now.zones[id] ?? was.zones[id];
  if (each === undefined) return [];
  return [
    shown(
      'az network private-dns zone show --resource-group {group} --name {name} --query provisioningState --output tsv {subscription}',
      { ...placeOf(each), name: each.name },
      now.zones[id] === undefined ? gone : 'Succeeded',
    ),
  ];
}

function record({ now, was, id }: Move): readonly Shown[] {
  const each = now.records[id] ?? was.records[id];
  if (each === undefined) return [];
  const home = now.zones[each.zone] ?? was.zones[each.zone];
  const { group, subscription } = placeWithin(each, home);
  const zoneName = nameText(now.zones[each.zone] === undefined ? was.zones : now.zones, each.zone);
  return [
    shown(
      'az network private-dns record-set a show --resource-group {group} --zone-name {zone} --name {name} --query "aRecords[].ipv4Address" --output tsv {subscription}',
      { group, subscription, zone: zoneName, name: each.record },
      now.records[id] === undefined ? gone : addressWords(now, each.addresses),
    ),
  ];
}

function addressWords(
  model: NetworkModel,
  addresses: NetworkModel['records'][Id]['addresses'],
): string {
  if (!isKnown(addresses)) return 'the private address of the endpoint';
  return addresses.map((each) => wordFor(model, each)).join(' and ');
}

function wordFor(model: NetworkModel, address: string): string {
  const id = followed(address);
  if (id === undefined) return address;
  const endpoint = model.endpoints[id];
  if (endpoint !== undefined && isKnown(endpoint.addresses))
    return endpoint.addresses.join(' and ');
  return `the private address of ${endpoint?.name ?? 'the endpoint'}`;
}

function link({ now, was, id }: Move): readonly Shown[] {
  const each = now.links[id] ?? was.links[id];
  if (each === undefined) return [];
  const policy = isKnown(each.resolutionPolicy) ? `, ${each.resolutionPolicy}` : '';
  return [
    shown(
      'az network private-dns link vnet show --resource-group {group} --zone-name {zone} --name {name} --query "{state:virtualNetworkLinkState,policy:resolutionPolicy}" {subscription}',
      linkValues(now.zones[each.zone] === undefined ? was : now, each),
      now.links[id] === undefined ? gone : `Completed${policy}`,
    ),
  ];
}

function linkValues(model: NetworkModel, each: ZoneLink): Values {
  const home = model.zones[each.zone];
  const { group, subscription } = placeWithin(each, home);
  return { group, subscription, zone: nameText(model.zones, each.zone), name: each.name };
}

/** Kinds of edit that private endpoints and zones show. */
export const privateChecks: Readonly<Partial<Record<EditKind, Settled>>> = {
  'private-endpoint': privateEndpoint,
  connection: privateEndpoint,
  'zone-group': zoneGroup,
  zone,
  record,
  link,
  'resolution-policy': link,
};
