import type { Edit } from './edit.ts';
import type { NetworkModel } from './model.ts';
import type { StepBasis } from './plan.ts';
import type { Delays } from './timing.ts';

/** Why a step takes as long as it does, and whence: each reason once, the longest first; what takes no time where all take none. */
export function basisOf(edits: readonly Edit[], delays: Delays, model: NetworkModel): StepBasis[] {
  const known = new Map<string, StepBasis>();
  const timings = edits.map((edit) => delays(edit, model));
  const lasting = timings.filter(({ take, settle }) => take.max !== 0 || settle.max !== 0);
  for (const { take, settle, basis, source, confidence } of lasting.length > 0
    ? lasting
    : timings) {
    const key = `${basis} ${source} ${take.max} ${settle.max}`;
    known.set(key, { takes: take, settles: settle, because: basis, source, confidence });
  }
  return [...known.values()].sort((a, b) => length(b) - length(a));
}

function length({ takes, settles }: StepBasis): number {
  const end = (max: number | null) => max ?? Number.MAX_SAFE_INTEGER;
  return end(takes.max) + end(settles.max);
}
