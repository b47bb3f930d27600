import type { Finding, HazardRule } from '../../core/hazard.ts';
import { closings } from '../changes.ts';

/** Closed by one switch, and open behind it. */
export const disabledOverAllow: HazardRule = {
  id: 'disabled-over-allow',
  title: 'Public access is turned off over a default action that allows everyone',
  statement:
    'A storage account with public network access Disabled and default action Allow is closed by one switch: whoever turns it on again opens the account to all networks, and policies that look at the default action alone go on complaining, or refuse the update.',
  remedy: 'Set the default action to Deny as well.',
  source: 'https://github.com/Azure/azure-storage-net/issues/1096',
  confidence: 'likely',
  verdict: 'informs',
  find: (scene) =>
    closings(scene)
      .filter(
        ({ target, edit }) =>
          edit.kind !== 'default-action' &&
          target.type.toLowerCase() === 'microsoft.storage/storageaccounts' &&
          target.publicNetworkAccess === 'Disabled' &&
          target.defaultAction === 'Allow',
      )
      .map(
        ({ target, edit }): Finding => ({
          says: `${target.name} keeps default action Allow behind public network access Disabled.`,
          origin: scene.originOf(edit),
          subjects: [target.id],
          edit,
        }),
      ),
};
