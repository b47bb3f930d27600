import { describe, expect, test } from 'vitest';
import { almanacOf } from '../../src/adapters/time-zone.ts';
import type { Calendar } from '../../src/core/config.ts';
import type { EffectKind, PlanStage } from '../../src/core/plan.ts';
import { reserve } from '../../src/core/reservation.ts';
import { fromApp, interruption, minutes } from '../renderers/sample-parts.ts';

const calendar: Calendar = {
  timeZone: 'UTC',
  open: [{ days: ['saturday'], from: '21:00', lasts: 240 }],
  freezes: [],
  minimumNotice: 0,
  overrun: 'never',
};

describe('stages', () => {
  test('between a loss and its mending share a window, whatever they are', async () => {
    const stages = [
      stage(1, 'switch', 20, 'name-changes'),
      stage(2, 'switch', 20, 'denied', '3.1'),
      stage(3, 'retire', 20),
      stage(4, 'retire', 20, 'reset'),
    ];
    expect(await windows(stages)).toEqual([
      '2026-12-05T21:00:00Z–2026-12-05T21:40:00Z 1',
      '2026-12-12T21:00:00Z–2026-12-12T22:20:00Z 2,3',
      '2026-12-19T21:00:00Z–2026-12-19T21:40:00Z 4',
    ]);
  });

  test('that are mended only after a wait for people fit nowhere', async () => {
    const stages = [stage(1, 'switch', 20, 'denied', '3.1'), wait(2), stage(3, 'retire', 20)];
    const found = await asked(stages);
    expect(found.proposals).toEqual([]);
    expect(found.minutes.max).toBeNull();
    expect(found.tooLong).toEqual([{ stages: [1, 2, 3], needed: Infinity, longest: 240 }]);
  });

  test('carry the window that they share', async () => {
    const stages = [
      stage(1, 'prepare', 5),
      stage(2, 'switch', 20, 'reset'),
      stage(3, 'switch', 20, 'reset'),
    ];
    const found = await asked(stages.map((each, n) => ({ ...each, disruptive: n > 0 })));
    const window = { start: '2026-12-05T21:00:00Z', end: '2026-12-05T22:00:00Z' };
    expect(found.stages.map((each) => each.window)).toEqual([undefined, window, window]);
    expect(found.minutes).toEqual({ min: 0, max: 60 });
  });

  test('are all placed where a window is wanted and nobody is known to feel one', async () => {
    const stages = [stage(1, 'prepare', 20), stage(2, 'prepare', 10)];
    const calm = stages.map((each) => ({ ...each, disruptive: false }));
    const found = await asked(calm);
    expect(found.proposals).toEqual([
      { start: '2026-12-05T21:00:00Z', end: '2026-12-05T21:50:00Z', stages: [1, 2] },
    ]);
  });

  test('have a length and no time without a calendar', () => {
    const found = reserve(
      [stage(1, 'switch', 20, 'reset')],
      true,
      '2026-12-01T09:00:00Z',
      undefined,
    );
    expect(found).toMatchObject({ minutes: { min: 0, max: 40 }, proposals: [], tooLong: [] });
  });
});

async function asked(stages: readonly PlanStage[]) {
  return reserve(stages, true, '2026-12-01T09:00:00Z', await almanacOf(calendar));
}

async function windows(stages: readonly PlanStage[]): Promise<readonly string[]> {
  const { proposals } = await asked(stages);
  return proposals.map((each) => `${each.start}–${each.end} ${each.stages}`);
}

function stage(
  number: number,
  phase: PlanStage['phase'],
  max: number,
  effect?: EffectKind,
  restoredBy = '',
): PlanStage {
  const felt = (kind: EffectKind) =>
    interruption(fromApp('stdata', 'blob'), kind, minutes(0, 5), `${number}.1`, restoredBy);
  return {
    number,
    title: `Stage ${number}`,
    phase,
    disruptive: true,
    minutes: minutes(0, max),
    steps: [
      {
        id: `${number}.1`,
        title: 'A step',
        target: 'stdata',
        edit: 'edit',
        inChange: true,
        minutes: minutes(0, max),
        verify: [],
        rollback: [],
        interruptions: effect === undefined ? [] : [felt(effect)],
      },
    ],
    gate: [],
  };
}

function wait(number: number): PlanStage {
  return { ...stage(number, 'verify', 0), disruptive: false, minutes: minutes(2, null) };
}
