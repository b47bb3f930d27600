import { unknown } from '../../core/known.ts';
import type { Id, NetworkModel } from '../../core/model.ts';
import { canonicalId, parentId, parseResourceId, shortName } from '../../core/resource-id.ts';
import { serviceFor } from '../../knowledge/catalogue.ts';
import type { Cloud } from '../../knowledge/service.ts';
import { traitsOf } from '../../knowledge/service.ts';
import { blanks } from './blank.ts';
import type { RecordOf } from './fragment.ts';
import { subresourcesOf } from './subresources.ts';
import { doorId, identity } from './target-record.ts';
import { featureless, openSettings } from './targets.ts';

type BareCollection = 'vnets' | 'subnets' | 'zones' | 'targets';

interface Bare<C extends BareCollection = BareCollection> {
  readonly collection: C;
  readonly records: readonly RecordOf<C>[];
}

/**
 * The record that an ARM ID stands for when no resource shows it: everything but its identity is unknown. Undefined when the ID
 * is none of a network, a subnet, a private DNS zone or a known kind of target.
 */
export function bare(
  armId: string,
  cloud: Cloud = 'public',
  used: ReadonlySet<string> = new Set(),
): Bare | undefined {
  const parsed = parseResourceId(armId);
  if (parsed === undefined) return undefined;
  const id = canonicalId(armId);
  const { name } = parsed;
  const why = unknown(`${name} is not in the input`);
  const named = { id, name, label: armId };
  switch (parsed.type.toLowerCase()) {
    case 'microsoft.network/virtualnetworks':
      return built('vnets', [{ ...named, ...blanks.vnets(why) }]);
    case 'microsoft.network/virtualnetworks/subnets':
      return built('subnets', [
        { ...named, ...blanks.subnets(why), vnet: canonicalId(parentId(armId) ?? '') },
      ]);
    case 'microsoft.network/privatednszones':
      return built('zones', [{ ...named, ...blanks.zones(why) }]);
    default:
      return bareTarget(id, armId, parsed.type, cloud, used);
  }
}

function built(collection: BareCollection, records: readonly object[]): Bare {
  return { collection, records: records as unknown as Bare['records'] };
}

function bareTarget(
  id: Id,
  label: string,
  type: string,
  cloud: Cloud,
  used: ReadonlySet<string>,
): Bare | undefined {
  const service = serviceFor(type);
  if (service === undefined) return undefined;
  const name = parseResourceId(label)?.name ?? label;
  const why = unknown(`${name} is not in the input`);
  const attached = service.forms.some((form) => form.attachedTo?.by === 'parent');
  const resource = attached ? canonicalId(parentId(label) ?? label) : id;
  const parent = attached ? { parent: shortName(parentId(label) ?? label) } : {};
  const naming = { name, ...parent, cloud, regions: [], conditions: {}, used };
  const doors = [undefined, ...Object.keys(service.doors ?? {})];
  return built(
    'targets',
    doors.map((door) => ({
      id: doorId(id, door),
      ...identity(service, name, label, door),
      resource,
      ...blanks.targets(why),
      ...featureless(),
      ...openSettings(service, why),
      traits: traitsOf(service, 'arm'),
      subresources: subresourcesOf(service, door, naming),
    })),
  );
}

/** IDs of networks, subnets, zones and targets that records of the model name. */
export function mentioned(model: NetworkModel): ReadonlySet<Id> {
  const found = new Set<Id>();
  const add = (value: unknown) => {
    if (typeof value === 'string' && value.startsWith('/')) found.add(value);
  };
  for (const each of Object.values(model.subnets)) add(each.vnet);
  for (const each of Object.values(model.targets)) Object.keys(each.networkRules).forEach(add);
  for (const each of Object.values(model.endpoints)) [each.subnet, each.target].forEach(add);
  for (const each of Object.values(model.zoneGroups)) each.zones.forEach(add);
  for (const each of Object.values(model.links)) [each.zone, each.vnet].forEach(add);
  for (const each of Object.values(model.records)) add(each.zone);
  for (const each of Object.values(model.peerings)) [each.vnet, each.remote].forEach(add);
  for (const each of Object.values(model.appliances)) add(each.subnet);
  for (const each of Object.values(model.resolvers)) add(each.vnet);
  for (const each of Object.values(model.workloads)) add(each.subnet);
  for (const each of Object.values(model.perimeters)) add(each.target);
  return found;
}
