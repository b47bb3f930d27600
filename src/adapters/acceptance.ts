import type { Event } from './event.ts';
import { clientOf, type Repository } from './octokit.ts';
import type { Patience } from './persist.ts';

/** As much of a hash as a comment shows. */
const shortest = 12;

/**
 * The label by which somebody accepts the plan with `hash`: what it begins with, then the hash or its beginning. Labels are
 * asked of GitHub, for the event knows only those that stood when the run began. Another plan has another hash.
 */
export async function acceptingLabel(
  repository: Repository,
  { pullRequest: number, queued = number }: Pick<Event, 'pullRequest' | 'queued'>,
  { label, hash }: { readonly label: string; readonly hash: string },
  patience?: Patience,
): Promise<string | undefined> {
  if (queued === undefined) return undefined;
  const { octokit, ask, at } = await clientOf(repository, patience);
  const wanted = { ...at, pull_number: queued };
  const { data } = await ask((request) => octokit.rest.pulls.get({ ...wanted, request }));
  return data.labels.map(({ name }) => name).find((name) => accepts(name, label, hash));
}

function accepts(name: string, label: string, hash: string): boolean {
  const [own, start] = [name.toLowerCase(), `${label.toLowerCase()} `];
  const rest = own.slice(start.length).trim();
  return own.startsWith(start) && rest.length >= shortest && hash.startsWith(rest);
}
