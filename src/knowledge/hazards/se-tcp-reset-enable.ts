import type { Finding, HazardRule, Scene } from '../../core/hazard.ts';
import { type EndpointChange, type Group, gained, grouped, serviceOf } from '../changes.ts';
import { resetBy } from '../outcomes.ts';
import { joined, listed, subnetName, verb } from '../phrases.ts';

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
    grouped(gained(scene), ({ subnet }) => subnet.id).flatMap(([, changes]) =>
      finding(scene, changes),
    ),
};

/** Endpoints of a subnet that come together are one write and one reset. */
function finding(scene: Scene, changes: Group<EndpointChange>): Finding[] {
  const [first] = changes;
  const services = changes.map(serviceOf);
  const targets = changes.flatMap((change) => resetBy(scene, change));
  const among = targets.length === 0 ? '' : `, those to ${listed(targets)} among them`;
  const name = subnetName(scene, first.subnet.id);
  return [
    {
      says: `Open connections from ${name} to ${joined(services)} close when ${verb(services, 'its endpoint is', 'its endpoints are')} turned on${among}.`,
      ...(changes.every((each) => each.sure) ? {} : { confidence: 'possible' as const }),
      origin: scene.originOf(first.edit),
      subjects: [first.subnet.id],
      edit: first.edit,
    },
  ];
}
