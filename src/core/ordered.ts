import type { Change } from './change.ts';
import type { NetworkModel } from './model.ts';

/** The change with its records, their entries and its writes in the order of their keys: which a reader met first shows nowhere. */
export function ordered(change: Change): Change {
  // What is one record on both sides stays one: that nothing about it differs need not be found out again.
  const done = new Map<object, unknown>();
  const once = (record: object) => {
    const known = done.get(record) ?? sorted(record);
    done.set(record, known);
    return known;
  };
  const model = (side: NetworkModel) =>
    entriesOf(side, (records) => entriesOf(records, once)) as NetworkModel;
  return {
    ...change,
    before: model(change.before),
    after: model(change.after),
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
  return entriesOf(value, (inner, key) => (key === asTold ? inner : sorted(inner)));
}

/** The entries of an object in the order of their keys. */
function entriesOf<T extends object>(
  value: T,
  inner: (value: T[keyof T], key: string) => unknown,
): object {
  const keys = Object.keys(value).sort();
  return Object.fromEntries(keys.map((key) => [key, inner(value[key as keyof T], key)]));
}
