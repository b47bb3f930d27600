import { describe, expect, test } from 'vitest';
import type { PlanStage, StageRollback } from '../../src/core/plan.ts';
import { boundFrom, keptFree } from '../../src/core/way-back.ts';
import { fromApp, interruption, minutes } from '../renderers/sample-parts.ts';

// What is kept free after the work on some stages: so much that whoever turns back at the last safe moment is back in time.

describe('kept free for the way back', () => {
  test('is the whole undoing, where all can be undone until the end of the work', () => {
    expect(keptFree([stage(1, 30, back(12, 30))])).toBe(12);
    expect(keptFree([stage(1, 30, back(45, 30))])).toBe(45);
  });

  test('is what of it does not fit into the work after the last safe moment', () => {
    // Turned back after 10 of 30 minutes, undoing takes 25: at minute 35, five after the work would have ended.
    expect(keptFree([stage(1, 30, back(25, 10, '1.3'))])).toBe(5);
    expect(keptFree([stage(1, 30, back(20, 10, '1.3'))])).toBe(0);
  });

  test('is nothing where the first step cannot be undone', () => {
    expect(keptFree([stage(1, 30, back(0, 0, '1.1'))])).toBe(0);
  });

  test('covers all of several stages that only go together', () => {
    // Until the end of the second, 20 + 30 minutes, both can be undone: 5 + 8.
    expect(keptFree([stage(1, 20, back(5, 20)), stage(2, 30, back(8, 30))])).toBe(13);
    // In the second only its first 4 minutes: turned back at minute 24, back 5 + 8 later, at 37 of 50.
    expect(keptFree([stage(1, 20, back(5, 20)), stage(2, 30, back(8, 4, '2.2'))])).toBe(0);
    // What comes after a step that nothing undoes is not undone.
    expect(keptFree([stage(1, 20, back(30, 4, '1.2')), stage(2, 10, back(90, 10))])).toBe(4);
  });

  test('is as long as the work where a plan file does not say', () => {
    expect(keptFree([stage(1, 30)])).toBe(30);
  });

  test('has no end where people are waited for', () => {
    expect(keptFree([{ ...stage(1, 0), minutes: minutes(2, null) }])).toBe(Infinity);
  });
});

describe('stages that only go together', () => {
  test('reach from the one that stops a flow to the one that brings it back, and on from there', () => {
    const stages = [
      stage(1, 5),
      stops(stage(2, 5), '4.1'),
      stage(3, 5),
      stops(stage(4, 5), '5.1'),
      stage(5, 5),
      stage(6, 5),
    ];
    const numbers = stages.map((_, at) => boundFrom(stages, at).map(({ number }) => number));
    expect(numbers).toEqual([[1], [2, 3, 4, 5], [3], [4, 5], [5], [6]]);
  });
});

function stage(number: number, max: number, rollback?: StageRollback): PlanStage {
  const step = {
    id: `${number}.1`,
    title: '',
    target: '',
    edit: '',
    inChange: true,
    minutes: minutes(0, max),
    verify: [],
    rollback: [],
    interruptions: [],
  };
  return {
    number,
    title: '',
    phase: 'switch',
    disruptive: true,
    minutes: minutes(0, max),
    ...(rollback === undefined ? {} : { rollback }),
    steps: [step],
    gate: [],
  };
}

/** Undoing takes `max` minutes, and can begin until `last` minutes into the stage. */
function back(max: number, last: number, before?: string): StageRollback {
  return {
    minutes: minutes(0, max),
    basis: { writes: minutes(0, max), settling: minutes(0, 0), checks: minutes(0, 0) },
    steps: [],
    lastSafeMoment: { minutes: minutes(0, last), ...(before === undefined ? {} : { before }) },
  };
}

function stops(one: PlanStage, restoredBy: string): PlanStage {
  const flow = fromApp('stdata', 'blob');
  const denied = interruption(flow, 'denied', minutes(0, 5), `${one.number}.1`, restoredBy);
  return { ...one, steps: one.steps.map((step) => ({ ...step, interruptions: [denied] })) };
}
