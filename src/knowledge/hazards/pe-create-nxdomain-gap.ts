import type { Finding, HazardRule, Scene } from '../../core/hazard.ts';
import { type Arrival, approved, approvedOf } from '../changes.ts';
import { feels, suffers } from '../outcomes.ts';
import { listed, nameIn, verb } from '../phrases.ts';
import { linksOf, namesOf, served, targetNames } from '../private-names.ts';

/** The CNAME is there for everyone before the record is. */
export const peCreateNxdomainGap: HazardRule = {
  id: 'pe-create-nxdomain-gap',
  title: 'Between a new private endpoint and its record the name answers NXDOMAIN',
  statement:
    'Approving a private endpoint gives the public name its privatelink CNAME for everyone at once. Clients that already see the zone get NXDOMAIN until the A record is written: seconds in one pipeline, 5 to 15 minutes when Azure Policy writes the zone group.',
  remedy:
    'Set resolutionPolicy NxDomainRedirect on the link first and Default after the gate, or do it in a maintenance window.',
  source:
    'https://github.com/MicrosoftDocs/azure-docs/blob/main/articles/storage/common/storage-private-endpoints.md',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) => approved(scene).flatMap((arrival) => finding(scene, arrival)),
};

function finding(scene: Scene, arrival: Arrival): Finding[] {
  const { endpoint, edit } = arrival;
  const hit = served(scene, endpoint).filter(
    (each) => suffers(each) && feels(each, 'name-unresolved'),
  );
  const vnets = watchers(scene, arrival);
  if (hit.length === 0 && vnets.length === 0) return [];
  const who =
    hit.length > 0
      ? hit.map((each) => each.flow.clientName)
      : vnets.map((id) => nameIn(scene, 'vnets', id));
  const names = targetNames(scene, endpoint);
  return [
    {
      says: `${listed(names)} ${verb(names, 'answers', 'answer')} NXDOMAIN to ${listed(who)} from the approval of ${endpoint.name} until ${verb(names, 'its record is', 'their records are')} written.`,
      outcomes: hit,
      ...(hit.every((each) => !each.certain) ? { confidence: 'possible' as const } : {}),
      origin: scene.originOf(edit),
      subjects: [endpoint.id, ...vnets],
      edit,
    },
  ];
}

/** Networks that see the zone before the change, while the target has no approved endpoint yet. */
function watchers(scene: Scene, { endpoint, targets }: Arrival): string[] {
  const first = targets.filter((target) => {
    const old = scene.before.targets[target.id];
    return old !== undefined && approvedOf(scene.before, old).length === 0;
  });
  if (first.length === 0) return [];
  const zones = [...new Set(namesOf(scene, endpoint).map((each) => each.zone))];
  return [...new Set(zones.flatMap((zone) => linksOf(scene.before, zone).map(({ vnet }) => vnet)))];
}
