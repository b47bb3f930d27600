import { counts } from '../../core/flow.ts';
import type { Finding, HazardRule, Outcome, Scene } from '../../core/hazard.ts';
import { type Group, grouped } from '../changes.ts';
import { listed, nameIn, verb } from '../phrases.ts';

/** Something new is named for a target and does not get there. */
export const declaredButUnreachable: HazardRule = {
  id: 'declared-but-unreachable',
  title: 'A new client is declared and has no way',
  statement:
    'The change declares a flow that did not exist before (by a rule, a setting or the config), and after the change this flow has no way to its target.',
  remedy:
    'Complete the way (endpoint, rule, zone link, route) before anything relies on it, or take the declaration away.',
  source: 'follows from the routes after the change',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) =>
    grouped(scene.outcomes.filter(isUnreachable), ({ flow }) => flow.target).flatMap(
      ([target, group]) => finding(scene, target, group),
    ),
};

function isUnreachable({ flow, to, fresh }: Outcome): boolean {
  // `absent`: one end lies outside the input, or goes; nothing is known of the way.
  return (
    fresh &&
    counts(flow) &&
    flow.clientKind !== 'internet' &&
    to.by === 'none' &&
    to.because !== 'absent'
  );
}

function finding(scene: Scene, target: string, group: Group<Outcome>): Finding[] {
  const [first] = group;
  if (first.to.by !== 'none') return [];
  const clients = group.map((each) => each.flow.clientName);
  return [
    {
      says: `${listed(clients)} ${verb(clients, 'is', 'are')} named for ${nameIn(scene, 'targets', target)} and ${verb(clients, 'does', 'do')} not reach it: ${first.to.blocker}.`,
      may: true,
      ...(group.some((each) => each.certain) ? {} : { confidence: 'possible' as const }),
      origin: scene.originOf(`targets|${target}`),
      subjects: [target, ...group.map((each) => each.flow.client)],
    },
  ];
}
