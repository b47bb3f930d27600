import type { Finding, HazardRule, Scene } from '../../core/hazard.ts';
import type { PrivateEndpoint, Target } from '../../core/model.ts';
import { serviceFor } from '../catalogue.ts';
import { type Arrival, approved, approvedOf, grouped } from '../changes.ts';
import { joined } from '../phrases.ts';

/** Half of a service is private, and the other half is not. */
export const peCompanionMissing: HazardRule = {
  id: 'pe-companion-missing',
  title: 'A sub-resource with a private endpoint needs another that has none',
  statement:
    'Some sub-resources call others behind the scenes: operations on dfs of a storage account are redirected to blob, the Gremlin and Table interfaces of Cosmos DB use Sql as well. With a private endpoint for the one alone, such operations still go to the public side, and fail where that is closed.',
  remedy: 'Make private endpoints for all of them, in the same networks.',
  source:
    'https://github.com/MicrosoftDocs/azure-docs/blob/0088bfa77543e07f8a41771de8db977ddfc62e1d/articles/storage/common/storage-private-endpoints.md',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) =>
    grouped(
      approved(scene).flatMap((arrival) => arrival.targets.map((target) => ({ arrival, target }))),
      ({ arrival, target }) => `${target.resource} ${arrival.endpoint.groups.join()}`,
    ).flatMap(([, [first]]) =>
      first === undefined ? [] : finding(scene, first.arrival, first.target),
    ),
};

function finding(scene: Scene, { endpoint, edit }: Arrival, target: Target): Finding[] {
  const groups = new Set(approvedOf(scene.after, target).flatMap(groupsOf));
  return groupsOf(endpoint).flatMap((group) => {
    const row = serviceFor(target.type)?.subresources.find(
      ({ name }) => name.toLowerCase() === group,
    );
    const missing = (row?.companions?.value ?? []).filter(
      (each) => !groups.has(each.toLowerCase()),
    );
    if (row?.companions === undefined || missing.length === 0) return [];
    return [
      {
        says: `${endpoint.name} is for ${row.name} of ${target.name}, which also needs ${joined(missing)}: no private endpoint is for that.`,
        confidence: row.companions.confidence,
        may: true,
        origin: scene.originOf(edit),
        subjects: [endpoint.id, target.id],
        edit,
      },
    ];
  });
}

function groupsOf({ groups }: PrivateEndpoint): string[] {
  return groups.map((each) => each.toLowerCase());
}
