import type { HazardRule } from '../../core/hazard.ts';
import { isKnown } from '../../core/known.ts';
import { swapped } from '../changes.ts';
import { subnetName } from '../phrases.ts';

/** A regional endpoint traded for the global one of the same family, or back. */
export const seTcpResetSwapGlobal: HazardRule = {
  id: 'se-tcp-reset-swap-global',
  title: 'Open connections close when the regional storage endpoint is traded for the global one',
  statement:
    'Microsoft.Storage and Microsoft.Storage.Global cannot stand on one subnet together, so trading one for the other takes the first away and adds the second: open connections close, and virtual network rules may fail to match for a moment in between.',
  remedy:
    'Send both in one subnet update, in a maintenance window; check first which accounts in other regions admit the subnet by IP rules only, since the global endpoint covers them too.',
  source: 'https://learn.microsoft.com/azure/storage/common/storage-network-security',
  confidence: 'likely',
  verdict: 'informs',
  find: (scene) =>
    swapped(scene).flatMap(({ subnet, before, after, edit }) => {
      if (before === undefined || after === undefined) return [];
      if (!isKnown(before) || !isKnown(after)) return [];
      if (before.service.toLowerCase() === after.service.toLowerCase()) return [];
      return [
        {
          says: `Open connections from ${subnetName(scene, subnet.id)} to storage accounts close when ${before.service} is traded for ${after.service}.`,
          origin: scene.originOf(edit),
          subjects: [subnet.id],
          edit,
        },
      ];
    }),
};
