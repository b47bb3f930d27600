import { describe, expect, test } from 'vitest';
import { unknown } from '../../../src/core/known.ts';
import { ruleNamesVnet } from '../../../src/knowledge/hazards/rule-names-vnet.ts';
import { seAcrNoPreadd } from '../../../src/knowledge/hazards/se-acr-no-preadd.ts';
import { seNoPreadd } from '../../../src/knowledge/hazards/se-no-preadd.ts';
import { seStorageNoPreadd } from '../../../src/knowledge/hazards/se-storage-no-preadd.ts';
import { sqlRulesFrozen } from '../../../src/knowledge/hazards/sql-rules-frozen.ts';
import { change, ids, net, on, ranges, rules, subnet, target, vnet } from './scene.ts';
import { told } from './told.ts';

const world = { vnets: [vnet('vnet-a')] };
const bare = subnet('snet-app');
const withStorage = subnet('snet-app', { endpoints: on('Microsoft.Storage') });
const stdata = target('storage', 'stdata');
const named = target('storage', 'stdata', { networkRules: rules('snet-app') });
const refused =
  'risk certain refused: stdata refuses a rule for snet-app, which has no Microsoft.Storage endpoint after the change: SubnetsHaveNoServiceEndpointsConfigured.';

describe('se-storage-no-preadd', () => {
  test('a rule for a subnet whose endpoint is off is refused', () => {
    const what = change(
      net(world, { subnets: [bare], targets: [stdata] }),
      net(world, { subnets: [bare], targets: [named] }),
    );
    expect(told(seStorageNoPreadd, what)).toEqual([refused]);
  });

  test('so is one that comes with its account, and one whose endpoint goes meanwhile', () => {
    const created = change(
      net(world, { subnets: [bare] }),
      net(world, { subnets: [bare], targets: [named] }),
    );
    expect(told(seStorageNoPreadd, created)).toEqual([refused]);
    const leaving = change(
      net(world, { subnets: [withStorage], targets: [stdata] }),
      net(world, { subnets: [bare], targets: [named] }),
    );
    expect(told(seStorageNoPreadd, leaving)).toEqual([refused]);
  });

  test('a rule that merely stays while its endpoint goes is not refused', () => {
    const what = change(
      net(world, { subnets: [withStorage], targets: [named] }),
      net(world, { subnets: [bare], targets: [named] }),
    );
    expect(told(seStorageNoPreadd, what)).toEqual([]);
  });

  test('an old rule for a bare subnet is likely refused when the list is sent again', () => {
    const more = { ...named, ipRules: ranges('203.0.113.0/24') };
    const what = change(
      net(world, { subnets: [bare], targets: [named] }),
      net(world, { subnets: [bare], targets: [more] }),
    );
    expect(told(seStorageNoPreadd, what)).toEqual([
      'risk likely refused: stdata likely refuses the new rules, for they are sent together with the one for snet-app, which has no Microsoft.Storage endpoint: SubnetsHaveNoServiceEndpointsConfigured.',
    ]);
    expect(
      told(
        seStorageNoPreadd,
        change(
          net(world, { subnets: [bare], targets: [named] }),
          net(world, { subnets: [bare], targets: [{ ...named, sku: 'Premium' }] }),
        ),
      ),
    ).toEqual([]);
  });

  test('what the input does not show is asked, not refused', () => {
    const hidden = subnet('snet-app', { endpoints: { '*': unknown('not shown') } });
    const what = change(
      net(world, { subnets: [hidden], targets: [stdata] }),
      net(world, { subnets: [hidden], targets: [named] }),
    );
    expect(told(seStorageNoPreadd, what)).toEqual([
      'notice possible: stdata takes the rule for snet-app only if Microsoft.Storage is on there, which the input does not show.',
    ]);
    const elsewhere = change(net(world, { targets: [stdata] }), net(world, { targets: [named] }));
    expect(told(seStorageNoPreadd, elsewhere)).toHaveLength(1);
  });

  const together = [
    net(world, { subnets: [bare], targets: [stdata] }),
    net(world, { subnets: [withStorage], targets: [named] }),
  ] as const;

  test('an endpoint of the same change is order, not refusal', () => {
    expect(
      told(seStorageNoPreadd, change(...together, { waits: [[named.id, withStorage.id]] })),
    ).toEqual([]);
  });

  test('a rule that does not wait for it may come too early', () => {
    const elsewhere = [ids.vnet('vnet-a'), stdata.id] as const;
    const says =
      'stdata takes the rule for snet-app only once Microsoft.Storage is on there, and nothing makes the rule wait for it: SubnetsHaveNoServiceEndpointsConfigured.';
    expect(told(seStorageNoPreadd, change(...together))).toEqual([`risk possible: ${says}`]);
    expect(
      told(
        seStorageNoPreadd,
        change(...together, { waits: [[withStorage.id, ids.vnet('vnet-a')], elsewhere] }),
      ),
    ).toEqual([`risk likely: ${says}`]);
  });

  test('an ID that only the apply will tell is not guessed at', () => {
    const unnamed = { ...stdata, networkRules: { '?rule-0': unknown('known after apply') } };
    const what = change(
      net(world, { subnets: [bare], targets: [stdata] }),
      net(world, { subnets: [bare], targets: [unnamed] }),
    );
    expect(told(seStorageNoPreadd, what)).toEqual([]);
  });

  test('rules of other services are none of its business', () => {
    const what = change(
      net(world, { subnets: [bare], targets: [target('registry', 'acr')] }),
      net(world, {
        subnets: [bare],
        targets: [target('registry', 'acr', { networkRules: rules('snet-app') })],
      }),
    );
    expect(told(seStorageNoPreadd, what)).toEqual([]);
  });
});

describe('se-acr-no-preadd', () => {
  const [acr, closed] = [
    target('registry', 'acr'),
    target('registry', 'acr', { networkRules: rules('snet-app') }),
  ];

  test('a registry refuses a rule for a bare subnet', () => {
    const what = change(
      net(world, { subnets: [bare], targets: [acr] }),
      net(world, { subnets: [bare], targets: [closed] }),
    );
    expect(told(seAcrNoPreadd, what)).toEqual([
      'risk likely refused: acr refuses a rule for snet-app, which has no Microsoft.ContainerRegistry endpoint after the change.',
    ]);
  });

  test('with the endpoint on it takes it', () => {
    const registryOn = subnet('snet-app', { endpoints: on('Microsoft.ContainerRegistry') });
    const what = change(
      net(world, { subnets: [registryOn], targets: [acr] }),
      net(world, { subnets: [registryOn], targets: [closed] }),
    );
    expect(told(seAcrNoPreadd, what)).toEqual([]);
  });
});

describe('se-no-preadd', () => {
  const sql = target('sql', 'sql-a');
  const withRule = (ignoreMissing: boolean) => ({
    ...sql,
    networkRules: { [bare.id]: { ignoreMissing } },
  });
  const added = (rule: ReturnType<typeof withRule>) =>
    change(
      net(world, { subnets: [bare], targets: [sql] }),
      net(world, { subnets: [bare], targets: [rule] }),
    );

  test('without its flag the rule is refused', () => {
    expect(told(seNoPreadd, added(withRule(false)))).toEqual([
      'risk likely refused: sql-a refuses a rule for snet-app, which has no Microsoft.Sql endpoint after the change.',
    ]);
  });

  test('with its flag it stands', () => {
    expect(told(seNoPreadd, added(withRule(true)))).toEqual([]);
  });

  test('a service that asks for nothing takes every rule', () => {
    const [site, ruled] = [
      target('site', 'app-a'),
      target('site', 'app-a', { networkRules: rules('snet-app') }),
    ];
    const what = change(
      net(world, { subnets: [bare], targets: [site] }),
      net(world, { subnets: [bare], targets: [ruled] }),
    );
    expect(told(seNoPreadd, what)).toEqual([]);
  });

  test('storage is left to its own rule', () => {
    const what = change(
      net(world, { subnets: [bare], targets: [stdata] }),
      net(world, { subnets: [bare], targets: [named] }),
    );
    expect(told(seNoPreadd, what)).toEqual([]);
  });
});

describe('rule-names-vnet', () => {
  test('the ID of a network is refused where a subnet belongs', () => {
    const wrong = { ...stdata, networkRules: { [ids.vnet('vnet-a')]: { ignoreMissing: false } } };
    const what = change(net(world, { targets: [stdata] }), net(world, { targets: [wrong] }));
    expect(told(ruleNamesVnet, what)).toEqual([
      'risk likely refused: A rule of stdata names the network vnet-a where a subnet belongs.',
    ]);
  });

  test('the ID of a subnet is right', () => {
    const what = change(
      net(world, { subnets: [withStorage], targets: [stdata] }),
      net(world, { subnets: [withStorage], targets: [named] }),
    );
    expect(told(ruleNamesVnet, what)).toEqual([]);
  });
});

describe('sql-rules-frozen', () => {
  const server = (publicNetworkAccess: 'Enabled' | 'Disabled', ...all: string[]) =>
    target('sql', 'sql-a', { publicNetworkAccess, ipRules: ranges(...all) });
  const of = (before: ReturnType<typeof server>, after: ReturnType<typeof server>) =>
    change(net(world, { targets: [before] }), net(world, { targets: [after] }));

  test('rules cannot change while public access stays off', () => {
    expect(told(sqlRulesFrozen, of(server('Disabled'), server('Disabled', '20.1.1.1')))).toEqual([
      'risk certain refused: sql-a refuses the changes of its rules: its public network access is Disabled.',
    ]);
  });

  test('rules that change while it is turned off may come too late', () => {
    expect(told(sqlRulesFrozen, of(server('Enabled'), server('Disabled', '20.1.1.1')))).toEqual([
      'risk likely: sql-a refuses the changes of its rules if its public network access is turned off first, and nothing makes it wait.',
    ]);
  });

  test('nor may one be deleted', () => {
    expect(told(sqlRulesFrozen, of(server('Disabled', '20.1.1.1'), server('Disabled')))).toEqual([
      'risk certain refused: sql-a refuses the changes of its rules: its public network access is Disabled.',
    ]);
    const [says = ''] = told(sqlRulesFrozen, of(server('Enabled', '20.1.1.1'), server('Disabled')));
    expect(says).toMatch(/^risk likely: /);
  });

  test('while it is on they change freely', () => {
    expect(told(sqlRulesFrozen, of(server('Enabled'), server('Enabled', '20.1.1.1')))).toEqual([]);
    expect(told(sqlRulesFrozen, of(server('Disabled'), server('Enabled', '20.1.1.1')))).toEqual([]);
  });
});
