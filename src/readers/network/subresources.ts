import type { Subresource, TargetName } from '../../core/model.ts';
import type {
  Cloud,
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
  const built = own.map((row) => [fill(row.name, naming), subresource(row, naming)] as const);
  return Object.fromEntries(built.filter(([, each]) => each.names.length > 0));
}

function isThere({ name, when }: SubresourceRow, naming: Naming): boolean {
  if (when === undefined || naming.used.has(fill(name, naming).toLowerCase())) return true;
  return when.every(({ condition, is }) => {
    const values = naming.conditions[condition] ?? [];
    return values.some((value) => value === '?' || is.includes('*') || is.includes(value));
  });
}

function fill(template: string, { name, parent = '' }: Naming, region = ''): string {
  return template
    .replaceAll('{name}', name)
    .replaceAll('{parent}', parent)
    .replaceAll('{region}', region);
}

function subresource(row: SubresourceRow, naming: Naming): Subresource {
  return {
    name: fill(row.name, naming),
    names: row.names.flatMap((each) => namesOf(each, naming)),
    publicPorts: row.publicPorts.value,
    privatePorts: row.privatePorts.value,
    checked: row.checked.value,
  };
}

function namesOf(row: NameRow, naming: Naming): readonly TargetName[] {
  const spelled = row.clouds.value[naming.cloud];
  if (spelled === undefined) return [];
  const places = row.each === 'region' ? [...new Set(naming.regions)].sort() : [''];
  return places.map((region) => ({
    host: asShown(fill(spelled.host, naming, region), spelled, naming),
    zone: fill(spelled.zone, naming, region),
    record: asShown(fill(spelled.record, naming, region), spelled, naming),
    ...(row.shared === true ? { shared: true } : {}),
  }));
}

/**
 * A host or record with the first label, and what follows it, of the host that the input shows: names may carry a hash and a
 * regional stamp. https://learn.microsoft.com/azure/app-service/reference-app-settings
 */
function asShown(text: string, { zone }: NameInCloud, { host }: Naming): string {
  const suffix = zone.replace('privatelink', '');
  if (host === undefined || !host.toLowerCase().endsWith(suffix)) return text;
  const [label = ''] = host.split('.');
  const stamp = host.slice(label.length, -suffix.length);
  const own = text.endsWith(suffix) ? text.slice(0, -suffix.length) : text;
  return `${own.replace(/^[^.]*/, label)}${stamp}${text.slice(own.length)}`;
}
