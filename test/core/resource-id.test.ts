import { describe, expect, test } from 'vitest';
import {
  canonicalId,
  holds,
  parentId,
  parseResourceId,
  shortName,
} from '../../src/core/resource-id.ts';

const vnet = '/subscriptions/S/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v';
const subnet = `${vnet}/subnets/app`;

describe('an ID has parts', () => {
  test('of a resource', () => {
    expect(parseResourceId(vnet)).toEqual({
      subscription: 'S',
      resourceGroup: 'rg',
      type: 'Microsoft.Network/virtualNetworks',
      name: 'v',
    });
  });
  test('of a child', () => {
    expect(parseResourceId(subnet)).toMatchObject({
      type: 'Microsoft.Network/virtualNetworks/subnets',
      name: 'app',
    });
  });
  test('whatever the letters of its keywords', () => {
    expect(parseResourceId('/SUBSCRIPTIONS/S/RESOURCEGROUPS/rg/PROVIDERS/A.B/cs/d')).toEqual({
      subscription: 'S',
      resourceGroup: 'rg',
      type: 'A.B/cs',
      name: 'd',
    });
  });
  test('without a resource group at the level of a subscription', () => {
    expect(parseResourceId('/subscriptions/S/providers/A.B/cs/d')).toEqual({
      subscription: 'S',
      type: 'A.B/cs',
      name: 'd',
    });
  });
  test.each([
    '',
    'azurerm_subnet.app',
    '/subscriptions',
    '/subscriptions/S',
    '/subscriptions/S/resourceGroups/rg',
    '/subscriptions/S/resourceGroups/rg/providers/Microsoft.Network',
    '/subscriptions/S/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks',
    `${vnet}/subnets`,
    '/tenants/S/resourceGroups/rg/providers/A.B/cs/d',
  ])('and %j is none', (text) => expect(parseResourceId(text)).toBeUndefined());
});

test('IDs compare without case, spaces around them and slashes behind', () => {
  expect(canonicalId(' /Subscriptions/S// ')).toBe('/subscriptions/s');
  expect(canonicalId('/a/B/c')).toBe('/a/b/c');
});

describe('the parent of a child', () => {
  test('is the resource that holds it', () => expect(parentId(subnet)).toBe(vnet));
  test('is none of a resource', () => expect(parentId(vnet)).toBeUndefined());
  test('is none of what is no ID', () =>
    expect(parentId('azurerm_subnet.app/x/y/z/a/b')).toBeUndefined());
  test('is found whatever the letters', () => {
    expect(parentId('/subscriptions/S/PROVIDERS/A.B/cs/d/es/f')).toBe(
      '/subscriptions/S/PROVIDERS/A.B/cs/d',
    );
  });
});

test('a short name is the last part of an ID, or the text itself', () => {
  expect([shortName(subnet), shortName('azurerm_subnet.app')]).toEqual([
    'app',
    'azurerm_subnet.app',
  ]);
});

test('a scope holds itself and what is under it', () => {
  expect(holds(vnet, vnet)).toBe(true);
  expect(holds(vnet.toUpperCase(), subnet)).toBe(true);
  expect(holds(`${vnet}/`, subnet)).toBe(true);
  expect(holds('/subscriptions/S', subnet)).toBe(true);
  expect(holds(subnet, vnet)).toBe(false);
  expect(holds('/subscriptions/S/resourceGroups/r', vnet)).toBe(false);
});
