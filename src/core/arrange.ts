import type { Cost } from './cost.ts';
import { compare } from './cost.ts';
import { type Draft, type Extra, intendedIn, type Task } from './draft.ts';
import { costOf, type Ordering, order } from './order.ts';
import { precedences } from './precede.ts';
import { upper } from './timing.ts';
import { single, type Unit, unitPairs } from './unit.ts';

/** A draft in its best order. */
export interface Arrangement {
  readonly draft: Draft;
  readonly ordering: Ordering;
  /** Units that share a flow or a precedence, in their order. */
  readonly sequences: readonly (readonly number[])[];
  readonly cost: Cost;
}

// Up to here each edit may also be a unit of its own, should that deny less than writes that belong together.
const maxSingle = 9;

export function arranged(draft: Draft): Arrangement {
  const whole = arrangedAs(draft, draft.units);
  if (draft.edits.length > maxSingle || whole.cost.deniedMinutes === 0) return whole;
  const apart = arrangedAs(draft, single(draft.edits));
  return compare(apart.cost, whole.cost) < 0 ? apart : whole;
}

function arrangedAs(draft: Draft, units: readonly Unit[]): Arrangement {
  const { task, edits, extras, tracks } = draft;
  const ordering: Ordering = {
    edits,
    units,
    pairs: [
      ...unitPairs(units, precedences(task.before, task.after, edits)),
      ...bridgePairs(units, extras),
    ],
    tracks,
    minutes: (unit) => minutesOf(task, units[unit], edits),
    takesBack: (unit) =>
      units[unit]?.edits.every((edit) => extras.get(edit)?.role === 'bridge-close') ?? false,
    intended: intendedIn(task),
  };
  const sequences = order(ordering);
  return { draft, ordering, sequences, cost: costOf(ordering, ...sequences) };
}

const known = new WeakMap<Task, WeakMap<Unit, number>>();

/** Upper end of take and settle of a unit, in minutes. */
function minutesOf(task: Task, unit: Unit | undefined, edits: Draft['edits']): number {
  if (unit === undefined) return 0;
  const memory = known.get(task) ?? new WeakMap<Unit, number>();
  known.set(task, memory);
  const found = memory.get(unit);
  if (found !== undefined) return found;
  const all = unit.edits.map((position) => {
    const edit = edits[position];
    if (edit === undefined) return 0;
    const { take, settle } = task.delays(edit, task.before);
    return upper(take) + upper(settle);
  });
  const longest = Math.max(...all);
  memory.set(unit, longest);
  return longest;
}

/** A bridge opens before it closes. */
function bridgePairs(
  units: readonly Unit[],
  extras: ReadonlyMap<number, Extra>,
): (readonly [number, number])[] {
  const opens = new Map<string, number>();
  const closes = new Map<string, number>();
  for (const [n, unit] of units.entries()) {
    for (const position of unit.edits) {
      const extra = extras.get(position);
      const found = { repair: undefined, 'bridge-open': opens, 'bridge-close': closes }[
        extra?.role ?? 'repair'
      ];
      if (extra !== undefined && found?.has(extra.id) === false) found.set(extra.id, n);
    }
  }
  return [...opens].map(([id, open]) => [open, closes.get(id) ?? -1] as const);
}
