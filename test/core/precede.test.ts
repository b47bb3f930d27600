import { describe, expect, test } from 'vitest';
import { diff } from '../../src/core/diff.ts';
import { type Edit, placeOf } from '../../src/core/edit.ts';
import { unknown } from '../../src/core/known.ts';
import type { NetworkModel, Subnet, Target } from '../../src/core/model.ts';
import { lacksEndpoint, precedences } from '../../src/core/precede.ts';
import {
  endpointOf,
  ipRules,
  kinds,
  link,
  natGateway,
  network,
  type Parts,
  privateEndpoint,
  rule,
  subnet,
  target,
  vnet,
  zone,
  zoneGroup,
  zoneOf,
} from './network.ts';

function sign(edit: Edit): string {
  const way = edit.before === undefined ? '+' : edit.after === undefined ? '-' : '~';
  return `${way}${placeOf(edit)}`;
}

/** `first < second`, once each, in alphabetical order. */
function pairs(
  before: NetworkModel,
  after: NetworkModel,
  replaced: readonly string[] = [],
  edits = diff(before, after, new Set(replaced)),
): string[] {
  const said = precedences(before, after, edits).map(({ first, second }) => {
    const [a, b] = [edits[first], edits[second]];
    return a === undefined || b === undefined ? 'nothing' : `${sign(a)} < ${sign(b)}`;
  });
  return [...new Set(said)].sort();
}

const bare: Parts = {
  vnets: [vnet('hub')],
  subnets: [subnet('hub/app')],
  targets: [target('safe', kinds.vault)],
};
const of = (rest: Parts) => network({ ...bare, ...rest });
const on = (own: Partial<Subnet>) => ({ subnets: [subnet('hub/app', own)] });

describe('a thing exists before it is referred to, and outlives what refers to it:', () => {
  test.each<readonly [string, Parts, readonly string[]]>([
    [
      'a network and its subnet',
      { vnets: [vnet('hub'), vnet('new')], subnets: [subnet('hub/app'), subnet('new/app')] },
      ['vnets|new < subnets|new/app'],
    ],
    [
      'a gateway and its subnet',
      { natGateways: [natGateway('nat')], ...on({ natGateway: 'nat' }) },
      ['natGateways|nat < ~subnets|hub/app|natGateway'],
    ],
    [
      'a target, its endpoint and the subnet of that',
      {
        targets: [target('safe', kinds.vault), target('new', kinds.vault)],
        subnets: [subnet('hub/app'), subnet('hub/ends')],
        endpoints: [privateEndpoint('pe', 'hub/ends', 'new')],
      },
      ['subnets|hub/ends < endpoints|pe', 'targets|new < endpoints|pe'],
    ],
    [
      'an endpoint, a zone and a zone group',
      {
        endpoints: [privateEndpoint('pe', 'hub/app', 'safe')],
        zones: [zone('z')],
        zoneGroups: [zoneGroup('pe', 'z')],
      },
      ['endpoints|pe < zoneGroups|pe', 'zones|z < zoneGroups|pe'],
    ],
    [
      'a zone and its link',
      { zones: [zone('z')], links: [link('z', 'hub')] },
      ['zones|z < links|z-hub'],
    ],
    [
      'a subnet and a rule that names it',
      {
        subnets: [subnet('hub/app'), subnet('hub/new')],
        targets: [target('safe', kinds.vault, { networkRules: { 'hub/new': rule } })],
      },
      ['subnets|hub/new < targets|safe|networkRules|hub/new'],
    ],
    [
      'not things that have nothing to do with each other',
      { zones: [zone('z')], natGateways: [natGateway('nat')] },
      [],
    ],
  ])('%s', (_, rest, expected) => {
    const there = expected.map((each) => each.split(' < ') as [string, string]);
    const signed = (way: string, place: string) =>
      place.startsWith('~') ? place : `${way}${place}`;
    expect(pairs(of({}), of(rest))).toEqual(
      there.map(([a, b]) => `${signed('+', a)} < ${signed('+', b)}`).sort(),
    );
    expect(pairs(of(rest), of({}))).toEqual(
      there.map(([a, b]) => `${signed('-', b)} < ${signed('-', a)}`).sort(),
    );
  });

  test('a gateway that takes over comes first, and the old one goes last', () => {
    const by = (nat: string): Parts => ({
      natGateways: [natGateway(nat)],
      ...on({ natGateway: nat }),
    });
    expect(pairs(of(by('old')), of(by('new')))).toEqual([
      '+natGateways|new < ~subnets|hub/app|natGateway',
      '~subnets|hub/app|natGateway < -natGateways|old',
    ]);
  });

  test('the doors of one resource answer to its ID', () => {
    const doors = (...names: readonly string[]) =>
      names.map((name) => target(name, kinds.site, { resource: 'app' }));
    const pe = { endpoints: [privateEndpoint('pe', 'hub/app', 'app')] };
    expect(
      pairs(of({ targets: [] }), of({ targets: doors('app#site', 'app#scm'), ...pe })),
    ).toEqual(['+targets|app#scm < +endpoints|pe', '+targets|app#site < +endpoints|pe']);
  });
});

describe('a replacement', () => {
  test('leaves before it comes', () => {
    const pe = of({ endpoints: [privateEndpoint('pe', 'hub/app', 'safe')] });
    expect(pairs(pe, pe, ['pe'])).toEqual(['-endpoints|pe < +endpoints|pe']);
  });

  test('takes along what refers to it: off before it leaves, on once it is back', () => {
    const pe = of({
      endpoints: [privateEndpoint('pe', 'hub/app', 'safe')],
      zones: [zone('z')],
      zoneGroups: [zoneGroup('pe', 'z')],
    });
    expect(pairs(pe, pe, ['pe'])).toEqual([
      '+endpoints|pe < +zoneGroups|pe',
      '-endpoints|pe < +endpoints|pe',
      '-zoneGroups|pe < +zoneGroups|pe',
      '-zoneGroups|pe < -endpoints|pe',
    ]);
  });

  test('is waited for by what speaks of it on both sides', () => {
    const at = (policy: 'Default' | 'NxDomainRedirect') =>
      of({ zones: [zone('z')], links: [link('z', 'hub', { resolutionPolicy: policy })] });
    expect(pairs(at('Default'), at('NxDomainRedirect'), ['z'])).toEqual(['-zones|z < +zones|z']);
    const group = (...zones: readonly string[]) =>
      of({
        endpoints: [privateEndpoint('pe', 'hub/app', 'safe')],
        zones: [zone('y'), zone('z')],
        zoneGroups: [zoneGroup('pe', ...zones)],
      });
    expect(pairs(group('z'), group('y', 'z'), ['z'])).toEqual([
      '+zones|z < ~zoneGroups|pe',
      '-zones|z < +zones|z',
    ]);
  });

  test('is waited for by an entry of it', () => {
    const one = of({});
    const edits: Edit[] = [
      { kind: 'target', id: 'safe', before: one.targets.safe },
      { kind: 'target', id: 'safe', after: one.targets.safe },
      { kind: 'ip-rule', id: 'safe', key: '1.1.1.1', after: { range: '1.1.1.1' } },
    ];
    expect(pairs(one, one, [], edits)).toEqual([
      '+targets|safe < +targets|safe|ipRules|1.1.1.1',
      '-targets|safe < +targets|safe',
    ]);
  });

  test('is waited for by an entry of it that goes', () => {
    const one = of({});
    const edits: Edit[] = [
      { kind: 'target', id: 'safe', before: one.targets.safe },
      { kind: 'target', id: 'safe', after: one.targets.safe },
      { kind: 'ip-rule', id: 'safe', key: '1.1.1.1', before: { range: '1.1.1.1' } },
      { kind: 'ip-rule', id: 'else', key: '1.1.1.1', before: { range: '1.1.1.1' } },
    ];
    expect(pairs(one, one, [], edits)).toEqual([
      '+targets|safe < -targets|safe|ipRules|1.1.1.1',
      '-targets|safe < +targets|safe',
    ]);
  });

  test('is none where it comes and then leaves, as a bridge does', () => {
    const edits: Edit[] = [
      { kind: 'ip-rule', id: 'safe', key: '1.1.1.1', after: { range: '1.1.1.1' } },
      { kind: 'ip-rule', id: 'safe', key: '1.1.1.1', before: { range: '1.1.1.1' } },
      { kind: 'ip-rule', id: 'safe', key: '1.1.1.2', before: { range: '1.1.1.2' } },
    ];
    expect(pairs(of({}), of({}), [], edits)).toEqual([]);
  });
});

test('a record that is rewritten whole comes before what is done to an entry of it', () => {
  const [before, after] = [
    of({}),
    of({ targets: [target('safe', kinds.vault, { location: 'south' })] }),
  ];
  const whole = diff(before, after);
  const edits: Edit[] = [
    { kind: 'ip-rule', id: 'safe', key: '1.1.1.1', after: { range: '1.1.1.1' } },
    ...whole,
    { kind: 'ip-rule', id: 'safer', key: '1.1.1.1', after: { range: '1.1.1.1' } },
  ];
  expect(pairs(before, after, [], edits)).toEqual([
    '~targets|safe < +targets|safe|ipRules|1.1.1.1',
  ]);
});

describe('the record that two endpoints of one target write', () => {
  const zoneName = zoneOf(kinds.vault);
  const ending = (id: string, to = 'safe', zones = zoneName) => ({
    endpoints: [privateEndpoint(id, 'hub/app', to)],
    zones: [zone(zones)],
    zoneGroups: [zoneGroup(id, zones)],
  });
  const among = (...[from, to]: readonly [Parts, Parts]) =>
    pairs(of(from), of(to)).filter((each) => /^-zoneGroups.* < \+zoneGroups/.test(each));

  test('goes with the group that leaves, before the other group comes', () => {
    expect(among(ending('old'), ending('new'))).toEqual(['-zoneGroups|old < +zoneGroups|new']);
  });

  test('is another one for another target or in another zone', () => {
    expect([
      among(ending('old'), ending('new', 'else')),
      among(ending('old'), ending('new', 'safe', 'privatelink.else')),
    ]).toEqual([[], []]);
  });
});

describe('a service that refuses a rule for a subnet whose endpoint is off', () => {
  const ruled = (of: typeof kinds.store, rest: Partial<Subnet>, key = 'hub/app'): Parts => ({
    subnets: [subnet('hub/app', rest), subnet('hub/other')],
    targets: [target('safe', of, { networkRules: { [key]: rule } })],
  });
  const bareOf = (of: typeof kinds.store, rest: Partial<Subnet> = {}): Parts => ({
    subnets: [subnet('hub/app', rest), subnet('hub/other')],
    targets: [target('safe', of)],
  });
  const { store, vault, site } = kinds;
  const endpoint = { endpoints: endpointOf(store) };
  const first = ['+subnets|hub/app|endpoints|Test.Store < +targets|safe|networkRules|hub/app'];
  test('wants the endpoint first', () => {
    expect(pairs(of(bareOf(store)), of(ruled(store, endpoint)))).toEqual(first);
  });
  test('wants nothing where the endpoint is there', () => {
    expect(pairs(of(bareOf(store, endpoint)), of(ruled(store, endpoint)))).toEqual([]);
  });
  test('wants nothing of another service or another subnet', () => {
    expect(pairs(of(bareOf(store)), of(ruled(store, { endpoints: endpointOf(vault) })))).toEqual(
      [],
    );
    expect(pairs(of(bareOf(store)), of(ruled(store, endpoint, 'hub/other')))).toEqual([]);
  });
  test('wants nothing as rule and endpoint go, or as the endpoint changes', () => {
    expect(pairs(of(ruled(store, endpoint)), of(bareOf(store)))).toEqual([]);
    expect(
      pairs(
        of(bareOf(store, endpoint)),
        of(ruled(store, { endpoints: endpointOf(store, { locations: ['north'] }) })),
      ),
    ).toEqual([]);
  });
  test('wants nothing of a rule that goes as the endpoint comes', () => {
    expect(pairs(of(ruled(store, {})), of(bareOf(store, endpoint)))).toEqual([]);
  });
  test('is no service that takes the rule, with a flag or without', () => {
    expect(pairs(of(bareOf(vault)), of(ruled(vault, { endpoints: endpointOf(vault) })))).toEqual(
      [],
    );
    expect(pairs(of(bareOf(site)), of(ruled(site, { endpoints: endpointOf(site) })))).toEqual([]);
  });
});

describe('a service that freezes its rules while public access is Disabled', () => {
  const db = (own: Partial<Target>, of_ = kinds.database): Parts => ({
    targets: [target('safe', of_, own), target('other', of_)],
  });
  const rules = { networkRules: { 'hub/app': rule }, ipRules: ipRules('1.1.1.1') };
  const disabled = { publicNetworkAccess: 'Disabled' as const };
  test('changes them before it is disabled', () => {
    expect(pairs(of(db(rules)), of(db(disabled)))).toEqual([
      '-targets|safe|ipRules|1.1.1.1 < ~targets|safe|publicNetworkAccess',
      '-targets|safe|networkRules|hub/app < ~targets|safe|publicNetworkAccess',
    ]);
  });
  test('changes them after it is enabled', () => {
    expect(pairs(of(db(disabled)), of(db(rules)))).toEqual([
      '~targets|safe|publicNetworkAccess < +targets|safe|ipRules|1.1.1.1',
      '~targets|safe|publicNetworkAccess < +targets|safe|networkRules|hub/app',
    ]);
  });
  test('changes them at any time where public access stays, or changes otherwise', () => {
    expect(pairs(of(db({})), of(db(rules)))).toEqual([]);
    expect(pairs(of(db({ publicNetworkAccess: 'unset' })), of(db(rules)))).toEqual([]);
  });
  test('says nothing of another target’s rules, nor of its own other settings', () => {
    const two = of({
      targets: [target('safe', kinds.database, disabled), target('other', kinds.database, rules)],
    });
    expect(pairs(of(db({})), two)).toEqual([]);
    expect(pairs(of(db({})), of(db({ ...disabled, trusted: ['x'] })))).toEqual([]);
  });
  test('is not every service', () => {
    expect(pairs(of(db(rules, kinds.vault)), of(db(disabled, kinds.vault)))).toEqual([]);
  });
});

describe('a public side that is opened or closed together with its default', () => {
  const vault = (
    publicNetworkAccess: Target['publicNetworkAccess'],
    defaultAction: 'Allow' | 'Deny',
  ) => of({ targets: [target('safe', kinds.vault, { publicNetworkAccess, defaultAction })] });
  const [access, action] = ['~targets|safe|publicNetworkAccess', '~targets|safe|defaultAction'];

  test('denies by default before it is opened', () => {
    expect(pairs(vault('Disabled', 'Allow'), vault('Enabled', 'Deny'))).toEqual([
      `${action} < ${access}`,
    ]);
  });
  test('is closed before it allows by default', () => {
    expect(pairs(vault('Enabled', 'Deny'), vault('Disabled', 'Allow'))).toEqual([
      `${access} < ${action}`,
    ]);
  });
  test('goes in any order where it is open or shut on both sides', () => {
    expect([
      pairs(vault('Enabled', 'Allow'), vault('Disabled', 'Deny')),
      pairs(vault('Disabled', 'Deny'), vault('Enabled', 'Allow')),
      pairs(vault('Enabled', 'Allow'), vault('Enabled', 'Deny')),
    ]).toEqual([[], [], []]);
  });
  test('may be opened by a bridge, which closes again', () => {
    const set = (before: string, after: string): Edit => ({
      kind: 'default-action',
      id: 'safe',
      before,
      after,
    });
    const edits: Edit[] = [
      { kind: 'public-network-access', id: 'safe', before: 'Enabled', after: 'Disabled' },
      set('Deny', 'Allow'),
      set('Allow', 'Deny'),
    ];
    const [open, shut] = [vault('Enabled', 'Deny'), vault('Disabled', 'Deny')];
    expect(pairs(open, shut, [], edits)).toEqual([]);
  });
});

describe('a rule lacks its endpoint', () => {
  const model = (own: Subnet['endpoints']) =>
    of({ subnets: [subnet('hub/app', { endpoints: own })] });
  test.each<readonly [string, NetworkModel, boolean]>([
    ['where the subnet has none', model({}), true],
    ['not where it has one', model(endpointOf(kinds.vault)), false],
    ['where it has that of another service', model(endpointOf(kinds.store)), true],
    ['not where one is not shown', model({ '*': unknown('endpoints') }), false],
    ['where all are shown', model({ '*': { service: 'x', scope: 'everywhere' } }), true],
    ['not where the subnet is not shown', of({ subnets: [] }), false],
    ['not where the target is not shown', of({ targets: [] }), false],
  ])('%s', (_, given, expected) => expect(lacksEndpoint(given, 'safe', 'hub/app')).toBe(expected));
});
