import { type Hours, hours, type Zone } from './calendar.ts';
import { type Instant, minutesOfDay, printInstant, readInstant } from './civil.ts';
import type { Calendar, Minutes } from './config.ts';
import type { MaintenanceWindow, PlanStage, Range } from './plan.ts';
import { nothing, plus, upper } from './timing.ts';
import {
  type Job,
  type JobKind,
  needsWindow,
  type Schedule,
  schedule,
  type TooLong,
} from './window.ts';

// The stages of a plan as jobs for the calendar, and the windows that come of it, told as the plan tells them.

/** A calendar and the clocks that it goes by. */
export interface Almanac {
  readonly calendar: Calendar;
  readonly zone: Zone;
}

export interface Reservation {
  readonly stages: readonly PlanStage[];
  readonly minutes: Range;
  /** Absent where nothing is to be done in a window. */
  readonly basis?: { readonly work: Range; readonly rollback: Range };
  readonly proposals: MaintenanceWindow['proposals'];
  readonly tooLong: readonly TooLong[];
}

/** Two years: every fifth Saturday and every leap day comes up, or a freeze has no end. */
const horizonMinutes: Minutes = 731 * minutesOfDay;

/** Calendars on the wall go on after this day, instants of four figures do not. */
const lastInstant: Instant = readInstant('9999-12-30T00:00:00Z');

/** The times that the stages need, and when. Without a calendar only how long. */
export function reserve(
  stages: readonly PlanStage[],
  required: boolean,
  now: string,
  almanac: Almanac | undefined,
): Reservation {
  const rough = required ? roughStages(stages) : [];
  const jobs = jobsOf(stages, rough);
  if (rough.length === 0) return { stages, minutes: nothing, proposals: [], tooLong: [] };
  const length = windowMinutes(rough, jobs);
  if (almanac === undefined) return { stages, ...length, proposals: [], tooLong: [] };
  const found = windows(jobs, readInstant(now), almanac);
  const proposals = found.windows.map(({ start, end, stages: numbers }) => ({
    start: printInstant(start),
    end: printInstant(end),
    stages: numbers,
  }));
  return {
    stages: stages.map((stage) => withWindow(stage, proposals)),
    ...length,
    proposals,
    tooLong: found.tooLong,
  };
}

/** When work may be done as seen from `now`: from the end of the notice, two years ahead. */
export function hoursAhead({ calendar, zone }: Almanac, now: Instant): Hours {
  const earliest = Math.min(now + calendar.minimumNotice, lastInstant);
  return hours(calendar, zone, earliest, Math.min(earliest + horizonMinutes, lastInstant));
}

function windows(jobs: readonly Job[], now: Instant, almanac: Almanac): Schedule {
  const { minimumNotice, overrun } = almanac.calendar;
  const earliest = now + minimumNotice;
  return schedule(jobs, hoursAhead(almanac, now), { now, earliest, overrun });
}

/** What is done in a window: what somebody feels; where nobody is known to, and a window is wanted all the same, all work. */
function roughStages(stages: readonly PlanStage[]): readonly PlanStage[] {
  const felt = stages.filter(({ disruptive }) => disruptive);
  return felt.length > 0 ? felt : stages.filter(({ minutes }) => minutes.max !== null);
}

/** The stages together, and the longest way back. */
function windowMinutes(
  rough: readonly PlanStage[],
  jobs: readonly Job[],
): Required<Pick<Reservation, 'minutes' | 'basis'>> {
  const work = rough.reduce((sum, stage) => plus(sum, stage.minutes), nothing);
  const undo = Math.max(0, ...jobs.filter(needsWindow).map((job) => job.undo));
  const rollback = { min: 0, max: Number.isFinite(undo) ? undo : null };
  return { minutes: plus(work, rollback), basis: { work, rollback } };
}

/**
 * A job for each stage; one for all from the stage that stops a flow to the one that brings it back, for between them there is no
 * place to leave. The way back is the inverted edits: as many writes, as much settling, the same checks. The last safe moment of a
 * job is at the latest its end, so the whole of it may have to be undone.
 */
function jobsOf(stages: readonly PlanStage[], rough: readonly PlanStage[]): Job[] {
  const jobs: Job[] = [];
  for (let at = 0; at < stages.length; ) {
    const bound = boundFrom(stages, at);
    const kinds = bound.map((stage) => kindOf(stage, rough.includes(stage)));
    const work = bound.reduce((sum, { minutes }) => sum + upper(minutes), 0);
    const kind = gravestKinds.find((each) => kinds.includes(each)) ?? 'calm';
    jobs.push({ stages: bound.map(({ number }) => number), kind, work, undo: work });
    at += bound.length;
  }
  return jobs;
}

// What waits for people between a loss and its mending is not a wait: it is a part of a job that no window holds.
const gravestKinds: readonly JobKind[] = [
  'closing',
  'names',
  'connections',
  'people',
  'quiet-closing',
];

/** The stages from the one at `first` to the last that brings back what one of them stops. */
function boundFrom(stages: readonly PlanStage[], first: number): readonly PlanStage[] {
  let last = first;
  for (let at = first; at <= last; at += 1) {
    const stage = stages[at];
    if (stage !== undefined) last = Math.max(last, mendedAt(stages, stage));
  }
  return stages.slice(first, last + 1);
}

function mendedAt(stages: readonly PlanStage[], { steps }: PlanStage): number {
  const menders = steps.flatMap(({ interruptions }) =>
    interruptions
      .filter(({ effect }) => effect === 'denied' || effect === 'name-unresolved')
      .map(({ restoredBy }) => restoredBy),
  );
  return stages.findLastIndex((stage) => stage.steps.some(({ id }) => menders.includes(id)));
}

function kindOf(stage: PlanStage, rough: boolean): JobKind {
  if (!rough && stage.minutes.max === null) return 'people';
  if (!rough) return stage.phase === 'retire' ? 'quiet-closing' : 'calm';
  if (stage.phase === 'retire') return 'closing';
  const effects = stage.steps.flatMap((step) => step.interruptions.map(({ effect }) => effect));
  return effects.some((effect) => effect === 'name-changes' || effect === 'name-unresolved')
    ? 'names'
    : 'connections';
}

function withWindow(stage: PlanStage, proposals: MaintenanceWindow['proposals']): PlanStage {
  const own = proposals.find(({ stages }) => stages.includes(stage.number));
  return own === undefined ? stage : { ...stage, window: { start: own.start, end: own.end } };
}
