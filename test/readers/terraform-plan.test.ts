import { describe, expect, test } from 'vitest';
import { interest } from '../../src/readers/network.ts';
import type { Reading, ResourceChange, UnknownLeaf } from '../../src/readers/resource.ts';
import { readTerraformPlans } from '../../src/readers/terraform-plan/read.ts';
import { bytesOf, fixture, item, plan, reading, resource } from './terraform-fixtures.ts';

const group = '/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups';

describe('references of what is known only after apply', () => {
  const instances = reading(fixture('instances'));

  test('a literal key names one instance', () => {
    expect(candidates(instances, outAssociation(0), 'public_ip_address_id')).toEqual([
      'azurerm_public_ip.out[1] id',
    ]);
  });

  test('count.index meets the instance beside it', () => {
    expect(candidates(instances, outAssociation(0), 'nat_gateway_id')).toEqual([
      'azurerm_nat_gateway.out[0] ',
    ]);
    expect(candidates(instances, outAssociation(1), 'nat_gateway_id')).toEqual([
      'azurerm_nat_gateway.out[1] ',
    ]);
  });

  test('each.key meets the instance of the same key, in the same instance of the module', () => {
    const address = association('prd', 'same_key', 'db');
    expect(candidates(instances, address, 'subnet_id')).toEqual([`${subnet('prd', 'db')} `]);
  });

  test('each.value of a chained for_each is the resource of the same key', () => {
    const address = association('dev', 'chained', 'app');
    expect(candidates(instances, address, 'subnet_id')).toEqual([`${subnet('dev', 'app')} id`]);
  });

  test('variables and outputs are followed to the instance whose key the path names', () => {
    const address = 'module.rules[1].azurerm_mssql_virtual_network_rule.this';
    expect(candidates(instances, address, 'subnet_id')).toEqual([`${subnet('prd', 'app')} `]);
  });

  test('a module by each.key leaves every instance inside it as a candidate', () => {
    const address = 'module.each["dev"].azurerm_mssql_virtual_network_rule.this';
    expect(candidates(instances, address, 'subnet_id')).toEqual([
      `${subnet('dev', 'app')} `,
      `${subnet('dev', 'db')} `,
    ]);
  });

  test('the configuration names what it gives a resource, the same for every instance', () => {
    const [read] = readTerraformPlans([{ path: 'plan.json', bytes: fixture('instances') }], {
      wants: () => true,
      contested: (type) =>
        new Set(type === 'azurerm_subnet' ? ['address_prefixes', 'delegation'] : []),
    }).readings;
    const given = (address: string) =>
      read?.resources.find((each) => each.address === address)?.configured;
    expect(given(subnet('dev', 'app'))).toEqual(['address_prefixes']);
    expect(given(subnet('prd', 'db'))).toEqual(['address_prefixes']);
    expect(given('azurerm_storage_account.lake')).toBeUndefined();
  });

  test('as many unknown elements as references: each element has its own', () => {
    const lake = resource(instances, 'azurerm_storage_account.lake');
    expect(lake.after?.network_rules).toMatchObject([
      {
        default_action: 'Deny',
        virtual_network_subnet_ids: [
          { references: [{ address: subnet('dev', 'app') }] },
          { references: [{ address: subnet('prd', 'app') }] },
        ],
      },
    ]);
  });

  test('locals and dynamic blocks are not shown: the value is unknown without references', () => {
    const hidden = resource(instances, 'module.hidden.azurerm_mssql_virtual_network_rule.this');
    expect(hidden.after?.subnet_id).toEqual({ unknown: 'known after apply' });
    const open = resource(instances, 'azurerm_storage_account.open');
    const unknown = { unknown: 'known after apply' };
    expect(open.after?.network_rules).toMatchObject([
      { virtual_network_subnet_ids: [unknown, unknown] },
    ]);
  });

  function outAssociation(index: number): string {
    return `azurerm_nat_gateway_public_ip_association.out[${index}]`;
  }

  function association(module: string, name: string, key: string): string {
    return `module.net["${module}"].azurerm_subnet_network_security_group_association.${name}["${key}"]`;
  }

  function subnet(module: string, key: string): string {
    return `module.net["${module}"].azurerm_subnet.this["${key}"]`;
  }

  function candidates(from: Reading, address: string, attribute: string): readonly string[] {
    const leaf = resource(from, address).after?.[attribute] as UnknownLeaf;
    return (leaf.references ?? []).map((one) => `${one.address} ${one.attribute}`);
  }
});

describe('dependencies', () => {
  const instances = reading(fixture('instances'));
  const subnets = ['dev', 'prd'].flatMap((module) =>
    ['azurerm_subnet.this["app"]', 'azurerm_subnet.this["db"]', 'azurerm_virtual_network.this'].map(
      (rest) => `module.net["${module}"].${rest}`,
    ),
  );

  test('every instance waits for every instance of what its resource refers to, transitively', () => {
    expect(resource(instances, 'azurerm_storage_account.lake').dependsOn).toEqual(subnets);
  });

  test('they pass through resources of no interest and the depends_on of a module', () => {
    const { dependsOn } = resource(
      instances,
      'module.hidden.azurerm_mssql_virtual_network_rule.this',
    );
    expect(dependsOn).toEqual(['azurerm_storage_account.lake', ...subnets]);
  });

  test('a literal key waits for that instance alone', () => {
    const { dependsOn } = resource(instances, 'azurerm_nat_gateway_public_ip_association.out[0]');
    expect(dependsOn).toEqual([
      'azurerm_nat_gateway.out[0]',
      'azurerm_nat_gateway.out[1]',
      'azurerm_public_ip.out[1]',
    ]);
  });

  test('what is not written is not waited for', () => {
    const { dependsOn } = resource(
      instances,
      'module.rules[0].azurerm_mssql_virtual_network_rule.this',
    );
    expect(dependsOn).not.toContain('azurerm_mssql_server.sql');
  });

  test('what locals and dynamic blocks hide is taken from the state while the value names it', () => {
    const hidden = reading(fixture('hidden'));
    const account = (name: string) => resource(hidden, `azurerm_storage_account.${name}`).dependsOn;
    expect(account('through_local')).toEqual(['azurerm_subnet.app']);
    expect(account('through_dynamic')).toEqual(['azurerm_subnet.app']);
    expect(account('dropped')).toEqual([]);
  });

  test('a destroyed resource depends on what the state recorded', () => {
    const gone = resource(reading(fixture('lifecycle')), 'azurerm_mssql_virtual_network_rule.gone');
    expect(gone.dependsOn).toEqual(['azurerm_mssql_server.sql', 'azurerm_subnet.app']);
  });
});

describe('actions', () => {
  const lifecycle = reading(fixture('lifecycle'));

  test.each([
    ['azurerm_subnet.app', { action: 'update' }],
    ['azurerm_subnet.secret', { action: 'create' }],
    ['azurerm_mssql_virtual_network_rule.gone', { action: 'delete' }],
    ['azurerm_subnet.renamed', { action: 'replace', replacedBy: ['name'], name: 'snet-after' }],
    ['azurerm_public_ip.cbd', { action: 'replace', createBeforeDestroy: true }],
    ['azurerm_subnet.new_name', { action: 'no-op', movedFrom: 'azurerm_subnet.old_name' }],
    ['azurerm_private_dns_zone.left', { action: 'forget' }],
    ['data.azurerm_subnet.existing', { action: 'no-op', data: true }],
    ['data.azurerm_subnet.late', { action: 'read', data: true }],
  ])('%s is %o', (address, expected) => {
    expect(resource(lifecycle, address)).toMatchObject(expected);
  });

  test('a replaced resource has its ID before, and an unknown one after', () => {
    expect(resource(lifecycle, 'azurerm_subnet.renamed')).toMatchObject({
      idBefore: `${group}/rg-life/providers/Microsoft.Network/virtualNetworks/vnet-life/subnets/snet-before`,
      idAfter: { unknown: 'known after apply' },
    });
  });

  test('an updated resource keeps its ID', () => {
    const { idBefore, idAfter } = resource(lifecycle, 'azurerm_subnet.app');
    expect(idAfter).toBe(idBefore);
  });

  test('a created resource has no before, a deleted one no after', () => {
    expect(resource(lifecycle, 'azurerm_subnet.secret')).not.toHaveProperty('before');
    expect(resource(lifecycle, 'azurerm_mssql_virtual_network_rule.gone')).not.toHaveProperty(
      'after',
    );
  });

  test('what is forgotten stays in Azure as it is', () => {
    const { before, after, idBefore, idAfter } = resource(
      lifecycle,
      'azurerm_private_dns_zone.left',
    );
    expect(after).toEqual(before);
    expect(idAfter).toBe(idBefore);
  });

  test('a move alone is noise', () => {
    expect(lifecycle.noise).toMatchObject([
      { what: 'azurerm_subnet.old_name is now called azurerm_subnet.new_name' },
    ]);
  });

  test('a deposed object is a resource of its own', () => {
    const address = 'azurerm_subnet.app';
    const change = { actions: ['delete'], before: { id: '/old', name: 'old' }, after: null };
    const found = reading(
      plan([
        item(address, { actions: ['no-op'], before: { name: 'a' }, after: { name: 'a' } }),
        item(address, change, { deposed: 'cafe0001' }),
      ]),
    );
    expect(found.resources.map((one) => [one.address, one.action])).toEqual([
      ['azurerm_subnet.app', 'no-op'],
      ['azurerm_subnet.app (deposed cafe0001)', 'delete'],
    ]);
  });

  test('a replacement that forgets the old object leaves it beside the new one', () => {
    const change = { actions: ['create', 'forget'], before: { name: 'a' }, after: { name: 'b' } };
    const found = reading(plan([item('azurerm_subnet.app', change)]));
    expect(found.resources.map((one) => [one.action, one.name, one.before !== undefined])).toEqual([
      ['create', 'b', false],
      ['forget', 'a', true],
    ]);
  });

  test('actions that are not known are named as omitted', () => {
    const found = reading(plan([item('azurerm_subnet.app', { actions: ['transmute'] })]));
    expect(found.resources).toEqual([]);
    expect(found.omitted).toMatchObject([
      { missing: 'what the actions "transmute" do to azurerm_subnet.app' },
    ]);
  });
});

describe('sensitive values never leave the reader', () => {
  test('marked by the schema or by a variable', () => {
    const lifecycle = reading(fixture('lifecycle'));
    const text = JSON.stringify(lifecycle);
    for (const secret of ['very-hidden-login', 'S3cret-Passw0rd', '10.1.99.0/24']) {
      expect(fixture('lifecycle').toString()).toContain(secret);
      expect(text).not.toContain(secret);
    }
    expect(resource(lifecycle, 'azurerm_subnet.secret').after?.address_prefixes).toEqual([
      { unknown: 'marked sensitive in the plan' },
    ]);
  });

  test('a value that is marked on one side is hidden on both', () => {
    const change = {
      actions: ['no-op'],
      before: { name: 'hush' },
      after: { name: 'hush' },
      before_sensitive: false,
      after_sensitive: { name: true },
    };
    const found = reading(plan([item('azurerm_subnet.app', change)]));
    expect(JSON.stringify(found)).not.toContain('hush');
    expect(found.resources[0]?.name).toBe('app');
  });

  test('a resource marked as a whole shows nothing', () => {
    const change = {
      actions: ['create'],
      before: null,
      after: { name: 'hush', list: ['hush'] },
      after_sensitive: true,
    };
    expect(JSON.stringify(reading(plan([item('azurerm_subnet.app', change)])))).not.toContain(
      'hush',
    );
  });

  test('attributes that the caller does not keep are not taken', () => {
    const change = {
      actions: ['create'],
      before: null,
      after: { name: 'snet', tags: { a: 'hush' } },
    };
    const { readings } = readTerraformPlans(
      [{ path: 'plan.json', bytes: bytesOf(plan([item('azurerm_subnet.app', change)])) }],
      { wants: () => true, keep: (_, attribute) => attribute !== 'tags' },
    );
    expect(readings[0]?.resources[0]?.after).toEqual({ name: 'snet' });
  });
});

describe('a type that says nothing by itself', () => {
  const still = { actions: ['no-op'], before: { name: 'a' }, after: { name: 'a' } };
  const machine = item('azurerm_linux_virtual_machine.vm', still);
  const card = item('azurerm_network_interface.nic', still);
  const azapi = item('azapi_resource.any', {
    actions: ['no-op'],
    before: { type: 'Microsoft.Network/networkInterfaces@2024-05-01' },
    after: { type: 'Microsoft.Network/networkInterfaces@2024-05-01' },
  });
  const addressesIn = (...plans: readonly (readonly unknown[])[]) =>
    readTerraformPlans(
      plans.map((items, n) => ({ path: `${n}.json`, bytes: bytesOf(plan([...items] as never)) })),
      interest,
    ).readings.flatMap(({ resources }) => resources.map(({ address }) => address));

  test('is left out where what it would tell of is not there', () => {
    expect(addressesIn([machine])).toEqual([]);
  });

  test.each([
    ['in the same plan', [[machine, card]]],
    ['in another plan', [[machine], [card]]],
    ['perhaps, as azapi', [[machine, azapi]]],
  ])('is read where that is there %s', (_, plans) => {
    expect(addressesIn(...plans)).toContain('azurerm_linux_virtual_machine.vm');
  });

  describe('because it names no target', () => {
    const address = 'azurerm_monitor_diagnostic_setting.logs';
    const storage = `${group}/rg/providers/Microsoft.Storage/storageAccounts/stlogs`;
    const staying = (values: object) => {
      const all = { name: 'logs', log_analytics_workspace_id: 'w', ...values };
      return item(address, { actions: ['no-op'], before: all, after: all });
    };

    test.each<[string, object]>([
      ['no attribute for one', {}],
      ['null', { storage_account_id: null }],
      ['an empty text', { storage_account_id: '' }],
      ['one that is nested', { log: [{ storage_account_id: storage }] }],
    ])('is left out where it stays: %s', (_, values) => {
      expect(addressesIn([staying(values)])).toEqual([]);
    });

    test('is read where it names one', () => {
      expect(addressesIn([staying({ storage_account_id: storage })])).toEqual([address]);
    });

    test('is read where it changes, or changed outside of Terraform', () => {
      const values = { name: 'logs', log_analytics_workspace_id: 'w' };
      const other = { ...values, storage_account_id: storage };
      for (const [before, after] of [
        [values, other],
        [other, values],
        [values, { ...values, name: 'audit' }],
      ]) {
        expect(addressesIn([item(address, { actions: ['update'], before, after })])).toEqual([
          address,
        ]);
      }
    });
  });
});

describe('values', () => {
  test('a whole attribute, an element and a nested block may be unknown', () => {
    const change = {
      actions: ['create'],
      before: null,
      after: { name: 'a', list: ['known', null], block: [{ known: 1 }] },
      after_unknown: {
        id: true,
        list: [false, true],
        block: [{ hidden: true }],
        set: [{ id: true }],
      },
    };
    const unknown = { unknown: 'known after apply' };
    expect(reading(plan([item('azurerm_subnet.app', change)])).resources[0]?.after).toEqual({
      name: 'a',
      list: ['known', unknown],
      block: [{ known: 1, hidden: unknown }],
      id: unknown,
      set: [{ id: unknown }],
    });
  });

  test('a key called unknown cannot make a value look unknown', () => {
    const tags = JSON.parse('{"unknown":"x","__proto__":{"y":1},"z":"z"}') as object;
    const change = { actions: ['create'], before: null, after: { name: 'a', tags } };
    const found = reading(plan([item('azurerm_subnet.app', change)])).resources[0];
    expect(found?.after).toEqual({ name: 'a', tags: { z: 'z' } });
  });

  test.each([
    ['azurerm-3', [], ['Microsoft.Storage']],
    ['azurerm-4', [], ['Microsoft.Storage']],
  ])('%s keeps service_endpoints as it is', (name, before, after) => {
    const app = resource(reading(fixture(name)), 'azurerm_subnet.app');
    expect([app.before?.service_endpoints, app.after?.service_endpoints]).toEqual([before, after]);
  });

  test('azurerm-5 keeps service_endpoint blocks as they are', () => {
    const app = resource(reading(fixture('azurerm-5')), 'azurerm_subnet.app');
    expect(app.before?.service_endpoint).toEqual([]);
    expect(app.after?.service_endpoint).toMatchObject([{ service: 'Microsoft.Storage' }]);
  });
});

describe('what stands beside the changes', () => {
  test('resources that only the prior state has do not change', () => {
    const values = { id: '/a', name: 'a' };
    const state = (address: string) => ({ ...item(address, {}), values, sensitive_values: {} });
    const root_module = {
      resources: [state('azurerm_subnet.here')],
      child_modules: [{ address: 'module.m', resources: [state('module.m.azurerm_subnet.there')] }],
    };
    const found = reading(plan([], { prior_state: { values: { root_module } } }));
    expect(found.resources.map((one) => [one.address, one.action, one.after])).toEqual([
      ['azurerm_subnet.here', 'no-op', values],
      ['module.m.azurerm_subnet.there', 'no-op', values],
    ]);
  });

  test('planned values speak where a plan was cut down to them', () => {
    const values = { id: '/a', name: 'a' };
    const resources = [{ ...item('azurerm_subnet.a', {}), values }];
    const planned_values = { root_module: { resources } };
    expect(reading({ format_version: '1.2', planned_values }).resources).toMatchObject([
      { address: 'azurerm_subnet.a', action: 'no-op', after: values },
    ]);
  });

  test('drift is listed by address, unless nothing drifted', () => {
    const drift = (name: string, actions: readonly string[]) =>
      item(`azurerm_subnet.${name}`, { actions, before: {}, after: {} });
    const resource_drift = [drift('a', ['update']), drift('b', ['no-op']), drift('c', ['delete'])];
    expect(reading(plan([], { resource_drift })).drifted).toEqual([
      'azurerm_subnet.a',
      'azurerm_subnet.c',
    ]);
  });

  describe('azurerm 5 on a state that azurerm 4 wrote', () => {
    const configuration = {
      provider_config: {
        azurerm: {
          full_name: 'registry.terraform.io/hashicorp/azurerm',
          name: 'azurerm',
          version_constraint: '~> 5.2',
        },
      },
      root_module: {},
    };
    const blocks = (...services: readonly string[]) => ({
      service_endpoint: services.map((service) => ({ service })),
    });
    const subnet = (name: string, before: object, after: object) =>
      item(`azurerm_subnet.${name}`, { actions: ['update'], before, after });
    const versionsOf = (changes: readonly object[], drift: readonly object[]) =>
      reading(plan(changes, { configuration, resource_drift: drift })).versions.filter(
        ({ what }) => what === 'hashicorp/azurerm',
      );
    const [none, some] = [blocks(), blocks('Microsoft.Storage')];
    const given = [subnet('a', some, none), subnet('b', some, some)];

    test('every subnet with endpoints drifted from none: the state lost its old attribute', () => {
      const drift = [subnet('a', none, some), subnet('b', none, some)];
      expect(versionsOf(given, drift)).toEqual([
        { what: 'hashicorp/azurerm', before: '4', inferred: true, after: '~> 5.2' },
      ]);
    });

    test('one endpoint that somebody turned on by hand says nothing of versions', () => {
      expect(versionsOf(given, [subnet('a', none, some)])).toEqual([
        { what: 'hashicorp/azurerm', after: '~> 5.2' },
      ]);
    });
  });

  test('versions of Terraform, providers and modules', () => {
    const configuration = {
      provider_config: {
        azurerm: {
          full_name: 'registry.terraform.io/hashicorp/azurerm',
          version_constraint: '~> 4.0',
        },
      },
      root_module: {
        module_calls: {
          net: {
            source: 'Azure/avm-res-network-virtualnetwork/azurerm',
            version_constraint: '0.17.0',
          },
          git: { source: 'git::https://example.com/net.git?ref=v2' },
          local: { source: './net' },
        },
      },
    };
    expect(reading(plan([], { configuration })).versions).toEqual([
      { what: 'terraform', after: '1.11.4' },
      { what: 'hashicorp/azurerm', after: '~> 4.0' },
      { what: 'module.net (Azure/avm-res-network-virtualnetwork/azurerm)', after: '0.17.0' },
      { what: 'module.git (git::https://example.com/net.git)', after: 'v2' },
    ]);
  });

  test('a resource tells its provider configuration', () => {
    const resources = [
      { address: 'azurerm_subnet.a', type: 'azurerm_subnet', provider_config_key: 'azurerm.hub' },
    ];
    const configuration = {
      provider_config: { 'azurerm.hub': { version_constraint: '~> 4.1' } },
      root_module: { resources },
    };
    const change = item('azurerm_subnet.a', { actions: ['no-op'], before: {}, after: {} });
    expect(reading(plan([change], { configuration })).resources).toMatchObject([
      { provider: 'azurerm.hub', providerVersion: '~> 4.1' },
    ]);
  });

  test.each([
    [
      { errored: true, complete: false },
      'what Terraform had not planned when it stopped with an error',
    ],
    [{ complete: false }, 'what this plan leaves for a later one (targeted, or deferred)'],
  ])('%o is omitted', (more, missing) => {
    expect(reading(plan([], more)).omitted).toEqual([
      { origin: { file: 'plan.json', address: '' }, missing },
    ]);
  });

  test('a deferred change of interest is omitted', () => {
    const deferred_changes = ['azurerm_subnet.a', 'azurerm_dashboard.b'].map((address) => ({
      reason: 'instance_count_unknown',
      resource_change: item(address, { actions: ['create'] }),
    }));
    expect(reading(plan([], { deferred_changes })).omitted).toMatchObject([
      { origin: { address: 'azurerm_subnet.a' } },
    ]);
  });
});

describe.each(['azapi-1', 'azapi-2'])('%s', (name) => {
  const azapi = reading(fixture(name));
  const of = (address: string): ResourceChange => resource(azapi, address);

  test('is read as the ARM resource that it writes', () => {
    expect(of('azapi_resource.subnet')).toMatchObject({
      type: 'Microsoft.Network/virtualNetworks/subnets',
      dialect: 'arm',
      name: 'snet-az',
      whole: true,
      after: { properties: { serviceEndpoints: [{ service: 'Microsoft.Storage' }] } },
    });
  });

  test('IDs are put together before Azure gives them', () => {
    const vnet = `${group}/rg-az/providers/Microsoft.Network/virtualNetworks/vnet-az`;
    expect(of('azapi_resource.subnet').idAfter).toBe(`${vnet}/subnets/snet-az`);
    expect(of('azapi_resource.account').idAfter).toBe(
      `${group}/rg-az/providers/Microsoft.Storage/storageAccounts/staz`,
    );
  });

  test('a patch updates what is there and shows a part of it', () => {
    expect(of('azapi_update_resource.vault')).toMatchObject({
      type: 'Microsoft.KeyVault/vaults',
      name: 'kv-shared',
      action: 'update',
      whole: false,
      before: { properties: { networkAcls: { defaultAction: 'Allow' } } },
      after: { properties: { networkAcls: { defaultAction: 'Deny' } } },
    });
    expect(of('azapi_update_resource.patched')).toMatchObject({ action: 'update', before: {} });
  });

  test('a patch that is removed leaves what it did', () => {
    const { action, before, after } = of('azapi_update_resource.dropped');
    expect([action, after]).toEqual(['forget', before]);
  });

  test('an action counts when it writes the resource', () => {
    expect(of('azapi_resource_action.patch')).toMatchObject({ action: 'update', name: 'stacted' });
    expect(azapi.resources.map((one) => one.address)).not.toContain('azapi_resource_action.rotate');
  });

  test('a data source shows what it asked for', () => {
    expect(of('data.azapi_resource.seen')).toMatchObject({
      type: 'Microsoft.Network/virtualNetworks/subnets',
      data: true,
      whole: false,
      name: 'snet-seen',
    });
  });

  test('ARM types of no interest are left out', () => {
    expect(azapi.resources.map((one) => one.address)).not.toContain('azapi_resource.lock');
  });
});

test('an azapi body that is known in part has its unknown leaves', () => {
  const account = resource(reading(fixture('azapi-2')), 'azapi_resource.account');
  expect(account.after?.properties).toMatchObject({
    networkAcls: {
      defaultAction: 'Deny',
      virtualNetworkRules: [
        { action: 'Allow', id: { references: [{ address: 'azapi_resource.subnet' }] } },
        { action: 'Allow', id: { references: [{ address: 'azurerm_subnet.other' }] } },
      ],
    },
  });
});

test('an azapi body that is a string of which a part is unknown is unknown', () => {
  const account = resource(reading(fixture('azapi-1')), 'azapi_resource.account');
  expect(account.after).toMatchObject({
    name: 'staz',
    properties: { unknown: 'known after apply' },
    sku: { unknown: 'known after apply' },
  });
});

test('an azapi resource of unknown type is omitted', () => {
  const change = {
    actions: ['create'],
    before: null,
    after: { name: 'a' },
    after_unknown: { type: true },
  };
  const found = reading(plan([item('azapi_resource.a', change)]));
  expect(found.resources).toEqual([]);
  expect(found.omitted).toMatchObject([
    { missing: 'what azapi_resource.a manages: its type is known after apply' },
  ]);
});

test('an azapi body that is not JSON is unknown', () => {
  const change = {
    actions: ['create'],
    before: null,
    after: { type: 'Microsoft.Storage/storageAccounts@2023-05-01', name: 'a', body: '{' },
  };
  expect(reading(plan([item('azapi_resource.a', change)])).resources[0]?.after).toMatchObject({
    properties: { unknown: 'the body is not JSON' },
  });
});
