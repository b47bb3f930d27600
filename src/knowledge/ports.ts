import type { Finding, Outcome, Scene } from '../core/hazard.ts';
import type { Subnet, Target } from '../core/model.ts';
import { allows, type Destination } from '../core/security-group.ts';
import { view } from '../core/world.ts';
import { type Group, grouped } from './changes.ts';
import { listed, subnetName } from './phrases.ts';

// Services whose clients may need more ports than the one that every client needs.

interface Range {
  /** One port of it that the main port's rule does not cover by chance. */
  readonly port: string;
  readonly range: string;
}

export interface Ports {
  readonly main: string;
  readonly private: Range;
  readonly public: Range;
  /** What needs the range: `the Redirect policy`. */
  readonly purpose: string;
}

/** Flows that move to another way whose security group lets the main port out and not the range. One finding for each subnet. */
export function shutPorts(scene: Scene, type: string, ports: Ports): Finding[] {
  return grouped(
    scene.outcomes.flatMap((outcome) => shut(scene, outcome, type, ports)),
    ({ subnet, range }) => `${subnet.id} ${range}`,
  ).flatMap(([, group]) => finding(scene, group, ports));
}

interface Shut {
  readonly subnet: Subnet;
  readonly target: Target;
  readonly range: string;
}

function shut(scene: Scene, { flow, from, to }: Outcome, type: string, ports: Ports): Shut[] {
  const [subnet, target] = [scene.after.subnets[flow.client], scene.after.targets[flow.target]];
  if (subnet === undefined || target?.type.toLowerCase() !== type || from.by === to.by) return [];
  const endpoint =
    to.by === 'private-endpoint' ? scene.after.endpoints[to.endpoint ?? ''] : undefined;
  if (endpoint === undefined && to.by !== 'service-endpoint') return [];
  const { traits, location } = target;
  const destination: Destination =
    endpoint === undefined ? { tags: traits.serviceTags, location } : { endpoint };
  const { port, range } = endpoint === undefined ? ports.public : ports.private;
  const at = view(scene.after);
  const main = allows(at, subnet, destination, [ports.main]);
  const more = allows(at, subnet, destination, [port]);
  return main === true && more === false ? [{ subnet, target, range }] : [];
}

function finding(scene: Scene, group: Group<Shut>, ports: Ports): Finding[] {
  const [first] = group;
  const { subnet, range } = first;
  return [
    {
      says: `The network security group of ${subnetName(scene, subnet.id)} lets port ${ports.main} out to ${listed(group.map((each) => each.target.name))}, and not ${range}, which ${ports.purpose} needs.`,
      confidence: 'possible',
      origin: scene.originOf(`subnets|${subnet.id}`),
      subjects: [subnet.id, ...group.map((each) => each.target.id)],
    },
  ];
}
