import type { Subresource, TargetName } from '../../core/model.ts';
import { geoCodeOf } from '../../knowledge/geo-codes.ts';
import type {
  Cloud,
  Condition,
  NameInCloud,
  NameRow,
  Service,
  SubresourceRow,
} from '../../knowledge/service.ts';

export interface Naming {
  readonly name: string;
  /** Name of the resource that private endpoints attach to, where that is another. */
  readonly parent?: string;
  /** Its public host, where the input shows it. */
  readonly host?: string;
  readonly cloud: Cloud;
  readonly regions: readonly string[];
  /** Values of the form's conditions, in lower case; `?` where one is not known. */
  readonly conditions: Readonly<Record<string, readonly string[]>>;
  /** Group IDs that some private endpoint of the input names, in lower case. */
  readonly used: ReadonlySet<string>;
}

/** The sub-resources of a target's door with their names in this cloud. */
export function subresourcesOf(
  service: Service,
  door: string | undefined,
  naming: Naming,
): Readonly<Record<string, Subresource>> {
  const own = service.subresources.filter((row) => row.door === door && isThere(row, naming));
  const built = own.flatMap((row) => subresource(row, naming));
  return Object.fromEntries(built.map((each) => [each.name, each] as const));
}

function isThere({ name, when = [] }: SubresourceRow, naming: Naming): boolean {
  if (naming.used.has(fill(name, naming)?.toLowerCase() ?? '')) return true;
  return when.every((each) => valuesOf(each, naming).some((value) => fits(value, each)));
}

function valuesOf({ condition }: Condition, { conditions }: Naming): readonly string[] {
  return conditions[condition] ?? [];
}

function fits(value: string, { is }: Condition): boolean {
  if (value === '?') return true;
  return is.some((word) =>
    word.endsWith('*') ? value.startsWith(word.slice(0, -1)) : value === word,
  );
}

const gap = /\{([\w|]+)(?:\.(first|rest))?\}/g;

/** A template with the target's own in its gaps; undefined where one stays open. */
function fill(template: string, naming: Naming, region?: string): string | undefined {
  let open = false;
  const text = template.replace(gap, (_, words: string, part: string | undefined) => {
    const values = words.split('|').map((word) => own(word, naming, region));
    const value = values.find((each) => each !== undefined);
    if (value === undefined) open = true;
    return labels(value ?? '', part);
  });
  return open ? undefined : text;
}

function own(
  word: string,
  { name, parent = '', conditions }: Naming,
  region: string | undefined,
): string | undefined {
  switch (word) {
    case 'name':
      return name;
    case 'parent':
      return parent;
    case 'region':
      return region;
    case 'regionCode':
      return region === undefined ? undefined : geoCodeOf(region);
    default:
      return conditions[word]?.find((value) => value !== '?');
  }
}

function labels(host: string, part: string | undefined): string {
  if (part === undefined) return host;
  const dot = host.indexOf('.');
  return part === 'first' ? host.slice(0, dot) : host.slice(dot + 1);
}

function subresource(row: SubresourceRow, naming: Naming): readonly Subresource[] {
  const name = fill(row.name, naming);
  const names = row.names.flatMap((each) => namesOf(each, naming));
  if (name === undefined || names.length === 0) return [];
  return [
    {
      name,
      names,
      publicPorts: row.publicPorts.value,
      privatePorts: row.privatePorts.value,
      checked: row.checked.value,
    },
  ];
}

function namesOf(row: NameRow, naming: Naming): readonly TargetName[] {
  const spelled = row.clouds.value[naming.cloud];
  if (spelled === undefined || isElsewhere(row, naming)) return [];
  const places = row.each === 'region' ? [...new Set(naming.regions)].sort() : [undefined];
  return places.flatMap((region) => {
    const somewhere = region ?? naming.regions[0];
    const [host, zone, record] = [spelled.host, spelled.zone, spelled.record].map((each) =>
      fill(each, naming, region),
    );
    if (host === undefined || zone === undefined || record === undefined) return [];
    return [
      {
        host: asShown(host, spelled, naming),
        zone,
        record: asShown(record, spelled, naming),
        forwarders: spelled.forwarders.flatMap((each) => fill(each, naming, somewhere) ?? []),
        ...(row.shared === true ? { shared: true } : {}),
      },
    ];
  });
}

/** Whether the resource says that it has no such name. */
function isElsewhere({ when = [] }: NameRow, naming: Naming): boolean {
  return when.some((each) => {
    const values = valuesOf(each, naming);
    return values.length > 0 && !values.some((value) => fits(value, each));
  });
}

/**
 * A host or record with the first label, and what follows it, of the host that the input shows: names may carry a hash and a
 * regional stamp. https://learn.microsoft.com/azure/app-service/reference-app-settings
 */
function asShown(text: string, spelled: NameInCloud, { host }: Naming): string {
  const suffix = spelled.zone.replace('privatelink', '');
  if (host === undefined || !host.toLowerCase().endsWith(suffix)) return text;
  // A name that does not have the target's own in it is the same for all.
  if (!/\{(name|parent)\}/.test(spelled.host)) return text;
  const [label = ''] = host.split('.');
  const stamp = host.slice(label.length, -suffix.length);
  const own = text.endsWith(suffix) ? text.slice(0, -suffix.length) : text;
  return `${own.replace(/^[^.]*/, () => label)}${stamp}${text.slice(own.length)}`;
}
