import type { Config } from '../core/config.ts';
import { equal } from '../core/equal.ts';
import { isBody, type LiveAnswer } from '../core/live.ts';
import type { Origin } from '../core/plan.ts';
import { canonicalId } from '../core/resource-id.ts';
import { isCollection, isObject, kept, typeOf } from './live/kept.ts';
import { condense, condensedBody } from './network/condense.ts';
import type { Reading, ResourceChange } from './resource.ts';

// What a plan was made from, so that several can be made into one anew: its condensed readings, what Azure answered, and the
// settings that count. It is written beside the plan, and whoever reads it again takes it for data that anybody may have written.

/** Raised when what stands in the facts no longer means the same. */
export const factsVersion = 1;

/** The settings that decide what is planned; what fails and what is hidden is for whoever reads it. */
export type PlannedWith = Pick<
  Config,
  'bridges' | 'clients' | 'cloud' | 'dns' | 'policy' | 'waivers' | 'windows'
>;

/** What one plan of a project was made from. */
export interface Part {
  /** Absent: it is the only one. */
  readonly project?: string;
  /** Absent: those of the whole. */
  readonly settings?: PlannedWith;
  readonly readings: readonly Reading[];
  readonly live: readonly LiveAnswer[];
}

export interface Facts {
  readonly version: typeof factsVersion;
  readonly settings: PlannedWith;
  readonly parts: readonly Part[];
}

/** A reading as it is written down: what can be told from the rest is left out. */
export interface WrittenReading {
  readonly kind: Reading['kind'];
  readonly path: string;
  readonly project?: string;
  readonly resources: readonly WrittenResource[];
  readonly noise: Reading['noise'];
  readonly omitted: Reading['omitted'];
  readonly versions: Reading['versions'];
}

export interface WrittenResource
  extends Omit<ResourceChange, 'dependsOn' | 'whole' | 'origin' | 'replacedBy' | 'movedFrom'> {
  readonly dependsOn?: readonly string[];
  /** A patch. */
  readonly partial?: true;
  /** Nothing changes: `before` is both sides. */
  readonly same?: true;
  readonly origin?: Origin;
}

export interface WrittenPart extends Omit<Part, 'readings'> {
  readonly readings: readonly WrittenReading[];
}

export interface WrittenFacts extends Omit<Facts, 'parts'> {
  readonly parts: readonly WrittenPart[];
}

/** What a plan of `readings` was made from, to be written down. */
export function factsOf(
  readings: readonly Reading[],
  live: readonly LiveAnswer[],
  settings: PlannedWith,
): Facts {
  return {
    version: factsVersion,
    settings: plannedWith(settings),
    parts: [{ readings: readings.map(condense), live: live.map(condensedAnswer) }],
  };
}

export function plannedWith(from: PlannedWith): PlannedWith {
  const { bridges, clients, cloud, dns, policy, waivers, windows } = from;
  const calendar = windows === undefined ? {} : { windows };
  return { bridges, clients, cloud, dns, policy, waivers, ...calendar };
}

export function writtenFacts({ parts, ...rest }: Facts): WrittenFacts {
  return {
    ...rest,
    parts: parts.map((part) => ({ ...part, readings: part.readings.map(writtenReading) })),
  };
}

export function readAgain({ parts, ...rest }: WrittenFacts): Facts {
  return {
    ...rest,
    parts: parts.map((part) => ({ ...part, readings: part.readings.map(readingAgain) })),
  };
}

function writtenReading(reading: Reading): WrittenReading {
  const { kind, path, project, resources, noise, omitted, versions } = reading;
  return {
    kind,
    path,
    ...(project === undefined ? {} : { project }),
    resources: resources.map((change) => writtenResource(change, reading)),
    noise,
    omitted,
    versions,
  };
}

function writtenResource(change: ResourceChange, reading: Reading): WrittenResource {
  const { before, after, dependsOn, whole, origin, ...rest } = change;
  const same = before !== undefined && after !== undefined && equal(before, after);
  return {
    ...rest,
    ...(before === undefined ? {} : { before }),
    ...(same ? { same } : after === undefined ? {} : { after }),
    ...(dependsOn.length === 0 ? {} : { dependsOn }),
    ...(whole ? {} : { partial: true }),
    ...(equal(origin, originOf(change.address, reading)) ? {} : { origin }),
  };
}

function readingAgain(written: WrittenReading): Reading {
  return {
    ...written,
    resources: written.resources.map((change) => resourceAgain(change, written)),
    drifted: [],
    problems: [],
    condensed: true,
  };
}

function resourceAgain(written: WrittenResource, reading: WrittenReading): ResourceChange {
  const { same, partial, dependsOn = [], origin, ...rest } = written;
  return {
    ...rest,
    ...(same === true && rest.before !== undefined ? { after: rest.before } : {}),
    dependsOn,
    whole: partial !== true,
    origin: origin ?? originOf(rest.address, reading),
  };
}

function originOf(address: string, { path, project }: Pick<Reading, 'path' | 'project'>): Origin {
  return { file: path, address, ...(project === undefined ? {} : { project }) };
}

/** What is read of an answer of Azure. */
function condensedAnswer(answer: LiveAnswer): LiveAnswer {
  if (!isBody(answer)) return answer;
  const { id, body } = answer;
  const type = typeOf(id);
  const one = (each: unknown) => condensedBody(kept(type, each));
  if (!isCollection(id)) return { ...answer, body: one(body) };
  const listed = isObject(body) && Array.isArray(body.value) ? body.value : [];
  return { ...answer, body: { value: listed.map(one) } };
}

/** The readings of all parts, each under the name of its project. */
export function readingsOf(parts: readonly Part[]): readonly Reading[] {
  return parts.flatMap(({ project, readings }) =>
    readings.map((reading) => (project === undefined ? reading : placedIn(project, reading))),
  );
}

function placedIn(project: string, reading: Reading): Reading {
  const within = (inner: string | undefined) =>
    inner === undefined || inner === project ? project : `${project}/${inner}`;
  const placed = <T extends { readonly origin: Origin }>(row: T): T => ({
    ...row,
    origin: { ...row.origin, project: within(row.origin.project) },
  });
  return {
    ...reading,
    project: within(reading.project),
    resources: reading.resources.map(placed),
    noise: reading.noise.map(placed),
    omitted: reading.omitted.map(placed),
  };
}

/** What Azure answered to all parts: a body counts for more than a refusal, the first for more than the next. */
export function answersOf(parts: readonly Part[]): readonly LiveAnswer[] {
  const found = new Map<string, LiveAnswer>();
  for (const answer of parts.flatMap(({ live }) => live)) {
    const key = canonicalId(answer.id);
    const known = found.get(key);
    if (known === undefined || (!isBody(known) && isBody(answer))) found.set(key, answer);
  }
  return [...found.values()];
}
