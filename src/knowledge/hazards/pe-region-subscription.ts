import type { Finding, HazardRule } from '../../core/hazard.ts';
import { parseResourceId } from '../../core/resource-id.ts';
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
