import { describe, expect, test } from 'vitest';
import { unknown } from '../../src/core/known.ts';
import { missingIn } from '../../src/core/missing.ts';
import type { Provenance, Subnet, Target } from '../../src/core/model.ts';
import { change } from './changes.ts';
import {
  appliance,
  endpointOf,
  kinds,
  link,
  named,
  natGateway,
  network,
  type Parts,
  privateEndpoint,
  record,
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

// What is asked of Azure: whole IDs only, of what is there already.

const at = (name: string) => `/subscriptions/s/${name}`;
const zoneName = zoneOf(kinds.vault);
const [hub, app, ends, safe, pe, z] = [
  at('hub'),
  at('hub/app'),
  at('hub/ends'),
  at('safe'),
  at('pe'),
  at('z'),
];

const home = (own: Partial<Subnet> = {}) => ({ ...subnet(app), vnet: hub, ...own });
const account = (own: Partial<Target> = {}) => target(safe, kinds.vault, own);
const estate = (own: Partial<Subnet> = {}, of: Partial<Target> = {}, rest: Parts = {}): Parts => ({
  vnets: [vnet(hub)],
  subnets: [home(own)],
  targets: [account({ networkRules: { [app]: rule }, ...of })],
  ...rest,
});
const on = { endpoints: endpointOf(kinds.vault) };

/** Resources of their own say what is attached to the subnet; `but` one thing, of which only the subnet speaks. */
function told(but?: string): Provenance {
  const fields = ['securityGroup', 'routeTable', 'natGateway'].filter((each) => each !== but);
  const by = (address: string) => ({ file: 'f', address });
  return Object.fromEntries([
    [`subnets|${app}`, by('azurerm_subnet.app')],
    ...fields.map((field) => [`subnets|${app}|${field}`, by('association')]),
  ]);
}

/** `id: why`, without the subscription. */
function asked(before: Parts, after: Parts, provenance: Provenance = told()) {
  const whole = {
    ...change(network(before), network(after)),
    provenance: { before: provenance, after: {} },
  };
  return missingIn(whole).map(
    ({ id, why, records }) =>
      `${id.replace('/subscriptions/s/', '')}: ${why}${records === undefined ? '' : ` [${records.join(', ')}]`}`,
  );
}

const endpointsOfSafe = `safe: which private endpoints ${safe} has`;

test('nothing is asked where nothing changes', () => {
  expect(asked(estate(), estate({}, { name: 'renamed' }))).toEqual([]);
});

describe('of a target that the change touches', () => {
  test('its private endpoints are asked, which no input shows whole', () => {
    expect(asked(estate(), estate({}, { defaultAction: 'Deny' }))).toEqual([endpointsOfSafe]);
    expect(asked(estate(), estate(on))).toEqual([endpointsOfSafe]);
  });
  test('what is not known is told in its own words, a field or an entry', () => {
    const closes = { defaultAction: 'Deny' as const };
    expect(
      asked(
        estate({}, { publicNetworkAccess: unknown('the access') }),
        estate({}, { ...closes, publicNetworkAccess: unknown('the access') }),
      ),
    ).toEqual(['safe: the access']);
    expect(
      asked(
        estate({}, { ipRules: { '?0': unknown('a rule') } }),
        estate({}, { ...closes, ipRules: { '?0': unknown('a rule') } }),
      ),
    ).toEqual(['safe: a rule']);
  });
  test('nothing where it is new, or goes by another name', () => {
    expect(asked(estate({}, {}, { targets: [] }), estate())).toEqual([]);
    const local = { targets: [target('iac:safe', kinds.vault, { networkRules: { [app]: rule } })] };
    expect(asked(estate({}, {}, local), estate(on, {}, local))).toEqual([]);
  });
  test('once for all of its doors, by the ID of the resource', () => {
    const doors = (own: Partial<Target>) => ({
      targets: ['#site', '#scm'].map((door) =>
        target(`${safe}${door}`, kinds.site, { resource: safe, ...own }),
      ),
    });
    expect(
      asked(estate({}, {}, doors({})), estate({}, {}, doors({ publicNetworkAccess: 'Disabled' }))),
    ).toHaveLength(1);
  });
  test('nothing of a target that only stands by', () => {
    const other = target(at('other'), kinds.vault, { networkRules: { [app]: rule } });
    const two = (of: Partial<Target>) => estate({}, {}, { targets: [account(of), other] });
    expect(asked(two({}), two({ defaultAction: 'Deny' }))).toEqual([endpointsOfSafe]);
  });
});

describe('what is there already', () => {
  test('is also what the change only speaks of', () => {
    const speaksOf = {
      ...change(network(estate({}, {}, { targets: [] })), network(estate())),
      writes: [],
    };
    expect(missingIn(speaksOf).map((each) => each.id)).toContain(safe);
    const made = {
      ...speaksOf,
      writes: [
        {
          id: 'w',
          origin: { file: 'f', address: 'w' },
          action: 'create' as const,
          provides: [`targets|${safe}`],
          after: [],
        },
      ],
    };
    expect(missingIn(made).map((each) => each.id)).not.toContain(safe);
  });
});

describe('of a subnet that the change touches', () => {
  const attached = `hub/app: what is attached to ${app}`;
  test('what is attached is asked where something outside the input may attach it', () => {
    const two = [estate(), estate(on)] as const;
    expect(asked(...two)).toEqual([endpointsOfSafe]);
    expect(asked(...two, {})).toEqual([attached, endpointsOfSafe]);
    for (const field of ['securityGroup', 'routeTable', 'natGateway'])
      expect(asked(...two, told(field))).toEqual([attached, endpointsOfSafe]);
  });
  test('nothing is where it is attached', () => {
    const nat = { natGateways: [natGateway(at('nat'), '20.0.0.1')] };
    const two = [
      estate({ natGateway: at('nat') }, {}, nat),
      estate({ natGateway: at('nat'), ...on }, {}, nat),
    ] as const;
    expect(asked(...two, told('natGateway'))).toEqual([endpointsOfSafe]);
    expect(asked(...two, told('routeTable'))).toEqual([attached, endpointsOfSafe]);
  });
  test('what it uses is asked where it is not shown, or not shown whole', () => {
    const used = {
      securityGroup: at('nsg'),
      routeTable: at('rt'),
      natGateway: at('nat'),
      endpointPolicies: { [at('policy')]: true as const },
    };
    expect(asked(estate(used), estate({ ...used, ...on }))).toEqual([
      `nat: what ${app} uses there`,
      `nsg: what ${app} uses there`,
      `policy: what ${app} uses there`,
      `rt: what ${app} uses there`,
      endpointsOfSafe,
    ]);
    const shown: Parts = {
      securityGroups: [securityGroup(at('nsg'))],
      routeTables: [routeTable(at('rt'), '10.0.0.4')],
      natGateways: [{ ...named(at('nat')), addresses: { '?0': unknown('an address') } }],
      endpointPolicies: [{ ...named(at('policy')), allows: {} }],
    };
    expect(asked(estate(used, {}, shown), estate({ ...used, ...on }, {}, shown))).toEqual([
      'nat: an address',
      endpointsOfSafe,
    ]);
  });
  test('nothing is by another name than an ID', () => {
    expect(
      asked(estate({ natGateway: 'iac:nat' }), estate({ natGateway: 'iac:nat', ...on })),
    ).toEqual([endpointsOfSafe]);
  });
  test('what is not known of it is told in its own words', () => {
    const blind = { prefixes: unknown('the prefixes') };
    expect(asked(estate(blind), estate({ ...blind, ...on }))).toEqual([
      'hub/app: the prefixes',
      endpointsOfSafe,
    ]);
  });
  test('nothing where it is new', () => {
    const blind = { natGateway: at('nat'), prefixes: unknown('x') };
    expect(asked(estate(blind, {}, { subnets: [] }), estate(blind))).toEqual([endpointsOfSafe]);
  });
  test('the subnet behind its firewall is asked too', () => {
    const inner = at('hub/firewall');
    const front: Parts = {
      subnets: [
        home({ routeTable: at('rt') }),
        { ...subnet(inner), vnet: hub, prefixes: unknown('those of the firewall') },
      ],
      routeTables: [routeTable(at('rt'), '10.0.0.4')],
      appliances: [appliance(at('fw'), inner, { addresses: { '20.0.0.1': true } })],
    };
    const after = {
      ...front,
      targets: [account({ networkRules: { [app]: rule }, defaultAction: 'Deny' as const })],
    };
    expect(asked(estate({}, {}, front), { ...estate(), ...after })).toContain(
      'hub/firewall: those of the firewall',
    );
    const elsewhere = {
      ...front,
      appliances: [appliance(at('fw'), inner, { privateAddress: '10.0.0.8' })],
    };
    expect(asked(estate({}, {}, elsewhere), { ...estate(), ...after, ...elsewhere })).not.toContain(
      'hub/firewall: those of the firewall',
    );
  });
});

describe('of networks, endpoints and zones around', () => {
  const endpoint = privateEndpoint(pe, ends, safe);
  const around = (own: Parts = {}): Parts => ({
    ...estate(),
    subnets: [home(), { ...subnet(ends), vnet: hub }],
    endpoints: [endpoint],
    zones: [{ ...named(z), name: zoneName, linksShown: unknown('the links') }],
    zoneGroups: [{ ...zoneGroup(pe, z) }],
    ...own,
  });
  const close = (own: Parts = {}): Parts => ({
    ...around(own),
    targets: [account({ networkRules: { [app]: rule }, defaultAction: 'Deny' })],
  });
  const both = (own: Parts = {}) => asked(around(own), close(own));
  const zoneAsked = `z: the links [${safe}]`;

  test('the links of a zone are asked, and the records of the names that are touched', () => {
    expect(both()).toEqual([endpointsOfSafe, zoneAsked]);
    expect(both({ zoneGroups: [] })).toEqual([endpointsOfSafe, zoneAsked]);
    expect(
      both({
        zones: [{ ...named(z), name: zoneName.toUpperCase(), linksShown: unknown('the links') }],
      }),
    ).toEqual([endpointsOfSafe, zoneAsked]);
  });
  test('nothing of a zone that is shown whole, or that no touched name asks', () => {
    expect(both({ zones: [{ ...zone(z), name: zoneName }] })).toEqual([endpointsOfSafe]);
    expect(
      both({
        zoneGroups: [],
        zones: [{ ...named(z), name: 'other', linksShown: unknown('the links') }],
      }),
    ).toEqual([endpointsOfSafe]);
  });
  test('nothing of a zone where no endpoint is', () => {
    expect(both({ endpoints: [], zoneGroups: [] })).toEqual([endpointsOfSafe]);
  });
  test('what is not known of an endpoint is', () => {
    expect(both({ endpoints: [{ ...endpoint, addresses: unknown('its address') }] })).toEqual([
      'pe: its address',
      endpointsOfSafe,
      zoneAsked,
    ]);
  });
  test('what is not known of the networks of clients and endpoints is', () => {
    expect(both({ vnets: [vnet(hub, { dnsServers: unknown('its servers') })] })).toEqual([
      'hub: its servers',
      endpointsOfSafe,
      zoneAsked,
    ]);
    const apart: Parts = {
      vnets: [vnet(hub), vnet(at('far'), { dnsServers: unknown('those far') })],
      subnets: [home(), { ...subnet(ends), vnet: at('far') }],
    };
    expect(both(apart)).toContain('far: those far');
  });
  test('the security group of an endpoint’s subnet is, where it may count', () => {
    const within = (own: Partial<Subnet>) =>
      both({ subnets: [home(), { ...subnet(ends), vnet: hub, ...own }] });
    const hidden = { securityGroup: unknown('its group'), networkPolicies: 'Enabled' as const };
    const quiet = [endpointsOfSafe, zoneAsked];
    expect(within(hidden)).toEqual(['hub/ends: its group', ...quiet]);
    expect(within({ ...hidden, networkPolicies: unknown('its policies') })).toEqual([
      'hub/ends: its policies',
      ...quiet,
    ]);
    expect(within({ ...hidden, securityGroup: at('nsg') })).toEqual(
      [`nsg: what ${subnet(ends).name} uses there`, ...quiet].sort(),
    );
    for (const free of ['Disabled', 'RouteTableEnabled'] as const) {
      expect(within({ ...hidden, networkPolicies: free })).toEqual(quiet);
    }
    expect(within({ securityGroup: null, networkPolicies: unknown('x') })).toEqual(quiet);
  });
  test('an endpoint whose address a new record holds is touched, or may hold if none is shown', () => {
    const lonely = { ...endpoint, target: at('other'), addresses: ['10.0.0.9'] };
    const open = { ...lonely, status: unknown('its status') };
    const comes = (one: typeof open, ...addresses: readonly string[]) =>
      asked(
        around({ endpoints: [one], zoneGroups: [] }),
        around({ endpoints: [one], zoneGroups: [], records: [record(z, 'x', ...addresses)] }),
      );
    expect(comes(open, '10.0.0.9')).toContain('pe: its status');
    expect(comes(open, `endpoint:${pe}`)).toContain('pe: its status');
    expect(comes(open, '10.0.0.8')).not.toContain('pe: its status');
    const blurred = { ...open, addresses: unknown('its address') } as unknown as typeof open;
    expect(comes(blurred, '10.0.0.8').join()).toContain('pe: ');
    expect(comes(blurred, 'endpoint:another').join()).not.toContain('pe: ');
  });
  test('an edited endpoint asks its target, an edited record and link their zone', () => {
    expect(asked(around(), around({ endpoints: [{ ...endpoint, status: 'Pending' }] }))).toEqual([
      endpointsOfSafe,
      zoneAsked,
    ]);
    // Without an endpoint no name asks the zone.
    const nobodyAsks = 'z: the links []';
    const plain = { endpoints: [], zoneGroups: [] };
    expect(
      asked(around(plain), around({ ...plain, records: [record(z, 'x', '10.0.0.9')] })),
    ).toContain(nobodyAsks);
    expect(asked(around(plain), around({ ...plain, links: [link(z, hub)] }))).toContain(nobodyAsks);
  });
});
