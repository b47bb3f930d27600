import {
  type Appliance,
  type Collection,
  emptyModel,
  type Id,
  type NetworkModel,
  type PrivateEndpoint,
  type SecurityRule,
  type ServiceEndpoint,
  type Subnet,
  type Subresource,
  type Target,
  type Traits,
  type Vnet,
  type ZoneLink,
} from '../../src/core/model.ts';

// Small networks by hand. What a claim does not mention is as Azure makes it: open, without rules, every way out by default. The
// services are made up, one for each way in which real ones admit callers.

export type Parts = { readonly [C in Collection]?: readonly NetworkModel[C][Id][] };

/** A model of these records and nothing else. */
export function network(parts: Parts): NetworkModel {
  const filled = Object.entries(parts).map(([collection, records]) => [
    collection,
    Object.fromEntries(records.map((each) => [each.id, each])),
  ]);
  return { ...emptyModel, ...Object.fromEntries(filled) };
}

export function named(name: string) {
  return { id: name, name, label: name };
}

export function vnet(name: string, own: Partial<Vnet> = {}): Vnet {
  return {
    ...named(name),
    location: 'north',
    addressSpace: ['10.0.0.0/16'],
    dnsServers: [],
    highScaleEndpoints: false,
    ...own,
  };
}

/** A subnet of the VNet whose name stands before the slash: `hub/app`. */
export function subnet(name: string, own: Partial<Subnet> = {}): Subnet {
  return {
    ...named(name),
    vnet: name.split('/')[0] ?? '',
    prefixes: ['10.0.1.0/24'],
    endpoints: {},
    endpointPolicies: {},
    securityGroup: null,
    routeTable: null,
    natGateway: null,
    defaultOutbound: true,
    networkPolicies: 'Disabled',
    delegations: [],
    ...own,
  };
}

const traits: Traits = {
  admission: 'explicit-default',
  denyNeedsRule: false,
  unsetPublicAccess: 'open',
  endpointClosesWithoutRules: false,
  ruleBeforeEndpoint: 'refused',
  ipRulesIgnoreOwnRegion: false,
  rulesFrozenWhileDisabled: false,
  rulesBesideEndpoint: true,
  trustedWhileDisabled: false,
  policed: false,
  serviceTags: [],
};

/** A service that does not exist, and how it admits callers. */
export interface Kind {
  readonly name: string;
  readonly traits: Traits;
  readonly scope: ServiceEndpoint['scope'];
  readonly checked: Subresource['checked'];
  readonly doors: readonly string[];
}

function kind(
  name: string,
  own: Partial<Traits>,
  rest: Partial<Omit<Kind, 'name' | 'traits'>> = {},
): Kind {
  return {
    name,
    traits: { ...traits, endpointFamily: `Test.${name}`, serviceTags: [name], ...own },
    scope: 'everywhere',
    checked: 'request',
    doors: ['data'],
    ...rest,
  };
}

/** Every shape of admission, and of what a service thinks of a rule before its endpoint. */
export const kinds = {
  store: kind(
    'Store',
    { ipRulesIgnoreOwnRegion: true, policed: true, trustedWhileDisabled: true },
    { scope: 'vnet-region-and-pair', doors: ['data', 'files'] },
  ),
  vault: kind('Vault', { ruleBeforeEndpoint: 'with-flag' }),
  registry: kind('Registry', { rulesBesideEndpoint: false }),
  database: kind(
    'Database',
    {
      admission: 'deny-unless-matched',
      ruleBeforeEndpoint: 'with-flag',
      rulesFrozenWhileDisabled: true,
    },
    { scope: 'vnet-region', checked: 'connection' },
  ),
  documents: kind('Documents', {
    admission: 'open-until-first-rule',
    ruleBeforeEndpoint: 'with-flag',
    endpointClosesWithoutRules: true,
  }),
  site: kind('Site', {
    admission: 'open-until-first-rule',
    ruleBeforeEndpoint: 'free',
    rulesMayDeny: true,
    unsetPublicAccess: 'open-until-endpoint',
    rulesBesideEndpoint: false,
  }),
  bus: kind(
    'Bus',
    { admission: 'open-until-first-rule', denyNeedsRule: true, ruleBeforeEndpoint: 'with-flag' },
    { checked: 'connection' },
  ),
} satisfies Record<string, Kind>;

/** The kind that a target is of. */
export function kindOf(target: Target): Kind {
  const found = Object.values<Kind>(kinds).find((each) => target.type === `Test/${each.name}`);
  if (found === undefined) throw new Error(`no kind for ${target.type}`);
  return found;
}

/** A target of that kind, open to everyone its kind lets in without rules. */
export function target(name: string, of: Kind, own: Partial<Target> = {}): Target {
  return {
    ...named(name),
    resource: name,
    type: `Test/${of.name}`,
    noun: of.name.toLowerCase(),
    location: 'north',
    traits: of.traits,
    subresources: Object.fromEntries(of.doors.map((door) => [door, subresource(name, of, door)])),
    publicNetworkAccess: 'Enabled',
    defaultAction: 'unset',
    networkRules: {},
    networkRulesEnabled: true,
    ipRules: {},
    trusted: [],
    resourceInstances: {},
    sku: 'Standard',
    ...own,
  };
}

function subresource(name: string, of: Kind, door: string): Subresource {
  return {
    name: door,
    names: [{ host: `${name}.${suffixOf(of, door)}`, zone: zoneOf(of, door), record: name }],
    publicPorts: ['443'],
    privatePorts: ['443'],
    checked: of.checked,
  };
}

/** `data.store.test`, the public suffix of a door. */
export function suffixOf(of: Kind, door = 'data'): string {
  return `${door}.${of.name.toLowerCase()}.test`;
}

/** `privatelink.data.store.test` */
export function zoneOf(of: Kind, door = 'data'): string {
  return `privatelink.${suffixOf(of, door)}`;
}

/** The service endpoint of a kind, under its family as subnets hold it. */
export function endpointOf(of: Kind, own: Partial<ServiceEndpoint> = {}) {
  const family = of.traits.endpointFamily ?? '';
  return { [family]: { service: family, scope: of.scope, ...own } satisfies ServiceEndpoint };
}

export const rule = { ignoreMissing: false };

export function ipRules(...ranges: readonly string[]) {
  return Object.fromEntries(ranges.map((range) => [range, { range }]));
}

/** An approved private endpoint of `of`, on that subnet. */
export function privateEndpoint(
  name: string,
  on: Id,
  of: Id,
  own: Partial<PrivateEndpoint> = {},
): PrivateEndpoint {
  return {
    ...named(name),
    subnet: on,
    target: of,
    groups: ['data'],
    status: 'Approved',
    addresses: ['10.0.9.4'],
    ...own,
  };
}

export function zoneGroup(endpoint: Id, ...zones: readonly Id[]) {
  return { ...named(endpoint), endpoint, zones };
}

/** A zone that the input manages: all of its links are shown. */
export function zone(name: string) {
  return { ...named(name), linksShown: true as const };
}

export function link(of: Id, to: Id, own: Partial<ZoneLink> = {}): ZoneLink {
  return { ...named(`${of}-${to}`), zone: of, vnet: to, resolutionPolicy: 'Default', ...own };
}

export function record(
  of: Id,
  name: string,
  ...addresses: readonly string[]
): NetworkModel['records'][Id] {
  return { ...named(`${name}.${of}`), zone: of, record: name, addresses };
}

export function natGateway(name: string, ...addresses: readonly string[]) {
  return {
    ...named(name),
    addresses: Object.fromEntries(addresses.map((each) => [each, true as const])),
  };
}

export function peering(from: Id, to: Id) {
  return { ...named(`${from}-to-${to}`), vnet: from, remote: to };
}

export function securityGroup(name: string, ...rules: readonly Partial<SecurityRule>[]) {
  const whole = rules.map(
    (own, n): SecurityRule => ({
      direction: 'Outbound',
      access: 'Allow',
      priority: 100 + n,
      protocol: 'Tcp',
      sources: ['*'],
      destinations: ['*'],
      ports: ['443'],
      ...own,
    }),
  );
  return {
    ...named(name),
    rules: Object.fromEntries(whole.map((each) => [`rule-${each.priority}`, each])),
  };
}

/** A route table that sends all public traffic to the appliance at that address. */
export function routeTable(name: string, address: string) {
  const all = { prefix: '0.0.0.0/0', nextHop: 'VirtualAppliance' as const, address };
  return { ...named(name), routes: { all } };
}

export function appliance(name: string, on: Id, own: Partial<Appliance> = {}): Appliance {
  return {
    ...named(name),
    subnet: on,
    privateAddress: '10.0.0.4',
    addresses: {},
    dnsProxy: false,
    ...own,
  };
}

export function workload(name: string, on: Id, publicAddress?: string) {
  return {
    ...named(name),
    noun: 'virtual machine',
    subnet: on,
    ...(publicAddress === undefined ? {} : { publicAddress }),
  };
}

/** A workload or client calls the target, as a setting says. */
export function use(client: Id, of: Id, subresource?: string) {
  return {
    ...named(`${client}-uses-${of}`),
    client,
    target: of,
    evidence: 'declared' as const,
    ...(subresource === undefined ? {} : { subresource }),
  };
}
