import type { PipelineResponse } from '@azure/core-rest-pipeline';
import type { LiveRefusal } from '../../core/live.ts';

/** Azure, or the way to it, failed: there is no answer at all. */
export class AzureError extends Error {
  readonly mend: string;

  constructor(message: string, mend: string, cause?: unknown) {
    super(message, { cause });
    this.mend = mend;
  }
}

/** What an answer without a body means for one ID; throws where it means that Azure does not serve us. */
export function refusalOf(response: PipelineResponse, id: string): LiveRefusal {
  const { status } = response;
  const { code, message } = errorIn(response.bodyAsText ?? '');
  if (status === 404) return { id, refused: isUnseen(code) ? 'unseen' : 'absent' };
  if (status === 204) return { id, refused: 'absent' };
  if (status === 403) return { id, refused: 'forbidden' };
  if (status === 401) {
    throw new AzureError(`Azure refused the sign-in: ${firstOf(message, code, '401')}.`, signIn);
  }
  if (status === 429) {
    const mend = 'Azure limits how often an identity may ask; run it again later.';
    throw new AzureError('Azure answers too many requests (429), also when asked again.', mend);
  }
  if (status >= 500) {
    const says = `Azure failed: ${firstOf(message, code, 'no reason given')} (${status}, also when asked again).`;
    throw new AzureError(says, 'Run it again.');
  }
  return {
    id,
    refused: 'failed',
    says: `${firstOf(message, code, 'no reason given')} (${status})`,
  };
}

const signIn =
  'Run "az login" (azure/login in a job), or give client-id and tenant-id and check what the identity trusts.';

/** What the SDK threw, in one line. */
export function trouble(error: unknown, manager: string): Error {
  if (!(error instanceof Error)) return new AzureError(String(error), 'Run it again.', error);
  if (error instanceof AzureError) return error;
  if (isSignIn(error)) {
    return new AzureError(`Signing in to Azure failed: ${brief(error.message)}.`, signIn, error);
  }
  if (error.name === 'AbortError' || error.name === 'TimeoutError') {
    return new AzureError('Azure gave no answer in time.', 'Run it again.', error);
  }
  const { host } = new URL(manager);
  const mend = 'Check that this machine reaches it, by HTTPS_PROXY where there is a proxy.';
  return new AzureError(`${host} cannot be reached: ${brief(error.message)}.`, mend, error);
}

// An error of the sign-in library by its name: https://learn.microsoft.com/javascript/api/@azure/identity
function isSignIn({ name, message }: Error): boolean {
  return (
    /^(Aggregate)?Authentication|^CredentialUnavailable/.test(name) ||
    /identity token/.test(message)
  );
}

/** Azure says so also of a subscription that the identity may not see. */
function isUnseen(code: string): boolean {
  return /^(Subscription|InvalidSubscription|Tenant)/i.test(code);
}

function errorIn(text: string): { readonly code: string; readonly message: string } {
  try {
    const body: unknown = JSON.parse(text);
    const error = field(body, 'error') ?? body;
    return { code: words(field(error, 'code')), message: words(field(error, 'message')) };
  } catch {
    return { code: '', message: '' };
  }
}

function field(of: unknown, key: string): unknown {
  return typeof of === 'object' && of !== null ? Reflect.get(of, key) : undefined;
}

function words(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function firstOf(...texts: readonly string[]): string {
  return brief(texts.find((text) => text !== '') ?? '');
}

const longest = 200;

/** The first sentence, without the numbers by which Azure's support finds the request. */
function brief(message: string): string {
  const [line = ''] = message.split(/\r?\n|\s+Trace ID:|\s+Correlation ID:/);
  const [sentence = ''] = line.split(/(?<=[^.])\.\s/);
  return sentence.replace(/\.$/, '').slice(0, longest);
}
