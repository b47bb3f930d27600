import type { Finding, HazardRule, Scene } from '../../core/hazard.ts';
import { type EndpointChange, type Group, grouped, lost, serviceOf } from '../changes.ts';
import { resetBy } from '../outcomes.ts';
import { joined, listed, subnetName, verb } from '../phrases.ts';

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
    grouped(lost(scene), ({ subnet }) => subnet.id).flatMap(([, changes]) =>
      finding(scene, changes),
    ),
};

/** Endpoints of a subnet that go together are one write and one reset. */
function finding(scene: Scene, changes: Group<EndpointChange>): Finding[] {
  const [first] = changes;
  const services = changes.map(serviceOf);
  const targets = changes.flatMap((change) => resetBy(scene, change));
  const among = targets.length === 0 ? '' : `, those to ${listed(targets)} among them`;
  const name = subnetName(scene, first.subnet.id);
  return [
    {
      says: `Open connections from ${name} to ${joined(services)} close when ${verb(services, 'its endpoint is', 'its endpoints are')} turned off${among}.`,
      ...(changes.every((each) => each.sure) ? {} : { confidence: 'possible' as const }),
      origin: scene.originOf(first.edit),
      subjects: [first.subnet.id],
      edit: first.edit,
    },
  ];
}
