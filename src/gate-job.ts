import { resolve } from 'node:path';
import * as core from '@actions/core';
import { clock } from './adapters/clock.ts';
import { type ExitCode, exit } from './adapters/conclusion.ts';
import type { Event } from './adapters/event.ts';
import type { GateInputs } from './adapters/gate-inputs.ts';
import type { Inputs } from './adapters/inputs.ts';
import { setOutputs, summarize } from './adapters/job.ts';
import { harmless, oneLine } from './adapters/log.ts';
import { tellPullRequest } from './adapters/pull-request.ts';
import { isAllowed } from './core/gate.ts';
import { askGate, type GateAnswer } from './gate.ts';
import type { Failure } from './judge.ts';
import { renderGate } from './renderers/index.ts';

/** `mode: gate`: the job fails where the stage may not run now. A reason that overrides the window goes on record. */
export async function runGate(
  inputs: Inputs,
  wanted: GateInputs,
  event: Event,
): Promise<ExitCode | Failure> {
  const answer = await askGate({
    ...wanted,
    ...(inputs.config === undefined ? {} : { config: inputs.config }),
    workingDirectory: resolve(inputs.workingDirectory),
    standardInput: () => process.stdin,
    now: clock(),
  });
  if ('problems' in answer) return answer;
  const { report, plan } = answer;
  setOutputs(plan, {});
  core.info(harmless(renderGate(report, 'text')));
  if (inputs.jobSummary) await summarize(renderGate(report, 'markdown'));
  if (isOverridden(answer)) await record(answer, inputs, event);
  if (answer.exit !== exit.below) core.setFailed(`Stage ${wanted.stage} may not run now.`);
  return answer.exit;
}

function isOverridden({ report }: GateAnswer): boolean {
  return !isAllowed(report.ruling) && report.overrideReason !== undefined;
}

/** In the log, and in a comment of its own where there is a pull request: no later plan writes over it. */
async function record({ report, plan }: GateAnswer, inputs: Inputs, event: Event): Promise<void> {
  core.warning(oneLine(`The window is overridden: ${report.overrideReason}`));
  const own: Inputs = {
    ...inputs,
    commentMode: inputs.commentMode === 'never' ? 'never' : 'new',
    commentOn: inputs.commentOn === 'never' ? 'never' : 'always',
    commentKey: `${inputs.commentKey ?? event.job}/gate ${report.stage.number}`,
  };
  const outcome = await tellPullRequest(plan, own, event, () => renderGate(report, 'markdown'));
  if (outcome.kind === 'refused') core.warning(outcome.warning);
}
