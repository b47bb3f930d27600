import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { type Config, defaults } from '../core/config.ts';
import { type Problem, problem } from '../core/problem.ts';
import type { ConfigFile } from './config-schema.ts';
import { systemProblem } from './system-problem.ts';

/** The config file that a run goes by. */
export interface LoadedConfig {
  /** The effective settings: the file over the defaults. */
  readonly config: Config;
  /** The same in the file's own spelling. */
  readonly written: ConfigFile;
  /** Absent where there is no file. */
  readonly path?: string;
}

const folder = '.github';
const fileNames = ['endpoint-planner.yml', 'endpoint-planner.yaml', 'endpoint-planner.json'];
const maxBytes = 1024 * 1024;

/**
 * Reads the config file at `path`, else the one that `.github` holds in the working directory or, inside a git
 * repository, in the nearest folder above it. No file is no fault unless it was asked for.
 */
export async function loadConfig(
  workingDirectory: string,
  path?: string,
): Promise<LoadedConfig | { readonly problems: readonly Problem[] }> {
  const found = path === undefined ? findConfig(workingDirectory) : [path];
  const [file, second] = found;
  if (file === undefined) return { config: defaults, written: {} };
  if (second !== undefined) {
    const says = `There are several config files: ${found.join(', ')}.`;
    return { problems: [problem('config-several', says, 'Keep one, or choose with --config.')] };
  }
  const text = readText(resolve(workingDirectory, file), file);
  if (typeof text !== 'string') return { problems: [text] };

  const { parseConfig } = await import('./config-parse.ts');
  const { settings } = await import('./config-settings.ts');
  const parsed = parseConfig(text, file);
  if ('problems' in parsed) return parsed;
  return { config: settings(parsed.written), written: parsed.written, path: file };
}

/** Config files below the working directory or, failing that, below the nearest parent in the same repository. */
function findConfig(workingDirectory: string): readonly string[] {
  for (const parent of upToRepository(resolve(workingDirectory))) {
    const candidates = fileNames.map((name) => join(parent, folder, name));
    const found = candidates.filter((path) => existsSync(path));
    if (found.length > 0) return found.map((path) => shown(workingDirectory, path));
  }
  return [];
}

/** The folder and those above it as far as the one that holds `.git`; the folder alone outside a repository. */
function upToRepository(from: string): readonly string[] {
  const passed: string[] = [];
  for (let at = from; ; at = dirname(at)) {
    passed.push(at);
    if (existsSync(join(at, '.git'))) return passed;
    if (dirname(at) === at) return [from];
  }
}

function shown(workingDirectory: string, path: string): string {
  return relative(workingDirectory, path).replaceAll('\\', '/');
}

function readText(path: string, name: string): string | Problem {
  try {
    const { size } = statSync(path);
    if (size > maxBytes) {
      const says = `The config file has ${size} bytes; at most ${maxBytes} are read.`;
      return problem('config-size', says, 'Is this the right file?', { file: name });
    }
    return readFileSync(path, 'utf8');
  } catch (error) {
    return systemProblem(error, name, 'read');
  }
}
