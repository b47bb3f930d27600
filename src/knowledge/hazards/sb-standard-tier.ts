import type { Finding, HazardRule, Scene } from '../../core/hazard.ts';
import { isKnown } from '../../core/known.ts';
import type { Target } from '../../core/model.ts';
import { gained, grouped, type RuleChange, rulesGained } from '../changes.ts';
import { vnetOf } from '../paths.ts';
import { listed, subnetName, verb } from '../phrases.ts';

/** Namespaces that cannot hold rules for a subnet that comes by endpoint. */
export const sbStandardTier: HazardRule = {
  id: 'sb-standard-tier',
  title: 'Only Premium Service Bus namespaces hold virtual network rules',
  statement:
    'Virtual network rules exist for Premium namespaces only. A subnet with the Microsoft.ServiceBus endpoint that also talks to Standard or Basic namespaces reaches them from private addresses that no rule there can name.',
  remedy:
    'Keep Microsoft.ServiceBus off subnets that use Standard or Basic namespaces, or move the namespace to Premium first.',
  source:
    'https://github.com/MicrosoftDocs/azure-docs/blob/main/articles/service-bus-messaging/service-bus-service-endpoints.md',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) => [...byEndpoint(scene), ...byRule(scene)],
};

function isLesser(target: Target | undefined): boolean {
  return (
    target?.type.toLowerCase() === 'microsoft.servicebus/namespaces' &&
    isKnown(target.sku) &&
    target.sku.toLowerCase() !== 'premium'
  );
}

function byEndpoint(scene: Scene): Finding[] {
  return gained(scene)
    .filter(({ family }) => family === 'Microsoft.ServiceBus')
    .flatMap(({ subnet, edit }): Finding[] => {
      const home = vnetOf(scene.after, subnet.id);
      const calls = scene.flows
        .filter(({ client }) => client === subnet.id || client === home)
        .filter(({ target }) => isLesser(scene.after.targets[target]));
      if (calls.length === 0) return [];
      const names = calls.map((each) => each.targetName);
      return [
        {
          says: `${subnetName(scene, subnet.id)} also calls ${listed(names)}, which ${verb(names, 'is', 'are')} not Premium and can hold no rule for it.`,
          may: true,
          ...(calls.every((each) => each.evidence === 'possible')
            ? { confidence: 'possible' }
            : {}),
          origin: scene.originOf(edit),
          subjects: [subnet.id, ...calls.map((each) => each.target)],
          edit,
        },
      ];
    });
}

function byRule(scene: Scene): Finding[] {
  const rules = rulesGained(scene).filter(({ target }) => isLesser(target));
  return grouped(rules, ({ target }) => target.id).flatMap(([, [first]]) => [
    onTarget(scene, first),
  ]);
}

function onTarget(scene: Scene, { target, edit }: RuleChange): Finding {
  return {
    says: `${target.name} is not Premium and takes no virtual network rule.`,
    may: true,
    origin: scene.originOf(edit),
    subjects: [target.id],
    edit,
  };
}
