import type { Finding, HazardRule, Outcome, Scene } from '../../core/hazard.ts';
import { forwardersOf } from '../../core/name.ts';
import { approved, type Group, grouped } from '../changes.ts';
import { suffers } from '../outcomes.ts';
import { joined, listed } from '../phrases.ts';
import { namesOf, served } from '../private-names.ts';

/** Sites on premises reach a private endpoint only if their DNS asks Azure. */
export const peOnpremForward: HazardRule = {
  id: 'pe-onprem-forward',
  title: 'On-premises DNS must forward the public suffix to Azure',
  statement:
    'Clients on premises get the private address only if their DNS servers forward the public suffix of the service to the inbound endpoint of a DNS Private Resolver (or a server in Azure). Forwarding privatelink names alone does not do: clients ask for the public name.',
  remedy:
    'Configure conditional forwarders for the public suffixes on the site, and resolve the names from there before the switch.',
  source:
    'https://github.com/MicrosoftDocs/azure-docs/blob/42655f0ed89897f3571b649e2e1922bfef5985d9/articles/private-link/private-endpoint-dns.md',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) => {
    const left = approved(scene).flatMap(({ endpoint, edit }) =>
      served(scene, endpoint)
        .filter(
          (each) =>
            each.flow.clientKind === 'on-premises' && !each.toName.split(' ').includes(endpoint.id),
        )
        .map((outcome) => ({
          outcome,
          edit,
          suffixes: namesOf(scene, endpoint).flatMap(forwardersOf),
        })),
    );
    return grouped(left, ({ outcome }) => outcome.flow.client).flatMap(([, group]) =>
      finding(scene, group),
    );
  },
};

interface Left {
  readonly outcome: Outcome;
  readonly edit: Scene['edits'][number];
  readonly suffixes: readonly string[];
}

function finding(scene: Scene, group: Group<Left>): Finding[] {
  const [first] = group;
  const { flow } = first.outcome;
  const targets = listed(group.map(({ outcome }) => outcome.flow.targetName));
  const forwarded = scene.config.dns.customServersForward;
  const wrong =
    Array.isArray(forwarded) &&
    forwarded.some((each) => each.toLowerCase().startsWith('privatelink.'));
  const why = wrong ? ', and forwarding privatelink names alone does not do' : '';
  return [
    {
      says: `${flow.clientName} keeps the public address of ${targets} until its DNS forwards ${joined(group.flatMap((each) => each.suffixes))} to Azure${why}.`,
      outcomes: group.map((each) => each.outcome).filter(suffers),
      origin: scene.originOf(first.edit),
      subjects: [flow.client, ...group.map((each) => each.edit.id)],
      edit: first.edit,
    },
  ];
}
