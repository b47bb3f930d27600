// A Terraform plan of any size, the same bytes for the same size: teams, each a module with a network of its own, two
// accounts and a database server, and the forty other resources that such a module drags along.
import { closeSync, openSync, writeSync } from 'node:fs';

interface Resource {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly before: Values | null;
  readonly after: Values;
}

type Values = Readonly<Record<string, unknown>>;

const megabyte = 1_000_000;
const subscription = '/subscriptions/00000000-0000-4000-8000-000000000001';
const provider = 'registry.terraform.io/hashicorp/azurerm';
/** One team in so many changes its network in this plan. */
const changing = 20;

/** Writes a plan of about `megabytes` to `path`. */
export function writePlan(path: string, megabytes: number): void {
  const teams = Math.max(1, Math.round((megabytes * megabyte) / sizeOf(team(1, generator(1)))));
  const file = openSync(path, 'w');
  const write = (text: string) => writeSync(file, text);
  write('{"format_version":"1.2","terraform_version":"1.11.4","planned_values":{"root_module":');
  writeModules(write, teams, (row) => entry(row, row.after));
  write('},"resource_changes":[');
  for (const [index, resources] of all(teams)) {
    write(
      `${index > 1 ? ',' : ''}${resources.map((row) => JSON.stringify(change(row))).join(',')}`,
    );
  }
  write(
    '],"prior_state":{"format_version":"1.0","terraform_version":"1.11.4","values":{"root_module":',
  );
  writeModules(write, teams, (row) => row.before && entry(row, row.before));
  write(`}},"configuration":${JSON.stringify(configuration())},"complete":true,"errored":false}\n`);
  closeSync(file);
}

function writeModules(
  write: (text: string) => void,
  teams: number,
  print: (row: Resource) => unknown,
): void {
  write('{"child_modules":[');
  for (const [index, resources] of all(teams)) {
    const rows = resources.map(print).filter((row) => row !== null);
    const text = JSON.stringify({ resources: rows, address: address(index) });
    write(`${index > 1 ? ',' : ''}${text}`);
  }
  write(']}');
}

/** Every team by its number; made anew at each pass, so that a large plan never stands in memory. */
function* all(teams: number): Generator<readonly [number, readonly Resource[]]> {
  const random = generator(20_261_201);
  for (let index = 1; index <= teams; index++) yield [index, team(index, random)];
}

function sizeOf(resources: readonly Resource[]): number {
  return resources.reduce(
    (sum, row) =>
      sum + JSON.stringify(change(row)).length + 2 * JSON.stringify(entry(row, row.after)).length,
    0,
  );
}

function entry(row: Resource, values: Values): unknown {
  const { address: at, type, name } = row;
  const rest = { provider_name: provider, schema_version: 0, values, sensitive_values: {} };
  return { address: at, mode: 'managed', type, name, ...rest };
}

function change({ address: at, type, name, before, after }: Resource): unknown {
  const same = JSON.stringify(before) === JSON.stringify(after);
  const action = before === null ? 'create' : same ? 'no-op' : 'update';
  return {
    address: at,
    module_address: at.slice(0, at.indexOf(']') + 1),
    mode: 'managed',
    type,
    name,
    provider_name: provider,
    change: {
      actions: [action],
      before,
      after,
      after_unknown: {},
      before_sensitive: {},
      after_sensitive: {},
    },
  };
}

function address(index: number): string {
  return `module.team["${String(index).padStart(5, '0')}"]`;
}

function team(index: number, random: () => number): readonly Resource[] {
  const id = String(index).padStart(5, '0');
  const group = `${subscription}/resourceGroups/rg-${id}`;
  const network = `${group}/providers/Microsoft.Network`;
  const subnet = (name: string) => `${network}/virtualNetworks/vnet-${id}/subnets/${name}`;
  const sql = `${group}/providers/Microsoft.Sql/servers/sql-${id}`;
  const changes = index % changing === 1;
  const common = { resource_group_name: `rg-${id}`, location: 'westeurope', tags: { team: id } };
  const row = (type: string, name: string, after: Values, before: Values | null = after) => ({
    address: `${address(index)}.${type}.${name}`,
    type,
    name,
    before,
    after,
  });
  const app = {
    id: subnet('snet-app'),
    name: 'snet-app',
    resource_group_name: `rg-${id}`,
    virtual_network_name: `vnet-${id}`,
    address_prefixes: [`10.${index % 256}.1.0/24`],
    service_endpoints: ['Microsoft.Storage'],
    delegation: [],
  };
  const rule = {
    id: `${sql}/virtualNetworkRules/snet-app`,
    name: 'snet-app',
    server_id: sql,
    subnet_id: subnet('snet-app'),
    ignore_missing_vnet_service_endpoint: null,
  };
  return [
    row('azurerm_virtual_network', 'main', {
      ...common,
      id: `${network}/virtualNetworks/vnet-${id}`,
      name: `vnet-${id}`,
      address_space: [`10.${index % 256}.0.0/16`],
      dns_servers: [],
    }),
    row(
      'azurerm_subnet',
      'app',
      changes ? { ...app, service_endpoints: ['Microsoft.Storage', 'Microsoft.Sql'] } : app,
      app,
    ),
    row('azurerm_subnet', 'jobs', {
      ...app,
      id: subnet('snet-jobs'),
      name: 'snet-jobs',
      address_prefixes: [`10.${index % 256}.2.0/24`],
    }),
    ...['data', 'logs'].map((name) =>
      row('azurerm_storage_account', name, {
        ...common,
        id: `${group}/providers/Microsoft.Storage/storageAccounts/st${name}${id}`,
        name: `st${name}${id}`,
        account_tier: 'Standard',
        account_replication_type: 'LRS',
        public_network_access_enabled: true,
        network_rules: [
          {
            default_action: 'Deny',
            bypass: ['AzureServices'],
            ip_rules: [],
            virtual_network_subnet_ids: [subnet('snet-app')],
            private_link_access: [],
          },
        ],
      }),
    ),
    row('azurerm_mssql_server', 'main', {
      ...common,
      id: sql,
      name: `sql-${id}`,
      version: '12.0',
      public_network_access_enabled: true,
      fully_qualified_domain_name: `sql-${id}.database.windows.net`,
    }),
    ...(changes ? [row('azurerm_mssql_virtual_network_rule', 'app', rule, null)] : []),
    ...Array.from({ length: 40 }, (_, at) => row(...bystander(at, group, common, random))),
  ];
}

/** Something that carries no network fact, small or with a long text in it. */
function bystander(
  at: number,
  group: string,
  common: Values,
  random: () => number,
): [string, string, Values] {
  const words = (count: number) =>
    Array.from({ length: count }, () => Math.floor(random() * 2 ** 32).toString(36)).join(' ');
  const id = `${group}/providers/Microsoft.Insights/items/item-${at}`;
  if (at % 8 === 0) {
    const panel = JSON.stringify({ title: words(4), query: words(150), quoted: '"\\"' });
    return ['azurerm_portal_dashboard', `d${at}`, { ...common, id, dashboard_properties: panel }];
  }
  if (at % 3 === 0) {
    const scope = { id, scope: group, principal_id: words(3), role_definition_name: 'Reader' };
    return ['azurerm_role_assignment', `r${at}`, scope];
  }
  const criteria = [
    { threshold: Math.floor(random() * 100), metric_name: words(2), operator: '>' },
  ];
  const alert = { ...common, id, name: words(2), description: words(20), criteria, enabled: true };
  return ['azurerm_monitor_metric_alert', `a${at}`, alert];
}

function configuration(): unknown {
  const reference = (...references: readonly string[]) => ({ references });
  const of = (type: string, name: string, expressions: Values) => ({
    address: `${type}.${name}`,
    mode: 'managed',
    type,
    name,
    provider_config_key: 'azurerm',
    expressions,
    schema_version: 0,
  });
  const network = 'azurerm_virtual_network.main';
  const subnet = reference('azurerm_subnet.app.id', 'azurerm_subnet.app');
  const resources = [
    of('azurerm_virtual_network', 'main', {}),
    ...['app', 'jobs'].map((name) =>
      of('azurerm_subnet', name, { virtual_network_name: reference(`${network}.name`, network) }),
    ),
    ...['data', 'logs'].map((name) =>
      of('azurerm_storage_account', name, {
        network_rules: [{ virtual_network_subnet_ids: subnet }],
      }),
    ),
    of('azurerm_mssql_server', 'main', {}),
    of('azurerm_mssql_virtual_network_rule', 'app', {
      server_id: reference('azurerm_mssql_server.main.id', 'azurerm_mssql_server.main'),
      subnet_id: subnet,
    }),
  ];
  return {
    provider_config: { azurerm: { name: 'azurerm', full_name: provider } },
    root_module: {
      module_calls: {
        team: { source: './team', for_each_expression: {}, module: { resources } },
      },
    },
  };
}

/** Mulberry32: numbers from 0 to below 1, the same for the same seed. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
