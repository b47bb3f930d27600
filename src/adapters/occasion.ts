import type { Plan } from '../core/plan.ts';
import type { Inputs } from './inputs.ts';

/** Whether `plan` is something to comment on: what needs a decision, whatever moves, every run, or nothing. */
export function isOccasion(plan: Plan, on: Inputs['commentOn']): boolean {
  switch (on) {
    case 'findings':
      return hasFindings(plan);
    case 'changes':
      return hasFindings(plan) || plan.stages.length > 0 || plan.transitions.length > 0;
    case 'always':
      return true;
    case 'never':
      return false;
  }
}

function hasFindings({ verdict, hazards }: Plan): boolean {
  const isMild = verdict === 'clear' || verdict === 'safe';
  return !isMild || hazards.some(({ severity, waived }) => severity !== 'notice' && !waived);
}
