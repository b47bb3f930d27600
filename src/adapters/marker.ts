import type { Verdict } from '../core/plan.ts';
import { verdicts } from './conclusion.ts';
import type { Run } from './event.ts';

/** What the hidden first line of our comments says: whose comment it is, and which run wrote it about what. */
export interface Marker {
  readonly schema: 1;
  /** Tells apart the comments of several jobs on one pull request. */
  readonly key: string;
  /** The commit that was judged. */
  readonly head: string;
  readonly run: Run;
  /** Of the plan. */
  readonly hash: string;
  readonly verdict: Verdict;
}

const opening = '<!-- azure-endpoint-planner ';
const closing = ' -->';

/** The marker as an HTML comment on one line, whatever its key holds. */
export function printMarker(marker: Marker): string {
  // Two hyphens or an angle bracket could end the HTML comment.
  const json = JSON.stringify(marker).replace(/--|[<>]|[^\x20-\x7e]/g, (found) =>
    [...Array(found.length).keys()].map((at) => escaped(found.charCodeAt(at))).join(''),
  );
  return `${opening}${json}${closing}`;
}

/** The marker of a comment's body; undefined for a body that is not ours. */
export function readMarker(body: string): Marker | undefined {
  const [line = ''] = body.split(/\r?\n/, 1);
  if (!line.startsWith(opening) || !line.endsWith(closing)) return undefined;
  try {
    const said: unknown = JSON.parse(line.slice(opening.length, -closing.length));
    return isMarker(said) ? said : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the run that wrote `marker` is a later one than `run`. */
export function isNewer(marker: Marker, run: Run): boolean {
  return marker.run.id === run.id ? marker.run.attempt > run.attempt : marker.run.id > run.id;
}

function escaped(code: number): string {
  return `\\u${code.toString(16).padStart(4, '0')}`;
}

function isMarker(said: unknown): said is Marker {
  const marker = said as Partial<Marker> | null;
  return (
    typeof marker === 'object' &&
    marker?.schema === 1 &&
    typeof marker.key === 'string' &&
    typeof marker.head === 'string' &&
    typeof marker.hash === 'string' &&
    typeof marker.run?.id === 'number' &&
    typeof marker.run.attempt === 'number' &&
    verdicts.some((verdict) => verdict === marker.verdict)
  );
}
