import { name, privateLinkOnly } from '../private-link.ts';
import { fact } from '../service.ts';
import { armTypes, page, zonesPage } from '../sources.ts';

const scopePage = page('azure-monitor/logs/private-link-security');

/** Names of Azure Monitor itself: all customers share them, and all change their answer once the zone is linked. */
const sharedName = (label: string, suffix: string, others: readonly string[] = []) => ({
  host: `${label}.${suffix}`,
  zone: `privatelink.${suffix}`,
  forwarders: [suffix, ...others],
});

const workspace = (suffix: string) => sharedName('<workspace>', suffix);

export const monitorScope = privateLinkOnly({
  id: 'monitor-private-link-scope',
  title: 'Azure Monitor private link scopes',
  noun: 'Azure Monitor private link scope',
  type: 'Microsoft.Insights/privateLinkScopes',
  page: scopePage,
  shapes: armTypes('monitor_1/microsoft.insights/2021-09-01'),
  azurerm: [{ types: ['azurerm_monitor_private_link_scope'] }],
  parts: [
    {
      name: 'azuremonitor',
      names: [
        name(
          {
            public: sharedName('api', 'monitor.azure.com', [
              'services.visualstudio.com',
              'applicationinsights.azure.com',
            ]),
            usgov: sharedName('api', 'monitor.azure.us'),
          },
          { shared: true },
        ),
        name({ usgov: sharedName('<workspace>', 'adx.monitor.azure.us') }, { shared: true }),
        ...(['oms', 'ods'] as const).map((label) =>
          name(
            {
              public: workspace(`${label}.opinsights.azure.com`),
              usgov: workspace(`${label}.opinsights.azure.us`),
            },
            { shared: true },
          ),
        ),
        name(
          {
            public: workspace('agentsvc.azure-automation.net'),
            usgov: workspace('agentsvc.azure-automation.us'),
          },
          { shared: true },
        ),
        name(
          {
            public: sharedName('scadvisorcontentpl', 'blob.core.windows.net'),
            usgov: sharedName('scadvisorcontentpl', 'blob.core.usgovcloudapi.net'),
          },
          { shared: true },
        ),
      ],
      addresses: fact({ base: 10 }, scopePage, 'possible'),
    },
  ],
  traits: { serviceTags: ['AzureMonitor'] },
  notes: [
    'Once its zones are linked, all traffic to Azure Monitor of every network that shares their DNS goes by the endpoint: one scope for one DNS.',
    'A scope that admits private traffic only (PrivateOnly) cuts its networks off from workspaces that are not in it.',
    fact(
      'A zone group holds five zones: the five of the public cloud fill it, and US Government has six.',
      zonesPage,
      'likely',
    ),
    fact(
      'Linking privatelink.blob.core.windows.net for it changes the answer of every storage account that has a private endpoint elsewhere.',
      zonesPage,
      'likely',
    ),
  ],
});

export const monitorWorkspace = privateLinkOnly({
  id: 'monitor-workspace',
  title: 'Azure Monitor workspaces (managed Prometheus)',
  noun: 'Azure Monitor workspace',
  type: 'Microsoft.Monitor/accounts',
  page: page('azure-monitor/metrics/azure-monitor-workspace-private-endpoint'),
  shapes: armTypes('monitoringservice_0/microsoft.monitor/2025-10-03'),
  azurerm: [{ types: ['azurerm_monitor_workspace'], access: 'public_network_access_enabled' }],
  arm: { access: 'properties.publicNetworkAccess' },
  parts: [
    {
      name: 'prometheusMetrics',
      names: [
        name({
          public: {
            host: '<{name}>.{region}.prometheus.monitor.azure.com',
            zone: 'privatelink.{region}.prometheus.monitor.azure.com',
          },
        }),
      ],
    },
  ],
  traits: { serviceTags: ['AzureMonitor'] },
  notes: [
    'A private endpoint is for queries; ingestion goes by an Azure Monitor private link scope.',
  ],
});

export const grafana = privateLinkOnly({
  id: 'grafana',
  title: 'Azure Managed Grafana',
  noun: 'Grafana workspace',
  type: 'Microsoft.Dashboard/grafana',
  page: page('managed-grafana/how-to-set-up-private-access'),
  shapes: armTypes('dashboard_0/microsoft.dashboard/2025-08-01'),
  azurerm: [{ types: ['azurerm_dashboard_grafana'], access: 'public_network_access_enabled' }],
  arm: { access: 'properties.publicNetworkAccess' },
  parts: [
    {
      name: 'grafana',
      names: [
        name({
          public: {
            host: '<{name}>.{region}.grafana.azure.com',
            zone: 'privatelink.grafana.azure.com',
            forwarders: ['grafana.azure.com'],
          },
        }),
      ],
    },
  ],
});

const jobs = (label: string) =>
  name({
    public: {
      host: `<{name}>.${label}.{regionCode}.azure-automation.net`,
      zone: 'privatelink.azure-automation.net',
      forwarders: ['{regionCode}.azure-automation.net'],
    },
    usgov: {
      host: `<{name}>.${label}.azure-automation.us`,
      zone: 'privatelink.azure-automation.us',
      forwarders: ['azure-automation.us'],
    },
    china: {
      host: `<{name}>.${label}.azure-automation.cn`,
      zone: 'privatelink.azure-automation.cn',
      forwarders: ['azure-automation.cn'],
    },
  });

export const automation = privateLinkOnly({
  id: 'automation',
  title: 'Azure Automation',
  noun: 'Automation account',
  type: 'Microsoft.Automation/automationAccounts',
  page: page('automation/how-to/private-link-security'),
  shapes: armTypes('automation/microsoft.automation/2024-10-23'),
  azurerm: [{ types: ['azurerm_automation_account'], access: 'public_network_access_enabled' }],
  arm: { access: 'properties.publicNetworkAccess' },
  parts: [
    { name: 'Webhook', names: [jobs('webhook')] },
    { name: 'DSCAndHybridWorker', names: [jobs('jrds')] },
  ],
  traits: { serviceTags: ['GuestAndHybridManagement'] },
});
