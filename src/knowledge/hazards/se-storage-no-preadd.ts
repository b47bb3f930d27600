import type { HazardRule } from '../../core/hazard.ts';
import { earlyRules } from '../early-rules.ts';

/** Storage takes a rule only for a subnet that has the endpoint. */
export const seStorageNoPreadd: HazardRule = {
  id: 'se-storage-no-preadd',
  title: 'Storage refuses a rule for a subnet without the endpoint',
  statement:
    'A storage account accepts a virtual network rule only when the subnet already has Microsoft.Storage or Microsoft.Storage.Global; otherwise the whole update fails with SubnetsHaveNoServiceEndpointsConfigured. Neither ARM nor the CLI nor azurerm has a flag to overlook it.',
  remedy:
    'Turn the endpoint on first and let the rule depend on the subnet, or leave the subnet out of the rules. Where the account already denies, bridge with a temporary default action Allow, or use a private endpoint.',
  source: 'https://github.com/hashicorp/terraform-provider-azurerm/issues/16547',
  confidence: 'certain',
  verdict: 'refused',
  find: (scene) =>
    earlyRules(scene, ({ type }) => type.toLowerCase() === 'microsoft.storage/storageaccounts'),
};
