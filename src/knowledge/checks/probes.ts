import { type CheckRow, type Fact, fact, type Service } from '../service.ts';

// Checks that a service's row does not have, by ARM type. What a row has stands there.

const storageErrors =
  'https://learn.microsoft.com/rest/api/storageservices/common-rest-api-error-codes';
const storageBlocked =
  'https://learn.microsoft.com/troubleshoot/azure/azure-storage/blobs/authentication/storage-troubleshoot-403-errors';
const storageLogs = 'https://learn.microsoft.com/azure/storage/common/storage-insights-overview';

interface StorageProbe {
  /** A request without credentials, but well formed: only the network decides whether it is heard. */
  readonly request: string;
  readonly log: string;
}

const storage: Readonly<Record<string, StorageProbe>> = {
  blob: { request: '?comp=list', log: 'StorageBlobLogs' },
  queue: { request: '?comp=list', log: 'StorageQueueLogs' },
  file: { request: '?comp=list', log: 'StorageFileLogs' },
  table: { request: 'Tables', log: 'StorageTableLogs' },
  dfs: { request: '?resource=account', log: 'StorageBlobLogs' },
  web: { request: '', log: 'StorageBlobLogs' },
};

function storageProbes(name: string, { request, log }: StorageProbe): readonly Fact<CheckRow>[] {
  const subresources = [name, `${name}_secondary`];
  const run = `curl --silent --include --max-time 15 "https://{host}/${request}"`;
  const source = `${storageErrors}; ${storageBlocked}`;
  return [
    fact<CheckRow>(
      {
        proves: 'closed',
        from: 'internet',
        subresources,
        run,
        expect:
          '403 AuthorizationFailure; any other answer means that the public side still admits callers',
      },
      source,
      'likely',
    ),
    fact<CheckRow>(
      {
        proves: 'reaches',
        from: 'client',
        subresources,
        run,
        expect:
          'any other answer than 403 AuthorizationFailure, also 401, 404, 409 PublicAccessNotPermitted or 403 AuthenticationFailed: the network lets the client through; 403 AuthorizationFailure means that it came by the public side and no network rule admits it',
      },
      source,
      'likely',
    ),
    fact<CheckRow>(
      {
        proves: 'private-source',
        from: 'operator',
        subresources,
        run: `${log} | where AccountName == "{name}" | summarize count() by CallerIpAddress, StatusText`,
        expect: 'private addresses of the subnet; public ones still come by the internet path',
      },
      storageLogs,
      'likely',
    ),
  ];
}

/** Anonymous requests whose answer shows the service's own words, where the row has a status alone or asks for a sign-in. */
const cosmos: Fact<CheckRow> = fact(
  {
    proves: 'reaches',
    from: 'client',
    run: 'curl --silent --include --max-time 15 https://{host}/',
    expect:
      '401 (the request lacks a key); 403 means that the firewall of the account refuses this client, and its message says how it came: "through public internet", "through service endpoint" or "through private endpoint"',
  },
  'https://learn.microsoft.com/azure/cosmos-db/nosql/troubleshoot-forbidden',
);

const registry: Fact<CheckRow> = fact(
  {
    proves: 'reaches',
    from: 'client',
    run: 'curl --silent --include --max-time 15 https://{host}/v2/',
    expect:
      '401 (the request lacks a token); 403 DENIED "client with IP … is not allowed access" means that it came by the public side and no network rule admits it',
  },
  'https://learn.microsoft.com/azure/container-registry/container-registry-troubleshoot-access',
  'likely',
);

// The list names a subnet `virtualNetworkResourceId`:
// https://github.com/Azure/azure-cli/blob/dev/src/azure-cli/azure/cli/command_modules/acr/network_rule.py
const registryRules: Fact<CheckRow> = fact(
  {
    proves: 'rule',
    from: 'operator',
    run: 'az acr network-rule list --resource-group {group} --name {name} --query "virtualNetworkRules[].virtualNetworkResourceId" --output tsv',
    expect: '{subnet}',
  },
  'https://learn.microsoft.com/cli/azure/acr/network-rule',
);

const site: Fact<CheckRow> = fact(
  {
    proves: 'reaches',
    from: 'client',
    run: 'curl --silent --dump-header - --output /dev/null --max-time 15 https://{host}/',
    expect:
      'the usual answer of the app; 403 Ip Forbidden, with the refused address in x-ms-forbidden-ip, means that no access restriction admits this client or that public access is off',
  },
  'https://learn.microsoft.com/azure/app-service/overview-access-restrictions',
  'likely',
);

// `access-restriction show` spells its keys otherwise than Azure does; the configuration itself does not:
// https://github.com/Azure/azure-cli/blob/dev/src/azure-cli/azure/cli/command_modules/appservice/access_restrictions.py
const siteConfig = 'az webapp config show --resource-group {group} --name {name} --query';
const siteReference = 'https://learn.microsoft.com/cli/azure/webapp/config#az-webapp-config-show';

const siteRules: Fact<CheckRow> = fact(
  {
    proves: 'rule',
    from: 'operator',
    run: `${siteConfig} "ipSecurityRestrictions[].{subnet:vnetSubnetResourceId,action:action,priority:priority}" --output table`,
    expect: '{subnet} with Allow',
  },
  siteReference,
);

const siteRanges = fact(
  `${siteConfig} "ipSecurityRestrictions[].ipAddress" --output tsv`,
  siteReference,
);

const probes: Readonly<Record<string, readonly Fact<CheckRow>[]>> = {
  'Microsoft.Storage/storageAccounts': Object.entries(storage).flatMap(([name, probe]) =>
    storageProbes(name, probe),
  ),
  'Microsoft.DocumentDB/databaseAccounts': [cosmos],
  'Microsoft.ContainerRegistry/registries': [registry, registryRules],
  'Microsoft.Web/sites': [site, siteRules],
  'Microsoft.Web/sites/slots': [site, siteRules],
};

/** The check of a type's service that proves something of a sub-resource; `*`: any of them. */
export function rowFor(
  service: Service | undefined,
  proves: CheckRow['proves'],
  subresource: string = '*',
): CheckRow | undefined {
  const all = [...(probes[service?.type ?? ''] ?? []), ...(service?.checks ?? [])];
  return all
    .map((each) => each.value)
    .filter((each) => each.proves === proves)
    .find(
      ({ subresources }) =>
        subresource === '*' || subresources === undefined || subresources.includes(subresource),
    );
}

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
  'Microsoft.Web/sites': siteRanges,
  'Microsoft.Web/sites/slots': siteRanges,
};
