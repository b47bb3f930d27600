import type { Config } from '../core/config.ts';
import { isUnknown } from '../core/known.ts';
import { type Collection, emptyModel, type Id, type NetworkModel, type Provenance } from '../core/model.ts';
import type { Gap, Noise } from '../core/plan.ts';
import type { Write } from '../core/write.ts';
import { assemble, type Side } from './network/assemble.ts';
import { bare, mentioned } from './network/bare.ts';
import { configured } from './network/clients.ts';
import { directory } from './network/directory.ts';
import type { Fragment } from './network/fragment.ts';
import { gapsOf } from './network/gaps.ts';
import { orderNoise } from './network/noise.ts';
import { asText, select } from './network/select.ts';
import { interest, keep, tellersOf } from './network/tellers.ts';
import { type View, viewsOf } from './network/view.ts';
import { writeOf, writesOf } from './network/writes.ts';
import type { Reading, ResourceChange } from './resource.ts';

export { bare, interest, keep };

/** The network before and after the change, and how the change is written. */
export interface Networks {
  readonly before: NetworkModel;
  readonly after: NetworkModel;
  readonly provenance: { readonly before: Provenance; readonly after: Provenance };
  readonly writes: readonly Write[];
  /**
   * Records that leave and come back: their IDs. Where only a part of what has that ID is rewritten, its place instead:
   * `zoneGroups|id`, `targets|id|networkRules|key`.
   */
  readonly replaced: ReadonlySet<Id>;
  readonly gaps: readonly Gap[];
  readonly noise: readonly Noise[];
}

/** Joins what readings show with the rows of services. Formats and services meet here and nowhere else. */
export function network(
  readings: readonly Reading[],
  config: Pick<Config, 'cloud' | 'clients' | 'dns'>,
): Networks {
  const told = { before: fragmentsOf(readings, config, 'before'), after: fragmentsOf(readings, config, 'after') };
  const before = assemble(told.before, []);
  const after = assemble(told.after, told.before);
  const models = completed(before, after, config);
  return {
    ...models,
    provenance: { before: before.provenance, after: after.provenance },
    writes: writesOf(readings, [before.sent, after.sent]),
    replaced: replacedIn(readings, told.after),
    gaps: gapsOf(readings, models.after),
    noise: readings.flatMap((reading) => [
      ...reading.noise,
      ...reading.resources.flatMap((change) =>
        orderNoise(change, tellersOf(change.type).flatMap((teller) => teller.reads)),
      ),
    ]),
  };
}

function fragmentsOf(
  readings: readonly Reading[],
  { cloud }: Pick<Config, 'cloud'>,
  side: 'before' | 'after',
): readonly Fragment[] {
  const shared = { directory: directory(readings), cloud, groups: groupsIn(readings) };
  return readings.flatMap((reading) =>
    reading.resources.flatMap((change) => {
      const write = writeOf(reading, change, side);
      const sent = write === undefined ? shared : { ...shared, write };
      const view = viewsOf(reading, change, side, sent);
      const here = view === undefined ? [] : tellersOf(change.type).flatMap((teller) => teller.tell(view));
      return [...here, ...leftBehind(reading, change, side, shared)];
    }),
  );
}

/** What a destroyed resource leaves of the settings that it managed. */
function leftBehind(
  reading: Reading,
  change: ResourceChange,
  side: 'before' | 'after',
  shared: Pick<View, 'directory' | 'cloud' | 'groups'>,
): readonly Fragment[] {
  const destroyed = change.action === 'delete' || change.action === 'replace';
  if (side === 'before' || !destroyed) return [];
  const write = writeOf(reading, change, 'before');
  const sent = write === undefined ? shared : { ...shared, write };
  const view = viewsOf(reading, change, 'before', sent);
  if (view === undefined) return [];
  return tellersOf(change.type).flatMap((teller) => teller.gone?.({ ...view, side: 'after' }) ?? []);
}

/** Group IDs that private endpoints of the input name: sub-resources that are only there on a condition are there for them. */
function groupsIn(readings: readonly Reading[]): ReadonlySet<string> {
  const paths = [
    'private_service_connection.subresource_names',
    'properties.privateLinkServiceConnections.properties.groupIds',
    'properties.manualPrivateLinkServiceConnections.properties.groupIds',
  ];
  const sides = readings.flatMap((reading) => reading.resources.flatMap(({ before, after }) => [before, after]));
  const found = sides.flatMap((side) => paths.flatMap((path) => select(side, path)));
  return new Set(found.flatMap((each) => asText(each)?.toLowerCase() ?? []));
}

/** Both sides as models, with bare records for what they name, and with what the config tells. */
function completed(before: Side, after: Side, config: Pick<Config, 'cloud' | 'clients' | 'dns'>) {
  const [old, now] = [modelOf(before), modelOf(after)];
  const used = new Set(
    [old, now].flatMap((model) => Object.values(model.endpoints).flatMap((each) => each.groups.map((g) => g.toLowerCase()))),
  );
  const add = (model: NetworkModel): NetworkModel => withBare(model, [old, now], config.cloud, used);
  const tell = (model: NetworkModel): NetworkModel => {
    const told = configured(model, config);
    return {
      ...model,
      clients: { ...model.clients, ...told.clients },
      resolutions: { ...model.resolutions, ...told.resolutions },
      uses: { ...model.uses, ...told.uses },
    };
  };
  return { before: tell(add(add(old))), after: tell(add(add(now))) };
}

function modelOf(side: Side): NetworkModel {
  return { ...emptyModel, ...(side.records as unknown as Partial<NetworkModel>) };
}

/** Adds what is mentioned on either side and shown on none: it is there before and after. */
function withBare(
  model: NetworkModel,
  sides: readonly NetworkModel[],
  cloud: Config['cloud'],
  used: ReadonlySet<string>,
): NetworkModel {
  const ids = [...new Set([...sides, model].flatMap((side) => [...mentioned(side)]))].sort();
  const added: Partial<Record<Collection, Record<Id, unknown>>> = {};
  for (const id of ids) {
    const found = bare(id, cloud, used);
    for (const record of found?.records ?? []) {
      const collection = found?.collection ?? 'subnets';
      if ([...sides, model].some((side) => side[collection][record.id] !== undefined)) continue;
      added[collection] = { ...added[collection], [record.id]: record };
    }
  }
  const merged = Object.entries(added).map(([collection, records]) => [
    collection,
    { ...model[collection as Collection], ...records },
  ]);
  return { ...model, ...Object.fromEntries(merged) };
}

/** What is destroyed and made anew: whole records, and entries and zone groups of records that stay. */
function replacedIn(readings: readonly Reading[], after: readonly Fragment[]): ReadonlySet<Id> {
  const writes = new Set(
    readings.flatMap((reading) =>
      reading.resources
        .filter((change) => change.action === 'replace')
        .flatMap((change) => writeOf(reading, change, 'after') ?? []),
    ),
  );
  const fresh = after.filter((each) => each.write !== undefined && writes.has(each.write));
  return new Set(
    fresh.flatMap((each) => {
      if (each.exists) return [each.id];
      return Object.entries(each.adds ?? {}).flatMap(([field, entries]) =>
        Object.keys(entries ?? {}).map((key) => `${each.collection}|${each.id}|${field}|${key}`),
      );
    }),
  );
}

export { isUnknown };
