import { name, privateLinkOnly, rangeRules } from '../private-link.ts';
import { type Fact, fact } from '../service.ts';
import { armTypes, page, resourcePage } from '../sources.ts';

// Relational and document databases beside SQL servers and Cosmos DB accounts.

const perConnection = { checked: 'connection' } as const;

const managedInstancePage = page('azure-sql/managed-instance/private-endpoint-overview');

export const sqlManagedInstance = privateLinkOnly({
  id: 'sql-managed-instance',
  title: 'Azure SQL Managed Instance',
  noun: 'SQL managed instance',
  type: 'Microsoft.Sql/managedInstances',
  page: managedInstancePage,
  shapes: armTypes('sql_1/microsoft.sql/2025-01-01'),
  azurerm: [
    {
      types: ['azurerm_mssql_managed_instance'],
      access: 'public_data_endpoint_enabled',
      unset: 'Disabled',
      conditions: { dnsPrefix: 'dns_zone' },
    },
  ],
  arm: {
    access: 'properties.publicDataEndpointEnabled',
    conditions: { dnsPrefix: 'properties.dnsZone' },
  },
  parts: [
    {
      name: 'managedInstance',
      names: [
        name({
          public: managedInstance('windows.net'),
          usgov: managedInstance('usgovcloudapi.net'),
        }),
      ],
      // The public endpoint answers on 3342; inside the instance's own network the policy may redirect to 11000-11999.
      ports: ['3342'],
      privatePorts: fact(['1433'], managedInstancePage, 'likely'),
      ...perConnection,
    },
  ],
  notes: [
    'By a private endpoint it is always a proxy on port 1433.',
    'It lives in a delegated subnet; a private endpoint is for other networks.',
  ],
});

function managedInstance(suffix: string) {
  return {
    host: `{name}.{dnsPrefix}.database.${suffix}`,
    zone: `privatelink.{dnsPrefix}.database.${suffix}`,
  };
}

/** A firewall rule must match: nobody is let in without. */
const denied = (docs: string, confidence: Fact<string>['confidence'] = 'certain') => ({
  admission: fact<'deny-unless-matched'>('deny-unless-matched', docs, confidence),
});

const flexibleNotes = [
  'A server in a delegated subnet has no private endpoint and no public side; its zone is one of its own. Whether it has a public side is settled when it is created.',
] as const;

const flexiblePage = page('postgresql/flexible-server/concepts-networking-public');

export const postgresqlFlexible = privateLinkOnly({
  id: 'postgresql-flexible',
  title: 'Azure Database for PostgreSQL flexible server',
  noun: 'PostgreSQL flexible server',
  type: 'Microsoft.DBforPostgreSQL/flexibleServers',
  page: flexiblePage,
  shapes: armTypes('postgresql/microsoft.dbforpostgresql/2025-08-01'),
  azurerm: [
    {
      types: ['azurerm_postgresql_flexible_server'],
      access: 'public_network_access_enabled',
      more: { sku: { paths: ['sku_name'] } },
    },
  ],
  arm: { access: 'properties.network.publicNetworkAccess', more: { sku: { paths: ['sku.name'] } } },
  rules: rangeRules(
    ['azurerm_postgresql_flexible_server_firewall_rule'],
    { by: 'id', path: 'server_id' },
    'Microsoft.DBforPostgreSQL/flexibleServers/firewallRules',
  ),
  parts: [
    {
      name: 'postgresqlServer',
      names: [
        name({
          public: 'postgres.database.azure.com',
          usgov: 'postgres.database.usgovcloudapi.net',
          china: 'postgres.database.chinacloudapi.cn',
        }),
      ],
      ports: ['5432', '6432'],
      ...perConnection,
    },
  ],
  traits: { ...denied(flexiblePage), serviceTags: ['Sql'] },
  notes: flexibleNotes,
});

const mysqlFlexiblePage = page('mysql/flexible-server/concepts-networking-public');

export const mysqlFlexible = privateLinkOnly({
  id: 'mysql-flexible',
  title: 'Azure Database for MySQL flexible server',
  noun: 'MySQL flexible server',
  type: 'Microsoft.DBforMySQL/flexibleServers',
  page: mysqlFlexiblePage,
  shapes: armTypes('mysql_0/microsoft.dbformysql/2024-12-30'),
  azurerm: [
    {
      // `public_network_access_enabled` could only be read before azurerm 5.
      types: ['azurerm_mysql_flexible_server'],
      access: 'public_network_access',
      more: {
        publicNetworkAccess: {
          paths: ['public_network_access', 'public_network_access_enabled'],
          words: { true: 'Enabled', false: 'Disabled', enabled: 'Enabled', disabled: 'Disabled' },
          absent: fact('unset', resourcePage('azurerm_mysql_flexible_server')),
        },
        sku: { paths: ['sku_name'] },
      },
    },
  ],
  arm: { access: 'properties.network.publicNetworkAccess', more: { sku: { paths: ['sku.name'] } } },
  rules: rangeRules(
    ['azurerm_mysql_flexible_server_firewall_rule'],
    { by: 'name', path: 'server_name', group: 'resource_group_name' },
    'Microsoft.DBforMySQL/flexibleServers/firewallRules',
  ),
  parts: [
    {
      name: 'mysqlServer',
      names: [
        name({
          public: 'mysql.database.azure.com',
          usgov: 'mysql.database.usgovcloudapi.net',
          china: 'mysql.database.chinacloudapi.cn',
        }),
      ],
      ports: ['3306'],
      ...perConnection,
    },
  ],
  traits: { ...denied(mysqlFlexiblePage), serviceTags: ['Sql'] },
  notes: flexibleNotes,
});

const citusPage = page('cosmos-db/postgresql/concepts-security-private-access');

export const cosmosPostgresql = privateLinkOnly({
  id: 'cosmos-postgresql',
  title: 'Azure Cosmos DB for PostgreSQL',
  noun: 'Cosmos DB for PostgreSQL cluster',
  type: 'Microsoft.DBforPostgreSQL/serverGroupsv2',
  page: citusPage,
  shapes: armTypes('postgresqlhsc/microsoft.dbforpostgresql/2022-11-08'),
  azurerm: [
    {
      types: ['azurerm_cosmosdb_postgresql_cluster'],
      access: 'coordinator_public_ip_access_enabled',
      host: 'servers.fqdn',
    },
  ],
  arm: {
    access: 'properties.coordinatorEnablePublicIpAccess',
    host: 'properties.serverNames.fullyQualifiedDomainName',
  },
  rules: rangeRules(
    ['azurerm_cosmosdb_postgresql_firewall_rule'],
    { by: 'id', path: 'cluster_id' },
    'Microsoft.DBforPostgreSQL/serverGroupsv2/firewallRules',
  ),
  parts: [
    {
      name: 'coordinator',
      names: [
        name({
          public: {
            host: 'c-{name}.postgres.cosmos.azure.com',
            zone: 'privatelink.postgres.cosmos.azure.com',
            forwarders: ['postgres.cosmos.azure.com'],
          },
        }),
      ],
      ports: ['5432', '6432'],
      ...perConnection,
    },
  ],
  traits: denied(citusPage, 'likely'),
});

const mongoPage = page('documentdb/how-to-private-link');

export const mongoCluster = privateLinkOnly({
  id: 'mongo-cluster',
  title: 'Azure DocumentDB (Cosmos DB for MongoDB vCore)',
  noun: 'DocumentDB cluster',
  type: 'Microsoft.DocumentDB/mongoClusters',
  page: mongoPage,
  shapes: armTypes('mongocluster/microsoft.documentdb/2026-06-01'),
  azurerm: [{ types: ['azurerm_mongo_cluster'], access: 'public_network_access' }],
  arm: { access: 'properties.publicNetworkAccess' },
  rules: rangeRules(
    ['azurerm_mongo_cluster_firewall_rule'],
    { by: 'id', path: 'mongo_cluster_id' },
    'Microsoft.DocumentDB/mongoClusters/firewallRules',
  ),
  parts: [
    {
      name: 'MongoCluster',
      names: [name({ public: 'mongocluster.cosmos.azure.com' })],
      ports: ['10260'],
      ...perConnection,
    },
  ],
  traits: denied(mongoPage, 'likely'),
});
