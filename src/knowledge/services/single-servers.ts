import { name, type PrivateLink, rangeRules, withServiceEndpoint } from '../private-link.ts';
import { type Form, fact, type Service, type Settings } from '../service.ts';
import { armTypes, page, resourcePage } from '../sources.ts';
import { sqlServer } from './sql.ts';

// PostgreSQL, MySQL and MariaDB as single servers, which share their shapes and the service endpoint of SQL servers.

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
        checked: 'connection',
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
