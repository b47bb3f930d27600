import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { field } from './field.ts';

// What a token may do nobody tells: GitHub prints it into the log of the job, and answers a request that lacks a permission in
// many ways. What the job asks for stands in its workflow file, which is there after a checkout.

type Environment = Readonly<Record<string, string | undefined>>;

/** What the workflow file says of a permission of this job; `unsaid`: nothing, so the repository's default holds. */
export type Permitted = 'given' | 'not given' | 'unsaid' | 'unknown';

/** Asks the workflow file of this run, below `directory`, whether the job is given `pull-requests: write` and its like. */
export async function permissionsOf(
  env: Environment,
  directory: string,
): Promise<(permission: string) => Permitted> {
  const workflow = await workflowOf(env, directory);
  const job = field(field(workflow, 'jobs'), env.GITHUB_JOB ?? '');
  if (job === undefined) return () => 'unknown';
  const block = field(job, 'permissions') ?? field(workflow, 'permissions');
  return (permission) => permitted(block, permission);
}

/** `octo/network/.github/workflows/plan.yml@refs/heads/main` → what stands in `.github/workflows/plan.yml`. */
async function workflowOf(env: Environment, directory: string): Promise<unknown> {
  const [, path] =
    /^[^/]+\/[^/]+\/(\.github\/workflows\/[^/@]+\.ya?ml)@/.exec(env.GITHUB_WORKFLOW_REF ?? '') ??
    [];
  if (path === undefined) return undefined;
  try {
    return parse(await readFile(resolve(directory, path), 'utf8'));
  } catch {
    return undefined;
  }
}

/** A block that is there gives what it names and nothing else. https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#permissions */
function permitted(block: unknown, permission: string): Permitted {
  if (block === undefined) return 'unsaid';
  const [scope = '', wanted = ''] = permission.split(': ');
  if (block === 'write-all') return 'given';
  // Who may ask for an identity is nothing to read.
  if (block === 'read-all') return wanted === 'read' ? 'given' : 'not given';
  const level = field(block, scope);
  return level === 'write' || level === wanted ? 'given' : 'not given';
}
