import type { Edit } from '../../core/edit.ts';
import type { Finding, HazardRule, Outcome, Scene } from '../../core/hazard.ts';
import { isKnown } from '../../core/known.ts';
import type { TargetName } from '../../core/model.ts';
import { forwardersOf } from '../../core/name.ts';
import { isWay } from '../../core/route.ts';
import { type Arrival, approved, type Group, grouped } from '../changes.ts';
import { suffers } from '../outcomes.ts';
import { joined, listed, nameIn, verb } from '../phrases.ts';
import { customServers, homeOf, namesOf, served, unreached } from '../private-names.ts';

/** Servers of the customer's own see no linked zone. */
export const peCustomDns: HazardRule = {
  id: 'pe-custom-dns',
  title: 'DNS servers of your own must forward the public suffix',
  statement:
    'A network with DNS servers of its own does not look into the zones linked to it. The servers must forward the public suffix (blob.core.windows.net, not privatelink.blob.core.windows.net) to Azure: to 168.63.129.16 from a network that sees the zone, or to a DNS Private Resolver there.',
  remedy:
    'Add conditional forwarders for the public suffixes first, and resolve the names from every DNS server before the switch.',
  source:
    'https://github.com/MicrosoftDocs/azure-docs/blob/42655f0ed89897f3571b649e2e1922bfef5985d9/articles/private-link/private-endpoint-dns.md',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) =>
    grouped(
      [
        ...approved(scene).flatMap((arrival) =>
          [...unreached(scene, arrival), ...unsure(scene, arrival)].flatMap((outcome) =>
            asked(scene, outcome, namesOf(scene, arrival.endpoint), arrival.edit),
          ),
        ),
        ...newServers(scene),
      ],
      ({ vnet }) => vnet,
    ).flatMap(([vnet, group]) => finding(scene, vnet, group)),
};

interface Asked {
  readonly vnet: string;
  readonly outcome: Outcome;
  readonly names: readonly TargetName[];
  readonly edit: Edit;
}

/** Flows of which nobody can say what their servers answer. */
function unsure(scene: Scene, { endpoint }: Arrival): Outcome[] {
  return served(scene, endpoint).filter(({ to }) => to.by === 'undecided');
}

/** Endpoints that stand, asked for by way of servers that the change brings. */
function newServers(scene: Scene): Asked[] {
  return scene.edits
    .filter((edit) => edit.kind === 'dns-servers')
    .flatMap((edit) =>
      scene.outcomes
        .filter((each) => homeOf(scene, each) === edit.id)
        .flatMap((outcome) => {
          const { from, to, toName } = outcome;
          // Where nobody can say what the servers answer, each answer is looked at by itself.
          if (to.by === 'undecided') return [];
          const endpoint = isWay(from) ? scene.after.endpoints[from.endpoint ?? ''] : undefined;
          if (endpoint === undefined || toName.split(' ').includes(endpoint.id)) return [];
          return asked(scene, outcome, namesOf(scene, endpoint), edit);
        }),
    );
}

/** Clients whose names go to servers of which nothing says that they forward to Azure. */
function asked(scene: Scene, outcome: Outcome, names: readonly TargetName[], edit: Edit): Asked[] {
  const vnet = homeOf(scene, outcome);
  if (vnet === undefined || customServers(scene.after, vnet).length === 0) return [];
  const said = scene.after.resolutions.custom?.forwarded;
  const all = said !== undefined && isKnown(said) && said === true;
  return all ? [] : [{ vnet, outcome, names, edit }];
}

function finding(scene: Scene, vnet: string, group: Group<Asked>): Finding[] {
  const [first] = group;
  const suffixes = group.flatMap((each) => each.names.flatMap(forwardersOf));
  const servers = customServers(scene.after, vnet);
  const outcomes = [...new Set(group.map((each) => each.outcome))];
  return [
    {
      says: `${nameIn(scene, 'vnets', vnet)} asks ${listed(servers)}: ${verb(servers, 'it', 'they')} must forward ${joined(suffixes)} to Azure DNS, or clients there keep the public address.`,
      outcomes: outcomes.filter(suffers),
      ...(outcomes.every((each) => each.flow.evidence === 'possible')
        ? { confidence: 'likely' as const }
        : {}),
      origin: scene.originOf(first.edit),
      subjects: [vnet, ...group.map((each) => each.edit.id)],
      edit: first.edit,
    },
  ];
}
