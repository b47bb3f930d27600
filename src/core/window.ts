import type { Frozen, Hours, Span } from './calendar.ts';
import type { Instant } from './civil.ts';
import type { Minutes } from './config.ts';

// The first openings into which a row of jobs fits, in their order. Pure arithmetic: the same jobs, hours and start give the
// same windows.

/**
 * What a stage is to somebody who plans nights. `calm`: nobody feels it. `quiet-closing`: the old way ends, and nobody is known to
 * feel it. `people`: waits for somebody. `connections`: they close and come again. `names`: they change their answer. `closing`: the
 * old way ends.
 */
export type JobKind = 'calm' | 'quiet-closing' | 'people' | 'connections' | 'names' | 'closing';

/** A stage with the longest that it may take, or several that only go together. */
export interface Job {
  readonly stages: readonly number[];
  readonly kind: JobKind;
  /** Infinite where people are waited for. */
  readonly work: Minutes;
  /** Kept free after the work, for the way back from the last safe moment. */
  readonly undo: Minutes;
}

/** Time reserved for work and for the way back. */
export interface Window extends Span {
  readonly stages: readonly number[];
}

/** A stage, or several that only go together, that no opening holds. */
export interface TooLong {
  readonly stages: readonly number[];
  /** Infinite where it waits for people. */
  readonly needed: Minutes;
  /** The longest opening that there is; 0 where there is none. */
  readonly longest: Minutes;
}

export interface Schedule {
  readonly windows: readonly Window[];
  readonly tooLong: readonly TooLong[];
}

export interface Rules {
  readonly overrun: 'never' | 'allow';
  /** The present. */
  readonly now: Instant;
  /** No window starts sooner. */
  readonly earliest: Instant;
}

/**
 * Between what takes a way from clients and the next closing: a day, so that what runs once a day has run and is missed while
 * the rest still stands. A planning figure of this tool.
 */
export const soakMinutes: Minutes = 1440;

/** Windows for the jobs that need one. After a job that fits nowhere no later one has a time. */
export function schedule(jobs: readonly Job[], open: Hours, rules: Rules): Schedule {
  const tooLong = jobs.filter(needsWindow).flatMap((job) => misfit(job, open, rules));
  const lost = tooLong[0]?.stages;
  const windows: Window[] = [];
  // From `free` on the next job may begin; from `soaked` on a closing may.
  let [free, soaked] = [rules.now, rules.now];
  let at = 0;
  for (let job = jobs[at]; job !== undefined && job.stages !== lost; job = jobs[at]) {
    if (!needsWindow(job)) {
      if (job.kind === 'people') soaked = Math.max(soaked, lastEnd(windows) + soakMinutes);
      if (job.kind !== 'calm') free = Math.max(free, soaked);
      free += Number.isFinite(job.work) ? job.work : 0;
      if (job.kind === 'quiet-closing') soaked = free + soakMinutes;
      at += 1;
      continue;
    }
    const from = Math.max(free, rules.earliest, job.kind === 'closing' ? soaked : free);
    const found = place(jobs.slice(at), from, open, rules);
    if (found === undefined) return { windows, tooLong: [lacking(job, open), ...tooLong] };
    const [window, taken] = found;
    windows.push(window);
    free = window.end;
    if (job.kind !== 'connections') soaked = window.end + soakMinutes;
    at += taken;
  }
  return { windows, tooLong };
}

/** Whether somebody feels it. */
export function needsWindow({ kind }: Pick<Job, 'kind'>): boolean {
  return kind === 'connections' || kind === 'names' || kind === 'closing';
}

function lastEnd(windows: readonly Window[]): Instant {
  return windows.at(-1)?.end ?? Number.NEGATIVE_INFINITY;
}

/** The first opening for the first job, with as many of the next as may share it and still fit there; and how many. */
function place(
  jobs: readonly Job[],
  from: Instant,
  open: Hours,
  rules: Rules,
): readonly [Window, taken: number] | undefined {
  const [first] = jobs;
  if (first === undefined) return undefined;
  const start = fit(reserved([first]), from, open, rules.overrun);
  if (start === undefined) return undefined;
  let together: readonly Job[] = [first];
  for (const more of sharing(jobs)) {
    const longer = reserved(more);
    if (fit(longer, start, open, rules.overrun) !== start) break;
    together = more;
  }
  const stages = together.flatMap((job) => job.stages);
  return [{ start, end: start + reserved(together), stages }, together.length];
}

/**
 * The rows of jobs that one window may hold, shortest first. Connections that close and come again may go together, with what
 * nobody feels between them. Names that switch, and what closes, keep a window to themselves: one switch, one thing to roll back.
 */
function sharing(jobs: readonly Job[]): (readonly Job[])[] {
  const rows: (readonly Job[])[] = [];
  if (jobs[0]?.kind !== 'connections') return rows;
  for (const [n, { kind }] of jobs.entries()) {
    if (kind !== 'connections' && kind !== 'calm') break;
    if (kind === 'connections' && n > 0) rows.push(jobs.slice(0, n + 1));
  }
  return rows;
}

/** All the work, and the longest way back: what has passed its gate is not undone with what comes after it. */
export function reserved(jobs: readonly Pick<Job, 'work' | 'undo'>[]): Minutes {
  const work = jobs.reduce((sum, job) => sum + job.work, 0);
  return work + Math.max(0, ...jobs.map(({ undo }) => undo));
}

/** The first whole minute not before `from` at which `length` minutes may begin. */
function fit(
  length: Minutes,
  from: Instant,
  { open, frozen }: Hours,
  overrun: Rules['overrun'],
): Instant | undefined {
  for (const span of open) {
    const start = Math.ceil(Math.max(span.start, from));
    if (start >= span.end) continue;
    if (overrun === 'never' ? start + length <= span.end : isFree(start, start + length, frozen)) {
      return start;
    }
  }
  return undefined;
}

/** Work may run past the end of an opening, never into a freeze. */
function isFree(start: Instant, end: Instant, frozen: readonly Frozen[]): boolean {
  return frozen.every((freeze) => freeze.end <= start || end <= freeze.start);
}

/** The job, if not even the emptiest night holds it. */
function misfit(job: Job, open: Hours, { earliest, overrun }: Rules): TooLong[] {
  const fits =
    Number.isFinite(job.work) && fit(reserved([job]), earliest, open, overrun) !== undefined;
  return fits ? [] : [lacking(job, open)];
}

function lacking(job: Job, { open }: Hours): TooLong {
  return {
    stages: job.stages,
    needed: reserved([job]),
    longest: Math.floor(Math.max(0, ...open.map(({ start, end }) => end - start))),
  };
}
