import type { Change } from './change.ts';
import type { NetworkModel } from './model.ts';

/** The change with its records, their entries and its writes in the order of their keys: which a reader met first shows nowhere. */
export function ordered(change: Change): Change {
  return {
    ...change,
    before: sorted(change.before) as NetworkModel,
    after: sorted(change.after) as NetworkModel,
    replaced: new Set([...change.replaced].sort()),
    writes: [...change.writes]
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map((write) => ({ ...write, after: [...write.after].sort() })),
  };
}

// Sub-resources stand as their service's row lists them, the main one first.
const asTold = 'subresources';

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(
    ([key, inner]) => [key, key === asTold ? inner : sorted(inner)] as const,
  );
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
