import { changeOf, namesIn, writable } from './analyse.ts';
import { planOf } from './core/assemble.ts';
import type { Config, ConfiguredClient, DnsSettings, Waiver } from './core/config.ts';
import { equal } from './core/equal.ts';
import { togetherHeadline } from './core/headline.ts';
import type { Gap, Plan, PlanProject } from './core/plan.ts';
import type { Almanac } from './core/reservation.ts';
import { isOf } from './core/waiver.ts';
import { knowledgeOf } from './knowledge/index.ts';
import {
  answersOf,
  type Facts,
  factsVersion,
  type Part,
  type PlannedWith,
  plannedWith,
  readingsOf,
} from './readers/facts.ts';

// Several plans planned anew as one change, from what each was made from: a flow whose client is in one and whose rules are in
// another is judged as if all had been given to one run.

/** A plan with what it was made from. */
export interface Project {
  readonly name: string;
  readonly plan: Plan;
  readonly facts: Facts;
}

/** What the planner needs beside facts. */
export interface Around {
  readonly config: Config;
  /** Instant, ISO 8601. */
  readonly now: string;
  readonly toolVersion: string;
  /** SHA-256 in hex. */
  readonly digest: (text: string) => string;
  readonly almanac?: Almanac;
}

/** The settings that hold for several projects, and what they say differently. */
export interface Settled {
  readonly settings: PlannedWith;
  readonly differences: readonly string[];
}

/** The facts of all projects as those of one plan; `own` is what whoever joins them says. */
export function joinedFacts(projects: readonly Project[], own: PlannedWith): Facts {
  return { version: factsVersion, settings: plannedWith(own), parts: projects.flatMap(partsOf) };
}

function partsOf({ name, facts }: Project): readonly Part[] {
  return facts.parts.map((part) => {
    const project = part.project === undefined ? name : `${name}/${part.project}`;
    const inner = part.settings === undefined ? [] : [{ project: undefined, ...part.settings }];
    return { ...part, project, settings: settle(facts.settings, inner).settings };
  });
}

/** Whether the facts of a project lead to its plan: those of another version of the planner, or of another plan, may not. */
export function leadsToItsPlan({ plan, facts }: Project, around: Around): boolean {
  return (
    derived(facts, { ...around, config: { ...around.config, redact: 'none' } }).plan.hash ===
    plan.hash
  );
}

/** The plan of all projects as one change, with a row for each of them. */
export function together(
  projects: readonly Project[],
  facts: Facts,
  around: Around,
  withFacts: boolean,
): { readonly plan: Plan; readonly names: readonly string[] } {
  const { plan, names } = derived(facts, around);
  const written = withFacts ? writable(facts, around.config) : undefined;
  const joined = {
    ...plan,
    headline: togetherHeadline(projects.length, plan),
    projects: projects.map((project) => projectOf(project, plan)),
    ...(written === undefined ? {} : { facts: written }),
  };
  return { plan: joined, names };
}

/** The plan, and every name of its networks. */
export function derived(facts: Facts, around: Around) {
  const { settings, differences } = settledOf(facts);
  const config: Config = { ...around.config, ...settings };
  const change = changeOf(readingsOf(facts.parts), config, answersOf(facts.parts));
  const gaps = [...change.gaps, ...differences.map(difference)];
  const { toolVersion: version } = around;
  const { plan } = planOf({ ...change, gaps }, knowledgeOf(config), { ...around, config, version });
  return { plan, names: namesIn([change.before, change.after]) };
}

function difference(what: string): Gap {
  return {
    origin: { file: '', address: '' },
    missing: `The projects say different things of ${what}: for all of them together it is taken as not known.`,
    affects: [],
    howToFind: `Let their config files agree on ${what}.`,
  };
}

function projectOf({ name, plan: own }: Project, plan: Plan): PlanProject {
  const stages = plan.stages.filter(({ steps }) =>
    steps.some(({ project }) => project !== undefined && isOf(project, name)),
  );
  return {
    name,
    verdict: own.verdict,
    headline: own.headline,
    stages: stages.map(({ number }) => number),
    windowRequired: plan.maintenanceWindow.required && stages.some(({ disruptive }) => disruptive),
    hash: own.hash,
  };
}

/** The settings that hold for facts as a whole. */
export function settledOf({ settings, parts }: Facts): Settled {
  return settle(
    settings,
    parts.flatMap((part) =>
      part.settings === undefined ? [] : [{ project: part.project, ...part.settings }],
    ),
  );
}

type OfProject = PlannedWith & { readonly project: string | undefined };

/** What is forbidden anywhere is forbidden; clients of all are clients; a waiver covers the hazards of its own project. */
function settle(own: PlannedWith, parts: readonly OfProject[]): Settled {
  const all: readonly OfProject[] = [{ ...own, project: undefined }, ...parts];
  const { dns, differences } = settledDns(all.map((each) => each.dns));
  const calendars = distinct(all.flatMap(({ windows }) => windows ?? []));
  const windows = own.windows ?? (calendars.length === 1 ? calendars[0] : undefined);
  const strictest = <T>(values: readonly (T | undefined)[], order: readonly T[]) =>
    order.findLast((each) => values.includes(each));
  const serviceEndpoints = strictest(
    all.map(({ policy }) => policy.serviceEndpoints),
    ['allow', 'forbid'] as const,
  );
  const privateEndpoints = strictest(
    all.map(({ policy }) => policy.privateEndpoints),
    ['prefer', 'require'] as const,
  );
  const settings: PlannedWith = {
    bridges: all.some(({ bridges }) => bridges === 'never') ? 'never' : 'allow',
    clients: clientsOf(all),
    // Clouds share no network: whoever joins must see to it that all are of one.
    cloud: parts[0]?.cloud ?? own.cloud,
    dns,
    policy: {
      ...(serviceEndpoints === undefined ? {} : { serviceEndpoints }),
      ...(privateEndpoints === undefined ? {} : { privateEndpoints }),
    },
    waivers: distinct(
      all.flatMap(({ project, waivers }) => waivers.map((each) => scoped(each, project))),
    ),
    ...(windows === undefined ? {} : { windows }),
  };
  const unclear = own.windows === undefined && calendars.length > 1 ? ['windows'] : [];
  return { settings, differences: [...differences, ...unclear] };
}

function scoped(waiver: Waiver, project: string | undefined): Waiver {
  if (project === undefined) return waiver;
  return {
    ...waiver,
    project: waiver.project === undefined ? project : `${project}/${waiver.project}`,
  };
}

function clientsOf(all: readonly OfProject[]): readonly ConfiguredClient[] {
  const found = new Map<string, ConfiguredClient>();
  for (const { project, clients } of all) {
    for (const client of clients) {
      const same = found.get(client.name);
      if (same !== undefined && equal(same, client)) continue;
      const name =
        same === undefined || project === undefined ? client.name : `${client.name} (${project})`;
      found.set(name, { ...client, name });
    }
  }
  return [...found.values()];
}

function settledDns(all: readonly DnsSettings[]) {
  const keys = ['customServersForward', 'resolverVnet', 'policyWritesZoneGroups'] as const;
  const said = keys.map((key) => ({
    key,
    values: distinct(all.flatMap((dns) => (dns[key] === undefined ? [] : [dns[key]]))),
  }));
  const agreed = said.flatMap(({ key, values }) => (values.length === 1 ? [[key, values[0]]] : []));
  return {
    dns: Object.fromEntries(agreed) as DnsSettings,
    differences: said.flatMap(({ key, values }) => (values.length > 1 ? [words[key]] : [])),
  };
}

const words = {
  customServersForward: 'dns.custom-servers-forward',
  resolverVnet: 'dns.resolver-vnet',
  policyWritesZoneGroups: 'dns.policy-writes-zone-groups',
} as const;

function distinct<T>(values: readonly T[]): readonly T[] {
  return values.filter(
    (value, index) => values.findIndex((other) => equal(other, value)) === index,
  );
}
