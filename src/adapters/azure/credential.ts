import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpClient } from '@azure/core-rest-pipeline';
import type { TokenCredential } from '@azure/identity';
import type { Cloud } from '../../core/config.ts';
import type { SignIn } from './sign-in.ts';

/** Who gives out tokens, and the audience that a federated credential names: https://learn.microsoft.com/entra/workload-id/workload-identity-federation-create-trust */
const authorities: Readonly<Record<Cloud, { readonly host: string; readonly audience: string }>> = {
  public: { host: 'https://login.microsoftonline.com', audience: 'api://AzureADTokenExchange' },
  usgov: { host: 'https://login.microsoftonline.us', audience: 'api://AzureADTokenExchangeUSGov' },
  china: { host: 'https://login.chinacloudapi.cn', audience: 'api://AzureADTokenExchangeChina' },
};

/** Loads the sign-in library and makes the credential; nothing is asked of anybody before the first token is needed. */
export async function credentialFor(
  signIn: SignIn,
  cloud: Cloud,
  httpClient?: HttpClient,
): Promise<TokenCredential> {
  const identity = await import('@azure/identity');
  const { host, audience } = authorities[cloud];
  const options = { authorityHost: host, ...(httpClient === undefined ? {} : { httpClient }) };
  switch (signIn.by) {
    case 'github': {
      const assertion = () => identityToken(signIn, audience);
      const { tenantId, clientId } = signIn;
      return new identity.ClientAssertionCredential(tenantId, clientId, assertion, options);
    }
    case 'workload':
      return new identity.WorkloadIdentityCredential({
        ...options,
        tenantId: signIn.tenantId,
        clientId: signIn.clientId,
        tokenFilePath: signIn.tokenFile,
      });
    case 'secret': {
      const { tenantId, clientId, secret } = signIn;
      return new identity.ClientSecretCredential(tenantId, clientId, secret, options);
    }
    case 'certificate': {
      const { tenantId, clientId, path, password } = signIn;
      const certificate = {
        certificatePath: path,
        ...(password === undefined ? {} : { certificatePassword: password }),
      };
      return new identity.ClientCertificateCredential(tenantId, clientId, certificate, options);
    }
    case 'cli':
      return new identity.AzureCliCredential(
        signIn.tenantId === undefined ? {} : { tenantId: signIn.tenantId },
      );
  }
}

type Milliseconds = number;

const attempts = 3;
const timeout: Milliseconds = 15_000;

/**
 * The identity token that GitHub gives the job for `audience`. Asked for here and not by @actions/core, which would print a
 * masking command to standard output, where a command writes its result.
 */
async function identityToken(
  { url, requestToken }: Extract<SignIn, { readonly by: 'github' }>,
  audience: string,
): Promise<string> {
  const address = new URL(url);
  address.searchParams.set('audience', audience);
  for (let attempt = 1; ; attempt++) {
    const answer = await fetch(address, {
      headers: { accept: 'application/json', authorization: `bearer ${requestToken}` },
      signal: AbortSignal.timeout(timeout),
    });
    if (answer.ok) return tokenIn(await answer.json());
    if (answer.status < 500 || attempt === attempts) {
      throw new Error(`GitHub gave no identity token (${answer.status})`);
    }
    await sleep(1000 * attempt);
  }
}

function tokenIn(answer: unknown): string {
  if (typeof answer === 'object' && answer !== null && 'value' in answer) {
    if (typeof answer.value === 'string' && answer.value !== '') return answer.value;
  }
  throw new Error('GitHub gave no identity token');
}
