import { counts } from '../../core/flow.ts';
import type { Finding, HazardRule, Outcome, Scene } from '../../core/hazard.ts';
import { closings, grouped } from '../changes.ts';
import { losesWay, outcomesTo } from '../outcomes.ts';
import { listed, nameIn } from '../phrases.ts';

/** Clients that nothing names, and that nothing excludes. */
export const possibleClientsDenied: HazardRule = {
  id: 'possible-clients-denied',
  title: 'Clients that no file names may be denied',
  statement:
    'A target that admits everyone may have clients that no rule, setting or config names. Networks of the input could call it before the change and cannot after it; whether one does, only its logs tell.',
  remedy:
    'Look into the logs of the target for callers from these networks, and list those that stay in the config; then give them a rule or an endpoint.',
  source: 'follows from the routes before and after the change',
  confidence: 'possible',
  verdict: 'informs',
  find: (scene) =>
    grouped(
      scene.outcomes.filter((each) => isDenied(each) && !allNamed(scene, each)),
      ({ flow }) => flow.target,
    ).flatMap(([target, group]) => finding(scene, target, group)),
};

function isDenied(outcome: Outcome): boolean {
  const { flow, intended } = outcome;
  if (flow.evidence !== 'possible' || flow.target === '*' || flow.clientKind !== 'subnet')
    return false;
  return losesWay(outcome) && !intended;
}

/** Every subnet of the network that the input shows is named, so that nobody is left to wonder about. */
function allNamed(scene: Scene, { flow }: Outcome): boolean {
  const named = new Set(
    outcomesTo(scene, flow.target)
      .filter((each) => counts(each.flow))
      .map((each) => each.flow.client),
  );
  const subnets = Object.values(scene.after.subnets).filter((each) => each.vnet === flow.client);
  return subnets.length > 0 && subnets.every((each) => named.has(each.id));
}

function finding(scene: Scene, target: string, group: readonly Outcome[]): Finding[] {
  const edit = closings(scene).find((each) => each.target.id === target)?.edit;
  return [
    {
      says: `Whoever in ${listed(group.map((each) => each.flow.clientName))} calls ${nameIn(scene, 'targets', target)} without being named has no way after the change.`,
      may: true,
      origin: edit === undefined ? scene.originOf(`targets|${target}`) : scene.originOf(edit),
      subjects: [target, ...group.map((each) => each.flow.client)],
      ...(edit === undefined ? {} : { edit }),
    },
  ];
}
