import { covers, overlaps } from './cidr.ts';
import { isKnown, isUnknown, type Known } from './known.ts';
import type { PrivateEndpoint, SecurityGroup, SecurityRule, Subnet } from './model.ts';
import { isUndecided, look, type Undecided, type View, whether } from './world.ts';

export type Destination =
  | { readonly endpoint: PrivateEndpoint }
  | { readonly tags: readonly string[]; readonly location: Known<string> };

/**
 * Whether the client subnet's network security group lets traffic out to the destination on its main port. A group that the input
 * does not show is taken to let through what it lets through today.
 */
export function allows(
  at: View,
  subnet: Subnet | undefined,
  destination: Destination,
  ports: readonly string[],
): boolean | Undecided {
  if (subnet === undefined || !isKnown(subnet.securityGroup) || subnet.securityGroup === null)
    return true;
  const group = look(at, 'securityGroups', subnet.securityGroup);
  if (group === undefined) return true;
  const prefixes = isKnown(subnet.prefixes) ? subnet.prefixes : [];
  return throughGroup(at, group, 'Outbound', { prefixes, destination, ports });
}

/**
 * Whether the network security group on the subnet of a private endpoint lets a client with these addresses in: it counts only with
 * network policies on.
 */
export function allowsIn(
  at: View,
  prefixes: readonly string[],
  endpoint: PrivateEndpoint,
  ports: readonly string[],
): boolean | Undecided {
  const subnet = isKnown(endpoint.subnet) ? look(at, 'subnets', endpoint.subnet) : undefined;
  if (subnet === undefined || !isKnown(subnet.securityGroup) || subnet.securityGroup === null)
    return true;
  const policies = subnet.networkPolicies;
  if (policies === 'Disabled' || policies === 'RouteTableEnabled') return true;
  const group = look(at, 'securityGroups', subnet.securityGroup);
  if (group === undefined) return true;
  const through = throughGroup(at, group, 'Inbound', {
    prefixes,
    destination: { endpoint },
    ports,
  });
  if (through === true || isKnown(policies)) return through;
  const counts = whether(at, `network policies of ${subnet.id}`, policies.unknown);
  if (isUndecided(counts)) return counts;
  return counts ? through : true;
}

interface Traffic {
  /** Source addresses, as far as they are known. */
  readonly prefixes: readonly string[];
  readonly destination: Destination;
  readonly ports: readonly string[];
}

function throughGroup(
  at: View,
  group: SecurityGroup,
  direction: SecurityRule['direction'],
  traffic: Traffic,
): boolean | Undecided {
  const rules = Object.values(group.rules)
    .filter(isKnown)
    .filter((rule) => rule.direction === direction && concerns(rule, traffic))
    .sort((a, b) => a.priority - b.priority);
  const answers = partsOf(traffic.destination).map((part) => passes(at, rules, part, group.id));
  return answers.includes(false) ? false : (answers.find(isUndecided) ?? true);
}

/** Each address of an endpoint goes its own way through the rules, and the flow needs them all. */
function partsOf(destination: Destination): readonly Destination[] {
  if ('tags' in destination || isUnknown(destination.endpoint.addresses)) return [destination];
  const { endpoint } = destination;
  return destination.endpoint.addresses.map((each) => ({
    endpoint: { ...endpoint, addresses: [each] },
  }));
}

function passes(
  at: View,
  rules: readonly SecurityRule[],
  destination: Destination,
  group: string,
): boolean | Undecided {
  for (const rule of rules) {
    const hit = matches(at, rule, destination, group);
    if (hit === true) return rule.access === 'Allow';
    if (hit !== false) return hit;
  }
  // The default rules: AllowVnetOutBound and AllowInternetOutBound, AllowVnetInBound.
  return true;
}

function concerns(rule: SecurityRule, { prefixes, ports }: Traffic): boolean {
  return (
    ['tcp', '*'].includes(rule.protocol.toLowerCase()) &&
    rule.sources.some((source) => isFrom(source, prefixes)) &&
    (ports[0] === undefined || rule.ports.some((port) => includesPort(port, ports[0] ?? '')))
  );
}

function isFrom(source: string, prefixes: readonly string[]): boolean {
  if (source === '*' || source.toLowerCase() === 'virtualnetwork') return true;
  return prefixes.some((prefix) => overlaps(source, prefix) === true);
}

function includesPort(rule: string, port: string): boolean {
  if (rule === '*') return true;
  const [low = '', high = low] = rule.split('-');
  const [from = '', to = from] = port.split('-');
  return Number(low) <= Number(from) && Number(to) <= Number(high);
}

function matches(
  at: View,
  rule: SecurityRule,
  destination: Destination,
  group: string,
): boolean | Undecided {
  const names = rule.destinations.map((each) => each.toLowerCase());
  if (names.includes('*') || names.includes('0.0.0.0/0')) return true;
  if ('tags' in destination)
    return names.some((name) => matchesTag(name, destination.tags, destination.location));
  if (names.includes('virtualnetwork')) return true;
  return matchesAddress(at, rule, destination.endpoint, group);
}

/** `Storage`, or `Storage.WestEurope` where the target is in that region; `AzureCloud` alike, for every service. */
function matchesTag(name: string, tags: readonly string[], location: Known<string>): boolean {
  if (name === 'internet') return true;
  return [...tags, 'AzureCloud'].some((each) => {
    const tag = each.toLowerCase();
    if (name === tag) return true;
    return name.startsWith(`${tag}.`) && (isUnknown(location) || name === `${tag}.${location}`);
  });
}

function matchesAddress(
  at: View,
  rule: SecurityRule,
  endpoint: PrivateEndpoint,
  group: string,
): boolean | Undecided {
  const { addresses } = endpoint;
  if (isKnown(addresses)) {
    return addresses.every((each) => rule.destinations.some((one) => covers(one, each) === true));
  }
  const subnet = isKnown(endpoint.subnet) ? look(at, 'subnets', endpoint.subnet) : undefined;
  const prefixes = subnet !== undefined && isKnown(subnet.prefixes) ? subnet.prefixes : undefined;
  if (prefixes?.every((each) => rule.destinations.some((one) => covers(one, each) === true)))
    return true;
  const near =
    prefixes === undefined
      ? rule.destinations.some((one) => covers('0.0.0.0/0', one) === true)
      : prefixes.some((each) => rule.destinations.some((one) => overlaps(one, each) === true));
  if (!near) return false;
  return whether(
    at,
    `address of ${endpoint.id} in rule ${rule.priority} of ${group}`,
    `whether the address of ${endpoint.name} lies in ${rule.destinations.join(', ')}`,
  );
}
