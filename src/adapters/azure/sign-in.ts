import { type Problem, problem } from '../../core/problem.ts';

/** How the run proves who it is. */
export type SignIn =
  | (Identity & { readonly by: 'github'; readonly url: string; readonly requestToken: string })
  | (Identity & { readonly by: 'workload'; readonly tokenFile: string })
  | (Identity & { readonly by: 'secret'; readonly secret: string })
  | (Identity & { readonly by: 'certificate'; readonly path: string; readonly password?: string })
  | { readonly by: 'cli'; readonly tenantId?: string };

interface Identity {
  readonly tenantId: string;
  readonly clientId: string;
}

/** The identity that the user names. */
export interface Named {
  readonly tenantId?: string;
  readonly clientId?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The first way that is set up: GitHub's identity token, then what the environment holds, then the Azure CLI as azure/login or
 * "az login" left it. Nothing is tried in turn, so nobody signs in as whom they did not mean.
 */
export function signInFor(named: Named, env: Environment): SignIn | Problem {
  const tenantId = named.tenantId ?? env.AZURE_TENANT_ID ?? '';
  const clientId = named.clientId ?? env.AZURE_CLIENT_ID ?? '';
  if (tenantId === '' || clientId === '') return halfNamed(named) ?? cli(tenantId);
  const identity = { tenantId, clientId };
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestToken } = env;
  if (isSet(url) && isSet(requestToken)) return { ...identity, by: 'github', url, requestToken };
  const given = fromEnvironment(identity, env);
  if (given !== undefined) return given;
  return named.clientId !== undefined && env.GITHUB_ACTIONS === 'true'
    ? unpermitted()
    : cli(tenantId);
}

function fromEnvironment(identity: Identity, env: Environment): SignIn | undefined {
  const {
    AZURE_FEDERATED_TOKEN_FILE: tokenFile,
    AZURE_CLIENT_SECRET: secret,
    AZURE_CLIENT_CERTIFICATE_PATH: path,
    AZURE_CLIENT_CERTIFICATE_PASSWORD: password,
  } = env;
  if (isSet(tokenFile)) return { ...identity, by: 'workload', tokenFile };
  if (isSet(secret)) return { ...identity, by: 'secret', secret };
  if (!isSet(path)) return undefined;
  return { ...identity, by: 'certificate', path, ...(isSet(password) ? { password } : {}) };
}

function cli(tenantId: string): SignIn {
  return { by: 'cli', ...(tenantId === '' ? {} : { tenantId }) };
}

function halfNamed({ clientId }: Named): Problem | undefined {
  if (clientId === undefined) return undefined;
  const says = 'The input client-id is given without tenant-id.';
  return problem('sign-in', says, 'Give both, or neither to use the Azure CLI.');
}

function unpermitted(): Problem {
  const says = 'GitHub gives this job no identity token to sign in to Azure with.';
  const mend =
    'Add `id-token: write` to the permissions of the job; pull requests of forks get none.';
  return problem('id-token', says, mend);
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}
