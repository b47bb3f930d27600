import type { Playbook } from '../../core/playbook.ts';
import { groupOf, letOut } from '../security-groups.ts';

/** The client's network security group lets the service tag out and not the private address: the rule for the private path. */
export const ruleForPrivatePath: Playbook = {
  id: 'rule-for-private-path',
  kind: 'repair',
  propose: ({ flow, after, stopped }) => {
    const [target, group] = [
      after.targets[flow.target],
      groupOf(after, after.subnets[flow.client]),
    ];
    if (stopped.because !== 'path' || target === undefined || group === undefined) return [];
    const ports = target.subresources[flow.subresource]?.privatePorts ?? ['443'];
    const rule = letOut(group, 'VirtualNetwork', ports);
    if (rule === undefined) return [];
    return [
      {
        id: `private path from ${flow.clientName} to ${target.name}`,
        by: 'network',
        why: `${group.name} denies the private address of ${target.name}, which a service tag does not match`,
        edits: [
          { kind: 'nsg-rule', id: group.id, key: `Allow-private-${target.name}`, after: rule },
        ],
      },
    ];
  },
};
