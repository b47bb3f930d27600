import type { Id } from '../../core/model.ts';
import type { Reading, ResourceChange } from '../resource.ts';
import type { Fragment, Told } from './fragment.ts';
import { tellersOf } from './tellers.ts';
import { type Names, usesIn } from './uses.ts';
import { type View, viewsOf } from './view.ts';
import { writeOf } from './writes.ts';

type Shared = Pick<View, 'directory' | 'cloud' | 'groups'>;

/** A resource as it was and as it will be; one that stays is seen once. */
export interface Sight {
  readonly change: ResourceChange;
  readonly before?: View;
  readonly after?: View;
  /** What the destruction of the resource can be asked about. */
  readonly gone?: View;
}

export function sightsOf(readings: readonly Reading[], shared: Shared): readonly Sight[] {
  return readings.flatMap((reading) =>
    reading.resources.map((change): Sight => {
      const at = (side: 'before' | 'after') =>
        viewsOf(reading, change, side, sentBy(reading, change, side, shared));
      const [before, after] = [at('before'), at('after')];
      const destroyed = change.action === 'delete' || change.action === 'replace';
      return {
        change,
        ...(before === undefined ? {} : { before }),
        ...(after === undefined ? {} : { after }),
        ...(destroyed && before !== undefined ? { gone: { ...before, side: 'after' } } : {}),
      };
    }),
  );
}

function sentBy(
  reading: Reading,
  change: ResourceChange,
  side: 'before' | 'after',
  shared: Shared,
) {
  const write = writeOf(reading, change, side);
  return write === undefined ? shared : { ...shared, write };
}

/** What all resources say about the network, and what destroyed ones leave behind. */
export function tell(sights: readonly Sight[]): Told {
  const before: Fragment[] = [];
  const after: Fragment[] = [];
  for (const sight of sights) {
    for (const teller of tellersOf(sight.change.type)) {
      const now = sight.after === undefined ? [] : teller.tell(sight.after);
      const once = stays(sight.change) && teller.looksAround !== true;
      const old = once ? now : sight.before === undefined ? [] : teller.tell(sight.before);
      before.push(...old);
      after.push(...now);
      if (sight.gone !== undefined) after.push(...(teller.gone?.(sight.gone) ?? []));
    }
  }
  return { before, after };
}

/** Who calls which target. */
export function tellUses(sights: readonly Sight[], names: Names, pipeline: Id): Told {
  const calls = (view: View | undefined) =>
    view === undefined ? [] : usesIn(view, names, pipeline);
  const before: Fragment[] = [];
  const after: Fragment[] = [];
  for (const sight of sights) {
    const now = calls(sight.after);
    before.push(...(stays(sight.change) ? now : calls(sight.before)));
    after.push(...now);
  }
  return { before, after };
}

function stays({ action, data }: ResourceChange): boolean {
  return data === true || action === 'no-op' || action === 'forget';
}
