import type { Finding, HazardRule } from '../../core/hazard.ts';
import { gained, grouped, serviceOf } from '../changes.ts';
import { joined, subnetName } from '../phrases.ts';

/** The organisation wants no service endpoints. */
export const policyServiceEndpoints: HazardRule = {
  id: 'policy-service-endpoints',
  title: 'The config forbids new service endpoints',
  statement:
    'The config says policy: service-endpoints: forbid, so a subnet should not gain a service endpoint. A policy assigned in Azure may refuse it as well.',
  remedy: 'Use a private endpoint, or have the policy changed.',
  source: 'follows from the config of the repository (policy.service-endpoints)',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) =>
    scene.config.policy.serviceEndpoints !== 'forbid'
      ? []
      : grouped(gained(scene), ({ subnet }) => subnet.id).flatMap(([id, changes]): Finding[] => {
          const [first] = changes;
          return [
            {
              says: `${subnetName(scene, id)} gains ${joined(changes.map(serviceOf))}, and the config forbids service endpoints.`,
              may: true,
              origin: scene.originOf(first.edit),
              subjects: [id],
              edit: first.edit,
            },
          ];
        }),
};
