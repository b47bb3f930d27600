import { type Fact, fact, perCloud, type Service, type Settings } from '../service.ts';

// Service Bus and Event Hubs share their firewall, their zone and most of their shapes.

const zones =
  'https://github.com/MicrosoftDocs/azure-docs/blob/42655f0ed89897f3571b649e2e1922bfef5985d9/articles/private-link/private-endpoint-dns.md';
const tags = 'https://learn.microsoft.com/azure/virtual-network/service-tags-overview';
const policies =
  'https://learn.microsoft.com/azure/virtual-network/virtual-network-service-endpoint-policies-overview';

const names = perCloud(
  {
    public: 'servicebus.windows.net',
    usgov: 'servicebus.usgovcloudapi.net',
    china: 'servicebus.chinacloudapi.cn',
  },
  zones,
);

interface Messaging {
  readonly id: string;
  readonly title: string;
  readonly noun: string;
  readonly type: string;
  readonly family: string;
  readonly cli: string;
  readonly doc: string;
  readonly filterDoc: string;
  readonly shapes: string;
  readonly ports: readonly string[];
  readonly skus: string;
  readonly skusWithoutEndpoint: readonly string[];
  readonly azurerm: Service['forms'];
  readonly flag: Fact<string>;
  readonly tag: string;
}

const words = {
  enabled: 'Enabled',
  disabled: 'Disabled',
  securedbyperimeter: 'SecuredByPerimeter',
} as const;

function armForms(type: string, shapes: string): Service['forms'] {
  const ruleSet: Settings = {
    publicNetworkAccess: { paths: ['properties.publicNetworkAccess'], words },
    defaultAction: {
      paths: ['properties.defaultAction'],
      words: { allow: 'Allow', deny: 'Deny' },
      absent: fact('Allow', `${shapes}: default from API version 2021-06-01-preview on`, 'likely'),
    },
    networkRules: {
      each: 'properties.virtualNetworkRules',
      subnet: 'subnet.id',
      ignoreMissing: 'ignoreMissingVnetServiceEndpoint',
    },
    ipRules: [{ each: 'properties.ipRules', range: 'ipMask', action: 'action' }],
    trusted: {
      paths: ['properties.trustedServiceAccessEnabled'],
      words: { true: 'AzureServices', false: 'None' },
    },
  };
  return [
    {
      dialect: 'arm',
      types: [type],
      settings: {
        publicNetworkAccess: {
          paths: ['properties.publicNetworkAccess'],
          words,
          absent: fact('unset', shapes),
        },
        defaultAction: {
          paths: [],
          absent: fact('Allow', `${shapes}: a namespace without a rule set admits everyone`),
        },
        sku: { paths: ['sku.name'] },
        location: { paths: ['location'] },
      },
    },
    {
      dialect: 'arm',
      types: [`${type}/networkRuleSets`],
      of: { by: 'parent' },
      called: 'default',
      settings: ruleSet,
    },
  ];
}

function messaging(given: Messaging): Service {
  const { doc, cli } = given;
  return {
    id: given.id,
    title: given.title,
    noun: given.noun,
    type: given.type,
    forms: [...given.azurerm, ...armForms(given.type, given.shapes)],
    traits: {
      admission: fact('explicit-default', doc),
      // Deny without any rule admits everyone, say the documents.
      denyNeedsRule: fact(true, doc),
      unsetPublicAccess: fact('open', given.shapes, 'likely'),
      endpointClosesWithoutRules: fact(false, doc, 'likely'),
      ipRulesIgnoreOwnRegion: fact(false, given.filterDoc),
      rulesFrozenWhileDisabled: fact(false, doc, 'likely'),
      rulesBesideEndpoint: fact(true, doc, 'likely'),
      trustedWhileDisabled: fact(true, doc, 'likely'),
      policed: fact(false, policies),
      serviceTags: fact([given.tag], tags),
    },
    ruleBeforeEndpoint: {
      azurerm: fact('with-flag', given.flag.source),
      arm: fact('with-flag', doc),
    },
    ignoreMissingFlag: {
      azurerm: given.flag,
      arm: fact('ignoreMissingVnetServiceEndpoint', given.shapes),
    },
    serviceEndpoint: fact(
      { family: given.family, types: [{ name: given.family, scope: 'everywhere' }] },
      doc,
    ),
    subresources: [
      {
        name: 'namespace',
        names: [{ clouds: names }],
        publicPorts: fact(given.ports, given.filterDoc, 'likely'),
        privatePorts: fact(given.ports, given.filterDoc, 'likely'),
        checked: fact('connection', given.filterDoc, 'likely'),
        addresses: fact({ base: 1 }, zones),
      },
    ],
    checks: [
      fact(
        {
          proves: 'reaches',
          from: 'client',
          run: 'curl --silent --include https://{host}/',
          expect:
            '200 with a feed; 401 with "Ip has been prevented to connect to the endpoint" means that no rule admits this client',
        },
        given.filterDoc,
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
        zones,
      ),
      fact(
        {
          proves: 'rule',
          from: 'operator',
          run: `az ${cli} namespace network-rule-set list --resource-group {group} --namespace-name {name} --query "[].virtualNetworkRules[].subnet.id" --output table`,
          expect: '{subnet}',
        },
        doc,
      ),
      fact(
        {
          proves: 'ip-rule',
          from: 'operator',
          run: `az ${cli} namespace network-rule-set list --resource-group {group} --namespace-name {name} --query "[].ipRules[].ipMask" --output tsv`,
          expect: '{range}',
        },
        `https://learn.microsoft.com/cli/azure/${cli}/namespace/network-rule-set`,
      ),
      fact(
        {
          proves: 'public-access',
          from: 'operator',
          run: `az ${cli} namespace network-rule-set list --resource-group {group} --namespace-name {name} --query "[].{public:publicNetworkAccess,default:defaultAction}"`,
          expect: 'the values of the plan',
        },
        doc,
      ),
      fact(
        {
          proves: 'closed',
          from: 'internet',
          run: 'curl --silent --include https://{host}/',
          expect:
            '401 with "Ip has been prevented to connect to the endpoint"; a feed means that the public side still admits callers',
        },
        given.filterDoc,
        'likely',
      ),
    ],
    limits: [
      fact({ what: 'virtual network rules', max: 128 }, doc, 'likely'),
      fact({ what: 'IP rules', max: 128 }, given.filterDoc, 'likely'),
    ],
    skus: fact(given.skus, doc),
    skusWithoutEndpoint: fact(given.skusWithoutEndpoint, doc, 'likely'),
    notes: [
      fact(
        'The zone privatelink.servicebus.windows.net is shared by Service Bus, Event Hubs, Relay and the built-in endpoint of IoT Hub.',
        zones,
      ),
    ],
  };
}

const busDoc =
  'https://github.com/MicrosoftDocs/azure-docs/blob/main/articles/service-bus-messaging/service-bus-service-endpoints.md';
const busResource =
  'https://github.com/hashicorp/terraform-provider-azurerm/blob/v5.2.0/website/docs/r/servicebus_namespace.html.markdown';

function busRulesAt(block: string): Settings {
  return {
    defaultAction: {
      paths: [`${block}default_action`],
      absent: fact('Allow', `${busResource}: default Allow`),
    },
    networkRules: {
      each: `${block}network_rules`,
      subnet: 'subnet_id',
      ignoreMissing: 'ignore_missing_vnet_service_endpoint',
    },
    ipRules: [{ each: `${block}ip_rules`, range: '' }],
    trusted: {
      paths: [`${block}trusted_services_allowed`],
      words: { true: 'AzureServices', false: 'None' },
    },
  };
}

const separateRuleSet =
  'https://github.com/hashicorp/terraform-provider-azurerm/blob/10eb7df4ab358b0a074d1b4c0f5ea07ca3918467/internal/services/servicebus/servicebus_namespace_network_rule_set_resource.go';

export const serviceBus = messaging({
  id: 'service-bus',
  title: 'Azure Service Bus',
  noun: 'Service Bus namespace',
  type: 'Microsoft.ServiceBus/namespaces',
  family: 'Microsoft.ServiceBus',
  cli: 'servicebus',
  doc: busDoc,
  filterDoc: 'https://learn.microsoft.com/azure/service-bus-messaging/service-bus-ip-filtering',
  shapes:
    'https://github.com/Azure/bicep-types-az/blob/1f896de2db96/generated/servicebus/microsoft.servicebus/2026-01-01/types.md',
  ports: ['443', '5671', '5672'],
  skus: 'Virtual network rules and private endpoints need the Premium tier; IP rules work in Standard as well.',
  skusWithoutEndpoint: ['basic', 'standard'],
  flag: fact('ignore_missing_vnet_service_endpoint', busResource),
  tag: 'ServiceBus',
  azurerm: [
    {
      dialect: 'azurerm',
      types: ['azurerm_servicebus_namespace'],
      computed: ['network_rule_set'],
      settings: {
        ...busRulesAt('network_rule_set.'),
        publicNetworkAccess: {
          paths: [
            'public_network_access_enabled',
            'network_rule_set.public_network_access_enabled',
          ],
          words: { true: 'Enabled', false: 'Disabled' },
          absent: fact('Enabled', `${busResource}: default true`),
        },
        sku: { paths: ['sku'] },
        location: { paths: ['location'] },
      },
    },
    {
      // Removed in azurerm 4; the inline block took its place.
      dialect: 'azurerm',
      types: ['azurerm_servicebus_namespace_network_rule_set'],
      of: { by: 'id', path: 'namespace_id' },
      settings: {
        ...busRulesAt(''),
        publicNetworkAccess: {
          paths: ['public_network_access_enabled'],
          words: { true: 'Enabled', false: 'Disabled' },
        },
      },
      destroyed: fact({ defaultAction: 'Allow', empties: true }, separateRuleSet),
    },
    {
      dialect: 'azurerm',
      types: ['azurerm_servicebus_namespace_network_rule_set'],
      of: { by: 'name', path: 'namespace_name', group: 'resource_group_name' },
      settings: busRulesAt(''),
      destroyed: fact({ defaultAction: 'Allow', empties: true }, separateRuleSet),
    },
  ],
});

const hubsDoc =
  'https://github.com/MicrosoftDocs/azure-docs/blob/017654d14eb78a81d68ea84640b468bcb7fa96d3/articles/event-hubs/event-hubs-service-endpoints.md';
const hubsResource =
  'https://github.com/hashicorp/terraform-provider-azurerm/blob/v5.2.0/website/docs/r/eventhub_namespace.html.markdown';

export const eventHubs = messaging({
  id: 'event-hubs',
  title: 'Azure Event Hubs',
  noun: 'Event Hubs namespace',
  type: 'Microsoft.EventHub/namespaces',
  family: 'Microsoft.EventHub',
  cli: 'eventhubs',
  doc: hubsDoc,
  filterDoc: 'https://learn.microsoft.com/azure/event-hubs/event-hubs-ip-filtering',
  shapes:
    'https://github.com/Azure/bicep-types-az/blob/1f896de2db96/generated/eventhub/microsoft.eventhub/2026-01-01/types.md',
  ports: ['443', '5671', '5672', '9093'],
  skus: 'Standard, Premium or Dedicated: not Basic.',
  skusWithoutEndpoint: ['basic'],
  flag: fact('ignore_missing_virtual_network_service_endpoint', hubsResource),
  tag: 'EventHub',
  azurerm: [
    {
      dialect: 'azurerm',
      types: ['azurerm_eventhub_namespace'],
      computed: ['network_rulesets'],
      settings: {
        publicNetworkAccess: {
          paths: [
            'public_network_access_enabled',
            'network_rulesets.public_network_access_enabled',
          ],
          words: { true: 'Enabled', false: 'Disabled' },
          absent: fact('Enabled', `${hubsResource}: default true`),
        },
        defaultAction: {
          paths: ['network_rulesets.default_action'],
          absent: fact('Allow', `${hubsDoc}: a namespace without a rule set admits everyone`),
        },
        networkRules: {
          each: 'network_rulesets.virtual_network_rule',
          subnet: 'subnet_id',
          ignoreMissing: 'ignore_missing_virtual_network_service_endpoint',
        },
        ipRules: [{ each: 'network_rulesets.ip_rule', range: 'ip_mask', action: 'action' }],
        trusted: {
          paths: ['network_rulesets.trusted_service_access_enabled'],
          words: { true: 'AzureServices', false: 'None' },
        },
        sku: { paths: ['sku'] },
        location: { paths: ['location'] },
      },
    },
  ],
});
