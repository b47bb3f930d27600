import type { Check } from '../../core/plan.ts';
import type { Move } from '../move.ts';
import { fill, type Values } from '../shell.ts';

export const anyReader = 'any shell with Reader';

/** A check whose command may not be writable, and then is none. */
export interface Shown {
  readonly from: string;
  readonly run: string | undefined;
  readonly expect: string;
}

/** What Azure shows of an edit. */
export type Settled = (move: Move) => readonly Shown[];

/** What Azure answers about a record that is not there. */
export const gone = 'ResourceNotFound';

/** What a reader of Azure's own records sees. */
export function shown(template: string, values: Values, expect: string): Shown {
  return { from: anyReader, run: fill(template, values), expect };
}

export function written(checks: readonly Shown[]): readonly Check[] {
  return checks.flatMap(({ from, run, expect }) =>
    run === undefined ? [] : [{ from, run, expect }],
  );
}
