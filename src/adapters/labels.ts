import type { Verdict } from '../core/plan.ts';
import { verdicts } from './conclusion.ts';
import { clientOf, type Repository } from './octokit.ts';
import { GitHubError, type Patience } from './persist.ts';

const family = 'endpoint-plan: ';

/** The label of a verdict; a plan that is clear has none, for most pull requests are. */
export function labelOf(verdict: Verdict): string | undefined {
  return verdict === 'clear' ? undefined : `${family}${verdict}`;
}

export interface WantedLabel {
  readonly pullRequest: number;
  readonly verdict: Verdict;
  /** The commit that was judged; one that the pull request has left behind labels nothing. */
  readonly head?: string;
}

/**
 * Gives the pull request the label of its verdict and takes away those of others. What it has is asked of GitHub: the
 * event knows only what it had when the run began. Labels of others are never touched.
 */
export async function writeLabels(
  repository: Repository,
  { pullRequest, verdict, head }: WantedLabel,
  patience?: Patience,
): Promise<'labelled' | 'left'> {
  const { octokit, ask, at } = await clientOf(repository, patience);
  const { issues, pulls } = octokit.rest;
  const { data } = await ask((request) => pulls.get({ ...at, pull_number: pullRequest, request }));
  if (head !== undefined && data.head.sha !== head) return 'left';
  const wanted = labelOf(verdict);
  const on = { ...at, issue_number: pullRequest };
  const present = data.labels.map(({ name }) => name);
  const others = verdicts.map(labelOf).filter((name) => name !== undefined && name !== wanted);
  for (const name of present.filter((each) => others.includes(each))) {
    await ask((request) => issues.removeLabel({ ...on, name, request })).catch(isGone);
  }
  if (wanted !== undefined && !present.includes(wanted)) {
    await ask((request) => issues.addLabels({ ...on, labels: [wanted], request }));
  }
  return 'labelled';
}

/** Another run may have taken it away since. */
function isGone(error: unknown): void {
  if (!(error instanceof GitHubError && error.refusal === 'not-found')) throw error;
}
