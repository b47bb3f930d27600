import type { Finding, HazardRule, Outcome, Scene } from '../../core/hazard.ts';
import type { NetworkModel, PrivateEndpoint } from '../../core/model.ts';
import { allows } from '../../core/security-group.ts';
import { isUndecided, type Undecided, view } from '../../core/world.ts';
import { type Group, grouped } from '../changes.ts';
import { suffers } from '../outcomes.ts';
import { listed } from '../phrases.ts';

/** A service tag does not match a private address. */
export const peNsgClientOutbound: HazardRule = {
  id: 'pe-nsg-client-outbound',
  title: 'The security group of the client denies the private endpoint',
  statement:
    'The destination of traffic to a private endpoint is a private address: a service tag does not match it, VirtualNetwork or the address itself does. A group that allows the tag and denies the rest lets the public way through and blocks the endpoint.',
  remedy:
    'Allow the address of the endpoint, or VirtualNetwork, outbound on the ports of the private way, before the name switches.',
  source: 'https://learn.microsoft.com/azure/virtual-network/service-tags-overview',
  confidence: 'likely',
  verdict: 'informs',
  find: (scene) =>
    grouped(
      scene.outcomes.flatMap((outcome) => blocked(scene, outcome)),
      ({ outcome }) => outcome.flow.client,
    ).flatMap(([, group]) => finding(scene, group)),
};

interface Blocked {
  readonly outcome: Outcome;
  readonly endpoint: PrivateEndpoint;
  /** Only until a rule of the same change has taken. */
  readonly passing: boolean;
  /** False: the input does not show what the group says. */
  readonly sure: boolean;
}

/** Flows whose name switches to an endpoint that the client's group denies, for good or until the change allows it. */
function blocked(scene: Scene, outcome: Outcome): Blocked[] {
  if (outcome.flow.evidence === 'possible' || outcome.fromName === outcome.toName) return [];
  const endpoint = outcome.toName
    .split(' ')
    .map((each) => scene.after.endpoints[each])
    .find((each) => each !== undefined);
  if (endpoint === undefined || !(suffers(outcome) || outcome.fresh)) return [];
  const [old, now] = [scene.before, scene.after].map((model) => lets(model, outcome, endpoint));
  if (now === false) return [{ outcome, endpoint, passing: false, sure: true }];
  if (isUndecided(now)) return [{ outcome, endpoint, passing: false, sure: false }];
  return old === false ? [{ outcome, endpoint, passing: true, sure: true }] : [];
}

function lets(
  model: NetworkModel,
  { flow }: Outcome,
  endpoint: PrivateEndpoint,
): boolean | Undecided | undefined {
  const subnet = model.subnets[flow.client];
  const target = model.targets[flow.target];
  const ports = target?.subresources[flow.subresource]?.privatePorts ?? [];
  return subnet === undefined ? undefined : allows(view(model), subnet, { endpoint }, ports);
}

function finding(scene: Scene, group: Group<Blocked>): Finding[] {
  const [first] = group;
  const { flow } = first.outcome;
  const until = group.every((each) => each.passing) ? ' until the new rule has taken' : '';
  const edit = scene.edits.find((each) => each.id === first.endpoint.id);
  const sure = group.some((each) => each.sure);
  return [
    {
      says: `The network security group of ${flow.clientName} ${sure ? 'does' : 'may'} not let it out to ${listed(group.map((each) => each.endpoint.name))}${until}: a service tag does not match a private address.`,
      outcomes: group.map((each) => each.outcome),
      ...(sure ? {} : { confidence: 'possible' as const }),
      origin: edit === undefined ? scene.originOf(`subnets|${flow.client}`) : scene.originOf(edit),
      subjects: [flow.client, ...group.map((each) => each.endpoint.id)],
      ...(edit === undefined ? {} : { edit }),
    },
  ];
}
