import { name, privateLinkOnly } from '../private-link.ts';
import { armTypes, page } from '../sources.ts';

const below = (label: string, suffix: string, zone: string) => ({
  host: `<{name}>.${label}.${suffix}`,
  zone,
});

const open = 'azurehealthcareapis.com';
const government = 'azurehealthcareapis.us';

export const healthData = privateLinkOnly({
  id: 'health-data',
  title: 'Azure Health Data Services',
  noun: 'health data workspace',
  type: 'Microsoft.HealthcareApis/workspaces',
  page: page('healthcare-apis/healthcare-apis-configure-private-link'),
  shapes: armTypes('healthcareapis/microsoft.healthcareapis/2024-03-31'),
  // azurerm has no argument for public network access of the workspace.
  azurerm: [{ types: ['azurerm_healthcare_workspace'] }],
  arm: { access: 'properties.publicNetworkAccess' },
  parts: [
    {
      name: 'healthcareworkspace',
      // Two zones in the public cloud, one for each kind of service in US Government.
      names: [
        name({
          public: below('workspace', open, `privatelink.${open}`),
          usgov: below('workspace', government, `privatelink.workspace.${government}`),
        }),
        name({
          public: below('fhir', open, `privatelink.${open}`),
          usgov: below('fhir', government, `privatelink.fhir.${government}`),
        }),
        name({
          public: below('dicom', open, `privatelink.dicom.${open}`),
          usgov: below('dicom', government, `privatelink.dicom.${government}`),
        }),
      ],
    },
  ],
});
