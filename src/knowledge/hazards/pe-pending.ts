import type { Finding, HazardRule } from '../../core/hazard.ts';
import { targetsOf } from '../changes.ts';
import { outcomesTo, suffers } from '../outcomes.ts';
import { listed } from '../phrases.ts';
import { targetNames } from '../private-names.ts';

const waiting = ['Pending', 'Rejected', 'Disconnected'];

/** An endpoint that nobody has let in yet. */
export const pePending: HazardRule = {
  id: 'pe-pending',
  title: 'A private endpoint that waits for approval carries nothing',
  statement:
    'A private endpoint made by hand-over, across tenants, or without the right to approve connections stays Pending: no name changes and no traffic passes until the owner of the resource approves it. A rejected one has to be made anew.',
  remedy:
    'Plan the approval as a stage of its own, and go on only when the status is Approved: az network private-endpoint-connection list.',
  source:
    'https://github.com/MicrosoftDocs/azure-docs/blob/fd688f2b711fed6942412e0ddfedb5d2c56cba31/articles/private-link/private-endpoint-overview.md',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) =>
    scene.edits
      .filter((edit) => edit.kind === 'private-endpoint' || edit.kind === 'connection')
      .flatMap((edit): Finding[] => {
        const endpoint = scene.after.endpoints[edit.id];
        const status = String(endpoint?.status);
        if (endpoint === undefined || !waiting.includes(status)) return [];
        if (String(scene.before.endpoints[edit.id]?.status) === status) return [];
        const denied = targetsOf(scene, endpoint)
          .flatMap((target) => outcomesTo(scene, target.id))
          .filter(suffers);
        return [
          {
            says: `${endpoint.name} to ${listed(targetNames(scene, endpoint))} is ${status} and carries nothing until its owner approves it.`,
            outcomes: denied,
            origin: scene.originOf(edit),
            subjects: [endpoint.id],
            edit,
          },
        ];
      }),
};
