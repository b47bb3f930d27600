import { type Arrangement, arranged } from './arrange.ts';
import { type Draft, extended, fitting, intendedIn, tracked } from './draft.ts';
import { applyAll } from './edit.ts';
import { counts, type Flow } from './flow.ts';
import { costsOf } from './order.ts';
import type { Playbook, Proposal, Trouble } from './playbook.ts';
import { isWay, type Route } from './route.ts';
import { fullState, sampled, type Track, tracksOn } from './track.ts';
import type { Question, World } from './world.ts';

/**
 * Adds the bridge that leaves flows least denied, and again, for as long as one helps: a single one, else two together. Of very many,
 * those of a kind are tried all at once first, and those stay that help the flows they touch.
 */
export function bridged(plain: Arrangement): Bridged {
  const { task } = plain.draft;
  const playbooks = task.playbooks.filter((each) => each.kind === 'bridge');
  const doubtful = new Map<string, readonly Question[]>();
  const proposals = new Map<string, Offer>();
  for (const trouble of troubles(plain)) {
    for (const playbook of playbooks) {
      for (const each of playbook.propose(trouble)) {
        if (each.edits.length === 0) doubtful.set(trouble.flow.id, []);
        else proposals.set(each.id, { ...each, playbook });
      }
    }
  }
  const tried = (draft: Draft): Arrangement => {
    const found = arranged(tracked(draft));
    for (const { flow, worlds, questions = [] } of found.draft.tracks) {
      if (worlds.length > 1)
        doubtful.set(flow.id, [...new Set([...(doubtful.get(flow.id) ?? []), ...questions])]);
    }
    return found;
  };
  const better = (best: Arrangement, chosen: readonly Proposal[]): Arrangement => {
    if (fitting(best.draft, chosen).length < chosen.length) return best;
    const found = tried(extended(best.draft, chosen, 'bridge'));
    return found.cost.deniedMinutes < best.cost.deniedMinutes ? found : best;
  };
  const all = [...proposals.values()];
  let best = plain;
  if (all.length > maxSingly) {
    for (const playbook of playbooks)
      best = allAtOnce(
        best,
        all.filter((each) => each.playbook === playbook),
        tried,
      );
  }
  const made = new Set([...best.draft.extras.values()].map((each) => each.id));
  const open = all.filter((each) => !made.has(each.id)).slice(0, maxSingly);
  for (const each of open) if (best.cost.deniedMinutes > 0) best = better(best, [each]);
  const few = open.slice(0, maxPaired);
  const pairs = few.flatMap((one, n) => few.slice(n + 1).map((other) => [one, other]));
  for (const each of pairs) if (best.cost.deniedMinutes > 0) best = better(best, each);
  return { arrangement: best, doubtful };
}

interface Offer extends Proposal {
  readonly playbook: Playbook;
}

interface Bridged {
  readonly arrangement: Arrangement;
  /** IDs of flows that a bridge may help or not, and what that depends on, as far as it is a question. */
  readonly doubtful: ReadonlyMap<string, readonly Question[]>;
}

// Each bridge tried is an arrangement of the whole.
const maxSingly = 60;
const maxPaired = 12;

/** Adds all of these bridges, and keeps those with which the flows that they touch are denied for less. */
function allAtOnce(
  best: Arrangement,
  proposals: readonly Proposal[],
  tried: (draft: Draft) => Arrangement,
): Arrangement {
  if (proposals.length === 0 || best.cost.deniedMinutes === 0) return best;
  const withAll = (some: readonly Proposal[]) =>
    tried(extended(best.draft, fitting(best.draft, some), 'bridge'));
  const found = withAll(proposals);
  const [old, now] = [deniedIn(best), deniedIn(found)];
  const touched = new Map<string, Set<Flow>>();
  for (const [position, { id }] of found.draft.extras) {
    const flows = touched.get(id) ?? new Set();
    touched.set(id, flows);
    for (const { flow } of tracksOn(found.draft.tracks, [position])) flows.add(flow);
  }
  const total = (denied: ReadonlyMap<Flow, number>, id: string) =>
    [...(touched.get(id) ?? [])].reduce((sofar, flow) => sofar + (denied.get(flow) ?? 0), 0);
  const helping = proposals.filter(({ id }) => total(now, id) < total(old, id));
  const kept = helping.length === proposals.length ? found : withAll(helping);
  return kept.cost.deniedMinutes < best.cost.deniedMinutes ? kept : best;
}

function deniedIn({ ordering, sequences }: Arrangement): ReadonlyMap<Flow, number> {
  return new Map(
    costsOf(ordering, sequences).map(({ track, cost }) => [track.flow, cost.deniedMinutes]),
  );
}

/** The states between before and after in which a flow that counts is stopped. */
function troubles({ draft: { task, edits, tracks } }: Arrangement): Trouble[] {
  const intended = intendedIn(task);
  const found = new Map<string, Trouble>();
  for (const track of tracks.filter((each) => counts(each.flow))) {
    for (const world of track.worlds) {
      const from = track.standing(0n, world).route;
      if (!isWay(from) || intended(track, world)) continue;
      // A bridge leads somewhere: a flow that has no way after the change is not helped by one.
      if (!isWay(track.standing(fullState(track), world).route)) continue;
      for (const { bits, route } of ofEachBlocker(track, world)) {
        const key = `${track.flow.id} ${bits}`;
        if (found.has(key)) continue;
        const made = track.edits.filter((_, n) => (bits & (1n << BigInt(n))) !== 0n);
        const state = applyAll(
          task.before,
          made.flatMap((position) => edits[position] ?? []),
        );
        found.set(key, { ...task, flow: track.flow, from, stopped: route, state });
      }
    }
  }
  return [...found.values()];
}

/** The states in which a flow is stopped: of each blocker the one with the fewest edits and the one with the most. */
function ofEachBlocker(track: Track, world: World) {
  const first = new Map<string, { bits: bigint; route: Route & { by: 'none' } }>();
  const last = new Map(first);
  for (const bits of sampled(track)) {
    const { route } = track.standing(bits, world);
    if (route.by !== 'none') continue;
    if (!first.has(route.blocker)) first.set(route.blocker, { bits, route });
    last.set(route.blocker, { bits, route });
  }
  return [...first.values(), ...last.values()];
}
