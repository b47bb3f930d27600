import type { Outcome, Scene } from '../core/hazard.ts';
import type { Id } from '../core/model.ts';
import { isWay } from '../core/route.ts';
import type { EndpointChange } from './changes.ts';

// What the replay found, as hazard rules ask for it.

/** Whether the flow is denied or unresolved, in one apply or for good, and nobody meant it. */
export function suffers(outcome: Outcome): boolean {
  return outcome.lost || outcome.interrupted;
}

/** Whether the flow has a way before and none after, whatever was meant. */
export function losesWay(outcome: Outcome): boolean {
  return isWay(outcome.from) && outcome.to.by === 'none';
}

/** Whether one apply does `effect` to the flow. */
export function feels(outcome: Outcome, effect: Outcome['written'][number]['effect']): boolean {
  return outcome.written.some((each) => each.effect === effect);
}

/** Whether the flow leaves, before or after, by this subnet: its client's own, or that of the appliance behind its routes. */
export function leavesBy(outcome: Outcome, subnet: Id): boolean {
  return waysOut(outcome).includes(subnet);
}

/** The subnets by which the flow leaves, before or after. */
export function waysOut({ flow, from, to }: Outcome): Id[] {
  const own = flow.clientKind === 'subnet' ? [flow.client] : [];
  const others = [from, to].flatMap((route) =>
    isWay(route) && route.via !== undefined ? [route.via] : [],
  );
  return [...own, ...others];
}

const memory = new WeakMap<readonly Outcome[], Map<Id, Outcome[]>>();

/** Outcomes of the flows to a target. */
export function outcomesTo(scene: Scene, target: Id): readonly Outcome[] {
  const found = memory.get(scene.outcomes) ?? byTarget(scene.outcomes);
  memory.set(scene.outcomes, found);
  return found.get(target) ?? [];
}

function byTarget(outcomes: readonly Outcome[]): Map<Id, Outcome[]> {
  const groups = new Map<Id, Outcome[]>();
  for (const each of outcomes) {
    const group = groups.get(each.flow.target);
    if (group === undefined) groups.set(each.flow.target, [each]);
    else group.push(each);
  }
  return groups;
}

/** Names of the targets to which flows of the endpoint's subnet are reset by its change. */
export function resetBy(scene: Scene, change: EndpointChange): string[] {
  return scene.outcomes
    .filter((each) => feels(each, 'reset') && leavesBy(each, change.subnet.id))
    .filter(
      (each) => scene.after.targets[each.flow.target]?.traits.endpointFamily === change.family,
    )
    .map((each) => each.flow.targetName);
}

/** Outcomes of flows over the changed endpoints that are denied, in one apply or for good. */
export function sufferers(scene: Scene, changes: readonly EndpointChange[]): Outcome[] {
  return scene.outcomes.filter(
    (each) =>
      suffers(each) &&
      changes.some(
        ({ subnet, family }) =>
          leavesBy(each, subnet.id) &&
          scene.before.targets[each.flow.target]?.traits.endpointFamily === family,
      ),
  );
}
