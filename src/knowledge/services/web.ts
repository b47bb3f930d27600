import { name, privateLinkOnly } from '../private-link.ts';
import { fact, type Settings } from '../service.ts';
import { armTypes, page } from '../sources.ts';

const signalrPage = page('azure-signalr/howto-private-endpoints');

/** Connections live on after a closing: what is checked is each new one. */
const live = { checked: 'connection' } as const;

const sku: Settings = { sku: { paths: ['sku.name'] } };

export const signalr = privateLinkOnly({
  id: 'signalr',
  title: 'Azure SignalR Service',
  noun: 'SignalR service',
  type: 'Microsoft.SignalRService/signalR',
  page: signalrPage,
  shapes: armTypes('signalr/microsoft.signalrservice/2024-03-01'),
  azurerm: [
    { types: ['azurerm_signalr_service'], access: 'public_network_access_enabled', more: sku },
  ],
  arm: { access: 'properties.publicNetworkAccess', more: sku },
  parts: [
    {
      name: 'signalr',
      names: [
        name({
          public: 'service.signalr.net',
          china: {
            host: '{name}.service.signalr.azure.cn',
            zone: 'privatelink.signalr.azure.cn',
          },
        }),
      ],
      ...live,
    },
  ],
  traits: { serviceTags: ['AzureSignalR'] },
  skus: fact('Standard or Premium.', signalrPage, 'likely'),
  skusWithoutEndpoint: fact(['free_f1'], signalrPage, 'likely'),
  notes: [
    'Its network ACL admits kinds of requests (clients, servers, REST, trace), not networks: it is not read.',
  ],
});

const pubSubPage = page('azure-web-pubsub/howto-secure-private-endpoints');

export const webPubSub = privateLinkOnly({
  id: 'web-pubsub',
  title: 'Azure Web PubSub',
  noun: 'Web PubSub service',
  type: 'Microsoft.SignalRService/webPubSub',
  page: pubSubPage,
  shapes: armTypes('webpubsub/microsoft.signalrservice/2024-03-01'),
  azurerm: [
    {
      types: ['azurerm_web_pubsub'],
      access: 'public_network_access_enabled',
      more: { sku: { paths: ['sku'] } },
    },
    { types: ['azurerm_web_pubsub_socketio'], access: 'public_network_access', more: sku },
  ],
  arm: { access: 'properties.publicNetworkAccess', more: sku },
  parts: [{ name: 'webpubsub', names: [name({ public: 'webpubsub.azure.com' })], ...live }],
  skusWithoutEndpoint: fact(['free_f1'], pubSubPage, 'likely'),
});

const staticPage = page('static-web-apps/private-endpoint');

export const staticWebApp = privateLinkOnly({
  id: 'static-web-app',
  title: 'Static Web Apps',
  noun: 'static web app',
  type: 'Microsoft.Web/staticSites',
  page: staticPage,
  shapes: armTypes('web/microsoft.web/2025-03-01'),
  azurerm: [
    {
      types: ['azurerm_static_web_app'],
      access: 'public_network_access_enabled',
      conditions: { host: 'default_host_name' },
      more: { sku: { paths: ['sku_tier'] } },
    },
    {
      // Removed in azurerm 5.
      types: ['azurerm_static_site'],
      version: 'v3.116.0',
      conditions: { host: 'default_host_name' },
      more: { sku: { paths: ['sku_tier'] } },
    },
  ],
  arm: {
    access: 'properties.publicNetworkAccess',
    conditions: { host: 'properties.defaultHostname' },
    more: sku,
  },
  parts: [
    {
      name: 'staticSites',
      // The host is given at creation, with a number of its partition: happy-river-0a1b2c3.5.azurestaticapps.net.
      names: [
        name({
          public: {
            host: '{host}',
            zone: 'privatelink.{host.rest}',
            record: '{host.first}',
            forwarders: ['azurestaticapps.net'],
          },
        }),
      ],
      ports: ['443', '80'],
    },
  ],
  traits: { unsetPublicAccess: 'open-until-endpoint' },
  skus: fact('Standard.', staticPage, 'likely'),
  skusWithoutEndpoint: fact(['free'], staticPage, 'likely'),
});

export const maps = privateLinkOnly({
  id: 'maps',
  title: 'Azure Maps',
  noun: 'Maps account',
  type: 'Microsoft.Maps/accounts',
  page: page('azure-maps/how-to-manage-private-endpoints'),
  shapes: armTypes('maps/microsoft.maps/2023-06-01'),
  azurerm: [{ types: ['azurerm_maps_account'] }],
  parts: [
    {
      name: 'account',
      names: [
        name({
          public: {
            host: '<{name}>.account.maps.azure.com',
            zone: 'privatelink.account.maps.azure.com',
          },
        }),
      ],
    },
  ],
});
