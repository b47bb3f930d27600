import { describe, expect, test } from 'vitest';
import { diff } from '../../src/core/diff.ts';
import { type Edit, placeOf } from '../../src/core/edit.ts';
import type { Flow } from '../../src/core/flow.ts';
import { unknown } from '../../src/core/known.ts';
import type { Subnet, Target } from '../../src/core/model.ts';
import { tracksOf } from '../../src/core/survey.ts';
import { fullState, sampled, stateOf, type Track, tracksOn } from '../../src/core/track.ts';
import {
  appliance,
  endpointOf,
  ipRules,
  type Kind,
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
  securityGroup,
  subnet,
  target,
  vnet,
  zone,
  zoneGroup,
  zoneOf,
} from './network.ts';
import { call, told } from './questions.ts';
import { track as given, way } from './tracks.ts';

const { vault, store, documents, bus } = kinds;
const flow = call('hub/app', 'safe');

function tracks(
  before: Parts,
  after: Parts,
  flows: readonly Flow[] = [flow],
): readonly [readonly Track[], readonly Edit[]] {
  const [old, now] = [network(before), network(after)];
  const edits = diff(old, now);
  return [tracksOf(old, flows, edits), edits];
}

/** The places of the edits that concern the flow. */
function concerned(before: Parts, after: Parts, of: Flow = flow): string[] {
  const [[track], edits] = tracks(before, after, [of]);
  return (track?.edits ?? []).map((n) => (edits[n] === undefined ? '' : placeOf(edits[n])));
}

const estate = (
  own: Partial<Subnet> = {},
  of: Partial<Target> = {},
  rest: Parts = {},
  kind: Kind = vault,
): Parts => ({
  vnets: [vnet('hub')],
  subnets: [subnet('hub/app', own), subnet('hub/other')],
  targets: [target('safe', kind, of), target('else', kind)],
  ...rest,
});

describe('an edit concerns a flow', () => {
  const all = { ...endpointOf(vault), ...endpointOf(store) };
  test.each<readonly [string, Parts, Parts, readonly string[]]>([
    [
      'which turns on the endpoint of its service',
      estate(),
      estate({ endpoints: all }),
      ['subnets|hub/app|endpoints|Test.Vault'],
    ],
    [
      'which may turn it on',
      estate(),
      estate({ endpoints: { '*': unknown('endpoints') } }),
      ['subnets|hub/app|endpoints|*'],
    ],
    [
      'not of another subnet',
      estate(),
      estate({}, {}, { subnets: [subnet('hub/app'), subnet('hub/other', { natGateway: 'nat' })] }),
      [],
    ],
    [
      'not of another target',
      estate(),
      estate(
        {},
        {},
        { targets: [target('safe', vault), target('else', vault, { defaultAction: 'Deny' })] },
      ),
      [],
    ],
    ['not of what only describes', estate(), estate({ delegations: ['x'] }, { sku: 'x' }), []],
    [
      'which closes its target',
      estate(),
      estate({}, { defaultAction: 'Deny' }),
      ['targets|safe|defaultAction'],
    ],
    [
      'which admits its subnet',
      estate(),
      estate({}, { networkRules: { 'hub/app': rule, 'hub/other': rule } }),
      ['targets|safe|networkRules|hub/app'],
    ],
    [
      'which admits somebody unknown',
      estate(),
      estate({}, { networkRules: { '?0': rule, '*': unknown('rules') } }),
      ['targets|safe|networkRules|*', 'targets|safe|networkRules|?0'],
    ],
    [
      'which admits whatever address: a subnet may leave by it',
      estate(),
      estate({}, { ipRules: ipRules('20.0.0.1') }),
      ['targets|safe|ipRules|20.0.0.1'],
    ],
    [
      'which admits anybody, where the first rule closes',
      estate({}, {}, {}, documents),
      estate({}, { networkRules: { 'hub/other': rule } }, {}, documents),
      ['targets|safe|networkRules|hub/other'],
    ],
    [
      'which admits anybody, where a denial needs a rule',
      estate({}, {}, {}, bus),
      estate({}, { networkRules: { 'hub/other': rule } }, {}, bus),
      ['targets|safe|networkRules|hub/other'],
    ],
    [
      'which gives it another way out',
      estate({}, {}, { natGateways: [natGateway('nat', '20.0.0.1')] }),
      estate(
        { natGateway: 'nat' },
        {},
        { natGateways: [natGateway('nat', '20.0.0.1', '20.0.0.2')] },
      ),
      ['subnets|hub/app|natGateway', 'natGateways|nat|addresses|20.0.0.2'],
    ],
    [
      'which changes its security group',
      estate({ securityGroup: 'nsg' }, {}, { securityGroups: [securityGroup('nsg')] }),
      estate(
        { securityGroup: 'nsg' },
        {},
        { securityGroups: [securityGroup('nsg', { access: 'Deny' })] },
      ),
      ['securityGroups|nsg|rules|rule-100'],
    ],
  ])('%s', (_, before, after, expected) =>
    expect(concerned(before, after).toSorted()).toEqual(expected.toSorted()),
  );

  test('to everything of a service, by the endpoint of that', () => {
    const anything = call('hub/app', '*', { target: '*', subresource: '*', family: 'Test.Store' });
    expect(concerned(estate(), estate({ endpoints: all }), anything)).toEqual([
      'subnets|hub/app|endpoints|Test.Store',
    ]);
  });

  describe('from the internet, by an IP rule', () => {
    const from = (range: string | undefined, ranges: readonly string[]) =>
      concerned(
        estate({}, { defaultAction: 'Deny' }),
        estate({}, { defaultAction: 'Deny', ipRules: ipRules(...ranges) }),
        call('internet', 'safe', {
          clientKind: 'internet',
          ...(range === undefined ? {} : { range }),
        }),
      );
    test('which meets its range', () => {
      expect(from('30.0.0.0/24', ['30.0.0.128/25'])).toHaveLength(1);
      expect(from('30.0.0.0/24', ['30.0.1.0/24'])).toEqual([]);
      expect(from('30.0.0.0/24', ['somewhere'])).toHaveLength(1);
    });
    test('which is for all, where it has none', () => {
      expect(from(undefined, ['0.0.0.0/0'])).toHaveLength(1);
      expect(from(undefined, ['30.0.0.0/24'])).toEqual([]);
    });
    test('of which nobody knows the range', () => {
      const closed = { defaultAction: 'Deny' as const };
      expect(
        concerned(
          estate({}, closed),
          estate({}, { ...closed, ipRules: { '30.0.0.1': unknown('x') } }),
          call('internet', 'safe', { clientKind: 'internet' }),
        ),
      ).toHaveLength(1);
    });
  });

  test('by the zone that its name is looked up in, and by what is found by address', () => {
    const zoneName = zoneOf(vault);
    const named_: Parts = {
      zones: [zone(zoneName), zone('other')],
      endpoints: [privateEndpoint('pe', 'hub/other', 'safe')],
      zoneGroups: [zoneGroup('pe', zoneName)],
    };
    expect(
      concerned(
        estate({}, {}, named_),
        estate({}, {}, { ...named_, links: [link(zoneName, 'hub'), link('other', 'far')] }),
      ),
    ).toEqual([`links|${zoneName}-hub`]);
    const servers = {
      vnets: [vnet('hub', { dnsServers: ['10.9.0.4'] })],
      links: [link(zoneName, 'far')],
    };
    const inbound = { resolvers: [{ ...named('in'), vnet: 'far', address: '10.9.0.4' }] };
    expect(
      concerned(
        estate({}, {}, { ...named_, ...servers }),
        estate({}, {}, { ...named_, ...servers, ...inbound }),
      ),
    ).toEqual(['resolvers|in']);
  });

  test('by no zone for other names, though it is linked to the client’s network', () => {
    const names = [zoneOf(vault), 'vault.test', zoneOf(store), 'privatelink.vault.test'];
    const zones = { zones: names.map((name) => zone(name)) };
    const links = { links: names.map((name) => link(name, 'hub')) };
    const mine = [`links|${zoneOf(vault)}-hub`, 'links|vault.test-hub'];
    expect(concerned(estate({}, {}, zones), estate({}, {}, { ...zones, ...links })).sort()).toEqual(
      mine.sort(),
    );
    expect(
      concerned(estate(), estate({}, {}, { ...zones, ...links }))
        .filter((place) => place.startsWith('zones|'))
        .sort(),
    ).toEqual([`zones|${zoneOf(vault)}`, 'zones|vault.test'].sort());
  });

  test('by an appliance that comes to where its routes lead', () => {
    const routed = { routeTables: [routeTable('rt', '10.0.0.4')] };
    const fw = { appliances: [appliance('fw', 'hub/other', { addresses: { '20.0.0.5': true } })] };
    expect(
      concerned(
        estate({ routeTable: 'rt' }, {}, routed),
        estate({ routeTable: 'rt' }, {}, { ...routed, ...fw }),
      ),
    ).toEqual(['appliances|fw']);
  });

  test('which another edit makes matter', () => {
    // The peering counts only once the name leads to the endpoint.
    const zoneName = zoneOf(vault);
    const spoke: Parts = {
      vnets: [vnet('hub'), vnet('spoke')],
      subnets: [subnet('hub/app'), subnet('spoke/ends')],
    };
    const moved: Parts = {
      zones: [zone(zoneName)],
      links: [link(zoneName, 'hub')],
      endpoints: [privateEndpoint('pe', 'spoke/ends', 'safe')],
      zoneGroups: [zoneGroup('pe', zoneName)],
      peerings: [peering('hub', 'spoke')],
    };
    expect(concerned(estate({}, {}, spoke), estate({}, {}, { ...spoke, ...moved }))).toEqual([
      'endpoints|pe',
      'zoneGroups|pe',
      `zones|${zoneName}`,
      `links|${zoneName}-hub`,
      'peerings|hub-to-spoke',
    ]);
  });
});

describe('an edit that matters only in between concerns a flow too:', () => {
  const zoneName = zoneOf(vault);
  const linked = (id: string, ...addresses: readonly string[]): Parts => ({
    ...estate({ natGateway: 'nat' }),
    natGateways: [natGateway('nat', ...addresses)],
    zones: [zone(zoneName)],
    links: [{ ...link(zoneName, 'hub'), id }],
    endpoints: [privateEndpoint('pe', 'hub/other', 'safe')],
    zoneGroups: [zoneGroup('pe', zoneName)],
  });

  test('the way out, while a link is away that another one replaces', () => {
    expect(concerned(linked('old', '20.0.0.1'), linked('new', '20.0.0.1', '20.0.0.2'))).toEqual([
      'links|new',
      'links|old',
      'natGateways|nat|addresses|20.0.0.2',
    ]);
  });

  test('not where none is away', () => {
    expect(concerned(linked('old', '20.0.0.1'), linked('old', '20.0.0.1', '20.0.0.2'))).toEqual([]);
  });
});

describe('a rule for others concerns a flow', () => {
  const ruled = (kind: Kind) =>
    concerned(
      estate({}, {}, {}, kind),
      estate({}, { networkRules: { 'hub/other': rule } }, {}, kind),
    );
  const { endpointClosesWithoutRules: _, ...rest } = vault.traits;
  test('where the first rule closes', () => expect(ruled(kinds.site)).toHaveLength(1));
  test('where an endpoint closes without rules', () => {
    const traits = { ...rest, endpointClosesWithoutRules: true };
    expect(ruled({ ...vault, traits })).toHaveLength(1);
  });
  test('where a denial needs a rule', () => {
    expect(ruled({ ...vault, traits: { ...vault.traits, denyNeedsRule: true } })).toHaveLength(1);
  });
  test('nowhere else', () => {
    expect(ruled(vault)).toEqual([]);
    expect(ruled(kinds.database)).toEqual([]);
  });
});

describe('a track', () => {
  const nat = { natGateways: [natGateway('nat', '20.0.0.1')] };
  const before = estate({ natGateway: 'nat' }, {}, nat);
  const after = estate(
    { natGateway: 'nat', endpoints: endpointOf(vault) },
    { defaultAction: 'Deny' },
    nat,
  );
  const first = () => {
    const [[track]] = tracks(before, after);
    if (track === undefined) throw new Error('The flow is touched.');
    return track;
  };

  test('stands in every state as the edits made so far leave it', () => {
    const track = first();
    expect(track.edits).toHaveLength(2);
    const routes = [0n, 1n, 2n, 3n].map((state) => track.standing(state, {}).route);
    expect(routes.map((each) => (each.by === 'undecided' ? each.by : told(each)))).toEqual([
      'internet 20.0.0.1',
      'service-endpoint',
      'none by admission',
      'none by admission',
    ]);
  });

  test('has a model of what the flow touches, and nothing else', () => {
    const { model } = first();
    expect(Object.keys(model(0n).targets)).toEqual(['safe']);
    expect(Object.keys(model(0n).subnets)).toEqual(['hub/app']);
    expect([model(0n), model(2n)].map((each) => each.targets.safe?.defaultAction)).toEqual([
      'unset',
      'Deny',
    ]);
    expect(model(2n)).toBe(model(2n));
  });

  test('numbers its edits by bits', () => {
    const track = given([4, 7, 9], () => way);
    expect(stateOf(track, (edit) => edit !== 7)).toBe(0b101n);
    expect(stateOf(track, () => false)).toBe(0n);
    expect(fullState(track)).toBe(0b111n);
  });

  test('is none for a flow that nothing touches', () => {
    const far = call('hub/other', 'else');
    expect(tracks(before, after, [far, flow])[0].map((each) => each.flow)).toEqual([flow]);
    expect(tracks(before, before)[0]).toEqual([]);
    expect(tracks(before, after, [])[0]).toEqual([]);
  });

  test('has no zone elsewhere that the change is only about to make', () => {
    const zoneName = zoneOf(vault);
    const pe = { endpoints: [privateEndpoint('pe', 'hub/other', 'safe')] };
    const [[track]] = tracks(
      estate(),
      estate({}, {}, { ...pe, zones: [zone(zoneName)], zoneGroups: [zoneGroup('pe', zoneName)] }),
    );
    expect(track?.worlds).toEqual([{}]);
  });
});

describe('what stops a flow, of a fact that is not shown', () => {
  const opens = { defaultAction: 'Allow' as const };
  const asked = (before: Partial<Subnet>, after: Partial<Subnet>) =>
    tracks(estate(before, opens), estate({ ...after, prefixes: ['10.0.2.0/24'] }, opens))[0][0];
  const ends = (track: Track | undefined) =>
    track?.worlds.map((world) =>
      [0n, fullState(track)].map((state) => track.standing(state, world).route.by).join(' '),
    );
  const hidden = { routeTable: unknown('its route table') };

  test('is not supposed of what stays: who calls gets through today', () => {
    expect(ends(asked(hidden, hidden))).toEqual(['internet internet', 'internet internet']);
    const noWay = { defaultOutbound: unknown('its way out') };
    expect(ends(asked(noWay, noWay))).toEqual(['internet internet']);
  });
  test('is supposed of what comes', () => {
    expect(ends(asked({}, hidden))).toContain('internet none');
    expect(ends(asked({}, { defaultOutbound: unknown('its way out') }))).toContain('internet none');
    const other = { routeTable: unknown('its route table after the change') };
    expect(ends(asked(hidden, other))).toContain('internet none');
  });
  test('is supposed of what stays where nothing rests on it today', () => {
    const on = { endpoints: endpointOf(vault) };
    expect(ends(asked({ ...on, ...hidden }, hidden))).toContain('service-endpoint none');
  });
});

describe('worlds', () => {
  const asked = (before: Parts, after: Parts) => tracks(before, after)[0][0];
  const denied = { defaultAction: 'Deny' as const, ipRules: ipRules('20.0.0.1') };

  test('are the answers that the states ask for, in their order', () => {
    const track = asked(estate({}, denied), estate({}, { ...denied, trusted: ['x'] }));
    expect(track?.worlds.map((world) => Object.values(world))).toEqual([['yes'], ['no']]);
  });

  test('are one where nothing is asked', () => {
    expect(asked(estate(), estate({}, { defaultAction: 'Deny' }))?.worlds).toEqual([{}]);
  });

  test('ask again only where an answer leads to a question', () => {
    const blind = { publicNetworkAccess: unknown('access'), defaultAction: unknown('action') };
    const track = asked(estate({}, blind), estate({}, { ...blind, trusted: ['x'] }));
    expect(track?.worlds.map((world) => Object.values(world))).toEqual([
      ['Enabled', 'Allow'],
      ['Enabled', 'Deny'],
      ['Disabled'],
    ]);
  });

  test('are no more than can be told apart, and the rest is a doubt', () => {
    const many = Object.fromEntries(
      Array.from({ length: 40 }, (_, n) => [`?${n}`, unknown(`rule ${n}`)]),
    );
    const closed = { defaultAction: 'Deny' as const, ipRules: many };
    const track = asked(estate({}, closed), estate({}, { ...closed, trusted: ['x'] }));
    expect(track?.worlds).toHaveLength(24);
  });

  test('in a state between two ends that work, what too many questions leave open may stop the flow', () => {
    // Its endpoint is away for a while: then only rules that nobody shows may let the subnet in.
    const many = Array.from({ length: 30 }, (_, n) => [`?${n}`, unknown(`rule ${n}`)] as const);
    const ipRules = Object.fromEntries(many);
    const closed = { ...estate({}, { defaultAction: 'Deny', ipRules }), natGateways: [] };
    const admitted = estate(
      { endpoints: endpointOf(vault) },
      { defaultAction: 'Deny', ipRules, networkRules: { 'hub/app': rule } },
    );
    const model = network(admitted);
    const edits = diff(model, model, new Set(['subnets|hub/app|endpoints|Test.Vault']));
    const [track] = tracksOf(model, [flow], edits);
    if (track === undefined) throw new Error('The flow is touched.');
    expect(track.worlds).toHaveLength(24);
    const unasked = track.standing(1n, {}).route;
    expect(unasked).toMatchObject({
      by: 'none',
      because: 'admission',
      blocker: 'not shown: rule 0',
    });
    expect([0n, 3n].map((state) => track.standing(state, {}).route.by)).toEqual([
      'service-endpoint',
      'service-endpoint',
    ]);
    // What may not work at its ends is not known to be stopped in between.
    const [blind] = tracksOf(network(closed), [flow], diff(network(closed), network(admitted)));
    expect(blind?.standing(0n, {}).route.by).toBe('undecided');
  });
});

describe('the states that are looked at', () => {
  test('are all of a short track', () => {
    expect(sampled(given([], () => way))).toEqual([0n]);
    expect(sampled(given([0, 1], () => way))).toEqual([0n, 1n, 2n, 3n]);
    expect(sampled(given([0, 1, 2, 3, 4, 5, 6], () => way))).toHaveLength(128);
  });
  test('are the ends of a long one, and one or two edits made or left out', () => {
    const states = sampled(given([0, 1, 2, 3, 4, 5, 6, 7], () => way));
    // Two ends, 8 single edits and 28 pairs, made alone and left out alone.
    expect(states).toHaveLength(2 + 2 * 36);
    expect(states).toContain(0n);
    expect(states).toContain(255n);
    expect(states).toContain(0b11n);
    expect(states).toContain(0b1000_0001n);
    expect(states).toContain(255n & ~0b101n);
    expect(states).not.toContain(0b111n);
    expect(new Set(states).size).toBe(states.length);
  });
});

test('the tracks that some edits touch are each told once', () => {
  const [a, b, c] = [given([0, 1], () => way), given([1, 2], () => way), given([3], () => way)];
  const all = [a, b, c];
  expect(tracksOn(all, [1])).toEqual([a, b]);
  expect(tracksOn(all, [0, 1, 2])).toHaveLength(2);
  expect(tracksOn(all, [3])).toEqual([c]);
  expect(tracksOn(all, [9])).toEqual([]);
  expect(tracksOn(all, [])).toEqual([]);
});
