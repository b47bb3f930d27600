import { type ExitCode, exit } from './adapters/conclusion.ts';
import { loadConfig } from './adapters/config.ts';
import { sha256 } from './adapters/digest.ts';
import { type Place, readFiles } from './adapters/files.ts';
import { almanacOf } from './adapters/time-zone.ts';
import { hashOf } from './core/approval.ts';
import { readInstant } from './core/civil.ts';
import { isAllowed, type Ruling, ruling } from './core/gate.ts';
import type { Plan } from './core/plan.ts';
import { type Problem, problem } from './core/problem.ts';
import type { Failure } from './judge.ts';
import type { GateReport } from './renderers/report-gate.ts';

/** Whether a stage may run now. */
export interface GateQuestion extends Place {
  /** Path of the plan as JSON, or `-`. */
  readonly plan: string;
  readonly stage: number;
  /** What was approved: the hash of the plan, or its beginning. */
  readonly hash?: string;
  readonly overrideReason?: string;
  /** Path of the config file; the usual places when absent. */
  readonly config?: string;
  /** Instant in UTC. */
  readonly now: string;
}

export interface GateAnswer {
  readonly report: GateReport;
  readonly plan: Plan;
  readonly exit: ExitCode;
}

/** Reads plan and config and asks whether the stage may begin. Another plan than the approved one may not, whatever the reason. */
export async function askGate(question: GateQuestion): Promise<GateAnswer | Failure> {
  const loaded = await loadConfig(question.workingDirectory, question.config);
  if ('problems' in loaded) return { problems: loaded.problems, exit: exit.usage };
  const read = await readPlanFile(question);
  if ('problems' in read) return read;
  const { plan } = read;
  const stage = plan.stages.find(({ number }) => number === question.stage);
  if (stage === undefined) return { problems: [noStage(plan, question)], exit: exit.usage };
  const other = mismatch(plan, question.hash);
  if (other !== undefined) return { problems: [other], exit: exit.reached };

  const { windows } = loaded.config;
  const found: Ruling = ruling(plan, stage, readInstant(question.now), await almanacOf(windows));
  const report: GateReport = {
    stage,
    at: question.now,
    timeZone: windows?.timeZone ?? plan.maintenanceWindow.timeZone,
    ruling: found,
    ...(question.overrideReason === undefined ? {} : { overrideReason: question.overrideReason }),
  };
  const open = isAllowed(found) || question.overrideReason !== undefined;
  return { report, plan, exit: open ? exit.below : exit.reached };
}

async function readPlanFile({ plan: path, ...place }: GateQuestion) {
  const { files, problems } = await readFiles([path], place);
  const [file, second] = files;
  if (problems.length > 0 || file === undefined) return unreadable(problems);
  if (second !== undefined) {
    return unreadable([problem('several-plans', `${path} names several files.`, 'Name one.')]);
  }
  const json = parsed(new TextDecoder().decode(file.bytes));
  if (json === undefined) {
    const mend = 'Give a plan.json that this tool wrote.';
    return unreadable([problem('plan-json', 'This is not JSON.', mend, { file: file.path })]);
  }
  const { readPlan } = await import('./renderers/plan-schema.ts');
  const plan = readPlan(json);
  return 'verdict' in plan
    ? { plan }
    : unreadable(plan.map((each) => ({ ...each, file: file.path })));
}

function unreadable(problems: readonly Problem[]): Failure {
  return { problems, exit: exit.unreadable };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function noStage(plan: Plan, { stage }: GateQuestion): Problem {
  const last = plan.stages.length;
  const mend = last === 0 ? 'It has none.' : `Give one from 1 to ${last}.`;
  return problem('stage', `The plan has no stage ${stage}.`, mend);
}

/** A plan file is data that somebody may have changed: its hash counts only if it is that of what it holds. */
function mismatch(plan: Plan, approved: string | undefined): Problem | undefined {
  if (approved === undefined) return undefined;
  const shown = (hash: string) => hash.slice(0, 12);
  if (!plan.hash.startsWith(approved)) {
    const says = `This is plan ${shown(plan.hash)}, and plan ${shown(approved)} was approved.`;
    return problem('hash', says, 'Have this plan approved, or run the approved one.');
  }
  const own = hashOf(plan, sha256);
  if (own === plan.hash) return undefined;
  const says = `The plan calls itself ${shown(plan.hash)}, and what it holds is ${shown(own)}.`;
  return problem('hash', says, 'Give the plan.json as the planner wrote it.');
}
