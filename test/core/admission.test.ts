import { describe, expect, test } from 'vitest';
import { admit } from '../../src/core/admission.ts';
import { unknown } from '../../src/core/known.ts';
import type { PerimeterAssociation, Target } from '../../src/core/model.ts';
import { type Caller, isAnyAzure, namedBy } from '../../src/core/rule-match.ts';
import { isUndecided, view } from '../../src/core/world.ts';
import {
  ipRules,
  type Kind,
  kinds,
  named,
  network,
  type Parts,
  privateEndpoint,
  rule,
  target,
} from './network.ts';
import { everyAnswer, whereAnswered } from './questions.ts';

// Who knocks: a subnet by its service endpoint, a subnet over its gateway, somebody on the internet.

const bySubnet: Caller = { by: 'service-endpoint', subnet: 'hub/app', addresses: [], azure: true };
const byGateway: Caller = {
  by: 'internet',
  subnet: 'hub/app',
  addresses: ['20.0.0.1'],
  region: 'south',
  azure: true,
};
const fromOffice: Caller = { by: 'internet', addresses: ['30.0.0.1'], azure: false };
const anyone: Caller = { by: 'internet', addresses: 'anyone', azure: false };
const trusted: Caller = { ...anyone, trusted: true };

const yes = ['admitted'];
const no = ['refused'];
const either = ['admitted', 'refused'];

const networkRules = { 'hub/app': rule };
const deny = { action: 'Deny' as const };

function asked(of: Kind, own: Partial<Target>, caller: Caller, rest: Parts = {}): string[] {
  const subject = target('t', of, own);
  const model = network({ targets: [subject], ...rest });
  return everyAnswer((world) => {
    const found = admit(view(model, world), subject, caller);
    if (isUndecided(found)) return found;
    return found === true ? 'admitted' : 'refused';
  });
}

type Row = readonly [
  situation: string,
  own: Partial<Target>,
  caller: Caller,
  answers: readonly string[],
];

describe('a default that is explicit', () => {
  const { vault } = kinds;
  test.each<Row>([
    ['Allow, everybody', { defaultAction: 'Allow' }, anyone, yes],
    [
      'Allow, although a rule is for others',
      { defaultAction: 'Allow', networkRules: { 'hub/other': rule } },
      bySubnet,
      yes,
    ],
    ['unset, everybody', { defaultAction: 'unset' }, anyone, yes],
    ['unset with a rule, everybody', { defaultAction: 'unset', networkRules }, anyone, yes],
    ['Deny, nobody', { defaultAction: 'Deny' }, bySubnet, no],
    ['Deny, whom a rule matches', { defaultAction: 'Deny', networkRules }, bySubnet, yes],
    [
      'Deny, not whom a rule for another matches',
      { defaultAction: 'Deny', networkRules: { 'hub/other': rule } },
      bySubnet,
      no,
    ],
    [
      'Deny, whose address a rule holds',
      { defaultAction: 'Deny', ipRules: ipRules('30.0.0.0/24') },
      fromOffice,
      yes,
    ],
    [
      'Deny, not whose address no rule holds',
      { defaultAction: 'Deny', ipRules: ipRules('30.0.1.0/24') },
      fromOffice,
      no,
    ],
    [
      'not shown, everybody or nobody',
      { defaultAction: unknown('default action') },
      anyone,
      either,
    ],
    [
      'not shown, whom a rule matches in any case',
      { defaultAction: unknown('default action'), networkRules },
      bySubnet,
      yes,
    ],
    [
      'Allow, not whom a rule denies',
      { defaultAction: 'Allow', ipRules: { office: { range: '30.0.0.1', ...deny } } },
      fromOffice,
      no,
    ],
    [
      'Allow, although a rule denies somebody else',
      { defaultAction: 'Allow', ipRules: { office: { range: '30.0.0.2', ...deny } } },
      fromOffice,
      yes,
    ],
  ])('%s', (_, own, caller, answers) => expect(asked(vault, own, caller)).toEqual(answers));
});

describe('without a default, nobody is let in unless matched', () => {
  const { database } = kinds;
  test.each<Row>([
    ['no rules', {}, bySubnet, no],
    ['no rules, and a default that means nothing here', { defaultAction: 'Allow' }, bySubnet, no],
    ['a rule that matches', { networkRules }, bySubnet, yes],
    ['a rule for another', { networkRules: { 'hub/other': rule } }, bySubnet, no],
    ['a rule that is not shown', { ipRules: { '*': unknown('rules') } }, fromOffice, either],
  ])('%s', (_, own, caller, answers) => expect(asked(database, own, caller)).toEqual(answers));
});

describe('a service that is open until its first rule', () => {
  const { documents, bus } = kinds;
  const hidden = { '*': unknown('rules') };
  test.each<Row>([
    ['lets everybody in without rules', {}, anyone, yes],
    ['lets in only whom a rule matches once there is one', { networkRules }, anyone, no],
    ['lets in whom a rule matches', { networkRules }, bySubnet, yes],
    ['counts an IP rule as the first', { ipRules: ipRules('30.0.0.0/24') }, bySubnet, no],
    ['stays open by an explicit Allow', { defaultAction: 'Allow', networkRules }, anyone, yes],
    ['is closed by an explicit Deny, rules or not', { defaultAction: 'Deny' }, anyone, no],
    ['may be closed by rules that are not shown', { networkRules: hidden }, anyone, either],
    [
      'is closed by a rule, whatever is not shown',
      { networkRules: { ...networkRules, ...hidden } },
      anyone,
      no,
    ],
    [
      'is closed by a rule although its identity is not known',
      { networkRules: { '?0': unknown('subnet') } },
      anyone,
      no,
    ],
    [
      'may do one or the other where the default is not shown',
      { defaultAction: unknown('default'), networkRules },
      anyone,
      either,
    ],
    [
      'is open where its virtual network filter is off',
      { networkRules, networkRulesEnabled: false },
      anyone,
      yes,
    ],
    [
      'may be open where nobody shows whether the filter is on',
      { networkRules, networkRulesEnabled: unknown('filter') },
      anyone,
      either,
    ],
  ])('%s', (_, own, caller, answers) => expect(asked(documents, own, caller)).toEqual(answers));

  test.each<Row>([
    ['admits everybody under Deny without rules', { defaultAction: 'Deny' }, anyone, yes],
    [
      'admits only the matched under Deny with rules',
      { defaultAction: 'Deny', networkRules },
      anyone,
      no,
    ],
    [
      'may admit everybody under Deny where rules are not shown',
      { defaultAction: 'Deny', ipRules: hidden },
      anyone,
      either,
    ],
  ])('and whose Deny needs a rule %s', (_, own, caller, answers) =>
    expect(asked(bus, own, caller)).toEqual(answers),
  );
});

describe('public network access', () => {
  const pe = { endpoints: [privateEndpoint('pe', 'hub/ends', 't')] };
  const pending = { endpoints: [privateEndpoint('pe', 'hub/ends', 't', { status: 'Pending' })] };
  const maybe = {
    endpoints: [privateEndpoint('pe', 'hub/ends', 't', { status: unknown('status') })],
  };
  const unset = { publicNetworkAccess: 'unset' as const };
  test.each<readonly [string, Kind, Partial<Target>, Caller, Parts, readonly string[]]>([
    [
      'Disabled shuts out whom a rule matches',
      kinds.vault,
      { publicNetworkAccess: 'Disabled', networkRules },
      bySubnet,
      {},
      no,
    ],
    [
      'Disabled shuts out everybody of an open target',
      kinds.vault,
      { publicNetworkAccess: 'Disabled' },
      anyone,
      {},
      no,
    ],
    [
      'Enabled leaves it to the rules',
      kinds.vault,
      { networkRules, defaultAction: 'Deny' },
      bySubnet,
      {},
      yes,
    ],
    ['unset is open', kinds.vault, unset, anyone, {}, yes],
    ['unset is open beside an endpoint', kinds.vault, unset, anyone, pe, yes],
    [
      'unset is open until an endpoint, where the service says so',
      kinds.site,
      unset,
      anyone,
      {},
      yes,
    ],
    [
      'unset is closed by an endpoint, where the service says so',
      kinds.site,
      unset,
      anyone,
      pe,
      no,
    ],
    [
      'unset is not closed by an endpoint that waits for approval',
      kinds.site,
      unset,
      anyone,
      pending,
      yes,
    ],
    [
      'unset may be closed by an endpoint of which the status is not shown',
      kinds.site,
      unset,
      anyone,
      maybe,
      either,
    ],
    ['Enabled is not closed by an endpoint', kinds.site, {}, anyone, pe, yes],
    [
      'not shown may be either',
      kinds.vault,
      { publicNetworkAccess: unknown('access') },
      anyone,
      {},
      either,
    ],
    [
      'not shown may be unset, which an endpoint closes',
      kinds.site,
      { publicNetworkAccess: unknown('access') },
      anyone,
      pe,
      either,
    ],
  ])('%s', (_, of, own, caller, rest, answers) =>
    expect(asked(of, own, caller, rest)).toEqual(answers),
  );

  test('that is not shown may be each of its values, and those of the perimeter only beside one', () => {
    const options = (of: Kind, rest: Parts = {}) => {
      const subject = target('t', of, { publicNetworkAccess: unknown('access') });
      const found = admit(view(network({ targets: [subject], ...rest })), subject, anyone);
      return isUndecided(found) ? found.questions.map((each) => each.options) : found;
    };
    const associated = { perimeters: [{ ...named('p'), target: 't', mode: 'Learning' as const }] };
    expect(options(kinds.vault)).toEqual([['Enabled', 'Disabled']]);
    expect(options(kinds.site)).toEqual([['Enabled', 'Disabled', 'unset']]);
    expect(options(kinds.vault, associated)).toEqual([
      ['Enabled', 'Disabled', 'SecuredByPerimeter'],
    ]);
  });

  test('rules beside an endpoint count where the service says so', () => {
    const own = { defaultAction: 'Deny' as const, networkRules, ipRules: ipRules('30.0.0.1') };
    expect(asked(kinds.vault, own, bySubnet, pe)).toEqual(yes);
    expect(asked(kinds.registry, own, bySubnet)).toEqual(yes);
    expect(asked(kinds.registry, own, bySubnet, pe)).toEqual(no);
    // An IP rule counts all the same.
    expect(asked(kinds.registry, own, fromOffice, pe)).toEqual(yes);
  });

  test('an endpoint without rules leaves the private side only, where the service says so', () => {
    expect(asked(kinds.documents, {}, anyone, pe)).toEqual(no);
    expect(asked(kinds.documents, {}, anyone, pending)).toEqual(yes);
    expect(asked(kinds.documents, { networkRules }, bySubnet, pe)).toEqual(yes);
    expect(asked(kinds.documents, { networkRules }, anyone, pe)).toEqual(no);
    expect(asked(kinds.documents, { defaultAction: 'Allow' }, anyone, pe)).toEqual(no);
    expect(
      asked(
        kinds.documents,
        { ipRules: { '*': unknown('rules') }, defaultAction: 'Allow' },
        anyone,
        pe,
      ),
    ).toEqual(either);
    expect(asked(kinds.bus, {}, anyone, pe)).toEqual(yes);
  });
});

describe('trusted services', () => {
  const { store, vault } = kinds;
  const passes = { defaultAction: 'Deny' as const, trusted: ['AzureServices'] };
  test.each<readonly [string, Kind, Partial<Target>, Caller, readonly string[]]>([
    ['pass the rules', vault, passes, trusted, yes],
    ['do not pass without the bypass', vault, { defaultAction: 'Deny' }, trusted, no],
    [
      'do not pass by another bypass',
      vault,
      { ...passes, trusted: ['Logging', 'Metrics'] },
      trusted,
      no,
    ],
    [
      'may pass by a bypass that is not shown',
      vault,
      { ...passes, trusted: unknown('bypass') },
      trusted,
      either,
    ],
    [
      'do not pass under Disabled, whatever the bypass, where the service says so',
      vault,
      { ...passes, trusted: unknown('bypass'), publicNetworkAccess: 'Disabled' },
      trusted,
      no,
    ],
    [
      'pass under Disabled where the service says so',
      store,
      { ...passes, publicNetworkAccess: 'Disabled' },
      trusted,
      yes,
    ],
    [
      'do not pass under Disabled elsewhere',
      vault,
      { ...passes, publicNetworkAccess: 'Disabled' },
      trusted,
      no,
    ],
    ['are not everybody', vault, passes, anyone, no],
    [
      'come in with everybody where the target is open',
      vault,
      { defaultAction: 'Allow' },
      trusted,
      yes,
    ],
  ])('%s', (_, of, own, caller, answers) => expect(asked(of, own, caller)).toEqual(answers));

  test('come in with everybody without anybody asking for a bypass', () => {
    const open = target('t', vault, { defaultAction: 'Allow', trusted: unknown('bypass') });
    expect(admit(view(network({ targets: [open] })), open, trusted)).toBe(true);
  });
});

describe('a rule of which the input does not show whether it refuses', () => {
  const hidden = unknown('the rule');
  test.each<readonly [string, Kind, Partial<Target>, Caller, readonly string[]]>([
    [
      'may refuse whom it names',
      kinds.site,
      { networkRules: { 'hub/app': hidden } },
      bySubnet,
      either,
    ],
    [
      'may refuse whom the target lets in without rules',
      kinds.site,
      { defaultAction: 'Allow', ipRules: { '30.0.0.1': hidden } },
      fromOffice,
      either,
    ],
    [
      'does not touch whom it does not name',
      kinds.site,
      { defaultAction: 'Allow', ipRules: { '30.0.0.1': hidden } },
      byGateway,
      yes,
    ],
    [
      'admits where rules only admit',
      kinds.vault,
      { defaultAction: 'Deny', networkRules: { 'hub/app': hidden } },
      bySubnet,
      yes,
    ],
  ])('%s', (_, of, own, caller, answers) => expect(asked(of, own, caller)).toEqual(answers));
});

describe('rules that are not shown', () => {
  const hidden = { networkRules: { '*': unknown('the rules') } };
  test('are nobody’s business where the default alone decides', () => {
    const shut = target('t', kinds.vault, { defaultAction: 'Deny', ...hidden });
    expect(admit(view(network({ targets: [shut] })), shut, anyone)).toHaveProperty('refused');
  });
});

describe('a perimeter', () => {
  const { vault } = kinds;
  const of = (mode: PerimeterAssociation['mode'], on = 't'): Parts => ({
    perimeters: [{ ...named('association'), target: on, mode }],
  });
  const secured = { publicNetworkAccess: 'SecuredByPerimeter' as const };
  const disabled = { publicNetworkAccess: 'Disabled' as const };
  test.each<readonly [string, Partial<Target>, Parts, readonly string[]]>([
    ['that is enforced admits whom nobody knows', {}, of('Enforced'), either],
    [
      'that is enforced admits whom nobody knows, also under Disabled',
      disabled,
      of('Enforced'),
      either,
    ],
    ['that learns leaves Enabled alone', {}, of('Learning'), yes],
    ['that learns may open what is Disabled', disabled, of('Learning'), either],
    ['that audits may open what is Disabled', disabled, of('Audit'), either],
    ['that learns decides over what is secured by it', secured, of('Learning'), either],
    ['that is not there secures against everybody', secured, {}, no],
    ['of another target secures nothing', secured, of('Enforced', 'else'), no],
    ['of another target opens nothing', disabled, of('Learning', 'else'), no],
    ['that may be enforced admits whom nobody knows', {}, of(unknown('mode')), either],
  ])('%s', (_, own, rest, answers) => expect(asked(vault, own, anyone, rest)).toEqual(answers));

  test('is asked before trusted services', () => {
    const own = { defaultAction: 'Deny' as const, trusted: ['AzureServices'] };
    expect(asked(vault, own, trusted, of('Enforced'))).toEqual(either);
    expect(asked(vault, own, trusted, of('Learning'))).toEqual(yes);
  });
});

describe('a virtual network rule', () => {
  const { vault } = kinds;
  const of = (networkRules: Target['networkRules'], more: Partial<Target> = {}) => ({
    defaultAction: 'Deny' as const,
    networkRules,
    ...more,
  });
  test.each<Row>([
    ['matches that very subnet by its service endpoint', of(networkRules), bySubnet, yes],
    ['does not match the subnet over the internet', of(networkRules), byGateway, no],
    ['does not match another subnet', of(networkRules), { ...bySubnet, subnet: 'hub/other' }, no],
    [
      'does not match who is no subnet',
      of(networkRules),
      { by: 'service-endpoint', addresses: [], azure: true },
      no,
    ],
    ['may match where its subnet is not known', of({ '?0': unknown('subnet') }), bySubnet, either],
    [
      'that is not shown matches its own subnet all the same',
      of({ 'hub/app': unknown('rule') }),
      bySubnet,
      yes,
    ],
    [
      'that is not shown may match another: its key may be as little known',
      of({ 'hub/other': unknown('rule') }),
      bySubnet,
      either,
    ],
    [
      'is ignored where the filter is off',
      of(networkRules, { networkRulesEnabled: false }),
      bySubnet,
      no,
    ],
    [
      'may be ignored',
      of(networkRules, { networkRulesEnabled: unknown('filter') }),
      bySubnet,
      either,
    ],
    ['that denies refuses', of({ 'hub/app': { ...rule, ...deny } }), bySubnet, no],
  ])('%s', (_, own, caller, answers) => expect(asked(vault, own, caller)).toEqual(answers));

  test('of a subnet that is not known names one that is this target’s alone', () => {
    expect(namedBy({ id: 't' }, '?0')).toBe('?t 0');
    expect(namedBy({ id: 't' }, 'hub/app')).toBe('hub/app');
  });
});

describe('an IP rule', () => {
  const { vault, store } = kinds;
  const of = (...ranges: readonly string[]) => ({
    defaultAction: 'Deny' as const,
    ipRules: ipRules(...ranges),
  });
  const hidden = (key: string) => ({
    defaultAction: 'Deny' as const,
    ipRules: { [key]: unknown('rule') },
  });
  const two: Caller = { ...byGateway, addresses: ['20.0.0.1', '20.0.0.2'] };
  const somewhere: Caller = { ...byGateway, addresses: unknown('address') };
  test.each<Row>([
    ['holds one address', of('20.0.0.1'), byGateway, yes],
    ['holds a range by its last address', of('20.0.0.0-20.0.0.1'), byGateway, yes],
    ['does not hold the next address', of('20.0.0.2-20.0.0.9'), byGateway, no],
    ['does not match a service endpoint', of('0.0.0.0/0'), bySubnet, no],
    ['of all addresses matches everybody', of('0.0.0.0/0'), anyone, yes],
    [
      'of all addresses matches an address that nobody knows',
      of('0.0.0.0-255.255.255.255'),
      somewhere,
      yes,
    ],
    ['of half the addresses matches nobody in particular', of('0.0.0.0/1'), anyone, no],
    ['may hold an address that nobody knows', of('20.0.0.1'), somewhere, either],
    ['of any Azure address matches a subnet', of('0.0.0.0'), byGateway, yes],
    ['of any Azure address does not match an office', of('0.0.0.0'), fromOffice, no],
    ['that holds both addresses matches', of('20.0.0.0/30'), two, yes],
    ['that holds one of two addresses may match', of('20.0.0.1'), two, either],
    [
      'beside another, of which each holds one of two addresses, matches',
      of('20.0.0.1', '20.0.0.2'),
      two,
      yes,
    ],
    ['that holds none of two addresses does not match', of('20.0.0.3'), two, no],
    ['that is not shown may match', hidden('*'), byGateway, either],
    [
      'that is not shown may match whoever its key does not tell of',
      hidden('?0'),
      fromOffice,
      either,
    ],
    ['that is not shown still has the address of its key', hidden('20.0.0.1'), byGateway, yes],
    ['that is not shown does not match beside its key', hidden('20.0.0.2'), byGateway, no],
    ['that may stand unseen is for nobody in particular', hidden('*'), anyone, no],
    ['that is there and not shown may be for everybody', hidden('?0'), anyone, either],
    [
      'that denies refuses',
      { defaultAction: 'Deny', ipRules: { x: { range: '20.0.0.1', ...deny } } },
      byGateway,
      no,
    ],
  ])('%s', (_, own, caller, answers) => expect(asked(vault, own, caller)).toEqual(answers));

  test.each<readonly [string, Caller, readonly string[]]>([
    ['from the same region', { ...byGateway, region: 'north' }, no],
    ['from another region', byGateway, yes],
    ['from a region that nobody knows', { ...byGateway, region: unknown('region') }, either],
    [
      'from no region that is told',
      { by: 'internet', addresses: ['20.0.0.1'], azure: true },
      either,
    ],
    [
      'from outside Azure',
      { by: 'internet', addresses: ['20.0.0.1'], azure: false, region: 'north' },
      yes,
    ],
  ])('does not match Azure’s own region, where the service says so: %s', (_, caller, answers) => {
    expect(asked(store, of('20.0.0.1'), caller)).toEqual(answers);
    expect(asked(vault, of('20.0.0.1'), caller)).toEqual(yes);
  });

  test('that holds one of two addresses matches where that one is used', () => {
    const subject = target('t', vault, of('20.0.0.1'));
    const found = (answer: string) =>
      whereAnswered((world) => {
        const admitted = admit(view(network({ targets: [subject] }), world), subject, two);
        return isUndecided(admitted) ? admitted : String(admitted === true);
      }, answer);
    expect([found('listed'), found('not listed')]).toEqual(['true', 'false']);
  });

  test('of any Azure address is written in three ways', () => {
    expect(
      ['0.0.0.0', '0.0.0.0/32', '0.0.0.0-0.0.0.0', '0.0.0.0/0', '0.0.0.1'].map(isAnyAzure),
    ).toEqual([true, true, true, false, false]);
  });
});

describe('rules with priorities', () => {
  const { site } = kinds;
  const at = (priority: number, action: 'Allow' | 'Deny') => ({
    range: '30.0.0.0/24',
    action,
    priority,
  });
  const of = (...rules: readonly ReturnType<typeof at>[]) => ({
    ipRules: Object.fromEntries(rules.map((each, n) => [`rule ${n}`, each])),
  });
  test.each<Row>([
    ['the lower number decides', of(at(200, 'Allow'), at(100, 'Deny')), fromOffice, no],
    [
      'the lower number decides, whatever the order',
      of(at(100, 'Allow'), at(200, 'Deny')),
      fromOffice,
      yes,
    ],
    ['the first of equals decides', of(at(100, 'Deny'), at(100, 'Allow')), fromOffice, no],
    [
      'a virtual network rule may come before',
      { ...of(at(200, 'Deny')), networkRules: { 'hub/app': { ...rule, priority: 100 } } },
      bySubnet,
      yes,
    ],
    [
      'a rule that does not match lets the next decide',
      { ipRules: { a: { range: '40.0.0.1', action: 'Deny', priority: 1 }, b: at(2, 'Allow') } },
      fromOffice,
      yes,
    ],
    [
      'a rule that is not shown may decide before',
      { ipRules: { a: unknown('rule'), b: at(2, 'Deny') } },
      fromOffice,
      either,
    ],
    [
      'a denial that may match before leaves the way in open to doubt',
      {
        ipRules: {
          a: { range: '30.0.0.1', action: 'Deny', priority: 1 },
          b: { range: '0.0.0.0/0', priority: 2 },
        },
      },
      { ...fromOffice, addresses: unknown('address') },
      either,
    ],
    [
      'a denial that may match changes nothing for those whom no rule lets in',
      { ipRules: { a: { range: '30.0.0.1', action: 'Deny', priority: 1 } } },
      { ...fromOffice, addresses: unknown('address') },
      no,
    ],
    [
      'a way in that may match before changes nothing for those whom the next lets in',
      {
        ipRules: { a: { range: '30.0.0.1', priority: 1 }, b: { range: '0.0.0.0/0', priority: 2 } },
      },
      { ...fromOffice, addresses: unknown('address') },
      yes,
    ],
    [
      'Allow before a Deny of all saves whom it matches',
      {
        defaultAction: 'Allow',
        ipRules: { a: at(1, 'Allow'), b: { range: '0.0.0.0/0', action: 'Deny', priority: 2 } },
      },
      fromOffice,
      yes,
    ],
    [
      'and nobody else',
      {
        defaultAction: 'Allow',
        ipRules: { a: at(1, 'Allow'), b: { range: '0.0.0.0/0', action: 'Deny', priority: 2 } },
      },
      anyone,
      no,
    ],
  ])('%s', (_, own, caller, answers) => expect(asked(site, own, caller)).toEqual(answers));
});

test('a refusal says why', () => {
  const why = (own: Partial<Target>, caller: Caller) => {
    const subject = target('t', kinds.vault, own);
    return admit(view(network({ targets: [subject] })), subject, caller);
  };
  const closed = { defaultAction: 'Deny' as const };
  expect(why(closed, bySubnet)).toEqual({
    refused: 'no rule of t matches this subnet by its service endpoint',
  });
  expect(why(closed, anyone)).toEqual({
    refused: 'no rule of t matches callers from the internet',
  });
  expect(why(closed, { ...byGateway, addresses: ['1.1.1.1', '1.1.1.2'] })).toEqual({
    refused: 'no rule of t matches 1.1.1.1, 1.1.1.2',
  });
  expect(why(closed, { ...byGateway, addresses: unknown('x') })).toEqual({
    refused: 'no rule of t matches the public address it comes from',
  });
  expect(why({ publicNetworkAccess: 'Disabled' }, anyone)).toEqual({
    refused: 'public network access of t is Disabled',
  });
});
