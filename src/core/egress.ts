import { canonical } from './equal.ts';
import { isKnown, isUnknown, type Known, unknown } from './known.ts';
import { subnetsIn, workloadsIn } from './lookup.ts';
import type { Appliance, NatGateway, ServiceEndpoint, Subnet, Target } from './model.ts';
import { nextHop } from './next-hop.ts';
import { holds } from './resource-id.ts';
import {
  ask,
  isUndecided,
  look,
  passes,
  type Question,
  some,
  type Undecided,
  type View,
  whether,
} from './world.ts';

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
  const hop = nextHop(at, subnet, target);
  if (isUndecided(hop)) return hop;
  switch (hop.to) {
    case 'internet':
      return { by: 'internet', subnet };
    case 'nowhere':
      return { refused: hop.refused };
    case 'beyond':
      return { by: 'internet', subnet, egress: beyond(hop.what) };
    case 'appliance':
      return behind(at, subnet, target, hop.appliance);
  }
}

function behind(
  at: View,
  subnet: Subnet,
  target: Target,
  appliance: Appliance,
): Departure | Undecided {
  const inner = placeOf(at, appliance);
  if (isUndecided(inner)) return inner;
  if (inner === undefined)
    return {
      by: 'internet',
      subnet,
      egress: beyond(`${addressOf(appliance)}, to which ${subnet.name} routes`),
    };
  const theirs = overEndpoint(at, inner, target);
  if (theirs !== false) return theirs;
  const onward = nextHop(at, inner, target);
  if (isUndecided(onward)) return onward;
  if (onward.to === 'nowhere') return { refused: onward.refused };
  const ends =
    onward.to === 'internet' || (onward.to === 'appliance' && onward.appliance.id === appliance.id);
  return {
    by: 'internet',
    subnet: inner,
    egress: ends ? throughAppliance(at, appliance, inner) : beyond(`the next hop of ${inner.name}`),
  };
}

/** The subnet of an appliance; where the input does not show which, any of those that it shows, or none of them. */
function placeOf(at: View, { id, name, subnet }: Appliance): Subnet | undefined | Undecided {
  if (isKnown(subnet)) return look(at, 'subnets', subnet);
  const all = subnetsIn(at);
  const answer = ask(at, {
    key: `hop of ${id}: ${subnet.unknown}`,
    options: ['elsewhere', ...all.map((each) => each.id)],
    missing: `in which subnet ${name} is: ${subnet.unknown}`,
  });
  return isUndecided(answer) ? answer : all.find((each) => each.id === answer);
}

function addressOf({ name, privateAddress }: Appliance): string {
  return isKnown(privateAddress) ? privateAddress : name;
}

/** A way out that is not in the model: in another region perhaps, or not in Azure at all. */
function beyond(what: string): Egress {
  const why = unknown(`the public address behind ${what}`);
  return { addresses: why, region: why, azure: why };
}

/** A NAT gateway on its subnet lets an appliance out before any address of its own. */
function throughAppliance(at: View, appliance: Appliance, inner: Subnet): Egress {
  const { gateway, ...doubt } = gatewayOf(at, inner);
  const addresses = isKnown(gateway)
    ? gateway === null
      ? shownAddresses(appliance, `the public address of ${appliance.name}`)
      : natAddresses(at, gateway)
    : gateway;
  return { addresses, region: regionOf(at, inner), azure: true, ...doubt };
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
    const open = [home, there].filter(isUnknown).map((each) => each.unknown);
    const reaches = canonical([endpoint.scope, endpoint.locations, endpoint.pair]);
    const key = `scope of ${endpoint.service} ${reaches} from ${subnet.id} to ${target.id}: ${open.join(', ')}`;
    return whether(
      at,
      key,
      `whether ${target.name} is in the region of ${subnet.name}: ${open.join(', ')}`,
    );
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
        : whether(at, `policy ${id} ${scope} and ${target.id}: ${entry.unknown}`, why),
    );
  });
}

export interface Egress {
  readonly addresses: Known<readonly string[]>;
  readonly region: Known<string>;
  /** Whether the addresses are Azure's. */
  readonly azure: Known<boolean>;
  /** What is to be asked first where it matters by which address somebody comes. */
  readonly doubt?: Question;
}

/** Whether a subnet has a way out at all; one of which that is not shown has what it has today. */
export function hasWayOut(at: View, subnet: Subnet): boolean | Undecided {
  const { defaultOutbound, natGateway } = subnet;
  if (defaultOutbound === true || (isKnown(natGateway) && natGateway !== null)) return true;
  if (workloadsIn(at, subnet.id).some((each) => each.publicAddress !== undefined)) return true;
  const open = [natGateway, defaultOutbound].find(isUnknown);
  if (open === undefined) return false;
  return passes(
    at,
    `way out of ${subnet.id}: ${open.unknown}`,
    `whether ${subnet.name} has a way out: ${open.unknown}`,
  );
}

/** The public addresses by which a subnet reaches the internet, or why it does not. */
export function egress(at: View, subnet: Subnet): Egress | { readonly refused: string } {
  const { gateway, ...doubt } = gatewayOf(at, subnet);
  const rest = { region: regionOf(at, subnet), azure: true, ...doubt };
  if (isUnknown(gateway)) return { addresses: gateway, ...rest };
  if (gateway !== null) return { addresses: natAddresses(at, gateway), ...rest };
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

/** The NAT gateway of a subnet: where the input does not show which, it may be any that is in the model. */
function gatewayOf(
  at: View,
  { id, name, natGateway }: Subnet,
): { readonly gateway: Subnet['natGateway']; readonly doubt?: Question } {
  if (isKnown(natGateway)) return { gateway: natGateway };
  const gateways = Object.keys(at.model.natGateways).sort();
  const own = workloadsIn(at, id).some((each) => each.publicAddress !== undefined);
  if (gateways.length === 0 && !own) return { gateway: natGateway };
  for (const each of gateways) look(at, 'natGateways', each);
  const doubt: Question = {
    key: `egress gateway of ${id}: ${natGateway.unknown}`,
    options: ['another', ...gateways, 'none'],
    missing: `by which NAT gateway ${name} leaves: ${natGateway.unknown}`,
  };
  const answer = ask(at, doubt);
  // Not for the reason of the answer `another`: what is known of that one says nothing of the others.
  if (isUndecided(answer)) return { gateway: unknown(doubt.missing), doubt };
  if (answer === 'none') return { gateway: null };
  return { gateway: answer === 'another' ? natGateway : answer };
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
