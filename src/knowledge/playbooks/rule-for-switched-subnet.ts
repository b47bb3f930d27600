import { isKnown } from '../../core/known.ts';
import type { Playbook } from '../../core/playbook.ts';

/** A subnet that now arrives by its service endpoint, and that no rule names: the virtual network rule which the change lacks. */
export const ruleForSwitchedSubnet: Playbook = {
  id: 'rule-for-switched-subnet',
  kind: 'repair',
  propose: ({ flow, after, stopped }) => {
    const target = after.targets[flow.target];
    if (stopped.because !== 'admission' || target === undefined) return [];
    const family = target.traits.endpointFamily;
    return [flow.client, ...appliances(after, flow.client)].flatMap((id) => {
      const subnet = after.subnets[id];
      if (subnet === undefined || family === undefined || subnet.endpoints[family] === undefined)
        return [];
      return [
        {
          id: `rule ${subnet.name} on ${target.name}`,
          by: 'service' as const,
          why: `${flow.clientName} comes by the service endpoint of ${subnet.name}, which no rule of ${target.name} admits`,
          edits: [
            {
              kind: 'virtual-network-rule' as const,
              id: target.id,
              key: id,
              after: { ignoreMissing: target.traits.ruleBeforeEndpoint === 'with-flag' },
            },
          ],
        },
      ];
    });
  },
};

/** Subnets of the appliances to which the client's routes hand its traffic. */
function appliances(after: Parameters<Playbook['propose']>[0]['after'], client: string): string[] {
  const table = after.subnets[client]?.routeTable;
  const routes =
    table === undefined || table === null || !isKnown(table)
      ? undefined
      : after.routeTables[table]?.routes;
  const hops = Object.values(routes ?? {})
    .filter(isKnown)
    .map((each) => each.address);
  return Object.values(after.appliances).flatMap((each) =>
    isKnown(each.privateAddress) && hops.includes(each.privateAddress) && isKnown(each.subnet)
      ? [each.subnet]
      : [],
  );
}
