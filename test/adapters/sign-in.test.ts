import { createServer } from 'node:http';
import { createHttpHeaders, type HttpClient } from '@azure/core-rest-pipeline';
import { describe, expect, test } from 'vitest';
import { signInFor } from '../../src/adapters/azure/sign-in.ts';
import { connect } from '../../src/adapters/azure.ts';
import { printProblem } from '../../src/core/problem.ts';
import { idOf } from './azure-scene.ts';

const tenantId = '11111111-0000-4000-8000-000000000000';
const clientId = '22222222-0000-4000-8000-000000000000';
const named = { tenantId, clientId };
const actions = { GITHUB_ACTIONS: 'true' };
const token = {
  ACTIONS_ID_TOKEN_REQUEST_URL: 'https://token.example/?v=1',
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'request',
};
const inEnvironment = { AZURE_CLIENT_ID: clientId, AZURE_TENANT_ID: tenantId };
const secret = { AZURE_CLIENT_SECRET: 's' };
const certificate = { AZURE_CLIENT_CERTIFICATE_PATH: 'c.pem' };
const workload = { AZURE_FEDERATED_TOKEN_FILE: 'token' };

describe('the sign-in', () => {
  test.each([
    ['GitHub’s token, when inputs name the identity', named, { ...actions, ...token }, 'github'],
    ['GitHub’s token, when the environment does', {}, { ...token, ...inEnvironment }, 'github'],
    ['GitHub’s token before any secret', named, { ...token, ...secret }, 'github'],
    ['a federated token in a file', named, { ...actions, ...workload, ...secret }, 'workload'],
    ['a secret', {}, { ...inEnvironment, ...secret, ...certificate }, 'secret'],
    ['a certificate', {}, { ...inEnvironment, ...certificate }, 'certificate'],
    ['the Azure CLI, when nobody is named', {}, { ...actions, ...token, ...secret }, 'cli'],
    [
      'the Azure CLI, when only the environment names somebody',
      {},
      { ...actions, ...inEnvironment },
      'cli',
    ],
    ['the Azure CLI on a laptop', named, {}, 'cli'],
  ] as const)('is by %s', (_, who, env, by) => {
    expect(signInFor(who, env)).toMatchObject({ by });
  });

  test.each([
    [
      'names the permission that the job lacks',
      named,
      actions,
      'GitHub gives this job no identity token to sign in to Azure with. Add `id-token: write` to the permissions of the job; pull requests of forks get none.',
    ],
    [
      'asks for both IDs',
      { clientId },
      actions,
      'The input client-id is given without tenant-id. Give both, or neither to use the Azure CLI.',
    ],
  ])('%s', (_, who, env, line) => {
    const found = signInFor(who, env);
    expect('code' in found && printProblem(found)).toBe(line);
  });
});

test('GitHub’s identity token is traded for one of Azure’s, at the authority of the cloud', async () => {
  const asked: string[] = [];
  const github = createServer((request, response) => {
    asked.push(`${request.headers.authorization} ${request.url}`);
    response.end(JSON.stringify({ value: 'assertion' }));
  });
  await new Promise<void>((done) => github.listen(0, '127.0.0.1', done));
  const address = github.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const env = { ...token, ACTIONS_ID_TOKEN_REQUEST_URL: `http://127.0.0.1:${port}/token?v=1` };
  const sent: string[] = [];
  const httpClient: HttpClient = {
    sendRequest: async (request) => {
      const { method, url, body, headers } = request;
      sent.push(`${method} ${new URL(url).host}`);
      const isToken = method === 'POST';
      if (isToken) expect(String(body)).toContain('client_assertion=assertion');
      if (url.includes('management.')) expect(headers.get('authorization')).toBe('Bearer azure');
      const authority = `https://login.microsoftonline.us/${tenantId}`;
      const answer = isToken
        ? { token_type: 'Bearer', expires_in: 3600, access_token: 'azure' }
        : {
            tenant_discovery_endpoint: `${authority}/v2.0/.well-known/openid-configuration`,
            metadata: [],
            authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
            token_endpoint: `${authority}/oauth2/v2.0/token`,
            issuer: `${authority}/v2.0`,
            jwks_uri: `${authority}/keys`,
          };
      return {
        request,
        status: 200,
        headers: createHttpHeaders({ 'content-type': 'application/json' }),
        bodyAsText: JSON.stringify(answer),
      };
    },
  };
  const azure = await connect({ cloud: 'usgov', env, ...named, httpClient });
  if ('code' in azure) throw new Error(azure.says);
  const id = idOf('Microsoft.Storage/storageAccounts/stdata');
  expect(await azure.read([id], () => [])).toHaveLength(1);
  expect([...new Set(asked)]).toEqual([
    'bearer request /token?v=1&audience=api%3A%2F%2FAzureADTokenExchangeUSGov',
  ]);
  const hosts = new Set(sent);
  expect(hosts).toContain('POST login.microsoftonline.us');
  expect(sent.at(-1)).toBe('GET management.usgovcloudapi.net');
  expect(
    [...hosts].filter(
      (each) => !/ (login\.microsoftonline\.(us|com)|management\.usgovcloudapi\.net)$/.test(each),
    ),
  ).toEqual([]);
  github.close();
});
