import { describe, expect, test } from 'vitest';
import type { Json } from '../../src/readers/resource.ts';
import {
  accountProps,
  later,
  low,
  networkId,
  read,
  resource,
  still,
  storageId,
  subnet,
  subnetId,
  subnetProps,
  vnet,
} from './network-scene.ts';

// What a resource belongs to may be known only after the apply. Then nothing can be told of it where it belongs, and that is said.

const table = still('azurerm_route_table.rt', networkId('routeTables/rt'), {
  name: 'rt',
  resource_group_name: 'rg',
});
const address = 'azurerm_subnet_route_table_association.app';
const association = (subnet: Json) =>
  resource(address, {
    after: { subnet_id: subnet, route_table_id: networkId('routeTables/rt') },
  });
const fresh = (name: string) => resource(`azurerm_subnet.${name}`, { after: subnetProps(name) });

describe('a part of something', () => {
  test('of which nothing tells what is a change that the input does not show', () => {
    const { omitted, gaps } = read(vnet, subnet('app'), table, association(later()));
    expect(omitted).toEqual([
      { origin: { file: 'plan.json', address }, missing: expect.stringContaining('subnet_id') },
    ]);
    expect(gaps).toEqual([]);
  });

  test('of one of several that are new is a gap, for nobody who is there feels it', () => {
    const either = later('azurerm_subnet.one', 'azurerm_subnet.two');
    const { omitted, gaps } = read(vnet, table, fresh('one'), fresh('two'), association(either));
    expect(omitted).toEqual([]);
    expect(gaps).toMatchObject([{ affects: [address], missing: expect.stringContaining(address) }]);
  });

  test('of which nothing tells what, where the input has nothing but what is new, is a gap', () => {
    const { omitted, gaps } = read(table, fresh('one'), fresh('two'), association(later()));
    expect(omitted).toEqual([]);
    expect(gaps).toMatchObject([{ affects: [address] }]);
    const awaited = resource('data.azurerm_subnet.old', {
      data: true,
      action: 'read',
      after: subnetProps('old'),
    });
    const secret = { unknown: 'marked sensitive in the plan' } as unknown as Json;
    for (const others of [
      [subnet('app'), association(later())],
      [awaited, association(later())],
      [association(secret)],
    ]) {
      expect(read(table, fresh('one'), ...others).omitted).toHaveLength(1);
    }
  });

  test('that is named, or comes from one resource, is told there', () => {
    const named = read(vnet, subnet('app'), table, association(subnetId('app')));
    const referred = read(vnet, table, fresh('one'), association(later('azurerm_subnet.one')));
    for (const { omitted, gaps } of [named, referred]) expect([...omitted, ...gaps]).toEqual([]);
    expect(named.after.subnets[low(subnetId('app'))]?.routeTable).toBe(
      low(networkId('routeTables/rt')),
    );
  });

  test('that stays as it is is no change', () => {
    const kept = still(address, 'kept', { subnet_id: later(), route_table_id: later() });
    expect(read(vnet, table, kept).omitted).toEqual([]);
  });

  test.each<readonly [string, object]>([
    ['azurerm_network_security_rule.r', { network_security_group_name: later() }],
    ['azurerm_route.r', { route_table_name: later() }],
    ['azurerm_private_dns_a_record.r', { zone_name: later() }],
    ['azurerm_private_dns_zone_virtual_network_link.r', { private_dns_zone_name: later() }],
    ['azurerm_nat_gateway_public_ip_association.r', { nat_gateway_id: later() }],
    ['azurerm_virtual_network_peering.r', { virtual_network_name: later() }],
    ['azurerm_virtual_network_dns_servers.r', { virtual_network_id: later() }],
    ['azurerm_storage_account_network_rules.r', { storage_account_id: later() }],
    ['azurerm_network_security_perimeter_association.r', { resource_id: later() }],
  ])('is said of %s', (each, props) => {
    const after = { name: 'r', resource_group_name: 'rg', ...props } as never;
    expect(read(resource(each, { after })).omitted).toHaveLength(1);
  });
});

describe('a security rule', () => {
  const group = networkId('networkSecurityGroups/nsg');
  const rule = (own: object) =>
    read(
      still('azurerm_network_security_group.nsg', group, {
        name: 'nsg',
        resource_group_name: 'rg',
      }),
      resource('azurerm_network_security_rule.r', {
        after: {
          name: 'r',
          resource_group_name: 'rg',
          network_security_group_name: 'nsg',
          direction: 'Outbound',
          access: 'Allow',
          priority: 100,
          protocol: 'Tcp',
          source_address_prefix: '*',
          destination_address_prefix: '10.0.0.4',
          destination_port_range: '443',
          ...own,
        } as never,
      }),
    ).after.securityGroups[low(group)]?.rules.r;

  test('of which an address is hidden still says what it does', () => {
    expect(
      rule({ destination_address_prefix: later('azurerm_private_endpoint.pe') }),
    ).toMatchObject({
      access: 'Allow',
      sources: ['*'],
      destinations: [expect.stringMatching(/^\?azurerm_network_security_rule\.r: destination_/)],
    });
  });
  test('of which it is hidden what it does is not shown', () => {
    expect(rule({ access: later('var.access') })).toMatchObject({ unknown: expect.any(String) });
  });
});

describe('a private endpoint', () => {
  const endpoint = (target: Json) =>
    resource('azurerm_private_endpoint.pe', {
      after: {
        name: 'pe',
        resource_group_name: 'rg',
        subnet_id: subnetId('pe'),
        private_service_connection: [
          { private_connection_resource_id: target, subresource_names: ['blob'] },
        ],
      },
    });
  const account = (name: string) =>
    resource(`azurerm_storage_account.${name}`, { after: accountProps(name) });
  const id = 'iac:azurerm_private_endpoint.pe';

  test('of one of several accounts may be any of these', () => {
    const either = later('azurerm_storage_account.one', 'azurerm_storage_account.two');
    const { after, gaps, omitted } = read(account('one'), account('two'), endpoint(either));
    expect(after.endpoints[id]?.mayBe).toEqual([
      'iac:azurerm_storage_account.one',
      'iac:azurerm_storage_account.two',
    ]);
    expect([gaps.length, omitted.length]).toEqual([1, 0]);
  });

  test('of which nothing tells the account may be anybody’s, and that is a gap', () => {
    const { after, gaps, omitted } = read(endpoint(later()));
    expect(after.endpoints[id]).toMatchObject({ target: { unknown: expect.any(String) } });
    expect(after.endpoints[id]?.mayBe).toBeUndefined();
    expect([gaps.length, omitted.length]).toEqual([1, 0]);
  });

  test('of one account is that account’s', () => {
    const { after, gaps } = read(account('one'), endpoint(later('azurerm_storage_account.one')));
    expect(after.endpoints[id]?.target).toBe('iac:azurerm_storage_account.one');
    expect(gaps).toEqual([]);
    expect(read(endpoint(storageId('one'))).after.endpoints[id]?.target).toBe(
      low(storageId('one')),
    );
  });
});
