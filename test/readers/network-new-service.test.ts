import { expect, test, vi } from 'vitest';
import { fact, perCloud, type Service } from '../../src/knowledge/service.ts';

// A service that Azure does not have: one row, and nothing else in the house knows of it.

const here = 'https://example.org/made-up';

const madeUp: Service = {
  id: 'made-up',
  title: 'Made up',
  noun: 'made-up box',
  type: 'Microsoft.MadeUp/boxes',
  forms: [
    {
      dialect: 'azurerm',
      types: ['azurerm_made_up_box'],
      settings: {
        publicNetworkAccess: {
          paths: ['public_network_access_enabled'],
          words: { true: 'Enabled', false: 'Disabled' },
          absent: fact('Enabled', here),
        },
        defaultAction: { paths: ['acl.default'], absent: fact('Allow', here) },
        networkRules: { each: 'acl.subnet', subnet: 'id', ignoreMissing: 'early' },
        ipRules: [{ each: 'acl.ranges', range: '' }],
        location: { paths: ['location'] },
      },
    },
  ],
  traits: {
    admission: fact('explicit-default', here),
    denyNeedsRule: fact(false, here),
    unsetPublicAccess: fact('open', here),
    endpointClosesWithoutRules: fact(false, here),
    ipRulesIgnoreOwnRegion: fact(false, here),
    rulesFrozenWhileDisabled: fact(false, here),
    rulesBesideEndpoint: fact(true, here),
    trustedWhileDisabled: fact(false, here),
    policed: fact(false, here),
    serviceTags: fact(['MadeUp'], here),
  },
  ruleBeforeEndpoint: { azurerm: fact('with-flag', here), arm: fact('with-flag', here) },
  ignoreMissingFlag: { azurerm: fact('early', here), arm: fact('early', here) },
  serviceEndpoint: fact(
    { family: 'Microsoft.MadeUp', types: [{ name: 'Microsoft.MadeUp', scope: 'vnet-region' }] },
    here,
  ),
  subresources: [
    {
      name: 'box',
      names: [{ clouds: perCloud({ public: 'boxes.example.net' }, here) }],
      publicPorts: fact(['443'], here),
      privatePorts: fact(['443'], here),
      checked: fact('request', here),
      addresses: fact({ base: 1 }, here),
    },
  ],
  dataPlane: [
    {
      types: ['azurerm_made_up_thing'],
      owner: { by: 'name', path: 'box_name', group: '' },
      subresource: 'box',
    },
  ],
  checks: [],
  limits: [],
};

vi.mock(import('../../src/knowledge/services/index.ts'), async (original) => {
  const { services } = await original();
  return { services: [...services, madeUp] };
});

test('a new service needs one row and nothing else', async () => {
  const { read, resource, still, subnet, subnetId, low, group, vnet } = await import(
    './network-scene.ts'
  );
  const { interest } = await import('../../src/readers/network.ts');
  const id = `${group}/providers/Microsoft.MadeUp/boxes/box`;
  const { after } = read(
    vnet,
    subnet('app', { service_endpoints: ['Microsoft.MadeUp'] }),
    still('azurerm_made_up_box.b', id, {
      name: 'box',
      location: 'westeurope',
      acl: [
        { default: 'Deny', ranges: ['1.2.3.4'], subnet: [{ id: subnetId('app'), early: true }] },
      ] as never,
    }),
    still('azurerm_made_up_thing.t', 'https://box.boxes.example.net/t', { box_name: 'box' }),
    resource('azurerm_private_endpoint.pe', {
      after: {
        name: 'pe',
        subnet_id: subnetId('app'),
        private_service_connection: [
          { private_connection_resource_id: id, subresource_names: ['box'] },
        ] as never,
      },
    }),
  );
  expect(after.targets[low(id)]).toMatchObject({
    noun: 'made-up box',
    defaultAction: 'Deny',
    networkRules: { [low(subnetId('app'))]: { ignoreMissing: true } },
    ipRules: { '1.2.3.4': {} },
    traits: { endpointFamily: 'Microsoft.MadeUp', ignoreMissingFlag: 'early' },
    subresources: { box: { names: [{ zone: 'privatelink.boxes.example.net' }] } },
  });
  expect(after.subnets[low(subnetId('app'))]?.endpoints).toMatchObject({
    'Microsoft.MadeUp': { scope: 'vnet-region' },
  });
  expect(Object.values(after.uses)).toMatchObject([{ client: 'pipeline', target: low(id) }]);
  expect([
    interest.wants('azurerm_made_up_box'),
    interest.keep('azurerm_made_up_box', 'acl'),
  ]).toEqual([true, true]);
  expect(interest.keep('azurerm_made_up_box', 'primary_key')).toBe(false);
});
