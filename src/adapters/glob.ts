import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Problem, problem } from '../core/problem.ts';

const magic = /[*?[\]{}!()]/;

/**
 * The files that a path or glob names, sorted. A path that exists is taken as it stands, whatever characters it has; a
 * path without magic is passed on unseen, so that reading it says what is wrong.
 */
export async function expand(
  pattern: string,
  workingDirectory: string,
): Promise<{ readonly paths: readonly string[]; readonly problems: readonly Problem[] }> {
  const path = process.platform === 'win32' ? pattern.replaceAll('\\', '/') : pattern;
  if (!magic.test(path) || existsSync(resolve(workingDirectory, path))) {
    return { paths: [path], problems: [] };
  }
  const { glob } = await import('tinyglobby');
  const paths = await glob(path, {
    cwd: workingDirectory,
    expandDirectories: false,
    ignore: ['**/node_modules/**', '**/.git/**'],
  });
  if (paths.length > 0) return { paths: paths.sort(), problems: [] };
  const says = 'No file matches this glob.';
  const mend =
    'Check it and the working directory; folders whose names begin with a dot must be named.';
  return { paths: [], problems: [problem('no-match', says, mend, { file: pattern })] };
}
