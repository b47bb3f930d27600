import { clientOf, type Repository } from './octokit.ts';
import { type ChangedFile, readPatch } from './patch.ts';
import { GitHubError, type Patience } from './persist.ts';

const pageSize = 100;
/** GitHub lists no more files of a pull request. */
const mostFiles = 3_000;

/** The Terraform files that a pull request leaves behind changed; none where the token may not read them. */
export async function changedFiles(
  repository: Repository,
  pullRequest: number,
  patience?: Patience,
): Promise<readonly ChangedFile[]> {
  const { octokit, ask, at } = await clientOf(repository, patience);
  const wanted = { ...at, pull_number: pullRequest, per_page: pageSize };
  const found: ChangedFile[] = [];
  try {
    for (let page = 1; page <= mostFiles / pageSize; page++) {
      const { data } = await ask((request) =>
        octokit.rest.pulls.listFiles({ ...wanted, page, request }),
      );
      if (!Array.isArray(data)) return found;
      for (const { filename, status, patch } of data) {
        if (status === 'removed' || patch === undefined) continue;
        if (/\.(?:tf|tofu)$/.test(filename)) found.push(readPatch(filename, patch));
      }
      if (data.length < pageSize) break;
    }
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
  }
  return found;
}
