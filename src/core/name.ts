import { covers } from './cidr.ts';
import { canonical } from './equal.ts';
import { isKnown, isUnknown } from './known.ts';
import {
  applianceAt,
  endpointsOf,
  endpointsPerhapsOf,
  linksTo,
  linksToUnknown,
  peeringsOf,
  recordsIn,
  resolverAt,
  unseenZonesNamed,
  zoneGroupOf,
  zonesNamed,
} from './lookup.ts';
import type { Id, PrivateEndpoint, Target, TargetName, Vnet, Zone, ZoneLink } from './model.ts';
import { addressOf, followed } from './record-address.ts';
import { ask, isUndecided, look, settle, type Undecided, type View, whether } from './world.ts';

/** What a name answers, asked from one place. */
export type NameAnswer =
  | { readonly to: 'public' }
  | { readonly to: 'private'; readonly endpoint: PrivateEndpoint }
  | { readonly to: 'none'; readonly blocker: string };

const publicAnswer: NameAnswer = { to: 'public' };

/** The approved private endpoints of a target that serve one of its sub-resources (`*`: any). */
export function approvedEndpoints(
  at: View,
  target: Target,
  subresource: string,
): PrivateEndpoint[] | Undecided {
  const approved: PrivateEndpoint[] = [];
  for (const endpoint of [...endpointsOf(at, target.resource), ...endpointsPerhapsOf(at, target)]) {
    if (subresource !== '*' && !serves(endpoint, subresource)) continue;
    const own = isKnown(endpoint.target) || connects(at, endpoint, endpoint.target.unknown, target);
    if (isUndecided(own)) return own;
    if (!own) continue;
    const status = settle(at, endpoint.status, `status of ${endpoint.id}`, ['Approved', 'Pending']);
    if (isUndecided(status)) return status;
    if (status === 'Approved') approved.push(endpoint);
  }
  return approved;
}

function connects(
  at: View,
  { id, name }: PrivateEndpoint,
  why: string,
  target: Target,
): boolean | Undecided {
  return whether(
    at,
    `target of ${id}: ${why}, or ${target.resource}`,
    `whether ${name} connects to ${target.name}: ${why}`,
  );
}

function serves(endpoint: PrivateEndpoint, subresource: string): boolean {
  return endpoint.groups.some((group) => group.toLowerCase() === subresource.toLowerCase());
}

/** What `name` answers to a client whose resolver asks in `vnet` (undefined: outside Azure, public DNS only). */
export function resolve(
  at: View,
  vnet: Id | undefined,
  target: Target,
  subresource: string,
  name: TargetName,
): NameAnswer | Undecided {
  if (vnet === undefined) {
    // The answer rests on none of them, but who keeps it where others move is worth telling.
    endpointsOf(at, target.resource);
    return publicAnswer;
  }
  const endpoints = approvedEndpoints(at, target, subresource);
  if (isUndecided(endpoints)) return endpoints;
  // Whoever is asked: without a CNAME, only a zone that hides the name makes a difference.
  if (endpoints.length === 0 && !mayBeHidden(at, name)) return publicAnswer;
  const asked = askedIn(at, vnet, name);
  if (isUndecided(asked)) return asked;
  if (asked === 'public') return publicAnswer;
  const hidden = bySuffixZone(at, asked, name, endpoints);
  if (hidden !== undefined) return hidden;
  // Without an approved endpoint the name has no CNAME, and a linked zone does not touch it.
  if (endpoints.length === 0) return publicAnswer;
  return answerOf(at, asked, name, endpoints);
}

/** The VNet in which Azure DNS is asked, or `public` when the servers do not forward to it. */
function askedIn(at: View, vnet: Id, name: TargetName): Id | 'public' | Undecided {
  const home = look(at, 'vnets', vnet);
  if (home === undefined) return vnet;
  const servers = home.dnsServers;
  if (isUnknown(servers)) {
    const own = whether(at, `dns of ${vnet}: ${servers.unknown}`, servers.unknown);
    if (isUndecided(own)) return own;
    return own ? vnet : customServers(at, home, name, 'its DNS servers');
  }
  const answers = new Set<Id | 'public'>();
  for (const server of servers) {
    const answer = askedBy(at, home, name, server);
    if (isUndecided(answer)) return answer;
    answers.add(answer);
  }
  const [first, ...others] = answers;
  if (first === undefined) return vnet;
  if (others.length === 0) return first;
  const chosen = ask(at, {
    key: `which DNS server of ${vnet} answers: ${[...answers].sort().join(', ')}`,
    options: [...answers],
    missing: `which of the DNS servers of ${home.name} answers: they ask in different places`,
  });
  return chosen;
}

function askedBy(
  at: View,
  home: Vnet,
  name: TargetName,
  server: string,
): Id | 'public' | Undecided {
  // 168.63.129.16 is Azure's own resolver, asked from inside the VNet.
  if (server === '168.63.129.16') return home.id;
  const resolver = resolverAt(at, server);
  if (resolver !== undefined && isKnown(resolver.vnet)) return resolver.vnet;
  const appliance = applianceAt(at, server);
  if (appliance !== undefined && isKnown(appliance.subnet)) {
    const proxy = isKnown(appliance.dnsProxy)
      ? appliance.dnsProxy
      : whether(
          at,
          `DNS proxy of ${appliance.id}: ${appliance.dnsProxy.unknown}`,
          appliance.dnsProxy.unknown,
        );
    if (isUndecided(proxy)) return proxy;
    const subnet = look(at, 'subnets', appliance.subnet);
    if (proxy && subnet !== undefined && isKnown(subnet.vnet)) return subnet.vnet;
  }
  return customServers(at, home, name, server);
}

/** What servers that are not in the model do, as the config says; they matter by the public suffix they forward. */
function customServers(
  at: View,
  home: Vnet,
  name: TargetName,
  server: string,
): Id | 'public' | Undecided {
  const said = look(at, 'resolutions', 'custom');
  const near = holding(at, home, server);
  const missing = `whether ${server}, a DNS server of ${home.name}, forwards ${forwardersOf(name).join(' and ')} to Azure, and from which VNet`;
  if (said === undefined || isUnknown(said.forwarded)) {
    const places = near === undefined ? [home.id, ...linkedNear(at, home, name)] : [near];
    return ask(at, {
      key: `forwarding of ${server} in ${home.id}: ${places.join(', ')}`,
      options: [...places, 'public'],
      missing,
    });
  }
  const forwards =
    said.forwarded === true || said.forwarded.some((each) => endsWith(name.host, each));
  if (!forwards) return 'public';
  return isKnown(said.vnet) ? said.vnet : (near ?? home.id);
}

/** The client's VNet and those peered with it. */
function neighbourhood(at: View, home: Vnet): Id[] {
  const peers = peeringsOf(at, home.id)
    .flatMap((peering) => [peering.vnet, peering.remote])
    .filter(isKnown);
  return [...new Set([home.id, ...peers])];
}

/** The VNet near the client whose address space holds a DNS server: it sits there, and asks with that VNet's links. */
function holding(at: View, home: Vnet, server: string): Id | undefined {
  return neighbourhood(at, home).find((vnet) => {
    const space = look(at, 'vnets', vnet)?.addressSpace;
    return space !== undefined && isKnown(space) && space.some((each) => covers(each, server));
  });
}

/** Peered VNets that see the zone of a name: a server that sits elsewhere may ask there. */
function linkedNear(at: View, home: Vnet, name: TargetName): Id[] {
  return neighbourhood(at, home).filter(
    (vnet) =>
      vnet !== home.id &&
      linksTo(at, vnet).some(
        ({ zone }) => look(at, 'zones', zone)?.name.toLowerCase() === name.zone.toLowerCase(),
      ),
  );
}

/** The public suffixes that servers outside Azure must forward: `blob.core.windows.net`. */
export function forwardersOf({ host, forwarders }: TargetName): readonly string[] {
  return forwarders ?? [host.slice(host.indexOf('.') + 1)];
}

/** Whether a zone would hold the name. */
export function endsWith(host: string, zone: string): boolean {
  return host.toLowerCase().endsWith(`.${zone.toLowerCase()}`);
}

/** Whether a zone of the input is named like the name's public suffix. */
function mayBeHidden(at: View, name: TargetName): boolean {
  const labels = name.host.toLowerCase().split('.');
  return labels.some((_, n) => {
    const suffix = labels.slice(n + 1).join('.');
    if (suffix === '' || suffix.startsWith('privatelink.')) return false;
    return at.zoneNames.has(suffix) || zonesNamed(at.model, suffix).length > 0;
  });
}

/** What a linked zone named like the public suffix answers: it hides every name under it, CNAME or not. The longest match wins. */
function bySuffixZone(
  at: View,
  vnet: Id,
  name: TargetName,
  endpoints: readonly PrivateEndpoint[],
): NameAnswer | Undecided | undefined {
  const linked = linkedZones(
    at,
    vnet,
    (zone) => !zone.name.toLowerCase().startsWith('privatelink.') && endsWith(name.host, zone.name),
  );
  if (isUndecided(linked)) return linked;
  const [longest] = [...linked].sort((a, b) => b.zone.name.length - a.zone.name.length);
  if (longest === undefined) return undefined;
  const { zone } = longest;
  const asked = { ...name, zone: zone.name, record: name.host.slice(0, -zone.name.length - 1) };
  const [record] = recordsIn(at, zone.id, asked.record);
  const found =
    record === undefined
      ? unshownRecord(at, zone, asked, endpoints)
      : written(at, record.addresses, asked, endpoints);
  const blocker = `${name.host} is hidden by the zone ${zone.name}, which has no record for it`;
  return found ?? { to: 'none', blocker };
}

function answerOf(
  at: View,
  vnet: Id,
  name: TargetName,
  endpoints: readonly PrivateEndpoint[],
): NameAnswer | Undecided {
  const visible = visibleZone(at, vnet, name);
  if (isUndecided(visible)) return visible;
  if (visible === undefined) return publicAnswer;
  const record =
    visible.zone === undefined
      ? assumedRecord(at, name, endpoints)
      : recordOf(at, visible.zone, name, endpoints);
  if (isUndecided(record)) return record;
  if (record !== undefined) return record;
  const policy =
    visible.link === undefined
      ? 'Default'
      : settle(at, visible.link.resolutionPolicy, `resolution policy of ${visible.link.id}`, [
          'Default',
          'NxDomainRedirect',
        ]);
  if (isUndecided(policy)) return policy;
  if (policy === 'NxDomainRedirect') return publicAnswer;
  return {
    to: 'none',
    blocker: `${name.zone} is visible and has no record ${name.record}: NXDOMAIN`,
  };
}

interface LinkedZone {
  readonly zone: Zone;
  readonly link: ZoneLink;
}

/** The zones that `wanted` asks for and that are linked to the VNet, as far as the input shows where links go. */
function linkedZones(
  at: View,
  vnet: Id,
  wanted: (zone: Zone) => boolean,
): LinkedZone[] | Undecided {
  const found: LinkedZone[] = [];
  for (const link of [...linksTo(at, vnet), ...linksToUnknown(at)]) {
    const zone = look(at, 'zones', link.zone);
    if (zone === undefined || !wanted(zone)) continue;
    const here =
      isKnown(link.vnet) ||
      whether(
        at,
        `${link.id} goes to ${vnet}: ${link.vnet.unknown}`,
        `whether ${link.name} links ${zone.name} to ${vnetName(at, vnet)}`,
      );
    if (isUndecided(here)) return here;
    if (here) found.push({ zone, link });
  }
  return found;
}

type VisibleZone = Partial<LinkedZone>;

/** The zone of `name` as seen from `vnet`; undefined when none is linked. */
function visibleZone(at: View, vnet: Id, name: TargetName): VisibleZone | undefined | Undecided {
  const own = linkedZones(at, vnet, (zone) => zone.name.toLowerCase() === name.zone.toLowerCase());
  if (isUndecided(own)) return own;
  if (own[0] !== undefined) return own[0];
  const [zone] = unseenZonesNamed(at, name.zone);
  // Of a zone that is linked elsewhere, it is enough that it is somewhere.
  const shown =
    at.zoneNames.has(name.zone.toLowerCase()) || zonesNamed(at.model, name.zone).length > 0;
  if (shown && zone === undefined) return undefined;
  const linked = whether(
    at,
    `link of ${name.zone} to ${vnet}`,
    zone === undefined
      ? `whether a zone ${name.zone} is linked to ${vnetName(at, vnet)} (no such zone is in the input)`
      : `whether ${zone.name} is linked to ${vnetName(at, vnet)}`,
  );
  if (isUndecided(linked)) return linked;
  if (!linked) return undefined;
  return zone === undefined ? {} : { zone };
}

function vnetName(at: View, vnet: Id): string {
  return at.model.vnets[vnet]?.name ?? vnet;
}

function recordOf(
  at: View,
  zone: Zone,
  name: TargetName,
  endpoints: readonly PrivateEndpoint[],
): NameAnswer | undefined | Undecided {
  const writers: PrivateEndpoint[] = [];
  for (const endpoint of endpoints) {
    const group = zoneGroupOf(at, endpoint.id);
    const open = group?.zones.find((each) => isUnknown(each));
    const here =
      group?.zones.some((each) => each === zone.id) ||
      (open !== undefined &&
        isUnknown(open) &&
        whether(at, `zone group of ${endpoint.id} and ${zone.id}: ${open.unknown}`, open.unknown));
    if (isUndecided(here)) return here;
    if (here) writers.push(endpoint);
  }
  if (writers.length > 0) return answeredBy(at, `${name.record}.${zone.name}`, writers);
  for (const record of recordsIn(at, zone.id, name.record))
    return written(at, record.addresses, name, endpoints);
  return unshownRecord(at, zone, name, endpoints);
}

/** A zone that is managed elsewhere may hold a record that the input does not show. */
function unshownRecord(
  at: View,
  zone: Zone,
  name: TargetName,
  endpoints: readonly PrivateEndpoint[],
): NameAnswer | undefined | Undecided {
  return isKnown(zone.linksShown) ? undefined : assumedRecord(at, name, endpoints);
}

/** The endpoint whose address a record holds; where several write the same record, nobody can tell whose. */
function answeredBy(
  at: View,
  record: string,
  endpoints: readonly PrivateEndpoint[],
): NameAnswer | Undecided {
  const [first] = endpoints;
  if (first === undefined) return publicAnswer;
  if (endpoints.length === 1) return { to: 'private', endpoint: first };
  const sorted = [...endpoints].sort((a, b) => (a.id < b.id ? -1 : 1));
  const chosen = ask(at, {
    key: `whose address ${record} holds: ${sorted.map((each) => each.id).join(', ')}`,
    options: sorted.map((each) => each.id),
    missing: `which of ${sorted.map((each) => each.name).join(', ')} ${record} holds: all of them write it`,
  });
  if (isUndecided(chosen)) return chosen;
  return { to: 'private', endpoint: sorted.find((each) => each.id === chosen) ?? first };
}

function assumedRecord(
  at: View,
  name: TargetName,
  endpoints: readonly PrivateEndpoint[],
): NameAnswer | undefined | Undecided {
  const [endpoint] = endpoints;
  if (endpoint === undefined) return undefined;
  const there = whether(
    at,
    `record ${name.record} in ${name.zone} for ${endpoint.id}`,
    `whether ${name.zone} holds a record ${name.record}`,
  );
  if (isUndecided(there)) return there;
  return there ? { to: 'private', endpoint } : undefined;
}

/** Whether one of these addresses lies in the endpoint's subnet, as far as that is shown. */
function mayHold(at: View, endpoint: PrivateEndpoint, addresses: readonly string[]): boolean {
  const subnet = isKnown(endpoint.subnet) ? look(at, 'subnets', endpoint.subnet) : undefined;
  if (subnet === undefined || isUnknown(subnet.prefixes)) return true;
  const { prefixes } = subnet;
  return addresses.some((each) => prefixes.some((prefix) => covers(prefix, each) !== false));
}

function written(
  at: View,
  addresses: ReturnType<typeof recordsIn>[number]['addresses'],
  name: TargetName,
  endpoints: readonly PrivateEndpoint[],
): NameAnswer | Undecided {
  const dead: NameAnswer = {
    to: 'none',
    blocker: `the record ${name.record} in ${name.zone} holds no address of an approved private endpoint of it`,
  };
  const [sole] = endpoints;
  if (sole === undefined) {
    // Only a zone that hides the public name holds a record without a CNAME that leads to it.
    if (isKnown(addresses) && addresses.every((each) => followed(each) !== undefined)) return dead;
    const leads = `whether the record ${name.record} in ${name.zone} leads to ${name.host}`;
    const right = whether(
      at,
      `addresses of ${name.record}.${name.zone}: ${canonical(addresses)}`,
      leads,
    );
    if (isUndecided(right)) return right;
    return right ? publicAnswer : dead;
  }
  if (isUnknown(addresses)) {
    const right = whether(
      at,
      `addresses of ${name.record}.${name.zone}: ${addresses.unknown}`,
      addresses.unknown,
    );
    if (isUndecided(right)) return right;
    return right ? { to: 'private', endpoint: sole } : dead;
  }
  const held = endpoints.filter(({ id, addresses: own }) => {
    if (addresses.includes(addressOf(id))) return true;
    return isKnown(own) && own.some((each) => addresses.some((one) => covers(one, each)));
  });
  if (held.length > 0) return answeredBy(at, `${name.record}.${name.zone}`, held);
  const open = endpoints.find((each) => isUnknown(each.addresses) && mayHold(at, each, addresses));
  if (open === undefined || addresses.every((each) => followed(each) !== undefined)) return dead;
  const right = whether(
    at,
    `address of ${open.id} for ${addresses.join(', ')}: ${isUnknown(open.addresses) ? open.addresses.unknown : ''}`,
    `whether ${addresses.join(', ')} is the address of ${open.name}`,
  );
  if (isUndecided(right)) return right;
  return right ? { to: 'private', endpoint: open } : dead;
}
