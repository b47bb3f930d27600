import { isUnknown, type Known, unknown } from '../../core/known.ts';
import type { Id } from '../../core/model.ts';
import { addressOf } from '../../core/record-address.ts';
import type { Json } from '../resource.ts';
import { addressKey, nameOf } from './directory.ts';
import { sideOf } from './egress.ts';
import { type Fragment, whole } from './fragment.ts';
import { above, idAt, ownedAbove } from './refer.ts';
import { asText, isLeaf, select } from './select.ts';
import type { Part, Teller } from './teller.ts';
import { because, text, textOr, type View } from './view.ts';

const zones: Teller = {
  types: ['azurerm_private_dns_zone', 'Microsoft.Network/privateDnsZones'],
  reads: ['name', 'resource_group_name'],
  tell: (view) => [
    whole(view, 'zones', {
      // A zone that is only read is managed elsewhere, and so are its links.
      linksShown:
        view.change.data === true
          ? unknown(`the links of ${view.name} are not in the input`)
          : true,
    }),
  ],
};

// By ID from azurerm 5, by name and resource group before.
const inZone = (name: string): Part =>
  ownedAbove({ kind: 'zone', ids: ['private_dns_zone_id'], names: [name] });
const [linked, recorded] = [inZone('private_dns_zone_name'), inZone('zone_name')];

const links: Teller = {
  types: [
    'azurerm_private_dns_zone_virtual_network_link',
    'Microsoft.Network/privateDnsZones/virtualNetworkLinks',
  ],
  reads: [
    'name',
    'resource_group_name',
    'private_dns_zone_name',
    'private_dns_zone_id',
    'virtual_network_id',
    'resolution_policy',
  ],
  of: linked,
  tell: (view) => {
    const zone = linked.owner(view);
    if (zone === undefined || isUnknown(zone)) return [];
    const vnet =
      idAt(view, 'virtual_network_id', ['vnet']) ??
      idAt(view, 'properties.virtualNetwork.id', ['vnet']) ??
      unknown(`${view.change.address} does not show its virtual network`);
    const own = { zone, vnet, resolutionPolicy: resolutionPolicy(view) };
    return [whole(renamed(view), 'links', own)];
  },
};

/** A link that is replaced under another name is another link: Azure keeps both, and the new one may come first. */
function renamed(view: View): View {
  const { change, side, reading, name } = view;
  if (change.action !== 'replace' || side === 'before') return view;
  if (name === nameOf({ reading, change }, 'before')) return view;
  return { ...view, id: `iac:${addressKey(reading, change.address)}`, label: change.address };
}

/**
 * Default unless set, and azurerm shows the unset attribute as unknown on creation because it reads it back:
 * https://learn.microsoft.com/azure/dns/private-dns-fallback
 */
function resolutionPolicy(view: View): Known<'Default' | 'NxDomainRedirect'> {
  const policy = textOr(view, 'Default', 'resolution_policy', 'properties.resolutionPolicy');
  if (isUnknown(policy)) return policy;
  return policy.toLowerCase() === 'nxdomainredirect' ? 'NxDomainRedirect' : 'Default';
}

const records: Teller = {
  types: ['azurerm_private_dns_a_record', 'Microsoft.Network/privateDnsZones/A'],
  reads: ['name', 'resource_group_name', 'zone_name', 'private_dns_zone_id', 'records'],
  of: recorded,
  tell: (view) => {
    const zone = recorded.owner(view);
    if (zone === undefined || isUnknown(zone)) return [];
    return [whole(view, 'records', { zone, record: view.name, addresses: recordAddresses(view) })];
  },
};

function recordAddresses(view: View): Known<readonly string[]> {
  const found = ['records', 'properties.aRecords.ipv4Address'].flatMap((path) =>
    select(view.props, path),
  );
  const addresses = found.map((each) => recordAddress(view, each));
  const open = addresses.find(isUnknown);
  return open ?? [...new Set(addresses.filter((each) => typeof each === 'string'))].sort();
}

/** An address, or the private endpoint that it will be the address of. */
function recordAddress(view: View, value: Json): Known<string> {
  if (!isLeaf(value)) return asText(value) ?? unknown(`${view.change.address} shows no address`);
  const ids = (value.references ?? []).flatMap((reference) =>
    view.directory
      .byReference(view.reading, reference)
      .filter((entity) => entity.row.kind === 'endpoint')
      .map((entity) => entity.id),
  );
  const [only, ...others] = new Set<Id>(ids);
  return only !== undefined && others.length === 0
    ? addressOf(only)
    : because(view, 'records', value);
}

/** The resolver itself is read only for its network. */
const resolvers: Teller = {
  types: ['azurerm_private_dns_resolver', 'Microsoft.Network/dnsResolvers'],
  reads: ['name', 'resource_group_name', 'virtual_network_id'],
  tell: () => [],
};

const inboundEndpoints: Teller = {
  looksAround: true,
  types: [
    'azurerm_private_dns_resolver_inbound_endpoint',
    'Microsoft.Network/dnsResolvers/inboundEndpoints',
  ],
  reads: ['name', 'private_dns_resolver_id', 'ip_configurations'],
  tell: (view) => [inboundEndpoint(view)],
};

function inboundEndpoint(view: View): Fragment {
  const missing = (what: string) => unknown(`${view.change.address} does not show ${what}`);
  const resolver = above(view, { kind: 'resolver', ids: ['private_dns_resolver_id'] });
  const shown =
    resolver === undefined || isUnknown(resolver)
      ? undefined
      : sideOf(view.directory, resolver, view);
  const inner = shown && { ...view, change: shown.change, props: shown.props };
  const vnet =
    inner === undefined
      ? undefined
      : (idAt(inner, 'virtual_network_id', ['vnet']) ??
        idAt(inner, 'properties.virtualNetwork.id', ['vnet']));
  const address = text(
    view,
    'ip_configurations.private_ip_address',
    'properties.ipConfigurations.privateIpAddress',
  );
  return whole(view, 'resolvers', {
    vnet: vnet ?? missing('the network of its resolver'),
    address: address ?? missing('its address'),
  });
}

export const dns: readonly Teller[] = [zones, links, records, resolvers, inboundEndpoints];
