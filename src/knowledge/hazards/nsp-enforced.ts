import type { Edit } from '../../core/edit.ts';
import type { Finding, HazardRule, Scene } from '../../core/hazard.ts';
import type { Target } from '../../core/model.ts';
import { grouped } from '../changes.ts';
import { outcomesTo, suffers } from '../outcomes.ts';

/** From here on the perimeter decides. */
export const nspEnforced: HazardRule = {
  id: 'nsp-enforced',
  title: 'An enforced perimeter decides who is admitted',
  statement:
    'An association with a network security perimeter in Enforced mode decides over the public side whatever publicNetworkAccess, rules and trusted services say. In Learning mode with public access Disabled, the rules of the perimeter may still admit. Private endpoints are not affected.',
  remedy:
    'Read the access rules of the perimeter, let it learn for a week or two, look into its logs, and enforce then.',
  source: 'https://learn.microsoft.com/azure/private-link/network-security-perimeter-transition',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) =>
    grouped(
      scene.edits.flatMap((edit) => enforced(scene, edit)),
      ({ target }) => target.id,
    ).flatMap(([, [first]]) => [finding(scene, first.target, first.edit)]),
};

function enforced(scene: Scene, edit: Edit): { readonly target: Target; readonly edit: Edit }[] {
  if (edit.kind !== 'perimeter' && edit.kind !== 'perimeter-mode') return [];
  const [old, now] = [scene.before.perimeters[edit.id], scene.after.perimeters[edit.id]];
  if (now?.mode !== 'Enforced' || (old?.mode === 'Enforced' && old.target === now.target))
    return [];
  return Object.values(scene.after.targets)
    .filter(
      (target) => target.resource === now.target && scene.before.targets[target.id] !== undefined,
    )
    .map((target) => ({ target, edit }));
}

function finding(scene: Scene, target: Target, edit: Edit): Finding {
  return {
    says: `The perimeter decides over the public side of ${target.name} from then on, whatever its own rules say.`,
    outcomes: outcomesTo(scene, target.id).filter(suffers),
    may: true,
    origin: scene.originOf(edit),
    subjects: [target.id, edit.id],
    edit,
  };
}
