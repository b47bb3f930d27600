import type { HazardRule } from '../../core/hazard.ts';
import { earlyRules } from '../early-rules.ts';

// Storage and Container Registry have rules of their own, with their own words.
const others = ['microsoft.storage/storageaccounts', 'microsoft.containerregistry/registries'];

/** Services that take the rule early only with a flag, and a rule without it. */
export const seNoPreadd: HazardRule = {
  id: 'se-no-preadd',
  title: 'A rule for a subnet without the endpoint is refused unless its flag says otherwise',
  statement:
    'A virtual network rule for a subnet whose endpoint is off is accepted only with the flag that ignores the missing endpoint, where the service has one and the tool can send it; without the flag the rule fails.',
  remedy: 'Turn the endpoint on first and let the rule depend on the subnet.',
  source:
    'https://github.com/hashicorp/terraform-provider-azurerm/blob/v5.2.0/website/docs/r/mssql_virtual_network_rule.html.markdown',
  confidence: 'likely',
  verdict: 'refused',
  find: (scene) => earlyRules(scene, ({ type }) => !others.includes(type.toLowerCase())),
};
