import { name, privateLinkOnly } from '../private-link.ts';
import { fact, type NameRow, type Setting } from '../service.ts';
import { armTypes, page, resourcePage } from '../sources.ts';

const serverPage = page('aks/private-clusters');
const rangesPage = page('aks/api-server-authorized-ip-ranges');
const chinaPage =
  'https://docs.azure.cn/private-link/private-endpoint-dns (June 2020, which lists the API server)';

/** A private cluster has no public side. */
const privateCluster: Setting<'Enabled' | 'Disabled'>['words'] = {
  true: 'Disabled',
  false: 'Enabled',
  enabled: 'Enabled',
  disabled: 'Disabled',
};

// What the API server is called is told when it is made. Its private name lies in the zone itself, or in a part of
// it, in whatever cloud.
const told = (suffix: string) => ({
  host: '{privateFqdn}',
  zone: '{privateFqdn.rest}',
  record: '{privateFqdn.first}',
  forwarders: [`{region}.${suffix}`],
});

const untold: Pick<NameRow, 'when'> = { when: [{ condition: 'privateFqdn', is: ['?'] }] };

const server = (suffix: string) => ({
  host: `<{name}>.privatelink.{region}.${suffix}`,
  zone: `privatelink.{region}.${suffix}`,
  record: '<{name}>',
  forwarders: [`{region}.${suffix}`],
});

export const kubernetes = privateLinkOnly({
  id: 'kubernetes',
  title: 'Azure Kubernetes Service (API server)',
  noun: 'Kubernetes API server',
  type: 'Microsoft.ContainerService/managedClusters',
  page: serverPage,
  shapes: armTypes('containerservice_1/microsoft.containerservice/2026-05-01'),
  azurerm: [
    {
      types: ['azurerm_kubernetes_cluster'],
      conditions: { privateFqdn: 'private_fqdn', private: 'private_cluster_enabled' },
      more: {
        publicNetworkAccess: {
          paths: ['private_cluster_enabled'],
          words: privateCluster,
          absent: fact('Enabled', resourcePage('azurerm_kubernetes_cluster')),
        },
        ipRules: [
          { each: 'api_server_access_profile.authorized_ip_ranges', range: '' },
          { each: 'api_server_authorized_ip_ranges', range: '' },
        ],
      },
    },
  ],
  arm: {
    conditions: {
      privateFqdn: 'properties.privateFQDN',
      private: 'properties.apiServerAccessProfile.enablePrivateCluster',
    },
    more: {
      publicNetworkAccess: {
        paths: [
          'properties.apiServerAccessProfile.enablePrivateCluster',
          'properties.publicNetworkAccess',
        ],
        words: privateCluster,
        absent: fact('Enabled', serverPage),
      },
      ipRules: [{ each: 'properties.apiServerAccessProfile.authorizedIPRanges', range: '' }],
    },
  },
  parts: [
    {
      name: 'management',
      when: [{ condition: 'private', is: ['true'] }],
      names: [
        name({
          public: told('azmk8s.io'),
          usgov: told('cx.aks.containerservice.azure.us'),
          china: told('cx.prod.service.azk8s.cn'),
        }),
        name({ public: server('azmk8s.io') }, untold),
        name({ usgov: server('cx.aks.containerservice.azure.us') }, untold, serverPage, 'possible'),
        name({ china: server('cx.prod.service.azk8s.cn') }, untold, chinaPage, 'likely'),
      ],
    },
  ],
  traits: { admission: fact('open-until-first-rule', rangesPage, 'likely') },
  notes: [
    'AKS makes the private endpoint of a private cluster itself, links its zone to the network of the nodes alone, and may move it to another address when the cluster stops and starts.',
    'Turning a cluster private, or changing its zone, replaces it in azurerm.',
    'Other networks reach it by a private endpoint of their own, with a zone of the same name.',
  ],
});

const environmentPage = page('container-apps/private-endpoints-with-dns');

const environment = (suffix: string) => ({
  host: '{domain}',
  zone: `privatelink.{region}.${suffix}`,
  record: '{domain.first}',
  forwarders: [suffix],
});

const unnamed = (suffix: string) => ({
  host: `<{name}>.{region}.${suffix}`,
  zone: `privatelink.{region}.${suffix}`,
  forwarders: [suffix],
});

const unknownDomain: Pick<NameRow, 'when'> = { when: [{ condition: 'domain', is: ['?'] }] };

export const containerApps = privateLinkOnly({
  id: 'container-apps',
  title: 'Azure Container Apps environments',
  noun: 'Container Apps environment',
  type: 'Microsoft.App/managedEnvironments',
  page: environmentPage,
  shapes: armTypes('app_0/microsoft.app/2026-01-01'),
  azurerm: [
    {
      types: ['azurerm_container_app_environment'],
      access: 'public_network_access',
      unset: 'unset',
      conditions: { domain: 'default_domain' },
    },
  ],
  arm: {
    access: 'properties.publicNetworkAccess',
    conditions: { domain: 'properties.defaultDomain' },
  },
  parts: [
    {
      name: 'managedEnvironments',
      names: [
        name({ public: environment('azurecontainerapps.io') }),
        name(
          { china: environment('azurecontainerapps.cn') },
          {},
          'https://docs.azure.cn/container-apps/private-endpoints-with-dns',
        ),
        name({ public: unnamed('azurecontainerapps.io') }, unknownDomain),
        name(
          { china: unnamed('azurecontainerapps.cn') },
          unknownDomain,
          'https://docs.azure.cn/container-apps/private-endpoints-with-dns',
        ),
      ],
      ports: ['443', '80'],
    },
  ],
  notes: [
    fact(
      'Private endpoints need public network access off: while it is on they do not work.',
      environmentPage,
    ),
    fact('Apps are names below the domain of their environment.', environmentPage, 'likely'),
  ],
});
