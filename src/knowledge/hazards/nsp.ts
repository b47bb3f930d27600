import type { Finding, HazardRule } from '../../core/hazard.ts';
import { closings } from '../changes.ts';
import { outcomesTo, suffers } from '../outcomes.ts';

/** The strictest word for public access. */
export const nsp: HazardRule = {
  id: 'nsp',
  title: 'SecuredByPerimeter stops trusted services as well',
  statement:
    'publicNetworkAccess SecuredByPerimeter leaves the public side to the network security perimeter alone: rules of the resource and the bypass for trusted services no longer count, and without an association nobody is admitted. Private endpoints are not affected.',
  remedy:
    'Associate the resource in transition mode for a week or two, read the logs of the perimeter, add its rules, and secure it then.',
  source:
    'https://github.com/MicrosoftDocs/azure-security-docs/blob/1c4310bed2b90b37d9500bd26dc00a314becfa9f/articles/key-vault/general/network-security.md',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) =>
    closings(scene)
      .filter(
        ({ target, edit }) =>
          edit.kind !== 'default-action' && target.publicNetworkAccess === 'SecuredByPerimeter',
      )
      .map(({ target, edit }): Finding => {
        const member = Object.values(scene.after.perimeters).some(
          (each) => each.target === target.resource,
        );
        return {
          says: member
            ? `Only the perimeter admits callers to ${target.name} from then on; its rules and trusted services no longer count.`
            : `${target.name} is left to a perimeter and belongs to none that the input shows: nobody is admitted to its public side.`,
          outcomes: outcomesTo(scene, target.id).filter(suffers),
          may: true,
          origin: scene.originOf(edit),
          subjects: [target.id],
          edit,
        };
      }),
};
