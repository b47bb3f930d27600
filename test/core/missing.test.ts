import { describe, expect, test } from 'vitest';
import type { Change } from '../../src/core/change.ts';
import { unknown } from '../../src/core/known.ts';
import { type Missing, missingIn } from '../../src/core/missing.ts';
import type { NetworkModel, Provenance, Subnet, Target, Zone } from '../../src/core/model.ts';
import {
  appliance,
  endpointOf,
  kinds,
  link,
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

// What a look at Azure is asked for: what the change touches, that is there, and that the input does not show whole.

/** A record as Azure knows it: its ID is an ARM ID, its name the last part of it. */
function arm<T extends { readonly id: string; readonly name: string }>(item: T): T {
  return { ...item, id: idOf(item.name) };
}

const idOf = (name: string) => `/subscriptions/s/${name}`;
const hub = arm(vnet('hub'));
const spoke = arm(vnet('spoke'));
const app = (own: Partial<Subnet> = {}) =>
  arm(subnet('app', { vnet: hub.id, endpoints: endpointOf(kinds.vault), ...own }));
const pe = arm(subnet('pe', { vnet: spoke.id }));
const safe = (own: Partial<Target> = {}) =>
  arm(target('safe', kinds.vault, { resource: idOf('safe'), ...own }));
const ruled = { defaultAction: 'Deny' as const, networkRules: { [idOf('app')]: rule } };

const base: Parts = { vnets: [hub, spoke], subnets: [app(), pe], targets: [safe()] };
const asked = safe().id;
const doors = 'which private endpoints safe has';

// Unless a claim says otherwise, resources of their own say that nothing is attached to the subnets.
const own = { file: 'f', address: 'a.subnet' };
const other = { file: 'f', address: 'an.association' };
const fields = ['securityGroup', 'routeTable', 'natGateway'];
const attached: Provenance = Object.fromEntries(
  ['app', 'pe', 'firewall'].flatMap((name) => [
    [`subnets|${idOf(name)}`, own] as const,
    ...fields.map((field) => [`subnets|${idOf(name)}|${field}`, other] as const),
  ]),
);

interface How {
  readonly before?: Provenance;
  readonly after?: Provenance;
  readonly made?: readonly string[];
}

/** What is missing of a change from one network to another. */
function missing(before: NetworkModel, after: NetworkModel, how: How = {}): readonly Missing[] {
  const change: Change = {
    before,
    after,
    replaced: new Set(),
    writes: (how.made ?? []).map((place) => ({
      id: place,
      origin: { file: 'f', address: place },
      action: 'create',
      provides: [place],
      after: [],
    })),
    provenance: { before: how.before ?? attached, after: how.after ?? {} },
    inputs: [],
    gaps: [],
    noise: [],
    omitted: [],
    versions: [],
  };
  return missingIn(change);
}

/** The vault gets its first rule, for the subnet `app`, in a network of these parts. */
function ruleFor(parts: Parts = {}, how: How = {}) {
  const all = { ...base, ...parts };
  const targets = (all.targets ?? []).map((each) => ({ ...each, ...ruled }));
  return missing(network(all), network({ ...all, targets }), how);
}

const idsIn = (found: readonly Missing[]) => found.map((each) => each.id);
const whyOf = (found: readonly Missing[], id: string) => found.find((each) => each.id === id)?.why;

test('a change without edits asks for nothing', () => {
  const blurred = network({ ...base, targets: [safe({ location: unknown('the region') })] });
  expect(missing(blurred, blurred)).toEqual([]);
});

describe('a touched target', () => {
  test('is always asked for: others may have connected endpoints to it', () => {
    expect(ruleFor()).toEqual([{ id: asked, why: doors }]);
  });

  test('is asked for by what the reader missed, where there is such a thing', () => {
    const blurred = safe({ ipRules: { '*': unknown('the IP rules of safe') } });
    expect(ruleFor({ targets: [blurred] })).toEqual([{ id: asked, why: 'the IP rules of safe' }]);
    const twice = { ...blurred, location: unknown('the region of safe') };
    expect(ruleFor({ targets: [twice] })).toMatchObject([{ why: 'the region of safe' }]);
  });

  test('that the change makes is not there to look at', () => {
    const without = network({ ...base, targets: [] });
    const whole = network({ ...base, targets: [safe(ruled)] });
    expect(missing(without, whole, { made: [`targets|${asked}`] })).toEqual([]);
    expect(missing(without, whole, { made: ['targets|other'] })).toEqual([
      { id: asked, why: doors },
    ]);
  });

  test('that goes is looked at as it is', () => {
    expect(missing(network(base), network({ ...base, targets: [] }))).toMatchObject([
      { id: asked },
    ]);
  });

  test('is asked for at its resource: a site and its SCM site are one', () => {
    const site = arm(target('site', kinds.site, { resource: idOf('site') }));
    const scm = { ...site, id: `${site.id}#scm`, name: 'site-scm' };
    expect(ruleFor({ targets: [site, scm] })).toEqual([
      { id: site.id, why: 'which private endpoints site-scm has' },
    ]);
  });

  test('without an ARM ID cannot be asked for', () => {
    expect(ruleFor({ targets: [target('safe', kinds.vault)] })).toEqual([]);
  });

  test('another target is left alone', () => {
    const other = arm(target('other', kinds.store, { resource: idOf('other') }));
    const targets = [safe(), other];
    const after = network({ ...base, targets: [safe(ruled), other] });
    expect(idsIn(missing(network({ ...base, targets }), after))).toEqual([asked]);
  });
});

describe('a touched subnet', () => {
  test('is asked for where the reader missed something of it', () => {
    const why = 'the delegations of app';
    expect(ruleFor({ subnets: [app({ delegations: unknown(why) }), pe] })).toEqual([
      { id: idOf('app'), why },
      { id: asked, why: doors },
    ]);
    expect(
      whyOf(ruleFor({ subnets: [app({ endpoints: { '*': unknown(why) } }), pe] }), idOf('app')),
    ).toBe(why);
  });

  test('and not where it is not a client, nor edited', () => {
    const far = { ...pe, delegations: unknown('the delegations of pe') };
    expect(idsIn(ruleFor({ subnets: [app(), far] }))).toEqual([asked]);
  });

  test('that is edited is asked for although nobody calls from it', () => {
    const before = network({ ...base, targets: [] });
    const blurred = app({ prefixes: unknown('the prefixes of app'), defaultOutbound: false });
    const after = network({ ...base, targets: [], subnets: [blurred, pe] });
    const old = network({
      ...base,
      targets: [],
      subnets: [app({ prefixes: unknown('the prefixes of app') }), pe],
    });
    expect(missing(old, after)).toEqual([{ id: idOf('app'), why: 'the prefixes of app' }]);
    expect(missing(before, network({ ...base, targets: [], subnets: [pe] }))).toEqual([]);
  });

  describe('without a security group, routes or gateway', () => {
    const at = `subnets|${idOf('app')}`;
    const why = 'what is attached to app';

    test.each(fields)('is asked for where only the subnet says so: %s', (field) => {
      const { [`${at}|${field}`]: _, ...less } = attached;
      expect(whyOf(ruleFor({}, { before: less }), idOf('app'))).toBe(why);
      const same = { ...attached, [`${at}|${field}`]: own };
      expect(whyOf(ruleFor({}, { before: same }), idOf('app'))).toBe(why);
    });

    test('is asked for where nobody says so', () => {
      expect(whyOf(ruleFor({}, { before: {} }), idOf('app'))).toBe(why);
    });

    test('is shown whole where resources of their own say so, before or after', () => {
      expect(idsIn(ruleFor())).toEqual([asked]);
      expect(idsIn(ruleFor({}, { before: {}, after: attached }))).toEqual([asked]);
    });

    test('is shown whole where something is attached, whoever says so', () => {
      const routed = app({
        routeTable: idOf('rt'),
        natGateway: idOf('nat'),
        securityGroup: idOf('nsg'),
      });
      const parts = {
        subnets: [routed, pe],
        routeTables: [arm(routeTable('rt', '10.9.9.9'))],
        natGateways: [arm(natGateway('nat', '20.0.0.1'))],
        securityGroups: [arm(securityGroup('nsg', {}))],
      };
      expect(idsIn(ruleFor(parts, { before: { [at]: own } }))).toEqual([asked]);
    });
  });

  test('without an ARM ID cannot be asked for', () => {
    const home = subnet('hub/app', {
      endpoints: endpointOf(kinds.vault),
      delegations: unknown('the delegations of app'),
    });
    const named = { defaultAction: 'Deny' as const, networkRules: { 'hub/app': rule } };
    const before = network({ ...base, subnets: [home] });
    const after = network({ ...base, subnets: [home], targets: [safe(named)] });
    expect(idsIn(missing(before, after))).toEqual([asked]);
  });
});

describe('what a touched subnet uses', () => {
  const uses = 'what app uses there';

  test.each([
    ['securityGroup', { securityGroup: idOf('x') }],
    ['routeTable', { routeTable: idOf('x') }],
    ['natGateway', { natGateway: idOf('x') }],
    ['endpointPolicies', { endpointPolicies: { [idOf('x')]: true } }],
  ] as const)('is asked for where the input only names it: %s', (_, own) => {
    expect(ruleFor({ subnets: [app(own), pe] })).toContainEqual({ id: idOf('x'), why: uses });
  });

  test('is not asked for where it is shown, or is not an ARM ID, or is not known', () => {
    const group = arm(securityGroup('nsg', {}));
    const own = app({ securityGroup: group.id });
    const shown = { subnets: [own, pe], securityGroups: [group] };
    expect(idsIn(ruleFor(shown))).toEqual([asked]);
    expect(idsIn(ruleFor({ subnets: [app({ natGateway: 'nat' }), pe] }))).toEqual([asked]);
    const why = 'the gateway of app';
    expect(ruleFor({ subnets: [app({ natGateway: unknown(why) }), pe] })).toEqual([
      { id: idOf('app'), why },
      { id: asked, why: doors },
    ]);
  });

  test('is asked for by what the reader missed of it', () => {
    const group = arm(securityGroup('nsg', {}));
    const why = 'the rules of nsg';
    const blurred = { ...group, rules: { '*': unknown(why) } };
    expect(
      ruleFor({ subnets: [app({ securityGroup: group.id }), pe], securityGroups: [blurred] }),
    ).toContainEqual({ id: group.id, why });
  });

  test('that the change makes is not there to look at', () => {
    const gateway = arm(natGateway('nat', '20.0.0.1'));
    const blurred = { ...gateway, addresses: { '*': unknown('its addresses') } };
    const subnets = [app({ natGateway: gateway.id }), pe];
    const before = network({ ...base, subnets });
    const after = network({ ...base, subnets, targets: [safe(ruled)], natGateways: [blurred] });
    const made = [`natGateways|${gateway.id}`];
    expect(idsIn(missing(before, after, { made }))).toEqual([asked]);
    expect(idsIn(missing(before, after))).toEqual([gateway.id, asked]);
  });
});

describe('a touched network', () => {
  const blurred = { ...hub, dnsServers: unknown('the DNS servers of hub') };
  // Whoever could call an open target is touched with it.
  const shut = safe({ defaultAction: 'Deny' });

  test('is asked for: where a client lives, and where it is edited', () => {
    expect(ruleFor({ vnets: [blurred, spoke] })).toContainEqual({
      id: hub.id,
      why: 'the DNS servers of hub',
    });
    const before = network({ vnets: [blurred] });
    const after = network({ vnets: [{ ...blurred, addressSpace: ['10.0.0.0/8'] }] });
    expect(idsIn(missing(before, after))).toEqual([hub.id]);
  });

  test('another is left alone', () => {
    const far = { ...spoke, dnsServers: unknown('the DNS servers of spoke') };
    expect(idsIn(ruleFor({ vnets: [hub, far], targets: [shut] }))).toEqual([asked]);
  });

  test('a network whose subnet holds an endpoint of the target is touched', () => {
    const far = { ...spoke, dnsServers: unknown('the DNS servers of spoke') };
    const door = arm(privateEndpoint('door', pe.id, asked));
    const parts = { vnets: [hub, far], targets: [shut] };
    expect(idsIn(ruleFor({ ...parts, endpoints: [door] }))).toContain(spoke.id);
    const pending = { ...door, status: 'Pending' as const };
    expect(idsIn(ruleFor({ ...parts, endpoints: [pending] }))).toContain(spoke.id);
    const lost = { ...pending, subnet: unknown('its subnet') };
    expect(idsIn(ruleFor({ ...parts, endpoints: [lost] }))).not.toContain(spoke.id);
  });

  test('a network that is linked is touched', () => {
    const far = { ...spoke, dnsServers: unknown('the DNS servers of spoke') };
    const z = arm(zone(zoneOf(kinds.vault)));
    const before = network({ ...base, vnets: [hub, far], zones: [z] });
    const linked = { ...base, vnets: [hub, far], zones: [z] };
    const after = network({ ...linked, links: [arm(link(z.id, spoke.id))] });
    expect(idsIn(missing(before, after))).toContain(spoke.id);
    const lost = { ...arm(link(z.id, spoke.id)), vnet: unknown('its VNet') };
    expect(idsIn(missing(before, network({ ...linked, links: [lost] })))).not.toContain(spoke.id);
  });
});

describe('behind a firewall', () => {
  const table = arm(routeTable('rt', '10.0.0.4'));
  const inner = arm(
    subnet('firewall', { vnet: spoke.id, delegations: unknown('what firewall is delegated to') }),
  );
  const fw = arm(appliance('fw', inner.id));
  const routed = (routeTables: Parts['routeTables'], appliances: Parts['appliances']) =>
    idsIn(
      ruleFor({
        subnets: [app({ routeTable: table.id }), pe, inner],
        routeTables: routeTables ?? [],
        appliances: appliances ?? [],
      }),
    );

  test('the subnet by which the flow leaves is touched too', () => {
    expect(routed([table], [fw])).toEqual([asked, inner.id].toSorted());
  });

  test('that of a firewall to which no route leads is not', () => {
    expect(routed([table], [{ ...fw, privateAddress: '10.0.0.5' }])).toEqual([asked]);
    expect(routed([{ ...table, routes: { all: unknown('a route') } }], [fw])).not.toContain(
      inner.id,
    );
    expect(routed([table], [{ ...fw, subnet: unknown('its subnet') }])).toEqual([asked]);
  });

  test('a subnet whose routes are not known leads nowhere', () => {
    const subnets = [app({ routeTable: unknown('its routes') }), pe, inner];
    expect(idsIn(ruleFor({ subnets, routeTables: [table], appliances: [fw] }))).not.toContain(
      inner.id,
    );
  });
});

describe('private endpoints and zones', () => {
  const why = 'which networks the zone is linked to';
  const z = (own: Partial<Zone> = {}) =>
    arm({ ...zone(zoneOf(kinds.vault)), linksShown: unknown(why), ...own });
  const door = arm(privateEndpoint('door', pe.id, asked));
  const asking = { id: z().id, why, records: ['safe'] };

  test('an endpoint of a touched target is asked for where it is not shown whole', () => {
    const lost = { ...door, addresses: unknown('the addresses of door') };
    expect(ruleFor({ endpoints: [lost] })).toContainEqual({
      id: door.id,
      why: 'the addresses of door',
    });
    const others = { ...lost, target: idOf('other') };
    expect(idsIn(ruleFor({ endpoints: [others] }))).toEqual([asked]);
  });

  test('the target of an endpoint that comes is touched, with its zone and the records asked there', () => {
    const before = network({ ...base, zones: [z()] });
    const after = network({ ...base, zones: [z()], endpoints: [door] });
    expect(missing(before, after, { made: [`endpoints|${door.id}`] })).toEqual(
      [asking, { id: asked, why: doors }].toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    );
  });

  test('so is the one whose endpoint gets a zone group', () => {
    const parts = { ...base, zones: [z()], endpoints: [door] };
    const after = network({ ...parts, zoneGroups: [zoneGroup(door.id, z().id)] });
    expect(missing(network(parts), after)).toContainEqual(asking);
  });

  test('zones are those of the names, of the groups, and those that are edited', () => {
    const far = arm({ ...zone('privatelink.other.test'), linksShown: unknown(why) });
    const zones = [z(), far];
    expect(idsIn(ruleFor({ zones, endpoints: [door] }))).toContain(z().id);
    expect(idsIn(ruleFor({ zones, endpoints: [door] }))).not.toContain(far.id);
    const grouped = { zones, endpoints: [door], zoneGroups: [zoneGroup(door.id, far.id)] };
    expect(ruleFor(grouped)).toContainEqual({ id: far.id, why, records: [] });
    const blurred = {
      ...zoneGroup(door.id),
      zones: [unknown('its zone')],
    };
    expect(idsIn(ruleFor({ ...grouped, zoneGroups: [blurred] }))).not.toContain(far.id);
    const apart = { ...grouped, zoneGroups: [zoneGroup('another', far.id)] };
    expect(idsIn(ruleFor(apart))).not.toContain(far.id);
  });

  test('without an endpoint nobody asks the zone', () => {
    expect(idsIn(ruleFor({ zones: [z()] }))).toEqual([asked]);
  });

  test('a zone that gains a link or a record is asked for', () => {
    const before = network({ ...base, zones: [z()] });
    const linked = network({ ...base, zones: [z()], links: [arm(link(z().id, hub.id))] });
    expect(idsIn(missing(before, linked))).toContain(z().id);
    const held = network({
      ...base,
      zones: [z()],
      records: [arm(record(z().id, 'safe', '10.0.9.4'))],
    });
    expect(idsIn(missing(before, held))).toContain(z().id);
  });

  test('a zone that shows its links, or has no ARM ID, is not asked for', () => {
    expect(idsIn(ruleFor({ zones: [z({ linksShown: true })], endpoints: [door] }))).not.toContain(
      z().id,
    );
    const bare = { ...zone(zoneOf(kinds.vault)), linksShown: unknown(why) };
    expect(idsIn(ruleFor({ zones: [bare], endpoints: [door] }))).toEqual([asked]);
  });

  test('names of zones are compared without their case', () => {
    const loud = z({ name: zoneOf(kinds.vault).toUpperCase() });
    expect(ruleFor({ zones: [loud], endpoints: [door] })).toContainEqual({
      ...asking,
      id: loud.id,
    });
  });
});

test('each is asked for once, in the order of the IDs', () => {
  const store = arm(target('aaa', kinds.store, { resource: idOf('aaa') }));
  const loud = { ...store, id: idOf('AAA'), resource: idOf('AAA') };
  const found = idsIn(ruleFor({ targets: [safe(), store, loud] }));
  expect(found).toEqual([idOf('AAA'), asked]);
});
