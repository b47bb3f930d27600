import { describe, expect, test } from 'vitest';
import { unknown } from '../../../src/core/known.ts';
import { defaultOutboundRetirement } from '../../../src/knowledge/hazards/default-outbound-retirement.ts';
import { seNotOnprem } from '../../../src/knowledge/hazards/se-not-onprem.ts';
import { seNotPeered } from '../../../src/knowledge/hazards/se-not-peered.ts';
import { seNsgTags } from '../../../src/knowledge/hazards/se-nsg-tags.ts';
import { seNvaSubnet } from '../../../src/knowledge/hazards/se-nva-subnet.ts';
import { sePolicy } from '../../../src/knowledge/hazards/se-policy.ts';
import { sePolicyLimits } from '../../../src/knowledge/hazards/se-policy-limits.ts';
import { seRegionSql } from '../../../src/knowledge/hazards/se-region-sql.ts';
import { seRegionStorage } from '../../../src/knowledge/hazards/se-region-storage.ts';
import { seRouteOverride } from '../../../src/knowledge/hazards/se-route-override.ts';
import { seStorageSameRegionIp } from '../../../src/knowledge/hazards/se-storage-same-region-ip.ts';
import {
  change,
  client,
  firewall,
  ids,
  nat,
  net,
  on,
  type Part,
  peering,
  ranges,
  routeTable,
  rules,
  securityGroup,
  subnet,
  target,
  use,
  vnet,
  workload,
} from './scene.ts';
import { told } from './told.ts';

const world = { vnets: [vnet('vnet-a')] };
const everything = { routeTables: [routeTable('rt-a', '0.0.0.0/0', '10.0.0.4')] };
const routed = { routeTable: ids.other('routetables', 'rt-a') };

describe('se-route-override', () => {
  test('an endpoint passes the appliance by', () => {
    const before = net(world, everything, { subnets: [subnet('snet-app', routed)] });
    const after = net(world, everything, {
      subnets: [subnet('snet-app', { ...routed, endpoints: on('Microsoft.Storage') })],
    });
    expect(told(seRouteOverride, change(before, after))).toEqual([
      'notice certain: Microsoft.Storage traffic from snet-app takes the endpoint, not the route for 0.0.0.0/0 to 10.0.0.4: the appliance no longer sees it.',
    ]);
  });

  test('a route by service tag is passed by as well', () => {
    const tagged = { routeTables: [routeTable('rt-a', 'Sql.WestEurope', '10.0.0.4')] };
    const before = net(world, tagged, { subnets: [subnet('snet-app', routed)] });
    const after = net(world, tagged, {
      subnets: [subnet('snet-app', { ...routed, endpoints: on('Microsoft.Sql') })],
    });
    expect(told(seRouteOverride, change(before, after))).toHaveLength(1);
    const other = net(world, tagged, {
      subnets: [subnet('snet-app', { ...routed, endpoints: on('Microsoft.Storage') })],
    });
    expect(told(seRouteOverride, change(before, other))).toEqual([]);
  });

  test('a route that comes to a subnet with endpoints does not catch them', () => {
    const storageOn = { endpoints: on('Microsoft.Storage') };
    const before = net(world, everything, { subnets: [subnet('snet-app', storageOn)] });
    const after = net(world, everything, {
      subnets: [subnet('snet-app', { ...routed, ...storageOn })],
    });
    expect(told(seRouteOverride, change(before, after))).toHaveLength(1);
  });

  test('a route within the network, or none, inspects nothing', () => {
    const inner = { routeTables: [routeTable('rt-a', '10.8.0.0/16', '10.0.0.4')] };
    for (const [table, has] of [
      [inner, routed],
      [{}, { routeTable: null }],
    ] as const) {
      const before = net(world, table, { subnets: [subnet('snet-app', has)] });
      const after = net(world, table, {
        subnets: [subnet('snet-app', { ...has, endpoints: on('Microsoft.Storage') })],
      });
      expect(told(seRouteOverride, change(before, after))).toEqual([]);
    }
  });

  test('a route for half of the internet may, routes for both do', () => {
    const storage = { ...routed, endpoints: on('Microsoft.Storage') };
    const half = routeTable('rt-a', '0.0.0.0/1', '10.0.0.4');
    const other = { ...half.routes.default, prefix: '128.0.0.0/1' };
    const says = (...tables: (typeof half)[]) =>
      told(
        seRouteOverride,
        change(
          net(world, { routeTables: tables, subnets: [subnet('snet-app', routed)] }),
          net(world, { routeTables: tables, subnets: [subnet('snet-app', storage)] }),
        ),
      ).map((each) => each.split(':')[0]);
    const with_ = (own: typeof other) => ({ ...half, routes: { ...half.routes, other: own } });
    expect(says(half)).toEqual(['notice possible']);
    expect(says(with_(other))).toEqual(['notice certain']);
    expect(says(with_({ ...other, address: '10.0.0.5' }))).toEqual(['notice certain']);
  });

  test('routes that the input does not show may lead to an appliance', () => {
    const storage = { ...routed, endpoints: on('Microsoft.Storage') };
    const partly = { ...routeTable('rt-a', '', ''), routes: { one: unknown('a route') } };
    for (const table of [{}, { routeTables: [partly] }] satisfies Part[]) {
      const before = net(world, table, { subnets: [subnet('snet-app', routed)] });
      const after = net(world, table, { subnets: [subnet('snet-app', storage)] });
      expect(told(seRouteOverride, change(before, after))).toEqual([
        'notice possible: Microsoft.Storage traffic from snet-app takes the endpoint, whatever its route table says, which the input does not show: an appliance to which it sends traffic no longer sees this.',
      ]);
    }
  });

  test('an old bypass is not judged again', () => {
    const old = subnet('snet-app', { ...routed, endpoints: on('Microsoft.Storage') });
    const before = net(world, everything, { subnets: [old] });
    const after = net(world, everything, {
      subnets: [old],
      targets: [target('storage', 'stdata')],
    });
    expect(told(seRouteOverride, change(before, after))).toEqual([]);
  });
});

describe('se-nva-subnet', () => {
  const hub = {
    appliances: [firewall('fw-hub', 'vnet-a/AzureFirewallSubnet', '10.0.0.4', '20.5.5.5')],
  };
  const front = (...services: string[]) =>
    subnet('AzureFirewallSubnet', { endpoints: on(...services) });
  const app = subnet('snet-app', routed);
  const byAddress = target('sql', 'sql-a', { ipRules: ranges('20.5.5.5') });

  test('with the endpoint on the subnet of the firewall, rules must name that', () => {
    const before = net(world, everything, hub, { subnets: [front(), app], targets: [byAddress] });
    const after = net(world, everything, hub, {
      subnets: [front('Microsoft.Sql'), app],
      targets: [byAddress],
    });
    expect(told(seNvaSubnet, change(before, after))).toEqual([
      'outage certain: Microsoft.Sql traffic through fw-hub arrives from AzureFirewallSubnet by its endpoint: only rules that name AzureFirewallSubnet match it.',
    ]);
  });

  test('a rule for a subnet behind it matches nothing', () => {
    const [vault, ruled] = [
      target('vault', 'kv-a'),
      target('vault', 'kv-a', { networkRules: rules('snet-app') }),
    ];
    const on1 = front('Microsoft.KeyVault');
    const before = net(world, everything, hub, { subnets: [on1, app], targets: [vault] });
    const after = net(world, everything, hub, { subnets: [on1, app], targets: [ruled] });
    expect(told(seNvaSubnet, change(before, after))).toEqual([
      'notice certain: The rule of kv-a for snet-app matches nothing: its traffic goes through fw-hub and arrives from AzureFirewallSubnet.',
    ]);
    const both = { ...vault, networkRules: rules('snet-app', 'AzureFirewallSubnet') };
    expect(
      told(
        seNvaSubnet,
        change(before, net(world, everything, hub, { subnets: [on1, app], targets: [both] })),
      ),
    ).toEqual([]);
  });

  test('an appliance whose place the input does not show may be in the subnet', () => {
    const somewhere: Part = {
      appliances: hub.appliances.map((each) => ({ ...each, subnet: unknown('its subnet') })),
    };
    const before = net(world, everything, somewhere, { subnets: [front()] });
    const after = net(world, everything, somewhere, { subnets: [front('Microsoft.Sql')] });
    expect(told(seNvaSubnet, change(before, after))).toEqual([
      'notice possible: If fw-hub lies in AzureFirewallSubnet, which the input does not show, Microsoft.Sql traffic through it arrives from AzureFirewallSubnet by its endpoint: only rules that name AzureFirewallSubnet match it.',
    ]);
  });

  test('a rule may match nothing where appliance or routes are not shown', () => {
    const [open, ruled] = [
      target('vault', 'kv-a'),
      target('vault', 'kv-a', { networkRules: rules('snet-app') }),
    ];
    const lines = (...parts: Part[]) =>
      told(
        seNvaSubnet,
        change(
          net(world, ...parts, { subnets: [app], targets: [open] }),
          net(world, ...parts, { subnets: [app], targets: [ruled] }),
        ),
      );
    expect(lines(everything)).toEqual([
      'notice possible: The rule of kv-a for snet-app may match nothing: its traffic goes through 10.0.0.4 and arrives from the subnet of that appliance.',
    ]);
    expect(lines()).toEqual([
      'notice possible: The rule of kv-a for snet-app may match nothing: its traffic may go through an appliance that the input does not show and arrives from the subnet of that appliance.',
    ]);
  });

  test('an endpoint on a subnet without a firewall is not meant', () => {
    const before = net(world, { subnets: [subnet('snet-app')] });
    const after = net(world, { subnets: [subnet('snet-app', { endpoints: on('Microsoft.Sql') })] });
    expect(told(seNvaSubnet, change(before, after))).toEqual([]);
  });
});

describe('se-not-peered', () => {
  const spokes = {
    vnets: [vnet('vnet-a'), vnet('vnet-b', { addressSpace: ['10.1.0.0/16'] })],
    peerings: [peering('vnet-a', 'vnet-b')],
  };
  const [open, shut] = [
    target('vault', 'kv-a'),
    target('vault', 'kv-a', { defaultAction: 'Deny', networkRules: rules('vnet-a/snet-app') }),
  ];
  const calls = { uses: [use(ids.subnet('vnet-b/snet-job'), open)] };
  const job = subnet('vnet-b/snet-job');
  const app = (...services: string[]) => subnet('vnet-a/snet-app', { endpoints: on(...services) });

  test('a peered subnet that also calls is left outside', () => {
    const before = net(spokes, calls, { subnets: [app(), job], targets: [open] });
    const after = net(spokes, calls, {
      subnets: [app('Microsoft.KeyVault'), job],
      targets: [shut],
    });
    expect(told(seNotPeered, change(before, after))).toEqual([
      'outage certain: snet-job does not inherit Microsoft.KeyVault from snet-app, and kv-a refuses it.',
    ]);
  });

  test('one with an endpoint and a rule of its own is not', () => {
    const own = subnet('vnet-b/snet-job', { endpoints: on('Microsoft.KeyVault') });
    const both = { ...shut, networkRules: rules('vnet-a/snet-app', 'vnet-b/snet-job') };
    const before = net(spokes, calls, { subnets: [app(), own], targets: [open] });
    const after = net(spokes, calls, {
      subnets: [app('Microsoft.KeyVault'), own],
      targets: [both],
    });
    expect(told(seNotPeered, change(before, after))).toEqual([]);
  });
});

describe('se-not-onprem', () => {
  const hq = client('hq', 'on-premises', '198.51.100.10');
  const vault = target('vault', 'kv-a');
  const of = (now: ReturnType<typeof target>) => {
    const site = { clients: [hq], uses: [use(hq.id, vault)] };
    return change(net(world, site, { targets: [vault] }), net(world, site, { targets: [now] }));
  };

  test('a site is refused once the target is secured to networks', () => {
    expect(
      told(seNotOnprem, of({ ...vault, defaultAction: 'Deny', networkRules: rules('snet-app') })),
    ).toEqual([
      'outage certain: kv-a refuses hq after the change: it comes from on premises, by no endpoint and with no IP rule.',
    ]);
  });

  test('not by its rules where public access is off: none would admit it', () => {
    expect(
      told(seNotOnprem, of({ ...vault, defaultAction: 'Deny', publicNetworkAccess: 'Disabled' })),
    ).toEqual([]);
  });

  test('one whose NAT address is listed is not', () => {
    expect(
      told(seNotOnprem, of({ ...vault, defaultAction: 'Deny', ipRules: ranges('198.51.100.10') })),
    ).toEqual([]);
  });
});

describe('se-region', () => {
  const far = { location: 'northeurope', networkRules: rules('snet-app') };

  test('the SQL endpoint ends at the border of the region', () => {
    const home = subnet('snet-app', { endpoints: on('Microsoft.Sql') });
    const before = net(world, {
      subnets: [home],
      targets: [target('sql', 'sql-a', { location: 'northeurope' })],
    });
    const after = net(world, { subnets: [home], targets: [target('sql', 'sql-a', far)] });
    expect(told(seRegionSql, change(before, after))).toEqual([
      'notice certain: The Microsoft.Sql endpoint on snet-app (westeurope) does not reach sql-a in northeurope: the rule for it matches nothing.',
    ]);
    const near = { ...far, location: 'westeurope' };
    expect(
      told(
        seRegionSql,
        change(before, net(world, { subnets: [home], targets: [target('sql', 'sql-a', near)] })),
      ),
    ).toEqual([]);
  });

  const regional = (pair?: string) =>
    subnet('snet-app', {
      endpoints: {
        'Microsoft.Storage': {
          service: 'Microsoft.Storage',
          scope: 'vnet-region-and-pair',
          ...(pair === undefined ? {} : { pair }),
        },
      },
    });

  test('the regional storage endpoint does not reach far accounts', () => {
    const before = net(world, {
      subnets: [regional()],
      targets: [target('storage', 'stfar', { location: 'eastus' })],
    });
    const after = net(world, {
      subnets: [regional()],
      targets: [target('storage', 'stfar', { ...far, location: 'eastus' })],
    });
    expect(told(seRegionStorage, change(before, after))).toEqual([
      'notice likely: The Microsoft.Storage endpoint on snet-app (westeurope) does not reach stfar in eastus: the rule for it matches nothing.',
    ]);
    expect(told(seRegionSql, change(before, after))).toEqual([]);
  });

  test('whether it reaches the pair is a question', () => {
    const before = net(world, {
      subnets: [regional('northeurope')],
      targets: [target('storage', 'stdr', { location: 'northeurope' })],
    });
    const after = net(world, {
      subnets: [regional('northeurope')],
      targets: [target('storage', 'stdr', far)],
    });
    expect(told(seRegionStorage, change(before, after))).toEqual([
      'notice possible: Whether the Microsoft.Storage endpoint on snet-app (westeurope) reaches stdr in the paired region northeurope is not certain, and with it the rule.',
    ]);
  });

  test('a global endpoint traded for the regional one leaves far accounts behind', () => {
    const account = {
      targets: [target('storage', 'stfar', { ...far, location: 'eastus', defaultAction: 'Deny' })],
    };
    const global = subnet('snet-app', { endpoints: on('Microsoft.Storage.Global') });
    const swap = change(
      net(world, account, { subnets: [global] }),
      net(world, account, { subnets: [regional()] }),
    );
    const [says = ''] = told(seRegionStorage, swap);
    expect(says).toMatch(/^outage /);
    const back = change(
      net(world, account, { subnets: [regional()] }),
      net(world, account, { subnets: [global] }),
    );
    expect(told(seRegionStorage, back)).toEqual([]);
  });
});

describe('se-storage-same-region-ip', () => {
  const behind = { natGateway: ids.other('natgateways', 'ng-a') };
  const gateway = { natGateways: [nat('ng-a', '20.1.1.1')] };
  const app = (...services: string[]) =>
    subnet('snet-app', { ...behind, endpoints: on(...services) });
  const listed = (location: string) =>
    target('storage', 'stdata', { location, defaultAction: 'Deny', ipRules: ranges('20.1.1.1') });
  const with_ = (account: ReturnType<typeof listed>, ...services: string[]) =>
    net(world, gateway, { subnets: [app(...services)], targets: [account] });

  test('a NAT address of the own region never counted', () => {
    expect(
      told(
        seStorageSameRegionIp,
        change(with_(listed('westeurope')), with_(listed('westeurope'), 'Microsoft.Storage')),
      ),
    ).toEqual([
      'notice certain: The IP rule 20.1.1.1 of stdata never matches snet-app: both are in westeurope.',
    ]);
  });

  test('an account that begins to deny shows what the rule is worth', () => {
    const open = { ...listed('westeurope'), defaultAction: 'Allow' as const };
    expect(told(seStorageSameRegionIp, change(with_(open), with_(listed('westeurope'))))).toEqual([
      'outage certain: The IP rule 20.1.1.1 of stdata never matches snet-app: both are in westeurope.',
    ]);
  });

  test('in another region it counts', () => {
    expect(
      told(
        seStorageSameRegionIp,
        change(with_(listed('northeurope')), with_(listed('northeurope'), 'Microsoft.Storage')),
      ),
    ).toEqual([]);
  });

  test('a rule that nothing touches is old debt', () => {
    const other = subnet('snet-other');
    const before = net(world, gateway, {
      subnets: [app(), other],
      targets: [listed('westeurope')],
    });
    const after = net(world, gateway, {
      subnets: [app(), subnet('snet-other', { endpoints: on('Microsoft.Storage') })],
      targets: [listed('westeurope')],
    });
    expect(told(seStorageSameRegionIp, change(before, after))).toEqual([]);
  });

  test('the address of a firewall before the subnet counts as little', () => {
    const hub = {
      appliances: [firewall('fw-hub', 'vnet-a/AzureFirewallSubnet', '10.0.0.4', '20.5.5.5')],
    };
    const account = target('storage', 'stdata', {
      defaultAction: 'Deny',
      ipRules: ranges('20.5.5.5'),
    });
    const of = (...services: string[]) =>
      net(world, everything, hub, {
        subnets: [
          subnet('AzureFirewallSubnet'),
          subnet('snet-app', { ...routed, endpoints: on(...services) }),
        ],
        targets: [account],
      });
    expect(told(seStorageSameRegionIp, change(of(), of('Microsoft.Storage')))).toHaveLength(1);
  });
});

describe('se-nsg-tags', () => {
  const guarded = { securityGroup: ids.other('networksecuritygroups', 'nsg-a') };
  const deny = { access: 'Deny', priority: 4000, destinations: ['Internet'] } as const;
  const [strict, open] = [
    { securityGroups: [securityGroup('nsg-a', deny)] },
    {
      securityGroups: [securityGroup('nsg-a', { destinations: ['Storage'], ports: ['443'] }, deny)],
    },
  ];
  const app = (...services: string[]) => ({
    subnets: [subnet('snet-app', { ...guarded, endpoints: on(...services) })],
  });

  test('a group that denies the internet lets nothing out over the endpoint either', () => {
    expect(
      told(
        seNsgTags,
        change(net(world, strict, app()), net(world, strict, app('Microsoft.Storage'))),
      ),
    ).toEqual([
      'notice certain: The network security group of snet-app does not let traffic to Storage out, with or without the endpoint.',
    ]);
  });

  test('one that allows the tag does', () => {
    expect(
      told(seNsgTags, change(net(world, open, app()), net(world, open, app('Microsoft.Storage')))),
    ).toEqual([]);
  });

  test('a rule that begins to deny stops who goes by endpoint', () => {
    const account = target('storage', 'stdata', {
      defaultAction: 'Deny',
      networkRules: rules('snet-app'),
    });
    const on1 = { ...app('Microsoft.Storage'), targets: [account] };
    expect(told(seNsgTags, change(net(world, open, on1), net(world, strict, on1)))).toEqual([
      'outage certain: The network security group of snet-app does not let traffic to Storage out, with or without the endpoint.',
    ]);
    expect(told(seNsgTags, change(net(world, strict, on1), net(world, open, on1)))).toEqual([]);
  });
});

describe('se-nsg-tags, by region', () => {
  const guarded = { securityGroup: ids.other('networksecuritygroups', 'nsg-a') };
  const deny = { access: 'Deny', priority: 4000, destinations: ['Internet'] } as const;
  const letting = (tag: string) => ({
    securityGroups: [securityGroup('nsg-a', { destinations: [tag], ports: ['443'] }, deny)],
    subnets: [subnet('snet-app', { ...guarded, endpoints: on('Microsoft.Storage') })],
    targets: [
      target('storage', 'stdata', { defaultAction: 'Deny', networkRules: rules('snet-app') }),
    ],
  });
  const turned = (from: string, to: string) =>
    told(seNsgTags, change(net(world, letting(from)), net(world, letting(to))));

  test('the tag of another region stops who calls an account in this one', () => {
    expect(turned('Storage.westeurope', 'Storage.northeurope')).toEqual([
      'outage certain: The network security group of snet-app does not let traffic to Storage in westeurope out, with or without the endpoint.',
    ]);
  });

  test('the tag of the region, or of all, stops nobody', () => {
    expect(turned('Storage', 'Storage.westeurope')).toEqual([]);
    expect(turned('Storage.westeurope', 'Storage')).toEqual([]);
  });
});

describe('se-policy', () => {
  const account = target('storage', 'stdata', {
    defaultAction: 'Deny',
    networkRules: rules('snet-app'),
  });
  const policy = (...allows: string[]) => ({
    endpointPolicies: [
      {
        id: ids.other('serviceendpointpolicies', 'sep-a'),
        name: 'sep-a',
        label: 'sep-a',
        allows: Object.fromEntries(allows.map((each) => [each, true as const])),
      },
    ],
  });
  const attached = {
    endpointPolicies: { [ids.other('serviceendpointpolicies', 'sep-a')]: true as const },
  };
  const app = (more: object) => ({
    subnets: [subnet('snet-app', { endpoints: on('Microsoft.Storage'), ...more })],
    targets: [account],
  });

  test('a policy that does not list an account cuts it off', () => {
    expect(
      told(sePolicy, change(net(world, policy(), app({})), net(world, policy(), app(attached)))),
    ).toEqual([
      'outage likely: Storage accounts that sep-a does not list are out of reach for snet-app over its endpoint.',
    ]);
  });

  test('one that lists it may miss others', () => {
    const listing = policy(account.id);
    expect(
      told(sePolicy, change(net(world, listing, app({})), net(world, listing, app(attached)))),
    ).toEqual([
      'risk possible: Storage accounts that sep-a does not list are out of reach for snet-app over its endpoint.',
    ]);
  });

  test('an entry that comes, or a policy that no subnet has, cuts nobody off', () => {
    expect(
      told(
        sePolicy,
        change(net(world, policy(), app(attached)), net(world, policy(account.id), app(attached))),
      ),
    ).toEqual([]);
    expect(told(sePolicy, change(net(world, app({})), net(world, policy(), app({}))))).toEqual([]);
  });

  test('without the endpoint there is nothing for it to decide', () => {
    const bare = { endpoints: {} };
    expect(
      told(
        sePolicy,
        change(
          net(world, policy(), app(bare)),
          net(world, policy(), app({ ...bare, ...attached })),
        ),
      ),
    ).toEqual([]);
  });

  const many = (count: number) => ({
    subnets: [
      subnet('snet-app', {
        endpointPolicies: Object.fromEntries(
          Array.from({ length: count }, (_, n) => [`policy-${n}`, true as const]),
        ),
      }),
    ],
  });

  test('a subnet takes a hundred of them', () => {
    expect(told(sePolicyLimits, change(net(world, many(99)), net(world, many(101))))).toEqual([
      'risk likely refused: snet-app has 101 service endpoint policies after the change and takes 100.',
    ]);
    expect(told(sePolicyLimits, change(net(world, many(99)), net(world, many(100))))).toEqual([]);
  });
});

describe('default-outbound-retirement', () => {
  const inside = { workloads: [workload('vm-a', 'snet-app')] };
  const app = (defaultOutbound: boolean, more: object = {}) => ({
    subnets: [subnet('snet-app', { defaultOutbound, ...more })],
  });

  test('a subnet whose default way out is turned off has none', () => {
    const sql = target('sql', 'sql-a', { ipRules: ranges('0.0.0.0') });
    const calls = { targets: [sql], uses: [use(ids.other('workloads', 'vm-a'), sql)] };
    expect(
      told(
        defaultOutboundRetirement,
        change(net(world, inside, calls, app(true)), net(world, inside, calls, app(false))),
      ),
    ).toEqual([
      'outage likely: vm-a in snet-app has no way out to public addresses after the change: no default outbound access, no NAT gateway, no firewall.',
    ]);
  });

  test('routes or machines that the input does not show may be its way out', () => {
    const behind = { routeTable: ids.other('routetables', 'rt-a') };
    const machine = { workloads: [workload('vm-a', 'snet-app', { publicAddress: unknown('x') })] };
    for (const [parts, more] of [
      [inside, behind],
      [machine, {}],
    ] as const)
      expect(
        told(
          defaultOutboundRetirement,
          change(net(world, parts, app(true, more)), net(world, parts, app(false, more))),
        ),
      ).toEqual([
        'risk possible: vm-a in snet-app may have no way out to public addresses after the change: no default outbound access, no NAT gateway, and the input does not show whether routes lead to a firewall or a machine has a public address.',
      ]);
    const led = net(world, everything, inside, app(false, behind));
    expect(
      told(
        defaultOutboundRetirement,
        change(net(world, everything, inside, app(true, behind)), led),
      ),
    ).toEqual([]);
  });

  test('a NAT gateway is one', () => {
    const gateway = { natGateways: [nat('ng-a', '20.1.1.1')] };
    const behind = { natGateway: ids.other('natgateways', 'ng-a') };
    expect(
      told(
        defaultOutboundRetirement,
        change(net(world, gateway, app(true, behind)), net(world, gateway, app(false, behind))),
      ),
    ).toEqual([]);
  });

  test('a new private subnet with nobody in it needs none', () => {
    expect(told(defaultOutboundRetirement, change(net(world), net(world, app(false))))).toEqual([]);
    expect(
      told(defaultOutboundRetirement, change(net(world), net(world, inside, app(false)))),
    ).toHaveLength(1);
  });
});
