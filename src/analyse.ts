import { planOf, type Settings } from './core/assemble.ts';
import type { Change } from './core/change.ts';
import type { Config } from './core/config.ts';
import type { Plan } from './core/plan.ts';
import type { Problem } from './core/problem.ts';
import { why } from './core/why.ts';
import { knowledgeOf } from './knowledge/index.ts';
import { interest, keep, network } from './readers/network.ts';
import type { Reading } from './readers/resource.ts';
import { readTerraformPlan } from './readers/terraform-plan/read.ts';

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
  /** Show how the flows of this resource were routed. */
  readonly why?: string;
}

export type Analysis =
  | { readonly plan: Plan; readonly why?: readonly string[] }
  | { readonly problems: readonly Problem[] };

/** Files in, plan out: read, join into two networks, work out what happens in between. */
export function analyse(input: Input): Analysis {
  const results = input.files.map((file) => readTerraformPlan(file.bytes, file, interest, keep));
  const problems = results.flatMap((each) => each.problems);
  if (problems.length > 0) return { problems };
  const change = changeOf(
    results.flatMap((each) => each.readings),
    input.config,
  );
  const settings: Settings = { ...input, version: input.toolVersion };
  const { plan, workings } = planOf(change, knowledgeOf(input.config), settings);
  return input.why === undefined ? { plan } : { plan, why: why(workings, input.why) };
}

/** The readings as one change. */
export function changeOf(readings: readonly Reading[], config: Config): Change {
  return {
    ...network(readings, config),
    inputs: readings.map(({ kind, path, project }) => ({
      kind,
      path,
      ...(project === undefined ? {} : { project }),
    })),
    omitted: readings.flatMap((each) => each.omitted),
    versions: readings.flatMap((each) => each.versions),
  };
}
