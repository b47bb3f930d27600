import { describe, expect, test } from 'vitest';
import type { Properties, ResourceChange } from '../../src/readers/resource.ts';
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
} from './network-scene.ts';

const writesIn = (...changes: readonly ResourceChange[]) =>
  Object.fromEntries(read(...changes).writes.map(({ id, after }) => [id, after]));

const gateway = (address: string, more: object) =>
  resource(address, { id: networkId(`natGateways/${address.split('.')[1]}`), ...more });

const props: Properties = { name: 'x' };

describe('order', () => {
  test('an update waits for what it depends on', () => {
    expect(
      writesIn(
        gateway('azurerm_nat_gateway.a', { after: props }),
        gateway('azurerm_nat_gateway.b', { after: props, dependsOn: ['azurerm_nat_gateway.a'] }),
      ),
    ).toEqual({ 'azurerm_nat_gateway.a': [], 'azurerm_nat_gateway.b': ['azurerm_nat_gateway.a'] });
  });

  test('a destroy goes before the destroy, and before the update, of what it depended on', () => {
    const user = gateway('azurerm_nat_gateway.b', {
      before: props,
      dependsOn: ['azurerm_nat_gateway.a'],
    });
    expect(writesIn(gateway('azurerm_nat_gateway.a', { before: props }), user)).toEqual({
      'azurerm_nat_gateway.a#delete': ['azurerm_nat_gateway.b#delete'],
      'azurerm_nat_gateway.b#delete': [],
    });
    expect(
      writesIn(gateway('azurerm_nat_gateway.a', { before: props, after: { name: 'y' } }), user),
    ).toEqual({
      'azurerm_nat_gateway.a': ['azurerm_nat_gateway.b#delete'],
      'azurerm_nat_gateway.b#delete': [],
    });
  });

  test('a replacement is delete, then create; its users follow', () => {
    const both = { action: 'replace' as const, before: props, after: props };
    const user = gateway('azurerm_nat_gateway.b', {
      before: props,
      after: { name: 'y' },
      dependsOn: ['azurerm_nat_gateway.a'],
    });
    expect(writesIn(gateway('azurerm_nat_gateway.a', both), user)).toEqual({
      'azurerm_nat_gateway.a#delete': [],
      'azurerm_nat_gateway.a#create': ['azurerm_nat_gateway.a#delete'],
      'azurerm_nat_gateway.b': ['azurerm_nat_gateway.a#create'],
    });
    const early = { ...both, createBeforeDestroy: true };
    expect(writesIn(gateway('azurerm_nat_gateway.a', early), user)).toEqual({
      'azurerm_nat_gateway.a#create': [],
      'azurerm_nat_gateway.a#delete': ['azurerm_nat_gateway.a#create', 'azurerm_nat_gateway.b'],
      'azurerm_nat_gateway.b': ['azurerm_nat_gateway.a#create'],
    });
  });

  test('what stays, is read or is forgotten is not written', () => {
    expect(
      writesIn(
        gateway('azurerm_nat_gateway.a', { before: props, after: props }),
        gateway('azurerm_nat_gateway.b', { before: props, action: 'forget' }),
        gateway('data.azurerm_nat_gateway.c', { after: props, action: 'read', data: true }),
      ),
    ).toEqual({});
  });
});

test('a forgotten resource stays in the network', () => {
  const { after } = read(
    vnet,
    resource('azurerm_subnet.app', {
      id: subnetId('app'),
      before: subnetProps('app'),
      action: 'forget',
    }),
  );
  expect(Object.keys(after.subnets)).toEqual([low(subnetId('app'))]);
});

describe('rules and routes', () => {
  const nsg = networkId('networkSecurityGroups/nsg');
  const rule = (priority: number) => ({
    name: 'Out',
    direction: 'Outbound',
    access: 'Deny',
    protocol: '*',
    priority,
    source_address_prefix: '*',
    destination_address_prefix: '',
    destination_address_prefixes: ['Storage', 'Internet'],
    destination_port_range: '443',
  });
  const holder = still('azurerm_network_security_group.nsg', nsg, {
    name: 'nsg',
    resource_group_name: 'rg',
    security_rule: [rule(100)] as never,
  });
  const separate = (more: object) =>
    resource('azurerm_network_security_rule.out', { id: `${nsg}/securityRules/Out`, ...more });
  const owned = { ...rule(100), network_security_group_name: 'nsg', resource_group_name: 'rg' };

  test('that are resources win over the group that reads them back', () => {
    const { before, after } = read(
      holder,
      separate({ before: owned, after: { ...owned, priority: 200 } }),
    );
    const priorities = [before, after].map((side) => side.securityGroups[low(nsg)]?.rules.out);
    expect(priorities).toMatchObject([{ priority: 100 }, { priority: 200 }]);
    expect(priorities[1]).toMatchObject({ destinations: ['Internet', 'Storage'], ports: ['443'] });
  });

  test('go with their resource, though the group still shows them', () => {
    const { after } = read(holder, separate({ before: owned }));
    expect(after.securityGroups[low(nsg)]?.rules).toEqual({});
  });

  test('of a route table are read from both dialects', () => {
    const id = networkId('routeTables/rt');
    const azurerm = still('azurerm_route_table.rt', id, {
      name: 'rt',
      route: [
        {
          name: 'out',
          address_prefix: '0.0.0.0/0',
          next_hop_type: 'VirtualAppliance',
          next_hop_in_ip_address: '10.0.0.4',
        },
      ],
    });
    const arm = still(
      'azapi_resource.rt',
      id,
      {
        properties: {
          routes: [
            {
              name: 'out',
              properties: {
                addressPrefix: '0.0.0.0/0',
                nextHopType: 'VirtualAppliance',
                nextHopIpAddress: '10.0.0.4',
              },
            },
          ],
        },
      },
      { type: 'Microsoft.Network/routeTables', dialect: 'arm' },
    );
    for (const change of [azurerm, arm]) {
      expect(read(change).after.routeTables[low(id)]?.routes).toEqual({
        out: { prefix: '0.0.0.0/0', nextHop: 'VirtualAppliance', address: '10.0.0.4' },
      });
    }
  });
});

test('a gateway that stays shows the new address of a public IP that changes', () => {
  const id = networkId('natGateways/ng');
  const pip = networkId('publicIPAddresses/pip');
  const { before, after } = read(
    still('azurerm_nat_gateway.ng', id, { name: 'ng' }),
    still('azurerm_nat_gateway_public_ip_association.ng', `${id}|${pip}`, {
      nat_gateway_id: id,
      public_ip_address_id: pip,
    }),
    resource('azurerm_public_ip.pip', {
      id: pip,
      before: { name: 'pip', ip_address: '20.0.0.1' },
      after: { name: 'pip', ip_address: '20.0.0.2' },
    }),
  );
  const addresses = [before, after].map((side) =>
    Object.keys(side.natGateways[low(id)]?.addresses ?? {}),
  );
  expect(addresses).toEqual([['20.0.0.1'], ['20.0.0.2']]);
});

test('a firewall asks its policy whether it answers DNS', () => {
  const policy = networkId('firewallPolicies/fp');
  const firewall = networkId('azureFirewalls/fw');
  const { after } = read(
    vnet,
    subnet('AzureFirewallSubnet'),
    still('azurerm_firewall_policy.fp', policy, {
      name: 'fp',
      dns: [{ proxy_enabled: true }] as never,
    }),
    still('azurerm_firewall.fw', firewall, {
      name: 'fw',
      firewall_policy_id: policy,
      ip_configuration: [
        {
          subnet_id: subnetId('AzureFirewallSubnet'),
          private_ip_address: '10.0.0.4',
          public_ip_address_id: null,
        },
      ],
    }),
  );
  expect(after.appliances[low(firewall)]).toMatchObject({
    subnet: low(subnetId('AzureFirewallSubnet')),
    privateAddress: '10.0.0.4',
    dnsProxy: true,
  });
});

test('lists that differ in order alone are noise, and no edit', () => {
  const { before, after, noise } = read(
    vnet,
    resource('azurerm_subnet.app', {
      id: subnetId('app'),
      before: subnetProps('app', {
        service_endpoint: [{ service: 'Microsoft.Sql' }, { service: 'Microsoft.Storage' }],
      }),
      after: subnetProps('app', {
        service_endpoint: [{ service: 'Microsoft.Storage' }, { service: 'Microsoft.Sql' }],
      }),
    }),
  );
  expect(after).toEqual(before);
  expect(noise).toMatchObject([
    {
      rule: 'tf-order-only',
      what: 'azurerm_subnet.app: service_endpoint lists the same values in another order or spelling',
    },
  ]);
});

test('machines take the place of their network interfaces', () => {
  const nic = networkId('networkInterfaces/nic');
  const { after } = read(
    vnet,
    subnet('app'),
    still('azurerm_network_interface.nic', nic, {
      name: 'nic',
      ip_configuration: [{ subnet_id: subnetId('app') }],
    }),
    still('azurerm_linux_virtual_machine.vm', networkId('x/vm'), {
      name: 'vm-app',
      network_interface_ids: [nic],
    }),
  );
  expect(Object.values(after.workloads)).toMatchObject([
    { name: 'vm-app', noun: 'virtual machine', subnet: low(subnetId('app')) },
  ]);
});

test('a group that is created without inline rules has none, though the plan shows them as unknown', () => {
  const { after } = read(
    resource('azurerm_network_security_group.nsg', {
      after: { name: 'nsg', security_rule: later() },
    }),
    resource('azurerm_network_security_group.local', {
      after: { name: 'local', security_rule: later('azurerm_subnet.app.address_prefixes') },
    }),
  );
  expect(after.securityGroups['iac:azurerm_network_security_group.nsg']?.rules).toEqual({});
  expect(after.securityGroups['iac:azurerm_network_security_group.local']?.rules).toMatchObject({
    '*': { unknown: expect.any(String) },
  });
});
