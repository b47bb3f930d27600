import { name, privateLinkOnly } from '../private-link.ts';
import { fact, type Settings } from '../service.ts';
import { armTypes, page, resourcePage } from '../sources.ts';

const batchPage = page('batch/public-network-access');
const batchResource = resourcePage('azurerm_batch_account');

// The account and the management of its nodes are two doors with rules of their own.
const azurermDoor = (block: string): Settings => ({
  defaultAction: {
    paths: [`network_profile.${block}.default_action`],
    absent: fact('Allow', `${batchResource}: rules only where there is a block`, 'likely'),
  },
  ipRules: [{ each: `network_profile.${block}.ip_rule`, range: 'ip_range', action: 'action' }],
});

const armDoor = (block: string): Settings => ({
  defaultAction: {
    paths: [`properties.networkProfile.${block}.defaultAction`],
    words: { allow: 'Allow', deny: 'Deny' },
    absent: fact('Allow', batchPage, 'likely'),
  },
  ipRules: [
    { each: `properties.networkProfile.${block}.ipRules`, range: 'value', action: 'action' },
  ],
});

const account = (suffix: string) => ({
  host: `{name}.{region}.${suffix}`,
  zone: `privatelink.${suffix}`,
});

const nodes = (suffix: string) => ({
  host: `<{name}>.{region}.service.${suffix}`,
  zone: `privatelink.${suffix}`,
});

const inClouds = (of: typeof account) =>
  name({
    public: of('batch.azure.com'),
    usgov: of('batch.usgovcloudapi.net'),
    china: of('batch.chinacloudapi.cn'),
  });

export const batch = privateLinkOnly({
  id: 'batch',
  title: 'Azure Batch',
  noun: 'Batch account',
  type: 'Microsoft.Batch/batchAccounts',
  doors: { nodes: { noun: 'node management of a Batch account', suffix: ' (nodes)' } },
  page: batchPage,
  shapes: armTypes('batch/microsoft.batch/2025-06-01'),
  azurerm: [
    {
      types: ['azurerm_batch_account'],
      access: 'public_network_access_enabled',
      more: azurermDoor('account_access'),
      doors: { nodes: azurermDoor('node_management_access') },
    },
  ],
  arm: {
    access: 'properties.publicNetworkAccess',
    more: armDoor('accountAccess'),
    doors: { nodes: armDoor('nodeManagementAccess') },
  },
  parts: [
    { name: 'batchAccount', names: [inClouds(account)] },
    { name: 'nodeManagement', door: 'nodes', names: [inClouds(nodes)] },
  ],
  traits: { serviceTags: ['BatchNodeManagement'] },
  notes: ['Pools without public addresses need the endpoint for nodeManagement.'],
});

const desktopPage = page('virtual-desktop/private-link-overview');
const desktopTypes = armTypes('desktopvirtualization/microsoft.desktopvirtualization/2025-10-10');

const desktop = (prefix: string) =>
  name({
    public: { host: '<{name}>.wvd.microsoft.com', zone: `${prefix}.wvd.microsoft.com` },
    usgov: { host: '<{name}>.wvd.azure.us', zone: `${prefix}.wvd.azure.us` },
    china: { host: '<{name}>.wvd.azure.cn', zone: `${prefix}.wvd.azure.cn` },
  });

export const desktopWorkspace = privateLinkOnly({
  id: 'desktop-workspace',
  title: 'Azure Virtual Desktop workspaces',
  noun: 'Virtual Desktop workspace',
  type: 'Microsoft.DesktopVirtualization/workspaces',
  page: desktopPage,
  shapes: desktopTypes,
  azurerm: [
    { types: ['azurerm_virtual_desktop_workspace'], access: 'public_network_access_enabled' },
  ],
  arm: { access: 'properties.publicNetworkAccess' },
  parts: [
    { name: 'feed', names: [desktop('privatelink')] },
    {
      name: 'global',
      names: [{ ...desktop('privatelink-global'), shared: true }],
      when: [{ condition: 'global', is: ['true'] }],
    },
  ],
  traits: { serviceTags: ['WindowsVirtualDesktop'] },
  notes: [
    'One endpoint for global serves all workspaces of a tenant; put it on a workspace of its own.',
  ],
});

export const desktopHostPool = privateLinkOnly({
  id: 'desktop-host-pool',
  title: 'Azure Virtual Desktop host pools',
  noun: 'Virtual Desktop host pool',
  type: 'Microsoft.DesktopVirtualization/hostPools',
  page: desktopPage,
  shapes: desktopTypes,
  azurerm: [{ types: ['azurerm_virtual_desktop_host_pool'], access: 'public_network_access' }],
  arm: { access: 'properties.publicNetworkAccess' },
  parts: [{ name: 'connection', names: [desktop('privatelink')], checked: 'connection' }],
  traits: { serviceTags: ['WindowsVirtualDesktop'] },
  notes: [
    'Settings that let only clients, or only session hosts, come by the public side are not told apart.',
  ],
});

export const diskAccess = privateLinkOnly({
  id: 'disk-access',
  title: 'Disk accesses (import and export of managed disks)',
  noun: 'disk access',
  type: 'Microsoft.Compute/diskAccesses',
  page: page('virtual-machines/disks-enable-private-links-for-import-export-portal'),
  shapes: armTypes('compute_1/microsoft.compute/2026-03-02'),
  azurerm: [{ types: ['azurerm_disk_access'] }],
  parts: [
    {
      name: 'disks',
      names: [
        name({
          public: {
            host: '<{name}>.blob.core.windows.net',
            zone: 'privatelink.blob.core.windows.net',
          },
        }),
      ],
    },
  ],
  traits: { serviceTags: ['Storage'] },
  notes: [
    'What closes the public side is a setting of each disk, not of the disk access.',
    'It is about import and export: the traffic of a running machine with its disks is never affected.',
  ],
});
