import { isKnown } from '../../core/known.ts';
import type { Id } from '../../core/model.ts';
import { canonicalId, shortName } from '../../core/resource-id.ts';
import type { Reading, Reference, ResourceChange } from '../resource.ts';
import { type Kind, type KindRow, kindOf } from './kinds.ts';
import { asText, select } from './select.ts';

/** A resource that others may refer to. */
export interface Entity {
  readonly id: Id;
  readonly label: string;
  readonly name: string;
  readonly row: KindRow;
  readonly reading: Reading;
  readonly change: ResourceChange;
  /** Its ARM ID is known before the apply: an unknown value cannot come from it. */
  readonly known: boolean;
}

/** Who is who: by address, by ARM ID, by name. */
export interface Directory {
  /** The record that an ARM ID stands for, whatever its case and whether or not a resource shows it. */
  readonly idOf: (armId: string) => Id;
  readonly byReference: (reading: Reading, reference: Reference) => readonly Entity[];
  /** By kind, resource group and name, within the provider configuration first. */
  readonly byName: (
    near: Place,
    kind: Kind,
    group: string | undefined,
    name: string,
  ) => Entity | undefined;
  /** The subscription that a provider configuration writes to, when its known resources agree. */
  readonly subscription: (near: Place) => string | undefined;
  readonly byId: (id: Id) => readonly Entity[];
  readonly ofKind: (reading: Reading, kind: Kind) => readonly Entity[];
  /** Identity of the record that a resource stands for. */
  readonly recordOf: (place: Place) => Id;
  /** The ARM ID that a resource will have, where its name and place are known and it has none yet. */
  readonly foretoldOf: (change: ResourceChange) => string | undefined;
}

export interface Place {
  readonly reading: Reading;
  readonly change: ResourceChange;
}

export function directory(readings: readonly Reading[]): Directory {
  const places = readings.flatMap((reading) =>
    reading.resources.map((change) => ({ reading, change })),
  );
  const subscriptions = subscriptionsOf(places);
  const shown = places.flatMap((place) => entity(place) ?? []);
  const named = group(shown, nameKeys);
  const entities = returning(
    shown.map((each) => foretold(each, subscriptions, named)),
    (each) => futureId(each, subscriptions, named),
  );
  const byAddress = group(entities, addressKeys);
  const byChange = new Map(entities.map((each) => [each.change, each.id]));
  const byEntity = new Map(entities.map((each) => [each.change, each]));
  const byId = group(entities, (each) => [each.id]);
  const aliases = new Map(entities.flatMap((each) => aliasesOf(each, subscriptions, named)));
  const byFinalName = group(entities, nameKeys);
  return {
    idOf: (armId) => aliases.get(canonicalId(armId)) ?? canonicalId(armId),
    byReference: (reading, { address }) => byAddress.get(addressKey(reading, address)) ?? [],
    byName: (near, kind, inGroup, name) => findNamed(byFinalName, near, kind, inGroup, name),
    subscription: (near) => subscriptions.get(providerKey(near)),
    byId: (id) => byId.get(id) ?? [],
    ofKind: (reading, kind) =>
      entities.filter((each) => each.row.kind === kind && each.reading === reading),
    recordOf: (place) => byChange.get(place.change) ?? recordId(place),
    foretoldOf: (change) => {
      const own = byEntity.get(change);
      return own === undefined || own.known ? undefined : futureId(own, subscriptions, named);
    },
  };
}

/** A data source that is read during the apply shows what is there already: its ID can be told from its name. */
function foretold(
  each: Entity,
  subscriptions: ReadonlyMap<string, string>,
  named: ReadonlyMap<string, readonly Entity[]>,
): Entity {
  if (each.change.data !== true || each.known) return each;
  const id = futureId(each, subscriptions, named);
  return id === undefined ? each : { ...each, id: canonicalId(id), label: id };
}

/** What is made under an ID that another resource of the configuration gives up is the same record, and keeps it. */
function returning(
  entities: readonly Entity[],
  comingId: (each: Entity) => string | undefined,
): readonly Entity[] {
  const leaving = new Map(
    entities.filter(({ change }) => change.action === 'delete').map((each) => [each.id, each]),
  );
  if (leaving.size === 0) return entities;
  return entities.map((each) => {
    if (each.change.action !== 'create' || each.known) return each;
    const old = leaving.get(canonicalId(comingId(each) ?? ''));
    return old === undefined ? each : { ...each, id: old.id, label: old.label };
  });
}

/** Its address, and the address of all its instances. */
function addressKeys({ reading, change }: Entity): readonly string[] {
  const key = addressKey(reading, change.address);
  const all = key.replace(/\[(?:"(?:[^"\\]|\\.)*"|\d+)\]$/, '');
  return all === key ? [key] : [key, all];
}

/** Identity of the record that a resource stands for: its ARM ID, else its address. A replaced one keeps the ID it had. */
function recordId({ reading, change }: Place): Id {
  const known = [change.idBefore, change.idAfter].find(
    (each) => typeof each === 'string' && each !== '',
  );
  return typeof known === 'string'
    ? canonicalId(known)
    : `iac:${addressKey(reading, change.address)}`;
}

export function labelOf({ change }: Place): string {
  const known = [change.idBefore, change.idAfter].find(
    (each) => typeof each === 'string' && each !== '',
  );
  return typeof known === 'string' ? known : change.address;
}

/** The name its owner gave it in Azure, else its name in the configuration; what is replaced may change it on the way. */
export function nameOf({ change }: Place, side: 'before' | 'after' = 'before'): string {
  const sides = side === 'before' ? [change.before, change.after] : [change.after, change.before];
  const written = sides[0]?.name;
  const given =
    typeof written === 'string' && written !== ''
      ? written
      : sides.flatMap((each) => select(each, 'name')).find(isKnown);
  const text = given === undefined ? undefined : asText(given);
  if (text !== undefined) return text.split('/').at(-1) ?? text;
  const known = [change.idBefore, change.idAfter].find((each) => typeof each === 'string');
  return typeof known === 'string' ? shortName(known) : change.name;
}

export function addressKey(reading: Reading, address: string): string {
  return reading.project === undefined ? address : `${reading.project}/${address}`;
}

function entity(place: Place): Entity | undefined {
  const row = kindOf(place.change.type);
  if (row === undefined) return undefined;
  const { idBefore, idAfter, action } = place.change;
  const after = idAfter ?? (action === 'no-op' || action === 'update' ? idBefore : undefined);
  return {
    id: recordId(place),
    label: labelOf(place),
    name: nameOf(place),
    row,
    reading: place.reading,
    change: place.change,
    known: typeof after === 'string',
  };
}

function groupOf(change: ResourceChange): string | undefined {
  const id = [change.idBefore, change.idAfter].find((each) => typeof each === 'string');
  const fromId = typeof id === 'string' ? /\/resourceGroups\/([^/]+)/i.exec(id)?.[1] : undefined;
  if (fromId !== undefined) return fromId.toLowerCase();
  const given = [change.after, change.before]
    .flatMap((side) => select(side, 'resource_group_name'))
    .find(isKnown);
  return given === undefined ? undefined : asText(given)?.toLowerCase();
}

function nameKeys(each: Entity): readonly string[] {
  const inGroup = groupOf(each.change);
  const name = each.name.toLowerCase();
  return [
    `${each.row.kind}||${name}`,
    ...(inGroup === undefined ? [] : [`${each.row.kind}|${inGroup}|${name}`]),
  ];
}

// Names are unique in a group of one subscription: several of the same name are told apart by provider, project, then not at all.
function findNamed(
  named: ReadonlyMap<string, readonly Entity[]>,
  near: Place,
  kind: Kind,
  inGroup: string | undefined,
  name: string,
): Entity | undefined {
  const all = named.get(`${kind}|${inGroup?.toLowerCase() ?? ''}|${name.toLowerCase()}`) ?? [];
  const own = all.filter((each) => each.reading === near.reading);
  const close = own.filter((each) => each.change.provider === near.change.provider);
  return onlyRecord(close) ?? onlyRecord(own) ?? onlyRecord(all);
}

function onlyRecord(found: readonly Entity[]): Entity | undefined {
  const ids = new Set(found.map((each) => each.id));
  return ids.size === 1 ? (found.find((each) => each.change.data !== true) ?? found[0]) : undefined;
}

function providerKey({ reading, change }: Place): string {
  return `${reading.path}|${reading.project ?? ''}|${change.provider}`;
}

function subscriptionsOf(places: readonly Place[]): ReadonlyMap<string, string> {
  const found = new Map<string, Set<string>>();
  for (const place of places) {
    const known = [place.change.idBefore, place.change.idAfter].find(
      (each) => typeof each === 'string',
    );
    const own =
      typeof known === 'string' ? /^\/subscriptions\/([^/]+)/i.exec(known)?.[1] : undefined;
    if (own === undefined || place.change.data === true) continue;
    const key = providerKey(place);
    found.set(key, (found.get(key) ?? new Set()).add(own.toLowerCase()));
  }
  return new Map(
    [...found].flatMap(([key, all]) => {
      const [only, ...others] = all;
      return only === undefined || others.length > 0 ? [] : [[key, only] as const];
    }),
  );
}

/** ARM IDs by which others may speak of the record: those it has on either side, and the one it will have. */
function aliasesOf(
  each: Entity,
  subscriptions: ReadonlyMap<string, string>,
  named: ReadonlyMap<string, readonly Entity[]>,
): readonly (readonly [string, Id])[] {
  const known = [each.change.idBefore, each.change.idAfter].flatMap((id) =>
    typeof id === 'string' ? [id] : [],
  );
  const coming = each.known ? undefined : futureId(each, subscriptions, named);
  return [...known, ...(coming === undefined ? [] : [coming])].map(
    (id) => [canonicalId(id), each.id] as const,
  );
}

function futureId(
  each: Entity,
  subscriptions: ReadonlyMap<string, string>,
  named: ReadonlyMap<string, readonly Entity[]>,
): string | undefined {
  const subscription = subscriptions.get(providerKey(each));
  const inGroup = groupOf(each.change);
  if (each.change.dialect !== 'azurerm' || subscription === undefined || inGroup === undefined)
    return undefined;
  const name = select(each.change.after, 'name').map(asText)[0];
  if (name === undefined) return undefined;
  const { parent, type } = each.row;
  const scope = `/subscriptions/${subscription}/resourceGroups/${inGroup}/providers`;
  if (parent === undefined) return `${scope}/${type}/${name}`;
  const above = select(each.change.after, parent.names[0] ?? '').map(asText)[0];
  if (above === undefined) return undefined;
  const owner = findNamed(named, each, parent.kind, inGroup, above);
  const outer = type.slice(0, type.lastIndexOf('/'));
  const ownerId = owner?.id.startsWith('/') ? owner.id : `${scope}/${outer}/${above}`;
  return `${ownerId}/${type.slice(type.lastIndexOf('/') + 1)}/${name}`;
}

function group<T>(
  items: readonly T[],
  keys: (item: T) => readonly string[],
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    for (const key of keys(item)) {
      const known = groups.get(key);
      if (known === undefined) groups.set(key, [item]);
      else known.push(item);
    }
  }
  return groups;
}
