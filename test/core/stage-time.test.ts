import { describe, expect, test } from 'vitest';
import { planOf } from '../../src/core/assemble.ts';
import { type Config, defaults } from '../../src/core/config.ts';
import { unknown } from '../../src/core/known.ts';
import type { NetworkModel } from '../../src/core/model.ts';
import type { Plan, PlanStage } from '../../src/core/plan.ts';
import { knowledgeOf } from '../../src/knowledge/index.ts';
import { change, settings } from '../laws/models.ts';
import {
  endpointOf,
  ipRules,
  kinds,
  network,
  privateEndpoint,
  subnet,
  target,
  use,
  vnet,
  workload,
} from './network.ts';

// Lengths of the delay table: a private endpoint takes 1 to 5 minutes and settles for up to 2, a subnet takes 1 and settles for up to
// 15, a service takes 1 to 10 and settles for 1; the checks of a gate take 2 to 10.

describe('the way back', () => {
  test('is reckoned from the inverses: what a policy names anew takes longer to come than to go', () => {
    const policy = { ...defaults, dns: { policyWritesZoneGroups: { delay: 15 } } };
    const gone = stageOf(plan(endpoints('pe'), endpoints(), policy));
    expect(gone.minutes.max).toBe(5 + 2 + 10);
    expect(gone.rollback?.minutes).toEqual({ min: 1 + 2, max: 5 + 15 + 10 });
    const come = stageOf(plan(endpoints(), endpoints('pe'), policy));
    expect(come.minutes.max).toBe(5 + 15 + 10);
    expect(come.rollback?.minutes.max).toBe(5 + 2 + 10);
  });

  test('adds the writes of one network up, as the work does', () => {
    const found = stageOf(plan(subnets(), subnets('both')));
    expect(found.rollback).toMatchObject({
      minutes: { min: 2 + 2, max: 2 + 15 + 10 },
      steps: ['1.2', '1.1'],
      lastSafeMoment: { minutes: found.minutes },
    });
    const [writes] = found.rollback?.basis.shares ?? [];
    expect(writes).toMatchObject({
      of: 'writes',
      because: expect.stringMatching(/^2 writes queue/),
    });
  });

  test('reaches to the end of a stage that closes connections, although it closes them once more', () => {
    const found = stageOf(plan(subnets(), subnets('one')));
    expect(found.steps[0]?.pointOfNoReturn).toContain('closes the open connections');
    expect(found.rollback).toMatchObject({
      minutes: { min: 1 + 2, max: 1 + 15 + 10 },
      steps: ['1.1'],
      lastSafeMoment: { minutes: found.minutes },
    });
  });

  test('ends before a step that nothing undoes', () => {
    const found = stageOf(plan(two(true), two(false)));
    const lost = found.steps.findIndex(({ edit }) => edit === 'remove target');
    expect(lost).toBeGreaterThan(0);
    const before = found.steps[lost];
    expect(before?.pointOfNoReturn).toContain('cannot be undone');
    expect(found.rollback?.lastSafeMoment.before).toBe(before?.id);
    expect(found.rollback?.steps).toEqual(
      found.steps
        .slice(0, lost)
        .map(({ id }) => id)
        .reverse(),
    );
  });

  test('is none where the first step is such a one', () => {
    const found = stageOf(plan(targets('stdata'), targets()));
    expect(found.rollback).toMatchObject({
      minutes: { min: 0, max: 0 },
      steps: [],
      lastSafeMoment: { minutes: { min: 0, max: 0 }, before: '1.1' },
    });
  });

  test('waits for nobody: an endpoint that its owner approved by hand is not had back in time', () => {
    const shown = stageOf(plan(endpoints('pe'), endpoints()));
    expect(shown.rollback?.steps).toEqual(['1.1']);
    const byHand = network({
      ...parts,
      endpoints: [privateEndpoint('pe', 'hub/pe', 'stdata', { status: unknown('not shown') })],
    });
    const asked = stageOf(plan(byHand, endpoints()));
    expect(asked.rollback?.lastSafeMoment.before).toBe('1.1');
  });
});

const parts = {
  vnets: [vnet('hub')],
  subnets: [subnet('hub/app'), subnet('hub/pe')],
  targets: [target('stdata', kinds.store)],
  workloads: [workload('vm', 'hub/app')],
  uses: [use('hub/app', 'stdata')],
};

function endpoints(...names: readonly string[]): NetworkModel {
  const all = names.map((name) => privateEndpoint(name, 'hub/pe', 'stdata'));
  return network({ ...parts, endpoints: all });
}

/** The service endpoint on none of the subnets, on one, or on both. */
function subnets(on?: 'one' | 'both'): NetworkModel {
  const endpoint = { endpoints: endpointOf(kinds.store) };
  return network({
    ...parts,
    subnets: [
      subnet('hub/app', on === undefined ? {} : endpoint),
      subnet('hub/pe', on === 'both' ? endpoint : {}),
    ],
  });
}

function targets(...names: readonly string[]): NetworkModel {
  return network({ vnets: [vnet('hub')], targets: names.map((name) => target(name, kinds.store)) });
}

/** Two accounts that nobody calls: one forgets an address, the other goes. */
function two(before: boolean): NetworkModel {
  const kept = target('stdata', kinds.store, before ? { ipRules: ipRules('203.0.113.9') } : {});
  return network({
    vnets: [vnet('hub')],
    targets: [kept, ...(before ? [target('stold', kinds.store)] : [])],
  });
}

function plan(before: NetworkModel, after: NetworkModel, config: Config = defaults): Plan {
  return planOf(change(before, after), knowledgeOf(config), settings).plan;
}

/** The only stage that writes. */
function stageOf({ stages }: Plan): PlanStage {
  const [stage, ...others] = stages.filter(({ phase }) => phase !== 'verify');
  if (stage === undefined || others.length > 0) throw new Error(`${stages.length} stages`);
  return stage;
}
