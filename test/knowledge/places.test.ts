import { describe, expect, test } from 'vitest';
import { placeOf, placeWithin } from '../../src/knowledge/places.ts';

const id = '/subscriptions/s1/resourceGroups/rg/providers/Microsoft.Network/privateEndpoints/pe';
const address = 'azurerm_private_endpoint.pe';
const coming = { id: `iac:${address}`, name: 'pe', label: address };

describe('a record that is still to be made', () => {
  test('stands where its ID will be, where that can be told', () => {
    expect(placeOf({ ...coming, foretold: id })).toEqual(placeOf({ ...coming, label: id }));
  });

  test('stands in plain words where it cannot', () => {
    expect(placeOf(coming)).toMatchObject({
      id: `<ID of ${address}>`,
      group: `<resource group of ${address}>`,
      name: 'pe',
    });
  });

  test('stands where it will be and not where its parent is, unless nobody can tell', () => {
    const parent = { ...coming, label: id.replace('/rg/', '/rg-net/') };
    expect(placeWithin({ ...coming, foretold: id }, parent).group).toBe('rg');
    expect(placeWithin(coming, parent).group).toBe('rg-net');
  });
});
