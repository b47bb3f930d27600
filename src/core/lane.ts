import { cheapest, type ToGo } from './cheapest.ts';
import { type Cost, compare, free } from './cost.ts';
import type { Edit } from './edit.ts';
import { effects } from './effect.ts';
import { counts } from './flow.ts';
import type { Ordering } from './order.ts';
import { isWay } from './route.ts';
import { fullState, type Track } from './track.ts';
import type { Unit } from './unit.ts';
import type { World } from './world.ts';

// What an order costs a single flow, which few of all units touch.

/** A track seen by units. */
export interface Lane {
  readonly track: Track;
  /** Ascending. */
  readonly units: readonly number[];
  /** The track's edits that each of them makes. */
  readonly bits: readonly bigint[];
  /** Of making the n-th of its units in a state. */
  readonly cost: (state: bigint, n: number) => Cost;
  /** Whether the flow is without the way it had, so that any other unit prolongs it. */
  readonly isDenied: (state: bigint) => boolean;
  readonly toGo: (waits: readonly number[]) => ToGo;
}

/** The tracks that the units touch. */
export function lanesOf(ordering: Ordering): Lane[] {
  const home = homes(ordering.units.map((unit) => unit.edits));
  return ordering.tracks.flatMap((track) => {
    const found = lane(ordering, track, home);
    return found.units.length === 0 ? [] : [found];
  });
}

// A memory of a pure function: a flow that the next ordering leaves as it was fares in it as it did.
const lanes = new WeakMap<Ordering['intended'], WeakMap<Track, Known>>();

interface Known {
  readonly lane: Lane;
  readonly made: readonly Unit[];
  readonly minutes: readonly number[];
}

function lane(ordering: Ordering, track: Track, home: ReadonlyMap<number, number>): Lane {
  const known = lanes.get(ordering.intended) ?? new WeakMap<Track, Known>();
  lanes.set(ordering.intended, known);
  const old = known.get(track);
  if (old !== undefined && stands(old, ordering)) return old.lane;
  const fresh = freshLane(ordering, track, home);
  known.set(track, {
    lane: fresh,
    made: fresh.units.flatMap((unit) => ordering.units[unit] ?? []),
    minutes: fresh.units.map(ordering.minutes),
  });
  return fresh;
}

function stands({ lane: { units }, made, minutes }: Known, ordering: Ordering): boolean {
  return units.every(
    (unit, n) => ordering.units[unit] === made[n] && ordering.minutes(unit) === minutes[n],
  );
}

function freshLane(ordering: Ordering, track: Track, home: ReadonlyMap<number, number>): Lane {
  const masks = new Map<number, bigint>();
  for (const [n, edit] of track.edits.entries()) {
    const unit = home.get(edit);
    if (unit !== undefined) masks.set(unit, (masks.get(unit) ?? 0n) | (1n << BigInt(n)));
  }
  const units = [...masks.keys()].sort((a, b) => a - b);
  const bits = units.map((unit) => masks.get(unit) ?? 0n);
  const worlds = hopeful(track).map((world) => ({
    world,
    isMissed: isMissed(ordering, track, world),
  }));
  const made = units.map((unit) => editsOf(ordering, unit));
  const costs = units.map(() => new Map<bigint, Cost>());
  const cost = (state: bigint, n: number): Cost => {
    const known = costs[n]?.get(state);
    if (known !== undefined) return known;
    const unit = units[n] ?? -1;
    const step = { from: state, to: state | (bits[n] ?? 0n), made: made[n] ?? [] };
    const minutes = ordering.minutes(unit);
    const result = worlds.reduce<Cost>((worst, each) => {
      const own = stepCost(track, each, step, minutes);
      return compare(own, worst) > 0 ? own : worst;
    }, free);
    costs[n]?.set(state, result);
    return result;
  };
  const isDenied = (state: bigint) =>
    worlds.some((each) => each.isMissed && track.standing(state, each.world).route.by === 'none');
  return {
    track,
    units,
    bits,
    cost,
    isDenied,
    toGo: remembered((waits) => costsToGo(waits, cost, bits)),
  };
}

function editsOf({ units, edits }: Ordering, unit: number): Edit[] {
  return (units[unit]?.edits ?? []).flatMap((edit) => edits[edit] ?? []);
}

/** Whether the flow counts, works to begin with, and is not meant to lose that. */
function isMissed({ intended }: Ordering, track: Track, world: World): boolean {
  return counts(track.flow) && isWay(track.standing(0n, world).route) && !intended(track, world);
}

interface Step {
  readonly from: bigint;
  readonly to: bigint;
  readonly made: readonly Edit[];
}

function stepCost(
  track: Track,
  { world, isMissed }: { readonly world: World; readonly isMissed: boolean },
  { from, to, made }: Step,
  minutes: number,
): Cost {
  const [a, b] = [track.standing(from, world), track.standing(to, world)];
  const isDenied = isMissed && (a.route.by === 'none' || b.route.by === 'none');
  const felt = effects(track.flow, made, track.model(from), world, a, b);
  // A name that changes behind a shut door changes all the same: shutting first spares nobody.
  const isRenamed =
    felt.includes('name-changes') || (isWay(track.standing(0n, world).route) && a.name !== b.name);
  return {
    deniedMinutes: isDenied ? minutes : 0,
    disruptions: felt.filter((each) => each === 'reset').length + (isRenamed ? 1 : 0),
  };
}

const hopes = new WeakMap<Track, readonly World[]>();

/** The worlds in which the flow has a way after the change; where it has none in any, all: no order is worth a lost flow's. */
function hopeful(track: Track): readonly World[] {
  const known = hopes.get(track);
  if (known !== undefined) return known;
  const found = track.worlds.filter((world) =>
    isWay(track.standing(fullState(track), world).route),
  );
  const result = found.length > 0 ? found : track.worlds;
  hopes.set(track, result);
  return result;
}

/** For each unit, in which of the lists it stands. */
export function homes(lists: readonly (readonly number[])[]): ReadonlyMap<number, number> {
  return new Map(lists.flatMap((units, n) => units.map((unit) => [unit, n] as const)));
}

function costsToGo(waits: readonly number[], cost: Lane['cost'], bits: Lane['bits']): ToGo {
  let [last, state] = [0, 0n];
  return cheapest(waits, (set, n) => {
    if (set !== last) [last, state] = [set, stateIn(bits, set)];
    return cost(state, n);
  });
}

/** The state of a track once a set of its units is made. */
export function stateIn(bits: Lane['bits'], set: number): bigint {
  return bits.reduce((state, own, n) => ((set & (1 << n)) === 0 ? state : state | own), 0n);
}

/** The answers to what was asked of a function last. */
function remembered(find: (waits: readonly number[]) => ToGo): (waits: readonly number[]) => ToGo {
  let last: { readonly waits: readonly number[]; readonly toGo: ToGo } | undefined;
  return (waits) => {
    if (last === undefined || !last.waits.every((each, n) => each === waits[n]))
      last = { waits, toGo: find(waits) };
    return last.toGo;
  };
}
