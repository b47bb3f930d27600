import type {
  Interruption,
  Plan,
  PlanStage,
  PlanStep,
  Range,
  Share,
  StageBasis,
} from '../core/plan.ts';
import { type Document, type Part, paragraph, strong } from './document.ts';
import { duration, name, says, sourceName, type Voice } from './voice.ts';

// Why something takes as long as it does: no length without its reason.

/** What the length of a stage is made of, and of its way back. */
export function stageBasis(stage: PlanStage, voice: Voice): Document {
  const told = stage.basis === undefined ? [] : shares(stage.basis, voice);
  const back = wayBack(stage, voice);
  return told.length === 0 ? back : [paragraph(...told, '.'), ...back];
}

function shares({ shares: told, ...basis }: StageBasis, voice: Voice): readonly Part[] {
  const bare = (['writes', 'settling', 'checks'] as const).map((of) => ({
    of,
    minutes: basis[of],
  }));
  const parts: readonly (Pick<Share, 'of' | 'minutes'> & Partial<Share>)[] = told ?? bare;
  return parts
    .filter(({ minutes }) => !isNothing(minutes))
    .map(({ of, minutes, step, because, source }, place): Part => {
      const what = of === 'people' ? '' : `${of} `;
      const word = place === 0 ? what.charAt(0).toUpperCase() + what.slice(1) : `, then ${what}`;
      const why =
        step !== undefined
          ? [' (of ', name(voice, step), ')']
          : because === undefined || source === undefined
            ? ''
            : [' (', says(voice, because), '; ', pageName(voice, source), ')'];
      return [`${word}${duration(minutes)}`, why];
    });
}

/** How long it takes to go back, what that undoes, and until when it can be decided. */
export function wayBack({ rollback, steps: all }: PlanStage, voice: Voice): Document {
  if (rollback === undefined) return [];
  const { minutes, basis, steps, lastSafeMoment } = rollback;
  const { before } = lastSafeMoment;
  const hurting = all.find(({ id, pointOfNoReturn }) => id !== before && pointOfNoReturn);
  const felt = hurting !== undefined && steps.includes(hurting.id) ? name(voice, hurting.id) : '';
  const last: Part =
    before === undefined
      ? [
          ' It can still begin when the work is done',
          felt === ''
            ? '.'
            : ['; its last safe moment is before step ', felt, ', for from there on it is felt.'],
        ]
      : [
          ' Its last safe moment is before step ',
          name(voice, before),
          `, ${duration(lastSafeMoment.minutes)} after the first write begins: nothing undoes that step`,
          felt === '' ? '.' : [', and from step ', felt, ' on going back is felt.'],
        ];
  if (steps.length === 0) return [paragraph(strong('Way back:'), ' none.', last)];
  const parts = (['writes', 'settling', 'checks'] as const)
    .filter((of) => !isNothing(basis[of]))
    .map((of) => `${of} ${duration(basis[of])}`);
  const undone = steps.length > mostSteps ? [...steps.slice(0, mostSteps), '…'] : steps;
  return [
    paragraph(
      strong('Way back:'),
      ` ${duration(minutes)}, undoing `,
      undone.map((step, place): Part => [place === 0 ? '' : ', ', name(voice, step)]),
      ` (${parts.join(', then ')}).`,
      last,
    ),
  ];
}

const mostSteps = 12;

/** What a length is made of, step by step, where it is more than one. */
export function sumOf({ basis = [] }: Pick<Interruption, 'basis'>, voice: Voice): Part {
  if (basis.length < 2) return '';
  return [
    ' (',
    basis.map(
      ({ of, step, minutes }, place): Part => [
        place === 0 ? '' : ' + ',
        step === undefined ? name(voice, of) : [of, ' after ', name(voice, step)],
        ` ${duration(minutes)}`,
      ],
    ),
    ')',
  ];
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

/** The work and the way back, of which a window is made, and what lies between two windows. */
export function windowBasis({ basis }: Plan['maintenanceWindow']): string {
  if (basis === undefined) return ', the rollback included.';
  const soak = basis.shares?.find(({ of }) => of === 'soak');
  const apart =
    soak === undefined
      ? ''
      : ` At least ${duration(soak.minutes)} lie ${soak.because} (${soak.source}).`;
  return ` (${duration(basis.work)} of work, ${duration(basis.rollback)} to roll back).${apart}`;
}

/** Microsoft's pages as links; of a page elsewhere, which is no link, the file: plan.json has the whole address. */
function pageName(voice: Voice, source: string): Part {
  const thread = /^https:\/\/github\.com\/[^/]+\/([^/]+)\/(?:issues|pull)\/(\d+)$/.exec(source);
  if (thread !== null) return name(voice, `${thread[1]}#${thread[2]}`);
  const elsewhere = /^https:\/\/(?!learn\.microsoft\.com\/)\S*\/([^/\s?#]+)$/.exec(source)?.[1];
  return elsewhere === undefined ? sourceName(voice, source) : name(voice, elsewhere);
}

function isNothing({ min, max }: Range): boolean {
  return min === 0 && max === 0;
}
