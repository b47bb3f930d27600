import type { Finding, HazardRule, Outcome, Scene } from '../../core/hazard.ts';
import { type Arrival, approved } from '../changes.ts';
import { suffers } from '../outcomes.ts';
import { listed, nameIn, verb } from '../phrases.ts';
import { customServers, homeOf, namesOf, targetNames, unreached } from '../private-names.ts';

/** An endpoint that nobody is sent to. */
export const peDnsNotLinked: HazardRule = {
  id: 'pe-dns-not-linked',
  title: 'The private endpoint is there and clients keep the public address',
  statement:
    'Where the privatelink zone is not linked to the network that resolves for a client, the name keeps its public answer and traffic keeps the public path: the endpoint looks healthy and is not used. Peering does not carry a zone.',
  remedy:
    'Link the zone to every client network (or to the one where its DNS servers ask), and resolve the name from there before anything closes.',
  source:
    'https://github.com/MicrosoftDocs/azure-security-docs/blob/1c4310bed2b90b37d9500bd26dc00a314becfa9f/articles/key-vault/general/private-link-service.md',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) => approved(scene).flatMap((arrival) => finding(scene, arrival)),
};

function finding(scene: Scene, arrival: Arrival): Finding[] {
  const { endpoint, edit } = arrival;
  const left = unreached(scene, arrival).filter((each) => staysPublic(scene, each));
  if (left.length === 0) return [];
  const homes = left.map((each) => nameIn(scene, 'vnets', homeOf(scene, each) ?? ''));
  const zones = namesOf(scene, endpoint).map((each) => each.zone);
  return [
    {
      says: `${listed(homes)} ${verb(homes, 'does', 'do')} not see ${listed(zones)}: clients there keep the public address of ${listed(targetNames(scene, endpoint))} and do not use ${endpoint.name}.`,
      outcomes: left.filter(suffers),
      ...(left.every((each) => each.flow.evidence === 'possible')
        ? { confidence: 'likely' as const }
        : {}),
      origin: scene.originOf(edit),
      subjects: [endpoint.id, ...left.map((each) => homeOf(scene, each) ?? each.flow.client)],
      edit,
    },
  ];
}

/** Azure's own resolver answers there, and it answers with the public address. */
function staysPublic(scene: Scene, outcome: Outcome): boolean {
  const home = homeOf(scene, outcome) ?? '';
  const names = outcome.toName.split(' ');
  return customServers(scene.after, home).length === 0 && names.every((each) => each === 'public');
}
