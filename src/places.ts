import { posix, relative } from 'node:path';
import type { Event } from './adapters/event.ts';
import type { Inputs } from './adapters/inputs.ts';
import type { PlaceOf } from './core/place.ts';
import type { Plan } from './core/plan.ts';

const nowhere: PlaceOf = () => undefined;

/** Where the sources that are checked out write what the hazards of `plan` are about, on changed lines where there are any. */
export async function placesOf(plan: Plan, inputs: Inputs, event: Event): Promise<PlaceOf> {
  const { mode, annotations, sarifFile } = inputs;
  // The trusted half of the fork pattern has no sources, or those of another commit.
  if (mode === 'comment' || plan.hazards.length === 0) return nowhere;
  if (!annotations && sarifFile === undefined) return nowhere;
  const { readSources } = await import('./adapters/sources.ts');
  const files = await readSources(process.cwd());
  if (files.length === 0) return nowhere;
  const [{ placesIn }, changed] = await Promise.all([
    import('./adapters/places.ts'),
    changesOf(inputs, event),
  ]);
  const origins = plan.hazards.map(({ origin }) => origin);
  return placesIn({ files, changed, folder: folderOf(inputs.workingDirectory) }, origins);
}

async function changesOf({ token }: Inputs, event: Event) {
  if (event.pullRequest === undefined || token === '') return [];
  const { changedFiles } = await import('./adapters/changed-files.ts');
  return changedFiles({ ...event, token }, event.pullRequest);
}

/** A working directory below the workspace, as paths of the repository are written. */
export function folderOf(workingDirectory: string): string {
  const path = relative(process.cwd(), workingDirectory).replaceAll('\\', '/');
  return path === '' ? '.' : posix.normalize(path);
}
