import type { Confidence } from '../core/plan.ts';

// Documented behaviours of Azure and its tools that are no hazard rule, and where the planner has them instead. Rules document
// themselves; these rows are what `explain` and docs/not-modelled.md say of the rest.

export type Place =
  /** The replay computes it. */
  | 'effect'
  /** A check of a step or a gate asks for it. */
  | 'check'
  /** A row of knowledge/decisions.ts says it. */
  | 'decision'
  /** A difference without effect, listed as noise. */
  | 'noise'
  | 'not modelled';

export interface Behaviour {
  /** Kebab-case, for ever. */
  readonly id: string;
  readonly title: string;
  /** What is true of Azure, or of the tool. */
  readonly statement: string;
  readonly place: Place;
  /** How the planner has it; where it is not modelled, why. */
  readonly how: string;
  readonly source: string;
  readonly confidence: Confidence;
}

const overview =
  'https://learn.microsoft.com/azure/virtual-network/virtual-network-service-endpoints-overview';
const limitations =
  'https://github.com/MicrosoftDocs/azure-docs/blob/03e5750af10b23b5ba437d5b333ec5e9437844f9/articles/storage/common/storage-network-security-limitations.md';
const comparison =
  'https://github.com/MicrosoftDocs/azure-docs/blob/1fc1df0536190e56494128b044031c3dc3c37cab/articles/private-link/service-endpoint-standard-overview.md';
const cosmosRules =
  'https://github.com/MicrosoftDocs/azure-databases-docs/blob/01ea2879e14b18fa2570edfeb02540417ce48dd2/articles/cosmos-db/how-to-configure-vnet-service-endpoint.md';
const cosmosEndpoints =
  'https://github.com/MicrosoftDocs/azure-databases-docs/blob/02593f600a3e283b85231cfb5d534588b082529e/articles/cosmos-db/how-to-configure-private-endpoints.md';
const storageEndpoints =
  'https://github.com/MicrosoftDocs/azure-docs/blob/0088bfa77543e07f8a41771de8db977ddfc62e1d/articles/storage/common/storage-private-endpoints.md';
const vaultNetwork =
  'https://github.com/MicrosoftDocs/azure-security-docs/blob/1c4310bed2b90b37d9500bd26dc00a314becfa9f/articles/key-vault/general/network-security.md';
const vaultDiagnostics =
  'https://github.com/MicrosoftDocs/azure-security-docs/blob/1c4310bed2b90b37d9500bd26dc00a314becfa9f/articles/key-vault/general/private-link-diagnostics.md';
const providerServices =
  'https://github.com/hashicorp/terraform-provider-azurerm/tree/v5.2.0/internal/services';

/** Every documented behaviour that no rule is for, in the order of their places. */
export const behaviours: readonly Behaviour[] = [
  {
    id: 'se-cosmos-order',
    title: 'Cosmos DB: rules, then endpoint, then IP rules off',
    statement:
      'The documented order for a Cosmos DB account is: the rules on every account, the service endpoint on the subnet, and only then the IP rules away.',
    place: 'effect',
    how: 'The order of the stages comes out so, for the row says that a rule may come first; the rule se-preadd-rules tells where one apply does not do it.',
    source: cosmosRules,
    confidence: 'certain',
  },
  {
    id: 'se-propagation-15',
    title: 'A service endpoint or rule takes up to 15 minutes to count everywhere',
    statement:
      'After a service endpoint or a virtual network rule is written, either state may be seen for about 15 minutes.',
    place: 'effect',
    how: 'Edits settle for as long as their delay says; gates wait for it, and interruptions and windows count it.',
    source: `${cosmosRules} ; ${vaultNetwork}`,
    confidence: 'certain',
  },
  {
    id: 'se-large-vnet',
    title: 'A service endpoint takes longer in a very large network',
    statement:
      'In large networks the change of the source address may take longer, and clients may be refused until it is through.',
    place: 'effect',
    how: 'The delay of a service endpoint says so beside its figure, which no page gives for large networks.',
    source:
      'https://github.com/MicrosoftDocs/sql-docs/blob/07cabaeab86d38dcb28d3b57be15ab3a22a3f84e/azure-sql/database/vnet-service-endpoint-rule-overview.md',
    confidence: 'certain',
  },
  {
    id: 'se-dns-unchanged',
    title: 'A service endpoint changes no name',
    statement: 'With a service endpoint the names of the service still answer public addresses.',
    place: 'effect',
    how: 'Names are resolved on both sides of every edit; a service endpoint touches none, so its plan has no DNS change.',
    source: overview,
    confidence: 'certain',
  },
  {
    id: 'pe-dns-cname',
    title: 'A private endpoint gives the public name a privatelink alias',
    statement:
      'The public name becomes an alias of the privatelink name: networks that see the zone get the private address, all others a public one. Applications keep the public name, for the certificate does not cover the other.',
    place: 'effect',
    how: 'Names are resolved by this law, network by network.',
    source: storageEndpoints,
    confidence: 'certain',
  },
  {
    id: 'pe-dns-negative-cache',
    title: 'A missing name is remembered',
    statement:
      'Whoever asked before the record was there keeps the answer that there is none, and clients keep an old public address as well, until their caches expire.',
    place: 'effect',
    how: 'Records and links settle for as long as caches may live, and a name that changes its answer gets a row for the clients’ caches.',
    source: `https://learn.microsoft.com/azure/dns/private-dns-fallback ; ${vaultDiagnostics}`,
    confidence: 'certain',
  },
  {
    id: 'pe-ttl',
    title: 'Time to live of private records',
    statement:
      'Records in a privatelink zone should live between 10 and 600 seconds; zone groups write 10.',
    place: 'effect',
    how: 'The delays of records and zone groups rest on it.',
    source: vaultDiagnostics,
    confidence: 'likely',
  },
  {
    id: 'pe-precedence-over-se',
    title: 'Where both stand, the private endpoint is taken',
    statement:
      'In a subnet with both, traffic goes by the private endpoint to the resource behind it, because its name answers the private address, and by the service endpoint to all others. Firewall rules do not count for the former.',
    place: 'effect',
    how: 'Routes follow the name first; a private address leads past service endpoint and rules.',
    source: `${storageEndpoints} ; ${cosmosEndpoints}`,
    confidence: 'certain',
  },
  {
    id: 'se-closes-nobody',
    title: 'A service endpoint by itself closes nobody out',
    statement:
      'Turning a service endpoint on changes the way of its subnet and nobody else’s: clients in public keep their access until the resource denies by default.',
    place: 'effect',
    how: 'The endpoint and the closing are edits of their own, in stages of their own: the replay of the first touches flows of its subnet only.',
    source: 'https://github.com/MicrosoftDocs/azure-docs/issues/37262',
    confidence: 'certain',
  },
  {
    id: 'pe-serial-writes',
    title: 'Private endpoints of one network are made one after the other',
    statement:
      'A virtual network takes one write at a time. Private endpoints and subnets that are written together fail with RetryableError, ReferencedResourceNotProvisioned or 429, and an apply may stop half way.',
    place: 'effect',
    how: 'Writes that queue in one network add up their times, so the stage and its window are as long as all of them; a gate stands after each stage, and an apply may be run again.',
    source:
      'https://github.com/hashicorp/terraform-provider-azurerm/issues/21293 ; https://github.com/hashicorp/terraform-provider-azurerm/pull/28112',
    confidence: 'likely',
  },
  {
    id: 'rules-asleep',
    title: 'Rules behind Disabled are asleep, not open',
    statement:
      'Rules and a default action of Allow admit nobody while public network access is Disabled; they count again once it is enabled.',
    place: 'effect',
    how: 'Admission asks for public network access before any rule; pe-pna-disabled-overrides and disabled-over-allow say what comes back.',
    source: 'https://github.com/Azure/azure-policy/issues/1345',
    confidence: 'certain',
  },
  {
    id: 'linked-by-id',
    title: 'What belongs together is found by its ID',
    statement:
      'A private endpoint, its target, zone and subnet may stand in different modules and plans of one change.',
    place: 'effect',
    how: 'Resources are joined by their ARM IDs, by references and by name, whichever module or file they stand in.',
    source: 'https://github.com/bridgecrewio/checkov/issues/4638',
    confidence: 'certain',
  },
  {
    id: 'tf-optional-computed',
    title: 'A block that the provider reads back stays although it is dropped',
    statement:
      'Blocks that azurerm declares optional and computed (network_rules of a storage account, network_acls of a key vault, network_rulesets of an Event Hubs namespace, subnet of a virtual network in azurerm 4 and 5) stay in Azure when the configuration drops them. Service endpoints, ip_range_filter and virtual_network_rule do not.',
    place: 'effect',
    how: 'The plan file holds the value that stays, and rows name the attributes that are read back, so no edit arises.',
    source: providerServices,
    confidence: 'certain',
  },
  {
    id: 'pe-https-health',
    title: 'Each service shows in its own way that a client arrives privately',
    statement:
      'Key Vault shows the caller’s address, SQL its client_net_address, Storage the caller in its logs, Container Registry has a health check.',
    place: 'check',
    how: 'The checks of a flow that arrives ask the service in its own way, and a gate holds them.',
    source: vaultDiagnostics,
    confidence: 'likely',
  },
  {
    id: 'se-cost-free',
    title: 'A service endpoint is free, a private endpoint is not',
    statement:
      'Basic service endpoints cost nothing; standard ones are paid; a private endpoint is charged by the hour and by the gigabyte.',
    place: 'decision',
    how: 'The decision card says so (cost-high-volume). Figures are not given: prices change and differ by region.',
    source: `${overview} ; ${comparison}`,
    confidence: 'likely',
  },
  {
    id: 'tf-order-only',
    title: 'The same values in another order or spelling',
    statement:
      'A list or set that differs only in order, casing or spelling means the same to Azure, though the update may still be sent. private_dns_zone_ids of a zone group is the exception: see pe-zone-group-rewrite-gap.',
    place: 'noise',
    how: 'Such differences are listed as noise and make no edit.',
    source: 'https://github.com/hashicorp/terraform-provider-azurerm/issues/32951',
    confidence: 'certain',
  },
  {
    id: 'moved-address',
    title: 'Another address in the configuration',
    statement:
      'A resource that is moved to another address in the configuration, with nothing else changed, stays as it is in Azure.',
    place: 'noise',
    how: 'Such moves are listed as noise and make no edit.',
    source: 'https://developer.hashicorp.com/terraform/language/modules/develop/refactoring',
    confidence: 'certain',
  },
  {
    id: 'se-vm-disk',
    title: 'Disks of virtual machines do not go through the storage firewall',
    statement:
      'Reads, writes and mounts of disks are not affected by service endpoints or by the firewall of a storage account; requests to page blobs by REST are.',
    place: 'not modelled',
    how: 'A disk is never a flow: nothing of the plan may touch it, so there is nothing to say. Requests by REST are flows like any other.',
    source: `${overview} ; ${limitations}`,
    confidence: 'certain',
  },
  {
    id: 'pe-geo-failover',
    title: 'Failover of a storage account',
    statement:
      'A private endpoint finds its account again after a failover by itself. The read-only copy of a geo-redundant account needs a private endpoint of its own, and networks of the recovery region need rules or endpoints of their own.',
    place: 'not modelled',
    how: 'A failover is no edit that an input shows, so the plan holds for the regions as they are. The read-only copy is a sub-resource of its own and is planned.',
    source: `${storageEndpoints} ; https://learn.microsoft.com/azure/storage/common/storage-network-security`,
    confidence: 'certain',
  },
  {
    id: 'app-dns',
    title: 'Looking up names from inside a Windows app',
    statement:
      'In the console of a Windows app, nameresolver.exe and tcpping show what the app resolves and reaches; older apps needed the setting WEBSITE_DNS_SERVER to resolve private zones.',
    place: 'not modelled',
    how: 'No page of Microsoft’s is known to us that says since when the setting is needless. Checks run on a machine in the app’s subnet instead.',
    source: 'no page is known',
    confidence: 'possible',
  },
  {
    id: 'sql-gateway-addresses',
    title: 'Addresses of SQL gateways move',
    statement:
      'The gateways of Azure SQL move to other addresses from time to time. Clients whose firewalls hold the addresses, and not the service tag Sql of the region, lose the server then.',
    place: 'not modelled',
    how: 'When a gateway moves no input shows, nor which of the addresses in a rule are gateways. A security group is judged by what it allows: a rule by address does not match the service tag, and is said so where it matters.',
    source: 'https://github.com/MicrosoftDocs/azure-docs/issues/39561',
    confidence: 'likely',
  },
  {
    id: 'partitioned-dns',
    title: 'Storage accounts with Azure DNS zone endpoints',
    statement:
      'An account with the endpoint type AzureDnsZone (in preview) has names of the form account.z12.blob.storage.azure.net, whose private zone is another than that of standard accounts.',
    place: 'not modelled',
    how: 'No page of Microsoft’s is known to us that lists the private zones of these names. Such accounts are planned by the names of standard endpoints: check names and zones by hand.',
    source: 'https://github.com/MicrosoftDocs/azure-docs/issues/101176',
    confidence: 'possible',
  },
  {
    id: 'module-version-before',
    title: 'Which version of a module ran before',
    statement:
      'A module upgrade may change defaults: endpoints, rules, zone groups and links may go although nobody wrote so.',
    place: 'not modelled',
    how: 'A plan file names the versions after the change alone. What goes is planned as it is; a cause is named where the version after is known to be faulty, or the state shows the upgrade (azurerm 5).',
    source: 'https://github.com/Azure/Azure-Landing-Zones/issues/4017',
    confidence: 'certain',
  },
  {
    id: 'whatif-noise',
    title: 'What-if reports subnets as deleted that stay',
    statement:
      'A what-if result may show subnets and peerings as deleted when the template of their network does not mention them, and differences in the order of service endpoints or their locations.',
    place: 'not modelled',
    how: 'What-if results are not read yet.',
    source:
      'https://github.com/Azure/arm-template-whatif/issues/439 ; https://github.com/Azure/bicep/issues/4653',
    confidence: 'likely',
  },
  {
    id: 'dropped-but-kept',
    title: 'A block that its author dropped, and that stays',
    statement:
      'Somebody takes a block out of the configuration to open or close something, and nothing happens in Azure, because the provider keeps the value (see tf-optional-computed).',
    place: 'not modelled',
    how: 'A plan file does not show what the configuration said before. Only a reader of the configuration on both sides could tell; there is none yet. What the plan file shows is planned as it is: unchanged.',
    source: providerServices,
    confidence: 'certain',
  },
];
