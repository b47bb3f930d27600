import { isKnown } from '../../core/known.ts';
import type { Playbook } from '../../core/playbook.ts';

/** An account that denies by default and takes no rule before the endpoint: Allow for the minutes between the two. */
export const openForTheSwitch: Playbook = {
  id: 'open-for-the-switch',
  kind: 'bridge',
  propose: ({ flow, state, stopped }) => {
    const target = state.targets[flow.target];
    if (stopped.because !== 'admission' || target?.traits.admission !== 'explicit-default')
      return [];
    const reachable =
      isKnown(target.publicNetworkAccess) &&
      ['Enabled', 'unset'].includes(target.publicNetworkAccess);
    if (target.defaultAction !== 'Deny' || !reachable) return [];
    return [
      {
        id: `open ${target.name}`,
        by: 'service',
        why: `for the minutes in which the way of ${flow.clientName} changes, ${target.name} admits everyone`,
        edits: [{ kind: 'default-action', id: target.id, before: 'Deny', after: 'Allow' }],
      },
    ];
  },
};
