import { type Draft, draftOf, extended, intendedIn, type Task, tracked } from './draft.ts';
import { counts, type Flow } from './flow.ts';
import type { Trouble } from './playbook.ts';
import { isWay, route } from './route.ts';
import { fullState } from './track.ts';
import { bundled } from './unit.ts';
import { view, type World, zoneNamesIn } from './world.ts';

/** Adds, for each flow that would be lost, the first proposal that gives it a way after the change. */
export function repaired(task: Task): Draft {
  const intended = intendedIn(task);
  const playbooks = task.playbooks.filter((each) => each.kind === 'repair');
  const found = task.tracks.reduce((sofar, track) => {
    const world = track.worlds[0] ?? {};
    const [from, to] = [
      track.standing(0n, world).route,
      track.standing(fullState(track), world).route,
    ];
    if (!counts(track.flow) || !isWay(from) || to.by !== 'none' || intended(track, world))
      return sofar;
    if (heals(sofar, track.flow, world)) return sofar;
    const trouble: Trouble = {
      ...sofar.task,
      flow: track.flow,
      from,
      stopped: to,
      state: sofar.end,
    };
    for (const proposal of playbooks.flatMap((each) => each.propose(trouble))) {
      const next = extended(sofar, proposal, 'repair');
      if (next === undefined) continue;
      if (heals(next, track.flow, world)) return next;
    }
    return sofar;
  }, draftOf(task));
  // Repairs that go by one name are one step, whoever they are for.
  const units = bundled(found.edits, (position) => found.extras.get(position)?.id ?? '');
  return tracked({ ...found, units });
}

/** Whether the flow has a way once all edits of the draft are made. */
function heals({ task, end }: Draft, flow: Flow, world: World): boolean {
  const at = view(end, world, new Set(), zoneNamesIn([task.before, end]));
  return isWay(route(at, flow));
}
