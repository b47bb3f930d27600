import type { Noise } from '../../core/plan.ts';
import { isList, isRecord } from '../json/parse.ts';
import { names } from '../json/scan.ts';
import type { Reading, ResourceChange } from '../resource.ts';
import { armChange, armType, isAzapi } from './azapi.ts';
import { origin, resourceChange, type Surroundings } from './change.ts';
import { type Configuration, configurationOf } from './configuration.ts';
import { instancesOf } from './instances.ts';
import type { Item } from './item.ts';
import { changedItems, isOfInterest, itemsOf } from './items.ts';
import { omissions, unclear, untyped } from './omissions.ts';
import type { Outline } from './outline.ts';
import { parsed } from './recognise.ts';
import { referencesOf } from './references.ts';
import { remembered } from './remembered.ts';
import type { Misshape } from './walk.ts';
import { formerDependencies, writeOrder } from './write-order.ts';

export interface PlanFile {
  readonly path: string;
  readonly project?: string;
}

/** One plan, outlined, and what is wanted of it. */
export interface Document {
  readonly bytes: Uint8Array;
  readonly outline: Outline;
  readonly file: PlanFile;
  readonly interest: (type: string) => boolean;
  readonly keep: (type: string, attribute: string) => boolean;
  readonly telling: (type: string) => readonly string[] | undefined;
  readonly contested: (type: string) => ReadonlySet<string>;
}

/** The reading of a plan, or where it is not of the shape of one. Throws `Malformed`. */
export function readingOf(document: Document): Reading | readonly Misshape[] {
  const { bytes, outline, file, interest } = document;
  // azapi's own attributes are few, and the ARM body is one of them.
  const keep: Document['keep'] = (type, attribute) =>
    isAzapi(type) || document.keep(type, attribute);
  const telling = remembered((type) => {
    const attributes = isAzapi(type) ? undefined : document.telling(type);
    return attributes && names(...attributes);
  });
  const source = { bytes, keep, telling };
  const misshapen: Misshape[] = [...outline.misshapen];
  const items = itemsOf(source, outline, interest, misshapen);
  const drift = changedItems(source, outline.drift, misshapen);
  if (misshapen.length > 0) return misshapen;
  const configuration = configurationOf(bytes, outline.configuration);
  const around = surroundings({ ...document, keep }, configuration, items);
  const drafts = items.flatMap((item) => resourceChange(item, around) ?? []);
  return {
    kind: 'terraform-plan',
    ...file,
    resources: drafts.flatMap((draft) => inItsDialect(draft) ?? []),
    noise: items.flatMap((item) => moved(item, file)),
    omitted: [
      ...omissions(bytes, outline, file, interest),
      ...unclear(items, file),
      ...untyped(drafts),
    ],
    drifted: drift
      .filter((item) => item.action !== 'no-op' && isOfInterest(item, interest))
      .map(({ address }) => address),
    versions: versions(parsed(bytes, outline, 'terraform_version'), configuration, {
      items,
      drift,
    }),
    problems: [],
  };
}

function surroundings(
  { bytes, outline, file, keep, contested }: Document,
  configuration: Configuration,
  items: readonly Item[],
): Surroundings {
  const instances = instancesOf(items);
  const former = formerDependencies(bytes, outline.prior);
  return {
    file,
    keep,
    configured: (item) => {
      const asked = contested(item.type);
      if (asked.size === 0) return undefined;
      const block = configuration.resource(item.configured);
      if (!block || !isRecord(block.expressions)) return undefined;
      return Object.keys(block.expressions)
        .filter((name) => asked.has(name))
        .sort();
    },
    references: (item) => referencesOf(configuration, instances, item),
    dependsOn: writeOrder({ configuration, instances, former }),
    provider: (item) => {
      const key = configuration.providerOf(item.configured) || item.provider;
      const version = configuration.providerVersion(key, item.module);
      return version === undefined ? { key } : { key, version };
    },
  };
}

function inItsDialect(draft: ResourceChange): ResourceChange | undefined {
  if (!isAzapi(draft.type)) return draft;
  const type = armType(draft);
  return typeof type === 'string' ? armChange(draft, type) : undefined;
}

/** A resource that only has a new address: nothing in Azure changes. */
function moved(item: Item, file: PlanFile): readonly Noise[] {
  if (item.movedFrom === undefined || item.action !== 'no-op') return [];
  return [
    {
      origin: origin(item, file),
      what: `${item.movedFrom} is now called ${item.address}`,
      rule: 'moved-address',
      source: 'https://developer.hashicorp.com/terraform/language/modules/develop/refactoring',
    },
  ];
}

/** What the configuration asks for; which versions ran before the plan shows only by what an upgrade does to the state. */
function versions(
  terraform: unknown,
  configuration: Configuration,
  seen: Seen,
): Reading['versions'] {
  const former = (name: string) => (/(^|\/)azurerm$/.test(name) ? formerProvider(seen) : {});
  const all = [
    ...(typeof terraform === 'string' ? [{ what: 'terraform', after: terraform }] : []),
    ...configuration.providers.map(({ name, constraint }) => ({
      what: name,
      ...former(name),
      after: constraint,
    })),
    ...configuration.modules.map(({ path, source, constraint }) => ({
      what: `${path} (${source})`,
      after: constraint,
    })),
  ];
  return [...new Map(all.map((one) => [`${one.what} ${one.after}`, one])).values()];
}

interface Seen {
  readonly items: readonly Item[];
  readonly drift: readonly Item[];
}

/**
 * A state that azurerm 4 wrote loses service_endpoints when version 5 takes it over: the refresh then finds blocks on every
 * subnet with endpoints where the state had none.
 * https://github.com/hashicorp/terraform-provider-azurerm/blob/v5.2.0/website/docs/guides/5.0-upgrade-guide.html.markdown
 */
function formerProvider({ items, drift }: Seen): { before?: string; inferred?: true } {
  const given = items.filter(({ type, data, before }) => {
    return type === 'azurerm_subnet' && !data && blocks(before) > 0;
  });
  const found = new Set(
    drift
      .filter(({ before, after }) => blocks(before) === 0 && blocks(after) > 0)
      .map(({ address }) => address),
  );
  const all = given.length > 0 && given.every((item) => found.has(item.movedFrom ?? item.address));
  return all ? { before: '4', inferred: true } : {};
}

function blocks(side: Item['before']): number {
  const list = side?.values.service_endpoint;
  return isList(list) ? list.length : 0;
}
