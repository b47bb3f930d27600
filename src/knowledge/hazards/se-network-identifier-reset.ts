import type { HazardRule } from '../../core/hazard.ts';
import { isKnown } from '../../core/known.ts';
import { swapped } from '../changes.ts';
import { subnetName } from '../phrases.ts';

/** A network identifier that comes to a standing endpoint, changes or goes. */
export const seNetworkIdentifierReset: HazardRule = {
  id: 'se-network-identifier-reset',
  title: 'Open connections close when the network identifier of a service endpoint changes',
  statement:
    'Adding or changing the network identifier (a public IP address) of a service endpoint that already stands resets the active connections from the subnet to that service.',
  remedy:
    'Do it in a maintenance window; where a network security perimeter decides by the identifier, put its rules in transition mode first.',
  source:
    'https://github.com/MicrosoftDocs/azure-docs/blob/1fc1df0536190e56494128b044031c3dc3c37cab/articles/private-link/service-endpoint-standard-overview.md',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) =>
    swapped(scene).flatMap(({ subnet, before, after, edit }) => {
      if (before === undefined || after === undefined) return [];
      if (!isKnown(before) || !isKnown(after)) return [];
      if (before.service.toLowerCase() !== after.service.toLowerCase()) return [];
      return [
        {
          says: `Open connections from ${subnetName(scene, subnet.id)} to ${after.service} close when the network identifier of its endpoint changes.`,
          origin: scene.originOf(edit),
          subjects: [subnet.id],
          edit,
        },
      ];
    }),
};
