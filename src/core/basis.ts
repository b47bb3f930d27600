import type { Edit } from './edit.ts';
import type { NetworkModel } from './model.ts';
import type { StepBasis } from './plan.ts';
import type { Delays } from './timing.ts';

/** Why a step takes as long as it does, and whence: each reason once, the longest first. */
export function basisOf(edits: readonly Edit[], delays: Delays, model: NetworkModel): StepBasis[] {
  const known = new Map<string, StepBasis>();
  for (const edit of edits) {
    const { take, settle, basis, source, confidence } = delays(edit, model);
    if (take.max === 0 && settle.max === 0) continue;
    const key = `${basis} ${source} ${take.max} ${settle.max}`;
    known.set(key, { takes: take, settles: settle, because: basis, source, confidence });
  }
  return [...known.values()].sort((a, b) => length(b) - length(a));
}

function length({ takes, settles }: StepBasis): number {
  const end = (max: number | null) => max ?? Number.MAX_SAFE_INTEGER;
  return end(takes.max) + end(settles.max);
}
