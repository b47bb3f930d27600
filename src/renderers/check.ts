import type { Plan, PlanHazard } from '../core/plan.ts';
import { sentence, shorten } from './visible.ts';
import { count } from './voice.ts';

/** A hazard at its place in the change, for whatever shows files. */
export interface Remark {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly severity: PlanHazard['severity'];
  readonly title: string;
  readonly says: string;
}

const longestTitle = 200;
const longestRemark = 4_000;

/** `1 outage · 3 stages · window needed`: what a list of checks has room for. */
export function checkTitle(plan: Plan): string {
  const counting = plan.hazards.filter(({ waived }) => waived === undefined);
  const waived = plan.hazards.length - counting.length;
  const parts = [
    worst(plan, counting),
    plan.stages.length === 0 ? '' : count(plan.stages.length, 'stage'),
    plan.maintenanceWindow.required ? 'window needed' : '',
    waived === 0 ? '' : `${waived} waived`,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

function worst({ verdict, gaps }: Plan, counting: readonly PlanHazard[]): string {
  const outages = counting.filter(({ severity }) => severity === 'outage').length;
  const risks = counting.filter(({ severity }) => severity === 'risk').length;
  if (outages > 0) return count(outages, 'outage');
  if (verdict === 'blocked') return 'blocked';
  if (verdict === 'split') return 'not in one apply';
  if (verdict === 'incomplete') return gaps.length === 0 ? 'incomplete' : count(gaps.length, 'gap');
  if (risks > 0) return count(risks, 'risk');
  return verdict === 'clear' ? 'no flow changes' : 'nothing denied';
}

/** The hazards that count and have a place, worst first. */
export function remarks(plan: Plan): readonly Remark[] {
  return plan.hazards
    .filter(
      ({ waived, origin }) => waived === undefined && origin.file !== '' && origin.file !== '-',
    )
    .map(({ origin, severity, rule, says, remedy }) => ({
      file: origin.file,
      line: Math.max(1, origin.line ?? 1),
      severity,
      title: shorten(sentence(rule), longestTitle),
      says: shorten(sentence(`${says} ${remedy}`).trim(), longestRemark) || sentence(rule),
    }));
}
