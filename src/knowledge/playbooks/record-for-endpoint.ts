import { isKnown } from '../../core/known.ts';
import type { Playbook } from '../../core/playbook.ts';

/** A client sees the zone and the zone lacks the record of an approved endpoint: the zone group that writes it. */
export const recordForEndpoint: Playbook = {
  id: 'record-for-endpoint',
  kind: 'repair',
  propose: ({ flow, after, stopped }) => {
    const target = after.targets[flow.target];
    if (stopped.because !== 'name' || target === undefined) return [];
    const zones =
      target.subresources[flow.subresource]?.names.map((name) => name.zone.toLowerCase()) ?? [];
    return Object.values(after.endpoints)
      .filter((each) => each.target === target.resource && each.status === 'Approved')
      .filter((each) =>
        each.groups.some((group) => group.toLowerCase() === flow.subresource.toLowerCase()),
      )
      .filter((each) => after.zoneGroups[each.id] === undefined)
      .flatMap((endpoint) => {
        const seen = Object.values(after.links).flatMap((link) => {
          const zone = after.zones[link.zone];
          const here = isKnown(link.vnet) && link.vnet === vnetOf(after, flow.client);
          return here && zone !== undefined && zones.includes(zone.name.toLowerCase())
            ? [zone.id]
            : [];
        });
        if (seen.length === 0) return [];
        const group = {
          id: endpoint.id,
          name: endpoint.name,
          label: endpoint.label,
          endpoint: endpoint.id,
          zones: seen,
        };
        return [
          {
            id: `record of ${endpoint.name}`,
            by: 'dns' as const,
            why: `the zone that ${flow.clientName} sees has no record for ${target.name}`,
            edits: [{ kind: 'zone-group' as const, id: endpoint.id, after: group }],
          },
        ];
      });
  },
};

function vnetOf(after: Parameters<Playbook['propose']>[0]['after'], client: string): string {
  const vnet = after.subnets[client]?.vnet;
  return vnet !== undefined && isKnown(vnet) ? vnet : client;
}
