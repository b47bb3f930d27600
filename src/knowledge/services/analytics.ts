import { name, privateLinkOnly, rangeRules } from '../private-link.ts';
import { fact } from '../service.ts';
import { armTypes, page, zonesPage } from '../sources.ts';

const synapsePage = page('synapse-analytics/security/synapse-workspace-ip-firewall');
const synapseTypes = armTypes('synapse/microsoft.synapse/2021-06-01');

const sqlPorts = { ports: ['1433', '443'], checked: 'connection' } as const;

const onDemand = (suffix: string) => ({
  host: `{name}-ondemand.${suffix}`,
  zone: `privatelink.${suffix}`,
});

export const synapse = privateLinkOnly({
  id: 'synapse',
  title: 'Azure Synapse workspaces',
  noun: 'Synapse workspace',
  type: 'Microsoft.Synapse/workspaces',
  page: synapsePage,
  shapes: synapseTypes,
  azurerm: [{ types: ['azurerm_synapse_workspace'], access: 'public_network_access_enabled' }],
  arm: { access: 'properties.publicNetworkAccess' },
  rules: rangeRules(
    ['azurerm_synapse_firewall_rule'],
    { by: 'id', path: 'synapse_workspace_id' },
    'Microsoft.Synapse/workspaces/firewallRules',
  ),
  parts: [
    {
      name: 'Sql',
      names: [
        name({ public: 'sql.azuresynapse.net', usgov: 'sql.azuresynapse.usgovcloudapi.net' }),
      ],
      ...sqlPorts,
      companions: ['SqlOnDemand', 'Dev'],
    },
    {
      name: 'SqlOnDemand',
      names: [
        name({
          public: onDemand('sql.azuresynapse.net'),
          usgov: onDemand('sql.azuresynapse.usgovcloudapi.net'),
        }),
      ],
      ...sqlPorts,
    },
    {
      name: 'Dev',
      names: [
        name({ public: 'dev.azuresynapse.net', usgov: 'dev.azuresynapse.usgovcloudapi.net' }),
      ],
    },
  ],
  dataPlane: [
    {
      types: [
        'azurerm_synapse_role_assignment',
        'azurerm_synapse_linked_service',
        'azurerm_synapse_managed_private_endpoint',
      ],
      owner: { by: 'id', path: 'synapse_workspace_id' },
      subresource: 'Dev',
    },
  ],
  traits: { admission: 'deny-unless-matched', serviceTags: ['Sql'] },
  notes: [
    'Sql, SqlOnDemand and Dev need a private endpoint each; Synapse Studio itself comes by a private link hub.',
  ],
});

export const synapseHub = privateLinkOnly({
  id: 'synapse-private-link-hub',
  title: 'Synapse private link hubs (Synapse Studio)',
  noun: 'Synapse private link hub',
  type: 'Microsoft.Synapse/privateLinkHubs',
  page: page('synapse-analytics/security/synapse-private-link-hubs'),
  shapes: synapseTypes,
  azurerm: [{ types: ['azurerm_synapse_private_link_hub'] }],
  parts: [
    {
      name: 'Web',
      names: [
        name(
          {
            public: { host: 'web.azuresynapse.net', zone: 'privatelink.azuresynapse.net' },
            usgov: {
              host: 'web.azuresynapse.usgovcloudapi.net',
              zone: 'privatelink.azuresynapse.usgovcloudapi.net',
            },
          },
          { shared: true },
        ),
      ],
    },
  ],
});

const kustoPage = page('data-explorer/security-network-private-endpoint');

const cluster = (prefix: string, suffix: string) => ({
  host: `${prefix}{name}.{region}.${suffix}`,
  zone: `privatelink.{region}.${suffix}`,
});

export const dataExplorer = privateLinkOnly({
  id: 'data-explorer',
  title: 'Azure Data Explorer',
  noun: 'Data Explorer cluster',
  type: 'Microsoft.Kusto/clusters',
  page: kustoPage,
  shapes: armTypes('azure-kusto/microsoft.kusto/2025-02-14'),
  azurerm: [
    {
      types: ['azurerm_kusto_cluster'],
      access: 'public_network_access_enabled',
      more: { ipRules: [{ each: 'allowed_ip_ranges', range: '' }], sku: { paths: ['sku.name'] } },
    },
  ],
  arm: {
    access: 'properties.publicNetworkAccess',
    more: {
      ipRules: [{ each: 'properties.allowedIpRangeList', range: '' }],
      sku: { paths: ['sku.name'] },
    },
  },
  parts: [
    {
      name: 'cluster',
      names: [
        ...['', 'ingest-'].map((prefix) =>
          name({
            public: cluster(prefix, 'kusto.windows.net'),
            china: cluster(prefix, 'kusto.windows.cn'),
          }),
        ),
        // Ingestion goes through storage accounts of the cluster.
        ...['blob', 'queue', 'table'].map((each) =>
          name({
            public: {
              host: `<{name}>.${each}.core.windows.net`,
              zone: `privatelink.${each}.core.windows.net`,
            },
          }),
        ),
      ],
    },
  ],
  traits: { admission: 'open-until-first-rule' },
});

const hdinsightPage = page('hdinsight/hdinsight-private-link');

const gateway = (suffix: string) => ({ host: `{name}.${suffix}`, zone: `privatelink.${suffix}` });
const headNode = (suffix: string) => ({
  host: `{name}-ssh.${suffix}`,
  zone: `privatelink.${suffix}`,
});

const hdinsightNames = (of: typeof gateway) => [
  name({
    public: of('azurehdinsight.net'),
    usgov: of('azurehdinsight.us'),
    china: of('azurehdinsight.cn'),
  }),
];

export const hdinsight = privateLinkOnly({
  id: 'hdinsight',
  title: 'HDInsight',
  noun: 'HDInsight cluster',
  type: 'Microsoft.HDInsight/clusters',
  page: hdinsightPage,
  shapes: armTypes('hdinsight/microsoft.hdinsight/2021-06-01'),
  azurerm: [
    {
      types: [
        'azurerm_hdinsight_hadoop_cluster',
        'azurerm_hdinsight_hbase_cluster',
        'azurerm_hdinsight_interactive_query_cluster',
        'azurerm_hdinsight_kafka_cluster',
        'azurerm_hdinsight_spark_cluster',
      ],
    },
  ],
  parts: [
    { name: 'gateway', names: hdinsightNames(gateway) },
    { name: 'headnode', names: hdinsightNames(headNode), ports: ['22'], checked: 'connection' },
  ],
  notes: ['A private endpoint cannot have a static address here.'],
});

const databricksPage = page('databricks/security/network/classic/private-link');

const ui = (suffix: string) => ({
  host: `<{name}>.${suffix}`,
  zone: `privatelink.${suffix}`,
  forwarders: [suffix],
});

// Sign-in in the browser comes by one name for each region, whatever the workspace.
const signIn = (suffix: string) => ({
  host: `{region}.pl-auth.${suffix}`,
  zone: `privatelink.${suffix}`,
  forwarders: [suffix],
});

export const databricks = privateLinkOnly({
  id: 'databricks',
  title: 'Azure Databricks',
  noun: 'Databricks workspace',
  type: 'Microsoft.Databricks/workspaces',
  page: databricksPage,
  shapes: armTypes('databricks/microsoft.databricks/2026-01-01'),
  azurerm: [
    {
      types: ['azurerm_databricks_workspace'],
      access: 'public_network_access_enabled',
      host: 'workspace_url',
      more: { sku: { paths: ['sku'] } },
    },
  ],
  arm: {
    access: 'properties.publicNetworkAccess',
    host: 'properties.workspaceUrl',
    more: { sku: { paths: ['sku.name'] } },
  },
  parts: [
    {
      name: 'databricks_ui_api',
      names: [
        name({ public: ui('azuredatabricks.net'), usgov: ui('databricks.azure.us') }),
        name({ china: ui('databricks.azure.cn') }, {}, databricksPage, 'possible'),
      ],
      ports: ['443', '6666', '3306', '8443-8451'],
      companions: ['browser_authentication'],
    },
    {
      name: 'browser_authentication',
      names: [
        name(
          { public: signIn('azuredatabricks.net'), usgov: signIn('databricks.azure.us') },
          { shared: true },
        ),
        name(
          { china: signIn('databricks.azure.cn') },
          { shared: true },
          databricksPage,
          'possible',
        ),
      ],
    },
  ],
  traits: { serviceTags: ['AzureDatabricks'] },
  skus: fact('Premium.', databricksPage, 'likely'),
  skusWithoutEndpoint: fact(['standard', 'trial'], databricksPage, 'likely'),
  notes: [
    fact(
      'browser_authentication is one endpoint for all workspaces of a region: deleting the workspace that hosts it breaks sign-in for all.',
      databricksPage,
      'likely',
    ),
  ],
});

const tenantName = (suffix: string) =>
  name({ public: { host: `<{name}>.${suffix}`, zone: `privatelink.${suffix}` } }, { shared: true });

export const powerBi = privateLinkOnly({
  id: 'power-bi',
  title: 'Power BI tenants',
  noun: 'Power BI tenant',
  type: 'Microsoft.PowerBI/privateLinkServicesForPowerBI',
  page: 'https://learn.microsoft.com/fabric/security/security-private-links-overview',
  shapes: armTypes('powerbiprivatelinks/microsoft.powerbi/2020-06-01'),
  parts: [
    {
      name: 'tenant',
      names: [
        'analysis.windows.net',
        'pbidedicated.windows.net',
        'prod.powerquery.microsoft.com',
      ].map(tenantName),
    },
  ],
  traits: { serviceTags: ['PowerBI'] },
  notes: ['Whether the public side is open is a setting of the tenant, which no template shows.'],
});

export const fabricWorkspace = privateLinkOnly({
  id: 'fabric-workspace',
  title: 'Microsoft Fabric workspaces',
  noun: 'Fabric workspace',
  type: 'Microsoft.Fabric/privateLinkServicesForFabric',
  page: 'https://learn.microsoft.com/fabric/security/security-workspace-level-private-links-overview',
  shapes: zonesPage,
  parts: [{ name: 'workspace', names: [tenantName('fabric.microsoft.com')] }],
  notes: [
    'Whether the public side is open is a setting of the workspace, which no template shows.',
  ],
});
