import { fact, type NameInCloud, type Service, type SubresourceRow } from '../service.ts';
import { zonesPage } from '../sources.ts';

const endpointDoc =
  'https://github.com/MicrosoftDocs/azure-databases-docs/blob/01ea2879e14b18fa2570edfeb02540417ce48dd2/articles/cosmos-db/how-to-configure-vnet-service-endpoint.md';
const privateDoc =
  'https://github.com/MicrosoftDocs/azure-databases-docs/blob/02593f600a3e283b85231cfb5d534588b082529e/articles/cosmos-db/how-to-configure-private-endpoints.md';
const firewallDoc = 'https://learn.microsoft.com/azure/cosmos-db/how-to-configure-firewall';
const shapes =
  'https://github.com/Azure/bicep-types-az/blob/1f896de2db96/generated/cosmosdb/microsoft.documentdb/2026-03-15/types.md';
const provider =
  'https://github.com/hashicorp/terraform-provider-azurerm/blob/v5.2.0/website/docs/r/cosmosdb_account.html.markdown';

interface Suffixes {
  readonly public: string;
  readonly usgov?: string;
  readonly china?: string;
}

// One name for the account and one for each of its regions, all in the zone of the interface.
function names(suffixes: Suffixes, likely: boolean) {
  const clouds = (record: string) =>
    Object.fromEntries(
      Object.entries(suffixes).map(([cloud, suffix]): [string, NameInCloud] => [
        cloud,
        {
          host: `${record}.${suffix}`,
          zone: `privatelink.${suffix}`,
          record,
          forwarders: [suffix],
        },
      ]),
    );
  const confidence = likely ? 'likely' : 'certain';
  return [
    { clouds: fact(clouds('{name}'), zonesPage, confidence) },
    { clouds: fact(clouds('{name}-{region}'), privateDoc, confidence), each: 'region' as const },
  ];
}

const wire = 'https://learn.microsoft.com/azure/cosmos-db/nosql/sdk-connection-modes';

interface Ports {
  readonly publicPorts: readonly string[];
  readonly privatePorts: readonly string[];
}

const gateway: Ports = { publicPorts: ['443'], privatePorts: ['443'] };

function api(
  name: string,
  suffixes: Suffixes,
  ports: Ports,
  more: Partial<SubresourceRow> = {},
): SubresourceRow {
  return {
    name,
    names: names(suffixes, name === 'SqlDedicated'),
    publicPorts: fact(ports.publicPorts, wire, 'likely'),
    privatePorts: fact(ports.privatePorts, wire, 'likely'),
    checked: fact('request', 'https://learn.microsoft.com/azure/cosmos-db/vnet-service-endpoint'),
    addresses: fact({ base: 1, perRegion: 1 }, privateDoc),
    ...more,
  };
}

// The portal and the SDKs of these interfaces call the account by its Sql name as well.
const needsSql = fact(['Sql'], privateDoc, 'likely');

const capability = (is: string) => ({ when: [{ condition: 'capability', is: [is] }] });

export const cosmosDb: Service = {
  id: 'cosmos-db',
  title: 'Azure Cosmos DB',
  noun: 'Cosmos DB account',
  type: 'Microsoft.DocumentDB/databaseAccounts',
  forms: [
    {
      dialect: 'azurerm',
      types: ['azurerm_cosmosdb_account'],
      settings: {
        publicNetworkAccess: {
          paths: ['public_network_access_enabled'],
          words: { true: 'Enabled', false: 'Disabled' },
          absent: fact('Enabled', `${provider}: default true`),
        },
        networkRules: {
          each: 'virtual_network_rule',
          subnet: 'id',
          ignoreMissing: 'ignore_missing_vnet_service_endpoint',
        },
        networkRulesEnabled: {
          paths: ['is_virtual_network_filter_enabled'],
          words: { true: 'true', false: 'false' },
          absent: fact('false', `${provider}: default false`),
        },
        // One string with commas up to azurerm 3, a set from 4.
        ipRules: [{ each: 'ip_range_filter', range: '' }],
        trusted: {
          paths: ['network_acl_bypass_for_azure_services'],
          words: { true: 'AzureServices', false: 'None' },
        },
        resourceInstances: { paths: ['network_acl_bypass_ids'] },
        sku: { paths: ['offer_type'] },
        location: { paths: ['location'] },
        regions: { paths: ['geo_location.location'] },
      },
      conditions: {
        capability: 'capabilities.name',
        kind: 'kind',
        analytics: 'analytical_storage_enabled',
      },
    },
    {
      dialect: 'arm',
      types: ['Microsoft.DocumentDB/databaseAccounts'],
      settings: {
        publicNetworkAccess: {
          paths: ['properties.publicNetworkAccess'],
          words: {
            enabled: 'Enabled',
            disabled: 'Disabled',
            securedbyperimeter: 'SecuredByPerimeter',
          },
          absent: fact('unset', shapes),
        },
        networkRules: {
          each: 'properties.virtualNetworkRules',
          subnet: 'id',
          ignoreMissing: 'ignoreMissingVNetServiceEndpoint',
        },
        networkRulesEnabled: {
          paths: ['properties.isVirtualNetworkFilterEnabled'],
          words: { true: 'true', false: 'false' },
          absent: fact('false', shapes),
        },
        ipRules: [
          { each: 'properties.ipRules', range: 'ipAddressOrRange' },
          { each: 'properties.ipRangeFilter', range: '' },
        ],
        trusted: { paths: ['properties.networkAclBypass'] },
        resourceInstances: { paths: ['properties.networkAclBypassResourceIds'] },
        sku: { paths: ['properties.databaseAccountOfferType'] },
        location: { paths: ['location'] },
        regions: { paths: ['properties.locations.locationName'] },
      },
      conditions: {
        capability: 'properties.capabilities.name',
        kind: 'kind',
        analytics: 'properties.enableAnalyticalStorage',
      },
    },
  ],
  traits: {
    admission: fact('open-until-first-rule', endpointDoc),
    denyNeedsRule: fact(false, endpointDoc),
    unsetPublicAccess: fact('open', privateDoc),
    endpointClosesWithoutRules: fact(true, privateDoc),
    ipRulesIgnoreOwnRegion: fact(false, firewallDoc),
    rulesFrozenWhileDisabled: fact(false, firewallDoc, 'likely'),
    rulesBesideEndpoint: fact(true, privateDoc),
    trustedWhileDisabled: fact(false, privateDoc, 'likely'),
    policed: fact(
      false,
      'https://learn.microsoft.com/azure/virtual-network/virtual-network-service-endpoint-policies-overview',
    ),
    serviceTags: fact(
      ['AzureCosmosDB'],
      'https://learn.microsoft.com/azure/virtual-network/service-tags-overview',
    ),
  },
  ruleBeforeEndpoint: { azurerm: fact('with-flag', provider), arm: fact('with-flag', endpointDoc) },
  ignoreMissingFlag: {
    azurerm: fact('ignore_missing_vnet_service_endpoint', provider),
    arm: fact('ignoreMissingVNetServiceEndpoint', shapes),
  },
  serviceEndpoint: fact(
    {
      family: 'Microsoft.AzureCosmosDB',
      types: [{ name: 'Microsoft.AzureCosmosDB', scope: 'everywhere' }],
    },
    endpointDoc,
  ),
  subresources: [
    api(
      'Sql',
      { public: 'documents.azure.com', usgov: 'documents.azure.us', china: 'documents.azure.cn' },
      // Direct mode opens further ports: a few thousand on the public side, any on the private one.
      { publicPorts: ['443', '10000-20000'], privatePorts: ['443', '0-65535'] },
    ),
    api(
      'MongoDB',
      {
        public: 'mongo.cosmos.azure.com',
        usgov: 'mongo.cosmos.azure.us',
        china: 'mongo.cosmos.azure.cn',
      },
      { publicPorts: ['10255'], privatePorts: ['10255'] },
      { when: [{ condition: 'kind', is: ['mongodb'] }] },
    ),
    api(
      'Cassandra',
      {
        public: 'cassandra.cosmos.azure.com',
        usgov: 'cassandra.cosmos.azure.us',
        china: 'cassandra.cosmos.azure.cn',
      },
      { publicPorts: ['10350'], privatePorts: ['10350'] },
      capability('enablecassandra'),
    ),
    api(
      'Gremlin',
      {
        public: 'gremlin.cosmos.azure.com',
        usgov: 'gremlin.cosmos.azure.us',
        china: 'gremlin.cosmos.azure.cn',
      },
      gateway,
      { ...capability('enablegremlin'), companions: needsSql },
    ),
    api(
      'Table',
      {
        public: 'table.cosmos.azure.com',
        usgov: 'table.cosmos.azure.us',
        china: 'table.cosmos.azure.cn',
      },
      gateway,
      {
        ...capability('enabletable'),
        companions: needsSql,
      },
    ),
    api('SqlDedicated', { public: 'sqlx.cosmos.azure.com' }, gateway, {
      when: [{ condition: 'dedicated', is: ['true'] }],
    }),
    api('Analytical', { public: 'analytics.cosmos.azure.com' }, gateway, {
      when: [{ condition: 'analytics', is: ['true'] }],
    }),
  ],
  dataPlane: [],
  checks: [
    fact(
      {
        proves: 'reaches',
        from: 'client',
        run: 'curl --silent --include --max-time 15 https://{host}/',
        expect:
          '401 (the request lacks a key); 403 means that the firewall of the account refuses this client, and its message says how it came: "through public internet", "through service endpoint" or "through private endpoint"',
      },
      'https://learn.microsoft.com/azure/cosmos-db/nosql/troubleshoot-forbidden',
    ),
    fact(
      {
        proves: 'private-name',
        from: 'client',
        run: 'nslookup {host}',
        expect:
          'the private address of the endpoint; a public address means that the zone is not visible here, NXDOMAIN that it has no record {record}',
      },
      privateDoc,
    ),
    fact(
      {
        proves: 'private-source',
        from: 'operator',
        run: 'CDBDataPlaneRequests | where AccountName =~ "{name}" | summarize count() by ClientIpAddress, StatusCode',
        expect:
          'private addresses of the subnet with status 200; 403 means that the firewall refuses them',
      },
      'https://learn.microsoft.com/azure/azure-monitor/reference/tables/cdbdataplanerequests',
      'likely',
    ),
    fact(
      {
        proves: 'rule',
        from: 'operator',
        run: 'az cosmosdb network-rule list --resource-group {group} --name {name} --query "[].id" --output table',
        expect: '{subnet}',
      },
      endpointDoc,
    ),
    fact(
      {
        proves: 'ip-rule',
        from: 'operator',
        run: 'az cosmosdb show --resource-group {group} --name {name} --query "ipRules[].ipAddressOrRange" --output tsv',
        expect: '{range}',
      },
      'https://learn.microsoft.com/cli/azure/cosmosdb',
    ),
    fact(
      {
        proves: 'public-access',
        from: 'operator',
        run: 'az cosmosdb show --resource-group {group} --name {name} --query "{public:publicNetworkAccess,filter:isVirtualNetworkFilterEnabled,ip:ipRules[].ipAddressOrRange}"',
        expect: 'the values of the plan',
      },
      endpointDoc,
    ),
    fact(
      {
        proves: 'closed',
        from: 'internet',
        run: 'curl --silent --output /dev/null --write-out "%{http_code}" https://{host}/',
        expect: '403; 401 means that the public side still admits callers',
      },
      firewallDoc,
      'likely',
    ),
  ],
  limits: [
    fact({ what: 'virtual network rules', max: 256 }, endpointDoc),
    fact({ what: 'private endpoints', max: 200 }, privateDoc),
  ],
  delays: {
    'virtual-network-rule': fact(
      {
        take: { min: 1, max: 10 },
        settle: { min: 0, max: 15 },
        basis:
          'the account is updated for 1 to 10 minutes; a rule may then take up to 15 to be in force everywhere',
      },
      endpointDoc,
    ),
    'ip-rule': fact(
      {
        take: { min: 1, max: 10 },
        settle: { min: 0, max: 15 },
        basis:
          'the account is updated for 1 to 10 minutes; changes of its firewall may then take up to 15',
      },
      firewallDoc,
    ),
    'public-network-access': fact(
      {
        take: { min: 1, max: 10 },
        settle: { min: 0, max: 15 },
        basis:
          'the account is updated for 1 to 10 minutes; changes of its firewall may then take up to 15',
      },
      firewallDoc,
      'likely',
    ),
    'private-endpoint': fact(
      {
        take: { min: 1, max: 10 },
        settle: { min: 0, max: 5 },
        basis:
          'an endpoint takes 1 to 10 minutes; the first one of an account without rules costs about 5 minutes more',
      },
      privateDoc,
    ),
  },
  notes: [
    fact(
      'The first private endpoint of an account without rules makes it answer on private endpoints only; deleting the last one opens it again unless public network access is Disabled.',
      privateDoc,
    ),
    fact('CLI and PowerShell replace the whole list of rules.', endpointDoc),
  ],
};
