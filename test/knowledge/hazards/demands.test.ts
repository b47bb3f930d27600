import { describe, expect, test } from 'vitest';
import { policyPrivateEndpoints } from '../../../src/knowledge/hazards/policy-private-endpoints.ts';
import { policyServiceEndpoints } from '../../../src/knowledge/hazards/policy-service-endpoints.ts';
import { sbStandardTier } from '../../../src/knowledge/hazards/sb-standard-tier.ts';
import { seCrossSubscriptionRp } from '../../../src/knowledge/hazards/se-cross-subscription-rp.ts';
import { seCrossTenant } from '../../../src/knowledge/hazards/se-cross-tenant.ts';
import { seJoinPermission } from '../../../src/knowledge/hazards/se-join-permission.ts';
import { seLimitsVnetRules } from '../../../src/knowledge/hazards/se-limits-vnet-rules.ts';
import { seSerialSubnetUpdates } from '../../../src/knowledge/hazards/se-serial-subnet-updates.ts';
import { seSkuEventhubZeroRules } from '../../../src/knowledge/hazards/se-sku-eventhub-zero-rules.ts';
import {
  change,
  endpoint,
  ids,
  net,
  on,
  type Part,
  ranges,
  rules,
  subnet,
  target,
  use,
  vnet,
} from './scene.ts';
import { told } from './told.ts';

const world = { vnets: [vnet('vnet-a'), vnet('vnet-b')] };
const foreign =
  '/subscriptions/s2/resourcegroups/rg/providers/microsoft.network/virtualnetworks/vnet-x/subnets/snet-x';

describe('se-serial-subnet-updates', () => {
  const both = (...services: string[]) => [
    subnet('snet-one', { endpoints: on(...services) }),
    subnet('snet-two', { endpoints: on(...services) }),
  ];

  test('two subnets of one network wait for one another', () => {
    expect(
      told(
        seSerialSubnetUpdates,
        change(net(world, { subnets: both() }), net(world, { subnets: both('Microsoft.Sql') })),
      ),
    ).toEqual(['notice likely: 2 subnets of vnet-a change, and Azure takes one at a time.']);
  });

  test('two that are written with their network are one update', () => {
    const together = both().map((each) => each.id);
    expect(
      told(
        seSerialSubnetUpdates,
        change(net(world, { subnets: both() }), net(world, { subnets: both('Microsoft.Sql') }), {
          together,
        }),
      ),
    ).toEqual([]);
  });

  test('two of different networks, and one alone, do not wait', () => {
    const apart = (...services: string[]) => [
      subnet('vnet-a/snet-one', { endpoints: on(...services) }),
      subnet('vnet-b/snet-two', { endpoints: on(...services) }),
    ];
    expect(
      told(
        seSerialSubnetUpdates,
        change(net(world, { subnets: apart() }), net(world, { subnets: apart('Microsoft.Sql') })),
      ),
    ).toEqual([]);
    const [one = subnet('snet-one')] = both();
    expect(
      told(
        seSerialSubnetUpdates,
        change(
          net(world, { subnets: [one] }),
          net(world, { subnets: [{ ...one, endpoints: on('Microsoft.Sql') }] }),
        ),
      ),
    ).toEqual([]);
  });
});

describe('rules for subnets of others', () => {
  const sql = target('sql', 'sql-a');
  const ruled = { ...sql, networkRules: { [foreign]: { ignoreMissing: true } } };
  const unseen = change(net(world, { targets: [sql] }), net(world, { targets: [ruled] }));

  test('a permission and one tenant are asked for', () => {
    expect(told(seJoinPermission, unseen)).toEqual([
      'notice possible: Whoever applies the rule of sql-a needs joinViaServiceEndpoint/action on snet-x, which this change does not manage.',
    ]);
    expect(told(seCrossTenant, unseen)).toEqual([
      'notice possible: sql-a takes the rule for snet-x of another subscription only if that belongs to the same tenant.',
    ]);
    expect(told(seCrossSubscriptionRp, unseen)).toEqual([]);
  });

  test('a subnet of another subscription that the files show wants its provider registered', () => {
    const shown = { subnets: [{ ...subnet('snet-x'), id: foreign }] };
    const seen = change(
      net(world, shown, { targets: [sql] }),
      net(world, shown, { targets: [ruled] }),
    );
    expect(told(seCrossSubscriptionRp, seen)).toEqual([
      'notice possible: The rule of sql-a for snet-x needs Microsoft.Sql registered in the subscription of the subnet, which is another one.',
    ]);
    expect(told(seCrossTenant, seen)).toEqual([]);
    expect(told(seJoinPermission, seen)).toEqual([]);
  });

  test('storage takes subnets of other tenants, and a subnet of the same files asks for nothing', () => {
    const [st, open] = [
      target('storage', 'st'),
      target('storage', 'st', { networkRules: { [foreign]: { ignoreMissing: false } } }),
    ];
    expect(
      told(seCrossTenant, change(net(world, { targets: [st] }), net(world, { targets: [open] }))),
    ).toEqual([]);
    const own = { subnets: [subnet('snet-app')] };
    const near = change(
      net(world, own, { targets: [sql] }),
      net(world, own, { targets: [{ ...sql, networkRules: rules('snet-app') }] }),
    );
    for (const rule of [seJoinPermission, seCrossTenant, seCrossSubscriptionRp])
      expect(told(rule, near)).toEqual([]);
  });
});

describe('se-limits-vnet-rules', () => {
  const subnets = (count: number) => Array.from({ length: count }, (_, n) => `vnet-x/snet-${n}`);
  const addresses = (count: number) => Array.from({ length: count }, (_, n) => `20.0.0.${n}`);
  const of = (before: Part, after: Part) =>
    told(seLimitsVnetRules, change(net(world, before), net(world, after)));
  const registry = (count: number) => ({
    targets: [target('registry', 'acr', { networkRules: rules(...subnets(count)) })],
  });
  const listed = (count: number) => ({
    targets: [target('registry', 'acr', { ipRules: ranges(...addresses(count)) })],
  });

  test('a registry takes 100 virtual network rules and 200 IP rules', () => {
    expect(of(registry(100), registry(101))).toEqual([
      'risk likely refused: acr has 101 virtual network rules after the change and takes 100.',
    ]);
    expect(of(registry(99), registry(100))).toEqual([]);
    expect(of(listed(200), listed(201))).toEqual([
      'risk likely refused: acr has 201 IP rules after the change and takes 200.',
    ]);
  });

  test('one that comes with too many is refused too', () => {
    expect(of({}, registry(101))).toHaveLength(1);
  });

  test('one that is over and shrinks is not refused for it', () => {
    expect(of(registry(103), registry(102))).toEqual([]);
  });

  test('a site counts both kinds together', () => {
    const site = (networks: number, ips: number) => ({
      targets: [
        target('site', 'app-a', {
          networkRules: rules(...subnets(networks)),
          ipRules: ranges(...addresses(ips)),
        }),
      ],
    });
    expect(of({}, site(400, 112))).toEqual([]);
    expect(of({}, site(400, 113))).toEqual([
      'risk likely refused: app-a has 513 access restriction rules after the change and takes 512.',
    ]);
  });
});

describe('se-sku-eventhub-zero-rules', () => {
  const bus = target('bus', 'sb-a');
  const shut = { ...bus, defaultAction: 'Deny' as const };
  const of = (now: typeof bus) =>
    change(net(world, { targets: [bus] }), net(world, { targets: [now] }));

  test('a denial without rules denies nobody', () => {
    expect(told(seSkuEventhubZeroRules, of(shut))).toEqual([
      'notice likely: sb-a denies by default and has no rule, so it still admits everyone.',
    ]);
  });

  test('with a rule, or with public access off, it does', () => {
    expect(told(seSkuEventhubZeroRules, of({ ...shut, ipRules: ranges('20.1.1.1') }))).toEqual([]);
    expect(told(seSkuEventhubZeroRules, of({ ...shut, publicNetworkAccess: 'Disabled' }))).toEqual(
      [],
    );
  });

  test('a namespace that was so before is old debt', () => {
    expect(
      told(
        seSkuEventhubZeroRules,
        change(
          net(world, { targets: [shut] }),
          net(world, { targets: [{ ...shut, sku: 'Premium' }] }),
        ),
      ),
    ).toEqual([]);
  });
});

describe('sb-standard-tier', () => {
  const bus = (sku: string) => target('bus', 'sb-a', { sku });
  const app = (...services: string[]) => ({
    subnets: [subnet('snet-app', { endpoints: on(...services) })],
  });
  const calls = (sku: string) => ({
    targets: [bus(sku)],
    uses: [use(ids.subnet('snet-app'), bus(sku))],
  });

  test('a Standard namespace that the subnet calls can hold no rule', () => {
    expect(
      told(
        sbStandardTier,
        change(
          net(world, calls('Standard'), app()),
          net(world, calls('Standard'), app('Microsoft.ServiceBus')),
        ),
      ),
    ).toEqual([
      'risk certain: snet-app also calls sb-a, which is not Premium and can hold no rule for it.',
    ]);
  });

  test('a rule on one is told as well', () => {
    const ruled = { ...bus('Basic'), networkRules: rules('snet-app') };
    expect(
      told(
        sbStandardTier,
        change(net(world, { targets: [bus('Basic')] }), net(world, { targets: [ruled] })),
      ),
    ).toEqual(['risk certain: sb-a is not Premium and takes no virtual network rule.']);
  });

  test('Premium, or another endpoint, is no matter', () => {
    expect(
      told(
        sbStandardTier,
        change(
          net(world, calls('Premium'), app()),
          net(world, calls('Premium'), app('Microsoft.ServiceBus')),
        ),
      ),
    ).toEqual([]);
    expect(
      told(
        sbStandardTier,
        change(
          net(world, calls('Standard'), app()),
          net(world, calls('Standard'), app('Microsoft.EventHub')),
        ),
      ),
    ).toEqual([]);
  });
});

describe('the policy of the config', () => {
  const app = (...services: string[]) =>
    net(world, { subnets: [subnet('snet-app', { endpoints: on(...services) })] });
  const comes = change(app(), app('Microsoft.Sql'));

  test('a forbidden service endpoint is told', () => {
    expect(told(policyServiceEndpoints, comes, { policy: { serviceEndpoints: 'forbid' } })).toEqual(
      ['risk certain: snet-app gains Microsoft.Sql, and the config forbids service endpoints.'],
    );
    expect(told(policyServiceEndpoints, comes)).toEqual([]);
    expect(
      told(policyServiceEndpoints, change(app('Microsoft.Sql'), app()), {
        policy: { serviceEndpoints: 'forbid' },
      }),
    ).toEqual([]);
  });

  test('rules without a required private endpoint are told', () => {
    const kv = target('vault', 'kv-a');
    const ruled = { ...kv, networkRules: rules('snet-app') };
    const policy = { privateEndpoints: 'require' as const };
    const bare = change(net(world, { targets: [kv] }), net(world, { targets: [ruled] }));
    expect(told(policyPrivateEndpoints, bare, { policy })).toEqual([
      'risk certain: kv-a gains virtual network rules and has no private endpoint, which the config requires.',
    ]);
    expect(told(policyPrivateEndpoints, bare)).toEqual([]);
    const behind = { endpoints: [endpoint('pe-a', kv)] };
    expect(
      told(
        policyPrivateEndpoints,
        change(net(world, behind, { targets: [kv] }), net(world, behind, { targets: [ruled] })),
        { policy },
      ),
    ).toEqual([]);
  });
});
