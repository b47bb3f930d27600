import { isKnown } from '../../core/known.ts';
import type { Collection, Id, NetworkModel } from '../../core/model.ts';
import { counterpart, filledRecord } from './field.ts';
import { type Plain, type Shown, tableOf } from './shown.ts';

// What Azure shows today lies under what the plan shows: it fills what neither side of the change knows, on both of them, and
// never takes the place of what the plan says.

export type Models = Pick<Shown, 'before' | 'after'>;

/** Records that Azure is asked for, those on which others rest first. */
const collections = [
  'subnets',
  'vnets',
  'targets',
  'endpoints',
  'zoneGroups',
  'zones',
  'records',
  'links',
  'securityGroups',
  'routeTables',
  'natGateways',
  'endpointPolicies',
  'peerings',
  'workloads',
] as const satisfies readonly Collection[];

export function filled(shown: Shown, live: NetworkModel): Models {
  const written = new Set(shown.writes.flatMap((write) => write.provides));
  const known = collections.reduce<Models>(
    (models, collection) => withFields(models, shown, live, collection, written),
    shown,
  );
  return collections.reduce<Models>(
    (models, collection) => withRecords(models, live, collection),
    known,
  );
}

/** Records of the plan with what only Azure shows of them. */
function withFields(
  models: Models,
  shown: Shown,
  live: NetworkModel,
  collection: Collection,
  written: ReadonlySet<string>,
): Models {
  const olds = tableOf(shown.before, collection);
  const nows = tableOf(shown.after, collection);
  const before: Record<Id, Plain> = { ...olds };
  const after: Record<Id, Plain> = { ...nows };
  for (const [id, today] of Object.entries(tableOf(live, collection))) {
    const [old, now] = [olds[id], nows[id]];
    const at = { collection, id, live: today, shown };
    const isWritten = written.has(`${collection}|${id}`);
    if (old !== undefined) {
      before[id] = filledRecord({ ...at, side: 'before', own: old, ...(now && { other: now }) });
      if (now === undefined && !isWritten) after[id] = counterpart({ ...at, own: old });
    }
    if (now === undefined) continue;
    // What the change makes is not there yet: whatever Azure has of that name is something else.
    if (old === undefined && isWritten) continue;
    after[id] = filledRecord({ ...at, side: 'after', own: now, ...(old && { other: old }) });
    if (old === undefined) before[id] = counterpart({ ...at, own: now });
  }
  return {
    before: { ...models.before, [collection]: before },
    after: { ...models.after, [collection]: after },
  };
}

/** Records that the plan does not know on either side: they are there before and after. */
function withRecords(models: Models, live: NetworkModel, collection: Collection): Models {
  const tables = [tableOf(models.before, collection), tableOf(models.after, collection)] as const;
  const news = Object.entries(tableOf(live, collection)).filter(
    ([id, record]) =>
      tables.every((table) => table[id] === undefined) && isWanted(collection, record, models),
  );
  if (news.length === 0) return models;
  const added = Object.fromEntries(news);
  return {
    before: { ...models.before, [collection]: { ...tables[0], ...added } },
    after: { ...models.after, [collection]: { ...tables[1], ...added } },
  };
}

// Nothing is discovered: a record comes in for the sake of one that the change touches.
function isWanted(collection: Collection, record: Plain, { before, after }: Models): boolean {
  const sides = [before, after];
  switch (collection) {
    case 'targets':
      return false;
    case 'vnets':
      return (
        isKnown(record.addressSpace) ||
        sides.some((side) => Object.values(side.subnets).some((each) => each.vnet === record.id))
      );
    case 'endpoints':
      return sides.some((side) =>
        Object.values(side.targets).some((each) => each.resource === record.target),
      );
    case 'zoneGroups':
      return sides.some((side) => side.endpoints[String(record.endpoint)] !== undefined);
    case 'links':
      return sides.some((side) => side.vnets[String(record.vnet)] !== undefined);
    default:
      return true;
  }
}
