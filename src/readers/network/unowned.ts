import { isUnknown } from '../../core/known.ts';
import type { Gap, Origin } from '../../core/plan.ts';
import { candidatesAt } from './refer.ts';
import { isLeaf, select } from './select.ts';
import type { Sight } from './tell.ts';
import type { Part } from './teller.ts';
import { tellersOf } from './tellers.ts';
import type { View } from './view.ts';

interface Unowned {
  /** Of what is new itself, which nobody feels who is there, or of what routes ask for. */
  readonly gaps: readonly Gap[];
  readonly omitted: readonly { readonly origin: Origin; readonly missing: string }[];
}

/** Changes to parts of something of which the input does not show what: nothing else is told of them. */
export function unownedIn(sights: readonly Sight[]): Unowned {
  const found = sights.flatMap(({ change, before, after }) => {
    const view = after ?? before;
    if (view === undefined || change.data === true || idle.has(change.action)) return [];
    return tellersOf(change.type).flatMap(({ of }) => {
      const owner = of?.owner(view);
      if (of === undefined || owner === undefined || !isUnknown(owner)) return [];
      return [
        {
          origin: change.origin,
          missing: owner.unknown,
          isGap: of.asked === true || isOfNew(view, of),
        },
      ];
    });
  });
  return {
    gaps: found
      .filter(({ isGap }) => isGap)
      .map(({ origin, missing }) => ({ origin, missing, affects: [origin.address], howToFind })),
    omitted: found
      .filter(({ isGap }) => !isGap)
      .map(({ origin, missing }) => ({ origin, missing })),
  };
}

const idle: ReadonlySet<string> = new Set(['no-op', 'forget', 'read']);

const howToFind = 'Name what it belongs to by its ID, or by a reference to one resource.';

/**
 * Whether all that it can be a part of is made by the change. What is known only after apply comes from something that the apply
 * makes or reads: where no expression says what, from anything of that kind in the same input.
 */
function isOfNew(view: View, { paths, kind }: Part): boolean {
  const { directory, reading, props } = view;
  const ids = paths.flatMap((path) => candidatesAt(view, path, [kind]) ?? []);
  const comes = paths
    .flatMap((path) => select(props, path))
    .filter(isLeaf)
    .every((leaf) => leaf.unknown === afterApply && leaf.references === undefined);
  const all =
    ids.length > 0 || !comes
      ? ids.flatMap((id) => directory.byId(id))
      : directory.ofKind(reading, kind);
  return all.length > 0 && all.every(({ change }) => change.action === 'create');
}

const afterApply = 'known after apply';
