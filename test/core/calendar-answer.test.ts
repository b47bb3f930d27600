import { describe, expect, test } from 'vitest';
import { almanacOf } from '../../src/adapters/time-zone.ts';
import { type CalendarAnswer, calendarAnswer } from '../../src/core/calendar-answer.ts';
import { readInstant } from '../../src/core/civil.ts';
import type { Calendar } from '../../src/core/config.ts';
import { renderDocument } from '../../src/renderers/index.ts';
import { calendarReport } from '../../src/renderers/report-calendar.ts';

// What `windows` says. 5 December 2026 is a Saturday; Berlin is at +1 then.

const nights: Calendar = {
  timeZone: 'Europe/Berlin',
  open: [{ days: ['saturday'], from: '22:00', lasts: 240 }],
  freezes: [],
  minimumNotice: 0,
  overrun: 'never',
};

describe('the calendar', () => {
  test('is frozen until the last of the freezes that follow each other without a gap', async () => {
    const freezes = [
      { from: '2026-12-04', to: '2026-12-07', reason: 'sale' },
      { from: '2026-12-06', to: '2026-12-10', reason: 'audit' },
      { from: '2026-12-11', to: '2026-12-11', reason: 'sale' },
      { from: '2026-12-13', to: '2026-12-13', reason: 'party' },
    ];
    const { now } = await ask({ ...nights, freezes }, '2026-12-05T12:00:00Z');
    expect(now).toEqual({ state: 'frozen', until: '2026-12-11T23:00:00Z', reason: 'sale; audit' });
  });

  test('that never closes does not seem to close when nobody looks further', async () => {
    const freezes = [{ from: '2026-12-18', to: '2027-01-03', reason: 'year end' }];
    const always = { ...nights, open: [] };
    expect((await ask(always, '2026-12-05T12:00:00Z')).now).toEqual({ state: 'open' });
    expect(await page(always, '2026-12-05T12:00:00Z')).toContain('**open**, and it stays so');
    const frozen = await page({ ...always, freezes }, '2026-12-05T12:00:00Z');
    expect(frozen).toContain('**open** until Fri 18 Dec 2026, 00:00 Europe/Berlin.');
    expect(frozen).toContain('Mon 4 Jan 2027, 00:00 Europe/Berlin on');
    expect(frozen).not.toContain('2028');
  });

  test('says from when on a plan made then may have a window', async () => {
    const slow = { ...nights, minimumNotice: 1000 * 1440 };
    expect((await ask(slow, '2026-12-05T12:00:00Z')).earliest).toBe('2029-08-31T12:00:00Z');
    expect(await page(slow, '2026-12-05T12:00:00Z')).toContain(
      'no window sooner than 1,000 days after it is made (made then, none before Fri 31 Aug 2029, 14:00 Europe/Berlin)',
    );
  });

  test('tells the two hours apart that clocks show twice', async () => {
    const early: Calendar = {
      ...nights,
      open: [{ days: ['sunday'], from: '02:30', lasts: 120 }],
    };
    // On 25 October 2026 clocks go from 03:00 back to 02:00 at 01:00Z.
    expect(await page(early, '2026-10-24T00:00:00Z')).toContain(
      'Sun 25 Oct 2026, 02:30 (UTC+02:00) to 03:30 (UTC+01:00) Europe/Berlin',
    );
    expect(await page(early, '2026-10-28T00:00:00Z')).toContain('Sun 1 Nov 2026, 02:30 to 04:30');
  });
});

async function ask(calendar: Calendar, at: string): Promise<CalendarAnswer> {
  const almanac = await almanacOf(calendar);
  if (almanac === undefined) throw new Error('There is a calendar.');
  return calendarAnswer(almanac, readInstant(at));
}

/** As it is printed, on lines as long as they like. */
async function page(calendar: Calendar, at: string): Promise<string> {
  const document = calendarReport(await ask(calendar, at));
  return renderDocument(document, 'markdown', { colour: false, width: 100 });
}
