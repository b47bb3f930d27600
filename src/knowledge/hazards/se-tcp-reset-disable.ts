import type { HazardRule } from '../../core/hazard.ts';
import { lost, resetBy, serviceOf } from '../changes.ts';
import { listed, subnetName } from '../phrases.ts';

/** Turning an endpoint off ends what is open, as turning it on does. */
export const seTcpResetDisable: HazardRule = {
  id: 'se-tcp-reset-disable',
  title: 'Open connections close when a service endpoint is turned off',
  statement:
    'Turning a service endpoint off closes the open TCP connections from the subnet to that service, as turning it on does; new ones come from the public address of the subnet again.',
  remedy:
    'Before the endpoint goes, have another admitted way in place (a private endpoint whose name resolves, or an IP rule for the public egress address), and do it in a maintenance window.',
  source:
    'https://learn.microsoft.com/azure/virtual-network/virtual-network-service-endpoints-overview',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) =>
    lost(scene).map((change) => {
      const targets = resetBy(scene, change);
      const among = targets.length === 0 ? '' : `, those to ${listed(targets)} among them`;
      return {
        says: `Open connections from ${subnetName(scene, change.subnet.id)} to ${serviceOf(change)} close when its endpoint is turned off${among}.`,
        ...(change.sure ? {} : { confidence: 'possible' as const }),
        origin: scene.originOf(change.edit),
        subjects: [change.subnet.id],
        edit: change.edit,
      };
    }),
};
