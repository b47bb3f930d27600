import { type Cost, compare, free, sum } from './cost.ts';

// The cheapest way to do all of a few units: every set of them is a state, and what is left to pay in each is found backwards.

/** For a set of units done, as bits, the least cost of doing the rest. */
export type ToGo = (set: number) => Cost;

/** What is left to pay in any set of units; found when it is asked for, since no order reaches most sets. */
export function cheapest(waits: readonly number[], price: (set: number, n: number) => Cost): ToGo {
  const found = new Map<number, Cost>([[2 ** waits.length - 1, free]]);
  const toGo = (set: number): Cost => {
    const known = found.get(set);
    if (known !== undefined) return known;
    const costs = ready(waits, set).map((n) => sum(price(set, n), toGo(set | (1 << n))));
    const least = costs.reduce((one, other) => (compare(other, one) < 0 ? other : one));
    found.set(set, least);
    return least;
  };
  return toGo;
}

/** Places of the units that may come next: all that must precede them are done. */
export function ready(waits: readonly number[], set: number): number[] {
  const open = [...waits.keys()].filter((n) => (set & (1 << n)) === 0);
  const free = open.filter((n) => ((waits[n] ?? 0) & ~set) === 0);
  // A circle cannot be kept; whoever is left goes in turn.
  return free.length > 0 ? free : open;
}
