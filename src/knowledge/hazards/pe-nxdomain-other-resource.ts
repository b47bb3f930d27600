import type { Edit } from '../../core/edit.ts';
import type { Finding, HazardRule, Scene } from '../../core/hazard.ts';
import { isKnown } from '../../core/known.ts';
import { type Group, grouped } from '../changes.ts';
import { joined, nameIn } from '../phrases.ts';

/** A zone answers for every name of its service, also for those it does not hold. */
export const peNxdomainOtherResource: HazardRule = {
  id: 'pe-nxdomain-other-resource',
  title: 'A newly visible zone may hide names that it does not hold',
  statement:
    'Once a network sees a privatelink zone, every resource of that type that has a private endpoint anywhere (with another team, in another tenant) and no record in this zone answers NXDOMAIN there. Resources without any private endpoint keep their public answer.',
  remedy:
    'List the names of that type that the network uses; set resolutionPolicy NxDomainRedirect on the link, or add records for them first.',
  source: 'https://learn.microsoft.com/azure/dns/private-dns-fallback',
  confidence: 'likely',
  verdict: 'informs',
  find: (scene) =>
    grouped(
      scene.edits.flatMap((edit) => visible(scene, edit)),
      ({ vnet }) => vnet,
    ).flatMap(([vnet, group]) => finding(scene, vnet, group)),
};

interface Visible {
  readonly vnet: string;
  readonly zone: string;
  readonly edit: Edit;
}

/** Privatelink zones that an existing network begins to see, or begins to see without the way back to public DNS. */
function visible(scene: Scene, edit: Edit): Visible[] {
  if (edit.kind !== 'link' && edit.kind !== 'resolution-policy') return [];
  const [old, now] = [scene.before.links[edit.id], scene.after.links[edit.id]];
  if (now === undefined || !isKnown(now.vnet) || now.resolutionPolicy === 'NxDomainRedirect')
    return [];
  if (old !== undefined && old.vnet === now.vnet && old.resolutionPolicy === now.resolutionPolicy)
    return [];
  const zone = scene.after.zones[now.zone]?.name ?? '';
  const exists = scene.before.vnets[now.vnet] !== undefined;
  return exists && zone.toLowerCase().startsWith('privatelink.')
    ? [{ vnet: now.vnet, zone, edit }]
    : [];
}

function finding(scene: Scene, vnet: string, group: Group<Visible>): Finding[] {
  const [first] = group;
  return [
    {
      says: `Names under ${joined(group.map((each) => each.zone))} that have a private endpoint elsewhere and no record here answer NXDOMAIN in ${nameIn(scene, 'vnets', vnet)}.`,
      confidence: 'possible',
      origin: scene.originOf(first.edit),
      subjects: [vnet, ...group.map((each) => each.edit.id)],
      edit: first.edit,
    },
  ];
}
