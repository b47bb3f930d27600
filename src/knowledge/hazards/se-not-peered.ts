import type { Finding, HazardRule, Outcome, Scene } from '../../core/hazard.ts';
import type { Subnet, Target } from '../../core/model.ts';
import { type Group, gained, grouped } from '../changes.ts';
import { suffers } from '../outcomes.ts';
import { inspection, isInspected, neighbourhood, vnetOf } from '../paths.ts';
import { listed, subnetName, verb } from '../phrases.ts';

/** Nobody inherits an endpoint. */
export const seNotPeered: HazardRule = {
  id: 'se-not-peered',
  title: 'An endpoint serves its own subnet only',
  statement:
    'Other subnets of the network and peered networks do not inherit a service endpoint: each calling subnet needs the endpoint itself, and a virtual network rule of its own on the target.',
  remedy: 'List every calling subnet, and give each the endpoint and the rule.',
  source:
    'https://learn.microsoft.com/azure/virtual-network/virtual-network-service-endpoints-overview',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) =>
    grouped(
      scene.outcomes.flatMap((outcome) => without(scene, outcome)),
      ({ target }) => target.id,
    ).flatMap(([, group]) => finding(scene, group)),
};

interface Left {
  readonly target: Target;
  readonly outcome: Outcome;
  readonly neighbour: Subnet;
  /** False: an appliance may be on the way, and its subnet the one that arrives. */
  readonly sure: boolean;
}

/** A flow that ends refused because its subnet has no endpoint, while a neighbour gains one. */
function without(scene: Scene, outcome: Outcome): Left[] {
  const { flow, to } = outcome;
  const [target, subnet] = [scene.after.targets[flow.target], scene.after.subnets[flow.client]];
  if (target === undefined || subnet === undefined || flow.evidence === 'possible') return [];
  if (to.by !== 'none' || to.because !== 'admission' || !(suffers(outcome) || outcome.fresh))
    return [];
  const family = target.traits.endpointFamily;
  const home = vnetOf(scene.after, subnet.id);
  if (family === undefined || home === undefined || subnet.endpoints[family] !== undefined)
    return [];
  // Behind an appliance it is the appliance's subnet that arrives, which is a rule of its own.
  const inspected = inspection(scene.after, subnet, family);
  if (isInspected(inspected)) return [];
  const near = neighbourhood(scene.after, home);
  const neighbour = gained(scene).find(
    (each) => each.family === family && near.has(vnetOf(scene.after, each.subnet.id) ?? ''),
  );
  return neighbour === undefined
    ? []
    : [{ target, outcome, neighbour: neighbour.subnet, sure: inspected === undefined }];
}

function finding(scene: Scene, group: Group<Left>): Finding[] {
  const [first] = group;
  const { target, neighbour } = first;
  const clients = group.map(({ outcome }) => outcome.flow.clientName);
  return [
    {
      says: `${listed(clients)} ${verb(clients, 'does', 'do')} not inherit ${target.traits.endpointFamily ?? ''} from ${subnetName(scene, neighbour.id)}, and ${target.name} refuses ${verb(clients, 'it', 'them')}.`,
      outcomes: group.map(({ outcome }) => outcome),
      ...(group.every(({ sure }) => sure) ? {} : { confidence: 'possible' as const }),
      origin: scene.originOf(`targets|${target.id}`),
      subjects: [target.id, ...group.map(({ outcome }) => outcome.flow.client)],
    },
  ];
}
