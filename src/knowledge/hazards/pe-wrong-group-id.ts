import type { Finding, HazardRule } from '../../core/hazard.ts';
import { serviceFor } from '../catalogue.ts';
import { targetsOf } from '../changes.ts';
import { joined } from '../phrases.ts';

/** A sub-resource that the type does not have. */
export const peWrongGroupId: HazardRule = {
  id: 'pe-wrong-group-id',
  title: 'The sub-resource does not exist at this type of resource',
  statement:
    'The group ID (sub-resource) of a private endpoint must be one of its resource type; Azure refuses any other.',
  remedy: 'Use a group ID of the type: az network private-link-resource list --id <resource>.',
  source: 'https://learn.microsoft.com/azure/private-link/private-endpoint-dns',
  confidence: 'certain',
  verdict: 'refused',
  find: (scene) =>
    scene.edits
      .filter((edit) => edit.kind === 'private-endpoint' && edit.after !== undefined)
      .flatMap((edit): Finding[] => {
        const endpoint = scene.after.endpoints[edit.id];
        if (endpoint === undefined) return [];
        const targets = targetsOf(scene, endpoint);
        // The row has the group IDs of every cloud; a target has only those that have names in its own.
        const rows = targets.flatMap((each) => serviceFor(each.type)?.subresources ?? []);
        const has = [
          ...new Set([
            ...targets.flatMap((each) => Object.keys(each.subresources)),
            ...rows.map((each) => each.name),
          ]),
        ];
        const known = has.map((each) => each.toLowerCase());
        const wrong = endpoint.groups.filter((each) => !isOwn(each.toLowerCase(), known));
        const [target] = targets;
        if (target === undefined || has.length === 0 || wrong.length === 0) return [];
        return [
          {
            says: `${endpoint.name} asks ${target.name} for ${joined(wrong)}; a ${target.noun} has ${joined(has)}.`,
            origin: scene.originOf(edit),
            subjects: [endpoint.id, target.id],
            edit,
          },
        ];
      }),
};

/** Slots and the like have group IDs made of the type's and their own name: `sites-staging`. */
function isOwn(group: string, known: readonly string[]): boolean {
  return known.some((each) => group === each || group.startsWith(`${each}-`));
}
