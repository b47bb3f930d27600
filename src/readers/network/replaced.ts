import type { Id } from '../../core/model.ts';
import type { Reading } from '../resource.ts';
import type { Directory } from './directory.ts';
import type { Fragment } from './fragment.ts';
import { writeOf } from './writes.ts';

/** What is destroyed and made anew: whole records, and entries and zone groups of records that stay. */
export function replacedIn(
  readings: readonly Reading[],
  after: readonly Fragment[],
  { recordOf }: Directory,
): ReadonlySet<Id> {
  const left = new Set(
    readings.flatMap((reading) =>
      reading.resources
        .filter((change) => change.action === 'delete')
        .map((change) => recordOf({ reading, change })),
    ),
  );
  const owners = new Map(
    readings.flatMap((reading) =>
      reading.resources
        .filter(
          (change) =>
            change.action === 'replace' ||
            (change.action === 'create' && left.has(recordOf({ reading, change }))),
        )
        .map(
          (change) =>
            [writeOf(reading, change, 'after') ?? '', recordOf({ reading, change })] as const,
        ),
    ),
  );
  return new Set(
    after.flatMap((each) =>
      replacedBy(each, owners.get(each.write?.split('/zone-group')[0] ?? '')),
    ),
  );
}

function replacedBy(each: Fragment, owner: Id | undefined): readonly string[] {
  const place = `${each.collection}|${each.id}`;
  if (each.write?.endsWith('/zone-group#create') === true) return [place];
  if (owner === undefined) return [];
  if (each.exists) return isPartOf(each.id, owner) ? [each.id] : [place];
  return Object.entries(each.adds ?? {}).flatMap(([field, entries]) =>
    Object.keys(entries ?? {}).map((key) => `${place}|${field}|${key}`),
  );
}

function isPartOf(id: Id, owner: Id): boolean {
  return id === owner || (id.startsWith(owner) && /^[/#]/.test(id.slice(owner.length)));
}
