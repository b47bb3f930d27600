import { equal } from '../../core/equal.ts';
import { isKnown, isUnknown } from '../../core/known.ts';
import type { Collection, Id, NetworkModel, Provenance } from '../../core/model.ts';
import { services } from '../../knowledge/services/index.ts';
import { entryFields } from '../network/blank.ts';

// What Azure shows today lies under what the plan shows: it fills what neither side of the change knows, on both of them, and
// never takes the place of what the plan says.

export interface Sides {
  readonly before: NetworkModel;
  readonly after: NetworkModel;
  readonly provenance: { readonly before: Provenance; readonly after: Provenance };
}

export type Plain = Readonly<Record<string, unknown>>;
type Table = Readonly<Record<Id, Plain>>;

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

type Models = Pick<Sides, 'before' | 'after'>;

export function filled(shown: Sides, live: NetworkModel): Models {
  const completed = collections.reduce<Models>(
    (models, collection) => withFields(models, shown, live, collection),
    shown,
  );
  return collections.reduce<Models>(
    (models, collection) => withRecords(models, live, collection),
    completed,
  );
}

/** Records of the plan with what only Azure shows of them. One that is not there yet has nothing to be filled with. */
function withFields(
  models: Models,
  shown: Sides,
  live: NetworkModel,
  collection: Collection,
): Models {
  const tables = {
    before: tableOf(shown.before, collection),
    after: tableOf(shown.after, collection),
  };
  const [before, after]: [Record<Id, Plain>, Record<Id, Plain>] = [{}, {}];
  for (const [id, record] of Object.entries(tableOf(live, collection))) {
    const [old, now] = [tables.before[id], tables.after[id]];
    if (old === undefined) continue;
    const at = { collection, id, live: record, shown };
    before[id] = filledRecord(old, now, { ...at, side: 'before' });
    if (now !== undefined) after[id] = filledRecord(now, old, { ...at, side: 'after' });
  }
  return {
    before: { ...models.before, [collection]: { ...tables.before, ...before } },
    after: { ...models.after, [collection]: { ...tables.after, ...after } },
  };
}

interface Place {
  readonly collection: Collection;
  readonly id: Id;
  readonly side: 'before' | 'after';
  readonly live: Plain;
  readonly shown: Sides;
}

function filledRecord(own: Plain, other: Plain | undefined, at: Place): Plain {
  const fields = Object.entries(at.live).flatMap(([field, value]) => {
    const found = filledField(field, value, own, other, at);
    return found === own[field] ? [] : [[field, found] as const];
  });
  return fields.length === 0 ? own : { ...own, ...Object.fromEntries(fields) };
}

function filledField(
  field: string,
  value: unknown,
  own: Plain,
  other: Plain | undefined,
  at: Place,
): unknown {
  const mine = own[field];
  if (entryFields[at.collection]?.includes(field)) {
    const separate = isSeparate(at.live, field);
    return filledEntries(mine as Plain, other?.[field] as Plain | undefined, value as Plain, {
      side: at.side,
      separate,
    });
  }
  // The change decides what it makes of a value; only one that it leaves alone is as it is today.
  const stays = at.side === 'before' || equal(mine, other?.[field]);
  if (isOpen(mine)) return stays ? value : mine;
  switch (field) {
    case 'name':
      return isBare(at) ? value : mine;
    case 'subresources':
      return isUnknown(own.location) ? { ...(mine as Plain), ...(value as Plain) } : mine;
    case 'groups':
      return Array.isArray(mine) && mine.length === 0 && stays ? value : mine;
    case 'zones':
      return Array.isArray(mine) && mine.some(isOpen) && stays ? value : mine;
    default:
      return mine === null && stays && isAssumed(at, field) ? value : mine;
  }
}

interface Manner {
  readonly side: 'before' | 'after';
  /** Each entry is a resource of its own: no input says that there are no others. */
  readonly separate: boolean;
}

/** Entries that the change adds or removes are its own business, whatever Azure has of them. */
function filledEntries(own: Plain, other: Plain | undefined, live: Plain, manner: Manner): Plain {
  const stays = (key: string) => manner.side === 'before' || equal(own[key], other?.[key]);
  const unnamed = Object.keys(own).filter((key) => key.startsWith('?'));
  if (unnamed.some((key) => isOpen(own[key])) && equal(own, other)) return live;
  const open = isOpen(own['*']) && stays('*');
  if (!open && !manner.separate) return own;
  const news = Object.entries(live).filter(([key]) =>
    key === '*' ? open : own[key] === undefined && other?.[key] === undefined,
  );
  const kept = Object.entries(own)
    .filter(([key]) => key !== '*' || !open)
    .map(([key, entry]) => [key, isOpen(entry) && stays(key) ? (live[key] ?? entry) : entry]);
  return Object.fromEntries([...kept, ...news]);
}

/** Unknown, and not because the plan keeps it secret. */
export function isOpen(value: unknown): boolean {
  return isUnknown(value) && !/\bsensitive\b/.test(value.unknown);
}

/** Whether entries of this field are resources of their own, as the rules of a SQL server are. */
export function isSeparate(target: Plain, field: string): boolean {
  return services
    .filter((service) => service.type === target.type)
    .flatMap((service) => service.forms)
    .filter((form) => form.of?.by === 'parent')
    .some(({ settings: { networkRules, ipRules } }) =>
      field === 'networkRules'
        ? networkRules?.each === ''
        : field === 'ipRules' && ipRules?.some((each) => each.each === '') === true,
    );
}

/**
 * Nothing attached, only because no resource of the input attaches it: azurerm tells of attachments in resources of their own,
 * and a network shows all but the NAT gateway of its subnets.
 */
export function isAssumed({ collection, id, shown }: Place, field: string): boolean {
  if (collection !== 'subnets') return false;
  const told = shown.provenance.before;
  const own = told[`subnets|${id}`]?.address ?? '';
  if ((told[`subnets|${id}|${field}`]?.address ?? own) !== own) return false;
  const attached = ['securityGroup', 'routeTable', 'natGateway'].includes(field);
  if (/(^|\.)azurerm_subnet\.[\w-]+(\[.*\])?$/.test(own)) return attached;
  return field === 'natGateway' && /(^|\.)azurerm_virtual_network\.[\w-]+(\[.*\])?$/.test(own);
}

/** Named by others and shown by no resource of the plan. */
function isBare({ collection, id, shown }: Place): boolean {
  return shown.provenance.before[`${collection}|${id}`] === undefined;
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

export function tableOf(model: NetworkModel, collection: Collection): Table {
  return model[collection] as unknown as Table;
}
