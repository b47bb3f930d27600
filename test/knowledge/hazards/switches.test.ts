import { describe, expect, test } from 'vitest';
import type { Target } from '../../../src/core/model.ts';
import { appVnetRouteAll } from '../../../src/knowledge/hazards/app-vnet-route-all.ts';
import { natIpRule } from '../../../src/knowledge/hazards/nat-ip-rule.ts';
import { seNatGwBypass } from '../../../src/knowledge/hazards/se-nat-gw-bypass.ts';
import { sePreaddRules } from '../../../src/knowledge/hazards/se-preadd-rules.ts';
import { seSourceIpSwitch } from '../../../src/knowledge/hazards/se-source-ip-switch.ts';
import { seSql40914 } from '../../../src/knowledge/hazards/se-sql-40914.ts';
import { seSqlAffectsOssDb } from '../../../src/knowledge/hazards/se-sql-affects-oss-db.ts';
import {
  change,
  ids,
  nat,
  net,
  on,
  type Part,
  ranges,
  routeTable,
  rules,
  subnet,
  target,
  use,
  vnet,
  workload,
} from './scene.ts';
import { told } from './told.ts';

const gateway = { natGateway: ids.other('natgateways', 'ng-a') };
const world = { vnets: [vnet('vnet-a')], natGateways: [nat('ng-a', '20.1.1.1')] };
const off = subnet('snet-app', gateway);
const withSql = subnet('snet-app', { ...gateway, endpoints: on('Microsoft.Sql') });
const byAddress = target('sql', 'sql-a', { ipRules: ranges('20.1.1.1') });
const byBoth = target('sql', 'sql-a', {
  ipRules: ranges('20.1.1.1'),
  networkRules: rules('snet-app'),
});
const endpointOnly = change(
  net(world, { subnets: [off], targets: [byAddress] }),
  net(world, { subnets: [withSql], targets: [byAddress] }),
);
const ruleLast = change(
  net(world, { subnets: [off], targets: [byAddress] }),
  net(world, { subnets: [withSql], targets: [byBoth] }),
  { waits: [[byBoth.id, withSql.id]] },
);
const ruleFirst = change(
  net(world, { subnets: [off], targets: [byBoth] }),
  net(world, { subnets: [withSql], targets: [byBoth] }),
);

describe('se-source-ip-switch', () => {
  test('an IP-rule client that no rule names is lost with the endpoint', () => {
    expect(told(seSourceIpSwitch, endpointOnly)).toEqual([
      'outage certain: snet-app reaches sql-a from a private address once Microsoft.Sql is on: the IP rule 20.1.1.1 no longer matches, so sql-a refuses it until a rule names the subnet.',
    ]);
  });

  test('one whose rule stands already is only told that its address is stale', () => {
    expect(told(seSourceIpSwitch, ruleFirst)).toEqual([
      'notice certain: snet-app reaches sql-a from a private address once Microsoft.Sql is on: the IP rule 20.1.1.1 no longer matches, and may be removed once the rule for the subnet is verified.',
    ]);
  });

  test('a target that admits everyone matches nobody by address', () => {
    const open = target('vault', 'kv-a', { ipRules: ranges('20.1.1.1') });
    const vaultOn = subnet('snet-app', { ...gateway, endpoints: on('Microsoft.KeyVault') });
    const what = change(
      net(world, { subnets: [off], targets: [open] }),
      net(world, { subnets: [vaultOn], targets: [open] }),
    );
    expect(told(seSourceIpSwitch, what)).toEqual([]);
  });

  test('a server out of reach of the endpoint still sees the public address', () => {
    const far = { ...byAddress, location: 'eastus' };
    const what = change(
      net(world, { subnets: [off], targets: [far] }),
      net(world, { subnets: [withSql], targets: [far] }),
    );
    for (const rule of [seSourceIpSwitch, seSql40914]) expect(told(rule, what)).toEqual([]);
  });

  test('the global endpoint takes far accounts along that knew the public address', () => {
    const far = target('storage', 'stfar', {
      location: 'eastus',
      defaultAction: 'Deny',
      ipRules: ranges('20.1.1.1'),
    });
    const regional = {
      'Microsoft.Storage': { service: 'Microsoft.Storage', scope: 'vnet-region' as const },
    };
    const what = change(
      net(world, {
        subnets: [subnet('snet-app', { ...gateway, endpoints: regional })],
        targets: [far],
      }),
      net(world, {
        subnets: [subnet('snet-app', { ...gateway, endpoints: on('Microsoft.Storage.Global') })],
        targets: [far],
      }),
    );
    expect(told(seSourceIpSwitch, what)).toEqual([
      'outage certain: snet-app reaches stfar from a private address once Microsoft.Storage.Global is on: the IP rule 20.1.1.1 no longer matches, so stfar refuses it until a rule names the subnet.',
    ]);
  });

  test('a storage account never matched a caller of its own region', () => {
    const own = target('storage', 'stdata', { defaultAction: 'Deny', ipRules: ranges('20.1.1.1') });
    const storageOn = subnet('snet-app', { ...gateway, endpoints: on('Microsoft.Storage') });
    const what = change(
      net(world, { subnets: [off], targets: [own] }),
      net(world, { subnets: [storageOn], targets: [own] }),
    );
    expect(told(seSourceIpSwitch, what)).toEqual([]);
  });
});

describe('se-sql-40914', () => {
  test('an endpoint without any rule is answered with the error for good', () => {
    expect(told(seSql40914, endpointOnly)).toEqual([
      'outage certain: sql-a answers snet-app with error 40914 over the Microsoft.Sql endpoint, for no rule names it.',
    ]);
  });

  test('a rule that comes after the endpoint ends it', () => {
    expect(told(seSql40914, ruleLast)).toEqual([
      'outage certain: sql-a answers snet-app with error 40914 over the Microsoft.Sql endpoint, until the rule there has taken.',
    ]);
  });

  test('a rule that goes while the endpoint stays brings it', () => {
    const only = target('sql', 'sql-a', { networkRules: rules('snet-app') });
    const none = target('sql', 'sql-a');
    const called = { uses: [use(off.id, only)] };
    const what = change(
      net(world, called, { subnets: [withSql], targets: [only] }),
      net(world, called, { subnets: [withSql], targets: [none] }),
    );
    expect(told(seSql40914, what)).toEqual([
      'outage certain: sql-a answers snet-app with error 40914 over the Microsoft.Sql endpoint, for no rule names it.',
    ]);
  });

  test('with the rule there first nobody sees it', () => {
    expect(told(seSql40914, ruleFirst)).toEqual([]);
  });

  test('a server that closes altogether gives another error', () => {
    const shut = { ...byBoth, publicNetworkAccess: 'Disabled' as const };
    const what = change(
      net(world, { subnets: [off], targets: [byAddress] }),
      net(world, { subnets: [withSql], targets: [shut] }),
    );
    expect(told(seSql40914, what)).toEqual([]);
  });
});

describe('se-preadd-rules', () => {
  test('a rule that waits for the endpoint could have come first, with its flag', () => {
    expect(told(sePreaddRules, ruleLast)).toEqual([
      'outage likely: sql-a would take the rule for snet-app before the endpoint is on, with ignoreMissingVnetServiceEndpoint, and one apply does not put it first.',
    ]);
  });

  test('where the endpoint waits for the rule there is nothing to say', () => {
    const what = change(
      net(world, { subnets: [off], targets: [byAddress] }),
      net(world, { subnets: [withSql], targets: [byBoth] }),
      { waits: [[withSql.id, byBoth.id]] },
    );
    expect(told(sePreaddRules, what)).toEqual([]);
  });

  test('an open target interrupts nobody, whatever comes first', () => {
    const [kv, named] = [
      target('vault', 'kv-a'),
      target('vault', 'kv-a', { networkRules: rules('snet-app') }),
    ];
    const vaultOn = subnet('snet-app', { endpoints: on('Microsoft.KeyVault') });
    const what = change(
      net(world, { subnets: [off], targets: [kv] }),
      net(world, { subnets: [vaultOn], targets: [named] }),
    );
    expect(told(sePreaddRules, what)).toEqual([]);
  });

  test('storage cannot take it early, and is not told to', () => {
    const shut = target('storage', 'stdata', {
      location: 'northeurope',
      defaultAction: 'Deny',
      ipRules: ranges('20.1.1.1'),
    });
    const named = { ...shut, networkRules: rules('snet-app') };
    const storageOn = subnet('snet-app', { ...gateway, endpoints: on('Microsoft.Storage') });
    const what = change(
      net(world, { subnets: [off], targets: [shut] }),
      net(world, { subnets: [storageOn], targets: [named] }),
    );
    expect(told(sePreaddRules, what)).toEqual([]);
  });
});

describe('se-nat-gw-bypass', () => {
  test('traffic over the endpoint leaves the gateway', () => {
    expect(told(seNatGwBypass, endpointOnly)).toEqual([
      'notice likely: Microsoft.Sql traffic from snet-app no longer leaves by ng-a: allow lists that hold its address no longer match.',
    ]);
  });

  test('a subnet without a gateway has nothing to pass by', () => {
    const bare = change(
      net(world, { subnets: [subnet('snet-app')] }),
      net(world, { subnets: [subnet('snet-app', { endpoints: on('Microsoft.Sql') })] }),
    );
    expect(told(seNatGwBypass, bare)).toEqual([]);
  });
});

describe('se-sql-affects-oss-db', () => {
  const postgres = target('postgres', 'psql-a', { ipRules: ranges('20.1.1.1') });

  test('a PostgreSQL server without a rule is covered by the endpoint too', () => {
    const what = change(
      net(world, { subnets: [off], targets: [postgres] }),
      net(world, { subnets: [withSql], targets: [postgres] }),
    );
    expect(told(seSqlAffectsOssDb, what)).toEqual([
      'outage certain: Microsoft.Sql on snet-app also covers psql-a, where no rule names the subnet.',
    ]);
  });

  test('one with the rule, and a SQL server, are not meant', () => {
    const named = { ...postgres, networkRules: rules('snet-app') };
    const what = change(
      net(world, { subnets: [off], targets: [named] }),
      net(world, { subnets: [withSql], targets: [named] }),
    );
    expect(told(seSqlAffectsOssDb, what)).toEqual([]);
    expect(told(seSqlAffectsOssDb, endpointOnly)).toEqual([]);
  });
});

describe('nat-ip-rule', () => {
  const moved = (...addresses: string[]) =>
    net(
      { vnets: [vnet('vnet-a')], natGateways: [nat('ng-a', ...addresses)] },
      { subnets: [off], targets: [byAddress] },
    );

  test('a gateway that changes its address is no longer listed', () => {
    expect(told(natIpRule, change(moved('20.1.1.1'), moved('20.9.9.9')))).toEqual([
      'outage likely: snet-app leaves by 20.9.9.9 after the change, which the IP rules of sql-a do not hold.',
    ]);
  });

  test('a gateway that is changed under a subnet which goes by its endpoint from then on is no matter', () => {
    const arrives = net(
      { vnets: [vnet('vnet-a')], natGateways: [nat('ng-a', '20.9.9.9')] },
      { subnets: [withSql], targets: [byBoth] },
    );
    expect(told(natIpRule, change(moved('20.1.1.1'), arrives))).toEqual([]);
  });

  test('who is routed elsewhere leaves by an address that is not shown', () => {
    const routed = subnet('snet-app', { ...gateway, routeTable: ids.other('routetables', 'rt') });
    const at = (home: typeof off, ...parts: Part[]) =>
      net(
        { vnets: [vnet('vnet-a')], natGateways: [nat('ng-a', '20.1.1.1')] },
        { subnets: [home], targets: [byAddress] },
        ...parts,
      );
    const table = { routeTables: [routeTable('rt', '0.0.0.0/0', '10.9.9.9')] };
    const says = [
      expect.stringMatching(
        /possible: snet-app leaves another way after the change, and the input does not show by which address: the IP rules of sql-a must hold it\.$/,
      ),
    ];
    expect(told(natIpRule, change(at(off), at(routed)))).toEqual(says);
    expect(told(natIpRule, change(at(off), at(routed, table)))).toEqual(says);
    expect(told(natIpRule, change(at(routed, table), at(routed, table)))).toEqual([]);
  });

  test('an address that the rules hold is no news', () => {
    const wide = target('sql', 'sql-a', { ipRules: ranges('20.1.1.1', '20.9.9.0/24') });
    const listed = (...addresses: string[]) =>
      net(
        { vnets: [vnet('vnet-a')], natGateways: [nat('ng-a', ...addresses)] },
        { subnets: [off], targets: [wide] },
      );
    expect(told(natIpRule, change(listed('20.1.1.1'), listed('20.1.1.1', '20.9.9.9')))).toEqual([]);
  });
});

describe('app-vnet-route-all', () => {
  const app = (routesAll: boolean) =>
    net(world, {
      subnets: [off],
      workloads: [workload('app-a', 'snet-app', { noun: 'app service', routesAll })],
    });

  test('route-all moves public traffic behind the subnet', () => {
    expect(told(appVnetRouteAll, change(app(false), app(true)))).toEqual([
      'risk likely: Public traffic of app-a moves behind snet-app and comes from another address.',
    ]);
    expect(told(appVnetRouteAll, change(app(true), app(false)))).toEqual([
      'risk likely: Public traffic of app-a no longer goes through snet-app and comes from the addresses of the app.',
    ]);
  });

  describe('asks the rules of what the app calls', () => {
    const calling = (routesAll: boolean, sql: Target, home = off) =>
      net(world, {
        subnets: [home],
        workloads: [workload('app-a', 'snet-app', { noun: 'app service', routesAll })],
        targets: [sql],
        uses: [use(ids.other('workloads', 'app-a'), sql)],
      });
    const switched = (to: boolean, sql: Target, home = off) =>
      told(appVnetRouteAll, change(calling(!to, sql, home), calling(to, sql, home)));
    const admitting = (address: string) => target('sql', 'sql-a', { ipRules: ranges(address) });

    test('which do not hold the address of the subnet', () => {
      expect(switched(true, admitting('20.7.7.7'))).toEqual([
        'risk likely interrupts: Public traffic of app-a moves behind snet-app and comes from another address, which the rules of sql-a do not admit.',
      ]);
    });

    test('which hold it, or admit all of Azure, or none', () => {
      for (const sql of [admitting('20.1.1.1'), admitting('0.0.0.0'), target('sql', 'sql-a')])
        expect(switched(true, sql)).toEqual([
          'risk likely: Public traffic of app-a moves behind snet-app and comes from another address.',
        ]);
    });

    test('which may hold the addresses of the app, to which it goes back', () => {
      expect(switched(false, admitting('20.1.1.1'))).toEqual([
        'risk likely interrupts: Public traffic of app-a no longer goes through snet-app and comes from the addresses of the app; whether the rules of sql-a admit those, the input does not show.',
      ]);
    });

    test('not where all of Azure is let in, or the endpoint of the subnet leads there', () => {
      for (const own of [switched(false, admitting('0.0.0.0')), switched(false, byBoth, withSql)])
        expect(own).toEqual([
          'risk likely: Public traffic of app-a no longer goes through snet-app and comes from the addresses of the app.',
        ]);
    });
  });

  test('an app that is new moves nothing', () => {
    expect(told(appVnetRouteAll, change(net(world, { subnets: [off] }), app(true)))).toEqual([]);
  });
});
