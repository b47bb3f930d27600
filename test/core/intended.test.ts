import { describe, expect, test } from 'vitest';
import { type Switch, switchKey } from '../../src/core/admission.ts';
import { diff } from '../../src/core/diff.ts';
import type { Flow } from '../../src/core/flow.ts';
import { isIntended } from '../../src/core/intended.ts';
import { unknown } from '../../src/core/known.ts';
import type { Client, Subnet, Target } from '../../src/core/model.ts';
import { none, route } from '../../src/core/route.ts';
import { namingKey } from '../../src/core/rule-match.ts';
import { view, type World } from '../../src/core/world.ts';
import {
  endpointOf,
  ipRules,
  kinds,
  named,
  natGateway,
  network,
  type Parts,
  privateEndpoint,
  rule,
  subnet,
  target,
  use,
  vnet,
  workload,
} from './network.ts';
import { call } from './questions.ts';

// Each change takes the way of a flow that had one. What is claimed is whether it was meant to.

const { vault, site } = kinds;
const closed = { defaultAction: 'Deny' as const };
const networkRules = { 'hub/app': rule };
const on = { endpoints: endpointOf(vault), natGateway: 'nat' };

const estate = (of: Partial<Target>, own: Partial<Subnet> = on, rest: Parts = {}): Parts => ({
  vnets: [vnet('hub')],
  subnets: [subnet('hub/app', own), subnet('hub/ends')],
  targets: [target('safe', vault, of)],
  natGateways: [natGateway('nat', '20.0.0.1'), natGateway('new', '20.0.0.2')],
  ...rest,
});

/** Whether the loss of the flow's way is intended; fails unless the change takes it. */
function isMeant(before: Parts, after: Parts, flow: Flow, world: World = {}): boolean {
  const [old, now] = [network(before), network(after)];
  const [from, to] = [route(view(old), flow), route(view(now), flow)];
  expect([from.by === 'none', to.by]).toEqual([false, 'none']);
  return isIntended(flow, from, to, old, now, diff(old, now), world);
}

type Row = readonly [change: string, before: Parts, after: Parts, isMeant: boolean];

describe('a subnet that a virtual network rule names loses its way on purpose', () => {
  const flow = call('hub/app', 'safe', { because: ['virtual-network-rule'] });
  const admitted = estate({ ...closed, networkRules });
  test.each<Row>([
    ['when its rule goes', admitted, estate(closed), true],
    [
      'when its rule turns into one that denies',
      admitted,
      estate({ ...closed, networkRules: { 'hub/app': { ...rule, action: 'Deny' } } }),
      true,
    ],
    ['when the target goes', admitted, { ...admitted, targets: [] }, true],
    ['when the subnet goes', admitted, { ...admitted, subnets: [] }, true],
    [
      'not when public access is disabled over its rule',
      admitted,
      estate({ ...closed, networkRules, publicNetworkAccess: 'Disabled' }),
      false,
    ],
    [
      'not when its endpoint goes from under the rule',
      admitted,
      estate({ ...closed, networkRules }, { natGateway: 'nat' }),
      false,
    ],
    [
      'not when the filter is turned off over its rule',
      admitted,
      estate({ ...closed, networkRules, networkRulesEnabled: false }),
      false,
    ],
    [
      'not when the target gains an endpoint as the rule goes',
      admitted,
      estate(closed, on, {
        endpoints: [privateEndpoint('pe', 'hub/ends', 'safe', { groups: ['files'] })],
      }),
      false,
    ],
    [
      'also when another target gains an endpoint',
      admitted,
      estate(closed, on, { endpoints: [privateEndpoint('pe', 'hub/ends', 'else')] }),
      true,
    ],
    [
      'also when the target has had an endpoint before',
      {
        ...admitted,
        endpoints: [privateEndpoint('pe', 'hub/ends', 'safe', { groups: ['files'] })],
      },
      estate(closed, on, {
        endpoints: [privateEndpoint('pe', 'hub/ends', 'safe', { groups: ['files'] })],
      }),
      true,
    ],
  ])('%s', (_, before, after, expected) => expect(isMeant(before, after, flow)).toBe(expected));

  test('not when a setting still names the target', () => {
    const works = { workloads: [workload('vm', 'hub/app')], uses: [use('vm', 'safe')] };
    expect(isMeant({ ...admitted, ...works }, estate(closed, on, works), flow)).toBe(false);
    expect(
      isMeant({ ...admitted, ...works }, estate(closed, on, { workloads: works.workloads }), flow),
    ).toBe(true);
    const direct = { uses: [use('hub/app', 'safe')] };
    expect(isMeant({ ...admitted, ...direct }, estate(closed, on, direct), flow)).toBe(false);
    const others = { uses: [use('hub/ends', 'safe'), use('hub/app', 'else')] };
    expect(isMeant({ ...admitted, ...others }, estate(closed, on, others), flow)).toBe(true);
  });

  test('not when what is hidden of the rules may name it still', () => {
    const hidden = unknown('the rules');
    const off = { natGateway: 'nat' };
    for (const key of ['*', '?0']) {
      const [before, after] = [
        admitted,
        estate({ ...closed, networkRules: { [key]: hidden } }, off),
      ];
      expect(isMeant(before, after, flow)).toBe(false);
      const said = (answer: string) => ({
        [namingKey({ id: 'safe' }, key, hidden, 'hub/app')]: answer,
      });
      expect(isMeant(before, after, flow, said('yes'))).toBe(false);
      expect(isMeant(before, after, flow, said('no'))).toBe(true);
    }
  });

  test('not when nothing named it to begin with', () => {
    expect(isMeant(estate({}), estate(closed), flow)).toBe(false);
  });

  test('when the rule of a subnet that nobody shows goes', () => {
    const hidden = { ...closed, networkRules: { '?0': unknown('subnet') } };
    const lost = call('?safe 0', 'safe');
    const [before, after] = [network(estate(hidden)), network(estate(closed))];
    const way = { by: 'service-endpoint', source: 'private' } as const;
    const asked = (now: typeof after) =>
      isIntended(lost, way, none('admission', 'x'), before, now, [], {});
    expect(asked(after)).toBe(true);
    expect(asked(network(estate({ ...hidden, publicNetworkAccess: 'Disabled' })))).toBe(false);
  });
});

describe('a subnet whose address a rule holds loses its way on purpose', () => {
  const flow = call('hub/app', 'safe', { because: ['ip-rule'] });
  const own = { natGateway: 'nat' };
  const by = (...ranges: readonly string[]) => ({ ...closed, ipRules: ipRules(...ranges) });
  const admitted = estate(by('20.0.0.1', '40.0.0.1'), own);
  test.each<Row>([
    ['when its rule goes', admitted, estate(by('40.0.0.1'), own), true],
    ['when all rules go', admitted, estate(closed, own), true],
    [
      'not when it leaves by another address',
      admitted,
      estate(by('20.0.0.1', '40.0.0.1'), { natGateway: 'new' }),
      false,
    ],
    [
      'not when a rule comes that may be meant for it',
      admitted,
      estate(by('40.0.0.1', '20.0.0.9'), own),
      false,
    ],
    [
      'not when public access is disabled over its rule',
      admitted,
      estate({ ...by('20.0.0.1', '40.0.0.1'), publicNetworkAccess: 'Disabled' }, own),
      false,
    ],
    [
      'not when its service endpoint takes the source from under the rule',
      admitted,
      estate(by('20.0.0.1'), on),
      false,
    ],
    [
      'when its rule turns into one that denies',
      admitted,
      estate({ ...closed, ipRules: { '20.0.0.1': { range: '20.0.0.1', action: 'Deny' } } }, own),
      true,
    ],
  ])('%s', (_, before, after, expected) => expect(isMeant(before, after, flow)).toBe(expected));

  test('not while a rule stands that nobody shows', () => {
    const hidden = { '?0': unknown('range') };
    const [before, after] = [
      network(estate({ ...closed, ipRules: { ...ipRules('20.0.0.1'), ...hidden } }, own)),
      network(estate({ ...closed, ipRules: hidden }, own)),
    ];
    const way = { by: 'internet', source: 'public' } as const;
    expect(isIntended(flow, way, none('admission', 'x'), before, after, [], {})).toBe(false);
  });
});

describe('the internet loses its way on purpose', () => {
  const anyone = call('internet', 'safe', {
    clientKind: 'internet',
    because: ['open'],
    evidence: 'possible',
  });
  test.each<Row>([
    ['when the default closes', estate({}), estate(closed), true],
    [
      'when public access is disabled',
      estate({}),
      estate({ publicNetworkAccess: 'Disabled' }),
      true,
    ],
    [
      'when public access is disabled as an endpoint comes',
      estate({}),
      estate({ publicNetworkAccess: 'Disabled' }, on, {
        endpoints: [privateEndpoint('pe', 'hub/ends', 'safe')],
      }),
      true,
    ],
  ])('%s', (_, before, after, expected) => expect(isMeant(before, after, anyone)).toBe(expected));

  test('when the first rule closes the public side', () => {
    const of = (own: Partial<Target>): Parts => ({
      targets: [target('safe', kinds.documents, own)],
    });
    expect(isMeant(of({}), of({ networkRules }), anyone)).toBe(true);
    expect(isMeant(of({}), of({ ipRules: ipRules('9.9.9.9') }), anyone)).toBe(true);
    expect(
      isMeant(of({ networkRules, networkRulesEnabled: false }), of({ networkRules }), anyone),
    ).toBe(true);
  });

  test('not when the change hides whether it closes anything', () => {
    const hidden = unknown('what is there');
    const member = {
      perimeters: [{ ...named('nsp'), target: 'safe', mode: 'Enforced' as const }],
    };
    const shut = none('admission', 'the perimeter');
    const meant = (before: Partial<Target>, after: Partial<Target>, world: World = {}) => {
      const [old, now] = [network(estate(before)), network(estate(after, on, member))];
      const way = { by: 'internet', source: 'public' } as const;
      return isIntended(anyone, way, shut, old, now, diff(old, now), world);
    };
    expect(meant({}, {})).toBe(false);
    expect(meant({}, closed)).toBe(true);
    for (const [before, after] of [
      [{ defaultAction: hidden }, closed],
      [{}, { defaultAction: hidden }],
      [{ networkRules: { '*': hidden } }, { networkRules }],
      [{}, { networkRules: { '*': hidden } }],
      [{ ipRules: { '*': hidden } }, { ipRules: ipRules('9.9.9.9') }],
      [{ ipRules: { '9.9.9.9': hidden } }, { ipRules: ipRules('9.9.9.9') }],
      [{ location: hidden }, { location: 'south' }],
      [{ location: 'north' }, { location: 'south' }],
    ] as const) {
      expect(meant(before, after)).toBe(false);
    }
    expect(meant({ networkRules }, {})).toBe(true);
    expect(meant({}, { ipRules: { '?0': hidden } })).toBe(true);
    const says = (key: Switch, answer: string) => ({ [switchKey(key, 'safe', hidden)]: answer });
    const deny = says('default-action', 'Deny');
    expect(meant({ defaultAction: hidden }, closed, deny)).toBe(false);
    expect(meant({}, { defaultAction: hidden }, deny)).toBe(true);
    expect(meant({ defaultAction: hidden }, closed, says('default-action', 'Allow'))).toBe(true);
    const shuts = { publicNetworkAccess: 'Disabled' as const };
    const open = says('public-network-access', 'Enabled');
    expect(meant({ publicNetworkAccess: hidden }, shuts, open)).toBe(true);
    expect(meant({ publicNetworkAccess: hidden }, shuts, deny)).toBe(false);
    const [off, on_] = ['no', 'yes'].map((each) => says('network-rules-enabled', each));
    expect(meant({ networkRulesEnabled: hidden }, {}, off)).toBe(true);
    expect(meant({ networkRulesEnabled: hidden }, {}, on_)).toBe(false);
  });

  test('not when the public side closes by itself', () => {
    const unset = (rest: Parts): Parts => ({
      ...estate({}, on, rest),
      targets: [target('safe', site, { publicNetworkAccess: 'unset' })],
    });
    expect(
      isMeant(unset({}), unset({ endpoints: [privateEndpoint('pe', 'hub/ends', 'safe')] }), anyone),
    ).toBe(false);
  });

  test('not when it is another target that closes', () => {
    const two = (of: Partial<Target>): Parts => ({
      ...estate({}, on, { endpoints: [] }),
      targets: [target('safe', site, { publicNetworkAccess: 'unset' }), target('else', vault, of)],
    });
    const pe = { endpoints: [privateEndpoint('pe', 'hub/ends', 'safe')] };
    expect(isMeant(two({}), { ...two(closed), ...pe }, anyone)).toBe(false);
  });

  test('when its range goes from the rules', () => {
    const office = call('internet 30.0.0.0/24', 'safe', {
      clientKind: 'internet',
      range: '30.0.0.0/24',
      because: ['ip-rule'],
    });
    expect(
      isMeant(estate({ ...closed, ipRules: ipRules('30.0.0.0/24') }), estate(closed), office),
    ).toBe(true);
  });
});

describe('a client of the config never loses its way on purpose', () => {
  test.each<Client['kind']>(['internet', 'on-premises', 'pipeline'])('%s', (kind) => {
    const clients = [{ ...named('office'), kind, addresses: ['30.0.0.1'], ranges: [] }];
    const admitted = { ...closed, ipRules: ipRules('30.0.0.1') };
    for (const because of ['use', 'ip-rule']) {
      const office = call('office', 'safe', { clientKind: kind, because: [because] });
      expect(
        isMeant(estate(admitted, on, { clients }), estate(closed, on, { clients }), office),
      ).toBe(false);
    }
  });
});

test('a pipeline loses its way on purpose when nothing of it is left', () => {
  const pipeline = call('pipeline', 'safe', { clientKind: 'pipeline' });
  const uses = { uses: [use('pipeline', 'safe')] };
  expect(isMeant(estate({}, on, uses), estate(closed), pipeline)).toBe(true);
  expect(isMeant(estate({}, on, uses), estate(closed, on, uses), pipeline)).toBe(false);
});

test('what had no way, or may still have one, loses none', () => {
  const model = network(estate(closed));
  const flow = call('hub/app', 'safe');
  const way = { by: 'internet', source: 'public' } as const;
  const stopped = none('absent', 'x');
  const open = { by: 'undecided', questions: [] } as const;
  expect(isIntended(flow, stopped, stopped, model, model, [], {})).toBe(false);
  expect(isIntended(flow, open, stopped, model, model, [], {})).toBe(false);
  expect(isIntended(flow, way, way, model, model, [], {})).toBe(false);
  expect(isIntended(flow, way, open, model, model, [], {})).toBe(false);
  expect(isIntended(flow, way, stopped, model, model, [], {})).toBe(true);
});
