import { direction, type Edit } from './edit.ts';
import { effects } from './effect.ts';
import { counts } from './flow.ts';
import { type Ordering, rankOf } from './order.ts';
import type { Phase } from './plan.ts';
import { isWay } from './route.ts';
import { bitsIn, fullState, type Track, tracksOn } from './track.ts';

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
  const found: Group[] = [];
  let open = lanes.filter((lane) => lane.length > 0);
  while (open.length > 0) {
    const calm = open.filter(([head]) => head?.disruptive === false);
    const taken = new Set(calm.length > 0 ? calm : open);
    found.push(
      merged(
        ordering,
        [...taken].flatMap(([head]) => head ?? []),
      ),
    );
    open = open.map((lane) => (taken.has(lane) ? lane.slice(1) : lane));
    open = open.filter((lane) => lane.length > 0);
  }
  return found;
}

function merged(ordering: Ordering, side: readonly Group[]): Group {
  const units = side.flatMap((group) => group.units);
  const ranks = new Map(units.map((unit) => [unit, rankOf(ordering, unit)]));
  // Within a sequence the order stands; between sequences what goes first by its kind comes first.
  const sorted = [...units].sort((a, b) => (ranks.get(a) ?? 0) - (ranks.get(b) ?? 0) || a - b);
  return {
    phase: side[0]?.phase ?? 'prepare',
    disruptive: side.some((group) => group.disruptive),
    units: respects(side, sorted) ? sorted : units,
  };
}

function respects(side: readonly Group[], sorted: readonly number[]): boolean {
  const at = new Map(sorted.map((unit, place) => [unit, place]));
  return side.every((group) => {
    const places = group.units.map((unit) => at.get(unit) ?? -1);
    return places.every((place, n) => n === 0 || place > (places[n - 1] ?? 0));
  });
}

function cut(
  ordering: Ordering,
  sequence: readonly number[],
  opensBridge: (edit: number) => boolean,
): Group[] {
  const result: { phase: Exclude<Phase, 'verify'>; disruptive: boolean; units: number[] }[] = [];
  const passing = started();
  let reached = 0;
  for (const unit of sequence) {
    const { phase, disruptive } = ordering.units[unit]?.edits.some(opensBridge)
      ? preparing
      : natureOf(ordering, passing, unit);
    reached = Math.max(reached, phases.indexOf(phase));
    const now = phases[reached] ?? phase;
    const last = result.at(-1);
    const joins =
      last !== undefined &&
      last.phase === now &&
      (now !== 'retire' || last.disruptive === disruptive) &&
      isCalm(ordering, passing, unit);
    const gap = passing.inGap.size > 0 && isCalm(ordering, passing, unit, passing.inGap);
    if ((joins || gap) && last !== undefined) {
      last.units.push(unit);
      last.disruptive ||= disruptive || gap;
    } else {
      result.push({ phase: now, disruptive, units: [unit] });
      passing.group = result.length;
    }
    pass(ordering, passing, unit);
  }
  return result;
}

// A bridge that opens prepares, even where its first rule shuts others out for the minutes that it stands.
const preparing = { phase: 'prepare', disruptive: false } as const;

/** How far the flows of a sequence have come. */
interface Passing {
  readonly trails: Map<Track, Trail>;
  /** The flows that count and are without their way here, to have it back later: a gate would only make that longer. */
  readonly inGap: Set<Track>;
  /** The number of the group that is being filled. */
  group: number;
}

/** The states that a flow has passed through, the first included, and the group in which it was last touched. */
interface Trail {
  readonly states: bigint[];
  group: number;
  /** The state before that group, and what each of its units makes of it. */
  start: bigint;
  own: bigint[];
}

function started(): Passing {
  return { trails: new Map(), inGap: new Set(), group: 0 };
}

function trailOf({ trails, group }: Passing, track: Track): Trail {
  const trail = trails.get(track) ?? { states: [0n], group, start: 0n, own: [] };
  trails.set(track, trail);
  if (trail.group !== group) {
    trail.group = group;
    trail.start = here(trail);
    trail.own = [];
  }
  return trail;
}

function here({ states }: Trail): bigint {
  return states.at(-1) ?? 0n;
}

function pass(ordering: Ordering, passing: Passing, unit: number): void {
  for (const track of touching(ordering, unit)) {
    const trail = trailOf(passing, track);
    const bits = bitsOf(ordering, track, unit);
    trail.own.push(bits);
    trail.states.push(here(trail) | bits);
    if (isInGap(track, here(trail))) passing.inGap.add(track);
    else passing.inGap.delete(track);
  }
}

function isInGap(track: Track, state: bigint): boolean {
  if (!counts(track.flow)) return false;
  return track.worlds.some((world) => {
    const [start, end] = [
      track.standing(0n, world).route,
      track.standing(fullState(track), world).route,
    ];
    return isWay(start) && isWay(end) && track.standing(state, world).route.by === 'none';
  });
}

function touching(ordering: Ordering, unit: number): Track[] {
  return tracksOn(ordering.tracks, ordering.units[unit]?.edits ?? []);
}

/** The track's edits that a unit makes, as bits. */
function bitsOf(ordering: Ordering, track: Track, unit: number): bigint {
  return bitsIn(track, ordering.units[unit]?.edits ?? []);
}

/**
 * What a unit does at its place: closes a way, switches one, or neither; and whether somebody feels it. Connections that were made
 * before a switch live on by the old way, so what would close that way to begin with closes it still.
 */
function natureOf(
  ordering: Ordering,
  passing: Passing,
  unit: number,
): { readonly phase: Exclude<Phase, 'verify'>; readonly disruptive: boolean } {
  const made = (ordering.units[unit]?.edits ?? []).flatMap((edit) => ordering.edits[edit] ?? []);
  const felt = touching(ordering, unit).flatMap((track) => {
    const a = here(trailOf(passing, track));
    const b = a | bitsOf(ordering, track, unit);
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
  return {
    phase: closesOldWay(ordering, passing, unit, made) ? 'retire' : 'prepare',
    disruptive,
  };
}

function closesOldWay(
  ordering: Ordering,
  passing: Passing,
  unit: number,
  made: readonly Edit[],
): boolean {
  return touching(ordering, unit).some((track) => {
    if (!made.some((edit) => edit.id === track.flow.target)) return false;
    const own = bitsOf(ordering, track, unit);
    const { states } = trailOf(passing, track);
    const now = states.at(-1) ?? 0n;
    return track.worlds.some((world) => {
      // The way at the start, and those by which the name has answered since: a bridge may have held them open.
      const old = states.filter(
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

/** Whether `unit` may join a group whose units may land in any order, without one of its flows being denied by that. */
function isCalm(
  ordering: Ordering,
  passing: Passing,
  unit: number,
  except: ReadonlySet<Track> = new Set(),
): boolean {
  return touching(ordering, unit).every((track) => {
    if (!counts(track.flow) || except.has(track)) return true;
    const trail = trailOf(passing, track);
    const own = [...trail.own, bitsOf(ordering, track, unit)];
    if (own.length > 10) return false;
    return track.worlds.every((world) => {
      if (!isWay(track.standing(0n, world).route) || ordering.intended(track, world)) return true;
      return unions(own).every(
        (bits) => track.standing(trail.start | bits, world).route.by !== 'none',
      );
    });
  });
}

/** The bits of every choice among these. */
function unions(items: readonly bigint[]): bigint[] {
  return items.reduce<bigint[]>((all, item) => all.concat(all.map((bits) => bits | item)), [0n]);
}
