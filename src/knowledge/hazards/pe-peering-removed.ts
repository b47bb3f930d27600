import type { Edit } from '../../core/edit.ts';
import type { Finding, HazardRule, Outcome, Scene } from '../../core/hazard.ts';
import { isKnown } from '../../core/known.ts';
import type { Id } from '../../core/model.ts';
import { isWay } from '../../core/route.ts';
import { losesWay, suffers } from '../outcomes.ts';
import { listed, nameIn } from '../phrases.ts';
import { homeOf } from '../private-names.ts';

/** The way to another network's endpoints. */
export const pePeeringRemoved: HazardRule = {
  id: 'pe-peering-removed',
  title: 'A peering goes, and private endpoints behind it are out of reach',
  statement:
    'Clients reach the private endpoints of another network by the peering between the two, which lasts as long as both its halves. Where it goes while the private DNS zone stays linked, their names go on to answer with addresses that nothing leads to: the public side is not tried instead.',
  remedy:
    'Keep the peering, or give the clients private endpoints in their own network and let the names lead there first.',
  source: 'https://learn.microsoft.com/azure/virtual-network/virtual-network-peering-overview',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) =>
    scene.edits
      .filter((edit) => edit.kind === 'peering' && edit.after === undefined)
      .flatMap((edit) => {
        const peering = scene.before.peerings[edit.id];
        if (peering === undefined || !isKnown(peering.remote)) return [];
        const { vnet, remote, other } = peering;
        // A half that goes takes the way of both; where both go, each speaks for its own network.
        const isHalf = other !== undefined && scene.after.peerings[other] !== undefined;
        return [
          ...finding(scene, edit, vnet, remote),
          ...(isHalf ? finding(scene, edit, remote, vnet) : []),
        ];
      }),
};

function finding(scene: Scene, edit: Edit, home: Id, far: Id): Finding[] {
  const shut = scene.outcomes.filter(
    (each) => losesWay(each) && isOver(scene, each, far) && homeOf(scene, each) === home,
  );
  if (shut.length === 0) return [];
  return [
    {
      says: `Without its peering to ${nameIn(scene, 'vnets', far)}, ${nameIn(scene, 'vnets', home)} no longer reaches the private endpoints of ${listed(shut.map((each) => each.flow.targetName))} there.`,
      outcomes: shut.filter(suffers),
      may: true,
      origin: scene.originOf(edit),
      subjects: [edit.id, home, far],
      edit,
    },
  ];
}

/** It came by an endpoint in the network at the other end. */
function isOver({ before }: Scene, { from }: Outcome, far: Id): boolean {
  const endpoint = isWay(from) ? before.endpoints[from.endpoint ?? ''] : undefined;
  const subnet = endpoint !== undefined && isKnown(endpoint.subnet) ? endpoint.subnet : '';
  return before.subnets[subnet]?.vnet === far;
}
