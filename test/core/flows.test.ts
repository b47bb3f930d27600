import { describe, expect, test } from 'vitest';
import {
  addressed,
  anyone,
  callersOf,
  flow,
  subnetCaller,
  trusted,
} from '../../src/core/caller.ts';
import { declared, subresourcesOf } from '../../src/core/declared.ts';
import { diff } from '../../src/core/diff.ts';
import { counts, type Flow } from '../../src/core/flow.ts';
import { flowsOf } from '../../src/core/flows.ts';
import { unknown } from '../../src/core/known.ts';
import type { Target } from '../../src/core/model.ts';
import { possible, touchedTargets } from '../../src/core/possible.ts';
import { wildcards } from '../../src/core/wildcard.ts';
import {
  appliance,
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
  record,
  routeTable,
  rule,
  subnet,
  target,
  use,
  vnet,
  workload,
  zone,
  zoneOf,
} from './network.ts';

const { vault, store } = kinds;
const safe = (own: Partial<Target> = {}) => target('safe', vault, own);
const bare: Parts = {
  vnets: [vnet('hub')],
  subnets: [subnet('hub/app', { natGateway: 'nat' }), subnet('hub/other')],
  natGateways: [natGateway('nat', '20.0.0.1')],
};
const of = (own: Partial<Target>, rest: Parts = {}) =>
  network({ ...bare, targets: [safe(own)], ...rest });
const closed = { defaultAction: 'Deny' as const };
const office = (
  kind: 'internet' | 'on-premises' | 'pipeline',
  ...addresses: readonly string[]
) => ({ ...named('office'), kind, addresses, ranges: [] });
const said = (each: Flow) =>
  `${each.clientKind} ${each.client} -> ${each.target} ${each.subresource} ${each.evidence} by ${each.because.join(', ')}`;

describe('a flow is declared', () => {
  const find = (own: Partial<Target>, rest: Parts = {}) => {
    const model = of(own, rest);
    return declared([model], safe(own)).map(said);
  };
  const declaredBy = (client: string, by: string, part = '*', kind = 'subnet') =>
    `${kind} ${client} -> safe ${part} declared by ${by}`;

  test('by nothing where nothing names anybody', () => expect(find({})).toEqual([]));

  test('by a virtual network rule, whether or not it counts', () => {
    const named = [declaredBy('hub/app', 'virtual-network-rule')];
    const networkRules = { 'hub/app': rule };
    expect(find({ networkRules })).toEqual(named);
    expect(find({ networkRules, publicNetworkAccess: 'Disabled' })).toEqual(named);
    expect(find({ networkRules: { 'hub/app': unknown('rule') } })).toEqual(named);
    expect(find({ networkRules: { 'hub/gone': rule } })).toEqual([
      declaredBy('hub/gone', 'virtual-network-rule'),
    ]);
    expect(find({ networkRules: { 'hub/app': { ...rule, action: 'Allow' } } })).toEqual(named);
  });

  test('not by a rule that denies, nor by rules that may not be there', () => {
    expect(
      find({ networkRules: { 'hub/app': { ...rule, action: 'Deny' }, '*': unknown('rules') } }),
    ).toEqual([]);
    expect(find({ ipRules: { a: { range: '30.0.0.1', action: 'Deny' } } })).toEqual([]);
  });

  test('by a rule that names a subnet nobody shows, which is this target’s own', () => {
    expect(find({ networkRules: { '?0': unknown('subnet') } })).toEqual([
      declaredBy('?safe 0', 'virtual-network-rule'),
    ]);
  });

  test('by an IP rule: of the subnets that leave by it', () => {
    expect(find({ ipRules: ipRules('20.0.0.0/24') })).toEqual([declaredBy('hub/app', 'ip-rule')]);
  });

  test('by an IP rule: of a client of the config, else of somebody on the internet', () => {
    const ruled = { ipRules: ipRules('30.0.0.0/24') };
    expect(find(ruled, { clients: [office('on-premises', '30.0.0.7')] })).toEqual([
      declaredBy('office', 'ip-rule', '*', 'on-premises'),
    ]);
    expect(find(ruled, { clients: [office('on-premises', '31.0.0.7')] })).toEqual([
      declaredBy('internet 30.0.0.0/24', 'ip-rule', '*', 'internet'),
    ]);
  });

  test('by an IP rule that is not shown, where its key tells the address', () => {
    expect(
      find({
        ipRules: { '20.0.0.1': unknown('rule'), '?0': unknown('rule'), '*': unknown('rules') },
      }),
    ).toEqual([declaredBy('hub/app', 'ip-rule')]);
  });

  test('by a setting', () => {
    const uses = [
      use('vm', 'safe'),
      use('hub/other', 'safe', 'data'),
      use('pipeline', 'safe'),
      use('vm', 'else'),
      use('nobody', 'safe'),
    ];
    expect(find({}, { uses, workloads: [workload('vm', 'hub/app')] })).toEqual([
      declaredBy('hub/app', 'use'),
      declaredBy('hub/other', 'use', 'data'),
      declaredBy('pipeline', 'use', '*', 'pipeline'),
    ]);
  });

  test('or observed, by a log', () => {
    const uses = [
      { ...use('hub/app', 'safe'), evidence: 'observed' as const },
      { ...use('hub/other', 'safe', 'data'), evidence: 'observed' as const },
    ];
    expect(find({}, { uses }).map((each) => each.split(' ')[5])).toEqual(['observed', 'observed']);
  });

  test('on either side of the change', () => {
    const sides = [
      of({ networkRules: { 'hub/app': rule } }),
      of({ networkRules: { 'hub/other': rule } }),
    ];
    expect(declared(sides, safe()).map((each) => each.client)).toEqual(['hub/app', 'hub/other']);
    expect(
      declared([network({}), of({ networkRules: { 'hub/app': rule } })], safe()).map(
        (each) => each.clientName,
      ),
    ).toEqual(['hub/app']);
  });

  test('to each door with an endpoint', () => {
    const account = target('acct', store, { networkRules: { 'hub/app': rule } });
    const parts = (endpoints: Parts['endpoints']) =>
      declared([network({ ...bare, targets: [account], endpoints: endpoints ?? [] })], account).map(
        (each) => each.subresource,
      );
    expect(parts([])).toEqual(['*']);
    expect(parts([privateEndpoint('pe', 'hub/other', 'acct', { groups: ['DATA'] })])).toEqual([
      'data',
    ]);
    expect(
      parts([privateEndpoint('a', 'hub/other', 'acct', { groups: ['files', 'data'] })]),
    ).toEqual(['data', 'files']);
    expect(parts([privateEndpoint('a', 'hub/other', 'else')])).toEqual(['*']);
    expect(parts([privateEndpoint('a', 'hub/other', 'acct', { groups: ['queue'] })])).toEqual([
      '*',
    ]);
    expect(
      subresourcesOf(
        [network({}), network({ endpoints: [privateEndpoint('pe', 'x', 'acct')] })],
        account,
      ),
    ).toEqual(['data']);
  });
});

describe('an address stands for', () => {
  const clients = (range: string, rest: Parts = {}) =>
    addressed([network({ ...bare, ...rest })], range).map((each) => each.client);
  test.each<readonly [string, string, Parts, readonly string[]]>([
    ['the subnet that leaves by it', '20.0.0.1', {}, ['hub/app']],
    ['the subnet that leaves by one of the range', '20.0.0.0/30', {}, ['hub/app']],
    ['nobody in particular for all addresses', '0.0.0.0/0', {}, []],
    ['the services of Azure for any address of Azure', '0.0.0.0', {}, ['internet 0.0.0.0']],
    ['somebody on the internet else', '20.0.0.2', {}, ['internet 20.0.0.2']],
    [
      'client and subnet alike',
      '20.0.0.0/24',
      { clients: [office('pipeline', '20.0.0.9')] },
      ['hub/app', 'office'],
    ],
    [
      'a client by any of its addresses',
      '40.0.0.2',
      { clients: [office('internet', '40.0.0.1', '40.0.0.2')] },
      ['office'],
    ],
    [
      'nobody known where a gateway is not shown',
      '20.0.0.1',
      { natGateways: [] },
      ['internet 20.0.0.1'],
    ],
    [
      'the subnet behind the firewall that leaves by it',
      '20.0.0.5',
      {
        subnets: [subnet('hub/app', { routeTable: 'rt' }), subnet('hub/firewall')],
        routeTables: [routeTable('rt', '10.0.0.4')],
        appliances: [appliance('fw', 'hub/firewall', { addresses: { '20.0.0.5': true } })],
      },
      ['hub/app'],
    ],
    [
      'not a subnet behind another firewall',
      '20.0.0.5',
      {
        subnets: [subnet('hub/app', { routeTable: 'rt' }), subnet('hub/firewall')],
        routeTables: [routeTable('rt', '10.0.0.8')],
        appliances: [appliance('fw', 'hub/firewall', { addresses: { '20.0.0.5': true } })],
      },
      ['internet 20.0.0.5'],
    ],
    [
      'not a subnet whose firewall is not shown',
      '20.0.0.5',
      {
        subnets: [subnet('hub/app', { routeTable: 'gone' })],
        appliances: [
          appliance('fw', 'hub/firewall', {
            addresses: { '20.0.0.5': true },
            privateAddress: unknown('x'),
          }),
        ],
      },
      ['internet 20.0.0.5'],
    ],
    [
      'not a subnet without a way out',
      '20.0.0.1',
      { subnets: [subnet('hub/app', { defaultOutbound: false })] },
      ['internet 20.0.0.1'],
    ],
  ])('%s', (_, range, rest, expected) => expect(clients(range, rest)).toEqual(expected));

  test('a caller with its range, and a name that readers know', () => {
    expect(addressed([network({})], '20.0.0.2')).toEqual([
      {
        client: 'internet 20.0.0.2',
        clientKind: 'internet',
        clientName: 'internet 20.0.0.2',
        clientLabel: 'internet 20.0.0.2',
        range: '20.0.0.2',
      },
    ]);
    expect(addressed([network({})], '0.0.0.0')[0]?.clientName).toBe('internet Azure services');
  });

  test('a caller on either side', () => {
    expect(addressed([network({}), network(bare)], '20.0.0.1').map((each) => each.client)).toEqual([
      'hub/app',
    ]);
  });
});

describe('a use speaks of', () => {
  const model = network({
    ...bare,
    workloads: [
      workload('vm', 'hub/app'),
      workload('lost', 'hub/gone'),
      { ...workload('dim', ''), subnet: unknown('subnet') },
    ],
    clients: [office('on-premises')],
  });
  test.each([
    ['the subnet of a workload', 'vm', ['hub/app']],
    ['nobody where that subnet is not there', 'lost', []],
    ['somebody who arrives in a way that is not shown', 'dim', ['?dim']],
    ['a client of the config', 'office', ['office']],
    ['a subnet', 'hub/other', ['hub/other']],
    ['the pipeline', 'pipeline', ['pipeline']],
    ['nobody else', 'somebody', []],
  ])('%s', (_, client, expected) =>
    expect(callersOf([model], model, client).map((each) => each.client)).toEqual(expected),
  );

  test('the subnet of a workload that only the other side shows', () => {
    const alone = network({ workloads: [workload('vm', 'hub/app')] });
    expect(callersOf([alone, model], alone, 'vm').map((each) => each.client)).toEqual(['hub/app']);
  });
});

test('a subnet that a rule names has its name where either side shows it', () => {
  const shown = network({
    subnets: [{ ...subnet('hub/app'), name: 'app', label: 'azurerm_subnet.app' }],
  });
  expect(subnetCaller([network({}), shown], 'hub/app', safe())).toMatchObject({
    clientName: 'app',
    clientLabel: 'azurerm_subnet.app',
  });
  expect(subnetCaller([network({})], 'hub/app', safe())).toMatchObject({
    client: 'hub/app',
    clientName: 'hub/app',
  });
  expect(subnetCaller([network({})], '?0', safe())).toMatchObject({
    client: '?safe 0',
    clientName: 'a subnet that a rule of safe names',
  });
});

describe('a flow is possible', () => {
  const find = (own: Partial<Target>, rest: Parts = {}, target_ = safe(own)) =>
    possible([of(own, { ...rest, targets: [target_] })], target_).map(
      (each) => `${each.client} ${each.subresource} by ${each.because}`,
    );
  const pe = { endpoints: [privateEndpoint('pe', 'hub/other', 'safe')] };

  test('from the internet and each network where the target is open', () => {
    expect(find({})).toEqual(['internet * by open', 'hub * by endpoint']);
  });
  test('from nobody where it is closed and has no endpoint', () =>
    expect(find(closed)).toEqual([]));
  test('from the networks that could use an endpoint', () => {
    const peers: Parts = {
      vnets: [vnet('hub'), vnet('spoke'), vnet('far')],
      peerings: [peering('spoke', 'hub'), peering('far', 'spoke')],
    };
    expect(find(closed, { ...pe, ...peers })).toEqual([
      'hub data by endpoint',
      'spoke data by endpoint',
    ]);
    expect(find(closed, { ...pe, vnets: [vnet('hub'), vnet('spoke')] })).toEqual([
      'hub data by endpoint',
    ]);
    expect(
      find(closed, {
        ...pe,
        vnets: [vnet('hub'), vnet('spoke')],
        peerings: [{ ...named('p'), vnet: 'spoke', remote: unknown('x') }, peering('hub', 'gone')],
      }),
    ).toEqual(['hub data by endpoint']);
    expect(
      find(closed, {
        ...pe,
        vnets: [vnet('hub'), vnet('spoke')],
        peerings: [{ ...named('p'), vnet: 'hub', remote: unknown('x') }],
      }),
    ).toEqual(['hub data by endpoint', 'spoke data by endpoint']);
  });
  test('from any network where the endpoint’s is not shown', () => {
    const at = (own: object) => ({ endpoints: [privateEndpoint('pe', 'hub/other', 'safe', own)] });
    const any = ['hub data by endpoint'];
    expect(find(closed, at({ subnet: unknown('subnet') }))).toEqual(any);
    expect(
      find(closed, { ...pe, subnets: [subnet('hub/other', { vnet: unknown('vnet') })] }),
    ).toEqual(any);
  });
  test('from none where the endpoint lies elsewhere, or is another’s', () => {
    const at = (own: object) => ({ endpoints: [privateEndpoint('pe', 'hub/other', 'safe', own)] });
    expect(find(closed, at({ subnet: 'gone/other' }))).toEqual([]);
    expect(find(closed, at({ target: 'else' }))).toEqual([]);
  });
  test('from every network where the door may be open', () => {
    const doors = { vnets: [vnet('hub'), vnet('spoke')] };
    expect(find({ ...closed, defaultAction: unknown('the default action') }, doors)).toEqual([
      'internet * by open',
      'hub * by endpoint',
      'spoke * by endpoint',
    ]);
  });
  test('to the first door from the internet, to each from a network', () => {
    const account = target('acct', store);
    const endpoints = [privateEndpoint('pe', 'hub/other', 'acct', { groups: ['files', 'data'] })];
    expect(find({}, { endpoints }, account)).toEqual([
      'internet data by open',
      'hub data by endpoint',
      'hub files by endpoint',
    ]);
  });
  test('from trusted services where they pass', () => {
    expect(find({ ...closed, trusted: ['AzureServices'] })).toEqual([
      'trusted-service * by trusted',
    ]);
    expect(find({ ...closed, trusted: ['Logging'] })).toEqual([]);
    expect(find({ ...closed, trusted: unknown('bypass') })).toEqual([]);
  });
  test('from each network only in a network of networks that is small enough', () => {
    const many = (count: number) => ({
      vnets: Array.from({ length: count }, (_, n) => vnet(`v${n}`)),
    });
    expect(find({}, many(20))).toHaveLength(21);
    expect(find({}, many(21))).toEqual(['internet * by open']);
    expect(
      find(
        {},
        { ...many(21), ...pe, subnets: [subnet('v3/app'), subnet('hub/other', { vnet: 'v7' })] },
      ),
    ).toEqual(['internet data by open', 'v7 data by endpoint']);
  });
  test('of either side', () => {
    const sides = [of(closed), of({}, { vnets: [vnet('hub'), vnet('spoke')] })];
    expect(possible(sides, safe()).map((each) => each.client)).toEqual([
      'internet',
      'hub',
      'spoke',
    ]);
    expect(possible([of({}), of(closed)], safe()).map((each) => each.client)).toEqual([
      'internet',
      'hub',
    ]);
  });
});

describe('a target is touched', () => {
  const zoneName = zoneOf(vault);
  const estate: Parts = {
    ...bare,
    targets: [safe(), target('else', store)],
    endpoints: [privateEndpoint('pe', 'hub/other', 'safe')],
    zones: [zone(zoneName), zone('other')],
    links: [link(zoneName, 'hub'), link('other', 'hub')],
    records: [record(zoneName, 'safe', '10.0.9.4')],
    peerings: [peering('hub', 'spoke')],
  };
  const touched = (otherwise: Parts) => {
    const [before, after] = [network(estate), network({ ...estate, ...otherwise })];
    return [...touchedTargets([before, after], diff(before, after))];
  };
  test.each<readonly [string, Parts, readonly string[]]>([
    ['by nothing', {}, []],
    ['when it is edited itself', { targets: [safe(closed), target('else', store)] }, ['safe']],
    ['when it comes', { targets: [safe(), target('else', store), target('new', vault)] }, ['new']],
    ['when its endpoint is', { endpoints: [] }, ['safe']],
    [
      'when a zone of its names is',
      { zones: [zone('other')], links: [link('other', 'hub')], records: [] },
      ['safe'],
    ],
    [
      'when a link of such a zone, in other letters, is',
      {
        zones: [{ ...zone(zoneName), name: zoneName.toUpperCase() }, zone('other')],
        links: [link('other', 'hub')],
      },
      ['safe'],
    ],
    ['when a link of such a zone is', { links: [link('other', 'hub')] }, ['safe']],
    ['when a record in such a zone is', { records: [] }, ['safe']],
    ['not when another zone’s link is', { links: [link(zoneName, 'hub')] }, []],
    [
      'when it has an endpoint and servers of names change',
      { vnets: [vnet('hub', { dnsServers: ['10.0.0.4'] })] },
      ['safe'],
    ],
    ['when it has an endpoint and a peering changes', { peerings: [] }, ['safe']],
    [
      'not when a network changes otherwise',
      { vnets: [vnet('hub', { highScaleEndpoints: true })] },
      [],
    ],
    [
      'not when a subnet changes',
      { subnets: [subnet('hub/app', { natGateway: null }), subnet('hub/other')] },
      [],
    ],
  ])('%s', (_, otherwise, expected) => expect(touched(otherwise)).toEqual(expected));
});

describe('a wildcard flow', () => {
  const find = (before: Parts, after: Parts) => {
    const [old, now] = [network(before), network(after)];
    return wildcards([old, now], diff(old, now)).map((each) => `${each.id} ${each.evidence}`);
  };
  const app = (own: object): Parts => ({ vnets: [vnet('hub')], subnets: [subnet('hub/app', own)] });
  const on = { endpoints: endpointOf(vault) };
  const any = 'subnet hub/app -> * Test.Vault possible';
  test('is one for a service endpoint that comes, goes or changes', () => {
    expect(find(app({}), app(on))).toEqual([any]);
    expect(find(app(on), app({}))).toEqual([any]);
    expect(
      find(app(on), app({ endpoints: endpointOf(vault, { networkIdentifier: 'x' }) })),
    ).toEqual([any]);
  });
  test('is none for endpoints that are not shown', () => {
    expect(find(app({}), app({ endpoints: { '*': unknown('endpoints') } }))).toEqual([]);
  });
  test('is one for each service of a subnet whose endpoint policy changes', () => {
    const both = {
      endpoints: { ...endpointOf(vault), ...endpointOf(store), '*': unknown('rest') },
    };
    expect(find(app(both), app({ ...both, endpointPolicies: { p: true } }))).toEqual([
      any,
      'subnet hub/app -> * Test.Store possible',
    ]);
    expect(find(app({}), app({ endpointPolicies: { p: true } }))).toEqual([]);
  });
  test('is none for anything else of a subnet', () =>
    expect(find(app({}), app({ natGateway: 'nat' }))).toEqual([]));

  const zoneName = zoneOf(vault);
  const zones = { vnets: [vnet('hub')], zones: [zone(zoneName), zone('plain.test')] };
  const name = `vnet hub -> * ${zoneName} possible`;
  test('is one for the names of a zone whose link comes, goes or falls back', () => {
    expect(find(zones, { ...zones, links: [link(zoneName, 'hub')] })).toEqual([name]);
    expect(find({ ...zones, links: [link(zoneName, 'hub')] }, zones)).toEqual([name]);
    expect([
      ...new Set(
        find(
          { ...zones, links: [link(zoneName, 'hub')] },
          { ...zones, links: [link(zoneName, 'hub', { resolutionPolicy: 'NxDomainRedirect' })] },
        ),
      ),
    ]).toEqual([name]);
  });
  test.each<readonly [string, Parts]>([
    ['of no privatelink zone', { links: [link('plain.test', 'hub')] }],
    ['of a zone that is not shown', { links: [link('gone', 'hub')] }],
    ['to a network that is not shown', { links: [link(zoneName, 'gone')] }],
    [
      'to nobody knows which network',
      { links: [link(zoneName, 'hub', { vnet: unknown('vnet') })] },
    ],
  ])('is none for a link %s', (_, rest) => expect(find(zones, { ...zones, ...rest })).toEqual([]));
});

describe('the flows of a change', () => {
  const find = (before: Parts, after: Parts) => {
    const [old, now] = [network(before), network(after)];
    return flowsOf(old, now, diff(old, now)).map(said);
  };
  const ruled = (own: Partial<Target>, rest: Parts = {}): Parts => ({
    ...bare,
    targets: [safe({ ...closed, ...own })],
    ...rest,
  });

  test('are told once, with all that names them, the surest first', () => {
    const uses = [
      use('hub/other', 'safe'),
      { ...use('hub/app', 'safe'), id: 'seen', evidence: 'observed' as const },
    ];
    const admitted = ruled(
      { networkRules: { 'hub/app': rule }, ipRules: ipRules('20.0.0.1', '0.0.0.0/0') },
      { uses },
    );
    expect(find(admitted, admitted)).toEqual([
      'subnet hub/app -> safe * declared by virtual-network-rule, ip-rule, use',
      'subnet hub/other -> safe * declared by use',
    ]);
  });

  test('are surest by the surest that names them', () => {
    const seen = { ...use('hub/app', 'safe'), evidence: 'observed' as const };
    expect(
      find(
        ruled({}, { uses: [seen] }),
        ruled({}, { uses: [seen, { ...use('hub/app', 'safe'), id: 'z' }] }),
      ),
    ).toEqual(['subnet hub/app -> safe * declared by use']);
    expect(find(ruled({}, { uses: [seen] }), ruled({}, { uses: [seen] }))).toEqual([
      'subnet hub/app -> safe * observed by use',
    ]);
  });

  test('are of all doors only where no door of the client is named', () => {
    const uses = [use('hub/app', 'safe', 'data'), use('hub/other', 'safe')];
    const admitted = ruled({ networkRules: { 'hub/app': rule } }, { uses });
    expect(find(admitted, admitted)).toEqual([
      'subnet hub/app -> safe data declared by use',
      'subnet hub/other -> safe * declared by use',
    ]);
  });

  test('go by how sure they are, then by who they are of', () => {
    const seen = { ...use('hub/a', 'safe'), id: 'seen', evidence: 'observed' as const };
    const uses = [use('hub/c', 'safe'), seen, use('hub/b', 'safe')];
    const subnets = ['hub/a', 'hub/b', 'hub/c'].map((each) => subnet(each));
    const opened = (sku: string): Parts => ({
      vnets: [vnet('hub')],
      subnets,
      uses,
      targets: [safe({ sku })],
    });
    expect(find(opened('a'), opened('b')).map((each) => each.split(' ')[1])).toEqual([
      'hub/b',
      'hub/c',
      'hub/a',
      'internet',
      'hub',
    ]);
  });

  test('are possible ones of touched targets alone', () => {
    const two = (own: Partial<Target>): Parts => ({
      ...bare,
      targets: [safe(own), target('else', vault)],
    });
    expect(find(two({}), two({ sku: 'x' }))).toEqual(
      [
        'internet internet -> safe * possible by open',
        'subnet hub -> safe * possible by endpoint',
      ].sort(),
    );
    expect(find(two({}), two({}))).toEqual([]);
  });

  test('count when declared or observed', () => {
    const one = flow(anyone, safe(), '*', 'possible', 'open');
    expect([
      counts(one),
      counts({ ...one, evidence: 'declared' }),
      counts({ ...one, evidence: 'observed' }),
    ]).toEqual([false, true, true]);
    expect(flow(trusted, safe(), 'data', 'possible', 'trusted')).toMatchObject({
      id: 'trusted-service trusted-service -> safe data',
      targetName: 'safe',
      targetLabel: 'safe',
      because: ['trusted'],
    });
  });
});
