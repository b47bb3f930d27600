import type { Edit, EditKind } from '../../core/edit.ts';
import type { Finding, HazardRule, Scene } from '../../core/hazard.ts';
import { grouped } from '../changes.ts';
import { vnetOf } from '../paths.ts';
import { counted, nameIn } from '../phrases.ts';

/** Azure changes one subnet of a network at a time. */
export const seSerialSubnetUpdates: HazardRule = {
  id: 'se-serial-subnet-updates',
  title: 'Several subnets of one network change, and Azure takes one at a time',
  statement:
    'A virtual network takes one subnet update at a time; parallel ones fail with AnotherOperationInProgress or 429, and leave some subnets switched and others not. azurerm waits in line by itself; Bicep and ARM need batchSize(1) or dependencies.',
  remedy:
    'Let the updates wait for one another (batchSize(1), dependsOn), count minutes for each subnet, and run the deployment again if it stops halfway.',
  source: 'https://github.com/hashicorp/terraform-provider-azurerm/issues/13564',
  confidence: 'likely',
  verdict: 'informs',
  find: (scene) =>
    grouped(
      scene.edits.filter((edit) => sendsSubnet(scene, edit)),
      (edit) => vnetOf(scene.after, edit.id) ?? '',
    ).flatMap(([vnet, edits]) => finding(scene, vnet, edits)),
};

const kinds: readonly EditKind[] = [
  'service-endpoint',
  'endpoint-policy',
  'security-group-association',
  'route-table-association',
  'nat-gateway-association',
  'network-policies',
  'delegation',
];

function sendsSubnet(scene: Scene, edit: Edit): boolean {
  return (
    kinds.includes(edit.kind) &&
    scene.before.subnets[edit.id] !== undefined &&
    vnetOf(scene.after, edit.id) !== undefined
  );
}

function finding(scene: Scene, vnet: string, edits: readonly Edit[]): Finding[] {
  const subnets = [...new Set(edits.map((each) => each.id))];
  const writes = new Set(edits.map((each) => scene.writeOf(each)?.id ?? each.id));
  const [edit] = edits;
  if (edit === undefined || subnets.length < 2 || writes.size < 2) return [];
  return [
    {
      says: `${counted(subnets.length, 'subnet')} of ${nameIn(scene, 'vnets', vnet)} change, and Azure takes one at a time.`,
      origin: scene.originOf(edit),
      subjects: [vnet, ...subnets],
      edit,
    },
  ];
}
