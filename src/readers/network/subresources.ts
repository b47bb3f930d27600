import type { Subresource, TargetName } from '../../core/model.ts';
import type { Cloud, NameRow, Service, SubresourceRow } from '../../knowledge/service.ts';

export interface Naming {
  readonly name: string;
  readonly cloud: Cloud;
  readonly regions: readonly string[];
  /** Values of the form's conditions, in lower case; `?` where one is not known. */
  readonly conditions: Readonly<Record<string, string>>;
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
  const built = own.map((row) => [row.name, subresource(row, naming)] as const);
  return Object.fromEntries(built.filter(([, each]) => each.names.length > 0));
}

function isThere(row: SubresourceRow, { conditions, used }: Naming): boolean {
  if (row.when === undefined || used.has(row.name.toLowerCase())) return true;
  const value = conditions[row.when.condition];
  if (value === undefined || value === '') return false;
  return value === '?' || row.when.is.includes('*') || row.when.is.includes(value);
}

function subresource(row: SubresourceRow, naming: Naming): Subresource {
  return {
    name: row.name,
    names: row.names.flatMap((each) => namesOf(each, naming)),
    publicPorts: row.publicPorts.value,
    privatePorts: row.privatePorts.value,
    checked: row.checked.value,
  };
}

function namesOf(row: NameRow, { name, cloud, regions }: Naming): readonly TargetName[] {
  const spelled = row.clouds.value[cloud];
  if (spelled === undefined) return [];
  const places = row.each === 'region' ? [...new Set(regions)].sort() : [''];
  return places.map((region) => {
    const fill = (template: string) => template.replaceAll('{name}', name).replaceAll('{region}', region);
    return {
      host: fill(spelled.host),
      zone: fill(spelled.zone),
      record: fill(spelled.record),
      ...(row.shared === true ? { shared: true } : {}),
    };
  });
}
