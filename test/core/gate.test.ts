import { describe, expect, test } from 'vitest';
import { almanacOf } from '../../src/adapters/time-zone.ts';
import { readInstant } from '../../src/core/civil.ts';
import type { Calendar } from '../../src/core/config.ts';
import { isAllowed, ruling } from '../../src/core/gate.ts';
import type { Plan, PlanStage } from '../../src/core/plan.ts';
import { fromApp, interruption, minutes } from '../renderers/sample-parts.ts';
import { sqlSplit } from '../renderers/samples.ts';

// The second stage takes up to 35 minutes and has from 21:00Z to 22:10Z on Saturday, 12 December 2026.

const window = { start: '2026-12-12T21:00:00Z', end: '2026-12-12T22:10:00Z' };
const stage = changed({ window });
const [step] = stage.steps;
if (step === undefined) throw new Error('The stage has a step.');
const berlin: Calendar = {
  timeZone: 'Europe/Berlin',
  open: [{ days: ['saturday'], from: '22:00', lasts: 240 }],
  freezes: [],
  minimumNotice: 0,
  overrun: 'never',
};

describe('a stage with a window', () => {
  test.each([
    ['2026-12-12T20:59:59Z', 'early'],
    ['2026-12-12T21:00:00Z', 'open'],
    ['2026-12-12T21:35:00Z', 'open'],
    ['2026-12-12T21:35:01Z', 'late'],
    ['2026-12-12T22:09:59Z', 'late'],
    ['2026-12-12T22:10:00Z', 'past'],
  ])('at %s, without a calendar: %s', async (at, kind) => {
    expect((await ask(stage, at)).kind).toBe(kind);
  });

  test('has as long as the opening that it lies in', async () => {
    expect(await ask(stage, '2026-12-12T22:00:00Z', berlin)).toEqual({
      kind: 'open',
      until: '2026-12-13T01:00:00Z',
      left: 180,
      short: false,
    });
  });

  test('says so when undoing it may end later', async () => {
    expect(await ask(stage, '2026-12-12T21:20:00Z')).toMatchObject({ kind: 'open', short: true });
    expect(await ask(stage, '2026-12-12T21:00:00Z')).toMatchObject({ kind: 'open', short: false });
  });

  test('has the undoing for its way back, from the last safe moment', async () => {
    const whole = (max: number) => ({ min: 0, max });
    const undo = { writes: whole(12), settling: whole(0), checks: whole(0) };
    const lastSafeMoment = { minutes: whole(35) };
    const rollback = { minutes: whole(12), basis: undo, steps: ['2.1'], lastSafeMoment };
    const quick = changed({ window, rollback });
    // 35 minutes of work and 12 to go back: 47 before 22:10 it is 21:23.
    expect(await ask(quick, '2026-12-12T21:23:00Z')).toMatchObject({ kind: 'open', short: false });
    expect(await ask(quick, '2026-12-12T21:24:00Z')).toMatchObject({ kind: 'open', short: true });
  });

  test('may begin only if the stage that brings back what it stops can end too', async () => {
    const felt = interruption(fromApp('sql', 'sqlServer'), 'denied', minutes(0, 9), '2.1', '3.1');
    const denies = changed({
      window,
      steps: stage.steps.map((one) => ({ ...one, interruptions: [felt] })),
    });
    const mends = changed({
      window,
      number: 3,
      minutes: minutes(0, 20),
      steps: [{ ...step, id: '3.1' }],
    });
    const plan = { ...sqlSplit, stages: [...sqlSplit.stages.slice(0, 1), denies, mends] };
    // 35 and 20 minutes: 55 before 22:10 it is 21:15.
    expect((await ask(denies, '2026-12-12T21:15:00Z', undefined, plan)).kind).toBe('open');
    expect(await ask(denies, '2026-12-12T21:16:00Z', undefined, plan)).toMatchObject({
      kind: 'late',
      needed: 55,
    });
    expect((await ask(mends, '2026-12-12T21:50:00Z', undefined, plan)).kind).toBe('open');
  });

  test('may run past its end where the calendar lets work overrun', async () => {
    const calendar: Calendar = { ...berlin, open: [], overrun: 'allow' };
    expect((await ask(stage, '2026-12-12T22:09:00Z', calendar)).kind).toBe('open');
    expect((await ask(stage, '2026-12-12T22:10:00Z', calendar)).kind).toBe('past');
  });

  test('never runs into a freeze, even where work may overrun', async () => {
    const freezes = [{ from: '2026-12-12T22:30:00Z', to: '2026-12-13', reason: 'audit' }];
    const calendar: Calendar = { ...berlin, overrun: 'allow', freezes };
    // 35 minutes of work: 21:55 to 22:30.
    expect((await ask(stage, '2026-12-12T21:55:00Z', calendar)).kind).toBe('open');
    expect(await ask(stage, '2026-12-12T21:56:00Z', calendar)).toEqual({
      kind: 'late',
      until: '2026-12-12T22:30:00Z',
      left: 34,
      needed: 35,
    });
  });

  test('is frozen for as long as freezes follow each other', async () => {
    const freezes = [
      { from: '2026-12-12', to: '2026-12-12', reason: 'incident' },
      { from: '2026-12-13', to: '2026-12-14', reason: 'audit' },
    ];
    expect(await ask(stage, '2026-12-12T21:10:00Z', { ...berlin, freezes })).toEqual({
      kind: 'frozen',
      reason: 'incident; audit',
      until: '2026-12-14T23:00:00Z',
    });
  });

  test('may not run in a freeze that came later', async () => {
    const freezes = [{ from: '2026-12-12', to: '2026-12-13', reason: 'incident' }];
    const found = await ask(stage, '2026-12-12T21:10:00Z', { ...berlin, freezes });
    expect(found).toEqual({ kind: 'frozen', reason: 'incident', until: '2026-12-13T23:00:00Z' });
    expect(isAllowed(found)).toBe(false);
  });
});

describe('a stage without a window', () => {
  test('may run at any time if nobody feels it', async () => {
    const calm = changed({ disruptive: false });
    const freezes = [{ from: '2026-12-01', to: '2026-12-31', reason: 'year end' }];
    expect((await ask(calm, '2026-12-09T12:00:00Z', { ...berlin, freezes })).kind).toBe('calm');
  });

  test('may run where nothing says when', async () => {
    const found = await ask(changed({}), '2026-12-09T12:00:00Z');
    expect([found.kind, isAllowed(found)]).toEqual(['no-calendar', true]);
  });

  test('goes by the calendar of today', async () => {
    const felt = changed({});
    expect(await ask(felt, '2026-12-09T12:00:00Z', berlin)).toEqual({
      kind: 'closed',
      opens: '2026-12-12T21:00:00Z',
    });
    expect((await ask(felt, '2026-12-12T22:00:00Z', berlin)).kind).toBe('open');
    expect((await ask(felt, '2026-12-13T00:30:00Z', berlin)).kind).toBe('late');
    expect((await ask(felt, '2026-12-13T01:00:00Z', berlin)).kind).toBe('closed');
    const never = { ...berlin, freezes: [{ from: '2026-01-01', to: '2099-01-01', reason: 'x' }] };
    expect((await ask(felt, '2026-12-13T00:30:00Z', never)).kind).toBe('frozen');
  });

  test('may not run when the calendar had no window for it', async () => {
    const [hazard] = sqlSplit.hazards;
    const hazards = hazard === undefined ? [] : [{ ...hazard, rule: 'window-never-fits' }];
    const found = await ask(changed({}), '2026-12-12T22:00:00Z', berlin, { ...sqlSplit, hazards });
    expect([found.kind, isAllowed(found)]).toEqual(['unplaced', false]);
  });
});

/** The second stage of the sample without its window, changed. */
function changed(by: Partial<PlanStage>): PlanStage {
  const [, second] = sqlSplit.stages;
  if (second === undefined) throw new Error('The sample has two stages.');
  const { window: _, ...rest } = second;
  return { ...rest, ...by };
}

async function ask(asked: PlanStage, at: string, calendar?: Calendar, plan: Plan = sqlSplit) {
  return ruling(plan, asked, readInstant(at), await almanacOf(calendar));
}
