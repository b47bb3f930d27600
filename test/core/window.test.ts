import { describe, expect, test } from 'vitest';
import { timeZone } from '../../src/adapters/time-zone.ts';
import { hours } from '../../src/core/calendar.ts';
import { printInstant, readInstant } from '../../src/core/civil.ts';
import type { Calendar } from '../../src/core/config.ts';
import { type Job, type JobKind, schedule } from '../../src/core/window.ts';

// Jobs are written `1 connections 30`: stage, kind, minutes of work; undoing takes as long. Windows `12-05 21:00-22:00 [1]`, in UTC.

const saturdays: Calendar = {
  timeZone: 'UTC',
  open: [{ days: ['saturday'], from: '21:00', lasts: 240 }],
  freezes: [],
  minimumNotice: 0,
  overrun: 'never',
};
// A Tuesday; Saturdays are 5, 12, 19 and 26.
const now = '2026-12-01T09:00:00Z';

describe('windows', () => {
  test('fit the work and the way back', async () => {
    expect(await planned(['1 connections 30'])).toEqual(['12-05 21:00-22:00 [1]']);
    expect(await planned(['1 connections 120'])).toEqual(['12-05 21:00-01:00 [1]']);
  });

  test('leave alone what nobody feels, and wait until it is done', async () => {
    expect(await planned(['1 calm 30', '2 connections 30'])).toEqual(['12-05 21:00-22:00 [2]']);
    const busy = ['1 calm 6500', '2 connections 30'];
    // 6,500 minutes after Tuesday 09:00 it is 21:20 on Saturday.
    expect(await planned(busy)).toEqual(['12-05 21:20-22:20 [2]']);
  });

  test('are shared by connections that reset, the longest way back counted once', async () => {
    const two = ['1 connections 30', '2 connections 60'];
    expect(await planned(two)).toEqual(['12-05 21:00-23:30 [1,2]']);
    const between = ['1 connections 30', '2 calm 10', '3 connections 30'];
    expect(await planned(between)).toEqual(['12-05 21:00-22:40 [1,2,3]']);
  });

  test('are several when one is too short', async () => {
    const three = ['1 connections 80', '2 connections 80', '3 connections 80'];
    expect(await planned(three)).toEqual(['12-05 21:00-01:00 [1,2]', '12-12 21:00-23:40 [3]']);
  });

  test('hold one switch of names each', async () => {
    expect(await planned(['1 names 30', '2 connections 30', '3 names 30'])).toEqual([
      '12-05 21:00-22:00 [1]',
      '12-05 22:00-23:00 [2]',
      '12-05 23:00-00:00 [3]',
    ]);
  });

  test('never hold a wait for people, which ends them', async () => {
    const waiting = ['1 connections 10', '2 people', '3 connections 10'];
    expect(await planned(waiting)).toEqual(['12-05 21:00-21:20 [1]', '12-12 21:00-21:20 [3]']);
  });

  test('keep a switch of names and a closing a day apart', async () => {
    const always = { ...saturdays, open: [] };
    expect(await planned(['1 names 30', '2 closing 30'], always)).toEqual([
      '12-01 09:00-10:00 [1]',
      '12-02 10:00-11:00 [2]',
    ]);
    expect(await planned(['1 names 30', '2 people', '3 closing 30'], always)).toEqual([
      '12-01 09:00-10:00 [1]',
      '12-02 10:00-11:00 [3]',
    ]);
  });

  test('let each closing soak before the next', async () => {
    expect(await planned(['1 closing 10', '2 closing 10', '3 closing 10'])).toEqual([
      '12-05 21:00-21:20 [1]',
      '12-12 21:00-21:20 [2]',
      '12-19 21:00-21:20 [3]',
    ]);
  });

  test('come a day after a closing that nobody feels, and that one a day after names have switched', async () => {
    const always = { ...saturdays, open: [] };
    const jobs = ['1 names 30', '2 quiet-closing 10', '3 closing 30'];
    // Names until Tuesday 10:00, the quiet closing on Wednesday 10:00 to 10:10, the other on Thursday 10:10.
    expect(await planned(jobs, always)).toEqual(['12-01 09:00-10:00 [1]', '12-03 10:10-11:10 [3]']);
  });

  test('keep their notice, counted from now', async () => {
    const job = ['1 connections 60'];
    // 106 hours after Tuesday 09:00 it is Saturday 19:00; 108 hours, 21:00; 110 hours, 23:00; 111 hours, midnight.
    expect(await planned(job, { ...saturdays, minimumNotice: 106 * 60 })).toEqual([
      '12-05 21:00-23:00 [1]',
    ]);
    expect(await planned(job, { ...saturdays, minimumNotice: 108 * 60 })).toEqual([
      '12-05 21:00-23:00 [1]',
    ]);
    expect(await planned(job, { ...saturdays, minimumNotice: 110 * 60 })).toEqual([
      '12-05 23:00-01:00 [1]',
    ]);
    expect(await planned(job, { ...saturdays, minimumNotice: 111 * 60 })).toEqual([
      '12-12 21:00-23:00 [1]',
    ]);
  });

  test('begin on a whole minute', async () => {
    const always = { ...saturdays, open: [] };
    expect(await planned(['1 connections 5'], always, '2026-12-01T09:00:01Z')).toEqual([
      '12-01 09:01-09:11 [1]',
    ]);
  });

  test('may run past an opening where that is allowed, never into a freeze', async () => {
    const allow: Calendar = { ...saturdays, overrun: 'allow' };
    expect(await planned(['1 connections 180'], allow)).toEqual(['12-05 21:00-03:00 [1]']);
    const sunday = { from: '2026-12-06', to: '2026-12-06', reason: 'audit' };
    expect(await planned(['1 connections 180'], { ...allow, freezes: [sunday] })).toEqual([
      '12-12 21:00-03:00 [1]',
    ]);
  });

  test('skip what a freeze makes too short', async () => {
    const freeze = { from: '2026-12-05T22:00:00Z', to: '2026-12-05T23:30:00Z', reason: 'audit' };
    const cut = { ...saturdays, freezes: [freeze] };
    expect(await planned(['1 connections 30'], cut)).toEqual(['12-05 21:00-22:00 [1]']);
    expect(await planned(['1 connections 40'], cut)).toEqual(['12-05 23:30-00:50 [1]']);
    expect(await planned(['1 connections 50'], cut)).toEqual(['12-12 21:00-22:40 [1]']);
  });
});

describe('a stage that fits nowhere', () => {
  test('is named with the length that would do, and ends the row', async () => {
    const jobs = ['1 connections 30', '2 connections 121', '3 connections 30'];
    expect(await planned(jobs)).toEqual(['12-05 21:00-22:00 [1]', '2 needs 242 of 240']);
  });

  test('is named although an earlier one fits nowhere either', async () => {
    const jobs = ['1 connections 121', '2 connections 200'];
    expect(await planned(jobs)).toEqual(['1 needs 242 of 240', '2 needs 400 of 240']);
  });

  test('is every stage that waits for people while somebody feels it', async () => {
    expect(await planned(['1 connections Infinity'])).toEqual(['1 needs Infinity of 240']);
  });

  test('is every stage where a freeze never ends', async () => {
    const freezes = [{ from: '2026-01-01', to: '2099-12-31', reason: 'forever' }];
    expect(await planned(['1 connections 1'], { ...saturdays, freezes })).toEqual([
      '1 needs 2 of 0',
    ]);
  });
});

async function planned(
  jobs: readonly string[],
  calendar: Calendar = saturdays,
  asked = now,
): Promise<readonly string[]> {
  const at = readInstant(asked);
  const earliest = at + calendar.minimumNotice;
  const open = hours(calendar, await timeZone(calendar.timeZone), earliest, earliest + 365 * 1440);
  const { overrun } = calendar;
  const found = schedule(jobs.map(jobOf), open, { now: at, earliest, overrun });
  return [
    ...found.windows.map(({ start, end, stages }) => `${dayOf(start)}-${timeOf(end)} [${stages}]`),
    ...found.tooLong.map(
      ({ stages, needed, longest }) => `${stages} needs ${needed} of ${longest}`,
    ),
  ];
}

function jobOf(text: string): Job {
  const [stage = '', kind = '', minutes = 'Infinity'] = text.split(' ');
  return {
    stages: [Number(stage)],
    kind: kind as JobKind,
    work: Number(minutes),
    undo: Number(minutes),
  };
}

function dayOf(at: number): string {
  return printInstant(at).slice(5, 16).replace('T', ' ');
}

function timeOf(at: number): string {
  return printInstant(at).slice(11, 16);
}
