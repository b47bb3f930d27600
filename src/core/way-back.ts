import type { Minutes } from './config.ts';
import type { PlanStage } from './plan.ts';
import { upper } from './timing.ts';

// Stages that only go together, and the time to take them back.

/** The stages from the one at `first` to the last that brings back what one of them stops: between them there is no place to leave. */
export function boundFrom(stages: readonly PlanStage[], first: number): readonly PlanStage[] {
  let last = first;
  for (let at = first; at <= last; at += 1) {
    const stage = stages[at];
    if (stage !== undefined) last = Math.max(last, mendedAt(stages, stage));
  }
  return stages.slice(first, last + 1);
}

function mendedAt(stages: readonly PlanStage[], { steps }: PlanStage): number {
  const menders = steps.flatMap(({ interruptions }) =>
    interruptions
      .filter(({ effect }) => effect === 'denied' || effect === 'name-unresolved')
      .map(({ restoredBy }) => restoredBy),
  );
  return stages.findLastIndex((stage) => stage.steps.some(({ id }) => menders.includes(id)));
}

/** The longest that stages take, one after the other. */
export function workOf(stages: readonly PlanStage[]): Minutes {
  return stages.reduce((sum, { minutes }) => sum + upper(minutes), 0);
}

/**
 * Minutes to keep free after the work on `stages`, so that whoever turns back at the last safe moment is back in time: at the end of
 * the work, unless a step cannot be undone. A plan file that does not say how a stage is taken back is given as long as the work.
 */
export function keptFree(stages: readonly PlanStage[]): Minutes {
  const work = workOf(stages);
  if (!Number.isFinite(work)) return work;
  let [elapsed, undo, needed] = [0, 0, work];
  for (const { minutes, rollback } of stages) {
    const last = rollback?.lastSafeMoment;
    undo += upper(rollback?.minutes ?? minutes);
    needed = Math.max(needed, elapsed + upper(last?.minutes ?? minutes) + undo);
    if (last?.before !== undefined) break;
    elapsed += upper(minutes);
  }
  return needed - work;
}
