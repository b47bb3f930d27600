import type { Finding, HazardRule } from '../../core/hazard.ts';

/** To delete the rules is to open the account. */
export const tfNetworkRulesDeleteOpens: HazardRule = {
  id: 'tf-network-rules-delete-opens',
  title: 'Destroying azurerm_storage_account_network_rules opens the account',
  statement:
    'When azurerm_storage_account_network_rules is destroyed, the provider writes default action Allow without any rule: the storage account opens to all networks.',
  remedy:
    'Move the rules into the network_rules block of the account first, or take the resource out of the state instead of destroying it.',
  source:
    'https://github.com/hashicorp/terraform-provider-azurerm/blob/v5.2.0/internal/services/storage/storage_account_network_rules_resource.go',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) =>
    scene.edits
      .filter(
        (edit) =>
          edit.kind === 'default-action' && edit.before === 'Deny' && edit.after === 'Allow',
      )
      .flatMap((edit): Finding[] => {
        const target = scene.after.targets[edit.id];
        if (target === undefined || target.publicNetworkAccess === 'Disabled') return [];
        const deleted = scene.writeOf(edit)?.action === 'delete';
        if (!deleted || target.type.toLowerCase() !== 'microsoft.storage/storageaccounts')
          return [];
        return [
          {
            says: `${target.name} opens to all networks: destroying its network rules writes default action Allow.`,
            origin: scene.originOf(edit),
            exposes: true,
            subjects: [target.id],
            edit,
          },
        ];
      }),
};
