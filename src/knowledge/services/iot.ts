import { name, privateLinkOnly } from '../private-link.ts';
import { fact } from '../service.ts';
import { armTypes, page, zonesPage } from '../sources.ts';

const hubPage = page('iot-hub/virtual-network-support');

const device = { ports: ['443', '8883', '5671'], checked: 'connection' } as const;

const builtIn = (suffix: string) => ({
  host: `<{name}>.${suffix}`,
  zone: `privatelink.${suffix}`,
});

export const iotHub = privateLinkOnly({
  id: 'iot-hub',
  title: 'IoT Hub',
  noun: 'IoT hub',
  type: 'Microsoft.Devices/IotHubs',
  page: hubPage,
  shapes: armTypes('iothub/microsoft.devices/2023-06-30'),
  azurerm: [
    {
      types: ['azurerm_iothub'],
      access: 'public_network_access_enabled',
      unset: 'unset',
      more: {
        defaultAction: {
          paths: ['network_rule_set.default_action'],
          absent: fact('Allow', `${hubPage}: open without a rule set`, 'likely'),
        },
        ipRules: [{ each: 'network_rule_set.ip_rule', range: 'ip_mask', action: 'action' }],
        sku: { paths: ['sku.name'] },
      },
    },
  ],
  arm: {
    access: 'properties.publicNetworkAccess',
    more: {
      defaultAction: {
        paths: ['properties.networkRuleSets.defaultAction'],
        words: { allow: 'Allow', deny: 'Deny' },
        absent: fact('Allow', `${hubPage}: open without a rule set`, 'likely'),
      },
      ipRules: [{ each: 'properties.networkRuleSets.ipRules', range: 'ipMask', action: 'action' }],
      sku: { paths: ['sku.name'] },
    },
  },
  parts: [
    {
      name: 'iotHub',
      names: [
        name({
          public: 'azure-devices.net',
          usgov: 'azure-devices.us',
          china: 'azure-devices.cn',
        }),
        name({
          public: builtIn('servicebus.windows.net'),
          china: builtIn('servicebus.chinacloudapi.cn'),
        }),
        // The page has a zone of its own here, and the forwarder of all others.
        name(
          {
            usgov: {
              host: '<{name}>.servicebus.usgovcloudapi.net',
              zone: 'privatelink.servicebus.windows.us',
              record: '<{name}>',
            },
          },
          {},
          zonesPage,
          'likely',
        ),
      ],
      ...device,
      addresses: fact({ base: 2 }, hubPage, 'possible'),
    },
  ],
  traits: { serviceTags: ['AzureIoTHub'] },
  notes: [
    'Clients of the built-in Event Hubs-compatible endpoint need the Service Bus zone as well; IP rules hold for it only if the rule set says so.',
  ],
});

const provisioningPage = page('iot-dps/virtual-network-support');

export const iotProvisioning = privateLinkOnly({
  id: 'iot-provisioning',
  title: 'IoT Hub Device Provisioning Service',
  noun: 'device provisioning service',
  type: 'Microsoft.Devices/provisioningServices',
  page: provisioningPage,
  shapes: armTypes('deviceprovisioningservices/microsoft.devices/2022-12-12'),
  azurerm: [{ types: ['azurerm_iothub_dps'], access: 'public_network_access_enabled' }],
  arm: { access: 'properties.publicNetworkAccess' },
  parts: [
    {
      name: 'iotDps',
      names: [
        name({
          public: 'azure-devices-provisioning.net',
          usgov: 'azure-devices-provisioning.us',
          china: 'azure-devices-provisioning.cn',
        }),
      ],
      ...device,
    },
  ],
  traits: { serviceTags: ['AzureIoTHub'] },
  notes: ['Its IP filter, a list of accepting and rejecting rules, is not read.'],
});

export const digitalTwins = privateLinkOnly({
  id: 'digital-twins',
  title: 'Azure Digital Twins',
  noun: 'Digital Twins instance',
  type: 'Microsoft.DigitalTwins/digitalTwinsInstances',
  page: page('digital-twins/how-to-enable-private-link'),
  shapes: armTypes('digitaltwins/microsoft.digitaltwins/2023-01-31'),
  azurerm: [{ types: ['azurerm_digital_twins_instance'], host: 'host_name' }],
  arm: { access: 'properties.publicNetworkAccess', host: 'properties.hostName' },
  parts: [{ name: 'API', names: [name({ public: 'digitaltwins.azure.net' })] }],
});

export const deviceUpdate = privateLinkOnly({
  id: 'device-update',
  title: 'Device Update for IoT Hub',
  noun: 'Device Update account',
  type: 'Microsoft.DeviceUpdate/accounts',
  page: page('iot-hub-device-update/configure-private-endpoints'),
  shapes: armTypes('deviceupdate/microsoft.deviceupdate/2023-07-01'),
  azurerm: [
    { types: ['azurerm_iothub_device_update_account'], access: 'public_network_access_enabled' },
  ],
  arm: { access: 'properties.publicNetworkAccess' },
  parts: [{ name: 'DeviceUpdate', names: [name({ public: 'api.adu.microsoft.com' })] }],
});

export const iotCentral = privateLinkOnly({
  id: 'iot-central',
  title: 'IoT Central',
  noun: 'IoT Central application',
  type: 'Microsoft.IoTCentral/iotApps',
  page: page('iot-central/core/howto-create-private-endpoint'),
  shapes: armTypes('iotcentral/microsoft.iotcentral/2021-06-01'),
  azurerm: [
    {
      types: ['azurerm_iotcentral_application'],
      access: 'public_network_access_enabled',
      conditions: { subdomain: 'sub_domain' },
    },
  ],
  arm: { conditions: { subdomain: 'properties.subdomain' } },
  parts: [
    {
      name: 'iotApp',
      names: [
        name({
          public: {
            host: '{subdomain|name}.azureiotcentral.com',
            zone: 'privatelink.azureiotcentral.com',
          },
        }),
        ...['azure-devices.net', 'servicebus.windows.net', 'azure-devices-provisioning.net'].map(
          (suffix) => name({ public: builtIn(suffix) }),
        ),
      ],
      ...device,
    },
  ],
});
