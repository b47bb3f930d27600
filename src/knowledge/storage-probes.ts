import { type CheckRow, type Fact, fact } from './service.ts';

// What a storage account answers to a request without credentials, interface by interface: only the network decides whether it is
// heard.

const storageErrors =
  'https://learn.microsoft.com/rest/api/storageservices/common-rest-api-error-codes';
const storageBlocked =
  'https://learn.microsoft.com/troubleshoot/azure/azure-storage/blobs/authentication/storage-troubleshoot-403-errors';
const storageLogs = 'https://learn.microsoft.com/azure/storage/common/storage-insights-overview';

interface Probe {
  /** Without credentials, but well formed. */
  readonly request: string;
  readonly log: string;
}

export const probes: Readonly<Record<string, Probe>> = {
  blob: { request: '?comp=list', log: 'StorageBlobLogs' },
  queue: { request: '?comp=list', log: 'StorageQueueLogs' },
  file: { request: '?comp=list', log: 'StorageFileLogs' },
  table: { request: 'Tables', log: 'StorageTableLogs' },
  dfs: { request: '?resource=account', log: 'StorageBlobLogs' },
  web: { request: '', log: 'StorageBlobLogs' },
};

export function probesOf(name: string, { request, log }: Probe): readonly Fact<CheckRow>[] {
  const subresources = [name, `${name}_secondary`];
  const run = `curl --silent --include --max-time 15 "https://{host}/${request}"`;
  const source = `${storageErrors} ; ${storageBlocked}`;
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
