import type { Interruption, Plan } from '../core/plan.ts';
import { type Detail, everything } from './detail.ts';
import {
  alert,
  code,
  type Document,
  heading,
  link,
  list,
  type Part,
  paragraph,
  strong,
} from './document.ts';
import { decisions } from './report-decisions.ts';
import { asOneApply, gaps, losses, noise } from './report-findings.ts';
import { firstScreen } from './report-first.ts';
import { hazards } from './report-hazards.ts';
import { projects } from './report-projects.ts';
import { stages } from './report-stages.ts';
import { timeline } from './report-timeline.ts';
import {
  count,
  dotted,
  effect,
  name,
  type ReportOptions,
  says,
  stops,
  thousands,
  type Voice,
  verdicts,
} from './voice.ts';

// Plan → Document. This file and its parts (report-*.ts, with the small words of voice.ts) are the only ones that write
// sentences. The first screen answers, in this order: may it be applied, what resets, what to change first, what DNS
// answers, when; then the stages; then, folded, everything that those answers rest on.

/** What `plan` says, in as much detail as asked for. */
export function report(
  plan: Plan,
  options: ReportOptions = {},
  detail: Detail = everything,
): Document {
  const voice = { detail, options };
  return [
    heading(2, verdictSentence(plan, voice)),
    ...alarm(plan, voice),
    ...(plan.verdict === 'clear' ? [clear(plan)] : []),
    ...projects(plan, voice),
    ...firstScreen(plan, voice),
    ...stages(plan, voice),
    ...timeline(plan, voice),
    ...asOneApply(plan, voice),
    ...losses(plan, voice),
    ...hazards(plan, voice),
    ...gaps(plan, voice),
    ...noise(plan, voice),
    ...decisions(plan, voice),
    footer(plan, voice),
  ];
}

function verdictSentence(plan: Plan, voice: Voice): Part {
  const { mark, word } = verdicts[plan.verdict];
  return [`${mark} ${word}`, plan.headline === '' ? '' : [': ', says(voice, plan.headline)]];
}

function clear(plan: Plan): Document[number] {
  const nothing = [
    [plan.connectionResets, 'no connection resets'],
    [plan.firewallUpdates, 'no firewall rule needs to change first'],
    [plan.dnsChanges, 'no name changes its answer'],
  ] as const;
  const untouched = nothing.filter(([rows]) => rows.length === 0).map(([, words]) => words);
  return paragraph(
    'No existing client changes its way, its name, its source address or its connections',
    untouched.length === 0 ? '' : `: ${untouched.join(', ')}`,
    '.',
  );
}

const mostAlarms = 3;

/** At most one alert, and only where somebody must not simply go on. */
function alarm(plan: Plan, voice: Voice): Document {
  switch (plan.verdict) {
    case 'clear':
    case 'safe':
      return besides(plan, voice);
    case 'window':
      return [
        alert('warning', [
          paragraph(strong('Apply this change in a maintenance window.')),
          ...first(closings(plan, voice)),
        ]),
      ];
    case 'incomplete':
      return [
        alert('warning', [
          paragraph(strong('The input does not show everything that decides this change.')),
          ...first(plan.gaps.map((gap) => says(voice, gap.missing))),
        ]),
      ];
    case 'split':
      return [
        alert('caution', [
          paragraph(strong('Do not apply this change in one go.'), ' As one apply:'),
          ...first(worst(plan, voice)),
          ...(plan.stages.length === 0 ? [] : [paragraph(staged(plan), lacking(plan))]),
        ]),
      ];
    case 'blocked':
      return [
        alert('caution', [
          paragraph(strong('Do not apply this change as it is.')),
          ...first(worst(plan, voice)),
          ...(lacking(plan) === '' ? [] : [paragraph(lacking(plan).trim())]),
        ]),
      ];
  }
}

/** What no flow feels, and somebody should know before going on: a door that opens to everybody. */
function besides(plan: Plan, voice: Voice): Document {
  const risks = risksOf(plan);
  if (risks.length === 0) return [];
  return [
    alert('warning', [
      paragraph(strong('Nothing is interrupted, but look at this first.')),
      ...first(risks.map((hazard) => says(voice, hazard.says))),
    ]),
  ];
}

function first(items: readonly Part[]): Document {
  const more = items.length - mostAlarms;
  const shown = items.slice(0, mostAlarms);
  return shown.length === 0
    ? []
    : [list(more > 0 ? [...shown, `and ${thousands(more)} more`] : shown)];
}

function closings(plan: Plan, voice: Voice): readonly Part[] {
  return plan.connectionResets.map((reset) => [
    'Open connections from ',
    name(voice, reset.subnetName),
    ' to ',
    name(voice, reset.service),
    ' close.',
  ]);
}

/** What stops longest; where nothing does, what no replay shows: a refusal of Azure say, else what may stop. */
function worst(plan: Plan, voice: Voice): readonly Part[] {
  const stopped = plan.asWritten.interruptions.filter(stops);
  if (stopped.length > 0) return stopped.toSorted(longestFirst).map((one) => effect(voice, one));
  const outages = plan.hazards.filter(
    (hazard) => hazard.severity === 'outage' && hazard.waived === undefined,
  );
  return (outages.length > 0 ? outages : risksOf(plan)).map((hazard) => says(voice, hazard.says));
}

function risksOf({ hazards }: Plan): Plan['hazards'] {
  return hazards.filter(
    ({ severity, confidence, waived }) =>
      severity === 'risk' && confidence !== 'possible' && waived === undefined,
  );
}

function longestFirst(a: Interruption, b: Interruption): number {
  const end = ({ minutes }: Interruption) => minutes.max ?? Number.MAX_SAFE_INTEGER;
  // What is sure comes before what the input only leaves open.
  return Number(a.assumed ?? false) - Number(b.assumed ?? false) || end(b) - end(a);
}

function staged(plan: Plan): string {
  const steps = plan.stages.flatMap((stage) => stage.steps);
  const left = steps.flatMap((step) => step.interruptions.filter(stops)).length;
  return left === 0
    ? `In the ${count(plan.stages.length, 'stage')} below nothing is denied.`
    : `In the ${count(plan.stages.length, 'stage')} below ${count(left, 'interruption')} of new requests remain.`;
}

function lacking(plan: Plan): string {
  const lacked = missingSteps(plan);
  if (lacked === 0) return '';
  return ` The change lacks ${count(lacked, 'step')}, marked “not in the change” below.`;
}

/** Steps that somebody must still write; a bridge is done by hand and leaves no trace. */
function missingSteps(plan: Plan): number {
  // Looking and recycling is work, and nothing that a change could hold.
  const written = plan.stages.filter((stage) => stage.phase !== 'verify');
  const steps = written.flatMap((stage) => stage.steps);
  return steps.filter((step) => !step.inChange && step.bridge === undefined).length;
}

function footer(plan: Plan, voice: Voice): Document[number] {
  const waivable = plan.hazards.some((hazard) => hazard.severity !== 'notice');
  const { fullReportUrl } = voice.options;
  return paragraph(
    dotted([
      [strong('Next:'), ' ', nextAction(plan)],
      waivable
        ? [
            'To accept a hazard, add its rule to ',
            code('waivers'),
            ' in ',
            code('.github/endpoint-planner.yml'),
          ]
        : '',
      fullReportUrl === undefined ? '' : link(fullReportUrl, 'Full report'),
      [plan.tool.name, ' ', says(voice, plan.tool.version)],
      ['plan ', code(plan.hash.slice(0, 12))],
    ]),
  );
}

/** Stage 1 is merged where it holds something of the change, and made by hand where it is a bridge. */
function ownStage({ stages }: Plan): string {
  const byHand = stages[0]?.steps.every((step) => step.bridge !== undefined) === true;
  return byHand
    ? 'make stage 1 by hand, with the commands there, then go on stage by stage.'
    : 'make stage 1 a change of its own and merge it first.';
}

function nextAction(plan: Plan): string {
  const lacked = missingSteps(plan);
  const add = `add the ${lacked === 1 ? 'step' : `${thousands(lacked)} steps`} that the change lacks`;
  switch (plan.verdict) {
    case 'clear':
      return 'nothing to do.';
    case 'safe':
      return 'apply it; nothing is interrupted.';
    case 'window':
      return 'apply it in the window, stage by stage, with the checks of each.';
    case 'incomplete':
      return 'settle what stands under “Not judged”, then plan again.';
    case 'split':
      if (plan.stages.length === 0) return 'mend what stands under “Hazards”, then plan again.';
      return `${lacked === 0 ? '' : `${add}, then `}${ownStage(plan)}`;
    case 'blocked':
      return lacked === 0
        ? 'mend the outages under “Hazards”, then plan again.'
        : `${add}, then plan again.`;
  }
}
