import { counts } from '../../core/flow.ts';
import type { Finding, HazardRule, Outcome, Scene } from '../../core/hazard.ts';
import { grouped, rulesLost } from '../changes.ts';
import { listed, nameIn, verb } from '../phrases.ts';

/** A loss that the change is for, to be confirmed by whom it hits. */
export const losesAccess: HazardRule = {
  id: 'loses-access',
  title: 'A client loses its access on purpose',
  statement:
    'The change removes everything that named this client for this target (its rule, its endpoint, its setting) and adds nothing in its place, so the loss is taken to be meant.',
  remedy: 'Confirm it with the owner of the client; waive it once confirmed.',
  source: 'follows from the rules and settings of both sides of the change',
  confidence: 'likely',
  verdict: 'informs',
  find: (scene) =>
    grouped(scene.outcomes.filter(isLoss), ({ flow }) => flow.target).flatMap(([target, group]) =>
      finding(scene, target, group),
    ),
};

const anonymous = 'internet';

function isLoss({ flow, to, intended }: Outcome): boolean {
  if (!intended || !counts(flow) || flow.clientKind === anonymous) return false;
  // A client or target that is deleted has no access to confirm.
  return to.by === 'none' && to.because !== 'absent';
}

function finding(scene: Scene, target: string, group: readonly Outcome[]): Finding[] {
  const clients = group.map((each) => each.flow.clientName);
  const ids = new Set(group.map((each) => each.flow.client));
  const edit = rulesLost(scene).find(
    (each) => each.target.id === target && ids.has(each.subnet),
  )?.edit;
  return [
    {
      says: `${listed(clients)} ${verb(clients, 'loses', 'lose')} access to ${nameIn(scene, 'targets', target)}, and nothing replaces it.`,
      may: true,
      origin: edit === undefined ? scene.originOf(`targets|${target}`) : scene.originOf(edit),
      subjects: [target, ...ids],
      ...(edit === undefined ? {} : { edit }),
    },
  ];
}
