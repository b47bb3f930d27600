import { applyAll, direction, type Edit, placeOf } from './edit.ts';
import type { Flow } from './flow.ts';
import type { NetworkModel } from './model.ts';
import { nameOf, type Route, route } from './route.ts';
import { isUndecided, type Question, view, type World } from './world.ts';

// On which records a flow rests, whichever of the edits are made: what is read for its route in models that stand for all states.

/** Worlds above this number are not told apart; the flow is then undecided. */
export const maxWorlds = 24;

/** Reads in every branch of what is unknown, so that no record is missed that some world would need. */
export function readAll(
  model: NetworkModel,
  flow: Flow,
  reads: Set<string>,
  zoneNames: ReadonlySet<string>,
): void {
  const open: World[] = [{}];
  for (let n = 0; n < maxWorlds && open.length > 0; n += 1) {
    const world = open.pop() ?? {};
    const at = view(model, world, reads, zoneNames);
    const found = route(at, flow);
    nameOf(at, flow);
    // What stops a flow reads no further.
    const [question] = questionsOf(found);
    if (question !== undefined) open.push(...branches(world, lasting(question)));
  }
}

/** The world with each answer to the question. */
export function branches(world: World, question: Question): World[] {
  return question.options.map((option) => ({ ...world, [question.key]: option }));
}

export function questionsOf(found: Route): readonly Question[] {
  return isUndecided(found) ? found.questions : [];
}

/** Who is there calls, and gets through today: what stops everybody is no answer to what is asked before the change. */
export function lasting(question: Question): Question {
  return { ...question, options: question.options.filter((each) => each !== question.stops) };
}

/** Models in which a flow may take each of its ways; each is made when it is asked for. */
export interface Corners {
  /** Before, after, and with nothing taken away or nothing added. */
  readonly ends: readonly [NetworkModel, ...NetworkModel[]];
  /** With edits of these sorts alone, and with all others. */
  readonly of: (...sorts: readonly Sort[]) => readonly NetworkModel[];
}

/** `add ip-rule` */
export type Sort = string;

/** The sort of each edit. One that changes back what another of its sort has changed is a sort of its own: both together show nothing. */
export function sortsOf(edits: readonly Edit[]): Sort[] {
  const met = new Set<string>();
  return edits.map((edit) => {
    const sort = `${direction(edit)} ${edit.kind}`;
    const key = `${sort} ${placeOf(edit)}`;
    if (met.has(key)) return `${sort} again`;
    met.add(key);
    return sort;
  });
}

export function corners(before: NetworkModel, edits: readonly Edit[]): Corners {
  const made = (some: (edit: Edit, n: number) => boolean) => applyAll(before, edits.filter(some));
  const own = sortsOf(edits);
  const memory = new Map<string, readonly NetworkModel[]>();
  const of = (...sorts: readonly Sort[]) => {
    const key = sorts.join();
    const found = memory.get(key) ?? [
      made((_, n) => sorts.includes(own[n] ?? '')),
      made((_, n) => !sorts.includes(own[n] ?? '')),
    ];
    memory.set(key, found);
    return found;
  };
  const ends = [
    before,
    made(() => true),
    made((edit) => direction(edit) !== 'remove'),
    made((edit) => direction(edit) !== 'add'),
  ] as const;
  return { ends, of };
}

// Two sorts of edits together, up to here; beyond, sorts alone show what the flow touches.
const maxSorts = 12;

/** Reads a flow in every corner where edits meet it; `near`: the sorts of those that change what was read, or mention it. */
export function readCorners(
  flow: Flow,
  { ends, of }: Corners,
  records: Set<string>,
  near: (records: Iterable<string>) => ReadonlySet<Sort>,
  zoneNames: ReadonlySet<string>,
): void {
  const read = (models: readonly NetworkModel[]) => {
    for (const model of models) readAll(model, flow, records, zoneNames);
  };
  read(ends);
  const met: Sort[] = [];
  const paired = new Set<string>();
  for (;;) {
    const fresh = [...near(records)].filter((sort) => !met.includes(sort));
    met.push(...fresh);
    for (const sort of fresh) read(of(sort));
    if (fresh.length > 0) continue;
    const pairs = met.length > maxSorts ? [] : pairsOf(met.sort());
    const open = pairs.filter((pair) => !paired.has(pair.join()));
    if (open.length === 0) return;
    for (const pair of open) {
      paired.add(pair.join());
      read(of(...pair));
    }
  }
}

function pairsOf<T>(items: readonly T[]): T[][] {
  return items.flatMap((one, n) => items.slice(n + 1).map((other) => [one, other]));
}
