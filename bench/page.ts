import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const page = join(import.meta.dirname, 'results.md');

/** Writes one part of results.md anew, from its heading to the next; a part that is not there yet comes last. */
export function writePart(heading: string, text: string): void {
  const parts = readFileSync(page, 'utf8').split(/^(?=##? )/m);
  const own = `${heading}\n\n${text}\n`;
  const at = parts.findIndex((part) => part.startsWith(`${heading}\n`));
  const all = at < 0 ? [...parts, own] : parts.with(at, own);
  writeFileSync(page, `${all.map((part) => part.trimEnd()).join('\n\n')}\n`);
}
