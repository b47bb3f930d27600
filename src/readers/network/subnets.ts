import { isKnown, isUnknown, type Known, unknown } from '../../core/known.ts';
import type { Entries, ServiceEndpoint, Subnet } from '../../core/model.ts';
import { endpointType } from '../../knowledge/endpoints.ts';
import { region } from '../../knowledge/regions.ts';
import type { Json } from '../resource.ts';
import { type Fragment, fragment, type Rank, rank } from './fragment.ts';
import { asText, isLeaf, select, stands } from './select.ts';
import type { Teller } from './teller.ts';
import {
  above,
  because,
  blocks,
  flag,
  idAt,
  idsAt,
  inlineId,
  text,
  texts,
  textsOr,
  type View,
} from './view.ts';

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
  tell: (view) => [
    ...(view.change.dialect === 'azurerm' ? unassociated(view) : []),
    subnetFragment(view, view.change.data === true ? rank.readBack : rank.own),
  ],
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

/** Service endpoints in any spelling: names up to azurerm 4, blocks from 5, objects in ARM. */
function endpointsOf(view: View): Entries<ServiceEndpoint> {
  const paths = ['service_endpoint', 'service_endpoints', 'properties.serviceEndpoints'];
  const found = paths
    .map((path) => ({ path, values: select(view.props, path) }))
    .find(({ values }) => values.length > 0);
  if (found === undefined) return {};
  return Object.fromEntries(found.values.map((each) => endpointEntry(view, found.path, each)));
}

function endpointEntry(
  view: View,
  path: string,
  value: Json,
): readonly [string, Known<ServiceEndpoint>] {
  if (isLeaf(value)) return ['*', because(view, path, value)];
  const service = asText(value) === undefined ? select(value, 'service')[0] : value;
  if (service === undefined || isLeaf(service))
    return ['*', because(view, path, service ?? unknown('no service'))];
  const type = endpointType(asText(service) ?? '');
  const identifier = select(value, 'network_identifier').concat(
    select(value, 'networkIdentifier.id'),
  )[0];
  const locations = reported(view)
    ? select(value, 'locations').flatMap((each) => asText(each) ?? [])
    : [];
  return [
    type.family,
    {
      service: type.name,
      scope: locations.includes('*') ? 'everywhere' : type.scope,
      ...(locations.length > 0 && !locations.includes('*')
        ? { locations: locations.map(region).sort() }
        : {}),
      ...(identifier === undefined ? {} : { networkIdentifier: identifierOf(view, identifier) }),
    },
  ];
}

function identifierOf(view: View, value: Json): Known<string> {
  if (isLeaf(value)) return because(view, 'network_identifier', value);
  return view.directory.idOf(asText(value) ?? '');
}

// `locations` in a body that somebody wrote says nothing; what Azure reports does.
function reported(view: View): boolean {
  return (
    view.reading.kind === 'live' || (view.reading.kind === 'what-if' && view.side === 'before')
  );
}

function policiesOf(view: View): Entries<true> {
  const paths = ['service_endpoint_policy_ids', 'properties.serviceEndpointPolicies.id'];
  const ids = paths.flatMap((path) => idsAt(view, path, ['endpoint-policy']));
  return Object.fromEntries(
    ids.map((id, index) => (isUnknown(id) ? [`?${index}`, id] : [id, true as const])),
  );
}

/**
 * azurerm has always spelled the default: default outbound access is on. In ARM an absent value depends on the API version and
 * on the day the network was made: https://learn.microsoft.com/azure/virtual-network/ip-services/default-outbound-access
 */
function defaultOutbound(view: View): Known<boolean> {
  const given = flag(view, 'default_outbound_access_enabled', 'properties.defaultOutboundAccess');
  if (given !== undefined) return given;
  if (view.change.dialect === 'azurerm') return true;
  return unknown(`${view.change.address} does not set defaultOutboundAccess`);
}

type Policies = Exclude<Subnet['networkPolicies'], { unknown: string }>;

const policyWords: Readonly<Record<string, Policies>> = {
  disabled: 'Disabled',
  enabled: 'Enabled',
  networksecuritygroupenabled: 'NetworkSecurityGroupEnabled',
  routetableenabled: 'RouteTableEnabled',
  true: 'Enabled',
  false: 'Disabled',
};

// Up to azurerm 3 the attribute said the opposite: to enforce the private link is to switch the policies off.
// https://github.com/hashicorp/terraform-provider-azurerm/blob/v2.99.0/website/docs/r/subnet.html.markdown
const inverted = 'enforce_private_link_endpoint_network_policies';

const policyAttributes = [
  'private_endpoint_network_policies',
  'private_endpoint_network_policies_enabled',
  inverted,
  'properties.privateEndpointNetworkPolicies',
];

/**
 * Off by default: https://learn.microsoft.com/azure/private-link/disable-private-endpoint-network-policy
 * azurerm 3 shows three spellings of one value, and a change alters only the configured one.
 */
function networkPolicies(view: View): Subnet['networkPolicies'] {
  const shown = policyAttributes.filter((path) => select(view.props, path).length > 0);
  const altered = shown.find(
    (path) =>
      view.side === 'after' &&
      String(select(view.change.before, path)[0]) !== String(select(view.props, path)[0]),
  );
  const path = (view.change.before !== undefined ? altered : undefined) ?? shown[0];
  if (path === undefined)
    return view.change.data === true
      ? unknown(`${view.change.address} does not show its network policies`)
      : 'Disabled';
  const word = text(view, path);
  if (word === undefined || !isKnown(word)) return word ?? 'Disabled';
  const policies = policyWords[word.toLowerCase()] ?? 'Disabled';
  if (path !== inverted) return policies;
  return policies === 'Enabled' ? 'Disabled' : 'Enabled';
}
