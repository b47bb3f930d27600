// Whole-process time and peak memory of `plan`, and the start-up of dist, as ratios to what Node itself needs.
//   npm run bench                 measure and compare with the targets
//   npm run bench -- --write      … and write bench/results.md
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { markdownTable } from 'markdown-table';
import { writePlan } from './generate.ts';

interface Row {
  readonly what: string;
  readonly unit: string;
  readonly ours: number;
  readonly node: number;
  readonly target: number;
}

const cli = join(import.meta.dirname, '..', 'dist', 'cli.js');
const parse = "JSON.parse(require('node:fs').readFileSync(process.argv[1], 'utf8'))";
const sizes = [
  { megabytes: 1, rounds: 11, time: 3 },
  { megabytes: 10, rounds: 7, time: 1.5 },
  { megabytes: 100, rounds: 5, time: 1.5 },
];
const memoryTarget = 2;
const startTarget = 4;

const folder = mkdtempSync(join(tmpdir(), 'bench-'));
try {
  const rows = [startUp(), ...sizes.flatMap(planning)];
  const page = markdownTable(
    [
      ['What', 'planner', 'node', 'ratio', 'target', ''],
      ...rows.map(({ what, unit, ours, node, target }) => [
        what,
        `${Math.round(ours)} ${unit}`,
        `${Math.round(node)} ${unit}`,
        (ours / node).toFixed(2),
        `≤ ${target}`,
        ours / node <= target ? 'met' : 'missed',
      ]),
    ],
    { align: ['l', 'r', 'r', 'r', 'r', 'l'] },
  );
  console.log(page);
  if (process.argv.includes('--write')) {
    writeFileSync(join(import.meta.dirname, 'results.md'), `${introduction()}\n\n${page}\n`);
  }
  process.exitCode = rows.every(({ ours, node, target }) => ours / node <= target) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}

function startUp(): Row {
  const [ours, node] = medians(21, [cli, '--version'], ['-e', '0']);
  return { what: 'start', unit: 'ms', ours, node, target: startTarget };
}

function planning({ megabytes, rounds, time }: (typeof sizes)[number]): readonly Row[] {
  const file = join(folder, `plan-${megabytes}.json`);
  writePlan(file, megabytes);
  const size = `${(statSync(file).size / 1e6).toFixed(1)} MB`;
  const plan = [cli, 'plan', '--terraform-plan', file, '--fail-on', 'never'];
  const ours = [...plan, '--now', '2026-12-01T09:00:00Z', '--format', 'json', '--quiet'];
  const node = ['-e', parse, file];
  const [ourTime, nodeTime] = medians(rounds, ours, node);
  return [
    { what: `plan, ${size}: time`, unit: 'ms', ours: ourTime, node: nodeTime, target: time },
    {
      what: `plan, ${size}: peak memory`,
      unit: 'MB',
      ours: peak(ours),
      node: peak(node),
      target: memoryTarget,
    },
  ];
}

/** The middle of several runs of each, in milliseconds; the two take turns, so that a busy machine slows both. */
function medians(
  rounds: number,
  ours: readonly string[],
  node: readonly string[],
): [number, number] {
  const times: [number, number][] = Array.from({ length: rounds }, () => [
    spent(ours),
    spent(node),
  ]);
  const middle = (list: readonly number[]) => list.toSorted((a, b) => a - b)[rounds >> 1] ?? 0;
  return [middle(times.map(([time]) => time)), middle(times.map(([, time]) => time))];
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
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`node ${args.join(' ')} exits ${status}: ${stderr}`);
}

function introduction(): string {
  return [
    '# Benchmarks',
    '',
    'Whole processes on Node 24, medians of several runs that take turns; `node` is one `JSON.parse` of the same file, or',
    'an empty program. The plans come from `bench/generate.ts`, the same bytes every time. Trust the ratios, not the numbers.',
    '',
    'Measured with `npm run bench -- --write`.',
  ].join('\n');
}
