// Whole-process time and peak memory of `plan`, and the start-up of dist, as ratios to what Node itself needs.
//   npm run bench                 measure and compare with the targets
//   npm run bench -- --write      … and write bench/results.md
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { markdownTable } from 'markdown-table';
import { writeLargeChange, writePlan } from './generate.ts';
import { writePart } from './page.ts';

interface Row {
  readonly what: string;
  readonly unit: string;
  readonly ours: number;
  readonly node: number;
  readonly ratio: Spread;
  readonly target: number;
}

/** The middle of several measurements, and between what they lie. */
interface Spread {
  readonly middle: number;
  readonly least: number;
  readonly most: number;
}

type Compared = Pick<Row, 'ours' | 'node' | 'ratio'>;

const cli = join(import.meta.dirname, '..', 'dist', 'cli.js');
const parse = "JSON.parse(require('node:fs').readFileSync(process.argv[1], 'utf8'))";
const sizes = [
  { megabytes: 1, rounds: 11, time: 3 },
  { megabytes: 10, rounds: 7, time: 1.5 },
  { megabytes: 100, rounds: 5, time: 1.5 },
];
const memoryRounds = 3;
const memoryTarget = 2;
const startTarget = 4;
// Four times as many flows: as much time for each, and a quarter more.
const growth = { copies: 5, times: 4, rounds: 5, target: 5 };

const folder = mkdtempSync(join(tmpdir(), 'bench-'));
try {
  const rows = [startUp(), ...sizes.flatMap(planning), growing()];
  const page = markdownTable(
    [
      ['What', 'planner', 'node', 'ratio', 'from–to', 'target', ''],
      ...rows.map(({ what, unit, ours, node, ratio, target }) => [
        what,
        `${Math.round(ours)} ${unit}`,
        `${Math.round(node)} ${unit}`,
        ratio.middle.toFixed(2),
        `${ratio.least.toFixed(2)}–${ratio.most.toFixed(2)}`,
        `≤ ${target}`,
        ratio.middle <= target ? 'met' : 'missed',
      ]),
    ],
    { align: ['l', 'r', 'r', 'r', 'r', 'r', 'l'] },
  );
  console.log(page);
  if (process.argv.includes('--write')) {
    writePart('# Benchmarks', `${introduction()}\n\n${page}`);
  }
  process.exitCode = rows.every(({ ratio, target }) => ratio.middle <= target) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}

function startUp(): Row {
  const times = compared(21, spent, [cli, '--version'], ['-e', '0']);
  return { what: 'start', unit: 'ms', ...times, target: startTarget };
}

function planning({ megabytes, rounds, time }: (typeof sizes)[number]): readonly Row[] {
  const file = join(folder, `plan-${megabytes}.json`);
  writePlan(file, megabytes);
  const size = `${(statSync(file).size / 1e6).toFixed(1)} MB`;
  const ours = planned(file);
  const node = ['-e', parse, file];
  const times = compared(rounds, spent, ours, node);
  const peaks = compared(memoryRounds, peak, ours, node);
  return [
    { what: `plan, ${size}: time`, unit: 'ms', ...times, target: time },
    { what: `plan, ${size}: peak memory`, unit: 'MB', ...peaks, target: memoryTarget },
  ];
}

function growing(): Row {
  const { copies, times, rounds, target } = growth;
  const [few, many] = [copies, copies * times].map((count) => {
    const file = join(folder, `large-${count}.json`);
    writeLargeChange(file, count);
    return planned(file);
  });
  const found = compared(rounds, spent, many ?? [], few ?? []);
  return {
    what: `30 subnets × ${3 * copies * times} targets, by a quarter of them: time`,
    unit: 'ms',
    ...found,
    target,
  };
}

function planned(file: string): readonly string[] {
  const plan = [cli, 'plan', '--terraform-plan', file, '--fail-on', 'never'];
  return [...plan, '--now', '2026-12-01T09:00:00Z', '--format', 'json', '--quiet'];
}

/**
 * Several runs of each, which take turns: what keeps the machine busy slows both runs of a pair, so the ratios of pairs are what
 * counts. The first pair warms the caches of the machine and is left out.
 */
function compared(
  rounds: number,
  measure: (args: readonly string[]) => number,
  ours: readonly string[],
  node: readonly string[],
): Compared {
  const pairs = Array.from({ length: rounds + 1 }, () => ({
    ours: measure(ours),
    node: measure(node),
  })).slice(1);
  return {
    ours: spread(pairs.map((pair) => pair.ours)).middle,
    node: spread(pairs.map((pair) => pair.node)).middle,
    ratio: spread(pairs.map((pair) => pair.ours / pair.node)),
  };
}

/** Of an odd number of values. */
function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  return {
    middle: sorted[sorted.length >> 1] ?? 0,
    least: sorted[0] ?? 0,
    most: sorted.at(-1) ?? 0,
  };
}

function spent(args: readonly string[]): number {
  const start = performance.now();
  run(args, {});
  return performance.now() - start;
}

function peak(args: readonly string[]): number {
  const file = join(folder, 'peak');
  run(['--import', join(import.meta.dirname, 'peak.mjs'), ...args], { BENCH_PEAK: file });
  return Number(readFileSync(file, 'utf8')) / 1000;
}

function run(args: readonly string[], env: NodeJS.ProcessEnv): void {
  const { status, stderr } = spawnSync(process.execPath, args, {
    // Compiled code is kept as on a user's machine, and nowhere but here.
    env: { ...process.env, CI: '', XDG_CACHE_HOME: folder, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`node ${args.join(' ')} exits ${status}: ${stderr}`);
}

function introduction(): string {
  return [
    'Whole processes on Node 24, medians of several runs that take turns; `node` is one `JSON.parse` of the same file, or',
    'an empty program, and in the last row the planner itself on the same change with a quarter of its targets. A ratio is',
    'the median over pairs of runs, with the least and the most beside it. The plans come from `bench/generate.ts`, the same',
    'bytes every time. Trust the ratios, not the numbers.',
    '',
    'Measured with `npm run bench -- --write`.',
  ].join('\n');
}
