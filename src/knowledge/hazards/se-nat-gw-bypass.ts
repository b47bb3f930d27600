import type { HazardRule } from '../../core/hazard.ts';
import { isKnown } from '../../core/known.ts';
import { gained, grouped } from '../changes.ts';
import { joined, nameIn, subnetName } from '../phrases.ts';

/** What goes by the endpoint does not leave by the NAT gateway. */
export const seNatGwBypass: HazardRule = {
  id: 'se-nat-gw-bypass',
  title: 'Traffic over a service endpoint does not leave by the NAT gateway',
  statement:
    'With a service endpoint on the subnet, traffic to that service no longer leaves by the public address of its NAT gateway. Allow lists that hold the address are of no use for this subnet then.',
  remedy: 'Move the admission of this subnet from the NAT address to virtual network rules.',
  source: 'https://github.com/MicrosoftDocs/azure-docs/pull/86770',
  confidence: 'likely',
  verdict: 'informs',
  find: (scene) =>
    grouped(gained(scene), ({ subnet }) => subnet.id).flatMap(([, changes]) => {
      const [first] = changes;
      const gateway = first?.subnet.natGateway;
      if (gateway === undefined || !isKnown(gateway) || gateway === null) return [];
      const families = joined(changes.map((each) => each.family));
      return [
        {
          says: `${families} traffic from ${subnetName(scene, first.subnet.id)} no longer leaves by ${nameIn(scene, 'natGateways', gateway)}: allow lists that hold its address no longer match.`,
          origin: scene.originOf(first.edit),
          subjects: [first.subnet.id],
          edit: first.edit,
        },
      ];
    }),
};
