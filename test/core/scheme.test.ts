import { describe, expect, test } from 'vitest';
import { diff } from '../../src/core/diff.ts';
import type { Edit } from '../../src/core/edit.ts';
import { flowsOf } from '../../src/core/flows.ts';
import type { Playbook, Trouble } from '../../src/core/playbook.ts';
import { endOf, scheme } from '../../src/core/scheme.ts';
import { tracksOf } from '../../src/core/survey.ts';
import type { Delays } from '../../src/core/timing.ts';
import {
  endpointOf,
  ipRules,
  kinds,
  natGateway,
  network,
  type Parts,
  rule,
  subnet,
  target,
  use,
  vnet,
} from './network.ts';

// A subnet that a rule admits by its address turns to a service endpoint, for which no rule is there. What may be proposed is given.

const { vault, site } = kinds;
const closed = { defaultAction: 'Deny' as const, ipRules: ipRules('20.0.0.1') };
const delays: Delays = () => ({
  take: { min: 1, max: 2 },
  settle: { min: 0, max: 3 },
  basis: '',
  source: '',
  confidence: 'likely',
});

const estate = (own: object, of: object, rest: Parts = {}): Parts => ({
  vnets: [vnet('hub')],
  subnets: [subnet('hub/app', { natGateway: 'nat', ...own })],
  natGateways: [natGateway('nat', '20.0.0.1')],
  targets: [target('safe', vault, of)],
  ...rest,
});
const [before, after] = [estate({}, closed), estate({ endpoints: endpointOf(vault) }, closed)];

const admit: Edit = {
  kind: 'virtual-network-rule',
  id: 'safe',
  key: 'hub/app',
  after: { ...rule, ignoreMissing: true },
};
const open: Edit = { kind: 'default-action', id: 'safe', before: 'Deny', after: 'Allow' };
const useless: Edit = { kind: 'ip-rule', id: 'safe', key: '9.9.9.9', after: { range: '9.9.9.9' } };

function playbook(
  kind: Playbook['kind'],
  ...proposals: readonly (readonly Edit[])[]
): Playbook & { readonly asked: Trouble[] } {
  const asked: Trouble[] = [];
  return {
    id: kind,
    kind,
    asked,
    propose: (trouble) => {
      asked.push(trouble);
      return proposals.map((edits, n) => ({
        id: `${kind} ${n}`,
        edits,
        why: 'it helps',
        by: 'service',
      }));
    },
  };
}

function planned(
  from: Parts,
  to: Parts,
  playbooks: readonly Playbook[],
  bridges: 'allow' | 'never' = 'allow',
) {
  const [old, now] = [network(from), network(to)];
  const edits = diff(old, now);
  const flows = flowsOf(old, now, edits);
  const plan = scheme({
    before: old,
    after: now,
    edits,
    flows,
    tracks: tracksOf(old, flows, edits),
    delays,
    playbooks,
    bridges,
  });
  const extras = [...plan.extras].map(
    ([n, { role, id }]) => `${role} ${id}: ${plan.edits[n]?.kind}`,
  );
  return { plan, extras, old, own: edits.length };
}

describe('a repair', () => {
  test('is the first proposal that gives a lost flow its way', () => {
    const { plan, extras, own } = planned(before, after, [
      playbook('repair', [useless], [admit], [open]),
    ]);
    expect(extras).toEqual(['repair repair 1: virtual-network-rule']);
    expect(plan.extras.get(own)).toEqual({
      role: 'repair',
      id: 'repair 1',
      why: 'it helps',
      by: 'service',
    });
    expect(plan.cost.deniedMinutes).toBe(0);
  });
  test('stays: the plan ends in what comes after it, plus the repair', () => {
    const { plan, old } = planned(before, after, [playbook('repair', [admit])]);
    const end = endOf(plan, old);
    expect(end).toEqual({
      ...network(after),
      targets: {
        safe: target('safe', vault, {
          ...closed,
          networkRules: { 'hub/app': { ...rule, ignoreMissing: true } },
        }),
      },
    });
    expect(endOf(plan, old)).toBe(end);
  });
  test('comes before what breaks the flow', () => {
    const { plan } = planned(before, after, [playbook('repair', [admit])]);
    const sequence = plan.groups
      .flatMap((group) => group.units)
      .map((unit) => plan.edits[plan.ordering.units[unit]?.edits[0] ?? -1]?.kind);
    expect(sequence).toEqual(['virtual-network-rule', 'service-endpoint']);
  });
  test('is none where nothing proposed helps', () => {
    expect(planned(before, after, [playbook('repair', [useless])]).extras).toEqual([]);
    expect(planned(before, after, []).extras).toEqual([]);
  });
  test('is none that edits what the change edits, or finds something else there', () => {
    const taken: Edit = {
      kind: 'service-endpoint',
      id: 'hub/app',
      key: 'Test.Vault',
      before: endpointOf(vault)['Test.Vault'],
    };
    const elsewhere: Edit = { ...open, before: 'unset' };
    expect(planned(before, after, [playbook('repair', [taken], [elsewhere])]).extras).toEqual([]);
    expect(planned(before, after, [playbook('repair', [open])]).extras).toHaveLength(1);
  });
  test('is asked for with the trouble: how it went, what stops it, and where', () => {
    const book = playbook('repair', [admit]);
    planned(before, after, [book]);
    expect(book.asked).toHaveLength(1);
    expect(book.asked[0]).toMatchObject({
      flow: { client: 'hub/app', target: 'safe' },
      from: { by: 'internet' },
      stopped: { by: 'none', because: 'admission' },
    });
    expect(book.asked[0]?.state.subnets['hub/app']?.endpoints).toHaveProperty(['Test.Vault']);
  });
  test('is not asked for where nobody who counts is lost', () => {
    const book = playbook('repair', [admit]);
    planned(before, before, [book]);
    planned(before, estate({}, { defaultAction: 'Allow' }), [book]);
    // A client that nothing names any more is lost on purpose.
    planned(before, estate({}, { defaultAction: 'Deny' }), [book]);
    // Only possible.
    planned(estate({}, {}), estate({}, { defaultAction: 'Deny' }), [book]);
    // Had no way.
    planned(
      estate({}, { defaultAction: 'Deny' }, { uses: [use('hub/app', 'safe')] }),
      estate(
        { endpoints: endpointOf(vault) },
        { defaultAction: 'Deny' },
        { uses: [use('hub/app', 'safe')] },
      ),
      [book],
    );
    expect(book.asked).toEqual([]);
  });
  test('of one flow is not done again for another that it helps too', () => {
    const two = (own: object): Parts => ({
      ...estate(own, closed),
      subnets: [
        subnet('hub/app', { natGateway: 'nat', ...own }),
        subnet('hub/web', { natGateway: 'nat', ...own }),
      ],
    });
    expect(
      planned(two({}), two({ endpoints: endpointOf(vault) }), [playbook('repair', [open])]).extras,
    ).toEqual(['repair repair 0: default-action']);
  });
});

describe('a bridge', () => {
  // The public side closes as the first endpoint comes, before the rule of the subnet is there.
  const shut = (of: object, own: object = {}): Parts => ({
    ...estate(own, {}),
    uses: [use('hub/app', 'safe')],
    targets: [target('safe', site, of)],
  });
  const [calm, gapped] = [
    shut({ ipRules: ipRules('20.0.0.1') }),
    shut({ networkRules: { 'hub/app': rule } }, { endpoints: endpointOf(site) }),
  ];
  const openSite: Edit = { kind: 'default-action', id: 'safe', before: 'unset', after: 'Allow' };
  const bridging = (...proposals: readonly (readonly Edit[])[]) => playbook('bridge', ...proposals);

  test('is not asked for where an order avoids every denial', () => {
    const book = bridging([openSite]);
    expect(planned(calm, gapped, [book]).plan.cost.deniedMinutes).toBe(0);
    expect(book.asked).toEqual([]);
  });

  // The endpoint goes on and off under rules that a service refuses before it: no order avoids the gap.
  const store = kinds.store;
  const far = (own: object, of: object): Parts => ({
    ...estate(own, {}),
    vnets: [vnet('hub', { location: 'south' })],
    uses: [use('hub/app', 'safe')],
    targets: [target('safe', { ...store, scope: 'everywhere' }, { defaultAction: 'Deny', ...of })],
  });
  const everywhere = { endpoints: endpointOf(store, { scope: 'everywhere' }) };
  const [old, now] = [
    far({}, { ipRules: ipRules('20.0.0.1') }),
    far(everywhere, { networkRules: { 'hub/app': rule } }),
  ];

  test('opens before and closes after, and leaves nothing behind', () => {
    const { plan, extras, old: start } = planned(old, now, [bridging([open])]);
    expect(extras).toEqual([
      'bridge-open bridge 0: default-action',
      'bridge-close bridge 0: default-action',
    ]);
    expect(plan.cost.deniedMinutes).toBe(0);
    expect(endOf(plan, start)).toEqual(network(now));
    const sequence = plan.groups
      .flatMap((group) => group.units)
      .flatMap((unit) => plan.ordering.units[unit]?.edits ?? []);
    const [opens = -1, closes = -1] = plan.extras.keys();
    expect(sequence.indexOf(opens)).toBeLessThan(sequence.indexOf(closes));
  });
  test('is left out where it does not help, or may not be', () => {
    expect(planned(old, now, [bridging([useless])]).extras).toEqual([]);
    const never = planned(old, now, [bridging([open])], 'never');
    expect(never.extras).toEqual([]);
    expect(never.plan.cost.deniedMinutes).toBeGreaterThan(0);
  });
  test('is the one that leaves least denied', () => {
    expect(planned(old, now, [bridging([useless], [open])]).extras[0]).toBe(
      'bridge-open bridge 1: default-action',
    );
  });
  test('is there for every gap, however many they are, and for nothing else', () => {
    const names = Array.from({ length: 70 }, (_, n) => `safe-${n}`);
    const many = (own: object, of: object): Parts => ({
      ...far(own, of),
      uses: names.map((name) => use('hub/app', name)),
      targets: names.map((name) =>
        target(name, { ...store, scope: 'everywhere' }, { defaultAction: 'Deny', ...of }),
      ),
    });
    const each = (id: string, edit: Edit): Playbook => ({
      id,
      kind: 'bridge',
      propose: ({ flow: { target: at } }) => [
        { id: `${id} ${at}`, edits: [{ ...edit, id: at }], why: 'it helps', by: 'service' },
      ],
    });
    const { plan } = planned(
      many({}, { ipRules: ipRules('20.0.0.1') }),
      many(everywhere, { networkRules: { 'hub/app': rule } }),
      [each('idle', useless), each('open', open)],
    );
    const opened = [...plan.extras.values()].filter(({ role }) => role === 'bridge-open');
    expect(opened.map(({ id }) => id).sort()).toEqual(names.map((name) => `open ${name}`).sort());
    expect(plan.cost.deniedMinutes).toBe(0);
  });
  test('of which nobody can say what it is leaves a doubt', () => {
    const { plan } = planned(old, now, [bridging([])]);
    expect([...plan.doubtful.keys()]).toEqual(['subnet hub/app -> safe *']);
    expect([...planned(old, now, [bridging([useless])]).plan.doubtful.keys()]).toEqual([]);
  });
  test('is not for a flow that has no way after the change', () => {
    const book = bridging([open]);
    planned(old, far(everywhere, {}), [book]);
    expect(book.asked).toEqual([]);
  });
});
