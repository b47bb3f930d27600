import {
  name,
  type Part,
  type PrivateLink,
  privateLinkOnly,
  rangeRules,
  withServiceEndpoint,
} from '../private-link.ts';
import { type Form, fact, type Service, type Settings } from '../service.ts';
import { armTypes, page, resourcePage } from '../sources.ts';
import { sqlServer } from './sql.ts';

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

interface SingleServer {
  readonly id: string;
  readonly title: string;
  readonly noun: string;
  readonly family: 'PostgreSQL' | 'MySQL' | 'MariaDB';
  readonly shapes: string;
  readonly port: string;
  readonly cli: string;
}

// Retired, and still covered by Microsoft.Sql on a subnet wherever one lives on.
function singleServer({ id, title, noun, family, shapes, port, cli }: SingleServer): Service {
  const low = family.toLowerCase();
  const type = `Microsoft.DBfor${family}/servers`;
  const docs = page(
    `${low}/${low === 'postgresql' ? 'single-server/' : ''}concepts-data-access-and-security-vnet`,
  );
  const ruleType = `azurerm_${low}_virtual_network_rule`;
  const owner = { by: 'name', path: 'server_name', group: 'resource_group_name' } as const;
  const rule = (
    dialect: Form['dialect'],
    types: readonly string[],
    of: Form['of'],
    settings: Settings,
  ): Form => ({
    dialect,
    types,
    ...(of === undefined ? {} : { of }),
    settings,
  });
  // azurerm has a word for the flag at PostgreSQL alone.
  const early = family === 'PostgreSQL' ? 'ignore_missing_vnet_service_endpoint' : undefined;
  const ruleDoc = resourcePage(ruleType, 'v3.116.0');
  const suffix = (end: string) => `${low === 'postgresql' ? 'postgres' : low}.database.${end}`;
  const row: PrivateLink = {
    id,
    title,
    noun,
    type,
    page: docs,
    shapes,
    azurerm: [
      {
        types: [`azurerm_${low}_server`],
        access: 'public_network_access_enabled',
        version: 'v3.116.0',
        more: { sku: { paths: ['sku_name'] } },
      },
    ],
    arm: { access: 'properties.publicNetworkAccess', more: { sku: { paths: ['sku.name'] } } },
    rules: [
      rule('azurerm', [ruleType], owner, {
        networkRules: {
          each: '',
          subnet: 'subnet_id',
          ...(early === undefined ? {} : { ignoreMissing: early }),
        },
      }),
      rule(
        'arm',
        [`${type}/virtualNetworkRules`],
        { by: 'parent' },
        {
          networkRules: {
            each: '',
            subnet: 'properties.virtualNetworkSubnetId',
            ignoreMissing: 'properties.ignoreMissingVnetServiceEndpoint',
          },
        },
      ),
      ...rangeRules([`azurerm_${low}_firewall_rule`], owner, `${type}/firewallRules`),
    ],
    parts: [
      {
        name: `${low}Server`,
        names: [
          name({
            public: suffix('azure.com'),
            usgov: suffix('usgovcloudapi.net'),
            china: suffix('chinacloudapi.cn'),
          }),
        ],
        ports: [port],
        ...perConnection,
      },
    ],
    traits: { admission: fact('deny-unless-matched', docs), serviceTags: ['Sql'] },
    skus: fact('General Purpose or Memory Optimized.', docs, 'possible'),
    notes: [
      fact(
        'Single servers are retired; flexible servers take their place and have no service endpoint.',
        docs,
        'likely',
      ),
    ],
  };
  return withServiceEndpoint(row, {
    serviceEndpoint: fact(
      { family: 'Microsoft.Sql', types: sqlServer.serviceEndpoint?.value.types ?? [] },
      docs,
    ),
    ruleBeforeEndpoint: {
      azurerm:
        early === undefined ? fact('refused', ruleDoc, 'likely') : fact('with-flag', ruleDoc),
      arm: fact('with-flag', shapes),
    },
    ignoreMissingFlag: {
      ...(early === undefined ? {} : { azurerm: fact(early, ruleDoc) }),
      arm: fact('ignoreMissingVnetServiceEndpoint', shapes),
    },
    checks: [
      fact(
        {
          proves: 'rule',
          from: 'operator',
          run: `az ${cli} server vnet-rule list --resource-group {group} --server-name {name} --query "[].virtualNetworkSubnetId" --output tsv`,
          expect: '{subnet}',
        },
        docs,
        'likely',
      ),
    ],
  });
}

export const postgresqlServer = singleServer({
  id: 'postgresql-server',
  title: 'Azure Database for PostgreSQL single server (retired)',
  noun: 'PostgreSQL server',
  family: 'PostgreSQL',
  shapes: armTypes('postgresql/microsoft.dbforpostgresql/2017-12-01'),
  port: '5432',
  cli: 'postgres',
});

export const mysqlServer = singleServer({
  id: 'mysql-server',
  title: 'Azure Database for MySQL single server (retired)',
  noun: 'MySQL server',
  family: 'MySQL',
  shapes: armTypes('mysql_1/microsoft.dbformysql/2017-12-01'),
  port: '3306',
  cli: 'mysql',
});

export const mariadbServer = singleServer({
  id: 'mariadb-server',
  title: 'Azure Database for MariaDB (retired)',
  noun: 'MariaDB server',
  family: 'MariaDB',
  shapes: armTypes('mariadb/microsoft.dbformariadb/2018-06-01'),
  port: '3306',
  cli: 'mariadb',
});

/** Clients sign in once for each connection, and a firewall rule must match: nobody is let in without. */
const denied = (docs: string) => ({
  admission: fact<'deny-unless-matched'>('deny-unless-matched', docs),
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
  traits: denied(citusPage),
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
  traits: denied(mongoPage),
});

const cachePage = page('azure-cache-for-redis/cache-private-link');

const redisPart: Pick<Part, 'ports' | 'checked'> = { ports: ['6380', '6379'], ...perConnection };

export const redis = privateLinkOnly({
  id: 'redis',
  title: 'Azure Cache for Redis',
  noun: 'Redis cache',
  type: 'Microsoft.Cache/redis',
  page: cachePage,
  shapes: armTypes('redis/microsoft.cache/2024-11-01'),
  azurerm: [
    {
      types: ['azurerm_redis_cache'],
      access: 'public_network_access_enabled',
      more: { sku: { paths: ['sku_name'] } },
    },
  ],
  arm: {
    access: 'properties.publicNetworkAccess',
    more: { sku: { paths: ['properties.sku.name'] } },
  },
  rules: rangeRules(
    ['azurerm_redis_firewall_rule'],
    { by: 'name', path: 'redis_cache_name', group: 'resource_group_name' },
    'Microsoft.Cache/redis/firewallRules',
    ['start_ip', 'end_ip'],
    ['startIP', 'endIP'],
  ),
  parts: [
    {
      name: 'redisCache',
      names: [
        name({
          public: 'redis.cache.windows.net',
          usgov: 'redis.cache.usgovcloudapi.net',
          china: 'redis.cache.chinacloudapi.cn',
        }),
      ],
      ...redisPart,
    },
  ],
  traits: { admission: 'open-until-first-rule' },
  skus: fact(
    'Basic, Standard or Premium; not a Premium cache that is injected into a subnet.',
    cachePage,
    'likely',
  ),
  notes: ['Disabled means that private endpoints are the only way in.'],
});

const managed = ['balanced*', 'memoryoptimized*', 'computeoptimized*', 'flashoptimized*'];

export const managedRedis = privateLinkOnly({
  id: 'managed-redis',
  title: 'Azure Managed Redis and Azure Cache for Redis Enterprise',
  noun: 'managed Redis',
  type: 'Microsoft.Cache/redisEnterprise',
  page: page('redis/private-link'),
  shapes: armTypes('redisenterprise/microsoft.cache/2025-07-01'),
  azurerm: [
    {
      types: ['azurerm_managed_redis'],
      access: 'public_network_access',
      conditions: { sku: 'sku_name' },
      more: { sku: { paths: ['sku_name'] } },
    },
    {
      // Removed in azurerm 5; it had no switch for public network access.
      types: ['azurerm_redis_enterprise_cluster'],
      version: 'v4.40.0',
      conditions: { sku: 'sku_name' },
      more: { sku: { paths: ['sku_name'] } },
    },
  ],
  arm: {
    access: 'properties.publicNetworkAccess',
    conditions: { sku: 'sku.name' },
    more: { sku: { paths: ['sku.name'] } },
  },
  parts: [
    {
      name: 'redisEnterprise',
      // One ARM type, two generations, told apart by the SKU.
      names: [
        name(
          {
            public: {
              host: '{name}.{region}.redis.azure.net',
              zone: 'privatelink.redis.azure.net',
            },
          },
          { when: [{ condition: 'sku', is: managed }] },
        ),
        name(
          {
            public: {
              host: '{name}.{region}.redisenterprise.cache.azure.net',
              zone: 'privatelink.redisenterprise.cache.azure.net',
            },
          },
          { when: [{ condition: 'sku', is: ['enterprise*'] }] },
        ),
      ],
      ports: ['10000'],
      ...perConnection,
    },
  ],
});
