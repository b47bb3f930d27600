import type { ClientKind, Verdict } from './plan.ts';

// The settings that a run is judged by: the config file of `.github/endpoint-planner.yml` once read, with inputs laid over
// it and defaults under it. Spelled in our own names; the file's kebab-case keys stand in adapters/config-schema.ts.

export type Minutes = number;

/** The mildest verdict that fails a run. */
export type FailOn = Exclude<Verdict, 'clear'> | 'never';

export type Redaction = 'none' | 'ids' | 'ips' | 'names';

export type Cloud = 'public' | 'usgov' | 'china';

export type Weekday =
  | 'monday'
  | 'tuesday'
  | 'wednesday'
  | 'thursday'
  | 'friday'
  | 'saturday'
  | 'sunday';

/** A recurring opening, in the calendar's own time zone. */
export interface Opening {
  readonly days: readonly Weekday[];
  /** Which of these weekdays of a month, from 1; every one when absent. */
  readonly weeks?: readonly number[];
  /** Local time of day, `22:00`. */
  readonly from: string;
  readonly lasts: Minutes;
}

/** No work from `from` to `to`: whole local days (`2026-12-18`), both included, or instants. */
export interface Freeze {
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

export interface Calendar {
  /** IANA name. */
  readonly timeZone: string;
  readonly open: readonly Opening[];
  readonly freezes: readonly Freeze[];
  readonly minimumNotice: Minutes;
  /** Whether work may run past the end of its opening. */
  readonly overrun: 'never' | 'allow';
}

export interface DnsSettings {
  /** Whether custom DNS servers forward public suffixes to Azure: all, none, or those listed. Absent: not known. */
  readonly customServersForward?: boolean | readonly string[];
  /** ID or name of the VNet whose links the resolvers see. */
  readonly resolverVnet?: string;
  /** An Azure Policy writes zone groups, this long after the endpoint. */
  readonly policyWritesZoneGroups?: { readonly delay: Minutes };
}

/** A client that no file shows. */
export interface ConfiguredClient {
  readonly name: string;
  readonly kind: ClientKind;
  /** Its own addresses, as CIDRs. */
  readonly ranges: readonly string[];
  /** The public addresses that it is seen with. */
  readonly nat: readonly string[];
  /** Targets: IDs, IaC addresses or unambiguous tails of either. */
  readonly reaches: readonly string[];
  /** Public addresses of a pipeline; those of GitHub's own runners change weekly. */
  readonly egress?: 'github-hosted' | readonly string[];
}

export interface Policy {
  readonly serviceEndpoints?: 'allow' | 'forbid';
  readonly privateEndpoints?: 'prefer' | 'require';
}

/** A hazard that its owner has accepted until the end of a day. */
export interface Waiver {
  readonly rule: string;
  /** An ID, an IaC address, or an unambiguous tail of either. */
  readonly resource: string;
  readonly reason: string;
  readonly owner: string;
  /** `2027-03-31`: from the day after, it counts no more. */
  readonly expires: string;
  /** The project whose hazards it covers, of several that are planned together. */
  readonly project?: string;
}

export interface Config {
  readonly failOn: FailOn;
  readonly bridges: 'allow' | 'never';
  readonly windows?: Calendar;
  readonly dns: DnsSettings;
  readonly clients: readonly ConfiguredClient[];
  readonly cloud: Cloud;
  readonly policy: Policy;
  readonly waivers: readonly Waiver[];
  readonly redact: Redaction;
}

/** What holds where neither an input nor the config file says otherwise. */
export const defaults: Config = {
  failOn: 'split',
  bridges: 'allow',
  dns: {},
  clients: [],
  cloud: 'public',
  policy: {},
  waivers: [],
  redact: 'none',
};
