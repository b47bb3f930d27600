import type { Contest } from '../../core/change.ts';
import type { Edit } from '../../core/edit.ts';
import { counts } from '../../core/flow.ts';
import type { Finding, HazardRule, Outcome, Scene } from '../../core/hazard.ts';
import type { Id } from '../../core/model.ts';
import { leavesBy, suffers } from '../outcomes.ts';
import { joined, nameIn } from '../phrases.ts';

/** What one writes the other takes away. */
export const tfTwoForms: HazardRule = {
  id: 'tf-two-forms',
  title: 'Two resources of the configuration write the same place',
  statement:
    'Subnets, rules and routes can stand inline in the resource that holds them (subnet, network_rules, network_rule_set, security_rule, route, properties of an azapi body) or in resources of their own. Where a configuration has both, each write puts its own list in the place of the other’s: service endpoints and rules vanish with one apply and are back with the next.',
  remedy:
    'Keep one form. Move the values into it, and take the other away: an inline block by deleting it, a separate resource with a removed block that does not destroy it.',
  source: 'https://github.com/hashicorp/terraform-provider-azurerm/issues/10508',
  confidence: 'likely',
  verdict: 'informs',
  find: (scene) => scene.contests.map((contest) => finding(scene, contest)),
};

const words: Readonly<Record<string, string>> = {
  subnets: 'subnets',
  dnsServers: 'DNS servers',
  endpoints: 'service endpoints',
  endpointPolicies: 'service endpoint policies',
  securityGroup: 'security group',
  routeTable: 'route table',
  natGateway: 'NAT gateway',
  publicNetworkAccess: 'public network access',
  defaultAction: 'default action',
  networkRules: 'virtual network rules',
  ipRules: 'IP rules',
  resourceInstances: 'resource instances',
  rules: 'security rules',
  routes: 'routes',
  zones: 'zone group',
};

function finding(scene: Scene, contest: Contest): Finding {
  const { collection, id, field, by, sure } = contest;
  const [first] = by;
  const name = nameIn(scene, collection, id);
  // What is new has nobody yet whom it could lose.
  const stood = scene.before[collection][id] !== undefined;
  const concerned = scene.flows.some(
    (flow) => counts(flow) && touches(scene, contest, [flow.target, flow.client]),
  );
  const edit = scene.edits.find((each) => concerns(contest, each));
  return {
    says: `${joined(by.map((each) => each.address))} both write the ${words[field] ?? field} of ${name}, and not the same: whichever is applied last undoes the other.`,
    outcomes: scene.outcomes.filter((each) => suffers(each) && suffersOf(scene, contest, each)),
    may: true,
    // Filters and routes may have nothing to do with any flow that is known.
    ...(stood && concerned && !listsOnly.includes(collection) ? { verdict: 'interrupts' } : {}),
    ...(sure ? {} : { confidence: 'possible' }),
    origin: first ?? scene.originOf(`${collection}|${id}`),
    subjects: [id],
    ...(edit === undefined ? {} : { edit }),
  };
}

const listsOnly: readonly string[] = ['securityGroups', 'routeTables'];

function concerns({ collection, id }: Contest, edit: Edit): boolean {
  return edit.id === id && (collection !== 'vnets' || edit.kind === 'dns-servers');
}

/** Whether one of these is the contested record, or lives in it. */
function touches(scene: Scene, { collection, id }: Contest, ids: readonly Id[]): boolean {
  if (collection !== 'vnets') return ids.includes(id);
  return ids.some((each) => scene.after.subnets[each]?.vnet === id);
}

function suffersOf(scene: Scene, contest: Contest, outcome: Outcome): boolean {
  if (contest.collection === 'targets') return outcome.flow.target === contest.id;
  if (contest.collection === 'subnets') return leavesBy(outcome, contest.id);
  return touches(scene, contest, [outcome.flow.client]);
}
