import { type Arrangement, arranged } from './arrange.ts';
import { bridged } from './bridge.ts';
import type { Cost } from './cost.ts';
import type { Extra, Task } from './draft.ts';
import { applyAll, direction, type Edit, isEdit } from './edit.ts';
import { isKnown } from './known.ts';
import type { NetworkModel } from './model.ts';
import type { Ordering } from './order.ts';
import { repaired } from './repair.ts';
import { type Group, groups } from './stage.ts';
import type { Track } from './track.ts';
import type { Question } from './world.ts';

// The order of work: the change's own edits, those that repair a flow which would be lost, those that bridge a gap no order
// avoids, set in their best order and cut into groups.

export interface Scheme {
  /** The change's edits, then repairs, then bridges. */
  readonly edits: readonly Edit[];
  /** By position; absent: the change's own. */
  readonly extras: ReadonlyMap<number, Extra>;
  readonly tracks: readonly Track[];
  readonly ordering: Ordering;
  readonly groups: readonly Group[];
  readonly cost: Cost;
  /** Positions of rules that are made before their endpoint and need the flag which the change lacks. */
  readonly flagged: ReadonlySet<number>;
  /** IDs of flows that a bridge may help or not, and what that depends on, as far as it is a question. */
  readonly doubtful: ReadonlyMap<string, readonly Question[]>;
}

export function scheme(task: Task): Scheme {
  const plain = arranged(repaired(task));
  const { arrangement, doubtful } =
    task.bridges === 'allow' && plain.cost.deniedMinutes > 0
      ? bridged(plain)
      : { arrangement: plain, doubtful: new Map<string, readonly Question[]>() };
  const { draft, ordering, sequences, cost } = arrangement;
  const { edits, extras, tracks } = draft;
  const opensBridge = (position: number) => extras.get(position)?.role === 'bridge-open';
  return {
    edits,
    extras,
    tracks,
    ordering,
    groups: groups(ordering, sequences, opensBridge),
    cost,
    doubtful,
    flagged: flagged(task, arrangement),
  };
}

/** Rules that come before the endpoint they are for, where the service wants a flag for that and the rule has none. */
function flagged(task: Task, { draft, ordering, sequences }: Arrangement): ReadonlySet<number> {
  const place = new Map<number, number>();
  for (const [n, unit] of sequences.flat().entries())
    for (const edit of ordering.units[unit]?.edits ?? []) place.set(edit, n);
  const endpoints = new Map<string, number>();
  for (const [position, { kind, id, key }] of draft.edits.entries()) {
    const name = `${id} ${key}`;
    if (kind === 'service-endpoint' && !endpoints.has(name)) endpoints.set(name, position);
  }
  const found = draft.edits.flatMap((edit, position) => {
    if (!isEdit(edit, 'virtual-network-rule') || direction(edit) !== 'add') return [];
    if (edit.after === undefined || !isKnown(edit.after) || edit.after.ignoreMissing) return [];
    const traits = (task.after.targets[edit.id] ?? task.before.targets[edit.id])?.traits;
    if (traits?.ruleBeforeEndpoint !== 'with-flag') return [];
    const endpoint = endpoints.get(`${edit.key} ${traits.endpointFamily}`);
    const later = endpoint !== undefined && (place.get(endpoint) ?? 0) > (place.get(position) ?? 0);
    return later ? [position] : [];
  });
  return new Set(found);
}

const ends = new WeakMap<Scheme, NetworkModel>();

/** The network that the plan ends in: after, plus its repairs. */
export function endOf(plan: Scheme, before: NetworkModel): NetworkModel {
  const known = ends.get(plan) ?? applyAll(before, plan.edits);
  ends.set(plan, known);
  return known;
}
