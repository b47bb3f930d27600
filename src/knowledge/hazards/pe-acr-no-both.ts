import type { Edit } from '../../core/edit.ts';
import type { Finding, HazardRule, Scene } from '../../core/hazard.ts';
import type { Target } from '../../core/model.ts';
import { approved, approvedOf, grouped, rulesGained } from '../changes.ts';
import { outcomesTo, suffers } from '../outcomes.ts';
import { listed, nameIn } from '../phrases.ts';

/** Rules beside a private endpoint, where the service does not take both. */
export const peAcrNoBoth: HazardRule = {
  id: 'pe-acr-no-both',
  title: 'Virtual network rules and a private endpoint do not work side by side',
  statement:
    'Container Registry does not support virtual network rules beside a private endpoint, and App Service ignores them there: subnets that come by service endpoint lose their admission when the private endpoint is made.',
  remedy:
    'Give the subnets of the rules another admission first (the private endpoint with its zone, or IP rules), then make the switch; take the rules away once it is verified.',
  source:
    'https://github.com/MicrosoftDocs/azure-management-docs/blob/d923d588901082fa2107de6b2a82d7d05cd95160/articles/container-registry/container-registry-private-endpoints.md',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) => {
    const endpoints = approved(scene)
      .flatMap(({ targets, edit }) => targets.map((target) => ({ target, edit })))
      .filter(({ target }) => Object.keys(target.networkRules).length > 0);
    const rules = rulesGained(scene).filter(
      ({ target }) => approvedOf(scene.after, target).length > 0,
    );
    const both = [...endpoints, ...rules].filter(
      ({ target }) => !target.traits.rulesBesideEndpoint,
    );
    return grouped(both, ({ target }) => target.id).flatMap(([, [first]]) => [
      finding(scene, first.target, first.edit),
    ]);
  },
};

function finding(scene: Scene, target: Target, edit: Edit): Finding {
  const subnets = Object.keys(target.networkRules).map((id) => nameIn(scene, 'subnets', id));
  return {
    says: `${target.name} does not honour its rules for ${listed(subnets)} beside a private endpoint.`,
    outcomes: outcomesTo(scene, target.id).filter(suffers),
    origin: scene.originOf(edit),
    subjects: [target.id, edit.id],
    edit,
  };
}
