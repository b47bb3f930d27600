/** What is wrong with something the user gave us, and how to mend it. One line each, in plain words. */
export interface Problem {
  /** Kebab-case, for ever. */
  readonly code: string;
  /** What is wrong, with the names in question. */
  readonly says: string;
  readonly mend: string;
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
  readonly column?: number;
  /** From 0, where lines mean nothing. */
  readonly byte?: number;
}

export function problem(
  code: string,
  says: string,
  mend: string,
  at: Partial<Problem> = {},
): Problem {
  return { ...at, code, says, mend };
}

/** The problem as the one line that a user reads: where, what, how to mend. */
export function printProblem(found: Problem): string {
  const place = [found.file, found.line, found.column]
    .filter((part) => part !== undefined)
    .join(':');
  const byte = found.byte === undefined ? '' : ` (byte ${found.byte})`;
  return `${place}${byte}${place || byte ? ': ' : ''}${found.says} ${found.mend}`;
}
