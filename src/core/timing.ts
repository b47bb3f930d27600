import type { Edit } from './edit.ts';
import type { NetworkModel } from './model.ts';
import type { Confidence, Range } from './plan.ts';

/** How long an edit takes as an operation, and how long afterwards either state may be seen. Whole minutes. */
export interface Timing {
  readonly take: Range;
  readonly settle: Range;
  /** Why this long, and whence. */
  readonly basis: string;
  readonly source: string;
  readonly confidence: Confidence;
}

export type Delays = (edit: Edit, model: NetworkModel) => Timing;

export const nothing: Range = { min: 0, max: 0 };

export function plus(one: Range, other: Range): Range {
  return {
    min: one.min + other.min,
    max: one.max === null || other.max === null ? null : one.max + other.max,
  };
}

/** The longer of two stretches that run side by side. */
export function longer(one: Range, other: Range): Range {
  return {
    min: Math.max(one.min, other.min),
    max: one.max === null || other.max === null ? null : Math.max(one.max, other.max),
  };
}

/** Upper end, where people are not waited for. */
export function upper(range: Range): number {
  return range.max ?? Number.POSITIVE_INFINITY;
}
