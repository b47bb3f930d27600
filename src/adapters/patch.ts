/** What a pull request makes of a file, as the lines of its head count. */
export interface ChangedFile {
  readonly path: string;
  /** Lines that it adds or rewrites, by their number. */
  readonly added: ReadonlyMap<number, string>;
  /** Lines that it takes away, each with the number of the line that now stands there. */
  readonly removed: readonly { readonly text: string; readonly line: number }[];
}

const hunk = /^@@ -\d{1,9}(?:,\d{1,9})? \+(\d{1,9})(?:,\d{1,9})? @@/;

/** The changes that a unified diff of one file tells, without its header. */
export function readPatch(path: string, patch: string): ChangedFile {
  const added = new Map<number, string>();
  const removed: { readonly text: string; readonly line: number }[] = [];
  let line = 0;
  for (const text of patch.split('\n')) {
    const [, start] = hunk.exec(text) ?? [];
    if (start !== undefined) {
      line = Number(start);
    } else if (text.startsWith('+')) {
      added.set(line, text.slice(1));
      line += 1;
    } else if (text.startsWith('-')) {
      removed.push({ text: text.slice(1), line: Math.max(1, line) });
    } else if (text.startsWith(' ')) {
      line += 1;
    }
  }
  return { path, added, removed };
}
