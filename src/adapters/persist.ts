import { setTimeout as sleep } from 'node:timers/promises';
import { field } from './field.ts';

// Asking GitHub once more when what stops it may pass, and saying in our own words why it did not do what we asked.

/** Why GitHub did not do what we asked. */
export type Refusal = 'forbidden' | 'locked' | 'not-found' | 'invalid' | 'failed';

export class GitHubError extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal, message: string, cause: unknown) {
    super(message, { cause });
    this.refusal = refusal;
  }
}

type Milliseconds = number;

/** How long we wait for GitHub. */
export interface Patience {
  /** For one answer. */
  readonly timeout: Milliseconds;
  /** Between two tries. */
  readonly pause: (time: Milliseconds) => Promise<unknown>;
}

export const patience: Patience = { timeout: 30_000, pause: sleep };

const attempts = 4;
/** Longer than this no job should wait. */
const longestPause: Milliseconds = 60_000;

/** What a single request may take with it. */
export interface RequestOptions {
  readonly signal: AbortSignal;
}

/** Makes one request, and makes it again while what stops it may pass. */
export async function persist<T>(
  send: (request: RequestOptions) => Promise<T>,
  { timeout, pause }: Patience,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await send({ signal: AbortSignal.timeout(timeout) });
    } catch (error) {
      const wait = pauseAfter(error, attempt);
      if (wait === undefined || attempt === attempts) throw githubError(error, attempt);
      await pause(wait);
    }
  }
}

/** How long to wait before the next try; undefined when trying again is of no use. */
function pauseAfter(error: unknown, attempt: number): Milliseconds | undefined {
  const status = field(error, 'status');
  const isPassing = isRateLimit(error) || (typeof status === 'number' && status >= 500);
  if (!isPassing) return undefined;
  const wait = askedPause(headersOf(error)) ?? 1000 * 2 ** (attempt - 1);
  return wait <= longestPause ? wait : undefined;
}

/** GitHub limits with 429 and, the secondary way, with 403. */
function isRateLimit(error: unknown): boolean {
  const status = field(error, 'status');
  const headers = headersOf(error);
  return (
    status === 429 ||
    (status === 403 &&
      (field(headers, 'retry-after') !== undefined ||
        field(headers, 'x-ratelimit-remaining') === '0' ||
        /rate limit/i.test(String(field(error, 'message')))))
  );
}

function headersOf(error: unknown): unknown {
  return field(field(error, 'response'), 'headers');
}

function askedPause(headers: unknown): Milliseconds | undefined {
  const after = Number(field(headers, 'retry-after') ?? Number.NaN);
  if (after >= 0) return after * 1000;
  if (field(headers, 'x-ratelimit-remaining') !== '0') return undefined;
  const reset = Number(field(headers, 'x-ratelimit-reset') ?? Number.NaN);
  return reset >= 0 ? Math.max(0, reset * 1000 - Date.now()) : undefined;
}

function githubError(error: unknown, tries: number): GitHubError {
  const message = error instanceof Error ? error.message : String(error);
  const times = tries === 1 ? '' : ` after ${tries} tries`;
  return new GitHubError(refusal(error), `${message} (${field(error, 'status')}${times})`, error);
}

function refusal(error: unknown): Refusal {
  const status = field(error, 'status');
  if (status === 404 || status === 410) return 'not-found';
  if (status === 422) return 'invalid';
  if (status !== 403 || isRateLimit(error)) return 'failed';
  return /\blocked\b/i.test(String(field(error, 'message'))) ? 'locked' : 'forbidden';
}
