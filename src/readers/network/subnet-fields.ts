import { isKnown, isUnknown, type Known, unknown } from '../../core/known.ts';
import type { Entries, ServiceEndpoint, Subnet } from '../../core/model.ts';
import { endpointType } from '../../knowledge/endpoints.ts';
import { region } from '../../knowledge/regions.ts';
import type { Json } from '../resource.ts';
import { idsAt } from './refer.ts';
import { asText, isLeaf, select } from './select.ts';
import { because, differs, flag, text, type View } from './view.ts';

// Fields of a subnet whose spelling has changed over the years.

/** Service endpoints in any spelling: names up to azurerm 4, blocks from 5, objects in ARM. */
export function endpointsOf(view: View): Entries<ServiceEndpoint> {
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

export function policiesOf(view: View): Entries<true> {
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
export function defaultOutbound(view: View): Known<boolean> {
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
export function networkPolicies(view: View): Subnet['networkPolicies'] {
  const shown = policyAttributes.filter((path) => select(view.props, path).length > 0);
  const altered = shown.find((path) => view.side === 'after' && differs(view, [path]));
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
