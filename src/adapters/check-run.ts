import type { Severity } from '../core/plan.ts';
import { clientOf, type Repository } from './octokit.ts';
import { GitHubError, type Patience } from './persist.ts';

/** A remark on a line of a file, by its path below the root of the repository. */
export interface Annotation {
  readonly file: string;
  readonly line?: number;
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
  const { octokit, ask, at } = await clientOf(repository, patience);
  const { checks } = octokit.rest;
  const [first = [], ...rest] = batches(wanted);
  const { data, summary } = await shorter(wanted, async (told) => {
    const output = { title: wanted.title, summary: told, annotations: [...first] };
    const check = {
      ...at,
      name: wanted.name,
      head_sha: wanted.head,
      details_url: wanted.detailsUrl,
      status: 'completed' as const,
      conclusion: wanted.conclusion,
      output,
    };
    const answer = await ask((request) => checks.create({ ...check, request }));
    return { data: answer.data, summary: told };
  });
  for (const annotations of rest) {
    const output = { title: wanted.title, summary, annotations: [...annotations] };
    await ask((request) => checks.update({ ...at, check_run_id: data.id, output, request }));
  }
  return data.id;
}

/** Sends the whole summary and, when GitHub takes exception to it, once more a short one. */
async function shorter<T>(
  { summary }: WantedCheck,
  send: (summary: string) => Promise<T>,
): Promise<T> {
  try {
    return await send(summary('whole'));
  } catch (error) {
    if (!(error instanceof GitHubError) || error.refusal !== 'invalid') throw error;
    return send(summary('short'));
  }
}

const levels = { outage: 'failure', risk: 'warning', notice: 'notice' } as const;

function batches({ annotations }: WantedCheck) {
  const all = annotations
    .slice(0, mostAnnotations)
    .map(({ file, line = 1, severity, title, says }) => ({
      path: file,
      start_line: line,
      end_line: line,
      annotation_level: levels[severity],
      title,
      message: says,
    }));
  return Array.from({ length: Math.ceil(all.length / batch) }, (_, index) =>
    all.slice(index * batch, (index + 1) * batch),
  );
}
