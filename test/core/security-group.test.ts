import { describe, expect, test } from 'vitest';
import { unknown } from '../../src/core/known.ts';
import type { PrivateEndpoint, SecurityRule, Subnet } from '../../src/core/model.ts';
import { allows, type Destination } from '../../src/core/security-group.ts';
import { isUndecided, view } from '../../src/core/world.ts';
import { network, privateEndpoint, securityGroup, subnet } from './network.ts';
import { everyAnswer } from './questions.ts';

const service: Destination = { tags: ['Store'], location: 'north' };
const endpoint: Destination = { endpoint: privateEndpoint('pe', 'hub/ends', 't') };
const deny = { access: 'Deny' } as const;
const yes = ['through'];
const no = ['stopped'];
const either = ['stopped', 'through'];

type Rules = readonly Partial<SecurityRule>[];

function asked(
  rules: Rules,
  to: Destination,
  ports: readonly string[] = ['443'],
  own: Partial<Subnet> = {},
) {
  const from = subnet('hub/app', { securityGroup: 'nsg', ...own });
  const ends = subnet('hub/ends', { prefixes: ['10.0.9.0/24'] });
  const model = network({
    subnets: [from, ends],
    securityGroups: [securityGroup('nsg', ...rules)],
  });
  return everyAnswer((world) => {
    const found = allows(view(model, world), from, to, ports);
    return isUndecided(found) ? found : found ? 'through' : 'stopped';
  });
}

describe('without a rule that says otherwise traffic goes out', () => {
  test('a group without rules', () => expect(asked([], service)).toEqual(yes));
  test('no group', () =>
    expect(asked([deny], service, ['443'], { securityGroup: null })).toEqual(yes));
  test('no subnet', () =>
    expect(allows(view(network({})), undefined, service, ['443'])).toBe(true));
  test('rules that come in', () =>
    expect(asked([{ ...deny, direction: 'Inbound' }], service)).toEqual(yes));
});

describe('what is not shown may stop or let through', () => {
  test('a group of which nobody knows which', () => {
    expect(asked([], service, ['443'], { securityGroup: unknown('nsg') })).toEqual(either);
  });
  test('a group that the input names and does not show', () => {
    expect(asked([], service, ['443'], { securityGroup: 'gone' })).toEqual(either);
  });
  test('a rule', () => {
    const from = subnet('hub/app', { securityGroup: 'nsg' });
    const find = (...rules: Rules) => {
      const { rules: shown, ...group } = securityGroup('nsg', ...rules);
      const all = { ...group, rules: { ...shown, '?0': unknown('rule') } };
      const model = network({ subnets: [from], securityGroups: [all] });
      return everyAnswer((world) => {
        const found = allows(view(model, world), from, service, ['443']);
        return isUndecided(found) ? found : found ? 'through' : 'stopped';
      });
    };
    expect(find()).toEqual(either);
    expect(find({ priority: 4000, ...deny })).toEqual(either);
  });
  test('an address that a rule names, which lets through all the same if the rule allows', () => {
    const names = { destinations: ['?the address'] };
    expect(asked([{ ...deny, ...names }], service)).toEqual(either);
    expect(asked([{ ...deny, ...names }], endpoint)).toEqual(either);
    expect(asked([names], service)).toEqual(yes);
    expect(asked([names, deny], service)).toEqual(either);
    expect(asked([{ ...deny, sources: ['?the address'] }], service)).toEqual(either);
    expect(asked([{ ...deny, ...names, ports: ['80'] }], service)).toEqual(yes);
  });
  test('who belongs to an application security group, to which nothing public belongs', () => {
    const group =
      '/subscriptions/s/resourcegroups/rg/providers/microsoft.network/applicationsecuritygroups/web';
    expect(asked([{ ...deny, sources: [group] }], service)).toEqual(either);
    expect(asked([{ ...deny, destinations: [group] }], endpoint)).toEqual(either);
    expect(asked([{ ...deny, destinations: [group] }], service)).toEqual(yes);
  });
  test('each of them gives a question whose answer no stops', () => {
    const from = subnet('hub/app', { securityGroup: unknown('nsg') });
    const found = allows(view(network({ subnets: [from] })), from, service, ['443']);
    expect(found).toMatchObject({ questions: [{ stops: 'no' }] });
  });
});

describe('the rule with the lowest number decides', () => {
  test.each<readonly [string, Rules, readonly string[]]>([
    ['which denies', [{ ...deny, priority: 100 }, { priority: 200 }], no],
    ['which allows', [{ priority: 100 }, { ...deny, priority: 200 }], yes],
    [
      'whatever the order in which they stand',
      [{ ...deny, priority: 200 }, { priority: 100 }],
      yes,
    ],
  ])('%s', (_, rules, expected) => expect(asked(rules, service)).toEqual(expected));
});

describe('a denial counts', () => {
  test.each<readonly [string, Partial<SecurityRule>, readonly string[]]>([
    ['for any protocol', { protocol: '*' }, no],
    ['for TCP in any letters', { protocol: 'TCP' }, no],
    ['not for UDP', { protocol: 'Udp' }, yes],
    ['from anywhere', { sources: ['*'] }, no],
    ['from the network', { sources: ['VirtualNetwork'] }, no],
    ['from the network in any letters', { sources: ['virtualnetwork'] }, no],
    ['from the subnet', { sources: ['10.0.1.0/24'] }, no],
    ['from a part of the subnet', { sources: ['10.0.1.128/25'] }, no],
    ['from one of several', { sources: ['10.0.7.0/24', '10.0.0.0/16'] }, no],
    ['not from elsewhere', { sources: ['10.0.2.0/24'] }, yes],
    ['not from a tag that is no network', { sources: ['AzureLoadBalancer'] }, yes],
    ['on any port', { ports: ['*'] }, no],
    ['on that port', { ports: ['443'] }, no],
    ['on a range that ends with it', { ports: ['400-443'] }, no],
    ['on a range that begins with it', { ports: ['443-500'] }, no],
    ['on one of several', { ports: ['80', '440-450'] }, no],
    ['not on the ports before', { ports: ['1-442'] }, yes],
    ['not on the ports after', { ports: ['444-500'] }, yes],
    ['not on none', { ports: [] }, yes],
  ])('%s', (_, rule, expected) => expect(asked([{ ...deny, ...rule }], service)).toEqual(expected));

  test('on a range of ports when it holds the whole range', () => {
    const database = ['1433-1440', '80'];
    expect(asked([{ ...deny, ports: ['1433-1440'] }], service, database)).toEqual(no);
    expect(asked([{ ...deny, ports: ['1433-1439'] }], service, database)).toEqual(yes);
    expect(asked([{ ...deny, ports: ['1434-1440'] }], service, database)).toEqual(yes);
    expect(asked([{ ...deny, ports: ['80'] }], service, database)).toEqual(yes);
  });

  test('on whatever port where none is known', () => {
    expect(asked([{ ...deny, ports: ['80'] }], service, [])).toEqual(no);
  });

  test('or not from a subnet whose addresses are not shown, but from its network', () => {
    const own = { prefixes: unknown('prefixes') };
    expect(asked([{ ...deny, sources: ['10.0.1.0/24'] }], service, ['443'], own)).toEqual(either);
    expect(asked([{ ...deny, sources: ['AzureLoadBalancer'] }], service, ['443'], own)).toEqual(
      yes,
    );
    expect(asked([{ ...deny, sources: ['VirtualNetwork'] }], service, ['443'], own)).toEqual(no);
  });
});

describe('towards a public address a denial counts', () => {
  test.each<readonly [string, string, readonly string[]]>([
    ['for everything', '*', no],
    ['for all addresses', '0.0.0.0/0', no],
    ['for the internet', 'Internet', no],
    ['for Azure', 'AzureCloud', no],
    ['for Azure in its region', 'AzureCloud.North', no],
    ['not for Azure in another region', 'AzureCloud.South', yes],
    ['for the tag of the service', 'Store', no],
    ['for the tag in other letters', 'store', no],
    ['for the tag of its region', 'Store.North', no],
    ['not for the tag of another region', 'Store.South', yes],
    ['not for another tag', 'Vault', yes],
    ['not for a tag that only begins alike', 'Storefront', yes],
    ['not for the network', 'VirtualNetwork', yes],
    ['not for an address', '10.0.9.4', yes],
  ])('%s', (_, destination, expected) =>
    expect(asked([{ ...deny, destinations: [destination] }], service)).toEqual(expected),
  );

  test('for any of its destinations and any tag of the service', () => {
    const two: Destination = { tags: ['Shelf', 'Store'], location: 'north' };
    expect(asked([{ ...deny, destinations: ['Vault', 'Store'] }], two)).toEqual(no);
    expect(asked([{ ...deny, destinations: ['Vault'] }], two)).toEqual(yes);
    expect(asked([{ ...deny, destinations: [] }], two)).toEqual(yes);
  });

  test('or not for the tag of any region where that of the target is not known', () => {
    const somewhere: Destination = { tags: ['Store'], location: unknown('location') };
    expect(asked([{ ...deny, destinations: ['Store.South'] }], somewhere)).toEqual(either);
    expect(asked([{ ...deny, destinations: ['Store.South', 'Store'] }], somewhere)).toEqual(no);
    expect(asked([{ ...deny, destinations: ['Vault.South'] }], somewhere)).toEqual(yes);
  });
});

describe('towards a private endpoint a denial counts', () => {
  test.each<readonly [string, string, readonly string[]]>([
    ['for everything', '*', no],
    ['for all addresses', '0.0.0.0/0', no],
    ['for the network', 'VirtualNetwork', no],
    ['for its address', '10.0.9.4', no],
    ['for a range that holds its address', '10.0.9.0/24', no],
    ['not for another address', '10.0.9.5', yes],
    ['not for the tag of the service', 'Store', yes],
    ['not for the internet', 'Internet', yes],
  ])('%s', (_, destination, expected) =>
    expect(asked([{ ...deny, destinations: [destination] }], endpoint)).toEqual(expected),
  );

  const to = (own: Partial<PrivateEndpoint>): Destination => ({
    endpoint: privateEndpoint('pe', 'hub/ends', 't', own),
  });

  test('for any of its addresses: the flow needs them all', () => {
    const two = to({ addresses: ['10.0.9.4', '10.0.9.5'] });
    expect(asked([{ ...deny, destinations: ['10.0.9.4'] }], two)).toEqual(no);
    expect(asked([{ ...deny, destinations: ['10.0.9.6'] }], two)).toEqual(yes);
    expect(asked([{ destinations: ['10.0.9.4'] }, deny], two)).toEqual(no);
    expect(
      asked([{ destinations: ['10.0.9.4'] }, { destinations: ['10.0.9.5'] }, deny], two),
    ).toEqual(yes);
  });

  describe('of which the address is not known', () => {
    const open = to({ addresses: unknown('address') });
    test.each<readonly [string, readonly string[], readonly string[]]>([
      ['when it holds the whole subnet', ['10.0.9.0/24'], no],
      ['when it holds more than the subnet', ['10.0.0.0/16'], no],
      ['or not when it holds a part of the subnet', ['10.0.9.0/25'], either],
      ['not when it holds none of the subnet', ['10.0.8.0/24'], yes],
      ['not when it holds no addresses', ['Store'], yes],
    ])('%s', (_, destinations, expected) =>
      expect(asked([{ ...deny, destinations }], open)).toEqual(expected),
    );

    test('or not when its subnet is not known', () => {
      const lost = to({ addresses: unknown('address'), subnet: unknown('subnet') });
      const gone = to({ addresses: unknown('address'), subnet: 'gone' });
      for (const each of [lost, gone]) {
        expect(asked([{ ...deny, destinations: ['10.0.9.0/24'] }], each)).toEqual(either);
        expect(asked([{ ...deny, destinations: ['Store'] }], each)).toEqual(yes);
        expect(asked([{ ...deny, destinations: ['VirtualNetwork'] }], each)).toEqual(no);
      }
    });

    test('and what comes before it', () => {
      expect(asked([{ destinations: ['10.0.9.0/25'] }, deny], open)).toEqual(either);
      expect(asked([{ ...deny, destinations: ['10.0.9.0/25'] }, deny], open)).toEqual(no);
    });
  });
});
