import type { Finding, HazardRule, Scene } from '../../core/hazard.ts';
import { isKnown } from '../../core/known.ts';
import type { NetworkModel, ZoneLink } from '../../core/model.ts';
import { nameIn } from '../phrases.ts';

/** A network is linked to one zone of a name. */
export const peTwoZonesSameName: HazardRule = {
  id: 'pe-two-zones-same-name',
  title: 'A network cannot be linked to two zones of one name',
  statement:
    'A virtual network can be linked to only one private DNS zone of a given name. A second zone of that name, for instance one for each team, cannot be linked; moving from one to the other means a gap between unlinking and linking.',
  remedy:
    'Use one central zone for each name; move the records there before the link is moved, and move the link in a maintenance window.',
  source: 'https://learn.microsoft.com/azure/private-link/private-endpoint-dns',
  confidence: 'likely',
  verdict: 'refused',
  find: (scene) =>
    scene.edits
      .filter((edit) => edit.kind === 'link' && edit.after !== undefined)
      .flatMap((edit): Finding[] => {
        const link = scene.after.links[edit.id];
        if (link === undefined) return [];
        const common = {
          origin: scene.originOf(edit),
          subjects: [String(link.vnet), link.id],
          edit,
        };
        const zone = zoneName(scene.after, link);
        const vnet = isKnown(link.vnet) ? nameIn(scene, 'vnets', link.vnet) : '';
        if (twins(scene.after, link).length > 0) {
          return [
            { ...common, says: `${vnet} is linked to a second zone ${zone}, which Azure refuses.` },
          ];
        }
        if (old(scene, link).length === 0) return [];
        const says = `${vnet} moves from one zone ${zone} to another: between unlinking and linking, names there have no record.`;
        return [{ ...common, says, may: true, verdict: 'informs' }];
      }),
};

function zoneName(model: NetworkModel, link: ZoneLink): string {
  return (model.zones[link.zone]?.name ?? '').toLowerCase();
}

/** Links of the same network to other zones of the same name. */
function twins(model: NetworkModel, link: ZoneLink, among: NetworkModel = model): ZoneLink[] {
  const name = zoneName(model, link);
  return Object.values(among.links).filter(
    (other) =>
      other.zone !== link.zone &&
      isKnown(link.vnet) &&
      other.vnet === link.vnet &&
      name !== '' &&
      zoneName(among, other) === name,
  );
}

function old(scene: Scene, link: ZoneLink): ZoneLink[] {
  return twins(scene.after, link, scene.before).filter(
    (other) => scene.after.links[other.id]?.zone !== other.zone,
  );
}
