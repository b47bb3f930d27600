import { matchesGlob, resolve } from 'node:path';
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
  type MutantRunOptions,
  type MutantRunResult,
  MutantRunStatus,
  type TestResult,
  type TestRunner,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import type { Collected } from './collected.ts';
import { active, loaded, testsOf } from './loading.ts';
import { forget } from './memories.ts';

// A test runner for Stryker that loads the tests once and calls them in its own process. It rests on what the tests promise:
// core and knowledge are pure, and a test computes what it claims in its own body, not while it is collected.

type Judges = Readonly<Record<string, readonly string[]>>;

const instruments: InstrumenterContext = {};
Object.assign(globalThis, { __stryker__: instruments });

class InProcess implements TestRunner {
  /** The tests that a mutant must face, by the folder of its source. */
  private readonly judges: Judges;
  private tests: ReadonlyMap<string, Collected> | undefined;
  /** How long a test takes, in milliseconds, and which tests caught a mutant of a file, the latest first. */
  private readonly spans = new Map<string, number>();
  private readonly catchers = new Map<string, readonly string[]>();

  constructor(judges: Judges) {
    this.judges = judges;
  }

  private get globs(): readonly string[] {
    return [...new Set(Object.values(this.judges).flat())];
  }

  /** A mutant is switched on at run time only; what ran while loading stays as it is (`ignoreStatic`). */
  capabilities() {
    return { reloadEnvironment: true };
  }

  async dryRun(_options: DryRunOptions): Promise<DryRunResult> {
    await loaded(['src/core/*.ts', 'src/knowledge/**/*.ts']);
    const atLoad = { ...instruments.mutantCoverage?.static };
    const tests = await testsOf(this.globs, 'covering');
    // What a test computes while it is collected tells nothing of a mutant, and makes none static.
    if (instruments.mutantCoverage) instruments.mutantCoverage.static = atLoad;
    const results: TestResult[] = [];
    for (const each of tests.values()) {
      instruments.currentTestId = each.id;
      const result = await attempt(each, new Set());
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
    this.tests ??= await testsOf(this.globs, 'lean');
    const { activeMutant, hitLimit, sandboxFileName, testFilter } = options;
    active.hits = 0;
    active.limit = endless(hitLimit);
    active.id = Number(activeMutant.id);
    const results: TestResult[] = [];
    const made = new Set<unknown>();
    for (const each of this.inTurn(testFilter ?? [...this.tests.keys()], sandboxFileName)) {
      const result = await attempt(each, made);
      results.push(result);
      if (result.status !== TestStatus.Failed) continue;
      const others = this.caught(sandboxFileName).filter((id) => id !== each.id);
      this.catchers.set(sandboxFileName, [each.id, ...others]);
      break;
    }
    active.id = -1;
    if (active.hits > active.limit) return { status: MutantRunStatus.Timeout };
    return toMutantRunResult({ status: DryRunStatus.Complete, tests: results });
  }

  /** First those that caught other mutants of the file, then the quickest. */
  private inTurn(ids: readonly string[], mutated: string): readonly Collected[] {
    const proven = new Map(this.caught(mutated).map((id, rank) => [id, rank]));
    const rank = (id: string) => proven.get(id) ?? proven.size;
    const span = (id: string) => this.spans.get(id) ?? 0;
    const globs = Object.entries(this.judges).find(([folder]) => mutated.includes(`/${folder}`));
    return ids
      .toSorted((a, b) => rank(a) - rank(b) || span(a) - span(b))
      .flatMap((id) => this.tests?.get(id) ?? [])
      .filter(({ file }) => globs?.[1].some((glob) => matchesGlob(file, glob)));
  }

  private caught(mutated: string): readonly string[] {
    return this.catchers.get(mutated) ?? [];
  }
}

/** Calls a test, after what its suites make ready and `made` does not hold yet. */
async function attempt(each: Collected, made: Set<unknown>): Promise<TestResult> {
  const { id, name, file, body, ready } = each;
  forget();
  const start = performance.now();
  const told = () => ({
    id,
    name,
    fileName: resolve(file),
    timeSpentMs: performance.now() - start,
  });
  try {
    for (const hook of ready.filter((step) => !made.has(step))) {
      await hook();
      made.add(hook);
    }
    await body();
    return { ...told(), status: TestStatus.Success };
  } catch (error) {
    return { ...told(), status: TestStatus.Failed, failureMessage: String(error) };
  }
}

/** After how many hits a mutant runs for ever: Stryker waits for a hundred times what all tests need, five times tell it sooner. */
function endless(hitLimit: number | undefined): number {
  return hitLimit === undefined ? Number.POSITIVE_INFINITY : Math.max(20_000, hitLimit / 20);
}

function inProcess(injector: Injector<{ options: StrykerOptions }>): InProcess {
  return new InProcess(injector.resolve(commonTokens.options).inProcess as Judges);
}
inProcess.inject = tokens(commonTokens.injector);

export const strykerPlugins = [
  declareFactoryPlugin(PluginKind.TestRunner, 'in-process', inProcess),
];

export const strykerValidationSchema = {
  properties: {
    inProcess: {
      type: 'object',
      additionalProperties: { type: 'array', items: { type: 'string' } },
    },
  },
};
