import { describe, expect, test } from 'vitest';
import { type Edit, invert } from '../../src/core/edit.ts';
import type { Target } from '../../src/core/model.ts';
import { serviceCommands } from '../../src/knowledge/commands/services.ts';
import { commands } from '../../src/knowledge/commands.ts';
import { services } from '../../src/knowledge/services/index.ts';
import { account, estate, snetApp, subscription } from './commands-estate.ts';

const inSubscription = `--subscription ${subscription}`;
const key = snetApp.toLowerCase();

function ruleOf(target: Target, ignoreMissing = false): Edit<'virtual-network-rule'> {
  return { kind: 'virtual-network-rule', id: target.id, key, after: { ignoreMissing } };
}

function rangeOf(target: Target, range: string): Edit<'ip-rule'> {
  return { kind: 'ip-rule', id: target.id, key: range, after: { range } };
}

const storage = account('Microsoft.Storage/storageAccounts', 'stdata');
const sql = account('Microsoft.Sql/servers', 'sql-prod');
const vault = account('Microsoft.KeyVault/vaults', 'kv-prod');
const cosmos = account('Microsoft.DocumentDB/databaseAccounts', 'cosmos-prod');
const bus = account('Microsoft.ServiceBus/namespaces', 'sb-prod');
const hubs = account('Microsoft.EventHub/namespaces', 'eh-prod');
const registry = account('Microsoft.ContainerRegistry/registries', 'acrprod');
const site = account('Microsoft.Web/sites', 'app-prod');
const slot = account('Microsoft.Web/sites/slots', 'app-prod/stage');

const all = [storage, sql, vault, cosmos, bus, hubs, registry, site, slot];

function linesFor(edit: Edit, target: Target) {
  return commands(edit, estate({ targets: [...all, target] }));
}

const ruleLookup = `$(az sql server vnet-rule list --resource-group rg-app --server sql-prod --query "[?virtualNetworkSubnetId=='${snetApp}'].name" --output tsv ${inSubscription})`;

describe('a virtual network rule', () => {
  test.each<[string, Edit, Target, readonly string[]]>([
    [
      'of Storage',
      ruleOf(storage),
      storage,
      [
        `az storage account network-rule add --resource-group rg-app --account-name stdata --subnet ${snetApp} ${inSubscription}`,
      ],
    ],
    [
      'of SQL, early, with the flag',
      ruleOf(sql, true),
      sql,
      [
        `az sql server vnet-rule create --resource-group rg-app --server sql-prod --name vnet-app-snet-app --subnet ${snetApp} --ignore-missing-endpoint true ${inSubscription}`,
      ],
    ],
    [
      'of SQL, taken away by what it says',
      invert(ruleOf(sql)),
      sql,
      [
        `az sql server vnet-rule delete --resource-group rg-app --server sql-prod --name ${ruleLookup} ${inSubscription}`,
      ],
    ],
    [
      'of Key Vault',
      ruleOf(vault),
      vault,
      [
        `az keyvault network-rule add --resource-group rg-app --name kv-prod --subnet ${snetApp} ${inSubscription}`,
      ],
    ],
    [
      'of Key Vault with the flag that only its properties have',
      ruleOf(vault, true),
      vault,
      [
        `az resource update --ids ${vault.label} --add properties.networkAcls.virtualNetworkRules '{"id":"${snetApp}","ignoreMissingVnetServiceEndpoint":true}'`,
      ],
    ],
    [
      'of Key Vault, taken away whatever its flag',
      invert(ruleOf(vault, true)),
      vault,
      [
        `az keyvault network-rule remove --resource-group rg-app --name kv-prod --subnet ${snetApp} ${inSubscription}`,
      ],
    ],
    [
      'of Cosmos DB',
      ruleOf(cosmos, true),
      cosmos,
      [
        `az cosmosdb network-rule add --ids ${cosmos.label} --subnet ${snetApp} --ignore-missing-vnet-service-endpoint true`,
      ],
    ],
    [
      'of Service Bus',
      ruleOf(bus, true),
      bus,
      [
        `az servicebus namespace network-rule-set virtual-network-rule add --resource-group rg-app --namespace-name sb-prod --subnet id=${snetApp} ignore-missing-endpoint=true ${inSubscription}`,
      ],
    ],
    [
      'of Event Hubs, taken away',
      invert(ruleOf(hubs)),
      hubs,
      [
        `az eventhubs namespace network-rule-set virtual-network-rule remove --resource-group rg-app --namespace-name eh-prod --subnet id=${snetApp} ${inSubscription}`,
      ],
    ],
    [
      'of a registry',
      ruleOf(registry),
      registry,
      [
        `az acr network-rule add --resource-group rg-app --name acrprod --subnet ${snetApp} ${inSubscription}`,
      ],
    ],
    [
      'of an app, without the endpoint that the CLI would turn on by itself',
      ruleOf(site),
      site,
      [
        `az webapp config access-restriction add --resource-group rg-app --name app-prod --rule-name vnet-app-snet-app --action Allow --priority 300 --subnet ${snetApp} --ignore-missing-endpoint true ${inSubscription}`,
      ],
    ],
    [
      "of a slot's SCM site",
      { ...ruleOf(slot), id: `${slot.id}#scm` },
      { ...slot, id: `${slot.id}#scm` },
      [
        `az webapp config access-restriction add --resource-group rg-app --name app-prod --slot stage --scm-site true --rule-name vnet-app-snet-app --action Allow --priority 300 --subnet ${snetApp} --ignore-missing-endpoint true ${inSubscription}`,
      ],
    ],
  ])('%s', (_, edit, target, expected) => {
    expect(linesFor(edit, target)).toEqual(expected);
  });

  test('for a subnet that is not known has no command', () => {
    expect(linesFor({ ...ruleOf(storage), key: '?0' }, storage)).toEqual([]);
  });
});

describe('an IP rule', () => {
  test.each<[string, Edit, Target, readonly string[]]>([
    [
      'names a single address bare',
      rangeOf(storage, '203.0.113.7/32'),
      storage,
      [
        `az storage account network-rule add --resource-group rg-app --account-name stdata --ip-address 203.0.113.7 ${inSubscription}`,
      ],
    ],
    [
      'names it as a range where the service asks for one',
      rangeOf(site, '203.0.113.7'),
      site,
      [
        `az webapp config access-restriction add --resource-group rg-app --name app-prod --rule-name ip-203-0-113-7 --action Allow --priority 300 --ip-address 203.0.113.7/32 ${inSubscription}`,
      ],
    ],
    [
      'has two ends in SQL',
      rangeOf(sql, '203.0.113.0/24'),
      sql,
      [
        `az sql server firewall-rule create --resource-group rg-app --server sql-prod --name ip-203-0-113-0 --start-ip-address 203.0.113.0 --end-ip-address 203.0.113.255 ${inSubscription}`,
      ],
    ],
    [
      'is one of the whole list in Cosmos DB',
      rangeOf(cosmos, '203.0.113.7'),
      { ...cosmos, ipRules: { '198.51.100.0/24': { range: '198.51.100.0/24' } } },
      [`az cosmosdb update --ids ${cosmos.label} --ip-range-filter 198.51.100.0/24,203.0.113.7`],
    ],
    [
      'that is the last one leaves an empty list there',
      invert(rangeOf(cosmos, '203.0.113.7')),
      { ...cosmos, ipRules: { '203.0.113.7': { range: '203.0.113.7' } } },
      [`az cosmosdb update --ids ${cosmos.label} --ip-range-filter ''`],
    ],
    [
      'that no service can write has no command',
      rangeOf(storage, '10.0.0.1-10.0.0.9'),
      storage,
      [],
    ],
  ])('%s', (_, edit, target, expected) => {
    expect(linesFor(edit, target)).toEqual(expected);
  });
});

describe('a setting', () => {
  const set = (
    kind: 'default-action' | 'public-network-access',
    { id }: Target,
    after: string,
  ) => ({
    kind,
    id,
    before: 'unset',
    after,
  });

  test.each<[string, Edit, Target, readonly string[]]>([
    [
      'of Storage',
      set('default-action', storage, 'Deny'),
      storage,
      [`az storage account update --ids ${storage.label} --default-action Deny`],
    ],
    [
      "in the CLI's own words",
      set('public-network-access', sql, 'Disabled'),
      sql,
      [`az sql server update --ids ${sql.label} --enable-public-network false`],
    ],
    [
      'that the CLI has no word for goes by its property',
      set('public-network-access', sql, 'SecuredByPerimeter'),
      sql,
      [
        `az resource update --ids ${sql.label} --set properties.publicNetworkAccess=SecuredByPerimeter`,
      ],
    ],
    [
      'that nobody set is Enabled again where that means the same',
      set('public-network-access', vault, 'unset'),
      vault,
      [
        `az keyvault update --resource-group rg-app --name kv-prod --public-network-access Enabled ${inSubscription}`,
      ],
    ],
    [
      'that nobody set is emptied where it means something of its own',
      set('public-network-access', site, 'unset'),
      site,
      [`az resource update --ids ${site.label} --set properties.publicNetworkAccess=''`],
    ],
    [
      'of a door without a command goes by its property',
      { ...set('default-action', site, 'Deny'), id: `${site.id}#scm` },
      { ...site, id: `${site.id}#scm` },
      [
        `az resource update --ids ${site.label} --set properties.siteConfig.scmIpSecurityRestrictionsDefaultAction=Deny`,
      ],
    ],
    [
      'that stands in two places is set in both',
      set('public-network-access', bus, 'Disabled'),
      bus,
      [
        `az servicebus namespace update --resource-group rg-app --name sb-prod --public-network-access Disabled ${inSubscription}`,
        `az servicebus namespace network-rule-set update --resource-group rg-app --namespace-name sb-prod --public-network-access Disabled ${inSubscription}`,
      ],
    ],
    [
      'of trusted services lists those of Storage',
      { kind: 'trusted-services', id: storage.id, before: [], after: ['Logging', 'AzureServices'] },
      storage,
      [`az storage account update --ids ${storage.label} --bypass AzureServices Logging`],
    ],
    [
      'of trusted services is a switch elsewhere',
      { kind: 'trusted-services', id: registry.id, before: ['AzureServices'], after: [] },
      registry,
      [
        `az acr update --resource-group rg-app --name acrprod --allow-trusted-services false ${inSubscription}`,
      ],
    ],
  ])('%s', (_, edit, target, expected) => {
    expect(linesFor(edit, target)).toEqual(expected);
  });
});

test('commands are written for services that are known, and for no others', () => {
  const known = services.map((each) => each.type);
  expect(Object.keys(serviceCommands).filter((type) => !known.includes(type))).toEqual([]);
});
