import { posix } from 'node:path';
import type { Severity } from '../core/plan.ts';
import { type Client, clientOf, type Repository } from './octokit.ts';
import { GitHubError, type Patience } from './persist.ts';

/** A remark on a line of a file. */
export interface Annotation {
  readonly file: string;
  readonly line: number;
  readonly severity: Severity;
  readonly title: string;
  readonly says: string;
}

export interface WantedCheck {
  /** What the list of checks calls it. */
  readonly name: string;
  readonly head: string;
  readonly conclusion: 'success' | 'neutral' | 'failure';
  readonly title: string;
  /** Markdown, at most 65,535 characters; `short` is asked for when GitHub finds the whole too long. */
  readonly summary: (length: 'whole' | 'short') => string;
  /** Worst first. */
  readonly annotations: readonly Annotation[];
  /** Folder that their files are relative to. */
  readonly workingDirectory: string;
  readonly detailsUrl: string;
}

/** GitHub takes so many annotations with one request. */
const batch = 50;
/** Nobody reads more, and each fifty are a request. */
const mostAnnotations = 500;

/** Writes a completed check run with its annotations; the result is its ID. */
export async function writeCheck(
  repository: Repository,
  wanted: WantedCheck,
  patience?: Patience,
): Promise<number> {
  const client = await clientOf(repository, patience);
  const { head, name, conclusion, detailsUrl } = wanted;
  const [first = [], ...rest] = batches(wanted);
  const id = await shorter(async (length) => {
    const output = { ...outputOf(wanted, length), annotations: first };
    const check = { name, head_sha: head, details_url: detailsUrl, conclusion, output };
    return created(client, { ...check, status: 'completed' as const });
  });
  for (const annotations of rest) {
    const output = { ...outputOf(wanted, 'short'), annotations };
    await updated(client, id, output, wanted);
  }
  return id;
}

type Creation = Parameters<Client['octokit']['rest']['checks']['create']>[0];

async function created({ octokit, ask, at }: Client, check: Omit<NonNullable<Creation>, 'owner' | 'repo'>) {
  const asked = { ...at, ...check } as NonNullable<Creation>;
  const { data } = await ask((request) => octokit.rest.checks.create({ ...asked, request }));
  return data.id;
}
