import { name, privateLinkOnly } from '../private-link.ts';
import { fact } from '../service.ts';
import { armTypes, page } from '../sources.ts';

const hsmPage = page('key-vault/managed-hsm/private-link');

const open = fact<'Allow'>('Allow', `${hsmPage}: the firewall is off by default`, 'likely');

export const managedHsm = privateLinkOnly({
  id: 'managed-hsm',
  title: 'Azure Key Vault Managed HSM',
  noun: 'managed HSM',
  type: 'Microsoft.KeyVault/managedHSMs',
  page: hsmPage,
  shapes: armTypes('keyvault/microsoft.keyvault/2026-02-01'),
  azurerm: [
    {
      types: ['azurerm_key_vault_managed_hardware_security_module'],
      access: 'public_network_access_enabled',
      more: {
        defaultAction: { paths: ['network_acls.default_action'], absent: open },
        trusted: { paths: ['network_acls.bypass'] },
        sku: { paths: ['sku_name'] },
      },
    },
  ],
  arm: {
    access: 'properties.publicNetworkAccess',
    more: {
      defaultAction: {
        paths: ['properties.networkAcls.defaultAction'],
        words: { allow: 'Allow', deny: 'Deny' },
        absent: open,
      },
      ipRules: [{ each: 'properties.networkAcls.ipRules', range: 'value' }],
      trusted: { paths: ['properties.networkAcls.bypass'] },
      sku: { paths: ['sku.name'] },
    },
  },
  parts: [{ name: 'managedhsm', names: [name({ public: 'managedhsm.azure.net' })] }],
  dataPlane: [
    {
      types: [
        'azurerm_key_vault_managed_hardware_security_module_key',
        'azurerm_key_vault_managed_hardware_security_module_role_assignment',
        'azurerm_key_vault_managed_hardware_security_module_role_definition',
      ],
      owner: { by: 'id', path: 'managed_hsm_id' },
      subresource: 'managedhsm',
    },
  ],
  traits: { trustedWhileDisabled: true },
  notes: ['Its ARM type has virtual network rules, and there is no service endpoint for it.'],
});

export const attestation = privateLinkOnly({
  id: 'attestation',
  title: 'Azure Attestation',
  noun: 'attestation provider',
  type: 'Microsoft.Attestation/attestationProviders',
  page: page('attestation/private-endpoint-powershell'),
  shapes: armTypes('attestation/microsoft.attestation/2021-06-01'),
  // azurerm has no argument for public network access.
  azurerm: [{ types: ['azurerm_attestation_provider'] }],
  arm: { access: 'properties.publicNetworkAccess' },
  parts: [
    {
      name: 'standard',
      names: [
        name({
          public: { host: '<{name}>.attest.azure.net', zone: 'privatelink.attest.azure.net' },
        }),
      ],
    },
  ],
  traits: { serviceTags: ['AzureAttestation'] },
});
