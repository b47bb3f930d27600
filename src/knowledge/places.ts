import type { Id, Named, NetworkModel, Target } from '../core/model.ts';
import { parentId, parseResourceId, shortName } from '../core/resource-id.ts';
import { flag, type Value } from './shell.ts';

/** Where a record stands in Azure, in the words that commands ask for. What only the apply will tell is said in plain words. */
export type Place = {
  readonly id: string;
  readonly group: string;
  readonly name: string;
  /** The flag, where the subscription is known. */
  readonly subscription: Value;
};

export function placeOf({ name, label, foretold = label }: Named): Place {
  const [given, coming] = [parseResourceId(label), parseResourceId(foretold)];
  const known = given ?? coming;
  return {
    id: given !== undefined ? label : coming !== undefined ? foretold : `<ID of ${label}>`,
    group: known?.resourceGroup ?? `<resource group of ${label}>`,
    name: known?.name ?? name,
    subscription: flag('--subscription', known?.subscription),
  };
}

/** A child stands where its parent does; only one of them may be known by its ID. */
export function placeWithin(child: Named, parent: Named | undefined): Place {
  const own = placeOf(child);
  const { label, foretold = label } = child;
  const isPlaced = [label, foretold].some((each) => parseResourceId(each) !== undefined);
  if (parent === undefined || isPlaced) return own;
  const { group, subscription } = placeOf(parent);
  return { ...own, group, subscription };
}

/** The ID by which Azure knows a record; undefined for an entry of which not even the address is known. */
export function idText(records: Readonly<Record<Id, Named>>, id: Id): string | undefined {
  const record = records[id];
  if (record !== undefined) return placeOf(record).id;
  if (id.startsWith('/')) return id;
  return id.startsWith('iac:') ? `<ID of ${id.slice('iac:'.length)}>` : undefined;
}

/** The name of a record; of one that is not in the model the end of its ID, or what stands in its place. */
export function nameText(records: Readonly<Record<Id, Named>>, id: Id): string {
  const record = records[id];
  if (record !== undefined) return record.name;
  return id.startsWith('iac:') ? `<name of ${id.slice('iac:'.length)}>` : shortName(id);
}

/** The resource that a target is a door of, as a record: what commands are about. */
export function resourceOf(model: NetworkModel, target: Target): Named {
  const main = model.targets[target.resource];
  if (main !== undefined) return main;
  const id = target.resource;
  const label = id.startsWith('iac:') ? id.slice('iac:'.length) : id;
  return { id, name: shortName(label), label };
}

/** The name of the parent of a child known by its ID: of a slot, its site. */
export function parentName({ id }: Place): string | undefined {
  const parent = parentId(id);
  return parent === undefined ? undefined : shortName(parent);
}
