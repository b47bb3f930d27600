import type { HazardRule } from '../../core/hazard.ts';
import { parseResourceId } from '../../core/resource-id.ts';
import { grouped, rulesGained } from '../changes.ts';
import { listed, nameIn } from '../phrases.ts';

/** The service's provider must be known where the network is. */
export const seCrossSubscriptionRp: HazardRule = {
  id: 'se-cross-subscription-rp',
  title: 'The resource provider must be registered in the subscription of the network',
  statement:
    'Where subnet and resource lie in different subscriptions, the resource provider of the service (Microsoft.Sql, Microsoft.DocumentDB, Microsoft.ContainerRegistry, …) must be registered in the subscription of the virtual network for a rule to work.',
  remedy:
    'az provider register --namespace <provider> --subscription <subscription of the network>',
  source:
    'https://github.com/MicrosoftDocs/sql-docs/blob/07cabaeab86d38dcb28d3b57be15ab3a22a3f84e/azure-sql/database/vnet-service-endpoint-rule-overview.md',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) => {
    const across = rulesGained(scene).filter(({ target, subnet }) => {
      const [here, there] = [parseResourceId(target.resource), parseResourceId(subnet)];
      if (here === undefined || there === undefined || here.subscription === there.subscription)
        return false;
      return scene.after.subnets[subnet] !== undefined;
    });
    return grouped(across, ({ target }) => target.id).flatMap(([, rules]) => {
      const [first] = rules;
      const provider = first.target.type.split('/')[0] ?? '';
      const names = listed(rules.map(({ subnet }) => nameIn(scene, 'subnets', subnet)));
      return [
        {
          says: `The rule of ${first.target.name} for ${names} needs ${provider} registered in the subscription of the subnet, which is another one.`,
          confidence: 'possible' as const,
          origin: scene.originOf(first.edit),
          subjects: [first.target.id, ...rules.map(({ subnet }) => subnet)],
          edit: first.edit,
        },
      ];
    });
  },
};
