// Resources for generated plans: what a part of a plan says of one, as JSON text.

export interface Made {
  readonly address: string;
  readonly module: string;
  readonly planned: string;
  readonly change: string;
  readonly prior: string;
  readonly configuration: string;
}

type Value =
  | null
  | boolean
  | number
  | string
  | readonly Value[]
  | { readonly [key: string]: Value };
type Values = { readonly [key: string]: Value };

const subscription = '/subscriptions/11111111-2222-3333-4444-555555555555';
const group = `${subscription}/resourceGroups/rg-prd`;

/** A VNet, its subnets, an account and a server; in every sixth, a subnet gains an endpoint and the account admits it. */
export function network(index: number): readonly Made[] {
  const vnet = `vnet-${index}`;
  const vnetId = `${group}/providers/Microsoft.Network/virtualNetworks/${vnet}`;
  const changes = index % 6 === 0;
  const subnetIds = ['app', 'db', 'ops'].map((name) => `${vnetId}/subnets/snet-${name}-${index}`);
  const [app = ''] = subnetIds;
  return [
    made('azurerm_virtual_network', vnet, {
      address_space: [`10.${index % 256}.0.0/16`],
      dns_servers: [],
      subnet: subnetIds.map((id) => ({
        id,
        name: id.split('/').at(-1) ?? '',
        service_endpoints: [],
      })),
      ...common(vnetId, vnet),
    }),
    ...subnetIds.map((id, n) => {
      const name = id.split('/').at(-1) ?? '';
      const values = {
        address_prefixes: [`10.${index % 256}.${n}.0/24`],
        default_outbound_access_enabled: true,
        delegation: [],
        id,
        name,
        private_endpoint_network_policies: 'Disabled',
        resource_group_name: 'rg-prd',
        service_endpoint_policy_ids: [],
        service_endpoints: n === 0 ? ['Microsoft.Sql'] : [],
        timeouts: null,
        virtual_network_name: vnet,
      };
      const after =
        changes && n === 0
          ? { ...values, service_endpoints: ['Microsoft.Sql', 'Microsoft.Storage'] }
          : values;
      return made('azurerm_subnet', name, values, after, [`azurerm_virtual_network.${vnet}`]);
    }),
    account(index, changes ? app : undefined),
    ...rules(index, app),
  ];
}

function account(index: number, admitted: string | undefined): Made {
  const name = `stprd${index}`;
  const id = `${group}/providers/Microsoft.Storage/storageAccounts/${name}`;
  const values = (subnets: readonly string[]): Values => ({
    account_kind: 'StorageV2',
    account_replication_type: 'LRS',
    account_tier: 'Standard',
    network_rules: [
      {
        bypass: ['AzureServices'],
        default_action: 'Allow',
        ip_rules: [],
        private_link_access: [],
        virtual_network_subnet_ids: subnets,
      },
    ],
    primary_access_key: noise(index, 88),
    primary_blob_endpoint: `https://${name}.blob.core.windows.net/`,
    primary_connection_string: noise(index + 1, 180),
    public_network_access_enabled: true,
    tags: { owner: `team-${index}` },
    ...common(id, name),
  });
  if (admitted === undefined) return made('azurerm_storage_account', name, values([]));
  const subnet = `azurerm_subnet.${admitted.split('/').at(-1)}`;
  const references = [`${subnet}.id`, subnet];
  return made('azurerm_storage_account', name, values([]), values([admitted]), references);
}

function rules(index: number, subnet: string): readonly Made[] {
  const server = `sql-prd-${index}`;
  const serverId = `${group}/providers/Microsoft.Sql/servers/${server}`;
  const ruleId = `${serverId}/virtualNetworkRules/app`;
  const resource = `azurerm_mssql_server.${server}`;
  return [
    made('azurerm_mssql_server', server, {
      administrator_login: 'boss',
      public_network_access_enabled: true,
      version: '12.0',
      ...common(serverId, server),
    }),
    made(
      'azurerm_mssql_virtual_network_rule',
      `rule-${index}`,
      {
        id: ruleId,
        ignore_missing_vnet_service_endpoint: false,
        name: 'app',
        server_id: serverId,
        subnet_id: subnet,
        timeouts: null,
      },
      undefined,
      [`${resource}.id`, resource],
    ),
  ];
}

const egress = '203.0.113.10';
const families = ['Microsoft.KeyVault', 'Microsoft.Sql', 'Microsoft.Storage'];

/** Subnets behind one NAT gateway that all gain three service endpoints. */
export function clients(count: number): readonly Made[] {
  const vnetId = `${group}/providers/Microsoft.Network/virtualNetworks/vnet-large`;
  const gatewayId = `${group}/providers/Microsoft.Network/natGateways/ng`;
  const addressId = `${group}/providers/Microsoft.Network/publicIPAddresses/pip`;
  const subnets = clientIds(count).flatMap((id, n) => {
    const name = `snet-${n}`;
    const values = (endpoints: readonly string[]): Values => ({
      address_prefixes: [`10.1.${n}.0/24`],
      default_outbound_access_enabled: true,
      delegation: [],
      id,
      name,
      private_endpoint_network_policies: 'Disabled',
      resource_group_name: 'rg-prd',
      service_endpoint_policy_ids: [],
      service_endpoints: endpoints,
      virtual_network_name: 'vnet-large',
    });
    const vnet = ['azurerm_virtual_network.vnet-large'];
    const joined = { id, subnet_id: id, nat_gateway_id: gatewayId };
    const ends = [`azurerm_subnet.${name}`, 'azurerm_nat_gateway.ng'];
    return [
      made('azurerm_subnet', name, values([]), values(families), vnet),
      made('azurerm_subnet_nat_gateway_association', name, joined, undefined, ends),
    ];
  });
  const address = { allocation_method: 'Static', ip_address: egress, sku: 'Standard' };
  const joined = {
    id: `${gatewayId}|${addressId}`,
    nat_gateway_id: gatewayId,
    public_ip_address_id: addressId,
  };
  const ends = ['azurerm_nat_gateway.ng', 'azurerm_public_ip.pip'];
  return [
    made('azurerm_virtual_network', 'vnet-large', {
      address_space: ['10.1.0.0/16'],
      dns_servers: [],
      subnet: [],
      ...common(vnetId, 'vnet-large'),
    }),
    made('azurerm_nat_gateway', 'ng', { sku_name: 'Standard', ...common(gatewayId, 'ng') }),
    made('azurerm_public_ip', 'pip', { ...address, ...common(addressId, 'pip') }),
    made('azurerm_nat_gateway_public_ip_association', 'ng', joined, undefined, ends),
    ...subnets,
  ];
}

function clientIds(count: number): readonly string[] {
  const vnetId = `${group}/providers/Microsoft.Network/virtualNetworks/vnet-large`;
  return Array.from({ length: count }, (_, n) => `${vnetId}/subnets/snet-${n}`);
}

/** A vault, a server and an account that admitted the NAT gateway's address, or everyone, and now admit so many of its subnets. */
export function admitting(index: number, count: number): readonly Made[] {
  const subnets = clientIds(count);
  const references = subnets.flatMap((_, n) => [
    `azurerm_subnet.snet-${n}.id`,
    `azurerm_subnet.snet-${n}`,
  ]);
  const [vault, server, store] = [`kv-large-${index}`, `sql-large-${index}`, `stlarge${index}`];
  const vaultId = `${group}/providers/Microsoft.KeyVault/vaults/${vault}`;
  const serverId = `${group}/providers/Microsoft.Sql/servers/${server}`;
  const storeId = `${group}/providers/Microsoft.Storage/storageAccounts/${store}`;
  const acls = (addresses: readonly string[], rules: readonly string[]): Values => ({
    network_acls: [
      {
        bypass: 'AzureServices',
        default_action: 'Deny',
        ip_rules: addresses,
        virtual_network_subnet_ids: rules,
      },
    ],
    public_network_access_enabled: true,
    sku_name: 'standard',
    ...common(vaultId, vault),
  });
  const network = (action: string, rules: readonly string[]): Values => ({
    account_kind: 'StorageV2',
    account_replication_type: 'LRS',
    account_tier: 'Standard',
    network_rules: [
      {
        bypass: ['AzureServices'],
        default_action: action,
        ip_rules: [],
        private_link_access: [],
        virtual_network_subnet_ids: rules,
      },
    ],
    public_network_access_enabled: true,
    ...common(storeId, store),
  });
  return [
    made('azurerm_key_vault', vault, acls([`${egress}/32`], []), acls([], subnets), references),
    made(
      'azurerm_storage_account',
      store,
      network('Allow', []),
      network('Deny', subnets),
      references,
    ),
    made('azurerm_mssql_server', server, {
      public_network_access_enabled: true,
      version: '12.0',
      ...common(serverId, server),
    }),
    made(
      'azurerm_mssql_firewall_rule',
      server,
      {
        id: `${serverId}/firewallRules/egress`,
        name: 'egress',
        server_id: serverId,
        start_ip_address: egress,
        end_ip_address: egress,
      },
      undefined,
      [`azurerm_mssql_server.${server}.id`, `azurerm_mssql_server.${server}`],
    ),
    ...subnets.map((subnet, n) =>
      made(
        'azurerm_mssql_virtual_network_rule',
        `${server}-${n}`,
        null,
        {
          ignore_missing_vnet_service_endpoint: false,
          name: `snet-${n}`,
          server_id: serverId,
          subnet_id: subnet,
        },
        [`azurerm_mssql_server.${server}`, `azurerm_subnet.snet-${n}`],
      ),
    ),
  ];
}

/** A machine with its disk, its diagnostics and its role, a few kilobytes each, in one of forty modules. */
export function unrelated(index: number): readonly Made[] {
  const module = `team${index % 40}`;
  const name = `vm-${index}`;
  const id = `${group}/providers/Microsoft.Compute/virtualMachines/${name}`;
  const machine: Values = {
    admin_username: 'azureuser',
    admin_ssh_key: [{ public_key: `ssh-rsa ${noise(index, 540)}`, username: 'azureuser' }],
    boot_diagnostics: [{ storage_account_uri: '' }],
    custom_data: noise(index, 400 + (index % 7) * 300),
    identity: [{ identity_ids: [], principal_id: noise(index, 36), type: 'SystemAssigned' }],
    network_interface_ids: [`${group}/providers/Microsoft.Network/networkInterfaces/nic-${index}`],
    os_disk: [
      {
        caching: 'ReadWrite',
        disk_size_gb: 64,
        name: `osdisk-${index}`,
        storage_account_type: 'Premium_LRS',
      },
    ],
    size: 'Standard_D4s_v5',
    source_image_reference: [
      { offer: 'ubuntu-24_04-lts', publisher: 'Canonical', sku: 'server', version: 'latest' },
    ],
    tags: {
      'cost-center': `cc-${index % 90}`,
      description: 'say "hello" to \\\\share\\team',
      owner: `team-${index % 40}`,
    },
    ...common(id, name),
  };
  const after: Values = index % 50 === 0 ? { ...machine, size: 'Standard_D8s_v5' } : machine;
  return [
    made('azurerm_linux_virtual_machine', name, machine, after, ['var.env'], module),
    made(
      'azurerm_monitor_diagnostic_setting',
      `diag-${index}`,
      {
        enabled_log: ['Administrative', 'Security', 'Policy'].map((category) => ({
          category,
          category_group: '',
          retention_policy: [],
        })),
        log_analytics_workspace_id: `${group}/providers/Microsoft.OperationalInsights/workspaces/log-prd`,
        metric: [
          {
            category: 'AllMetrics',
            enabled: true,
            retention_policy: [{ days: 0, enabled: false }],
          },
        ],
        target_resource_id: id,
        ...common(`${id}|diag-${index}`, `diag-${index}`),
      },
      undefined,
      [`azurerm_linux_virtual_machine.${name}.id`, `azurerm_linux_virtual_machine.${name}`],
      module,
    ),
    made(
      'azurerm_role_assignment',
      `role-${index}`,
      {
        principal_id: noise(index, 36),
        principal_type: 'ServicePrincipal',
        role_definition_name: 'Reader',
        scope: id,
        ...common(
          `${id}/providers/Microsoft.Authorization/roleAssignments/${noise(index, 36)}`,
          `role-${index}`,
        ),
      },
      undefined,
      [`azurerm_linux_virtual_machine.${name}.id`, `azurerm_linux_virtual_machine.${name}`],
      module,
    ),
  ];
}

function common(id: string, name: string): Values {
  return { id, location: 'westeurope', name, resource_group_name: 'rg-prd', timeouts: null };
}

function made(
  type: string,
  name: string,
  before: Values | null,
  after: Values = before ?? {},
  references: readonly string[] = [],
  module = '',
): Made {
  const address = `${module === '' ? '' : `module.${module}.`}${type}.${name}`;
  const head = {
    address,
    ...(module !== '' && { module_address: `module.${module}` }),
    mode: 'managed',
    type,
    name,
    provider_name: 'registry.terraform.io/hashicorp/azurerm',
  };
  const sensitive = marks(after);
  const state = (values: Values, extra: Values) =>
    JSON.stringify({ ...head, schema_version: 1, values, sensitive_values: sensitive, ...extra });
  return {
    address,
    module,
    planned: state(after, {}),
    prior:
      before === null
        ? ''
        : state(before, references.length > 0 ? { depends_on: references.slice(-1) } : {}),
    change: JSON.stringify({
      ...head,
      change: {
        actions: before === null ? ['create'] : before === after ? ['no-op'] : ['update'],
        before,
        after,
        after_unknown: {},
        before_sensitive: sensitive,
        after_sensitive: sensitive,
      },
    }),
    configuration: JSON.stringify({
      address: `${type}.${name}`,
      mode: 'managed',
      type,
      name,
      provider_config_key: 'azurerm',
      expressions: {
        name: { constant_value: name },
        location: { references: ['var.env'] },
        ...(references.length > 0 && { reference_id: { references } }),
      },
      schema_version: 1,
    }),
  };
}

/** The marks that Terraform writes: true for a secret, else the shape of what could hold one. */
function marks(values: Values): Values {
  const found = Object.entries(values).flatMap(([key, value]): readonly [string, Value][] => {
    if (/_key$|_string$|^custom_data$/.test(key)) return [[key, true]];
    if (typeof value !== 'object' || value === null) return [];
    return [[key, isList(value) ? value.map(elementMarks) : marks(value)]];
  });
  return Object.fromEntries(found);
}

function elementMarks(element: Value): Value {
  return typeof element === 'object' && element !== null && !isList(element)
    ? marks(element)
    : false;
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** Text that does not repeat, the same for the same number (a linear congruential generator, Numerical Recipes). */
function noise(seed: number, length: number): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  let state = (seed * 2654435761) >>> 0;
  let text = '';
  for (let n = 0; n < length; n++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    text += letters[state >>> 26] ?? '';
  }
  return text;
}
