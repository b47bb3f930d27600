import { unknown } from '../../core/known.ts';
import type { Subnet } from '../../core/model.ts';
import type { Json } from '../resource.ts';
import { type Fragment, fragment, type Rank, rank, shownOf } from './fragment.ts';
import { above, idAt, inlineId } from './refer.ts';
import { asText, isLeaf, select, stands } from './select.ts';
import { defaultOutbound, endpointsOf, networkPolicies, policiesOf } from './subnet-fields.ts';
import type { Teller } from './teller.ts';
import { blocks, texts, textsOr, type View } from './view.ts';

const attributes = [
  'name',
  'resource_group_name',
  'virtual_network_name',
  'virtual_network_id',
  'address_prefixes',
  'address_prefix',
  'service_endpoints',
  'service_endpoint',
  'service_endpoint_policy_ids',
  'delegation',
  'default_outbound_access_enabled',
  'private_endpoint_network_policies',
  'private_endpoint_network_policies_enabled',
  'enforce_private_link_endpoint_network_policies',
  'network_security_group_id',
  'route_table_id',
];

/** Subnets that are resources of their own. */
export const subnets: Teller = {
  types: ['azurerm_subnet', 'Microsoft.Network/virtualNetworks/subnets'],
  reads: attributes,
  tell: (view) => {
    if (!view.change.whole) return [shownOf(view, subnetFragment(view, rank.patch), patched)];
    return [
      ...(view.change.dialect === 'azurerm' ? unassociated(view) : []),
      subnetFragment(view, view.change.data === true ? rank.readBack : rank.own),
    ];
  },
};

/** Where a patch shows what it says of a subnet. */
const patched: Readonly<Record<string, readonly string[]>> = {
  prefixes: ['properties.addressPrefixes', 'properties.addressPrefix'],
  endpoints: ['properties.serviceEndpoints'],
  endpointPolicies: ['properties.serviceEndpointPolicies'],
  securityGroup: ['properties.networkSecurityGroup'],
  routeTable: ['properties.routeTable'],
  natGateway: ['properties.natGateway'],
  delegations: ['properties.delegations'],
  defaultOutbound: ['properties.defaultOutboundAccess'],
  networkPolicies: ['properties.privateEndpointNetworkPolicies'],
};

/**
 * Subnets inside a virtual network. azurerm also reads back those that have resources of their own: those decide, and the
 * block counts only where nothing else manages the subnet or the change itself alters it.
 */
export function inlineSubnets(view: View): readonly Fragment[] {
  return ['subnet', 'properties.subnets'].flatMap((path) =>
    blocks(view, path).flatMap((props) => {
      const name = asText(props.name ?? '') ?? '';
      if (name === '') return [];
      const id = inlineId(view.id, 'subnets', name);
      const inner: View = { ...view, props, id, name, label: `${view.label}/subnets/${name}` };
      const weight =
        view.change.dialect === 'arm'
          ? rank.own
          : alteredInline(view, path, name)
            ? rank.changed
            : rank.readBack;
      const given = subnetFragment(inner, weight);
      return [
        fragment({ ...given, fields: { ...given.fields, vnet: view.id } } as Fragment<'subnets'>),
        ...unassociated(inner),
      ];
    }),
  );
}

// The block of this subnet differs between the two sides of the change, so the change means it.
function alteredInline(view: View, path: string, name: string): boolean {
  if (view.side === 'before') return false;
  const [old, now] = [view.change.before, view.change.after].map((side) =>
    select(side, path).find((each) => !isLeaf(each) && select(each, 'name')[0] === name),
  );
  return written(old) !== written(now);
}

function written(block: Json | undefined): string {
  return JSON.stringify(block ?? null, (key, value) =>
    key === 'id' || value === '' ? undefined : value,
  );
}

/** azurerm tells of associations in resources of their own; a subnet without any has none. */
function unassociated(view: View): readonly Fragment[] {
  const { id, change, write } = view;
  const missing =
    change.data === true ? unknown(`${change.address} does not show what is associated`) : null;
  return [
    fragment({
      collection: 'subnets',
      id,
      exists: false,
      fields: { securityGroup: missing, routeTable: missing, natGateway: missing },
      rank: rank.assumed,
      origin: change.origin,
      ...(write === undefined ? {} : { write }),
    }),
  ];
}

function subnetFragment(view: View, weight: Rank): Fragment<'subnets'> {
  const { id, name, label, change, write } = view;
  const notShown = (what: string) => unknown(`${change.address} does not show ${what}`);
  return {
    collection: 'subnets',
    id,
    exists: true,
    fields: {
      name,
      label,
      vnet:
        above(view, {
          kind: 'vnet',
          ids: ['virtual_network_id'],
          names: ['virtual_network_name'],
        }) ?? notShown('its virtual network'),
      prefixes:
        texts(
          view,
          'address_prefixes',
          'address_prefix',
          'properties.addressPrefixes',
          'properties.addressPrefix',
        ) ?? notShown('its address prefixes'),
      endpoints: endpointsOf(view),
      ...associations(view),
      ...(change.data === true
        ? { endpointPolicies: {}, delegations: notShown('its delegations') }
        : {
            endpointPolicies: policiesOf(view),
            delegations: textsOr(
              view,
              [],
              'delegation.service_delegation.name',
              'properties.delegations.properties.serviceName',
            ),
          }),
      defaultOutbound: defaultOutbound(view),
      networkPolicies: networkPolicies(view),
    },
    rank: weight,
    origin: change.origin,
    ...(write === undefined ? {} : { write }),
  };
}

function associations(
  view: View,
): Partial<Pick<Subnet, 'securityGroup' | 'routeTable' | 'natGateway'>> {
  if (view.change.dialect === 'arm') {
    return {
      securityGroup: idAt(view, 'properties.networkSecurityGroup.id', ['security-group']) ?? null,
      routeTable: idAt(view, 'properties.routeTable.id', ['route-table']) ?? null,
      natGateway: idAt(view, 'properties.natGateway.id', ['nat-gateway']) ?? null,
    };
  }
  const group =
    idAt(view, 'security_group', ['security-group']) ??
    idAt(view, 'network_security_group_id', ['security-group']);
  const table = idAt(view, 'route_table_id', ['route-table']);
  const shown = (attribute: string) =>
    stands(view.props, attribute) && view.change.type !== 'azurerm_subnet';
  return {
    ...(group !== undefined
      ? { securityGroup: group }
      : shown('security_group')
        ? { securityGroup: null }
        : {}),
    ...(table !== undefined
      ? { routeTable: table }
      : shown('route_table_id')
        ? { routeTable: null }
        : {}),
  };
}
