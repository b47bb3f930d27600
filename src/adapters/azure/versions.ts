// Which version of Azure's API each type is read with. Not the newest: versions that the clouds outside the public one have too,
// and that show what the service rows look for. What is not in this table is never read.
// Source of each: https://github.com/Azure/bicep-types-az/tree/main/generated, in the folder named beside it.

const network = '2024-05-01'; // network/microsoft.network: networkIdentifier of service endpoints from 2024-01-01 on
const privateDns = '2024-06-01'; // privatedns/microsoft.network: resolutionPolicy of links
const storage = '2024-01-01'; // storage/microsoft.storage
const sql = '2023-08-01'; // sql/microsoft.sql
const keyVault = '2023-07-01'; // keyvault/microsoft.keyvault
const cosmos = '2024-11-15'; // cosmos-db/microsoft.documentdb
const eventHubs = '2024-01-01'; // eventhub/microsoft.eventhub
const serviceBus = '2024-01-01'; // servicebus/microsoft.servicebus
const registry = '2021-08-01-preview'; // containerregistry: virtualNetworkRules stand in no later stable version
const web = '2023-12-01'; // web/microsoft.web

/** By type, as Azure spells it. */
export const versions: Readonly<Record<string, string>> = {
  'Microsoft.Network/virtualNetworks': network,
  'Microsoft.Network/virtualNetworks/subnets': network,
  'Microsoft.Network/networkSecurityGroups': network,
  'Microsoft.Network/routeTables': network,
  'Microsoft.Network/natGateways': network,
  'Microsoft.Network/publicIPAddresses': network,
  'Microsoft.Network/publicIPPrefixes': network,
  'Microsoft.Network/serviceEndpointPolicies': network,
  'Microsoft.Network/privateEndpoints': network,
  'Microsoft.Network/privateEndpoints/privateDnsZoneGroups': network,
  'Microsoft.Network/privateDnsZones/virtualNetworkLinks': privateDns,
  'Microsoft.Network/privateDnsZones/A': privateDns,
  'Microsoft.Storage/storageAccounts': storage,
  'Microsoft.Sql/servers': sql,
  'Microsoft.Sql/servers/virtualNetworkRules': sql,
  'Microsoft.Sql/servers/firewallRules': sql,
  'Microsoft.KeyVault/vaults': keyVault,
  'Microsoft.DocumentDB/databaseAccounts': cosmos,
  'Microsoft.EventHub/namespaces': eventHubs,
  'Microsoft.EventHub/namespaces/networkRuleSets': eventHubs,
  'Microsoft.ServiceBus/namespaces': serviceBus,
  'Microsoft.ServiceBus/namespaces/networkRuleSets': serviceBus,
  'Microsoft.ContainerRegistry/registries': registry,
  'Microsoft.Web/sites': web,
  'Microsoft.Web/sites/config': web,
  'Microsoft.Web/sites/slots': web,
  'Microsoft.Web/sites/slots/config': web,
};

const byType = new Map(Object.entries(versions).map(([type, each]) => [type.toLowerCase(), each]));

export function versionOf(type: string): string | undefined {
  return byType.get(type.toLowerCase());
}
