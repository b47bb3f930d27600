import * as core from '@actions/core';
import type { Plan, Severity } from '../core/plan.ts';
import { harmless, oneLine } from './log.ts';

// What a job shows besides its conclusion: outputs, annotations, the summary.

/** Files that were written, by the output that names them. */
export type WrittenFiles = Readonly<
  Partial<Record<'json-file' | 'markdown-file' | 'html-file' | 'ics-file', string>>
>;

/** GitHub shows ten annotations of a level from a step and drops the rest unseen. */
const mostAnnotations = 10;

/** Sets the outputs that the plan decides. */
export function setOutputs(plan: Plan, files: WrittenFiles): void {
  const counting = plan.hazards.filter(({ waived }) => waived === undefined);
  const [window] = plan.maintenanceWindow.proposals;
  const outputs = {
    verdict: plan.verdict,
    headline: plan.headline,
    'hazard-count': counting.length,
    'outage-count': counting.filter(({ severity }) => severity === 'outage').length,
    'stage-count': plan.stages.length,
    'window-required': plan.maintenanceWindow.required,
    'next-window-start': window?.start ?? '',
    'next-window-end': window?.end ?? '',
    'plan-hash': plan.hash,
    ...files,
  };
  for (const [name, value] of Object.entries(outputs)) core.setOutput(name, value);
}

/** What is said of a place in the change, or of none. */
export interface Remark {
  readonly file?: string;
  readonly line?: number;
  readonly severity: Severity;
  readonly title: string;
  readonly says: string;
}

/** Annotates with the worst remarks of each level; the last of a level counts those that have no room. */
export function annotate(remarks: readonly Remark[]): void {
  for (const severity of severities) {
    const all = remarks.filter((remark) => remark.severity === severity);
    const shown = all.length > mostAnnotations ? all.slice(0, mostAnnotations - 1) : all;
    for (const remark of shown) annotateOne(remark);
    const rest = all.length - shown.length;
    if (rest > 0) say[severity](`${rest} more of this level stand in the job summary.`);
  }
}

function annotateOne({ severity, title, says, file, line }: Remark): void {
  say[severity](oneLine(says), {
    title: oneLine(title),
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { startLine: line }),
  });
}

const severities: readonly Severity[] = ['outage', 'risk', 'notice'];

const say: Readonly<Record<Severity, typeof core.notice>> = {
  outage: core.error,
  risk: core.warning,
  notice: core.notice,
};

/** Appends `markdown` to the job summary; a runner without one says so in the log. */
export async function summarize(markdown: string): Promise<void> {
  try {
    await core.summary.addRaw(markdown, true).write();
  } catch (error) {
    core.info(harmless(`There is no job summary: ${error instanceof Error ? error.message : ''}`));
  }
}
