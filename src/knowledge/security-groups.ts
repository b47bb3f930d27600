import { isKnown } from '../core/known.ts';
import type { Id, NetworkModel, SecurityGroup, SecurityRule, Subnet } from '../core/model.ts';

// What Azure takes. https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview#security-rules
const [first, last] = [100, 4096];

/** The network security group of a subnet, where the input shows it. */
export function groupOf(model: NetworkModel, subnet: Subnet | undefined) {
  const id: Id | undefined =
    subnet === undefined || subnet.securityGroup === null || !isKnown(subnet.securityGroup)
      ? undefined
      : subnet.securityGroup;
  return id === undefined ? undefined : model.securityGroups[id];
}

/** A rule that lets the network out to a destination, before every other rule; undefined when no priority is left. */
export function letOut(
  group: SecurityGroup,
  destination: string,
  ports: readonly string[],
): SecurityRule | undefined {
  const taken = new Set(
    Object.values(group.rules)
      .filter(isKnown)
      .map((rule) => rule.priority),
  );
  let priority = first;
  while (taken.has(priority)) priority++;
  if (priority > last) return undefined;
  return {
    direction: 'Outbound',
    access: 'Allow',
    priority,
    protocol: 'Tcp',
    sources: ['VirtualNetwork'],
    destinations: [destination],
    ports,
  };
}
