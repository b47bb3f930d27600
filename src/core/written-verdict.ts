import type { Hazard } from './hazard.ts';
import { atLeast, gravest, type Judgement } from './outcome.ts';
import type { Verdict } from './plan.ts';

/** One apply by the replay, and what Azure would refuse. */
export function asWrittenVerdict(
  judgements: readonly Judgement[],
  hazards: readonly Hazard[],
): Verdict {
  return gravest([...judgements.map((each) => each.verdict), ...hazards.map(verdictOf)]);
}

/** What Azure would refuse if a fact were as supposed makes the answer incomplete, where the hazard itself says less. */
function verdictOf(hazard: Hazard): Verdict {
  const open = (hazard.ifSo ?? []).some((each) => atLeast(ownVerdict(each.hazard), 'split'));
  return gravest([ownVerdict(hazard), ...(open ? ['incomplete' as const] : [])]);
}

/** Confidence `possible` never moves the verdict; a rule that interrupts only possible clients counts for a window. */
function ownVerdict({ rule, finding, confidence }: Hazard): Verdict {
  if (confidence === 'possible') return 'clear';
  switch (finding.verdict ?? rule.verdict) {
    case 'refused':
      return 'blocked';
    case 'interrupts': {
      const known = (finding.outcomes ?? []).some((each) => each.flow.evidence !== 'possible');
      return known || finding.may ? 'split' : 'window';
    }
    case 'informs':
      return 'clear';
  }
}
