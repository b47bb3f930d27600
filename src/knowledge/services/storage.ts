import {
  type Condition,
  fact,
  perCloud,
  type Service,
  type Settings,
  type SubresourceRow,
} from '../service.ts';
import { zonesPage } from '../sources.ts';
import { probes, probesOf } from '../storage-probes.ts';

const security =
  'https://learn.microsoft.com/azure/storage/common/storage-network-security (2026-07-06)';
const limitations =
  'https://github.com/MicrosoftDocs/azure-docs/blob/03e5750af10b23b5ba437d5b333ec5e9437844f9/articles/storage/common/storage-network-security-limitations.md';
const privateEndpoints =
  'https://github.com/MicrosoftDocs/azure-docs/blob/0088bfa77543e07f8a41771de8db977ddfc62e1d/articles/storage/common/storage-private-endpoints.md';
const provider =
  'https://github.com/hashicorp/terraform-provider-azurerm/blob/v5.2.0/internal/services/storage/storage_account_resource.go';
const rulesResource =
  'https://github.com/hashicorp/terraform-provider-azurerm/blob/v5.2.0/internal/services/storage/storage_account_network_rules_resource.go';
const shapes =
  'https://github.com/Azure/bicep-types-az/blob/1f896de2db96/generated/storage/microsoft.storage/2026-04-01/types.md';

const trustedByDefault = fact(['AzureServices'], security);

/** The block that azurerm_storage_account has inline and azurerm_storage_account_network_rules has at its top. */
function rulesAt(block: string): Settings {
  return {
    defaultAction: {
      paths: [`${block}default_action`],
      absent: fact(
        'Allow',
        `${security}: accounts accept connections from all networks by default`,
      ),
    },
    networkRules: { each: `${block}virtual_network_subnet_ids`, subnet: '' },
    ipRules: [{ each: `${block}ip_rules`, range: '' }],
    trusted: { paths: [`${block}bypass`], absent: trustedByDefault },
    resourceInstances: { paths: [`${block}private_link_access.endpoint_resource_id`] },
  };
}

const https = fact(
  ['443'],
  'https://learn.microsoft.com/azure/storage/common/storage-require-secure-transfer',
);
const oneAddress = fact({ base: 1 }, privateEndpoints);
const perRequest = fact<'request' | 'connection'>('request', security, 'likely');
// SMB and NFS sessions are authorised when they are set up; a mount lives on until it reconnects.
const perMount = fact<'request' | 'connection'>('connection', zonesPage, 'likely');

const suffixes = (service: string) => ({
  public: `${service}.core.windows.net`,
  usgov: `${service}.core.usgovcloudapi.net`,
  china: `${service}.core.chinacloudapi.cn`,
});

function subresource(name: string, more: Partial<SubresourceRow> = {}): SubresourceRow {
  return {
    name,
    names: [{ clouds: perCloud(suffixes(name), zonesPage) }],
    publicPorts: https,
    privatePorts: https,
    checked: perRequest,
    addresses: oneAddress,
    ...more,
  };
}

const hierarchical: readonly Condition[] = [{ condition: 'hierarchical', is: ['true'] }];
const website: readonly Condition[] = [{ condition: 'website', is: ['*'] }];

/** The read-only copy of a geo-redundant account: `stdata-secondary`. */
function secondary(name: string, when: readonly Condition[] = []): SubresourceRow {
  const clouds = Object.fromEntries(
    Object.entries(suffixes(name)).map(([cloud, suffix]) => [
      cloud,
      {
        host: `{name}-secondary.${suffix}`,
        zone: `privatelink.${suffix}`,
        record: '{name}-secondary',
        forwarders: [suffix],
      },
    ]),
  );
  return subresource(`${name}_secondary`, {
    when: [
      { condition: 'replication', is: ['ragrs', 'ragzrs', 'standard_ragrs', 'standard_ragzrs'] },
      ...when,
    ],
    names: [{ clouds: fact(clouds, privateEndpoints) }],
  });
}

const smb = fact(
  ['443', '445'],
  'https://learn.microsoft.com/azure/storage/files/storage-files-networking-overview',
);

export const storage: Service = {
  id: 'storage',
  title: 'Azure Storage',
  noun: 'storage account',
  type: 'Microsoft.Storage/storageAccounts',
  forms: [
    {
      dialect: 'azurerm',
      types: ['azurerm_storage_account'],
      settings: {
        ...rulesAt('network_rules.'),
        publicNetworkAccess: {
          paths: ['public_network_access_enabled'],
          words: { true: 'Enabled', false: 'Disabled' },
          absent: fact('Enabled', `${provider}: default true`),
        },
        sku: { paths: ['account_tier'] },
        location: { paths: ['location'] },
      },
      computed: ['network_rules'],
      conditions: {
        replication: 'account_replication_type',
        hierarchical: 'is_hns_enabled',
        website: 'static_website.index_document',
      },
    },
    {
      dialect: 'azurerm',
      types: ['azurerm_storage_account_network_rules'],
      of: { by: 'id', path: 'storage_account_id' },
      settings: rulesAt(''),
      computed: ['bypass'],
      destroyed: fact({ defaultAction: 'Allow', empties: true }, rulesResource),
    },
    {
      // Before azurerm 3 the rules named their account by name and resource group.
      dialect: 'azurerm',
      types: ['azurerm_storage_account_network_rules'],
      of: { by: 'name', path: 'storage_account_name', group: 'resource_group_name' },
      settings: rulesAt(''),
      computed: ['bypass'],
      destroyed: fact({ defaultAction: 'Allow', empties: true }, rulesResource),
    },
    {
      dialect: 'arm',
      types: ['Microsoft.Storage/storageAccounts'],
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
          absent: fact(
            'Allow',
            `${security}: accounts accept connections from all networks by default`,
          ),
        },
        networkRules: {
          each: 'properties.networkAcls.virtualNetworkRules',
          subnet: 'id',
          action: 'action',
        },
        ipRules: [
          { each: 'properties.networkAcls.ipRules', range: 'value', action: 'action' },
          { each: 'properties.networkAcls.ipv6Rules', range: 'value', action: 'action' },
        ],
        trusted: { paths: ['properties.networkAcls.bypass'], absent: trustedByDefault },
        resourceInstances: { paths: ['properties.networkAcls.resourceAccessRules.resourceId'] },
        sku: { paths: ['sku.name'] },
        location: { paths: ['location'] },
      },
      conditions: { replication: 'sku.name', hierarchical: 'properties.isHnsEnabled' },
    },
  ],
  traits: {
    admission: fact('explicit-default', security),
    denyNeedsRule: fact(false, security),
    unsetPublicAccess: fact('open', shapes),
    endpointClosesWithoutRules: fact(false, privateEndpoints),
    ipRulesIgnoreOwnRegion: fact(true, limitations),
    rulesFrozenWhileDisabled: fact(false, limitations, 'likely'),
    rulesBesideEndpoint: fact(true, privateEndpoints),
    trustedWhileDisabled: fact(true, limitations),
    policed: fact(
      true,
      'https://learn.microsoft.com/azure/virtual-network/virtual-network-service-endpoint-policies-overview',
    ),
    serviceTags: fact(
      ['Storage'],
      'https://learn.microsoft.com/azure/virtual-network/service-tags-overview',
    ),
  },
  ruleBeforeEndpoint: {
    azurerm: fact(
      'refused',
      'https://github.com/hashicorp/terraform-provider-azurerm/issues/16547',
    ),
    arm: fact('refused', 'https://github.com/hashicorp/terraform-provider-azurerm/issues/16547'),
  },
  serviceEndpoint: fact(
    {
      family: 'Microsoft.Storage',
      types: [
        { name: 'Microsoft.Storage', scope: 'vnet-region-and-pair' },
        { name: 'Microsoft.Storage.Global', scope: 'everywhere' },
      ],
    },
    // Own region: certain. Paired region: documents of 2017 to 2025 say so, the page of 2026 says same region.
    security,
    'likely',
  ),
  subresources: [
    subresource('blob'),
    subresource('dfs', {
      when: hierarchical,
      companions: fact(['blob'], privateEndpoints),
    }),
    subresource('file', { publicPorts: smb, privatePorts: smb, checked: perMount }),
    subresource('queue'),
    subresource('table'),
    subresource('web', { when: website }),
    secondary('blob'),
    secondary('dfs', hierarchical),
    secondary('queue'),
    secondary('table'),
    secondary('web', website),
  ],
  dataPlane: [
    {
      types: ['azurerm_storage_container'],
      owner: { by: 'name', path: 'storage_account_name', group: '' },
      subresource: 'blob',
      unless: 'storage_account_id',
    },
    {
      types: ['azurerm_storage_share'],
      owner: { by: 'name', path: 'storage_account_name', group: '' },
      subresource: 'file',
      unless: 'storage_account_id',
    },
    {
      types: ['azurerm_storage_queue'],
      owner: { by: 'name', path: 'storage_account_name', group: '' },
      subresource: 'queue',
      unless: 'storage_account_id',
    },
    {
      types: ['azurerm_storage_table', 'azurerm_storage_table_entity'],
      owner: { by: 'name', path: 'storage_account_name', group: '' },
      subresource: 'table',
    },
    {
      types: ['azurerm_storage_blob'],
      owner: { by: 'name', path: 'storage_account_name', group: '' },
      subresource: 'blob',
    },
    {
      types: ['azurerm_storage_data_lake_gen2_filesystem', 'azurerm_storage_data_lake_gen2_path'],
      owner: { by: 'id', path: 'storage_account_id' },
      subresource: 'dfs',
    },
    {
      types: ['azurerm_storage_account_static_website'],
      owner: { by: 'id', path: 'storage_account_id' },
      subresource: 'blob',
    },
  ],
  mentions: [
    {
      pattern: '(?:^|;)\\s*AccountName={name}(?:;|$)',
      written: 'AccountName={name}',
      subresource: 'blob',
    },
  ],
  checks: [
    ...Object.entries(probes).flatMap(([name, each]) => probesOf(name, each)),
    fact(
      {
        proves: 'private-name',
        from: 'client',
        run: 'nslookup {host}',
        expect:
          'the private address of the endpoint; a public address means that the zone is not visible here, NXDOMAIN that it has no record {record}',
      },
      privateEndpoints,
    ),
    fact(
      {
        proves: 'rule',
        from: 'operator',
        run: 'az storage account network-rule list --resource-group {group} --account-name {name} --query "virtualNetworkRules[].{id:virtualNetworkResourceId,state:state}" --output table',
        expect: '{subnet} with state Succeeded; NetworkSourceDeleted means that the subnet is gone',
      },
      limitations,
    ),
    fact(
      {
        proves: 'ip-rule',
        from: 'operator',
        run: 'az storage account network-rule list --resource-group {group} --account-name {name} --query "ipRules[].ipAddressOrRange" --output tsv',
        expect: '{range}',
      },
      'https://learn.microsoft.com/cli/azure/storage/account/network-rule',
    ),
    fact(
      {
        proves: 'public-access',
        from: 'operator',
        run: 'az storage account show --resource-group {group} --name {name} --query "{public:publicNetworkAccess,default:networkRuleSet.defaultAction}"',
        expect: 'the values of the plan',
      },
      security,
    ),
  ],
  limits: [
    fact({ what: 'virtual network rules', max: 400 }, security),
    fact({ what: 'IP rules', max: 400 }, security),
  ],
  skus: fact(
    'General-purpose v2 and Premium accounts; a general-purpose v1 account cannot have private endpoints.',
    privateEndpoints,
  ),
};
