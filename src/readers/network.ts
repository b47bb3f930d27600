import type { Config } from '../core/config.ts';
import { isKnown, isUnknown, unknown } from '../core/known.ts';
import {
  type Collection,
  emptyModel,
  type Id,
  type NetworkModel,
  type Provenance,
} from '../core/model.ts';
import type { Gap, Noise } from '../core/plan.ts';
import { shortName } from '../core/resource-id.ts';
import type { Write } from '../core/write.ts';
import { pairOf } from '../knowledge/regions.ts';
import { assemble, type Side } from './network/assemble.ts';
import { bare, mentioned } from './network/bare.ts';
import { blanks } from './network/blank.ts';
import { configured } from './network/clients.ts';
import { type Directory, directory } from './network/directory.ts';
import type { Fragment } from './network/fragment.ts';
import { gapsOf } from './network/gaps.ts';
import { orderNoise } from './network/noise.ts';
import { asText, select } from './network/select.ts';
import { interest, keep, tellersOf } from './network/tellers.ts';
import { namesOf, usesIn } from './network/uses.ts';
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
  const shared = {
    directory: directory(readings),
    cloud: config.cloud,
    groups: groupsIn(readings),
  };
  const views = {
    before: viewsIn(readings, shared, 'before'),
    after: viewsIn(readings, shared, 'after'),
  };
  const told = {
    before: views.before.flatMap(tellAll),
    after: [...views.after.flatMap(tellAll), ...leftBehind(readings, shared)],
  };
  const bareRecord = bareRecords(config.cloud, shared.groups);
  const sides = [
    assemble(told.before, [], bareRecord),
    assemble(told.after, told.before, bareRecord),
  ] as const;
  const [old, now] = completed(sides, config, shared.groups);
  const names = namesOf([old, now]);
  const pipeline = pipelineOf(old);
  const calls = {
    before: assemble(
      views.before.flatMap((view) => usesIn(view, names, pipeline)),
      [],
      bareRecord,
    ),
    after: assemble(
      views.after.flatMap((view) => usesIn(view, names, pipeline)),
      [],
      bareRecord,
    ),
  };
  const models = { before: withUses(old, calls.before), after: withUses(now, calls.after) };
  const [before, after] = sides;
  return {
    ...models,
    provenance: {
      before: { ...before.provenance, ...calls.before.provenance },
      after: { ...after.provenance, ...calls.after.provenance },
    },
    writes: writesOf(readings, [before.sent, after.sent, calls.before.sent, calls.after.sent]),
    replaced: replacedIn(readings, told.after, shared.directory),
    gaps: gapsOf(readings, models.after, shared.directory),
    noise: readings.flatMap((reading) => [
      ...reading.noise,
      ...reading.resources.flatMap((change) =>
        orderNoise(
          change,
          tellersOf(change.type).flatMap((teller) => teller.reads),
        ),
      ),
    ]),
  };
}

type Shared = Pick<View, 'directory' | 'cloud' | 'groups'>;

function viewsIn(
  readings: readonly Reading[],
  shared: Shared,
  side: 'before' | 'after',
): readonly View[] {
  return readings.flatMap((reading) =>
    reading.resources.flatMap(
      (change) => viewsOf(reading, change, side, sentBy(reading, change, side, shared)) ?? [],
    ),
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

function tellAll(view: View): readonly Fragment[] {
  return tellersOf(view.change.type).flatMap((teller) => teller.tell(view));
}

/** What destroyed resources leave of the settings that they managed. */
function leftBehind(readings: readonly Reading[], shared: Shared): readonly Fragment[] {
  return readings.flatMap((reading) =>
    reading.resources
      .filter(({ action }) => action === 'delete' || action === 'replace')
      .flatMap(
        (change) =>
          viewsOf(reading, change, 'before', sentBy(reading, change, 'before', shared)) ?? [],
      )
      .flatMap((view) =>
        tellersOf(view.change.type).flatMap(
          (teller) => teller.gone?.({ ...view, side: 'after' }) ?? [],
        ),
      ),
  );
}

/** Group IDs that private endpoints of the input name: sub-resources that are only there on a condition are there for them. */
function groupsIn(readings: readonly Reading[]): ReadonlySet<string> {
  const paths = [
    'private_service_connection.subresource_names',
    'properties.privateLinkServiceConnections.properties.groupIds',
    'properties.manualPrivateLinkServiceConnections.properties.groupIds',
  ];
  const sides = readings.flatMap((reading) =>
    reading.resources.flatMap(({ before, after }) => [before, after]),
  );
  const found = sides.flatMap((side) => paths.flatMap((path) => select(side, path)));
  return new Set(found.flatMap((each) => asText(each)?.toLowerCase() ?? []));
}

/** Both sides as models, with bare records for what they name, and with what the config tells. */
function completed(
  sides: readonly [Side, Side],
  config: Pick<Config, 'cloud' | 'clients' | 'dns'>,
  groups: ReadonlySet<string>,
): readonly [NetworkModel, NetworkModel] {
  const models = sides.map(modelOf);
  const add = (model: NetworkModel): NetworkModel => withBare(model, models, config.cloud, groups);
  const tell = (model: NetworkModel): NetworkModel => {
    const told = configured(model, config);
    return { ...model, ...told };
  };
  const finish = (side: Side): NetworkModel => tell(withPairs(add(add(modelOf(side)))));
  return [finish(sides[0]), finish(sides[1])];
}

/** The paired region of endpoints that likely reach it. */
function withPairs(model: NetworkModel): NetworkModel {
  const subnets = Object.values(model.subnets).map((subnet) => {
    const home = isKnown(subnet.vnet) ? model.vnets[subnet.vnet]?.location : undefined;
    const pair = home === undefined || isUnknown(home) ? undefined : pairOf(home);
    if (pair === undefined) return subnet;
    const endpoints = Object.entries(subnet.endpoints).map(([family, each]) => [
      family,
      isKnown(each) && each.scope === 'vnet-region-and-pair' ? { ...each, pair } : each,
    ]);
    return { ...subnet, endpoints: Object.fromEntries(endpoints) };
  });
  return { ...model, subnets: Object.fromEntries(subnets.map((each) => [each.id, each])) };
}

/** Data-plane resources speak for the pipeline: the configured one, when there is just one. */
function pipelineOf(model: NetworkModel): Id {
  const [only, ...others] = Object.values(model.clients).filter((each) => each.kind === 'pipeline');
  return only !== undefined && others.length === 0 ? only.id : 'pipeline';
}

function withUses(model: NetworkModel, calls: Side): NetworkModel {
  return { ...model, uses: { ...model.uses, ...modelOf(calls).uses } };
}

/** Where a record starts that others only speak of. */
function bareRecords(cloud: Config['cloud'], groups: ReadonlySet<string>) {
  return (collection: Collection, id: Id): object | undefined => {
    const found = bare(id, cloud, groups)?.records.find((each) => each.id === id);
    if (found !== undefined) return found;
    const named = ['securityGroups', 'routeTables', 'natGateways', 'endpointPolicies'].includes(
      collection,
    );
    const why = unknown(`${shortName(id)} is not in the input`);
    return named ? { name: shortName(id), label: id, ...blanks[collection](why) } : undefined;
  };
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
  const all = [...sides, model];
  const isShown = (id: Id) =>
    all.some(({ vnets, subnets, zones, targets }) =>
      [vnets, subnets, zones, targets].some((records) => records[id] !== undefined),
    );
  const ids = [...new Set(all.flatMap((side) => [...mentioned(side)]))]
    .filter((id) => !isShown(id))
    .sort();
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
function replacedIn(
  readings: readonly Reading[],
  after: readonly Fragment[],
  { recordOf }: Directory,
): ReadonlySet<Id> {
  const owners = new Map(
    readings.flatMap((reading) =>
      reading.resources
        .filter((change) => change.action === 'replace')
        .map(
          (change) =>
            [writeOf(reading, change, 'after') ?? '', recordOf({ reading, change })] as const,
        ),
    ),
  );
  return new Set(
    after.flatMap((each) =>
      replacedBy(each, owners.get(each.write?.split('/zone-group')[0] ?? '')),
    ),
  );
}

function replacedBy(each: Fragment, owner: Id | undefined): readonly string[] {
  const place = `${each.collection}|${each.id}`;
  if (each.write?.endsWith('/zone-group#create') === true) return [place];
  if (owner === undefined) return [];
  if (each.exists) return isPartOf(each.id, owner) ? [each.id] : [place];
  return Object.entries(each.adds ?? {}).flatMap(([field, entries]) =>
    Object.keys(entries ?? {}).map((key) => `${place}|${field}|${key}`),
  );
}

function isPartOf(id: Id, owner: Id): boolean {
  return id === owner || (id.startsWith(owner) && /^[/#]/.test(id.slice(owner.length)));
}
