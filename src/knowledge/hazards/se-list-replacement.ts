import type { EditKind } from '../../core/edit.ts';
import type { Finding, HazardRule, Scene } from '../../core/hazard.ts';
import { type EndpointChange, type Group, grouped, lostInPassing, serviceOf } from '../changes.ts';
import { sufferers } from '../outcomes.ts';
import { joined, subnetName, verb } from '../phrases.ts';

/** A subnet is written whole: what the write leaves out is gone. */
export const seListReplacement: HazardRule = {
  id: 'se-list-replacement',
  title: 'A subnet update for another purpose drops an endpoint',
  statement:
    'A subnet update replaces the whole list of service endpoints. Scripts, modules and templates that change something else and leave an endpoint out of the list turn it off.',
  remedy:
    'Write the full list of endpoints in every update of the subnet; put the missing one back unless it is meant to go.',
  source: 'https://github.com/Azure/azure-powershell/issues/10099',
  confidence: 'likely',
  verdict: 'informs',
  find: (scene) =>
    grouped(
      lostInPassing(scene).filter((change) => besides(scene, change)),
      ({ subnet }) => subnet.id,
    ).flatMap(([, changes]) => finding(scene, changes)),
};

const others: readonly EditKind[] = [
  'endpoint-policy',
  'security-group-association',
  'route-table-association',
  'nat-gateway-association',
  'default-outbound',
  'network-policies',
  'delegation',
  'prefixes',
];

/** The same update changes something else of the subnet, or adds another endpoint. */
function besides(scene: Scene, { subnet, edit }: EndpointChange): boolean {
  const write = scene.writeOf(edit)?.id;
  return scene.edits.some(
    (each) =>
      each.id === subnet.id &&
      (others.includes(each.kind) ||
        (each.kind === 'service-endpoint' && each.before === undefined)) &&
      scene.writeOf(each)?.id === write,
  );
}

function finding(scene: Scene, changes: Group<EndpointChange>): Finding[] {
  const [first] = changes;
  const services = changes.map(serviceOf);
  return [
    {
      says: `The update of ${subnetName(scene, first.subnet.id)} changes other settings and drops ${joined(services)} from its list, which turns ${verb(services, 'it', 'them')} off.`,
      ...(changes.every((each) => each.sure) ? {} : { confidence: 'possible' as const }),
      outcomes: sufferers(scene, changes),
      origin: scene.originOf(first.edit),
      subjects: [first.subnet.id],
      edit: first.edit,
    },
  ];
}
