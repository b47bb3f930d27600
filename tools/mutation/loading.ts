import { globSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { configureGlobal } from 'fast-check';
import { type Collected, collect } from './collected.ts';
import { forgetful } from './memories.ts';

/** Every expression of a mutated file asks which mutant is active: here it asks a number in its reach, and counts no coverage. */
export const active = { id: -1, hits: 0, limit: Number.POSITIVE_INFINITY, hit };

function hit(): true {
  active.hits += 1;
  if (active.hits > active.limit) throw new Error('The mutant is hit again and again.');
  return true;
}

const stand = new URL('./collected.ts', import.meta.url).href;
const lean = '?lean';
let sandbox = 'file:///nowhere';

Object.assign(globalThis, { activeMutant: active });

// A law that does not say how often it is tried is tried a few times, on the same values each time.
configureGlobal({ numRuns: 5, seed: 1 });

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === 'vitest' && context.parentURL !== stand)
      return { url: stand, shortCircuit: true };
    const found = next(specifier, context);
    const inside = found.url.startsWith(sandbox) && !found.url.includes('/node_modules/');
    return inside && context.parentURL?.endsWith(lean)
      ? { ...found, url: `${found.url}${lean}` }
      : found;
  },
  load(url, context, next) {
    const loaded = next(url, context);
    return url.endsWith(lean) ? { ...loaded, source: slimmed(String(loaded.source)) } : loaded;
  },
});

function slimmed(source: string): string {
  if (!source.includes('function stryMutAct_9fa48')) return source;
  const code = source
    .replace(/stryCov_9fa48\([^()]*\)(?=[,;])/g, '0')
    .replace(/stryMutAct_9fa48\("(\d+)"\)/g, '(mutant.id===$1&&mutant.hit())');
  return `const mutant = globalThis.activeMutant; ${code}`;
}

/** Loads files for what they do while they are loaded. */
export async function loaded(globs: readonly string[]): Promise<void> {
  for (const file of globSync([...globs])) await import(pathToFileURL(resolve(file)).href);
}

/** The tests of the files by their ids: as Stryker wrote them, to see which mutants each reaches, or `lean`, to be quick. */
export async function testsOf(
  globs: readonly string[],
  how: 'covering' | 'lean',
): Promise<ReadonlyMap<string, Collected>> {
  sandbox = pathToFileURL(resolve('.')).href;
  const tests: Collected[] = [];
  await forgetful(async () => {
    for (const file of globSync([...globs]).sort()) {
      const url = pathToFileURL(resolve(file)).href;
      const load = () => import(how === 'lean' ? `${url}${lean}` : url);
      tests.push(...(await collect(file, load)));
    }
  });
  return new Map(tests.map((each) => [each.id, each]));
}
