import type { Plan, PlanHazard } from '../core/plan.ts';
import { everything } from './detail.ts';
import { type Document, heading, type Part, paragraph } from './document.ts';
import { span } from './instants.ts';
import { windowBasis } from './report-basis.ts';
import { listed, runbook } from './report-runbook.ts';
import {
  count,
  duration,
  effect,
  enumerate,
  says,
  stops,
  thousands,
  type Voice,
  verdicts,
} from './voice.ts';

const voice: Voice = { detail: everything, options: {} };

/** A plan as a change ticket asks for it: what, when, whom it hurts, how, and how back. */
export function ticket(plan: Plan): Document {
  return [
    heading(2, 'Change: ', says(voice, plan.headline)),
    paragraph(
      `Verdict: ${verdicts[plan.verdict].word}. Approval binds to plan ${plan.hash}, made by ${plan.tool.name} `,
      says(voice, plan.tool.version),
      '.',
    ),
    heading(3, 'When'),
    ...when(plan),
    heading(3, 'Impact'),
    ...impact(plan),
    heading(3, 'Risks'),
    ...listed(plan.hazards.filter(isRisk).map(risk), 'None that is known.'),
    heading(3, 'Open questions'),
    ...listed(
      plan.gaps.map((gap) => says(voice, `${gap.missing} ${gap.howToFind}`)),
      'None.',
    ),
    ...(plan.stages.length === 0
      ? [heading(3, 'Implementation'), paragraph('Apply the change; there are no stages.')]
      : runbook(plan.stages, voice)),
  ];
}

function when({ maintenanceWindow, stages }: Plan): Document {
  const { required, minutes, because, proposals, timeZone } = maintenanceWindow;
  if (!required) return [paragraph('At any time: no maintenance window is needed.')];
  const whole = paragraph(
    `${duration(minutes)}${windowBasis(maintenanceWindow)} `,
    says(voice, because),
  );
  const rows = proposals.map((one) => [
    says(voice, span(one.start, one.end, timeZone)),
    ': stage ',
    enumerate(one.stages.map(thousands)),
  ]);
  const missing = stages.filter((stage) => stage.disruptive && stage.window === undefined);
  const open: Part[] =
    missing.length === 0
      ? []
      : [
          `To be agreed: stage ${missing.map((stage) => stage.number).join(', ')}, of which no time is reserved`,
        ];
  return [whole, ...listed([...rows, ...open], 'To be agreed.')];
}

function impact(plan: Plan): Document {
  const felt = plan.stages.flatMap((stage) =>
    stage.steps.flatMap((step) => step.interruptions.map((one) => ({ stage, one }))),
  );
  const hurts = felt.filter(
    ({ one }) => stops(one) || one.effect === 'reset' || one.effect === 'name-changes',
  );
  const rows = hurts.map(
    ({ stage, one }): Part => [`Stage ${thousands(stage.number)}: `, effect(voice, one)],
  );
  const denied = felt.filter(({ one }) => stops(one)).length;
  const sum =
    denied === 0
      ? 'In these stages nothing is denied.'
      : `In these stages ${count(denied, 'interruption')} of new requests remain.`;
  return [paragraph(sum), ...listed(rows, 'Nobody is known to feel it.')];
}

function isRisk({ severity, waived }: PlanHazard): boolean {
  return severity !== 'notice' || waived !== undefined;
}

function risk({ says: words, remedy, rule, severity, waived }: PlanHazard): Part {
  const accepted =
    waived === undefined
      ? ''
      : ` Accepted by ${waived.owner} until ${waived.expires}: ${waived.reason}`;
  return says(voice, `${severity} (${rule}): ${words} ${remedy}${accepted}`);
}
