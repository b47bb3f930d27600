import { isAllowed } from '../core/gate.ts';
import type { Plan } from '../core/plan.ts';
import type { Document } from './document.ts';
import { type Budget, fitted } from './fit.ts';
import { gantt } from './gantt.ts';
import { html } from './html.ts';
import { json } from './json.ts';
import { markdown } from './markdown.ts';
import { report } from './report.ts';
import { type GateReport, gateReport } from './report-gate.ts';
import { ticket } from './report-ticket.ts';
import { type SarifOptions, sarif } from './sarif.ts';
import { type TextOptions, text } from './text.ts';
import { timelineOf } from './timeline.ts';

/** The formats of a document: a report, an explanation. */
export type PageFormat = 'text' | 'markdown' | 'html';

/** The formats of a plan. */
export const formats = ['text', 'markdown', 'json', 'html', 'sarif', 'mermaid', 'ticket'] as const;

export type Format = (typeof formats)[number];

/** `ics` needs a library that nothing else does. */
export type FileFormat = Format | 'ics';

export interface RenderOptions extends SarifOptions {
  /** The room that markdown has; without one everything is told. */
  readonly budget?: Budget;
  /** How text is laid out; without it in 100 columns and no colour. */
  readonly terminal?: TextOptions;
  /** When a calendar file says that it was made: an instant in UTC. */
  readonly now?: string;
}

/** `plan` in `format`. */
export function render(plan: Plan, format: Format, options: RenderOptions = {}): string {
  switch (format) {
    case 'json':
      return json(plan);
    case 'sarif':
      return sarif(plan, options);
    case 'mermaid':
      return `${gantt(timelineOf(plan)).join('\n')}\n`;
    case 'ticket':
      return text(ticket(plan), { colour: false });
    case 'markdown':
      return options.budget === undefined
        ? markdown(report(plan, options))
        : fitted(plan, options.budget, options);
    case 'text':
    case 'html':
      return renderDocument(report(plan, options), format, options.terminal);
  }
}

/** `plan` in any format. */
export async function renderFile(
  plan: Plan,
  format: FileFormat,
  options: RenderOptions = {},
): Promise<string> {
  if (format !== 'ics') return render(plan, format, options);
  const { ics } = await import('./ics.ts');
  return ics(plan, options.now);
}

/** What a gate answered, in `format`. */
export function renderGate(
  answer: GateReport,
  format: PageFormat | 'json',
  terminal?: TextOptions,
): string {
  if (format !== 'json') return renderDocument(gateReport(answer), format, terminal);
  const { stage, ruling, ...rest } = answer;
  const said = { stage: stage.number, allowed: isAllowed(ruling), ...rest, ruling };
  return `${JSON.stringify(said, undefined, 2)}\n`;
}

/** `document` in `format`: a report, an explanation. */
export function renderDocument(
  document: Document,
  format: PageFormat,
  terminal?: TextOptions,
): string {
  switch (format) {
    case 'text':
      return text(document, terminal ?? { colour: false });
    case 'markdown':
      return markdown(document);
    case 'html':
      return html(document);
  }
}
