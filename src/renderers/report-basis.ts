import type { PlanStage, PlanStep, Range } from '../core/plan.ts';
import { type Document, type Part, paragraph } from './document.ts';
import { duration, name, says, sourceName, type Voice } from './voice.ts';

// Why something takes as long as it does: no length without its reason.

/** What the length of a stage is made of. */
export function stageBasis({ basis }: PlanStage): Document {
  if (basis === undefined) return [];
  const { writes, settling, checks } = basis;
  const parts = [
    ['writes ', writes],
    ['settling ', settling],
    ['checks ', checks],
  ] as const;
  const told = parts.filter(([, range]) => !isNothing(range));
  const words = told.map(([what, range]) => `${what}${duration(range)}`).join(', then ');
  return told.length === 0 ? [] : [paragraph(words.charAt(0).toUpperCase(), words.slice(1), '.')];
}

/** Why a step takes so long, and who says so. */
export function stepBasis({ basis = [] }: PlanStep, voice: Voice): Document {
  return basis.map(({ takes, settles, because, source, confidence }) =>
    paragraph(
      `${lengths(takes, settles)}: `,
      says(voice, because),
      ' (',
      pageName(voice, source),
      confidence === 'certain' ? '' : `, ${confidence}`,
      ').',
    ),
  );
}

function lengths(takes: Range, settles: Range): string {
  if (isNothing(settles)) return `Takes ${duration(takes)}`;
  if (isNothing(takes)) return `Settles within ${duration(settles)}`;
  return `Takes ${duration(takes)}, then settles for ${duration(settles)}`;
}

/** The work and the way back, of which a window is made. */
export function windowBasis(
  basis: { readonly work: Range; readonly rollback: Range } | undefined,
): string {
  return basis === undefined
    ? ', the rollback included.'
    : ` (${duration(basis.work)} of work, ${duration(basis.rollback)} to roll back).`;
}

/** Microsoft's pages as links; of a page elsewhere, which is no link, the file: plan.json has the whole address. */
function pageName(voice: Voice, source: string): Part {
  const elsewhere = /^https:\/\/(?!learn\.microsoft\.com\/)\S*\/([^/\s?#]+)$/.exec(source)?.[1];
  return elsewhere === undefined ? sourceName(voice, source) : name(voice, elsewhere);
}

function isNothing({ min, max }: Range): boolean {
  return min === 0 && max === 0;
}
