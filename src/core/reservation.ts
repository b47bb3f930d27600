import { type Hours, hours, type Zone } from './calendar.ts';
import { type Instant, minutesOfDay, printInstant, readInstant } from './civil.ts';
import type { Calendar, Minutes } from './config.ts';
import type { MaintenanceWindow, PlanStage, Range, Share } from './plan.ts';
import { nothing, plus } from './timing.ts';
import { boundFrom, keptFree, workOf } from './way-back.ts';
import {
  type Job,
  type JobKind,
  needsWindow,
  type Schedule,
  schedule,
  soakMinutes,
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
  readonly basis?: NonNullable<MaintenanceWindow['basis']>;
  readonly proposals: MaintenanceWindow['proposals'];
  readonly tooLong: readonly TooLong[];
}

/** Two years: every fifth Saturday and every leap day comes up, or a freeze has no end. */
const horizonMinutes: Minutes = 731 * minutesOfDay;

/** Calendars on the wall go on after this day, instants of four figures do not. */
export const lastInstant: Instant = readInstant('9999-12-30T00:00:00Z');

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
  return hours(calendar, zone, earliest, horizonOf(earliest));
}

/** No further is looked than this, from `earliest`. */
export function horizonOf(earliest: Instant): Instant {
  return Math.min(earliest + horizonMinutes, lastInstant);
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

/** The stages together, and what is kept free beside them for the longest way back. */
function windowMinutes(
  rough: readonly PlanStage[],
  jobs: readonly Job[],
): Required<Pick<Reservation, 'minutes' | 'basis'>> {
  const work = rough.reduce((sum, stage) => plus(sum, stage.minutes), nothing);
  const undo = Math.max(0, ...jobs.filter(needsWindow).map((job) => job.undo));
  const rollback = { min: 0, max: Number.isFinite(undo) ? undo : null };
  const shares: Share[] = [
    {
      of: 'work',
      minutes: work,
      because: 'what is done in windows, stage by stage, each with its gate',
      ...ofThisPlan,
    },
    {
      of: 'rollback',
      minutes: rollback,
      because:
        'the longest way back that a window keeps free, from the last safe moment; none is needed when all goes well',
      ...ofThisPlan,
    },
    ...(soaks(jobs) ? [soak] : []),
  ];
  return { minutes: plus(work, rollback), basis: { work, rollback, shares } };
}

const ofThisPlan = {
  source: 'follows from the stages of this plan',
  confidence: 'certain',
} as const;

const soak: Share = {
  of: 'soak',
  minutes: { min: soakMinutes, max: soakMinutes },
  because:
    'between what takes a way from clients and the next closing, so that what runs once a day has run and is missed while the rest still stands',
  source: 'planning figure of this tool',
  confidence: 'likely',
};

/** Whether something closes after something else has closed, or after names have switched. */
function soaks(jobs: readonly Job[]): boolean {
  const taking = jobs.filter(({ kind }) => takers.includes(kind));
  return taking.slice(1).some(({ kind }) => kind !== 'names');
}

const takers: readonly JobKind[] = ['names', 'quiet-closing', 'closing'];

/** A job for each stage; one for all from the stage that stops a flow to the one that brings it back. */
function jobsOf(stages: readonly PlanStage[], rough: readonly PlanStage[]): Job[] {
  const jobs: Job[] = [];
  for (let at = 0; at < stages.length; ) {
    const bound = boundFrom(stages, at);
    const kinds = bound.map((stage) => kindOf(stage, rough.includes(stage)));
    const kind = gravestKinds.find((each) => kinds.includes(each)) ?? 'calm';
    const numbers = bound.map(({ number }) => number);
    jobs.push({ stages: numbers, kind, work: workOf(bound), undo: keptFree(bound) });
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
