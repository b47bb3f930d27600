import type { HazardRule } from '../../core/hazard.ts';
import { grouped, rulesGained } from '../changes.ts';
import { listed, nameIn } from '../phrases.ts';

/** Who writes a rule needs a right on the subnet. */
export const seJoinPermission: HazardRule = {
  id: 'se-join-permission',
  title: 'Adding a rule needs a permission on the subnet',
  statement:
    'Adding a virtual network rule needs Microsoft.Network/virtualNetworks/subnets/joinViaServiceEndpoint/action on the subnet. Later updates of a resource that already lists the subnet may need it too (Cosmos DB does).',
  remedy:
    'Give the deploying identity that action on the subnet, by Network Contributor or a role of its own.',
  source:
    'https://learn.microsoft.com/azure/virtual-network/virtual-network-service-endpoints-overview',
  confidence: 'certain',
  verdict: 'informs',
  // Who manages the subnet in the same files has the right; for others' subnets it is a question.
  find: (scene) =>
    grouped(
      rulesGained(scene).filter(({ subnet }) => scene.after.subnets[subnet] === undefined),
      ({ target }) => target.id,
    ).flatMap(([, rules]) => {
      const [first] = rules;
      const names = listed(rules.map(({ subnet }) => nameIn(scene, 'subnets', subnet)));
      return [
        {
          says: `Whoever applies the rule of ${first.target.name} needs joinViaServiceEndpoint/action on ${names}, which this change does not manage.`,
          confidence: 'possible' as const,
          origin: scene.originOf(first.edit),
          subjects: [first.target.id, ...rules.map(({ subnet }) => subnet)],
          edit: first.edit,
        },
      ];
    }),
};
