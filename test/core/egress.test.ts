import { describe, expect, test } from 'vitest';
import { egress, inScope } from '../../src/core/egress.ts';
import { isUnknown, unknown } from '../../src/core/known.ts';
import type { Appliance, RouteTable, Subnet, Target, UserRoute } from '../../src/core/model.ts';
import { isUndecided, view } from '../../src/core/world.ts';
import {
  appliance,
  endpointOf,
  kinds,
  named,
  natGateway,
  network,
  type Parts,
  routeTable,
  subnet,
  target,
  vnet,
  workload,
} from './network.ts';
import { call, everyAnswer, ways } from './questions.ts';

const { store, vault, database } = kinds;

describe('a service endpoint reaches', () => {
  const scoped = (
    of: typeof store | typeof database,
    own: object,
    where: Target['location'],
    home: Subnet['vnet'] = 'hub',
  ) => {
    const from = subnet('hub/app', { vnet: home, endpoints: endpointOf(of, own) });
    const to = target('t', of, { location: where });
    const model = network({ vnets: [vnet('hub')], subnets: [from], targets: [to] });
    return everyAnswer((world) => {
      const [endpoint] = Object.values(from.endpoints);
      if (endpoint === undefined) throw new Error('no endpoint');
      const found = inScope(view(model, world), from, endpoint, to);
      return isUndecided(found) ? found : found ? 'in' : 'out';
    });
  };
  const either = ['in', 'out'];

  test.each([
    ['its own region', {}, 'north', ['in']],
    ['no other region', {}, 'south', ['out']],
    ['likely the paired region', { pair: 'south' }, 'south', either],
    ['no region but the paired one', { pair: 'south' }, 'east', ['out']],
    ['its own region, whatever is paired', { pair: 'south' }, 'north', ['in']],
    ['the regions that Azure reports', { locations: ['north', 'south'] }, 'south', ['in']],
    [
      'no region that Azure does not report, paired or not',
      { pair: 'south', locations: ['north', 'east'] },
      'south',
      ['out'],
    ],
    ['its own region, whatever Azure reports', { locations: ['south'] }, 'north', ['in']],
    ['the paired region by no report at all', { pair: 'south', locations: [] }, 'south', either],
    ['every region by a star', { locations: ['*'] }, 'east', ['in']],
    ['every region by its scope', { scope: 'everywhere' as const }, 'east', ['in']],
  ])('%s', (_, own, where, expected) => expect(scoped(store, own, where)).toEqual(expected));

  test('its own region alone, where the service says so', () => {
    expect(scoped(database, {}, 'north')).toEqual(['in']);
    expect(scoped(database, { pair: 'south', locations: ['south'] }, 'south')).toEqual(['out']);
  });

  test('a region that nobody knows or not', () => {
    expect(scoped(store, {}, unknown('location'))).toEqual(either);
    expect(scoped(store, {}, 'north', unknown('vnet'))).toEqual(either);
    expect(scoped(store, {}, 'north', 'gone')).toEqual(either);
    expect(scoped(store, { scope: 'everywhere' }, unknown('location'))).toEqual(['in']);
  });

  test('a target or not, when it is not shown itself', () => {
    const from = subnet('hub/app');
    const model = network({ vnets: [vnet('hub')], subnets: [from] });
    const found = everyAnswer((world) => {
      const answer = inScope(view(model, world), from, unknown('endpoint'), target('t', store));
      return isUndecided(answer) ? answer : String(answer);
    });
    expect(found).toEqual(['false', 'true']);
  });
});

// A subnet on its way to a store in another region, over whatever its endpoints, policies and routes say.
const from = (own: Partial<Subnet>, rest: Parts = {}, of: Partial<Target> = {}) =>
  ways(
    network({
      vnets: [vnet('hub'), vnet('spoke')],
      subnets: [subnet('spoke/app', own), subnet('hub/firewall', { endpoints: endpointOf(store) })],
      targets: [target('t', store, { location: 'north', ...of })],
      ...rest,
    }),
    call('spoke/app', 't', { subresource: '*' }),
  );

describe('the service endpoint of the subnet itself', () => {
  test.each<readonly [string, Partial<Subnet>, readonly string[]]>([
    ['takes the traffic', { endpoints: endpointOf(store) }, ['service-endpoint']],
    ['leaves the traffic of another service alone', { endpoints: endpointOf(vault) }, ['internet']],
    [
      'may be there, where the endpoints are not shown',
      { endpoints: { '*': unknown('endpoints') } },
      ['internet', 'service-endpoint'],
    ],
    [
      'is there, whatever else is not shown',
      { endpoints: { ...endpointOf(store), '*': unknown('endpoints') } },
      ['service-endpoint'],
    ],
    [
      'wins over a route table',
      { endpoints: endpointOf(store), routeTable: 'rt' },
      ['service-endpoint'],
    ],
    [
      'wins over a route that drops',
      { endpoints: endpointOf(store), routeTable: 'drop' },
      ['service-endpoint'],
    ],
  ])('%s', (_, own, expected) => {
    const drop: RouteTable = {
      ...named('drop'),
      routes: { all: { prefix: '0.0.0.0/0', nextHop: 'None' } },
    };
    expect(from(own, { routeTables: [routeTable('rt', '10.0.0.4'), drop] })).toEqual(expected);
  });

  test('is none where the service has none', () => {
    const { endpointFamily: _, ...traits } = store.traits;
    expect(from({ endpoints: endpointOf(store) }, {}, { traits })).toEqual(['internet']);
  });

  test('is on or off everywhere where a star is known', () => {
    const star = { '*': { service: 'x', scope: 'everywhere' as const } };
    expect(from({ endpoints: star })).toEqual(['internet']);
  });
});

describe('an endpoint policy on the subnet', () => {
  const id = '/subscriptions/s/resourceGroups/rg/providers/Test/Store/t';
  const policed = (allows: object, rest: Partial<Subnet> = {}, of: Partial<Target> = {}) =>
    from(
      { endpoints: endpointOf(store), endpointPolicies: { policy: true }, ...rest },
      {
        endpointPolicies: [
          { ...named('policy'), allows: allows as Readonly<Record<string, true>> },
        ],
      },
      { resource: id, ...of },
    );
  const through = ['service-endpoint'];
  const stopped = ['none by path'];
  test('lets through what it lists, by ID or by what holds it', () => {
    expect(policed({ [id]: true })).toEqual(through);
    expect(policed({ '/subscriptions/s/resourceGroups/rg': true })).toEqual(through);
    expect(policed({ '/subscriptions/S': true })).toEqual(through);
    expect(policed({ '/subscriptions/other': true, [id]: true })).toEqual(through);
  });
  test('stops what it does not list', () => {
    expect(policed({})).toEqual(stopped);
    expect(policed({ '/subscriptions/other': true })).toEqual(stopped);
    expect(policed({ '/subscriptions/s/resourceGroups/r': true })).toEqual(stopped);
  });
  test('may let through by an entry that is not shown', () => {
    expect(policed({ '?0': unknown('entry') })).toEqual(['none by path', 'service-endpoint']);
    expect(policed({ '?0': unknown('entry'), [id]: true })).toEqual(through);
  });
  test('may let through when it is not shown, and lets through when one of several does', () => {
    const two = { endpointPolicies: { policy: true, gone: true } } as const;
    expect(policed({}, { endpointPolicies: { gone: true } })).toEqual([
      'none by path',
      'service-endpoint',
    ]);
    expect(policed({ [id]: true }, two)).toEqual(through);
  });
  test('says nothing of a service that it does not police, nor of traffic beside the endpoint', () => {
    expect(policed({}, {}, { traits: { ...store.traits, policed: false } })).toEqual(through);
    expect(policed({}, { endpoints: {} })).toEqual(['internet']);
  });
});

describe('a route table', () => {
  const routes = (...own: readonly UserRoute[]): RouteTable => ({
    ...named('rt'),
    routes: Object.fromEntries(own.map((each, n) => [`r${n}`, each])),
  });
  const all = '0.0.0.0/0';
  const toFirewall = (prefix: string): UserRoute => ({
    prefix,
    nextHop: 'VirtualAppliance',
    address: '10.0.0.4',
  });
  const by = (nextHop: UserRoute['nextHop'], prefix = all): UserRoute => ({ prefix, nextHop });
  const find = (...own: readonly UserRoute[]) =>
    from(
      { routeTable: 'rt' },
      { routeTables: [routes(...own)], appliances: [appliance('fw', 'hub/firewall')] },
    );
  const firewalls = ['service-endpoint via hub/firewall'];
  const straight = ['internet'];
  const dropped = ['none by path'];

  test.each<readonly [string, readonly UserRoute[], readonly string[]]>([
    ['without routes changes nothing', [], straight],
    ['hands everything to the firewall', [toFirewall(all)], firewalls],
    ['that drops stops', [by('None')], dropped],
    ['that says Internet goes straight', [by('Internet')], straight],
    ['that says VnetLocal goes straight', [by('VnetLocal')], straight],
    ['for half the internet may count', [by('None', '0.0.0.0/1')], [...straight, ...dropped]],
    [
      'for half the internet may count before one for all of it',
      [by('None'), toFirewall('128.0.0.0/1')],
      [...dropped, ...firewalls],
    ],
    [
      'for each half of the internet counts',
      [by('None'), toFirewall('0.0.0.0/1'), toFirewall('128.0.0.0/1')],
      firewalls,
    ],
    [
      'for each half of the internet, which differ, counts for one',
      [by('None', '0.0.0.0/1'), toFirewall('128.0.0.0/1')],
      [...dropped, ...firewalls],
    ],
    [
      'for half the internet that leads where the other half does is no question',
      [by('Internet'), by('Internet', '0.0.0.0/1')],
      straight,
    ],
    ['for private addresses does not count', [by('None', '10.0.0.0/8')], straight],
    ['for the tag Internet counts', [by('None', 'Internet')], dropped],
    ['for the tag of the service counts', [by('None', 'Store')], dropped],
    ['for the tag of the service counts in any letters', [by('None', 'store')], dropped],
    ['for the regional tag of the service counts', [by('None', 'Store.North')], dropped],
    ['for the tag of another service does not count', [by('None', 'Vault')], straight],
    ['for the tag wins over the whole internet', [by('None'), toFirewall('Store')], firewalls],
    ['for the tag wins, whatever the order', [toFirewall('Store'), by('None')], firewalls],
    ['for a range named wider than the internet is no prefix', [by('None', 'anything')], straight],
  ])('%s', (_, own, expected) => expect(find(...own)).toEqual(expected));

  test('that is not shown leads out by an address of its own, by one that nobody knows, or nowhere', () => {
    const office = (own: Partial<Target>) =>
      from(
        { routeTable: 'gone', natGateway: 'nat' },
        { natGateways: [natGateway('nat', '20.0.0.1')] },
        own,
      );
    expect(office({})).toEqual(['internet', 'internet 20.0.0.1', 'none by path']);
    const holding = { '20.0.0.1': { range: '20.0.0.1' } };
    expect(office({ defaultAction: 'Deny', ipRules: holding, location: 'south' })).toEqual([
      'internet',
      'internet 20.0.0.1',
      'none by admission',
      'none by path',
    ]);
  });

  const anywhere = ['internet', 'none by path', 'service-endpoint via hub/firewall'];
  const appliances = [appliance('fw', 'hub/firewall')];

  test('of which nobody knows which it is may lead anywhere', () => {
    expect(from({ routeTable: unknown('rt') }, { appliances })).toEqual(anywhere);
    expect(from({ routeTable: unknown('rt') })).toEqual(['internet', 'none by path']);
  });

  test('of which a route is not shown may lead anywhere', () => {
    const table = (...own: readonly UserRoute[]): RouteTable => ({
      ...named('rt'),
      routes: { ...routes(...own).routes, '?0': unknown('route') },
    });
    const asked = (...own: readonly UserRoute[]) =>
      from({ routeTable: 'rt' }, { routeTables: [table(...own)], appliances });
    expect(asked()).toEqual(anywhere);
    expect(asked(by('None'))).toEqual(anywhere);
    expect(asked(by('None', 'Store'))).toEqual(dropped);
  });
});

describe('behind a firewall', () => {
  const route = { routeTable: 'rt' };
  const tables = { routeTables: [routeTable('rt', '10.0.0.4')] };
  const fw = (own: Partial<Appliance> = {}): Parts => ({
    ...tables,
    appliances: [appliance('fw', 'hub/firewall', { addresses: { '20.0.0.9': true }, ...own })],
  });
  const bare = [subnet('spoke/app', route), subnet('hub/firewall')];
  const vnets = [vnet('hub', { location: 'south' }), vnet('spoke')];
  const holding = (range: string, rest: Partial<Target> = {}) => ({
    defaultAction: 'Deny' as const,
    ipRules: { [range]: { range } },
    ...rest,
  });

  test('its own endpoint takes the traffic', () => {
    expect(from(route, fw())).toEqual(['service-endpoint via hub/firewall']);
  });

  test('rules must name its subnet', () => {
    const deny = (key: string) => ({
      defaultAction: 'Deny' as const,
      networkRules: { [key]: { ignoreMissing: false } },
    });
    expect(from(route, fw(), deny('hub/firewall'))).toEqual(['service-endpoint via hub/firewall']);
    expect(from(route, fw(), deny('spoke/app'))).toEqual(['none by admission']);
  });

  test('without an endpoint its addresses and its region count', () => {
    const out = ['internet 20.0.0.9 via hub/firewall'];
    const parts = { ...fw(), subnets: bare, vnets };
    expect(from(route, parts, holding('20.0.0.9'))).toEqual(out);
    expect(from(route, parts, holding('20.0.0.8'))).toEqual(['none by admission']);
    // Its network lies in the target's own region, where IP rules do not count.
    expect(from(route, parts, holding('20.0.0.9', { location: 'south' }))).toEqual([
      'none by admission',
    ]);
  });

  test.each<readonly [string, Parts]>([
    ['an appliance that is not in the model', tables],
    ['an appliance at another address', fw({ privateAddress: '10.0.0.5' })],
    ['an appliance whose subnet is gone', fw({ subnet: 'gone' })],
    ['an appliance without a public address', { ...fw({ addresses: {} }), subnets: bare, vnets }],
    [
      'an appliance with a public address that is not shown',
      {
        ...fw({ addresses: { '20.0.0.9': true, '?0': unknown('address') } }),
        subnets: bare,
        vnets,
      },
    ],
  ])('nobody knows the address of %s', (_, rest) => {
    const found = from(route, rest, holding('20.0.0.9', { location: 'east' }));
    expect(found.map((each) => each.replace(' via hub/firewall', ''))).toEqual([
      'internet',
      'none by admission',
    ]);
  });

  test('an appliance whose subnet is not shown may be in any, or lie where nobody knows its address', () => {
    const rest = fw({ subnet: unknown('subnet') });
    const found = from(route, rest, holding('20.0.0.9', { location: 'east' }));
    expect([...new Set(found.map((each) => each.replace(/ via .*/, '')))].sort()).toEqual([
      'internet',
      'internet 20.0.0.9',
      'none by admission',
    ]);
  });

  test('a hop whose address is not shown may be any appliance of the model, or another', () => {
    const hop = {
      prefix: '0.0.0.0/0',
      nextHop: 'VirtualAppliance' as const,
      address: unknown('hop'),
    };
    const tables = { routeTables: [{ ...named('rt'), routes: { all: hop } }] };
    const elsewhere = ['internet', 'none by admission'];
    expect(from(route, tables, holding('20.0.0.9', { location: 'east' }))).toEqual(elsewhere);
    const parts = { ...fw(), ...tables, subnets: bare, vnets };
    expect(from(route, parts, holding('20.0.0.9', { location: 'east' }))).toEqual([
      'internet',
      'internet 20.0.0.9 via hub/firewall',
      'none by admission',
    ]);
  });

  test('an appliance whose address is not shown may be the hop, if its subnet holds that', () => {
    const at = (prefixes: Subnet['prefixes']) => ({
      ...fw({ privateAddress: unknown('address') }),
      vnets,
      subnets: [subnet('spoke/app', route), subnet('hub/firewall', { prefixes })],
    });
    const rules = holding('20.0.0.9', { location: 'east' });
    const either = ['internet', 'internet 20.0.0.9 via hub/firewall', 'none by admission'];
    expect(from(route, at(['10.0.0.0/26']), rules)).toEqual(either);
    expect(from(route, at(unknown('prefixes')), rules)).toEqual(either);
    expect(from(route, at(['10.0.1.0/26']), rules)).toEqual(['internet', 'none by admission']);
  });

  test('a way out that is not shown may be none', () => {
    const out = (own: Partial<Subnet>) => from({ ...own });
    const either = ['internet', 'none by path'];
    expect(out({ defaultOutbound: unknown('default outbound') })).toEqual(either);
    expect(out({ natGateway: unknown('nat'), defaultOutbound: false })).toEqual(either);
    expect(out({ natGateway: unknown('nat') })).toEqual(['internet']);
    expect(out({ defaultOutbound: false })).toEqual(['none by path']);
  });

  test('a gateway is no appliance of the model', () => {
    const rest = {
      ...fw(),
      routeTables: [
        {
          ...named('rt'),
          routes: { all: { prefix: '0.0.0.0/0', nextHop: 'VirtualNetworkGateway' as const } },
        },
      ],
    };
    expect(from(route, rest, holding('20.0.0.9', { location: 'east' }))).toEqual([
      'internet',
      'none by admission',
    ]);
  });

  test('the policy on its subnet counts', () => {
    const subnets = [
      subnet('spoke/app', route),
      subnet('hub/firewall', { endpoints: endpointOf(store), endpointPolicies: { p: true } }),
    ];
    const endpointPolicies = [{ ...named('p'), allows: {} }];
    expect(from(route, { ...fw(), subnets, endpointPolicies })).toEqual(['none by path']);
  });

  test('it may have an endpoint', () => {
    const subnets = [
      subnet('spoke/app', route),
      subnet('hub/firewall', { endpoints: { '*': unknown('endpoints') } }),
    ];
    expect(from(route, { ...fw(), subnets })).toEqual([
      'internet 20.0.0.9 via hub/firewall',
      'service-endpoint via hub/firewall',
    ]);
  });

  test('it has its way out whatever machines of its subnet have', () => {
    const closed = [subnet('spoke/app', route), subnet('hub/firewall', { defaultOutbound: false })];
    expect(from(route, { ...fw(), subnets: closed, vnets })).toEqual([
      'internet 20.0.0.9 via hub/firewall',
    ]);
  });

  test('a gateway on its subnet lets it out', () => {
    const gated = [subnet('spoke/app', route), subnet('hub/firewall', { natGateway: 'nat' })];
    const parts = { ...fw(), subnets: gated, vnets, natGateways: [natGateway('nat', '20.0.0.1')] };
    expect(from(route, parts, holding('20.0.0.1'))).toEqual(['internet 20.0.0.1 via hub/firewall']);
    expect(from(route, parts, holding('20.0.0.9'))).toEqual(['none by admission']);
    const untold = [
      subnet('spoke/app', route),
      subnet('hub/firewall', { natGateway: unknown('nat') }),
    ];
    expect(from(route, { ...parts, subnets: untold }, holding('20.0.0.9'))).toEqual([
      'internet 20.0.0.9 via hub/firewall',
      'internet via hub/firewall',
      'none by admission',
    ]);
  });

  describe('a second hop', () => {
    const onward = (own: UserRoute): Parts => ({
      ...fw(),
      vnets,
      subnets: [subnet('spoke/app', route), subnet('hub/firewall', { routeTable: 'on' })],
      routeTables: [...tables.routeTables, { ...named('on'), routes: { all: own } }],
    });
    const all = '0.0.0.0/0';
    test.each<readonly [string, UserRoute, readonly string[]]>([
      [
        'leads nobody knows where',
        { prefix: all, nextHop: 'VirtualAppliance', address: '10.9.0.4' },
        ['internet via hub/firewall', 'none by admission'],
      ],
      [
        'on premises leads nobody knows where',
        { prefix: all, nextHop: 'VirtualNetworkGateway' },
        ['internet via hub/firewall', 'none by admission'],
      ],
      [
        'to the firewall itself is none',
        { prefix: all, nextHop: 'VirtualAppliance', address: '10.0.0.4' },
        ['internet 20.0.0.9 via hub/firewall'],
      ],
      [
        'to the internet is none',
        { prefix: all, nextHop: 'Internet' },
        ['internet 20.0.0.9 via hub/firewall'],
      ],
      ['that drops stops', { prefix: all, nextHop: 'None' }, ['none by path']],
      [
        'for other addresses does not count',
        { prefix: '10.0.0.0/8', nextHop: 'None' },
        ['internet 20.0.0.9 via hub/firewall'],
      ],
    ])('%s', (_, own, expected) =>
      expect(from(route, onward(own), holding('20.0.0.9'))).toEqual(expected),
    );
  });

  test('nobody knows whether an unknown way out is in the region of the target, or in Azure', () => {
    const gateway = { prefix: '0.0.0.0/0', nextHop: 'VirtualNetworkGateway' as const };
    const parts = { ...fw(), routeTables: [{ ...named('rt'), routes: { all: gateway } }] };
    expect(from(route, parts, holding('20.0.0.9'))).toEqual(['internet', 'none by admission']);
    const plain = { traits: vault.traits };
    expect(from(route, parts, holding('0.0.0.0', plain))).toEqual([
      'internet',
      'none by admission',
    ]);
    expect(from({}, parts, holding('0.0.0.0', plain))).toEqual(['internet']);
  });
});

describe('the address by which a subnet leaves', () => {
  const out = (own: Partial<Subnet>, rest: Parts = {}) => {
    const home = subnet('hub/app', own);
    const found = egress(view(network({ vnets: [vnet('hub')], subnets: [home], ...rest })), home);
    if ('refused' in found) return 'refused';
    return isUnknown(found.addresses) ? found.addresses.unknown : found.addresses;
  };
  const nat = (entries: Readonly<Record<string, true | { unknown: string }>>): Parts => ({
    natGateways: [{ ...named('nat'), addresses: entries }],
  });
  const by = { natGateway: 'nat' };

  test('is its gateway’s', () => {
    expect(out(by, { natGateways: [natGateway('nat', '20.0.0.1', '20.0.0.2')] })).toEqual([
      '20.0.0.1',
      '20.0.0.2',
    ]);
  });
  test('is its gateway’s, also where a machine has one of its own', () => {
    expect(
      out(by, { ...nat({ '20.0.0.1': true }), workloads: [workload('vm', 'hub/app', '20.0.0.7')] }),
    ).toEqual(['20.0.0.1']);
  });
  test('is not known of a gateway that is not shown whole', () => {
    expect(out(by, nat({ '20.0.0.1': true, '?0': unknown('the second address') }))).toBe(
      'the second address',
    );
    expect(out(by, nat({}))).toBe('the addresses of nat');
    expect(out(by)).toBe('the addresses of the NAT gateway nat');
    expect(out({ natGateway: unknown('which gateway') })).toBe('which gateway');
  });
  test('is that of its machines', () => {
    const workloads = [
      workload('a', 'hub/app'),
      workload('b', 'hub/app', '20.0.0.7'),
      workload('c', 'hub/app', '20.0.0.8'),
      workload('d', 'hub/other', '20.0.0.9'),
    ];
    expect(out({}, { workloads })).toEqual(['20.0.0.7', '20.0.0.8']);
    expect(out({ defaultOutbound: false }, { workloads })).toEqual(['20.0.0.7', '20.0.0.8']);
  });
  test('is not known where that of a machine is not', () => {
    const machine = { ...workload('a', 'hub/app'), publicAddress: unknown('the address of a') };
    expect(out({}, { workloads: [machine] })).toBe('the address of a');
  });
  test('is nobody knows which by default outbound access, and none without', () => {
    expect(out({})).toBe('the address of default outbound access from hub/app');
    expect(out({ defaultOutbound: unknown('default outbound') })).toBe(
      'the address of default outbound access from hub/app',
    );
    expect(out({ defaultOutbound: false })).toBe('refused');
    expect(out({ defaultOutbound: false, ...by }, nat({ '20.0.0.1': true }))).toEqual(['20.0.0.1']);
  });
  test('lies in the region of its network', () => {
    const home = subnet('hub/app', {});
    const region = (model: Parts, of = home) => {
      const found = egress(view(network(model)), of);
      return 'refused' in found ? found : found.region;
    };
    expect(region({ vnets: [vnet('hub')] })).toBe('north');
    expect(region({})).toEqual(unknown('the region of the VNet of hub/app'));
    expect(region({ vnets: [vnet('hub')] }, subnet('hub/app', { vnet: unknown('vnet') }))).toEqual(
      unknown('the region of the VNet of hub/app'),
    );
  });
});
