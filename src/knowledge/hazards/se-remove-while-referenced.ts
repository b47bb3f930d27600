import type { Finding, HazardRule, Scene } from '../../core/hazard.ts';
import type { Target } from '../../core/model.ts';
import { type EndpointChange, type Group, grouped, lost, namedBy } from '../changes.ts';
import { leavesBy, outcomesTo, suffers } from '../outcomes.ts';
import { listed, subnetName, verb } from '../phrases.ts';

/** Rules that stand and no longer count, because the endpoint is gone. */
export const seRemoveWhileReferenced: HazardRule = {
  id: 'se-remove-while-referenced',
  title: 'An endpoint goes while rules still name its subnet',
  statement:
    'Azure lets an endpoint go from a subnet that virtual network rules still name. The rules stay and match nothing: the traffic comes from a public address again and is refused (Storage and Key Vault with 403, SQL with 40615).',
  remedy:
    'Keep the endpoint until every target that names the subnet has another way for it: a private endpoint whose name resolves there, or an IP rule for its public address. Then take rule and endpoint away, in that order.',
  source:
    'follows from https://learn.microsoft.com/azure/virtual-network/virtual-network-service-endpoints-overview',
  confidence: 'likely',
  verdict: 'informs',
  find: (scene) => {
    const pairs = lost(scene).flatMap((change) =>
      namedBy(scene.after, change.subnet.id, change.family).map((target) => ({ target, change })),
    );
    return grouped(pairs, ({ target }) => target.id).flatMap(([, group]) => finding(scene, group));
  },
};

interface Reference {
  readonly target: Target;
  readonly change: EndpointChange;
}

function finding(scene: Scene, group: Group<Reference>): Finding[] {
  const [first] = group;
  const { target, change } = first;
  const outcomes = outcomesTo(scene, target.id).filter(
    (each) => suffers(each) && group.some((one) => leavesBy(each, one.change.subnet.id)),
  );
  const subnets = group.map((each) => subnetName(scene, each.change.subnet.id));
  const stop =
    outcomes.length === 0
      ? 'then match nothing'
      : `match nothing, and ${target.name} refuses ${verb(subnets, 'it', 'them')}`;
  return [
    {
      says: `${change.family} goes from ${listed(subnets)} while rules of ${target.name} still name ${verb(subnets, 'it', 'them')}: the rules ${stop}.`,
      ...(group.every((each) => each.change.sure) ? {} : { confidence: 'possible' as const }),
      outcomes,
      origin: scene.originOf(change.edit),
      subjects: [target.id, ...group.map((each) => each.change.subnet.id)],
      edit: change.edit,
    },
  ];
}
