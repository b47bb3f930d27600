import type { HazardRule } from '../../core/hazard.ts';
import { parseResourceId } from '../../core/resource-id.ts';
import { grouped, rulesGained } from '../changes.ts';
import { listed, nameIn } from '../phrases.ts';

// Only these take rules for subnets of another tenant.
const across = ['microsoft.storage/storageaccounts', 'microsoft.keyvault/vaults'];

/** A rule for a subnet that may belong to another tenant. */
export const seCrossTenant: HazardRule = {
  id: 'se-cross-tenant',
  title: 'Most services take no rules for subnets of another tenant',
  statement:
    'Virtual network rules for subnets of another Microsoft Entra tenant work for Storage and Key Vault only; SQL, Cosmos DB and the others need subnet and resource in one tenant.',
  remedy:
    'For a subnet of another tenant use IP rules for its public address, or a private endpoint.',
  source:
    'https://learn.microsoft.com/azure/virtual-network/virtual-network-service-endpoints-overview',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) => {
    const foreign = rulesGained(scene).filter(({ target, subnet }) => {
      const [here, there] = [parseResourceId(target.resource), parseResourceId(subnet)];
      if (here === undefined || there === undefined || here.subscription === there.subscription)
        return false;
      return (
        scene.after.subnets[subnet] === undefined && !across.includes(target.type.toLowerCase())
      );
    });
    return grouped(foreign, ({ target }) => target.id).flatMap(([, rules]) => {
      const [first] = rules;
      const names = listed(rules.map(({ subnet }) => nameIn(scene, 'subnets', subnet)));
      return [
        {
          says: `${first.target.name} takes the rule for ${names} of another subscription only if that belongs to the same tenant.`,
          confidence: 'possible' as const,
          origin: scene.originOf(first.edit),
          subjects: [first.target.id, ...rules.map(({ subnet }) => subnet)],
          edit: first.edit,
        },
      ];
    });
  },
};
