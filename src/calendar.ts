import { almanacOf } from './adapters/time-zone.ts';
import { calendarAnswer } from './core/calendar-answer.ts';
import { readInstant } from './core/civil.ts';
import type { Calendar } from './core/config.ts';
import { type PageFormat, renderDocument } from './renderers/index.ts';
import { calendarReport, noCalendar } from './renderers/report-calendar.ts';
import type { TextOptions } from './renderers/text.ts';

/** What `calendar` says at an instant in UTC, in `format`. */
export async function calendarTold(
  calendar: Calendar | undefined,
  at: string,
  format: PageFormat | 'json',
  terminal: TextOptions,
): Promise<string> {
  const almanac = await almanacOf(calendar);
  const answer = almanac && calendarAnswer(almanac, readInstant(at));
  if (format === 'json') return `${JSON.stringify(answer ?? null, undefined, 2)}\n`;
  const document = answer === undefined ? noCalendar() : calendarReport(answer);
  return renderDocument(document, format, terminal);
}
