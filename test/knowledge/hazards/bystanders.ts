import type { Change } from '../../../src/core/change.ts';
import { unknown } from '../../../src/core/known.ts';
import {
  change,
  client,
  endpoint,
  firewall,
  ids,
  link,
  nat,
  net,
  on,
  type Part,
  peering,
  ranges,
  routeTable,
  rules,
  securityGroup,
  subnet,
  target,
  use,
  vnet,
  workload,
  zone,
  zoneGroup,
} from './scene.ts';

// Changes elsewhere in the estate: of every kind, in networks of their own, for other targets. Whatever a rule says of a change it
// says in the same words, at the same edit, while these happen beside it.

const file = 'privatelink.file.core.windows.net';
const postgres = 'privatelink.postgres.database.azure.com';
const deny = { defaultAction: 'Deny' as const };

/** A network with subnets of its own, and what becomes of them. */
function elsewhere(name: string, before: Part, after: Part): Change {
  const home: Part = { vnets: [vnet(name, { addressSpace: ['172.16.0.0/16'] })] };
  return change(net(home, before), net(home, after));
}

function endpointsMove(): Change {
  const st = target('storage', 'bystore', { ...deny, networkRules: rules('vnet-b1/by-1') });
  const sql = target('sql', 'bysql', { networkRules: rules('vnet-b1/by-1') });
  const kv = target('vault', 'bykv', { ...deny, networkRules: rules('vnet-b1/by-1') });
  const of = (...services: string[]): Part => ({
    subnets: [
      subnet('vnet-b1/by-1', { endpoints: on(...services), prefixes: ['172.16.1.0/24'] }),
      subnet('vnet-b1/by-2', { endpoints: on('Microsoft.Sql') }),
    ],
    targets: [st, sql, kv],
    workloads: [
      { ...workload('by-nodes', 'vnet-b1/by-1'), noun: 'AKS node pool' },
      workload('by-vm', 'vnet-b1/by-2'),
    ],
  });
  return elsewhere(
    'vnet-b1',
    of('Microsoft.Storage', 'Microsoft.Sql'),
    of('Microsoft.Sql', 'Microsoft.KeyVault', 'Microsoft.Storage.Global'),
  );
}

function rulesMove(): Change {
  const subnets = [
    subnet('vnet-b2/by-3', { endpoints: on('Microsoft.Sql', 'Microsoft.ServiceBus') }),
    subnet('vnet-b2/by-4', { endpoints: on('Microsoft.KeyVault') }),
  ];
  const sql = target('sql', 'bysql2', { networkRules: rules('vnet-b2/by-3') });
  const kv = target('vault', 'bykv2', { ...deny, ipRules: ranges('40.1.1.1') });
  const bus = target('bus', 'bybus', deny);
  const store = target('storage', 'bystore2', { ...deny, ipRules: ranges('40.1.1.9') });
  return elsewhere(
    'vnet-b2',
    { subnets, targets: [sql, kv, bus, store] },
    {
      subnets,
      targets: [
        { ...sql, networkRules: {}, ipRules: ranges('40.1.1.2') },
        { ...kv, ipRules: {}, networkRules: rules('vnet-b2/by-4') },
        { ...bus, networkRules: rules('vnet-b2/by-3') },
        { ...store, defaultAction: 'Allow' },
      ],
    },
  );
}

function namesMove(): Change {
  const db = target('postgres', 'bypg', { networkRules: rules('vnet-b3/by-5') });
  const st = target('storage', 'bystore3');
  const base: Part = {
    subnets: [
      subnet('vnet-b3/by-5', { endpoints: on('Microsoft.Sql') }),
      subnet('vnet-b3/by-pe', { prefixes: ['172.16.9.0/24'] }),
    ],
    zones: [
      { ...zone(postgres), id: ids.zone('by-pg') },
      { ...zone(file), id: ids.zone('by-file') },
      { ...zone('privatelink.elsewhere.test'), id: ids.zone('by-zone') },
    ],
  };
  const home = { subnet: ids.subnet('vnet-b3/by-pe') };
  const seen = {
    ...link('by-pg', 'vnet-b3'),
    id: `${ids.zone('by-pg')}/virtualnetworklinks/by`,
  };
  return elsewhere(
    'vnet-b3',
    {
      ...base,
      targets: [db, st],
      links: [seen],
      endpoints: [
        endpoint('by-gone', st, home),
        endpoint('by-asked', st, { ...home, status: 'Pending' }),
      ],
      zoneGroups: [{ ...zoneGroup('by-gone'), zones: [ids.zone('by-file')] }],
    },
    {
      ...base,
      targets: [{ ...db, publicNetworkAccess: 'Disabled' }, st],
      links: [{ ...seen, resolutionPolicy: 'NxDomainRedirect' }, link('by-zone', 'vnet-b3')],
      endpoints: [endpoint('by-new', db, home), endpoint('by-asked', st, home)],
      zoneGroups: [{ ...zoneGroup('by-new'), zones: [ids.zone('by-pg')] }],
    },
  );
}

function pathsMove(): Change {
  const held = nat('by-nat', '40.2.2.1');
  const sql = target('sql', 'bysql4', { ipRules: ranges('40.2.2.1') });
  const table = routeTable('by-rt', '0.0.0.0/0', '172.16.0.4');
  const guard = securityGroup('by-nsg', { destinations: ['Sql'] });
  const shut = securityGroup('by-nsg', { access: 'Deny' });
  const fw = (...addresses: string[]) =>
    firewall('by-fw', 'vnet-b4/by-fw', '172.16.0.4', ...addresses);
  const base: Part = {
    subnets: [
      subnet('vnet-b4/by-6', { natGateway: held.id, securityGroup: guard.id }),
      subnet('vnet-b4/by-fw', { endpoints: on('Microsoft.Sql') }),
    ],
    targets: [sql],
  };
  return elsewhere(
    'vnet-b4',
    {
      ...base,
      subnets: [
        ...(base.subnets ?? []),
        subnet('vnet-b4/by-7', { endpoints: on('Microsoft.Sql') }),
      ],
      natGateways: [held],
      securityGroups: [guard],
      routeTables: [table],
      appliances: [fw('40.2.2.8')],
    },
    {
      ...base,
      subnets: [
        ...(base.subnets ?? []),
        subnet('vnet-b4/by-7', {
          endpoints: on('Microsoft.Sql'),
          routeTable: table.id,
          defaultOutbound: false,
        }),
      ],
      natGateways: [nat('by-nat', '40.2.2.2')],
      securityGroups: [shut],
      routeTables: [
        { ...table, routes: { ...table.routes, more: { prefix: '41.0.0.0/8', nextHop: 'None' } } },
      ],
      appliances: [fw('40.2.2.9')],
      peerings: [peering('vnet-b4', 'vnet-b9')],
    },
  );
}

function settingsMove(): Change {
  const site = target('site', 'bysite', { publicNetworkAccess: 'unset' });
  const cosmos = target('cosmos', 'bycosmos', { networkRulesEnabled: false });
  const vault = target('vault', 'bykv5', { trusted: ['AzureServices'], sku: 'standard' });
  const policy = {
    id: ids.other('serviceendpointpolicies', 'by-policy'),
    name: 'by-policy',
    label: 'by-policy',
  };
  const ring = {
    id: ids.other('networksecurityperimeters', 'by-ring'),
    name: 'by-ring',
    label: 'by-ring',
    target: vault.resource,
  };
  const app = { ...workload('by-app', 'vnet-b5/by-8'), noun: 'function app' };
  const vm = workload('by-vm5', 'vnet-b5/by-8');
  const before: Part = {
    vnets: [vnet('vnet-b5')],
    subnets: [subnet('vnet-b5/by-8'), subnet('vnet-b5/by-9')],
    targets: [site, cosmos, vault],
    workloads: [{ ...app, routesAll: false }, vm],
    perimeters: [{ ...ring, mode: 'Learning' }],
    endpointPolicies: [{ ...policy, allows: {} }],
    uses: [use(app.id, cosmos)],
    clients: [client('by-office', 'on-premises', '40.3.3.3')],
  };
  const after: Part = {
    vnets: [
      vnet('vnet-b5', {
        dnsServers: ['172.16.0.9'],
        highScaleEndpoints: true,
        addressSpace: ['172.16.0.0/15'],
      }),
    ],
    subnets: [
      subnet('vnet-b5/by-8', {
        endpointPolicies: { [policy.id]: true },
        networkPolicies: 'Enabled',
        delegations: ['Microsoft.Web/serverFarms'],
        prefixes: ['172.16.8.0/24'],
      }),
      subnet('vnet-b5/by-10', { delegations: unknown('what by-10 is delegated to') }),
    ],
    targets: [
      site,
      { ...cosmos, networkRulesEnabled: true },
      { ...vault, trusted: [], sku: 'premium', resourceInstances: { by: true } },
    ],
    workloads: [{ ...app, routesAll: true }],
    perimeters: [{ ...ring, mode: 'Enforced' }],
    endpointPolicies: [{ ...policy, allows: { [vault.id]: true } }],
    uses: [use(app.id, vault)],
    clients: [client('by-office', 'on-premises', '40.3.3.4')],
  };
  return change(net(before), net(after));
}

function doorsMove(): Change {
  const acr = target('registry', 'byacr', { ...deny, networkRules: rules('vnet-b6/by-11') });
  const cosmos = target('cosmos', 'bycosmos6');
  const last = target('cosmos', 'bycosmos7');
  const site = target('site', 'bysite6', { publicNetworkAccess: 'unset' });
  const vault = target('vault', 'bykv6');
  const store = target('storage', 'bystore6');
  const home = { subnet: ids.subnet('vnet-b6/by-pe6') };
  const base: Part = {
    subnets: [
      subnet('vnet-b6/by-11', { endpoints: on('Microsoft.ContainerRegistry') }),
      subnet('vnet-b6/by-pe6', { prefixes: ['172.16.9.0/24'] }),
    ],
    uses: [use(ids.subnet('vnet-b6/by-11'), cosmos), use(ids.subnet('vnet-b6/by-11'), site)],
  };
  return elsewhere(
    'vnet-b6',
    {
      ...base,
      targets: [acr, cosmos, last, site, vault, store],
      endpoints: [endpoint('by-last', last, home)],
    },
    {
      ...base,
      targets: [
        acr,
        cosmos,
        last,
        site,
        { ...vault, ...deny },
        { ...store, publicNetworkAccess: 'Disabled' },
      ],
      endpoints: [
        endpoint('by-acr', acr, home),
        endpoint('by-cosmos', cosmos, home),
        endpoint('by-site', site, home),
      ],
    },
  );
}

function subnetsLose(): Change {
  const bus = target('bus', 'bybus7', { ...deny, networkRules: rules('vnet-b7/by-12') });
  const kv = target('vault', 'bykv7', {
    ...deny,
    networkRules: rules('vnet-b7/by-12', 'vnet-b7/by-13'),
  });
  const caller = subnet('vnet-b7/by-14');
  const named = subnet('vnet-b7/by-12', { endpoints: on('Microsoft.ServiceBus') });
  const base: Part = {
    targets: [bus, kv],
    uses: [use(caller.id, kv), use(caller.id, bus)],
  };
  return elsewhere(
    'vnet-b7',
    {
      ...base,
      subnets: [named, caller, subnet('vnet-b7/by-13', { endpoints: on('Microsoft.KeyVault') })],
    },
    {
      ...base,
      subnets: [{ ...named, endpoints: on('Microsoft.KeyVault') }, caller],
    },
  );
}

export const bystanders: readonly (() => Change)[] = [
  endpointsMove,
  rulesMove,
  namesMove,
  pathsMove,
  settingsMove,
  doorsMove,
  subnetsLose,
];
