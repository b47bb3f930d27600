import type { Plan } from '../core/plan.ts';
import { ladder } from './detail.ts';
import type { Block, Document, Inline } from './document.ts';
import { markdown } from './markdown.ts';
import { report } from './report.ts';
import { essence } from './report-essence.ts';
import { utf8Length } from './visible.ts';
import type { ReportOptions } from './voice.ts';

/** GitHub counts the characters of a comment and the bytes of a job summary. */
export interface Budget {
  readonly most: number;
  readonly unit: 'characters' | 'bytes';
}

/** Well below what GitHub takes: it refuses more than 65,536 characters and drops a summary above 1 MiB. */
export const commentBudget: Budget = { most: 60_000, unit: 'characters' };
export const summaryBudget: Budget = { most: 900 * 1024, unit: 'bytes' };

/** The least that any budget may be: the smallest report, whatever the plan. */
export const smallestBudget = 2_000;

/** `plan` as markdown within `budget`: told in less and less detail until it fits, never cut. */
export function fitted(plan: Plan, budget: Budget, options: ReportOptions = {}): string {
  if (budget.most < smallestBudget) {
    throw new RangeError(
      `A report needs ${smallestBudget} ${budget.unit}; ${budget.most} were given.`,
    );
  }
  for (const detail of ladder) {
    const told = within(report(plan, options, detail), budget);
    if (told !== undefined) return told;
  }
  return markdown(essence(plan, options));
}

function within(document: Document, budget: Budget): string | undefined {
  // Names can be long enough that only printing them takes the memory of the machine.
  if (weight(document) > budget.most) return undefined;
  const told = markdown(document);
  return size(told, budget.unit) <= budget.most ? told : undefined;
}

function size(told: string, unit: Budget['unit']): number {
  return unit === 'bytes' ? utf8Length(told) : told.length;
}

/** The characters of a document before it has a format: about the least that it will take. */
function weight(document: Document): number {
  return document.reduce((sum, block) => sum + weightOf(block), 0);
}

function weightOf(block: Block): number {
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
      return spans(block.children);
    case 'table':
      return block.rows.reduce(
        (sum, row) => row.reduce((part, cell) => part + spans(cell), sum),
        0,
      );
    case 'list':
      return block.items.reduce((sum, item) => sum + spans(item), 0);
    case 'tasks':
      return block.items.reduce((sum, { says }) => sum + spans(says), 0);
    case 'fold':
      return spans(block.summary) + weight(block.blocks);
    case 'alert':
      return weight(block.blocks);
    case 'code-block':
      return block.lines.reduce((sum, line) => sum + line.length, 0);
    case 'timeline':
      // A label is cut to its line; what stands beside it is longer than a short one.
      return block.timeline.lanes.reduce((sum, { bars }) => sum + 60 * (bars.length + 1), 0);
  }
}

function spans(parts: readonly Inline[]): number {
  return parts.reduce((sum, part) => sum + spanOf(part), 0);
}

function spanOf(part: Inline): number {
  switch (part.kind) {
    case 'text':
    case 'code':
      return part.text.length;
    case 'strong':
    case 'link':
      return spans(part.children);
    case 'break':
      return 0;
  }
}
