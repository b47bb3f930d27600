import type { Plan, PlanDecision } from '../core/plan.ts';
import {
  code,
  type Document,
  fold,
  lineBreak,
  link,
  type Part,
  paragraph,
  table,
} from './document.ts';
import { listed } from './rows.ts';
import { enumerate, name, says, thousands, type Voice, value } from './voice.ts';

/** For each kind of endpoint that comes or goes: what the other would need instead, and what speaks for either here. */
export function decisions({ decisions: rows = [] }: Plan, voice: Voice): Document {
  if (rows.length === 0 || voice.detail.decisions === 'left out') return [];
  return [
    fold('Service endpoint or private endpoint?', [
      ...listed(voice, 'some', {
        items: rows,
        noun: 'choice',
        show: (items) =>
          table(
            ['This change', 'The other way', 'What speaks here'],
            items.map((one) => [choice(voice, one), says(voice, one.instead), grounds(voice, one)]),
          ),
      }),
      paragraph('All that may speak, with sources: ', page(voice), '.'),
    ]),
  ];
}

function page({ options: { rulesUrl } }: Voice): Part {
  const command = code('explain decisions');
  return rulesUrl === undefined ? command : link(`${rulesUrl}../decisions.md`, command);
}

const mostNames = 5;

function choice(voice: Voice, { made, change, what, names }: PlanDecision): Part {
  const more = names.length - mostNames;
  const first: readonly Part[] = names.slice(0, mostNames).map((each) => name(voice, each));
  const whose = enumerate(more > 0 ? [...first, `${thousands(more)} more`] : first);
  const verb = change === 'add' ? 'Adds' : 'Removes';
  return made === 'service-endpoint'
    ? [`${verb} service endpoint `, value(voice, what), ' on ', whose]
    : [
        `${verb} ${names.length === 1 ? 'a private endpoint' : 'private endpoints'} to `,
        says(voice, what),
        ' ',
        whose,
      ];
}

const mostGrounds = 3;

function grounds(voice: Voice, { grounds: all }: PlanDecision): Part {
  if (all.length === 0) return 'Nothing that the input shows.';
  const more = all.length - mostGrounds;
  const told = all
    .slice(0, mostGrounds)
    .map(
      (one): Part => [
        says(voice, one.says),
        one.confidence === 'certain' ? '' : ` (${one.confidence})`,
      ],
    );
  const rest: readonly Part[] = more > 0 ? [`And ${thousands(more)} more in plan.json.`] : [];
  return [...told, ...rest].map((part, index) => [index === 0 ? '' : lineBreak, part]);
}
