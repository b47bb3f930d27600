import type { CheckRow, Service } from './service.ts';
import { services } from './services/index.ts';

// A row is found by its type, for every edit and every flow: the list is gone through once.
const byType: ReadonlyMap<string, Service> = new Map(
  [...services].reverse().map((service) => [service.type.toLowerCase(), service] as const),
);

/** The row of an ARM type, however it is cased. */
export function serviceFor(type: string): Service | undefined {
  return byType.get(type.toLowerCase());
}

/** The check of a service that proves something of a sub-resource; `*`: any of them. */
export function rowFor(
  service: Service | undefined,
  proves: CheckRow['proves'],
  subresource: string = '*',
): CheckRow | undefined {
  return service?.checks
    .map((each) => each.value)
    .filter((each) => each.proves === proves)
    .find(
      ({ subresources }) =>
        subresource === '*' || subresources === undefined || subresources.includes(subresource),
    );
}
