import { describe, expect, test } from 'vitest';
import { unknown } from '../../src/core/known.ts';
import type { Subnet } from '../../src/core/model.ts';
import { nameOf, none, route } from '../../src/core/route.ts';
import { view } from '../../src/core/world.ts';
import {
  endpointOf,
  ipRules,
  kinds,
  link,
  named,
  natGateway,
  network,
  type Parts,
  peering,
  privateEndpoint,
  securityGroup,
  subnet,
  target,
  vnet,
  zone,
  zoneGroup,
  zoneOf,
} from './network.ts';
import { call, wayIn, ways, whereAnswered } from './questions.ts';

type Row = readonly [situation: string, otherwise: Parts, ways: readonly string[]];

describe('the path to a private address', () => {
  // The spoke sees the zone; the endpoint stands in the hub, whose network is peered with the spoke's.
  const zoneName = zoneOf(kinds.vault);
  const pe = privateEndpoint('pe', 'hub/ends', 'safe');
  const estate: Parts = {
    vnets: [vnet('hub'), vnet('spoke'), vnet('far')],
    subnets: [subnet('hub/ends'), subnet('spoke/app')],
    targets: [
      target('safe', kinds.vault, { defaultAction: 'Deny', publicNetworkAccess: 'Disabled' }),
    ],
    endpoints: [pe],
    zones: [zone(zoneName)],
    links: [link(zoneName, 'spoke'), link(zoneName, 'hub')],
    zoneGroups: [zoneGroup('pe', zoneName)],
    peerings: [peering('spoke', 'hub')],
  };
  const direct = 'private-endpoint 10.0.9.4';
  const noReach = ['none by path'];
  const maybe = ['none by path', direct];
  const find = (otherwise: Parts, from = 'spoke/app') =>
    ways(network({ ...estate, ...otherwise }), call(from, 'safe'));
  const guarded = (
    ...rules: Parameters<typeof securityGroup> extends [string, ...infer R] ? R : never
  ): Parts => ({
    subnets: [subnet('hub/ends'), subnet('spoke/app', { securityGroup: 'nsg' })],
    securityGroups: [securityGroup('nsg', ...rules)],
  });

  test.each<Row>([
    ['leads over a peering of the client', {}, [direct]],
    [
      'leads over a peering that the other side names',
      { peerings: [peering('hub', 'spoke')] },
      [direct],
    ],
    ['leads nowhere without a peering', { peerings: [] }, noReach],
    [
      'leads over both halves of a peering',
      {
        peerings: [
          { ...peering('spoke', 'hub'), other: 'hub-to-spoke' },
          { ...peering('hub', 'spoke'), other: 'spoke-to-hub' },
        ],
      },
      [direct],
    ],
    [
      'leads nowhere over one half whose other half is gone',
      { peerings: [{ ...peering('spoke', 'hub'), other: 'hub-to-spoke' }] },
      noReach,
    ],
    [
      'leads over two peerings only where something routes between them',
      { peerings: [peering('spoke', 'far'), peering('far', 'hub')] },
      maybe,
    ],
    [
      'leads nowhere where the peerings meet in no network',
      { peerings: [peering('spoke', 'far'), peering('hub', 'else')] },
      noReach,
    ],
    [
      'may lead over a peering whose other side is not shown',
      { peerings: [{ ...named('p'), vnet: 'spoke', remote: unknown('remote') }] },
      maybe,
    ],
    [
      'may lead over a peering of the endpoint whose other side is not shown',
      { peerings: [{ ...named('p'), vnet: 'hub', remote: unknown('remote') }] },
      maybe,
    ],
    [
      'may lead from a network of which the input shows too little',
      { peerings: [], vnets: [vnet('hub'), vnet('spoke', { addressSpace: unknown('space') })] },
      maybe,
    ],
    ['may lead from a network that is not shown', { peerings: [], vnets: [vnet('hub')] }, maybe],
    ['may lead to a network that is not shown', { peerings: [], vnets: [vnet('spoke')] }, maybe],
    ['may lead to a subnet that is not shown', { subnets: [subnet('spoke/app')] }, maybe],
    [
      'may lead to a subnet whose network is not shown',
      { subnets: [subnet('spoke/app'), subnet('hub/ends', { vnet: unknown('vnet') })] },
      maybe,
    ],
    [
      'may lead to an endpoint whose subnet is not shown',
      { endpoints: [{ ...pe, subnet: unknown('subnet') }] },
      maybe,
    ],
    [
      'is told without an address where that is not known yet',
      { endpoints: [{ ...pe, addresses: unknown('address') }] },
      ['private-endpoint'],
    ],
    [
      'is shut by a security group that denies the network',
      guarded({ access: 'Deny', destinations: ['VirtualNetwork'] }),
      noReach,
    ],
    [
      'is not opened by a service tag',
      guarded({ destinations: ['Vault'] }, { access: 'Deny' }),
      noReach,
    ],
    [
      'is opened by its address',
      guarded({ destinations: ['10.0.9.4'] }, { access: 'Deny' }),
      [direct],
    ],
    ['is not shut on another port', guarded({ access: 'Deny', ports: ['1433'] }), [direct]],
  ])('%s', (_, otherwise, expected) => expect(find(otherwise)).toEqual(expected));

  test('leads within one network without any peering', () => {
    const subnets = [subnet('hub/ends'), subnet('hub/app')];
    expect(find({ subnets, peerings: [] }, 'hub/app')).toEqual([direct]);
  });

  test('is tried from a whole network where nobody in particular is known', () => {
    expect(find({}, 'hub')).toEqual([direct]);
    expect(find({ peerings: [] }, 'spoke')).toEqual(noReach);
  });

  test('is tried from where a client of the config stands, and publicly where it stands nowhere', () => {
    const office = {
      ...named('office'),
      kind: 'on-premises' as const,
      addresses: ['20.0.0.1'],
      ranges: [],
    };
    const from = (client: Parts['clients']) =>
      ways(
        network({ ...estate, ...(client === undefined ? {} : { clients: client }) }),
        call('office', 'safe', { clientKind: 'on-premises' }),
      );
    expect(from([{ ...office, vnet: 'spoke' }])).toEqual([direct]);
    expect(from([office])).toEqual(['none by admission']);
    expect(from([])).toEqual(['none by admission']);
  });

  test('is told with the endpoint that answers, and a private source', () => {
    expect(route(view(network(estate)), call('spoke/app', 'safe'))).toEqual({
      by: 'private-endpoint',
      source: 'private',
      address: '10.0.9.4',
      endpoint: 'pe',
    });
  });
});

describe('the security group on the subnet of a private endpoint', () => {
  const zoneName = zoneOf(kinds.vault);
  const deny = { access: 'Deny', direction: 'Inbound' } as const;
  const on = { networkPolicies: 'NetworkSecurityGroupEnabled' } as const;
  type Rules = Parameters<typeof securityGroup> extends [string, ...infer R] ? R : never;
  const find = (ends: Partial<Subnet>, rules: Rules, otherwise: Parts = {}, from = 'hub/app') =>
    ways(
      network({
        vnets: [vnet('hub')],
        subnets: [
          subnet('hub/app', { prefixes: ['10.0.1.0/24'] }),
          subnet('hub/ends', { prefixes: ['10.0.9.0/24'], securityGroup: 'nsg', ...ends }),
        ],
        targets: [target('safe', kinds.vault)],
        endpoints: [privateEndpoint('pe', 'hub/ends', 'safe')],
        zones: [zone(zoneName)],
        links: [link(zoneName, 'hub')],
        zoneGroups: [zoneGroup('pe', zoneName)],
        securityGroups: [securityGroup('nsg', ...rules)],
        ...otherwise,
      }),
      call(from, 'safe', from === 'office' ? { clientKind: 'on-premises' } : {}),
    );
  const through = ['private-endpoint 10.0.9.4'];
  const stopped = ['none by path'];

  test.each<readonly [string, Partial<Subnet>, Rules, readonly string[]]>([
    ['counts with network policies for it', on, [deny], stopped],
    ['counts with all network policies', { networkPolicies: 'Enabled' }, [deny], stopped],
    ['does not count without', { networkPolicies: 'Disabled' }, [deny], through],
    [
      'does not count with those for routes',
      { networkPolicies: 'RouteTableEnabled' },
      [deny],
      through,
    ],
    [
      'may count where they are not shown',
      { networkPolicies: unknown('policies') },
      [deny],
      [...stopped, ...through],
    ],
    [
      'lets through all the same what it lets through',
      { networkPolicies: unknown('policies') },
      [],
      through,
    ],
    ['lets through what it says nothing of', on, [], through],
    ['does not stop what goes out', on, [{ access: 'Deny' }], through],
    ['stops the addresses of the client', on, [{ ...deny, sources: ['10.0.1.0/24'] }], stopped],
    ['does not stop other addresses', on, [{ ...deny, sources: ['10.0.2.0/24'] }], through],
    ['stops what goes to the endpoint', on, [{ ...deny, destinations: ['10.0.9.4'] }], stopped],
    ['does not stop what goes beside it', on, [{ ...deny, destinations: ['10.0.9.5'] }], through],
    ['stops on its port alone', on, [{ ...deny, ports: ['1433'] }], through],
    [
      'is asked in the order of its rules',
      on,
      [{ direction: 'Inbound', sources: ['10.0.1.0/24'] }, deny],
      through,
    ],
    ['is none where none is attached', { ...on, securityGroup: null }, [deny], through],
    [
      'may stop where nobody knows which',
      { ...on, securityGroup: unknown('nsg') },
      [],
      [...stopped, ...through],
    ],
    [
      'may stop where it is not shown',
      { ...on, securityGroup: 'gone' },
      [],
      [...stopped, ...through],
    ],
    [
      'does not count without network policies, whichever it is',
      { networkPolicies: 'Disabled', securityGroup: unknown('nsg') },
      [],
      through,
    ],
  ])('%s', (_, ends, rules, expected) => expect(find(ends, rules)).toEqual(expected));

  test('may mean a client whose addresses are not shown', () => {
    const subnets = (own: Partial<Subnet>) => ({
      subnets: [
        subnet('hub/app', { prefixes: unknown('prefixes') }),
        subnet('hub/ends', { prefixes: ['10.0.9.0/24'], securityGroup: 'nsg', ...own }),
      ],
    });
    const office = [{ ...deny, sources: ['10.0.1.0/24'] }];
    expect(find({}, office, subnets(on))).toEqual([...stopped, ...through]);
    expect(find({}, [{ ...deny, sources: ['Internet'] }], subnets(on))).toEqual(through);
    expect(find({}, office, subnets({ networkPolicies: 'Disabled' }))).toEqual(through);
  });

  test('is not asked of an endpoint whose subnet is not shown', () => {
    const endpoints = [privateEndpoint('pe', 'hub/gone', 'safe')];
    expect(find(on, [deny], { endpoints })).toEqual([...stopped, ...through]);
  });

  test('knows a whole network and a client of the config by their ranges', () => {
    const clients = [
      {
        ...named('office'),
        kind: 'on-premises' as const,
        addresses: [],
        ranges: ['192.168.0.0/16'],
        vnet: 'hub',
      },
    ];
    const office: Rules = [{ ...deny, sources: ['192.168.7.0/24'] }];
    expect(find(on, office, { clients }, 'office')).toEqual(stopped);
    expect(find(on, office, {}, 'hub')).toEqual(through);
    expect(find(on, [{ ...deny, sources: ['10.0.200.0/24'] }], {}, 'hub')).toEqual(stopped);
    expect(find(on, [{ ...deny, sources: ['10.0.200.0/24'] }], { clients }, 'office')).toEqual(
      through,
    );
  });
});

describe('the path to a public address', () => {
  const on = endpointOf(kinds.vault);
  const app = (own: Partial<Subnet> = {}): Parts => ({ subnets: [subnet('hub/app', own)] });
  const estate: Parts = {
    vnets: [vnet('hub')],
    targets: [target('safe', kinds.vault, { defaultAction: 'Allow' })],
    natGateways: [natGateway('nat', '20.0.0.1', '20.0.0.2')],
    ...app(),
  };
  const find = (otherwise: Parts) =>
    ways(network({ ...estate, ...otherwise }), call('hub/app', 'safe'));

  test.each<Row>([
    ['leads over default outbound, by an address that nobody knows', {}, ['internet']],
    ['leads over the service endpoint of the subnet', app({ endpoints: on }), ['service-endpoint']],
    [
      'leads over the service endpoint before any gateway',
      app({ endpoints: on, natGateway: 'nat' }),
      ['service-endpoint'],
    ],
    [
      'leads over a gateway, by its first address',
      app({ natGateway: 'nat' }),
      ['internet 20.0.0.1'],
    ],
    ['leads nowhere without a way out', app({ defaultOutbound: false }), ['none by path']],
    [
      'is shut by a security group that denies the tag of the service',
      {
        ...app({ securityGroup: 'nsg' }),
        securityGroups: [securityGroup('nsg', { access: 'Deny', destinations: ['Vault'] })],
      },
      ['none by path'],
    ],
    [
      'is shut by the firewall of the target',
      { targets: [target('safe', kinds.vault, { defaultAction: 'Deny' })] },
      ['none by admission'],
    ],
    ['ends where the target is not there', { targets: [] }, ['none by absent']],
    ['starts nowhere where the client is not there', { subnets: [] }, ['none by absent']],
  ])('%s', (_, otherwise, expected) => expect(find(otherwise)).toEqual(expected));

  test('has a public source over the internet and a private one over a service endpoint', () => {
    const from = (otherwise: Parts) =>
      route(view(network({ ...estate, ...otherwise })), call('hub/app', 'safe'));
    expect(from({})).toEqual({ by: 'internet', source: 'public' });
    expect(from(app({ endpoints: on }))).toEqual({ by: 'service-endpoint', source: 'private' });
  });

  test('is judged for a flow to all doors by the ports of the first', () => {
    const shut = (port: string) => ({
      ...app({ securityGroup: 'nsg' }),
      securityGroups: [securityGroup('nsg', { access: 'Deny', ports: [port] })],
    });
    const whole = (otherwise: Parts) =>
      ways(network({ ...estate, ...otherwise }), call('hub/app', 'safe', { subresource: '*' }));
    expect(whole(shut('443'))).toEqual(['none by path']);
    expect(whole(shut('444'))).toEqual(['internet']);
    const doorless = [{ ...target('safe', kinds.vault), subresources: {} }];
    expect(whole({ ...shut('443'), targets: doorless })).toEqual(['none by path']);
  });

  describe('of an anonymous client', () => {
    const internet = { clientKind: 'internet' as const };
    const ruled = {
      targets: [
        target('safe', kinds.vault, { defaultAction: 'Deny', ipRules: ipRules('20.0.0.0/24') }),
      ],
    };

    test('whose range is known is matched by it', () => {
      const model = network({ ...estate, ...ruled });
      expect(
        ways(model, call('internet 20.0.0.0/25', 'safe', { ...internet, range: '20.0.0.0/25' })),
      ).toEqual(['internet 20.0.0.0/25']);
      expect(
        ways(model, call('internet 21.0.0.0/25', 'safe', { ...internet, range: '21.0.0.0/25' })),
      ).toEqual(['none by admission']);
      expect(ways(model, call('internet', 'safe', internet))).toEqual(['none by admission']);
    });

    test('in the config is matched by the addresses there, before any range', () => {
      const model = (addresses: readonly string[]) =>
        network({
          ...estate,
          ...ruled,
          clients: [{ ...named('office'), kind: 'internet', addresses, ranges: [] }],
        });
      const office = call('office', 'safe', { ...internet, range: '20.0.0.9' });
      expect(ways(model(['20.0.0.5', '20.0.0.6']), office)).toEqual(['internet 20.0.0.5']);
      expect(ways(model(['30.0.0.5']), office)).toEqual(['none by admission']);
      expect(ways(model([]), office)).toEqual(['internet 20.0.0.9']);
    });

    test('is trusted where it is a service of Azure', () => {
      const targets = [
        target('safe', kinds.vault, { defaultAction: 'Deny', trusted: ['AzureServices'] }),
      ];
      const model = network({ ...estate, targets });
      expect(
        ways(model, call('trusted-service', 'safe', { clientKind: 'trusted-service' })),
      ).toEqual(['internet']);
      expect(ways(model, call('internet', 'safe', internet))).toEqual(['none by admission']);
    });
  });

  test('of a subnet that a rule names and nobody shows may be any, or none', () => {
    const networkRules = { '?one': unknown('which subnet the rule names') };
    const denying = target('safe', kinds.vault, { defaultAction: 'Deny', networkRules });
    const find = (of: typeof denying, from: string) =>
      ways(network({ ...estate, targets: [of] }), call(from, 'safe'));
    expect(find(denying, '?safe one')).toEqual(['none by admission', 'service-endpoint']);
    expect(find(denying, '?safe two')).toEqual(['none by admission']);
    expect(find(denying, '?other one')).toEqual(['none by admission']);
    expect(find({ ...denying, defaultAction: 'Allow' }, '?safe two')).toEqual([
      'internet',
      'none by admission',
      'service-endpoint',
    ]);
    const open = network({ ...estate, targets: [target('safe', kinds.vault)] });
    for (const [answer, way] of [
      ['internet', 'internet'],
      ['service-endpoint', 'service-endpoint'],
      ['none', 'none by admission'],
    ] as const)
      expect(whereAnswered(wayIn(open, call('?safe one', 'safe')), answer)).toBe(way);
    const found = route(
      view(open, { 'rule ?safe one of safe': 'internet' }),
      call('?safe one', 'safe'),
    );
    expect(found).toEqual({ by: 'internet', source: 'public' });
    expect(find({ ...denying, publicNetworkAccess: 'Disabled' }, '?safe one')).toEqual([
      'none by admission',
    ]);
  });

  test('of a subnet whose network is not shown has names that answer publicly', () => {
    const subnets = [subnet('hub/app', { vnet: unknown('vnet') })];
    expect(ways(network({ ...estate, subnets }), call('hub/app', 'safe'))).toEqual(['internet']);
  });
});

describe('a flow with several names', () => {
  const zoneName = zoneOf(kinds.vault);
  const safe = target('safe', kinds.vault);
  const names = [
    { host: 'safe.data.vault.test', zone: zoneName, record: 'safe' },
    { host: 'safe.north.data.vault.test', zone: zoneName, record: 'safe.north' },
  ];
  const door = {
    ...safe.subresources.data,
    name: 'data',
    names,
    publicPorts: ['443'],
    privatePorts: ['443'],
    checked: 'request' as const,
  };
  const estate = (
    records: readonly string[],
    rest: Partial<typeof safe> = {},
    own: Parts = {},
  ): Parts => ({
    vnets: [vnet('hub')],
    subnets: [subnet('hub/ends'), subnet('hub/app')],
    targets: [{ ...safe, subresources: { data: door }, ...rest }],
    endpoints: [privateEndpoint('pe', 'hub/ends', 'safe')],
    zones: [zone(zoneName)],
    links: [link(zoneName, 'hub', { resolutionPolicy: 'NxDomainRedirect' })],
    records: records.map((each) => ({
      ...named(each),
      zone: zoneName,
      record: each,
      addresses: ['10.0.9.4'],
    })),
    ...own,
  });
  const flow = call('hub/app', 'safe');
  const find = (parts: Parts) => ways(network(parts), flow);

  test.each<readonly [string, Parts, readonly string[]]>([
    ['works when all do', estate(['safe', 'safe.north']), ['private-endpoint 10.0.9.4']],
    ['is told by the name that is still public', estate(['safe']), ['internet']],
    [
      'is told by the name that is still public, whichever it is',
      estate(['safe.north']),
      ['internet'],
    ],
    [
      'stops when one does',
      estate(['safe'], { publicNetworkAccess: 'Disabled' }),
      ['none by admission'],
    ],
    [
      'stops when the first does',
      estate(['safe.north'], { publicNetworkAccess: 'Disabled' }),
      ['none by admission'],
    ],
    [
      'is undecided when one is',
      estate(
        ['safe', 'safe.north'],
        {},
        { endpoints: [privateEndpoint('pe', 'hub/ends', 'safe', { status: unknown('status') })] },
      ),
      ['internet', 'private-endpoint 10.0.9.4'],
    ],
    [
      'stops for sure when one does, whatever else is asked',
      estate(
        ['safe'],
        { publicNetworkAccess: 'Disabled' },
        {
          links: [link(zoneName, 'hub', { resolutionPolicy: 'Default' })],
          peerings: [],
        },
      ),
      ['none by name'],
    ],
  ])('%s', (_, parts, expected) => expect(find(parts)).toEqual(expected));

  test('has the answers of them all', () => {
    expect(nameOf(view(network(estate(['safe']))), flow)).toBe('pe public');
    expect(nameOf(view(network(estate(['safe', 'safe.north']))), flow)).toBe('pe pe');
  });

  test('asks every question of them all', () => {
    const links = [link(zoneName, 'hub', { resolutionPolicy: unknown('policy') })];
    const found = route(view(network(estate([], {}, { links }))), flow);
    expect(found).toMatchObject({
      by: 'undecided',
      questions: [{ missing: 'policy' }, { missing: 'policy' }],
    });
  });
});

describe('the answers of names, beside the way,', () => {
  const zoneName = zoneOf(kinds.vault);
  const estate: Parts = {
    vnets: [vnet('hub')],
    subnets: [subnet('hub/ends'), subnet('hub/app')],
    targets: [target('safe', kinds.vault)],
    endpoints: [privateEndpoint('pe', 'hub/ends', 'safe')],
    zones: [zone(zoneName)],
    links: [link(zoneName, 'hub')],
    zoneGroups: [zoneGroup('pe', zoneName)],
  };
  const find = (otherwise: Parts) =>
    nameOf(view(network({ ...estate, ...otherwise })), call('hub/app', 'safe'));

  test.each<readonly [string, Parts, string]>([
    ['are the endpoint', {}, 'pe'],
    ['are public', { links: [] }, 'public'],
    ['are none', { zoneGroups: [] }, 'none'],
    [
      'are undecided',
      { zoneGroups: [], links: [link(zoneName, 'hub', { resolutionPolicy: unknown('policy') })] },
      'undecided',
    ],
    ['are public for a target that is not there', { targets: [] }, 'public'],
    ['are public for a client that is not there', { subnets: [] }, 'public'],
  ])('%s', (_, otherwise, expected) => expect(find(otherwise)).toBe(expected));
});

describe('a wildcard flow', () => {
  const anything = call('hub/app', '*', {
    target: '*',
    subresource: '*',
    family: 'Test.Vault',
    evidence: 'possible',
  });
  const from = (own: Partial<Subnet>) =>
    ways(network({ subnets: [subnet('hub/app', own)] }), anything);

  test('goes by the service endpoint of its family, else over the internet', () => {
    expect(from({})).toEqual(['internet']);
    expect(from({ endpoints: endpointOf(kinds.vault) })).toEqual(['service-endpoint']);
    expect(from({ endpoints: endpointOf(kinds.store) })).toEqual(['internet']);
    expect(from({ endpoints: endpointOf(kinds.vault), defaultOutbound: false })).toEqual([
      'service-endpoint',
    ]);
  });

  test('has no admission, and a way out is taken for granted', () => {
    expect(from({ defaultOutbound: false })).toEqual(['internet']);
  });

  test('ends with its subnet', () => {
    expect(ways(network({}), anything)).toEqual(['none by absent']);
  });

  test('of names asks whether the zone is seen, and what it does with a name that it lacks', () => {
    const zoneName = zoneOf(kinds.vault);
    const names = call('hub', '*', {
      target: '*',
      subresource: '*',
      zone: zoneName,
      evidence: 'possible',
    });
    const seen = (parts: Parts) => {
      const at = view(
        network({ vnets: [vnet('hub')], zones: [zone(zoneName), zone('other')], ...parts }),
      );
      return [nameOf(at, names), route(at, names).by];
    };
    expect(seen({})).toEqual(['public', 'internet']);
    expect(seen({ links: [link('other', 'hub')] })).toEqual(['public', 'internet']);
    expect(seen({ links: [link(zoneName, 'spoke')] })).toEqual(['public', 'internet']);
    expect(seen({ links: [link('other', 'hub'), link(zoneName, 'hub')] })).toEqual([
      'zone',
      'internet',
    ]);
    expect(
      seen({ links: [link(zoneName, 'hub', { resolutionPolicy: 'NxDomainRedirect' })] }),
    ).toEqual(['zone, then public', 'internet']);
  });
});

test('a flow that is stopped says by what', () => {
  const estate: Parts = {
    vnets: [vnet('hub')],
    subnets: [subnet('hub/app', { defaultOutbound: false })],
    targets: [target('safe', kinds.vault)],
  };
  expect(route(view(network(estate)), call('hub/app', 'safe'))).toEqual(
    none(
      'path',
      'hub/app has no way out: no NAT gateway, no public address, default outbound access off',
    ),
  );
  expect(route(view(network({})), call('hub/app', 'safe'))).toEqual(
    none('absent', 'safe does not exist'),
  );
});
