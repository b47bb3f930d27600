import { applyAll, invert } from './edit.ts';
import { effects } from './effect.ts';
import { counts } from './flow.ts';
import type { NetworkModel } from './model.ts';
import type { Ordering } from './order.ts';
import type { EffectKind, Range } from './plan.ts';
import { isWay } from './route.ts';
import type { Scheme } from './scheme.ts';
import type { Delays } from './timing.ts';
import { plus, upper } from './timing.ts';
import { stateOf, type Track } from './track.ts';
import type { World } from './world.ts';

// The plan played forward, unit by unit. Every effect it reports is the difference of two routes.

/** What a unit does to a flow when it is made at its place in the plan. */
export interface Felt {
  readonly track: Track;
  readonly effect: EffectKind;
  readonly minutes: Range;
  /** The unit that ends it; absent: none does. */
  readonly until?: number;
}

export interface Moment {
  readonly unit: number;
  readonly felt: readonly Felt[];
  /** Undoing it here would close connections or stop a flow. */
  readonly undoHurts: readonly Felt[];
}

export function play(plan: Scheme, before: NetworkModel, delays: Delays): Moment[] {
  const sequence = plan.groups.flatMap((group) => group.units);
  return sequence.map((unit, place) => {
    const tracks = touched(plan, unit);
    return {
      unit,
      felt: tracks.flatMap((track) => feltBy(plan, sequence, place, track, delays, before)),
      undoHurts: tracks.flatMap((track) => undone(plan, sequence, place, track, delays, before)),
    };
  });
}

function touched(plan: Scheme, unit: number): Track[] {
  const edits = new Set(plan.ordering.units[unit]?.edits ?? []);
  return plan.tracks.filter((track) => track.edits.some((edit) => edits.has(edit)));
}

/** The state of a track after the first `count` units of the sequence. */
function stateAfter(
  ordering: Ordering,
  sequence: readonly number[],
  count: number,
  track: Track,
): bigint {
  const made = new Set(
    sequence.slice(0, count).flatMap((unit) => ordering.units[unit]?.edits ?? []),
  );
  return stateOf(track, (edit) => made.has(edit));
}

function feltBy(
  plan: Scheme,
  sequence: readonly number[],
  place: number,
  track: Track,
  delays: Delays,
  before: NetworkModel,
): Felt[] {
  const { ordering } = plan;
  const unit = sequence[place] ?? 0;
  const made = (ordering.units[unit]?.edits ?? []).flatMap((edit) => plan.edits[edit] ?? []);
  const [a, b] = [
    stateAfter(ordering, sequence, place, track),
    stateAfter(ordering, sequence, place + 1, track),
  ];
  const found = new Map<EffectKind, Felt>();
  for (const world of track.worlds) {
    const start = track.standing(0n, world).route;
    for (const effect of effects(
      track.flow,
      made,
      track.model(a),
      world,
      track.standing(a, world),
      track.standing(b, world),
    )) {
      const stops = effect === 'denied' || effect === 'name-unresolved';
      if (stops && (!counts(track.flow) || !isWay(start) || ordering.intended(track, world)))
        continue;
      const felt = stops
        ? stopped(plan, sequence, place, track, world, effect, delays, before)
        : { track, effect, minutes: settling(plan, unit, delays, before), until: unit };
      const known = found.get(effect);
      if (known === undefined || upper(felt.minutes) > upper(known.minutes))
        found.set(effect, felt);
    }
  }
  return [...found.values()];
}

/** From the unit that stops a flow to the one after which it goes again. */
function stopped(
  plan: Scheme,
  sequence: readonly number[],
  place: number,
  track: Track,
  world: World,
  effect: EffectKind,
  delays: Delays,
  before: NetworkModel,
): Felt {
  let minutes = lasting(plan, sequence[place] ?? 0, delays, before);
  for (let next = place + 1; next < sequence.length; next += 1) {
    minutes = plus(minutes, lasting(plan, sequence[next] ?? 0, delays, before));
    const state = stateAfter(plan.ordering, sequence, next + 1, track);
    if (track.standing(state, world).route.by !== 'none') {
      return { track, effect, minutes, until: sequence[next] ?? 0 };
    }
  }
  return { track, effect, minutes: { min: 0, max: null } };
}

function timings(plan: Scheme, unit: number, delays: Delays, before: NetworkModel) {
  return (plan.ordering.units[unit]?.edits ?? [])
    .flatMap((edit) => plan.edits[edit] ?? [])
    .map((edit) => delays(edit, before));
}

function settling(plan: Scheme, unit: number, delays: Delays, before: NetworkModel): Range {
  const all = timings(plan, unit, delays, before).map((each) => each.settle);
  return { min: Math.max(0, ...all.map((each) => each.min)), max: Math.max(0, ...all.map(upper)) };
}

/** Take and settle of a unit; its edits are one write. */
export function lasting(plan: Scheme, unit: number, delays: Delays, before: NetworkModel): Range {
  const all = timings(plan, unit, delays, before).map((each) => plus(each.take, each.settle));
  return { min: Math.max(0, ...all.map((each) => each.min)), max: Math.max(0, ...all.map(upper)) };
}

/** What undoing a unit right after it would do. */
function undone(
  plan: Scheme,
  sequence: readonly number[],
  place: number,
  track: Track,
  delays: Delays,
  before: NetworkModel,
): Felt[] {
  const unit = sequence[place] ?? 0;
  const edits = (plan.ordering.units[unit]?.edits ?? []).flatMap((edit) => plan.edits[edit] ?? []);
  const [a, b] = [
    stateAfter(plan.ordering, sequence, place, track),
    stateAfter(plan.ordering, sequence, place + 1, track),
  ];
  const world = track.worlds[0] ?? {};
  return effects(
    track.flow,
    edits.map(invert),
    track.model(b),
    world,
    track.standing(b, world),
    track.standing(a, world),
  )
    .filter((effect) => effect === 'reset' || effect === 'denied' || effect === 'name-unresolved')
    .filter((effect) => effect === 'reset' || counts(track.flow))
    .map((effect) => ({ track, effect, minutes: settling(plan, unit, delays, before) }));
}

/** The models right before and right after each unit of the plan. */
export function modelsOf(plan: Scheme, before: NetworkModel): NetworkModel[] {
  const made = new Set<number>();
  const states = [before];
  for (const unit of plan.groups.flatMap((group) => group.units)) {
    for (const edit of plan.ordering.units[unit]?.edits ?? []) made.add(edit);
    states.push(
      applyAll(
        before,
        plan.edits.filter((_, position) => made.has(position)),
      ),
    );
  }
  return states;
}
