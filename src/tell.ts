import * as core from '@actions/core';
import type { Accepted } from './accept.ts';
import type { Annotation } from './adapters/check-run.ts';
import { exit, reaches } from './adapters/conclusion.ts';
import type { Event } from './adapters/event.ts';
import type { Inputs } from './adapters/inputs.ts';
import { oneLine } from './adapters/log.ts';
import { GitHubError } from './adapters/persist.ts';
import { tellPullRequest } from './adapters/pull-request.ts';
import { refusalOf } from './adapters/refused.ts';
import { runUrl } from './adapters/run-url.ts';
import type { Plan } from './core/plan.ts';
import { problem } from './core/problem.ts';
import type { Failure, Judgement } from './judge.ts';
import { checkTitle, type Remark, type RemarkOptions, remarks } from './renderers/check.ts';
import { type Budget, commentBudget } from './renderers/fit.ts';
import { render } from './renderers/index.ts';

// What the action tells GitHub besides its own log: a comment, a check run, labels. What may not be written is a warning.

/** For a text that GitHub finds too long although it counts fewer characters than it takes. */
const shortBudget: Budget = { most: 25_000, unit: 'characters' };

/** Writes what the inputs ask for; the result is how GitHub failed, if it did. */
export async function tellGitHub(
  judged: Accepted,
  inputs: Inputs,
  started: Event,
  options: RemarkOptions,
): Promise<Failure | undefined> {
  try {
    const event = await withPullRequest(inputs, started);
    await comment(judged.plan, inputs, event, options);
    if (inputs.checkRun) await check(judged, inputs, event, options);
    if (inputs.labels) await labels(judged.plan, inputs, event);
    return undefined;
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    const says = `GitHub failed: ${error.message}.`;
    return { problems: [problem('github', says, 'Run the job again.')], exit: exit.service };
  }
}

/** The event with the pull request that it leaves to be sought: the one whose head was judged. */
async function withPullRequest(inputs: Inputs, event: Event): Promise<Event> {
  if (event.pullRequest !== undefined || event.branch === undefined || inputs.token === '')
    return event;
  const { findPullRequest } = await import('./adapters/find-pull-request.ts');
  const pullRequest = await findPullRequest({ ...event, token: inputs.token }, event);
  if (pullRequest !== undefined) return { ...event, pullRequest };
  core.info(
    `No open pull request has ${event.head.slice(0, 12)} as its head: nothing to comment on.`,
  );
  return event;
}

async function comment(
  plan: Plan,
  inputs: Inputs,
  event: Event,
  options: RemarkOptions,
): Promise<void> {
  const outcome = await tellPullRequest(plan, inputs, event, page(plan, event, options));
  if (outcome.kind === 'refused') core.warning(outcome.warning);
  if (outcome.kind !== 'kept') return;
  core.info(`The comment is ${outcome.comment.did}: ${outcome.comment.url}`);
  const { unhidden } = outcome.comment;
  if (unhidden !== undefined) core.warning(oneLine(`Older comments stand open: ${unhidden}.`));
  core.setOutput('comment-id', outcome.comment.id);
  core.setOutput('comment-url', outcome.comment.url);
}

async function check(
  { plan, config, acceptedBy }: Accepted,
  inputs: Inputs,
  event: Event,
  options: RemarkOptions,
): Promise<void> {
  if (inputs.token === '') return void core.warning('There is no check run: set github-token.');
  const { writeCheck } = await import('./adapters/check-run.ts');
  try {
    const id = await writeCheck(
      { ...event, token: inputs.token },
      {
        name: checkName(inputs),
        head: event.head,
        conclusion: conclusionOf(plan, config.failOn),
        title: `${checkTitle(plan)}${acceptedBy === undefined ? '' : ' · accepted'}`,
        summary: page(plan, event, options),
        annotations: inputs.annotations ? remarks(plan, options).flatMap(onFile) : [],
        detailsUrl: runUrl(event),
      },
    );
    core.setOutput('check-run-id', id);
  } catch (error) {
    const because = refusalOf(error, event, 'checks: write');
    core.warning(`The check run is not written: ${because}.`);
  }
}

async function labels(plan: Plan, inputs: Inputs, event: Event): Promise<void> {
  const pullRequest = inputs.prNumber ?? event.pullRequest;
  if (pullRequest === undefined || inputs.token === '') return;
  const { writeLabels } = await import('./adapters/labels.ts');
  const head = inputs.prNumber === undefined ? { head: event.head } : {};
  try {
    const wanted = { pullRequest, verdict: plan.verdict, ...head };
    const did = await writeLabels({ ...event, token: inputs.token }, wanted);
    if (did === 'left') core.info('The pull request has moved on: its labels are left alone.');
  } catch (error) {
    const because = refusalOf(error, event, 'issues: write');
    core.warning(`The labels are not written: ${because}.`);
  }
}

/** Below `fail-on` clear and safe are a success; what somebody should know of, and may still merge, is neutral. */
function conclusionOf({ verdict }: Plan, failOn: Judgement['config']['failOn']) {
  if (reaches(verdict, failOn)) return 'failure';
  return verdict === 'clear' || verdict === 'safe' ? 'success' : 'neutral';
}

const longestName = 80;

/** Legs of a matrix have a check each. */
function checkName({ commentKey, matrix }: Inputs): string {
  const leg = commentKey ?? values(matrix).join(', ');
  return `Endpoint plan${leg === '' ? '' : ` (${oneLine(leg).slice(0, longestName)})`}`;
}

function values(matrix: string): readonly string[] {
  try {
    const leg: unknown = JSON.parse(matrix || 'null');
    const all = typeof leg === 'object' && leg !== null ? Object.values(leg) : [];
    return all.map((value) => (typeof value === 'object' ? JSON.stringify(value) : String(value)));
  } catch {
    return [matrix];
  }
}

/** A check run shows remarks on files, and nothing else. */
function onFile({ file, ...remark }: Remark): readonly Annotation[] {
  return file === undefined ? [] : [{ file, ...remark }];
}

function page(plan: Plan, event: Event, options: RemarkOptions) {
  return (length: 'whole' | 'short') =>
    render(plan, 'markdown', {
      ...options,
      budget: length === 'whole' ? commentBudget : shortBudget,
      fullReportUrl: runUrl(event),
    });
}
