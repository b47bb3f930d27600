import { exit } from './adapters/conclusion.ts';
import { loadConfig } from './adapters/config.ts';
import { sha256 } from './adapters/digest.ts';
import { type FoundFile, type Place, readFiles } from './adapters/files.ts';
import { almanacOf } from './adapters/time-zone.ts';
import { version } from './adapters/version.ts';
import { hashOf } from './core/approval.ts';
import type { Config, FailOn, Redaction } from './core/config.ts';
import { merged, projectNames, unjoined } from './core/merge.ts';
import type { Plan } from './core/plan.ts';
import { type Problem, problem } from './core/problem.ts';
import { redacted } from './core/redact.ts';
import type { Part } from './core/renumber.ts';
import { expiredSaid } from './core/waiver.ts';
import type { Failure, Judgement } from './judge.ts';

// Plans that were made elsewhere: by the legs of a matrix, in other repositories, by a run that nobody trusts. They are
// read as data that anybody may have written.

export interface PlansQuestion extends Place {
  /** Paths, globs, or `-`. */
  readonly planFiles: readonly string[];
  /** `one`: a single plan stays as it is. `projects`: each is a project, also a single one. */
  readonly as: 'one' | 'projects';
  readonly config?: string;
  readonly failOn?: FailOn;
  readonly redact?: Redaction;
  /** Instant in UTC. */
  readonly now: string;
  /** Whether the plan carries what it was made from. */
  readonly withFacts: boolean;
}

/** Nothing that this tool writes comes near. */
const maxBytes = 64 * 1024 ** 2;

/** Reads plan.json files and joins them: what the command's merge, and the modes merge and comment of the action share. */
export async function judgePlans(question: PlansQuestion): Promise<Judgement | Failure> {
  const loaded = await loadConfig(question.workingDirectory, question.config);
  if ('problems' in loaded) return { problems: loaded.problems, exit: exit.usage };
  const config = { ...loaded.config, failOn: question.failOn ?? loaded.config.failOn };
  const found = await readFiles(question.planFiles, question);
  const plans = await Promise.all(found.files.map(planOf));
  const problems = [
    ...found.problems,
    ...plans.flatMap((each) => ('problems' in each ? each.problems : [])),
  ];
  if (problems.length > 0) return { problems, exit: exit.unreadable };
  const read = plans.flatMap((each) => ('plan' in each ? [each.plan] : []));
  const projects = projectNames(found.files.map(({ path }) => path));
  const parts = read.map(
    (plan, index): Part => ({ plan, project: projects[index] ?? `${index + 1}` }),
  );
  const redact = question.redact ?? config.redact;
  const said = expiredSaid(config.waivers, question.now);
  const { plan: whole, names } = await joined(parts, { ...config, redact }, question);
  const { plan } = redacted(whole, redact, sha256, names);
  return { plan, config, why: [], notices: redact === 'none' ? said : [] };
}

/** Several plans are planned anew as one change, where all show what they were made from; else they are laid side by side. */
async function joined(
  parts: readonly Part[],
  config: Config,
  { as, now, withFacts }: PlansQuestion,
): Promise<{ readonly plan: Plan; readonly names: readonly string[] }> {
  const [only, ...others] = parts;
  if (only !== undefined && others.length === 0) {
    return { plan: as === 'one' ? only.plan : merged(parts, sha256), names: [] };
  }
  const [{ readFacts }, { joinedFacts, leadsToItsPlan, settledOf, together }] = await Promise.all([
    import('./readers/facts-schema.ts'),
    import('./together.ts'),
  ]);
  const around = { config, now, toolVersion: version, digest: sha256 };
  const projects = parts.flatMap(({ project: name, plan }) => {
    const facts = readFacts(plan.facts);
    const project = facts && { name, plan, facts };
    return project !== undefined && leadsToItsPlan(project, around) ? [project] : [];
  });
  const blind = parts.filter(({ project }) => projects.every(({ name }) => name !== project));
  if (blind.length > 0) {
    const names = blind.map(({ project }) => project);
    return { plan: unjoined(merged(parts, sha256), names, sha256), names: [] };
  }
  const facts = joinedFacts(projects, config);
  const almanac = await almanacOf(settledOf(facts).settings.windows);
  return together(projects, facts, { ...around, ...(almanac && { almanac }) }, withFacts);
}

async function planOf(
  file: FoundFile,
): Promise<{ readonly plan: Plan } | { readonly problems: readonly Problem[] }> {
  const at = { file: file.path === '-' ? 'standard input' : file.path };
  const mend = 'Give a plan.json that this tool wrote.';
  if (file.bytes.length > maxBytes) {
    const says = `The file has ${file.bytes.length} bytes; a plan has at most ${maxBytes}.`;
    return { problems: [problem('too-large', says, mend, at)] };
  }
  const json = parsed(new TextDecoder().decode(file.bytes));
  if (json === undefined)
    return { problems: [problem('plan-json', 'This is not JSON.', mend, at)] };
  const other = otherFile(json);
  if (other !== undefined) return { problems: [{ ...other, ...at }] };
  const { readPlan } = await import('./renderers/plan-schema.ts');
  const read = readPlan(json);
  if (!('verdict' in read)) return { problems: read.map((each) => ({ ...each, ...at })) };
  if (hashOf(read, sha256) === read.hash) return { plan: read };
  const says = 'The hash of this plan is not that of what it holds.';
  return { problems: [problem('hash', says, 'Give the plan.json as the planner wrote it.', at)] };
}

/** A file of another kind is told once, not by everything that it lacks. */
function otherFile(json: unknown): Problem | undefined {
  const keys = typeof json === 'object' && json !== null ? Object.keys(json) : [];
  if (keys.includes('schemaVersion')) return undefined;
  return keys.includes('format_version')
    ? problem('plan-shape', 'This is a plan of Terraform.', 'Read it with plan --terraform-plan.')
    : problem('plan-shape', 'This is no plan of this tool.', 'Give a plan.json that it wrote.');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
