import { describe, expect, test } from 'vitest';
import { defaults } from '../../src/core/config.ts';
import { network } from '../../src/readers/network.ts';
import type { Properties, ResourceChange } from '../../src/readers/resource.ts';
import {
  accountProps,
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

// A list inside a resource, and resources of their own for its entries: two owners of one place.

/** What the configuration gives each resource, by address. */
type Configured = Readonly<Record<string, readonly string[]>>;

const read = (configured: Configured, ...resources: readonly ResourceChange[]) =>
  network(
    [reading(resources.map((each) => ({ ...each, configured: configured[each.address] ?? [] })))],
    defaults,
  );

const contests = (configured: Configured, ...resources: readonly ResourceChange[]) =>
  read(configured, ...resources).contests.map(({ collection, field, by }) => [
    collection,
    field,
    ...by.map(({ address }) => address),
  ]);

const rules = (...subnets: readonly string[]): Properties => ({
  default_action: 'Deny',
  virtual_network_subnet_ids: subnets.map(subnetId),
  ip_rules: [],
  bypass: ['AzureServices'],
});

const account = (before: Properties, after: Properties) =>
  resource('azurerm_storage_account.data', {
    id: storageId('stdata'),
    before: accountProps('stdata', { network_rules: [before] }),
    after: accountProps('stdata', { network_rules: [after] }),
  });

const separate = (before: Properties, after: Properties) =>
  resource('azurerm_storage_account_network_rules.data', {
    id: storageId('stdata'),
    before: { storage_account_id: storageId('stdata'), ...before },
    after: { storage_account_id: storageId('stdata'), ...after },
  });

const both: Configured = { 'azurerm_storage_account.data': ['name', 'network_rules'] };
const main = 'azurerm_storage_account.data';
const own = 'azurerm_storage_account_network_rules.data';

describe('a storage account with rules inside it and beside it', () => {
  test('both are named where they disagree and one of them changes', () => {
    expect(
      contests(both, account(rules('a'), rules('a')), separate(rules('a'), rules('a', 'b'))),
    ).toEqual([['targets', 'networkRules', main, own]]);
  });

  test('a block that the provider only reads back is nobody’s word', () => {
    expect(
      contests({}, account(rules('a'), rules('a')), separate(rules('a'), rules('a', 'b'))),
    ).toEqual([]);
  });

  test('two that say the same do not fight', () => {
    const [old, now] = [rules('a'), rules('a', 'b')];
    expect(contests(both, account(old, now), separate(old, now))).toEqual([]);
  });

  test('an old disagreement that the change leaves alone is not its own', () => {
    const [one, other] = [rules('a'), rules('b')];
    expect(contests(both, account(one, one), separate(other, other))).toEqual([]);
  });

  test('what the change alters inline was meant, also where the configuration hides the block', () => {
    expect(
      contests(
        {},
        account(rules('a', 'b'), rules('a')),
        separate(rules('a', 'b'), rules('a', 'b')),
      ),
    ).toEqual([['targets', 'networkRules', main, own]]);
  });

  test('the one that is written has the last word of this apply', () => {
    const { after } = read(
      both,
      account(rules('a', 'b'), rules('a')),
      separate(rules('a', 'b'), rules('a', 'b')),
    );
    const target = after.targets[low(storageId('stdata'))];
    expect(Object.keys(target?.networkRules ?? {})).toEqual([low(subnetId('a'))]);
  });

  test('where both are written, the resource of its own decides', () => {
    const { after } = read(
      both,
      account(rules('a', 'b'), rules('a')),
      separate(rules('a', 'b'), rules('b')),
    );
    const target = after.targets[low(storageId('stdata'))];
    expect(Object.keys(target?.networkRules ?? {})).toEqual([low(subnetId('b'))]);
  });
});

describe('a network with subnets inside it and beside it', () => {
  const network = (before: readonly Properties[], after: readonly Properties[]) =>
    resource('azurerm_virtual_network.main', {
      id: vnetId,
      before: { ...vnet.before, subnet: before },
      after: { ...vnet.before, subnet: after },
    });
  const block = (name: string, more: Properties = {}): Properties => ({
    name,
    address_prefixes: ['10.0.1.0/24'],
    ...more,
  });
  const inline: Configured = { 'azurerm_virtual_network.main': ['name', 'subnet'] };

  test('a subnet of its own that the list leaves out is taken away by the list', () => {
    expect(contests(inline, network([block('a'), block('b')], [block('a')]), subnet('b'))).toEqual([
      ['vnets', 'subnets', 'azurerm_virtual_network.main', 'azurerm_subnet.b'],
    ]);
  });

  test('endpoints that only one of them gives are contested', () => {
    const given = block('b', { service_endpoints: ['Microsoft.Storage'] });
    expect(contests(inline, network([block('b')], [given]), subnet('b'))).toEqual([
      ['subnets', 'endpoints', 'azurerm_virtual_network.main', 'azurerm_subnet.b'],
    ]);
  });

  test('a patch beside a subnet that says nothing of endpoints may be meant so', () => {
    const patch = (given: Configured) =>
      read(
        given,
        vnet,
        subnet('b'),
        resource('azapi_update_resource.b', {
          type: 'Microsoft.Network/virtualNetworks/subnets',
          dialect: 'arm',
          id: subnetId('b'),
          name: 'b',
          whole: false,
          before: { properties: {} },
          after: { properties: { serviceEndpoints: [{ service: 'Microsoft.Storage' }] } },
        }),
      ).contests.map(({ field, sure }) => [field, sure]);
    expect(patch({ 'azurerm_subnet.b': ['name', 'service_endpoints'] })).toEqual([
      ['endpoints', true],
    ]);
    expect(patch({ 'azurerm_subnet.b': ['name'] })).toEqual([['endpoints', false]]);
  });

  test('a list that is read back holds no subnet against anybody', () => {
    const created = resource('azurerm_subnet.b', { after: subnetProps('b') });
    expect(contests({}, network([block('a')], [block('a')]), created)).toEqual([]);
  });

  test('separate subnets alone stand beside each other', () => {
    const created = resource('azurerm_subnet.b', { after: subnetProps('b') });
    expect(contests({}, vnet, subnet('a'), created)).toEqual([]);
  });
});

describe('a security group with rules inside it and beside it', () => {
  const id = networkId('networkSecurityGroups/nsg');
  const rule = (name: string): Properties => ({
    name,
    direction: 'Outbound',
    access: 'Deny',
    priority: 100,
    protocol: 'Tcp',
  });
  const props = (...names: readonly string[]): Properties => ({
    name: 'nsg',
    resource_group_name: 'rg',
    security_rule: names.map(rule),
  });
  const added = resource('azurerm_network_security_rule.deny', {
    id: `${id}/securityRules/deny`,
    after: {
      ...rule('deny'),
      resource_group_name: 'rg',
      network_security_group_name: 'nsg',
    },
  });
  const group = still('azurerm_network_security_group.main', id, props('allow'));

  test('the list takes away what it does not hold', () => {
    const inline = { 'azurerm_network_security_group.main': ['security_rule'] };
    expect(contests(inline, group, added)).toEqual([
      [
        'securityGroups',
        'rules',
        'azurerm_network_security_group.main',
        'azurerm_network_security_rule.deny',
      ],
    ]);
  });

  test('a group that lists none inline lets others add theirs', () => {
    expect(contests({}, group, added)).toEqual([]);
  });
});
