import { describe, expect, test } from 'vitest';
import { planOf } from '../../src/core/assemble.ts';
import { unknown } from '../../src/core/known.ts';
import type { Subnet } from '../../src/core/model.ts';
import { change, knowledge, settings } from '../laws/models.ts';
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
  privateEndpoint,
  rule,
  securityGroup,
  subnet,
  target,
  use,
  vnet,
  workload,
  zone,
  zoneOf,
} from './network.ts';

// Law 6 in stories: a change that takes a client's way, and the same change where the fact by which it does so is not shown. Then
// nobody can say that nothing stops, and the gap names the fact.

const { store, vault } = kinds;
const hidden = unknown('the hidden fact');

/** A machine in hub/app that calls the target t, of which a setting tells. */
const estate = (own: Partial<Subnet> = {}, rest: Parts = {}): Parts => ({
  vnets: [vnet('hub')],
  subnets: [subnet('hub/app', own), subnet('hub/firewall')],
  workloads: [workload('vm', 'hub/app')],
  uses: [use('vm', 't')],
  targets: [target('t', vault)],
  ...rest,
});

function judged(before: Parts, after: Parts) {
  const { plan } = planOf(change(network(before), network(after)), knowledge, settings);
  return { verdict: plan.verdict, gaps: plan.gaps.map(({ missing }) => missing) };
}

const admits = (...ranges: readonly string[]) => ({
  targets: [target('t', vault, { defaultAction: 'Deny', ipRules: ipRules(...ranges) })],
});
const routes = (own: object) => ({
  routeTables: [{ ...named('rt'), routes: { all: { prefix: '0.0.0.0/0', ...own } as never } }],
});
const name = zoneOf(vault);
const door = (own: object) => ({
  endpoints: [privateEndpoint('pe', 'hub/firewall', 't', own)],
  zones: [zone(name)],
  links: [link(name, 'hub')],
});

/** The change with the fact as it is, and with the fact hidden. */
const stories: Readonly<Record<string, (isShown: boolean) => readonly [Parts, Parts]>> = {
  'by which gateway a subnet leaves whose address no rule holds any more': (isShown) => {
    const by = { natGateway: isShown ? 'nat' : hidden };
    const side = (address: string) =>
      estate(by, { ...admits('20.0.0.1'), natGateways: [natGateway('nat', address)] });
    return [side('20.0.0.1'), side('20.0.0.2')];
  },
  'whether the services of Azure pass that lose the public side': (isShown) => {
    const side = (own: object) =>
      estate(
        {},
        {
          uses: [use('trusted-service', 't')],
          targets: [
            target('t', vault, {
              defaultAction: 'Deny',
              trusted: isShown ? ['AzureServices'] : hidden,
              ...own,
            }),
          ],
        },
      );
    return [side({}), side({ publicNetworkAccess: 'Disabled' })];
  },
  'where the new routes of a subnet lead': (isShown) => [
    estate(),
    estate({ routeTable: isShown ? 'rt' : hidden }, routes({ nextHop: 'None' })),
  ],
  'whether a route goes to the firewall whose subnet gains an endpoint': (isShown) => {
    const hop = { nextHop: 'VirtualAppliance', address: isShown ? '10.0.0.4' : hidden };
    const side = (endpoints: Subnet['endpoints']) =>
      estate(
        {},
        {
          subnets: [subnet('hub/app', { routeTable: 'rt' }), subnet('hub/firewall', { endpoints })],
          appliances: [appliance('fw', 'hub/firewall', { addresses: { '20.0.0.9': true } })],
          ...routes(hop),
          ...admits('20.0.0.9'),
        },
      );
    return [side({}), side(endpointOf(vault))];
  },
  'whether a subnet keeps a way out': (isShown) => [
    estate(),
    estate({ defaultOutbound: isShown ? false : hidden }),
  ],
  'what the new security group of a subnet lets out': (isShown) => [
    estate(),
    estate(
      { securityGroup: isShown ? 'nsg' : hidden },
      { securityGroups: [securityGroup('nsg', { access: 'Deny', destinations: ['Internet'] })] },
    ),
  ],
  'what a new rule of a security group is for': (isShown) => {
    const group = (...rules: readonly object[]) => ({
      securityGroups: [
        {
          ...securityGroup('nsg', ...rules),
          ...(isShown || rules.length === 0 ? {} : { rules: { new: hidden } }),
        },
      ],
    });
    const on = { securityGroup: 'nsg' };
    return [estate(on, group()), estate(on, group({ access: 'Deny' }))];
  },
  'whether virtual network rules count that may be switched off': (isShown) => {
    const side = (networkRulesEnabled: boolean | ReturnType<typeof unknown>) =>
      estate(
        { endpoints: endpointOf(vault) },
        {
          targets: [
            target('t', vault, {
              defaultAction: 'Deny',
              networkRules: { 'hub/app': rule },
              networkRulesEnabled,
            }),
          ],
        },
      );
    const may = (when: string) => unknown(`${hidden.unknown} ${when} the change`);
    return [side(isShown ? true : may('before')), side(isShown ? false : may('after'))];
  },
  'whether a machine leaves by its new address or by a gateway': (isShown) => {
    const side = (address: string) =>
      estate(
        { natGateway: isShown ? null : hidden },
        { ...admits('20.0.0.1'), workloads: [workload('vm', 'hub/app', address)] },
      );
    return [side('20.0.0.1'), side('20.0.0.2')];
  },
  'in which region a target is that an endpoint may no longer reach': (isShown) => {
    const side = (...locations: readonly string[]) =>
      estate(
        { endpoints: endpointOf(store, { locations }) },
        {
          targets: [
            target('t', store, {
              defaultAction: 'Deny',
              networkRules: { 'hub/app': rule },
              location: isShown ? 'east' : hidden,
            }),
          ],
        },
      );
    return [side('west', 'east'), side('west')];
  },
  'to what a new private endpoint connects whose record nobody writes': (isShown) => [
    estate({}, { zones: [zone(name)], links: [link(name, 'hub')] }),
    estate({}, door(isShown ? {} : { target: hidden })),
  ],
};

describe.each(Object.entries(stories))('%s', (_, story) => {
  test('decides where it is shown', () => {
    expect(['blocked', 'split']).toContain(judged(...story(true)).verdict);
  });
  test('leaves the answer open where it is not shown, and says so', () => {
    const { verdict, gaps } = judged(...story(false));
    expect(verdict).toBe('incomplete');
    expect(gaps.some((each) => each.includes(hidden.unknown))).toBe(true);
  });
});

describe('what is not shown, stays, and changes nothing', () => {
  test.each<readonly [string, Partial<Subnet>]>([
    ['a route table', { routeTable: hidden }],
    ['a security group', { securityGroup: hidden }],
    ['a way out', { defaultOutbound: hidden }],
    [
      'all of a subnet',
      {
        routeTable: hidden,
        securityGroup: hidden,
        natGateway: hidden,
        defaultOutbound: hidden,
        prefixes: hidden,
        networkPolicies: hidden,
      },
    ],
  ])('is no gap: %s', (_, own) => {
    const side = (...ranges: readonly string[]) =>
      estate(own, { targets: [target('t', vault, { ipRules: ipRules(...ranges) })] });
    expect(judged(side(), side('203.0.113.0/24'))).toEqual({ verdict: 'clear', gaps: [] });
  });

  test('leaves a loss as certain as it is: who calls gets through today', () => {
    const own = { securityGroup: hidden, defaultOutbound: hidden };
    const side = (access: 'Enabled' | 'Disabled') =>
      estate(own, { targets: [target('t', vault, { publicNetworkAccess: access })] });
    expect(judged(side('Enabled'), side('Disabled')).verdict).toBe('blocked');
  });

  test('does not touch who comes by a service endpoint, over which no route table decides', () => {
    const own = { endpoints: endpointOf(store), routeTable: hidden };
    const side = (...ranges: readonly string[]) => {
      const of = { defaultAction: 'Deny' as const, networkRules: { 'hub/app': rule } };
      return estate(own, { targets: [target('t', store, { ...of, ipRules: ipRules(...ranges) })] });
    };
    expect(judged(side(), side('203.0.113.7'))).toMatchObject({ gaps: [] });
  });
});
