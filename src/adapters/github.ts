import { setTimeout as sleep } from 'node:timers/promises';
import { version } from './version.ts';

/** A comment on a pull request, as far as we look at it. */
export interface Comment {
  readonly id: number;
  readonly url: string;
  readonly body: string;
  /** Login; empty for an account that is gone. */
  readonly author: string;
}

/** What we ask of one repository on GitHub. Every call retries what passes by itself and fails with a `GitHubError`. */
export interface GitHub {
  /** The login that our comments carry. */
  login(): Promise<string>;
  /** All comments, oldest first. */
  comments(pullRequest: number): Promise<readonly Comment[]>;
  create(pullRequest: number, body: string): Promise<Comment>;
  update(id: number, body: string): Promise<Comment>;
  /** Done also when the comment is gone already. */
  remove(id: number): Promise<void>;
}

/** Why GitHub did not do what we asked. */
export type Refusal = 'forbidden' | 'locked' | 'not-found' | 'invalid' | 'failed';

export class GitHubError extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal, message: string, cause: unknown) {
    super(message, { cause });
    this.refusal = refusal;
  }
}

type Milliseconds = number;

const attempts = 4;
const timeout: Milliseconds = 30_000;
/** Longer than this no job should wait. */
const longestPause: Milliseconds = 60_000;
const pageSize = 100;
/** Whom the token that a runner hands out speaks for. */
const runnerLogin = 'github-actions[bot]';

/** A repository on GitHub, and who asks. */
export interface Repository {
  readonly owner: string;
  readonly repo: string;
  readonly token: string;
  /** Base of the REST API; the runner's GITHUB_API_URL when absent. */
  readonly apiUrl?: string;
}

/** Speaks to GitHub about one repository; `pause` waits between tries. */
export async function connect(
  { owner, repo, token, apiUrl }: Repository,
  pause: (time: Milliseconds) => Promise<unknown> = sleep,
): Promise<GitHub> {
  const { getOctokit } = await import('@actions/github');
  const octokit = getOctokit(token, {
    ...(apiUrl === undefined ? {} : { baseUrl: apiUrl }),
    userAgent: `azure-endpoint-planner/${version}`,
    log: silent,
  });
  octokit.hook.wrap('request', async (request, options) => {
    for (let attempt = 1; ; attempt++) {
      try {
        const signal = AbortSignal.timeout(timeout);
        return await request({ ...options, request: { ...options.request, signal } });
      } catch (error) {
        const wait = pauseAfter(error, attempt);
        if (wait === undefined || attempt === attempts) throw githubError(error, attempt);
        await pause(wait);
      }
    }
  });
  const { issues } = octokit.rest;
  const at = { owner, repo };
  let login: Promise<string> | undefined;
  return {
    login: () => {
      login ??= askLogin((query) => octokit.graphql(query));
      return login;
    },
    comments: async (pullRequest) => {
      const found: Comment[] = [];
      for (let page = 1; ; page++) {
        const { data } = await issues.listComments({
          ...at,
          issue_number: pullRequest,
          per_page: pageSize,
          page,
        });
        found.push(...list(data).map(comment));
        if (data.length < pageSize) return found.sort((a, b) => a.id - b.id);
      }
    },
    create: async (pullRequest, body) =>
      comment((await issues.createComment({ ...at, issue_number: pullRequest, body })).data),
    update: async (id, body) =>
      comment((await issues.updateComment({ ...at, comment_id: id, body })).data),
    remove: async (id) => {
      await issues.deleteComment({ ...at, comment_id: id }).catch((error: unknown) => {
        if (!(error instanceof GitHubError && error.refusal === 'not-found')) throw error;
      });
    },
  };
}

/** An installation's token may not ask REST who it is; GraphQL answers every kind of token. */
async function askLogin(graphql: (query: string) => Promise<unknown>): Promise<string> {
  const answer = await graphql('{ viewer { login } }').catch(() => undefined);
  const login = field(field(answer, 'viewer'), 'login');
  return typeof login === 'string' && login !== '' ? login : runnerLogin;
}

/** What goes wrong is reported once, by us. */
const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** How long to wait before the next try; undefined when trying again is of no use. */
function pauseAfter(error: unknown, attempt: number): Milliseconds | undefined {
  const status = field(error, 'status');
  const headers = field(field(error, 'response'), 'headers');
  const limited = status === 429 || (status === 403 && isRateLimit(error, headers));
  if (!limited && !(typeof status === 'number' && status >= 500)) return undefined;
  const wait = askedPause(headers) ?? 1000 * 2 ** (attempt - 1);
  return wait <= longestPause ? wait : undefined;
}

function isRateLimit(error: unknown, headers: unknown): boolean {
  return (
    field(headers, 'retry-after') !== undefined ||
    field(headers, 'x-ratelimit-remaining') === '0' ||
    /rate limit/i.test(String(field(error, 'message')))
  );
}

function askedPause(headers: unknown): Milliseconds | undefined {
  const after = Number(field(headers, 'retry-after') ?? Number.NaN);
  if (after >= 0) return after * 1000;
  if (field(headers, 'x-ratelimit-remaining') !== '0') return undefined;
  const reset = Number(field(headers, 'x-ratelimit-reset') ?? Number.NaN);
  return reset >= 0 ? Math.max(0, reset * 1000 - Date.now()) : undefined;
}

function githubError(error: unknown, tries: number): GitHubError {
  const status = field(error, 'status');
  const message = error instanceof Error ? error.message : String(error);
  const times = tries === 1 ? '' : ` after ${tries} tries`;
  return new GitHubError(refusal(status, message), `${message} (${status}${times})`, error);
}

function refusal(status: unknown, message: string): Refusal {
  if (status === 404 || status === 410) return 'not-found';
  if (status === 422) return 'invalid';
  if (status !== 403 || /rate limit/i.test(message)) return 'failed';
  return /\blocked\b/i.test(message) ? 'locked' : 'forbidden';
}

/** An answer that broke off arrives as text. */
function list<T>(data: readonly T[]): readonly T[] {
  if (Array.isArray(data)) return data;
  throw new GitHubError('failed', 'The list of comments broke off', undefined);
}

interface IssueComment {
  readonly id: number;
  readonly html_url: string;
  readonly body?: string;
  readonly user: { readonly login: string } | null;
}

function comment({ id, html_url, body, user }: IssueComment): Comment {
  return { id, url: html_url, body: body ?? '', author: user?.login ?? '' };
}

function field(of: unknown, key: string): unknown {
  return typeof of === 'object' && of !== null ? (Reflect.get(of, key) ?? undefined) : undefined;
}
