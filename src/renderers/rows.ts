import type { Rows } from './detail.ts';
import { type Block, type Document, fold, paragraph } from './document.ts';
import { count, elsewhere, thousands, type Voice } from './voice.ts';

/** So many rows are read at a glance. */
const glance = 8;

/** A list of the plan, the word for one of its rows, and the block that shows some of them. */
export interface Listing<T> {
  readonly items: readonly T[];
  readonly noun: string;
  readonly show: (items: readonly T[]) => Block;
}

/** As many rows as a glance takes, the others behind a line. */
export function glanced<T>(voice: Voice, rows: Rows, { items, noun, show }: Listing<T>): Document {
  if (rows !== 'all' || items.length <= glance + 1)
    return listed(voice, rows, { items, noun, show });
  const more = items.slice(glance);
  return [
    show(items.slice(0, glance)),
    fold(`${count(more.length, `more ${noun}`)}`, [show(more)]),
  ];
}

/** All rows, the first ones, or how many there are. */
export function listed<T>(voice: Voice, rows: Rows, { items, noun, show }: Listing<T>): Document {
  if (items.length === 0) return [];
  if (rows === 'all' || (rows === 'some' && items.length <= glance)) return [show(items)];
  if (rows === 'count')
    return [paragraph(count(items.length, noun), ': see ', elsewhere(voice), '.')];
  const more = thousands(items.length - glance);
  return [show(items.slice(0, glance)), paragraph(`And ${more} more: see `, elsewhere(voice), '.')];
}
