import { isKnown, isUnknown, map, unknown } from '../../core/known.ts';
import type { Id } from '../../core/model.ts';
import { region } from '../../knowledge/regions.ts';
import { type Fragment, fragment, part, rank, shownOf, whole } from './fragment.ts';
import { above, idAt, inlineId, ownedAbove, ownedAt } from './refer.ts';
import { asText } from './select.ts';
import { inlineSubnets } from './subnets.ts';
import type { Teller } from './teller.ts';
import { blocks, differs, text, textOr, texts, textsOr, type View } from './view.ts';

const virtualNetworks: Teller = {
  types: ['azurerm_virtual_network', 'Microsoft.Network/virtualNetworks'],
  reads: [
    'name',
    'resource_group_name',
    'location',
    'address_space',
    'dns_servers',
    'private_endpoint_vnet_policies',
    'subnet',
  ],
  tell: (view) => {
    const [own, servers] = [vnetFragment(view), serversFragment(view)];
    const whole = view.change.whole;
    return [
      whole ? own : shownOf(view, own, patched),
      whole ? servers : shownOf(view, servers, patched),
      ...inlineSubnets(view),
      ...inlinePeerings(view),
    ];
  },
};

/** Where a patch shows what it says of a network. */
const patched: Readonly<Record<string, readonly string[]>> = {
  location: ['location'],
  addressSpace: ['properties.addressSpace'],
  highScaleEndpoints: ['properties.privateEndpointVNetPolicies'],
  dnsServers: ['properties.dhcpOptions'],
};

// azurerm reads the servers back even where azurerm_virtual_network_dns_servers manages them.
function serversFragment(view: View): Fragment {
  const paths = ['dns_servers', 'properties.dhcpOptions.dnsServers'];
  const weight = view.side === 'after' && differs(view, paths) ? rank.changed : rank.readBack;
  return part(view, 'vnets', view.id, { dnsServers: textsOr(view, [], ...paths) }, weight);
}

function vnetFragment(view: View): Fragment {
  const { id, name, label, change, write } = view;
  const missing = (what: string) => unknown(`${change.address} does not show ${what}`);
  return fragment({
    collection: 'vnets',
    id,
    exists: true,
    fields: {
      name,
      label,
      location: map(text(view, 'location') ?? missing('its region'), region),
      addressSpace:
        texts(view, 'address_space', 'properties.addressSpace.addressPrefixes') ??
        missing('its address space'),
      highScaleEndpoints: map(
        textOr(
          view,
          'Disabled',
          'private_endpoint_vnet_policies',
          'properties.privateEndpointVNetPolicies',
        ),
        (policies) => policies.toLowerCase() === 'basic',
      ),
    },
    rank: change.data === true ? rank.readBack : rank.own,
    origin: change.origin,
    ...(write === undefined ? {} : { write }),
  });
}

/** DNS servers set by a resource of their own; its destruction leaves Azure's resolver. */
const dnsServers: Teller = {
  types: ['azurerm_virtual_network_dns_servers'],
  reads: ['virtual_network_id', 'dns_servers'],
  of: ownedAt('virtual_network_id', 'vnet'),
  tell: (view) => {
    const id = idAt(view, 'virtual_network_id', ['vnet']);
    if (id === undefined || isUnknown(id)) return [];
    return [part(view, 'vnets', id, { dnsServers: textsOr(view, [], 'dns_servers') }, rank.own)];
  },
  gone: (view) => {
    const id = idAt(view, 'virtual_network_id', ['vnet']);
    return id === undefined || isUnknown(id)
      ? []
      : [part(view, 'vnets', id, { dnsServers: [] }, rank.removal)];
  },
};

function inlinePeerings(view: View): readonly Fragment[] {
  return blocks(view, 'properties.virtualNetworkPeerings').flatMap((props) => {
    const name = asText(props.name ?? '') ?? '';
    if (name === '') return [];
    const id = inlineId(view.id, 'virtualnetworkpeerings', name);
    const inner = {
      ...view,
      props,
      id,
      name,
      label: `${view.label}/virtualNetworkPeerings/${name}`,
    };
    return [peering(inner, view.id)];
  });
}

const peerings: Teller = {
  types: [
    'azurerm_virtual_network_peering',
    'Microsoft.Network/virtualNetworks/virtualNetworkPeerings',
  ],
  reads: ['name', 'resource_group_name', 'virtual_network_name', 'remote_virtual_network_id'],
  of: ownedAbove({ kind: 'vnet', names: ['virtual_network_name'] }),
  tell: (view) => {
    const vnet = above(view, { kind: 'vnet', names: ['virtual_network_name'] });
    if (vnet === undefined || !isKnown(vnet)) return [];
    return [peering(view, vnet)];
  },
};

function peering(view: View, vnet: Id): Fragment {
  const remote =
    idAt(view, 'remote_virtual_network_id', ['vnet']) ??
    idAt(view, 'properties.remoteVirtualNetwork.id', ['vnet']) ??
    unknown(`${view.change.address} does not show the network on its other side`);
  return whole(view, 'peerings', { vnet, remote });
}

/** The resource that a subnet is tied to, and which field of the subnet says so. */
const ties = [
  {
    type: 'azurerm_subnet_network_security_group_association',
    path: 'network_security_group_id',
    kind: 'security-group',
    field: 'securityGroup',
  },
  {
    type: 'azurerm_subnet_route_table_association',
    path: 'route_table_id',
    kind: 'route-table',
    field: 'routeTable',
  },
  {
    type: 'azurerm_subnet_nat_gateway_association',
    path: 'nat_gateway_id',
    kind: 'nat-gateway',
    field: 'natGateway',
  },
] as const;

const associations: readonly Teller[] = ties.map(({ type, path, kind, field }) => ({
  types: [type],
  reads: ['subnet_id', path],
  of: ownedAt('subnet_id', 'subnet'),
  tell: (view) => {
    const subnet = idAt(view, 'subnet_id', ['subnet']);
    const other = idAt(view, path, [kind]);
    if (subnet === undefined || isUnknown(subnet) || other === undefined) return [];
    return [part(view, 'subnets', subnet, { [field]: other }, rank.own)];
  },
  gone: (view) => {
    const subnet = idAt(view, 'subnet_id', ['subnet']);
    if (subnet === undefined || isUnknown(subnet)) return [];
    return [part(view, 'subnets', subnet, { [field]: null }, rank.removal)];
  },
}));

export const vnets: readonly Teller[] = [virtualNetworks, dnsServers, peerings, ...associations];
