import { createHash } from 'node:crypto';
import type { Plan } from '../core/plan.ts';
import { type KeptComment, resolveComment, type WantedComment, writeComment } from './comment.ts';
import type { Event } from './event.ts';
import { connect } from './github.ts';
import type { Inputs } from './inputs.ts';
import { isOccasion } from './occasion.ts';
import { refusalOf } from './refused.ts';

/** What became of the comment: it stands, there was nothing to say, or a warning says why it could not be written. */
export type CommentOutcome =
  | { readonly kind: 'kept'; readonly comment: KeptComment }
  | { readonly kind: 'none' }
  | { readonly kind: 'refused'; readonly warning: string };

/**
 * Tells the pull request of this run about `plan`, as the inputs ask. A refusal that a fork or a missing permission
 * explains is an outcome; any other failure of GitHub is thrown.
 */
export async function tellPullRequest(
  plan: Plan,
  inputs: Inputs,
  event: Event,
  text: WantedComment['text'],
): Promise<CommentOutcome> {
  const { commentMode: mode, commentOn } = inputs;
  const pullRequest = inputs.prNumber ?? event.pullRequest;
  if (pullRequest === undefined || mode === 'never' || commentOn === 'never')
    return { kind: 'none' };
  if (inputs.token === '') return refused(pullRequest, 'there is no token. Set github-token');
  const marker = {
    schema: 1,
    key: `${inputs.commentKey ?? derivedKey(inputs, event)}${histories[mode]}`,
    head: event.head,
    run: event.run,
    hash: plan.hash,
    verdict: plan.verdict,
  } as const;
  try {
    const github = await connect({ ...event, token: inputs.token });
    const comment = isOccasion(plan, commentOn, inputs.commentSeverity)
      ? await writeComment(github, { pullRequest, marker, mode, text })
      : await resolveComment(github, { pullRequest, marker, mode, text: () => over(event.head) });
    return comment === undefined ? { kind: 'none' } : { kind: 'kept', comment };
  } catch (error) {
    return refused(pullRequest, refusalOf(error, event, 'pull-requests: write'));
  }
}

/** Comments that are kept as a history are never taken for the one that is rewritten. */
const histories = {
  update: '',
  new: ' (new)',
  'hide-and-new': ' (hiding)',
  'new-on-verdict-change': ' (hiding)',
} as const;

/**
 * Workflow and job, and what tells the legs of a matrix apart: what each of them reads. The same leg has the same key in
 * every run.
 */
function derivedKey(inputs: Inputs, event: Event): string {
  const { terraformPlans, planFiles, workingDirectory, config, matrix } = inputs;
  const read = [...terraformPlans, ...planFiles];
  const identity = JSON.stringify([read, workingDirectory, config ?? '', matrix]);
  return `${event.job}/${createHash('sha256').update(identity).digest('hex').slice(0, 12)}`;
}

function over(head: string): string {
  return `Resolved at \`${head.replace(/[^0-9a-z]/gi, '').slice(0, 12)}\`: what stood here no longer applies.`;
}

function refused(pullRequest: number, because: string): CommentOutcome {
  const warning = `The comment on pull request ${pullRequest} is not written: ${because}.`;
  return { kind: 'refused', warning };
}
