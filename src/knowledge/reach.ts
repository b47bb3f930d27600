import type { Edit } from '../core/edit.ts';
import { inScope } from '../core/egress.ts';
import type { Finding, Scene } from '../core/hazard.ts';
import { isKnown } from '../core/known.ts';
import type { Id, Subnet, Target } from '../core/model.ts';
import { isUndecided, view } from '../core/world.ts';
import { type Group, gained, grouped, namedBy, rulesGained, swapped } from './changes.ts';
import { leavesBy, outcomesTo, suffers } from './outcomes.ts';
import { regionOf } from './paths.ts';
import { listed, subnetName } from './phrases.ts';

// Rules for subnets whose endpoint does not reach the region of the target. Which rule speaks depends on the service.

interface Pair {
  readonly target: Target;
  readonly subnet: Subnet;
  readonly edit: Edit;
  /** False: only if the endpoint does not cover the paired region, on which sources disagree. */
  readonly sure: boolean;
}

/** One finding for each target of `type` that gains a rule, or a subnet with a rule that gains an endpoint, out of reach. */
export function outOfReach(scene: Scene, type: string): Finding[] {
  const pairs = candidates(scene)
    .filter(({ target }) => target.type.toLowerCase() === type)
    .flatMap(({ target, subnet, edit }) => {
      const home = scene.after.subnets[subnet];
      const sure = home === undefined ? undefined : isOut(scene, home, target);
      return home === undefined || sure === undefined ? [] : [{ target, subnet: home, edit, sure }];
    });
  return grouped(pairs, ({ target, sure }) => `${target.id} ${sure}`).flatMap(([, group]) =>
    finding(scene, group),
  );
}

function candidates(
  scene: Scene,
): { readonly target: Target; readonly subnet: Id; readonly edit: Edit }[] {
  const endpoints = [...gained(scene), ...swapped(scene)].flatMap(({ subnet, family, edit }) =>
    namedBy(scene.after, subnet.id, family).map((target) => ({ target, subnet: subnet.id, edit })),
  );
  const all = [...rulesGained(scene), ...endpoints];
  return [...new Map(all.map((each) => [`${each.target.id} ${each.subnet}`, each])).values()];
}

/** Whether the target surely lies out of reach; undefined when it does not, or when a region is unknown. */
function isOut(scene: Scene, subnet: Subnet, target: Target): boolean | undefined {
  const endpoint = subnet.endpoints[target.traits.endpointFamily ?? ''];
  if (endpoint === undefined || !isKnown(endpoint) || !isKnown(target.location)) return undefined;
  if (regionOf(scene.after, subnet) === undefined) return undefined;
  const covered = inScope(view(scene.after), subnet, endpoint, target);
  if (isUndecided(covered)) return false;
  return covered ? undefined : true;
}

function finding(scene: Scene, group: Group<Pair>): Finding[] {
  const [first] = group;
  const { target, edit, sure } = first;
  const outcomes = outcomesTo(scene, target.id).filter(
    (each) => suffers(each) && group.some(({ subnet }) => leavesBy(each, subnet.id)),
  );
  const names = listed(
    group.map(
      ({ subnet }) => `${subnetName(scene, subnet.id)} (${regionOf(scene.after, subnet) ?? ''})`,
    ),
  );
  const region = isKnown(target.location) ? target.location : '';
  return [
    {
      says: sure
        ? `The ${target.traits.endpointFamily ?? ''} endpoint on ${names} does not reach ${target.name} in ${region}: the rule for it matches nothing.`
        : `Whether the ${target.traits.endpointFamily ?? ''} endpoint on ${names} reaches ${target.name} in the paired region ${region} is not certain, and with it the rule.`,
      ...(sure ? {} : { confidence: 'possible' as const }),
      outcomes,
      origin: scene.originOf(edit),
      subjects: [target.id, ...group.map(({ subnet }) => subnet.id)],
      edit,
    },
  ];
}
