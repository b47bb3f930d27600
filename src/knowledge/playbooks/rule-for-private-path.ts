import { isKnown } from '../../core/known.ts';
import type { Playbook } from '../../core/playbook.ts';

// What Azure takes. https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview#security-rules
const [first, last] = [100, 4096];

/** The client's network security group lets the service tag out and not the private address: the rule for the private path. */
export const ruleForPrivatePath: Playbook = {
  id: 'rule-for-private-path',
  kind: 'repair',
  propose: ({ flow, after, stopped }) => {
    const [target, subnet] = [after.targets[flow.target], after.subnets[flow.client]];
    const id = subnet?.securityGroup;
    if (
      stopped.because !== 'path' ||
      target === undefined ||
      id === undefined ||
      id === null ||
      !isKnown(id)
    )
      return [];
    const group = after.securityGroups[id];
    if (group === undefined) return [];
    const ports = target.subresources[flow.subresource]?.privatePorts ?? ['443'];
    const taken = new Set(
      Object.values(group.rules)
        .filter(isKnown)
        .map((rule) => rule.priority),
    );
    let priority = first;
    while (taken.has(priority)) priority++;
    if (priority > last) return [];
    const rule = {
      direction: 'Outbound' as const,
      access: 'Allow' as const,
      priority,
      protocol: 'Tcp',
      sources: ['VirtualNetwork'],
      destinations: ['VirtualNetwork'],
      ports,
    };
    return [
      {
        id: `private path from ${flow.clientName} to ${target.name}`,
        by: 'network',
        why: `${group.name} denies the private address of ${target.name}, which a service tag does not match`,
        edits: [{ kind: 'nsg-rule', id, key: `Allow-private-${target.name}`, after: rule }],
      },
    ];
  },
};
