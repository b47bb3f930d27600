import { describe, expect, test } from 'vitest';
import type { Properties } from '../../src/readers/resource.ts';
import {
  later,
  low,
  networkId,
  read,
  resource,
  still,
  subnet,
  subnetId,
  subnetProps,
  vnet,
  vnetId,
} from './network-scene.ts';

const app = low(subnetId('app'));

describe('a patch', () => {
  const patch = (address: string, type: string, id: string, after: Properties) =>
    resource(address, {
      type,
      dialect: 'arm',
      id,
      whole: false,
      before: { properties: {} },
      after: { properties: after },
    });
  const group = networkId('networkSecurityGroups/nsg');

  test.each(['azapi_update_resource.b', 'module.z.azapi_update_resource.b'])(
    'of a subnet says what it shows and no more: %s',
    (address) => {
      const { before, after } = read(
        vnet,
        subnet('b', { service_endpoints: ['Microsoft.Sql'] }),
        still('azurerm_subnet_network_security_group_association.b', subnetId('b'), {
          subnet_id: subnetId('b'),
          network_security_group_id: group,
        }),
        patch(address, 'Microsoft.Network/virtualNetworks/subnets', subnetId('b'), {
          privateEndpointNetworkPolicies: 'Enabled',
        }),
      );
      const [old, now] = [before, after].map((side) => side.subnets[low(subnetId('b'))]);
      expect(now).toMatchObject({
        prefixes: ['10.0.1.0/24'],
        endpoints: { 'Microsoft.Sql': { service: 'Microsoft.Sql' } },
        securityGroup: low(group),
        networkPolicies: 'Enabled',
      });
      expect(old).toEqual({ ...now, networkPolicies: 'Disabled' });
    },
  );

  test('of a network leaves its region and addresses to whoever shows them', () => {
    const { after } = read(
      vnet,
      patch('module.z.azapi_update_resource.v', 'Microsoft.Network/virtualNetworks', vnetId, {
        privateEndpointVNetPolicies: 'Basic',
      }),
    );
    expect(after.vnets[low(vnetId)]).toMatchObject({
      location: 'westeurope',
      addressSpace: ['10.0.0.0/16'],
      dnsServers: [],
      highScaleEndpoints: true,
    });
  });
});

describe('service endpoints', () => {
  const spelled = {
    'azurerm 4, names': { service_endpoints: ['Microsoft.Storage', 'Microsoft.Sql'] },
    'azurerm 5, blocks': {
      service_endpoint: [
        { service: 'Microsoft.Sql', network_identifier: '' },
        { service: 'Microsoft.Storage', network_identifier: '' },
      ],
    },
    'both, as drift shows them': {
      service_endpoints: null,
      service_endpoint: [{ service: 'microsoft.sql' }, { service: 'Microsoft.Storage' }],
    },
  };

  for (const [name, props] of Object.entries(spelled)) {
    test(`are read from ${name}`, () => {
      const { after } = read(vnet, subnet('app', props));
      expect(after.subnets[app]?.endpoints).toEqual({
        'Microsoft.Storage': {
          service: 'Microsoft.Storage',
          scope: 'vnet-region-and-pair',
          pair: 'northeurope',
        },
        'Microsoft.Sql': { service: 'Microsoft.Sql', scope: 'vnet-region' },
      });
    });
  }

  test('are read from ARM objects, without the locations that somebody wrote', () => {
    const body = {
      properties: {
        addressPrefix: '10.0.1.0/24',
        serviceEndpoints: [{ service: 'Microsoft.Storage.Global', locations: ['westeurope'] }],
      },
    };
    const { after } = read(
      vnet,
      still('azapi_resource.app', subnetId('app'), body, {
        type: 'Microsoft.Network/virtualNetworks/subnets',
        dialect: 'arm',
      }),
    );
    expect(after.subnets[app]).toMatchObject({
      vnet: low(vnetId),
      endpoints: {
        'Microsoft.Storage': { service: 'Microsoft.Storage.Global', scope: 'everywhere' },
      },
    });
  });

  test('that are not known stay a question that names resource and attribute', () => {
    const { after } = read(vnet, subnet('app', { service_endpoints: later() }));
    expect(after.subnets[app]?.endpoints).toEqual({
      '*': {
        unknown: 'azurerm_subnet.app: service_endpoints is not known (known after apply)',
      },
    });
  });
});

describe('network policies', () => {
  const spellings: readonly (readonly [Record<string, boolean | string>, string])[] = [
    [{}, 'Disabled'],
    [{ private_endpoint_network_policies: 'RouteTableEnabled' }, 'RouteTableEnabled'],
    [{ private_endpoint_network_policies_enabled: true }, 'Enabled'],
    // The old attribute says the opposite.
    [{ enforce_private_link_endpoint_network_policies: true }, 'Disabled'],
    [{ enforce_private_link_endpoint_network_policies: false }, 'Enabled'],
  ];
  for (const [props, expected] of spellings) {
    test(`${JSON.stringify(props)} is ${expected}`, () => {
      expect(read(vnet, subnet('app', props)).after.subnets[app]?.networkPolicies).toBe(expected);
    });
  }

  test('of azurerm 3 follow the one spelling that the change alters', () => {
    const before = subnetProps('app', {
      private_endpoint_network_policies: 'Disabled',
      private_endpoint_network_policies_enabled: false,
      enforce_private_link_endpoint_network_policies: true,
    });
    const after = { ...before, private_endpoint_network_policies_enabled: true };
    const change = resource('azurerm_subnet.app', { id: subnetId('app'), before, after });
    expect(read(vnet, change).after.subnets[app]?.networkPolicies).toBe('Enabled');
  });
});

describe('a virtual network that reads its subnets back', () => {
  const block = (name: string, more = {}) => ({
    name,
    id: subnetId(name),
    address_prefixes: ['10.0.1.0/24'],
    security_group: '',
    route_table_id: '',
    service_endpoints: ['Microsoft.Storage'],
    ...more,
  });
  const holding = (...blocks: readonly object[]) =>
    still('azurerm_virtual_network.main', vnetId, {
      name: 'vnet',
      resource_group_name: 'rg',
      location: 'westeurope',
      subnet: blocks as never,
    });

  test('does not contradict the subnet that is a resource of its own', () => {
    const change = resource('azurerm_subnet.app', {
      id: subnetId('app'),
      before: subnetProps('app', { service_endpoints: ['Microsoft.Storage'] }),
      after: subnetProps('app', { service_endpoints: [] }),
    });
    const { after, writes } = read(holding(block('app')), change);
    expect(after.subnets[app]?.endpoints).toEqual({});
    expect(writes.map(({ id }) => id)).toEqual(['azurerm_subnet.app']);
  });

  test('does not keep a subnet that is destroyed', () => {
    const gone = resource('azurerm_subnet.app', {
      id: subnetId('app'),
      before: subnetProps('app'),
    });
    const { before, after } = read(holding(block('app')), gone);
    expect(Object.keys(before.subnets)).toEqual([app]);
    expect(after.subnets).toEqual({});
  });

  test('does not delete subnets by leaving them out', () => {
    const { after } = read(holding(), subnet('app'));
    expect(Object.keys(after.subnets)).toEqual([app]);
  });

  test('manages those that nothing else does, and a new one by its name', () => {
    const { id: _id, ...fresh } = block('new', { id: later() });
    const main = resource('azurerm_virtual_network.main', {
      id: vnetId,
      before: { name: 'vnet', location: 'westeurope', subnet: [block('app')] as never },
      after: { name: 'vnet', location: 'westeurope', subnet: [block('app'), fresh] as never },
    });
    const { after, writes } = read(main);
    expect(Object.keys(after.subnets).sort()).toEqual([app, low(subnetId('new'))]);
    expect(writes[0]?.provides).toContain(`subnets|${low(subnetId('new'))}`);
  });
});

describe('associations', () => {
  const tie = (more: object) =>
    resource('azurerm_subnet_nat_gateway_association.app', {
      id: subnetId('app'),
      ...more,
    });
  const props = { subnet_id: subnetId('app'), nat_gateway_id: networkId('natGateways/ng') };
  const gateway = low(networkId('natGateways/ng'));

  test('tie a subnet from their creation to their destruction', () => {
    const made = read(vnet, subnet('app'), tie({ after: props }));
    expect(made.before.subnets[app]?.natGateway).toBeNull();
    expect(made.after.subnets[app]?.natGateway).toBe(gateway);
    const gone = read(vnet, subnet('app'), tie({ before: props }));
    expect(gone.before.subnets[app]?.natGateway).toBe(gateway);
    expect(gone.after.subnets[app]?.natGateway).toBeNull();
  });

  test('win over what the network read back before the change', () => {
    const readBack = still('azurerm_virtual_network.main', vnetId, {
      name: 'vnet',
      location: 'westeurope',
      subnet: [
        {
          name: 'app',
          id: subnetId('app'),
          security_group: networkId('networkSecurityGroups/nsg'),
        },
      ],
    });
    const gone = resource('azurerm_subnet_network_security_group_association.app', {
      id: subnetId('app'),
      before: {
        subnet_id: subnetId('app'),
        network_security_group_id: networkId('networkSecurityGroups/nsg'),
      },
    });
    const { before, after } = read(readBack, subnet('app'), gone);
    expect(before.subnets[app]?.securityGroup).toBe(low(networkId('networkSecurityGroups/nsg')));
    expect(after.subnets[app]?.securityGroup).toBeNull();
  });
});

test('a data source shows its endpoints and leaves the rest open', () => {
  const { after, writes } = read(
    resource('data.azurerm_subnet.app', {
      data: true,
      action: 'read',
      idAfter: subnetId('app'),
      after: subnetProps('app', { service_endpoints: ['Microsoft.KeyVault'] }),
    }),
  );
  expect(after.subnets[app]).toMatchObject({
    endpoints: { 'Microsoft.KeyVault': { scope: 'everywhere' } },
    natGateway: { unknown: 'data.azurerm_subnet.app does not show what is associated' },
  });
  expect(after.vnets[low(vnetId)]).toMatchObject({
    name: 'vnet',
    location: { unknown: 'vnet is not in the input' },
  });
  expect(writes).toEqual([]);
});
