import type { Change } from '../../src/core/change.ts';
import { apply, type Edit } from '../../src/core/edit.ts';
import { effects } from '../../src/core/effect.ts';
import type { Flow } from '../../src/core/flow.ts';
import type { NetworkModel } from '../../src/core/model.ts';
import { isWay, nameOf, type Route, route } from '../../src/core/route.ts';
import type { Cost } from '../../src/core/order.ts';
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
  return items.reduce<T[][]>((sets, item) => [...sets, ...sets.map((set) => [...set, item])], [[]]);
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

/** What an order of single edits costs, each settled before the next, in the one world there is. */
export function costOfOrder(
  sight: Sight,
  before: NetworkModel,
  sequence: readonly Edit[],
  flows: readonly Flow[],
  intended: (flow: Flow) => boolean,
  delays: Delays,
): Cost {
  const models = sequence.reduce<NetworkModel[]>(
    (states, edit) => [...states, apply(states.at(-1) ?? before, edit)],
    [before],
  );
  const costs = flows.map((flow) => {
    const standings = models.map((model) => ({
      route: sight.route(model, {}, flow),
      name: sight.name(model, {}, flow),
    }));
    return sequence.reduce<Cost>(
      (sofar, edit, n) => {
        const [from, to, model] = [standings[n], standings[n + 1], models[n]];
        if (from === undefined || to === undefined || model === undefined) return sofar;
        const stopped = from.route.by === 'none' || to.route.by === 'none';
        const first = standings[0]?.route;
        const matters =
          flow.evidence !== 'possible' && first !== undefined && isWay(first) && !intended(flow);
        const { take, settle } = delays(edit, before);
        const felt = effects(flow, [edit], model, {}, from, to);
        return {
          deniedMinutes:
            sofar.deniedMinutes + (stopped && matters ? upper(take) + upper(settle) : 0),
          disruptions:
            sofar.disruptions +
            felt.filter((each) => each === 'reset' || each === 'name-changes').length,
        };
      },
      { deniedMinutes: 0, disruptions: 0 },
    );
  });
  return costs.reduce(
    (total, each) => ({
      deniedMinutes: total.deniedMinutes + each.deniedMinutes,
      disruptions: total.disruptions + each.disruptions,
    }),
    { deniedMinutes: 0, disruptions: 0 },
  );
}
