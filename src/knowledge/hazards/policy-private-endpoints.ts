import type { Finding, HazardRule } from '../../core/hazard.ts';
import { approvedOf, grouped, rulesGained } from '../changes.ts';

/** The organisation wants private endpoints. */
export const policyPrivateEndpoints: HazardRule = {
  id: 'policy-private-endpoints',
  title: 'The config requires private endpoints',
  statement:
    'The config says policy: private-endpoints: require, so a target should be reached by a private endpoint and not by virtual network rules.',
  remedy: 'Plan a private endpoint with its zone for the target, or have the policy changed.',
  source: 'follows from the config of the repository (policy.private-endpoints)',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) =>
    scene.config.policy.privateEndpoints !== 'require'
      ? []
      : grouped(rulesGained(scene), ({ target }) => target.id).flatMap(
          ([id, [first]]): Finding[] => {
            if (approvedOf(scene.after, first.target).length > 0) return [];
            return [
              {
                says: `${first.target.name} gains virtual network rules and has no private endpoint, which the config requires.`,
                may: true,
                origin: scene.originOf(first.edit),
                subjects: [id],
                edit: first.edit,
              },
            ];
          },
        ),
};
