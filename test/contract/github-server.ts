import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Asked, operation } from './github-description.ts';
import { payloadOf } from './github-runner.ts';

// A GitHub of one repository's comments, on loopback, that holds every request and every answer against the published
// description. It keeps no process alive and stops with the test that asked for it.

export const runnerLogin = 'github-actions[bot]';

export interface StoredComment {
  readonly id: number;
  readonly pullRequest: number;
  readonly author: string;
  readonly body: string;
}

/** A pull request, as far as it can differ here. */
export interface StoredPull {
  readonly number: number;
  readonly head: string;
  /** `owner:branch` */
  readonly branch: string;
  readonly labels: readonly string[];
  readonly files?: readonly StoredFile[];
}

/** A file that a pull request changes. */
export interface StoredFile {
  readonly filename: string;
  readonly status: 'added' | 'modified' | 'removed';
  /** Absent where it is too long to be shown. */
  readonly patch?: string;
}

/** A check run with everything that was written to it. */
export interface StoredCheck {
  readonly id: number;
  readonly name: string;
  readonly head_sha: string;
  readonly conclusion: string;
  readonly title: string;
  readonly summary: string;
  readonly annotations: readonly StoredAnnotation[];
  /** How many annotations each request brought. */
  readonly batches: readonly number[];
}

export interface StoredAnnotation {
  readonly path: string;
  readonly start_line: number;
  readonly annotation_level: string;
  readonly title: string;
  readonly message: string;
}

/** An answer out of the ordinary to the next requests of one operation. */
export interface Trouble {
  readonly operation: string;
  readonly times: number;
  /** 0: no answer at all. */
  readonly status: number;
  /** What was asked is done all the same: only the answer is lost. */
  readonly done?: true;
  readonly message?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface LocalGitHub {
  readonly url: string;
  /** Oldest first. */
  comments(): readonly StoredComment[];
  /** As if somebody had written it before. */
  add(comment: Omit<StoredComment, 'id'>): StoredComment;
  pulls(): readonly StoredPull[];
  addPull(pull: StoredPull): void;
  /** As if somebody had set its labels by hand. */
  relabel(number: number, labels: readonly string[]): void;
  checks(): readonly StoredCheck[];
  /** `issues/create-comment` and its like, in the order of arrival. */
  readonly requests: readonly string[];
  /** Where a request or an answer departed from the published description. */
  readonly violations: readonly string[];
  trouble(trouble: Trouble): void;
  /** Holds requests of `operation` back until `count` of them have come. */
  gather(operation: string, count: number): void;
  /** The comments that are folded away. */
  hidden(): readonly number[];
  /** What GraphQL says of the token; a login, or nothing for a token that may not ask. */
  viewer: string | undefined;
}

interface Question {
  readonly query?: string;
  readonly variables?: { readonly id?: string; readonly ids?: readonly string[] };
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Runs `test` against a fresh GitHub, which is gone afterwards. */
export async function withGitHub(test: (github: LocalGitHub) => Promise<void>): Promise<void> {
  const github = new Server();
  const server = createServer((request, response) => void github.serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  github.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    await test(github);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

class Server implements LocalGitHub {
  url = '';
  viewer: string | undefined = runnerLogin;
  readonly requests: string[] = [];
  readonly violations: string[] = [];
  #comments: readonly StoredComment[] = [];
  #pulls: readonly StoredPull[] = [];
  #checks: readonly StoredCheck[] = [];
  readonly #hidden = new Set<number>();
  #lastId = 1000;
  #troubles: readonly Trouble[] = [];
  readonly #gatherings = new Map<
    string,
    { readonly count: number; readonly waiting: (() => void)[] }
  >();

  comments(): readonly StoredComment[] {
    return this.#comments;
  }

  pulls(): readonly StoredPull[] {
    return this.#pulls;
  }

  addPull(pull: StoredPull): void {
    this.#pulls = [...this.#pulls, pull];
  }

  relabel(number: number, labels: readonly string[]): void {
    this.#label(number, () => labels);
  }

  checks(): readonly StoredCheck[] {
    return this.#checks;
  }

  hidden(): readonly number[] {
    return [...this.#hidden];
  }

  add(comment: Omit<StoredComment, 'id'>): StoredComment {
    this.#lastId += 1;
    const stored = { id: this.#lastId, ...comment };
    this.#comments = [...this.#comments, stored];
    return stored;
  }

  trouble(trouble: Trouble): void {
    this.#troubles = [...this.#troubles, trouble];
  }

  gather(id: string, count: number): void {
    this.#gatherings.set(id, { count, waiting: [] });
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url);
    const text = await bodyOf(request);
    const asked: Asked = {
      method: request.method ?? 'GET',
      // An Enterprise Server keeps the same API below a path of its own.
      path: url.pathname.replace(/^\/api\/(v3\/)?/, '/'),
      query: url.searchParams,
      body: text === '' ? undefined : JSON.parse(text),
    };
    this.#checkHeaders(request);
    const { status, body, headers } = await this.#answer(asked);
    if (status === 0) return;
    const json = { 'content-type': 'application/json; charset=utf-8', ...headers };
    response.writeHead(status, body === undefined ? headers : json);
    response.end(body === undefined ? undefined : JSON.stringify(body));
  }

  #checkHeaders({ headers, method, url }: IncomingMessage): void {
    const faults = [
      /^(token|bearer) \S+$/i.test(headers.authorization ?? '') ? '' : 'has no token',
      (headers['user-agent'] ?? '') === '' ? 'has no user agent' : '',
      /json/.test(headers.accept ?? '') ? '' : 'does not accept JSON',
    ].filter((fault) => fault !== '');
    this.violations.push(...faults.map((fault) => `${method} ${url} ${fault}`));
  }

  async #answer(asked: Asked): Promise<Answer> {
    if (asked.path === '/graphql') return this.#graphql(asked);
    const found = operation(asked);
    if (found === undefined) {
      this.violations.push(`${asked.method} ${asked.path} is not described`);
      return { status: 404, body: refusal('Not Found', 404) };
    }
    this.requests.push(found.id);
    this.violations.push(...found.faults.map((fault) => `${found.id}: ${fault}`));
    await this.#gathered(found.id);
    const trouble = this.#nextTrouble(found.id);
    const isDone = trouble === undefined || trouble.done === true;
    const done = isDone ? this.#act(found.id, found.path, asked) : undefined;
    const answer = trouble === undefined ? (done ?? { status: 500 }) : troubled(trouble);
    const faults = found.answerFaults(answer.status, answer.body);
    this.violations.push(...faults.map((fault) => `answer of ${found.id}: ${fault}`));
    return answer;
  }

  /** What REST does not answer to an installation's token, or cannot do. */
  #graphql({ body }: Asked): Answer {
    const { query = '', variables = {} } = body as Question;
    const id = query.includes('minimizeComment')
      ? 'graphql/minimize'
      : query.startsWith('query ($ids')
        ? 'graphql/nodes'
        : 'graphql';
    this.requests.push(id);
    const trouble = this.#nextTrouble(id);
    if (trouble !== undefined) return troubled(trouble);
    const nodes = (ids: readonly string[] = []) =>
      this.#comments.filter((comment) => ids.includes(`IC_${comment.id}`));
    if (id === 'graphql/nodes') {
      const isMinimized = (one: StoredComment) => this.#hidden.has(one.id);
      const found = nodes(variables.ids).map((one) => ({
        id: `IC_${one.id}`,
        isMinimized: isMinimized(one),
      }));
      return { status: 200, body: { data: { nodes: found } } };
    }
    if (id === 'graphql/minimize') {
      for (const one of nodes([variables.id ?? ''])) this.#hidden.add(one.id);
      return { status: 200, body: { data: { minimizeComment: { clientMutationId: null } } } };
    }
    if (query !== '{ viewer { login } }') this.violations.push('graphql: an unknown query');
    return this.viewer === undefined
      ? { status: 403, body: refusal('Resource not accessible by integration', 403) }
      : { status: 200, body: { data: { viewer: { login: this.viewer } } } };
  }

  async #gathered(id: string): Promise<void> {
    const gathering = this.#gatherings.get(id);
    if (gathering === undefined) return;
    await new Promise<void>((resolve) => {
      gathering.waiting.push(resolve);
      if (gathering.waiting.length < gathering.count) return;
      this.#gatherings.delete(id);
      for (const release of gathering.waiting) release();
    });
  }

  #nextTrouble(id: string): Trouble | undefined {
    const at = this.#troubles.findIndex((trouble) => trouble.operation === id && trouble.times > 0);
    const trouble = this.#troubles[at];
    if (trouble === undefined) return undefined;
    this.#troubles = this.#troubles.with(at, { ...trouble, times: trouble.times - 1 });
    return trouble;
  }

  #act(id: string, path: Readonly<Record<string, string>>, asked: Asked): Answer {
    const { body } = (asked.body ?? {}) as { body?: string };
    switch (id) {
      case 'issues/list-comments':
        return { status: 200, body: this.#page(Number(path.issue_number), asked.query) };
      case 'issues/create-comment':
        return this.#create(Number(path.issue_number), body ?? '');
      case 'issues/update-comment':
        return this.#update(Number(path.comment_id), body ?? '');
      case 'issues/delete-comment':
        return this.#delete(Number(path.comment_id));
      case 'pulls/get':
        return this.#pull(Number(path.pull_number));
      case 'pulls/list-files': {
        const pull = this.#pulls.find((each) => each.number === Number(path.pull_number));
        return { status: 200, body: pageOf(pull?.files ?? [], asked.query).map(publishedFile) };
      }
      case 'pulls/list': {
        const branch = asked.query.get('head');
        const found = this.#pulls.filter((pull) => branch === null || pull.branch === branch);
        return { status: 200, body: found.map(publishedPull) };
      }
      case 'issues/add-labels':
        return this.#label(Number(path.issue_number), (labels) => [
          ...labels,
          ...((asked.body as { labels: readonly string[] }).labels ?? []),
        ]);
      case 'issues/remove-label':
        return this.#label(Number(path.issue_number), (labels) =>
          labels.filter((label) => label !== path.name),
        );
      default:
        return this.#check(path.check_run_id, asked.body as WrittenCheck);
    }
  }

  #pull(number: number): Answer {
    const found = this.#pulls.find((pull) => pull.number === number);
    return found === undefined
      ? { status: 404, body: refusal('Not Found', 404) }
      : { status: 200, body: publishedPull(found) };
  }

  #label(number: number, change: (labels: readonly string[]) => readonly string[]): Answer {
    const found = this.#pulls.find((pull) => pull.number === number);
    if (found === undefined) return { status: 404, body: refusal('Not Found', 404) };
    const labels = change(found.labels);
    this.#pulls = this.#pulls.map((pull) => (pull === found ? { ...found, labels } : pull));
    return { status: 200, body: labels.map(publishedLabel) };
  }

  #check(id: string | undefined, written: WrittenCheck): Answer {
    const { annotations = [], title = '', summary } = written.output;
    if (annotations.length > 50 || summary.length > 65_535) {
      return { status: 422, body: { ...tooLong, message: 'Invalid request.' } };
    }
    const before = this.#checks.find((check) => check.id === Number(id));
    this.#lastId += before === undefined ? 1 : 0;
    const check: StoredCheck = {
      id: before?.id ?? this.#lastId,
      name: before?.name ?? written.name ?? '',
      head_sha: before?.head_sha ?? written.head_sha ?? '',
      conclusion: written.conclusion ?? before?.conclusion ?? '',
      title,
      summary,
      annotations: [...(before?.annotations ?? []), ...annotations],
      batches: [...(before?.batches ?? []), annotations.length],
    };
    this.#checks = [...this.#checks.filter((each) => each !== before), check];
    return { status: before === undefined ? 201 : 200, body: publishedCheck(check) };
  }

  #page(pullRequest: number, query: URLSearchParams): unknown {
    const all = this.#comments.filter((comment) => comment.pullRequest === pullRequest);
    return pageOf(all, query).map((comment) => this.#published(comment));
  }

  #create(pullRequest: number, body: string): Answer {
    if (body.length > 65_536) return { status: 422, body: tooLong };
    const author = this.viewer ?? runnerLogin;
    return { status: 201, body: this.#published(this.add({ pullRequest, author, body })) };
  }

  #update(id: number, body: string): Answer {
    const stored = this.#comments.find((comment) => comment.id === id);
    if (stored === undefined) return { status: 404, body: refusal('Not Found', 404) };
    if (body.length > 65_536) return { status: 422, body: tooLong };
    const updated = { ...stored, body };
    this.#comments = this.#comments.map((comment) => (comment.id === id ? updated : comment));
    return { status: 200, body: this.#published(updated) };
  }

  #delete(id: number): Answer {
    const before = this.#comments.length;
    this.#comments = this.#comments.filter((comment) => comment.id !== id);
    return this.#comments.length < before
      ? { status: 204 }
      : { status: 404, body: refusal('Not Found', 404) };
  }

  #published({ id, pullRequest, author, body }: StoredComment): unknown {
    const issue = `${this.url}/repos/octo/network/issues`;
    return {
      id,
      node_id: `IC_${id}`,
      url: `${issue}/comments/${id}`,
      html_url: `${this.url}/octo/network/pull/${pullRequest}#issuecomment-${id}`,
      issue_url: `${issue}/${pullRequest}`,
      body,
      user: account(author),
      created_at: '2026-12-01T09:00:00Z',
      updated_at: '2026-12-01T09:00:00Z',
      author_association: 'NONE',
      performed_via_github_app: null,
    };
  }
}

function pageOf<T>(all: readonly T[], query: URLSearchParams): readonly T[] {
  const size = Number(query.get('per_page') ?? 30);
  const page = Number(query.get('page') ?? 1);
  return all.slice((page - 1) * size, page * size);
}

const tooLong = {
  message: 'Validation Failed',
  documentation_url: 'https://docs.github.com/rest/issues/comments',
  errors: [
    { resource: 'IssueComment', code: 'unprocessable', field: 'data', message: 'Body is too long' },
  ],
};

function troubled({ status, message = 'Trouble', headers = {} }: Trouble): Answer {
  return { status, body: refusal(message, status), headers };
}

function refusal(message: string, status: number): unknown {
  return { message, documentation_url: 'https://docs.github.com/rest', status: String(status) };
}

function account(login: string): unknown {
  const url = `https://api.github.com/users/${encodeURIComponent(login)}`;
  return {
    login,
    id: 1,
    node_id: 'MDQ6VXNlcjE=',
    avatar_url: 'https://avatars.githubusercontent.com/u/1',
    gravatar_id: '',
    url,
    html_url: `https://github.com/${encodeURIComponent(login)}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: login.endsWith('[bot]') ? 'Bot' : 'User',
    site_admin: false,
  };
}

interface WrittenCheck {
  readonly name?: string;
  readonly head_sha?: string;
  readonly conclusion?: string;
  readonly output: {
    readonly title?: string;
    readonly summary: string;
    readonly annotations?: readonly StoredAnnotation[];
  };
}

/** A real pull request with what differs. */
function publishedPull({ number, head, branch, labels }: StoredPull): unknown {
  const real = payloadOf('pull_request').pull_request as { readonly head: object };
  const [owner = ''] = branch.split(':');
  return {
    ...real,
    auto_merge: null,
    number,
    labels: labels.map(publishedLabel),
    head: { ...real.head, sha: head, label: branch, user: account(owner) },
  };
}

function publishedFile({ filename, status, patch }: StoredFile): unknown {
  const url = `https://api.github.com/repos/octo/network/contents/${filename}`;
  const web = 'https://github.com/octo/network';
  return {
    sha: 'b'.repeat(40),
    filename,
    status,
    additions: 1,
    deletions: 0,
    changes: 1,
    blob_url: `${web}/blob/${filename}`,
    raw_url: `${web}/raw/${filename}`,
    contents_url: url,
    ...(patch === undefined ? {} : { patch }),
  };
}

function publishedLabel(name: string): unknown {
  const url = `https://api.github.com/repos/octo/network/labels/${encodeURIComponent(name)}`;
  return { id: 1, node_id: 'L_1', url, name, color: 'ededed', default: false, description: null };
}

function publishedCheck({
  id,
  name,
  head_sha,
  conclusion,
  title,
  summary,
  annotations,
}: StoredCheck) {
  const url = `https://api.github.com/repos/octo/network/check-runs/${id}`;
  const output = {
    title,
    summary,
    text: null,
    annotations_count: annotations.length,
    annotations_url: `${url}/annotations`,
  };
  return {
    id,
    node_id: `CR_${id}`,
    head_sha,
    external_id: '',
    url,
    html_url: `https://github.com/octo/network/runs/${id}`,
    details_url: 'https://github.com/octo/network/actions/runs/1',
    status: 'completed',
    conclusion,
    started_at: '2026-12-01T09:00:00Z',
    completed_at: '2026-12-01T09:00:00Z',
    output,
    name,
    check_suite: { id: 1 },
    app: null,
    pull_requests: [],
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
