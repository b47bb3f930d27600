import type { FailOn } from '../core/config.ts';
import type { Verdict } from '../core/plan.ts';

/** What the process ends with; other people's pipelines branch on it. */
export const exit = {
  /** The verdict lies below `fail-on`. */
  below: 0,
  /** The verdict is `fail-on` or graver. */
  reached: 1,
  /** The command line or the config file is wrong. */
  usage: 2,
  /** An input could not be read. */
  unreadable: 3,
  /** Azure or GitHub failed. */
  service: 4,
} as const;

export type ExitCode = (typeof exit)[keyof typeof exit];

/** Mildest first. */
export const verdicts: readonly Verdict[] = [
  'clear',
  'safe',
  'window',
  'incomplete',
  'split',
  'blocked',
];

/** Whether a run with this verdict ends as a failure. */
export function reaches(verdict: Verdict, failOn: FailOn): boolean {
  return failOn !== 'never' && verdicts.indexOf(verdict) >= verdicts.indexOf(failOn);
}
