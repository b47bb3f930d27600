import type { Playbook } from '../../core/playbook.ts';
import { groupOf, letOut } from '../security-groups.ts';

/** The client's network security group no longer lets the service out on its public addresses: the rule for its tag. */
export const ruleForPublicPath: Playbook = {
  id: 'rule-for-public-path',
  kind: 'repair',
  propose: ({ flow, after, stopped }) => {
    const [target, group] = [
      after.targets[flow.target],
      groupOf(after, after.subnets[flow.client]),
    ];
    const [tag] = target?.traits.serviceTags ?? [];
    if (stopped.because !== 'path' || target === undefined || tag === undefined) return [];
    if (group === undefined) return [];
    const [first] = Object.values(target.subresources);
    const { publicPorts = ['443'] } = target.subresources[flow.subresource] ?? first ?? {};
    const rule = letOut(group, tag, publicPorts);
    if (rule === undefined) return [];
    return [
      {
        id: `public path from ${flow.clientName} to ${target.name}`,
        by: 'network',
        why: `${group.name} denies ${tag}, by which ${flow.clientName} calls ${target.name}`,
        edits: [{ kind: 'nsg-rule', id: group.id, key: `Allow-${tag}`, after: rule }],
      },
    ];
  },
};
