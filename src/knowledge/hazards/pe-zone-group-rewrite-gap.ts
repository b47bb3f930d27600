import type { Edit } from '../../core/edit.ts';
import type { Finding, HazardRule, Scene } from '../../core/hazard.ts';
import type { ZoneGroup } from '../../core/model.ts';
import { grouped } from '../changes.ts';
import { suffers } from '../outcomes.ts';
import { listed } from '../phrases.ts';
import { served, targetNames } from '../private-names.ts';

/** azurerm deletes the group and makes it anew. */
export const peZoneGroupRewriteGap: HazardRule = {
  id: 'pe-zone-group-rewrite-gap',
  title: 'azurerm rewrites a zone group by deleting it first',
  statement:
    'azurerm deletes and recreates private_dns_zone_group when its name changes, or when private_dns_zone_ids changes at equal length (its casing included): in between the record is missing. Adding or removing an ID is an update.',
  remedy:
    'Set resolutionPolicy NxDomainRedirect on the link for the time of the change, or do it in a maintenance window.',
  source:
    'https://github.com/hashicorp/terraform-provider-azurerm/blob/v5.2.0/internal/services/network/private_endpoint_resource.go',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) =>
    grouped(
      scene.edits.filter((edit) => edit.kind === 'zone-group' && isRewrite(scene, edit)),
      (edit) => edit.id,
    ).flatMap(([id, [edit]]): Finding[] => {
      const endpoint = scene.after.endpoints[id];
      if (endpoint === undefined || edit === undefined) return [];
      return [
        {
          says: `The zone group of ${endpoint.name} is deleted and made anew: the record of ${listed(targetNames(scene, endpoint))} is missing in between.`,
          outcomes: served(scene, endpoint).filter(suffers),
          origin: scene.originOf(edit),
          subjects: [endpoint.id],
          edit,
        },
      ];
    }),
};

function isRewrite(scene: Scene, edit: Edit): boolean {
  const [old, now]: (ZoneGroup | undefined)[] = [
    scene.before.zoneGroups[edit.id],
    scene.after.zoneGroups[edit.id],
  ];
  if (old === undefined || now === undefined || scene.before.endpoints[edit.id] === undefined)
    return false;
  // Two edits, a removal and an addition: the reader knows that it is replaced.
  if (edit.before === undefined || edit.after === undefined) return true;
  const azurerm = /(^|\.)azurerm_private_endpoint\./.test(scene.originOf(edit).address);
  return azurerm && old.zones.length === now.zones.length;
}
