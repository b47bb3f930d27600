import type { HazardRule } from '../../core/hazard.ts';
import { parseResourceId } from '../../core/resource-id.ts';
import { rulesGained } from '../changes.ts';
import { nameIn } from '../phrases.ts';

/** The ID of a network where that of a subnet belongs. */
export const ruleNamesVnet: HazardRule = {
  id: 'rule-names-vnet',
  title: 'A virtual network rule names a network instead of a subnet',
  statement:
    'A virtual network rule holds the ID of a subnet, despite its name. Azure refuses the ID of a virtual network there.',
  remedy: 'Write one rule for every subnet that calls the target, with the ID of the subnet.',
  source:
    'https://learn.microsoft.com/azure/virtual-network/virtual-network-service-endpoints-overview',
  confidence: 'likely',
  verdict: 'refused',
  find: (scene) =>
    rulesGained(scene)
      .filter(({ subnet }) => {
        const type = parseResourceId(subnet)?.type.toLowerCase();
        return (
          type === 'microsoft.network/virtualnetworks' || scene.after.vnets[subnet] !== undefined
        );
      })
      .map(({ target, subnet, edit }) => ({
        says: `A rule of ${target.name} names the network ${nameIn(scene, 'vnets', subnet)} where a subnet belongs.`,
        origin: scene.originOf(edit),
        subjects: [target.id, subnet],
        edit,
      })),
};
