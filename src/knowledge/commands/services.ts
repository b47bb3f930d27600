// How the Azure CLI spells what a service's firewall is told. A type that is not here, or lacks a line, is written by its ARM
// properties: commands/properties.ts.

/** Adding and removing one entry of a list; or the whole list, where the CLI knows no other way. */
export type ListCommands =
  | { readonly add: string; readonly remove: string; readonly update?: string }
  | { readonly all: string };

/** Setting one value; `words` where the CLI has others than Azure. A value without a word is not for this command. */
export interface SettingCommands {
  readonly run: readonly string[];
  readonly words?: Readonly<Record<string, string>>;
}

export interface ServiceCommands {
  /** Where the syntax is from. */
  readonly source: string;
  /** A single address bare (`203.0.113.7`) or as a range (`203.0.113.7/32`). */
  readonly single?: 'range';
  readonly 'virtual-network-rule'?: ListCommands;
  readonly 'ip-rule'?: ListCommands;
  readonly 'resource-instance'?: ListCommands;
  readonly 'default-action'?: SettingCommands;
  readonly 'public-network-access'?: SettingCommands;
  readonly 'network-rules-enabled'?: SettingCommands;
  readonly 'trusted-services'?: SettingCommands;
}

const reference = 'https://learn.microsoft.com/cli/azure';
const modules =
  'https://github.com/Azure/azure-cli/tree/dev/src/azure-cli/azure/cli/command_modules';

/** What nobody set counts as Enabled, where it is not said otherwise. */
const onOff = { Enabled: 'Enabled', Disabled: 'Disabled', unset: 'Enabled' };
const yesNo = { Enabled: 'true', Disabled: 'false', unset: 'true' };
const action = { Allow: 'Allow', Deny: 'Deny' };
const bypass = { AzureServices: 'AzureServices', '': 'None' };
const bypassed = { AzureServices: 'true', '': 'false' };

const storage: ServiceCommands = {
  source: `${reference}/storage/account/network-rule`,
  'virtual-network-rule': {
    add: 'az storage account network-rule add --resource-group {group} --account-name {name} --subnet {subnet} {subscription}',
    remove:
      'az storage account network-rule remove --resource-group {group} --account-name {name} --subnet {subnet} {subscription}',
  },
  'ip-rule': {
    add: 'az storage account network-rule add --resource-group {group} --account-name {name} --ip-address {range} {subscription}',
    remove:
      'az storage account network-rule remove --resource-group {group} --account-name {name} --ip-address {range} {subscription}',
  },
  'resource-instance': {
    add: 'az storage account network-rule add --resource-group {group} --account-name {name} --resource-id {key} --tenant-id {tenant} {subscription}',
    remove:
      'az storage account network-rule remove --resource-group {group} --account-name {name} --resource-id {key} --tenant-id {tenant} {subscription}',
  },
  'default-action': {
    run: ['az storage account update --ids {id} --default-action {value}'],
    words: action,
  },
  'public-network-access': {
    run: ['az storage account update --ids {id} --public-network-access {value}'],
    words: onOff,
  },
  'trusted-services': { run: ['az storage account update --ids {id} --bypass {values}'] },
};

// A rule's name is not part of the model, so it is looked up by what the rule says.
const sqlRule =
  '$(az sql server vnet-rule list --resource-group {group} --server {name} --query "[?virtualNetworkSubnetId==\'{subnet}\'].name" --output tsv {subscription})';
const sqlRange =
  "$(az sql server firewall-rule list --resource-group {group} --server {name} --query \"[?startIpAddress=='{first}' && endIpAddress=='{last}'].name\" --output tsv {subscription})";

const sql: ServiceCommands = {
  source: `${reference}/sql/server/vnet-rule`,
  'virtual-network-rule': {
    add: 'az sql server vnet-rule create --resource-group {group} --server {name} --name {rule} --subnet {subnet} --ignore-missing-endpoint {flag} {subscription}',
    remove: `az sql server vnet-rule delete --resource-group {group} --server {name} --name ${sqlRule} {subscription}`,
    update: `az sql server vnet-rule update --resource-group {group} --server {name} --name ${sqlRule} --subnet {subnet} --ignore-missing-endpoint {flag} {subscription}`,
  },
  'ip-rule': {
    add: 'az sql server firewall-rule create --resource-group {group} --server {name} --name {rule} --start-ip-address {first} --end-ip-address {last} {subscription}',
    remove: `az sql server firewall-rule delete --resource-group {group} --server {name} --name ${sqlRange} {subscription}`,
  },
  'public-network-access': {
    run: ['az sql server update --ids {id} --enable-public-network {value}'],
    words: yesNo,
  },
};

const keyVault: ServiceCommands = {
  source: `${reference}/keyvault/network-rule`,
  'virtual-network-rule': {
    add: 'az keyvault network-rule add --resource-group {group} --name {name} --subnet {subnet} {subscription}',
    remove:
      'az keyvault network-rule remove --resource-group {group} --name {name} --subnet {subnet} {subscription}',
  },
  'ip-rule': {
    add: 'az keyvault network-rule add --resource-group {group} --name {name} --ip-address {range} {subscription}',
    remove:
      'az keyvault network-rule remove --resource-group {group} --name {name} --ip-address {range} {subscription}',
  },
  'default-action': {
    run: [
      'az keyvault update --resource-group {group} --name {name} --default-action {value} {subscription}',
    ],
    words: action,
  },
  'public-network-access': {
    run: [
      'az keyvault update --resource-group {group} --name {name} --public-network-access {value} {subscription}',
    ],
    words: onOff,
  },
  'trusted-services': {
    run: [
      'az keyvault update --resource-group {group} --name {name} --bypass {value} {subscription}',
    ],
    words: bypass,
  },
};

const cosmos: ServiceCommands = {
  source: `${reference}/cosmosdb/network-rule`,
  'virtual-network-rule': {
    add: 'az cosmosdb network-rule add --ids {id} --subnet {subnet} --ignore-missing-vnet-service-endpoint {flag}',
    remove: 'az cosmosdb network-rule remove --ids {id} --subnet {subnet}',
  },
  'ip-rule': { all: 'az cosmosdb update --ids {id} --ip-range-filter {joined}' },
  'resource-instance': {
    all: 'az cosmosdb update --ids {id} --network-acl-bypass-resource-ids {values}',
  },
  'public-network-access': {
    run: ['az cosmosdb update --ids {id} --public-network-access {value}'],
    words: onOff,
  },
  'network-rules-enabled': {
    run: ['az cosmosdb update --ids {id} --enable-virtual-network {value}'],
    words: { true: 'true', false: 'false' },
  },
  'trusted-services': {
    run: ['az cosmosdb update --ids {id} --network-acl-bypass {value}'],
    words: bypass,
  },
};

/** Service Bus and Event Hubs differ only in the name of their commands. */
function messaging(cli: 'servicebus' | 'eventhubs'): ServiceCommands {
  const set = `az ${cli} namespace network-rule-set`;
  const names = '--resource-group {group} --namespace-name {name}';
  return {
    source: `${reference}/${cli}/namespace/network-rule-set; ${modules}/servicebus/tests/latest/test_servicebus_network_commands.py`,
    'virtual-network-rule': {
      add: `${set} virtual-network-rule add ${names} --subnet id={subnet} ignore-missing-endpoint={flag} {subscription}`,
      remove: `${set} virtual-network-rule remove ${names} --subnet id={subnet} {subscription}`,
    },
    'ip-rule': {
      add: `${set} ip-rule add ${names} --ip-rule ip-address={range} action=Allow {subscription}`,
      remove: `${set} ip-rule remove ${names} --ip-rule ip-address={range} {subscription}`,
    },
    'default-action': {
      run: [`${set} update ${names} --default-action {value} {subscription}`],
      words: action,
    },
    // The namespace and its rule set both carry the switch; they are kept equal.
    'public-network-access': {
      run: [
        `az ${cli} namespace update --resource-group {group} --name {name} --public-network-access {value} {subscription}`,
        `${set} update ${names} --public-network-access {value} {subscription}`,
      ],
      words: onOff,
    },
    'trusted-services': {
      run: [`${set} update ${names} --enable-trusted-service-access {value} {subscription}`],
      words: bypassed,
    },
  };
}

const registry: ServiceCommands = {
  source: `https://learn.microsoft.com/azure/container-registry/container-registry-vnet; ${modules}/acr/network_rule.py`,
  'virtual-network-rule': {
    add: 'az acr network-rule add --resource-group {group} --name {name} --subnet {subnet} {subscription}',
    remove:
      'az acr network-rule remove --resource-group {group} --name {name} --subnet {subnet} {subscription}',
  },
  'ip-rule': {
    add: 'az acr network-rule add --resource-group {group} --name {name} --ip-address {range} {subscription}',
    remove:
      'az acr network-rule remove --resource-group {group} --name {name} --ip-address {range} {subscription}',
  },
  'default-action': {
    run: [
      'az acr update --resource-group {group} --name {name} --default-action {value} {subscription}',
    ],
    words: action,
  },
  'public-network-access': {
    run: [
      'az acr update --resource-group {group} --name {name} --public-network-enabled {value} {subscription}',
    ],
    words: yesNo,
  },
  'trusted-services': {
    run: [
      'az acr update --resource-group {group} --name {name} --allow-trusted-services {value} {subscription}',
    ],
    words: bypassed,
  },
};

const restriction = '--resource-group {group} --name {site} {slot} {scm}';

const site: ServiceCommands = {
  source: `${reference}/webapp/config/access-restriction; ${modules}/appservice/access_restrictions.py`,
  single: 'range',
  // Without --ignore-missing-endpoint the CLI turns the service endpoint of the subnet on by itself: a reset nobody planned.
  'virtual-network-rule': {
    add: `az webapp config access-restriction add ${restriction} --rule-name {rule} --action {action} --priority {priority} --subnet {subnet} --ignore-missing-endpoint true {subscription}`,
    remove: `az webapp config access-restriction remove ${restriction} --action {action} --subnet {subnet} {subscription}`,
  },
  'ip-rule': {
    add: `az webapp config access-restriction add ${restriction} --rule-name {rule} --action {action} --priority {priority} --ip-address {range} {subscription}`,
    remove: `az webapp config access-restriction remove ${restriction} --action {action} --ip-address {range} {subscription}`,
  },
  'public-network-access': {
    // The empty string is what nobody set:
    // https://github.com/Azure/bicep-types-az/blob/1f896de2db96/generated/web/microsoft.web/2025-03-01/types.md
    run: ['az resource update --ids {id} --set properties.publicNetworkAccess={value}'],
    words: { Enabled: 'Enabled', Disabled: 'Disabled', unset: '' },
  },
};

/** By ARM type. */
export const serviceCommands: Readonly<Record<string, ServiceCommands>> = {
  'Microsoft.Storage/storageAccounts': storage,
  'Microsoft.Sql/servers': sql,
  'Microsoft.KeyVault/vaults': keyVault,
  'Microsoft.DocumentDB/databaseAccounts': cosmos,
  'Microsoft.ServiceBus/namespaces': messaging('servicebus'),
  'Microsoft.EventHub/namespaces': messaging('eventhubs'),
  'Microsoft.ContainerRegistry/registries': registry,
  'Microsoft.Web/sites': site,
  'Microsoft.Web/sites/slots': site,
};
