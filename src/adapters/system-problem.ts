import { type Problem, problem } from '../core/problem.ts';

type Deed = 'read' | 'write';

const faults: Readonly<Record<string, { readonly says: string; readonly mend: string }>> = {
  ENOENT: { says: 'There is no such file.', mend: 'Check the path and the working directory.' },
  ENOTDIR: { says: 'A part of this path is no folder.', mend: 'Check the path.' },
  EEXIST: { says: 'A part of this path is no folder.', mend: 'Check the path.' },
  EISDIR: { says: 'This is a folder.', mend: 'Give a file.' },
  EACCES: { says: 'There is no permission to {deed} this file.', mend: 'Change its permissions.' },
  EPERM: { says: 'There is no permission to {deed} this file.', mend: 'Change its permissions.' },
  EROFS: { says: 'The file system cannot be written.', mend: 'Choose another folder.' },
  ENOSPC: { says: 'The disk is full.', mend: 'Free some room.' },
  ELOOP: { says: 'This link leads back to itself.', mend: 'Mend the link.' },
  ENAMETOOLONG: { says: 'The name is too long.', mend: 'Choose a shorter one.' },
  EMFILE: { says: 'Too many files are open.', mend: 'Give fewer files at once.' },
};

/** What the operating system said about a file, as a problem of the user; any other error is ours and is thrown on. */
export function systemProblem(error: unknown, file: string, deed: Deed): Problem {
  const code = errorCode(error);
  if (code === undefined || !(error instanceof Error)) throw error;
  const known = faults[code];
  return known === undefined
    ? problem(`cannot-${deed}`, `${code}: the system cannot ${deed} it.`, 'Check the path.', {
        file,
      })
    : problem(`cannot-${deed}`, known.says.replace('{deed}', deed), known.mend, { file });
}

/** `ENOENT` and its like. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}
