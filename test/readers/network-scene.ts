import { defaults } from '../../src/core/config.ts';
import { type Networks, network } from '../../src/readers/network.ts';
import type { Json, Properties, Reading, ResourceChange } from '../../src/readers/resource.ts';

// Hand-made readings: the shapes that a plan gives, cut down to what a claim needs.

export const subscription = '/subscriptions/00000000-0000-0000-0000-000000000001';
export const group = `${subscription}/resourceGroups/rg`;
export const networkId = (path: string) => `${group}/providers/Microsoft.Network/${path}`;
export const vnetId = networkId('virtualNetworks/vnet');
export const subnetId = (name: string) => `${vnetId}/subnets/${name}`;
export const storageId = (name: string) =>
  `${group}/providers/Microsoft.Storage/storageAccounts/${name}`;

export const low = (id: string) => id.toLowerCase();

type Given = Partial<Omit<ResourceChange, 'before' | 'after' | 'origin'>> & {
  readonly before?: Properties;
  readonly after?: Properties;
  readonly id?: string;
};

/** A resource by its address; the action follows from the sides that are given. */
export function resource(address: string, given: Given): ResourceChange {
  const { id, before, after, ...rest } = given;
  const [type = '', name = ''] = address.replace(/^data\./, '').split('.');
  const action =
    before === undefined
      ? 'create'
      : after === undefined
        ? 'delete'
        : same(before, after)
          ? 'no-op'
          : 'update';
  return {
    type,
    dialect: 'azurerm',
    address,
    name,
    action,
    ...(id !== undefined && before !== undefined ? { idBefore: id } : {}),
    ...(id !== undefined && before !== undefined && after !== undefined ? { idAfter: id } : {}),
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    dependsOn: [],
    whole: true,
    provider: 'azurerm',
    origin: { file: 'plan.json', address },
    ...rest,
  };
}

function same(one: Properties, other: Properties): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** A resource that the change leaves alone. */
export function still(
  address: string,
  id: string,
  props: Properties,
  more: Given = {},
): ResourceChange {
  return resource(address, { id, before: props, after: props, ...more });
}

export function reading(
  resources: readonly ResourceChange[],
  more: Partial<Reading> = {},
): Reading {
  return {
    kind: 'terraform-plan',
    path: 'plan.json',
    resources,
    noise: [],
    omitted: [],
    drifted: [],
    versions: [],
    problems: [],
    ...more,
  };
}

export function read(...resources: readonly ResourceChange[]): Networks {
  return network([reading(resources)], defaults);
}

/** A value that is known only after the apply. */
export function later(...references: readonly string[]): Json {
  const named = references.map((reference) => {
    const [, address = '', attribute = ''] =
      /^((?:data\.)?[\w-]+\.[\w-]+(?:\[[^\]]+\])?)\.?(.*)$/.exec(reference) ?? [];
    return { address, attribute };
  });
  return {
    unknown: 'known after apply',
    ...(named.length > 0 ? { references: named } : {}),
  } as unknown as Json;
}

export const vnet = still('azurerm_virtual_network.main', vnetId, {
  name: 'vnet',
  resource_group_name: 'rg',
  location: 'West Europe',
  address_space: ['10.0.0.0/16'],
});

export const subnetProps = (name: string, more: Properties = {}): Properties => ({
  name,
  resource_group_name: 'rg',
  virtual_network_name: 'vnet',
  address_prefixes: ['10.0.1.0/24'],
  ...more,
});

export const subnet = (name: string, more: Properties = {}) =>
  still(`azurerm_subnet.${name}`, subnetId(name), subnetProps(name, more));

export const accountProps = (name: string, more: Properties = {}): Properties => ({
  name,
  resource_group_name: 'rg',
  location: 'westeurope',
  public_network_access_enabled: true,
  ...more,
});
