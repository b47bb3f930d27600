import { resolve } from 'node:path';
import * as core from '@actions/core';
import { withAcceptance } from './accept.ts';
import { clock } from './adapters/clock.ts';
import { type ExitCode, exit, reaches } from './adapters/conclusion.ts';
import { type Event, readEvent } from './adapters/event.ts';
import { type Inputs, readInputs } from './adapters/inputs.ts';
import { annotate, setOutputs, summarize } from './adapters/job.ts';
import { harmless, oneLine } from './adapters/log.ts';
import { type Output, writeFiles } from './adapters/output.ts';
import { rulesUrl } from './adapters/rules-url.ts';
import { runUrl } from './adapters/run-url.ts';
import type { Plan } from './core/plan.ts';
import { type Problem, printProblem, problem } from './core/problem.ts';
import { runGate } from './gate-job.ts';
import { type Failure, type Judgement, judge } from './judge.ts';
import { folderOf, placesOf } from './places.ts';
import { judgePlans } from './plan-files.ts';
import { type RemarkOptions, remarks } from './renderers/check.ts';
import { summaryBudget } from './renderers/fit.ts';
import { type FileFormat, type RenderOptions, render, renderFile } from './renderers/index.ts';
import { tellGitHub } from './tell.ts';

// The action: what the command does, with GitHub around it. The job ends as the verdict says; a comment that may not be
// written is a warning, for a pull request from a fork deserves the same answer as any other.

void answer().then((code) => {
  process.exitCode = code;
});

async function answer(): Promise<ExitCode> {
  const inputs = readInputs(core.getInput);
  if ('problems' in inputs) return fail(usage(inputs.problems), 'fail');
  try {
    const ending = await run(inputs);
    return typeof ending === 'number' ? ending : fail(ending, mayWarn(inputs));
  } catch (error) {
    return fail(unforeseen(error), mayWarn(inputs));
  }
}

/** A gate that cannot tell does not let pass. */
function mayWarn({ gate, onError }: Inputs): Inputs['onError'] {
  return gate === undefined ? onError : 'fail';
}

async function run(inputs: Inputs): Promise<ExitCode | Failure> {
  const event = await readEvent(process.env);
  if ('mend' in event) return usage([event]);
  const refusal = untrusted(event, inputs);
  if (refusal !== undefined) return usage([refusal]);
  if (inputs.gate !== undefined) return runGate(inputs, inputs.gate, event);
  const now = clock();
  const answered = await judgeAs(inputs, now);
  if ('problems' in answered) return answered;
  const judged = await withAcceptance(answered, inputs, event);
  core.setOutput('accepted-by', judged.acceptedBy ?? '');
  for (const notice of judged.notices) core.notice(notice);
  const options = await told(judged.plan, inputs, event);
  const unwritten = await publish(judged.plan, inputs, { ...options, now }, event);
  if (unwritten.length > 0) return usage(unwritten);
  const trouble = await tellGitHub(judged, inputs, event, options);
  return inputs.mode === 'comment' ? (trouble ?? exit.below) : conclude(judged, trouble);
}

/** Makes a plan, or reads those that others made. */
function judgeAs(inputs: Inputs, now: string): Promise<Judgement | Failure> {
  const place = {
    workingDirectory: resolve(inputs.workingDirectory),
    standardInput: () => process.stdin,
    now,
    withFacts: inputs.jsonFile !== undefined,
  };
  if (inputs.mode === 'plan') {
    const progress = (doing: string) => core.info(harmless(`${doing} …`));
    return judge({ ...inputs, ...place, progress });
  }
  return judgePlans({ ...inputs, ...place, as: inputs.mode === 'merge' ? 'projects' : 'one' });
}

/**
 * Under `pull_request_target` the token may write, and what it would be led to read comes from strangers. So it is with
 * `workflow_run`, where a number from anywhere but the event could be an artifact's.
 */
function untrusted(
  { name }: Event,
  { allowPullRequestTarget, prNumber }: Inputs,
): Problem | undefined {
  if (name === 'workflow_run' && prNumber !== undefined) {
    const says = 'Under workflow_run the pull request is the one of the event.';
    return problem('pr-number', says, 'Leave pr-number out.');
  }
  if (name !== 'pull_request_target' || allowPullRequestTarget) return undefined;
  const says = 'Under pull_request_target the head of the pull request is not read.';
  const mend = 'Use pull_request, or set allow-pull-request-target: true if no secret is at stake.';
  return problem('pull-request-target', says, mend);
}

/** Every finding is a link to the page of its rule, where that has an address, and points to the line that it is about. */
async function told(plan: Plan, inputs: Inputs, event: Event): Promise<RemarkOptions> {
  const rules = rulesUrl(process.env);
  return {
    ...(rules === undefined ? {} : { rulesUrl: rules }),
    folder: folderOf(inputs.workingDirectory),
    placeOf: await placesOf(plan, inputs, event),
  };
}

/** Writes files, outputs, summary and annotations; the result is what could not be written. */
async function publish(
  plan: Plan,
  inputs: Inputs,
  options: RenderOptions,
  event: Event,
): Promise<readonly Problem[]> {
  const directory = resolve(inputs.workingDirectory);
  const files: readonly (readonly [string, FileFormat, string | undefined])[] = [
    ['json-file', 'json', inputs.jsonFile],
    ['markdown-file', 'markdown', inputs.markdownFile],
    ['html-file', 'html', inputs.htmlFile],
    ['sarif-file', 'sarif', inputs.sarifFile],
    ['ics-file', 'ics', inputs.icsFile],
  ];
  const outputs = await Promise.all(
    files.flatMap(([, format, path]) =>
      path === undefined ? [] : [written(path, renderFile(plan, format, options))],
    ),
  );
  const unwritten = await writeFiles(outputs, directory);
  if (unwritten.length > 0) return unwritten;
  const paths = files.map(([name, , path]) => [name, path && resolve(directory, path)]);
  setOutputs(plan, Object.fromEntries(paths));
  if (inputs.jobSummary)
    await summarize(
      render(plan, 'markdown', { ...options, budget: summaryBudget, artifactsUrl: runUrl(event) }),
    );
  // A plan that others made is about files that this run does not have.
  if (inputs.annotations && inputs.mode === 'plan') annotate(remarks(plan, options));
  return [];
}

async function written(path: string, text: Promise<string>): Promise<Output> {
  return { path, text: await text };
}

function conclude({ plan, config }: Judgement, trouble: Failure | undefined): ExitCode | Failure {
  const headline = oneLine(plan.headline);
  if (!reaches(plan.verdict, config.failOn)) {
    core.info(headline);
    return trouble ?? exit.below;
  }
  for (const each of trouble?.problems ?? []) core.warning(oneLine(printProblem(each)));
  core.setFailed(headline);
  return exit.reached;
}

/** Tells why there is no answer. What we could not read, and services that fail, may be let pass; mistakes may not. */
function fail({ problems, exit: code }: Failure, onError: Inputs['onError']): ExitCode {
  const lines = problems.map((each) => oneLine(printProblem(each)));
  if (onError === 'warn' && code !== exit.usage) {
    for (const line of lines) core.warning(line);
    return exit.below;
  }
  const [first = 'The planner failed.', ...rest] = lines;
  for (const line of rest) core.error(line);
  core.setFailed(first);
  return code;
}

function usage(problems: readonly Problem[]): Failure {
  return { problems, exit: exit.usage };
}

function unforeseen(error: unknown): Failure {
  core.debug(error instanceof Error ? (error.stack ?? '') : '');
  const says = `The planner failed: ${error instanceof Error ? error.message : String(error)}.`;
  const mend = 'This is a fault of the planner; run the job with debug logging for the place.';
  return { problems: [problem('fault', says, mend)], exit: exit.unreadable };
}
