// Fails unless dist/, schema/ and the assembled code are, byte for byte, what the sources build.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import config from '../rolldown.config.ts';
import { schemas } from './schema.ts';
import { skipCode, skipCodeFile } from './wasm.ts';

const root = join(import.meta.dirname, '..');

const { output, ...input } = config;
const folder = mkdtempSync(join(tmpdir(), 'dist-'));
try {
  process.chdir(root);
  const bundle = await rolldown(input);
  await bundle.write({ ...output, dir: folder });
  await bundle.close();
  const code = 'skip-code.ts';
  const kept = readFileSync(skipCodeFile, 'utf8');
  const differences = [
    ...compare(
      'src',
      new Map([[code, await skipCode()]]),
      new Map([[code, kept]]),
      'npm run build',
    ),
    ...compare('dist', files(folder), files(join(root, 'dist')), 'npm run build'),
    ...compare('schema', schemas(), files(join(root, 'schema')), 'npm run schema'),
  ];
  for (const line of differences) console.error(line);
  if (differences.length === 0) console.log('dist and schema are what the sources build.');
  process.exitCode = differences.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}

function files(dir: string): ReadonlyMap<string, string> {
  const entries = readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path): [string, string] => [
      path.slice(dir.length + 1),
      readFileSync(path).toString('latin1'),
    ]);
  return new Map(entries);
}

function compare(
  name: string,
  built: ReadonlyMap<string, string>,
  kept: ReadonlyMap<string, string>,
  command: string,
): readonly string[] {
  return [...new Set([...built.keys(), ...kept.keys()])]
    .filter((path) => built.get(path) !== kept.get(path))
    .sort()
    .map((path) => `${name}/${path} ${difference(built, kept, path)}: run \`${command}\`.`);
}

function difference(
  built: ReadonlyMap<string, string>,
  kept: ReadonlyMap<string, string>,
  path: string,
): string {
  if (!kept.has(path)) return 'is missing';
  return built.has(path) ? 'differs from a fresh build' : 'is not part of a fresh build';
}
