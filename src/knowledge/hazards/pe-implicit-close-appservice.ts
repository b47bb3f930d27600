import type { HazardRule } from '../../core/hazard.ts';
import { approved, approvedOf, grouped } from '../changes.ts';
import { outcomesTo, suffers } from '../outcomes.ts';
import { listed } from '../phrases.ts';

/** Public access that nobody set follows the private endpoints. */
export const peImplicitCloseAppservice: HazardRule = {
  id: 'pe-implicit-close-appservice',
  title: 'The first private endpoint closes a public side that nobody set',
  statement:
    'Where publicNetworkAccess of an App Service site (or an App Configuration store) is not set, the first approved private endpoint closes the public side by itself. Linux sites restart as well.',
  remedy:
    'Set publicNetworkAccess to Enabled explicitly before the endpoint is made, and to Disabled once every client is verified on it.',
  source:
    'https://github.com/MicrosoftDocs/azure-docs/blob/1b54dc862cfa16bc76553a520886c03472a9aca5/articles/app-service/overview-access-restrictions.md',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) => {
    const pairs = approved(scene)
      .flatMap(({ targets, edit }) => targets.map((target) => ({ target, edit })))
      .filter(({ target }) => {
        const old = scene.before.targets[target.id];
        return (
          target.traits.unsetPublicAccess === 'open-until-endpoint' &&
          old !== undefined &&
          target.publicNetworkAccess === 'unset' &&
          approvedOf(scene.before, old).length === 0
        );
      });
    return grouped(pairs, ({ target }) => target.id).flatMap(([id, [{ target, edit }]]) => {
      const denied = outcomesTo(scene, id).filter(suffers);
      const who =
        denied.length === 0 ? '' : `, on ${listed(denied.map((each) => each.flow.clientName))} too`;
      return [
        {
          says: `The first private endpoint of ${target.name} closes its public side by itself${who}: publicNetworkAccess is not set.`,
          outcomes: denied,
          origin: scene.originOf(edit),
          subjects: [target.id, edit.id],
          edit,
        },
      ];
    });
  },
};
