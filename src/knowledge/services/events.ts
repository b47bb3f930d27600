import { name, type Part, type PrivateLink, privateLinkOnly } from '../private-link.ts';
import { fact, type Settings } from '../service.ts';
import { armTypes, olderZonesPage, page } from '../sources.ts';

const gridPage = page('event-grid/network-security');
const gridTypes = armTypes('eventgrid/microsoft.eventgrid/2025-02-15');

const azurermRules: Settings = {
  ipRules: [{ each: 'inbound_ip_rule', range: 'ip_mask', action: 'action' }],
};

const armRules: Settings = {
  ipRules: [{ each: 'properties.inboundIpRules', range: 'ipMask', action: 'action' }],
};

const grid = (suffix: string) => ({
  host: `{name}.{region}-1.${suffix}`,
  zone: `privatelink.${suffix}`,
  forwarders: [suffix],
});

const everywhere = [
  name({ public: grid('eventgrid.azure.net'), usgov: grid('eventgrid.azure.us') }),
  // The newer page leaves China out.
  name({ china: grid('eventgrid.azure.cn') }, {}, olderZonesPage, 'likely'),
];

function eventGrid(
  row: Pick<PrivateLink, 'id' | 'title' | 'noun' | 'type'> & { readonly resource: string },
  access: string,
  parts: readonly Part[],
) {
  const { resource, ...rest } = row;
  return privateLinkOnly({
    ...rest,
    page: gridPage,
    shapes: gridTypes,
    azurerm: [{ types: [resource], access, more: azurermRules }],
    arm: { access: 'properties.publicNetworkAccess', more: armRules },
    parts,
    traits: { admission: 'open-until-first-rule', serviceTags: ['AzureEventGrid'] },
    notes: [
      fact(
        'A private endpoint is for publishing (and for clients of a namespace); delivery to handlers stays public.',
        gridPage,
        'possible',
      ),
    ],
  });
}

export const eventGridTopic = eventGrid(
  {
    id: 'event-grid-topic',
    title: 'Event Grid topics',
    noun: 'Event Grid topic',
    type: 'Microsoft.EventGrid/topics',
    resource: 'azurerm_eventgrid_topic',
  },
  'public_network_access_enabled',
  [{ name: 'topic', names: everywhere }],
);

export const eventGridDomain = eventGrid(
  {
    id: 'event-grid-domain',
    title: 'Event Grid domains',
    noun: 'Event Grid domain',
    type: 'Microsoft.EventGrid/domains',
    resource: 'azurerm_eventgrid_domain',
  },
  'public_network_access_enabled',
  [{ name: 'domain', names: everywhere }],
);

export const eventGridPartnerNamespace = eventGrid(
  {
    id: 'event-grid-partner-namespace',
    title: 'Event Grid partner namespaces',
    noun: 'Event Grid partner namespace',
    type: 'Microsoft.EventGrid/partnerNamespaces',
    resource: 'azurerm_eventgrid_partner_namespace',
  },
  'public_network_access',
  [{ name: 'partnernamespace', names: [name({ public: grid('eventgrid.azure.net') })] }],
);

export const eventGridNamespace = eventGrid(
  {
    id: 'event-grid-namespace',
    title: 'Event Grid namespaces',
    noun: 'Event Grid namespace',
    type: 'Microsoft.EventGrid/namespaces',
    resource: 'azurerm_eventgrid_namespace',
  },
  'public_network_access',
  [
    { name: 'topic', names: [name({ public: grid('eventgrid.azure.net') })] },
    {
      name: 'topicspace',
      names: [
        name({
          public: { ...grid('ts.eventgrid.azure.net'), forwarders: ['eventgrid.azure.net'] },
        }),
      ],
      ports: ['8883', '443'],
      checked: 'connection',
    },
  ],
);

const relayPage = page('azure-relay/private-link-service');

export const relay = privateLinkOnly({
  id: 'relay',
  title: 'Azure Relay',
  noun: 'Relay namespace',
  type: 'Microsoft.Relay/namespaces',
  page: relayPage,
  shapes: armTypes('relay/microsoft.relay/2026-01-01'),
  // azurerm has no argument for the namespace's networks.
  azurerm: [{ types: ['azurerm_relay_namespace'] }],
  arm: { access: 'properties.publicNetworkAccess' },
  rules: [
    {
      dialect: 'arm',
      types: ['Microsoft.Relay/namespaces/networkRuleSets'],
      of: { by: 'parent' },
      called: 'default',
      settings: {
        defaultAction: {
          paths: ['properties.defaultAction'],
          words: { allow: 'Allow', deny: 'Deny' },
          absent: fact('Allow', relayPage, 'likely'),
        },
        ipRules: [{ each: 'properties.ipRules', range: 'ipMask', action: 'action' }],
        trusted: {
          paths: ['properties.trustedServiceAccessEnabled'],
          words: { true: 'AzureServices', false: 'None' },
        },
      },
    },
  ],
  parts: [
    {
      name: 'namespace',
      names: [
        name({
          public: 'servicebus.windows.net',
          usgov: 'servicebus.usgovcloudapi.net',
          china: 'servicebus.chinacloudapi.cn',
        }),
      ],
      ports: ['443', '5671', '9350-9354'],
      checked: 'connection',
    },
  ],
  traits: { serviceTags: ['ServiceBus'] },
  skus: fact('Standard.', relayPage, 'likely'),
  notes: [
    fact(
      'The zone privatelink.servicebus.windows.net is shared by Service Bus, Event Hubs, Relay and the built-in endpoint of IoT Hub.',
      olderZonesPage,
    ),
  ],
});
