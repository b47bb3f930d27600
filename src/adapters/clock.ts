import { type Problem, problem } from '../core/problem.ts';

const instantForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** The present as an instant in UTC, in whole seconds. */
export function clock(): string {
  return print(new Date());
}

/** `text` as an instant in UTC (`2026-12-01T09:00:00Z`), or what is wrong with it. */
export function instant(text: string): string | Problem {
  const at = new Date(text);
  if (instantForm.test(text) && !Number.isNaN(at.getTime()) && isDay(text)) return print(at);
  return problem(
    'instant',
    `"${text}" is not an instant.`,
    'Write one with its offset, such as 2026-12-01T09:00:00Z.',
  );
}

/** JavaScript takes 30 February for 2 March. */
function isDay(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split('-').map(Number);
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function print(at: Date): string {
  return at.toISOString().replace(/\.\d+Z$/, 'Z');
}
