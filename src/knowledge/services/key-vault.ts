import { fact, type Service } from '../service.ts';

const security =
  'https://github.com/MicrosoftDocs/azure-security-docs/blob/1c4310bed2b90b37d9500bd26dc00a314becfa9f/articles/key-vault/general/network-security.md';
const diagnostics =
  'https://github.com/MicrosoftDocs/azure-security-docs/blob/1c4310bed2b90b37d9500bd26dc00a314becfa9f/articles/key-vault/general/private-link-diagnostics.md';
const zones =
  'https://github.com/MicrosoftDocs/azure-docs/blob/42655f0ed89897f3571b649e2e1922bfef5985d9/articles/private-link/private-endpoint-dns.md';
const shapes =
  'https://github.com/Azure/bicep-types-az/blob/1f896de2db96/generated/keyvault/microsoft.keyvault/2026-02-01/types.md';
const provider =
  'https://github.com/hashicorp/terraform-provider-azurerm/blob/v5.2.0/internal/services/keyvault/key_vault_resource.go';

const open = fact<'Allow'>('Allow', `${security}: the firewall is off by default`);
const trusted = fact(['AzureServices'], security);

export const keyVault: Service = {
  id: 'key-vault',
  title: 'Azure Key Vault',
  noun: 'key vault',
  type: 'Microsoft.KeyVault/vaults',
  forms: [
    {
      dialect: 'azurerm',
      types: ['azurerm_key_vault'],
      computed: ['network_acls'],
      settings: {
        publicNetworkAccess: {
          paths: ['public_network_access_enabled'],
          words: { true: 'Enabled', false: 'Disabled' },
          absent: fact('Enabled', `${provider}: default true`),
        },
        defaultAction: { paths: ['network_acls.default_action'], absent: open },
        networkRules: { each: 'network_acls.virtual_network_subnet_ids', subnet: '' },
        ipRules: [{ each: 'network_acls.ip_rules', range: '' }],
        trusted: { paths: ['network_acls.bypass'], absent: trusted },
        sku: { paths: ['sku_name'] },
        location: { paths: ['location'] },
      },
    },
    {
      dialect: 'arm',
      types: ['Microsoft.KeyVault/vaults'],
      settings: {
        publicNetworkAccess: {
          paths: ['properties.publicNetworkAccess'],
          words: {
            enabled: 'Enabled',
            disabled: 'Disabled',
            securedbyperimeter: 'SecuredByPerimeter',
          },
          absent: fact('unset', shapes),
        },
        defaultAction: {
          paths: ['properties.networkAcls.defaultAction'],
          words: { allow: 'Allow', deny: 'Deny' },
          absent: open,
        },
        networkRules: {
          each: 'properties.networkAcls.virtualNetworkRules',
          subnet: 'id',
          ignoreMissing: 'ignoreMissingVnetServiceEndpoint',
        },
        ipRules: [{ each: 'properties.networkAcls.ipRules', range: 'value' }],
        trusted: { paths: ['properties.networkAcls.bypass'], absent: trusted },
        sku: { paths: ['properties.sku.name'] },
        location: { paths: ['location'] },
      },
    },
  ],
  traits: {
    admission: fact('explicit-default', security),
    denyNeedsRule: fact(false, security),
    unsetPublicAccess: fact('open', security),
    endpointClosesWithoutRules: fact(false, security),
    ipRulesIgnoreOwnRegion: fact(false, security),
    rulesFrozenWhileDisabled: fact(false, security, 'likely'),
    rulesBesideEndpoint: fact(true, security),
    trustedWhileDisabled: fact(true, security),
    policed: fact(
      false,
      'https://learn.microsoft.com/azure/virtual-network/virtual-network-service-endpoint-policies-overview',
    ),
    serviceTags: fact(
      ['AzureKeyVault'],
      'https://learn.microsoft.com/azure/virtual-network/service-tags-overview',
    ),
  },
  ruleBeforeEndpoint: {
    // The provider neither exposes nor sends the flag.
    azurerm: fact('refused', provider),
    arm: fact('with-flag', shapes, 'likely'),
  },
  ignoreMissingFlag: { arm: fact('ignoreMissingVnetServiceEndpoint', shapes) },
  serviceEndpoint: fact(
    { family: 'Microsoft.KeyVault', types: [{ name: 'Microsoft.KeyVault', scope: 'everywhere' }] },
    security,
  ),
  subresources: [
    {
      name: 'vault',
      names: [
        {
          clouds: fact(
            {
              public: {
                host: '{name}.vault.azure.net',
                zone: 'privatelink.vaultcore.azure.net',
                record: '{name}',
                forwarders: ['vault.azure.net', 'vaultcore.azure.net'],
              },
              usgov: {
                host: '{name}.vault.usgovcloudapi.net',
                zone: 'privatelink.vaultcore.usgovcloudapi.net',
                record: '{name}',
                forwarders: ['vault.usgovcloudapi.net', 'vaultcore.usgovcloudapi.net'],
              },
              china: {
                host: '{name}.vault.azure.cn',
                zone: 'privatelink.vaultcore.azure.cn',
                record: '{name}',
                forwarders: ['vault.azure.cn', 'vaultcore.azure.cn'],
              },
            },
            zones,
          ),
        },
      ],
      publicPorts: fact(['443'], security),
      privatePorts: fact(['443'], security),
      checked: fact('request', security, 'likely'),
      addresses: fact({ base: 1 }, zones),
    },
  ],
  dataPlane: [
    {
      types: [
        'azurerm_key_vault_secret',
        'azurerm_key_vault_key',
        'azurerm_key_vault_certificate',
        'azurerm_key_vault_certificate_issuer',
        'azurerm_key_vault_certificate_contacts',
        'azurerm_key_vault_managed_storage_account',
      ],
      owner: { by: 'id', path: 'key_vault_id' },
      subresource: 'vault',
    },
  ],
  mentions: [
    {
      pattern: '@Microsoft\\.KeyVault\\((?:[^)]*;)?\\s*VaultName={name}\\s*[;)]',
      written: '@Microsoft.KeyVault(VaultName={name})',
      subresource: 'vault',
    },
  ],
  checks: [
    fact(
      {
        proves: 'reaches',
        from: 'client',
        run: 'az keyvault secret list --vault-name {name} --maxresults 1 --output table',
        expect:
          'a list; 403 ForbiddenByFirewall means that no rule admits this client, 403 ForbiddenByConnection that public network access is off',
      },
      'https://learn.microsoft.com/azure/key-vault/general/common-error-codes',
    ),
    fact(
      {
        proves: 'private-source',
        from: 'client',
        run: 'curl --silent --include https://{host}/healthstatus',
        expect:
          '200 and x-ms-keyvault-network-info with addr= a private address; a public one means the internet path',
      },
      diagnostics,
    ),
    fact(
      {
        proves: 'private-name',
        from: 'client',
        run: 'nslookup {host}',
        expect:
          'the private address of the endpoint; a public address means that the zone is not visible here, NXDOMAIN that it has no record {record}',
      },
      diagnostics,
    ),
    fact(
      {
        proves: 'rule',
        from: 'operator',
        run: 'az keyvault network-rule list --resource-group {group} --name {name} --query "virtualNetworkRules[].id" --output table',
        expect: '{subnet}',
      },
      security,
    ),
    fact(
      {
        proves: 'ip-rule',
        from: 'operator',
        run: 'az keyvault network-rule list --resource-group {group} --name {name} --query "ipRules[].value" --output tsv',
        expect: '{range}',
      },
      'https://learn.microsoft.com/cli/azure/keyvault/network-rule',
    ),
    fact(
      {
        proves: 'public-access',
        from: 'operator',
        run: 'az keyvault show --resource-group {group} --name {name} --query "{public:properties.publicNetworkAccess,default:properties.networkAcls.defaultAction}"',
        expect: 'the values of the plan',
      },
      security,
    ),
    fact(
      {
        proves: 'closed',
        from: 'internet',
        run: 'az keyvault secret list --vault-name {name} --maxresults 1',
        expect:
          '403 ForbiddenByFirewall or ForbiddenByConnection; a list means that the public side still admits callers',
      },
      'https://learn.microsoft.com/azure/key-vault/general/common-error-codes',
    ),
  ],
  limits: [
    fact({ what: 'virtual network rules', max: 200 }, security),
    fact({ what: 'IP rules', max: 1000 }, security),
    fact(
      { what: 'private endpoints', max: 64 },
      'https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits',
      'likely',
    ),
  ],
  skus: fact('Standard or Premium.', security),
  notes: [
    fact(
      'Trusted services are a finite list: Azure DevOps is not on it, App Service only deploys certificates.',
      security,
    ),
  ],
};
