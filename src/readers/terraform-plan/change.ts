import { isUnknown, type Known, unknown } from '../../core/known.ts';
import type { Origin } from '../../core/plan.ts';
import type { Json, Properties, ResourceChange } from '../resource.ts';
import { type Item, uniqueAddress } from './item.ts';
import { afterApply, properties, type References } from './values.ts';

/** What the rest of the document says about a resource. */
export interface Surroundings {
  readonly file: { readonly path: string; readonly project?: string };
  /** Whether an attribute of a type is taken at all. */
  readonly keep: (type: string, attribute: string) => boolean;
  readonly references: (item: Item) => References;
  readonly dependsOn: (item: Item) => readonly string[];
  /** What the configuration gives the resource; undefined where it does not show it, or nobody asks. */
  readonly configured: (item: Item) => readonly string[] | undefined;
  /** Key into the provider configurations, and the version constraint found there. */
  readonly provider: (item: Item) => { readonly key: string; readonly version?: string };
}

/** The resource as every reader yields it, in Terraform's own attributes. `undefined`: its actions are not known here. */
export function resourceChange(item: Item, around: Surroundings): ResourceChange | undefined {
  const { action } = item;
  if (action === undefined) return undefined;
  const kept = (attribute: string) => around.keep(item.type, attribute);
  const nothing: References = () => [];
  const before = item.before && properties(item.before, kept, nothing);
  // Forgotten means out of Terraform's sight: it stays in Azure as it is.
  const stays = before !== undefined && (action === 'forget' || action === 'no-op');
  const after = stays
    ? before
    : item.after && properties(item.after, kept, around.references(item));
  const provider = around.provider(item);
  const configured = around.configured(item);
  return {
    type: item.type,
    dialect: 'azurerm',
    address: uniqueAddress(item),
    name: nameOf(after) ?? nameOf(before) ?? label(item),
    action,
    ...(item.createBeforeDestroy && { createBeforeDestroy: true }),
    ...(item.replacedBy.length > 0 && { replacedBy: item.replacedBy }),
    ...ids(item, before, after),
    ...(before && { before }),
    ...(after && { after }),
    dependsOn: around.dependsOn(item),
    whole: true,
    ...(item.data && { data: true }),
    ...(item.movedFrom !== undefined && { movedFrom: item.movedFrom }),
    ...(configured !== undefined && { configured }),
    provider: provider.key,
    ...(provider.version !== undefined && { providerVersion: provider.version }),
    origin: origin(item, around.file),
  };
}

export function origin(item: Item, file: Surroundings['file']): Origin {
  return {
    file: file.path,
    address: uniqueAddress(item),
    ...(file.project !== undefined && { project: file.project }),
  };
}

function ids(
  item: Item,
  before: Properties | undefined,
  after: Properties | undefined,
): Pick<ResourceChange, 'idBefore' | 'idAfter'> {
  const idBefore = before && idOf(before);
  // An update keeps the ID even where the provider announces it as unknown.
  const stays = item.action !== 'replace' && idBefore !== undefined;
  const idAfter = after && (stays ? idBefore : idOf(after));
  return {
    ...(idBefore !== undefined && { idBefore }),
    ...(idAfter !== undefined && { idAfter }),
  };
}

function idOf({ id }: Properties): Known<string> {
  if (typeof id === 'string' && id !== '') return id;
  if (isUnknown(id)) return id.unknown === afterApply.unknown ? afterApply : unknown(id.unknown);
  return unknown('the plan shows no ID');
}

function nameOf(side: Properties | undefined): string | undefined {
  const name: Json | undefined = side?.name;
  return typeof name === 'string' && name !== '' ? name : undefined;
}

/** Label of the resource in the configuration: `app` of `azurerm_subnet.app["a"]`. */
function label(item: Item): string {
  return item.configured.split('.').at(-1) ?? item.address;
}
