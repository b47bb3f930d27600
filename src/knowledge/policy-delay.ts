import type { Config } from '../core/config.ts';
import { direction } from '../core/edit.ts';
import type { Delays } from '../core/timing.ts';

/** The delays of a place where an Azure Policy writes the zone groups: a new endpoint has its name only once that has run. */
export function withPolicyDelay(delays: Delays, config: Config): Delays {
  const policy = config.dns.policyWritesZoneGroups;
  if (policy === undefined) return delays;
  return (edit, model) => {
    const own = delays(edit, model);
    if (edit.kind !== 'private-endpoint' || direction(edit) !== 'add') return own;
    const { min, max } = own.settle;
    return {
      ...own,
      settle: { min, max: max === null ? null : Math.max(max, policy.delay) },
      basis: `${own.basis}; a policy writes its zone group up to ${policy.delay} minutes later (dns.policy-writes-zone-groups in the config)`,
    };
  };
}
