import { type CheckRow, type Fact, fact } from '../service.ts';

// Checks that a service's row does not have, by ARM type. What a row has stands there.

const storageErrors =
  'https://learn.microsoft.com/rest/api/storageservices/common-rest-api-error-codes';
const storageBlocked =
  'https://learn.microsoft.com/troubleshoot/azure/azure-storage/blobs/authentication/storage-troubleshoot-403-errors';

/** A request without credentials, well formed for each sub-resource, so that only the network decides whether it is heard. */
const storageRequests: Readonly<Record<string, string>> = {
  blob: '?comp=list',
  queue: '?comp=list',
  file: '?comp=list',
  table: 'Tables',
  dfs: '?resource=account',
  web: '',
};

const storageProbes: readonly Fact<CheckRow>[] = Object.entries(storageRequests).map(
  ([name, request]) =>
    fact<CheckRow>(
      {
        proves: 'reaches',
        from: 'client',
        subresources: [name, `${name}_secondary`],
        run: `curl --silent --include --max-time 15 "https://{host}/${request}"`,
        expect:
          'any answer but 403 AuthorizationFailure: 400, 401, 404, 409 PublicAccessNotPermitted or 403 AuthenticationFailed mean that the network lets the client through; 403 AuthorizationFailure means that no network rule admits it',
      },
      `${storageErrors}; ${storageBlocked}`,
      'likely',
    ),
);

export const probes: Readonly<Record<string, readonly Fact<CheckRow>[]>> = {
  'Microsoft.Storage/storageAccounts': storageProbes,
};

/** Where the IP rules of a type are listed. */
export const ipRuleLists: Readonly<Record<string, Fact<string>>> = {
  'Microsoft.Storage/storageAccounts': fact(
    'az storage account network-rule list --resource-group {group} --account-name {name} --query "ipRules[].ipAddressOrRange" --output tsv',
    'https://learn.microsoft.com/cli/azure/storage/account/network-rule',
  ),
  'Microsoft.Sql/servers': fact(
    'az sql server firewall-rule list --resource-group {group} --server {name} --query "[].[startIpAddress,endIpAddress]" --output tsv',
    'https://learn.microsoft.com/cli/azure/sql/server/firewall-rule',
  ),
  'Microsoft.KeyVault/vaults': fact(
    'az keyvault network-rule list --resource-group {group} --name {name} --query "ipRules[].value" --output tsv',
    'https://learn.microsoft.com/cli/azure/keyvault/network-rule',
  ),
  'Microsoft.DocumentDB/databaseAccounts': fact(
    'az cosmosdb show --resource-group {group} --name {name} --query "ipRules[].ipAddressOrRange" --output tsv',
    'https://learn.microsoft.com/cli/azure/cosmosdb',
  ),
  'Microsoft.ServiceBus/namespaces': fact(
    'az servicebus namespace network-rule-set list --resource-group {group} --namespace-name {name} --query "[].ipRules[].ipMask" --output tsv',
    'https://learn.microsoft.com/cli/azure/servicebus/namespace/network-rule-set',
  ),
  'Microsoft.EventHub/namespaces': fact(
    'az eventhubs namespace network-rule-set list --resource-group {group} --namespace-name {name} --query "[].ipRules[].ipMask" --output tsv',
    'https://learn.microsoft.com/cli/azure/eventhubs/namespace/network-rule-set',
  ),
  'Microsoft.ContainerRegistry/registries': fact(
    'az acr network-rule list --resource-group {group} --name {name} --query "ipRules[].ipAddressOrRange" --output tsv',
    'https://learn.microsoft.com/cli/azure/acr/network-rule',
  ),
  'Microsoft.Web/sites': fact(
    'az webapp config access-restriction show --resource-group {group} --name {name} --query "ipSecurityRestrictions[].ipAddress" --output tsv',
    'https://learn.microsoft.com/cli/azure/webapp/config/access-restriction',
  ),
};
