import type { Change } from '../../src/core/change.ts';
import { type Cost, sum } from '../../src/core/cost.ts';
import { apply, type Edit } from '../../src/core/edit.ts';
import { effects } from '../../src/core/effect.ts';
import { counts, type Flow } from '../../src/core/flow.ts';
import type { NetworkModel } from '../../src/core/model.ts';
import { isWay, nameOf, type Route, route } from '../../src/core/route.ts';
import { type Delays, upper } from '../../src/core/timing.ts';
import { isUndecided, view, type World, zoneNamesIn } from '../../src/core/world.ts';
import type { Write } from '../../src/core/write.ts';

// The semantics once more, by brute force on whole models: what the engine finds with tracks, units and tables must agree with it.

/** A flow's route and name in any state of a change. */
export interface Sight {
  readonly route: (model: NetworkModel, world: World, flow: Flow) => Route;
  readonly name: (model: NetworkModel, world: World, flow: Flow) => string;
}

export function sightOf({ before, after }: Pick<Change, 'before' | 'after'>): Sight {
  const zones = zoneNamesIn([before, after]);
  return {
    route: (model, world, flow) => route(view(model, world, new Set(), zones), flow),
    name: (model, world, flow) => nameOf(view(model, world, new Set(), zones), flow),
  };
}

/** Every set of answers to what the models do not show and the flow rests on; undefined when they are too many to try. */
export function worldsOf(
  sight: Sight,
  models: readonly NetworkModel[],
  flow: Flow,
  most = 16,
): World[] | undefined {
  const open: World[] = [{}];
  const closed: World[] = [];
  while (open.length > 0) {
    if (open.length + closed.length > most) return undefined;
    const world = open.pop() ?? {};
    const question = models
      .map((model) => sight.route(model, world, flow))
      .flatMap((found) => (isUndecided(found) ? found.questions : []))[0];
    if (question === undefined) closed.push(world);
    else open.push(...question.options.map((option) => ({ ...world, [question.key]: option })));
  }
  return closed;
}

/** Whether client and target of a flow are there. */
export function isThere(model: NetworkModel, flow: Flow): boolean {
  const client =
    flow.clientKind !== 'subnet' ||
    flow.client.startsWith('?') ||
    model.subnets[flow.client] !== undefined ||
    model.vnets[flow.client] !== undefined;
  return client && (flow.target === '*' || model.targets[flow.target] !== undefined);
}

/** All subsets of `items`, each in the order of `items`. */
export function subsets<T>(items: readonly T[]): T[][] {
  return items.reduce<T[][]>((sets, item) => sets.concat(sets.map((set) => [...set, item])), [[]]);
}

/** All orders of `items`. */
export function orders<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, n) =>
    orders([...items.slice(0, n), ...items.slice(n + 1)]).map((rest) => [item, ...rest]),
  );
}

/** The model once `edits` are made, in the order in which the change lists them. */
export function modelWith(before: NetworkModel, edits: readonly Edit[]): NetworkModel {
  return edits.reduce(apply, before);
}

/**
 * The sets of writes that may be seen during one apply: some that have been sent, with all that these wait for, less any of them that
 * has not settled.
 */
export function visibleSets(
  writes: readonly Write[],
  settles: (write: Write) => boolean,
): ReadonlySet<Write>[] {
  const byId = new Map(writes.map((write) => [write.id, write]));
  const sent = subsets(writes).filter((set) => {
    const ids = new Set(set.map((write) => write.id));
    return set.every((write) => write.after.every((id) => ids.has(id) || !byId.has(id)));
  });
  const seen = new Map<string, ReadonlySet<Write>>();
  for (const set of sent) {
    for (const hidden of subsets(set.filter(settles))) {
      const visible = set.filter((write) => !hidden.includes(write));
      seen.set(visible.map((write) => write.id).join('\n'), new Set(visible));
    }
  }
  return [...seen.values()];
}

/** Whether either state may be seen after a write of these edits. */
export function settles(edits: readonly Edit[], model: NetworkModel, delays: Delays): boolean {
  return edits.some((edit) => upper(delays(edit, model).settle) > 0);
}

/** What matters to law 7: the flows, who of them is meant to lose its way, and how long edits take. */
export interface Scale {
  readonly change: Change;
  readonly flows: readonly Flow[];
  readonly intended: (flow: Flow) => boolean;
  readonly delays: Delays;
}

/** What it costs to make `edits` as one write between two models, in the one world there is, all flows together. */
export function costOfStep(
  { change, flows, intended, delays }: Scale,
  edits: readonly Edit[],
  from: NetworkModel,
  to: NetworkModel,
): Cost {
  const sight = sightOf(change);
  const minutes = Math.max(
    ...edits.map((edit) => {
      const { take, settle } = delays(edit, change.before);
      return upper(take) + upper(settle);
    }),
  );
  const standing = (model: NetworkModel, flow: Flow) => ({
    route: sight.route(model, {}, flow),
    name: sight.name(model, {}, flow),
  });
  return flows
    .map((flow): Cost => {
      const [a, b] = [standing(from, flow), standing(to, flow)];
      const works = isWay(sight.route(change.before, {}, flow));
      const stopped = works && (a.route.by === 'none' || b.route.by === 'none');
      const felt = effects(flow, edits, from, {}, a, b);
      // A name that changes while the flow is stopped changes all the same.
      const renamed = felt.includes('name-changes') || (works && a.name !== b.name);
      return {
        deniedMinutes: stopped && counts(flow) && !intended(flow) ? minutes : 0,
        disruptions: felt.filter((each) => each === 'reset').length + (renamed ? 1 : 0),
      };
    })
    .reduce(sum, { deniedMinutes: 0, disruptions: 0 });
}

/** Negative when `one` is cheaper: fewer minutes of denial, else fewer resets and names that change. */
export function compare(one: Cost, other: Cost): number {
  return one.deniedMinutes - other.deniedMinutes || one.disruptions - other.disruptions;
}

/** The cheapest order of single edits that keeps `pairs` (first, second), by trying all of them. */
export function cheapestOrder(
  scale: Scale,
  edits: readonly Edit[],
  pairs: readonly { readonly first: number; readonly second: number }[],
): { readonly cost: Cost; readonly order: readonly Edit[] } | undefined {
  const models = new Map<number, NetworkModel>();
  const modelAt = (set: number): NetworkModel => {
    const known =
      models.get(set) ??
      modelWith(
        scale.change.before,
        edits.filter((_, n) => (set & (1 << n)) !== 0),
      );
    models.set(set, known);
    return known;
  };
  const costs = new Map<string, Cost>();
  const costAt = (set: number, n: number): Cost => {
    const key = `${set} ${n}`;
    const known =
      costs.get(key) ??
      costOfStep(scale, edits.slice(n, n + 1), modelAt(set), modelAt(set | (1 << n)));
    costs.set(key, known);
    return known;
  };
  const all = orders(edits.map((_, n) => n)).filter((order) =>
    pairs.every(({ first, second }) => order.indexOf(first) < order.indexOf(second)),
  );
  const priced = all.map((order) => ({
    order: order.flatMap((n) => edits[n] ?? []),
    cost: order.reduce(
      ({ set, cost }, n) => ({ set: set | (1 << n), cost: sum(cost, costAt(set, n)) }),
      { set: 0, cost: { deniedMinutes: 0, disruptions: 0 } },
    ).cost,
  }));
  return priced.reduce<(typeof priced)[number] | undefined>(
    (least, each) => (least === undefined || compare(each.cost, least.cost) < 0 ? each : least),
    undefined,
  );
}
