import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { versions } from '../../src/adapters/azure/versions.ts';
import { services } from '../../src/knowledge/services/index.ts';
import { isRead, typeOf } from '../../src/readers/live/kept.ts';
import { readsAfter, readsFor } from '../../src/readers/live/parts.ts';
import { group, idOf } from './azure-scene.ts';

const types = Object.keys(versions);

describe('the types that are read', () => {
  test('are all asked for by the readers: services, their parts, and the network around them', () => {
    const targets = services.map(({ type }) => idOf(`${type.replace(/\/slots$/, '/app/slots')}/x`));
    const network = types
      .filter((type) => /^Microsoft.Network\/[^/]+$/.test(type))
      .map((type) => idOf(`${type}/x`));
    const subnet = idOf('Microsoft.Network/virtualNetworks/x/subnets/y');
    const zone = { id: idOf('Microsoft.Network/privateDnsZones/z'), why: '', records: ['a'] };
    const wanted = [...targets, ...network, subnet].map((id) => ({ id, why: '' }));
    const asked = readsFor([...wanted, zone]).map(typeOf);
    expect(types.filter((type) => !asked.includes(type.toLowerCase()))).toEqual([]);
  });

  test('are those of which facts are kept', () => {
    expect(types.filter((type) => !isRead(type))).toEqual([]);
  });

  test('are the actions of the role in the documents, all of them reads', () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/live-azure.md'), 'utf8');
    const [, json = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
    const role: Readonly<Record<string, readonly string[]>> = JSON.parse(json);
    expect(role.Actions).toEqual(types.map((type) => `${type}/read`));
    expect([role.DataActions, role.NotActions, role.NotDataActions]).toEqual([[], [], []]);
  });
});

describe('an answer', () => {
  const account = idOf('Microsoft.Storage/storageAccounts/stdata');
  const endpoint = idOf('Microsoft.Network/privateEndpoints/pe');
  const connection = (status: string) => ({
    properties: {
      privateEndpoint: { id: endpoint },
      privateLinkServiceConnectionState: { status },
    },
  });
  const read = (id: string, properties: object) =>
    readsAfter({ id, apiVersion: '1', body: { properties } });

  test('of a target leads to its private endpoints, unless they are turned away', () => {
    expect(
      ['Approved', 'Pending', 'Rejected', 'Disconnected'].map((status) =>
        read(account, { privateEndpointConnections: [connection(status)] }),
      ),
    ).toEqual([
      [endpoint, `${endpoint}/privateDnsZoneGroups`],
      [endpoint, `${endpoint}/privateDnsZoneGroups`],
      [],
      [],
    ]);
  });

  test('of a NAT gateway leads to its addresses', () => {
    const nat = idOf('Microsoft.Network/natGateways/nat');
    const address = idOf('Microsoft.Network/publicIPAddresses/pip');
    expect(read(nat, { publicIpAddresses: [{ id: address }] })).toEqual([address]);
  });

  test.each([
    ['nothing', undefined],
    ['text', 'x'],
    ['a list', []],
    ['wrong types', { privateEndpointConnections: { 0: 1 }, publicIpAddresses: [null, { id: 1 }] }],
  ])('with %s inside leads nowhere', (_, properties) => {
    const body: unknown = { properties };
    expect(readsAfter({ id: account, apiVersion: '1', body })).toEqual([]);
    expect(readsAfter({ id: `${group}/x`, apiVersion: '1', body: null })).toEqual([]);
  });
});
