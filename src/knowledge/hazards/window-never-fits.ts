import type { Finding, HazardRule } from '../../core/hazard.ts';
import type { TooLong } from '../../core/window.ts';

/** The calendar of the config has no opening that holds a stage. */
export const windowNeverFits: HazardRule = {
  id: 'window-never-fits',
  title: 'No opening of the calendar is long enough',
  statement:
    'A stage that somebody feels is done within an opening of the calendar (windows in the config): the longest that its work may take, and the longest way back from its last safe moment. Where no opening of the next two years holds it, no window is proposed for it nor for what comes after it.',
  remedy:
    'Lengthen an opening, shorten a freeze, or split the change so that each stage is shorter.',
  source: 'follows from the calendar of the config (windows)',
  confidence: 'certain',
  verdict: 'informs',
  needs: 'windows',
  find: (scene) => (scene.tooLong ?? []).map(finding),
};

function finding({ stages, needed, longest }: TooLong): Finding {
  const [first] = stages;
  const together = stages.length > 1;
  const name = together
    ? `Stages ${stages[0]} to ${stages.at(-1)}, which only go together,`
    : `Stage ${first}`;
  const measured = Number.isFinite(needed);
  const says = measured
    ? `${name} need${together ? '' : 's'} ${lasting(needed)}, the way back included, and ${has(longest)}.`
    : `${name} wait${together ? '' : 's'} for people while somebody feels it, so no opening is known to hold it.`;
  const remedy = measured
    ? `Have an opening of ${lasting(needed)} or more that no freeze cuts, or split the change so that less is done at a time.`
    : 'Split the change, so that people are waited for between windows.';
  return {
    says,
    remedy,
    may: true,
    origin: { file: '', address: 'windows' },
    subjects: ['windows'],
    ...(first === undefined ? {} : { stage: first }),
  };
}

function has(longest: number): string {
  return longest === 0
    ? 'the calendar has no opening in the next two years'
    : `the longest opening of the calendar in the next two years lasts ${lasting(longest)}`;
}

/** `1 minute`, `52 minutes`, `2 h 5 min`. */
function lasting(minutes: number): string {
  if (minutes < 120) return minutes === 1 ? '1 minute' : `${minutes} minutes`;
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)} h${rest === 0 ? '' : ` ${rest} min`}`;
}
