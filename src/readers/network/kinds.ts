import { services } from '../../knowledge/services/index.ts';
import { workloads } from '../../knowledge/workloads.ts';

// Which resources others refer to, in both dialects. A resource that only tells more about another (an association, a rule) is
// not among them.

export type Kind =
  | 'vnet'
  | 'subnet'
  | 'security-group'
  | 'route-table'
  | 'nat-gateway'
  | 'public-ip'
  | 'public-ip-prefix'
  | 'nic'
  | 'zone'
  | 'endpoint'
  | 'firewall'
  | 'firewall-policy'
  | 'endpoint-policy'
  | 'resolver'
  | 'perimeter'
  | 'target'
  | 'workload';

export interface KindRow {
  readonly kind: Kind;
  /** ARM type. */
  readonly type: string;
  readonly azurerm: readonly string[];
  /** Child resources in azurerm: where the parent's name or ID stands. */
  readonly parent?: {
    readonly kind: Kind;
    readonly names: readonly string[];
    readonly ids: readonly string[];
  };
}

const network = 'Microsoft.Network';

const networkKinds: readonly KindRow[] = [
  { kind: 'vnet', type: `${network}/virtualNetworks`, azurerm: ['azurerm_virtual_network'] },
  {
    kind: 'subnet',
    type: `${network}/virtualNetworks/subnets`,
    azurerm: ['azurerm_subnet'],
    parent: { kind: 'vnet', names: ['virtual_network_name'], ids: ['virtual_network_id'] },
  },
  {
    kind: 'security-group',
    type: `${network}/networkSecurityGroups`,
    azurerm: ['azurerm_network_security_group'],
  },
  { kind: 'route-table', type: `${network}/routeTables`, azurerm: ['azurerm_route_table'] },
  { kind: 'nat-gateway', type: `${network}/natGateways`, azurerm: ['azurerm_nat_gateway'] },
  { kind: 'public-ip', type: `${network}/publicIPAddresses`, azurerm: ['azurerm_public_ip'] },
  {
    kind: 'public-ip-prefix',
    type: `${network}/publicIPPrefixes`,
    azurerm: ['azurerm_public_ip_prefix'],
  },
  { kind: 'nic', type: `${network}/networkInterfaces`, azurerm: ['azurerm_network_interface'] },
  { kind: 'zone', type: `${network}/privateDnsZones`, azurerm: ['azurerm_private_dns_zone'] },
  { kind: 'endpoint', type: `${network}/privateEndpoints`, azurerm: ['azurerm_private_endpoint'] },
  { kind: 'firewall', type: `${network}/azureFirewalls`, azurerm: ['azurerm_firewall'] },
  {
    kind: 'firewall-policy',
    type: `${network}/firewallPolicies`,
    azurerm: ['azurerm_firewall_policy'],
  },
  {
    kind: 'endpoint-policy',
    type: `${network}/serviceEndpointPolicies`,
    azurerm: ['azurerm_subnet_service_endpoint_storage_policy'],
  },
  { kind: 'resolver', type: `${network}/dnsResolvers`, azurerm: ['azurerm_private_dns_resolver'] },
  {
    kind: 'perimeter',
    type: `${network}/networkSecurityPerimeters`,
    azurerm: ['azurerm_network_security_perimeter'],
  },
];

const targetKinds: readonly KindRow[] = services.map((service) => ({
  kind: 'target',
  type: service.type,
  azurerm: service.forms
    .filter((form) => form.dialect === 'azurerm' && form.of === undefined)
    .flatMap((form) => form.types),
}));

// Nothing refers to a machine; its network interfaces are what counts.
const referred = workloads.filter(({ forms }) => forms.some((form) => form.parts === undefined));

const workloadKinds: readonly KindRow[] = referred.map((row) => ({
  kind: 'workload',
  type: row.type,
  azurerm: row.forms
    .filter((form) => form.dialect === 'azurerm' && form.of === undefined)
    .flatMap((form) => form.types),
}));

// Later rows win: an app is known as a target first, and a network interface as one.
const rows = [...workloadKinds, ...networkKinds, ...targetKinds];

const byType: ReadonlyMap<string, KindRow> = new Map(
  rows.flatMap((row) =>
    [row.type, ...row.azurerm].map((type) => [type.toLowerCase(), row] as const),
  ),
);

export function kindOf(type: string): KindRow | undefined {
  return byType.get(type.toLowerCase());
}

/** The types of a kind, in both dialects. */
export function typesOf(kind: Kind): readonly string[] {
  return rows.filter((row) => row.kind === kind).flatMap(({ type, azurerm }) => [type, ...azurerm]);
}

/** The ARM type of a kind, where it has just one. */
export function typeOf(kind: Kind): string | undefined {
  const types = rows.filter((row) => row.kind === kind).map(({ type }) => type);
  return types.length === 1 ? types[0] : undefined;
}
