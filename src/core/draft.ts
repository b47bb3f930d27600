import { applyAll, type Edit, invert, placeOf, valueAt } from './edit.ts';
import { equal } from './equal.ts';
import type { Flow } from './flow.ts';
import { isIntended } from './intended.ts';
import type { NetworkModel } from './model.ts';
import type { Playbook, Proposal } from './playbook.ts';
import { tracksWith } from './survey.ts';
import type { Delays } from './timing.ts';
import { fullState, type Track } from './track.ts';
import { bundled, type Unit } from './unit.ts';
import type { World } from './world.ts';

// The change's edits with those that were added to help: what is to be set in order.

/** Why an edit stands in the plan although the change lacks it. */
export interface Extra {
  readonly role: 'repair' | 'bridge-open' | 'bridge-close';
  /** The proposal's. */
  readonly id: string;
  readonly why: string;
  readonly by: Proposal['by'];
}

export interface Task {
  readonly before: NetworkModel;
  readonly after: NetworkModel;
  readonly edits: readonly Edit[];
  readonly flows: readonly Flow[];
  /** Of the change's own edits. */
  readonly tracks: readonly Track[];
  readonly delays: Delays;
  readonly playbooks: readonly Playbook[];
  readonly bridges: 'allow' | 'never';
}

export interface Draft {
  readonly task: Task;
  readonly edits: readonly Edit[];
  /** By position; absent: the change's own. */
  readonly extras: ReadonlyMap<number, Extra>;
  /** What is made together; those of the draft that it extends come first. */
  readonly units: readonly Unit[];
  /** Where its edits are made. */
  readonly places: ReadonlySet<string>;
  /** The network once all of them are. */
  readonly end: NetworkModel;
  /** Of the edits that it has, or of those of a draft that it extends. */
  readonly tracks: readonly Track[];
}

export function draftOf(task: Task): Draft {
  return {
    task,
    edits: task.edits,
    extras: new Map(),
    units: bundled(task.edits),
    places: new Set(task.edits.map(placeOf)),
    end: applyAll(task.before, task.edits),
    tracks: task.tracks,
  };
}

/**
 * The draft with a proposal's edits; undefined when the change or an earlier proposal edits the same place, or when an edit would not
 * find there what it says.
 */
export function extended(
  draft: Draft,
  { edits, id, why, by }: Proposal,
  role: 'repair' | 'bridge',
): Draft | undefined {
  const fits = (edit: Edit) =>
    !draft.places.has(placeOf(edit)) && equal(valueAt(draft.end, edit), edit.before);
  if (!edits.every(fits)) return undefined;
  const added: (readonly [Edit, Extra['role']])[] =
    role === 'repair'
      ? edits.map((edit) => [edit, 'repair'])
      : [
          ...edits.map((edit) => [edit, 'bridge-open'] as const),
          ...edits.map((edit) => [invert(edit), 'bridge-close'] as const),
        ];
  const from = draft.edits.length;
  const all = [...draft.edits, ...added.map(([edit]) => edit)];
  return {
    ...draft,
    edits: all,
    extras: new Map([
      ...draft.extras,
      ...added.map(([, own], n) => [from + n, { role: own, id, why, by }] as const),
    ]),
    units: [...draft.units, ...bundled(all, () => id, from)],
    places: new Set([...draft.places, ...edits.map(placeOf)]),
    end: role === 'repair' ? applyAll(draft.end, edits) : draft.end,
  };
}

/** The draft with the tracks of all its edits. */
export function tracked(draft: Draft): Draft {
  const { task, edits, tracks } = draft;
  return edits === task.edits
    ? draft
    : { ...draft, tracks: tracksWith(task.before, task.flows, tracks, edits) };
}

export type Intended = (track: Track, world: World) => boolean;

const intentions = new WeakMap<Task, Intended>();

/** Losses that the change is for. */
export function intendedIn(task: Task): Intended {
  const known = intentions.get(task);
  if (known !== undefined) return known;
  const memory = new WeakMap<Track, Map<World, boolean>>();
  const intended: Intended = (track, world) => {
    const own = memory.get(track) ?? new Map<World, boolean>();
    memory.set(track, own);
    const found =
      own.get(world) ??
      isIntended(
        track.flow,
        track.standing(0n, world).route,
        track.standing(fullState(track), world).route,
        task.before,
        task.after,
        task.edits,
        world,
      );
    own.set(world, found);
    return found;
  };
  intentions.set(task, intended);
  return intended;
}
