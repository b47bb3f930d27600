import { covers, overlaps } from './cidr.ts';
import { isKnown, isUnknown, type Known } from './known.ts';
import type { PrivateEndpoint, SecurityGroup, SecurityRule, Subnet } from './model.ts';
import {
  ask,
  isUndecided,
  look,
  passes,
  some,
  type Undecided,
  type View,
  whether,
} from './world.ts';

export type Destination =
  | { readonly endpoint: PrivateEndpoint }
  | { readonly tags: readonly string[]; readonly location: Known<string> };

/**
 * Whether the client subnet's network security group lets traffic out to the destination on its main port. Of a group that the input
 * does not show it is asked.
 */
export function allows(
  at: View,
  subnet: Subnet | undefined,
  destination: Destination,
  ports: readonly string[],
): boolean | Undecided {
  if (subnet === undefined || subnet.securityGroup === null) return true;
  return through(at, subnet, 'Outbound', { prefixes: subnet.prefixes, destination, ports });
}

/**
 * Whether the network security group on the subnet of a private endpoint lets a client with these addresses in: it counts only with
 * network policies on.
 */
export function allowsIn(
  at: View,
  prefixes: Known<readonly string[]>,
  endpoint: PrivateEndpoint,
  ports: readonly string[],
): boolean | Undecided {
  const subnet = isKnown(endpoint.subnet) ? look(at, 'subnets', endpoint.subnet) : undefined;
  if (subnet === undefined || subnet.securityGroup === null) return true;
  const policies = subnet.networkPolicies;
  if (policies === 'Disabled' || policies === 'RouteTableEnabled') return true;
  const found = through(at, subnet, 'Inbound', { prefixes, destination: { endpoint }, ports });
  if (found === true || isKnown(policies)) return found;
  const counts = whether(
    at,
    `network policies of ${subnet.id}: ${policies.unknown}`,
    `whether a security group of ${subnet.name} counts for the private endpoints in it: ${policies.unknown}`,
  );
  if (isUndecided(counts)) return counts;
  return counts ? found : true;
}

/** What the group of the subnet says, or an answer to what it would say. */
function through(
  at: View,
  { id, name, securityGroup }: Subnet,
  direction: SecurityRule['direction'],
  traffic: Traffic,
): boolean | Undecided {
  const group =
    securityGroup !== null && isKnown(securityGroup)
      ? look(at, 'securityGroups', securityGroup)
      : undefined;
  if (group !== undefined) return throughGroup(at, group, direction, traffic);
  const why = isUnknown(securityGroup)
    ? securityGroup.unknown
    : `${securityGroup} is not in the input`;
  return passes(
    at,
    `security group of ${id} ${direction} ${whither(traffic)}: ${why}`,
    `whether the network security group of ${name} lets it through: ${why}`,
  );
}

/** A group decides alike for all that goes to the same place. */
function whither({ destination, ports }: Traffic): string {
  const to = 'tags' in destination ? destination.tags.join(',') : destination.endpoint.id;
  return `${to}:${ports[0] ?? ''}`;
}

interface Traffic {
  /** Source addresses. */
  readonly prefixes: Known<readonly string[]>;
  readonly destination: Destination;
  readonly ports: readonly string[];
}

function throughGroup(
  at: View,
  group: SecurityGroup,
  direction: SecurityRule['direction'],
  traffic: Traffic,
): boolean | Undecided {
  const entries = Object.values(group.rules);
  const rules = entries
    .filter(isKnown)
    .filter((rule) => rule.direction === direction && concerns(rule, traffic))
    .sort((a, b) => a.priority - b.priority);
  const parts = partsOf(traffic.destination);
  const answers = parts.map((part) => byRules(at, rules, { ...traffic, destination: part }, group));
  const shown = answers.includes(false) ? false : (answers.find(isUndecided) ?? true);
  const hidden = entries.find(isUnknown);
  if (hidden === undefined) return shown;
  const answer = ask(at, {
    key: `rules of ${group.id} ${direction} ${whither(traffic)}: ${hidden.unknown}`,
    options: ['do not match', 'allow', 'deny'],
    stops: 'deny',
    missing: `what the rules of ${group.name} that are not shown do: ${hidden.unknown}`,
  });
  if (isUndecided(answer)) return answer;
  return answer === 'do not match' ? shown : answer === 'allow';
}

/** Each address of an endpoint goes its own way through the rules, and the flow needs them all. */
function partsOf(destination: Destination): readonly Destination[] {
  if ('tags' in destination || isUnknown(destination.endpoint.addresses)) return [destination];
  const { endpoint } = destination;
  return destination.endpoint.addresses.map((each) => ({
    endpoint: { ...endpoint, addresses: [each] },
  }));
}

function byRules(
  at: View,
  rules: readonly SecurityRule[],
  traffic: Traffic,
  group: SecurityGroup,
): boolean | Undecided {
  for (const rule of rules) {
    const hit = matches(at, rule, traffic, group);
    if (hit === true) return rule.access === 'Allow';
    if (hit !== false) return hit;
  }
  // The default rules: AllowVnetOutBound and AllowInternetOutBound, AllowVnetInBound.
  return true;
}

function concerns(rule: SecurityRule, { ports }: Traffic): boolean {
  return (
    ['tcp', '*'].includes(rule.protocol.toLowerCase()) &&
    (ports[0] === undefined || rule.ports.some((port) => includesPort(port, ports[0] ?? '')))
  );
}

/** Whether the traffic comes from where the rule says; of addresses that are not shown, any may be meant. */
function comesFrom(
  at: View,
  { sources, priority }: SecurityRule,
  { prefixes }: Traffic,
  group: SecurityGroup,
): boolean | Undecided {
  if (sources.some((each) => each === '*' || each.toLowerCase() === 'virtualnetwork')) return true;
  if (isKnown(prefixes))
    return prefixes.some((prefix) => sources.some((each) => overlaps(each, prefix) === true));
  if (!sources.some((each) => covers('0.0.0.0/0', each) === true)) return false;
  return whether(
    at,
    `source of rule ${priority} of ${group.id}: ${prefixes.unknown}`,
    `whether a rule of ${group.name} for ${sources.join(', ')} is meant: ${prefixes.unknown}`,
  );
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
  traffic: Traffic,
  group: SecurityGroup,
): boolean | Undecided {
  const there = orHidden(at, rule.destinations, goesTo(at, rule, traffic.destination, group), {
    key: `destination of rule ${rule.priority} of ${group.id} ${whither(traffic)}`,
    isPrivate: 'endpoint' in traffic.destination,
  });
  if (there === false) return false;
  const here = orHidden(at, rule.sources, comesFrom(at, rule, traffic, group), {
    key: `source of rule ${rule.priority} of ${group.id}`,
    isPrivate: true,
  });
  return here === true ? there : here;
}

/** What a rule names and the input does not show: addresses, or who belongs to an application security group. */
function orHidden(
  at: View,
  names: readonly string[],
  shown: boolean | Undecided,
  { key, isPrivate }: { readonly key: string; readonly isPrivate: boolean },
): boolean | Undecided {
  const open = names.find((each) => each.startsWith('?') || (isPrivate && /^(\/|iac:)/.test(each)));
  if (shown !== false || open === undefined) return shown;
  const what = open.startsWith('?') ? open.slice(1) : `who belongs to ${open}`;
  return whether(at, `security group of ${key}: ${what}`, what);
}

function goesTo(
  at: View,
  rule: SecurityRule,
  destination: Destination,
  group: SecurityGroup,
): boolean | Undecided {
  const names = rule.destinations.map((each) => each.toLowerCase());
  if (names.includes('*') || names.includes('0.0.0.0/0')) return true;
  if ('tags' in destination) return some(names, (each) => matchesTag(at, each, destination, group));
  if (names.includes('virtualnetwork')) return true;
  return matchesAddress(at, rule, destination.endpoint, group.id);
}

/** `Storage`, or `Storage.WestEurope` where the target is in that region; `AzureCloud` alike, for every service. */
function matchesTag(
  at: View,
  name: string,
  { tags, location }: Extract<Destination, { readonly tags: readonly string[] }>,
  group: SecurityGroup,
): boolean | Undecided {
  if (name === 'internet') return true;
  return some([...tags, 'AzureCloud'], (each) => {
    const tag = each.toLowerCase();
    if (name === tag) return true;
    if (!name.startsWith(`${tag}.`)) return false;
    if (isKnown(location)) return name === `${tag}.${location}`;
    return whether(
      at,
      `region of ${name} in ${group.id}: ${location.unknown}`,
      `whether ${name} in a rule of ${group.name} is meant: ${location.unknown}`,
    );
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
