import { type Event, readEvent } from './event.ts';

/** What a feature needs, and what of it is here. */
export interface Diagnosis {
  readonly feature: string;
  readonly needs: string;
  readonly here: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Every feature that needs something, as this environment has it. Nothing is asked of GitHub or Azure. */
export async function diagnose(env: Environment, config: string): Promise<readonly Diagnosis[]> {
  const event = env.GITHUB_ACTIONS === 'true' ? await readEvent(env) : undefined;
  const known = event === undefined || 'mend' in event ? undefined : event;
  const write = (permission: string) => writing(env, known, permission);
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
      needs: 'permissions: pull-requests: write, and a pull request or pr-number',
      here: `${pullOf(known)}; ${write('pull-requests: write')}`,
    },
    {
      feature: 'findings on changed lines',
      needs: 'a checkout of the sources, and permissions: pull-requests: read',
      here: write('pull-requests: read'),
    },
    {
      feature: 'labels',
      needs:
        'permissions: pull-requests: write, and issues: write where a label does not exist yet',
      here: write('issues: write'),
    },
    { feature: 'check run', needs: 'permissions: checks: write', here: write('checks: write') },
    {
      feature: 'mode: comment',
      needs: 'event workflow_run, permissions: actions: read to download the artifact',
      here: known?.name === 'workflow_run' ? 'the event is here' : 'another event',
    },
    {
      feature: 'SARIF upload',
      needs: 'permissions: security-events: write, for the action that uploads',
      here: write('security-events: write'),
    },
    {
      feature: 'live Azure by OIDC',
      needs: 'permissions: id-token: write, client-id, tenant-id, and Reader on what is read',
      here: env.ACTIONS_ID_TOKEN_REQUEST_URL
        ? 'id-token: write is given'
        : 'id-token: write is not given (an Azure CLI that is signed in will do)',
    },
  ];
}

/** GitHub does not tell anybody what a token may do: only the log of the job does. */
export const tokenAdvice =
  'What a token may do is listed in the job’s log: Set up job → GITHUB_TOKEN Permissions. Permissions that a job does not name it does not have.';

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

function writing(env: Environment, event: Event | undefined, permission: string): string {
  const token = env['INPUT_GITHUB-TOKEN'] || env.GITHUB_TOKEN || env.GH_TOKEN;
  if (!token) return 'no token (set GITHUB_TOKEN)';
  if (event?.fromFork) return `the token of a fork’s run only reads: ${permission} cannot be given`;
  if (event?.byDependabot)
    return `the token of Dependabot’s run only reads: ${permission} cannot be given`;
  return 'a token is here; see below for what it may do';
}
