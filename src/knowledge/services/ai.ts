import { name, privateLinkOnly, withServiceEndpoint } from '../private-link.ts';
import { fact, type Settings } from '../service.ts';
import { armTypes, page, resourcePage } from '../sources.ts';

const accountPage = page('ai-services/cognitive-services-virtual-networks');
const accountTypes = armTypes('cognitiveservices/microsoft.cognitiveservices/2026-07-01');
const accountResource = resourcePage('azurerm_cognitive_account');
const governmentPage = page('ai-services/openai/azure-government');

const accountRules: Settings = {
  defaultAction: {
    paths: ['network_acls.default_action'],
    absent: fact('Allow', `${accountPage}: connections from all networks by default`),
  },
  networkRules: {
    each: 'network_acls.virtual_network_rules',
    subnet: 'subnet_id',
    ignoreMissing: 'ignore_missing_vnet_service_endpoint',
  },
  ipRules: [{ each: 'network_acls.ip_rules', range: '' }],
  trusted: { paths: ['network_acls.bypass'] },
  sku: { paths: ['sku_name'] },
};

/** Kinds that have the names of Azure OpenAI, and those that have the names of Foundry as well. */
const openAi = ['openai', 'aiservices'];

export const cognitiveServices = withServiceEndpoint(
  {
    id: 'ai-services',
    title: 'Azure AI services, Azure OpenAI and Foundry',
    noun: 'AI services account',
    type: 'Microsoft.CognitiveServices/accounts',
    page: accountPage,
    shapes: accountTypes,
    azurerm: [
      {
        types: ['azurerm_cognitive_account'],
        access: 'public_network_access_enabled',
        conditions: { kind: 'kind', subdomain: 'custom_subdomain_name' },
        more: accountRules,
      },
      {
        // Removed in azurerm 5.
        types: ['azurerm_ai_services'],
        version: 'v4.40.0',
        access: 'public_network_access',
        conditions: { subdomain: 'custom_subdomain_name' },
        more: accountRules,
      },
    ],
    arm: {
      access: 'properties.publicNetworkAccess',
      conditions: { kind: 'kind', subdomain: 'properties.customSubDomainName' },
      more: {
        defaultAction: {
          paths: ['properties.networkAcls.defaultAction'],
          words: { allow: 'Allow', deny: 'Deny' },
          absent: fact('Allow', `${accountPage}: connections from all networks by default`),
        },
        networkRules: {
          each: 'properties.networkAcls.virtualNetworkRules',
          subnet: 'id',
          ignoreMissing: 'ignoreMissingVnetServiceEndpoint',
        },
        ipRules: [{ each: 'properties.networkAcls.ipRules', range: 'value' }],
        trusted: { paths: ['properties.networkAcls.bypass'] },
        sku: { paths: ['sku.name'] },
      },
    },
    parts: [
      {
        name: 'account',
        names: [
          name({
            public: account('cognitiveservices.azure.com'),
            usgov: account('cognitiveservices.azure.us'),
          }),
          name(
            { public: account('openai.azure.com') },
            { when: [{ condition: 'kind', is: openAi }] },
          ),
          name(
            { usgov: account('openai.azure.us') },
            { when: [{ condition: 'kind', is: openAi }] },
            governmentPage,
            'possible',
          ),
          name(
            { public: account('services.ai.azure.com') },
            { when: [{ condition: 'kind', is: ['aiservices'] }] },
          ),
        ],
        addresses: fact({ base: 1 }, accountPage, 'likely'),
      },
    ],
    traits: {
      admission: fact('explicit-default', accountPage),
      serviceTags: ['CognitiveServicesManagement', 'CognitiveServicesFrontend'],
      trustedWhileDisabled: false,
    },
    skus: fact(
      'A custom subdomain is needed for rules and for private endpoints.',
      accountResource,
    ),
    limits: [
      fact({ what: 'virtual network rules', max: 100 }, accountPage, 'possible'),
      fact({ what: 'IP rules', max: 100 }, accountPage, 'possible'),
    ],
    notes: [
      fact('Setting a custom subdomain changes the address that clients call.', accountResource),
      fact(
        'An account of kind AIServices answers three names, in three zones, by one private endpoint, which may take an address for each.',
        accountPage,
        'likely',
      ),
    ],
  },
  {
    serviceEndpoint: fact(
      {
        family: 'Microsoft.CognitiveServices',
        types: [{ name: 'Microsoft.CognitiveServices', scope: 'everywhere' }],
      },
      page('virtual-network/virtual-network-service-endpoints-overview'),
    ),
    ruleBeforeEndpoint: {
      azurerm: fact('with-flag', accountResource),
      arm: fact('with-flag', accountTypes),
    },
    ignoreMissingFlag: {
      azurerm: fact('ignore_missing_vnet_service_endpoint', accountResource),
      arm: fact('ignoreMissingVnetServiceEndpoint', accountTypes),
    },
    checks: [
      fact(
        {
          proves: 'rule',
          from: 'operator',
          run: 'az cognitiveservices account network-rule list --resource-group {group} --name {name} --query "virtualNetworkRules[].id" --output tsv',
          expect: '{subnet}',
        },
        'https://learn.microsoft.com/cli/azure/cognitiveservices/account/network-rule',
        'likely',
      ),
    ],
  },
);

function account(suffix: string) {
  return {
    host: `{subdomain|name}.${suffix}`,
    zone: `privatelink.${suffix}`,
  };
}

const searchPage = page('search/service-create-private-endpoint');

export const search = privateLinkOnly({
  id: 'search',
  title: 'Azure AI Search',
  noun: 'search service',
  type: 'Microsoft.Search/searchServices',
  page: searchPage,
  shapes: armTypes('search/microsoft.search/2025-05-01'),
  azurerm: [
    {
      types: ['azurerm_search_service'],
      access: 'public_network_access_enabled',
      more: {
        ipRules: [{ each: 'allowed_ips', range: '' }],
        trusted: { paths: ['network_rule_bypass_option'] },
        sku: { paths: ['sku'] },
      },
    },
  ],
  arm: {
    access: 'properties.publicNetworkAccess',
    more: {
      ipRules: [{ each: 'properties.networkRuleSet.ipRules', range: 'value' }],
      trusted: { paths: ['properties.networkRuleSet.bypass'] },
      sku: { paths: ['sku.name'] },
    },
  },
  parts: [
    {
      name: 'searchService',
      names: [name({ public: 'search.windows.net', usgov: 'search.azure.us' })],
    },
  ],
  traits: { admission: 'open-until-first-rule' },
  skus: fact('Basic or higher: not Free.', searchPage, 'likely'),
  skusWithoutEndpoint: fact(
    ['free'],
    'https://github.com/Azure/azure-policy/blob/master/built-in-policies/policyDefinitions/Search/RequirePrivateLinkSupportedResource_Deny.json',
  ),
});

const learningPage = page('machine-learning/how-to-configure-private-link');
const learningTypes = armTypes(
  'machinelearningservices/microsoft.machinelearningservices/2026-05-01',
);

export const machineLearning = privateLinkOnly({
  id: 'machine-learning',
  title: 'Azure Machine Learning workspaces and Foundry hubs',
  noun: 'machine learning workspace',
  type: 'Microsoft.MachineLearningServices/workspaces',
  page: learningPage,
  shapes: learningTypes,
  azurerm: [
    {
      types: ['azurerm_machine_learning_workspace'],
      access: 'public_network_access_enabled',
      conditions: { workspaceId: 'workspace_id' },
    },
    {
      types: ['azurerm_ai_foundry'],
      access: 'public_network_access',
      conditions: { workspaceId: 'workspace_id' },
    },
  ],
  arm: {
    access: 'properties.publicNetworkAccess',
    conditions: { workspaceId: 'properties.workspaceId' },
  },
  parts: [
    {
      name: 'amlworkspace',
      names: [
        name({
          public: workspace('api.azureml.ms', ['instances.azureml.ms', 'inference.ml.azure.com']),
          usgov: workspace('api.ml.azure.us', ['instances.azureml.us', 'inference.ml.azure.us']),
          china: workspace('api.ml.azure.cn', ['instances.azureml.cn', 'inference.ml.azure.cn']),
        }),
        name({
          public: notebooks('notebooks.azure.net'),
          usgov: notebooks('notebooks.usgovcloudapi.net'),
          china: notebooks('notebooks.chinacloudapi.cn'),
        }),
      ],
    },
  ],
  traits: { serviceTags: ['AzureMachineLearning'] },
  notes: [
    'Its storage account (blob and file), key vault and container registry need private endpoints of their own.',
    'Its private endpoint takes several addresses, one more for some features.',
  ],
});

function workspace(suffix: string, others: readonly string[]) {
  return {
    host: `{workspaceId|name}.workspace.{region}.${suffix}`,
    zone: `privatelink.${suffix}`,
    forwarders: [suffix, ...others],
  };
}

function notebooks(suffix: string) {
  return {
    host: `<{name}>.{region}.${suffix}`,
    zone: `privatelink.${suffix}`,
    forwarders: [suffix, 'aznbcontent.net'],
  };
}

export const machineLearningRegistry = privateLinkOnly({
  id: 'machine-learning-registry',
  title: 'Azure Machine Learning registries',
  noun: 'machine learning registry',
  type: 'Microsoft.MachineLearningServices/registries',
  page: page('machine-learning/how-to-registry-network-isolation'),
  shapes: learningTypes,
  arm: { access: 'properties.publicNetworkAccess' },
  parts: [
    {
      name: 'amlregistry',
      names: [
        name({
          public: {
            host: '<{name}>.registry.{region}.api.azureml.ms',
            zone: 'privatelink.api.azureml.ms',
            forwarders: ['api.azureml.ms'],
          },
        }),
      ],
    },
  ],
  traits: { serviceTags: ['AzureMachineLearning'] },
});

export const botService = privateLinkOnly({
  id: 'bot-service',
  title: 'Azure Bot Service',
  noun: 'bot',
  type: 'Microsoft.BotService/botServices',
  page: page('bot-service/dl-network-isolation-concept'),
  shapes: armTypes('botservice/microsoft.botservice/2022-09-15'),
  azurerm: [
    {
      types: ['azurerm_bot_service_azure_bot', 'azurerm_bot_channels_registration'],
      access: 'public_network_access_enabled',
    },
    { types: ['azurerm_bot_web_app'] },
  ],
  arm: { access: 'properties.publicNetworkAccess' },
  parts: [
    { name: 'Bot', names: [name({ public: 'directline.botframework.com' })] },
    { name: 'Token', names: [name({ public: 'token.botframework.com' })] },
  ],
  traits: { serviceTags: ['AzureBotService'] },
});

export const videoIndexer = privateLinkOnly({
  id: 'video-indexer',
  title: 'Azure AI Video Indexer',
  noun: 'Video Indexer account',
  type: 'Microsoft.VideoIndexer/accounts',
  page: page('azure-video-indexer/private-endpoint-how-to'),
  shapes: armTypes('vi/microsoft.videoindexer/2025-04-01'),
  azurerm: [{ types: ['azurerm_video_indexer_account'], access: 'public_network_access' }],
  arm: { access: 'properties.publicNetworkAccess' },
  parts: [
    {
      name: 'account',
      names: [
        name({
          public: {
            host: '<{name}>.api.videoindexer.ai',
            zone: 'privatelink.api.videoindexer.ai',
          },
        }),
      ],
    },
  ],
});
