import type { Finding, HazardRule, Scene } from '../../core/hazard.ts';
import { type Arrival, withdrawn } from '../changes.ts';
import { feels, suffers } from '../outcomes.ts';
import { listed, verb } from '../phrases.ts';
import { served, targetNames } from '../private-names.ts';

/** The record goes before the CNAME does. */
export const peDeleteNxdomainGap: HazardRule = {
  id: 'pe-delete-nxdomain-gap',
  title: 'While a private endpoint is deleted its name answers NXDOMAIN',
  statement:
    'Deleting a private endpoint or its zone group removes the record while the CNAME still stands. Where the zone is visible the name answers NXDOMAIN until the last endpoint of the sub-resource is gone; azurerm deletes the group before the endpoint.',
  remedy:
    'Unlink the zone or set resolutionPolicy NxDomainRedirect on the link before deleting, or do it in a maintenance window.',
  source:
    'https://github.com/hashicorp/terraform-provider-azurerm/blob/v5.2.0/internal/services/network/private_endpoint_resource.go',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) => withdrawn(scene).flatMap((arrival) => finding(scene, arrival)),
};

function finding(scene: Scene, { endpoint, edit, targets }: Arrival): Finding[] {
  if (!targets.some((target) => scene.after.targets[target.id] !== undefined)) return [];
  const users = served(scene, endpoint).filter((each) =>
    each.fromName.split(' ').includes(endpoint.id),
  );
  if (users.length === 0) return [];
  const hit = users.filter((each) => suffers(each) && feels(each, 'name-unresolved'));
  const told = hit.length > 0 ? hit : users;
  const names = targetNames(scene, endpoint);
  return [
    {
      says: `${listed(names)} ${verb(names, 'answers', 'answer')} NXDOMAIN to ${listed(told.map((each) => each.flow.clientName))} while ${endpoint.name} is deleted.`,
      outcomes: hit,
      ...(told.every((each) => each.flow.evidence === 'possible')
        ? { confidence: 'possible' as const }
        : {}),
      origin: scene.originOf(edit),
      subjects: [endpoint.id, ...targets.map((each) => each.id)],
      edit,
    },
  ];
}
