import { describe, expect, test } from 'vitest';
import { AzureError, mostRequests } from '../../src/adapters/azure.ts';
import type { LiveAnswer } from '../../src/core/live.ts';
import {
  connected,
  error,
  group,
  idOf,
  type LocalAzure,
  list,
  localAzure,
  notFound,
  resource,
} from './azure-scene.ts';

const account = idOf('Microsoft.Storage/storageAccounts/stdata');
const links = idOf(
  'Microsoft.Network/privateDnsZones/privatelink.blob.core.windows.net/virtualNetworkLinks',
);
const nothing = () => [];

describe('a read', () => {
  test('is a GET with a token, one slash after the host, and the version of its type', async () => {
    const local = localAzure({ [account]: resource(account, { isHnsEnabled: true }) });
    const answers = await read(local, [account]);
    expect(local.asked).toEqual([
      {
        method: 'GET',
        url: `https://management.azure.com${account}?api-version=2024-01-01`,
        authorization: 'Bearer token',
      },
    ]);
    expect(answers).toMatchObject([
      { id: account, apiVersion: '2024-01-01', body: { properties: { isHnsEnabled: true } } },
    ]);
  });

  test.each([
    ['usgov', 'https://management.usgovcloudapi.net'],
    ['china', 'https://management.chinacloudapi.cn'],
  ] as const)('in %s goes to its own manager', async (cloud, manager) => {
    const local = localAzure({});
    await (await connected(local, cloud)).read([account], nothing);
    expect(local.asked.map(({ url }) => new URL(url).origin)).toEqual([manager]);
  });

  test('of one ID happens once, whatever its case and however often it is named', async () => {
    const local = localAzure({ [account]: resource(account, {}) });
    const azure = await connected(local);
    await azure.read(
      [account, account.toUpperCase().replace('/SUBSCRIPTIONS', '/subscriptions')],
      () => [account],
    );
    expect(await azure.read([account], nothing)).toEqual([]);
    expect(local.asked).toHaveLength(1);
  });

  test('follows what an answer names', async () => {
    const endpoint = idOf('Microsoft.Network/privateEndpoints/pe');
    const local = localAzure({
      [account]: resource(account, {}),
      [endpoint]: resource(endpoint, {}),
    });
    const answers = await (await connected(local)).read([account], ({ id }) =>
      id === account ? [endpoint] : [],
    );
    expect(answers.map(({ id }) => id)).toEqual([endpoint, account]);
  });

  test.each([
    ['no ID', 'stdata'],
    ['another scope', '/providers/Microsoft.Storage/storageAccounts/stdata'],
    ['a subscription that is none', account.replace(/00000000-[^/]+/, 'prod')],
    ['a type that is not read', idOf('Microsoft.Authorization/roleAssignments/x')],
    ['secrets of a type that is', idOf('Microsoft.KeyVault/vaults/kv/secrets/x')],
    ['an action', `${account}/listKeys`],
    ['a way up', account.replace('/stdata', '/..')],
    ['a hidden way up', account.replace('/stdata', '/%2e%2e')],
    ['a query', `${account}?api-version=1`],
    ['a fragment', `${account}#scm`],
    ['another host', `//evil.example${account}`],
    ['an empty part', account.replace('/providers', '//providers')],
  ])('of %s is not made', async (_, id) => {
    const local = localAzure({});
    expect(await read(local, [id])).toEqual([]);
    expect(local.asked).toEqual([]);
  });

  test('of many runs eight at once, and stops at the most of one run', async () => {
    const local = localAzure({});
    const ids = Array.from({ length: mostRequests + 7 }, (_, n) => `${account}${n}`);
    const azure = await connected(local);
    await azure.read(ids, nothing);
    expect([local.asked.length, local.together(), azure.left()]).toEqual([mostRequests, 8, 7]);
  });
});

describe('a list', () => {
  const link = (name: string) => resource(`${links}/${name}`, { resolutionPolicy: 'Default' });
  const page = (answer: ReturnType<typeof list>, nextLink: string) => ({
    body: { ...(answer.body as object), nextLink },
  });
  const second = `https://management.azure.com${links}?api-version=2024-06-01&$skiptoken=2`;

  test('is read to its last page', async () => {
    const local = localAzure({
      [links]: page(list(link('a')), second),
      [`${links}${new URL(second).search}`]: list(link('b')),
    });
    const [answer] = await read(local, [links]);
    expect(answer).toMatchObject({ body: { value: [{ name: 'a' }, { name: 'b' }] } });
  });

  test.each([
    ['another host', second.replace('management.azure.com', 'evil.example')],
    ['a host that only begins alike', second.replace('azure.com', 'azure.com.evil.example')],
    ['an open line', second.replace('https:', 'http:')],
    ['another port', second.replace('azure.com', 'azure.com:8443')],
    ['a user before the host', second.replace('//', '//management.azure.com@evil.example/')],
    ['nowhere', 'next'],
  ])('that goes on at %s is refused, and no token goes there', async (_, nextLink) => {
    const local = localAzure({ [links]: page(list(link('a')), nextLink) });
    const failure = await failureOf(local, [links]);
    expect(failure.message).toMatch(/^Azure's list of .* goes on at .*, which is not asked\.$/);
    expect(local.asked.map(({ url }) => new URL(url).host)).toEqual(['management.azure.com']);
  });

  test('that never ends is left', async () => {
    const local = localAzure({ [links]: page(list(link('a')), second) });
    expect(await read(local, [links])).toMatchObject([{ refused: 'failed' }]);
    expect(local.asked).toHaveLength(mostRequests);
  });

  test('does not follow a redirect to another host', async () => {
    const headers = { location: 'https://evil.example/' };
    const local = localAzure({ [links]: { status: 302, headers } });
    expect(await read(local, [links])).toMatchObject([{ refused: 'failed' }]);
    expect(local.asked).toHaveLength(1);
  });
});

describe('an answer without a body', () => {
  test.each([
    [notFound('ResourceNotFound'), 'absent'],
    [notFound('ResourceGroupNotFound'), 'absent'],
    [notFound('SubscriptionNotFound'), 'unseen'],
    [error(403, 'AuthorizationFailed'), 'forbidden'],
    [error(400, 'InvalidApiVersionParameter'), 'failed'],
    [error(409, 'Conflict'), 'failed'],
  ] as const)('%j is %s, and no failure', async (answer, refused) => {
    const local = localAzure({ [account]: answer });
    expect(await read(local, [account])).toMatchObject([{ id: account, refused }]);
    expect(local.asked).toHaveLength(1);
  });

  test('keeps Azure’s first sentence where it is new to us', async () => {
    const message = "The api-version '1' is invalid. The supported versions are '2', '3'.";
    const local = localAzure({ [account]: error(400, 'InvalidApiVersionParameter', message) });
    expect(await read(local, [account])).toMatchObject([
      { says: "The api-version '1' is invalid (400)" },
    ]);
  });
});

describe('Azure in trouble', () => {
  test.each([
    ['429', { ...error(429, 'TooManyRequests'), headers: { 'retry-after': '0' } }],
    ['502', error(502, 'BadGateway')],
    ['503', { ...error(503, 'Busy'), headers: { 'retry-after': '0' } }],
  ])('is asked again after a %s', async (_, answer) => {
    const local = localAzure({
      [account]: (nth) => (nth < 3 ? answer : resource(account, {})),
    });
    expect(await read(local, [account])).toMatchObject([{ body: { name: 'stdata' } }]);
    expect(local.asked).toHaveLength(3);
  });

  test.each([
    [
      { ...error(429, 'TooManyRequests'), headers: { 'retry-after': '0' } },
      4,
      'Azure answers too many requests (429), also when asked again.',
    ],
    [
      error(500, 'InternalServerError', 'Sorry.'),
      4,
      'Azure failed: Sorry (500, also when asked again).',
    ],
    [
      error(401, 'ExpiredAuthenticationToken', 'The token has expired.'),
      1,
      'Azure refused the sign-in: The token has expired.',
    ],
    [{ body: '<html>' }, 1, `Azure's answer for ${account} is no JSON object.`],
  ])('that lasts is one line: %j', async (answer, tries, line) => {
    const local = localAzure({ [account]: answer });
    expect((await failureOf(local, [account])).message).toBe(line);
    expect(local.asked).toHaveLength(tries);
  });

  test('ends the others that wait', async () => {
    const others = Array.from({ length: 40 }, (_, n) => `${account}${n}`);
    const local = localAzure({ [account]: error(401, 'No') });
    await failureOf(local, [account, ...others]);
    expect(local.asked.length).toBeLessThan(20);
  });

  test('that cannot be reached, or does not let sign in, is one line that says so', async () => {
    const unreachable: LocalAzure = {
      ...localAzure({}),
      httpClient: { sendRequest: () => Promise.reject(new Error('getaddrinfo ENOTFOUND\nat x')) },
    };
    expect((await failureOf(unreachable, [account])).message).toBe(
      'management.azure.com cannot be reached: getaddrinfo ENOTFOUND.',
    );
    const refused = Object.assign(new Error('AADSTS700213: No match. Trace ID: 1'), {
      name: 'AuthenticationError',
    });
    const stranger: LocalAzure = {
      ...localAzure({}),
      httpClient: { sendRequest: () => Promise.reject(refused) },
    };
    expect((await failureOf(stranger, [account])).message).toBe(
      'Signing in to Azure failed: AADSTS700213: No match.',
    );
  });
});

async function read(local: LocalAzure, ids: readonly string[]): Promise<readonly LiveAnswer[]> {
  return (await connected(local)).read(ids, nothing);
}

async function failureOf(local: LocalAzure, ids: readonly string[]): Promise<AzureError> {
  const failure: unknown = await read(local, ids).catch((error: unknown) => error);
  if (failure instanceof AzureError) return failure;
  throw new Error(`No failure of Azure within ${group}: ${String(failure)}`);
}
