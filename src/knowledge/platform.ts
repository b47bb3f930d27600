import { type Fact, fact, type Path } from './service.ts';
import { resourcePage } from './sources.ts';

// Services of Azure that call a target on somebody's behalf, from outside any network of theirs: diagnostics, auditing, backup,
// capture, and keys of the customer. The firewall of the target lets them pass as trusted services, or by their instance.

export interface PlatformCall {
  readonly type: string;
  /** Where the ID of a target stands, and which of its sub-resources is called. */
  readonly ids?: readonly { readonly path: Path; readonly subresource: string }[];
  /** Where the host of a target stands, or a URL with it. */
  readonly hosts?: readonly Path[];
}

const blob = (path: Path) => ({ path, subresource: 'blob' });

function call(type: string, what: Omit<PlatformCall, 'type'>, version?: string) {
  return fact<PlatformCall>({ type, ...what }, resourcePage(type, version));
}

export const platformCalls: readonly Fact<PlatformCall>[] = [
  // Diagnostics.
  call('azurerm_monitor_diagnostic_setting', { ids: [blob('storage_account_id')] }),
  call('azurerm_network_watcher_flow_log', { ids: [blob('storage_account_id')] }),
  // Auditing and assessment.
  call('azurerm_mssql_server_extended_auditing_policy', { hosts: ['storage_endpoint'] }),
  call('azurerm_mssql_database_extended_auditing_policy', { hosts: ['storage_endpoint'] }),
  call('azurerm_mssql_server_vulnerability_assessment', { hosts: ['storage_container_path'] }),
  // Backup.
  call('azurerm_backup_container_storage_account', {
    ids: [{ path: 'storage_account_id', subresource: 'file' }],
  }),
  // Capture.
  call('azurerm_eventhub', { ids: [blob('capture_description.destination.storage_account_id')] }),
  // Keys.
  call('azurerm_disk_encryption_set', { hosts: ['key_vault_key_id'] }),
  call('azurerm_storage_account_customer_managed_key', {
    ids: [{ path: 'key_vault_id', subresource: 'vault' }],
    hosts: ['key_vault_uri'],
  }),
  call('azurerm_mssql_server_transparent_data_encryption', { hosts: ['key_vault_key_id'] }),
];
