import type { Finding, HazardRule, Scene } from '../../core/hazard.ts';
import { isKnown } from '../../core/known.ts';
import type { PrivateEndpoint } from '../../core/model.ts';
import { vnetOf } from '../paths.ts';

/** Two resources of the configuration, one in Azure. */
export const peSameName: HazardRule = {
  id: 'pe-same-name',
  title: 'Two private endpoints have one name',
  statement:
    'Within a resource group a name stands for one private endpoint. Where two resources of a configuration make one of the same name there, the second write changes the first endpoint, or is refused because it exists.',
  remedy: 'Give every private endpoint a name of its own, with the sub-resource in it.',
  source:
    'https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftnetwork',
  confidence: 'possible',
  verdict: 'informs',
  find: (scene) =>
    scene.edits
      .filter((edit) => edit.kind === 'private-endpoint' && edit.before === undefined)
      .flatMap((edit): Finding[] => {
        const own = scene.after.endpoints[edit.id];
        const other = own === undefined ? undefined : namesake(scene, own);
        if (own === undefined || other === undefined) return [];
        return [
          {
            says: `${own.label} and ${other.label} are both called ${own.name}: in one resource group they are one private endpoint.`,
            may: true,
            origin: scene.originOf(edit),
            subjects: [own.id, other.id],
            edit,
          },
        ];
      }),
};

/** Another of that name in the same network. Of two ARM IDs, that differ, both are there. */
function namesake(scene: Scene, own: PrivateEndpoint): PrivateEndpoint | undefined {
  return Object.values(scene.after.endpoints).find(
    (other) =>
      other.id !== own.id &&
      other.name.toLowerCase() === own.name.toLowerCase() &&
      !(own.id.startsWith('/') && other.id.startsWith('/')) &&
      homeOf(scene, other) === homeOf(scene, own) &&
      // Of two that come together, the first speaks.
      (scene.before.endpoints[other.id] !== undefined || own.id < other.id),
  );
}

function homeOf({ after }: Scene, { subnet }: PrivateEndpoint): string | undefined {
  return isKnown(subnet) ? vnetOf(after, subnet) : undefined;
}
