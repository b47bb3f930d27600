import type { Write } from '../../core/write.ts';
import type { Action, Reading, ResourceChange } from '../resource.ts';
import { addressKey } from './directory.ts';
import type { View } from './view.ts';

/** What is sent on one side of a change: the old state leaves by one write, the new one comes by another or the same. */
export function writeOf(
  reading: Reading,
  change: ResourceChange,
  side: 'before' | 'after',
): string | undefined {
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

/** A resource that is written, with its writes in the order in which they are sent. */
interface Sender {
  readonly change: ResourceChange;
  readonly drafts: readonly Draft[];
}

type Sent = ReadonlyMap<string, ReadonlySet<string>>;

/** The writes of all changes in the order that their dependencies force; `sent` are the places that each one sends. */
export function writesOf(readings: readonly Reading[], sent: readonly Sent[]): readonly Write[] {
  const parts = partsIn(sent);
  const writes = readings.flatMap((reading) => {
    const senders = reading.resources
      .map((change): Sender => ({ change, drafts: draftsOf(reading, change, parts) }))
      .filter(({ drafts }) => drafts.length > 0);
    const byAddress = new Map(senders.map((each) => [each.change.address, each]));
    const users = usersOf(senders);
    return senders.flatMap((sender) => {
      const { change, drafts } = sender;
      const needs = change.dependsOn.flatMap((address) => byAddress.get(address) ?? []);
      const dependents = users.get(change.address) ?? [];
      const [closing, opening] = [closings(change, dependents), openings(needs, dependents)];
      return drafts.map(
        (draft): Write => ({
          id: draft.id,
          origin: change.origin,
          action: draft.action,
          provides: [...new Set(sent.flatMap((side) => [...(side.get(draft.id) ?? [])]))].sort(),
          after: [
            ...new Set([...within(draft, sender), ...(draft.closes ? closing : opening)]),
          ].sort(),
        }),
      );
    });
  });
  return writes.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Second parts of writes, by the write that they belong to. */
function partsIn(sent: readonly Sent[]): ReadonlyMap<string, readonly string[]> {
  const parts = new Map<string, string[]>();
  for (const id of new Set(sent.flatMap((side) => [...side.keys()]))) {
    const at = id.search(/\/[a-z-]+(?:#(?:delete|create))?$/);
    if (at < 0) continue;
    const whole = id.slice(0, at);
    const known = parts.get(whole);
    if (known === undefined) parts.set(whole, [id]);
    else known.push(id);
  }
  return parts;
}

function draftsOf(
  reading: Reading,
  change: ResourceChange,
  parts: ReadonlyMap<string, readonly string[]>,
): readonly Draft[] {
  const [old, now] = [writeOf(reading, change, 'before'), writeOf(reading, change, 'after')];
  const opens = (action: 'create' | 'update') =>
    now === undefined ? [] : sequence(now, action, parts.get(now) ?? []);
  const closes = () =>
    old === undefined
      ? []
      : sequence(old, 'delete', parts.get(old) ?? [])
          .map((draft) => ({ ...draft, closes: true }))
          .reverse();
  switch (change.action) {
    case 'create':
    case 'update':
      return opens(change.action);
    case 'delete':
      return closes();
    case 'replace':
      return [...closes(), ...opens('create')];
    case 'no-op':
    case 'read':
    case 'forget':
      return [];
  }
}

/** A write and its parts; what a part deletes goes before what takes its place. */
function sequence(id: string, action: Write['action'], parts: readonly string[]): readonly Draft[] {
  const ordered = [...parts].sort(
    (a, b) => Number(b.endsWith('#delete')) - Number(a.endsWith('#delete')),
  );
  return [id, ...ordered].map((each) => ({
    id: each,
    action: partAction(each, id, action),
    closes: false,
  }));
}

function partAction(part: string, whole: string, action: Write['action']): Write['action'] {
  if (part === whole) return action;
  if (part.endsWith('#delete')) return 'delete';
  return part.endsWith('#create') ? 'create' : action;
}

/** Within one resource: a second part follows the first, and leaves before it; a replacement is delete, then create. */
function within(draft: Draft, { change, drafts }: Sender): readonly string[] {
  const closing = drafts.filter((each) => each.closes);
  const opening = drafts.filter((each) => !each.closes);
  const same = draft.closes ? closing : opening;
  const first = change.createBeforeDestroy === true ? opening : closing;
  const others = same === first ? [] : first;
  return [...same.slice(0, same.indexOf(draft)), ...others].map((each) => each.id);
}

/** What depends on it is destroyed first; one that was made before it was destroyed leaves after all users have moved. */
function closings(change: ResourceChange, users: readonly Sender[]): readonly string[] {
  const late = change.createBeforeDestroy === true && change.action === 'replace';
  return users.flatMap(({ drafts }) =>
    drafts.filter((each) => each.closes || late).map((each) => each.id),
  );
}

/** After all that it depends on is there, and after the destruction of what depended on it. */
function openings(needs: readonly Sender[], users: readonly Sender[]): readonly string[] {
  const needed = needs.flatMap(({ drafts }) => drafts.filter((each) => !each.closes));
  const destroyed = users
    .filter(({ change }) => change.createBeforeDestroy !== true)
    .flatMap(({ drafts }) => drafts.filter((each) => each.closes));
  return [...needed, ...destroyed].map((each) => each.id);
}

function usersOf(senders: readonly Sender[]): ReadonlyMap<string, readonly Sender[]> {
  const users = new Map<string, Sender[]>();
  for (const sender of senders) {
    for (const address of sender.change.dependsOn) {
      const known = users.get(address);
      if (known === undefined) users.set(address, [sender]);
      else known.push(sender);
    }
  }
  return users;
}
