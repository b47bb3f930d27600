import type { Write } from '../../core/write.ts';
import type { Action, Reading, ResourceChange } from '../resource.ts';
import { addressKey } from './directory.ts';
import type { View } from './view.ts';

/** What is sent on one side of a change: the old state leaves by one write, the new one comes by another or the same. */
export function writeOf(reading: Reading, change: ResourceChange, side: 'before' | 'after'): string | undefined {
  const key = addressKey(reading, change.address);
  if (change.data === true) return undefined;
  const ids: Readonly<Record<Action, string | undefined>> = {
    create: key,
    update: key,
    delete: `${key}#delete`,
    replace: side === 'before' ? `${key}#delete` : `${key}#create`,
    'no-op': undefined,
    read: undefined,
    forget: undefined,
  };
  return ids[change.action];
}

/** A second write of the same resource, sent after the first and taken away before it. */
export function partOf(view: View, part: string): string | undefined {
  return view.write === undefined ? undefined : `${view.write}/${part}`;
}

interface Draft {
  readonly id: string;
  readonly action: Write['action'];
  /** Closing takes the old away, opening brings the new. */
  readonly closes: boolean;
}

/** The writes of all changes in the order that their dependencies force; `sent` are the places that each one sends. */
export function writesOf(
  readings: readonly Reading[],
  sent: readonly ReadonlyMap<string, ReadonlySet<string>>[],
): readonly Write[] {
  return readings.flatMap((reading) => {
    const changes = reading.resources.filter((change) => drafts(reading, change).length > 0);
    const byAddress = new Map(changes.map((change) => [change.address, change]));
    const dependents = dependentsOf(changes);
    return changes.flatMap((change) => {
      const own = drafts(reading, change, sent);
      const needs = change.dependsOn.flatMap((address) => byAddress.get(address) ?? []);
      const users = dependents.get(change.address) ?? [];
      return own.map((draft): Write => ({
        id: draft.id,
        origin: change.origin,
        action: draft.action,
        provides: [...new Set(sent.flatMap((side) => [...(side.get(draft.id) ?? [])]))].sort(),
        after: [
          ...new Set([
            ...before(draft, own, change),
            ...(draft.closes
              ? closings(reading, change, users, sent)
              : openings(reading, needs, users, sent)),
          ]),
        ].sort(),
      }));
    });
  });
}

/** Within one resource: a second part follows the first, and leaves before it; a replacement is delete, then create. */
function before(draft: Draft, own: readonly Draft[], change: ResourceChange): readonly string[] {
  const closing = own.filter((each) => each.closes);
  const opening = own.filter((each) => !each.closes);
  const same = draft.closes ? closing : opening;
  const earlier = same.slice(0, same.indexOf(draft)).map((each) => each.id);
  const first = change.createBeforeDestroy === true ? opening : closing;
  const others = same === first ? [] : first.map((each) => each.id);
  return [...earlier, ...others];
}

/** What depends on it is destroyed first; one that was made before it was destroyed leaves after all users have moved. */
function closings(
  reading: Reading,
  change: ResourceChange,
  users: readonly ResourceChange[],
  sent: Sent,
): readonly string[] {
  const destroyed = users.flatMap((user) => drafts(reading, user, sent).filter((each) => each.closes));
  const moved =
    change.createBeforeDestroy === true && change.action === 'replace'
      ? users.flatMap((user) => drafts(reading, user, sent).filter((each) => !each.closes))
      : [];
  return [...destroyed, ...moved].map((each) => each.id);
}

/** After all that it depends on is there, and after the destruction of what depended on it. */
function openings(
  reading: Reading,
  needs: readonly ResourceChange[],
  users: readonly ResourceChange[],
  sent: Sent,
): readonly string[] {
  const needed = needs.flatMap((need) => drafts(reading, need, sent).filter((each) => !each.closes));
  const destroyed = users
    .filter((user) => user.createBeforeDestroy !== true)
    .flatMap((user) => drafts(reading, user, sent).filter((each) => each.closes));
  return [...needed, ...destroyed].map((each) => each.id);
}

type Sent = readonly ReadonlyMap<string, ReadonlySet<string>>[];

/** The writes of one change in the order in which they are sent. */
function drafts(reading: Reading, change: ResourceChange, sent: Sent = []): readonly Draft[] {
  const old = writeOf(reading, change, 'before');
  const now = writeOf(reading, change, 'after');
  const parts = (id: string, action: Write['action'], closes: boolean): Draft[] => {
    const further = [...new Set(sent.flatMap((side) => [...side.keys()]))].filter((each) => each.startsWith(`${id}/`));
    // What a part deletes goes before what takes its place.
    const ordered = [...further.filter((each) => each.endsWith('#delete')), ...further.filter((each) => !each.endsWith('#delete'))];
    const all = [id, ...ordered].map((each) => ({ id: each, action: partAction(each, id, action), closes }));
    return closes ? all.reverse() : all;
  };
  switch (change.action) {
    case 'create':
    case 'update':
      return now === undefined ? [] : parts(now, change.action, false);
    case 'delete':
      return old === undefined ? [] : parts(old, 'delete', true);
    case 'replace':
      return [
        ...(old === undefined ? [] : parts(old, 'delete', true)),
        ...(now === undefined ? [] : parts(now, 'create', false)),
      ];
    case 'no-op':
    case 'read':
    case 'forget':
      return [];
  }
}

function partAction(part: string, whole: string, action: Write['action']): Write['action'] {
  if (part === whole) return action;
  if (part.endsWith('#delete')) return 'delete';
  return part.endsWith('#create') ? 'create' : action;
}

function dependentsOf(changes: readonly ResourceChange[]): ReadonlyMap<string, readonly ResourceChange[]> {
  const users = new Map<string, ResourceChange[]>();
  for (const change of changes) {
    for (const address of change.dependsOn) {
      const known = users.get(address);
      if (known === undefined) users.set(address, [change]);
      else known.push(change);
    }
  }
  return users;
}
