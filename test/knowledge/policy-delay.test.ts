import { expect, test } from 'vitest';
import { defaults } from '../../src/core/config.ts';
import type { Edit } from '../../src/core/edit.ts';
import type { Delays } from '../../src/core/timing.ts';
import { withPolicyDelay } from '../../src/knowledge/policy-delay.ts';
import { network } from '../core/network.ts';

const model = network({});
const delays: Delays = () => ({
  take: { min: 1, max: 5 },
  settle: { min: 0, max: 2 },
  basis: 'minutes',
  source: 'a page',
  confidence: 'likely',
});
const policy = { ...defaults, dns: { policyWritesZoneGroups: { delay: 15 } } };

const endpoint = { kind: 'private-endpoint', id: 'pe', after: {} } as unknown as Edit;
const gone = { kind: 'private-endpoint', id: 'pe', before: {} } as unknown as Edit;

test('a new endpoint settles once the policy has written its zone group, and says so', () => {
  const found = withPolicyDelay(delays, policy)(endpoint, model);
  expect(found.settle).toEqual({ min: 0, max: 15 });
  expect(found.basis).toContain('up to 15 minutes later (dns.policy-writes-zone-groups');
});

test('nothing else waits for it', () => {
  expect(withPolicyDelay(delays, policy)(gone, model)).toEqual(delays(gone, model));
  expect(withPolicyDelay(delays, defaults)(endpoint, model)).toEqual(delays(endpoint, model));
});
