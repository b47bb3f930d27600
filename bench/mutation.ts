// Changes core and the rules a little, thousands of times, and counts the changes that no test notices.
//   npm run mutation                                 measure, and compare with the target; quick where little has changed
//   npm run mutation -- --mutate src/core/cidr.ts    one file; .stryker/report.json says what survives
//   npm run mutation -- --write                      all of them anew, and write bench/results.md
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { markdownTable } from 'markdown-table';
import { writePart } from './page.ts';

interface Report {
  readonly files: Readonly<Record<string, { readonly mutants: readonly Mutant[] }>>;
}

interface Mutant {
  readonly status: 'Killed' | 'Timeout' | 'Survived' | 'NoCoverage' | 'Ignored';
}

const parts = [
  ['core', 'src/core/'],
  ['hazard rules', 'src/knowledge/hazards/'],
  ['playbooks', 'src/knowledge/playbooks/'],
  ['all', 'src/'],
] as const;
const target = 80;
const longest = 30;

const root = join(import.meta.dirname, '..');
const writing = process.argv.includes('--write');
const own = process.argv.slice(2).filter((each) => each !== '--write');
const stryker = join(root, 'node_modules/@stryker-mutator/core/bin/stryker.js');
const start = performance.now();
const { status } = spawnSync(
  process.execPath,
  [stryker, 'run', ...own, ...(writing ? ['--force'] : [])],
  { cwd: root, stdio: 'inherit' },
);
const minutes = Math.ceil((performance.now() - start) / 60_000);
if (status !== 0) process.exit(status ?? 1);

const report: Report = JSON.parse(readFileSync(join(root, '.stryker/report.json'), 'utf8'));
const rows = parts.map(([what, folder]) => ({ what, ...counted(folder) }));
const table = markdownTable(
  [
    ['What', 'mutants', 'noticed', 'not noticed', 'not reached', 'score', 'target', ''],
    ...rows.map(({ what, noticed, survived, unreached, score }) => [
      what,
      String(noticed + survived + unreached),
      String(noticed),
      String(survived),
      String(unreached),
      `${score.toFixed(1)} %`,
      `≥ ${target} %`,
      score >= target ? 'met' : 'missed',
    ]),
  ],
  { align: ['l', 'r', 'r', 'r', 'r', 'r', 'r', 'l'] },
);
const time = `The whole run took ${minutes} minutes with two workers (target: ≤ ${longest}).`;
console.log(table);
if (writing) writePart('## Mutation testing', `${introduction()}\n\n${time}\n\n${table}`);
process.exitCode = rows.every(({ score }) => score >= target) ? 0 : 1;

function counted(folder: string) {
  const all = Object.entries(report.files)
    .filter(([file]) => file.startsWith(folder))
    .flatMap(([, { mutants }]) => mutants.map((each) => each.status));
  const count = (...wanted: readonly Mutant['status'][]) =>
    all.filter((each) => wanted.includes(each)).length;
  const noticed = count('Killed', 'Timeout');
  const [survived, unreached] = [count('Survived'), count('NoCoverage')];
  return {
    noticed,
    survived,
    unreached,
    score: (100 * noticed) / Math.max(1, noticed + survived + unreached),
  };
}

function introduction(): string {
  return [
    'Each mutant changes one expression or statement of the sources; it is noticed when a test fails, or does not end. Texts are',
    'not changed, and what only runs while a file is loaded is left out. The tests are those that `stryker.config.json` names.',
    '',
    'Measured with `npm run mutation -- --write`.',
  ].join('\n');
}
