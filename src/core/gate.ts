import { freezeAt, hours, spanAt } from './calendar.ts';
import { type Instant, minutesOfDay, printInstant, readInstant } from './civil.ts';
import type { Minutes } from './config.ts';
import type { Plan, PlanStage } from './plan.ts';
import type { Almanac } from './reservation.ts';
import { boundFrom, keptFree } from './way-back.ts';

// Whether a stage may run now. A window that was reserved is kept to the minute; where none was, the calendar of today decides.

/** Why a stage may run, or may not. Instants are in UTC. */
export type Ruling =
  /** Nobody feels the stage. */
  | { readonly kind: 'calm' }
  /** Neither the plan nor the config says when. */
  | { readonly kind: 'no-calendar' }
  /** In time; `short` when undoing it may end later. */
  | {
      readonly kind: 'open';
      readonly until: string;
      readonly left: Minutes;
      readonly short: boolean;
    }
  | { readonly kind: 'frozen'; readonly reason: string; readonly until: string }
  | { readonly kind: 'early'; readonly start: string; readonly end: string }
  | { readonly kind: 'past'; readonly start: string; readonly end: string }
  /** In time to begin, not to end. */
  | {
      readonly kind: 'late';
      readonly until: string;
      readonly left: Minutes;
      readonly needed: Minutes;
    }
  /** No window was reserved, and the calendar is closed; `opens` is absent where it never opens. */
  | { readonly kind: 'closed'; readonly opens?: string }
  /** The calendar had no window for the stage, or for one before it. */
  | { readonly kind: 'unplaced' };

export function isAllowed({ kind }: Ruling): boolean {
  return kind === 'calm' || kind === 'no-calendar' || kind === 'open';
}

/** Whether `stage` of `plan` may begin at `at`, by its window and by the calendar of today. */
export function ruling(
  plan: Plan,
  stage: PlanStage,
  at: Instant,
  almanac: Almanac | undefined,
): Ruling {
  const freeze = almanac && frozenAt(almanac, at);
  if (stage.window !== undefined) {
    const { start, end } = stage.window;
    if (at < readInstant(start)) return { kind: 'early', start, end };
    if (at >= readInstant(end)) return { kind: 'past', start, end };
    return freeze ?? within(together(plan, stage), at, readInstant(end), almanac);
  }
  if (!stage.disruptive) return { kind: 'calm' };
  if (plan.hazards.some(({ rule }) => rule === 'window-never-fits')) return { kind: 'unplaced' };
  if (almanac === undefined) return { kind: 'no-calendar' };
  return freeze ?? byCalendar(together(plan, stage), at, almanac);
}

/** The stage and those that bring back what it stops: whoever begins it must get that far. */
function together({ stages }: Plan, stage: PlanStage): readonly PlanStage[] {
  const at = stages.findIndex(({ number }) => number === stage.number);
  return [stage, ...boundFrom(stages, at).slice(1)];
}

function frozenAt({ calendar, zone }: Almanac, at: Instant): Ruling | undefined {
  const { frozen } = hours(calendar, zone, at, at + 731 * minutesOfDay);
  const freeze = freezeAt(frozen, at);
  return (
    freeze && { kind: 'frozen', reason: freeze.reason, until: printInstant(Math.ceil(freeze.end)) }
  );
}

/** The reserved end, or that of the opening where it lies further. */
function within(
  bound: readonly PlanStage[],
  at: Instant,
  end: Instant,
  almanac: Almanac | undefined,
): Ruling {
  return timely(bound, at, Math.max(end, openUntil(at, almanac) ?? end), almanac);
}

function byCalendar(bound: readonly PlanStage[], at: Instant, almanac: Almanac): Ruling {
  const end = openUntil(at, almanac);
  if (end !== undefined) return timely(bound, at, end, almanac);
  const [next] = ahead(at, almanac);
  return { kind: 'closed', ...(next === undefined ? {} : { opens: printInstant(next.start) }) };
}

function timely(
  bound: readonly PlanStage[],
  at: Instant,
  end: Instant,
  almanac: Almanac | undefined,
): Ruling {
  const left = Math.floor(end - at);
  const until = printInstant(end);
  const work = bound.reduce((sum, { minutes }) => sum + (minutes.max ?? minutes.min), 0);
  if (almanac?.calendar.overrun !== 'allow') {
    if (work > left) return { kind: 'late', until, left, needed: work };
  } else {
    const freeze = nextFreeze(at, almanac);
    if (freeze !== undefined && at + work > freeze) {
      const free = Math.floor(freeze - at);
      return { kind: 'late', until: printInstant(freeze), left: free, needed: work };
    }
  }
  return { kind: 'open', until, left, short: work + keptFree(bound) > left };
}

/** Work may run past the end of an opening, never into a freeze. */
function nextFreeze(at: Instant, { calendar, zone }: Almanac): Instant | undefined {
  const { frozen } = hours(calendar, zone, at, at + 731 * minutesOfDay);
  return frozen.find(({ start }) => start > at)?.start;
}

function openUntil(at: Instant, almanac: Almanac | undefined): Instant | undefined {
  return almanac && spanAt(ahead(at, almanac), at)?.end;
}

/** Two years: what does not open by then does not open. */
function ahead(at: Instant, { calendar, zone }: Almanac) {
  return hours(calendar, zone, at, at + 731 * minutesOfDay).open;
}
