import fc from 'fast-check';
import type { Plan, PlanHazard } from '../../src/core/plan.ts';
import { anyPlan, hazardOf, hostile } from './arbitrary-plan.ts';
import { clear } from './samples.ts';

// Plans that are too large to be told whole.

const outageWords = fc.oneof(
  hostile,
  fc.constantFrom('se-sql-40914', 'pe-pending', 'x'.repeat(100_000)),
);

/** A plan with any hazards, few enough to be read at every level. */
export const somePlan: fc.Arbitrary<Plan> = fc
  .array(hazardOf(fc.constantFrom('se-sql-40914', 'pe-pending', 'hspe-reset')), { maxLength: 40 })
  .map((hazards) => ({ ...clear, verdict: 'split', hazards }));

/** A plan that is large in any of its lists, with names that are long, hostile or both. */
export const largePlan: fc.Arbitrary<Plan> = fc
  .record({
    plan: anyPlan,
    hazards: fc.array(hazardOf(outageWords), { minLength: 1, maxLength: 20 }),
    times: fc.constantFrom(1, 10, 50),
    long: fc.constantFrom('', 'x'.repeat(5_000), '\u202e'.repeat(3_000), '漢'.repeat(5_000)),
  })
  .map(({ plan, hazards, times, long }) => enlarge({ ...plan, hazards }, times, long));

function enlarge(plan: Plan, times: number, long: string): Plan {
  const many = <T>(items: readonly T[]) => Array.from({ length: times }, () => items).flat();
  return {
    ...plan,
    headline: plan.headline + long,
    stages: many(plan.stages).map((stage) => ({ ...stage, title: stage.title + long })),
    connectionResets: many(plan.connectionResets).map((row) => ({
      ...row,
      subnetName: long + row.subnetName,
    })),
    firewallUpdates: many(plan.firewallUpdates).map((row) => ({ ...row, value: row.value + long })),
    dnsChanges: many(plan.dnsChanges),
    transitions: many(plan.transitions),
    hazards: many(plan.hazards).map((row, index) => ({
      ...row,
      rule: index % 3 === 0 ? `${row.rule}-${index}` : row.rule,
    })),
    gaps: many(plan.gaps),
    noise: many(plan.noise),
  };
}

/** `number` outages on targets called `name` and a number. */
export function manyOutages(number: number, name: string): Plan {
  const hazards = Array.from({ length: number }, (_, index): PlanHazard => {
    const target = `${name}${index + 1}`;
    return {
      rule: `rule-${index % 7}`,
      severity: 'outage',
      confidence: 'certain',
      says: `snet-app is denied on ${target}.`,
      remedy: 'Add the rule first.',
      flow: {
        client: 'azurerm_subnet.app',
        clientKind: 'subnet',
        clientName: 'snet-app',
        target,
        targetName: target,
        subresource: 'blob',
        evidence: 'declared',
      },
      origin: { file: 'main.tf', address: 'azurerm_subnet.app', line: index },
      source: 'https://learn.microsoft.com/azure',
    };
  });
  return { ...clear, verdict: 'split', hazards };
}
