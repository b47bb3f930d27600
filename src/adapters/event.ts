import { readFile } from 'node:fs/promises';
import { type Problem, problem } from '../core/problem.ts';
import { field } from './field.ts';
import { systemProblem } from './system-problem.ts';

/** What started this run of the action, as far as it matters here. */
export interface Event {
  /** `pull_request`, `merge_group`, … */
  readonly name: string;
  readonly owner: string;
  readonly repo: string;
  /** The commit that the run is about: of a pull request its head, not the merge that is checked out. */
  readonly head: string;
  /** The pull request's number, where the event has one. */
  readonly pullRequest?: number;
  /** In a merge queue: the pull request that the group is for. */
  readonly queued?: number;
  /** Whether the pull request comes from another repository, whose runs get a read-only token. */
  readonly fromFork: boolean;
  /** Whether Dependabot started it, whose runs get the same. */
  readonly byDependabot: boolean;
  /** `owner:branch` that the run before this one was about, where its pull request must be sought. */
  readonly branch?: string;
  /** The run that judged, which under `workflow_run` is the one before. */
  readonly run: Run;
  /** Workflow and job, which tell our comments apart. */
  readonly job: string;
}

/** Which run: GitHub counts runs upwards, and attempts within one. */
export interface Run {
  readonly id: number;
  readonly attempt: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The event of this run, from the runner's variables and the payload that they point to. */
export async function readEvent(environment: Environment): Promise<Event | Problem> {
  const [owner, repo, ...rest] = (environment.GITHUB_REPOSITORY ?? '').split('/');
  if (!owner || !repo || rest.length > 0) {
    const says = 'GITHUB_REPOSITORY does not name a repository.';
    return problem('no-repository', says, 'Run this in a GitHub workflow, or use the command.');
  }
  const payload = await readPayload(environment.GITHUB_EVENT_PATH);
  if (isProblem(payload)) return payload;
  const shared = {
    name: environment.GITHUB_EVENT_NAME ?? '',
    owner,
    repo,
    byDependabot: environment.GITHUB_ACTOR === 'dependabot[bot]',
    job: `${environment.GITHUB_WORKFLOW ?? ''}/${environment.GITHUB_JOB ?? ''}`,
  };
  const before = field(payload, 'workflow_run');
  if (shared.name === 'workflow_run' && before !== undefined) {
    return { ...shared, ...followed(before, field(payload, 'repository')) };
  }
  const pull = field(payload, 'pull_request');
  const number = field(pull, 'number');
  const group = field(payload, 'merge_group');
  const head = field(field(pull, 'head'), 'sha') ?? field(group, 'head_sha');
  const queued = /\/pr-([1-9]\d{0,9})-[0-9a-f]{40}$/.exec(String(field(group, 'head_ref')))?.[1];
  return {
    ...shared,
    head: typeof head === 'string' ? head : (environment.GITHUB_SHA ?? ''),
    ...(typeof number === 'number' ? { pullRequest: number } : {}),
    ...(queued === undefined ? {} : { queued: Number(queued) }),
    fromFork: isFromFork(pull),
    run: {
      id: count(environment.GITHUB_RUN_ID),
      attempt: count(environment.GITHUB_RUN_ATTEMPT),
    },
  };
}

/** What a run that follows another is about: all of it from the event, which GitHub wrote, and nothing from an artifact. */
function followed(before: unknown, repository: unknown) {
  const text = (of: unknown, key: string) => {
    const value = field(of, key);
    return typeof value === 'string' ? value : '';
  };
  const head = text(before, 'head_sha');
  const number = numberOf(field(before, 'pull_requests'), head, field(repository, 'id'));
  const owner = text(field(field(before, 'head_repository'), 'owner'), 'login');
  const branch = text(before, 'head_branch');
  return {
    head,
    ...(number === undefined ? {} : { pullRequest: number }),
    ...(owner === '' || branch === '' ? {} : { branch: `${owner}:${branch}` }),
    // Its own token may write, whoever opened the pull request.
    fromFork: false,
    run: {
      id: count(String(field(before, 'id'))),
      attempt: count(String(field(before, 'run_attempt'))),
    },
  };
}

/** The pull request into this repository with this head; GitHub lists those of the same branch into others too. */
function numberOf(listed: unknown, head: string, repository: unknown): number | undefined {
  const numbers = (Array.isArray(listed) ? listed : []).flatMap((pull: unknown) => {
    const number = field(pull, 'number');
    const isOurs = field(field(field(pull, 'base'), 'repo'), 'id') === repository;
    const isCurrent = field(field(pull, 'head'), 'sha') === head;
    return typeof number === 'number' && isOurs && isCurrent ? [number] : [];
  });
  return numbers.sort((a, b) => a - b)[0];
}

async function readPayload(path: string | undefined): Promise<unknown> {
  if (!path) return {};
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if (!(error instanceof SyntaxError)) return systemProblem(error, path, 'read');
    return problem('event', 'The event payload is not JSON.', 'Re-run the job.', { file: path });
  }
}

/** A deleted fork has no repository any more. */
function isFromFork(pull: unknown): boolean {
  if (pull === undefined) return false;
  const base = field(field(field(pull, 'base'), 'repo'), 'full_name');
  return field(field(field(pull, 'head'), 'repo'), 'full_name') !== base;
}

function count(text: string | undefined): number {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : 0;
}

function isProblem(value: unknown): value is Problem {
  return typeof field(value, 'code') === 'string' && typeof field(value, 'mend') === 'string';
}
