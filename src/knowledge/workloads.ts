import type { Dialect, Path, Setting } from './service.ts';

// What runs in subnets, and where each kind of it says so. A kind of workload is one row; attributes are those of
// https://github.com/hashicorp/terraform-provider-azurerm/tree/v5.2.0/website/docs/r and of
// https://github.com/Azure/bicep-types-az/tree/1f896de2db96/generated

export interface WorkloadForm {
  readonly dialect: Dialect;
  readonly types: readonly string[];
  /** Where the IDs of its subnets stand. */
  readonly subnets: readonly Path[];
  /** Subnets told by a network's ID and names of subnets in it. */
  readonly inside?: { readonly vnet: Path; readonly names: readonly Path[] };
  /** Public IP resources of its own. */
  readonly publicAddresses?: readonly Path[];
  /** Membership in a load balancer, which may give it a public address that nothing here shows. */
  readonly balancer?: {
    readonly path: Path;
    readonly absentToo?: true;
    readonly unless?: readonly string[];
  };
  /** Another workload in whose subnet it runs. */
  readonly through?: Path;
  /** Another workload that it is part of: its name counts, and the other is not told again. */
  readonly parts?: Path;
  /** The app that a resource like this ties to a subnet. */
  readonly of?: Path;
  readonly routesAll?: Setting<'true' | 'false'>;
  /** Whether it mounts its own content by way of its subnet; off unless set. */
  readonly contentOverVnet?: Setting<'true' | 'false'>;
  /** Settings whose values may name services. */
  readonly settings?: readonly Path[];
  /** Attributes that hold the plain name of a target. */
  readonly names?: readonly {
    readonly path: Path;
    readonly type: string;
    readonly subresources: readonly string[];
  }[];
}

export interface WorkloadRow {
  readonly noun: string;
  /** ARM type. */
  readonly type: string;
  readonly forms: readonly WorkloadForm[];
}

const storageAccounts = 'Microsoft.Storage/storageAccounts';

// Without route-all only private ranges and service endpoint traffic enter the network; off unless set.
const routesAll: Setting<'true' | 'false'> = {
  paths: ['site_config.vnet_route_all_enabled'],
  words: { true: 'true', false: 'false' },
};

const webApps = [
  'azurerm_linux_web_app',
  'azurerm_windows_web_app',
  'azurerm_linux_web_app_slot',
  'azurerm_windows_web_app_slot',
  'azurerm_app_service',
];

const functionApps = [
  'azurerm_linux_function_app',
  'azurerm_windows_function_app',
  'azurerm_linux_function_app_slot',
  'azurerm_windows_function_app_slot',
  'azurerm_function_app_flex_consumption',
  'azurerm_logic_app_standard',
  'azurerm_function_app',
];

const appSettings = ['app_settings', 'connection_string.value', 'storage_container_endpoint'];

// Unless told otherwise, nodes leave by a load balancer of the cluster: https://learn.microsoft.com/azure/aks/egress-outboundtype
const ownEgress = [
  'userdefinedrouting',
  'managednatgateway',
  'userassignednatgateway',
  'none',
  'block',
];

export const workloads: readonly WorkloadRow[] = [
  {
    noun: 'network interface',
    type: 'Microsoft.Network/networkInterfaces',
    forms: [
      {
        dialect: 'azurerm',
        types: ['azurerm_network_interface'],
        subnets: ['ip_configuration.subnet_id'],
        publicAddresses: ['ip_configuration.public_ip_address_id'],
      },
      {
        dialect: 'azurerm',
        types: ['azurerm_network_interface_backend_address_pool_association'],
        subnets: [],
        of: 'network_interface_id',
        balancer: { path: 'backend_address_pool_id' },
      },
      {
        dialect: 'arm',
        types: ['Microsoft.Network/networkInterfaces'],
        subnets: ['properties.ipConfigurations.properties.subnet.id'],
        publicAddresses: ['properties.ipConfigurations.properties.publicIPAddress.id'],
        balancer: {
          path: 'properties.ipConfigurations.properties.loadBalancerBackendAddressPools.id',
        },
      },
    ],
  },
  {
    noun: 'virtual machine',
    type: 'Microsoft.Compute/virtualMachines',
    forms: [
      {
        dialect: 'azurerm',
        types: [
          'azurerm_linux_virtual_machine',
          'azurerm_windows_virtual_machine',
          'azurerm_virtual_machine',
        ],
        subnets: [],
        parts: 'network_interface_ids',
      },
      {
        dialect: 'arm',
        types: ['Microsoft.Compute/virtualMachines'],
        subnets: [],
        parts: 'properties.networkProfile.networkInterfaces.id',
      },
    ],
  },
  {
    noun: 'virtual machine scale set',
    type: 'Microsoft.Compute/virtualMachineScaleSets',
    forms: [
      {
        dialect: 'azurerm',
        types: [
          'azurerm_linux_virtual_machine_scale_set',
          'azurerm_windows_virtual_machine_scale_set',
          'azurerm_orchestrated_virtual_machine_scale_set',
        ],
        subnets: ['network_interface.ip_configuration.subnet_id'],
        balancer: {
          path: 'network_interface.ip_configuration.load_balancer_backend_address_pool_ids',
        },
      },
      {
        dialect: 'arm',
        types: ['Microsoft.Compute/virtualMachineScaleSets'],
        subnets: [
          'properties.virtualMachineProfile.networkProfile.networkInterfaceConfigurations.properties.ipConfigurations.properties.subnet.id',
        ],
      },
    ],
  },
  {
    noun: 'AKS node pool',
    type: 'Microsoft.ContainerService/managedClusters',
    forms: [
      {
        dialect: 'azurerm',
        types: ['azurerm_kubernetes_cluster'],
        subnets: ['default_node_pool.vnet_subnet_id'],
        balancer: { path: 'network_profile.outbound_type', absentToo: true, unless: ownEgress },
      },
      {
        dialect: 'arm',
        types: ['Microsoft.ContainerService/managedClusters'],
        subnets: ['properties.agentPoolProfiles.vnetSubnetID'],
        balancer: {
          path: 'properties.networkProfile.outboundType',
          absentToo: true,
          unless: ownEgress,
        },
      },
    ],
  },
  {
    noun: 'AKS node pool',
    type: 'Microsoft.ContainerService/managedClusters/agentPools',
    forms: [
      {
        dialect: 'azurerm',
        types: ['azurerm_kubernetes_cluster_node_pool'],
        subnets: ['vnet_subnet_id'],
      },
      {
        dialect: 'arm',
        types: ['Microsoft.ContainerService/managedClusters/agentPools'],
        subnets: ['properties.vnetSubnetID'],
      },
    ],
  },
  {
    noun: 'app service',
    type: 'Microsoft.Web/sites',
    forms: [
      {
        dialect: 'azurerm',
        types: webApps,
        subnets: ['virtual_network_subnet_id'],
        routesAll,
        settings: appSettings,
      },
      {
        dialect: 'azurerm',
        types: functionApps,
        subnets: ['virtual_network_subnet_id'],
        routesAll,
        contentOverVnet: {
          paths: ['app_settings.WEBSITE_CONTENTOVERVNET'],
          words: { 1: 'true', 0: 'false' },
        },
        settings: appSettings,
        names: [
          {
            path: 'storage_account_name',
            type: storageAccounts,
            subresources: ['blob', 'file', 'queue', 'table'],
          },
        ],
      },
      {
        dialect: 'azurerm',
        types: [
          'azurerm_app_service_virtual_network_swift_connection',
          'azurerm_app_service_slot_virtual_network_swift_connection',
        ],
        subnets: ['subnet_id'],
        of: 'app_service_id',
      },
      {
        dialect: 'arm',
        types: ['Microsoft.Web/sites', 'Microsoft.Web/sites/slots'],
        subnets: ['properties.virtualNetworkSubnetId'],
        routesAll: {
          paths: [
            'properties.outboundVnetRouting.allTraffic',
            'properties.outboundVnetRouting.applicationTraffic',
            'properties.vnetRouteAllEnabled',
            'properties.siteConfig.vnetRouteAllEnabled',
          ],
          words: { true: 'true', false: 'false' },
        },
        contentOverVnet: {
          paths: [
            'properties.outboundVnetRouting.contentShareTraffic',
            'properties.vnetContentShareEnabled',
          ],
          words: { true: 'true', false: 'false' },
        },
        settings: [
          'properties.siteConfig.appSettings.value',
          'properties.siteConfig.connectionStrings.connectionString',
        ],
      },
    ],
  },
  {
    noun: 'container apps environment',
    type: 'Microsoft.App/managedEnvironments',
    forms: [
      {
        dialect: 'azurerm',
        types: ['azurerm_container_app_environment'],
        subnets: ['infrastructure_subnet_id'],
      },
      {
        dialect: 'arm',
        types: ['Microsoft.App/managedEnvironments'],
        subnets: ['properties.vnetConfiguration.infrastructureSubnetId'],
      },
    ],
  },
  {
    noun: 'container app',
    type: 'Microsoft.App/containerApps',
    forms: [
      {
        dialect: 'azurerm',
        types: ['azurerm_container_app'],
        subnets: [],
        through: 'container_app_environment_id',
        settings: ['template.container.env.value', 'template.init_container.env.value'],
      },
      {
        dialect: 'arm',
        types: ['Microsoft.App/containerApps'],
        subnets: [],
        through: 'properties.managedEnvironmentId',
        settings: [
          'properties.template.containers.env.value',
          'properties.template.initContainers.env.value',
        ],
      },
      {
        dialect: 'arm',
        types: ['Microsoft.App/containerApps'],
        subnets: [],
        through: 'properties.environmentId',
        settings: [
          'properties.template.containers.env.value',
          'properties.template.initContainers.env.value',
        ],
      },
    ],
  },
  {
    noun: 'container group',
    type: 'Microsoft.ContainerInstance/containerGroups',
    forms: [
      {
        dialect: 'azurerm',
        types: ['azurerm_container_group'],
        subnets: ['subnet_ids'],
        settings: ['container.environment_variables'],
      },
      {
        dialect: 'arm',
        types: ['Microsoft.ContainerInstance/containerGroups'],
        subnets: ['properties.subnetIds.id'],
        settings: ['properties.containers.properties.environmentVariables.value'],
      },
    ],
  },
  {
    noun: 'application gateway',
    type: 'Microsoft.Network/applicationGateways',
    forms: [
      {
        dialect: 'azurerm',
        types: ['azurerm_application_gateway'],
        subnets: ['gateway_ip_configuration.subnet_id'],
        settings: ['backend_address_pool.fqdns'],
      },
      {
        dialect: 'arm',
        types: ['Microsoft.Network/applicationGateways'],
        subnets: ['properties.gatewayIPConfigurations.properties.subnet.id'],
        settings: ['properties.backendAddressPools.properties.backendAddresses.fqdn'],
      },
    ],
  },
  {
    noun: 'API Management',
    type: 'Microsoft.ApiManagement/service',
    forms: [
      {
        dialect: 'azurerm',
        types: ['azurerm_api_management'],
        subnets: ['virtual_network_configuration.subnet_id'],
      },
      {
        dialect: 'arm',
        types: ['Microsoft.ApiManagement/service'],
        subnets: ['properties.virtualNetworkConfiguration.subnetResourceId'],
      },
    ],
  },
  {
    noun: 'Databricks workspace',
    type: 'Microsoft.Databricks/workspaces',
    forms: [
      {
        dialect: 'azurerm',
        types: ['azurerm_databricks_workspace'],
        subnets: [],
        inside: {
          vnet: 'custom_parameters.virtual_network_id',
          names: ['custom_parameters.public_subnet_name', 'custom_parameters.private_subnet_name'],
        },
      },
      {
        dialect: 'arm',
        types: ['Microsoft.Databricks/workspaces'],
        subnets: [],
        inside: {
          vnet: 'properties.parameters.customVirtualNetworkId.value',
          names: [
            'properties.parameters.customPublicSubnetName.value',
            'properties.parameters.customPrivateSubnetName.value',
          ],
        },
      },
    ],
  },
  {
    noun: 'SQL managed instance',
    type: 'Microsoft.Sql/managedInstances',
    forms: [
      { dialect: 'azurerm', types: ['azurerm_mssql_managed_instance'], subnets: ['subnet_id'] },
      {
        dialect: 'arm',
        types: ['Microsoft.Sql/managedInstances'],
        subnets: ['properties.subnetId'],
      },
    ],
  },
  {
    noun: 'PostgreSQL flexible server',
    type: 'Microsoft.DBforPostgreSQL/flexibleServers',
    forms: [
      {
        dialect: 'azurerm',
        types: ['azurerm_postgresql_flexible_server'],
        subnets: ['delegated_subnet_id'],
      },
      {
        dialect: 'arm',
        types: ['Microsoft.DBforPostgreSQL/flexibleServers'],
        subnets: ['properties.network.delegatedSubnetResourceId'],
      },
    ],
  },
  {
    noun: 'MySQL flexible server',
    type: 'Microsoft.DBforMySQL/flexibleServers',
    forms: [
      {
        dialect: 'azurerm',
        types: ['azurerm_mysql_flexible_server'],
        subnets: ['delegated_subnet_id'],
      },
      {
        dialect: 'arm',
        types: ['Microsoft.DBforMySQL/flexibleServers'],
        subnets: ['properties.network.delegatedSubnetResourceId'],
      },
    ],
  },
  {
    noun: 'virtual network gateway',
    type: 'Microsoft.Network/virtualNetworkGateways',
    forms: [
      {
        dialect: 'azurerm',
        types: ['azurerm_virtual_network_gateway'],
        subnets: ['ip_configuration.subnet_id'],
      },
      {
        dialect: 'arm',
        types: ['Microsoft.Network/virtualNetworkGateways'],
        subnets: ['properties.ipConfigurations.properties.subnet.id'],
      },
    ],
  },
  {
    noun: 'app service environment',
    type: 'Microsoft.Web/hostingEnvironments',
    forms: [
      { dialect: 'azurerm', types: ['azurerm_app_service_environment_v3'], subnets: ['subnet_id'] },
      {
        dialect: 'arm',
        types: ['Microsoft.Web/hostingEnvironments'],
        subnets: ['properties.virtualNetwork.id'],
      },
    ],
  },
  {
    noun: 'Batch pool',
    type: 'Microsoft.Batch/batchAccounts/pools',
    forms: [
      {
        dialect: 'azurerm',
        types: ['azurerm_batch_pool'],
        subnets: ['network_configuration.subnet_id'],
      },
      {
        dialect: 'arm',
        types: ['Microsoft.Batch/batchAccounts/pools'],
        subnets: ['properties.networkConfiguration.subnetId'],
      },
    ],
  },
];
