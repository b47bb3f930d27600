import { applyAll, invert } from './edit.ts';
import { effects } from './effect.ts';
import { counts } from './flow.ts';
import type { Knowledge } from './knowledge.ts';
import type { NetworkModel } from './model.ts';
import type { EffectKind, Range, Reason } from './plan.ts';
import { isWay } from './route.ts';
import type { Scheme } from './scheme.ts';
import type { Delays } from './timing.ts';
import {
  longer,
  nothing,
  plus,
  reasonOf,
  type Spell,
  slowest,
  type Timing,
  upper,
} from './timing.ts';
import { stateOf, type Track, tracksOn } from './track.ts';
import type { World } from './world.ts';

// The plan played forward, unit by unit. Every effect it reports is the difference of two routes.

/** What a unit does to a flow when it is made at its place in the plan. */
export interface Felt {
  readonly track: Track;
  readonly effect: EffectKind;
  readonly minutes: Range;
  /** What the minutes are made of; empty where nothing ends it. */
  readonly shares: readonly UnitShare[];
  /** The unit that ends it; absent: none does. */
  readonly until?: number;
  /** The answers to what the input does not show in which it is felt. */
  readonly worlds: readonly World[];
}

/** What a unit adds to the minutes that something is felt, and why. */
export interface UnitShare extends Reason {
  readonly unit: number;
  /** Its edits, or the checks that follow it. */
  readonly part: 'edits' | 'checks';
  readonly minutes: Range;
}

export interface Moment {
  readonly unit: number;
  readonly felt: readonly Felt[];
  /** Undoing it here would close connections or stop a flow. */
  readonly undoHurts: readonly Felt[];
}

export function play(
  plan: Scheme,
  before: NetworkModel,
  { delays, pace }: Pick<Knowledge, 'delays' | 'pace'>,
): Moment[] {
  const sequence = plan.groups.flatMap((group) => group.units);
  const places = new Map(
    sequence.flatMap((unit, place) =>
      (plan.ordering.units[unit]?.edits ?? []).map((edit) => [edit, place] as const),
    ),
  );
  const stages = new Map(
    plan.groups.flatMap((group, n) => group.units.map((unit) => [unit, n] as const)),
  );
  const { checks } = pace;
  const playing: Playing = { plan, sequence, places, stages, delays, before, checks };
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
  readonly checks: Spell;
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
  const unit = playing.sequence[place] ?? 0;
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
            ...lasts([settlingShare(playing, unit)]),
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
  const { sequence } = playing;
  if (!returns(playing, place, track, world))
    return { track, effect, minutes: { min: 0, max: null }, shares: [], worlds: [world] };
  const shares: UnitShare[] = [];
  for (let next = place + 1; next < sequence.length; next += 1) {
    const [last, now] = [sequence[next - 1] ?? 0, sequence[next] ?? 0];
    // Within a stage nothing waits for the settling of what went before.
    const gated = playing.stages.get(last) !== playing.stages.get(now);
    shares.push(gated ? wholeShare(playing, last) : takingShare(playing, last));
    if (gated) shares.push({ unit: last, part: 'checks', ...playing.checks });
    const state = stateAfter(playing, next + 1, track);
    if (track.standing(state, world).route.by !== 'none') {
      return {
        track,
        effect,
        ...lasts([...shares, wholeShare(playing, now)]),
        until: now,
        worlds: [world],
      };
    }
  }
  return { track, effect, minutes: { min: 0, max: null }, shares: [], worlds: [world] };
}

/** Whether the flow goes again after some later unit; only those that touch it change that. */
function returns(playing: Playing, place: number, track: Track, world: World): boolean {
  const later = track.edits.flatMap((edit) => playing.places.get(edit) ?? []);
  return later.some(
    (next) =>
      next > place &&
      track.standing(stateAfter(playing, next + 1, track), world).route.by !== 'none',
  );
}

/** Shares, and the minutes that they add up to. */
function lasts(shares: readonly UnitShare[]): Pick<Felt, 'minutes' | 'shares'> {
  return { minutes: shares.reduce((sum, { minutes }) => plus(sum, minutes), nothing), shares };
}

function settlingShare(playing: Playing, unit: number): UnitShare {
  return shareOf(playing, unit, ({ settle }) => settle);
}

function takingShare(playing: Playing, unit: number): UnitShare {
  return shareOf(playing, unit, ({ take }) => take);
}

function wholeShare(playing: Playing, unit: number): UnitShare {
  return shareOf(playing, unit, ({ take, settle }) => plus(take, settle));
}

/** What a unit lasts by `part` of its edits, which are one write, and why the longest of them does. */
function shareOf(
  { plan, delays, before }: Playing,
  unit: number,
  part: (timing: Timing) => Range,
): UnitShare {
  const all = timings(plan, unit, delays, before);
  const longest = slowest(all, part);
  return {
    unit,
    part: 'edits',
    minutes: all.reduce((most, each) => longer(most, part(each)), nothing),
    ...(longest === undefined ? unwritten : reasonOf(longest)),
  };
}

const unwritten: Reason = {
  because: 'nothing is written',
  source: 'follows from the stages of this plan',
  confidence: 'certain',
};

function timings(plan: Scheme, unit: number, delays: Delays, before: NetworkModel) {
  return (plan.ordering.units[unit]?.edits ?? [])
    .flatMap((edit) => plan.edits[edit] ?? [])
    .map((edit) => delays(edit, before));
}

/** Take and settle of a unit; its edits are one write. */
export function lasting(plan: Scheme, unit: number, delays: Delays, before: NetworkModel): Range {
  const all = timings(plan, unit, delays, before).map((each) => plus(each.take, each.settle));
  return { min: Math.max(0, ...all.map((each) => each.min)), max: Math.max(0, ...all.map(upper)) };
}

/** What undoing a unit right after it would do. */
function undone(playing: Playing, place: number, track: Track): Felt[] {
  const { sequence } = playing;
  const [a, b] = [stateAfter(playing, place, track), stateAfter(playing, place + 1, track)];
  const world = track.worlds[0] ?? {};
  const [from, to] = [track.standing(b, world), track.standing(a, world)];
  return effects(track.flow, editsOf(playing, place).map(invert), track.model(b), world, from, to)
    .filter((effect) => effect === 'reset' || effect === 'denied' || effect === 'name-unresolved')
    .filter((effect) => effect === 'reset' || counts(track.flow))
    .map((effect) => ({
      track,
      effect,
      ...lasts([settlingShare(playing, sequence[place] ?? 0)]),
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
