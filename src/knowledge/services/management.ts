import { name, privateLinkOnly } from '../private-link.ts';
import { fact } from '../service.ts';
import { armTypes, page, zonesPage } from '../sources.ts';

const vaultPage = page('backup/private-endpoints-overview');

const backup = (suffix: string) => ({
  host: `<{name}>.{regionCode}.${suffix}`,
  zone: `privatelink.{regionCode}.${suffix}`,
});

const recovery = (suffix: string) => ({
  host: `<{name}>.{regionCode}.${suffix}`,
  zone: `privatelink.${suffix}`,
});

const backupNames = [
  name({ public: backup('backup.windowsazure.com'), usgov: backup('backup.windowsazure.us') }),
  // Backups themselves go to storage accounts of the service.
  ...['blob', 'queue'].map((each) =>
    name({
      public: {
        host: `<{name}>.${each}.core.windows.net`,
        zone: `privatelink.${each}.core.windows.net`,
      },
    }),
  ),
];

export const recoveryVault = privateLinkOnly({
  id: 'recovery-services-vault',
  title: 'Recovery Services vaults (Backup and Site Recovery)',
  noun: 'Recovery Services vault',
  type: 'Microsoft.RecoveryServices/vaults',
  page: vaultPage,
  shapes: armTypes('recoveryservices/microsoft.recoveryservices/2026-07-01'),
  azurerm: [
    { types: ['azurerm_recovery_services_vault'], access: 'public_network_access_enabled' },
  ],
  arm: { access: 'properties.publicNetworkAccess' },
  parts: [
    { name: 'AzureBackup', names: backupNames },
    {
      name: 'AzureBackup_secondary',
      names: backupNames,
      when: [{ condition: 'secondary', is: ['true'] }],
    },
    {
      name: 'AzureSiteRecovery',
      names: [
        name({
          public: recovery('siterecovery.windowsazure.com'),
          usgov: recovery('siterecovery.windowsazure.us'),
        }),
      ],
      ports: ['443', '9443'],
    },
  ],
  traits: { serviceTags: ['AzureBackup', 'AzureSiteRecovery'] },
  notes: [
    'The zone has the short code of the region (we, eus2), not its name.',
    'A private endpoint takes several addresses, and more as protected items come.',
    'Private endpoints of a vault must exist before its first item is protected.',
  ],
});

export const resourceManagement = privateLinkOnly({
  id: 'resource-management-private-link',
  title: 'Private links for Azure Resource Manager',
  noun: 'resource management private link',
  type: 'Microsoft.Authorization/resourceManagementPrivateLinks',
  page: page('azure-resource-manager/management/create-private-link-access-portal'),
  shapes: armTypes('resources_2/microsoft.authorization/2020-05-01'),
  azurerm: [{ types: ['azurerm_resource_management_private_link'] }],
  parts: [
    {
      name: 'ResourceManagement',
      names: [
        name(
          { public: { host: 'management.azure.com', zone: 'privatelink.azure.com' } },
          { shared: true },
        ),
      ],
    },
  ],
  traits: { serviceTags: ['AzureResourceManager'] },
  notes: [
    'Everyone who shares the DNS of the zone reaches Azure Resource Manager, and with it the portal, by this endpoint alone.',
  ],
});

const arcPage = page('azure-arc/servers/private-link-security');

const shared = (label: string, suffix: string) =>
  name({ public: { host: `${label}.${suffix}`, zone: `privatelink.${suffix}` } }, { shared: true });

export const arc = privateLinkOnly({
  id: 'arc-private-link-scope',
  title: 'Azure Arc private link scopes',
  noun: 'Azure Arc private link scope',
  type: 'Microsoft.HybridCompute/privateLinkScopes',
  page: arcPage,
  shapes: armTypes('hybridcompute/microsoft.hybridcompute/2026-07-15'),
  azurerm: [
    {
      types: ['azurerm_arc_private_link_scope'],
      access: 'public_network_access_enabled',
      unset: 'Disabled',
    },
  ],
  arm: { access: 'properties.publicNetworkAccess' },
  parts: [
    {
      name: 'hybridcompute',
      names: [
        shared('gbl', 'his.arc.azure.com'),
        shared('agentserviceapi', 'guestconfiguration.azure.com'),
        shared('{region}', 'dp.kubernetesconfiguration.azure.com'),
      ],
      addresses: fact({ base: 3 }, arcPage, 'possible'),
    },
  ],
  traits: { serviceTags: ['AzureArcInfrastructure'] },
});

const migratePage = page('migrate/how-to-use-azure-migrate-with-private-endpoints');

const project = [
  name({
    public: {
      host: '<{name}>.prod.migration.windowsazure.com',
      zone: 'privatelink.prod.migration.windowsazure.com',
    },
    usgov: {
      host: '<{name}>.prod.migration.windowsazure.us',
      zone: 'privatelink.prod.migration.windowsazure.us',
    },
  }),
];

export const migrateProject = privateLinkOnly({
  id: 'migrate-project',
  title: 'Azure Migrate projects',
  noun: 'Migrate project',
  type: 'Microsoft.Migrate/migrateProjects',
  page: migratePage,
  shapes: armTypes('migrate_7/microsoft.migrate/2023-01-01'),
  arm: { access: 'properties.publicNetworkAccess' },
  parts: [{ name: 'Default', names: project }],
});

export const migrateAssessment = privateLinkOnly({
  id: 'migrate-assessment-project',
  title: 'Azure Migrate assessment projects',
  noun: 'Migrate assessment project',
  type: 'Microsoft.Migrate/assessmentProjects',
  page: migratePage,
  shapes: armTypes('migrate_1/microsoft.migrate/2024-01-15'),
  arm: { access: 'properties.publicNetworkAccess' },
  parts: [{ name: 'Default', names: project }],
  notes: [fact('It shares its zone with Migrate projects.', zonesPage)],
});
