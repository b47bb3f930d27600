import type { Share } from './plan.ts';
import type { Felt } from './play.ts';

/** What the minutes of an effect are made of, step by step. */
export function sharesOf(felt: Felt, idOf: (unit: number) => string): Share[] {
  if (felt.shares.length === 0) return [forGood];
  const told = felt.shares.map(({ unit, part, minutes, because, source, confidence }) => ({
    ...(part === 'checks' ? { of: 'checks', step: idOf(unit) } : { of: idOf(unit) }),
    minutes,
    because,
    source,
    confidence,
  }));
  const lasting = told.filter(({ minutes }) => minutes.max !== 0);
  return lasting.length > 0 ? lasting : told.slice(0, 1);
}

/** Of what nothing in the plan ends. */
export const forGood: Share = {
  of: 'people',
  minutes: { min: 0, max: null },
  because: 'nothing in this plan ends it: it lasts until somebody does something else',
  source: 'follows from the replay of this plan',
  confidence: 'certain',
};
