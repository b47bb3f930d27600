import type { EditKind } from '../../core/edit.ts';
import type { Finding, HazardRule, Scene } from '../../core/hazard.ts';
import { isWay } from '../../core/route.ts';
import { outcomesTo } from '../outcomes.ts';

// These say in so many words that the target opens; Cosmos DB's last private endpoint has a rule of its own.
const said: readonly EditKind[] = [
  'default-action',
  'public-network-access',
  'network-rules-enabled',
];

/** A target that opens although no edit says so. */
export const lastRuleOpens: HazardRule = {
  id: 'last-rule-opens',
  title: 'With its last rule gone the target admits everyone',
  statement:
    'Some services are open until their first rule: Cosmos DB, App Service and its SCM site, Event Hubs and Service Bus. Removing the last rule opens them to all networks instead of closing them.',
  remedy:
    'Turn public network access off, or deny by default, in the same update or before the last rule goes.',
  source: 'follows from https://learn.microsoft.com/azure/app-service/overview-access-restrictions',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) =>
    [...new Set(scene.edits.map((edit) => edit.id))].flatMap((id): Finding[] => {
      const target = scene.after.targets[id];
      if (target === undefined || !opens(scene, id)) return [];
      const edits = scene.edits.filter((edit) => edit.id === id);
      const edit = edits.find(
        (each) => each.kind === 'ip-rule' || each.kind === 'virtual-network-rule',
      );
      if (edit === undefined || edits.some((each) => said.includes(each.kind))) return [];
      return [
        {
          says: `${target.name} admits everyone once its last rule is gone.`,
          origin: scene.originOf(edit),
          subjects: [id],
          edit,
        },
      ];
    }),
};

/** Somebody whom nothing names gets in afterwards, and did not before. */
function opens(scene: Scene, target: string): boolean {
  return outcomesTo(scene, target).some(
    ({ flow, from, to, fresh }) =>
      flow.client === 'internet' && !fresh && from.by === 'none' && isWay(to),
  );
}
