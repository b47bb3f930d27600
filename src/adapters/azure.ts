import type { HttpClient, PipelineResponse } from '@azure/core-rest-pipeline';
import type { TokenCredential } from '@azure/identity';
import type { Cloud } from '../core/config.ts';
import type { LiveAnswer } from '../core/live.ts';
import type { Problem } from '../core/problem.ts';
import { type Address, addressOf, managers, nextPage } from './azure/address.ts';
import { credentialFor } from './azure/credential.ts';
import { type Named, signInFor } from './azure/sign-in.ts';
import { AzureError, refusalOf, trouble } from './azure/trouble.ts';
import { version } from './version.ts';

export { AzureError } from './azure/trouble.ts';

// Azure is only ever asked by GET, for IDs of known types, at the manager of one cloud. The SDK is loaded when somebody asks.

export interface Azure {
  /**
   * Answers for IDs that have not been asked for yet, and for what `also` finds named in the answers; in the order of their IDs.
   * Fails with an `AzureError`.
   */
  read(
    ids: readonly string[],
    also: (answer: LiveAnswer) => readonly string[],
  ): Promise<readonly LiveAnswer[]>;
  /** IDs that were left unread because the run had asked often enough. */
  readonly left: () => number;
}

export interface Access extends Named {
  readonly cloud: Cloud;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Sends requests in the place of the SDK's own client. */
  readonly httpClient?: HttpClient;
  /** Gives the tokens in the place of a sign-in. */
  readonly credential?: TokenCredential;
  /** Between two tries where Azure names no time. */
  readonly retryDelay?: Milliseconds;
}

type Milliseconds = number;

/** One request and all its retries. */
const patience: Milliseconds = 120_000;
const timeout: Milliseconds = 30_000;
const atOnce = 8;
/** Requests of one run, pages included. */
export const mostRequests = 500;

export async function connect(access: Access): Promise<Azure | Problem> {
  const credential = access.credential ?? (await signedIn(access));
  if ('code' in credential) return credential;
  const manager = await managerOf(access, credential);
  const asked = new Set<string>();
  let left = 0;
  const fresh = (ids: readonly string[]) =>
    ids.flatMap((id) => {
      const key = id.toLowerCase();
      const address = asked.has(key) ? undefined : addressOf(id, manager.origin);
      asked.add(key);
      return address === undefined ? [] : [() => answerOf(id, address, manager)];
    });
  return {
    read: async (ids, also) => {
      const answers: LiveAnswer[] = [];
      for (let wave = fresh(ids); wave.length > 0; ) {
        const room = manager.room();
        left += Math.max(0, wave.length - room);
        const found = await pooled(wave.slice(0, room));
        answers.push(...found);
        wave = fresh(found.flatMap(also));
      }
      return answers.sort((a, b) => (a.id < b.id ? -1 : 1));
    },
    left: () => left,
  };
}

/** The body of one ID, all pages of a list, or why there is none. */
async function answerOf(
  id: string,
  { url, apiVersion }: Address,
  manager: Manager,
): Promise<LiveAnswer> {
  const values: unknown[] = [];
  for (let page = url; ; ) {
    const response = await manager.get(page);
    if (response.status !== 200) return refusalOf(response, id);
    const shown = parsed(response, id);
    if (!('value' in shown)) return { id, apiVersion, body: shown };
    values.push(...(Array.isArray(shown.value) ? shown.value : []));
    const { nextLink } = shown;
    if (typeof nextLink !== 'string' || nextLink === '') break;
    page = nextPage(nextLink, manager.origin) ?? foreign(nextLink, id);
    if (manager.room() === 0) return { id, refused: 'failed', says: 'its list is too long' };
  }
  return { id, apiVersion, body: { value: values } };
}

async function signedIn(access: Access): Promise<TokenCredential | Problem> {
  const signIn = signInFor(access, access.env);
  return 'code' in signIn ? signIn : credentialFor(signIn, access.cloud, access.httpClient);
}

interface Manager {
  readonly origin: string;
  /** Sends one GET with the SDK's authentication and retries. */
  readonly get: (url: string) => Promise<PipelineResponse>;
  /** How many more requests the run may send. */
  readonly room: () => number;
}

async function managerOf(
  { cloud, httpClient, retryDelay }: Access,
  credential: TokenCredential,
): Promise<Manager> {
  const [{ ResourceManagementClient }, { createDefaultHttpClient, createPipelineRequest }] =
    await Promise.all([import('@azure/arm-resources'), import('@azure/core-rest-pipeline')]);
  const origin = managers[cloud];
  const { pipeline } = new ResourceManagementClient(credential, {
    endpoint: origin,
    credentials: { scopes: [`${origin}/.default`] },
    retryOptions: retryDelay === undefined ? {} : { retryDelayInMs: retryDelay },
    userAgentOptions: { userAgentPrefix: `azure-endpoint-planner/${version}` },
  });
  const client = httpClient ?? createDefaultHttpClient();
  let requests = 0;
  const get = async (url: string): Promise<PipelineResponse> => {
    requests += 1;
    const abortSignal = AbortSignal.timeout(patience);
    const request = createPipelineRequest({ url, method: 'GET', timeout, abortSignal });
    request.headers.set('accept', 'application/json');
    try {
      return await pipeline.sendRequest(client, request);
    } catch (error) {
      throw trouble(error, origin);
    }
  };
  return { origin, get, room: () => Math.max(0, mostRequests - requests) };
}

/** Runs the tasks, a few at once, and stops starting any when one has failed. */
async function pooled<T>(tasks: readonly (() => Promise<T>)[]): Promise<readonly T[]> {
  const results: T[] = [];
  const waiting = [...tasks];
  const worker = async () => {
    for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) {
      try {
        results.push(await task());
      } catch (error) {
        waiting.length = 0;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}

function parsed({ bodyAsText }: PipelineResponse, id: string): Readonly<Record<string, unknown>> {
  try {
    const shown: unknown = JSON.parse(bodyAsText ?? '');
    if (typeof shown === 'object' && shown !== null) return { ...shown };
  } catch {
    // Said below, like an answer that is no object.
  }
  throw new AzureError(`Azure's answer for ${id} is no JSON object.`, 'Run it again.');
}

function foreign(link: string, id: string): never {
  const host = URL.canParse(link) ? new URL(link).host : 'an address that is none';
  const says = `Azure's list of ${id} goes on at ${host}, which is not asked.`;
  throw new AzureError(says, 'Report this to the owner of the subscription.');
}
