import type { Cloud } from '../core/config.ts';
import type { PublicNetworkAccess, Traits } from '../core/model.ts';
import type { Check, Confidence, Range } from '../core/plan.ts';

// A row says everything in which one Azure service differs from another, as data with its source. A row knows no input format:
// it names ARM properties and Terraform attributes, and readers/network.ts joins it with whatever was read.

/** A value of Azure's, where it stands written, and how far we trust it. */
export interface Fact<T> {
  readonly value: T;
  readonly source: string;
  readonly confidence: Confidence;
}

export function fact<T>(value: T, source: string, confidence: Confidence = 'certain'): Fact<T> {
  return { value, source, confidence };
}

export type { Cloud };

export const clouds: readonly Cloud[] = ['public', 'usgov', 'china'];

/** How properties are spelled: azurerm attributes, or ARM's own. */
export type Dialect = 'azurerm' | 'arm';

/**
 * Where a value stands in a resource: names joined by dots. Lists are entered without saying so: `network_rules.ip_rules` are
 * all IP rules of all blocks. The empty path is the value itself.
 */
export type Path = string;

/** A plain value: the first path that holds one wins. */
export interface Setting<T extends string = string> {
  readonly paths: readonly Path[];
  /** What the dialect's words mean, in lower case; without it words are taken as they stand. */
  readonly words?: Readonly<Record<string, T>>;
  /** What it means that nobody set it, in this dialect. */
  readonly absent?: Fact<T>;
}

/** A list of names, also written as one string with commas; `none` and the empty string are no name. */
export interface NamesSetting {
  readonly paths: readonly Path[];
  readonly words?: Readonly<Record<string, string>>;
  readonly absent?: Fact<readonly string[]>;
}

/** Virtual network rules: the elements, and where each names its subnet. */
export interface NetworkRulesSetting {
  readonly each: Path;
  readonly subnet: Path;
  readonly ignoreMissing?: Path;
  readonly action?: Path;
  readonly priority?: Path;
}

export interface IpRulesSetting {
  readonly each: Path;
  /** An address or a CIDR, or several with commas between. */
  readonly range?: Path;
  readonly from?: Path;
  readonly to?: Path;
  /** A service tag, which stands for addresses that Azure keeps. */
  readonly tag?: Path;
  readonly action?: Path;
  readonly priority?: Path;
}

/** Where the settings of a target stand in one kind of resource. */
export interface Settings {
  readonly publicNetworkAccess?: Setting<PublicNetworkAccess>;
  readonly defaultAction?: Setting<'Allow' | 'Deny' | 'unset'>;
  readonly networkRules?: NetworkRulesSetting;
  readonly networkRulesEnabled?: Setting<'true' | 'false'>;
  readonly ipRules?: readonly IpRulesSetting[];
  readonly trusted?: NamesSetting;
  readonly resourceInstances?: NamesSetting;
  readonly sku?: Setting;
  readonly location?: Setting;
  /** All regions that have names of their own; absent: its location. */
  readonly regions?: NamesSetting;
  /** Such regions beside its location. */
  readonly moreRegions?: NamesSetting;
}

/** How a separate resource says which target its settings belong to. */
export type Owner =
  | { readonly by: 'id'; readonly path: Path }
  | { readonly by: 'name'; readonly path: Path; readonly group: Path }
  /** The resource above it by its ARM ID. */
  | { readonly by: 'parent' };

/** One kind of resource that shows a target, or some of its settings. */
export interface Form {
  readonly dialect: Dialect;
  readonly types: readonly string[];
  /** Absent: it is the target itself. */
  readonly of?: Owner;
  /** Only a resource of this name: `web` of the many configurations of a site. */
  readonly called?: string;
  /** What it does not mention stays as it is. */
  readonly partial?: true;
  readonly settings: Settings;
  /** Attributes that the provider reads back where nobody configured them: it announces them as unknown on creation. */
  readonly computed?: readonly Path[];
  /** Settings of the row's other doors that stand in the same resource. */
  readonly doors?: Readonly<Record<string, Settings>>;
  /** A flag by which another door takes the first door's rules. */
  readonly sameRules?: { readonly door: string; readonly path: Path };
  /** Settings that its destruction writes, spelled as the model has them; absent: what it sent is taken away. */
  readonly destroyed?: Fact<{ readonly defaultAction?: 'Allow' | 'Deny'; readonly empties: true }>;
  /** Where the values of sub-resources' conditions stand. */
  readonly conditions?: Readonly<Record<string, Path>>;
  /** Where its own host stands, which may say more than its name: `app-1a2b.westeurope-01.azurewebsites.net`. */
  readonly host?: Path;
  /** Private endpoints attach to another resource, which gives `{parent}`: the app of a slot. */
  readonly attachedTo?: Owner;
}

/**
 * How one name of a sub-resource is spelled in one cloud. `{name}`, `{region}`, `{regionCode}` and `{parent}` stand for the
 * target's own; any other word for the value of the form's condition of that name, with `.first` for its first label and `.rest`
 * for what follows it. Of words with `|` between, the first that the resource shows. A name with a gap left in it is no name.
 */
export interface NameInCloud {
  readonly host: string;
  readonly zone: string;
  readonly record: string;
  /** Suffixes that servers outside Azure must forward. */
  readonly forwarders: readonly string[];
}

export interface NameRow {
  readonly clouds: Fact<Readonly<Partial<Record<Cloud, NameInCloud>>>>;
  /** One such name for every region of the target. */
  readonly each?: 'region';
  readonly shared?: true;
  /** Only a target that says all of this has the name, or one that does not show it. */
  readonly when?: readonly Condition[];
}

/** A condition of the form, and the words that hold, in lower case; a `*` at the end stands for any rest. */
export interface Condition {
  readonly condition: string;
  readonly is: readonly string[];
}

export interface SubresourceRow {
  /** Group ID; `{name}` stands for the target's. */
  readonly name: string;
  /** Absent: the first door. */
  readonly door?: string;
  /** It is there only if the resource says all of this, or if an endpoint names it. */
  readonly when?: readonly Condition[];
  readonly names: readonly NameRow[];
  readonly publicPorts: Fact<readonly string[]>;
  readonly privatePorts: Fact<readonly string[]>;
  readonly checked: Fact<'request' | 'connection'>;
  /** Private addresses of one endpoint; `perRegion` more for each region of the target. */
  readonly addresses: Fact<{ readonly base: number; readonly perRegion?: number }>;
  /** Sub-resources that clients of this one need as well. */
  readonly companions?: Fact<readonly string[]>;
}

/** A service endpoint type as a subnet names it, and how far it reaches. */
export interface EndpointType {
  readonly name: string;
  readonly scope: 'vnet-region' | 'vnet-region-and-pair' | 'everywhere';
}

export interface ServiceEndpointRow {
  /** Types of one family cannot stand on a subnet together. */
  readonly family: string;
  readonly types: readonly EndpointType[];
}

/** Resources whose every refresh calls the target's data plane: the pipeline is a client. */
export interface DataPlane {
  readonly types: readonly string[];
  /** Absent: it is the target itself. */
  readonly owner?: Owner;
  readonly subresource: string;
  /** With this attribute set the provider uses the control plane. */
  readonly unless?: Path;
  /** Only with this attribute set is it called. */
  readonly when?: Path;
  /** Absent: the first door. */
  readonly door?: string;
}

/** A command that proves a state; `{host}`, `{name}`, `{group}`, `{subnet}`, `{range}` and `{record}` are filled in. */
export interface CheckRow extends Check {
  readonly proves:
    | 'reaches'
    | 'private-name'
    | 'private-source'
    | 'rule'
    | 'ip-rule'
    | 'public-access'
    | 'closed';
  readonly subresources?: readonly string[];
}

export interface Limit {
  readonly what: string;
  readonly max: number;
}

/** How long an edit of this service takes and settles where it differs from knowledge/delays.ts. */
export interface ServiceDelay {
  readonly take: Range;
  readonly settle: Range;
  readonly basis: string;
}

type TraitFacts = {
  readonly [K in Exclude<
    keyof Traits,
    'endpointFamily' | 'ignoreMissingFlag' | 'ruleBeforeEndpoint' | 'rulesMayDeny'
  >]: Fact<Traits[K]>;
};

export interface Service {
  /** Kebab-case, for ever: `storage`. */
  readonly id: string;
  readonly title: string;
  /** `storage account` */
  readonly noun: string;
  /** ARM type, as Azure spells it. */
  readonly type: string;
  /** Doors beside the first, each a target of its own on the same resource. */
  readonly doors?: Readonly<Record<string, { readonly noun: string; readonly suffix: string }>>;
  readonly forms: readonly Form[];
  readonly traits: TraitFacts;
  readonly ruleBeforeEndpoint: Readonly<Record<Dialect, Fact<Traits['ruleBeforeEndpoint']>>>;
  readonly ignoreMissingFlag?: Readonly<Partial<Record<Dialect, Fact<string>>>>;
  readonly serviceEndpoint?: Fact<ServiceEndpointRow>;
  readonly subresources: readonly SubresourceRow[];
  readonly dataPlane?: readonly DataPlane[];
  /** Ways in which settings name a target other than by host, as regular expressions with `{name}`. */
  readonly mentions?: readonly {
    readonly pattern: string;
    /** The shortest text that the pattern takes. */
    readonly written: string;
    readonly subresource: string;
  }[];
  readonly checks: readonly Fact<CheckRow>[];
  readonly limits: readonly Fact<Limit>[];
  /** SKUs that the network features need, in a sentence. */
  readonly skus?: Fact<string>;
  /** SKUs in which it takes no private endpoint, in lower case. */
  readonly skusWithoutEndpoint?: Fact<readonly string[]>;
  /** By kind of edit. */
  readonly delays?: Readonly<Record<string, Fact<ServiceDelay>>>;
  /** What else a planner should know, in sentences. */
  readonly notes?: readonly Fact<string>[];
}

/** The same traits as plain data, as the dialect that manages the target has them. */
export function traitsOf(service: Service, dialect: Dialect): Traits {
  const { traits } = service;
  const flag = service.ignoreMissingFlag?.[dialect]?.value;
  const family = service.serviceEndpoint?.value.family;
  return {
    ...(family === undefined ? {} : { endpointFamily: family }),
    admission: traits.admission.value,
    denyNeedsRule: traits.denyNeedsRule.value,
    unsetPublicAccess: traits.unsetPublicAccess.value,
    endpointClosesWithoutRules: traits.endpointClosesWithoutRules.value,
    ...(rulesMayDeny(service) ? { rulesMayDeny: true } : {}),
    ruleBeforeEndpoint: service.ruleBeforeEndpoint[dialect].value,
    ...(flag === undefined ? {} : { ignoreMissingFlag: flag }),
    ipRulesIgnoreOwnRegion: traits.ipRulesIgnoreOwnRegion.value,
    rulesFrozenWhileDisabled: traits.rulesFrozenWhileDisabled.value,
    rulesBesideEndpoint: traits.rulesBesideEndpoint.value,
    trustedWhileDisabled: traits.trustedWhileDisabled.value,
    policed: traits.policed.value,
    serviceTags: traits.serviceTags.value,
  };
}

function rulesMayDeny({ forms }: Service): boolean {
  const settings = forms.flatMap((form) => [form.settings, ...Object.values(form.doors ?? {})]);
  const rules = settings.flatMap((each) => [each.networkRules ?? [], each.ipRules ?? []].flat());
  return rules.some(({ action }) => action !== undefined);
}

/** A name `{name}.suffix` whose zone is `privatelink.suffix`, by the suffix in each cloud. */
export function perCloud(
  suffixes: Readonly<Partial<Record<Cloud, string>>>,
  source: string,
  confidence: Confidence = 'certain',
): Fact<Readonly<Partial<Record<Cloud, NameInCloud>>>> {
  const names = Object.entries(suffixes).map(([cloud, suffix]) => [
    cloud,
    {
      host: `{name}.${suffix}`,
      zone: `privatelink.${suffix}`,
      record: '{name}',
      forwarders: [suffix],
    },
  ]);
  return fact(Object.fromEntries(names), source, confidence);
}
