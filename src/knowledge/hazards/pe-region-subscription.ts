import type { Finding, HazardRule, Scene } from '../../core/hazard.ts';
import { isKnown } from '../../core/known.ts';
import type { Id, PrivateEndpoint } from '../../core/model.ts';
import { parseResourceId } from '../../core/resource-id.ts';
import { vnetOf } from '../paths.ts';
import { subnetName } from '../phrases.ts';

/** An endpoint away from its network. */
export const peRegionSubscription: HazardRule = {
  id: 'pe-region-subscription',
  title: 'A private endpoint belongs in the region and subscription of its network',
  statement:
    'A private endpoint is made in the region and the subscription of its virtual network; the resource it leads to may be elsewhere. Microsoft.Network must be registered in both subscriptions.',
  remedy:
    'Make the endpoint in the subscription of the network, or check that Azure takes it where it is.',
  source:
    'https://github.com/MicrosoftDocs/azure-docs/blob/fd688f2b711fed6942412e0ddfedb5d2c56cba31/articles/private-link/private-endpoint-overview.md',
  confidence: 'likely',
  verdict: 'informs',
  find: (scene) =>
    scene.edits
      .filter((edit) => edit.kind === 'private-endpoint' && edit.before === undefined)
      .flatMap((edit): Finding[] => {
        const endpoint = scene.after.endpoints[edit.id];
        if (endpoint === undefined || typeof endpoint.subnet !== 'string') return [];
        const away = elsewhere(scene, endpoint.subnet, endpoint.location);
        if (away !== undefined) {
          return [
            {
              says: `${endpoint.name} is made in ${endpoint.location}, and the network of ${subnetName(scene, endpoint.subnet)} is in ${away}: Azure refuses it.`,
              verdict: 'refused',
              origin: scene.originOf(edit),
              subjects: [endpoint.id, endpoint.subnet],
              edit,
            },
          ];
        }
        const [own, home] = [parseResourceId(endpoint.id), parseResourceId(endpoint.subnet)];
        if (own === undefined || home === undefined || own.subscription === home.subscription)
          return [];
        return [
          {
            says: `${endpoint.name} is made in another subscription than the network of ${subnetName(scene, endpoint.subnet)}.`,
            confidence: 'possible',
            origin: scene.originOf(edit),
            subjects: [endpoint.id, endpoint.subnet],
            edit,
          },
        ];
      }),
};

/** The region of the network, where it is another than that of the endpoint. */
function elsewhere(
  scene: Scene,
  subnet: Id,
  location: PrivateEndpoint['location'],
): string | undefined {
  const vnet = vnetOf(scene.after, subnet);
  const home = vnet === undefined ? undefined : scene.after.vnets[vnet]?.location;
  if (home === undefined || !isKnown(home) || location === undefined || !isKnown(location))
    return undefined;
  return home === location ? undefined : home;
}
