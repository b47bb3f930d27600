import { describe, expect, test } from 'vitest';
import { timeZone } from '../../src/adapters/time-zone.ts';
import { hours } from '../../src/core/calendar.ts';
import { dateOf, dayOf, printInstant, readInstant, weekdayOf } from '../../src/core/civil.ts';
import type { Calendar, Freeze, Opening } from '../../src/core/config.ts';

// Worked out by hand with a paper calendar and the published rules of each zone; never pasted from a run. What is expected is
// the open time between two instants, in UTC.

type Row = readonly [
  says: string,
  zone: string,
  calendar: Pick<Partial<Calendar>, 'open' | 'freezes'>,
  from: string,
  until: string,
  expected: readonly string[],
];

const h = 60;

function on(days: string, from: string, lasts: number, weeks?: readonly number[]): Opening {
  const named = days.split(' ') as Opening['days'][number][];
  return { days: named, from, lasts, ...(weeks === undefined ? {} : { weeks }) };
}

function frozen(from: string, to = from): Freeze {
  return { from, to, reason: 'audit' };
}

const nights = { open: [on('saturday', '22:00', 4 * h)] };

const plainWeeks: readonly Row[] = [
  // 1 December 2026 is a Tuesday, so the 5th is a Saturday. Berlin is at +1 in winter and +2 in summer.
  [
    'a winter night',
    'Europe/Berlin',
    nights,
    '2026-12-01T09:00',
    '2026-12-08T00:00',
    ['2026-12-05T21:00 2026-12-06T01:00'],
  ],
  [
    'a summer night',
    'Europe/Berlin',
    nights,
    '2026-07-01T09:00',
    '2026-07-08T00:00',
    ['2026-07-04T20:00 2026-07-05T00:00'],
  ],
  [
    'two nights of a week',
    'Europe/Berlin',
    { open: [on('tuesday thursday', '05:30', 90)] },
    '2026-12-01T00:00',
    '2026-12-05T00:00',
    ['2026-12-01T04:30 2026-12-01T06:00', '2026-12-03T04:30 2026-12-03T06:00'],
  ],
  [
    'a night that is already under way',
    'Europe/Berlin',
    nights,
    '2026-12-05T23:30',
    '2026-12-08T00:00',
    ['2026-12-05T23:30 2026-12-06T01:00'],
  ],
  [
    'the instant at which a night ends is outside',
    'Europe/Berlin',
    nights,
    '2026-12-06T01:00',
    '2026-12-08T00:00',
    [],
  ],
  [
    'an opening cut by the end of the question',
    'Europe/Berlin',
    nights,
    '2026-12-01T00:00',
    '2026-12-05T22:15',
    ['2026-12-05T21:00 2026-12-05T22:15'],
  ],
  // The 1st is a Tuesday, so the 4th is a Friday; 60 hours after 18:00 it is 06:00 on Monday.
  [
    'a weekend that began two days ago',
    'Europe/Berlin',
    { open: [on('friday', '18:00', 60 * h)] },
    '2026-12-06T12:00',
    '2026-12-09T00:00',
    ['2026-12-06T12:00 2026-12-07T05:00'],
  ],
  // 31 December 2026 is a Thursday.
  [
    'a night that crosses the year',
    'Europe/Berlin',
    { open: [on('thursday', '22:00', 4 * h)] },
    '2026-12-30T00:00',
    '2027-01-02T00:00',
    ['2026-12-31T21:00 2027-01-01T01:00'],
  ],
  [
    'openings that touch are one',
    'Europe/Berlin',
    { open: [on('saturday', '22:00', 2 * h), on('sunday', '00:00', 2 * h)] },
    '2026-12-01T00:00',
    '2026-12-08T00:00',
    ['2026-12-05T21:00 2026-12-06T01:00'],
  ],
  [
    'openings that overlap are one',
    'Europe/Berlin',
    { open: [on('saturday', '22:00', 3 * h), on('saturday', '23:00', 4 * h)] },
    '2026-12-01T00:00',
    '2026-12-08T00:00',
    ['2026-12-05T21:00 2026-12-06T02:00'],
  ],
  [
    'openings a minute apart are two',
    'UTC',
    { open: [on('saturday', '22:00', 59), on('saturday', '23:00', h)] },
    '2026-12-01T00:00',
    '2026-12-08T00:00',
    ['2026-12-05T22:00 2026-12-05T22:59', '2026-12-05T23:00 2026-12-06T00:00'],
  ],
  [
    'every day, all day, is one opening',
    'UTC',
    { open: [on('monday tuesday wednesday thursday friday saturday sunday', '00:00', 24 * h)] },
    '2026-12-01T09:00',
    '2026-12-03T09:00',
    ['2026-12-01T09:00 2026-12-03T09:00'],
  ],
  [
    'without openings it is always open',
    'Europe/Berlin',
    {},
    '2026-12-01T09:00',
    '2026-12-08T00:00',
    ['2026-12-01T09:00 2026-12-08T00:00'],
  ],
];

const monthly: readonly Row[] = [
  // Tuesdays of December 2026: 1, 8, 15, 22, 29.
  [
    'the second Tuesday is the 8th when the month begins on one',
    'Europe/London',
    { open: [on('tuesday', '20:00', 3 * h, [2])] },
    '2026-12-01T00:00',
    '2027-01-01T00:00',
    ['2026-12-08T20:00 2026-12-08T23:00'],
  ],
  // 1 January 2027 is a Friday, so its Tuesdays are 5, 12, 19 and 26.
  [
    'the second Tuesday is the 12th when the month begins on a Friday',
    'Europe/London',
    { open: [on('tuesday', '20:00', 3 * h, [2])] },
    '2027-01-01T00:00',
    '2027-02-01T00:00',
    ['2027-01-12T20:00 2027-01-12T23:00'],
  ],
  // Saturdays: 5, 12, 19, 26 December 2026; 2, 9, 16, 23, 30 January 2027.
  [
    'the fifth Saturday waits for a month that has one',
    'Europe/Berlin',
    { open: [on('saturday', '22:00', 4 * h, [5])] },
    '2026-12-01T00:00',
    '2027-02-05T00:00',
    ['2027-01-30T21:00 2027-01-31T01:00'],
  ],
  // 1 February 2027 is 31 days after a Friday: a Monday.
  [
    'the first Monday may be the 1st',
    'UTC',
    { open: [on('monday', '06:00', h, [1])] },
    '2027-01-31T00:00',
    '2027-02-20T00:00',
    ['2027-02-01T06:00 2027-02-01T07:00'],
  ],
  // 1 February 2024 is a Thursday; only a leap year gives that month a fifth one.
  [
    'a leap day is the fifth Thursday of its February',
    'UTC',
    { open: [on('thursday', '10:00', h, [5])] },
    '2024-02-10T00:00',
    '2024-03-10T00:00',
    ['2024-02-29T10:00 2024-02-29T11:00'],
  ],
  [
    'first and third Sunday',
    'UTC',
    { open: [on('sunday', '04:00', h, [1, 3])] },
    '2026-12-01T00:00',
    '2027-01-01T00:00',
    ['2026-12-06T04:00 2026-12-06T05:00', '2026-12-20T04:00 2026-12-20T05:00'],
  ],
  // The week counts by the day on which an opening begins: the fourth Saturday is the 26th, its night ends on the 27th.
  [
    'a night belongs to the day on which it begins',
    'UTC',
    { open: [on('saturday', '23:00', 2 * h, [4])] },
    '2026-12-25T00:00',
    '2026-12-28T00:00',
    ['2026-12-26T23:00 2026-12-27T01:00'],
  ],
];

const clockChanges: readonly Row[] = [
  // Berlin: on 29 March 2026 02:00 becomes 03:00 at 01:00Z; on 25 October 2026 03:00 becomes 02:00 at 01:00Z. Both Sundays.
  [
    'a night before the clocks go forward',
    'Europe/Berlin',
    nights,
    '2026-03-28T00:00',
    '2026-03-30T00:00',
    ['2026-03-28T21:00 2026-03-29T01:00'],
  ],
  [
    'six hours are six hours when the clocks go forward',
    'Europe/Berlin',
    { open: [on('saturday', '23:00', 6 * h)] },
    '2026-03-28T00:00',
    '2026-03-30T00:00',
    ['2026-03-28T22:00 2026-03-29T04:00'],
  ],
  [
    'a time that the clocks skip comes an hour later',
    'Europe/Berlin',
    { open: [on('sunday', '02:30', h)] },
    '2026-03-28T00:00',
    '2026-03-30T00:00',
    ['2026-03-29T01:30 2026-03-29T02:30'],
  ],
  [
    'the first skipped minute is the first one after',
    'Europe/Berlin',
    { open: [on('sunday', '02:00', h)] },
    '2026-03-28T00:00',
    '2026-03-30T00:00',
    ['2026-03-29T01:00 2026-03-29T02:00'],
  ],
  [
    'what follows the skipped hour falls together with it',
    'Europe/Berlin',
    { open: [on('sunday', '02:00', h), on('sunday', '03:00', h)] },
    '2026-03-28T00:00',
    '2026-03-30T00:00',
    ['2026-03-29T01:00 2026-03-29T02:00'],
  ],
  [
    'a night before the clocks go back',
    'Europe/Berlin',
    nights,
    '2026-10-24T00:00',
    '2026-10-26T00:00',
    ['2026-10-24T20:00 2026-10-25T00:00'],
  ],
  [
    'six hours are six hours when the clocks go back',
    'Europe/Berlin',
    { open: [on('saturday', '23:00', 6 * h)] },
    '2026-10-24T00:00',
    '2026-10-26T00:00',
    ['2026-10-24T21:00 2026-10-25T03:00'],
  ],
  [
    'a time that comes twice is the first',
    'Europe/Berlin',
    { open: [on('sunday', '02:30', h)] },
    '2026-10-24T00:00',
    '2026-10-26T00:00',
    ['2026-10-25T00:30 2026-10-25T01:30'],
  ],
  [
    'the hour after the repeated one',
    'Europe/Berlin',
    { open: [on('sunday', '03:00', 2 * h)] },
    '2026-10-24T00:00',
    '2026-10-26T00:00',
    ['2026-10-25T02:00 2026-10-25T04:00'],
  ],
  // New York: 8 March 2026 at 07:00Z from -5 to -4; 1 November 2026 at 06:00Z back to -5.
  [
    'New York before spring',
    'America/New_York',
    nights,
    '2026-03-07T00:00',
    '2026-03-09T00:00',
    ['2026-03-08T03:00 2026-03-08T07:00'],
  ],
  [
    'New York skips 02:15',
    'America/New_York',
    { open: [on('sunday', '02:15', h)] },
    '2026-03-07T00:00',
    '2026-03-09T00:00',
    ['2026-03-08T07:15 2026-03-08T08:15'],
  ],
  [
    'New York has 01:30 twice',
    'America/New_York',
    { open: [on('sunday', '01:30', h)] },
    '2026-10-31T00:00',
    '2026-11-02T00:00',
    ['2026-11-01T05:30 2026-11-01T06:30'],
  ],
  // Lord Howe moves by half an hour: 5 April 2026 from +11 to +10:30 at 02:00, 4 October 2026 back at 02:00.
  [
    'Lord Howe has 01:45 twice',
    'Australia/Lord_Howe',
    { open: [on('sunday', '01:45', h)] },
    '2026-04-04T00:00',
    '2026-04-06T00:00',
    ['2026-04-04T14:45 2026-04-04T15:45'],
  ],
  [
    'Lord Howe skips 02:15 for half an hour',
    'Australia/Lord_Howe',
    { open: [on('sunday', '02:15', h)] },
    '2026-10-03T00:00',
    '2026-10-05T00:00',
    ['2026-10-03T15:45 2026-10-03T16:45'],
  ],
  // Troll moves by two hours: 29 March 2026 at 01:00Z from +0 to +2, so 02:00 comes as 04:00.
  [
    'Troll skips two hours',
    'Antarctica/Troll',
    { open: [on('sunday', '02:00', h)] },
    '2026-03-28T00:00',
    '2026-03-30T00:00',
    ['2026-03-29T02:00 2026-03-29T03:00'],
  ],
  // Cairo: the last Friday of April 2026 is the 24th; 00:00 becomes 01:00 at 22:00Z of the day before.
  [
    'Cairo skips midnight',
    'Africa/Cairo',
    { open: [on('friday', '00:00', 2 * h)] },
    '2026-04-23T00:00',
    '2026-04-25T00:00',
    ['2026-04-23T22:00 2026-04-24T00:00'],
  ],
];

const zones: readonly Row[] = [
  [
    'the first place of the day',
    'Pacific/Kiritimati',
    nights,
    '2026-12-04T00:00',
    '2026-12-07T00:00',
    ['2026-12-05T08:00 2026-12-05T12:00'],
  ],
  [
    'nearly the last',
    'Pacific/Honolulu',
    nights,
    '2026-12-04T00:00',
    '2026-12-07T00:00',
    ['2026-12-06T08:00 2026-12-06T12:00'],
  ],
  [
    'a zone at a quarter of an hour',
    'Asia/Kathmandu',
    nights,
    '2026-12-04T00:00',
    '2026-12-07T00:00',
    ['2026-12-05T16:15 2026-12-05T20:15'],
  ],
  // Almaty moved from +6 to +5 when 1 March 2024 began; 29 February was a Thursday.
  [
    'Almaty on its last night at +6, a leap day',
    'Asia/Almaty',
    { open: [on('thursday', '18:00', 4 * h)] },
    '2024-02-28T00:00',
    '2024-03-01T12:00',
    ['2024-02-29T12:00 2024-02-29T16:00'],
  ],
  [
    'Almaty a week later at +5',
    'Asia/Almaty',
    { open: [on('thursday', '18:00', 4 * h)] },
    '2024-03-02T00:00',
    '2024-03-09T00:00',
    ['2024-03-07T13:00 2024-03-07T17:00'],
  ],
  // Apia moved across the date line: it had no 30 December 2011, which would have been a Friday; then it was at +14.
  [
    'Apia had no such Friday',
    'Pacific/Apia',
    { open: [on('friday', '22:00', 2 * h)] },
    '2011-12-28T00:00',
    '2012-01-07T00:00',
    ['2012-01-06T08:00 2012-01-06T10:00'],
  ],
  // Pyongyang moved from +8:30 to +9 at 23:30 on Friday, 4 May 2018: 23:45 came as 00:15.
  [
    'Pyongyang skipped the end of a day',
    'Asia/Pyongyang',
    { open: [on('friday', '23:45', h)] },
    '2018-05-04T00:00',
    '2018-05-06T00:00',
    ['2018-05-04T15:15 2018-05-04T16:15'],
  ],
];

const freezes: readonly Row[] = [
  [
    'a freeze of the day takes the first half of its night',
    'Europe/Berlin',
    { ...nights, freezes: [frozen('2026-12-05')] },
    '2026-12-04T00:00',
    '2026-12-08T00:00',
    ['2026-12-05T23:00 2026-12-06T01:00'],
  ],
  [
    'a freeze of the next day takes the second half',
    'Europe/Berlin',
    { ...nights, freezes: [frozen('2026-12-06')] },
    '2026-12-04T00:00',
    '2026-12-08T00:00',
    ['2026-12-05T21:00 2026-12-05T23:00'],
  ],
  [
    'both days of a freeze are included',
    'Europe/Berlin',
    { ...nights, freezes: [frozen('2026-12-05', '2026-12-06')] },
    '2026-12-04T00:00',
    '2026-12-13T02:00',
    ['2026-12-12T21:00 2026-12-13T01:00'],
  ],
  [
    'instants freeze to the minute',
    'Europe/Berlin',
    { ...nights, freezes: [frozen('2026-12-05T22:00:00Z', '2026-12-05T23:00:00Z')] },
    '2026-12-04T00:00',
    '2026-12-08T00:00',
    ['2026-12-05T21:00 2026-12-05T22:00', '2026-12-05T23:00 2026-12-06T01:00'],
  ],
  [
    'an instant may have an offset of its own',
    'Europe/Berlin',
    { ...nights, freezes: [frozen('2026-12-05T17:30:00-05:00', '2026-12-07')] },
    '2026-12-04T00:00',
    '2026-12-08T00:00',
    ['2026-12-05T21:00 2026-12-05T22:30'],
  ],
  [
    'a freeze that ends as a night begins leaves it whole',
    'Europe/Berlin',
    { ...nights, freezes: [frozen('2026-12-05T12:00:00Z', '2026-12-05T21:00:00Z')] },
    '2026-12-04T00:00',
    '2026-12-08T00:00',
    ['2026-12-05T21:00 2026-12-06T01:00'],
  ],
  [
    'a freeze that begins as a night ends leaves it whole',
    'Europe/Berlin',
    { ...nights, freezes: [frozen('2026-12-06T01:00:00Z', '2026-12-06T05:00:00Z')] },
    '2026-12-04T00:00',
    '2026-12-08T00:00',
    ['2026-12-05T21:00 2026-12-06T01:00'],
  ],
  [
    'freezes that overlap are one',
    'UTC',
    { freezes: [frozen('2026-12-02', '2026-12-04'), frozen('2026-12-04', '2026-12-05')] },
    '2026-12-01T12:00',
    '2026-12-07T00:00',
    ['2026-12-01T12:00 2026-12-02T00:00', '2026-12-06T00:00 2026-12-07T00:00'],
  ],
  // 25 October 2026 has 25 hours in Berlin, 29 March 23.
  [
    'a frozen day of 25 hours',
    'Europe/Berlin',
    { freezes: [frozen('2026-10-25')] },
    '2026-10-24T20:00',
    '2026-10-26T00:00',
    ['2026-10-24T20:00 2026-10-24T22:00', '2026-10-25T23:00 2026-10-26T00:00'],
  ],
  [
    'a frozen day of 23 hours',
    'Europe/Berlin',
    { freezes: [frozen('2026-03-29')] },
    '2026-03-28T20:00',
    '2026-03-30T00:00',
    ['2026-03-28T20:00 2026-03-28T23:00', '2026-03-29T22:00 2026-03-30T00:00'],
  ],
  [
    'a frozen leap day',
    'Europe/Berlin',
    { freezes: [frozen('2028-02-29')] },
    '2028-02-28T20:00',
    '2028-03-01T12:00',
    ['2028-02-28T20:00 2028-02-28T23:00', '2028-02-29T23:00 2028-03-01T12:00'],
  ],
  // Santiago: 6 September 2026 begins at 01:00, for 00:00 becomes 01:00 at 04:00Z; it is at -3 then.
  [
    'a frozen day without a midnight',
    'America/Santiago',
    { freezes: [frozen('2026-09-06')] },
    '2026-09-06T00:00',
    '2026-09-07T12:00',
    ['2026-09-06T00:00 2026-09-06T04:00', '2026-09-07T03:00 2026-09-07T12:00'],
  ],
  [
    'a freeze without an end in sight leaves nothing',
    'Europe/Berlin',
    { ...nights, freezes: [frozen('2026-01-01', '2099-12-31')] },
    '2026-12-01T00:00',
    '2028-12-01T00:00',
    [],
  ],
];

describe.each([
  ['weeks', plainWeeks],
  ['weeks of the month', monthly],
  ['clock changes', clockChanges],
  ['zones', zones],
  ['freezes', freezes],
])('%s', (_, rows) => {
  test.each(rows)('%s (%s)', async (_says, zone, given, from, until, expected) => {
    const calendar: Calendar = {
      timeZone: zone,
      open: [],
      freezes: [],
      minimumNotice: 0,
      overrun: 'never',
      ...given,
    };
    const at = (minute: string) => readInstant(`${minute}:00Z`);
    const { open } = hours(calendar, await timeZone(zone), at(from), at(until));
    const shown = open.map(({ start, end }) => `${minuteOf(start)} ${minuteOf(end)}`);
    expect(shown).toEqual(expected);
  });
});

function minuteOf(at: number): string {
  return printInstant(at).slice(0, 16);
}

describe('days and instants as numbers', () => {
  test.each([
    [1970, 1, 1, 0, 3],
    [1969, 12, 31, -1, 2],
    [2000, 2, 29, 11_016, 1],
    [2026, 12, 1, 20_788, 1],
  ])('%i-%i-%i', (year, month, day, number, weekday) => {
    expect(dayOf(year, month, day)).toBe(number);
    expect(dateOf(number)).toEqual({ year, month, day });
    expect(weekdayOf(number)).toBe(weekday);
  });

  test.each([
    ['1970-01-01T00:01:00Z', 1],
    ['1970-01-01T01:00:30+01:00', 0.5],
    ['1969-12-31T19:00:00-05:00', 0],
    ['1970-01-01T05:45+05:45', 0],
  ])('%s', (text, minutes) => {
    expect(readInstant(text)).toBe(minutes);
  });

  test('are what the clock of the machine says, for a thousand years', () => {
    for (let day = -200_000; day < 200_000; day += 97) {
      const date = new Date(day * 86_400_000);
      expect(dateOf(day)).toEqual({
        year: date.getUTCFullYear(),
        month: date.getUTCMonth() + 1,
        day: date.getUTCDate(),
      });
      expect(weekdayOf(day)).toBe((date.getUTCDay() + 6) % 7);
    }
  });
});
