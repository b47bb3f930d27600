import { type Draft, draftOf, extended, intendedIn, isFree, type Task, tracked } from './draft.ts';
import { applyAll, placeOf } from './edit.ts';
import { counts, type Flow } from './flow.ts';
import type { NetworkModel } from './model.ts';
import type { Proposal, Trouble } from './playbook.ts';
import { isWay, route } from './route.ts';
import { fullState } from './track.ts';
import { view, type World, zoneNamesIn } from './world.ts';

/** Adds, for each flow that would be lost, the first proposal that gives it a way after the change. */
export function repaired(task: Task): Draft {
  const draft = draftOf(task);
  const intended = intendedIn(task);
  const playbooks = task.playbooks.filter((each) => each.kind === 'repair');
  const chosen: Proposal[] = [];
  const taken = new Set<string>();
  let end = draft.end;
  for (const track of task.tracks) {
    const world = track.worlds[0] ?? {};
    const [from, to] = [
      track.standing(0n, world).route,
      track.standing(fullState(track), world).route,
    ];
    if (!counts(track.flow) || !isWay(from) || to.by !== 'none' || intended(track, world)) continue;
    const works = (model: NetworkModel) => goes(task.before, model, track.flow, world);
    if (works(end)) continue;
    const trouble: Trouble = { ...task, flow: track.flow, from, stopped: to, state: end };
    const state = end;
    const healing = playbooks
      .flatMap((each) => each.propose(trouble))
      .filter(({ edits }) =>
        edits.every((edit) => !taken.has(placeOf(edit)) && isFree(draft, state, edit)),
      )
      .find(({ edits }) => works(applyAll(state, edits)));
    if (healing === undefined) continue;
    chosen.push(healing);
    for (const edit of healing.edits) taken.add(placeOf(edit));
    end = applyAll(end, healing.edits);
  }
  return tracked(extended(draft, chosen, 'repair'));
}

/** Whether the flow has a way in the end. */
function goes(before: NetworkModel, end: NetworkModel, flow: Flow, world: World): boolean {
  return isWay(route(view(end, world, new Set(), zoneNamesIn([before, end])), flow));
}
