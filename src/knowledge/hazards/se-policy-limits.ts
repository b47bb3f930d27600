import type { Finding, HazardRule } from '../../core/hazard.ts';
import { grouped } from '../changes.ts';
import { subnetName } from '../phrases.ts';

const maxPolicies = 100;

/** More policies on one subnet than Azure takes. */
export const sePolicyLimits: HazardRule = {
  id: 'se-policy-limits',
  title: 'More service endpoint policies on a subnet than Azure takes',
  statement:
    'A subnet takes at most 100 service endpoint policies, a subscription 500, and a definition 200 resources; policies must be in the region of the network.',
  remedy:
    'Join the definitions in fewer policies, or list resource groups or subscriptions instead of accounts.',
  source:
    'https://github.com/MicrosoftDocs/azure-docs/blob/03cf19893f2bbd77e3729d6053afc24c48644f5e/articles/virtual-network/virtual-network-service-endpoint-policies-overview.md',
  confidence: 'likely',
  verdict: 'refused',
  find: (scene) =>
    grouped(
      scene.edits.filter((edit) => edit.kind === 'endpoint-policy' && edit.before === undefined),
      (edit) => edit.id,
    ).flatMap(([id, [edit]]): Finding[] => {
      const count = Object.keys(scene.after.subnets[id]?.endpointPolicies ?? {}).length;
      if (count <= maxPolicies) return [];
      return [
        {
          says: `${subnetName(scene, id)} has ${count} service endpoint policies after the change and takes ${maxPolicies}.`,
          origin: scene.originOf(edit),
          subjects: [id],
          edit,
        },
      ];
    }),
};
