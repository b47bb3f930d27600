import { name, privateLinkOnly } from '../private-link.ts';
import { fact } from '../service.ts';
import { armTypes, page, resourcePage } from '../sources.ts';

const storePage = page('azure-app-configuration/howto-disable-public-access');
const storeResource = resourcePage('azurerm_app_configuration');

export const appConfiguration = privateLinkOnly({
  id: 'app-configuration',
  title: 'Azure App Configuration',
  noun: 'App Configuration store',
  type: 'Microsoft.AppConfiguration/configurationStores',
  page: storePage,
  shapes: armTypes('appconfiguration/microsoft.appconfiguration/2024-06-01'),
  azurerm: [
    {
      types: ['azurerm_app_configuration'],
      access: 'public_network_access',
      unset: 'unset',
      more: { sku: { paths: ['sku'] } },
    },
  ],
  arm: { access: 'properties.publicNetworkAccess', more: { sku: { paths: ['sku.name'] } } },
  parts: [
    {
      name: 'configurationStores',
      names: [name({ public: 'azconfig.io', usgov: 'azconfig.azure.us' })],
    },
  ],
  dataPlane: [
    {
      types: ['azurerm_app_configuration_key', 'azurerm_app_configuration_feature'],
      owner: { by: 'id', path: 'configuration_store_id' },
      subresource: 'configurationStores',
    },
  ],
  traits: {
    unsetPublicAccess: fact('open-until-endpoint', storeResource),
    serviceTags: ['AppConfiguration'],
  },
  skus: fact('Not Free.', storePage, 'likely'),
  skusWithoutEndpoint: fact(['free'], storePage, 'likely'),
  notes: [
    fact(
      'Nobody set public network access: it is open until a private endpoint exists. Once set, it never goes back to automatic.',
      storeResource,
    ),
    'Key-values in a template are refused while the public side is closed, unless Azure Resource Manager may use its private link.',
  ],
});

const gatewayPage = page('api-management/private-endpoint');

export const apiManagement = privateLinkOnly({
  id: 'api-management',
  title: 'API Management',
  noun: 'API Management service',
  type: 'Microsoft.ApiManagement/service',
  page: gatewayPage,
  shapes: armTypes('apimanagement/microsoft.apimanagement/2024-05-01'),
  azurerm: [
    {
      types: ['azurerm_api_management'],
      access: 'public_network_access_enabled',
      more: { sku: { paths: ['sku_name'] } },
    },
  ],
  arm: { access: 'properties.publicNetworkAccess', more: { sku: { paths: ['sku.name'] } } },
  parts: [{ name: 'Gateway', names: [name({ public: 'azure-api.net' })] }],
  notes: [
    'A private endpoint is for the gateway alone: portal, management and Git keep their public names.',
    'Public network access cannot be off when the service is made, only once a private endpoint exists.',
  ],
});

const factory = (suffix: string) => ({
  host: `{name}.{region}.${suffix}`,
  zone: `privatelink.${suffix}`,
  forwarders: [suffix],
});

const portal = (suffix: string) => ({ host: `<{name}>.${suffix}`, zone: `privatelink.${suffix}` });

export const dataFactory = privateLinkOnly({
  id: 'data-factory',
  title: 'Azure Data Factory',
  noun: 'data factory',
  type: 'Microsoft.DataFactory/factories',
  page: page('data-factory/data-factory-private-link'),
  shapes: armTypes('datafactory/microsoft.datafactory/2018-06-01'),
  azurerm: [{ types: ['azurerm_data_factory'], access: 'public_network_enabled' }],
  arm: { access: 'properties.publicNetworkAccess' },
  parts: [
    {
      name: 'dataFactory',
      names: [
        name({
          public: factory('datafactory.azure.net'),
          usgov: factory('datafactory.azure.us'),
          china: factory('datafactory.azure.cn'),
        }),
      ],
    },
    {
      name: 'portal',
      // The portal has one name for all factories: the apex of its zone.
      names: [
        name(
          {
            public: portal('adf.azure.com'),
            usgov: portal('adf.azure.us'),
            china: portal('adf.azure.cn'),
          },
          { shared: true },
        ),
      ],
    },
  ],
  traits: { serviceTags: ['DataFactory'] },
});

export const purview = privateLinkOnly({
  id: 'purview',
  title: 'Microsoft Purview',
  noun: 'Purview account',
  type: 'Microsoft.Purview/accounts',
  page: 'https://learn.microsoft.com/purview/data-gov-classic-private-link',
  shapes: armTypes('purview/microsoft.purview/2021-12-01'),
  azurerm: [{ types: ['azurerm_purview_account'], access: 'public_network_enabled' }],
  arm: { access: 'properties.publicNetworkAccess' },
  parts: [
    {
      name: 'account',
      names: [name({ public: 'purview.azure.com', usgov: 'purview.azure.us' })],
      companions: ['portal'],
    },
    {
      name: 'portal',
      names: [
        name(
          { public: portal('purviewstudio.azure.com'), usgov: portal('purviewstudio.azure.us') },
          { shared: true },
        ),
      ],
      companions: ['account'],
    },
    {
      name: 'platform',
      names: [name({ public: portal('purview-service.microsoft.com') }, { shared: true })],
    },
  ],
  notes: [
    'Ingestion needs private endpoints to the managed storage account and event hub as well.',
  ],
});
