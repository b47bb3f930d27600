import { later } from '../../core/later.ts';
import { services } from '../../knowledge/services/index.ts';
import { workloads } from '../../knowledge/workloads.ts';

// The names of everything that tellers read below the top of a resource. What has another name goes no further than the
// reading, whatever it is called in the future.

/** Names in the paths of the tellers of networks; a test holds that no other is read. */
const own = `
  id name location properties sku kind parent_id resource_group_name resource_id
  access accessMode access_mode action direction priority protocol service definition
  addressPrefix addressPrefixes addressSpace address_prefix address_prefixes address_space delegation delegations
  service_delegation serviceName subnet subnets subnet_id security_group dhcpOptions dnsServers dns_servers
  defaultOutboundAccess default_outbound_access_enabled enforce_private_link_endpoint_network_policies
  privateEndpointNetworkPolicies privateEndpointVNetPolicies private_endpoint_network_policies
  private_endpoint_network_policies_enabled private_endpoint_vnet_policies
  service_endpoint service_endpoints serviceEndpoints service_endpoint_policy_ids serviceEndpointPolicies
  serviceEndpointPolicyDefinitions serviceResources service_resources locations network_identifier networkIdentifier
  natGateway nat_gateway_id networkSecurityGroup network_security_group_id network_security_group_name
  routeTable route_table_id route_table_name route routes nextHopIpAddress nextHopType next_hop_in_ip_address next_hop_type
  security_rule securityRules application_security_group_ids
  destination_address_prefix destination_address_prefixes destination_application_security_group_ids
  destination_port_range destination_port_ranges destinationAddressPrefix destinationAddressPrefixes
  destinationApplicationSecurityGroups destinationPortRange destinationPortRanges
  source_address_prefix source_address_prefixes source_application_security_group_ids
  sourceAddressPrefix sourceAddressPrefixes sourceApplicationSecurityGroups
  virtualNetworkPeerings remoteVirtualNetwork remote_virtual_network_id virtualNetwork virtual_network_id
  virtual_network_name peeringState
  ipAddress ipAddresses ipConfigurations ipPrefix ip_address ip_addresses ip_configuration ip_configurations ip_prefix
  ipv4Address privateIPAddress privateIpAddress private_ip_address publicIPAddress publicIpAddresses publicIpPrefixes
  public_ip_address_id public_ip_address_ids public_ip_prefix_id public_ip_prefix_ids
  firewallPolicy firewall_policy_id dns dnsSettings enableProxy proxy_enabled dns_proxy_enabled
  aRecords records zone_name customDnsConfigs custom_dns_configs
  private_service_connection is_manual_connection private_connection_resource_alias private_connection_resource_id
  subresource_names groupIds privateLinkServiceId privateLinkServiceConnections manualPrivateLinkServiceConnections
  privateLinkServiceConnectionState privateLinkResource privateEndpointConnections privateEndpoint recordSets private_dns_zone_group private_dns_zone_id private_dns_zone_ids
  private_dns_zone_name privateDnsZoneConfigs privateDnsZoneId private_dns_resolver_id resolutionPolicy resolution_policy
  status
`
  .trim()
  .split(/\s+/);

/** Whether anything of this name is read below the top of a resource. ARM's names are compared without case. */
export function isReadName(name: string): boolean {
  const known = answers.get(name);
  if (known !== undefined) return known;
  const answer = names().has(name.toLowerCase());
  // Names come from files: what a hostile one holds must not stay for ever.
  if (answers.size < maxAnswers) answers.set(name, answer);
  return answer;
}

const maxAnswers = 10_000;
const answers = new Map<string, boolean>();

const path = /^[A-Za-z]\w*(?:\.[A-Za-z]\w*)*$/;

const names = later(
  (): ReadonlySet<string> =>
    new Set(
      [
        ...own,
        ...services.flatMap(({ forms, dataPlane }) => pathsIn([forms, dataPlane])),
        ...pathsIn(workloads),
      ]
        .flatMap((each) => each.split('.'))
        .map((name) => name.toLowerCase()),
    ),
);

const notPaths: ReadonlySet<string> = new Set(['types', 'words']);

/** The paths of rows; those of settings and inside them, whose values may hold anything, are looked at one by one. */
function pathsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return path.test(value) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap(pathsIn);
  // A fact is a value, and no place where one stands.
  if (typeof value !== 'object' || value === null || 'source' in value) return [];
  const settings = 'settings' in value && Array.isArray(value.settings) ? value.settings : [];
  return Object.entries(value)
    .flatMap(([key, inner]) => (notPaths.has(key) || inner === settings ? [] : pathsIn(inner)))
    .filter((each) => !settings.some((setting) => each.startsWith(`${setting}.`)));
}
