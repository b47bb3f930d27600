import type { Finding, HazardRule, Scene } from '../../core/hazard.ts';
import type { Id } from '../../core/model.ts';
import { closings } from '../changes.ts';
import { listed } from '../phrases.ts';

/** A function app mounts its own content from the account. */
export const funcContentShare: HazardRule = {
  id: 'func-content-share',
  title: 'A function app mounts its content share over the public side',
  statement:
    'Function apps on Windows and Elastic Premium plans mount their content share (WEBSITE_CONTENTAZUREFILECONNECTIONSTRING) over the public side of the account unless the content share is routed over the network (vnetContentShareEnabled, WEBSITE_CONTENTOVERVNET=1). Behind private endpoints the account needs those for blob, file, queue and table.',
  remedy:
    'Route the content share over the network and make the share beforehand, with endpoints for blob, file, queue and table where the account is reached privately, before the account denies public access.',
  source: 'https://github.com/Azure/Azure-Functions/issues/1349',
  confidence: 'likely',
  verdict: 'informs',
  find: (scene) =>
    closings(scene)
      .filter(({ target }) => target.type.toLowerCase() === 'microsoft.storage/storageaccounts')
      .flatMap(({ target, edit }): Finding[] => {
        const apps = functionsOf(scene, target.id);
        if (apps.length === 0) return [];
        return [
          {
            says: `${listed(apps)} may mount a content share of ${target.name} over its public side, which closes.`,
            may: true,
            confidence: 'possible',
            origin: scene.originOf(edit),
            subjects: [target.id],
            edit,
          },
        ];
      }),
};

/** Function apps whose settings name the account. */
function functionsOf(scene: Scene, target: Id): string[] {
  return Object.values(scene.after.uses)
    .filter((use) => use.target === target)
    .flatMap((use) => {
      const app = scene.after.workloads[use.client];
      if (app === undefined || app.contentOverVnet === true) return [];
      const { address } = scene.originOf(`workloads|${app.id}`);
      return /function/i.test(`${app.noun} ${address}`) ? [app.name] : [];
    });
}
