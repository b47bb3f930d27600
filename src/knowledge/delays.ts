import { type Edit, type EditKind, editPlaces } from '../core/edit.ts';
import type { Id, NetworkModel, PrivateEndpoint } from '../core/model.ts';
import type { Confidence } from '../core/plan.ts';
import type { Delays, Timing } from '../core/timing.ts';
import { serviceFor } from './catalogue.ts';
import type { Service } from './service.ts';

// Minutes that Azure documents are rare: 15 for a service endpoint and for Cosmos DB, 10 for a Cosmos DB rule, 5 for SQL. The
// others are planning figures of ours, and say so.

const endpoints =
  'https://learn.microsoft.com/azure/virtual-network/virtual-network-service-endpoints-overview';
const cosmosEndpoints =
  'https://github.com/MicrosoftDocs/azure-databases-docs/blob/01ea2879e14b18fa2570edfeb02540417ce48dd2/articles/cosmos-db/how-to-configure-vnet-service-endpoint.md';
const dnsZones = 'https://learn.microsoft.com/azure/dns/private-dns-fallback';
const keyVaultDns =
  'https://github.com/MicrosoftDocs/azure-security-docs/blob/1c4310bed2b90b37d9500bd26dc00a314becfa9f/articles/key-vault/general/private-link-diagnostics.md';
const privateEndpoint = 'https://learn.microsoft.com/azure/private-link/private-endpoint-overview';
const leases = 'https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq';
const ours = 'planning figure of this tool';

type Minutes = readonly [number, number];

function timing(
  take: Minutes,
  settle: Minutes,
  basis: string,
  source: string = ours,
  confidence: Confidence = 'likely',
): Timing {
  return {
    take: { min: take[0], max: take[1] },
    settle: { min: settle[0], max: settle[1] },
    basis,
    source,
    confidence,
  };
}

const unnoticed = timing(
  [0, 0],
  [0, 0],
  'says who calls whom; nothing is sent to Azure',
  ours,
  'certain',
);
const control = timing([0, 1], [0, 1], 'an update of the network is written within a minute');

/** How long each kind of edit takes and settles, unless the service's own row says otherwise. */
const table: Readonly<Record<EditKind, Timing>> = {
  'service-endpoint': timing(
    [1, 1],
    [0, 15],
    'the subnet update ends within a minute; the new source address shows within 15 minutes, longer in very large networks',
    cosmosEndpoints,
    'certain',
  ),
  'virtual-network-rule': timing(
    [0, 1],
    [0, 5],
    'a rule is written within a minute and counts within five',
  ),
  'ip-rule': timing([0, 1], [0, 5], 'a rule is written within a minute and counts within five'),
  'default-action': timing(
    [0, 1],
    [0, 5],
    'the new default is written within a minute and counts within five',
  ),
  'public-network-access': timing(
    [0, 1],
    [0, 5],
    'the switch is written within a minute and counts within five',
  ),
  'trusted-services': timing(
    [0, 1],
    [0, 5],
    'the exception is written within a minute and counts within five',
  ),
  'resource-instance': timing(
    [0, 1],
    [0, 5],
    'the exception is written within a minute and counts within five',
  ),
  'network-rules-enabled': timing(
    [0, 1],
    [0, 15],
    'the filter is written within a minute and counts within 15',
    cosmosEndpoints,
  ),

  'private-endpoint': timing(
    [1, 5],
    [0, 2],
    'creating or deleting an endpoint takes 1 to 5 minutes; its public CNAME is seen two minutes later, when the old answer has expired',
    privateEndpoint,
  ),
  connection: timing(
    [0, 1],
    [0, 2],
    'an approval is written within a minute; the public CNAME is seen two minutes later, when the old answer has expired',
    privateEndpoint,
  ),
  'zone-group': timing(
    [0, 1],
    [0, 1],
    'records are written with the group within a minute, with a time to live of 10 seconds',
    keyVaultDns,
  ),
  zone: timing(
    [0, 1],
    [0, 0],
    'a zone is written within a minute, and answers nobody before it has a link',
    dnsZones,
  ),
  record: timing(
    [0, 1],
    [0, 10],
    'a record is written within a minute; answers change when caches expire, and the time to live is to be between 10 and 600 seconds',
    keyVaultDns,
    'certain',
  ),
  link: timing(
    [0, 2],
    [0, 10],
    'a link is written within two minutes; clients keep cached answers for as long as ten',
    dnsZones,
  ),
  'resolution-policy': timing(
    [0, 1],
    [0, 5],
    'the policy of a link is written within a minute and counts within five',
    dnsZones,
  ),
  'dns-servers': timing(
    [0, 1],
    [0, 1440],
    'new servers are written within a minute; machines take them when their lease is renewed or they restart, within a day',
    leases,
    'certain',
  ),

  'network-policies': timing(
    [0, 1],
    [0, 5],
    'network policies of a subnet are written within a minute and count within five',
  ),
  'security-group': timing(
    [0, 1],
    [0, 1],
    'rules of a security group are written within a minute and count within another',
  ),
  'security-group-association': timing(
    [0, 1],
    [0, 1],
    'rules of a security group are written within a minute and count within another',
  ),
  'nsg-rule': timing(
    [0, 1],
    [0, 1],
    'rules of a security group are written within a minute and count within another',
  ),
  'route-table': timing(
    [0, 1],
    [0, 1],
    'routes are written within a minute and count within another',
  ),
  'route-table-association': timing(
    [0, 1],
    [0, 1],
    'routes are written within a minute and count within another',
  ),
  route: timing([0, 1], [0, 1], 'routes are written within a minute and count within another'),
  'nat-gateway': timing(
    [0, 1],
    [0, 1],
    'a gateway is written within a minute and counts within another',
  ),
  'nat-gateway-association': timing(
    [0, 1],
    [0, 1],
    'a gateway is written within a minute and counts within another',
  ),
  'egress-address': timing(
    [0, 1],
    [0, 1],
    'an address is written within a minute and counts within another',
  ),
  peering: timing(
    [0, 1],
    [0, 1],
    'a side of a peering is written within a minute, and counts within another once both are',
  ),
  'endpoint-policy': timing(
    [0, 1],
    [0, 15],
    'a policy is written within a minute and counts, as the service endpoint that it restricts, within 15',
    endpoints,
  ),
  'endpoint-policy-record': timing(
    [0, 1],
    [0, 15],
    'a policy is written within a minute and counts, as the service endpoint that it restricts, within 15',
    endpoints,
  ),
  'endpoint-policy-entry': timing(
    [0, 1],
    [0, 15],
    'a policy is written within a minute and counts, as the service endpoint that it restricts, within 15',
    endpoints,
  ),
  perimeter: timing(
    [0, 1],
    [0, 15],
    'an association is written within a minute and counts within 15',
  ),
  'perimeter-mode': timing(
    [0, 1],
    [0, 15],
    'the access mode is written within a minute and counts within 15',
  ),
  'high-scale-endpoints': timing(
    [1, 5],
    [0, 5],
    'the switch takes 1 to 5 minutes, and within five more it resets long-running connections to private endpoints once',
    'https://github.com/MicrosoftDocs/azure-docs/blob/08a373531ff5293c2607a0640475b19566be0ed2/articles/private-link/increase-private-endpoint-vnet-limits.md',
  ),
  'default-outbound': timing(
    [0, 1],
    [0, 5],
    'the setting is written within a minute and counts within five; machines keep their address until they are restarted',
    ours,
    'possible',
  ),

  vnet: timing([0, 1], [0, 0], 'an update of the network is written within a minute'),
  subnet: timing([0, 1], [0, 0], 'an update of the network is written within a minute'),
  'address-space': control,
  prefixes: control,
  delegation: control,
  target: timing(
    [1, 10],
    [0, 1],
    'creating or deleting a service takes 1 to 10 minutes, and its name is known within another',
  ),
  subresources: timing(
    [1, 30],
    [0, 15],
    'adding or removing a region or a feature of the service takes 1 to 30 minutes and counts within 15',
  ),
  sku: timing([1, 10], [0, 1], 'a change of SKU takes 1 to 10 minutes and counts within another'),
  appliance: timing([5, 15], [0, 1], 'a firewall takes 5 to 15 minutes to come and go'),
  'appliance-address': timing([1, 10], [0, 1], 'a firewall takes 1 to 10 minutes to update'),
  resolver: timing([1, 5], [0, 1], 'a resolver endpoint takes 1 to 5 minutes to come and go'),
  workload: unnoticed,
  use: unnoticed,
  client: unnoticed,
  resolution: unnoticed,
};

/** How long `edit` takes and settles: the row of the service that it changes, else the table. */
export const delays: Delays = (edit, model) => {
  const own = serviceOf(edit, model)?.delays?.[edit.kind];
  if (own === undefined) return table[edit.kind];
  const { value, source, confidence } = own;
  return { ...value, source, confidence };
};

function serviceOf(edit: Edit, model: NetworkModel): Service | undefined {
  const type = model.targets[targetOf(edit, model)]?.type;
  return type === undefined ? undefined : serviceFor(type);
}

function targetOf(edit: Edit, model: NetworkModel): Id {
  if (editPlaces[edit.kind].in !== 'endpoints') return edit.id;
  const endpoint = (edit.after ?? edit.before ?? model.endpoints[edit.id]) as
    | Partial<PrivateEndpoint>
    | undefined;
  const target = endpoint?.target ?? model.endpoints[edit.id]?.target;
  return typeof target === 'string' ? target : edit.id;
}
