import type { Finding, HazardRule, Outcome, Scene } from '../../core/hazard.ts';
import { isKnown } from '../../core/known.ts';
import { isWay } from '../../core/route.ts';
import { losesWay, suffers } from '../outcomes.ts';
import { listed, nameIn } from '../phrases.ts';
import { homeOf } from '../private-names.ts';

/** The way to another network's endpoints. */
export const pePeeringRemoved: HazardRule = {
  id: 'pe-peering-removed',
  title: 'A peering goes, and private endpoints behind it are out of reach',
  statement:
    'Clients reach the private endpoints of another network by the peering between the two. Where it goes while the private DNS zone stays linked, their names go on to answer with addresses that nothing leads to: the public side is not tried instead.',
  remedy:
    'Keep the peering, or give the clients private endpoints in their own network and let the names lead there first.',
  source: 'https://learn.microsoft.com/azure/virtual-network/virtual-network-peering-overview',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) =>
    scene.edits
      .filter((edit) => edit.kind === 'peering' && edit.after === undefined)
      .flatMap((edit): Finding[] => {
        const peering = scene.before.peerings[edit.id];
        if (peering === undefined || !isKnown(peering.remote)) return [];
        const ends = [peering.vnet, peering.remote];
        const shut = scene.outcomes.filter(
          (each) => losesWay(each) && isOver(scene, each, ends) && ends[0] === homeOf(scene, each),
        );
        if (shut.length === 0) return [];
        return [
          {
            says: `Without its peering to ${nameIn(scene, 'vnets', peering.remote)}, ${nameIn(scene, 'vnets', peering.vnet)} no longer reaches the private endpoints of ${listed(shut.map((each) => each.flow.targetName))} there.`,
            outcomes: shut.filter(suffers),
            may: true,
            origin: scene.originOf(edit),
            subjects: [edit.id, ...ends],
            edit,
          },
        ];
      }),
};

/** It came by an endpoint in the network at the other end. */
function isOver({ before }: Scene, { from }: Outcome, [, far]: readonly string[]): boolean {
  const endpoint = isWay(from) ? before.endpoints[from.endpoint ?? ''] : undefined;
  const subnet = endpoint !== undefined && isKnown(endpoint.subnet) ? endpoint.subnet : '';
  return before.subnets[subnet]?.vnet === far;
}
