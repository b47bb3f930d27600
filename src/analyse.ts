import { planOf, type Settings } from './core/assemble.ts';
import type { Change } from './core/change.ts';
import type { Config } from './core/config.ts';
import type { LiveAnswer } from './core/live.ts';
import { missingIn } from './core/missing.ts';
import type { Plan } from './core/plan.ts';
import type { Problem } from './core/problem.ts';
import type { Almanac } from './core/reservation.ts';
import { why } from './core/why.ts';
import { knowledgeOf } from './knowledge/index.ts';
import { type Facts, factsOf, writtenFacts } from './readers/facts.ts';
import { withLive } from './readers/live/join.ts';
import { readsFor } from './readers/live/parts.ts';
import { livePath } from './readers/live.ts';
import { condense, interest, network } from './readers/network.ts';
import type { Reading } from './readers/resource.ts';
import { readTerraformPlans } from './readers/terraform-plan/read.ts';

/** A file that shows a part of the change. */
export interface InputFile {
  readonly kind: 'terraform-plan';
  readonly path: string;
  /** Unpacked. */
  readonly bytes: Uint8Array;
  readonly project?: string;
}

export interface Input {
  readonly files: readonly InputFile[];
  readonly config: Config;
  /** Instant, ISO 8601. */
  readonly now: string;
  readonly toolVersion: string;
  /** SHA-256 in hex. */
  readonly digest: (text: string) => string;
  /** The calendar of the config with its clocks; without it no window is proposed. */
  readonly almanac?: Almanac;
  /** Show how the flows of this resource were routed. */
  readonly why?: string;
  /** What Azure answered, where it was asked. */
  readonly live?: readonly LiveAnswer[];
  /** Whether the plan carries what it was made from, to be planned together with others. */
  readonly withFacts?: boolean;
}

/** A plan, how flows were routed if that was asked for, and every name of the networks if some are to be hidden. */
export interface Planned {
  readonly plan: Plan;
  readonly why?: readonly string[];
  readonly names?: readonly string[];
}

export type Analysis = Planned | { readonly problems: readonly Problem[] };

/** Files in, plan out: read, join into two networks, work out what happens in between. */
export function analyse(input: Input): Analysis {
  const { readings, problems } = read(input.files);
  if (problems.length > 0) return { problems };
  const change = changeOf(readings, input.config, input.live);
  const settings: Settings = { ...input, version: input.toolVersion };
  const { plan, workings } = planOf(change, knowledgeOf(input.config), settings);
  const facts =
    input.withFacts === true
      ? writable(factsOf(readings, input.live ?? [], input.config), input.config)
      : undefined;
  return {
    plan: facts === undefined ? plan : { ...plan, facts },
    ...(input.why === undefined ? {} : { why: why(workings, input.why) }),
    ...(input.config.redact === 'none' ? {} : { names: namesIn([change.before, change.after]) }),
  };
}

/** Facts as a plan carries them; those with names that are to be hidden it does not. */
export function writable(
  facts: Facts,
  { redact }: Pick<Config, 'redact'>,
): Readonly<Record<string, unknown>> | undefined {
  return redact === 'none' ? { ...writtenFacts(facts) } : undefined;
}

/** ARM IDs that a look at Azure would have to read, for what the change touches and the files do not show whole. */
export function missing({ files, config, live }: Input): readonly string[] {
  const { readings, problems } = read(files);
  return problems.length > 0 ? [] : readsFor(missingIn(changeOf(readings, config, live)));
}

function read(files: readonly InputFile[]) {
  const { readings, problems } = readTerraformPlans(files, interest);
  return { readings: readings.map(condense), problems };
}

/** The readings as one change, with what Azure answered in the places that they leave open. */
export function changeOf(
  readings: readonly Reading[],
  config: Config,
  live: readonly LiveAnswer[] = [],
): Change {
  const shown = network(readings, config);
  const files = readings.map(({ kind, path, project }) => ({
    kind,
    path,
    ...(project === undefined ? {} : { project }),
  }));
  return {
    ...(live.length === 0 ? shown : withLive(shown, readings, live, config)),
    inputs: live.length === 0 ? files : [...files, { kind: 'live', path: livePath }],
    omitted: [...readings.flatMap((each) => each.omitted), ...shown.omitted],
    versions: readings.flatMap((each) => each.versions),
  };
}

/** What the records of a network are called; sub-resources have names too, which are Azure's. */
export function namesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'name' in value && 'label' in value ? [String(value.name)] : [];
  return [...own, ...Object.values(value).flatMap(namesIn)];
}
