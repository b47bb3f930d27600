import { fact, perCloud, type Service } from '../service.ts';

const rules =
  'https://github.com/MicrosoftDocs/sql-docs/blob/07cabaeab86d38dcb28d3b57be15ab3a22a3f84e/azure-sql/database/vnet-service-endpoint-rule-overview.md';
const shapes =
  'https://github.com/Azure/bicep-types-az/blob/1f896de2db96/generated/sql_1/microsoft.sql/2025-01-01/types.md';
const zones =
  'https://github.com/MicrosoftDocs/azure-docs/blob/42655f0ed89897f3571b649e2e1922bfef5985d9/articles/private-link/private-endpoint-dns.md';
const connectivity =
  'https://learn.microsoft.com/azure/azure-sql/database/connectivity-architecture';
const connectivitySettings =
  'https://learn.microsoft.com/azure/azure-sql/database/connectivity-settings';
const provider =
  'https://github.com/hashicorp/terraform-provider-azurerm/blob/v5.2.0/website/docs/r/mssql_server.html.markdown';
const ruleResource =
  'https://github.com/hashicorp/terraform-provider-azurerm/blob/v5.2.0/website/docs/r/mssql_virtual_network_rule.html.markdown';
const frozen = `${connectivitySettings} (error 42101)`;

const addressRange = [{ each: '', from: 'start_ip_address', to: 'end_ip_address' }];

export const sqlServer: Service = {
  id: 'sql',
  title: 'Azure SQL Database and Synapse dedicated pools',
  noun: 'SQL server',
  type: 'Microsoft.Sql/servers',
  forms: [
    {
      dialect: 'azurerm',
      types: ['azurerm_mssql_server'],
      settings: {
        publicNetworkAccess: {
          paths: ['public_network_access_enabled'],
          words: { true: 'Enabled', false: 'Disabled' },
          absent: fact('Enabled', `${provider}: default true`),
        },
        location: { paths: ['location'] },
      },
    },
    {
      // Removed in azurerm 4; it had no switch for public network access.
      dialect: 'azurerm',
      types: ['azurerm_sql_server'],
      settings: {
        publicNetworkAccess: { paths: [], absent: fact('unset', shapes) },
        location: { paths: ['location'] },
      },
    },
    {
      dialect: 'azurerm',
      types: ['azurerm_mssql_virtual_network_rule'],
      of: { by: 'id', path: 'server_id' },
      settings: {
        networkRules: {
          each: '',
          subnet: 'subnet_id',
          ignoreMissing: 'ignore_missing_vnet_service_endpoint',
        },
      },
    },
    {
      dialect: 'azurerm',
      types: ['azurerm_sql_virtual_network_rule'],
      of: { by: 'name', path: 'server_name', group: 'resource_group_name' },
      settings: {
        networkRules: {
          each: '',
          subnet: 'subnet_id',
          ignoreMissing: 'ignore_missing_vnet_service_endpoint',
        },
      },
    },
    {
      dialect: 'azurerm',
      types: ['azurerm_mssql_firewall_rule'],
      of: { by: 'id', path: 'server_id' },
      settings: { ipRules: addressRange },
    },
    {
      dialect: 'azurerm',
      types: ['azurerm_sql_firewall_rule'],
      of: { by: 'name', path: 'server_name', group: 'resource_group_name' },
      settings: { ipRules: addressRange },
    },
    {
      dialect: 'arm',
      types: ['Microsoft.Sql/servers'],
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
        location: { paths: ['location'] },
      },
    },
    {
      dialect: 'arm',
      types: ['Microsoft.Sql/servers/virtualNetworkRules'],
      of: { by: 'parent' },
      settings: {
        networkRules: {
          each: '',
          subnet: 'properties.virtualNetworkSubnetId',
          ignoreMissing: 'properties.ignoreMissingVnetServiceEndpoint',
        },
      },
    },
    {
      dialect: 'arm',
      types: ['Microsoft.Sql/servers/firewallRules'],
      of: { by: 'parent' },
      settings: {
        ipRules: [{ each: '', from: 'properties.startIpAddress', to: 'properties.endIpAddress' }],
      },
    },
  ],
  traits: {
    admission: fact('deny-unless-matched', rules),
    denyNeedsRule: fact(false, rules),
    // The page calls Disable the default, by which it means what the portal proposes; azurerm and ARM leave a server open.
    unsetPublicAccess: fact('open', provider, 'likely'),
    endpointClosesWithoutRules: fact(false, connectivitySettings),
    ipRulesIgnoreOwnRegion: fact(false, rules),
    rulesFrozenWhileDisabled: fact(true, frozen),
    rulesBesideEndpoint: fact(true, connectivitySettings),
    trustedWhileDisabled: fact(false, connectivitySettings),
    policed: fact(
      false,
      'https://learn.microsoft.com/azure/virtual-network/virtual-network-service-endpoint-policies-overview',
    ),
    serviceTags: fact(
      ['Sql'],
      'https://learn.microsoft.com/azure/virtual-network/service-tags-overview',
    ),
  },
  ruleBeforeEndpoint: {
    azurerm: fact('with-flag', ruleResource),
    arm: fact('with-flag', rules),
  },
  ignoreMissingFlag: {
    azurerm: fact('ignore_missing_vnet_service_endpoint', ruleResource),
    arm: fact('ignoreMissingVnetServiceEndpoint', shapes),
  },
  serviceEndpoint: fact(
    { family: 'Microsoft.Sql', types: [{ name: 'Microsoft.Sql', scope: 'vnet-region' }] },
    rules,
  ),
  subresources: [
    {
      name: 'sqlServer',
      names: [
        {
          clouds: perCloud(
            {
              public: 'database.windows.net',
              usgov: 'database.usgovcloudapi.net',
              china: 'database.chinacloudapi.cn',
            },
            zones,
          ),
        },
      ],
      // From inside Azure the default policy redirects to the node's own port; by a private endpoint it stays a proxy.
      publicPorts: fact(['1433', '11000-11999'], connectivity),
      privatePorts: fact(['1433'], connectivity),
      checked: fact('connection', rules, 'likely'),
      addresses: fact({ base: 1 }, zones),
    },
  ],
  checks: [
    fact(
      {
        proves: 'reaches',
        from: 'client',
        run: 'sqlcmd -S {host} -G -l 15 -Q "SELECT 1"',
        expect:
          '1; error 40914 means that the subnet comes by its service endpoint and no virtual network rule names it, 40615 that no IP rule holds its address, 47073 that public network access is off',
      },
      `${rules} (40914, 40615) ; ${connectivitySettings} (47073)`,
    ),
    fact(
      {
        proves: 'private-source',
        from: 'client',
        run: 'sqlcmd -S {host} -G -Q "SELECT client_net_address FROM sys.dm_exec_connections WHERE session_id = @@SPID"',
        expect: 'a private address of the subnet; a public one means the internet path',
      },
      'https://learn.microsoft.com/sql/relational-databases/system-dynamic-management-views/sys-dm-exec-connections-transact-sql',
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
        run: 'az sql server vnet-rule list --resource-group {group} --server {name} --query "[].{subnet:virtualNetworkSubnetId,state:state}" --output table',
        expect: '{subnet} with state Ready',
      },
      rules,
    ),
    fact(
      {
        proves: 'ip-rule',
        from: 'operator',
        run: 'az sql server firewall-rule list --resource-group {group} --server {name} --query "[].[startIpAddress,endIpAddress]" --output tsv',
        expect: '{range}',
      },
      'https://learn.microsoft.com/cli/azure/sql/server/firewall-rule',
    ),
    fact(
      {
        proves: 'public-access',
        from: 'operator',
        run: 'az sql server show --resource-group {group} --name {name} --query publicNetworkAccess',
        expect: 'the value of the plan',
      },
      connectivitySettings,
    ),
    fact(
      {
        proves: 'closed',
        from: 'internet',
        run: 'sqlcmd -S {host} -G -l 15 -Q "SELECT 1"',
        expect:
          'error 47073 (public network access is off) or 40615 (no rule holds the address); a result means that the public side still admits callers',
      },
      connectivitySettings,
    ),
  ],
  limits: [
    fact({ what: 'virtual network rules', max: 128 }, rules),
    fact(
      { what: 'IP rules', max: 256 },
      'https://learn.microsoft.com/azure/azure-sql/database/firewall-configure',
      'likely',
    ),
  ],
  delays: Object.fromEntries(
    ['virtual-network-rule', 'ip-rule', 'public-network-access'].map((kind) => [
      kind,
      fact(
        {
          take: { min: 0, max: 1 },
          settle: { min: 0, max: 5 },
          basis:
            'a change of the firewall is written within a minute and shows within 5, or sooner if the database refreshes its cache',
        },
        'https://learn.microsoft.com/azure/azure-sql/database/firewall-configure (latency of firewall updates)',
        kind === 'public-network-access' ? 'likely' : 'certain',
      ),
    ]),
  ),
  notes: [
    fact(
      'Microsoft.Sql on a subnet also moves its traffic to Azure Database for PostgreSQL, MySQL and MariaDB single servers.',
      rules,
    ),
    fact(
      'Redirect by a private endpoint must be set explicitly and needs ports 1433 to 65535; Default stays a proxy on 1433.',
      'https://learn.microsoft.com/azure/azure-sql/database/private-endpoint-overview',
    ),
  ],
};
