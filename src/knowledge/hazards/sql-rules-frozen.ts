import type { Edit } from '../../core/edit.ts';
import type { Finding, HazardRule, Scene } from '../../core/hazard.ts';
import type { Target } from '../../core/model.ts';
import { grouped } from '../changes.ts';
import { isBefore } from '../write-order.ts';

/** Rules cannot be written while the door is shut. */
export const sqlRulesFrozen: HazardRule = {
  id: 'sql-rules-frozen',
  title: 'SQL refuses rule changes while public network access is Disabled',
  statement:
    'Azure SQL refuses to add, change or remove firewall rules and virtual network rules of a server whose public network access is Disabled: error 42101.',
  remedy:
    'Change the rules before public access is turned off, or leave them as they are, for they do not count; to change them later, enable public access first.',
  source: 'https://learn.microsoft.com/azure/azure-sql/database/connectivity-settings',
  confidence: 'certain',
  verdict: 'refused',
  find: (scene) =>
    grouped(
      scene.edits.filter((edit) => kinds.includes(edit.kind)),
      (edit) => edit.id,
    ).flatMap(([id, edits]) => {
      const [old, now] = [scene.before.targets[id], scene.after.targets[id]];
      if (old === undefined || now === undefined || !now.traits.rulesFrozenWhileDisabled) return [];
      return finding(scene, { old, now, edits });
    }),
};

const kinds: readonly Edit['kind'][] = ['virtual-network-rule', 'ip-rule'];

interface Frozen {
  readonly old: Target;
  readonly now: Target;
  readonly edits: readonly Edit[];
}

function finding(scene: Scene, { old, now, edits }: Frozen): Finding[] {
  const [edit] = edits;
  if (edit === undefined) return [];
  const common = { origin: scene.originOf(edit), subjects: [now.id], edit };
  const off = 'Disabled';
  if (old.publicNetworkAccess === off && now.publicNetworkAccess === off) {
    const says = `${now.name} refuses the changes of its rules: its public network access is Disabled.`;
    return [{ ...common, says }];
  }
  if (now.publicNetworkAccess !== off) return [];
  const late = edits.filter((each) => !isBefore(scene, scene.writeOf(each), closing(scene, now)));
  if (late.length === 0) return [];
  const says = `${now.name} refuses the changes of its rules if its public network access is turned off first, and nothing makes it wait.`;
  return [{ ...common, says, may: true, verdict: 'informs', confidence: 'likely' }];
}

function closing(scene: Scene, target: Target) {
  const edit = scene.edits.find(
    (each) => each.id === target.id && each.kind === 'public-network-access',
  );
  return edit === undefined ? undefined : scene.writeOf(edit);
}
