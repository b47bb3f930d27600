import type { HazardRule } from '../../core/hazard.ts';
import type { Target } from '../../core/model.ts';
import { approved, approvedOf, grouped, showsAll } from '../changes.ts';
import { outcomesTo, suffers } from '../outcomes.ts';
import { listed } from '../phrases.ts';

/** An account without rules answers on its private endpoint only. */
export const peImplicitCloseCosmos: HazardRule = {
  id: 'pe-implicit-close-cosmos',
  title: 'The first private endpoint of a Cosmos DB account without rules closes its public side',
  statement:
    'With an approved private endpoint and no IP or virtual network rule, a Cosmos DB account answers on the private endpoint only; making the first endpoint of such an account also takes about five minutes of downtime.',
  remedy:
    'Add IP or virtual network rules for the present clients first, wait ten minutes, then make the endpoint; take the rules away once every client is verified on it.',
  source:
    'https://github.com/MicrosoftDocs/azure-databases-docs/blob/02593f600a3e283b85231cfb5d534588b082529e/articles/cosmos-db/how-to-configure-private-endpoints.md',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) => {
    const pairs = approved(scene)
      .flatMap(({ targets, edit }) => targets.map((target) => ({ target, edit })))
      .filter(({ target }) => {
        const old = scene.before.targets[target.id];
        return (
          target.traits.endpointClosesWithoutRules &&
          old !== undefined &&
          old.publicNetworkAccess !== 'Disabled' &&
          isBare(old) &&
          approvedOf(scene.before, old).length === 0
        );
      });
    return grouped(pairs, ({ target }) => target.id).flatMap(([id, [{ target, edit }]]) => {
      const old = scene.before.targets[id];
      const denied = outcomesTo(scene, id).filter(suffers);
      const who =
        denied.length === 0 ? '' : `, on ${listed(denied.map((each) => each.flow.clientName))} too`;
      return [
        {
          says: `${target.name} has no rules, so its first private endpoint closes the public side by itself${who}.`,
          outcomes: denied,
          ...(old !== undefined && showsAll(old.networkRules) && showsAll(old.ipRules)
            ? {}
            : { confidence: 'possible' as const }),
          origin: scene.originOf(edit),
          subjects: [target.id, edit.id],
          edit,
        },
      ];
    });
  },
};

function isBare(target: Target): boolean {
  return [target.networkRules, target.ipRules].every((rules) =>
    Object.keys(rules).every((key) => key === '*'),
  );
}
