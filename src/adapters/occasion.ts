import type { Plan, Severity } from '../core/plan.ts';
import type { Inputs } from './inputs.ts';

/** Whether `plan` is something to comment on: findings of at least `severity`, whatever moves, every run, or nothing. */
export function isOccasion(plan: Plan, on: Inputs['commentOn'], severity: Severity): boolean {
  switch (on) {
    case 'findings':
      return hasFindings(plan, severity);
    case 'changes':
      return hasFindings(plan, severity) || plan.stages.length > 0 || plan.transitions.length > 0;
    case 'always':
      return true;
    case 'never':
      return false;
  }
}

/** Gravest first. */
export const severities: readonly Severity[] = ['outage', 'risk', 'notice'];

function hasFindings({ verdict, hazards }: Plan, least: Severity): boolean {
  const grave = verdict === 'split' || verdict === 'blocked';
  const isMild = verdict === 'clear' || verdict === 'safe';
  const counting = severities.slice(0, severities.indexOf(least) + 1);
  return (
    grave ||
    (least !== 'outage' && !isMild) ||
    hazards.some(({ severity, waived }) => counting.includes(severity) && !waived)
  );
}
