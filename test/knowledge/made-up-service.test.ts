import { expect, test, vi } from 'vitest';
import { privateLinkOnly } from '../../src/knowledge/private-link.ts';
import { fact } from '../../src/knowledge/service.ts';

// A service that Azure does not have: one short row, and plans, limits, times and explanations know it.

const here = 'https://example.org/made-up';

const madeUp = privateLinkOnly({
  id: 'made-up',
  title: 'Made up',
  noun: 'made-up box',
  type: 'Microsoft.MadeUp/boxes',
  page: here,
  shapes: here,
  azurerm: [{ types: ['azurerm_made_up_box'], access: 'open', host: 'address' }],
  arm: { access: 'properties.open' },
  parts: [
    {
      name: 'box',
      names: [
        {
          clouds: fact(
            {
              public: {
                host: '{name}.boxes.example.net',
                zone: 'privatelink.boxes.example.net',
                record: '{name}',
                forwarders: ['boxes.example.net'],
              },
            },
            here,
          ),
        },
      ],
      addresses: fact({ base: 3 }, here),
    },
  ],
  limits: [fact({ what: 'private endpoints', max: 7 }, here)],
});

vi.mock(import('../../src/knowledge/services/index.ts'), async (original) => {
  const { services } = await original();
  return { services: [...services, madeUp] };
});

test('a row is all that a plan needs', async () => {
  const { endpoint, made, net, planned, shown, subnetOf, zones } = await import('./row-scene.ts');
  const { still, subnetId } = await import('../readers/network-scene.ts');
  const box = made(madeUp, 'public');
  const zone = 'privatelink.boxes.example.net';
  const plan = planned(
    [
      net('public'),
      still('azurerm_subnet.pe', subnetId('pe'), subnetOf('pe')),
      shown(box, { ...box.props, open: false }),
      ...zones([zone]),
      endpoint(box.attached, 'box', [zone]),
    ],
    {},
  );
  expect(plan.dnsChanges).toContainEqual(
    expect.objectContaining({ kind: 'record', name: `it.${zone}`, zone }),
  );
  expect(plan.firewallUpdates).toMatchObject([
    { kind: 'public-network-access', value: 'Disabled', targetName: 'it' },
  ]);
});

test('a row is all that limits ask for', async () => {
  const { addressesOf, limitOf } = await import('../../src/knowledge/limits.ts');
  expect(limitOf('microsoft.madeup/BOXES', 'private endpoints')?.value.max).toBe(7);
  expect(addressesOf('Microsoft.MadeUp/boxes', 'box', 1)).toBe(3);
});
