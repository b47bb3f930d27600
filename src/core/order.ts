import type { Edit } from './edit.ts';
import { effects } from './effect.ts';
import { counts } from './flow.ts';
import { isWay } from './route.ts';
import { fullState, type Track } from './track.ts';
import { rank, type Unit } from './unit.ts';
import type { World } from './world.ts';

// The order of units in which flows are denied least: exact on small sets of units that share flows (every set of units is a
// state, and the cheapest way from none to all is found backwards), greedy on what each flow's own exact answer says beyond.

/** What an order costs: minutes of denial first, then resets and changes of name. */
export interface Cost {
  readonly deniedMinutes: number;
  readonly disruptions: number;
}

const free: Cost = { deniedMinutes: 0, disruptions: 0 };

export function sum(one: Cost, other: Cost): Cost {
  return {
    deniedMinutes: one.deniedMinutes + other.deniedMinutes,
    disruptions: one.disruptions + other.disruptions,
  };
}

/** Negative when `one` is cheaper. */
export function compare(one: Cost, other: Cost): number {
  return one.deniedMinutes - other.deniedMinutes || one.disruptions - other.disruptions;
}

export interface Ordering {
  readonly edits: readonly Edit[];
  readonly units: readonly Unit[];
  /** Pairs of units: the first must precede the second. */
  readonly pairs: readonly (readonly [number, number])[];
  readonly tracks: readonly Track[];
  /** Upper end of take and settle of a unit, in minutes. */
  readonly minutes: (unit: number) => number;
  /** A unit that takes a bridge back: what a bridge opens stands no longer than it must. */
  readonly takesBack?: (unit: number) => boolean;
  /** Losses that the change is for; they cost nothing. */
  readonly intended: (track: Track, world: World) => boolean;
}

/** Units that share a flow or a precedence, each set in its best order. */
export function order(ordering: Ordering): number[][] {
  const lanes = ordering.tracks.map((track) => lane(ordering, track));
  return components(ordering, lanes).map((units) => {
    const own = lanes.filter((each) => each.units.some((unit) => units.includes(unit)));
    return units.length <= maxExact ? exact(ordering, units, own) : greedy(ordering, units, own);
  });
}

/** What the whole of an order costs; `sequence` holds every unit once. */
export function costOf(ordering: Ordering, sequence: readonly number[]): Cost {
  const lanes = ordering.tracks.map((track) => lane(ordering, track));
  return lanes.reduce((total, each) => {
    let state = 0n;
    return sequence.reduce((sofar, unit) => {
      const cost = each.cost(state, unit);
      state |= each.bits(unit);
      return sum(sofar, cost);
    }, total);
  }, free);
}

// 2 ^ 11 states of 11 units are looked at in milliseconds; one more doubles it.
const maxExact = 11;

/** A track seen by units. */
interface Lane {
  readonly units: readonly number[];
  /** The track's edits that a unit makes. */
  readonly bits: (unit: number) => bigint;
  readonly cost: (state: bigint, unit: number) => Cost;
}

function lane(ordering: Ordering, track: Track): Lane {
  const at = new Map(track.edits.map((edit, n) => [edit, 1n << BigInt(n)]));
  const masks = ordering.units.map((unit) =>
    unit.edits.reduce((bits, edit) => bits | (at.get(edit) ?? 0n), 0n),
  );
  const units = masks.flatMap((mask, unit) => (mask === 0n ? [] : [unit]));
  const memory = new Map<string, Cost>();
  const bits = (unit: number) => masks[unit] ?? 0n;
  const cost = (state: bigint, unit: number): Cost => {
    const key = `${state} ${unit}`;
    const known = memory.get(key);
    if (known !== undefined) return known;
    const result = stepCost(ordering, track, state, state | bits(unit), unit);
    memory.set(key, result);
    return result;
  };
  return { units, bits, cost };
}

function stepCost(ordering: Ordering, track: Track, from: bigint, to: bigint, unit: number): Cost {
  const made = (ordering.units[unit]?.edits ?? []).flatMap((edit) => ordering.edits[edit] ?? []);
  const minutes = ordering.minutes(unit);
  return hopeful(track).reduce<Cost>((worst, world) => {
    const [a, b] = [track.standing(from, world), track.standing(to, world)];
    const start = track.standing(0n, world).route;
    const denied =
      counts(track.flow) &&
      isWay(start) &&
      (a.route.by === 'none' || b.route.by === 'none') &&
      !ordering.intended(track, world);
    const felt = from === to ? [] : effects(track.flow, made, track.model(from), world, a, b);
    // A name that changes behind a shut door changes all the same: shutting first spares nobody.
    const renamed =
      felt.includes('name-changes') || (isWay(start) && from !== to && a.name !== b.name);
    const here = {
      deniedMinutes: denied ? minutes : 0,
      disruptions: felt.filter((each) => each === 'reset').length + (renamed ? 1 : 0),
    };
    return compare(here, worst) > 0 ? here : worst;
  }, free);
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

function components(ordering: Ordering, lanes: readonly Lane[]): number[][] {
  const root = ordering.units.map((_, unit) => unit);
  const find = (unit: number): number => (root[unit] === unit ? unit : find(root[unit] ?? unit));
  const join = (a: number, b: number) => {
    const [low, high] = [Math.min(find(a), find(b)), Math.max(find(a), find(b))];
    root[high] = low;
  };
  for (const { units } of lanes) for (const unit of units) join(units[0] ?? unit, unit);
  for (const [a, b] of ordering.pairs) join(a, b);
  const groups = new Map<number, number[]>();
  for (const unit of root.keys()) groups.set(find(unit), [...(groups.get(find(unit)) ?? []), unit]);
  return [...groups.values()];
}

/** Units that may come next: all that must precede them are done. */
function ready(
  ordering: Ordering,
  units: readonly number[],
  done: (unit: number) => boolean,
): number[] {
  const before = predecessors(ordering);
  const among = new Set(units);
  const open = units.filter((unit) => !done(unit));
  const free = open.filter((unit) =>
    (before.get(unit) ?? []).every((first) => done(first) || !among.has(first)),
  );
  // A circle cannot be kept; whoever is left goes in turn.
  return free.length > 0 ? free : open;
}

const memory = new WeakMap<Ordering['pairs'], ReadonlyMap<number, readonly number[]>>();

function predecessors({ pairs }: Ordering): ReadonlyMap<number, readonly number[]> {
  const known = memory.get(pairs);
  if (known !== undefined) return known;
  const built = new Map<number, number[]>();
  for (const [first, second] of pairs) built.set(second, [...(built.get(second) ?? []), first]);
  memory.set(pairs, built);
  return built;
}

function exact(ordering: Ordering, units: readonly number[], lanes: readonly Lane[]): number[] {
  const toGo = costsToGo(units, lanes, (done) => ready(ordering, units, done));
  const sequence: number[] = [];
  for (let set = 0; sequence.length < units.length; ) {
    const next = best(
      ready(ordering, units, (unit) => sequence.includes(unit)),
      (unit) => sum(price(lanes, sequence, unit), toGo.get(set | bit(units, unit)) ?? free),
      ordering,
    );
    sequence.push(next);
    set |= bit(units, next);
  }
  return sequence;
}

function bit(units: readonly number[], unit: number): number {
  return 1 << units.indexOf(unit);
}

function price(lanes: readonly Lane[], done: readonly number[], unit: number): Cost {
  return lanes.reduce((total, each) => {
    const state = done.reduce((bits, one) => bits | each.bits(one), 0n);
    return sum(total, each.cost(state, unit));
  }, free);
}

/** For every set of units done, the least cost of doing the rest. */
function costsToGo(
  units: readonly number[],
  lanes: readonly Lane[],
  next: (done: (unit: number) => boolean) => number[],
): ReadonlyMap<number, Cost> {
  const full = 2 ** units.length - 1;
  const found = new Map<number, Cost>([[full, free]]);
  for (let set = full - 1; set >= 0; set -= 1) {
    const done = units.filter((_, n) => (set & (1 << n)) !== 0);
    const costs = next((unit) => done.includes(unit)).map((unit) =>
      sum(price(lanes, done, unit), found.get(set | bit(units, unit)) ?? free),
    );
    found.set(
      set,
      costs.reduce((least, each) => (compare(each, least) < 0 ? each : least), costs[0] ?? free),
    );
  }
  return found;
}

function best(units: readonly number[], cost: (unit: number) => Cost, ordering: Ordering): number {
  const [first] = units
    .map((unit) => ({ unit, cost: cost(unit), rank: rankOf(ordering, unit) }))
    .sort((a, b) => compare(a.cost, b.cost) || a.rank - b.rank || a.unit - b.unit);
  if (first === undefined) throw new Error('no unit is left to choose from');
  return first.unit;
}

export function rankOf(
  ordering: Pick<Ordering, 'edits' | 'units' | 'takesBack'>,
  unit: number,
): number {
  if (ordering.takesBack?.(unit)) return 0;
  const ranks = (ordering.units[unit]?.edits ?? []).flatMap((edit) => {
    const own = ordering.edits[edit];
    return own === undefined ? [] : [rank(own)];
  });
  return Math.max(...ranks);
}

/**
 * Too many units for every set of them: each flow knows its own best way from wherever it stands, and the unit that takes the
 * flows together least far from theirs goes next.
 */
function greedy(ordering: Ordering, units: readonly number[], lanes: readonly Lane[]): number[] {
  const walkers = lanes.map(
    (each): Walker => ({
      lane: each,
      state: 0n,
      set: 0,
      ...(each.units.length <= maxExact ? { table: ownTable(ordering, each) } : {}),
    }),
  );
  const touching = new Map(
    units.map((unit) => [unit, walkers.filter((each) => each.lane.bits(unit) !== 0n)]),
  );
  const done = new Set<number>();
  while (done.size < units.length) {
    const next = best(
      ready(ordering, units, (unit) => done.has(unit)),
      (unit) =>
        (touching.get(unit) ?? []).reduce((total, each) => sum(total, regret(each, unit)), free),
      ordering,
    );
    done.add(next);
    for (const each of touching.get(next) ?? []) {
      each.state |= each.lane.bits(next);
      each.set |= bit(each.lane.units, next);
    }
  }
  return [...done];
}

/** A flow on its way through the units: what is done of those that touch it, and what the rest costs at best. */
interface Walker {
  readonly lane: Lane;
  readonly table?: ReadonlyMap<number, Cost>;
  state: bigint;
  set: number;
}

function ownTable(ordering: Ordering, own: Lane): ReadonlyMap<number, Cost> {
  return costsToGo(own.units, [own], (done) => ready(ordering, own.units, done));
}

/** How much worse a flow fares at its best once this unit is next. */
function regret({ lane: own, table, state, set }: Walker, unit: number): Cost {
  const now = own.cost(state, unit);
  if (table === undefined) return now;
  const before = table.get(set) ?? free;
  const after = sum(now, table.get(set | bit(own.units, unit)) ?? free);
  return {
    deniedMinutes: after.deniedMinutes - before.deniedMinutes,
    disruptions: after.disruptions - before.disruptions,
  };
}
