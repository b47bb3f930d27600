import type { EffectKind, Gap, Interruption, Plan, PlanRoute } from '../core/plan.ts';
import { type Document, fold, lineBreak, list, type Part, paragraph, table } from './document.ts';
import { listed } from './rows.ts';
import {
  command,
  dotted,
  effect,
  enumerate,
  flowName,
  lasting,
  name,
  place,
  ruleName,
  says,
  sourceName,
  tail,
  thousands,
  type Voice,
  verdicts,
} from './voice.ts';

/** What the plan avoids: everything in one apply, and which two writes make each interruption. */
export function asOneApply({ asWritten }: Plan, voice: Voice): Document {
  if (asWritten.interruptions.length === 0) return [];
  const { min, max } = asWritten.deniedMinutes;
  const denied =
    max === 0 && min === 0
      ? 'nothing is denied'
      : `the worst flow is denied ${lasting(asWritten.deniedMinutes)}`;
  return [
    fold(`As one apply: ${verdicts[asWritten.verdict].word.toLowerCase()}, ${denied}`, [
      paragraph(
        'This is what the change does when everything is applied at once, in the worst order that its dependencies allow.',
      ),
      ...listed(voice, voice.detail.asWritten, {
        items: asWritten.interruptions.toSorted((a, b) => gravity[a.effect] - gravity[b.effect]),
        noun: 'interruption',
        show: (items) =>
          table(
            ['What happens', 'Begins with', 'Ends with'],
            items.map((one) => [effect(voice, one), beginning(voice, one), ending(voice, one)]),
          ),
      }),
    ]),
  ];
}

function beginning(voice: Voice, { causedBy, basis = [] }: Interruption): Part {
  const [harm, cure] = basis;
  const minute =
    cure === undefined || harm === undefined ? '' : `, from minute ${harm.minutes.min}`;
  return [name(voice, causedBy), minute];
}

function ending(voice: Voice, { causedBy, restoredBy, basis = [] }: Interruption): Part {
  if (restoredBy === '') return 'nothing in the change';
  if (restoredBy === causedBy) return 'itself, once settled';
  const by = basis[1]?.minutes.max;
  return [name(voice, restoredBy), by == null ? '' : `, settled by minute ${by}`];
}

/** What stops new requests, then what ends open ones, then what is only noticed. */
const gravity: Readonly<Record<EffectKind, number>> = {
  denied: 0,
  'name-unresolved': 1,
  reset: 2,
  'name-changes': 3,
  'source-switch': 4,
  'route-changes': 5,
};

/** Who worked before and does not after, as the change intends it. */
export function losses(plan: Plan, voice: Voice): Document {
  const lost = plan.transitions.filter((one) => one.intended && one.to.by === 'none');
  if (lost.length === 0) return [];
  return [
    fold(`Who loses access: ${thousands(lost.length)}`, [
      paragraph('The change takes these ways away on purpose. Confirm each with its owner.'),
      ...listed(voice, voice.detail.losses, {
        items: lost,
        noun: 'lost way',
        show: (items) =>
          list(
            items.map((one) => [
              flowName(voice, one.flow),
              ': now ',
              route(voice, one.from),
              '; afterwards ',
              route(voice, one.to),
            ]),
          ),
      }),
    ]),
  ];
}

const ways = {
  internet: 'the internet',
  'service-endpoint': 'service endpoint',
  'private-endpoint': 'private endpoint',
} as const;

function route(voice: Voice, way: PlanRoute): Part {
  switch (way.by) {
    case 'none':
      return ['none (', says(voice, way.blocker), ')'];
    case 'undecided':
      return 'not known';
    case 'internet':
    case 'service-endpoint':
    case 'private-endpoint':
      return [
        'by ',
        ways[way.by],
        way.address === undefined ? '' : [' from ', name(voice, way.address)],
      ];
  }
}

/** What the input does not show, and the command that shows it. */
export function gaps(plan: Plan, voice: Voice): Document {
  if (plan.gaps.length === 0) return [];
  return [
    fold(
      `Not judged: ${thousands(plan.gaps.length)}`,
      listed(voice, voice.detail.gaps, {
        items: plan.gaps,
        noun: 'gap',
        show: (items) => list(items.map((gap) => gapLine(gap, voice))),
      }),
    ),
  ];
}

const mostAffected = 8;

function gapLine({ missing, origin, affects, howToFind }: Gap, voice: Voice): Part {
  const more = affects.length - mostAffected;
  const first = affects.slice(0, mostAffected).map((one) => name(voice, tail(one)));
  return [
    says(voice, missing),
    affects.length === 0
      ? ''
      : [
          /[.!?]$/.test(missing.trim()) ? ' ' : '. ',
          'It decides ',
          enumerate(more > 0 ? [...first, `${thousands(more)} more`] : first),
          '.',
        ],
    howToFind === '' ? '' : [lineBreak, 'To find out: ', command(voice, howToFind)],
    [lineBreak, place(voice, origin)],
  ];
}

/** Differences that the input shows and that change nothing. */
export function noise(plan: Plan, voice: Voice): Document {
  if (plan.noise.length === 0) return [];
  return [
    fold(
      `Noise ignored: ${thousands(plan.noise.length)}`,
      listed(voice, voice.detail.noise, {
        items: plan.noise,
        noun: 'difference',
        show: (items) =>
          list(
            items.map((one) => [
              says(voice, one.what),
              lineBreak,
              dotted([
                ['Rule ', ruleName(voice, one.rule)],
                place(voice, one.origin),
                sourceName(voice, one.source),
              ]),
            ]),
          ),
      }),
    ),
  ];
}
