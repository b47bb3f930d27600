#!/usr/bin/env node
import { type Request, readArguments } from './adapters/arguments.ts';
import { keepCompiledCode } from './adapters/compile-cache.ts';
import { type ExitCode, exit } from './adapters/conclusion.ts';
import { oneLine } from './adapters/log.ts';
import type { Output } from './adapters/output.ts';
import { type Problem, printProblem, problem } from './core/problem.ts';
import type { Judgement } from './judge.ts';
import type { RenderOptions } from './renderers/index.ts';

// The command. Standard output carries the result and nothing else; everything said besides goes to standard error. What
// a run does not need is not loaded: --help answers before any of it.

const { argv, stdout } = process;

stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A reader that has seen enough (`| head`) is no failure of ours.
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});
keepCompiledCode(process.env);
void main(argv.slice(2)).then((code) => {
  process.exitCode = code;
});

async function main(given: readonly string[]): Promise<ExitCode> {
  const request = readArguments(given);
  if ('says' in request) return refuse([request], exit.usage);
  try {
    return await answer(request);
  } catch (error) {
    if (request.debug)
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    const says = `The planner failed: ${error instanceof Error ? error.message : String(error)}.`;
    const mend = 'This is a fault of the planner; --debug shows the place to report.';
    return refuse([problem('fault', says, mend)], exit.unreadable);
  }
}

function answer(request: Request): Promise<ExitCode> {
  switch (request.command) {
    case 'help':
      return showHelp();
    case 'version':
      return showVersion();
    case 'plan':
      return plan(request);
    case 'merge':
      return merge(request);
    case 'explain':
      return explain(request);
    case 'windows':
      return windows(request);
    case 'gate':
      return gate(request);
    case 'config check':
      return checkConfig(request);
    case 'doctor':
      return doctor(request);
  }
}

async function plan(request: Request): Promise<ExitCode> {
  const tight = await tooTight(request);
  if (tight !== undefined) return refuse([tight], exit.usage);
  const [{ judge }, { clock }] = await Promise.all([
    import('./judge.ts'),
    import('./adapters/clock.ts'),
  ]);
  const progress = progressLine(request);
  const now = request.now ?? clock();
  const judged = await judge({
    ...request,
    now,
    workingDirectory: process.cwd(),
    standardInput: () => process.stdin,
    withFacts: wantsJson(request),
    progress: progress.say,
  }).finally(progress.clear);
  if ('problems' in judged) return refuse(judged.problems, judged.exit);
  if (!request.quiet) for (const notice of judged.notices) process.stderr.write(`${notice}\n`);
  return tell(judged, request, now);
}

async function merge(request: Request): Promise<ExitCode> {
  const tight = await tooTight(request);
  if (tight !== undefined) return refuse([tight], exit.usage);
  const [{ judgePlans }, { clock }] = await Promise.all([
    import('./plan-files.ts'),
    import('./adapters/clock.ts'),
  ]);
  const now = request.now ?? clock();
  const judged = await judgePlans({
    ...request,
    planFiles: request.operands,
    as: 'projects',
    workingDirectory: process.cwd(),
    standardInput: () => process.stdin,
    now,
    withFacts: wantsJson(request),
  });
  if ('problems' in judged) return refuse(judged.problems, judged.exit);
  return tell(judged, request, now);
}

function wantsJson({ format, outputs }: Request): boolean {
  return [format, ...outputs.map((output) => output.format)].includes('json');
}

async function tooTight({ limitBytes }: Request): Promise<Problem | undefined> {
  if (limitBytes === undefined) return undefined;
  const { smallestBudget } = await import('./renderers/fit.ts');
  if (limitBytes >= smallestBudget) return undefined;
  return problem('usage', `--limit is ${limitBytes}.`, `Give at least ${smallestBudget}.`);
}

/** Prints the plan, writes it to the files that were named, and ends as the verdict says. */
async function tell(judged: Judgement, request: Request, now: string): Promise<ExitCode> {
  const [{ renderFile }, { reaches }] = await Promise.all([
    import('./renderers/index.ts'),
    import('./adapters/conclusion.ts'),
  ]);
  const limit: RenderOptions =
    request.limitBytes === undefined
      ? { now }
      : { now, budget: { most: request.limitBytes, unit: 'bytes' } };
  const formats = [request.format, ...request.outputs.map(({ format }) => format)];
  const places = formats.includes('sarif') ? await placesBelow(judged) : {};
  const outputs = await Promise.all(
    request.outputs.map(async ({ path, format }) => ({
      path,
      text: await renderFile(judged.plan, format, { ...limit, ...places }),
    })),
  );
  const options = { ...limit, ...places, terminal: terminal(request) };
  const result = await renderFile(judged.plan, request.format, options);
  const unwritten = await write(outputs);
  if (unwritten.length > 0) return refuse(unwritten, exit.usage);
  stdout.write(result);
  for (const line of judged.why) {
    (request.format === 'text' ? stdout : process.stderr).write(`${oneLine(line)}\n`);
  }
  return reaches(judged.plan.verdict, judged.config.failOn) ? exit.reached : exit.below;
}

async function write(outputs: readonly Output[]): Promise<readonly Problem[]> {
  if (outputs.length === 0) return [];
  const { writeFiles } = await import('./adapters/output.ts');
  return writeFiles(outputs, process.cwd());
}

/** The lines of the sources below this folder, which code scanning shows. */
async function placesBelow({ plan }: Judgement): Promise<Pick<RenderOptions, 'placeOf'>> {
  const [{ placesIn }, { readSources }] = await Promise.all([
    import('./adapters/places.ts'),
    import('./adapters/sources.ts'),
  ]);
  const files = await readSources(process.cwd());
  const origins = plan.hazards.map(({ origin }) => origin);
  return { placeOf: placesIn({ files, changed: [], folder: '.' }, origins) };
}

async function explain({ operands, format, noColor }: Request): Promise<ExitCode> {
  const { explained } = await import('./explained.ts');
  const told = explained(operands[0], await page(format), terminal({ noColor }));
  if (typeof told !== 'string') return refuse([told], exit.usage);
  stdout.write(told);
  return exit.below;
}

async function windows({ config, at, ...request }: Request): Promise<ExitCode> {
  const [{ loadConfig }, { clock }, { calendarTold }] = await Promise.all([
    import('./adapters/config.ts'),
    import('./adapters/clock.ts'),
    import('./calendar.ts'),
  ]);
  const loaded = await loadConfig(process.cwd(), config);
  if ('problems' in loaded) return refuse(loaded.problems, exit.usage);
  const format = await page(request.format);
  const calendar = loaded.config.windows;
  stdout.write(await calendarTold(calendar, at ?? clock(), format, terminal(request)));
  return exit.below;
}

async function gate({ plan = '', stage = 0, now, ...request }: Request): Promise<ExitCode> {
  const [{ askGate }, { clock }, { renderGate }] = await Promise.all([
    import('./gate.ts'),
    import('./adapters/clock.ts'),
    import('./renderers/index.ts'),
  ]);
  const answer = await askGate({
    ...request,
    plan,
    stage,
    now: now ?? clock(),
    workingDirectory: process.cwd(),
    standardInput: () => process.stdin,
  });
  if ('problems' in answer) return refuse(answer.problems, answer.exit);
  stdout.write(renderGate(answer.report, await page(request.format), terminal(request)));
  return answer.exit;
}

/** A format that every answer has; the arguments have been seen to. */
async function page(format: Request['format']) {
  const { isPageFormat } = await import('./adapters/options.ts');
  return isPageFormat(format) ? format : 'text';
}

async function checkConfig({ config, quiet }: Request): Promise<ExitCode> {
  const { loadConfig } = await import('./adapters/config.ts');
  const loaded = await loadConfig(process.cwd(), config);
  if ('problems' in loaded) return refuse(loaded.problems, exit.usage);
  const [{ effective }, { stringify }] = await Promise.all([
    import('./adapters/config-settings.ts'),
    import('yaml'),
  ]);
  const source = loaded.path ?? 'There is no config file: these are the defaults.';
  if (!quiet) process.stderr.write(`${oneLine(source)}\n`);
  stdout.write(stringify(effective(loaded.written)));
  return exit.below;
}

async function doctor({ config }: Request): Promise<ExitCode> {
  const [{ loadConfig }, { diagnose, tokenAdvice }] = await Promise.all([
    import('./adapters/config.ts'),
    import('./adapters/doctor.ts'),
  ]);
  const loaded = await loadConfig(process.cwd(), config);
  const found = 'problems' in loaded ? 'wrong, see config check' : (loaded.path ?? 'none');
  for (const { feature, needs, here } of await diagnose(process.env, found, process.cwd())) {
    stdout.write(`${feature}\n  needs  ${needs}\n  here   ${oneLine(here)}\n`);
  }
  stdout.write(`${tokenAdvice}\n`);
  return 'problems' in loaded ? refuse(loaded.problems, exit.usage) : exit.below;
}

async function showHelp(): Promise<ExitCode> {
  const { help } = await import('./adapters/help.ts');
  stdout.write(help());
  return exit.below;
}

async function showVersion(): Promise<ExitCode> {
  const { version } = await import('./adapters/version.ts');
  stdout.write(`${version}\n`);
  return exit.below;
}

/** One line each: where, what, how to mend. */
function refuse(problems: readonly Problem[], code: ExitCode): ExitCode {
  for (const each of problems) process.stderr.write(`${oneLine(printProblem(each))}\n`);
  return code;
}

function terminal({ noColor }: { readonly noColor: boolean }) {
  const colour = !noColor && stdout.isTTY === true && stdout.hasColors();
  return { colour, ...(stdout.isTTY ? { width: stdout.columns } : {}) };
}

/** What is going on, on one line that goes again; silent where nobody watches. */
function progressLine({ quiet }: Request) {
  const watched = !quiet && process.stderr.isTTY === true;
  return {
    say: (doing: string) => void (watched && process.stderr.write(`\r\u001b[K${oneLine(doing)} …`)),
    clear: () => void (watched && process.stderr.write('\r\u001b[K')),
  };
}
