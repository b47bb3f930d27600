import { type ExitCode, exit } from './adapters/conclusion.ts';
import { loadConfig } from './adapters/config.ts';
import { sha256 } from './adapters/digest.ts';
import { type Place, readFiles } from './adapters/files.ts';
import { version } from './adapters/version.ts';
import type { Config, FailOn } from './core/config.ts';
import type { Plan } from './core/plan.ts';
import { type Problem, problem } from './core/problem.ts';

/** What the command or the action asks to have judged. */
export interface Question extends Place {
  readonly terraformPlans: readonly string[];
  /** Path of the config file; the usual places when absent. */
  readonly config?: string;
  readonly failOn?: FailOn;
  /** Instant in UTC. */
  readonly now: string;
  readonly why?: string;
  /** Hears what is going on, for people who wait. */
  readonly progress: (doing: string) => void;
}

export interface Judgement {
  readonly plan: Plan;
  readonly config: Config;
  /** How the flows in question were routed. */
  readonly why: readonly string[];
  /** What was asked for and is not done, a sentence each. */
  readonly notices: readonly string[];
}

/** Why there is no judgement, and what the process ends with. */
export interface Failure {
  readonly problems: readonly Problem[];
  readonly exit: ExitCode;
}

/** Reads config and files and plans the change: the part that the command and the action share. */
export async function judge(question: Question): Promise<Judgement | Failure> {
  const loaded = await loadConfig(question.workingDirectory, question.config);
  if ('problems' in loaded) return { problems: loaded.problems, exit: exit.usage };
  const config = { ...loaded.config, failOn: question.failOn ?? loaded.config.failOn };
  const asked = [...later(config, loaded.path), ...nothing(question)];
  if (asked.length > 0) return { problems: asked, exit: exit.usage };

  question.progress('Reading');
  const found = await readFiles(question.terraformPlans, question);
  if (found.problems.length > 0) return { problems: found.problems, exit: exit.unreadable };

  question.progress(`Planning ${megabytes(found.files.map(({ bytes }) => bytes.length))}`);
  const { analyse } = await import('./analyse.ts');
  const result = analyse({
    files: found.files.map((file) => ({ kind: 'terraform-plan', ...file })),
    config,
    now: question.now,
    toolVersion: version,
    digest: sha256,
    ...(question.why === undefined ? {} : { why: question.why }),
  });
  if ('problems' in result) return { problems: result.problems, exit: exit.unreadable };
  return { plan: result.plan, config, why: result.why ?? [], notices: notices(config) };
}

/** Settings that this version could only ignore, where ignoring them would harm. */
function later(config: Config, file: string | undefined): readonly Problem[] {
  if (config.redact === 'none') return [];
  const says = `redact: ${config.redact} is not available in this version;`;
  return [problem('later', says, 'keep the output private.', file === undefined ? {} : { file })];
}

function nothing({ terraformPlans }: Question): readonly Problem[] {
  if (terraformPlans.length > 0) return [];
  const mend = 'Name a plan as "terraform show -json" prints it.';
  return [problem('usage', 'There is nothing to read.', mend)];
}

/** Settings that are ignored for now without harm. */
function notices(config: Config): readonly string[] {
  return config.windows === undefined
    ? []
    : ['The calendar of the config file is not used in this version: no window is proposed.'];
}

function megabytes(sizes: readonly number[]): string {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return `${Math.ceil(total / 1_000_000)} MB in ${sizes.length} ${sizes.length === 1 ? 'file' : 'files'}`;
}
