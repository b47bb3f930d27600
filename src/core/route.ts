import { admit } from './admission.ts';
import { egress, endpointPath, hasWayOut } from './egress.ts';
import type { Flow } from './flow.ts';
import { isKnown, isUnknown, type Known } from './known.ts';
import { linksTo, peeringsOf } from './lookup.ts';
import type {
  Id,
  PrivateEndpoint,
  Subnet,
  Subresource,
  Target,
  TargetName,
  Vnet,
} from './model.ts';
import { type NameAnswer, resolve } from './name.ts';
import type { Caller } from './rule-match.ts';
import { allows, allowsIn } from './security-group.ts';
import {
  ask,
  isUndecided,
  look,
  type Question,
  type Undecided,
  type View,
  whether,
} from './world.ts';

/** Why a flow has no way: its name, its path, the target's firewall, or an end of it that is not there. */
export type Blocked = 'name' | 'path' | 'admission' | 'absent';

export type Route =
  | {
      readonly by: 'internet' | 'service-endpoint' | 'private-endpoint';
      readonly source: 'public' | 'private';
      /** Source address where known, or the private endpoint's name. */
      readonly address?: string;
      /** Subnet whose endpoint or egress is used, when it is not the client's own. */
      readonly via?: Id;
      /** The private endpoint that answers. */
      readonly endpoint?: Id;
    }
  | { readonly by: 'none'; readonly blocker: string; readonly because: Blocked }
  | Undecided;

export type Way = Exclude<Route, { by: 'none' } | { by: 'undecided' }>;

export function none(because: Blocked, blocker: string): Route {
  return { by: 'none', because, blocker };
}

export function isWay(route: Route): route is Way {
  return route.by !== 'none' && route.by !== 'undecided';
}

/** Which way `flow` travels in the model of the view, or what stops it. */
export function route(at: View, flow: Flow): Route {
  if (flow.target === '*') return wildcard(at, flow);
  const target = look(at, 'targets', flow.target);
  if (target === undefined) return none('absent', `${flow.targetName} does not exist`);
  const client = home(at, flow);
  if (client === undefined) return none('absent', `${flow.clientName} does not exist`);
  if (isUndecided(client)) return client;
  const { names } = subresourceOf(target, flow.subresource);
  if (names.length === 0) return publicRoute(at, flow, target, client);
  const routes = names.map((name) => byName(at, flow, target, client, name));
  return combined(routes);
}

/** The sub-resource of a flow; `*` has no names of its own and the ports of the first. */
function subresourceOf(
  target: Target,
  name: string,
): Pick<Subresource, 'names' | 'publicPorts' | 'privatePorts'> {
  const own = target.subresources[name];
  if (own !== undefined) return own;
  const [first] = Object.values(target.subresources);
  return {
    names: [],
    publicPorts: first?.publicPorts ?? [],
    privatePorts: first?.privatePorts ?? [],
  };
}

/** A flow with several names works when all do; the first that does not decides. */
function combined(routes: readonly Route[]): Route {
  const [first = none('absent', 'no name')] = routes;
  const stopped = routes.find((each) => each.by === 'none');
  if (stopped !== undefined) return stopped;
  const open = routes.filter(isUndecided);
  if (open.length > 0)
    return { by: 'undecided', questions: open.flatMap((each) => each.questions) };
  // Names on the public side are still what the whole depends on, so they speak for it.
  return routes.find((each) => isWay(each) && each.by !== 'private-endpoint') ?? first;
}

/** Where a client stands: its subnet, its VNet, or outside Azure. */
interface Home {
  readonly subnet?: Subnet;
  readonly vnet?: Id;
}

function home(at: View, flow: Flow): Home | undefined | Undecided {
  if (flow.clientKind === 'subnet') {
    const subnet = look(at, 'subnets', flow.client);
    if (subnet !== undefined) {
      if (isKnown(subnet.vnet)) return { subnet, vnet: subnet.vnet };
      return { subnet };
    }
    const vnet = look(at, 'vnets', flow.client);
    if (vnet !== undefined) return { vnet: vnet.id };
    if (!flow.client.startsWith('?')) return undefined;
    return {};
  }
  const client = look(at, 'clients', flow.client);
  return client?.vnet === undefined ? {} : { vnet: client.vnet };
}

function byName(at: View, flow: Flow, target: Target, client: Home, name: TargetName): Route {
  const answer = resolve(at, client.vnet, target, flow.subresource, name);
  if (isUndecided(answer)) return answer;
  return byAnswer(at, flow, target, client, answer);
}

function byAnswer(at: View, flow: Flow, target: Target, client: Home, answer: NameAnswer): Route {
  switch (answer.to) {
    case 'none':
      return none('name', answer.blocker);
    case 'public':
      return publicRoute(at, flow, target, client);
    case 'private':
      return privateRoute(at, flow, target, client, answer.endpoint);
  }
}

function privateRoute(
  at: View,
  flow: Flow,
  target: Target,
  client: Home,
  endpoint: PrivateEndpoint,
): Route {
  const reach = reaches(at, client, endpoint, flow);
  if (isUndecided(reach)) return reach;
  if (!reach)
    return none('path', `no route from ${flow.clientName} to the VNet of ${endpoint.name}`);
  const ports = subresourceOf(target, flow.subresource).privatePorts;
  const passes = allows(at, client.subnet, { endpoint }, ports);
  if (isUndecided(passes)) return passes;
  if (!passes) {
    return none(
      'path',
      `the network security group of ${flow.clientName} denies ${endpoint.name} on port ${ports[0] ?? ''}`,
    );
  }
  const admitted = allowsIn(at, addressesOf(at, flow, client), endpoint, ports);
  if (isUndecided(admitted)) return admitted;
  if (!admitted) {
    return none(
      'path',
      `the network security group of the subnet of ${endpoint.name} denies ${flow.clientName} on port ${ports[0] ?? ''}`,
    );
  }
  const [address] = isKnown(endpoint.addresses) ? endpoint.addresses : [];
  return {
    by: 'private-endpoint',
    source: 'private',
    endpoint: endpoint.id,
    ...(address === undefined ? {} : { address }),
  };
}

/** The private addresses that a client comes from. */
function addressesOf(at: View, flow: Flow, client: Home): Known<readonly string[]> {
  return (
    client.subnet?.prefixes ??
    at.model.clients[flow.client]?.ranges ??
    (client.vnet === undefined ? undefined : look(at, 'vnets', client.vnet)?.addressSpace) ??
    []
  );
}

/** Whether the client's VNet is the endpoint's, or peered with it directly. */
function reaches(
  at: View,
  client: Home,
  endpoint: PrivateEndpoint,
  flow: Flow,
): boolean | Undecided {
  const subnet = isKnown(endpoint.subnet) ? look(at, 'subnets', endpoint.subnet) : undefined;
  const there = subnet !== undefined && isKnown(subnet.vnet) ? subnet.vnet : undefined;
  if (there !== undefined) look(at, 'vnets', there);
  if (there === undefined || client.vnet === undefined) {
    return whether(
      at,
      `reach of ${endpoint.id} from ${flow.client}: ${isUnknown(endpoint.subnet) ? endpoint.subnet.unknown : endpoint.subnet}`,
      `whether ${flow.clientName} reaches the subnet of ${endpoint.name}`,
    );
  }
  if (there === client.vnet) return true;
  const neighbours = (vnet: Id) =>
    peeringsOf(at, vnet).map((peering) => (peering.vnet === vnet ? peering.remote : peering.vnet));
  const near = neighbours(client.vnet);
  if (near.includes(there)) return true;
  const far = neighbours(there);
  const shared = near.some((each) => isKnown(each) && far.includes(each));
  const hidden = [...near, ...far].filter(isUnknown).map((each) => each.unknown);
  const open = hidden.length > 0 || !isShown(at, client.vnet) || !isShown(at, there);
  if (!shared && !open) return false;
  return whether(
    at,
    `transit from ${client.vnet} to ${there}: ${hidden.join(', ')}`,
    `whether ${flow.clientName} is routed to the VNet of ${endpoint.name} (peering is not transitive)`,
  );
}

function isShown(at: View, vnet: Id): boolean {
  const record: Vnet | undefined = at.model.vnets[vnet];
  return record !== undefined && isKnown(record.addressSpace);
}

function publicRoute(at: View, flow: Flow, target: Target, client: Home): Route {
  const from = callerOf(at, flow, target, client);
  if (isUndecided(from) || from.by === 'none') return from;
  const ports = subresourceOf(target, flow.subresource).publicPorts;
  const passes = allows(
    at,
    client.subnet,
    { tags: target.traits.serviceTags, location: target.location },
    ports,
  );
  if (isUndecided(passes)) return passes;
  if (!passes) {
    return none(
      'path',
      `the network security group of ${flow.clientName} denies ${target.traits.serviceTags[0] ?? 'the service'}`,
    );
  }
  const admitted = admit(at, target, from.caller);
  if (isUndecided(admitted))
    return from.doubt === undefined ? admitted : { by: 'undecided', questions: [from.doubt] };
  if (admitted !== true) return none('admission', admitted.refused);
  return from.way;
}

type Arrival =
  | {
      readonly by: 'arrival';
      readonly caller: Caller;
      readonly way: Way;
      readonly doubt?: Question;
    }
  | Undecided
  | (Route & { by: 'none' });

/** How a client arrives at the public side: as whom, and from which address. */
function callerOf(at: View, flow: Flow, target: Target, client: Home): Arrival {
  if (client.subnet !== undefined) return fromSubnet(at, client.subnet, target);
  if (flow.client.startsWith('?')) {
    const matched = ask(at, {
      key: `rule ${flow.client} of ${target.id}`,
      options: ['internet', 'service-endpoint', 'none'],
      missing: `${flow.clientName}: which subnet it is, and how it arrives`,
    });
    if (isUndecided(matched)) return matched;
    if (matched === 'none')
      return none('admission', `${flow.clientName} is not admitted`) as Route & { by: 'none' };
    const by = matched === 'internet' ? 'internet' : 'service-endpoint';
    const caller: Caller = { by, subnet: flow.client, addresses: 'anyone', azure: true };
    return { by: 'arrival', caller, way: { by, source: by === 'internet' ? 'public' : 'private' } };
  }
  const configured = look(at, 'clients', flow.client);
  const range = flow.range === undefined ? undefined : [flow.range];
  const addresses = configured?.addresses.length ? configured.addresses : range;
  const caller: Caller = {
    by: 'internet',
    addresses: addresses ?? 'anyone',
    azure: false,
    ...(flow.clientKind === 'trusted-service' ? { trusted: true } : {}),
  };
  const [address] = addresses ?? [];
  return {
    by: 'arrival',
    caller,
    way: { by: 'internet', source: 'public', ...(address === undefined ? {} : { address }) },
  };
}

function fromSubnet(at: View, subnet: Subnet, target: Target): Arrival {
  const arrival = endpointPath(at, subnet, target);
  if (isUndecided(arrival)) return arrival;
  if ('refused' in arrival) return none('path', arrival.refused) as Route & { by: 'none' };
  const via = arrival.subnet.id === subnet.id ? {} : { via: arrival.subnet.id };
  if (arrival.by === 'service-endpoint') {
    const caller: Caller = {
      by: 'service-endpoint',
      subnet: arrival.subnet.id,
      addresses: [],
      azure: true,
    };
    return { by: 'arrival', caller, way: { by: 'service-endpoint', source: 'private', ...via } };
  }
  const leaves = arrival.egress !== undefined || hasWayOut(at, arrival.subnet);
  if (isUndecided(leaves)) return leaves;
  const out = arrival.egress ?? egress(at, arrival.subnet);
  if ('refused' in out) return none('path', out.refused) as Route & { by: 'none' };
  if (!leaves)
    return none('path', `${arrival.subnet.name} has no way out`) as Route & { by: 'none' };
  const { doubt, ...from } = out;
  const caller: Caller = { by: 'internet', subnet: arrival.subnet.id, ...from };
  const known = caller.addresses;
  const address = Array.isArray(known) ? known[0] : undefined;
  return {
    by: 'arrival',
    caller,
    way: {
      by: 'internet',
      source: 'public',
      ...(address === undefined ? {} : { address }),
      ...via,
    },
    ...(doubt === undefined ? {} : { doubt }),
  };
}

/** A wildcard flow: its admission is not judged, only which way its traffic goes. */
function wildcard(at: View, flow: Flow): Route {
  if (flow.zone !== undefined) return { by: 'internet', source: 'public' };
  const subnet = look(at, 'subnets', flow.client);
  if (subnet === undefined) return none('absent', `${flow.clientName} does not exist`);
  const on = subnet.endpoints[flow.family ?? ''];
  if (on === undefined) return { by: 'internet', source: 'public' };
  return { by: 'service-endpoint', source: 'private' };
}

/** What the names of a flow answer, to tell a change of name from a change of route. */
export function nameOf(at: View, flow: Flow): string {
  if (flow.zone !== undefined) return visibility(at, flow);
  const target = flow.target === '*' ? undefined : look(at, 'targets', flow.target);
  const client = home(at, flow);
  if (target === undefined || client === undefined || isUndecided(client)) return 'public';
  return subresourceOf(target, flow.subresource)
    .names.map((name) => {
      const answer = resolve(at, client.vnet, target, flow.subresource, name);
      if (isUndecided(answer)) return 'undecided';
      return answer.to === 'private' ? answer.endpoint.id : answer.to;
    })
    .join(' ');
}

/** Whether a privatelink zone is visible from the VNet of a wildcard flow, and what it does with names it lacks. */
function visibility(at: View, flow: Flow): string {
  const link = linksTo(at, flow.client).find(
    (each) => look(at, 'zones', each.zone)?.name.toLowerCase() === flow.zone,
  );
  if (link === undefined) return 'public';
  return link.resolutionPolicy === 'NxDomainRedirect' ? 'zone, then public' : 'zone';
}
