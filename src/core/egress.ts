import { covers, prefixLength } from './cidr.ts';
import { isKnown, isUnknown, type Known, unknown } from './known.ts';
import { applianceAt, workloadsIn } from './lookup.ts';
import type { Appliance, NatGateway, ServiceEndpoint, Subnet, Target, UserRoute } from './model.ts';
import { holds } from './resource-id.ts';
import { isUndecided, look, some, type Undecided, type View, whether } from './world.ts';

/** By which subnet the flow leaves towards the public side, and whether over a service endpoint of that subnet. */
export type Departure =
  | {
      readonly by: 'service-endpoint' | 'internet';
      readonly subnet: Subnet;
      /** Where an appliance that took the flow over lets it out. */
      readonly egress?: Egress;
    }
  | { readonly refused: string };

/** The way from a subnet to a target's public address: its own endpoint first, then what its routes say, one hop. */
export function endpointPath(at: View, subnet: Subnet, target: Target): Departure | Undecided {
  const own = overEndpoint(at, subnet, target);
  if (own !== false) return own;
  const next = nextHop(at, subnet, target);
  if (next?.nextHop === 'None') return dropped(subnet, next);
  return next === undefined || !isHandedOn(next)
    ? { by: 'internet', subnet }
    : behind(at, subnet, target, next);
}

function behind(at: View, subnet: Subnet, target: Target, next: UserRoute): Departure | Undecided {
  const hop = next.address;
  const appliance = hop !== undefined && isKnown(hop) ? applianceAt(at, hop) : undefined;
  const inner =
    appliance !== undefined && isKnown(appliance.subnet)
      ? look(at, 'subnets', appliance.subnet)
      : undefined;
  const name = hop !== undefined && isKnown(hop) ? hop : `the ${next.nextHop} of ${subnet.name}`;
  if (appliance === undefined || inner === undefined)
    return { by: 'internet', subnet, egress: beyond(`${name}, to which ${subnet.name} routes`) };
  const theirs = overEndpoint(at, inner, target);
  if (theirs !== false) return theirs;
  const onward = nextHop(at, inner, target);
  if (onward?.nextHop === 'None') return dropped(inner, onward);
  if (onward === undefined || !isHandedOn(onward) || onward.address === hop)
    return { by: 'internet', subnet: inner, egress: throughAppliance(at, appliance, inner) };
  return { by: 'internet', subnet: inner, egress: beyond(`the next hop of ${inner.name}`) };
}

function isHandedOn({ nextHop: hop }: UserRoute): boolean {
  return hop === 'VirtualAppliance' || hop === 'VirtualNetworkGateway';
}

function dropped(subnet: Subnet, { prefix }: UserRoute): { readonly refused: string } {
  return { refused: `the route table of ${subnet.name} drops traffic to ${prefix}` };
}

/** A way out that is not in the model: in another region perhaps, or not in Azure at all. */
function beyond(what: string): Egress {
  const why = unknown(`the public address behind ${what}`);
  return { addresses: why, region: why, azure: why };
}

/** A NAT gateway on its subnet lets an appliance out before any address of its own. */
function throughAppliance(at: View, appliance: Appliance, inner: Subnet): Egress {
  const addresses = isKnown(inner.natGateway)
    ? inner.natGateway === null
      ? shownAddresses(appliance, `the public address of ${appliance.name}`)
      : natAddresses(at, inner.natGateway)
    : inner.natGateway;
  return { addresses, region: regionOf(at, inner), azure: true };
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
  const home = regionOf(at, subnet);
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
  /** Whether the addresses are Azure's. */
  readonly azure: Known<boolean>;
}

/** The public addresses by which a subnet reaches the internet, or why it does not. */
export function egress(at: View, subnet: Subnet): Egress | { readonly refused: string } {
  const rest = { region: regionOf(at, subnet), azure: true };
  if (isUnknown(subnet.natGateway)) return { addresses: subnet.natGateway, ...rest };
  if (subnet.natGateway !== null)
    return { addresses: natAddresses(at, subnet.natGateway), ...rest };
  const instances = workloadsIn(at, subnet.id).map((each) => each.publicAddress);
  const own = instances.find((each) => each !== undefined);
  if (own !== undefined)
    return { addresses: isUnknown(own) ? own : instances.filter(isAddress), ...rest };
  if (subnet.defaultOutbound === false) {
    return {
      refused: `${subnet.name} has no way out: no NAT gateway, no public address, default outbound access off`,
    };
  }
  return {
    addresses: unknown(`the address of default outbound access from ${subnet.name}`),
    ...rest,
  };
}

function regionOf(at: View, subnet: Subnet): Known<string> {
  const vnet = isKnown(subnet.vnet) ? look(at, 'vnets', subnet.vnet) : undefined;
  return vnet?.location ?? unknown(`the region of the VNet of ${subnet.name}`);
}

function isAddress(value: Known<string> | undefined): value is string {
  return typeof value === 'string';
}

function natAddresses(at: View, id: string): Known<readonly string[]> {
  const gateway = look(at, 'natGateways', id);
  if (gateway === undefined) return unknown(`the addresses of the NAT gateway ${id}`);
  return shownAddresses(gateway, `the addresses of ${gateway.name}`);
}

function shownAddresses(
  { addresses }: NatGateway | Appliance,
  missing: string,
): Known<readonly string[]> {
  const open = Object.values(addresses).find(isUnknown);
  if (open !== undefined) return open;
  const shown = Object.keys(addresses);
  return shown.length === 0 ? unknown(missing) : shown;
}
