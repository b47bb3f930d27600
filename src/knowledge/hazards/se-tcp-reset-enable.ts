import type { HazardRule } from '../../core/hazard.ts';
import { gained, resetBy, serviceOf } from '../changes.ts';
import { listed, subnetName } from '../phrases.ts';

/** Turning an endpoint on ends what is open. */
export const seTcpResetEnable: HazardRule = {
  id: 'se-tcp-reset-enable',
  title: 'Open connections close when a service endpoint is turned on',
  statement:
    'Turning a service endpoint on changes the source address of the subnet towards that service from public to private, and every TCP connection from the subnet to the service that is open at that moment closes.',
  remedy:
    'Do it in a maintenance window with no long transaction running, one service at a time, and check that clients reconnect by themselves.',
  source:
    'https://learn.microsoft.com/azure/virtual-network/virtual-network-service-endpoints-overview',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) =>
    gained(scene).map((change) => {
      const targets = resetBy(scene, change);
      const among = targets.length === 0 ? '' : `, those to ${listed(targets)} among them`;
      return {
        says: `Open connections from ${subnetName(scene, change.subnet.id)} to ${serviceOf(change)} close when its endpoint is turned on${among}.`,
        ...(change.sure ? {} : { confidence: 'possible' as const }),
        origin: scene.originOf(change.edit),
        subjects: [change.subnet.id],
        edit: change.edit,
      };
    }),
};
