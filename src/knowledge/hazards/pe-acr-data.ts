import type { Finding, HazardRule } from '../../core/hazard.ts';
import { closings } from '../changes.ts';

/** What runs in the registry itself comes from outside. */
export const peAcrData: HazardRule = {
  id: 'pe-acr-data',
  title: 'ACR Tasks and image pulls need more than the registry name',
  statement:
    'A registry behind a private endpoint needs records for its own name and for its data endpoint of each region; AKS nodes must resolve both. ACR Tasks run outside the network and lose the registry when public access is off, unless they run on an agent pool.',
  remedy:
    'Check the data records from the nodes (az acr check-health), and move tasks to an agent pool or admit them as a trusted service before public access goes.',
  source:
    'https://github.com/MicrosoftDocs/azure-management-docs/blob/d923d588901082fa2107de6b2a82d7d05cd95160/articles/container-registry/container-registry-private-endpoints.md',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) =>
    closings(scene)
      .filter(
        ({ target }) => target.type.toLowerCase() === 'microsoft.containerregistry/registries',
      )
      .filter(
        ({ target, edit }) =>
          edit.kind !== 'default-action' && target.publicNetworkAccess === 'Disabled',
      )
      .map(
        ({ target, edit }): Finding => ({
          says: `ACR Tasks of ${target.name} lose the registry with its public side, and pulls need its data records as well.`,
          confidence: 'possible',
          origin: scene.originOf(edit),
          subjects: [target.id],
          edit,
        }),
      ),
};
