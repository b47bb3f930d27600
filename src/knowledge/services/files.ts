import { name, privateLinkOnly, rangeRules, withServiceEndpoint } from '../private-link.ts';
import { type Form, fact } from '../service.ts';
import { armTypes, page, resourcePage, zonesPage } from '../sources.ts';
import { storage } from './storage.ts';

// Storage beside storage accounts.

const syncPage = page('storage/file-sync/file-sync-networking-endpoints');
const syncResource = resourcePage('azurerm_storage_sync');

const traffic = {
  words: { allowalltraffic: 'Enabled', allowvirtualnetworksonly: 'Disabled' },
} as const;

const sync = (suffix: string) => ({
  host: `<{name}>.{region}.${suffix}`,
  zone: `privatelink.${suffix}`,
  forwarders: [suffix],
});

export const fileSync = privateLinkOnly({
  id: 'file-sync',
  title: 'Azure File Sync',
  noun: 'Storage Sync Service',
  type: 'Microsoft.StorageSync/storageSyncServices',
  page: syncPage,
  shapes: armTypes('storagesync/microsoft.storagesync/2025-12-01'),
  azurerm: [
    {
      types: ['azurerm_storage_sync'],
      more: {
        publicNetworkAccess: {
          ...traffic,
          paths: ['incoming_traffic_policy'],
          absent: fact('Enabled', `${syncResource}: default AllowAllTraffic`),
        },
      },
    },
  ],
  arm: { access: 'properties.incomingTrafficPolicy', words: traffic.words },
  parts: [
    {
      name: 'afs',
      names: [name({ public: sync('afs.azure.net'), china: sync('afs.azure.cn') })],
      addresses: fact({ base: 4 }, syncPage, 'possible'),
    },
  ],
  traits: { serviceTags: ['StorageSyncService'] },
  notes: ['The storage account behind it needs a private endpoint of its own.'],
});

const sanPage = page('storage/elastic-san/elastic-san-networking-concepts');
const groupResource = resourcePage('azurerm_elastic_san_volume_group');

/** A volume group has rules of its own, and is a group ID of its Elastic SAN, to which private endpoints attach. */
export const elasticSan = withServiceEndpoint(
  {
    id: 'elastic-san',
    title: 'Elastic SAN volume groups',
    noun: 'Elastic SAN volume group',
    type: 'Microsoft.ElasticSan/elasticSans/volumegroups',
    page: sanPage,
    shapes: armTypes('elasticsan/microsoft.elasticsan/2025-09-01'),
    azurerm: [
      {
        types: ['azurerm_elastic_san_volume_group'],
        attachedTo: { by: 'id', path: 'elastic_san_id' },
        more: { networkRules: { each: 'network_rule', subnet: 'subnet_id', action: 'action' } },
      },
    ],
    arm: {
      attachedTo: { by: 'parent' },
      more: {
        networkRules: {
          each: 'properties.networkAcls.virtualNetworkRules',
          subnet: 'id',
          action: 'action',
        },
      },
    },
    parts: [
      {
        name: '{name}',
        names: [
          name(
            {
              public: {
                host: '<{name}>.blob.storage.azure.net',
                zone: 'privatelink.blob.core.windows.net',
                record: '<{name}>',
              },
            },
            {},
            zonesPage,
            'likely',
          ),
        ],
        ports: ['3260'],
        checked: 'connection',
      },
    ],
    traits: {
      admission: 'deny-unless-matched',
      serviceTags: ['Storage'],
      policed: fact(false, sanPage, 'possible'),
    },
    limits: [fact({ what: 'virtual network rules', max: 200 }, sanPage)],
    notes: [
      fact(
        'The page names the zone of blobs and a forwarder of another suffix; what the portal writes is worth a look before relying on it.',
        zonesPage,
        'likely',
      ),
      'Public network access is a setting of the Elastic SAN above it, which is not read here.',
      fact('One private endpoint may take up to 20 addresses.', sanPage, 'likely'),
    ],
  },
  {
    serviceEndpoint: fact(
      {
        family: 'Microsoft.Storage',
        types: storage.serviceEndpoint?.value.types ?? [],
      },
      sanPage,
    ),
    ruleBeforeEndpoint: {
      azurerm: fact('refused', groupResource, 'likely'),
      arm: fact('refused', sanPage, 'likely'),
    },
  },
);

export const fileShare = privateLinkOnly({
  id: 'file-share',
  title: 'File shares without a storage account',
  noun: 'file share',
  type: 'Microsoft.FileShares/fileShares',
  page: page('storage/files/storage-files-networking-endpoints'),
  shapes: armTypes('fileshares/microsoft.fileshares/2026-06-01'),
  arm: { access: 'properties.publicNetworkAccess', host: 'properties.hostName' },
  parts: [
    {
      name: 'FileShare',
      names: [
        name({
          public: {
            host: '<{name}>.file.core.windows.net',
            zone: 'privatelink.file.core.windows.net',
          },
        }),
      ],
      ports: ['2049'],
      checked: 'connection',
    },
  ],
  traits: { serviceTags: ['Storage'] },
  notes: ['Its rules for virtual networks are not read: no source tells their shape.'],
});

const lakePage =
  'https://github.com/MicrosoftDocs/azure-docs/blob/main/articles/data-lake-store/data-lake-store-network-security.md';
const lakeTypes = armTypes('datalake-store/microsoft.datalakestore/2016-11-01');
const overview = page('virtual-network/virtual-network-service-endpoints-overview');

const firewall = { enabled: 'Deny', disabled: 'Allow' } as const;

const lakeRules: readonly Form[] = [
  {
    dialect: 'arm',
    types: ['Microsoft.DataLakeStore/accounts/virtualNetworkRules'],
    of: { by: 'parent' },
    settings: { networkRules: { each: '', subnet: 'properties.subnetId' } },
  },
  ...rangeRules(
    ['azurerm_data_lake_store_firewall_rule'],
    { by: 'name', path: 'account_name', group: 'resource_group_name' },
    'Microsoft.DataLakeStore/accounts/firewallRules',
  ),
];

export const dataLakeStore = withServiceEndpoint(
  {
    id: 'data-lake-store',
    title: 'Data Lake Storage Gen1 (retired)',
    noun: 'Data Lake Storage Gen1 account',
    type: 'Microsoft.DataLakeStore/accounts',
    page: lakePage,
    shapes: lakeTypes,
    azurerm: [
      {
        // Removed in azurerm 3.
        types: ['azurerm_data_lake_store'],
        version: 'v2.99.0',
        more: {
          defaultAction: {
            paths: ['firewall_state'],
            words: firewall,
            absent: fact(
              'Deny',
              `${resourcePage('azurerm_data_lake_store', 'v2.99.0')}: default Enabled`,
            ),
          },
        },
      },
    ],
    arm: {
      more: {
        defaultAction: {
          paths: ['properties.firewallState'],
          words: firewall,
          absent: fact('Allow', lakeTypes, 'likely'),
        },
      },
    },
    rules: lakeRules,
    parts: [
      {
        name: 'store',
        // It has no private link: no zone of its name exists.
        names: [
          name(
            {
              public: {
                host: '{name}.azuredatalakestore.net',
                zone: '',
                record: '{name}',
                forwarders: [],
              },
            },
            {},
            lakePage,
            'likely',
          ),
        ],
      },
    ],
    traits: { serviceTags: ['AzureDataLake', 'AzureActiveDirectory'] },
    limits: [fact({ what: 'virtual network rules', max: 100 }, lakePage, 'likely')],
    notes: [
      fact(
        'Microsoft.AzureActiveDirectory on a subnet is for Data Lake Storage Gen1 alone: Microsoft Entra ID has no service endpoint.',
        overview,
      ),
      fact('The service retired in February 2024.', lakePage, 'possible'),
    ],
  },
  {
    serviceEndpoint: fact(
      {
        family: 'Microsoft.AzureActiveDirectory',
        types: [{ name: 'Microsoft.AzureActiveDirectory', scope: 'vnet-region' }],
      },
      overview,
    ),
    ruleBeforeEndpoint: {
      azurerm: fact('refused', lakePage, 'possible'),
      arm: fact('refused', lakeTypes, 'possible'),
    },
  },
);
