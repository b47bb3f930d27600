import { direction, type Edit } from './edit.ts';
import { effects } from './effect.ts';
import { counts } from './flow.ts';
import { type Ordering, rankOf } from './order.ts';
import type { Phase } from './plan.ts';
import { isWay } from './route.ts';
import { fullState, type Track, tracksOn } from './track.ts';

/** Units that are made together in one merge or one window, in their order. */
export interface Group {
  readonly phase: Exclude<Phase, 'verify'>;
  readonly disruptive: boolean;
  readonly units: readonly number[];
}

const phases = ['prepare', 'switch', 'retire'] as const;

/**
 * Cuts each sequence into groups within which no flow is denied whatever lands first, keeps what switches apart from what closes,
 * and lays the groups of all sequences side by side, phase by phase.
 */
export function groups(
  ordering: Ordering,
  sequences: readonly (readonly number[])[],
  opensBridge: (edit: number) => boolean = () => false,
): Group[] {
  const lanes = sequences.map((sequence) => cut(ordering, sequence, opensBridge));
  return phases.flatMap((phase) =>
    sideBySide(
      ordering,
      lanes.map((lane) => lane.filter((group) => group.phase === phase)),
    ),
  );
}

/** The next groups of all sequences that nobody feels, as one; when each next one is felt, those. */
function sideBySide(ordering: Ordering, lanes: readonly (readonly Group[])[]): Group[] {
  const heads = lanes.flatMap((lane) => lane[0] ?? []);
  if (heads.length === 0) return [];
  const calm = heads.filter((group) => !group.disruptive);
  const taken = calm.length > 0 ? calm : heads;
  const rest = lanes.map((lane) =>
    lane[0] !== undefined && taken.includes(lane[0]) ? lane.slice(1) : lane,
  );
  return [merged(ordering, taken), ...sideBySide(ordering, rest)];
}

function merged(ordering: Ordering, side: readonly Group[]): Group {
  const units = side.flatMap((group) => group.units);
  // Within a sequence the order stands; between sequences what goes first by its kind comes first.
  const sorted = [...units].sort((a, b) => rankOf(ordering, a) - rankOf(ordering, b) || a - b);
  return {
    phase: side[0]?.phase ?? 'prepare',
    disruptive: side.some((group) => group.disruptive),
    units: respects(side, sorted) ? sorted : units,
  };
}

function respects(side: readonly Group[], sorted: readonly number[]): boolean {
  return side.every((group) => {
    const places = group.units.map((unit) => sorted.indexOf(unit));
    return places.every((place, n) => n === 0 || place > (places[n - 1] ?? 0));
  });
}

function cut(
  ordering: Ordering,
  sequence: readonly number[],
  opensBridge: (edit: number) => boolean,
): Group[] {
  const result: { phase: Exclude<Phase, 'verify'>; disruptive: boolean; units: number[] }[] = [];
  const done: number[] = [];
  let reached = 0;
  for (const unit of sequence) {
    const { phase, disruptive } = ordering.units[unit]?.edits.some(opensBridge)
      ? preparing
      : natureOf(ordering, done, unit);
    reached = Math.max(reached, phases.indexOf(phase));
    const now = phases[reached] ?? phase;
    const last = result.at(-1);
    const before = last === undefined ? [] : done.slice(0, done.length - last.units.length);
    const stopped = last === undefined ? [] : inGap(ordering, done);
    const joins =
      last !== undefined &&
      last.phase === now &&
      (now !== 'retire' || last.disruptive === disruptive) &&
      isCalm(ordering, before, last.units, unit);
    const gap = stopped.length > 0 && isCalm(ordering, before, last?.units ?? [], unit, stopped);
    if ((joins || gap) && last !== undefined) {
      last.units.push(unit);
      last.disruptive ||= disruptive || gap;
    } else result.push({ phase: now, disruptive, units: [unit] });
    done.push(unit);
  }
  return result;
}

// A bridge that opens prepares, even where its first rule shuts others out for the minutes that it stands.
const preparing = { phase: 'prepare', disruptive: false } as const;

/** The flows that count and are without their way here, to have it back later: a gate would only make that longer. */
function inGap(ordering: Ordering, done: readonly number[]): Track[] {
  return touching(ordering, done).filter((track) => {
    if (!counts(track.flow)) return false;
    const state = stateAfter(ordering, track, done);
    return track.worlds.some((world) => {
      const [start, end] = [
        track.standing(0n, world).route,
        track.standing(fullState(track), world).route,
      ];
      return isWay(start) && isWay(end) && track.standing(state, world).route.by === 'none';
    });
  });
}

function touching(ordering: Ordering, units: readonly number[]): Track[] {
  return tracksOn(
    ordering.tracks,
    units.flatMap((unit) => ordering.units[unit]?.edits ?? []),
  );
}

function stateAfter(ordering: Ordering, track: Track, units: readonly number[]): bigint {
  return units.reduce((bits, unit) => bits | bitsOf(ordering, track, unit), 0n);
}

/** The track's edits that a unit makes, as bits. */
function bitsOf(ordering: Ordering, track: Track, unit: number): bigint {
  return (ordering.units[unit]?.edits ?? []).reduce((bits, edit) => {
    const at = track.edits.indexOf(edit);
    return at < 0 ? bits : bits | (1n << BigInt(at));
  }, 0n);
}

/**
 * What a unit does at its place: closes a way, switches one, or neither; and whether somebody feels it. Connections that were made
 * before a switch live on by the old way, so what would close that way to begin with closes it still.
 */
function natureOf(
  ordering: Ordering,
  done: readonly number[],
  unit: number,
): { readonly phase: Exclude<Phase, 'verify'>; readonly disruptive: boolean } {
  const made = (ordering.units[unit]?.edits ?? []).flatMap((edit) => ordering.edits[edit] ?? []);
  const felt = touching(ordering, [unit]).flatMap((track) => {
    const [a, b] = [
      stateAfter(ordering, track, done),
      stateAfter(ordering, track, [...done, unit]),
    ];
    return track.worlds.flatMap((world) => {
      const [from, to] = [track.standing(a, world), track.standing(b, world)];
      const all = effects(track.flow, made, track.model(a), world, from, to);
      if (!isWay(from.route) || to.route.by !== 'none') return all;
      // A name that resolves again once its record is written is on its way, not shut out.
      const resolves =
        to.route.because === 'name' && isWay(track.standing(fullState(track), world).route);
      return [...all, resolves ? ('passes' as const) : ('closes' as const)];
    });
  });
  const disruptive = felt.some((each) => each === 'reset' || each === 'name-changes');
  const removes = made.every((edit) => direction(edit) === 'remove');
  // Names that move leave open connections behind, even where it is a removal that moves them.
  const moves = felt.includes('name-changes') || felt.includes('passes');
  const closing = removes && !moves;
  if (closing || felt.includes('closes')) return { phase: 'retire', disruptive };
  const switching = felt.some((each) => each !== 'denied' && each !== 'name-unresolved');
  if (switching) return { phase: 'switch', disruptive };
  return { phase: closesOldWay(ordering, done, unit, made) ? 'retire' : 'prepare', disruptive };
}

function closesOldWay(
  ordering: Ordering,
  done: readonly number[],
  unit: number,
  made: readonly Edit[],
): boolean {
  return touching(ordering, [unit]).some((track) => {
    if (!made.some((edit) => edit.id === track.flow.target)) return false;
    const own = bitsOf(ordering, track, unit);
    const now = stateAfter(ordering, track, done);
    return track.worlds.some((world) => {
      // The way at the start, and those by which the name has answered since: a bridge may have held them open.
      const old = earlier(ordering, track, done).filter(
        (state) =>
          state === 0n || track.standing(state, world).name !== track.standing(now, world).name,
      );
      return old.some((state) => {
        const from = track.standing(state, world).route;
        const to = track.standing(state | own, world).route;
        return isWay(from) && to.by === 'none' && to.because === 'admission';
      });
    });
  });
}

/** The states that a track has passed through on the way to `done`, the first included. */
function earlier(ordering: Ordering, track: Track, done: readonly number[]): bigint[] {
  const states = [0n];
  for (const unit of done) {
    const last = states.at(-1) ?? 0n;
    const next = last | bitsOf(ordering, track, unit);
    if (next !== last) states.push(next);
  }
  return states;
}

/** Whether `unit` may join units that may land in any order after `before`, without one of its flows being denied by that. */
function isCalm(
  ordering: Ordering,
  before: readonly number[],
  units: readonly number[],
  unit: number,
  except: readonly Track[] = [],
): boolean {
  return touching(ordering, [unit]).every((track) => {
    if (!counts(track.flow) || except.includes(track)) return true;
    const own = [...units, unit]
      .map((each) => bitsOf(ordering, track, each))
      .filter((bits) => bits !== 0n);
    if (own.length > 10) return false;
    const done = stateAfter(ordering, track, before);
    return track.worlds.every((world) => {
      if (!isWay(track.standing(0n, world).route) || ordering.intended(track, world)) return true;
      return unions(own).every((bits) => track.standing(done | bits, world).route.by !== 'none');
    });
  });
}

/** The bits of every choice among these. */
function unions(items: readonly bigint[]): bigint[] {
  return items.reduce<bigint[]>((all, item) => all.concat(all.map((bits) => bits | item)), [0n]);
}
