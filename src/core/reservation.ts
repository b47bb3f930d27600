import { type Hours, hours, type Zone } from './calendar.ts';
import { type Instant, minutesOfDay, printInstant, readInstant } from './civil.ts';
import type { Calendar, Minutes } from './config.ts';
import type { MaintenanceWindow, PlanStage, Range } from './plan.ts';
import { nothing, plus, upper } from './timing.ts';
import { type Job, type JobKind, type Schedule, schedule, type TooLong } from './window.ts';

// The stages of a plan as jobs for the calendar, and the windows that come of it, told as the plan tells them.

/** A calendar and the clocks that it goes by. */
export interface Almanac {
  readonly calendar: Calendar;
  readonly zone: Zone;
}

export interface Reservation {
  readonly stages: readonly PlanStage[];
  readonly minutes: Range;
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
  const minutes = windowMinutes(rough);
  if (almanac === undefined || rough.length === 0) {
    return { stages, minutes, proposals: [], tooLong: [] };
  }
  const jobs = stages.map((stage) => jobOf(stage, rough.includes(stage)));
  const found = windows(jobs, readInstant(now), almanac);
  const proposals = found.windows.map(({ start, end, stages: numbers }) => ({
    start: printInstant(start),
    end: printInstant(end),
    stages: numbers,
  }));
  return {
    stages: stages.map((stage) => withWindow(stage, proposals)),
    minutes,
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

/** The stages together, and undoing the longest of them from its last safe moment. */
function windowMinutes(stages: readonly PlanStage[]): Range {
  const work = stages.reduce((sum, stage) => plus(sum, stage.minutes), nothing);
  const undo = Math.max(0, ...stages.map(undoMinutes));
  return { min: work.min, max: work.max === null ? null : work.max + undo };
}

/**
 * The way back is the inverted edits: as many writes, as much settling, the same checks. The last safe moment of a stage is at
 * the latest its end, so the whole of it may have to be undone.
 */
function undoMinutes({ minutes }: PlanStage): Minutes {
  return upper(minutes);
}

function jobOf(stage: PlanStage, rough: boolean): Job {
  return {
    stage: stage.number,
    kind: kindOf(stage, rough),
    work: upper(stage.minutes),
    undo: undoMinutes(stage),
  };
}

function kindOf(stage: PlanStage, rough: boolean): JobKind {
  if (!rough) return stage.minutes.max === null ? 'people' : 'calm';
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
