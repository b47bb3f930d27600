// The published plan (schemaVersion 1). Other people's scripts depend on these shapes: add freely, never change a meaning
// without raising the version. The same shapes stand as a valibot schema in renderers/plan-schema.ts; a test holds them equal.

export type Verdict = 'clear' | 'safe' | 'window' | 'incomplete' | 'split' | 'blocked';

/** Whole minutes; `max: null` waits for people (or, for a denial, lasts until somebody acts). */
export interface Range {
  readonly min: number;
  readonly max: number | null;
}

export interface Origin {
  readonly file: string;
  readonly address: string;
  readonly line?: number;
  readonly project?: string;
}

export type ClientKind = 'subnet' | 'internet' | 'on-premises' | 'pipeline' | 'trusted-service';

export interface PlanFlow {
  readonly client: string;
  readonly clientKind: ClientKind;
  readonly clientName: string;
  readonly target: string;
  readonly targetName: string;
  readonly subresource: string;
  readonly fqdn?: string;
  readonly evidence: 'declared' | 'observed' | 'possible';
}

export type PlanRoute =
  | {
      readonly by: 'internet' | 'service-endpoint' | 'private-endpoint';
      readonly source: 'public' | 'private';
      readonly address?: string;
      readonly via?: string;
    }
  | { readonly by: 'none'; readonly blocker: string }
  | { readonly by: 'undecided'; readonly missing: readonly string[] };

export type EffectKind =
  | 'reset'
  | 'denied'
  | 'name-unresolved'
  | 'name-changes'
  | 'source-switch'
  | 'route-changes';

export interface Interruption {
  readonly flow: PlanFlow;
  readonly effect: EffectKind;
  readonly minutes: Range;
  readonly causedBy: string;
  readonly restoredBy: string;
  /** Only in some of the answers to what the input does not show. */
  readonly assumed?: true;
  readonly basis?: readonly Share[];
}

export interface PlanTransition {
  readonly flow: PlanFlow;
  readonly from: PlanRoute;
  readonly to: PlanRoute;
  readonly causes: readonly string[];
  readonly intended: boolean;
}

/** A check: where to run it, what to run, what a good state answers (and the error that a wrong one gives). */
export interface Check {
  readonly from: string;
  readonly run: string;
  readonly expect: string;
}

export type Phase = 'prepare' | 'switch' | 'verify' | 'retire';

/** Why something is as long as it is, and who says so. */
export interface Reason {
  readonly because: string;
  readonly source: string;
  readonly confidence: Confidence;
}

/** Why an edit takes as long as it does: how long Azure works, and how long after it either state may be seen. */
export interface StepBasis extends Reason {
  readonly takes: Range;
  readonly settles: Range;
}

/**
 * What minutes are made of: the part that a step, or something else, has in them. The shares of a sum add up to it. In one apply
 * there are two, counted from its start: when what harms may be seen, and when what restores may.
 */
export interface Share extends Reason {
  readonly of: string;
  /** The step that it is reckoned by, where there are several. */
  readonly step?: string;
  readonly minutes: Range;
}

/** What a stage's minutes are made of: writes, those that queue added up; the longest settling; the checks of its gate. */
export interface StageBasis {
  readonly writes: Range;
  readonly settling: Range;
  readonly checks: Range;
  /** Of `writes`, `settling`, `checks` and, where people are waited for, `people`. */
  readonly shares?: readonly Share[];
}

/** The way back: the edits made until the last safe moment, inverted, and the checks that all is as it was. */
export interface StageRollback {
  readonly minutes: Range;
  readonly basis: StageBasis;
  /** What is undone, in that order. */
  readonly steps: readonly string[];
  /** The last moment at which the stage can still be taken back, counted from its beginning. */
  readonly lastSafeMoment: {
    readonly minutes: Range;
    /** The step that nothing undoes; absent where all can be undone. */
    readonly before?: string;
  };
}

export interface PlanStep {
  readonly id: string;
  readonly title: string;
  readonly target: string;
  readonly edit: string;
  readonly inChange: boolean;
  readonly minutes: Range;
  readonly basis?: readonly StepBasis[];
  readonly commands?: readonly string[];
  readonly verify: readonly Check[];
  readonly rollback: readonly string[];
  readonly pointOfNoReturn?: string;
  readonly interruptions: readonly Interruption[];
  readonly bridge?: string;
  readonly by?: 'network' | 'dns' | 'service' | 'application';
  readonly status?: 'done';
  /** Whose configuration makes it, of several projects. */
  readonly project?: string;
}

export interface PlanStage {
  readonly number: number;
  readonly title: string;
  readonly phase: Phase;
  readonly disruptive: boolean;
  readonly minutes: Range;
  readonly basis?: StageBasis;
  /** Absent where nothing is written. */
  readonly rollback?: StageRollback;
  readonly steps: readonly PlanStep[];
  readonly gate: readonly Check[];
  readonly window?: { readonly start: string; readonly end: string };
}

export interface ConnectionReset {
  readonly subnet: string;
  readonly subnetName: string;
  readonly service: string;
  readonly evidence: 'declared' | 'observed' | 'possible';
  readonly stage: number;
  readonly step: string;
  readonly cause: string;
  readonly workloads: readonly string[];
  readonly minutes: Range;
  readonly basis?: readonly Share[];
  readonly origin?: Origin;
}

export interface FirewallUpdate {
  readonly target: string;
  readonly targetName: string;
  readonly change: 'add' | 'remove' | 'keep' | 'update';
  readonly kind:
    | 'virtual-network-rule'
    | 'ip-rule'
    | 'default-action'
    | 'public-network-access'
    | 'nsg-rule'
    | 'route'
    | 'appliance-rule';
  readonly value: string;
  readonly stage: number;
  readonly step: string;
  readonly inChange: boolean;
  readonly why: string;
  readonly origin?: Origin;
}

export interface DnsChange {
  readonly kind: 'zone' | 'record' | 'link' | 'zone-group' | 'forwarder' | 'client-cache';
  readonly change: 'add' | 'remove' | 'update';
  readonly name: string;
  readonly zone?: string;
  readonly vnet?: string;
  readonly vnetName?: string;
  readonly before: string;
  readonly after: string;
  readonly stage: number;
  readonly step: string;
  readonly inChange: boolean;
  readonly why: string;
  readonly origin?: Origin;
}

export interface MaintenanceWindow {
  readonly required: boolean;
  readonly minutes: Range;
  /** What the minutes are made of: the work, and what is kept free beside it for the longest way back. */
  readonly basis?: {
    readonly work: Range;
    readonly rollback: Range;
    /** Of `work` and `rollback`; and of `soak`, which lies between windows and in none. */
    readonly shares?: readonly Share[];
  };
  readonly timeZone: string;
  readonly proposals: readonly {
    readonly start: string;
    readonly end: string;
    readonly stages: readonly number[];
  }[];
  readonly because: string;
}

export type Severity = 'outage' | 'risk' | 'notice';
export type Confidence = 'certain' | 'likely' | 'possible';

export interface PlanHazard {
  readonly rule: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly says: string;
  readonly remedy: string;
  readonly flow?: PlanFlow;
  readonly stage?: number;
  readonly origin: Origin;
  readonly source: string;
  readonly waived?: { readonly reason: string; readonly owner: string; readonly expires: string };
}

/** Something that the input does not show, and how to find out. */
export interface Gap {
  readonly origin: Origin;
  readonly missing: string;
  readonly affects: readonly string[];
  readonly howToFind: string;
}

/** A difference judged to have no effect. */
export interface Noise {
  readonly origin: Origin;
  readonly what: string;
  readonly rule: string;
  readonly source: string;
}

/** A way that the change adds or takes away, what the other way would need instead, and what speaks for either here. */
export interface PlanDecision {
  readonly made: 'service-endpoint' | 'private-endpoint';
  readonly change: 'add' | 'remove';
  /** The type of the service endpoint, or the kind of resource behind the private endpoints. */
  readonly what: string;
  /** Subnets with the service endpoint, or resources behind the private endpoints. */
  readonly names: readonly string[];
  readonly instead: string;
  readonly grounds: readonly {
    readonly decision: string;
    readonly says: string;
    readonly source: string;
    readonly confidence: Confidence;
  }[];
}

export type InputKind = 'terraform-plan' | 'what-if' | 'arm-template' | 'bicep' | 'hcl' | 'live';

export interface PlanInput {
  readonly kind: InputKind;
  readonly path: string;
  readonly project?: string;
}

/** One of several plans that were joined into this one. */
export interface PlanProject {
  readonly name: string;
  readonly verdict: Verdict;
  readonly headline: string;
  /** Its stages, by their numbers here. */
  readonly stages: readonly number[];
  readonly windowRequired: boolean;
  readonly hash: string;
}

export interface Plan {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: 'azure-endpoint-planner'; readonly version: string };
  readonly inputs: readonly PlanInput[];
  readonly verdict: Verdict;
  readonly headline: string;
  readonly asWritten: {
    readonly verdict: Verdict;
    readonly deniedMinutes: Range;
    readonly interruptions: readonly Interruption[];
  };
  readonly transitions: readonly PlanTransition[];
  readonly stages: readonly PlanStage[];
  readonly connectionResets: readonly ConnectionReset[];
  readonly firewallUpdates: readonly FirewallUpdate[];
  readonly dnsChanges: readonly DnsChange[];
  readonly maintenanceWindow: MaintenanceWindow;
  readonly hazards: readonly PlanHazard[];
  readonly gaps: readonly Gap[];
  readonly noise: readonly Noise[];
  /** Absent: no endpoint comes or goes. */
  readonly decisions?: readonly PlanDecision[];
  /** Present in a plan that was joined from several. */
  readonly projects?: readonly PlanProject[];
  /** What stands under other words in here; those of another plan may stand for other things. */
  readonly redacted?: 'ids' | 'ips' | 'names';
  /** What the plan was made from: merge plans several anew from it. Its shape may change; it has a version of its own. */
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly hash: string;
}
