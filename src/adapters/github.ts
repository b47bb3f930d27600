import { field } from './field.ts';
import { GitHubError, type Patience, patience, persist, type RequestOptions } from './persist.ts';
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

/** Speaks to GitHub about one repository. */
export async function connect(
  { owner, repo, token, apiUrl }: Repository,
  patient: Patience = patience,
): Promise<GitHub> {
  const { getOctokit } = await import('@actions/github');
  const octokit = getOctokit(token, {
    ...(apiUrl === undefined ? {} : { baseUrl: apiUrl }),
    userAgent: `azure-endpoint-planner/${version}`,
    log: silent,
  });
  const { issues } = octokit.rest;
  const ask = <T>(send: (request: RequestOptions) => Promise<T>) => persist(send, patient);
  const on = (pullRequest: number) => ({ owner, repo, issue_number: pullRequest });
  const the = (id: number) => ({ owner, repo, comment_id: id });
  const page = async (pullRequest: number, number: number) => {
    const wanted = { ...on(pullRequest), per_page: pageSize, page: number };
    return list((await ask((request) => issues.listComments({ ...wanted, request }))).data);
  };
  let login: Promise<string> | undefined;
  return {
    login: () => {
      login ??= loginOf(ask((request) => octokit.graphql('{ viewer { login } }', { request })));
      return login;
    },
    comments: async (pullRequest) => {
      const found: Comment[] = [];
      for (let number = 1; ; number++) {
        const comments = await page(pullRequest, number);
        found.push(...comments.map(comment));
        if (comments.length < pageSize) return found.sort((a, b) => a.id - b.id);
      }
    },
    create: async (pullRequest, body) => {
      const wanted = { ...on(pullRequest), body };
      return comment((await ask((request) => issues.createComment({ ...wanted, request }))).data);
    },
    update: async (id, body) => {
      const wanted = { ...the(id), body };
      return comment((await ask((request) => issues.updateComment({ ...wanted, request }))).data);
    },
    remove: async (id) => {
      await ask((request) => issues.deleteComment({ ...the(id), request })).catch(isGone);
    },
  };
}

/** An installation's token may not ask REST who it is; GraphQL answers every kind of token. */
async function loginOf(asking: Promise<unknown>): Promise<string> {
  const answer = await asking.catch(() => undefined);
  const login = field(field(answer, 'viewer'), 'login');
  return typeof login === 'string' && login !== '' ? login : runnerLogin;
}

function isGone(error: unknown): void {
  if (!(error instanceof GitHubError && error.refusal === 'not-found')) throw error;
}

/** What goes wrong is reported once, by us. */
const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** An answer that broke off arrives as text, whatever its type says. */
function list<T>(data: readonly T[]): readonly T[] {
  if (Array.isArray(data)) return data;
  throw new GitHubError('failed', 'The answer broke off', undefined);
}

interface IssueComment {
  readonly id: number;
  readonly html_url: string;
  readonly body?: string;
  readonly user: { readonly login: string } | null;
}

function comment({ id, html_url, body, user }: IssueComment): Comment {
  if (typeof id !== 'number') throw new GitHubError('failed', 'The answer broke off', undefined);
  return { id, url: html_url, body: body ?? '', author: user?.login ?? '' };
}
