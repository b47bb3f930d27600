import type { EndpointType } from './service.ts';
import { services } from './services/index.ts';

interface KnownType extends EndpointType {
  readonly family: string;
}

const types: ReadonlyMap<string, KnownType> = new Map(
  services.flatMap(({ serviceEndpoint }) =>
    (serviceEndpoint?.value.types ?? []).map(
      (type) =>
        [
          type.name.toLowerCase(),
          { ...type, family: serviceEndpoint?.value.family ?? type.name },
        ] as const,
    ),
  ),
);

/**
 * Family, spelling and reach of a service endpoint as a subnet names it. One that no service claims is its own family and
 * reaches everywhere, as all but Storage, SQL and Data Lake Gen1 do:
 * https://learn.microsoft.com/azure/virtual-network/virtual-network-service-endpoints-overview
 */
export function endpointType(name: string): KnownType {
  return types.get(name.toLowerCase()) ?? { name, family: name, scope: 'everywhere' };
}
