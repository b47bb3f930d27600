import * as core from '@actions/core';
import { reaches } from './adapters/conclusion.ts';
import type { Event } from './adapters/event.ts';
import type { Inputs } from './adapters/inputs.ts';
import { oneLine } from './adapters/log.ts';
import { GitHubError } from './adapters/persist.ts';
import type { Judgement } from './judge.ts';

/** A judgement, and the label by which somebody let it pass. */
export interface Accepted extends Judgement {
  readonly acceptedBy?: string;
}

/**
 * A plan that would fail the job passes where a label accepts it by its hash: everything in it is told all the same. What may not
 * be read accepts nothing.
 */
export async function withAcceptance(
  judged: Judgement,
  { mode, acceptLabel: label, token }: Inputs,
  event: Event,
): Promise<Accepted> {
  const { plan, config } = judged;
  if (label === undefined || mode === 'comment' || token === '') return judged;
  if (!reaches(plan.verdict, config.failOn)) return judged;
  try {
    const { acceptingLabel } = await import('./adapters/acceptance.ts');
    const found = await acceptingLabel({ ...event, token }, event, { label, hash: plan.hash });
    if (found === undefined) {
      core.notice(oneLine(`To accept this plan, label it "${label} ${plan.hash.slice(0, 12)}".`));
      return judged;
    }
    core.warning(oneLine(`The label "${found}" accepts this plan, which is ${plan.verdict}.`));
    return { ...judged, config: { ...config, failOn: 'never' }, acceptedBy: found };
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    core.warning(oneLine(`Labels could not be read, so none accepts this plan: ${error.message}.`));
    return judged;
  }
}
