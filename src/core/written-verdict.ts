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
  return graver(hazard).length > 0 ? 'incomplete' : ownVerdict(hazard);
}

/** Suppositions by which the hazard would deserve a graver verdict than it does, and no harmless one. */
export function graver(hazard: Hazard): NonNullable<Hazard['ifSo']> {
  const own = ownVerdict(hazard);
  return (hazard.ifSo ?? []).filter((each) => {
    const verdict = ownVerdict(each.hazard);
    return atLeast(verdict, 'split') && !atLeast(own, 'split');
  });
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
