import { applyAll, type Edit, invert, placeOf, valueAt } from './edit.ts';
import { equal } from './equal.ts';
import type { Flow } from './flow.ts';
import { isLossIntended } from './intended.ts';
import type { NetworkModel } from './model.ts';
import type { Playbook, Proposal } from './playbook.ts';
import { tracksWith } from './survey.ts';
import type { Delays } from './timing.ts';
import type { Track } from './track.ts';
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
 * Those of the proposals that may be made one after the other: none edits a place that the change or one before it edits, and each
 * edit finds there what it says.
 */
export function fitting(draft: Draft, proposals: readonly Proposal[]): Proposal[] {
  const taken = new Set<string>();
  return proposals.filter(({ edits }) => {
    const fits = edits.every((edit) => !taken.has(placeOf(edit)) && isFree(draft, draft.end, edit));
    if (fits) for (const edit of edits) taken.add(placeOf(edit));
    return fits;
  });
}

/** Whether no edit of the draft is made there, and the place is in `end` as the edit says. */
export function isFree({ places }: Draft, end: NetworkModel, edit: Edit): boolean {
  return !places.has(placeOf(edit)) && equal(valueAt(end, edit), edit.before);
}

/** The draft with the edits of proposals that fit. */
export function extended(
  draft: Draft,
  proposals: readonly Proposal[],
  role: 'repair' | 'bridge',
): Draft {
  const added = proposals.flatMap((each) => roles(each, role));
  const from = draft.edits.length;
  const edits = [...draft.edits, ...added.map(({ edit }) => edit)];
  const extras = new Map([
    ...draft.extras,
    ...added.map(({ extra }, n) => [from + n, extra] as const),
  ]);
  const origin = (position: number) => extras.get(position)?.id ?? '';
  const made = proposals.flatMap((each) => each.edits);
  return {
    ...draft,
    edits,
    extras,
    units: [...draft.units, ...bundled(edits, origin, from)],
    places: new Set([...draft.places, ...made.map(placeOf)]),
    end: role === 'repair' ? applyAll(draft.end, made) : draft.end,
  };
}

function roles(
  { edits, id, why, by }: Proposal,
  role: 'repair' | 'bridge',
): { readonly edit: Edit; readonly extra: Extra }[] {
  const extra = (own: Extra['role']): Extra => ({ role: own, id, why, by });
  if (role === 'repair') return edits.map((edit) => ({ edit, extra: extra('repair') }));
  return [
    ...edits.map((edit) => ({ edit, extra: extra('bridge-open') })),
    ...edits.map((edit) => ({ edit: invert(edit), extra: extra('bridge-close') })),
  ];
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
    const found = own.get(world) ?? isLossIntended(track, world, task);
    own.set(world, found);
    return found;
  };
  intentions.set(task, intended);
  return intended;
}
