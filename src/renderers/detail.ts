// How much a report tells, section by section. Room is made by telling less of the least needed first, one rung at a time;
// nothing is ever cut off in its middle, and an outage is told by its rule, its name, its number or its count, never not.

/** All rows; the first of them and how many more; how many. */
export type Rows = 'all' | 'some' | 'count';

export interface Detail {
  /** The longest name and the longest sentence, in characters. */
  readonly names: number;
  readonly sentences: number;
  readonly resets: Rows;
  readonly firewall: Rows;
  readonly dns: Rows;
  /** Steps with checks and undo; with commands; by title; one line a stage; the first stages. */
  readonly stages: 'everything' | 'commands' | 'titles' | 'lines' | 'some';
  /** The stages as a diagram. */
  readonly timeline: 'drawn' | 'left out';
  readonly asWritten: Rows;
  readonly losses: Rows;
  /** Each hazard in full; by rule; outages and risks a line each; outages a line each; by name; by number; by rule. */
  readonly hazards: 'full' | 'grouped' | 'lines' | 'outages' | 'names' | 'numbers' | 'rules';
  readonly gaps: Rows;
  readonly noise: Rows;
  /** What the other kind of endpoint would need. */
  readonly decisions: 'told' | 'left out';
}

/** Level 0: nothing is left out. */
export const everything: Detail = {
  names: Number.POSITIVE_INFINITY,
  sentences: Number.POSITIVE_INFINITY,
  resets: 'all',
  firewall: 'all',
  dns: 'all',
  stages: 'everything',
  timeline: 'drawn',
  asWritten: 'all',
  losses: 'all',
  hazards: 'full',
  gaps: 'all',
  noise: 'all',
  decisions: 'told',
};

/** What each rung tells less of than the one above it. */
const rungs: readonly Partial<Detail>[] = [
  { names: 200, sentences: 1000 },
  { noise: 'some', decisions: 'left out' },
  { names: 64, sentences: 400, noise: 'count' },
  { losses: 'some' },
  { hazards: 'grouped' },
  { asWritten: 'some' },
  { gaps: 'some' },
  { stages: 'commands' },
  { timeline: 'left out' },
  { hazards: 'lines' },
  { stages: 'titles' },
  { stages: 'lines' },
  { dns: 'some' },
  { resets: 'some', firewall: 'some' },
  { asWritten: 'count', losses: 'count', gaps: 'count' },
  { names: 24, sentences: 200 },
  { hazards: 'outages' },
  { stages: 'some' },
  { hazards: 'names' },
  { dns: 'count', resets: 'count', firewall: 'count' },
  { hazards: 'numbers' },
  { hazards: 'rules' },
];

/** From everything (level 0) to the smallest report that still names its parts. */
export const ladder: readonly Detail[] = levels();

function levels(): readonly Detail[] {
  const all = [everything];
  let detail = everything;
  for (const rung of rungs) {
    detail = { ...detail, ...rung };
    all.push(detail);
  }
  return all;
}
