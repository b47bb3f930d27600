import { applyAll, direction, type Edit } from './edit.ts';
import type { Flow } from './flow.ts';
import type { NetworkModel } from './model.ts';
import { nameOf, route } from './route.ts';
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
    if (isUndecided(found)) open.push(...branches(world, found.questions[0]));
  }
}

export function branches(world: World, question: Question | undefined): World[] {
  return question === undefined
    ? []
    : question.options.map((option) => ({ ...world, [question.key]: option }));
}

// Two sorts of edits together, up to here; beyond, sorts alone show what the flows touch.
const maxSorts = 8;

/** The models in which a flow may take each of its ways: before, after, and with some sorts of edits made or left out. */
export function corners(
  before: NetworkModel,
  edits: readonly Edit[],
): readonly [NetworkModel, ...NetworkModel[]] {
  const sortOf = (edit: Edit) => `${direction(edit)} ${edit.kind}`;
  const sorts = [...new Set(edits.map(sortOf))];
  const made = (some: (edit: Edit) => boolean) => applyAll(before, edits.filter(some));
  const pairs =
    sorts.length > maxSorts
      ? []
      : sorts.flatMap((one, n) => sorts.slice(n + 1).map((other) => [one, other]));
  return [
    before,
    made(() => true),
    made((edit) => direction(edit) !== 'remove'),
    made((edit) => direction(edit) !== 'add'),
    ...sorts.map((sort) => made((edit) => sortOf(edit) === sort)),
    ...sorts.map((sort) => made((edit) => sortOf(edit) !== sort)),
    ...pairs.map((pair) => made((edit) => pair.includes(sortOf(edit)))),
    ...pairs.map((pair) => made((edit) => !pair.includes(sortOf(edit)))),
  ];
}
