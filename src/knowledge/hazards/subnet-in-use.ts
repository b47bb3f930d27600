import type { Finding, HazardRule, Scene } from '../../core/hazard.ts';
import type { Id } from '../../core/model.ts';
import { replacedSubnets } from '../changes.ts';
import { listed, nameIn, verb } from '../phrases.ts';

/** Azure deletes no subnet in which something stays. */
export const subnetInUse: HazardRule = {
  id: 'subnet-in-use',
  title: 'A subnet is deleted or replaced while something in it stays',
  statement:
    'Azure refuses to delete a subnet that machines, private endpoints or integrations still use (InUseSubnetCannotBeDeleted). A replacement is a deletion first.',
  remedy:
    'Make a second subnet, move what is inside, and delete the old one afterwards; or avoid the attribute that forces the replacement.',
  source: 'https://github.com/Azure/bicep/issues/4653',
  confidence: 'likely',
  verdict: 'refused',
  find: (scene) =>
    scene.edits
      .filter((edit) => edit.kind === 'subnet' && edit.after === undefined)
      .flatMap((edit): Finding[] => {
        const staying = stayers(scene, edit.id);
        if (staying.length === 0) return [];
        const how = replacedSubnets(scene).has(edit.id) ? 'replaced' : 'deleted';
        return [
          {
            says: `${nameIn(scene, 'subnets', edit.id)} is ${how} while ${listed(staying)} ${verb(staying, 'stays', 'stay')} in it: Azure refuses with InUseSubnetCannotBeDeleted.`,
            origin: scene.originOf(edit),
            subjects: [edit.id],
            edit,
          },
        ];
      }),
};

/** What is in the subnet before and after, and no edit takes away in between. */
function stayers(scene: Scene, subnet: Id): string[] {
  const gone = new Set(
    scene.edits.filter((each) => each.after === undefined).map((each) => `${each.kind} ${each.id}`),
  );
  const machines = Object.values(scene.after.workloads).filter(
    (each) => !gone.has(`workload ${each.id}`),
  );
  const endpoints = Object.values(scene.after.endpoints).filter(
    (each) => !gone.has(`private-endpoint ${each.id}`),
  );
  return [
    ...machines.filter(
      (each) => each.subnet === subnet && scene.before.workloads[each.id]?.subnet === subnet,
    ),
    ...endpoints.filter(
      (each) => each.subnet === subnet && scene.before.endpoints[each.id]?.subnet === subnet,
    ),
  ].map((each) => each.name);
}
