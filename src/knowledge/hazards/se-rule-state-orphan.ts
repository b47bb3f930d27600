import type { Edit } from '../../core/edit.ts';
import { counts } from '../../core/flow.ts';
import type { Finding, HazardRule, Scene } from '../../core/hazard.ts';
import type { Id, Target } from '../../core/model.ts';
import { isWay } from '../../core/route.ts';
import { type Group, grouped, replacedSubnets } from '../changes.ts';
import { leavesBy, outcomesTo } from '../outcomes.ts';
import { listed, nameIn, verb } from '../phrases.ts';

/** A rule remembers the subnet that it was made for, not the name. */
export const seRuleStateOrphan: HazardRule = {
  id: 'se-rule-state-orphan',
  title: 'A subnet is deleted or replaced while rules name it',
  statement:
    'A virtual network rule whose subnet is deleted goes into the state NetworkSourceDeleted or Failed, or disappears. A new subnet of the same name does not bring it back to life: the rule has to be made anew.',
  remedy:
    'Take the rule away with the subnet. Where the subnet is replaced, remove the rule first and add it again once the new subnet has its endpoint.',
  source:
    'https://github.com/MicrosoftDocs/azure-docs/blob/03e5750af10b23b5ba437d5b333ec5e9437844f9/articles/storage/common/storage-network-security-limitations.md',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) =>
    grouped(orphans(scene), ({ target, replaced }) => `${target.id} ${replaced}`).flatMap(
      ([, group]) => finding(scene, group),
    ),
};

interface Orphan {
  readonly target: Target;
  readonly subnet: Id;
  readonly replaced: boolean;
  readonly edit: Edit;
}

/** Rules that stand before and after for a subnet that goes in between. */
function orphans(scene: Scene): Orphan[] {
  const replaced = replacedSubnets(scene);
  return scene.edits
    .filter((edit) => edit.kind === 'subnet' && edit.after === undefined)
    .flatMap((edit) =>
      Object.values(scene.after.targets)
        .filter((target) => target.networkRules[edit.id] !== undefined)
        .filter((target) => scene.before.targets[target.id]?.networkRules[edit.id] !== undefined)
        .map((target) => ({ target, subnet: edit.id, replaced: replaced.has(edit.id), edit })),
    );
}

function finding(scene: Scene, group: Group<Orphan>): Finding[] {
  const [first] = group;
  const { target, edit, replaced } = first;
  const subnets = group.map((each) => nameIn(scene, 'subnets', each.subnet));
  const names = listed(subnets);
  const common = {
    origin: scene.originOf(edit),
    subjects: [target.id, ...group.map((each) => each.subnet)],
    edit,
  };
  if (!replaced) {
    return [
      {
        ...common,
        says: `${names} ${verb(subnets, 'is', 'are')} deleted and ${target.name} keeps ${verb(subnets, 'a rule for it, which then names nothing', 'rules for them, which then name nothing')}.`,
      },
    ];
  }
  // The replay sees the same ID before and after; that the rule died in between no route shows.
  const outcomes = outcomesTo(scene, target.id).filter(
    (each) =>
      counts(each.flow) && isWay(each.from) && group.some((one) => leavesBy(each, one.subnet)),
  );
  return [
    {
      ...common,
      says: `${names} ${verb(subnets, 'is', 'are')} replaced: the rule of ${target.name} for it dies with the old subnet and must be made anew, even where the plan shows it unchanged.`,
      ...(outcomes.some((each) => each.from.by === 'service-endpoint')
        ? { outcomes, may: true, verdict: 'interrupts' as const, confidence: 'likely' as const }
        : {}),
    },
  ];
}
