import { type Problem, problem } from '../core/problem.ts';

const instantForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** The present as an instant in UTC, in whole seconds. */
export function clock(): string {
  return print(new Date());
}

/** `text` as an instant in UTC (`2026-12-01T09:00:00Z`), or what is wrong with it. */
export function instant(text: string): string | Problem {
  const at = new Date(text);
  if (instantForm.test(text) && !Number.isNaN(at.getTime())) return print(at);
  return problem(
    'instant',
    `"${text}" is not an instant.`,
    'Write one with its offset, such as 2026-12-01T09:00:00Z.',
  );
}

function print(at: Date): string {
  return at.toISOString().replace(/\.\d+Z$/, 'Z');
}
