import { direction, type Edit } from '../core/edit.ts';
import { isKnown } from '../core/known.ts';
import type { PrivateEndpoint } from '../core/model.ts';
import type { Reason } from '../core/plan.ts';

/** Why nothing brings back, within a window, what `edit` takes away; undefined where its inverse does. */
export function beyondUndo(edit: Edit): Reason | undefined {
  if (direction(edit) !== 'remove') return undefined;
  if (edit.kind === 'target') return deleted;
  return edit.kind === 'private-endpoint' && !isKnownApproved(edit) ? asked : undefined;
}

const deleted: Reason = {
  because:
    'What a deleted service held goes with it: one that is created anew is empty, and recovery is not guaranteed.',
  source: 'https://learn.microsoft.com/azure/storage/common/storage-account-recover',
  confidence: 'likely',
};

const asked: Reason = {
  because:
    'An endpoint that is approved by hand waits for the owner of its target once it is created anew.',
  source: 'https://learn.microsoft.com/azure/private-link/manage-private-endpoint',
  confidence: 'certain',
};

/** An approval that the input does not show was given by hand, or may have been. */
function isKnownApproved({ before }: Edit): boolean {
  const endpoint = before as Partial<PrivateEndpoint> | undefined;
  return endpoint?.status !== undefined && isKnown(endpoint.status);
}
