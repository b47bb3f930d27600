import type { Origin } from './plan.ts';

/** A line of a source file, by its path below the root of the repository. */
export interface Place {
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** Where the sources write what stands at an origin; undefined where they do not show it. */
export type PlaceOf = (origin: Origin) => Place | undefined;
