import type { Config } from '../../core/config.ts';
import { isKnown, isUnknown, unknown } from '../../core/known.ts';
import { type Collection, emptyModel, type Id, type NetworkModel } from '../../core/model.ts';
import { shortName } from '../../core/resource-id.ts';
import { pairOf } from '../../knowledge/regions.ts';
import type { BareRecord, Side } from './assemble.ts';
import { bare, mentioned } from './bare.ts';
import { blanks } from './blank.ts';
import { configured } from './clients.ts';

type Settings = Pick<Config, 'cloud' | 'clients' | 'dns'>;

/** Both sides as models, with bare records for what they name, and with what the config tells. */
export function completed(
  sides: readonly [Side, Side],
  config: Settings,
  groups: ReadonlySet<string>,
): readonly [NetworkModel, NetworkModel] {
  const models = [lasting(sides[0], sides[1]), lasting(sides[1], sides[0])];
  const first = bareFor(models, config.cloud, groups);
  // A bare subnet names its network, which may be bare as well.
  const second = bareFor([joined(emptyModel, first)], config.cloud, groups, [
    ...models,
    joined(emptyModel, first),
  ]);
  const finish = (model: NetworkModel): NetworkModel => {
    const whole = withPairs(joined(joined(model, first), second));
    return { ...whole, ...configured(whole, config) };
  };
  const [before = emptyModel, after = emptyModel] = models.map(finish);
  return [before, after];
}

/** A side with what only the other speaks of: nothing of the input makes it or takes it away, so it is there on both. */
function lasting(side: Side, other: Side): NetworkModel {
  const model = modelOf(side);
  const added: Partial<Record<Collection, Record<Id, unknown>>> = {};
  for (const { collection, id, record } of other.bare.values()) {
    if (model[collection][id] !== undefined) continue;
    const records = added[collection] ?? {};
    records[id] = record;
    added[collection] = records;
  }
  return joined(model, added);
}

export function modelOf(side: Side): NetworkModel {
  return { ...emptyModel, ...(side.records as unknown as Partial<NetworkModel>) };
}

type Added = Partial<Record<Collection, Readonly<Record<Id, unknown>>>>;

/** What is mentioned and shown on no side: it is there before and after. */
function bareFor(
  naming: readonly NetworkModel[],
  cloud: Config['cloud'],
  used: ReadonlySet<string>,
  showing: readonly NetworkModel[] = naming,
): Added {
  const ids = [...new Set(naming.flatMap((side) => [...mentioned(side)]))]
    .filter((id) => !showing.some((side) => shows(side, id)))
    .sort();
  const added: Partial<Record<Collection, Record<Id, unknown>>> = {};
  for (const id of ids) {
    const found = bare(id, cloud, used);
    if (found === undefined) continue;
    const records = added[found.collection] ?? {};
    for (const record of found.records) records[record.id] = record;
    added[found.collection] = records;
  }
  return added;
}

function joined(model: NetworkModel, added: Added): NetworkModel {
  const merged = Object.entries(added).map(([collection, records]) => [
    collection,
    { ...model[collection as Collection], ...records },
  ]);
  return { ...model, ...Object.fromEntries(merged) };
}

function shows({ vnets, subnets, zones, targets }: NetworkModel, id: Id): boolean {
  return [vnets, subnets, zones, targets].some((records) => records[id] !== undefined);
}

/** The paired region of endpoints that likely reach it. */
function withPairs(model: NetworkModel): NetworkModel {
  const paired = Object.values(model.subnets).flatMap((subnet) => {
    const inPair = Object.entries(subnet.endpoints).filter(
      ([, each]) => isKnown(each) && each.scope === 'vnet-region-and-pair',
    );
    const home = isKnown(subnet.vnet) ? model.vnets[subnet.vnet]?.location : undefined;
    const pair = home === undefined || isUnknown(home) ? undefined : pairOf(home);
    if (inPair.length === 0 || pair === undefined) return [];
    const endpoints = Object.fromEntries(
      inPair.map(([family, each]) => [family, { ...each, pair }]),
    );
    return [[subnet.id, { ...subnet, endpoints: { ...subnet.endpoints, ...endpoints } }] as const];
  });
  return { ...model, subnets: { ...model.subnets, ...Object.fromEntries(paired) } };
}

/** Where a record starts that others only speak of. */
export function bareRecords(cloud: Config['cloud'], groups: ReadonlySet<string>): BareRecord {
  return (collection, id) => {
    if (!bareable.has(collection) && !nameable.has(collection)) return undefined;
    const bareOne = bare(id, cloud, groups);
    const found =
      bareOne?.collection === collection
        ? bareOne.records.find((each) => each.id === id)
        : undefined;
    if (found !== undefined) return found;
    if (!nameable.has(collection)) return undefined;
    const why = unknown(`${shortName(id)} is not in the input`);
    return { name: shortName(id), label: id, ...blanks[collection](why) };
  };
}

const bareable: ReadonlySet<Collection> = new Set<Collection>([
  'vnets',
  'subnets',
  'zones',
  'targets',
]);

const nameable: ReadonlySet<Collection> = new Set<Collection>([
  'securityGroups',
  'routeTables',
  'natGateways',
  'endpointPolicies',
]);
