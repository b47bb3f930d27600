import { covers, prefixLength } from './cidr.ts';
import { isKnown, isUnknown, type Known, unknown } from './known.ts';
import { applianceAt, workloadsIn } from './lookup.ts';
import type { ServiceEndpoint, Subnet, Target, UserRoute } from './model.ts';
import { holds } from './resource-id.ts';
import { isUndecided, look, some, type Undecided, type View, whether } from './world.ts';

/** By which subnet the flow leaves towards the public side, and whether over a service endpoint of that subnet. */
export type Departure =
  | {
      readonly by: 'service-endpoint' | 'internet';
      readonly subnet: Subnet;
      /** Public addresses of the appliance that took the flow over. */
      readonly addresses?: Known<readonly string[]>;
    }
  | { readonly refused: string };

/** The way from a subnet to a target's public address: its own endpoint first, then what its routes say, one hop. */
export function endpointPath(at: View, subnet: Subnet, target: Target): Departure | Undecided {
  const own = overEndpoint(at, subnet, target);
  if (own !== false) return own;
  const next = nextHop(at, subnet, target);
  if (next === undefined || next.nextHop === 'Internet' || next.nextHop === 'VnetLocal')
    return { by: 'internet', subnet };
  if (next.nextHop === 'None')
    return { refused: `the route table of ${subnet.name} drops traffic to ${next.prefix}` };
  return behind(at, subnet, target, next);
}

function behind(at: View, subnet: Subnet, target: Target, next: UserRoute): Departure | Undecided {
  const hop = next.address;
  const appliance = hop !== undefined && isKnown(hop) ? applianceAt(at, hop) : undefined;
  const inner =
    appliance !== undefined && isKnown(appliance.subnet)
      ? look(at, 'subnets', appliance.subnet)
      : undefined;
  const name = hop !== undefined && isKnown(hop) ? hop : `the ${next.nextHop} of ${subnet.name}`;
  if (appliance === undefined || inner === undefined) {
    const why = unknown(`the public address behind ${name}, to which ${subnet.name} routes`);
    return { by: 'internet', subnet, addresses: why };
  }
  const theirs = overEndpoint(at, inner, target);
  if (theirs !== false) return theirs;
  const shown = Object.entries(appliance.addresses);
  const open = shown.find(([, value]) => isUnknown(value))?.[1];
  const addresses =
    open !== undefined && isUnknown(open) ? open : shown.map(([address]) => address);
  const none = Array.isArray(addresses) && addresses.length === 0;
  return {
    by: 'internet',
    subnet: inner,
    addresses: none ? unknown(`the public address of ${appliance.name}`) : addresses,
  };
}

/** The service endpoint of `subnet`, when it covers the target; false when it does not. */
function overEndpoint(at: View, subnet: Subnet, target: Target): Departure | Undecided | false {
  const family = target.traits.endpointFamily;
  if (family === undefined) return false;
  const endpoint = subnet.endpoints[family];
  const covered =
    endpoint === undefined ? unshown(at, subnet, family) : inScope(at, subnet, endpoint, target);
  if (isUndecided(covered)) return covered;
  if (!covered) return false;
  const listed = policed(at, subnet, target);
  if (isUndecided(listed)) return listed;
  if (!listed)
    return {
      refused: `the service endpoint policy of ${subnet.name} does not list ${target.name}`,
    };
  return { by: 'service-endpoint', subnet };
}

function unshown(at: View, subnet: Subnet, family: string): boolean | Undecided {
  const rest = subnet.endpoints['*'];
  if (rest === undefined || isKnown(rest)) return false;
  return whether(
    at,
    `${family} on ${subnet.id}`,
    `whether ${family} is on ${subnet.name}: ${rest.unknown}`,
  );
}

/** Whether an endpoint of `subnet` reaches the target: by the regions it shows, else by the scope of its kind. */
export function inScope(
  at: View,
  subnet: Subnet,
  endpoint: Known<ServiceEndpoint>,
  target: Pick<Target, 'id' | 'name' | 'location'>,
): boolean | Undecided {
  if (isUnknown(endpoint))
    return whether(at, `endpoint of ${subnet.id}: ${endpoint.unknown}`, endpoint.unknown);
  if (endpoint.scope === 'everywhere' || endpoint.locations?.includes('*')) return true;
  const vnet = isKnown(subnet.vnet) ? look(at, 'vnets', subnet.vnet) : undefined;
  const home = vnet?.location ?? unknown(`the region of the VNet of ${subnet.name}`);
  const there = target.location;
  if (isUnknown(home) || isUnknown(there)) {
    const key = `scope of ${endpoint.service} from ${subnet.id} to ${target.id}`;
    return whether(at, key, `whether ${target.name} is in the region of ${subnet.name}`);
  }
  if (home === there) return true;
  if (endpoint.scope === 'vnet-region') return false;
  if (endpoint.locations !== undefined && endpoint.locations.length > 0)
    return endpoint.locations.includes(there);
  if (endpoint.pair === undefined || endpoint.pair !== there) return false;
  return whether(
    at,
    `${endpoint.service} of ${subnet.id} covers ${there}`,
    `whether ${endpoint.service} on ${subnet.name} covers the paired region ${there} (sources disagree)`,
  );
}

function policed(at: View, subnet: Subnet, target: Target): boolean | Undecided {
  const policies = Object.keys(subnet.endpointPolicies);
  if (!target.traits.policed || policies.length === 0) return true;
  return some(policies, (id) => {
    const policy = look(at, 'endpointPolicies', id);
    const why = `whether the service endpoint policy of ${subnet.name} lists ${target.name}`;
    if (policy === undefined) return whether(at, `policy ${id} and ${target.id}`, why);
    return some(Object.entries(policy.allows), ([scope, entry]) =>
      isKnown(entry)
        ? holds(scope, target.resource)
        : whether(at, `policy ${id} ${scope} and ${target.id}`, why),
    );
  });
}

/** The user route that takes public traffic to the target, if the subnet has one: a service tag wins over a prefix. */
function nextHop(at: View, subnet: Subnet, target: Target): UserRoute | undefined {
  if (!isKnown(subnet.routeTable) || subnet.routeTable === null) return undefined;
  const table = look(at, 'routeTables', subnet.routeTable);
  if (table === undefined) {
    const why = unknown(`the routes of ${subnet.name}`);
    return { prefix: '0.0.0.0/0', nextHop: 'VirtualAppliance', address: why };
  }
  const routes = Object.values(table.routes).filter(isKnown);
  const tags = target.traits.serviceTags.map((tag) => tag.toLowerCase());
  const tagged = routes.find((each) =>
    tags.includes(each.prefix.split('.')[0]?.toLowerCase() ?? ''),
  );
  if (tagged !== undefined) return tagged;
  // Public addresses of services are many; only routes for the whole internet are certain to hold them.
  return routes
    .filter(
      (each) =>
        covers(each.prefix, '0.0.0.0/0') === true || each.prefix.toLowerCase() === 'internet',
    )
    .sort((a, b) => prefixLength(b.prefix) - prefixLength(a.prefix))[0];
}

export interface Egress {
  readonly addresses: Known<readonly string[]>;
  readonly region: Known<string>;
}

/** The public addresses by which a subnet reaches the internet, or why it does not. */
export function egress(at: View, subnet: Subnet): Egress | { readonly refused: string } {
  const vnet = isKnown(subnet.vnet) ? look(at, 'vnets', subnet.vnet) : undefined;
  const region = vnet?.location ?? unknown(`the region of the VNet of ${subnet.name}`);
  if (isUnknown(subnet.natGateway)) return { addresses: subnet.natGateway, region };
  if (subnet.natGateway !== null) return { addresses: natAddresses(at, subnet.natGateway), region };
  const instances = workloadsIn(at, subnet.id).map((each) => each.publicAddress);
  const own = instances.find((each) => each !== undefined);
  if (own !== undefined)
    return { addresses: isUnknown(own) ? own : instances.filter(isAddress), region };
  if (subnet.defaultOutbound === false) {
    return {
      refused: `${subnet.name} has no way out: no NAT gateway, no public address, default outbound access off`,
    };
  }
  return {
    addresses: unknown(`the address of default outbound access from ${subnet.name}`),
    region,
  };
}

function isAddress(value: Known<string> | undefined): value is string {
  return typeof value === 'string';
}

function natAddresses(at: View, id: string): Known<readonly string[]> {
  const gateway = look(at, 'natGateways', id);
  if (gateway === undefined) return unknown(`the addresses of the NAT gateway ${id}`);
  const entries = Object.entries(gateway.addresses);
  const open = entries.find(([, entry]) => isUnknown(entry))?.[1];
  if (open !== undefined && isUnknown(open)) return open;
  return entries.length === 0
    ? unknown(`the addresses of ${gateway.name}`)
    : entries.map(([address]) => address);
}
