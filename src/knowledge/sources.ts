// Where the facts of most rows stand.

const azureDocs = 'https://github.com/MicrosoftDocs/azure-docs/blob';

/** Zones and forwarders of every service in every cloud, as the page has them in 2026. */
export const zonesPage = `${azureDocs}/main/articles/private-link/private-endpoint-dns.md (2026)`;

/** The same page of October 2023: values that the newer one no longer has. */
export const olderZonesPage = `${azureDocs}/42655f0ed89897f3571b649e2e1922bfef5985d9/articles/private-link/private-endpoint-dns.md`;

export const privateEndpointPage = `${azureDocs}/fd688f2b711fed6942412e0ddfedb5d2c56cba31/articles/private-link/private-endpoint-overview.md`;

export const tagsPage = 'https://learn.microsoft.com/azure/virtual-network/service-tags-overview';

export const policiesPage =
  'https://learn.microsoft.com/azure/virtual-network/virtual-network-service-endpoint-policies-overview';

/** The closed list of service endpoint types that azurerm takes. */
export const endpointNames =
  'https://github.com/hashicorp/terraform-provider-azurerm/blob/v5.2.0/internal/services/network/validate/subnet_service_endpoint_name.go';

/** A page of Azure's documentation. */
export function page(path: string): string {
  return `https://learn.microsoft.com/azure/${path}`;
}

/** The ARM types of a resource provider: `search/microsoft.search/2025-05-01`. */
export function armTypes(path: string): string {
  return `https://github.com/Azure/bicep-types-az/blob/1f896de2db96/generated/${path}/types.md`;
}

/** The documentation of an azurerm resource, of the last version that has it. */
export function resourcePage(type: string, version = 'v5.2.0'): string {
  const name = type.replace(/^azurerm_/, '');
  return `https://github.com/hashicorp/terraform-provider-azurerm/blob/${version}/website/docs/r/${name}.html.markdown`;
}
