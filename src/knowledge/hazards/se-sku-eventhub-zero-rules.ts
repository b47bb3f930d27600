import type { HazardRule } from '../../core/hazard.ts';
import type { Target } from '../../core/model.ts';
import { grouped } from '../changes.ts';

/** A Deny that denies nobody. */
export const seSkuEventhubZeroRules: HazardRule = {
  id: 'se-sku-eventhub-zero-rules',
  title: 'A namespace that denies by default and has no rule admits everyone',
  statement:
    'Event Hubs and Service Bus apply the default action Deny only once there is at least one rule: with none, everybody is let in.',
  remedy: 'Add at least one IP or virtual network rule, or turn public network access off.',
  source:
    'https://github.com/MicrosoftDocs/azure-docs/blob/017654d14eb78a81d68ea84640b468bcb7fa96d3/articles/event-hubs/event-hubs-service-endpoints.md',
  confidence: 'likely',
  verdict: 'informs',
  find: (scene) =>
    grouped(
      scene.edits.filter(
        (edit) => hollow(scene.after.targets[edit.id]) && !hollow(scene.before.targets[edit.id]),
      ),
      (edit) => edit.id,
    ).flatMap(([id, [edit]]) => {
      const target = scene.after.targets[id];
      if (target === undefined) return [];
      return [
        {
          says: `${target.name} denies by default and has no rule, so it still admits everyone.`,
          origin: scene.originOf(edit),
          subjects: [target.id],
          edit,
        },
      ];
    }),
};

function hollow(target: Target | undefined): boolean {
  return (
    target?.traits.denyNeedsRule === true &&
    target.defaultAction === 'Deny' &&
    target.publicNetworkAccess !== 'Disabled' &&
    Object.keys(target.networkRules).length + Object.keys(target.ipRules).length === 0
  );
}
