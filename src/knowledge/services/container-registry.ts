import type { Confidence } from '../../core/plan.ts';
import { type Cloud, fact, type NameInCloud, type NameRow, type Service } from '../service.ts';
import { zonesPage } from '../sources.ts';

const vnetDoc =
  'https://github.com/MicrosoftDocs/azure-management-docs/blob/d923d588901082fa2107de6b2a82d7d05cd95160/articles/container-registry/container-registry-vnet.md';
const networksDoc =
  'https://github.com/MicrosoftDocs/azure-management-docs/blob/d923d588901082fa2107de6b2a82d7d05cd95160/articles/container-registry/container-registry-access-selected-networks.md';
const privateDoc =
  'https://github.com/MicrosoftDocs/azure-management-docs/blob/d923d588901082fa2107de6b2a82d7d05cd95160/articles/container-registry/container-registry-private-endpoints.md';
const shapes =
  'https://github.com/Azure/bicep-types-az/blob/1f896de2db96/generated/containerregistry_0/microsoft.containerregistry/2025-11-01/types.md';
const provider =
  'https://github.com/hashicorp/terraform-provider-azurerm/blob/v5.2.0/website/docs/r/container_registry.html.markdown';

const suffixes = { public: 'azurecr.io', usgov: 'azurecr.us', china: 'azurecr.cn' } as const;

function inClouds(clouds: readonly Cloud[], record: string, forwarder: (suffix: string) => string) {
  return Object.fromEntries(
    clouds.map((cloud): [string, NameInCloud] => {
      const suffix = suffixes[cloud];
      return [
        cloud,
        {
          host: `${record}.${suffix}`,
          zone: `privatelink.${suffix}`,
          record,
          forwarders: [forwarder(suffix)],
        },
      ];
    }),
  );
}

// The page names no registry for China, and no data endpoint for US Government.
function registry(clouds: readonly Cloud[], ...sure: Sureness): NameRow {
  return {
    clouds: fact(
      inClouds(clouds, '{name}', (suffix) => suffix),
      ...sure,
    ),
  };
}

function data(clouds: readonly Cloud[], ...sure: Sureness): NameRow {
  const names = inClouds(clouds, '{name}.{region}.data', (suffix) => `{region}.data.${suffix}`);
  return { clouds: fact(names, ...sure), each: 'region' };
}

type Sureness = [source: string, confidence?: Confidence];

export const containerRegistry: Service = {
  id: 'container-registry',
  title: 'Azure Container Registry',
  noun: 'container registry',
  type: 'Microsoft.ContainerRegistry/registries',
  forms: [
    {
      dialect: 'azurerm',
      types: ['azurerm_container_registry'],
      computed: ['network_rule_set'],
      settings: {
        publicNetworkAccess: {
          paths: ['public_network_access_enabled'],
          words: { true: 'Enabled', false: 'Disabled' },
          absent: fact('Enabled', `${provider}: default true`),
        },
        defaultAction: {
          paths: ['network_rule_set.default_action'],
          absent: fact('Allow', `${provider}: default Allow`),
        },
        // Removed in azurerm 4.
        networkRules: {
          each: 'network_rule_set.virtual_network',
          subnet: 'subnet_id',
          action: 'action',
        },
        ipRules: [{ each: 'network_rule_set.ip_rule', range: 'ip_range', action: 'action' }],
        trusted: {
          paths: ['network_rule_bypass_option'],
          absent: fact(['AzureServices'], `${provider}: default AzureServices`),
        },
        sku: { paths: ['sku'] },
        location: { paths: ['location'] },
        moreRegions: { paths: ['georeplications.location'] },
      },
    },
    {
      dialect: 'arm',
      types: ['Microsoft.ContainerRegistry/registries'],
      settings: {
        publicNetworkAccess: {
          paths: ['properties.publicNetworkAccess'],
          words: { enabled: 'Enabled', disabled: 'Disabled' },
          absent: fact('unset', shapes),
        },
        defaultAction: {
          paths: ['properties.networkRuleSet.defaultAction'],
          words: { allow: 'Allow', deny: 'Deny' },
          absent: fact('Allow', `${networksDoc}: connections from any network by default`),
        },
        networkRules: {
          each: 'properties.networkRuleSet.virtualNetworkRules',
          subnet: 'id',
          action: 'action',
        },
        ipRules: [{ each: 'properties.networkRuleSet.ipRules', range: 'value', action: 'action' }],
        trusted: {
          paths: ['properties.networkRuleBypassOptions'],
          absent: fact(['AzureServices'], shapes),
        },
        sku: { paths: ['sku.name'] },
        location: { paths: ['location'] },
      },
    },
  ],
  traits: {
    admission: fact('explicit-default', networksDoc),
    denyNeedsRule: fact(false, networksDoc),
    unsetPublicAccess: fact('open', shapes),
    endpointClosesWithoutRules: fact(false, privateDoc),
    ipRulesIgnoreOwnRegion: fact(false, networksDoc),
    rulesFrozenWhileDisabled: fact(false, networksDoc, 'likely'),
    rulesBesideEndpoint: fact(false, privateDoc),
    trustedWhileDisabled: fact(true, networksDoc),
    policed: fact(
      false,
      'https://learn.microsoft.com/azure/virtual-network/virtual-network-service-endpoint-policies-overview',
    ),
    serviceTags: fact(
      ['AzureContainerRegistry'],
      'https://learn.microsoft.com/azure/virtual-network/service-tags-overview',
    ),
  },
  ruleBeforeEndpoint: {
    azurerm: fact('refused', vnetDoc, 'likely'),
    arm: fact('refused', vnetDoc, 'likely'),
  },
  serviceEndpoint: fact(
    {
      family: 'Microsoft.ContainerRegistry',
      types: [{ name: 'Microsoft.ContainerRegistry', scope: 'everywhere' }],
    },
    vnetDoc,
    'likely',
  ),
  subresources: [
    {
      name: 'registry',
      names: [
        registry(['public', 'usgov'], zonesPage),
        registry(['china'], privateDoc, 'likely'),
        data(['public'], zonesPage),
        data(['usgov', 'china'], privateDoc, 'likely'),
      ],
      publicPorts: fact(['443'], networksDoc),
      privatePorts: fact(['443'], privateDoc),
      checked: fact('request', networksDoc, 'likely'),
      addresses: fact({ base: 1, perRegion: 1 }, privateDoc),
    },
  ],
  checks: [
    fact(
      {
        proves: 'reaches',
        from: 'client',
        run: 'curl --silent --include --max-time 15 https://{host}/v2/',
        expect:
          '401 (the request lacks a token); 403 DENIED "client with IP … is not allowed access" means that it came by the public side and no network rule admits it',
      },
      'https://learn.microsoft.com/azure/container-registry/container-registry-troubleshoot-access',
      'likely',
    ),
    fact(
      {
        proves: 'private-name',
        from: 'client',
        run: 'nslookup {host}',
        expect:
          'the private address of the endpoint; a public address means that the zone is not visible here, NXDOMAIN that it has no record {record}',
      },
      privateDoc,
    ),
    // The list names a subnet `virtualNetworkResourceId`:
    // https://github.com/Azure/azure-cli/blob/dev/src/azure-cli/azure/cli/command_modules/acr/network_rule.py
    fact(
      {
        proves: 'rule',
        from: 'operator',
        run: 'az acr network-rule list --resource-group {group} --name {name} --query "virtualNetworkRules[].virtualNetworkResourceId" --output tsv',
        expect: '{subnet}',
      },
      'https://learn.microsoft.com/cli/azure/acr/network-rule',
    ),
    fact(
      {
        proves: 'ip-rule',
        from: 'operator',
        run: 'az acr network-rule list --resource-group {group} --name {name} --query "ipRules[].ipAddressOrRange" --output tsv',
        expect: '{range}',
      },
      'https://learn.microsoft.com/cli/azure/acr/network-rule',
    ),
    fact(
      {
        proves: 'public-access',
        from: 'operator',
        run: 'az acr show --resource-group {group} --name {name} --query "{public:publicNetworkAccess,default:networkRuleSet.defaultAction}"',
        expect: 'the values of the plan',
      },
      networksDoc,
    ),
    fact(
      {
        proves: 'closed',
        from: 'internet',
        run: 'curl --silent --output /dev/null --write-out "%{http_code}" https://{host}/v2/',
        expect:
          '403 ("client with IP … is not allowed access"); 401 means that the public side still admits callers',
      },
      'https://learn.microsoft.com/azure/container-registry/container-registry-troubleshoot-access',
    ),
  ],
  limits: [
    fact({ what: 'virtual network rules', max: 100 }, vnetDoc),
    fact({ what: 'IP rules', max: 200 }, networksDoc),
    fact({ what: 'private endpoints', max: 200 }, privateDoc),
  ],
  skus: fact('Premium.', networksDoc),
  skusWithoutEndpoint: fact(
    ['basic', 'standard'],
    'https://github.com/Azure/azure-policy/blob/master/built-in-policies/policyDefinitions/Container%20Registry/ACR_SkuSupportsPrivateEndpoints_AuditDeny.json',
  ),
  delays: Object.fromEntries(
    ['virtual-network-rule', 'ip-rule', 'default-action'].map((kind) => [
      kind,
      fact(
        {
          take: { min: 0, max: 1 },
          settle: { min: 0, max: 5 },
          basis: 'a rule is written within a minute and takes a few more, five here, to count',
        },
        networksDoc,
        'likely',
      ),
    ]),
  ),
  notes: [
    fact(
      'Registry names need both the registry record and a data record for each region.',
      privateDoc,
    ),
    fact(
      'Tasks and quick builds fail once public network access is Disabled, unless they run in an agent pool.',
      privateDoc,
    ),
    fact(
      'Service endpoints of registries are a preview, and are missing in US Government and China.',
      vnetDoc,
      'likely',
    ),
  ],
};
