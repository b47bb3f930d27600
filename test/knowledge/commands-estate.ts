import type {
  NetworkModel,
  PrivateEndpoint,
  Subnet,
  Target,
  Vnet,
  ZoneLink,
} from '../../src/core/model.ts';
import { shortName } from '../../src/core/resource-id.ts';
import { type Service, traitsOf } from '../../src/knowledge/service.ts';
import { services } from '../../src/knowledge/services/index.ts';
import { network, subnet, vnet } from '../core/network.ts';

// A small estate with the IDs that Azure gives: two networks, one account of every kind, a private endpoint with its zone.

export const subscription = '00000000-0000-0000-0000-000000000001';

export function armId(type: string, ...names: readonly string[]): string {
  const [provider = '', ...types] = type.split('/');
  const path = types.map((each, at) => `${each}/${names[at] ?? ''}`).join('/');
  return `/subscriptions/${subscription}/resourceGroups/rg-app/providers/${provider}/${path}`;
}

/** Identity and label of a record with an ARM ID. */
export function at(label: string) {
  return { id: label.toLowerCase(), name: shortName(label), label };
}

/** Identity and label of a record whose ID the apply will tell. */
export function planned(address: string, name: string) {
  return { id: `iac:${address}`, name, label: address };
}

export const vnetApp = armId('Microsoft.Network/virtualNetworks', 'vnet-app');
export const snetApp = armId('Microsoft.Network/virtualNetworks/subnets', 'vnet-app', 'snet-app');
export const nsgApp = armId('Microsoft.Network/networkSecurityGroups', 'nsg-app');
export const tableApp = armId('Microsoft.Network/routeTables', 'rt-app');
export const zoneBlob = armId(
  'Microsoft.Network/privateDnsZones',
  'privatelink.blob.core.windows.net',
);
export const linkApp = armId(
  'Microsoft.Network/privateDnsZones/virtualNetworkLinks',
  'privatelink.blob.core.windows.net',
  'link-app',
);
export const endpointBlob = armId('Microsoft.Network/privateEndpoints', 'pe-blob');

export function network1(own: Partial<Vnet> = {}): Vnet {
  return vnet('vnet-app', { ...at(vnetApp), location: 'westeurope', ...own });
}

export function subnetApp(own: Partial<Subnet> = {}): Subnet {
  return subnet('snet-app', { ...at(snetApp), vnet: vnetApp.toLowerCase(), ...own });
}

export function service(type: string): Service {
  const found = services.find((each) => each.type === type);
  if (found === undefined) throw new Error(`no row for ${type}`);
  return found;
}

/** An account of a known service, open, without rules. */
export function account(type: string, name: string, own: Partial<Target> = {}): Target {
  const row = service(type);
  const named = at(armId(type, ...name.split('/')));
  return {
    ...named,
    resource: named.id,
    type,
    noun: row.noun,
    location: 'westeurope',
    traits: traitsOf(row, 'arm'),
    subresources: {},
    publicNetworkAccess: 'Enabled',
    defaultAction: 'Allow',
    networkRules: {},
    networkRulesEnabled: true,
    ipRules: {},
    trusted: [],
    resourceInstances: {},
    sku: 'Standard',
    ...own,
  };
}

export const stdata = account('Microsoft.Storage/storageAccounts', 'stdata', {
  subresources: {
    blob: {
      name: 'blob',
      names: [
        {
          host: 'stdata.blob.core.windows.net',
          zone: 'privatelink.blob.core.windows.net',
          record: 'stdata',
        },
      ],
      publicPorts: ['443'],
      privatePorts: ['443'],
      checked: 'request',
    },
  },
});

export function privateEndpoint(own: Partial<PrivateEndpoint> = {}): PrivateEndpoint {
  return {
    ...at(endpointBlob),
    subnet: snetApp.toLowerCase(),
    target: stdata.id,
    groups: ['blob'],
    status: 'Approved',
    addresses: ['10.0.1.4'],
    ...own,
  };
}

export function link(own: Partial<ZoneLink> = {}): ZoneLink {
  return {
    ...at(linkApp),
    zone: zoneBlob.toLowerCase(),
    vnet: vnetApp.toLowerCase(),
    resolutionPolicy: 'Default',
    ...own,
  };
}

/** The estate with these parts instead of, or beside, its own. */
export function estate(parts: Parameters<typeof network>[0] = {}): NetworkModel {
  const own = {
    vnets: [network1()],
    subnets: [subnetApp()],
    targets: [stdata],
    zones: [{ ...at(zoneBlob), linksShown: true as const }],
  };
  return network({ ...own, ...parts });
}
