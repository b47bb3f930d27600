import { cheapest, ready, type ToGo } from './cheapest.ts';
import { type Cost, compare, free, sum, times } from './cost.ts';
import type { Edit } from './edit.ts';
import { homes, type Lane, lanesOf, stateIn } from './lane.ts';
import type { Track } from './track.ts';
import { rank, type Unit } from './unit.ts';
import type { World } from './world.ts';

// The order of units in which flows are denied least: exact on small sets of units that share flows (every set of units is a
// state, and the cheapest way from none to all is found backwards), greedy on what each flow's own exact answer says beyond.

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
  const lanes = lanesOf(ordering);
  const sets = components(ordering, lanes);
  const home = homes(sets);
  const own = sets.map((): Lane[] => []);
  for (const each of lanes) own[home.get(each.units[0] ?? -1) ?? -1]?.push(each);
  return sets.map((units, n) =>
    units.length <= maxExact
      ? exact(ordering, units, own[n] ?? [])
      : greedy(ordering, units, own[n] ?? []),
  );
}

/** What an order costs; each flow has its units in one of the sequences. */
export function costOf(ordering: Ordering, ...sequences: readonly (readonly number[])[]): Cost {
  return costsOf(ordering, sequences).reduce((total, { cost }) => sum(total, cost), free);
}

/** What an order costs each flow that it touches. */
export function costsOf(
  ordering: Ordering,
  sequences: readonly (readonly number[])[],
): { readonly track: Track; readonly cost: Cost }[] {
  const home = homes(sequences);
  const places = sequences.map(placesOf);
  const elapsed = sequences.map((sequence) => elapsedIn(ordering, sequence));
  return lanesOf(ordering).map((each) => {
    const own = home.get(each.units[0] ?? -1) ?? -1;
    const cost = walked(each, places[own] ?? new Map(), elapsed[own] ?? [0]);
    return { track: each.track, cost };
  });
}

function placesOf(sequence: readonly number[]): ReadonlyMap<number, number> {
  return new Map(sequence.map((unit, place) => [unit, place]));
}

/** Minutes before each place of a sequence, and after its end. */
function elapsedIn({ minutes }: Ordering, sequence: readonly number[]): number[] {
  const elapsed = [0];
  for (const unit of sequence) elapsed.push((elapsed.at(-1) ?? 0) + minutes(unit));
  return elapsed;
}

/** What a flow pays along a sequence: at each unit that touches it, and for as long as it is denied between them. */
function walked(
  { units, bits, cost, isDenied }: Lane,
  places: ReadonlyMap<number, number>,
  elapsed: readonly number[],
): Cost {
  const stops = units
    .map((unit, n) => ({ n, place: places.get(unit) ?? 0 }))
    .sort((a, b) => a.place - b.place);
  let total = free;
  let state = 0n;
  for (const [stop, { n, place }] of stops.entries()) {
    total = sum(total, cost(state, n));
    state |= bits[n] ?? 0n;
    const until = stops[stop + 1]?.place ?? elapsed.length - 1;
    if (until > place + 1 && isDenied(state)) {
      const minutes = (elapsed[until] ?? 0) - (elapsed[place + 1] ?? 0);
      total = sum(total, { deniedMinutes: minutes, disruptions: 0 });
    }
  }
  return total;
}

// 2 ^ 11 states of 11 units are looked at in milliseconds; one more doubles it.
const maxExact = 11;

function components(ordering: Ordering, lanes: readonly Lane[]): number[][] {
  const root = ordering.units.map((_, unit) => unit);
  const find = (unit: number): number => {
    let at = unit;
    for (let up = root[at] ?? at; up !== at; up = root[at] ?? at) {
      root[at] = root[up] ?? up;
      at = root[at] ?? up;
    }
    return at;
  };
  const join = (a: number, b: number) => {
    const [one, other] = [find(a), find(b)];
    root[Math.max(one, other)] = Math.min(one, other);
  };
  for (const { units } of lanes) for (const unit of units) join(units[0] ?? unit, unit);
  for (const [a, b] of ordering.pairs) join(a, b);
  const groups = new Map<number, number[]>();
  for (const unit of root.keys()) {
    const own = groups.get(find(unit));
    if (own === undefined) groups.set(find(unit), [unit]);
    else own.push(unit);
  }
  return [...groups.values()];
}

const memory = new WeakMap<Ordering['pairs'], ReadonlyMap<number, readonly number[]>>();

/** For each unit those that must precede it. */
function predecessors({ pairs }: Ordering): ReadonlyMap<number, readonly number[]> {
  const known = memory.get(pairs);
  if (known !== undefined) return known;
  const built = new Map<number, number[]>();
  for (const [first, second] of pairs) {
    const own = built.get(second);
    if (own === undefined) built.set(second, [first]);
    else own.push(first);
  }
  memory.set(pairs, built);
  return built;
}

/** For each of these units, as bits, which others of them must precede it. */
function waitsOf(ordering: Ordering, units: readonly number[]): number[] {
  const before = predecessors(ordering);
  return units.map((unit) =>
    (before.get(unit) ?? []).reduce((bits, first) => {
      const n = units.indexOf(first);
      return n < 0 ? bits : bits | (1 << n);
    }, 0),
  );
}

function exact(ordering: Ordering, units: readonly number[], lanes: readonly Lane[]): number[] {
  const waits = waitsOf(ordering, units);
  const bundles = bundlesOf(units, lanes);
  const price = (set: number, n: number) => {
    const minutes = ordering.minutes(units[n] ?? -1);
    return bundles.reduce((total, each) => sum(total, each(set, n, minutes)), free);
  };
  const toGo = cheapest(waits, price);
  const sequence: number[] = [];
  for (let set = 0; sequence.length < units.length; ) {
    const next = best(
      ready(waits, set).map((n) => units[n] ?? -1),
      (unit) => {
        const n = units.indexOf(unit);
        return sum(price(set, n), toGo(set | (1 << n)));
      },
      (unit) => rankOf(ordering, unit),
    );
    sequence.push(next);
    set |= 1 << units.indexOf(next);
  }
  return sequence;
}

/** What all flows that the same units touch pay for a unit, once a set of units is done. */
function bundlesOf(units: readonly number[], lanes: readonly Lane[]) {
  const alike = new Map<string, Lane[]>();
  for (const each of lanes) {
    const key = each.units.join();
    alike.set(key, [...(alike.get(key) ?? []), each]);
  }
  return [...alike.values()].map((own) => {
    const mask = units.map((unit) => own[0]?.units.indexOf(unit) ?? -1);
    const costs = new Map<number, Cost>();
    const denied = new Map<number, number>();
    return (set: number, n: number, minutes: number): Cost => {
      const done = mask.reduce((bits, at, m) => {
        return at < 0 || (set & (1 << m)) === 0 ? bits : bits | (1 << at);
      }, 0);
      const at = mask[n] ?? -1;
      if (at < 0) {
        const many =
          denied.get(done) ?? own.filter((each) => each.isDenied(stateIn(each.bits, done))).length;
        denied.set(done, many);
        return many === 0 ? free : { deniedMinutes: many * minutes, disruptions: 0 };
      }
      const key = done * units.length + at;
      const known =
        costs.get(key) ??
        own.reduce((total, each) => sum(total, each.cost(stateIn(each.bits, done), at)), free);
      costs.set(key, known);
      return known;
    };
  });
}

function best(
  units: readonly number[],
  cost: (unit: number) => Cost,
  rank: (unit: number) => number,
): number {
  const [first, ...others] = units;
  if (first === undefined) throw new Error('no unit is left to choose from');
  let found = { unit: first, cost: cost(first), rank: rank(first) };
  for (const unit of others) {
    const other = { unit, cost: cost(unit), rank: rank(unit) };
    const ahead = compare(other.cost, found.cost) || other.rank - found.rank || unit - found.unit;
    if (ahead < 0) found = other;
  }
  return found.unit;
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
  const walkers = lanes.map((each) => walker(ordering, each));
  const touching = new Map(units.map((unit): [number, Walker[]] => [unit, []]));
  for (const each of walkers) for (const unit of each.lane.units) touching.get(unit)?.push(each);
  const regrets = new Map(units.map((unit) => [unit, free]));
  const feel = (each: Walker, sign: 1 | -1) => {
    for (const [n, unit] of each.lane.units.entries()) {
      if (!each.isLeft[n]) continue;
      regrets.set(unit, sum(regrets.get(unit) ?? free, times(sign, regret(each, n))));
    }
  };
  for (const each of walkers) feel(each, 1);
  const ranks = new Map(units.map((unit) => [unit, rankOf(ordering, unit)]));
  const queue = queued(ordering, units);
  const sequence: number[] = [];
  while (sequence.length < units.length) {
    const next = best(
      queue.ready(),
      (unit) => regrets.get(unit) ?? free,
      (unit) => ranks.get(unit) ?? 0,
    );
    sequence.push(next);
    queue.take(next);
    for (const each of touching.get(next) ?? []) {
      feel(each, -1);
      const n = each.lane.units.indexOf(next);
      each.state |= each.lane.bits[n] ?? 0n;
      each.set |= each.toGo === undefined ? 0 : 1 << n;
      each.isLeft[n] = false;
      feel(each, 1);
    }
  }
  return sequence;
}

/** The units that are left, and which of them may come next. */
function queued(ordering: Ordering, units: readonly number[]) {
  const before = predecessors(ordering);
  const left = new Set(units);
  const waiting = new Map<number, number>();
  const behind = new Map<number, number[]>();
  for (const unit of units) {
    for (const first of before.get(unit) ?? []) {
      if (!left.has(first)) continue;
      waiting.set(unit, (waiting.get(unit) ?? 0) + 1);
      behind.set(first, [...(behind.get(first) ?? []), unit]);
    }
  }
  const free = new Set(units.filter((unit) => !waiting.has(unit)));
  return {
    // A circle cannot be kept; whoever is left goes in turn.
    ready: () => [...(free.size > 0 ? free : left)],
    take: (unit: number) => {
      left.delete(unit);
      free.delete(unit);
      for (const next of behind.get(unit) ?? []) {
        const more = (waiting.get(next) ?? 0) - 1;
        waiting.set(next, more);
        if (more === 0 && left.has(next)) free.add(next);
      }
    },
  };
}

/** A flow on its way through the units: what is done of those that touch it, and what the rest costs at best. */
interface Walker {
  readonly lane: Lane;
  readonly toGo?: ToGo;
  /** Of its units, those not yet made. */
  readonly isLeft: boolean[];
  state: bigint;
  set: number;
}

function walker(ordering: Ordering, own: Lane): Walker {
  const isShort = own.units.length <= maxExact;
  return {
    lane: own,
    ...(isShort ? { toGo: own.toGo(waitsOf(ordering, own.units)) } : {}),
    isLeft: own.units.map(() => true),
    state: 0n,
    set: 0,
  };
}

/** How much worse a flow fares at its best once this unit is next. */
function regret({ lane: own, toGo, state, set }: Walker, n: number): Cost {
  const now = own.cost(state, n);
  if (toGo === undefined) return now;
  return sum(sum(now, toGo(set | (1 << n))), times(-1, toGo(set)));
}
