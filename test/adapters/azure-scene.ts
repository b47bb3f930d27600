import type { HttpClient, PipelineRequest, PipelineResponse } from '@azure/core-rest-pipeline';
import { createHttpHeaders } from '@azure/core-rest-pipeline';
import type { TokenCredential } from '@azure/identity';
import { type Azure, connect } from '../../src/adapters/azure.ts';
import type { Cloud } from '../../src/core/config.ts';

// An Azure that answers from a table, in the shapes that its REST reference publishes, cut down to what a claim needs.

export const subscription = '/subscriptions/00000000-0000-4000-8000-000000000001';
export const hub = '/subscriptions/00000000-0000-4000-8000-000000000002';
export const group = `${subscription}/resourceGroups/rg-data`;
export const idOf = (path: string, within = group) => `${within}/providers/${path}`;

export interface Answer {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly authorization: string | undefined;
}

export interface LocalAzure {
  readonly httpClient: HttpClient;
  readonly asked: readonly Asked[];
  /** Most requests that were under way together. */
  readonly together: () => number;
}

type Table = Readonly<Record<string, Answer | ((nth: number) => Answer)>>;

/** Answers by ID (with a query: by both), whatever the case; everything else is not found. */
export function localAzure(table: Table): LocalAzure {
  const rows = new Map(Object.entries(table).map(([id, row]) => [id.toLowerCase(), row]));
  const counts = new Map<string, number>();
  const asked: Asked[] = [];
  let [open, most] = [0, 0];
  const sendRequest = async (request: PipelineRequest): Promise<PipelineResponse> => {
    const { method, url, headers } = request;
    asked.push({ method, url, authorization: headers.get('authorization') });
    open += 1;
    most = Math.max(most, open);
    await new Promise((done) => setTimeout(done, 1));
    open -= 1;
    const { pathname, search } = new URL(url);
    const path = decodeURIComponent(pathname).toLowerCase();
    const row = rows.get(`${path}${search}`.toLowerCase()) ?? rows.get(path);
    const nth = (counts.get(path) ?? 0) + 1;
    counts.set(path, nth);
    const answer = typeof row === 'function' ? row(nth) : (row ?? notFound('ResourceNotFound'));
    return {
      request,
      status: answer.status ?? 200,
      headers: createHttpHeaders(answer.headers ?? {}),
      bodyAsText: typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body ?? {}),
    };
  };
  return { httpClient: { sendRequest }, asked, together: () => most };
}

export const credential: TokenCredential = {
  getToken: async () => ({ token: 'token', expiresOnTimestamp: Date.now() + 3_600_000 }),
};

export async function connected(local: LocalAzure, cloud: Cloud = 'public'): Promise<Azure> {
  const { httpClient } = local;
  const azure = await connect({ cloud, env: {}, httpClient, credential, retryDelay: 1 });
  if ('code' in azure) throw new Error(azure.says);
  return azure;
}

export function error(status: number, code: string, message = 'It went wrong.'): Answer {
  return { status, body: { error: { code, message } } };
}

export function notFound(code: string): Answer {
  return error(404, code);
}

export function resource(id: string, properties: object, more: object = {}): Answer {
  const name = id.slice(id.lastIndexOf('/') + 1);
  return { body: { id, name, location: 'westeurope', tags: { cost: '1' }, properties, ...more } };
}

export function list(...answers: readonly Answer[]): Answer {
  return { body: { value: answers.map(({ body }) => body) } };
}
