import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaults } from '../../src/core/config.ts';
import { isUnknown } from '../../src/core/known.ts';
import type { LiveAnswer } from '../../src/core/live.ts';
import { withLive } from '../../src/readers/live/join.ts';
import { readLive } from '../../src/readers/live.ts';
import { type Networks, network } from '../../src/readers/network.ts';
import type { Json, Properties, ResourceChange } from '../../src/readers/resource.ts';
import {
  accountProps,
  group,
  later,
  low,
  networkId,
  reading,
  resource,
  still,
  storageId,
  subnet,
  subnetId,
  subnetProps,
  vnet,
  vnetId,
} from './network-scene.ts';

const account = storageId('stdata');
const app = subnetId('app');
const server = `${group}/providers/Microsoft.Sql/servers/sql`;
const zone = networkId('privateDnsZones/privatelink.blob.core.windows.net');

describe('what Azure shows', () => {
  test('fills what the plan leaves open, before and after', () => {
    const data = still('data.azurerm_subnet.app', app, subnetProps('app'), {
      type: 'azurerm_subnet',
      data: true,
    });
    const nat = networkId('natGateways/nat');
    const { before, after } = filled([vnet, data], [body(app, { natGateway: { id: nat } })]);
    expect([before, after].map((side) => side.subnets[low(app)]?.natGateway)).toEqual([
      low(nat),
      low(nat),
    ]);
  });

  test('takes the place of nothing that the plan says', () => {
    const plan = [vnet, subnet('app', { service_endpoints: ['Microsoft.Sql'] })];
    const shown = network([reading(plan)], defaults);
    const other = {
      addressPrefix: '10.9.9.0/24',
      serviceEndpoints: [{ service: 'Microsoft.Web' }],
    };
    const { before, after } = filled(plan, [
      body(app, other),
      body(vnetId, { dhcpOptions: { dnsServers: ['10.0.0.4'] } }),
    ]);
    expect(before.subnets[low(app)]).toMatchObject({
      prefixes: shown.before.subnets[low(app)]?.prefixes,
      endpoints: { 'Microsoft.Sql': {} },
    });
    expect(before.vnets).toEqual(shown.before.vnets);
    expect(after).toEqual(before);
  });

  test('shows what is attached to a subnet by others, where the plan only attaches nothing', () => {
    const table = networkId('routeTables/rt');
    const live = [body(app, { routeTable: { id: table } })];
    expect(filled([vnet, subnet('app')], live).after.subnets[low(app)]?.routeTable).toBe(
      low(table),
    );
    const attached = still('azurerm_subnet_route_table_association.app', app, {
      subnet_id: app,
      route_table_id: networkId('routeTables/own'),
    });
    const { after, gaps } = filled([vnet, subnet('app'), attached], live);
    expect(after.subnets[low(app)]?.routeTable).toBe(low(networkId('routeTables/own')));
    expect(gaps.map(({ missing }) => missing)).toEqual([
      'changed since the plan was made: the route table of app (own in the plan, rt in Azure)',
    ]);
  });

  test('completes a list of which the plan shows entries', () => {
    const acls = (...names: readonly string[]) => ({
      networkAcls: { virtualNetworkRules: names.map((name) => ({ id: subnetId(name) })) },
    });
    const patch = still(
      'azapi_update_resource.data',
      account,
      { properties: { isHnsEnabled: true } },
      {
        type: 'Microsoft.Storage/storageAccounts',
        dialect: 'arm',
        whole: false,
      },
    );
    const { before, after } = filled([patch], [body(account, acls('app', 'other'))]);
    for (const side of [before, after]) {
      expect(Object.keys(side.targets[low(account)]?.networkRules ?? {}).sort()).toEqual(
        ['app', 'other'].map((name) => low(subnetId(name))),
      );
      expect(side.targets[low(account)]?.publicNetworkAccess).toBe('unset');
    }
  });

  test('leaves entries to the change that adds and removes them', () => {
    const rule = (name: string) => ({ server_id: server, subnet_id: subnetId(name) });
    const plan = [
      resource('azurerm_mssql_virtual_network_rule.old', {
        id: `${server}/virtualNetworkRules/old`,
        before: rule('old'),
      }),
      resource('azurerm_mssql_virtual_network_rule.new', { after: rule('new') }),
    ];
    const rules = ['old', 'new', 'hand'].map((name) => ({
      name,
      properties: { virtualNetworkSubnetId: subnetId(name) },
    }));
    const { before, after } = filled(plan, [
      body(server, {}),
      list(`${server}/virtualNetworkRules`, rules),
      list(`${server}/firewallRules`, []),
    ]);
    const named = (side: Networks['before']) =>
      Object.keys(side.targets[low(server)]?.networkRules ?? {}).map((id) => id.split('/').at(-1));
    expect([named(before).sort(), named(after).sort()]).toEqual([
      ['hand', 'old'],
      ['hand', 'new'],
    ]);
  });

  test('adds rules that are resources of their own to a server that the plan shows whole', () => {
    const plan = [still('azurerm_mssql_server.s', server, { name: 'sql', location: 'westeurope' })];
    const { before, after, gaps } = filled(plan, [
      body(server, {}),
      list(`${server}/virtualNetworkRules`, []),
      list(`${server}/firewallRules`, [
        { name: 'hand', properties: { startIpAddress: '1.2.3.4', endIpAddress: '1.2.3.4' } },
      ]),
    ]);
    expect(Object.keys(before.targets[low(server)]?.ipRules ?? {})).toEqual(['1.2.3.4']);
    expect(after.targets[low(server)]).toEqual(before.targets[low(server)]);
    expect(gaps).toEqual([]);
  });

  test('says nothing of a value that the change is about to make', () => {
    const rules = (ips: Json) => [{ default_action: 'Deny', ip_rules: ips }] as never;
    const plan = resource('azurerm_storage_account.data', {
      id: account,
      before: accountProps('stdata', { network_rules: rules(['1.2.3.4']) }),
      after: accountProps('stdata', { network_rules: rules(later()) }),
    });
    const { after } = filled(
      [plan],
      [body(account, { networkAcls: { ipRules: [{ value: '5.6.7.8' }] } })],
    );
    expect(Object.keys(after.targets[low(account)]?.ipRules ?? {})).toEqual(['*']);
  });

  test('says nothing of a value that the plan keeps secret', () => {
    const secret = { unknown: 'marked sensitive in the plan' } as never;
    const props = accountProps('stdata', {
      network_rules: [{ default_action: 'Deny', ip_rules: secret }] as never,
    });
    const { before, after, gaps } = filled(
      [still('azurerm_storage_account.data', account, props)],
      [body(account, { networkAcls: { defaultAction: 'Deny', ipRules: [{ value: '5.6.7.8' }] } })],
    );
    expect(JSON.stringify([before, after, gaps])).not.toContain('5.6.7.8');
  });

  test('says nothing of a resource that the change makes under the same ID', () => {
    const made = resource('azapi_resource.data', {
      type: 'Microsoft.Storage/storageAccounts',
      dialect: 'arm',
      after: { name: 'stdata', properties: {} },
      idAfter: account,
    });
    const { before, after } = filled(
      [made],
      [body(account, { networkAcls: { defaultAction: 'Deny' } })],
    );
    expect(before.targets).toEqual({});
    expect(after.targets[low(account)]?.defaultAction).toBe('Allow');
  });

  test('is told of the records by which the plan knows them', () => {
    const coming = resource('azurerm_subnet.new', { after: subnetProps('new') });
    const rules = [{ id: subnetId('new') }];
    const mention = still('azurerm_storage_account_network_rules.x', storageId('other'), {
      storage_account_id: storageId('other'),
    });
    const { before } = filled(
      [vnet, coming, mention],
      [body(storageId('other'), { networkAcls: { virtualNetworkRules: rules } })],
    );
    const keys = Object.values(before.targets).flatMap((each) => Object.keys(each.networkRules));
    expect(keys.filter((key) => key.startsWith('iac:') || key === '*')).toEqual(keys);
  });
});

describe('an answer', () => {
  test('leaves behind everything that is no network fact', () => {
    const secret = 'hunter2';
    const read = readLive([
      body(account, { networkAcls: {}, primaryKey: secret, sasPolicy: { value: secret } }),
      body(server, { administratorLoginPassword: secret }),
      body(`${group}/providers/Microsoft.Web/sites/app`, {
        siteConfig: { appSettings: [{ name: 'KEY', value: secret }] },
        virtualNetworkSubnetId: app,
      }),
      body(`${group}/providers/Microsoft.Web/sites/app/config/web`, {
        publishingPassword: secret,
        azureStorageAccounts: { x: { accessKey: secret } },
      }),
    ]);
    expect(read.resources).toHaveLength(4);
    expect(JSON.stringify(read)).not.toContain(secret);
  });

  test('of a target without one of its parts leaves that part open', () => {
    const mention = still('azurerm_mssql_firewall_rule.x', `${server}/firewallRules/x`, {
      server_id: server,
      start_ip_address: '1.2.3.4',
      end_ip_address: '1.2.3.4',
    });
    const answers = [
      body(server, { publicNetworkAccess: 'Enabled' }),
      list(`${server}/virtualNetworkRules`, []),
      { id: `${server}/firewallRules`, refused: 'forbidden' } as const,
    ];
    const target = filled([mention], answers).after.targets[low(server)];
    expect(target?.publicNetworkAccess).toBe('Enabled');
    expect(isUnknown(target?.ipRules['*'])).toBe(true);
  });

  test('of a site counts with its configuration, which calls itself by the name of the site', () => {
    const site = `${group}/providers/Microsoft.Web/sites/App`;
    const rule = { vnetSubnetResourceId: app, action: 'Allow', priority: 100 };
    const config = {
      ipSecurityRestrictions: [rule],
      scmIpSecurityRestrictionsUseMain: true,
      ipSecurityRestrictionsDefaultAction: 'Deny',
    };
    const mention = resource('azurerm_private_endpoint.pe', {
      after: {
        name: 'pe',
        subnet_id: app,
        private_service_connection: [
          { private_connection_resource_id: site, subresource_names: ['sites'] },
        ] as never,
      },
    });
    const answers = [
      body(site, { siteConfig: { ipSecurityRestrictions: null } }),
      { id: `${site}/config/web`, apiVersion: '1', body: { name: 'App', properties: config } },
    ];
    const { before } = filled([vnet, subnet('app'), mention], answers);
    const doors = [low(site), `${low(site)}#scm`].map((id) => before.targets[id]);
    expect(doors.map((door) => door?.name)).toEqual(['App', 'App (SCM)']);
    expect(doors.map((door) => Object.keys(door?.networkRules ?? {}))).toEqual([
      [low(app)],
      [low(app)],
    ]);
    const alone = filled([vnet, subnet('app'), mention], answers.slice(0, 1)).before;
    expect(isUnknown(alone.targets[low(site)]?.networkRules['*'])).toBe(true);
  });

  test.each([
    ['links and records makes a zone known', [links([vnetId]), record('absent')], true],
    ['links alone makes it known, where no record was asked for', [links([vnetId])], true],
    ['links without the record leaves it open', [links([vnetId]), record('forbidden')], false],
    [
      'no links leaves it open',
      [{ id: `${zone}/virtualNetworkLinks`, refused: 'absent' }, record('absent')],
      false,
    ],
  ] as const)('with %s', (_, answers, known) => {
    const mention = resource('azurerm_private_endpoint.pe', {
      after: {
        name: 'pe',
        subnet_id: app,
        private_service_connection: [
          { private_connection_resource_id: account, subresource_names: ['blob'] },
        ] as never,
        private_dns_zone_group: [{ name: 'd', private_dns_zone_ids: [zone] }] as never,
      },
    });
    const { before } = filled([vnet, subnet('app'), mention], answers);
    expect(before.zones[low(zone)]?.linksShown === true).toBe(known);
  });

  test('of a zone brings the links of networks in the change, and counts the others', () => {
    const mention = still(
      'data.azurerm_private_dns_zone.blob',
      zone,
      { name: zone.split('/').at(-1) ?? '' },
      {
        type: 'azurerm_private_dns_zone',
        data: true,
      },
    );
    const { before, gaps } = filled([vnet, mention], [links([vnetId, `${vnetId}2`, `${vnetId}3`])]);
    expect(Object.values(before.links).map((each) => each.vnet)).toEqual([low(vnetId)]);
    expect(Object.keys(before.vnets)).toEqual([low(vnetId)]);
    expect(gaps.map(({ missing }) => missing)).toEqual([
      '2 more networks are linked to privatelink.blob.core.windows.net: what their clients call is not in the input',
    ]);
    expect(gaps[0]?.howToFind).toMatch(
      /^az network private-dns link vnet list --resource-group [\w-]+ --zone-name privatelink\.blob\.core\.windows\.net --output table$/,
    );
  });

  test('of a network brings its connected peerings and none of its other subnets', () => {
    const peering = (name: string, peeringState: string) => ({
      name,
      properties: {
        peeringState,
        remoteVirtualNetwork: { id: networkId(`virtualNetworks/${name}`) },
      },
    });
    const mention = still(
      'azurerm_subnet.app',
      app,
      subnetProps('app', { virtual_network_id: vnetId }),
    );
    const { before } = filled(
      [mention],
      [
        body(vnetId, {
          addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
          subnets: [{ name: 'other', properties: {} }],
          virtualNetworkPeerings: [peering('hub', 'Connected'), peering('half', 'Initiated')],
        }),
      ],
    );
    expect(Object.values(before.peerings).map((each) => each.remote)).toEqual([
      low(networkId('virtualNetworks/hub')),
    ]);
    expect(Object.keys(before.subnets)).toEqual([low(app)]);
    expect(before.vnets[low(vnetId)]?.location).toBe('westeurope');
  });
});

test('no answer makes the reader throw, and none changes what the plan knows', () => {
  const plan = [
    vnet,
    subnet('app', { service_endpoints: ['Microsoft.Storage'] }),
    still('azurerm_storage_account.data', account, accountProps('stdata')),
  ];
  const shown = network([reading(plan)], defaults);
  const ids = [
    account,
    app,
    vnetId,
    `${zone}/virtualNetworkLinks`,
    `${server}/firewallRules`,
    server,
    `${zone}/A/stdata`,
    networkId('privateEndpoints/pe'),
  ];
  const name = fc.constantFrom(
    'properties',
    'name',
    'value',
    'id',
    'networkAcls',
    'ipRules',
    'privateEndpointConnections',
    'virtualNetworkPeerings',
    'serviceEndpoints',
    'natGateway',
    '__proto__',
    'unknown',
  );
  const { json } = fc.letrec((tie) => ({
    leaf: fc.oneof(fc.constantFrom(app, account, '', 'x'), fc.jsonValue({ maxDepth: 1 })),
    json: fc.oneof(
      { maxDepth: 4 },
      tie('leaf'),
      fc.dictionary(name, tie('json'), { maxKeys: 5 }),
      fc.array(tie('json'), { maxLength: 3 }),
    ),
  }));
  const answer = fc.record({
    id: fc.constantFrom(...ids),
    apiVersion: fc.constant('1'),
    body: json,
  });
  fc.assert(
    fc.property(fc.array(answer, { maxLength: 4 }), (answers) => {
      const { before, after } = withLive(shown, [reading(plan)], answers, defaults);
      expect(before.targets[low(account)]).toMatchObject({
        publicNetworkAccess: 'Enabled',
        defaultAction: 'Allow',
      });
      expect(after.subnets[low(app)]?.endpoints).toEqual(shown.after.subnets[low(app)]?.endpoints);
      expect(after.vnets[low(vnetId)]).toEqual(shown.after.vnets[low(vnetId)]);
    }),
    { numRuns: 300 },
  );
});

function filled(plan: readonly ResourceChange[], answers: readonly LiveAnswer[]): Networks {
  const readings = [reading(plan)];
  return withLive(network(readings, defaults), readings, answers, defaults);
}

function body(id: string, properties: Properties | object): LiveAnswer {
  const name = id.split('/').at(-1);
  return { id, apiVersion: '1', body: { id, name, location: 'westeurope', properties } };
}

function list(id: string, value: readonly object[]): LiveAnswer {
  return { id, apiVersion: '1', body: { value } };
}

function links(vnets: readonly string[]): LiveAnswer {
  return list(
    `${zone}/virtualNetworkLinks`,
    vnets.map((id, index) => ({ name: `l${index}`, properties: { virtualNetwork: { id } } })),
  );
}

function record(refused: 'absent' | 'forbidden'): LiveAnswer {
  return { id: `${zone}/A/stdata`, refused };
}
