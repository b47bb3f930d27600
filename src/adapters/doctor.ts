import { type Event, readEvent } from './event.ts';
import { type Permitted, permissionsOf } from './permissions.ts';

/** What a feature needs, and what of it is here. */
export interface Diagnosis {
  readonly feature: string;
  readonly needs: string;
  readonly here: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Every feature that needs something, as this environment and the workflow file have it. Nothing is asked of GitHub or Azure. */
export async function diagnose(
  env: Environment,
  config: string,
  directory: string,
): Promise<readonly Diagnosis[]> {
  const event = env.GITHUB_ACTIONS === 'true' ? await readEvent(env) : undefined;
  const known = event === undefined || 'mend' in event ? undefined : event;
  const says = await permissionsOf(env, directory);
  const write = (permission: string) =>
    writing(env, known, permission) ?? `${permission} ${words[says(permission)]}`;
  return [
    {
      feature: 'planning',
      needs: 'files, and nothing else',
      here: `Node ${process.versions.node}`,
    },
    { feature: 'config file', needs: 'none is needed', here: config },
    { feature: 'run', needs: 'a GitHub workflow, for all that follows', here: runOf(known) },
    {
      feature: 'comment',
      needs: 'pull-requests: write, and a pull request or pr-number',
      here: `${pullOf(known)}; ${write('pull-requests: write')}`,
    },
    {
      feature: 'findings on changed lines',
      needs: 'a checkout of the sources, and pull-requests: read',
      here: write('pull-requests: read'),
    },
    {
      feature: 'labels',
      needs: 'pull-requests: write, and issues: write where a label does not exist yet',
      here: `${write('pull-requests: write')}; ${write('issues: write')}`,
    },
    { feature: 'check run', needs: 'checks: write', here: write('checks: write') },
    {
      feature: 'mode: comment',
      needs: 'event workflow_run, and actions: read to download the artifact',
      here: `${known?.name === 'workflow_run' ? 'the event is here' : 'another event'}; ${write('actions: read')}`,
    },
    {
      feature: 'SARIF upload',
      needs: 'security-events: write, for the action that uploads',
      here: write('security-events: write'),
    },
    {
      feature: 'live Azure by OIDC',
      needs: 'id-token: write, client-id, tenant-id, and Reader on what is read',
      here: env.ACTIONS_ID_TOKEN_REQUEST_URL
        ? 'id-token: write is given'
        : 'id-token: write is not given (an Azure CLI that is signed in will do)',
    },
  ];
}

const words: Readonly<Record<Permitted, string>> = {
  given: 'is given by the workflow file',
  'not given': 'is not given by the workflow file, which names the permissions of this job',
  unsaid: 'is not named in the workflow file: the default of the repository holds',
  unknown: 'cannot be told: the workflow file is not here (check it out first)',
};

/** GitHub does not tell anybody what a token may do: only the log of the job does. */
export const tokenAdvice =
  'What the token was given in the end is listed in the job’s log: Set up job → GITHUB_TOKEN Permissions. An organization may give less than a workflow asks for.';

function runOf(event: Event | undefined): string {
  if (event === undefined) return 'not in a GitHub workflow';
  const who = event.fromFork ? ', from a fork' : event.byDependabot ? ', by Dependabot' : '';
  return `event ${event.name}${who}`;
}

function pullOf(event: Event | undefined): string {
  if (event?.pullRequest !== undefined) return `pull request ${event.pullRequest}`;
  return event?.branch === undefined
    ? 'no pull request in the event'
    : 'the pull request is sought by its head';
}

/** Why a permission cannot be had, whatever the workflow file says. */
function writing(
  env: Environment,
  event: Event | undefined,
  permission: string,
): string | undefined {
  if (permission.endsWith(': read')) return undefined;
  const token = env['INPUT_GITHUB-TOKEN'] || env.GITHUB_TOKEN || env.GH_TOKEN;
  if (!token) return 'no token (set GITHUB_TOKEN)';
  if (event?.fromFork) return `the token of a fork’s run only reads: ${permission} cannot be given`;
  if (event?.byDependabot)
    return `the token of Dependabot’s run only reads: ${permission} cannot be given`;
  return undefined;
}
