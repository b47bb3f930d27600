import type { HazardRule } from '../../core/hazard.ts';
import { outOfReach } from '../reach.ts';

/** The regional storage endpoint covers its own region, and perhaps the pair. */
export const seRegionStorage: HazardRule = {
  id: 'se-region-storage',
  title: 'The regional storage endpoint does not reach accounts of other regions',
  statement:
    'Microsoft.Storage covers accounts in the region of the virtual network, and likely in its paired region (documents up to 2025 and the locations of the endpoint say so, the page of 2026 names the own region only). Accounts elsewhere still see the public address; Microsoft.Storage.Global covers every region.',
  remedy:
    'Use Microsoft.Storage.Global for accounts of other regions, or a private endpoint; look at serviceEndpoints[].locations of the subnet.',
  source: 'https://learn.microsoft.com/azure/storage/common/storage-network-security',
  confidence: 'likely',
  verdict: 'informs',
  find: (scene) => outOfReach(scene, 'microsoft.storage/storageaccounts'),
};
