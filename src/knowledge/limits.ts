import type { Fact, Limit } from './service.ts';
import { services } from './services/index.ts';

/** The limit that a service's row states for targets of this type, if any. */
export function limitOf(type: string, what: string): Fact<Limit> | undefined {
  return services
    .filter((service) => service.type.toLowerCase() === type.toLowerCase())
    .flatMap((service) => service.limits)
    .find(({ value }) => value.what === what);
}
