import { covers, prefixLength } from './cidr.ts';
import { equal } from './equal.ts';
import { isKnown, isUnknown, type Unknown, unknown } from './known.ts';
import { applianceAt, appliancesIn, appliancesUnplaced } from './lookup.ts';
import type { Appliance, Subnet, Target, UserRoute } from './model.ts';
import { ask, isUndecided, look, type Undecided, type View } from './world.ts';

/** Where a subnet's routes take public traffic: straight out, to an appliance, to somebody outside the model, or nowhere. */
export type Hop =
  | { readonly to: 'internet' }
  | { readonly to: 'appliance'; readonly appliance: Appliance }
  | { readonly to: 'beyond'; readonly what: string }
  | { readonly to: 'nowhere'; readonly refused: string };

/** The hop of a subnet's traffic to the target's public address: a route for the service's tag wins over one for the internet. */
export function nextHop(at: View, subnet: Subnet, target: Target): Hop | Undecided {
  const { route, hidden, half } = routeOf(at, subnet, target);
  if (hidden === undefined)
    return half === undefined ? along(at, subnet, route) : inHalf(at, subnet, target, half, route);
  const appliances = appliancesIn(at);
  const answer = ask(at, {
    key: `routes of ${subnet.id}: ${hidden.unknown}`,
    options: ['as shown', 'elsewhere', ...appliances.map((each) => each.id), 'nowhere'],
    stops: 'nowhere',
    missing: `where the routes of ${subnet.name} lead: ${hidden.unknown}`,
  });
  if (isUndecided(answer)) return answer;
  if (answer === 'as shown') return along(at, subnet, route);
  if (answer === 'nowhere') return dropped(subnet, 'the internet');
  return (
    toAppliance(appliances.find((each) => each.id === answer)) ?? {
      to: 'beyond',
      what: `the routes of ${subnet.name}`,
    }
  );
}

/** Where there is a route for half of the internet, and nobody tells in which half the service answers. */
function inHalf(
  at: View,
  subnet: Subnet,
  target: Target,
  half: UserRoute,
  otherwise: UserRoute | undefined,
): Hop | Undecided {
  const answer = ask(at, {
    key: `routes of ${subnet.id} for ${half.prefix} and ${target.id}`,
    options: ['outside', 'inside'],
    ...(half.nextHop === 'None' ? { stops: 'inside' } : {}),
    missing: `whether the addresses of ${target.name} are in ${half.prefix}, for which ${subnet.name} has a route of its own`,
  });
  if (isUndecided(answer)) return answer;
  return along(at, subnet, answer === 'inside' ? half : otherwise);
}

/** Of a subnet's routes, those that take public traffic of a service. */
export interface Outward {
  /** The one that takes the traffic. */
  readonly route?: UserRoute;
  /** One for half of the internet, which takes it before `route` if its address is in there. */
  readonly half?: UserRoute;
  /** By the tag of the service: no other route can take the traffic. */
  readonly tagged: boolean;
}

/** A route for a tag of the service, else for the whole internet: public addresses are many, and no other is certain to hold them. */
export function outward(routes: readonly UserRoute[], serviceTags: readonly string[]): Outward {
  const tags = serviceTags.map((tag) => tag.toLowerCase());
  const own = routes.find((each) => tags.includes(each.prefix.split('.')[0]?.toLowerCase() ?? ''));
  if (own !== undefined) return { route: own, tagged: true };
  const whole = routes
    .filter(
      (each) =>
        covers(each.prefix, '0.0.0.0/0') === true || each.prefix.toLowerCase() === 'internet',
    )
    .sort((a, b) => prefixLength(b.prefix) - prefixLength(a.prefix))[0];
  const [half, other] = halves.flatMap(
    (prefix) => routes.find((each) => each.prefix === prefix) ?? [],
  );
  // What is outside of one half is inside the other.
  const rest = other ?? whole;
  return {
    ...(rest === undefined ? {} : { route: rest }),
    ...(half === undefined || isSameHop(half, rest) ? {} : { half }),
    tagged: false,
  };
}

type Routes = Partial<Outward> & {
  /** What may take the traffic before. */
  readonly hidden?: Unknown;
};

function routeOf(at: View, subnet: Subnet, target: Target): Routes {
  const { routeTable } = subnet;
  if (routeTable === null) return {};
  if (isUnknown(routeTable)) return { hidden: routeTable };
  const table = look(at, 'routeTables', routeTable);
  if (table === undefined) return { hidden: unknown(`the routes of ${subnet.name}`) };
  const entries = Object.values(table.routes);
  const found = outward(entries.filter(isKnown), target.traits.serviceTags);
  const hidden = found.tagged ? undefined : entries.find(isUnknown);
  return { ...found, ...(hidden === undefined ? {} : { hidden }) };
}

// Two routes that together stand for 0.0.0.0/0, and win over one for it.
const halves = ['0.0.0.0/1', '128.0.0.0/1'];

function isSameHop(one: UserRoute, other: UserRoute | undefined): boolean {
  return one.nextHop === other?.nextHop && equal(one.address, other.address);
}

function along(at: View, subnet: Subnet, route: UserRoute | undefined): Hop | Undecided {
  switch (route?.nextHop) {
    case undefined:
    case 'Internet':
    case 'VnetLocal':
      return { to: 'internet' };
    case 'None':
      return dropped(subnet, route.prefix);
    case 'VirtualNetworkGateway':
      return { to: 'beyond', what: `the ${route.nextHop} of ${subnet.name}` };
    case 'VirtualAppliance':
      return applianceOf(at, subnet, route);
  }
}

function dropped(subnet: Subnet, prefix: string): Hop {
  return {
    to: 'nowhere',
    refused: `the route table of ${subnet.name} drops traffic to ${prefix}`,
  };
}

/** The appliance at the address of the hop; where either is not shown, any that may have it. */
function applianceOf(at: View, subnet: Subnet, { address }: UserRoute): Hop | Undecided {
  const hop = address !== undefined && isKnown(address) ? address : undefined;
  const found = hop === undefined ? undefined : applianceAt(at, hop);
  if (found !== undefined) return { to: 'appliance', appliance: found };
  const possible =
    hop === undefined
      ? appliancesIn(at)
      : appliancesUnplaced(at).filter((each) => mayHold(at, each, hop));
  const name = hop ?? `the VirtualAppliance of ${subnet.name}`;
  const beyond: Hop = { to: 'beyond', what: `${name}, to which ${subnet.name} routes` };
  if (possible.length === 0) return beyond;
  const why = address !== undefined && isUnknown(address) ? address.unknown : `whose ${hop} is`;
  const answer = ask(at, {
    key: `hop of ${subnet.id}: ${why}`,
    options: [...possible.map((each) => each.id), 'elsewhere'],
    missing: `whether ${subnet.name} routes to ${possible.map((each) => each.name).join(' or ')}: ${why}`,
  });
  if (isUndecided(answer)) return answer;
  return toAppliance(possible.find((each) => each.id === answer)) ?? beyond;
}

/** An address lies in the subnet of whoever has it. */
function mayHold(at: View, { subnet }: Appliance, address: string): boolean {
  const prefixes = isKnown(subnet) ? look(at, 'subnets', subnet)?.prefixes : undefined;
  if (prefixes === undefined || isUnknown(prefixes)) return true;
  return prefixes.some((each) => covers(each, address) === true);
}

function toAppliance(appliance: Appliance | undefined): Hop | undefined {
  return appliance === undefined ? undefined : { to: 'appliance', appliance };
}
