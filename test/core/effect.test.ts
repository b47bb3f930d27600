import { describe, expect, test } from 'vitest';
import { diff } from '../../src/core/diff.ts';
import { changesService, effects, sameRoute, sameStanding } from '../../src/core/effect.ts';
import type { Flow } from '../../src/core/flow.ts';
import { unknown } from '../../src/core/known.ts';
import type { ServiceEndpoint, Subnet, Target } from '../../src/core/model.ts';
import { nameOf, none, type Route, route } from '../../src/core/route.ts';
import { view } from '../../src/core/world.ts';
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
  routeTable,
  rule,
  subnet,
  target,
  vnet,
  zone,
  zoneGroup,
  zoneOf,
} from './network.ts';
import { call } from './questions.ts';

// What one change, made at once, does to one flow: open connections, its source, its way, its name.

const { vault, store } = kinds;
const flow = call('hub/app', 'safe');

function felt(before: Parts, after: Parts, of: Flow = flow) {
  const [old, now] = [network(before), network(after)];
  const standing = (model: typeof old) => ({
    route: route(view(model), of),
    name: nameOf(view(model), of),
  });
  return effects(of, diff(old, now), old, {}, standing(old), standing(now));
}

const open = target('safe', vault, { defaultAction: 'Allow' });
const app = (own: Partial<Subnet> = {}, of: Partial<Target> = {}, rest: Parts = {}): Parts => ({
  vnets: [vnet('hub')],
  subnets: [subnet('hub/app', { natGateway: 'nat', ...own })],
  targets: [{ ...open, ...of }],
  natGateways: [natGateway('nat', '20.0.0.1', '20.0.0.2'), natGateway('new', '20.0.0.9')],
  ...rest,
});
const on = { endpoints: endpointOf(vault) };
const deny: Partial<Target> = { defaultAction: 'Deny', ipRules: ipRules('20.0.0.0/30') };

type Row = readonly [what: string, before: Parts, after: Parts, effects: readonly string[]];

describe('a service endpoint', () => {
  const global: ServiceEndpoint = { service: 'Test.Vault.Global', scope: 'everywhere' };
  const as = (own: Partial<ServiceEndpoint>) => app({ endpoints: endpointOf(vault, own) });
  test.each<Row>([
    [
      'that comes closes connections and changes the source',
      app(),
      app(on),
      ['reset', 'source-switch'],
    ],
    [
      'that goes closes connections and changes the source',
      app(on),
      app(),
      ['reset', 'source-switch'],
    ],
    [
      'that becomes the global one closes connections',
      app(on),
      app({ endpoints: { 'Test.Vault': global } }),
      ['reset'],
    ],
    [
      'that only spells its service otherwise closes nothing',
      app(on),
      as({ service: 'test.vault' }),
      [],
    ],
    [
      'that gets a network identifier closes connections',
      app(on),
      as({ networkIdentifier: 'id' }),
      ['reset'],
    ],
    ['that shows other regions closes nothing', app(on), as({ locations: ['north', 'south'] }), []],
    ['of another service closes nothing', app(), app({ endpoints: endpointOf(store) }), []],
    [
      'that takes the source from under a rule denies as well',
      app({}, deny),
      app(on, deny),
      ['reset', 'denied'],
    ],
    [
      'whose rule waits keeps its flow',
      app({}, { ...deny, networkRules: { 'hub/app': rule } }),
      app(on, { ...deny, networkRules: { 'hub/app': rule } }),
      ['reset', 'source-switch'],
    ],
    [
      'that may be another may close connections',
      app(on),
      app({ endpoints: { 'Test.Vault': unknown('endpoint') } }),
      ['reset'],
    ],
  ])('%s', (_, before, after, expected) => expect(felt(before, after)).toEqual(expected));

  test('leaves alone the flow of another subnet', () => {
    const two = (own: Partial<Subnet>) =>
      app({}, {}, { subnets: [subnet('hub/app'), subnet('hub/other', own)] });
    expect(felt(two({}), two(on))).toEqual([]);
  });

  test('leaves alone a target out of its scope, and may not leave alone one in the pair', () => {
    const far = (own: Partial<Subnet>) =>
      app(own, { ...target('safe', store, { location: 'south' }) });
    expect(felt(far({}), far({ endpoints: endpointOf(store) }))).toEqual([]);
    expect(felt(far({}), far({ endpoints: endpointOf(store, { pair: 'south' }) }))).toEqual([
      'reset',
    ]);
    expect(felt(far({}), far({ endpoints: endpointOf(store, { locations: ['south'] }) }))).toEqual([
      'reset',
      'source-switch',
    ]);
  });

  test('leaves alone a target of a service without endpoints', () => {
    const { endpointFamily: _, ...traits } = vault.traits;
    expect(felt(app({}, { traits }), app(on, { traits }))).toEqual([]);
  });

  test('says nothing of a flow that had no way before', () => {
    const closed = { defaultAction: 'Deny' as const };
    expect(
      felt(app({}, closed), app(on, { ...closed, networkRules: { 'hub/app': rule } })),
    ).toEqual([]);
  });

  test('closes the connections of all flows to its service, also of nobody in particular', () => {
    const anything = call('hub/app', '*', { target: '*', subresource: '*', family: 'Test.Vault' });
    expect(felt(app(), app(on), anything)).toEqual(['reset', 'source-switch']);
    expect(felt(app(), app({ endpoints: endpointOf(store) }), anything)).toEqual([]);
  });

  describe('and a firewall', () => {
    const behind = (own: Partial<Subnet>, inner: Partial<Subnet>) =>
      app(
        {},
        {},
        {
          subnets: [subnet('hub/app', { routeTable: 'rt', ...own }), subnet('hub/firewall', inner)],
          routeTables: [routeTable('rt', '10.0.0.4')],
          appliances: [appliance('fw', 'hub/firewall', { addresses: { '20.0.0.5': true } })],
        },
      );
    test.each<Row>([
      [
        'on the subnet of the firewall, closes connections',
        behind({}, {}),
        behind({}, on),
        ['reset', 'source-switch'],
      ],
      [
        'on the client’s own, closes connections: they leave the firewall',
        behind({}, {}),
        behind(on, {}),
        ['reset', 'source-switch'],
      ],
      [
        'on the client’s own beside the firewall’s, closes connections and changes the way',
        behind({}, on),
        behind(on, on),
        ['reset', 'route-changes'],
      ],
      [
        'on the firewall’s beside the client’s own, closes nothing',
        behind(on, {}),
        behind(on, on),
        [],
      ],
    ])('%s', (_, before, after, expected) => expect(felt(before, after)).toEqual(expected));
  });
});

describe('changesService', () => {
  const edit = { kind: 'service-endpoint' as const, id: 'hub/app', key: 'Test.Vault' };
  const one: ServiceEndpoint = { service: 'Test.Vault', scope: 'everywhere' };
  test.each([
    ['coming', { after: one }, true],
    ['going', { before: one }, true],
    ['staying', { before: one, after: { ...one, locations: ['north'] } }, false],
    [
      'changing its service',
      { before: one, after: { ...one, service: 'Test.Vault.Global' } },
      true,
    ],
    [
      'changing its identifier',
      { before: { ...one, networkIdentifier: 'a' }, after: { ...one, networkIdentifier: 'b' } },
      true,
    ],
    [
      'keeping its identifier',
      { before: { ...one, networkIdentifier: 'a' }, after: { ...one, networkIdentifier: 'a' } },
      false,
    ],
    ['becoming unknown', { before: one, after: unknown('endpoint') }, true],
    ['becoming known', { before: unknown('endpoint'), after: one }, true],
  ])('%s: %s', (_, values, expected) =>
    expect(changesService({ ...edit, ...values })).toBe(expected),
  );
});

describe('a private endpoint', () => {
  const zoneName = zoneOf(vault);
  const pe = privateEndpoint('pe', 'hub/ends', 'safe');
  const estate: Parts = app(
    {},
    {},
    {
      subnets: [
        subnet('hub/app', { natGateway: 'nat' }),
        subnet('hub/ends'),
        subnet('spoke/app', { natGateway: 'nat' }),
      ],
      vnets: [vnet('hub'), vnet('spoke')],
      endpoints: [pe],
      zones: [zone(zoneName)],
      links: [link(zoneName, 'hub')],
      zoneGroups: [zoneGroup('pe', zoneName)],
    },
  );
  const without = (own: Parts): Parts => ({ ...estate, ...own });
  const gone = without({ endpoints: [], zoneGroups: [] });
  test.each<Row>([
    [
      'that comes with its record moves name and source',
      gone,
      estate,
      ['name-changes', 'source-switch'],
    ],
    [
      'that comes before its record breaks the name',
      gone,
      without({ zoneGroups: [] }),
      ['name-unresolved'],
    ],
    [
      'that comes where nobody sees the zone changes nothing',
      { ...gone, links: [] },
      without({ links: [] }),
      [],
    ],
    [
      'that waits for approval changes nothing',
      gone,
      without({ endpoints: [{ ...pe, status: 'Pending' }] }),
      [],
    ],
    [
      'that goes with its record closes connections',
      estate,
      gone,
      ['reset', 'name-changes', 'source-switch'],
    ],
    [
      'that loses its record breaks the name and keeps connections',
      estate,
      without({ zoneGroups: [] }),
      ['name-unresolved'],
    ],
    [
      'that goes while another record still holds its address closes connections',
      estate,
      without({ endpoints: [{ ...pe, id: 'twin', status: 'Pending' }] }),
      ['reset', 'name-changes', 'source-switch'],
    ],
    [
      'whose zone is linked moves names',
      without({ links: [] }),
      estate,
      ['name-changes', 'source-switch'],
    ],
    [
      'whose zone is unlinked moves names back and closes nothing',
      estate,
      without({ links: [] }),
      ['name-changes', 'source-switch'],
    ],
    [
      'that moves to another address is another one',
      estate,
      without({ endpoints: [{ ...pe, subnet: 'hub/app', addresses: ['10.0.1.4'] }] }),
      ['source-switch'],
    ],
  ])('%s', (_, before, after, expected) => expect(felt(before, after)).toEqual(expected));

  test('that goes closes nothing of a flow that does not use it', () => {
    expect(felt({ ...estate, links: [] }, { ...gone, links: [] })).toEqual([]);
    const two = without({ endpoints: [pe, privateEndpoint('other', 'hub/ends', 'safe')] });
    expect(felt(two, estate)).toEqual([]);
  });

  test('keeps its flow from the resets of a service endpoint', () => {
    const subnets = [subnet('hub/app', { natGateway: 'nat', ...on }), subnet('hub/ends')];
    expect(felt(estate, without({ subnets }))).toEqual([]);
  });

  test('a source that is not known yet is a way that changes', () => {
    const blind = without({ endpoints: [{ ...pe, addresses: unknown('address') }] });
    const subnets = [subnet('hub/app', on), subnet('hub/ends')];
    expect(felt({ ...gone, subnets }, { ...blind, subnets })).toEqual([
      'name-changes',
      'route-changes',
    ]);
  });

  describe('across a peering', () => {
    const spoke = call('spoke/app', 'safe');
    const links = [link(zoneName, 'spoke')];
    const peered = without({ peerings: [peering('spoke', 'hub')], links });
    test('that goes closes connections', () => {
      expect(felt(peered, without({ links }), spoke)).toEqual(['reset', 'denied']);
    });
    test('that goes closes nothing where another one leads there too', () => {
      const twice = { ...peered, peerings: [peering('spoke', 'hub'), peering('hub', 'spoke')] };
      expect(felt(twice, peered, spoke)).toEqual([]);
    });
    test('that goes closes nothing of a flow on the public side', () => {
      expect(felt({ ...peered, links: [] }, without({ links: [] }), spoke)).toEqual([]);
    });
  });

  test('is cut off for a moment when its network gets high-scale endpoints', () => {
    const vnets = [vnet('hub', { highScaleEndpoints: true }), vnet('spoke')];
    expect(felt(estate, without({ vnets }))).toEqual(['reset']);
    expect(felt({ ...gone }, { ...gone, vnets })).toEqual([]);
  });
});

describe('the way out', () => {
  const nat = (...addresses: readonly string[]): Parts => ({
    natGateways: [natGateway('nat', ...addresses)],
  });
  const through = app({}, {}, nat('20.0.0.1', '20.0.0.2'));
  test.each<Row>([
    ['a gateway that comes keeps connections', app({ natGateway: null }), app(), ['source-switch']],
    [
      'a gateway that goes closes them',
      app(),
      app({ natGateway: null }),
      ['reset', 'source-switch'],
    ],
    [
      'a gateway that is replaced closes them',
      app(),
      app({ natGateway: 'new' }),
      ['reset', 'source-switch'],
    ],
    ['a gateway says nothing to a service endpoint', app(on), app({ ...on, natGateway: null }), []],
    [
      'an address that goes closes the connections over it',
      through,
      app({}, {}, nat('20.0.0.2')),
      ['reset', 'source-switch'],
    ],
    [
      'an address that goes closes those over it, though new ones leave as before',
      through,
      app({}, {}, nat('20.0.0.1')),
      ['reset'],
    ],
    ['an address that comes closes nothing', app({}, {}, nat('20.0.0.1')), through, []],
    [
      'an address of another gateway says nothing',
      app(
        {},
        {},
        { natGateways: [natGateway('nat', '20.0.0.1'), natGateway('new', '20.0.0.8', '20.0.0.9')] },
      ),
      app({}, {}, { natGateways: [natGateway('nat', '20.0.0.1'), natGateway('new', '20.0.0.8')] }),
      [],
    ],
    [
      'an address that goes says nothing to a service endpoint',
      app(on, {}, nat('20.0.0.1', '20.0.0.2')),
      app(on, {}, nat('20.0.0.2')),
      [],
    ],
  ])('%s', (_, before, after, expected) => expect(felt(before, after)).toEqual(expected));

  describe('by routes', () => {
    const at = (own: Partial<Subnet>, ...hops: readonly string[]): Parts =>
      app(
        own,
        {},
        {
          subnets: [
            subnet('hub/app', { natGateway: 'nat', ...own }),
            subnet('hub/firewall'),
            subnet('hub/second', on),
          ],
          routeTables: hops.length === 0 ? [] : hops.map((hop) => routeTable('rt', hop)),
          appliances: [
            appliance('fw', 'hub/firewall', { addresses: { '20.0.0.5': true } }),
            appliance('fw2', 'hub/second', {
              privateAddress: '10.0.0.8',
              addresses: { '20.0.0.6': true },
            }),
          ],
        },
      );
    const rt = { routeTable: 'rt' };
    test.each<Row>([
      [
        'into a firewall end connections',
        at({}, '10.0.0.4'),
        at(rt, '10.0.0.4'),
        ['reset', 'source-switch'],
      ],
      [
        'out of a firewall end connections',
        at(rt, '10.0.0.4'),
        at({}, '10.0.0.4'),
        ['reset', 'source-switch'],
      ],
      [
        'into another firewall end connections',
        at(rt, '10.0.0.4'),
        at(rt, '10.0.0.8'),
        ['reset', 'source-switch'],
      ],
      [
        'out of a firewall with an endpoint end connections',
        at(rt, '10.0.0.8'),
        at({}, '10.0.0.8'),
        ['reset', 'source-switch'],
      ],
      [
        'say nothing to a service endpoint',
        at(on, '10.0.0.4'),
        at({ ...on, ...rt }, '10.0.0.4'),
        [],
      ],
    ])('%s', (_, before, after, expected) => expect(felt(before, after)).toEqual(expected));

    test('that drop are a denial, by whatever way', () => {
      const drop = {
        ...named('rt'),
        routes: { all: { prefix: '0.0.0.0/0', nextHop: 'None' as const } },
      };
      expect(felt(at({}, '10.0.0.4'), { ...at(rt, '10.0.0.4'), routeTables: [drop] })).toEqual([
        'denied',
      ]);
    });
  });
});

describe('what opens and closes', () => {
  test.each<Row>([
    ['a default that closes denies', app(), app({}, { defaultAction: 'Deny' }), ['denied']],
    ['a default that closes keeps whom a rule matches', app(), app({}, deny), []],
    ['a default that opens is felt by nobody', app({}, { defaultAction: 'Deny' }), app(), []],
    [
      'public access that closes denies',
      app(),
      app({}, { publicNetworkAccess: 'Disabled' }),
      ['denied'],
    ],
    ['a rule that goes denies', app({}, deny), app({}, { ...deny, ipRules: {} }), ['denied']],
    ['a target that goes denies', app(), { ...app(), targets: [] }, ['denied']],
    [
      'a subnet that goes ends its connections',
      app(),
      { ...app(), subnets: [] },
      ['reset', 'denied'],
    ],
    ['nothing that changes is felt by nobody', app(), app(), []],
    [
      'a default that is not shown any more is no denial',
      app(),
      app({}, { defaultAction: unknown('default') }),
      [],
    ],
  ])('%s', (_, before, after, expected) => expect(felt(before, after)).toEqual(expected));

  test('a subnet that goes closes nothing of another’s flow', () => {
    const two = app(
      {},
      {},
      { subnets: [subnet('hub/app', { natGateway: 'nat' }), subnet('hub/other')] },
    );
    expect(felt(two, app())).toEqual([]);
  });
});

describe('a link, for any name under its zone,', () => {
  const zoneName = zoneOf(vault);
  const names = call('hub', '*', {
    target: '*',
    subresource: '*',
    zone: zoneName,
    evidence: 'possible',
  });
  const estate: Parts = { vnets: [vnet('hub')], zones: [zone(zoneName)] };
  const linked = { ...estate, links: [link(zoneName, 'hub')] };
  test('changes names as it comes and goes', () => {
    expect(felt(estate, linked, names)).toEqual(['name-changes']);
    expect(felt(linked, estate, names)).toEqual(['name-changes']);
  });
  test('changes names as it falls back or not', () => {
    const back = {
      ...estate,
      links: [link(zoneName, 'hub', { resolutionPolicy: 'NxDomainRedirect' })],
    };
    expect(felt(linked, back, names)).toEqual(['name-changes']);
  });
  test('changes none elsewhere', () => {
    expect(felt(estate, { ...estate, links: [link(zoneName, 'spoke')] }, names)).toEqual([]);
  });
});

describe('two standings are the same', () => {
  const way: Route = {
    by: 'internet',
    source: 'public',
    address: '20.0.0.1',
    via: 'v',
    endpoint: 'pe',
  };
  const undecided: Route = { by: 'undecided', questions: [] };
  test.each<readonly [string, Route, Route, boolean]>([
    ['of equal ways', way, { ...way }, true],
    ['not by another way', way, { ...way, by: 'service-endpoint' }, false],
    ['not from another source', way, { ...way, source: 'private' }, false],
    ['not from another address', way, { ...way, address: '20.0.0.2' }, false],
    ['not via another subnet', way, { ...way, via: 'w' }, false],
    ['not by another endpoint', way, { ...way, endpoint: 'pf' }, false],
    ['not of a way and none', way, none('name', 'x'), false],
    ['of two that are stopped, by whatever', none('name', 'x'), none('path', 'y'), true],
    ['of two that are undecided', undecided, { by: 'undecided', questions: [] }, true],
    ['not of one that is undecided', way, undecided, false],
  ])('%s', (_, one, other, expected) => {
    expect(sameRoute(one, other)).toBe(expected);
    expect(sameRoute(other, one)).toBe(expected);
    expect(sameStanding({ route: one, name: 'n' }, { route: other, name: 'n' })).toBe(expected);
    expect(sameStanding({ route: one, name: 'n' }, { route: other, name: 'm' })).toBe(false);
  });
});
