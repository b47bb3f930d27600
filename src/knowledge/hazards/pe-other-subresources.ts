import type { Edit } from '../../core/edit.ts';
import { counts } from '../../core/flow.ts';
import type { Finding, HazardRule, Scene } from '../../core/hazard.ts';
import type { Target } from '../../core/model.ts';
import { isWay } from '../../core/route.ts';
import { serviceFor } from '../catalogue.ts';
import { approvedOf, closings } from '../changes.ts';
import { outcomesTo } from '../outcomes.ts';
import { joined, listed, verb } from '../phrases.ts';

/** One door for all, and private endpoints for some. */
export const peOtherSubresources: HazardRule = {
  id: 'pe-other-subresources',
  title: 'The public side closes, and some sub-resources have no private endpoint',
  statement:
    'Public network access and firewall rules are those of the whole resource; a private endpoint is for one of its sub-resources. Once the public side is closed, nobody reaches a sub-resource without an endpoint. A rule that names a client does not say which sub-resources it uses.',
  remedy:
    'See in the logs of the resource which of its sub-resources are called, and make private endpoints for those before it closes.',
  source: 'https://learn.microsoft.com/azure/storage/common/storage-private-endpoints',
  confidence: 'possible',
  verdict: 'informs',
  find: (scene) =>
    closings(scene)
      .filter(
        ({ target, edit }) =>
          edit.kind === 'public-network-access' && target.publicNetworkAccess === 'Disabled',
      )
      .flatMap(({ target, edit }) => finding(scene, target, edit)),
};

function finding(scene: Scene, target: Target, edit: Edit): Finding[] {
  const served = approvedOf(scene.after, target).flatMap((each) =>
    each.groups.map((group) => group.toLowerCase()),
  );
  const clients = byRule(scene, target);
  const open = openParts(target, served);
  if (served.length === 0 || open.length === 0 || clients.length === 0) return [];
  return [
    {
      says: `${target.name} closes with a private endpoint for ${listed(served)} alone: whether ${listed(clients)} also ${verb(clients, 'uses', 'use')} ${joined(open)}, the input does not show.`,
      may: true,
      origin: scene.originOf(edit),
      subjects: [target.id],
      edit,
    },
  ];
}

/** Clients that a rule admits today, to whatever sub-resource. */
function byRule(scene: Scene, target: Target): string[] {
  const admitted = outcomesTo(scene, target.id).filter(
    ({ flow, from, intended }) =>
      counts(flow) &&
      !intended &&
      isWay(from) &&
      flow.because.some((each) => each.endsWith('-rule')),
  );
  return [...new Set(admitted.map(({ flow }) => flow.clientName))].sort();
}

/** Those without an endpoint; one that another needs is told of elsewhere. */
function openParts(target: Target, served: readonly string[]): string[] {
  const rows = serviceFor(target.type)?.subresources ?? [];
  const companions = rows
    .filter(({ name }) => served.includes(name.toLowerCase()))
    .flatMap((row) => row.companions?.value ?? []);
  const told = new Set([...served, ...companions.map((each) => each.toLowerCase())]);
  return Object.keys(target.subresources).filter((each) => !told.has(each.toLowerCase()));
}
