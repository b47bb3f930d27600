import type { Ruling } from '../core/gate.ts';
import { isAllowed } from '../core/gate.ts';
import type { PlanStage } from '../core/plan.ts';
import { everything } from './detail.ts';
import { alert, type Document, heading, type Part, paragraph, strong } from './document.ts';
import { localInstant, span } from './instants.ts';
import { duration, says, type Voice } from './voice.ts';

const voice: Voice = { detail: everything, options: {} };

/** What was asked of a gate, and the answer. */
export interface GateReport {
  readonly stage: PlanStage;
  /** When it was asked: an instant in UTC. */
  readonly at: string;
  readonly timeZone: string;
  readonly ruling: Ruling;
  /** Why the stage may run although the ruling says no. */
  readonly overrideReason?: string;
}

/** The answer of a gate. A reason that breaks the glass is said where everybody sees it. */
export function gateReport(report: GateReport): Document {
  const { stage, ruling, overrideReason } = report;
  const allowed = isAllowed(ruling);
  const answer = allowed ? 'may run' : 'may not run';
  const broken = !allowed && overrideReason !== undefined;
  return [
    heading(2, `Stage ${stage.number} ${broken ? 'runs outside its window' : answer}`),
    paragraph(strong(says(voice, stage.title))),
    paragraph(`${because(report)}`),
    ...(broken ? [override(report, overrideReason)] : []),
  ];
}

function override({ at }: GateReport, reason: string): Document[number] {
  const says_: Part = says(voice, reason);
  return alert('warning', [
    paragraph(strong('The window is overridden.'), ' Reason: ', says_),
    paragraph(`Asked at ${at}. Clients may be interrupted at a time that nobody agreed to.`),
  ]);
}

function because({ ruling, timeZone, stage }: GateReport): string {
  const local = (instant: string) => `${localInstant(instant, timeZone)} (${instant})`;
  const minutes = (number: number) => duration({ min: number, max: number });
  switch (ruling.kind) {
    case 'calm':
      return 'Nobody feels this stage: it needs no window.';
    case 'no-calendar':
      return 'Clients feel this stage, and neither the plan nor the config file has a calendar that says when.';
    case 'open':
      return `There is time until ${local(ruling.until)}, ${minutes(ruling.left)} from now; the work takes ${duration(stage.minutes)}.${ruling.short ? ' Undoing it may end later than that.' : ''}`;
    case 'frozen':
      return `The calendar is frozen until ${local(ruling.until)}: ${ruling.reason}`;
    case 'early':
      return `Its window is still to come: ${span(ruling.start, ruling.end, timeZone)}.`;
    case 'past':
      return `Its window is over: ${span(ruling.start, ruling.end, timeZone)}. Plan again for the next one.`;
    case 'late':
      return `It is too late to begin: ${minutes(ruling.left)} are left until ${local(ruling.until)}, and the work takes up to ${minutes(ruling.needed)}. Plan again for the next window.`;
    case 'closed':
      return ruling.opens === undefined
        ? 'The calendar is closed, and does not open within two years.'
        : `The calendar is closed until ${local(ruling.opens)}.`;
    case 'unplaced':
      return 'No opening of the calendar holds this stage or one before it, so no window is reserved: see window-never-fits in the plan.';
  }
}
