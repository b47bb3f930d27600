import { isKnown, type Known, unknown } from '../../src/core/known.ts';
import type {
  Collection,
  Id,
  Named,
  NetworkModel,
  SecurityRule,
  ServiceEndpoint,
  Subnet,
  Target,
  UserRoute,
} from '../../src/core/model.ts';
import {
  appliance,
  kindOf,
  link,
  named,
  natGateway,
  peering,
  privateEndpoint,
  record,
  subnet,
  suffixOf,
  use,
  zone,
  zoneGroup,
  zoneOf,
} from '../core/network.ts';

// One vocabulary for what stands in a generated network and for what changes in it. A mutation takes what it needs by number, so
// that any numbers fit any network; where there is nothing to take, it does nothing.

export interface Picks {
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

export type Mutation = (model: NetworkModel, picks: Picks) => NetworkModel;

export function pick<T>(items: readonly T[], n: number): T | undefined {
  return items[n % items.length];
}

function put<C extends Collection>(
  model: NetworkModel,
  collection: C,
  each: NetworkModel[C][Id] & Named,
): NetworkModel {
  return { ...model, [collection]: { ...model[collection], [each.id]: each } };
}

export function drop(model: NetworkModel, collection: Collection, id: Id): NetworkModel {
  const { [id]: _gone, ...rest } = model[collection] as Readonly<Record<Id, Named>>;
  return { ...model, [collection]: rest };
}

function without<T>(entries: Readonly<Record<string, T>>, key: string): Record<string, T> {
  const { [key]: _gone, ...rest } = entries;
  return rest;
}

const vnets = (model: NetworkModel) => Object.values(model.vnets);
const subnets = (model: NetworkModel) => Object.values(model.subnets);
const targets = (model: NetworkModel) => Object.values(model.targets);

/** Alters the a-th subnet. */
function onSubnet(change: (each: Subnet, picks: Picks, model: NetworkModel) => Subnet): Mutation {
  return (model, picks) => {
    const each = pick(subnets(model), picks.a);
    return each === undefined ? model : put(model, 'subnets', change(each, picks, model));
  };
}

/** Alters the a-th target. */
function onTarget(change: (each: Target, picks: Picks, model: NetworkModel) => Target): Mutation {
  return (model, picks) => {
    const each = pick(targets(model), picks.a);
    return each === undefined ? model : put(model, 'targets', change(each, picks, model));
  };
}

/** Takes the a-th record of a collection away. */
function away(collection: Collection): Mutation {
  return (model, picks) => {
    const each = pick(Object.keys(model[collection]), picks.a);
    return each === undefined ? model : drop(model, collection, each);
  };
}

function all(...mutations: readonly Mutation[]): Mutation {
  return (model, picks) => mutations.reduce((sofar, each) => each(sofar, picks), model);
}

function serviceEndpoint(target: Target, variant: number): ServiceEndpoint {
  const { name, scope } = kindOf(target);
  const service = `Test.${name}`;
  if (variant % 4 === 1) return { service: `${service}.Global`, scope: 'everywhere' };
  if (variant % 4 === 2) return { service, scope, networkIdentifier: 'pip-1' };
  return { service, scope, pair: 'south' };
}

/** The a-th subnet has the endpoint of the b-th target's service. */
const endpointOn: Mutation = (model, picks) => {
  const [home, target] = [pick(subnets(model), picks.a), pick(targets(model), picks.b)];
  const family = target?.traits.endpointFamily;
  if (home === undefined || target === undefined || family === undefined) return model;
  const endpoints = { ...home.endpoints, [family]: serviceEndpoint(target, picks.c) };
  return put(model, 'subnets', { ...home, endpoints });
};

const endpointOff = onSubnet((each, picks) => ({
  ...each,
  endpoints: without(each.endpoints, pick(Object.keys(each.endpoints), picks.b) ?? ''),
}));

/** The b-th target names the a-th subnet. */
const ruleOn: Mutation = (model, picks) => {
  const [home, target] = [pick(subnets(model), picks.a), pick(targets(model), picks.b)];
  if (home === undefined || target?.traits.endpointFamily === undefined) return model;
  const prioritised = target.traits.ruleBeforeEndpoint === 'free';
  const own = {
    ignoreMissing: picks.c % 3 === 1,
    ...(prioritised ? { action: deny(picks.c), priority: 100 + (picks.c % 5) } : {}),
  };
  return put(model, 'targets', {
    ...target,
    networkRules: { ...target.networkRules, [home.id]: own },
  });
};

function deny(n: number): 'Allow' | 'Deny' {
  return n % 7 === 6 ? 'Deny' : 'Allow';
}

const ruleOff = onTarget((each, picks) => ({
  ...each,
  networkRules: without(each.networkRules, pick(Object.keys(each.networkRules), picks.b) ?? ''),
}));

const ranges = ['203.0.113.1', '203.0.113.2', '198.51.100.10', '203.0.113.0/24', '0.0.0.0'];

const ipRuleOn = onTarget((each, picks) => {
  const range = pick(ranges, picks.b) ?? '';
  const prioritised = each.traits.ruleBeforeEndpoint === 'free';
  const own = {
    range,
    ...(prioritised ? { action: deny(picks.c), priority: 100 + (picks.c % 5) } : {}),
  };
  return { ...each, ipRules: { ...each.ipRules, [range]: own } };
});

const ipRuleOff = onTarget((each, picks) => ({
  ...each,
  ipRules: without(each.ipRules, pick(Object.keys(each.ipRules), picks.b) ?? ''),
}));

const defaultAction = onTarget((each, picks) => ({
  ...each,
  defaultAction:
    each.traits.admission === 'deny-unless-matched'
      ? each.defaultAction
      : (pick(['Deny', 'Allow', 'Deny', 'unset'] as const, picks.b) ?? 'unset'),
}));

const publicAccess = onTarget((each, picks) => ({
  ...each,
  publicNetworkAccess:
    pick(
      ['Disabled', 'Enabled', 'unset', 'Disabled', 'SecuredByPerimeter', 'Enabled'] as const,
      picks.b,
    ) ?? 'unset',
}));

const rulesEnabled = onTarget((each, picks) => ({
  ...each,
  networkRulesEnabled: picks.b % 2 === 1,
}));

const trusted = onTarget((each, picks) => ({
  ...each,
  trusted: picks.b % 2 === 0 ? ['AzureServices'] : [],
}));

/** The a-th subnet leaves by one of two gateways, or by none. */
const nat: Mutation = (model, picks) => {
  const [home, number] = [pick(subnets(model), picks.a), picks.b % 3];
  if (home === undefined) return model;
  if (number === 2) return put(model, 'subnets', { ...home, natGateway: null });
  const gateway = natGateway(`nat-${number + 1}`, `203.0.113.${number + 1}`);
  const there =
    model.natGateways[gateway.id] === undefined ? put(model, 'natGateways', gateway) : model;
  return put(there, 'subnets', { ...home, natGateway: gateway.id });
};

const natAddress: Mutation = (model, picks) => {
  const each = pick(Object.values(model.natGateways), picks.a);
  if (each === undefined) return model;
  const address = pick(ranges.slice(0, 2), picks.b) ?? '';
  const addresses =
    each.addresses[address] === undefined
      ? { ...each.addresses, [address]: true as const }
      : without(each.addresses, address);
  return put(model, 'natGateways', { ...each, addresses });
};

const noWayOut = onSubnet((each, picks) => ({ ...each, defaultOutbound: picks.b % 2 === 1 }));

const securityRules: readonly Partial<SecurityRule>[] = [
  { access: 'Deny', priority: 400, destinations: ['Internet'] },
  { access: 'Deny', priority: 300, destinations: ['VirtualNetwork'] },
  { access: 'Allow', priority: 200, destinations: ['VirtualNetwork'] },
  { access: 'Allow', priority: 201, destinations: ['Store', 'Database', 'Vault.North'] },
  { access: 'Deny', priority: 500, destinations: ['*'] },
  { access: 'Allow', priority: 202, destinations: ['10.1.0.0/16'] },
];

/** The a-th subnet has a security group with one more rule, one less, or no group. */
const securityGroup: Mutation = (model, picks) => {
  const home = pick(subnets(model), picks.a);
  if (home === undefined) return model;
  if (picks.c % 5 === 4) return put(model, 'subnets', { ...home, securityGroup: null });
  const id = `nsg-${(picks.a % subnets(model).length) % 2}`;
  const own = pick(securityRules, picks.b);
  const whole: SecurityRule = {
    direction: 'Outbound',
    access: 'Allow',
    priority: 100,
    protocol: '*',
    sources: ['*'],
    destinations: ['*'],
    ports: ['*'],
    ...own,
  };
  const known = model.securityGroups[id]?.rules ?? {};
  const key = `rule-${whole.priority}`;
  const rules = known[key] === undefined ? { ...known, [key]: whole } : without(known, key);
  const grown = put(model, 'securityGroups', { ...named(id), rules });
  return put(grown, 'subnets', { ...home, securityGroup: id });
};

const routes: readonly UserRoute[] = [
  { prefix: '0.0.0.0/0', nextHop: 'VirtualAppliance', address: '10.1.1.4' },
  { prefix: '0.0.0.0/0', nextHop: 'Internet' },
  { prefix: '0.0.0.0/0', nextHop: 'None' },
  { prefix: 'Store', nextHop: 'VirtualAppliance', address: '10.1.1.4' },
  { prefix: '0.0.0.0/0', nextHop: 'VirtualAppliance', address: '10.9.9.9' },
];

/** The a-th subnet routes through the appliance in the first subnet, past it, nowhere, or has no routes of its own. */
const routeTable: Mutation = (model, picks) => {
  const [home, front] = [pick(subnets(model), picks.a), subnets(model)[0]];
  const own = pick(routes, picks.b);
  if (home === undefined || front === undefined || own === undefined) return model;
  if (picks.c % 4 === 3) return put(model, 'subnets', { ...home, routeTable: null });
  const firewall = appliance('firewall', front.id, {
    privateAddress: '10.1.1.4',
    addresses: { '203.0.113.100': true },
    dnsProxy: true,
  });
  const guarded =
    model.appliances.firewall === undefined ? put(model, 'appliances', firewall) : model;
  const table = { ...named('routes'), routes: { all: own } };
  const routed = put(guarded, 'routeTables', table);
  return put(routed, 'subnets', { ...home, routeTable: table.id });
};

const servers: readonly (readonly string[])[] = [
  [],
  ['10.1.1.5'],
  ['10.1.1.4'],
  ['168.63.129.16'],
  ['10.1.1.5', '10.1.1.6'],
  ['10.1.1.9'],
];

/** The a-th VNet asks Azure, its own servers, the firewall or a resolver in the first VNet. */
const dnsServers: Mutation = (model, picks) => {
  const [home, first] = [pick(vnets(model), picks.a), vnets(model)[0]];
  if (home === undefined || first === undefined) return model;
  const dns = put(model, 'vnets', { ...home, dnsServers: pick(servers, picks.b) ?? [] });
  return put(dns, 'resolvers', {
    ...named('resolver'),
    vnet: first.id,
    address: '10.1.1.9',
  });
};

/** Custom servers forward everything, one suffix, or nobody knows what. */
const resolution: Mutation = (model, picks) => {
  const first = vnets(model)[0];
  if (first === undefined) return model;
  const forwarded =
    pick<Known<true | readonly string[]>>(
      [true, ['data.store.test'], [], unknown('what the servers forward')],
      picks.a,
    ) ?? true;
  return put(model, 'resolutions', { ...named('custom'), forwarded, vnet: first.id });
};

const peered: Mutation = (model, picks) => {
  const [one, other] = [pick(vnets(model), picks.a), pick(vnets(model), picks.b)];
  if (one === undefined || other === undefined || one.id === other.id) return model;
  return put(model, 'peerings', peering(one.id, other.id));
};

function doorOf(target: Target, n: number): string {
  return pick(Object.keys(target.subresources), n) ?? '';
}

/** The b-th target has a private endpoint on the a-th subnet. */
const privateEndpointOn: Mutation = (model, picks) => {
  const [home, target] = [pick(subnets(model), picks.a), pick(targets(model), picks.b)];
  if (home === undefined || target === undefined) return model;
  const door = doorOf(target, picks.c);
  const own = privateEndpoint(`pe-${target.id}-${home.id}`, home.id, target.resource, {
    groups: [door],
    status: picks.c % 7 === 5 ? 'Pending' : 'Approved',
    addresses: picks.c % 3 === 1 ? unknown('the address of the endpoint') : ['10.1.2.9'],
  });
  return put(model, 'endpoints', own);
};

const privateEndpointOff: Mutation = (model, picks) => {
  const each = pick(Object.keys(model.endpoints), picks.a);
  return each === undefined ? model : drop(drop(model, 'zoneGroups', each), 'endpoints', each);
};

const connection: Mutation = (model, picks) => {
  const each = pick(Object.values(model.endpoints), picks.a);
  const status = pick(['Approved', 'Pending', 'Rejected'] as const, picks.b) ?? 'Approved';
  return each === undefined ? model : put(model, 'endpoints', { ...each, status });
};

/** The zone in which the b-th target's private name is looked up; one in three is managed elsewhere. */
function withZone(model: NetworkModel, name: string, n: number): NetworkModel {
  if (model.zones[name] !== undefined) return model;
  const own = zone(name);
  return put(
    model,
    'zones',
    n % 3 === 2 ? { ...own, linksShown: unknown(`the links of ${name}`) } : own,
  );
}

/** The a-th private endpoint has a zone group for its target's zone. */
const zoneGroupOn: Mutation = (model, picks) => {
  const each = pick(Object.values(model.endpoints), picks.a);
  const target = targets(model).find((one) => one.resource === each?.target);
  if (each === undefined || target === undefined) return model;
  const name = zoneOf(kindOf(target), each.groups[0]);
  const zoned = withZone(model, name, 0);
  return put(zoned, 'zoneGroups', zoneGroup(each.id, name));
};

/** The b-th target's zone is linked to the a-th VNet. */
const linked: Mutation = (model, picks) => {
  const [home, target] = [pick(vnets(model), picks.a), pick(targets(model), picks.b)];
  if (home === undefined || target === undefined) return model;
  const name = zoneOf(kindOf(target), doorOf(target, picks.c));
  const resolutionPolicy = picks.c % 5 === 4 ? 'NxDomainRedirect' : 'Default';
  const own = link(name, home.id, { resolutionPolicy });
  return put(withZone(model, name, picks.c), 'links', own);
};

const redirected: Mutation = (model, picks) => {
  const each = pick(Object.values(model.links), picks.a);
  const resolutionPolicy = picks.b % 2 === 0 ? 'NxDomainRedirect' : 'Default';
  return each === undefined ? model : put(model, 'links', { ...each, resolutionPolicy });
};

/** A zone named like the public suffix of the b-th target is linked to the a-th VNet. */
const publicZone: Mutation = (model, picks) => {
  const [home, target] = [pick(vnets(model), picks.a), pick(targets(model), picks.b)];
  if (home === undefined || target === undefined) return model;
  const name = suffixOf(kindOf(target), doorOf(target, picks.c));
  return put(put(model, 'zones', zone(name)), 'links', link(name, home.id));
};

/** A record by hand for the b-th target: of an endpoint, of nothing, or not known. */
const recordOn: Mutation = (model, picks) => {
  const target = pick(targets(model), picks.b);
  if (target === undefined) return model;
  const name = zoneOf(kindOf(target), doorOf(target, picks.c));
  const endpoint = Object.values(model.endpoints).find((each) => each.target === target.resource);
  const address =
    pick([`endpoint:${endpoint?.id ?? 'gone'}`, '10.1.2.9', '10.99.0.1'], picks.a) ?? '';
  return put(withZone(model, name, 0), 'records', record(name, target.name, address));
};

const zoneOff: Mutation = (model, picks) => {
  const name = pick(Object.keys(model.zones), picks.a);
  if (name === undefined) return model;
  const inside = (each: { readonly zone: Id }) => each.zone === name;
  const links = Object.values(model.links).filter(inside);
  const records = Object.values(model.records).filter(inside);
  const groups = Object.values(model.zoneGroups).filter((each) => each.zones.includes(name));
  const bare = links.reduce((sofar, each) => drop(sofar, 'links', each.id), model);
  const empty = records.reduce((sofar, each) => drop(sofar, 'records', each.id), bare);
  const free = groups.reduce((sofar, each) => drop(sofar, 'zoneGroups', each.id), empty);
  return drop(free, 'zones', name);
};

/** The policy on the a-th subnet lists the b-th target, lists it no more, or leaves. */
const endpointPolicy: Mutation = (model, picks) => {
  const [home, target] = [pick(subnets(model), picks.a), pick(targets(model), picks.b)];
  if (home === undefined || target === undefined) return model;
  if (picks.c % 3 === 2) return put(model, 'subnets', { ...home, endpointPolicies: {} });
  const known = model.endpointPolicies.policy?.allows ?? {};
  const allows =
    known[target.resource] === undefined
      ? { ...known, [target.resource]: true as const }
      : without(known, target.resource);
  const listed = put(model, 'endpointPolicies', { ...named('policy'), allows });
  return put(listed, 'subnets', { ...home, endpointPolicies: { policy: true } });
};

const perimeter: Mutation = (model, picks) => {
  const target = pick(targets(model), picks.a);
  if (target === undefined) return model;
  const mode = pick(['Learning', 'Enforced', 'Audit'] as const, picks.b) ?? 'Learning';
  return put(model, 'perimeters', { ...named('association'), target: target.resource, mode });
};

/** A workload of the a-th subnet, or a client of the config, calls the b-th target. */
const used: Mutation = (model, picks) => {
  const target = pick(targets(model), picks.b);
  const clients = [...Object.keys(model.workloads), ...Object.keys(model.clients), 'pipeline'];
  const client = pick(clients, picks.a);
  if (target === undefined || client === undefined) return model;
  const evidence = picks.c % 4 === 3 ? 'observed' : 'declared';
  const door = picks.c % 3 === 0 ? doorOf(target, picks.c) : undefined;
  return put(model, 'uses', { ...use(client, target.id, door), evidence });
};

/** Head office reaches public services by its address; one in two also enters the first VNet. */
const client: Mutation = (model, picks) => {
  const first = vnets(model)[0];
  const kind = pick(['on-premises', 'pipeline', 'internet'] as const, picks.a) ?? 'on-premises';
  const inside = kind === 'on-premises' && picks.b % 2 === 1 && first !== undefined;
  return put(model, 'clients', {
    ...named('hq'),
    kind,
    addresses: picks.c % 3 === 2 ? [] : ['198.51.100.10'],
    ranges: [],
    ...(inside ? { vnet: first.id } : {}),
  });
};

const machineAddress: Mutation = (model, picks) => {
  const each = pick(Object.values(model.workloads), picks.a);
  if (each === undefined) return model;
  const { publicAddress, ...rest } = each;
  return put(
    model,
    'workloads',
    publicAddress === undefined ? { ...rest, publicAddress: pick(ranges, picks.b) ?? '' } : rest,
  );
};

const subnetOn: Mutation = (model, picks) => {
  const home = pick(vnets(model), picks.a);
  return home === undefined
    ? model
    : put(model, 'subnets', subnet(`${home.id}/new`, { prefixes: ['10.8.8.0/24'] }));
};

const subnetOff: Mutation = (model, picks) => {
  const each = pick(subnets(model), picks.a);
  if (each === undefined) return model;
  const tenants = Object.values(model.endpoints).filter((one) => one.subnet === each.id);
  const cleared = tenants.reduce(
    (sofar, one) => drop(drop(sofar, 'zoneGroups', one.id), 'endpoints', one.id),
    model,
  );
  return drop(cleared, 'subnets', each.id);
};

const targetOff: Mutation = (model, picks) => {
  const each = pick(targets(model), picks.a);
  if (each === undefined) return model;
  const own = Object.values(model.endpoints).filter((one) => one.target === each.resource);
  const cleared = own.reduce(
    (sofar, one) => drop(drop(sofar, 'zoneGroups', one.id), 'endpoints', one.id),
    model,
  );
  return drop(cleared, 'targets', each.id);
};

/** A mutation of the b-th target, where the picks of a whole story say it last. */
function onB(change: Mutation, n: number): Mutation {
  return (model, picks) => change(model, { a: picks.b, b: n, c: picks.c });
}

const lastGroup: Mutation = (model, picks) =>
  zoneGroupOn(model, { ...picks, a: Math.max(0, Object.keys(model.endpoints).length - 1) });

/** The b-th target's zone is linked where the a-th subnet is. */
const linkedHome: Mutation = (model, picks) => {
  const home = pick(subnets(model), picks.a)?.vnet;
  const at = home === undefined || !isKnown(home) ? -1 : Object.keys(model.vnets).indexOf(home);
  return at < 0 ? model : linked(model, { ...picks, a: at, c: 0 });
};

const unnamed: Mutation = (model, picks) => {
  const [home, target] = [pick(subnets(model), picks.a), pick(targets(model), picks.b)];
  if (home === undefined || target === undefined) return model;
  return put(model, 'targets', {
    ...target,
    networkRules: without(target.networkRules, home.id),
  });
};

const deniesByDefault = onB(defaultAction, 0);
const isClosed = onB(publicAccess, 0);
const admitsGateway = onB(ipRuleOn, 0);
const admitsNobodyByAddress = onB(ipRuleOff, 0);
const leavesByGateway: Mutation = (model, picks) => nat(model, { ...picks, b: 0 });
const endpointAndRule = all(endpointOn, ruleOn);
const addressAndRule = all(leavesByGateway, admitsGateway);
const privateSide = all(privateEndpointOn, lastGroup, linkedHome);

/** By name, so that a counterexample reads as a story. What a network often has comes first: shrinking leads there. */
export const mutations = {
  endpointOn,
  endpointOff,
  ruleOn,
  ruleOff,
  endpointAndRule,
  endpointAndLock: all(endpointAndRule, deniesByDefault),
  addressAndRule,
  addressAndLock: all(addressAndRule, deniesByDefault),
  addressToEndpoint: all(endpointAndRule, admitsNobodyByAddress),
  privateSide,
  privateAndClosed: all(privateSide, isClosed),
  endpointToPrivate: all(privateSide, isClosed, unnamed, endpointOff),
  ipRuleOn,
  ipRuleOff,
  defaultAction,
  publicAccess,
  nat,
  natAddress,
  noWayOut,
  used,
  privateEndpointOn,
  privateEndpointOff,
  zoneGroupOn,
  linked,
  redirected,
  connection,
  recordOn,
  recordOff: away('records'),
  zoneGroupOff: away('zoneGroups'),
  linkOff: away('links'),
  publicZone,
  zoneOff,
  securityGroup,
  routeTable,
  dnsServers,
  resolution,
  peered,
  peeringOff: away('peerings'),
  endpointPolicy,
  perimeter,
  perimeterOff: away('perimeters'),
  rulesEnabled,
  trusted,
  client,
  machineAddress,
  usedNoMore: away('uses'),
  subnetOn,
  subnetOff,
  targetOff,
} satisfies Record<string, Mutation>;

export type MutationName = keyof typeof mutations;

/** What clients live on: most networks have some of these, and most changes touch them. */
export const usual: readonly MutationName[] = [
  'endpointAndRule',
  'endpointAndLock',
  'addressAndRule',
  'addressAndLock',
  'privateSide',
  'used',
];

/** What rollouts do. */
export const rollout: readonly MutationName[] = [
  ...usual,
  'addressToEndpoint',
  'privateAndClosed',
  'endpointToPrivate',
  'endpointOn',
  'endpointOff',
  'ruleOn',
  'ruleOff',
  'ipRuleOff',
  'defaultAction',
  'publicAccess',
];
