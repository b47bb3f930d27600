import { randomUUID } from 'node:crypto';
import { mkdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Problem } from '../core/problem.ts';
import { errorCode, systemProblem } from './system-problem.ts';

/** A file to write, whole or not at all. */
export interface Output {
  readonly path: string;
  readonly text: string;
}

/** A file that stands beside its place, ready to take it; without `from` the place is a device or pipe. */
interface Draft extends Output {
  readonly from?: string;
  readonly to: string;
}

/**
 * Writes all of `outputs` or none: each goes to a file beside its place, and only when all stand do they take their
 * places. Missing folders are made. The result is what went wrong, if anything did.
 */
export async function writeFiles(
  outputs: readonly Output[],
  workingDirectory: string,
): Promise<readonly Problem[]> {
  const drafts: Draft[] = [];
  const problems: Problem[] = [];
  for (const output of outputs) {
    try {
      drafts.push(await draft(output, workingDirectory));
    } catch (error) {
      problems.push(systemProblem(error, output.path, 'write'));
    }
  }
  for (const each of problems.length === 0 ? drafts : []) {
    try {
      await finish(each);
    } catch (error) {
      problems.push(systemProblem(error, each.path, 'write'));
    }
  }
  for (const { from } of drafts) if (from !== undefined) await rm(from, { force: true });
  return problems;
}

async function draft(output: Output, workingDirectory: string): Promise<Draft> {
  const place = resolve(workingDirectory, output.path);
  await mkdir(dirname(place), { recursive: true });
  // A link keeps pointing where it did: its target is replaced.
  const to = await realpath(place).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return place;
    throw error;
  });
  const present = await stat(to).catch(() => undefined);
  if (present?.isDirectory() === true) {
    throw Object.assign(new Error('a folder stands there'), { code: 'EISDIR' });
  }
  if (present !== undefined && !present.isFile()) return { ...output, to };
  const from = join(dirname(to), `.${basename(to).slice(0, 64)}.${randomUUID()}.tmp`);
  try {
    await writeFile(from, output.text, { flag: 'wx', ...(present && { mode: present.mode }) });
  } catch (error) {
    await rm(from, { force: true });
    throw error;
  }
  return { ...output, from, to };
}

async function finish({ from, to, text }: Draft): Promise<void> {
  if (from === undefined) await writeFile(to, text);
  else await rename(from, to);
}
