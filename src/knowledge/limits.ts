import { serviceFor } from './catalogue.ts';
import type { Fact, Limit } from './service.ts';

/** The limit that a service's row states for targets of this type, if any. */
export function limitOf(type: string, what: string): Fact<Limit> | undefined {
  return serviceFor(type)?.limits.find(({ value }) => value.what === what);
}

/** Private addresses that one endpoint to a target of this type takes for one of its groups. */
export function addressesOf(type: string, group: string, regions: number): number {
  const row = serviceFor(type)?.subresources.find(
    (each) => each.name.toLowerCase() === group.toLowerCase(),
  );
  const addresses = row?.addresses.value;
  return addresses === undefined ? 1 : addresses.base + (addresses.perRegion ?? 0) * regions;
}
