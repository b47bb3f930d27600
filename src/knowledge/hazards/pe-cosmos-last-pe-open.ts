import type { HazardRule } from '../../core/hazard.ts';
import { approvedOf, grouped, withdrawn } from '../changes.ts';

/** The public side comes back with the last endpoint gone. */
export const peCosmosLastPeOpen: HazardRule = {
  id: 'pe-cosmos-last-pe-open',
  title: 'Without its last private endpoint a Cosmos DB account opens to all networks',
  statement:
    'A Cosmos DB account without rules is closed by its private endpoints alone. When the last one is deleted or rejected it opens to all networks, unless publicNetworkAccess is Disabled.',
  remedy:
    'Set publicNetworkAccess to Disabled, or add rules, before the last private endpoint goes.',
  source:
    'https://github.com/MicrosoftDocs/azure-databases-docs/blob/02593f600a3e283b85231cfb5d534588b082529e/articles/cosmos-db/how-to-configure-private-endpoints.md',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) => {
    const pairs = withdrawn(scene)
      .flatMap(({ targets, edit }) => targets.map((target) => ({ target, edit })))
      .filter(({ target }) => {
        const now = scene.after.targets[target.id];
        return (
          now?.traits.endpointClosesWithoutRules === true &&
          now.publicNetworkAccess !== 'Disabled' &&
          Object.keys(now.networkRules).length + Object.keys(now.ipRules).length === 0 &&
          approvedOf(scene.after, now).length === 0
        );
      });
    return grouped(pairs, ({ target }) => target.id).flatMap(([, [first]]) => [
      {
        says: `${first.target.name} loses its last private endpoint, has no rules, and opens to all networks.`,
        origin: scene.originOf(first.edit),
        exposes: true,
        subjects: [first.target.id, first.edit.id],
        edit: first.edit,
      },
    ]);
  },
};
