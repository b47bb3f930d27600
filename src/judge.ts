import { type ExitCode, exit } from './adapters/conclusion.ts';
import { loadConfig } from './adapters/config.ts';
import { sha256 } from './adapters/digest.ts';
import { type Place, readFiles } from './adapters/files.ts';
import { almanacOf } from './adapters/time-zone.ts';
import { version } from './adapters/version.ts';
import type { Input, Planned } from './analyse.ts';
import type { Config, FailOn, Redaction } from './core/config.ts';
import type { Plan } from './core/plan.ts';
import { type Problem, problem } from './core/problem.ts';
import { expiredSaid } from './core/waiver.ts';
import type { Look } from './live.ts';

/** What the command or the action asks to have judged. */
export interface Question extends Place {
  readonly terraformPlans: readonly string[];
  /** Path of the config file; the usual places when absent. */
  readonly config?: string;
  readonly failOn?: FailOn;
  readonly redact?: Redaction;
  /** Instant in UTC. */
  readonly now: string;
  readonly why?: string;
  /** Whether Azure may be read to fill gaps. */
  readonly live: boolean;
  /** Whether the plan carries what it was made from, to be planned together with others. */
  readonly withFacts: boolean;
  /** The identity that reads Azure; absent: whoever is signed in. */
  readonly tenantId?: string;
  readonly clientId?: string;
  /** Hears what is going on, for people who wait. */
  readonly progress: (doing: string) => void;
}

export interface Judgement {
  readonly plan: Plan;
  readonly config: Config;
  /** How the flows in question were routed. */
  readonly why: readonly string[];
  /** What somebody should know besides, a sentence each. */
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
  const { failOn = loaded.config.failOn, redact = loaded.config.redact } = question;
  const config = { ...loaded.config, failOn, redact };
  const asked = [...unredacted(question, redact), ...nothing(question)];
  if (asked.length > 0) return { problems: asked, exit: exit.usage };

  question.progress('Reading');
  const reading = readFiles(question.terraformPlans, question);
  // The system reads while the planner is loaded.
  await new Promise((resolve) => setImmediate(resolve));
  const [found, { analyse }, almanac] = await Promise.all([
    reading,
    import('./analyse.ts'),
    almanacOf(config.windows),
  ]);
  if (found.problems.length > 0) return { problems: found.problems, exit: exit.unreadable };

  const input: Input = {
    files: found.files.map((file) => ({ kind: 'terraform-plan', ...file })),
    config,
    now: question.now,
    toolVersion: version,
    digest: sha256,
    withFacts: question.withFacts,
    ...(almanac === undefined ? {} : { almanac }),
    ...(question.why === undefined ? {} : { why: question.why }),
  };
  const seen = await lookAtAzure(input, question);
  if ('problems' in seen) return seen;

  question.progress(`Planning ${megabytes(found.files.map(({ bytes }) => bytes.length))}`);
  const result = analyse({ ...input, live: seen.answers });
  if ('problems' in result) return { problems: result.problems, exit: exit.unreadable };
  const { plan, line } = await withoutNames(result, redact);
  const said = expiredSaid(config.waivers, question.now).map(line);
  return { plan, config, why: result.why ?? [], notices: [...said, ...seen.notices] };
}

/** The plan as it may be read; what hides is loaded only where something is to be hidden. */
async function withoutNames({ plan, names = [] }: Planned, redact: Redaction) {
  if (redact === 'none') return { plan, line: (text: string) => text };
  const { redacted } = await import('./core/redact.ts');
  return redacted(plan, redact, sha256, names);
}

/** What Azure shows, if it may be asked; else none of what asks it is loaded. */
async function lookAtAzure(input: Input, question: Question): Promise<Look | Failure> {
  if (!question.live) return { answers: [], notices: [] };
  const { tenantId, clientId, progress } = question;
  const { look } = await import('./live.ts');
  const access = {
    ...(tenantId === undefined ? {} : { tenantId }),
    ...(clientId === undefined ? {} : { clientId }),
    cloud: input.config.cloud,
    env: process.env,
  };
  return look(input, access, progress);
}

/** What tells how flows were routed tells names. */
function unredacted({ why }: Question, redact: Redaction): readonly Problem[] {
  if (redact === 'none' || why === undefined) return [];
  const says = `--why shows names, and redact is ${redact}.`;
  return [problem('usage', says, 'Leave --why out, or write --redact none.')];
}

function nothing({ terraformPlans }: Question): readonly Problem[] {
  if (terraformPlans.length > 0) return [];
  const mend = 'Name a plan as "terraform show -json" prints it.';
  return [problem('usage', 'There is nothing to read.', mend)];
}

function megabytes(sizes: readonly number[]): string {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return `${Math.ceil(total / 1_000_000)} MB in ${sizes.length} ${sizes.length === 1 ? 'file' : 'files'}`;
}
