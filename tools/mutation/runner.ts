import { globSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { InstrumenterContext, StrykerOptions } from '@stryker-mutator/api/core';
import {
  commonTokens,
  declareFactoryPlugin,
  type Injector,
  PluginKind,
  tokens,
} from '@stryker-mutator/api/plugin';
import {
  type DryRunOptions,
  type DryRunResult,
  DryRunStatus,
  determineHitLimitReached,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { type Collected, collect } from './collected.ts';
import { forget, forgetful } from './memories.ts';

// A test runner for Stryker that loads the tests once and calls them in its own process. It rests on what the tests promise:
// core and knowledge are pure, and a test computes what it claims in its own body, not while it is collected.

const stand = new URL('./collected.ts', import.meta.url).href;
const instruments: InstrumenterContext = {};
Object.assign(globalThis, { __stryker__: instruments });

class InProcess implements TestRunner {
  private readonly globs: readonly string[];
  private tests: ReadonlyMap<string, Collected> = new Map();
  /** How long a test takes, in milliseconds, and which test caught a mutant of a file last. */
  private readonly spans = new Map<string, number>();
  private readonly catchers = new Map<string, string[]>();

  constructor(globs: readonly string[]) {
    this.globs = globs;
  }

  /** A mutant is switched on at run time only; what ran while loading stays as it is (`ignoreStatic`). */
  capabilities() {
    return { reloadEnvironment: true };
  }

  async dryRun(_options: DryRunOptions): Promise<DryRunResult> {
    await this.load();
    const results: TestResult[] = [];
    for (const each of this.tests.values()) {
      instruments.currentTestId = each.id;
      const result = await attempt(each);
      delete instruments.currentTestId;
      this.spans.set(each.id, result.timeSpentMs);
      results.push(result);
    }
    const { mutantCoverage } = instruments;
    return {
      status: DryRunStatus.Complete,
      tests: results,
      ...(mutantCoverage === undefined ? {} : { mutantCoverage }),
    };
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    await this.load();
    const { activeMutant, hitLimit, sandboxFileName, testFilter } = options;
    instruments.activeMutant = activeMutant.id;
    instruments.hitCount = 0;
    if (hitLimit !== undefined) instruments.hitLimit = hitLimit;
    const results: TestResult[] = [];
    for (const each of this.inTurn(testFilter ?? [...this.tests.keys()], sandboxFileName)) {
      const result = await attempt(each);
      results.push(result);
      if (result.status !== TestStatus.Failed) continue;
      this.catchers.set(sandboxFileName, [
        each.id,
        ...this.caught(sandboxFileName).filter((id) => id !== each.id),
      ]);
      break;
    }
    delete instruments.activeMutant;
    delete instruments.hitLimit;
    const outOfHand = determineHitLimitReached(instruments.hitCount, hitLimit);
    return toMutantRunResult(outOfHand ?? { status: DryRunStatus.Complete, tests: results });
  }

  /** First those that caught other mutants of the file, the latest first, then the quickest. */
  private inTurn(ids: readonly string[], mutated: string): readonly Collected[] {
    const proven = this.caught(mutated);
    const rank = (id: string) => (proven.includes(id) ? proven.indexOf(id) : proven.length);
    const span = (id: string) => this.spans.get(id) ?? 0;
    return ids
      .toSorted((a, b) => rank(a) - rank(b) || span(a) - span(b))
      .flatMap((id) => this.tests.get(id) ?? []);
  }

  private caught(mutated: string): readonly string[] {
    return this.catchers.get(mutated) ?? [];
  }

  private async load(): Promise<void> {
    if (this.tests.size > 0) return;
    registerHooks({
      resolve: (specifier, context, next) =>
        specifier === 'vitest' && context.parentURL !== stand
          ? { url: stand, shortCircuit: true }
          : next(specifier, context),
    });
    const files = globSync([...this.globs]).sort();
    const loaded: Collected[] = [];
    await forgetful(async () => {
      for (const file of files)
        loaded.push(...(await collect(file, () => import(pathToFileURL(resolve(file)).href))));
    });
    this.tests = new Map(loaded.map((each) => [each.id, each]));
  }
}

async function attempt({ id, name, file, body, before, after }: Collected): Promise<TestResult> {
  forget();
  const start = performance.now();
  const told = () => ({
    id,
    name,
    fileName: resolve(file),
    timeSpentMs: performance.now() - start,
  });
  try {
    for (const step of [...before, body]) await step();
    return { ...told(), status: TestStatus.Success };
  } catch (error) {
    return { ...told(), status: TestStatus.Failed, failureMessage: String(error) };
  } finally {
    for (const step of after) await step();
  }
}

function inProcess(injector: Injector<{ options: StrykerOptions }>): InProcess {
  return new InProcess(injector.resolve(commonTokens.options).inProcess as readonly string[]);
}
inProcess.inject = tokens(commonTokens.injector);

export const strykerPlugins = [
  declareFactoryPlugin(PluginKind.TestRunner, 'in-process', inProcess),
];

export const strykerValidationSchema = {
  properties: { inProcess: { type: 'array', items: { type: 'string' } } },
};
