import type { PlaceOf } from '../core/place.ts';
import type { Plan, PlanHazard } from '../core/plan.ts';
import { sentence, shorten, visible } from './visible.ts';
import { count, type ReportOptions, rulePage } from './voice.ts';

/** A hazard at its place in the change, for whatever shows files. */
export interface Remark {
  /** Below the root of the repository; absent where no file is known. */
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
  readonly severity: PlanHazard['severity'];
  readonly title: string;
  readonly says: string;
}

export interface RemarkOptions extends ReportOptions {
  /** The folder, below the repository's root, that the plan's files are relative to. */
  readonly folder?: string;
  /** Where the sources write what a hazard is about. */
  readonly placeOf?: PlaceOf;
}

const longestTitle = 200;
const longestRemark = 4_000;
const longestPath = 1_000;

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

/** The hazards that count, worst first, each with the page of its rule. */
export function remarks(plan: Plan, options: RemarkOptions = {}): readonly Remark[] {
  return plan.hazards
    .filter(({ waived }) => waived === undefined)
    .map((hazard) => {
      const { severity, rule, says, remedy } = hazard;
      const told = shorten(sentence(`${says} ${remedy}`).trim(), longestRemark) || sentence(rule);
      const page = rulePage(rule, options);
      return {
        ...position(hazard, options),
        severity,
        title: shorten(sentence(rule), longestTitle),
        says: page === undefined ? told : `${told} ${page}`,
      };
    });
}

function position({ origin }: PlanHazard, { folder = '.', placeOf }: RemarkOptions) {
  const place = placeOf?.(origin);
  if (place !== undefined) return place;
  const { file, line } = origin;
  if (file === '' || file === '-') return {};
  const path = folder === '.' || folder === '' ? file : `${folder}/${file}`;
  return {
    file: shorten(visible(path), longestPath),
    ...(line === undefined ? {} : { line: Math.max(1, line) }),
  };
}
