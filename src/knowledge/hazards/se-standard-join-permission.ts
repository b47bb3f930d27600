import type { Finding, HazardRule } from '../../core/hazard.ts';
import { isKnown, type Known } from '../../core/known.ts';
import type { ServiceEndpoint } from '../../core/model.ts';
import { endpointChanges } from '../changes.ts';
import { subnetName } from '../phrases.ts';

/** A network identifier is a public address of somebody's, and joining it is a right of its own. */
export const seStandardJoinPermission: HazardRule = {
  id: 'se-standard-join-permission',
  title: 'A network identifier needs a permission on its public address',
  statement:
    'Putting a network identifier on a service endpoint needs Microsoft.Network/publicIPAddresses/joinServiceEndpointNetworkIdentifier/action on the public IP address.',
  remedy:
    'Give the deploying identity that action on the address, by Network Contributor or a role of its own.',
  source:
    'https://github.com/MicrosoftDocs/azure-docs/blob/1fc1df0536190e56494128b044031c3dc3c37cab/articles/private-link/service-endpoint-standard-overview.md',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) =>
    endpointChanges(scene).flatMap(({ subnet, family, before, after, edit }): Finding[] => {
      if (identifier(after) === undefined || identifier(after) === identifier(before)) return [];
      return [
        {
          says: `Whoever applies the network identifier of ${family} on ${subnetName(scene, subnet.id)} needs joinServiceEndpointNetworkIdentifier/action on its public address.`,
          confidence: 'possible',
          origin: scene.originOf(edit),
          subjects: [subnet.id],
          edit,
        },
      ];
    }),
};

function identifier(endpoint: Known<ServiceEndpoint> | undefined): string | undefined {
  if (endpoint === undefined || !isKnown(endpoint) || endpoint.networkIdentifier === undefined)
    return undefined;
  return isKnown(endpoint.networkIdentifier) ? endpoint.networkIdentifier : 'unknown';
}
