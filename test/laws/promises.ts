import { planOf } from '../../src/core/assemble.ts';
import type { Change } from '../../src/core/change.ts';
import type { Config } from '../../src/core/config.ts';
import { type Cost, sum } from '../../src/core/cost.ts';
import { diff } from '../../src/core/diff.ts';
import { apply, type Edit, editPlaces, invert, placeOf } from '../../src/core/edit.ts';
import { canonical, equal } from '../../src/core/equal.ts';
import { counts, type Flow } from '../../src/core/flow.ts';
import { flowsOf } from '../../src/core/flows.ts';
import { isIntended } from '../../src/core/intended.ts';
import type { Knowledge } from '../../src/core/knowledge.ts';
import type { NetworkModel } from '../../src/core/model.ts';
import type { Confidence, Interruption, Plan, Verdict } from '../../src/core/plan.ts';
import { precedences } from '../../src/core/precede.ts';
import { maxWorlds } from '../../src/core/reads.ts';
import { isWay, type Route } from '../../src/core/route.ts';
import type { Scheme } from '../../src/core/scheme.ts';
import { type Workings, workOut } from '../../src/core/workings.ts';
import type { World } from '../../src/core/world.ts';
import type { Write } from '../../src/core/write.ts';
import { knowledge, settings } from './models.ts';
import {
  cheapestOrder,
  compare,
  costOfStep,
  isThere,
  modelWith,
  type Scale,
  type Sight,
  settles,
  sightOf,
  subsets,
  visibleSets,
  worldsOf,
} from './moments.ts';

// The laws, each as a function that names what breaks it: an empty list is a promise kept.

// What the replay promises, it promises without the rules.
const mute: Knowledge = { ...knowledge, rules: [] };

/** The scheme's edits in the order in which the plan makes them. */
function played({ plan }: Workings): Edit[] {
  return plan.groups
    .flatMap((group) => group.units)
    .flatMap((unit) => plan.ordering.units[unit]?.edits ?? [])
    .flatMap((position) => plan.edits[position] ?? []);
}

/** Makes edits one after the other; says which of them does not find what it is about to change. */
function replay(model: NetworkModel, edits: readonly Edit[]) {
  const misplaced: string[] = [];
  const end = edits.reduce((sofar, edit) => {
    if (!equal(valueAt(sofar, edit), edit.before))
      misplaced.push(`${said(edit)} finds ${JSON.stringify(valueAt(sofar, edit))}`);
    return apply(sofar, edit);
  }, model);
  return { end, misplaced };
}

function valueAt(model: NetworkModel, edit: Edit): unknown {
  const place: { in: keyof NetworkModel; field?: string } = editPlaces[edit.kind];
  const record: unknown = model[place.in][edit.id];
  if (place.field === undefined || record === undefined) return record;
  const value = (record as Readonly<Record<string, unknown>>)[place.field];
  if (edit.key === undefined) return value;
  return (value as Readonly<Record<string, unknown>>)[edit.key];
}

export function said(edit: Edit): string {
  return `${placeOf(edit)}: ${JSON.stringify(edit.before)} -> ${JSON.stringify(edit.after)}`;
}

/** Law 1: the plan, replayed from before, ends in after plus its repairs; what a bridge opens it closes. */
export function endsElsewhere(change: Change): string[] {
  const work = workOut(change, mute, settings.config);
  const { end, misplaced } = replay(change.before, played(work));
  const repairs = work.plan.edits.filter((_, n) => work.plan.extras.get(n)?.role === 'repair');
  const wanted = repairs.reduce(apply, change.after);
  const once = played(work).length === work.plan.edits.length;
  return [
    ...misplaced,
    ...(once ? [] : ['an edit is left out or made twice']),
    ...diff(end, wanted).map((edit) => `left to do: ${said(edit)}`),
    ...(canonical(bare(end)) === canonical(bare(wanted)) ? [] : ['the plan ends in another model']),
  ];
}

/** Names and labels aside, which no edit carries. */
function bare(model: NetworkModel): unknown {
  return JSON.parse(
    JSON.stringify(model, (key, value: unknown) =>
      key === 'name' || key === 'label' ? undefined : value,
    ),
  );
}

/** Law 2: undoing any beginning of the plan, last edit first, returns to before. */
export function lastingTraces(change: Change): string[] {
  const edits = played(workOut(change, mute, settings.config));
  return edits.flatMap((_, n) => {
    const made = edits.slice(0, n + 1);
    const there = made.reduce(apply, change.before);
    const back = replay(there, [...made].reverse().map(invert));
    const rest = diff(change.before, back.end);
    return [
      ...back.misplaced,
      ...rest.map((edit) => `after ${n + 1} edits: ${said(edit)} remains`),
    ];
  });
}

/** Law 4: nothing differs from itself; the edits lead there, and their inverses in reverse lead back. */
export function lossyDiff({ before, after, replaced }: Change): string[] {
  const edits = diff(before, after, replaced);
  const there = replay(before, edits);
  const back = replay(after, [...edits].reverse().map(invert));
  return [
    ...diff(before, before).map((edit) => `out of nothing: ${said(edit)}`),
    ...there.misplaced,
    ...back.misplaced,
    ...(canonical(bare(there.end)) === canonical(bare(after)) ? [] : ['does not lead to after']),
    ...(canonical(bare(back.end)) === canonical(bare(before)) ? [] : ['does not lead back']),
  ];
}

/** A flow that must not stop unannounced: one that counts, in a world in which it works. */
interface Watched {
  readonly flow: Flow;
  readonly world: World;
  readonly from: Route;
  readonly to: Route;
}

/** The flows that count, in every world of `models` in which they worked before. */
function watched(
  work: Workings,
  change: Change,
  sight: Sight,
  models: readonly NetworkModel[],
): Watched[] {
  return work.scene.flows
    .filter((flow) => counts(flow) && isThere(change.before, flow))
    .flatMap((flow) =>
      (worldsOf(sight, [change.before, change.after, ...models], flow) ?? []).map((world) => ({
        flow,
        world,
        from: sight.route(change.before, world, flow),
        to: sight.route(change.after, world, flow),
      })),
    )
    .filter(({ from }) => isWay(from));
}

function stops(effect: Interruption['effect']): boolean {
  return effect === 'denied' || effect === 'name-unresolved';
}

function names(interruption: Interruption, flow: Flow): boolean {
  const told = interruption.flow;
  return (
    stops(interruption.effect) &&
    told.client === flow.clientLabel &&
    told.target === flow.targetLabel &&
    told.subresource === flow.subresource
  );
}

/** Law 3, stages: whatever of a stage has landed, a flow that works before and after works, or the plan says when it does not. */
export function unannouncedInStages(change: Change): string[] {
  const { plan, workings } = planOf(change, mute, settings);
  const sight = sightOf(change);
  const moments = momentsOf(workings, change);
  return watched(
    workings,
    change,
    sight,
    moments.map(({ model }) => model),
  ).flatMap(({ flow, world, to }) => {
    if (!isWay(to)) return [];
    return moments.flatMap(({ model, group, landed }) => {
      const now = sight.route(model, world, flow);
      if (now.by !== 'none' || isTold(plan, workings, flow, group)) return [];
      return [`${flow.id} ${JSON.stringify(world)}: ${now.blocker}, once ${landed}`];
    });
  });
}

/** Every state in which the plan may be seen: some units of a group on top of all groups before it. */
function momentsOf({ plan, edits }: Workings, change: Change) {
  const own = precedences(change.before, change.after, plan.edits);
  const editsOf = (units: readonly number[]) =>
    units.flatMap((unit) => plan.ordering.units[unit]?.edits ?? []);
  return plan.groups.flatMap((group, n) => {
    const done = editsOf(plan.groups.slice(0, n).flatMap((each) => each.units));
    const inside = group.units.length > 8 ? [group.units] : subsets(group.units);
    return inside.flatMap((units) => {
      const landed = editsOf(units);
      const made = [...done, ...landed];
      const possible = own.every(
        ({ first, second }) => !made.includes(second) || made.includes(first),
      );
      if (!possible) return [];
      const model = modelWith(
        change.before,
        made.flatMap((position) => plan.edits[position] ?? []),
      );
      return [
        {
          model,
          group: n,
          landed: landed.map((each) => said(plan.edits[each] ?? (edits[0] as Edit))).join(', '),
        },
      ];
    });
  });
}

/** Whether an interruption that the plan publishes covers the group: it begins there or before and ends there or later. */
function isTold(plan: Plan, { plan: scheme }: Workings, flow: Flow, group: number): boolean {
  const stages = plan.stages.filter((stage) => stage.phase !== 'verify');
  // Groups that change nothing in the network are no stage; a stage then stands for a later group.
  const stageOf = (id: string) =>
    stages.findIndex((stage) => stage.steps.some((step) => step.id === id));
  const skipped = scheme.groups.length - stages.length;
  return stages.some((stage, n) =>
    stage.steps.some((step) =>
      step.interruptions.some((each) => {
        const end = each.restoredBy === '' ? stages.length : stageOf(each.restoredBy);
        return names(each, flow) && n <= group && group <= end + skipped;
      }),
    ),
  );
}

/** Law 3, as written: what may stop during one apply is told, and nothing else. */
export function unannouncedInOneApply(change: Change, known: Knowledge = knowledge): string[] {
  if (change.writes.length > 7) return [];
  const { plan, workings } = planOf(change, { ...known, rules: [] }, settings);
  const { edits } = workings;
  const idOf = (edit: Edit) => workings.scene.writeOf(edit)?.id ?? '';
  const editsOf = ({ id }: Write) => edits.filter((edit) => idOf(edit) === id);
  const sight = sightOf(change);
  const sets = visibleSets(change.writes, (write) =>
    settles(editsOf(write), change.before, known.delays),
  );
  const states = sets.map((set) => {
    const ids = new Set([...set].map(({ id }) => id));
    const made = edits.filter((edit) => ids.has(idOf(edit)));
    return { set, model: modelWith(change.before, made) };
  });
  const all = watched(
    workings,
    change,
    sight,
    states.map(({ model }) => model),
  );
  const stopped = all.flatMap(({ flow, world, from, to }) => {
    if (isIntended(flow, from, to, change.before, change.after, edits, world)) return [];
    return states.flatMap(({ set, model }) => {
      const now = sight.route(model, world, flow);
      return now.by === 'none'
        ? [
            {
              flow,
              says: `${now.blocker} ${JSON.stringify(world)} once ${[...set].map((write) => write.id).join(', ')}`,
            },
          ]
        : [];
    });
  });
  const told = plan.asWritten.interruptions.filter((each) => stops(each.effect));
  const untold = stopped.filter(({ flow }) => !told.some((each) => names(each, flow)));
  const decided = new Set(all.map(({ flow }) => flow));
  const invented = [...decided].filter(
    (flow) => told.some((each) => names(each, flow)) && !stopped.some((each) => each.flow === flow),
  );
  return [
    ...untold.map(({ flow, says }) => `${flow.id} stops unannounced: ${says}`),
    ...invented.map((flow) => `${flow.id} never stops, and the plan says that it may`),
    ...(stopped.length > 0 && ['clear', 'safe'].includes(plan.verdict)
      ? [`${plan.verdict}, though ${stopped[0]?.flow.id} stops`]
      : []),
  ];
}

/** The same data with every record's keys in another order. */
export function shuffled<T>(value: T, turn: number): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => shuffled(each, turn)) as T;
  const keys = Object.keys(value);
  const mixed = keys.sort((a, b) => scramble(a, turn) - scramble(b, turn));
  const entries = mixed.map((key) => {
    const inner = value[key as keyof T];
    // Sub-resources stand as their service's row lists them, whatever the input.
    return [key, key === 'subresources' ? inner : shuffled(inner, turn)];
  });
  return Object.fromEntries(entries) as T;
}

/** A number that depends on the text and the turn, and on nothing else that anybody could guess. */
function scramble(text: string, turn: number): number {
  let sum = turn * 2654435761;
  for (const letter of text)
    sum = Math.imul(sum ^ (letter.codePointAt(0) ?? 0), 2246822519) ^ (sum >>> 13);
  return sum;
}

/** Law 5: the order of keys, of writes and of what they wait for changes nothing in the plan. */
export function unstable(change: Change, turn: number): string[] {
  const order = (a: Write, b: Write) => scramble(a.id, turn) - scramble(b.id, turn);
  const mixed: Change = {
    ...change,
    before: shuffled(change.before, turn),
    after: shuffled(change.after, turn),
    replaced: new Set([...change.replaced].reverse()),
    writes: [...change.writes]
      .sort(order)
      .map((write) => ({ ...write, after: [...write.after].reverse() })),
  };
  const [one, other] = [change, mixed].map((each) => planOf(each, knowledge, settings).plan);
  return differences(one, other, 'plan');
}

function differences(one: unknown, other: unknown, at: string): string[] {
  if (canonical(one) === canonical(other)) return [];
  const objects = [one, other].every((each) => typeof each === 'object' && each !== null);
  if (!objects) return [`${at}: ${canonical(one)} or ${canonical(other)}`];
  const [a, b] = [one, other] as readonly Readonly<Record<string, unknown>>[];
  return [...new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})])]
    .flatMap((key) => differences(a?.[key], b?.[key], `${at}.${key}`))
    .filter((each) => !each.startsWith('plan.hash'));
}

const harmless: readonly Verdict[] = ['clear', 'safe', 'window'];
const certainties: readonly Confidence[] = ['possible', 'likely', 'certain'];

/**
 * Whether every flow that counts with more known does with less, and by the same IP rules: whom one stands for is told by the address
 * of a subnet, and by nothing else where that is hidden.
 */
export function sameEvidence(more: Change, less: Change): boolean {
  const [full, dim] = [more, less].map(({ before, after, replaced }) =>
    flowsOf(before, after, diff(before, after, replaced)).filter(counts),
  );
  const known = new Map(dim?.map((flow) => [flow.id, flow]));
  const byRule = (flow: Flow | undefined) => flow?.because.includes('ip-rule');
  return (
    full?.every((flow) => known.has(flow.id) && (!byRule(flow) || byRule(known.get(flow.id)))) ??
    false
  );
}

/**
 * Law 6: with less known, the verdict is never calmed, no hazard falls silent about any of its subjects, and none is told with more
 * confidence; hazards only where no flow rests on more answers than the engine tells apart.
 */
export function calmed(more: Change, less: Change): string[] {
  const full = plans.get(more) ?? planOf(more, knowledge, settings);
  plans.set(more, full);
  const dim = planOf(less, knowledge, settings);
  const [was, is] = [full.plan.verdict, dim.plan.verdict];
  const left = hazardsIn(dim.workings);
  const calm = !harmless.includes(was) && harmless.includes(is) ? [`${was} becomes ${is}`] : [];
  // Beyond that number the answers are not told apart, which the verdict says.
  if (dim.workings.tracks.some((track) => track.worlds.length >= maxWorlds)) return calm;
  return [
    ...calm,
    ...[...hazardsIn(full.workings)].flatMap(([key, sureness]) => {
      const now = left.get(key);
      if (now === undefined) return [`not told: ${key}`];
      return now > sureness ? [`${key}: ${certainties[sureness]} becomes ${certainties[now]}`] : [];
    }),
  ];
}

// What is hidden in turn is hidden of the same change.
const plans = new WeakMap<Change, ReturnType<typeof planOf>>();

/** How sure each rule is of each of its subjects. */
function hazardsIn({ hazards }: Workings): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { rule, finding, confidence } of hazards) {
    for (const subject of finding.subjects) {
      const key = `${rule.id} on ${subject}`;
      found.set(key, Math.max(found.get(key) ?? 0, certainties.indexOf(confidence)));
    }
  }
  return found;
}

/** Law 7: no order of the change's own edits costs its flows less than the plan. */
export function beaten(
  change: Change,
  config: Config = settings.config,
  known: Knowledge = mute,
): string[] {
  const { edits, scene, plan } = workOut(change, known, config);
  if (edits.length === 0 || edits.length > 7 || scene.flows.length > 6) return [];
  const sight = sightOf(change);
  const all = subsets(edits).map((some) => modelWith(change.before, some));
  const clear = scene.flows.every((flow) => worldsOf(sight, all, flow)?.length === 1);
  if (!clear) return [];
  const ends = (flow: Flow) =>
    [change.before, change.after].map((end) => sight.route(end, {}, flow)) as [Route, Route];
  const intended = (flow: Flow) =>
    isIntended(flow, ...ends(flow), change.before, change.after, edits, {});
  // What is lost for good is denied for ever in every order, and soon is not sooner than late: such changes are left out.
  const lost = scene.flows.some((flow) => {
    const [from, to] = ends(flow);
    return counts(flow) && isWay(from) && to.by === 'none' && !intended(flow);
  });
  if (lost) return [];
  const scale: Scale = { change, flows: scene.flows, intended, delays: known.delays };
  const best = cheapestOrder(scale, edits, precedences(change.before, change.after, edits));
  const own = costOfPlan(scale, plan);
  return best !== undefined && compare(best.cost, own) < 0
    ? [`${canonical(own)}, and ${canonical(best.cost)} by ${best.order.map(said).join('; ')}`]
    : [];
}

function costOfPlan(scale: Scale, plan: Scheme): Cost {
  const steps = plan.groups
    .flatMap((group) => group.units)
    .map((unit) => (plan.ordering.units[unit]?.edits ?? []).flatMap((n) => plan.edits[n] ?? []));
  const start = { model: scale.change.before, cost: { deniedMinutes: 0, disruptions: 0 } };
  return steps.reduce(({ model, cost }, step) => {
    const next = modelWith(model, step);
    return { model: next, cost: sum(cost, costOfStep(scale, step, model, next)) };
  }, start).cost;
}
