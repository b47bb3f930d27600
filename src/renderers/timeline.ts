import type { MaintenanceWindow, Plan, PlanStage } from '../core/plan.ts';
import { boundFrom, keptFree } from '../core/way-back.ts';
import { localSpan } from './instants.ts';

// The stages one after the other, each as long as it may take: what the diagrams show. Waits for people have no length, and the
// days between two windows are left out, or nothing else would be seen.

/** `work`: nobody feels it. `felt`: somebody does. `undo`: kept free for the way back. `people`: as long as they need. */
export type Tone = 'work' | 'felt' | 'undo' | 'people';

export interface Bar {
  readonly label: string;
  /** Minutes from the first write to the last. */
  readonly from: number;
  readonly minutes: number;
  readonly tone: Tone;
}

/** A window, or what needs none. */
export interface Lane {
  readonly title: string;
  readonly bars: readonly Bar[];
}

export interface Timeline {
  readonly lanes: readonly Lane[];
  /** Minutes. */
  readonly total: number;
}

export function timelineOf(plan: Plan): Timeline {
  const lanes: Lane[] = [];
  let at = 0;
  for (const group of together(plan)) {
    const bars: Bar[] = [];
    for (const stage of group.stages) {
      const bar = barOf(stage, at);
      bars.push(bar);
      at += bar.minutes;
    }
    if (group.window !== undefined) {
      const undo = wayBack(group);
      bars.push({ label: 'Way back, if needed', from: at, minutes: undo, tone: 'undo' });
      at += undo;
    }
    lanes.push({ title: group.title, bars });
  }
  return { lanes, total: at };
}

/** The longest time that one of the stages, or several that only go together, keep free for it. */
function wayBack({ stages }: Group): number {
  const each = stages.map((_, at) => keptFree(boundFrom(stages, at))).filter(Number.isFinite);
  return Math.max(0, ...each);
}

interface Group {
  readonly title: string;
  readonly stages: PlanStage[];
  /** Absent where none is needed. */
  readonly window?: 'reserved' | 'unplaced';
}

/** Stages of one window, and stages in a row that need none. */
function together({ stages, maintenanceWindow }: Plan): readonly Group[] {
  const groups: Group[] = [];
  let windows = 0;
  for (const stage of stages) {
    const before = groups.at(-1);
    const last = before?.stages.at(-1);
    const joins =
      last !== undefined &&
      last.window?.start === stage.window?.start &&
      (stage.window !== undefined || (!stage.disruptive && !last.disruptive));
    if (joins) {
      before?.stages.push(stage);
      continue;
    }
    if (stage.window === undefined && !stage.disruptive) {
      groups.push({ title: 'At any time', stages: [stage] });
      continue;
    }
    windows += 1;
    groups.push({
      title: `Window ${windows}${whenOf(stage, maintenanceWindow)}`,
      stages: [stage],
      window: stage.window === undefined ? 'unplaced' : 'reserved',
    });
  }
  return groups;
}

function whenOf({ window }: PlanStage, { timeZone }: MaintenanceWindow): string {
  return window === undefined
    ? ', no time reserved'
    : `, ${localSpan(window.start, window.end, timeZone)}`;
}

function barOf(stage: PlanStage, from: number): Bar {
  const label = `${stage.number}. ${stage.title}`;
  const { max } = stage.minutes;
  if (max === null) return { label, from, minutes: 0, tone: 'people' };
  return { label, from, minutes: max, tone: stage.disruptive ? 'felt' : 'work' };
}
