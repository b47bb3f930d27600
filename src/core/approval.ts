import { canonical } from './equal.ts';
import type { Plan } from './plan.ts';

/** The hash that an approval binds to: of the work and the tables, not of their reasons, places, lengths and windows. */
export function hashOf(plan: Omit<Plan, 'hash'>, digest: (text: string) => string): string {
  return digest(canonical(approved(plan)));
}

function approved(plan: Omit<Plan, 'hash'>): unknown {
  return {
    schemaVersion: plan.schemaVersion,
    steps: plan.stages.flatMap((stage) =>
      stage.steps.map(({ target, edit, inChange }) => ({ target, edit, inChange })),
    ),
    firewallUpdates: plan.firewallUpdates.map(({ why: _why, origin: _origin, ...rest }) => rest),
    dnsChanges: plan.dnsChanges.map(({ why: _why, origin: _origin, ...rest }) => rest),
    connectionResets: plan.connectionResets.map(
      ({ origin: _origin, minutes: _minutes, basis: _basis, ...rest }) => rest,
    ),
  };
}
