import type { CalendarAnswer } from '../core/calendar-answer.ts';
import { everything } from './detail.ts';
import { type Document, heading, list, type Part, paragraph, strong, table } from './document.ts';
import { localInstant, localSpan, utcSpan } from './instants.ts';
import { duration, says, type Voice } from './voice.ts';

const voice: Voice = { detail: everything, options: {} };

/** What the calendar says, to somebody who asks when work may be done. */
export function calendarReport(answer: CalendarAnswer): Document {
  return [
    heading(2, 'Calendar of ', says(voice, answer.timeZone)),
    paragraph(...stateOf(answer)),
    paragraph(...terms(answer)),
    heading(3, 'Next openings'),
    ...openings(answer),
    ...freezes(answer),
  ];
}

/** Where the config has none. */
export function noCalendar(): Document {
  return [
    paragraph(
      'The config file has no calendar (windows): nothing says when work may be done, and no window is proposed.',
    ),
  ];
}

function stateOf({ at, now, timeZone }: CalendarAnswer): readonly Part[] {
  const when = says(voice, `${localInstant(at, timeZone)} (${at}): `);
  const local = (instant: string) => says(voice, localInstant(instant, timeZone));
  switch (now.state) {
    case 'open':
      return now.until === undefined
        ? [when, strong('open'), ', and it stays so for two years.']
        : [when, strong('open'), ' until ', local(now.until), '.'];
    case 'frozen':
      return [
        when,
        strong('frozen'),
        ' until ',
        local(now.until),
        ' (',
        says(voice, now.reason),
        ').',
      ];
    case 'closed':
      return now.opens === undefined
        ? [when, strong('closed'), ', and it does not open within two years.']
        : [when, strong('closed'), '; it opens ', local(now.opens), '.'];
  }
}

function terms({ minimumNotice, overrun, earliest, timeZone }: CalendarAnswer): readonly Part[] {
  const notice =
    minimumNotice === 0
      ? 'A plan may reserve a window at once'
      : `A plan reserves no window sooner than ${duration({ min: minimumNotice, max: minimumNotice })} after it is made (made then, none before ${localInstant(earliest, timeZone)})`;
  const end =
    overrun === 'never'
      ? 'work and the way back end within the opening'
      : 'work may run past the end of an opening, never into a freeze';
  return [says(voice, `${notice}; ${end}.`)];
}

function openings({ openings: all, timeZone, horizon }: CalendarAnswer): Document {
  if (all.length === 0) return [paragraph('None within two years.')];
  return [
    table(
      ['Local', 'UTC', 'Lasts'],
      all.map(({ start, end, minutes }) =>
        end >= horizon
          ? [
              says(voice, `${localInstant(start, timeZone)} on`),
              says(voice, `${start} on`),
              'open end',
            ]
          : [
              says(voice, localSpan(start, end, timeZone)),
              says(voice, utcSpan(start, end)),
              duration({ min: minutes, max: minutes }),
            ],
      ),
    ),
  ];
}

function freezes({ freezes: all, timeZone }: CalendarAnswer): Document {
  if (all.length === 0) return [];
  return [
    heading(3, 'Freezes'),
    list(
      all.map(({ start, end, reason }) => [
        says(voice, localSpan(start, end, timeZone)),
        ': ',
        says(voice, reason),
      ]),
    ),
  ];
}
