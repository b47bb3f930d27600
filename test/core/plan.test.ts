import { describe, expect, test } from 'vitest';
import { unknown } from '../../src/core/known.ts';
import type { Subnet, Target } from '../../src/core/model.ts';
import type { Plan, PlanStage, PlanStep } from '../../src/core/plan.ts';
import {
  endpointOf,
  ipRules,
  type Kind,
  kinds,
  link,
  natGateway,
  type Parts,
  privateEndpoint,
  rule,
  subnet,
  target,
  use,
  vnet,
  workload,
  zone,
  zoneGroup,
  zoneOf,
} from './network.ts';
import { laidOut, planned, span, worked } from './work.ts';

// Changes whose plan the laws tell in full: what comes in which stage, and what is told of it.

const { store, vault, database, documents } = kinds;
const networkRules = { 'hub/app': rule };
const closed = { defaultAction: 'Deny' as const };

/** A subnet that calls the account t, by a setting. */
const estate = (
  own: Partial<Subnet>,
  of: Partial<Target>,
  kind: Kind,
  rest: Parts = {},
): Parts => ({
  vnets: [vnet('hub')],
  subnets: [subnet('hub/app', own), subnet('hub/ends')],
  targets: [target('t', kind, of)],
  uses: [use('hub/app', 't')],
  workloads: [workload('vm', 'hub/app')],
  ...rest,
});
const on = (of: Kind) => ({ endpoints: endpointOf(of) });

const zoneName = zoneOf(vault);
const linked: Parts = { zones: [zone(zoneName)], links: [link(zoneName, 'hub')] };
const withEndpoint: Parts = {
  ...linked,
  endpoints: [privateEndpoint('pe', 'hub/ends', 't')],
  zoneGroups: [zoneGroup('pe', zoneName)],
};
const disabled = { publicNetworkAccess: 'Disabled' as const };

describe('expand before contract:', () => {
  test('an open account gets endpoint and rule, and only then closes', () => {
    const change = [
      estate({}, {}, store),
      estate(on(store), { networkRules, ...closed }, store),
    ] as const;
    expect(laidOut(worked(...change))).toEqual([
      'switch, felt: Turn on Test.Store on hub/app; Add virtual network rule hub/app on t',
      'retire: Set default action of t to Deny',
    ]);
  });

  test('a service that takes the rule first gets it first, with the flag that the change lacks', () => {
    const change = [
      estate({}, {}, vault),
      estate(on(vault), { networkRules, ...closed }, vault),
    ] as const;
    const work = worked(...change);
    expect(laidOut(work)).toEqual([
      'prepare: Add virtual network rule hub/app on t',
      'switch, felt: Turn on Test.Vault on hub/app',
      'retire: Set default action of t to Deny',
    ]);
    expect([...work.plan.flagged].map((n) => work.edits[n]?.kind)).toEqual([
      'virtual-network-rule',
    ]);
    const flagged = { networkRules: { 'hub/app': { ignoreMissing: true } }, ...closed };
    expect(worked(change[0], estate(on(vault), flagged, vault)).plan.flagged.size).toBe(0);
  });

  test('a flag is wanted only where the endpoint comes later, and of this service', () => {
    const admitted = { networkRules };
    expect(
      worked(estate(on(vault), {}, vault), estate(on(vault), admitted, vault)).plan.flagged.size,
    ).toBe(0);
    expect(
      worked(estate({}, {}, vault), estate(on(store), admitted, vault)).plan.flagged.size,
    ).toBe(0);
    expect(worked(estate({}, {}, vault), estate({}, admitted, vault)).plan.flagged.size).toBe(0);
    expect(
      worked(estate(on(vault), admitted, vault), estate({}, {}, vault)).plan.flagged.size,
    ).toBe(0);
  });

  test('the first rule of a service that it closes comes last', () => {
    const change = [
      estate({}, {}, documents),
      estate(on(documents), { networkRules }, documents),
    ] as const;
    expect(laidOut(worked(...change))).toEqual([
      'switch, felt: Turn on Test.Documents on hub/app',
      'retire: Add virtual network rule hub/app on t',
    ]);
  });

  test('endpoints of one subnet are one write and one reset', () => {
    const two = (own: Partial<Subnet>, t: Partial<Target>, u: Partial<Target>): Parts => ({
      ...estate(own, t, vault),
      targets: [target('t', vault, t), target('u', database, u)],
    });
    const both = { endpoints: { ...endpointOf(vault), ...endpointOf(database) } };
    const stages = laidOut(
      worked(two({}, {}, {}), two(both, { networkRules, ...closed }, { networkRules })),
    );
    expect(stages[1]).toBe('switch, felt: Turn on Test.Database, Test.Vault on hub/app');
    expect(stages).toHaveLength(3);
  });

  test('a new way out is admitted before it is taken, and the old one closed after', () => {
    const nat = { natGateways: [natGateway('old', '20.0.0.1'), natGateway('new', '20.0.0.2')] };
    const by = (name: string, address: string) =>
      estate({ natGateway: name }, { ...closed, ipRules: ipRules(address) }, vault, nat);
    expect(laidOut(worked(by('old', '20.0.0.1'), by('new', '20.0.0.2')))).toEqual([
      'prepare: Add IP rule 20.0.0.2 on t',
      'switch, felt: Set NAT gateway of hub/app to new',
      'retire: Remove IP rule 20.0.0.1 on t',
    ]);
  });

  test('what goes is taken down from the rules: last, the service endpoint goes off the subnet', () => {
    const both: Parts = { ...withEndpoint, zoneGroups: [] };
    const change = [
      estate(on(vault), { networkRules, ...closed }, vault, { ...both, endpoints: [] }),
      estate({}, disabled, vault, withEndpoint),
    ] as const;
    const stages = laidOut(worked(...change))
      .join('; ')
      .split('; ');
    const place = (title: string) => stages.findIndex((each) => each.endsWith(title));
    const [group, off, gone, closes] = [
      'Add DNS zone group of pe',
      'Turn off Test.Vault on hub/app',
      'Remove virtual network rule hub/app on t',
      'Set public network access of t to Disabled',
    ].map(place);
    expect([group, off, gone, closes]).not.toContain(-1);
    expect(Number(group)).toBeLessThan(Math.min(Number(off), Number(gone), Number(closes)));
    expect(Number(off)).toBeGreaterThan(Number(gone));
  });
});

describe('names before doors:', () => {
  const [before, after] = [
    estate({}, {}, vault, linked),
    estate({}, disabled, vault, withEndpoint),
  ];

  test('a gap between endpoint and record is bridged', () => {
    const work = worked(before, after);
    const policy = `resolution policy of ${zoneName}-hub`;
    expect(laidOut(work)).toEqual([
      `prepare: (bridge-open) Set ${policy} to NxDomainRedirect`,
      'prepare: Add private endpoint pe',
      'switch, felt: Add DNS zone group of pe',
      `switch: (bridge-close) Set ${policy} to Default`,
      'retire: Set public network access of t to Disabled',
    ]);
    expect(work.plan.cost.deniedMinutes).toBe(0);
  });

  test('also where nobody is known to call: somebody looks from the network that may', () => {
    const nobody = { uses: [], workloads: [] };
    const plan = planned(
      estate({}, {}, vault, nobody),
      estate({}, disabled, vault, { ...withEndpoint, ...nobody }),
    );
    expect(plan.stages.map(({ phase }) => phase)).toEqual([
      'prepare',
      'switch',
      'verify',
      'retire',
    ]);
    expect(plan.stages[2]?.steps.map(({ title }) => title)).toEqual([
      'Recycle the old connections of hub and see that it uses the new way',
    ]);
  });

  test('or stated, in one stage', () => {
    const work = worked(before, after, { bridges: 'never' });
    expect(laidOut(work)).toEqual([
      'switch, felt: Add private endpoint pe; Add DNS zone group of pe',
      'retire: Set public network access of t to Disabled',
    ]);
    // Endpoint 2 + 2, record 2 + 1: denied beside both. The name goes and comes back, for the subnet and for all of its network.
    expect(work.plan.cost).toEqual({ deniedMinutes: 7, disruptions: 4 });
    expect(planned(before, after, { bridges: 'never' }).verdict).toBe('window');
  });

  test('there is none where the zone is linked last', () => {
    expect(laidOut(worked(estate({}, {}, vault), after))).toEqual([
      `prepare: Add private DNS zone ${zoneName}; Add private endpoint pe; Add DNS zone group of pe`,
      `switch, felt: Add virtual network link ${zoneName}-hub`,
      'retire: Set public network access of t to Disabled',
    ]);
  });
});

describe('a flow that the change would lose is repaired', () => {
  const nat = { natGateways: [natGateway('nat', '20.0.0.1')] };
  const admitted = { ...closed, ipRules: ipRules('20.0.0.1') };
  test('by the rule that its new source needs, before it switches', () => {
    const work = worked(
      estate({ natGateway: 'nat' }, admitted, vault, nat),
      estate({ natGateway: 'nat', ...on(vault) }, admitted, vault, nat),
    );
    expect(laidOut(work)).toEqual([
      'prepare: (repair) Add virtual network rule hub/app on t',
      'switch, felt: Turn on Test.Vault on hub/app',
    ]);
    expect(work.judgements.map((each) => each.verdict)).toContain('blocked');
  });
  test('by the link that its network lacks', () => {
    const unlinked = { ...withEndpoint, links: [] };
    expect(laidOut(worked(estate({}, {}, vault), estate({}, disabled, vault, unlinked)))).toEqual([
      `prepare: Add private DNS zone ${zoneName}; Add private endpoint pe; Add DNS zone group of pe`,
      'switch, felt: (repair) Add virtual network link link-hub',
      'retire: Set public network access of t to Disabled',
    ]);
  });
  test('unless the loss is intended', () => {
    const work = worked(
      estate({}, { ...closed, networkRules }, vault, {
        uses: [],
        subnets: [subnet('hub/app', on(vault))],
      }),
      estate({}, closed, vault, { uses: [], subnets: [subnet('hub/app', on(vault))] }),
    );
    expect(work.plan.extras.size).toBe(0);
    expect(work.judgements.map((each) => each.verdict)).not.toContain('blocked');
  });
  test('unless nothing helps: it is lost', () => {
    const plan = planned(estate({}, {}, vault), estate({}, disabled, vault));
    expect([plan.verdict, plan.stages.length, plan.asWritten.deniedMinutes]).toEqual([
      'blocked',
      1,
      { min: 0, max: null },
    ]);
    expect(plan.headline).toBe('hub/app loses t for good: after the change it has no way there.');
    expect(plan.maintenanceWindow).toMatchObject({
      required: false,
      because: 'What stops does not come back by itself: no window helps.',
    });
  });
});

const step = (plan: Plan, id: string): PlanStep => {
  const found = plan.stages.flatMap((each) => each.steps).find((each) => each.id === id);
  if (found === undefined) throw new Error(`The plan has no step ${id}.`);
  return found;
};
const heads = (stages: readonly PlanStage[]) =>
  stages.map(
    (each) => `${each.number} ${each.phase}${each.disruptive ? ', felt' : ''}: ${each.title}`,
  );
const felt = ({ interruptions }: PlanStep) =>
  interruptions.map(
    (each) =>
      `${each.flow.clientName} ${each.effect} ${span(each.minutes)} ${each.causedBy}–${each.restoredBy}`,
  );

describe('a plan tells', () => {
  const plan = () =>
    planned(estate({}, {}, vault), estate(on(vault), { networkRules, ...closed }, vault));

  test('its stages, and one of its own to verify before anything closes', () => {
    expect(heads(plan().stages)).toEqual([
      '1 prepare: Prepare: add virtual network rule hub/app on t',
      '2 switch, felt: Switch: turn on Test.Vault on hub/app',
      '3 verify: Verify: nobody uses the old way',
      '4 retire: Retire: set default action of t to Deny',
    ]);
    expect(step(plan(), '3.1')).toMatchObject({
      title: 'Recycle the old connections of hub/app and see that it uses the new way',
      edit: 'recycle connections',
      inChange: false,
      by: 'application',
      minutes: { min: 0, max: null },
    });
  });

  test('whom each step interrupts, and for how long', () => {
    expect(felt(step(plan(), '1.1'))).toEqual([]);
    expect(felt(step(plan(), '2.1'))).toEqual([
      'hub/app reset 0–15 2.1–2.1',
      'hub/app source-switch 0–15 2.1–2.1',
      'hub/app reset 0–15 2.1–2.1',
      'hub/app source-switch 0–15 2.1–2.1',
    ]);
  });

  test('the last safe moment, where undoing hurts', () => {
    expect(step(plan(), '2.1').pointOfNoReturn).toBe(
      'Undoing it closes the open connections of hub/app once more.',
    );
    expect([step(plan(), '1.1'), step(plan(), '4.1')].map((each) => each.pointOfNoReturn)).toEqual([
      undefined,
      undefined,
    ]);
  });

  test('the flag as a step beside that of its rule', () => {
    expect(step(plan(), '1.1a')).toMatchObject({
      inChange: false,
      edit: 'update virtual-network-rule',
      title:
        'With it, set ignoreMissingVnetServiceEndpoint: the endpoint of the subnet is still off',
      minutes: { min: 0, max: 0 },
      by: 'service',
    });
  });

  test('how long it takes: writes, settling, checks', () => {
    const [first, second, third] = plan().stages;
    expect([first, second, third].map((each) => each && span(each.minutes))).toEqual([
      '3–16',
      '3–27',
      '2–',
    ]);
    expect(second?.basis).toMatchObject({
      writes: { min: 1, max: 2 },
      settling: { min: 0, max: 15 },
      checks: { min: 2, max: 10 },
    });
    expect(step(plan(), '2.1').minutes).toEqual({ min: 1, max: 17 });
  });

  test('what its firewall rules and connections go through', () => {
    const { firewallUpdates, connectionResets, dnsChanges } = plan();
    expect(
      firewallUpdates.map(
        (each) =>
          `${each.stage} ${each.step} ${each.change} ${each.kind} ${each.value} ${each.inChange}: ${each.why}`,
      ),
    ).toEqual([
      '1 1.1 add virtual-network-rule hub/app true: admits hub/app once it comes by its service endpoint',
      '1 1.1 update virtual-network-rule hub/app false: the service takes the rule before the endpoint only with this flag',
      '4 4.1 update default-action Deny true: closes the public side',
    ]);
    expect(connectionResets).toEqual([
      expect.objectContaining({
        subnet: 'hub/app',
        service: 'Test.Vault',
        evidence: 'declared',
        stage: 2,
        step: '2.1',
        cause: 'Turn on Test.Vault on hub/app',
        workloads: ['virtual machine vm'],
        minutes: { min: 0, max: 15 },
      }),
    ]);
    expect(dnsChanges).toEqual([]);
  });

  test('in one sentence what one apply does, against the stages', () => {
    expect(plan().headline).toBe(
      'As one apply: hub/app is denied on t for up to 17 minutes; in four stages: one connection reset, nothing denied.',
    );
    expect(plan().maintenanceWindow).toMatchObject({
      required: true,
      because: 'Open connections of hub/app close in stage 2.',
    });
  });

  test('which ways change', () => {
    expect(
      plan().transitions.map(({ flow, from, to, intended }) => [
        flow.clientName,
        flow.evidence,
        from.by,
        to.by,
        intended,
      ]),
    ).toEqual([
      ['hub/app', 'declared', 'internet', 'service-endpoint', false],
      ['internet', 'possible', 'internet', 'none', true],
      ['hub', 'possible', 'internet', 'none', false],
      ['hub/app', 'possible', 'internet', 'service-endpoint', false],
    ]);
  });
});

describe('a plan with a bridge tells', () => {
  const plan = (bridges: 'allow' | 'never' = 'allow') =>
    planned(estate({}, {}, vault, linked), estate({}, disabled, vault, withEndpoint), { bridges });

  test('its two ends as stages of their own', () => {
    expect(heads(plan().stages)).toEqual([
      '1 prepare: Prepare: bridge the gap that no order avoids',
      '2 prepare: Prepare: add private endpoint pe',
      '3 switch, felt: Switch: add DNS zone group of pe',
      '4 switch: Take back what bridged the gap',
      '5 verify: Verify: nobody uses the old way',
      '6 retire: Retire: set public network access of t to Disabled',
    ]);
    const [one, other] = [step(plan(), '1.1'), step(plan(), '4.1')];
    expect(one.bridge).toBeDefined();
    expect(other.bridge).toBe(one.bridge);
    expect([one, other, step(plan(), '3.1')].map((each) => [each.inChange, each.by])).toEqual([
      [false, 'dns'],
      [false, 'dns'],
      [true, 'dns'],
    ]);
    expect(one.commands?.length).toBeGreaterThan(0);
    expect(step(plan(), '3.1').bridge).toBeUndefined();
  });

  test('every name that changes, and who keeps the old answer for a while', () => {
    expect(
      plan().dnsChanges.map(
        (each) =>
          `${each.step} ${each.kind} ${each.change} ${each.name}: ${each.before} > ${each.after} ${each.inChange}`,
      ),
    ).toEqual([
      `1.1 link update ${zoneName}-hub: Default > NxDomainRedirect false`,
      `3.1 zone-group add pe:  > ${zoneName} true`,
      `3.1 record add t.${zoneName}:  > 10.0.9.4 true`,
      '3.1 client-cache update t.data.vault.test: a public address > the private address true',
      `4.1 link update ${zoneName}-hub: NxDomainRedirect > Default false`,
    ]);
    expect(plan().dnsChanges.at(-1)?.why).toBe(
      'takes the bridge away, now that the new way stands',
    );
  });

  test('the gap, where it may not bridge', () => {
    const stated = plan('never');
    expect(heads(stated.stages)).toEqual([
      '1 switch, felt: Switch: flows take their new way',
      '2 verify: Verify: nobody uses the old way',
      '3 retire: Retire: set public network access of t to Disabled',
    ]);
    // The record's own 1–3 minutes come after the 1–2 that the endpoint takes.
    expect(felt(step(stated, '1.1'))).toEqual(['hub/app name-unresolved 2–5 1.1–1.2']);
    expect(step(stated, '1.2').pointOfNoReturn).toBe(
      'Undoing it stops hub/app → t until the steps before it are undone too.',
    );
    expect(stated.headline).toBe(
      'Apply it in a maintenance window: no connection reset, and hub/app is without t for up to 5 minutes, which no order avoids.',
    );
    expect(stated.maintenanceWindow.because).toBe('Names do not resolve in stage 1.');
    // One after the other for one network: 2–4 of writes.
    expect(stated.stages[0]?.basis?.writes).toEqual({ min: 2, max: 4 });
  });
});

describe('an endpoint that is replaced', () => {
  const plan = () =>
    planned(estate({}, {}, vault, withEndpoint), estate({}, {}, vault, withEndpoint), {
      replaced: ['pe'],
    });
  test('is away between its two ends, under a bridge', () => {
    expect(heads(plan().stages)).toEqual([
      '1 prepare: Prepare: bridge the gap that no order avoids',
      '2 switch, felt: Switch: remove DNS zone group of pe',
      '3 verify: Verify: nobody uses the old way',
      '4 retire: Replace pe: it is away until the new one answers',
      '5 retire, felt: Retire: add DNS zone group of pe',
      '6 retire: Take back what bridged the gap',
    ]);
    expect(plan().transitions).toEqual([]);
  });
  test('goes once the connections are recycled that were made by it', () => {
    expect(step(plan(), '3.1').title).toBe(
      'Recycle the old connections of hub/app and see that it uses the new way',
    );
  });
  test('leaves caches with the one answer, and then with the other', () => {
    const caches = plan().dnsChanges.filter((each) => each.kind === 'client-cache');
    expect(caches.map((each) => `${each.step}: ${each.before} > ${each.after}`)).toEqual([
      '2.1: a private address > a public address',
      '5.1: a public address > the private address',
    ]);
  });
});

test('an endpoint that goes for good goes after its names, and after the connections made by it', () => {
  const plan = planned(estate({}, {}, vault, withEndpoint), estate({}, {}, vault, linked));
  expect(heads(plan.stages)).toEqual([
    '1 prepare: Prepare: bridge the gap that no order avoids',
    '2 switch, felt: Switch: remove DNS zone group of pe',
    '3 verify: Verify: nobody uses the old way',
    '4 retire: Retire: remove private endpoint pe',
    '5 retire: Take back what bridged the gap',
  ]);
});

describe('a verdict', () => {
  test.each<readonly [string, Parts, Parts, Plan['verdict'], string]>([
    [
      'clear',
      estate({}, {}, vault),
      estate({}, { label: 'renamed' }, vault),
      'clear',
      'No flow changes its way, its name, its source address or its connections.',
    ],
    [
      'safe',
      estate({}, closed, vault),
      estate({}, {}, vault),
      'safe',
      'Flows change their way, and none is interrupted.',
    ],
  ])('%s', (_, before, after, verdict, headline) => {
    const plan = planned(before, after);
    expect([plan.verdict, plan.headline]).toEqual([verdict, headline]);
    expect(plan.maintenanceWindow.required).toBe(false);
  });

  test('clear has no stages', () => {
    expect(planned(estate({}, {}, vault), estate({}, { sku: 'Basic' }, vault)).stages).toEqual([]);
  });

  test('incomplete lists what is missing, and whom it affects', () => {
    const blind = { defaultAction: unknown('the default action of t') };
    const plan = planned(
      estate(on(vault), { ...blind, networkRules }, vault),
      estate(on(vault), blind, vault),
    );
    expect(plan.verdict).toBe('incomplete');
    expect(plan.gaps.map((each) => [each.missing, each.affects])).toEqual([
      ['the default action of t', ['hub/app → t']],
    ]);
  });

  test('of a closing over a rule whose subnet nobody shows is incomplete', () => {
    const hidden = { ...closed, networkRules: { '?0': unknown('which subnet the rule names') } };
    const without: Parts = { uses: [], workloads: [] };
    const plan = planned(
      estate({}, hidden, vault, without),
      estate({}, { ...hidden, ...disabled }, vault, without),
    );
    expect(plan.verdict).toBe('incomplete');
  });
});
