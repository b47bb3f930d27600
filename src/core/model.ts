import type { Known } from './known.ts';
import type { Origin } from './plan.ts';

// The network as flat maps of plain records. Nothing in here is computed, and nothing names an Azure service: what a
// service does differently reaches the model as `Traits`, copied from its row in knowledge/ by readers/network.ts.

/** Identity of a record: the lower-case ARM ID when it is known, else `iac:` and the address in the configuration. */
export type Id = string;

export interface Named {
  readonly id: Id;
  /** Short name, as its owner says it: `snet-app`. */
  readonly name: string;
  /** The ARM ID as printed when known, else the IaC address. */
  readonly label: string;
  /** The ARM ID that it will have once it is made, where the input tells its name and place. */
  readonly foretold?: string;
}

export type Records<T extends Named> = Readonly<Record<Id, T>>;

/**
 * Entries by their own identity (a subnet's ID, a CIDR, a service name). Two keys are special: `*` stands for entries that the
 * input may not show at all, and keys that begin with `?` for an entry that exists but whose identity is unknown.
 */
export type Entries<T> = Readonly<Record<string, Known<T>>>;

export interface Vnet extends Named {
  readonly location: Known<string>;
  readonly addressSpace: Known<readonly string[]>;
  /** Empty: Azure's own resolver. */
  readonly dnsServers: Known<readonly string[]>;
  /** `privateEndpointVNetPolicies`: Basic means high-scale private endpoints. */
  readonly highScaleEndpoints: Known<boolean>;
}

export interface ServiceEndpoint {
  /** `Microsoft.Storage`, `Microsoft.Storage.Global`, … as Azure spells it. */
  readonly service: string;
  readonly scope: 'vnet-region' | 'vnet-region-and-pair' | 'everywhere';
  /** Regions that Azure reports for the endpoint; they win over `scope` where shown. */
  readonly locations?: readonly string[];
  /** The region paired with the VNet's, which `vnet-region-and-pair` likely reaches too. */
  readonly pair?: string;
  readonly networkIdentifier?: Known<string>;
}

export interface Subnet extends Named {
  readonly vnet: Known<Id>;
  readonly prefixes: Known<readonly string[]>;
  /** By family: `Microsoft.Storage` for the regional and the global one, which cannot stand together. */
  readonly endpoints: Entries<ServiceEndpoint>;
  /** Service endpoint policies by ID. */
  readonly endpointPolicies: Entries<true>;
  readonly securityGroup: Known<Id | null>;
  readonly routeTable: Known<Id | null>;
  readonly natGateway: Known<Id | null>;
  readonly defaultOutbound: Known<boolean>;
  /** `privateEndpointNetworkPolicies`. */
  readonly networkPolicies: Known<
    'Disabled' | 'Enabled' | 'NetworkSecurityGroupEnabled' | 'RouteTableEnabled'
  >;
  /** Service names of delegations. */
  readonly delegations: Known<readonly string[]>;
}

/** A name by which clients call a target, and where its private answer is looked up. */
export interface TargetName {
  /** `stdata.blob.core.windows.net` */
  readonly host: string;
  /** `privatelink.blob.core.windows.net` */
  readonly zone: string;
  /** Record in that zone: `stdata`. */
  readonly record: string;
  /** Public suffixes that DNS servers outside Azure must forward; absent: what follows the host's first label. */
  readonly forwarders?: readonly string[];
  /** True when one zone serves names of many customers, which all change once it is linked. */
  readonly shared?: boolean;
}

export interface Subresource {
  /** Group ID: `blob`, `sqlServer`. */
  readonly name: string;
  readonly names: readonly TargetName[];
  /** TCP ports, `443` or `1433-65535`. */
  readonly publicPorts: readonly string[];
  readonly privatePorts: readonly string[];
  /** A closing denies on open connections too (`request`), or only the next connection (`connection`). */
  readonly checked: 'request' | 'connection';
}

/** How a kind of target admits callers; facts of its row, as plain data. */
export interface Traits {
  /** Family of the service endpoint that covers it; absent: none exists. */
  readonly endpointFamily?: string;
  readonly admission: 'explicit-default' | 'deny-unless-matched' | 'open-until-first-rule';
  /** Deny without any rule admits everyone all the same. */
  readonly denyNeedsRule: boolean;
  /** What publicNetworkAccess means when nobody set it. */
  readonly unsetPublicAccess: 'open' | 'open-until-endpoint';
  /** An approved private endpoint and no rules: nobody on the public side, whatever publicNetworkAccess says. */
  readonly endpointClosesWithoutRules: boolean;
  /** Rules say whether they admit or refuse, so that one which is not shown may do either. */
  readonly rulesMayDeny?: true;
  /** A virtual network rule for a subnet whose endpoint is off. */
  readonly ruleBeforeEndpoint: 'free' | 'with-flag' | 'refused';
  /** Spelling of the flag in the dialect that manages the target. */
  readonly ignoreMissingFlag?: string;
  readonly ipRulesIgnoreOwnRegion: boolean;
  /** Rule writes are refused while public network access is Disabled. */
  readonly rulesFrozenWhileDisabled: boolean;
  /** Virtual network rules count beside a private endpoint of the same target. */
  readonly rulesBesideEndpoint: boolean;
  /** Trusted services pass while public network access is Disabled. */
  readonly trustedWhileDisabled: boolean;
  /** Service endpoint policies decide over it. */
  readonly policed: boolean;
  /** NSG service tags that match the public side. */
  readonly serviceTags: readonly string[];
}

export type PublicNetworkAccess = 'Enabled' | 'Disabled' | 'SecuredByPerimeter' | 'unset';

export interface NetworkRule {
  /** The flag that lets a rule stand for a subnet whose endpoint is off. */
  readonly ignoreMissing: boolean;
  readonly action?: 'Allow' | 'Deny';
  readonly priority?: number;
}

export interface IpRule {
  /** Address, CIDR, or `from-to`. `0.0.0.0` admits any Azure address. */
  readonly range: string;
  readonly action?: 'Allow' | 'Deny';
  readonly priority?: number;
}

/** Something that clients call and that admits or refuses them: an account, a server, a vault, a site's SCM. */
export interface Target extends Named {
  /** The Azure resource that private endpoints and perimeters attach to; several doors may share one. */
  readonly resource: Id;
  /** ARM type, as Azure spells it. */
  readonly type: string;
  /** What readers call it: `storage account`. */
  readonly noun: string;
  readonly location: Known<string>;
  readonly traits: Traits;
  /** By group ID. */
  readonly subresources: Readonly<Record<string, Subresource>>;
  readonly publicNetworkAccess: Known<PublicNetworkAccess>;
  readonly defaultAction: Known<'Allow' | 'Deny' | 'unset'>;
  /** Virtual network rules by subnet ID. */
  readonly networkRules: Entries<NetworkRule>;
  /** False: virtual network rules are there and ignored (Cosmos DB's filter). */
  readonly networkRulesEnabled: Known<boolean>;
  /** By range. */
  readonly ipRules: Entries<IpRule>;
  /** `AzureServices`, `Logging`, … that pass the rules. */
  readonly trusted: Known<readonly string[]>;
  /** Resource instances that pass the rules, by ID or pattern. */
  readonly resourceInstances: Entries<true>;
  readonly sku: Known<string>;
}

export interface PrivateEndpoint extends Named {
  readonly location?: Known<string>;
  readonly subnet: Known<Id>;
  /** The resource it connects to. */
  readonly target: Known<Id>;
  /** Where the target is not shown, the resources that it is one of; absent: any that has the groups. */
  readonly mayBe?: readonly Id[];
  readonly groups: readonly string[];
  readonly status: Known<'Approved' | 'Pending' | 'Rejected' | 'Disconnected'>;
  readonly addresses: Known<readonly string[]>;
}

/** The records that Azure keeps for a private endpoint in private DNS zones; `id` is the endpoint's. */
export interface ZoneGroup extends Named {
  readonly endpoint: Id;
  readonly zones: readonly Known<Id>[];
}

export interface Zone extends Named {
  /** Known when every link of the zone is in the model. */
  readonly linksShown: Known<true>;
}

export interface ZoneRecord extends Named {
  readonly zone: Id;
  /** Relative to the zone. */
  readonly record: string;
  /** IP addresses, or what stands for that of a private endpoint (record-address.ts). */
  readonly addresses: Known<readonly string[]>;
}

export interface ZoneLink extends Named {
  readonly zone: Id;
  readonly vnet: Known<Id>;
  readonly resolutionPolicy: Known<'Default' | 'NxDomainRedirect'>;
}

export interface SecurityRule {
  readonly direction: 'Inbound' | 'Outbound';
  readonly access: 'Allow' | 'Deny';
  readonly priority: number;
  /** `Tcp`, `*`, … */
  readonly protocol: string;
  /** Addresses, service tags and application security groups; one that begins with `?` is not shown, for the reason that follows. */
  readonly sources: readonly string[];
  readonly destinations: readonly string[];
  readonly ports: readonly string[];
}

export interface SecurityGroup extends Named {
  readonly rules: Entries<SecurityRule>;
}

export interface UserRoute {
  /** CIDR or service tag. */
  readonly prefix: string;
  readonly nextHop:
    | 'VirtualAppliance'
    | 'Internet'
    | 'VnetLocal'
    | 'VirtualNetworkGateway'
    | 'None';
  readonly address?: Known<string>;
}

export interface RouteTable extends Named {
  readonly routes: Entries<UserRoute>;
}

export interface NatGateway extends Named {
  /** Public addresses and prefixes. */
  readonly addresses: Entries<true>;
}

/** Azure Firewall or another appliance that forwards traffic of other subnets. */
export interface Appliance extends Named {
  readonly subnet: Known<Id>;
  readonly privateAddress: Known<string>;
  readonly addresses: Entries<true>;
  /** Answers DNS by Azure's resolver in its own VNet. */
  readonly dnsProxy: Known<boolean>;
}

/** Inbound endpoint of a DNS Private Resolver. */
export interface Resolver extends Named {
  readonly vnet: Known<Id>;
  readonly address: Known<string>;
}

export interface Peering extends Named {
  readonly vnet: Id;
  readonly remote: Known<Id>;
  /** The other half, where the input shows it: neither carries anything without the other. */
  readonly other?: Id;
}

export interface EndpointPolicy extends Named {
  /** Targets' resource IDs, or the ID of a subscription or resource group that holds them. */
  readonly allows: Entries<true>;
}

export interface PerimeterAssociation extends Named {
  readonly target: Known<Id>;
  readonly mode: Known<'Learning' | 'Enforced' | 'Audit'>;
}

/** What runs in a subnet and feels what happens there. */
export interface Workload extends Named {
  /** `virtual machine`, `AKS node pool`, `app service`, … */
  readonly noun: string;
  readonly subnet: Known<Id>;
  readonly publicAddress?: Known<string>;
  /** False: only private destinations and service endpoint traffic enter the VNet (App Service without route-all). */
  readonly routesAll?: Known<boolean>;
  /** Mounts its own content by way of its subnet. */
  readonly contentOverVnet?: Known<boolean>;
}

/** Evidence that somebody calls a target: a setting, a data-plane resource, the config, a log. */
export interface Use extends Named {
  /** A workload, a configured client, or `pipeline`. */
  readonly client: Id;
  readonly target: Id;
  readonly subresource?: string;
  /** The name by which it calls, where that is one of a privatelink zone. */
  readonly privateName?: string;
  readonly evidence: 'declared' | 'observed';
}

/** A client that the config names. */
export interface Client extends Named {
  readonly kind: 'internet' | 'on-premises' | 'pipeline';
  /** Public addresses it comes from; empty: unknown. */
  readonly addresses: readonly string[];
  /** Its private ranges. */
  readonly ranges: readonly string[];
  /** VNet through which it reaches private addresses, and whose zones answer its names; absent: none. */
  readonly vnet?: Id;
}

/** How DNS servers that are not Azure's behave, as the config says. */
export interface Resolution extends Named {
  /** `true`, or the public suffixes that custom servers forward to Azure. */
  readonly forwarded: Known<true | readonly string[]>;
  /** The VNet in which they ask. */
  readonly vnet: Known<Id>;
}

export interface NetworkModel {
  readonly vnets: Records<Vnet>;
  readonly subnets: Records<Subnet>;
  readonly targets: Records<Target>;
  readonly endpoints: Records<PrivateEndpoint>;
  readonly zoneGroups: Records<ZoneGroup>;
  readonly zones: Records<Zone>;
  readonly records: Records<ZoneRecord>;
  readonly links: Records<ZoneLink>;
  readonly securityGroups: Records<SecurityGroup>;
  readonly routeTables: Records<RouteTable>;
  readonly natGateways: Records<NatGateway>;
  readonly appliances: Records<Appliance>;
  readonly resolvers: Records<Resolver>;
  readonly peerings: Records<Peering>;
  readonly endpointPolicies: Records<EndpointPolicy>;
  readonly perimeters: Records<PerimeterAssociation>;
  readonly workloads: Records<Workload>;
  readonly uses: Records<Use>;
  readonly clients: Records<Client>;
  readonly resolutions: Records<Resolution>;
}

export type Collection = keyof NetworkModel;

export const emptyModel: NetworkModel = {
  vnets: {},
  subnets: {},
  targets: {},
  endpoints: {},
  zoneGroups: {},
  zones: {},
  records: {},
  links: {},
  securityGroups: {},
  routeTables: {},
  natGateways: {},
  appliances: {},
  resolvers: {},
  peerings: {},
  endpointPolicies: {},
  perimeters: {},
  workloads: {},
  uses: {},
  clients: {},
  resolutions: {},
};

/** Where a fact of the model was read, by `collection|id`, `collection|id|field` or `collection|id|field|key`. */
export type Provenance = Readonly<Record<string, Origin>>;
