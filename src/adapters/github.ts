import { field } from './field.ts';
import { clientOf, type Repository } from './octokit.ts';
import { GitHubError, type Patience } from './persist.ts';

/** A comment on a pull request, as far as we look at it. */
export interface Comment {
  readonly id: number;
  /** What GraphQL knows it by. */
  readonly node: string;
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
  /** Folds comments away as outdated, those that are not yet. */
  hide(nodes: readonly string[]): Promise<void>;
}

const pageSize = 100;
/** Whom the token that a runner hands out speaks for. */
const runnerLogin = 'github-actions[bot]';

/** Speaks to GitHub about the comments of one repository. */
export async function connect(repository: Repository, patient?: Patience): Promise<GitHub> {
  const { octokit, ask, at } = await clientOf(repository, patient);
  const { issues } = octokit.rest;
  const on = (pullRequest: number) => ({ ...at, issue_number: pullRequest });
  const the = (id: number) => ({ ...at, comment_id: id });
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
    hide: async (nodes) => {
      for (let from = 0; from < nodes.length; from += pageSize) {
        const ids = nodes.slice(from, from + pageSize);
        const asked = await ask((request) => octokit.graphql(shownQuery, { ids, request }));
        for (const id of shown(asked)) {
          await ask((request) => octokit.graphql(hideMutation, { id, request }));
        }
      }
    },
  };
}

const shownQuery =
  'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on IssueComment { id isMinimized } } }';
const hideMutation =
  'mutation ($id: ID!) { minimizeComment(input: { subjectId: $id, classifier: OUTDATED }) { clientMutationId } }';

/** The comments of an answer that are not folded away. */
function shown(answer: unknown): readonly string[] {
  const nodes = field(answer, 'nodes');
  return (Array.isArray(nodes) ? nodes : []).flatMap((node: unknown) => {
    const id = field(node, 'id');
    return typeof id === 'string' && field(node, 'isMinimized') === false ? [id] : [];
  });
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

/** An answer that broke off arrives as text, whatever its type says. */
function list<T>(data: readonly T[]): readonly T[] {
  if (Array.isArray(data)) return data;
  throw new GitHubError('failed', 'The answer broke off', undefined);
}

interface IssueComment {
  readonly id: number;
  readonly node_id: string;
  readonly html_url: string;
  readonly body?: string;
  readonly user: { readonly login: string } | null;
}

function comment({ id, node_id: node, html_url, body, user }: IssueComment): Comment {
  if (typeof id !== 'number') throw new GitHubError('failed', 'The answer broke off', undefined);
  return { id, node, url: html_url, body: body ?? '', author: user?.login ?? '' };
}
