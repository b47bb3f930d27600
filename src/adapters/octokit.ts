import { type Patience, patience, persist, type RequestOptions } from './persist.ts';
import { version } from './version.ts';

/** A repository on GitHub, and who asks. */
export interface Repository {
  readonly owner: string;
  readonly repo: string;
  readonly token: string;
  /** Base of the REST API; the runner's GITHUB_API_URL when absent. */
  readonly apiUrl?: string;
}

/** A client for one repository, and how it asks: retrying what passes by itself, failing with a `GitHubError`. */
export async function clientOf(
  { owner, repo, token, apiUrl }: Repository,
  patient: Patience = patience,
) {
  const { getOctokit } = await import('@actions/github');
  const octokit = getOctokit(token, {
    ...(apiUrl === undefined ? {} : { baseUrl: apiUrl }),
    userAgent: `azure-endpoint-planner/${version}`,
    log: silent,
  });
  const ask = <T>(send: (request: RequestOptions) => Promise<T>) => persist(send, patient);
  return { octokit, ask, at: { owner, repo } };
}

export type Client = Awaited<ReturnType<typeof clientOf>>;

/** What goes wrong is reported once, by us. */
const silent = { debug() {}, info() {}, warn() {}, error() {} };
