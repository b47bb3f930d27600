import type { HazardRule } from '../../core/hazard.ts';
import { isWay } from '../../core/route.ts';
import { approved, grouped, outcomesTo } from '../changes.ts';

/** A private endpoint is a second door, not a lock on the first. */
export const pePublicStaysOpen: HazardRule = {
  id: 'pe-public-stays-open',
  title: 'A private endpoint does not close the public side',
  statement:
    'Creating a private endpoint leaves the public side of the resource as it was. Only where public network access was never set (App Service, App Configuration) or no rule exists (Cosmos DB) does it close by itself.',
  remedy:
    'Once every client is verified on the private endpoint, turn public network access off in a stage of its own.',
  source:
    'https://github.com/MicrosoftDocs/azure-docs/blob/0088bfa77543e07f8a41771de8db977ddfc62e1d/articles/storage/common/storage-private-endpoints.md',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) => {
    const pairs = approved(scene).flatMap(({ targets, edit }) =>
      targets.map((target) => ({ target, edit })),
    );
    return grouped(pairs, ({ target }) => target.id).flatMap(([id, [first]]) => {
      const open = outcomesTo(scene, id).some(
        ({ flow, to }) => flow.client === 'internet' && isWay(to),
      );
      if (first === undefined || !open) return [];
      const { target, edit } = first;
      return [
        {
          says: `${target.name} keeps admitting everyone on its public side beside the new private endpoint.`,
          origin: scene.originOf(edit),
          subjects: [target.id, edit.id],
          edit,
        },
      ];
    });
  },
};
