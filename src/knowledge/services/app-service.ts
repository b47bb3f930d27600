import {
  type DataPlane,
  type Form,
  fact,
  type NameInCloud,
  type NetworkRulesSetting,
  type Service,
  type Settings,
} from '../service.ts';

// A site and its SCM are two doors of one app, with rules of their own and one private endpoint.

const restrictions =
  'https://github.com/MicrosoftDocs/azure-docs/blob/1b54dc862cfa16bc76553a520886c03472a9aca5/articles/app-service/overview-access-restrictions.md';
const privateDoc = 'https://learn.microsoft.com/azure/app-service/overview-private-endpoint';
const shapes =
  'https://github.com/Azure/bicep-types-az/blob/1f896de2db96/generated/web/microsoft.web/2025-03-01/types.md';
const provider =
  'https://github.com/hashicorp/terraform-provider-azurerm/blob/v5.2.0/website/docs/r/linux_web_app.html.markdown';
const zones =
  'https://github.com/MicrosoftDocs/azure-docs/blob/42655f0ed89897f3571b649e2e1922bfef5985d9/articles/private-link/private-endpoint-dns.md';

const azurermRules = (list: string): Pick<Settings, 'networkRules' | 'ipRules'> => ({
  networkRules: networkRules(`site_config.${list}`, 'virtual_network_subnet_id'),
  ipRules: [ipRules(`site_config.${list}`, 'ip_address', 'service_tag')],
});

const armRules = (prefix: string, list: string): Pick<Settings, 'networkRules' | 'ipRules'> => ({
  networkRules: networkRules(`${prefix}${list}`, 'vnetSubnetResourceId'),
  ipRules: [ipRules(`${prefix}${list}`, 'ipAddress', 'tag')],
});

function networkRules(each: string, subnet: string): NetworkRulesSetting {
  return { each, subnet, action: 'action', priority: 'priority' };
}

// A rule with a service tag has the tag for its address, in ARM with the word ServiceTag beside it.
function ipRules(each: string, range: string, tag: string) {
  return { each, range, tag, action: 'action', priority: 'priority' };
}

const open = fact<'Allow' | 'unset'>('Allow', `${provider}: default Allow`);
// Before the attribute existed, the first rule closed the site: implicit deny.
const implicit = fact<'Allow' | 'unset'>('unset', restrictions);

function azurermSettings(rules: string, action: string, modern: boolean): Settings {
  return {
    ...azurermRules(rules),
    defaultAction: { paths: [`site_config.${action}`], absent: modern ? open : implicit },
  };
}

function azurerm(types: readonly string[], modern: boolean, more: Partial<Form> = {}): Form {
  return {
    dialect: 'azurerm',
    types,
    settings: {
      ...azurermSettings('ip_restriction', 'ip_restriction_default_action', modern),
      publicNetworkAccess: {
        paths: ['public_network_access_enabled'],
        words: { true: 'Enabled', false: 'Disabled', enabled: 'Enabled', disabled: 'Disabled' },
        absent: modern ? fact('Enabled', `${provider}: default true`) : fact('unset', shapes),
      },
      location: { paths: ['location'] },
    },
    doors: {
      scm: azurermSettings('scm_ip_restriction', 'scm_ip_restriction_default_action', modern),
    },
    sameRules: { door: 'scm', path: 'site_config.scm_use_main_ip_restriction' },
    host: 'default_hostname',
    ...more,
  };
}

const words = { allow: 'Allow', deny: 'Deny' } as const;

function armSettings(prefix: string, side: '' | 'scm'): Settings {
  const list = side === '' ? 'ipSecurityRestrictions' : 'scmIpSecurityRestrictions';
  return {
    ...armRules(prefix, list),
    defaultAction: { paths: [`${prefix}${list}DefaultAction`], words, absent: implicit },
  };
}

const access = { enabled: 'Enabled', disabled: 'Disabled' } as const;

function arm(type: string, more: Partial<Form> = {}): readonly Form[] {
  const config = 'properties.siteConfig.';
  return [
    {
      dialect: 'arm',
      types: [type],
      settings: {
        ...armSettings(config, ''),
        publicNetworkAccess: {
          paths: ['properties.publicNetworkAccess', `${config}publicNetworkAccess`],
          words: access,
          absent: fact('unset', shapes),
        },
        location: { paths: ['location'] },
      },
      doors: { scm: armSettings(config, 'scm') },
      sameRules: { door: 'scm', path: `${config}scmIpSecurityRestrictionsUseMain` },
      host: 'properties.defaultHostName',
      ...more,
    },
    {
      dialect: 'arm',
      types: [`${type}/config`],
      of: { by: 'parent' },
      called: 'web',
      partial: true,
      settings: {
        ...armSettings('properties.', ''),
        publicNetworkAccess: { paths: ['properties.publicNetworkAccess'], words: access },
      },
      doors: { scm: armSettings('properties.', 'scm') },
      sameRules: { door: 'scm', path: 'properties.scmIpSecurityRestrictionsUseMain' },
    },
  ];
}

const suffixes = {
  public: 'azurewebsites.net',
  usgov: 'azurewebsites.us',
  china: 'chinacloudsites.cn',
} as const;

function names(record: string, forwarderPrefix: string) {
  const spelled = Object.entries(suffixes).map(([cloud, suffix]): [string, NameInCloud] => [
    cloud,
    {
      host: `${record}.${suffix}`,
      zone: `privatelink.${suffix}`,
      record,
      forwarders: [`${forwarderPrefix}${suffix}`],
    },
  ]);
  return [{ clouds: fact(Object.fromEntries(spelled), zones) }];
}

function doorway(name: string, label: string, door: string | undefined) {
  const record = door === undefined ? label : `${label}.${door}`;
  return {
    name,
    ...(door === undefined ? {} : { door }),
    names: names(record, door === undefined ? '' : 'scm.'),
    publicPorts: fact(['443', '80'], restrictions, 'likely'),
    privatePorts: fact(['443', '80'], privateDoc, 'likely'),
    checked: fact<'request' | 'connection'>('request', restrictions, 'likely'),
    addresses: fact({ base: 1 }, privateDoc),
  };
}

// `access-restriction show` spells its keys otherwise than Azure does; the configuration itself does not:
// https://github.com/Azure/azure-cli/blob/dev/src/azure-cli/azure/cli/command_modules/appservice/access_restrictions.py
const siteConfig = 'az webapp config show --resource-group {group} --name {name} --query';
const configReference = 'https://learn.microsoft.com/cli/azure/webapp/config#az-webapp-config-show';

const sites = [
  'azurerm_linux_web_app',
  'azurerm_windows_web_app',
  'azurerm_linux_function_app',
  'azurerm_windows_function_app',
];

const slots = sites.map((each) => `${each}_slot`);

// The provider sends the package to the SCM site:
// https://github.com/hashicorp/terraform-provider-azurerm/blob/v5.2.0/website/docs/r/linux_web_app.html.markdown
function zipDeploys(types: readonly string[], subresource: string): DataPlane {
  return { types, subresource, door: 'scm', when: 'zip_deploy_file' };
}

const shared: Pick<
  Service,
  | 'doors'
  | 'traits'
  | 'ruleBeforeEndpoint'
  | 'serviceEndpoint'
  | 'checks'
  | 'limits'
  | 'skus'
  | 'notes'
> = {
  doors: { scm: { noun: 'SCM site of an app', suffix: ' (SCM)' } },
  traits: {
    admission: fact('open-until-first-rule', restrictions),
    denyNeedsRule: fact(false, restrictions),
    unsetPublicAccess: fact('open-until-endpoint', restrictions),
    endpointClosesWithoutRules: fact(false, restrictions),
    ipRulesIgnoreOwnRegion: fact(false, restrictions),
    rulesFrozenWhileDisabled: fact(false, restrictions, 'likely'),
    rulesBesideEndpoint: fact(false, restrictions),
    trustedWhileDisabled: fact(false, restrictions),
    policed: fact(
      false,
      'https://learn.microsoft.com/azure/virtual-network/virtual-network-service-endpoint-policies-overview',
    ),
    serviceTags: fact(
      ['AppService'],
      'https://learn.microsoft.com/azure/virtual-network/service-tags-overview',
    ),
  },
  // ARM takes the ID of any subnet, whether or not its endpoint is on.
  ruleBeforeEndpoint: {
    azurerm: fact('free', shapes, 'likely'),
    arm: fact('free', shapes, 'likely'),
  },
  serviceEndpoint: fact(
    { family: 'Microsoft.Web', types: [{ name: 'Microsoft.Web', scope: 'everywhere' }] },
    restrictions,
  ),
  checks: [
    fact(
      {
        proves: 'reaches',
        from: 'client',
        run: 'curl --silent --dump-header - --output /dev/null --max-time 15 https://{host}/',
        expect:
          'the usual answer of the app; 403 Ip Forbidden, with the refused address in x-ms-forbidden-ip, means that no access restriction admits this client or that public access is off',
      },
      restrictions,
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
        run: `${siteConfig} "ipSecurityRestrictions[].{subnet:vnetSubnetResourceId,action:action,priority:priority}" --output table`,
        expect: '{subnet} with Allow',
      },
      configReference,
    ),
    fact(
      {
        proves: 'ip-rule',
        from: 'operator',
        run: `${siteConfig} "ipSecurityRestrictions[].ipAddress" --output tsv`,
        expect: '{range}',
      },
      configReference,
    ),
    fact(
      {
        proves: 'public-access',
        from: 'operator',
        run: 'az webapp show --resource-group {group} --name {name} --query publicNetworkAccess',
        expect: 'the value of the plan; null is open until a private endpoint exists',
      },
      restrictions,
    ),
    fact(
      {
        proves: 'closed',
        from: 'internet',
        run: 'curl --silent --output /dev/null --write-out "%{http_code}" https://{host}/',
        expect:
          '403 (Ip Forbidden); any other answer means that the public side still admits callers',
      },
      restrictions,
    ),
  ],
  limits: [
    fact({ what: 'access restriction rules', max: 512 }, restrictions),
    fact({ what: 'private endpoints', max: 100 }, privateDoc),
  ],
  skus: fact(
    'Private endpoints need Basic, Standard, Premium, Isolated, Elastic Premium or Flex Consumption.',
    privateDoc,
    'likely',
  ),
  notes: [
    fact(
      'Rules by service endpoint do not work on an app that has a private endpoint.',
      restrictions,
    ),
    fact(
      'The SCM site has rules of its own; deployments break when it is forgotten.',
      restrictions,
    ),
    fact('Linux apps restart when public network access changes.', restrictions, 'likely'),
  ],
};

export const appService: Service = {
  ...shared,
  id: 'app-service',
  title: 'App Service, Functions and Logic Apps Standard',
  noun: 'app',
  type: 'Microsoft.Web/sites',
  forms: [
    azurerm(
      [...sites, 'azurerm_function_app_flex_consumption', 'azurerm_logic_app_standard'],
      true,
    ),
    azurerm(['azurerm_app_service', 'azurerm_function_app'], false),
    ...arm('Microsoft.Web/sites'),
  ],
  subresources: [doorway('sites', '{name}', undefined), doorway('sites', '{name}', 'scm')],
  dataPlane: [zipDeploys(sites, 'sites')],
};

/** A slot is a site of its own, reached by endpoints of its app with a group ID of its own. */
export const appServiceSlot: Service = {
  ...shared,
  id: 'app-service-slot',
  title: 'Deployment slots of App Service and Functions',
  noun: 'deployment slot',
  type: 'Microsoft.Web/sites/slots',
  forms: [
    azurerm(['azurerm_linux_web_app_slot', 'azurerm_windows_web_app_slot'], true, {
      attachedTo: { by: 'id', path: 'app_service_id' },
    }),
    azurerm(['azurerm_linux_function_app_slot', 'azurerm_windows_function_app_slot'], true, {
      attachedTo: { by: 'id', path: 'function_app_id' },
    }),
    ...arm('Microsoft.Web/sites/slots', { attachedTo: { by: 'parent' } }),
  ],
  subresources: [
    doorway('sites-{name}', '{parent}-{name}', undefined),
    doorway('sites-{name}', '{parent}-{name}', 'scm'),
  ],
  dataPlane: [zipDeploys(slots, '')],
};
