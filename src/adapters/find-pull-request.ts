import type { Event } from './event.ts';
import { clientOf, type Repository } from './octokit.ts';
import type { Patience } from './persist.ts';

/**
 * The open pull request whose head is the commit of `event`: for the trusted half of the fork pattern, whose event names
 * none where the pull request comes from a fork. Undefined where it has moved on, or was closed.
 */
export async function findPullRequest(
  repository: Repository,
  { head, branch }: Event,
  patience?: Patience,
): Promise<number | undefined> {
  if (branch === undefined) return undefined;
  const { octokit, ask, at } = await clientOf(repository, patience);
  const wanted = { ...at, state: 'open' as const, head: branch, per_page: 100 };
  const { data } = await ask((request) => octokit.rest.pulls.list({ ...wanted, request }));
  const numbers = data.filter((pull) => pull.head.sha === head).map(({ number }) => number);
  return numbers.sort((a, b) => a - b)[0];
}
