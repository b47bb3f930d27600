import type { Change } from '../../../src/core/change.ts';
import type { Config } from '../../../src/core/config.ts';
import { diff } from '../../../src/core/diff.ts';
import { direction, type Edit, editPlaces } from '../../../src/core/edit.ts';
import { unknown } from '../../../src/core/known.ts';
import {
  type Collection,
  emptyModel,
  type Id,
  type Named,
  type NetworkModel,
  type PrivateEndpoint,
  type Records,
  type SecurityRule,
  type ServiceEndpoint,
  type Subnet,
  type Subresource,
  type Target,
  type TargetName,
  type Traits,
  type Vnet,
  type Workload,
} from '../../../src/core/model.ts';
import type { Write } from '../../../src/core/write.ts';

// Small networks, written by hand: before and after of a change, and what a rule says of it.

const group = '/subscriptions/s1/resourcegroups/rg/providers';
const network = `${group}/microsoft.network`;

/** ID of a record by its short name; of a subnet by `vnet/subnet`. */
export const ids = {
  vnet: (name: string): Id => `${network}/virtualnetworks/${name}`,
  subnet: (path: string): Id => {
    const [vnet = '', name] = path.split('/');
    return name === undefined ? ids.subnet(`vnet-a/${path}`) : `${ids.vnet(vnet)}/subnets/${name}`;
  },
  target: (type: string, name: string): Id => `${group}/${type.toLowerCase()}/${name}`,
  endpoint: (name: string): Id => `${network}/privateendpoints/${name}`,
  zone: (name: string): Id => `${network}/privatednszones/${name}`,
  other: (kind: string, name: string): Id => `${network}/${kind}/${name}`,
};

function named(id: Id, name: string): Named {
  return { id, name, label: id };
}

/** Lists of records, by collection. */
export type Part = { readonly [C in Collection]?: readonly NetworkModel[C][Id][] };

/** A network of lists of records. */
export function net(...parts: readonly Part[]): NetworkModel {
  const model: Record<string, Records<Named>> = { ...emptyModel };
  for (const part of parts) {
    for (const [collection, records] of Object.entries(part)) {
      const own = Object.fromEntries((records ?? []).map((each) => [each.id, each]));
      model[collection] = { ...model[collection], ...own };
    }
  }
  return model as unknown as NetworkModel;
}

export function vnet(name: string, more: Partial<Vnet> = {}): Vnet {
  return {
    ...named(ids.vnet(name), name),
    location: 'westeurope',
    addressSpace: ['10.0.0.0/16'],
    dnsServers: [],
    highScaleEndpoints: false,
    ...more,
  };
}

/** Service endpoints by name, as a subnet holds them. */
export function on(...services: readonly string[]): Record<string, ServiceEndpoint> {
  return Object.fromEntries(
    services.map((service) => [
      service.replace(/\.Global$/, ''),
      { service, scope: service === 'Microsoft.Sql' ? 'vnet-region' : 'everywhere' },
    ]),
  );
}

/** A subnet by `vnet/name`, in vnet-a where the network is not said. */
export function subnet(path: string, more: Partial<Subnet> = {}): Subnet {
  const [home = '', own] = path.split('/');
  const [vnetName, name] = own === undefined ? ['vnet-a', home] : [home, own];
  return {
    ...named(ids.subnet(`${vnetName}/${name}`), name),
    vnet: ids.vnet(vnetName),
    prefixes: ['10.0.1.0/24'],
    endpoints: {},
    endpointPolicies: {},
    securityGroup: null,
    routeTable: null,
    natGateway: null,
    defaultOutbound: true,
    networkPolicies: 'Disabled',
    delegations: [],
    ...more,
  };
}

export const plainTraits: Traits = {
  admission: 'explicit-default',
  denyNeedsRule: false,
  unsetPublicAccess: 'open',
  endpointClosesWithoutRules: false,
  ruleBeforeEndpoint: 'with-flag',
  ipRulesIgnoreOwnRegion: false,
  rulesFrozenWhileDisabled: false,
  rulesBesideEndpoint: true,
  trustedWhileDisabled: false,
  policed: false,
  serviceTags: [],
};

function part(
  name: string,
  names: readonly TargetName[],
  more: Partial<Subresource> = {},
): Subresource {
  return { name, names, publicPorts: ['443'], privatePorts: ['443'], checked: 'request', ...more };
}

/** A name in a zone of the suffix. */
export function host(record: string, suffix: string): TargetName {
  return { host: `${record}.${suffix}`, zone: `privatelink.${suffix}`, record };
}

interface Kind {
  readonly type: string;
  readonly noun: string;
  readonly traits: Partial<Traits>;
  readonly parts: (name: string) => readonly Subresource[];
}

const kinds = {
  storage: {
    type: 'Microsoft.Storage/storageAccounts',
    noun: 'storage account',
    traits: {
      endpointFamily: 'Microsoft.Storage',
      ruleBeforeEndpoint: 'refused',
      ipRulesIgnoreOwnRegion: true,
      trustedWhileDisabled: true,
      policed: true,
      serviceTags: ['Storage'],
    },
    parts: (name: string) => [
      part('blob', [host(name, 'blob.core.windows.net')]),
      part('file', [host(name, 'file.core.windows.net')], { checked: 'connection' }),
    ],
  },
  sql: {
    type: 'Microsoft.Sql/servers',
    noun: 'SQL server',
    traits: {
      endpointFamily: 'Microsoft.Sql',
      admission: 'deny-unless-matched',
      rulesFrozenWhileDisabled: true,
      serviceTags: ['Sql'],
    },
    parts: (name: string) => [
      part('sqlServer', [host(name, 'database.windows.net')], {
        checked: 'connection',
        publicPorts: ['1433'],
        privatePorts: ['1433'],
      }),
    ],
  },
  vault: {
    type: 'Microsoft.KeyVault/vaults',
    noun: 'key vault',
    traits: { endpointFamily: 'Microsoft.KeyVault', serviceTags: ['AzureKeyVault'] },
    parts: (name: string) => [part('vault', [host(name, 'vaultcore.azure.net')])],
  },
  cosmos: {
    type: 'Microsoft.DocumentDB/databaseAccounts',
    noun: 'Cosmos DB account',
    traits: {
      endpointFamily: 'Microsoft.AzureCosmosDB',
      admission: 'open-until-first-rule',
      endpointClosesWithoutRules: true,
      serviceTags: ['AzureCosmosDB'],
    },
    parts: (name: string) => [part('Sql', [host(name, 'documents.azure.com')])],
  },
  bus: {
    type: 'Microsoft.ServiceBus/namespaces',
    noun: 'Service Bus namespace',
    traits: {
      endpointFamily: 'Microsoft.ServiceBus',
      denyNeedsRule: true,
      serviceTags: ['ServiceBus'],
    },
    parts: (name: string) => [
      part('namespace', [host(name, 'servicebus.windows.net')], { checked: 'connection' }),
    ],
  },
  registry: {
    type: 'Microsoft.ContainerRegistry/registries',
    noun: 'container registry',
    traits: {
      endpointFamily: 'Microsoft.ContainerRegistry',
      ruleBeforeEndpoint: 'refused',
      rulesBesideEndpoint: false,
      serviceTags: ['AzureContainerRegistry'],
    },
    parts: (name: string) => [part('registry', [host(name, 'azurecr.io')])],
  },
  site: {
    type: 'Microsoft.Web/sites',
    noun: 'site',
    traits: {
      endpointFamily: 'Microsoft.Web',
      admission: 'open-until-first-rule',
      unsetPublicAccess: 'open-until-endpoint',
      ruleBeforeEndpoint: 'free',
    },
    parts: (name: string) => [part('sites', [host(name, 'azurewebsites.net')])],
  },
  postgres: {
    type: 'Microsoft.DBforPostgreSQL/servers',
    noun: 'PostgreSQL server',
    traits: {
      endpointFamily: 'Microsoft.Sql',
      admission: 'deny-unless-matched',
      serviceTags: ['Sql'],
    },
    parts: (name: string) => [
      part('postgresqlServer', [host(name, 'postgres.database.azure.com')]),
    ],
  },
} as const satisfies Record<string, Kind>;

/** A target of a kind, open to everyone unless said otherwise. */
export function target(kind: keyof typeof kinds, name: string, more: Partial<Target> = {}): Target {
  const { type, noun, traits, parts }: Kind = kinds[kind];
  const id = ids.target(type, name);
  return {
    ...named(id, name),
    resource: id,
    type,
    noun,
    location: 'westeurope',
    traits: { ...plainTraits, ...traits },
    subresources: Object.fromEntries(parts(name).map((each) => [each.name, each])),
    publicNetworkAccess: 'Enabled',
    defaultAction:
      (traits.admission ?? 'explicit-default') === 'explicit-default' ? 'Allow' : 'unset',
    networkRules: {},
    networkRulesEnabled: true,
    ipRules: {},
    trusted: [],
    resourceInstances: {},
    sku: unknown('the SKU'),
    ...more,
  };
}

/** Virtual network rules for subnets, given by `vnet/name`. */
export function rules(...subnets: readonly string[]): Target['networkRules'] {
  return Object.fromEntries(subnets.map((each) => [ids.subnet(each), { ignoreMissing: false }]));
}

export function ranges(...all: readonly string[]): Target['ipRules'] {
  return Object.fromEntries(all.map((range) => [range, { range }]));
}

/** An approved private endpoint to a target's first group, in vnet-a/snet-pe. */
export function endpoint(
  name: string,
  to: Target,
  more: Partial<PrivateEndpoint> = {},
): PrivateEndpoint {
  return {
    ...named(ids.endpoint(name), name),
    subnet: ids.subnet('vnet-a/snet-pe'),
    target: to.resource,
    groups: Object.keys(to.subresources).slice(0, 1),
    status: 'Approved',
    addresses: ['10.0.9.4'],
    ...more,
  };
}

export function zone(name: string) {
  return { ...named(ids.zone(name), name), linksShown: true as const };
}

export function link(
  zoneName: string,
  vnetName: string,
  policy: 'Default' | 'NxDomainRedirect' = 'Default',
) {
  const id = `${ids.zone(zoneName)}/virtualnetworklinks/${vnetName}`;
  return {
    ...named(id, vnetName),
    zone: ids.zone(zoneName),
    vnet: ids.vnet(vnetName),
    resolutionPolicy: policy,
  };
}

/** The zone group of an endpoint. */
export function zoneGroup(endpointName: string, ...zones: readonly string[]) {
  const id = ids.endpoint(endpointName);
  return { ...named(id, 'default'), endpoint: id, zones: zones.map(ids.zone) };
}

export function nat(name: string, ...addresses: readonly string[]) {
  const entries = Object.fromEntries(addresses.map((each) => [each, true as const]));
  return { ...named(ids.other('natgateways', name), name), addresses: entries };
}

export function routeTable(name: string, prefix: string, address: string) {
  const route = { prefix, nextHop: 'VirtualAppliance' as const, address };
  return { ...named(ids.other('routetables', name), name), routes: { default: route } };
}

export function firewall(
  name: string,
  subnetPath: string,
  privateAddress: string,
  ...addresses: readonly string[]
) {
  return {
    ...named(ids.other('azurefirewalls', name), name),
    subnet: ids.subnet(subnetPath),
    privateAddress,
    addresses: Object.fromEntries(addresses.map((each) => [each, true as const])),
    dnsProxy: false,
  };
}

export function securityGroup(name: string, ...list: readonly Partial<SecurityRule>[]) {
  const entries = list.map((rule, n) => [
    `rule-${n}`,
    {
      direction: 'Outbound' as const,
      access: 'Allow' as const,
      priority: 100 + n,
      protocol: '*',
      sources: ['*'],
      destinations: ['*'],
      ports: ['*'],
      ...rule,
    },
  ]);
  return {
    ...named(ids.other('networksecuritygroups', name), name),
    rules: Object.fromEntries(entries),
  };
}

export function peering(from: string, to: string) {
  return {
    ...named(`${ids.vnet(from)}/virtualnetworkpeerings/${to}`, to),
    vnet: ids.vnet(from),
    remote: ids.vnet(to),
  };
}

export function workload(name: string, subnetPath: string, more: Partial<Workload> = {}) {
  return {
    ...named(ids.other('workloads', name), name),
    noun: 'virtual machine',
    subnet: ids.subnet(subnetPath),
    ...more,
  };
}

/** A setting by which a subnet, a workload, a client or the pipeline calls a target. */
export function use(client: Id, to: Target, subresource?: string) {
  return {
    ...named(`use ${client} ${to.id}`, 'use'),
    client,
    target: to.id,
    ...(subresource === undefined ? {} : { subresource }),
    evidence: 'declared' as const,
  };
}

export function client(
  name: string,
  kind: 'on-premises' | 'pipeline' | 'internet',
  ...addresses: readonly string[]
) {
  return { ...named(`client ${name}`, name), kind, addresses, ranges: [] };
}

export interface Circumstances {
  /** Pairs of places, `subnets|…` and `targets|…`: the write of the first waits for that of the second. */
  readonly waits?: readonly (readonly [Id, Id])[];
  /** One write for these records; each on its own otherwise. */
  readonly together?: readonly Id[];
  /** Records whose settings go because a resource is destroyed. */
  readonly destroyed?: readonly Id[];
  readonly replaced?: readonly Id[];
  readonly config?: Partial<Config>;
  readonly versions?: Change['versions'];
  readonly contests?: Change['contests'];
  /** Addresses in the configuration, by record. */
  readonly addresses?: Readonly<Record<Id, string>>;
}

/** The change between two networks; every record is a write of its own, in no order unless said. */
export function change(before: NetworkModel, after: NetworkModel, how: Circumstances = {}): Change {
  const replaced = new Set(how.replaced ?? []);
  const origins = Object.entries(how.addresses ?? {}).flatMap(([id, address]) =>
    Object.keys(emptyModel).map(
      (collection) => [`${collection}|${id}`, { file: 'plan.json', address }] as const,
    ),
  );
  const provenance = Object.fromEntries(origins);
  return {
    before,
    after,
    replaced,
    writes: writes(diff(before, after, replaced), how),
    provenance: { before: provenance, after: provenance },
    inputs: [{ kind: 'terraform-plan', path: 'plan.json' }],
    gaps: [],
    noise: [],
    omitted: [],
    versions: how.versions ?? [],
    contests: how.contests ?? [],
  };
}

function writes(
  edits: readonly Edit[],
  { waits = [], together = [], destroyed = [] }: Circumstances,
): Write[] {
  const idOf = (record: Id) => (together.includes(record) ? 'together' : record);
  const found = new Map<string, Write>();
  for (const edit of edits) {
    const way = direction(edit);
    const whole = edit.key === undefined;
    const gone = whole && way === 'remove';
    const group = edit.kind === 'zone-group';
    const id = `${idOf(edit.id)}${group ? ' group' : ''}${gone ? ' deleted' : ''}`;
    const place = `${editPlaces[edit.kind].in}|${edit.id}`;
    found.set(id, {
      id,
      origin: { file: 'plan.json', address: edit.id },
      action:
        gone || destroyed.includes(edit.id)
          ? 'delete'
          : way === 'add' && whole
            ? 'create'
            : 'update',
      provides: [...new Set([...(found.get(id)?.provides ?? []), place])],
      after: [
        ...waits.filter(([then]) => idOf(then) === idOf(edit.id)).map(([, first]) => idOf(first)),
        // An endpoint is made before its group, and goes after it.
        ...(group && !gone ? [idOf(edit.id)] : []),
        ...(edit.kind === 'private-endpoint' && gone ? [`${idOf(edit.id)} group deleted`] : []),
      ],
    });
  }
  return [...found.values()];
}
