import type { HazardRule } from '../../core/hazard.ts';
import { earlyRules } from '../early-rules.ts';

/** Container Registry has no flag either. */
export const seAcrNoPreadd: HazardRule = {
  id: 'se-acr-no-preadd',
  title: 'Container Registry refuses a rule for a subnet without the endpoint',
  statement:
    'Container Registry has no flag that lets a virtual network rule stand for a subnet whose Microsoft.ContainerRegistry endpoint is off: the endpoint comes first.',
  remedy:
    'Turn the endpoint on first and let the rule depend on the subnet, or use a private endpoint.',
  source:
    'https://github.com/MicrosoftDocs/azure-management-docs/blob/main/articles/container-registry/container-registry-vnet.md',
  confidence: 'likely',
  verdict: 'refused',
  find: (scene) =>
    earlyRules(
      scene,
      ({ type }) => type.toLowerCase() === 'microsoft.containerregistry/registries',
    ),
};
