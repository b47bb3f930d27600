import { applyAll, invert } from './edit.ts';
import { effects } from './effect.ts';
import { counts } from './flow.ts';
import type { NetworkModel } from './model.ts';
import type { EffectKind, Range } from './plan.ts';
import { isWay } from './route.ts';
import type { Scheme } from './scheme.ts';
import type { Delays } from './timing.ts';
import { longer, nothing, plus, upper } from './timing.ts';
import { stateOf, type Track, tracksOn } from './track.ts';
import type { World } from './world.ts';

// The plan played forward, unit by unit. Every effect it reports is the difference of two routes.

/** What a unit does to a flow when it is made at its place in the plan. */
export interface Felt {
  readonly track: Track;
  readonly effect: EffectKind;
  readonly minutes: Range;
  /** The unit that ends it; absent: none does. */
  readonly until?: number;
  /** The answers to what the input does not show in which it is felt. */
  readonly worlds: readonly World[];
}

export interface Moment {
  readonly unit: number;
  readonly felt: readonly Felt[];
  /** Undoing it here would close connections or stop a flow. */
  readonly undoHurts: readonly Felt[];
}

export function play(plan: Scheme, before: NetworkModel, delays: Delays): Moment[] {
  const sequence = plan.groups.flatMap((group) => group.units);
  const places = new Map(
    sequence.flatMap((unit, place) =>
      (plan.ordering.units[unit]?.edits ?? []).map((edit) => [edit, place] as const),
    ),
  );
  const stages = new Map(
    plan.groups.flatMap((group, n) => group.units.map((unit) => [unit, n] as const)),
  );
  const playing: Playing = { plan, sequence, places, stages, delays, before };
  return sequence.map((unit, place) => {
    const tracks = touched(plan, unit);
    return {
      unit,
      felt: tracks.flatMap((track) => feltBy(playing, place, track)),
      undoHurts: tracks.flatMap((track) => undone(playing, place, track)),
    };
  });
}

interface Playing {
  readonly plan: Scheme;
  readonly sequence: readonly number[];
  /** Where in the sequence an edit is made. */
  readonly places: ReadonlyMap<number, number>;
  /** The group of a unit. */
  readonly stages: ReadonlyMap<number, number>;
  readonly delays: Delays;
  readonly before: NetworkModel;
}

function touched(plan: Scheme, unit: number): Track[] {
  return tracksOn(plan.tracks, plan.ordering.units[unit]?.edits ?? []);
}

/** The state of a track after the first `count` units of the sequence. */
function stateAfter({ places }: Playing, count: number, track: Track): bigint {
  return stateOf(track, (edit) => (places.get(edit) ?? count) < count);
}

function editsOf({ plan, sequence }: Playing, place: number) {
  return (plan.ordering.units[sequence[place] ?? 0]?.edits ?? []).flatMap(
    (edit) => plan.edits[edit] ?? [],
  );
}

function feltBy(playing: Playing, place: number, track: Track): Felt[] {
  const { plan, sequence, delays, before } = playing;
  const unit = sequence[place] ?? 0;
  const made = editsOf(playing, place);
  const [a, b] = [stateAfter(playing, place, track), stateAfter(playing, place + 1, track)];
  const found = new Map<EffectKind, Felt>();
  for (const world of track.worlds) {
    const [from, to] = [track.standing(a, world), track.standing(b, world)];
    for (const effect of effects(track.flow, made, track.model(a), world, from, to)) {
      const stops = effect === 'denied' || effect === 'name-unresolved';
      if (stops && !isMissed(playing, track, world)) continue;
      const felt = stops
        ? stopped(playing, place, track, world, effect)
        : {
            track,
            effect,
            minutes: settling(plan, unit, delays, before),
            until: unit,
            worlds: [world],
          };
      const known = found.get(effect);
      const longest =
        known === undefined || upper(felt.minutes) > upper(known.minutes) ? felt : known;
      found.set(effect, { ...longest, worlds: [...(known?.worlds ?? []), world] });
    }
  }
  return [...found.values()];
}

/** Whether somebody who counts worked before and is not meant to lose it. */
function isMissed({ plan }: Playing, track: Track, world: World): boolean {
  return (
    counts(track.flow) &&
    isWay(track.standing(0n, world).route) &&
    !plan.ordering.intended(track, world)
  );
}

/** From the unit that stops a flow to the one after which it goes again. */
function stopped(
  playing: Playing,
  place: number,
  track: Track,
  world: World,
  effect: EffectKind,
): Felt {
  const { plan, sequence, delays, before } = playing;
  let minutes = nothing;
  for (let next = place + 1; next < sequence.length; next += 1) {
    const [last, now] = [sequence[next - 1] ?? 0, sequence[next] ?? 0];
    // Within a stage nothing waits for the settling of what went before.
    const gated = playing.stages.get(last) !== playing.stages.get(now);
    minutes = plus(
      minutes,
      gated ? lasting(plan, last, delays, before) : taking(plan, last, delays, before),
    );
    const state = stateAfter(playing, next + 1, track);
    if (track.standing(state, world).route.by !== 'none') {
      return {
        track,
        effect,
        minutes: plus(minutes, lasting(plan, now, delays, before)),
        until: now,
        worlds: [world],
      };
    }
  }
  return { track, effect, minutes: { min: 0, max: null }, worlds: [world] };
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

function taking(plan: Scheme, unit: number, delays: Delays, before: NetworkModel): Range {
  return timings(plan, unit, delays, before).reduce(
    (most, each) => longer(most, each.take),
    nothing,
  );
}

/** Take and settle of a unit; its edits are one write. */
export function lasting(plan: Scheme, unit: number, delays: Delays, before: NetworkModel): Range {
  const all = timings(plan, unit, delays, before).map((each) => plus(each.take, each.settle));
  return { min: Math.max(0, ...all.map((each) => each.min)), max: Math.max(0, ...all.map(upper)) };
}

/** What undoing a unit right after it would do. */
function undone(playing: Playing, place: number, track: Track): Felt[] {
  const { plan, sequence, delays, before } = playing;
  const [a, b] = [stateAfter(playing, place, track), stateAfter(playing, place + 1, track)];
  const world = track.worlds[0] ?? {};
  const [from, to] = [track.standing(b, world), track.standing(a, world)];
  return effects(track.flow, editsOf(playing, place).map(invert), track.model(b), world, from, to)
    .filter((effect) => effect === 'reset' || effect === 'denied' || effect === 'name-unresolved')
    .filter((effect) => effect === 'reset' || counts(track.flow))
    .map((effect) => ({
      track,
      effect,
      minutes: settling(plan, sequence[place] ?? 0, delays, before),
      worlds: [world],
    }));
}

/** The network before the first unit of the plan and after each. */
export function modelsOf(plan: Scheme, before: NetworkModel): NetworkModel[] {
  const states = [before];
  for (const unit of plan.groups.flatMap((group) => group.units)) {
    const edits = (plan.ordering.units[unit]?.edits ?? []).flatMap(
      (edit) => plan.edits[edit] ?? [],
    );
    states.push(applyAll(states.at(-1) ?? before, edits));
  }
  return states;
}
