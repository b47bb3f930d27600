// Runs the cases of a folder that the command can meet so far, and says which it leaves out and why.
//   node .ci/cases.mjs FOLDER
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { options } from '../src/adapters/options.ts';

/** The options that this version has. A case that uses another is left out. */
const READY = options.filter(({ instead }) => instead === undefined).map(({ name }) => `--${name}`);

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('Name the folder of the cases: node .ci/cases.mjs FOLDER');
  process.exit(2);
}

const cases = readdirSync(folder)
  .map((name) => join(folder, name))
  .filter((path) => existsSync(join(path, 'case.json')))
  .sort();
const left = cases.map((path) => [path, obstacle(path)]).filter(([, reason]) => reason);
for (const [path, reason] of left) console.log(`- ${path} skipped: ${reason}`);

const skipped = new Set(left.map(([path]) => path));
const { status, error } = spawnSync(
  process.execPath,
  [
    join(folder, 'check.mjs'),
    '--cli',
    `${process.execPath} dist/cli.js`,
    ...cases.filter((path) => !skipped.has(path)),
  ],
  { stdio: 'inherit' },
);
if (error) throw error;
process.exit(status ?? 1);

/** Why a case cannot hold yet, or nothing. */
function obstacle(path) {
  const { args } = JSON.parse(readFileSync(join(path, 'case.json'), 'utf8'));
  const unknown = args.filter((arg) => arg.startsWith('--') && !READY.includes(arg));
  return unknown.length > 0 ? `it needs ${unknown.join(' and ')}` : undefined;
}
