import type { Finding, HazardRule } from '../../core/hazard.ts';
import { isKnown } from '../../core/known.ts';
import { feels, suffers } from '../outcomes.ts';
import { nameIn } from '../phrases.ts';
import { homeOf, isPublicSuffix } from '../private-names.ts';

/** A zone called like the public suffix answers for the whole service. */
export const peApexZone: HazardRule = {
  id: 'pe-apex-zone',
  title: 'A private zone named like the public suffix hides every name of the service',
  statement:
    'A private DNS zone that is named like the public suffix of a service (blob.core.windows.net instead of privatelink.blob.core.windows.net) answers for every name under it in the networks linked to it: all that it does not hold answer NXDOMAIN, with or without a private endpoint.',
  remedy: 'Use the privatelink zone of the service, and link no zone of the public suffix.',
  source: 'https://github.com/MicrosoftDocs/azure-docs/issues/51270',
  confidence: 'likely',
  verdict: 'informs',
  find: (scene) =>
    scene.edits
      .filter((edit) => edit.kind === 'link' && edit.after !== undefined)
      .flatMap((edit): Finding[] => {
        const link = scene.after.links[edit.id];
        const zone = link === undefined ? '' : nameIn(scene, 'zones', link.zone);
        if (link === undefined || !isKnown(link.vnet) || !isPublicSuffix(zone)) return [];
        const { vnet } = link;
        if (scene.before.vnets[vnet] === undefined) return [];
        return [
          {
            says: `${zone} hides every name of the service from ${nameIn(scene, 'vnets', vnet)} that it does not hold.`,
            outcomes: scene.outcomes.filter(
              (each) =>
                suffers(each) && feels(each, 'name-unresolved') && homeOf(scene, each) === vnet,
            ),
            may: true,
            origin: scene.originOf(edit),
            subjects: [link.id, vnet],
            edit,
          },
        ];
      }),
};
