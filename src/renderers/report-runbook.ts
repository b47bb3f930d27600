import type { PlanStage, PlanStep } from '../core/plan.ts';
import {
  codeBlock,
  type Document,
  heading,
  list,
  numbered,
  type Part,
  paragraph,
  strong,
} from './document.ts';
import { wayBack } from './report-basis.ts';
import { checks } from './report-checks.ts';
import { duration, isTyped, name, says, tail, thousands, typed, type Voice } from './voice.ts';

/** What to type, what to look for and how to go back, stage by stage: for whoever is up at night. */
export function runbook(stages: readonly PlanStage[], voice: Voice): Document {
  return stages.flatMap((stage) => [
    stageTitle(stage, voice),
    ...wayBack(stage, voice),
    ...stage.steps.flatMap((step) => stepBlocks(step, voice)),
    ...(stage.gate.length === 0
      ? []
      : [paragraph(strong('When all steps are done')), ...checks(stage.gate, voice)]),
  ]);
}

/** The same without commands and checks, for a plan of thousands of steps. */
export function outline(stages: readonly PlanStage[], voice: Voice): Document {
  return stages.map((stage) =>
    paragraph(
      `Stage ${thousands(stage.number)}: `,
      says(voice, stage.title),
      ` (${thousands(stage.steps.length)} steps, ${duration(stage.minutes)})`,
    ),
  );
}

function stageTitle(stage: PlanStage, voice: Voice): Document[number] {
  const title = `Stage ${thousands(stage.number)}: `;
  return heading(3, title, says(voice, stage.title), ` (${duration(stage.minutes)})`);
}

function stepBlocks(step: PlanStep, voice: Voice): Document {
  const commands = step.commands ?? [];
  return [
    paragraph(
      strong(says(voice, `${step.id} ${step.title}`)),
      ` (${duration(step.minutes)}${step.by === undefined ? '' : `, ${step.by}`})`,
    ),
    ...(commands.length > 0 ? typedLines(commands, voice) : []),
    ...(commands.length === 0 && step.inChange
      ? [paragraph('Apply this part of the change: ', name(voice, tail(step.target)))]
      : []),
    ...(step.pointOfNoReturn === undefined
      ? []
      : [paragraph(strong('Last safe moment: '), says(voice, step.pointOfNoReturn))]),
    ...checks(step.verify, voice),
    ...(step.rollback.length === 0 ? [] : [paragraph('Undo:'), ...undo(step.rollback, voice)]),
  ];
}

function undo(lines: readonly string[], voice: Voice): Document {
  return lines.every(isTyped)
    ? typedLines(lines, voice)
    : [numbered(lines.map((line) => says(voice, line)))];
}

function typedLines(lines: readonly string[], voice: Voice): Document {
  return [
    codeBlock(
      'sh',
      lines.map((line) => typed(voice, line)),
    ),
  ];
}

/** Lines of a ticket: a list, or that there is none. */
export function listed(items: readonly Part[], none: string): Document {
  return items.length === 0 ? [paragraph(none)] : [list(items)];
}
