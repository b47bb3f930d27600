import { equal } from '../../core/equal.ts';
import { isUnknown } from '../../core/known.ts';
import type { Collection, Id } from '../../core/model.ts';
import { entryFields } from '../network/blank.ts';
import { isAssumed, isOpen, isSeparate, type Plain, type Shown, tellerOf } from './shown.ts';

/** One record on one side of the change, with what the other side and Azure have of it. */
export interface Place {
  readonly collection: Collection;
  readonly id: Id;
  readonly side: 'before' | 'after';
  readonly own: Plain;
  /** Absent: the plan has it on this side alone. */
  readonly other?: Plain;
  readonly live: Plain;
  readonly shown: Shown;
}

/** The record with what Azure shows in the places that the plan leaves open. */
export function filledRecord(at: Place): Plain {
  const fields = Object.entries(at.live).flatMap(([field, value]) => {
    const found = isEntries(at.collection, field)
      ? filledEntries(at, field)
      : filledField(at, field, value);
    return found === at.own[field] ? [] : [[field, found] as const];
  });
  return fields.length === 0 ? at.own : { ...at.own, ...Object.fromEntries(fields) };
}

/** The same record on the side where the plan does not speak of it: as Azure has it, without what the change adds or removes. */
export function counterpart({ collection, own, live }: Omit<Place, 'side' | 'other'>): Plain {
  const fields = Object.entries(live).map(([field, value]) => {
    if (!isEntries(collection, field)) return [field, value] as const;
    const mine = entriesIn(own, field);
    const rest = Object.entries(value as Plain).filter(([key]) => key === '*' || !(key in mine));
    return [field, Object.fromEntries(rest)] as const;
  });
  const { name, label, traits, subresources } = own;
  const target = {
    traits,
    subresources: { ...(subresources as Plain), ...(live.subresources as Plain) },
  };
  return {
    ...Object.fromEntries(fields),
    ...(collection === 'targets' ? target : {}),
    name,
    label,
  };
}

function filledField(at: Place, field: string, value: unknown): unknown {
  const mine = at.own[field];
  if (isOpen(mine)) return stays(at, field) ? value : mine;
  switch (field) {
    case 'name':
      return tellerOf(at.shown, `${at.collection}|${at.id}`) === undefined ? value : mine;
    case 'subresources':
      return isUnknown(at.own.location) ? { ...(mine as Plain), ...(value as Plain) } : mine;
    case 'groups':
      return Array.isArray(mine) && mine.length === 0 && stays(at, field) ? value : mine;
    case 'zones':
      return Array.isArray(mine) && mine.some(isOpen) && stays(at, field) ? value : mine;
    default:
      return mine === null && stays(at, field) && isAttachedElsewhere(at, field) ? value : mine;
  }
}

function isAttachedElsewhere({ collection, id, shown }: Place, field: string): boolean {
  return collection === 'subnets' && isAssumed(shown, id, field);
}

/** Entries that the change adds or removes are its own business, whatever Azure has of them. */
function filledEntries(at: Place, field: string): Plain {
  const [own, live] = [entriesIn(at.own, field), entriesIn(at.live, field)];
  const other = at.other === undefined ? undefined : entriesIn(at.other, field);
  const unnamed = Object.keys(own).filter((key) => key.startsWith('?'));
  if (unnamed.some((key) => isOpen(own[key])) && equal(own, other)) return live;
  const open = isOpen(own['*']) && stays(at, field, '*');
  const separate = isSeparate(at.live, field);
  if (!open && !separate) return own;
  const news = Object.entries(live).filter(([key]) =>
    key === '*' ? open : own[key] === undefined && other?.[key] === undefined,
  );
  const kept = Object.entries(own)
    .filter(([key]) => key !== '*' || !open)
    .map(([key, entry]) => [
      key,
      isOpen(entry) && stays(at, field, key) ? (live[key] ?? entry) : entry,
    ]);
  return news.length === 0 && !open && equal(own, Object.fromEntries(kept))
    ? own
    : Object.fromEntries([...kept, ...news]);
}

/** Whether the change leaves the place alone, so that what holds today holds on this side too. */
function stays({ side, own, other, shown, collection, id }: Place, field: string, key?: string) {
  if (side === 'before') return true;
  const place = [collection, id, field, ...(key === undefined ? [] : [key])].join('|');
  if (other === undefined) return shown.provenance.after[place] === undefined;
  if (key === undefined) return equal(own[field], other[field]);
  return equal(entriesIn(own, field)[key], entriesIn(other, field)[key]);
}

function isEntries(collection: Collection, field: string): boolean {
  return entryFields[collection]?.includes(field) === true;
}

function entriesIn(record: Plain, field: string): Plain {
  return (record[field] ?? {}) as Plain;
}
