import { isKnown } from '../../core/known.ts';
import type { Playbook } from '../../core/playbook.ts';

/** The public side closes, a private endpoint is there, and the client's VNet does not see the zone: the link it lacks. */
export const linkForClient: Playbook = {
  id: 'link-for-client',
  kind: 'repair',
  propose: ({ flow, after, stopped }) => {
    const [target, subnet] = [after.targets[flow.target], after.subnets[flow.client]];
    if (
      stopped.because !== 'admission' ||
      target === undefined ||
      subnet === undefined ||
      !isKnown(subnet.vnet)
    )
      return [];
    const vnet = subnet.vnet;
    const zones = new Set(
      target.subresources[flow.subresource]?.names.map((name) => name.zone.toLowerCase()),
    );
    const edits = Object.values(after.zones)
      .filter((zone) => zones.has(zone.name.toLowerCase()))
      .filter(
        (zone) =>
          !Object.values(after.links).some((link) => link.zone === zone.id && link.vnet === vnet),
      )
      .map((zone) => {
        const name = `link-${after.vnets[vnet]?.name ?? 'client'}`;
        const id = `${zone.id}/virtualnetworklinks/${name}`.toLowerCase();
        const link = {
          id,
          name,
          label: `${zone.label}/virtualNetworkLinks/${name}`,
          zone: zone.id,
          vnet,
          resolutionPolicy: 'Default' as const,
        };
        return { kind: 'link' as const, id, after: link };
      });
    if (edits.length === 0) return [];
    const why = `${flow.clientName} asks in a VNet that does not see the zone of ${target.name}`;
    return [{ id: `link for ${flow.clientName} to ${target.name}`, by: 'dns', why, edits }];
  },
};
