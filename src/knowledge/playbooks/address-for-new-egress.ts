import { egress } from '../../core/egress.ts';
import { isKnown } from '../../core/known.ts';
import type { Playbook } from '../../core/playbook.ts';
import { view } from '../../core/world.ts';

/** A subnet that leaves by another public address than the rules hold: the IP rule for the new one. */
export const addressForNewEgress: Playbook = {
  id: 'address-for-new-egress',
  kind: 'repair',
  propose: ({ flow, after, stopped }) => {
    const [target, subnet] = [after.targets[flow.target], after.subnets[flow.client]];
    if (stopped.because !== 'admission' || target === undefined || subnet === undefined) return [];
    const out = egress(view(after), subnet);
    if ('refused' in out || !isKnown(out.addresses) || out.addresses.length === 0) return [];
    return [
      {
        id: `address of ${subnet.name} on ${target.name}`,
        by: 'service',
        why: `${subnet.name} leaves by ${out.addresses.join(', ')}, which no rule of ${target.name} holds`,
        edits: out.addresses
          .filter((address) => target.ipRules[address] === undefined)
          .map((address) => ({
            kind: 'ip-rule' as const,
            id: target.id,
            key: address,
            after: { range: address },
          })),
      },
    ];
  },
};
