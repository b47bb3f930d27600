import type { Problem } from '../../core/problem.ts';

/** Line and column (from 1, in bytes) of the byte `at`. */
export function position(bytes: Uint8Array, at: number): Pick<Problem, 'line' | 'column' | 'byte'> {
  let line = 1;
  let lineStart = 0;
  for (let i = bytes.indexOf(newline); i >= 0 && i < at; i = bytes.indexOf(newline, i + 1)) {
    line++;
    lineStart = i + 1;
  }
  return { line, column: at - lineStart + 1, byte: at };
}

const newline = 0x0a;
