import type { Edit } from './edit.ts';
import type { NetworkModel } from './model.ts';
import type { Confidence, Range, Reason } from './plan.ts';

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

/** How long something takes that is no edit, why and whence. */
export interface Spell extends Reason {
  readonly minutes: Range;
}

/** What takes time beside the edits. */
export interface Pace {
  /** The checks of a stage's gate. */
  readonly checks: Spell;
  /** Until the clients have let go of their old connections. */
  readonly recycling: Spell;
  /** Why writes wait for each other: those of one VNet, and those of one other resource. */
  readonly oneAtATime: { readonly vnet: Reason; readonly resource: Reason };
}

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

/** The first of those whose `part` may last longest. */
export function slowest(
  timings: readonly Timing[],
  part: (timing: Timing) => Range,
): Timing | undefined {
  return timings.reduce<Timing | undefined>(
    (most, each) => (most === undefined || upper(part(each)) > upper(part(most)) ? each : most),
    undefined,
  );
}

/** Why an edit takes as long as it does, without the lengths. */
export function reasonOf({ basis, source, confidence }: Timing): Reason {
  return { because: basis, source, confidence };
}

/** Upper end, where people are not waited for. */
export function upper(range: Range): number {
  return range.max ?? Number.POSITIVE_INFINITY;
}
