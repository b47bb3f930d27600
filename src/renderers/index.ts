import type { Plan } from '../core/plan.ts';
import type { Document } from './document.ts';
import { type Budget, fitted } from './fit.ts';
import { html } from './html.ts';
import { json } from './json.ts';
import { markdown } from './markdown.ts';
import { report } from './report.ts';
import { type TextOptions, text } from './text.ts';
import type { ReportOptions } from './voice.ts';

/** The formats of a plan. */
export const formats = ['text', 'markdown', 'json', 'html'] as const;

export type Format = (typeof formats)[number];

/** The formats of a document: whatever is not data. */
export type PageFormat = Exclude<Format, 'json'>;

export interface RenderOptions extends ReportOptions {
  /** The room that markdown has; without one everything is told. */
  readonly budget?: Budget;
  /** How text is laid out; without it in 100 columns and no colour. */
  readonly terminal?: TextOptions;
}

/** `plan` in `format`. */
export function render(plan: Plan, format: Format, options: RenderOptions = {}): string {
  if (format === 'json') return json(plan);
  if (format === 'markdown' && options.budget !== undefined)
    return fitted(plan, options.budget, options);
  return renderDocument(report(plan, options), format, options.terminal);
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
