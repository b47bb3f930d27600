import { eachElement, isArray, skipSpace } from './scan.ts';
import { text, textStart } from './text.ts';

/**
 * Visits the JSON values of a text in order: one, several one after another or one per line, or the elements of a list.
 * `visit` gets where a value begins and answers where it ends. Throws `Malformed`.
 */
export function eachDocument(bytes: Uint8Array, visit: (at: number) => number): void {
  let at = nextDocument(bytes, textStart(bytes));
  while (at < bytes.length) {
    at = nextDocument(bytes, isArray(bytes, at) ? eachElement(bytes, at, visit) : visit(at));
  }
}

const newline = 0x0a;

/** Steps over what the setup-terraform action prints around the output of Terraform. */
function nextDocument(bytes: Uint8Array, start: number): number {
  let at = skipSpace(bytes, start);
  while (/^(?:\[command\]|::)/.test(text(bytes, at, at + 9))) {
    const end = bytes.indexOf(newline, at);
    at = skipSpace(bytes, end < 0 ? bytes.length : end);
  }
  return at;
}
