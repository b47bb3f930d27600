import type { EffectKind, Plan, PlanStage, PlanStep } from '../core/plan.ts';
import {
  codeBlock,
  type Document,
  fold,
  heading,
  inline,
  list,
  numbered,
  type Part,
  paragraph,
  strong,
  type Task,
  tasks,
} from './document.ts';
import { localSpan } from './instants.ts';
import { stageBasis, stepBasis, sumOf } from './report-basis.ts';
import { checks } from './report-checks.ts';
import {
  count,
  dotted,
  duration,
  effect,
  elsewhere,
  enumerate,
  isTyped,
  name,
  says,
  sentenceOf,
  tail,
  thousands,
  typed,
  type Voice,
} from './voice.ts';

/** One line a stage to tick off, then what to type, what to look for and how to go back, stage by stage. */
export function stages(plan: Plan, voice: Voice): Document {
  if (plan.stages.length === 0) return [];
  const most = voice.detail.stages === 'some' ? 8 : plan.stages.length;
  const shown = plan.stages.slice(0, most);
  const more = plan.stages.length - shown.length;
  return [
    heading(3, 'Stages'),
    tasks(shown.map((stage) => task(plan, stage, voice))),
    ...(more > 0
      ? [paragraph(`And ${count(more, 'more stage')}: see `, elsewhere(voice), '.')]
      : []),
    ...(voice.detail.stages === 'lines' || voice.detail.stages === 'some'
      ? []
      : shown
          .filter(({ steps, gate }) => steps.length + gate.length > 0)
          .map((stage) => stageFold(plan, stage, voice))),
  ];
}

function task(plan: Plan, stage: PlanStage, voice: Voice): Task {
  const done = stage.steps.length > 0 && stage.steps.every((step) => step.status === 'done');
  const window = stage.window;
  const when =
    window === undefined
      ? stage.disruptive
        ? ', in a window'
        : ''
      : [', ', says(voice, localSpan(window.start, window.end, plan.maintenanceWindow.timeZone))];
  const gate = stage.gate.length === 0 ? '' : `, then ${count(stage.gate.length, 'check')}`;
  return {
    done,
    says: inline(
      strong(`${thousands(stage.number)}. `, says(voice, stage.title)),
      stage.title.toLowerCase().startsWith(stage.phase) ? ': ' : ` (${stage.phase}): `,
      whatHappens(stage),
      `; ${duration(stage.minutes)}${gate}`,
      when,
    ),
  };
}

/** Gravest first. */
const happenings: readonly (readonly [EffectKind, string])[] = [
  ['denied', 'traffic is denied'],
  ['name-unresolved', 'names do not resolve'],
  ['reset', 'open connections close'],
  ['name-changes', 'names change their answer'],
  ['source-switch', 'source addresses change'],
  ['route-changes', 'routes change'],
];

function whatHappens({ steps, disruptive }: PlanStage): Part {
  const found = new Set(steps.flatMap((step) => step.interruptions.map((one) => one.effect)));
  const words = happenings.filter(([kind]) => found.has(kind)).map(([, says]) => says);
  const stops = found.has('denied') || found.has('name-unresolved');
  if (disruptive || stops)
    return strong(words.length === 0 ? 'what stopped before is not back yet' : enumerate(words));
  return words.length === 0 ? 'nothing stops' : ['nothing stops, ', enumerate(words)];
}

function stageFold(plan: Plan, stage: PlanStage, voice: Voice): Document[number] {
  const title = inline(
    `Stage ${thousands(stage.number)}: `,
    says(voice, stage.title),
    ` (${stage.steps.length === 0 ? '' : `${count(stage.steps.length, 'step')}, `}${duration(stage.minutes)})`,
  );
  if (voice.detail.stages === 'titles') {
    return fold(title, [list(stage.steps.map((step) => stepLine(step, voice)))]);
  }
  return fold(title, [
    ...(voice.detail.stages === 'everything' ? stageBasis(stage, voice) : []),
    ...stage.steps.flatMap((step) => stepBlocks(plan, step, voice)),
    ...(stage.gate.length === 0
      ? []
      : [
          heading(4, stage === plan.stages.at(-1) ? 'At the end' : 'Before the next stage'),
          ...checks(stage.gate, voice),
        ]),
  ]);
}

function stepLine(step: PlanStep, voice: Voice): Part {
  const stopped = step.interruptions.length;
  return [
    name(voice, step.id),
    ': ',
    says(voice, step.title),
    step.inChange ? '' : [' ', strong('(not in the change)')],
    stopped === 0 ? '' : `; ${count(stopped, 'effect')}`,
  ];
}

function stepBlocks(plan: Plan, step: PlanStep, voice: Voice): Document {
  const whole = voice.detail.stages === 'everything';
  return [
    heading(4, 'Step ', name(voice, step.id), ': ', says(voice, step.title)),
    paragraph(about(step, voice)),
    ...(whole ? stepBasis(step, voice) : []),
    ...reasons(plan, step, voice),
    ...(step.interruptions.length === 0
      ? [paragraph('Nothing stops.')]
      : [
          list(
            step.interruptions.map((one) => [effect(voice, one), whole ? sumOf(one, voice) : '']),
          ),
        ]),
    ...(step.commands === undefined || step.commands.length === 0
      ? []
      : [
          codeBlock(
            'sh',
            step.commands.map((line) => typed(voice, line)),
          ),
        ]),
    ...(whole ? [...checks(step.verify, voice), ...undo(step, voice)] : []),
    ...(step.pointOfNoReturn === undefined
      ? []
      : [paragraph(strong('Last safe moment:'), ' ', says(voice, step.pointOfNoReturn))]),
  ];
}

const owners = {
  network: 'the network team',
  dns: 'the DNS team',
  service: 'the service owner',
  application: 'the application team',
} as const;

function about(step: PlanStep, voice: Voice): Part {
  return dotted([
    step.status === 'done' ? strong('Done') : '',
    step.inChange ? '' : strong('Not in the change'),
    step.bridge === undefined
      ? ''
      : ['a bridge, to be taken away again (', name(voice, step.bridge), ')'],
    ['On ', name(voice, tail(step.target))],
    duration(step.minutes),
    step.by === undefined ? '' : `by ${owners[step.by]}`,
    step.edit === '' ? '' : name(voice, step.edit),
  ]);
}

/** Why the rows of the tables above stand at this step. */
function reasons(plan: Plan, step: PlanStep, voice: Voice): Document {
  const rows = [...plan.firewallUpdates, ...plan.dnsChanges];
  const why = new Set(
    rows.filter((row) => row.step === step.id && row.why.trim() !== '').map((row) => row.why),
  );
  return why.size === 0
    ? []
    : [
        paragraph(
          inline([...why].map((one, index) => [index === 0 ? '' : ' ', sentenceOf(voice, one)])),
        ),
      ];
}

function undo(step: PlanStep, voice: Voice): Document {
  if (step.rollback.length === 0) return [];
  return [
    paragraph('Undo:'),
    step.rollback.every(isTyped)
      ? codeBlock(
          'sh',
          step.rollback.map((line) => typed(voice, line)),
        )
      : numbered(step.rollback.map((line) => says(voice, line))),
  ];
}
