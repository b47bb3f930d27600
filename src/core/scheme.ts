import { applyAll, direction, type Edit, invert, isEdit, placeOf, valueAt } from './edit.ts';
import { equal } from './equal.ts';
import { counts, type Flow } from './flow.ts';
import { isIntended } from './intended.ts';
import { isKnown } from './known.ts';
import type { NetworkModel } from './model.ts';
import { type Cost, compare, costOf, type Ordering, order, sum } from './order.ts';
import type { Playbook, Proposal, Trouble } from './playbook.ts';
import { precedences } from './precede.ts';
import { isWay, type Route } from './route.ts';
import { type Group, groups } from './stage.ts';
import type { Delays } from './timing.ts';
import { upper } from './timing.ts';
import { fullState, sampled, type Track, tracksOf } from './track.ts';
import { bundled, single, type Unit, unitPairs } from './unit.ts';
import type { Question, World } from './world.ts';

// The order of work: the change's own edits, those that repair a flow which would be lost, those that bridge a gap no order
// avoids, set in their best order and cut into groups.

/** Why an edit stands in the plan although the change lacks it. */
export interface Extra {
  readonly role: 'repair' | 'bridge-open' | 'bridge-close';
  /** The proposal's. */
  readonly id: string;
  readonly why: string;
  readonly by: Proposal['by'];
}

export interface Scheme {
  /** The change's edits, then repairs, then bridges. */
  readonly edits: readonly Edit[];
  /** By position; absent: the change's own. */
  readonly extras: ReadonlyMap<number, Extra>;
  readonly tracks: readonly Track[];
  readonly ordering: Ordering;
  readonly groups: readonly Group[];
  readonly cost: Cost;
  /** Positions of rules that are made before their endpoint and need the flag which the change lacks. */
  readonly flagged: ReadonlySet<number>;
  /** IDs of flows that a bridge may help or not, and what that depends on, as far as it is a question. */
  readonly doubtful: ReadonlyMap<string, readonly Question[]>;
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

interface Draft {
  readonly task: Task;
  readonly edits: readonly Edit[];
  readonly extras: ReadonlyMap<number, Extra>;
}

export function scheme(task: Task): Scheme {
  const repaired = withRepairs({ task, edits: task.edits, extras: new Map() });
  const plain = arranged(repaired);
  const bridged =
    task.bridges === 'allow' && plain.cost.deniedMinutes > 0 ? withBridges(repaired, plain) : plain;
  return bridged;
}

function tracksFor({ task, edits }: Draft): readonly Track[] {
  return edits === task.edits ? task.tracks : tracksOf(task.before, task.flows, edits);
}

function intendedIn(task: Task): (track: Track, world: World) => boolean {
  return (track, world) =>
    isIntended(
      track.flow,
      track.standing(0n, world).route,
      track.standing(fullState(track), world).route,
      task.before,
      task.after,
      task.edits,
    );
}

/** Adds, for each flow that would be lost, the first proposal that gives it a way after the change. */
function withRepairs(draft: Draft): Draft {
  const intended = intendedIn(draft.task);
  const playbooks = draft.task.playbooks.filter((each) => each.kind === 'repair');
  return tracksFor(draft).reduce((sofar, track) => {
    const world = track.worlds[0] ?? {};
    const [from, to] = [
      track.standing(0n, world).route,
      track.standing(fullState(track), world).route,
    ];
    if (!counts(track.flow) || !isWay(from) || to.by !== 'none' || intended(track, world))
      return sofar;
    if (heals(sofar, track.flow, world)) return sofar;
    const state = applyAll(draft.task.before, sofar.edits);
    const trouble: Trouble = { ...sofar.task, flow: track.flow, from, stopped: to, state };
    for (const proposal of playbooks.flatMap((each) => each.propose(trouble))) {
      const next = extended(sofar, proposal, 'repair');
      if (next === undefined) continue;
      if (heals(next, track.flow, world)) return next;
    }
    return sofar;
  }, draft);
}

/** Whether the flow has a way once all edits of the draft are made. */
function heals(draft: Draft, flow: Flow, world: World): boolean {
  const [track] = tracksOf(draft.task.before, [flow], draft.edits);
  return track !== undefined && isWay(track.standing(fullState(track), world).route);
}

/**
 * The draft with a proposal's edits; undefined when the change or an earlier proposal edits the same place, or when an edit would not
 * find there what it says.
 */
function extended(draft: Draft, proposal: Proposal, role: 'repair' | 'bridge'): Draft | undefined {
  const taken = new Set(draft.edits.map(placeOf));
  const end = applyAll(draft.task.before, draft.edits);
  const fits = (edit: Edit) => !taken.has(placeOf(edit)) && equal(valueAt(end, edit), edit.before);
  if (!proposal.edits.every(fits)) return undefined;
  const added: (readonly [Edit, Extra['role']])[] =
    role === 'repair'
      ? proposal.edits.map((edit) => [edit, 'repair'])
      : [
          ...proposal.edits.map((edit) => [edit, 'bridge-open'] as const),
          ...proposal.edits.map((edit) => [invert(edit), 'bridge-close'] as const),
        ];
  const extras = new Map(draft.extras);
  for (const [n, [, each]] of added.entries()) {
    extras.set(draft.edits.length + n, {
      role: each,
      id: proposal.id,
      why: proposal.why,
      by: proposal.by,
    });
  }
  return { ...draft, edits: [...draft.edits, ...added.map(([edit]) => edit)], extras };
}

/** Adds the bridge that leaves flows least denied, and again, for as long as one helps: a single one, else two together. */
function withBridges(draft: Draft, plain: Scheme): Scheme {
  const playbooks = draft.task.playbooks.filter((each) => each.kind === 'bridge');
  const doubtful = new Map<string, readonly Question[]>();
  const proposals = new Map<string, Proposal>();
  for (const trouble of troubles(plain, draft.task)) {
    for (const each of playbooks.flatMap((playbook) => playbook.propose(trouble))) {
      if (each.edits.length === 0) doubtful.set(trouble.flow.id, []);
      else proposals.set(each.id, each);
    }
  }
  const open = [...proposals.values()].slice(0, maxBridges);
  const better = (best: Bridged, chosen: readonly Proposal[]): Bridged => {
    const next = chosen.reduce<Draft | undefined>(
      (sofar, each) => (sofar === undefined ? undefined : extended(sofar, each, 'bridge')),
      best.draft,
    );
    if (next === undefined) return best;
    const tried = arranged(next);
    for (const track of tried.tracks.filter((each) => each.worlds.length > 1))
      doubtful.set(track.flow.id, [
        ...(doubtful.get(track.flow.id) ?? []),
        ...(track.questions ?? []),
      ]);
    return tried.cost.deniedMinutes < best.scheme.cost.deniedMinutes
      ? { draft: next, scheme: tried }
      : best;
  };
  let best: Bridged = { draft, scheme: plain };
  for (const each of open) if (best.scheme.cost.deniedMinutes > 0) best = better(best, [each]);
  const few = open.slice(0, maxPaired);
  const pairs = few.flatMap((one, n) => few.slice(n + 1).map((other) => [one, other]));
  for (const each of pairs) if (best.scheme.cost.deniedMinutes > 0) best = better(best, each);
  return { ...best.scheme, doubtful };
}

interface Bridged {
  readonly draft: Draft;
  readonly scheme: Scheme;
}

// Each bridge tried is an arrangement of the whole; a change that asks for more is better split.
const maxBridges = 60;
const maxPaired = 12;

/** The states between before and after in which a flow that counts is stopped. */
function troubles(plain: Scheme, task: Task): Trouble[] {
  const intended = intendedIn(task);
  const found = new Map<string, Trouble>();
  for (const track of plain.tracks.filter((each) => counts(each.flow))) {
    for (const world of track.worlds) {
      const from = track.standing(0n, world).route;
      if (!isWay(from) || intended(track, world)) continue;
      // A bridge leads somewhere: a flow that has no way after the change is not helped by one.
      if (!isWay(track.standing(fullState(track), world).route)) continue;
      for (const { bits, route } of ofEachBlocker(track, world)) {
        const key = `${track.flow.id} ${bits}`;
        if (found.has(key)) continue;
        const made = new Set(track.edits.filter((_, n) => (bits & (1n << BigInt(n))) !== 0n));
        const state = applyAll(
          task.before,
          plain.edits.filter((_, position) => made.has(position)),
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

// Up to here each edit may also be a unit of its own, should that deny less than writes that belong together.
const maxSingle = 9;

function arranged(draft: Draft): Scheme {
  const tracks = tracksFor(draft);
  const whole = arrangedAs(
    draft,
    tracks,
    bundled(draft.edits, (position) => draft.extras.get(position)?.id ?? ''),
  );
  if (draft.edits.length > maxSingle || whole.cost.deniedMinutes === 0) return whole;
  const apart = arrangedAs(draft, tracks, single(draft.edits));
  return compare(apart.cost, whole.cost) < 0 ? apart : whole;
}

function arrangedAs(draft: Draft, tracks: readonly Track[], units: readonly Unit[]): Scheme {
  const { task, edits, extras } = draft;
  const minutes = units.map((unit) =>
    Math.max(
      ...unit.edits.map((position) => {
        const edit = edits[position];
        if (edit === undefined) return 0;
        const { take, settle } = task.delays(edit, task.before);
        return upper(take) + upper(settle);
      }),
    ),
  );
  const ordering: Ordering = {
    edits,
    units,
    pairs: [
      ...unitPairs(units, precedences(task.before, task.after, edits)),
      ...bridgePairs(units, extras),
    ],
    tracks,
    minutes: (unit) => minutes[unit] ?? 0,
    takesBack: (unit) =>
      units[unit]?.edits.every((edit) => extras.get(edit)?.role === 'bridge-close') ?? false,
    intended: intendedIn(task),
  };
  const sequences = order(ordering);
  const cost = sequences
    .map((sequence) => costOf(within(ordering, sequence), sequence))
    .reduce(sum, { deniedMinutes: 0, disruptions: 0 });
  return {
    edits,
    extras,
    tracks,
    ordering,
    groups: groups(ordering, sequences, (position) => extras.get(position)?.role === 'bridge-open'),
    cost,
    doubtful: new Map(),
    flagged: flagged(task, edits, units, sequences.flat()),
  };
}

function within(ordering: Ordering, sequence: readonly number[]): Ordering {
  const edits = new Set(sequence.flatMap((unit) => ordering.units[unit]?.edits ?? []));
  return {
    ...ordering,
    tracks: ordering.tracks.filter((track) => track.edits.some((edit) => edits.has(edit))),
  };
}

/** A bridge opens before it closes. */
function bridgePairs(
  units: readonly Unit[],
  extras: ReadonlyMap<number, Extra>,
): (readonly [number, number])[] {
  const unitWith = (role: Extra['role'], id: string) =>
    units.findIndex((unit) =>
      unit.edits.some((edit) => extras.get(edit)?.role === role && extras.get(edit)?.id === id),
    );
  const ids = new Set(
    [...extras.values()].filter((each) => each.role === 'bridge-open').map((each) => each.id),
  );
  return [...ids].map((id) => [unitWith('bridge-open', id), unitWith('bridge-close', id)] as const);
}

/** Rules that come before the endpoint they are for, where the service wants a flag for that and the rule has none. */
function flagged(
  task: Task,
  edits: readonly Edit[],
  units: readonly Unit[],
  sequence: readonly number[],
): ReadonlySet<number> {
  const place = new Map<number, number>();
  for (const [n, unit] of sequence.entries())
    for (const edit of units[unit]?.edits ?? []) place.set(edit, n);
  const found = edits.flatMap((edit, position) => {
    if (!isEdit(edit, 'virtual-network-rule') || direction(edit) !== 'add') return [];
    if (edit.after === undefined || !isKnown(edit.after) || edit.after.ignoreMissing) return [];
    const traits = (task.after.targets[edit.id] ?? task.before.targets[edit.id])?.traits;
    if (traits?.ruleBeforeEndpoint !== 'with-flag') return [];
    const endpoint = edits.findIndex(
      (each) =>
        each.kind === 'service-endpoint' &&
        each.id === edit.key &&
        each.key === traits.endpointFamily,
    );
    const later = endpoint >= 0 && (place.get(endpoint) ?? 0) > (place.get(position) ?? 0);
    return later ? [position] : [];
  });
  return new Set(found);
}

const ends = new WeakMap<Scheme, NetworkModel>();

/** The network that the plan ends in: after, plus its repairs. */
export function endOf(plan: Scheme, before: NetworkModel): NetworkModel {
  const known = ends.get(plan) ?? applyAll(before, plan.edits);
  ends.set(plan, known);
  return known;
}
