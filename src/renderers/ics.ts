import ical, { ICalCalendarMethod, ICalEventBusyStatus } from 'ical-generator';
import type { Plan } from '../core/plan.ts';
import { everything } from './detail.ts';
import { paragraph } from './document.ts';
import { span } from './instants.ts';
import { outline, runbook } from './report-runbook.ts';
import { text } from './text.ts';
import { sentence } from './visible.ts';
import { says, type Voice } from './voice.ts';

// The windows of a plan as a calendar file: an event each, in UTC, with what is to be done in it. The only file that needs
// ical-generator; callers import it lazily.

const voice: Voice = { detail: everything, options: {} };

/** Calendars cut off, or refuse, descriptions that are books. */
const longestDescription = 30_000;

/** `stamp` is when the file is made, an instant. Without it each event is stamped with its own start. */
export function ics(plan: Plan, stamp?: string): string {
  const calendar = ical({
    prodId: { company: plan.tool.name, product: 'plan' },
    method: ICalCalendarMethod.PUBLISH,
    name: 'Maintenance windows',
  });
  for (const [place, proposal] of plan.maintenanceWindow.proposals.entries()) {
    calendar.createEvent({
      // The same windows of the same plan, sought again, are the same events at another time.
      id: `${plan.hash}-${place + 1}@${plan.tool.name}`,
      // A calendar takes the later file for the newer one.
      sequence: stamp === undefined ? 0 : Math.floor(Date.parse(stamp) / 60_000),
      stamp: new Date(stamp ?? proposal.start),
      start: new Date(proposal.start),
      end: new Date(proposal.end),
      summary: summary(plan, proposal),
      description: description(plan, proposal),
      busystatus: ICalEventBusyStatus.BUSY,
    });
  }
  return `${calendar.toString().trimEnd()}\r\n`;
}

type Proposal = Plan['maintenanceWindow']['proposals'][number];

function summary(plan: Plan, { stages }: Proposal): string {
  const titles = stagesOf(plan, stages).map(({ title }) => sentence(title));
  const which = `stage${stages.length === 1 ? '' : 's'} ${stages.join(', ')}`;
  return `Maintenance: ${which}${titles.length === 1 ? ` (${titles[0]})` : ''}`;
}

function description(plan: Plan, { start, end, stages }: Proposal): string {
  const opening = [
    paragraph(says(voice, plan.headline)),
    paragraph(says(voice, `Reserved: ${span(start, end, plan.maintenanceWindow.timeZone)}.`)),
    paragraph(`Plan ${plan.hash}. The way back is part of the time.`),
  ];
  const own = stagesOf(plan, stages);
  const options = { colour: false, width: 100 };
  const whole = text([...opening, ...runbook(own, voice)], options);
  return whole.length <= longestDescription
    ? whole
    : text([...opening, ...outline(own, voice)], options).slice(0, longestDescription);
}

function stagesOf(plan: Plan, numbers: readonly number[]) {
  return plan.stages.filter(({ number }) => numbers.includes(number));
}
