import { isAzapi } from './azapi.ts';
import { changeItem, type Item, stateItem } from './item.ts';
import type { Source } from './item-json.ts';
import type { Outline, ResourceSpan } from './outline.ts';
import type { Misshape } from './walk.ts';

/** The resources of a plan that matter: what changes, and what stands beside it unchanged. */
export function itemsOf(
  source: Source,
  outline: Outline,
  interest: (type: string) => boolean,
  misshapen: Misshape[],
): readonly Item[] {
  const { bytes } = source;
  const prior = new Map(outline.prior.map((span) => [span.address, span]));
  const changes = changedItems(source, outline.changes, misshapen).flatMap((item) =>
    isOfInterest(item, interest) ? withOld(readBefore(item, prior, bytes, misshapen)) : [],
  );
  const shown = new Set(outline.changes.map(({ address }) => address));
  for (const { movedFrom } of changes) if (movedFrom !== undefined) shown.add(movedFrom);
  // Data sources that were read while planning, and what a targeted plan leaves alone, stand in the prior state only.
  const rest = [...outline.prior, ...outline.planned].filter(({ address }) => {
    const isNew = !shown.has(address);
    shown.add(address);
    return isNew;
  });
  const unchanged = rest.flatMap((span) => stateItem(bytes, span, misshapen) ?? []);
  return [...changes, ...unchanged.filter((item) => isOfInterest(item, interest))];
}

/** The items of `resource_changes` or `resource_drift`. */
export function changedItems(
  source: Source,
  spans: readonly ResourceSpan[],
  misshapen: Misshape[],
): readonly Item[] {
  return spans.flatMap((span) => changeItem(source, span, misshapen) ?? []);
}

/** What azapi manages matters by its ARM type; where the plan hides the type, it may matter. */
export function isOfInterest(item: Item, interest: (type: string) => boolean): boolean {
  if (!isAzapi(item.type)) return interest(item.type);
  const type = item.after?.values.type ?? item.before?.values.type;
  return typeof type !== 'string' || interest(type.split('@')[0] ?? type);
}

/** A data source that waits for the apply: the prior state may tell what it answered last time. */
function readBefore(
  item: Item,
  prior: ReadonlyMap<string, ResourceSpan>,
  bytes: Uint8Array,
  misshapen: Misshape[],
): Item {
  const span = item.action === 'read' && item.before === undefined && prior.get(item.address);
  const before = span ? stateItem(bytes, span, misshapen)?.before : undefined;
  return before === undefined ? item : { ...item, before };
}

/** A replacement that forgets the old object leaves it in Azure, beside the new one. */
function withOld(item: Item): readonly Item[] {
  if (!item.forgetsOld || item.before === undefined) return [item];
  const { before, ...created } = item;
  return [created, { ...item, action: 'forget', deposed: 'forgotten', before }];
}
