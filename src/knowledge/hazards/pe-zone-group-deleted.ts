import type { Finding, HazardRule, Scene } from '../../core/hazard.ts';
import { losesWay, suffers } from '../outcomes.ts';
import { listed } from '../phrases.ts';
import { namesOf, served, targetNames } from '../private-names.ts';

/** The endpoint stays, its record goes. */
export const peZoneGroupDeleted: HazardRule = {
  id: 'pe-zone-group-deleted',
  title: 'The zone group of a private endpoint goes, and its record with it',
  statement:
    'A zone group that Azure Policy wrote is removed by a plan that does not contain it. Its A record disappears while the endpoint stays: where the zone is visible the name answers NXDOMAIN until somebody, or the policy, writes the group again.',
  remedy:
    'Keep the group in the configuration, or let Terraform ignore it: lifecycle { ignore_changes = [private_dns_zone_group] }.',
  source: 'https://github.com/hashicorp/terraform-provider-azurerm/issues/24681',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) =>
    scene.edits
      .filter((edit) => edit.kind === 'zone-group' && edit.after === undefined)
      .flatMap((edit): Finding[] => {
        const endpoint = scene.after.endpoints[edit.id];
        if (endpoint === undefined || scene.after.zoneGroups[edit.id] !== undefined) return [];
        const outcomes = served(scene, endpoint);
        const zones = namesOf(scene, endpoint).map((each) => each.zone);
        return [
          {
            says: `${endpoint.name} loses its zone group, and ${listed(targetNames(scene, endpoint))} ${where(zones)}${policy(scene)}.`,
            outcomes: outcomes.filter(suffers),
            ...(outcomes.some(losesWay) ? { may: true } : {}),
            origin: scene.originOf(edit),
            subjects: [endpoint.id],
            edit,
          },
        ];
      }),
};

function where(zones: readonly string[]): string {
  return zones.length === 0 ? 'its record' : `its record in ${listed(zones)}`;
}

function policy(scene: Scene): string {
  const writes = scene.config.dns.policyWritesZoneGroups;
  return writes === undefined ? '' : ', until the policy writes it again';
}
