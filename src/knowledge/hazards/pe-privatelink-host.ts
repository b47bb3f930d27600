import type { Finding, HazardRule, Scene } from '../../core/hazard.ts';
import type { Use } from '../../core/model.ts';
import { approvedOf } from '../changes.ts';
import { nameIn } from '../phrases.ts';

/** A name that no certificate covers. */
export const pePrivatelinkHost: HazardRule = {
  id: 'pe-privatelink-host',
  title: 'A setting calls a service by its privatelink name',
  statement:
    'Clients keep the public name of a service, which leads to the private endpoint by itself. Called by its privatelink name, the service answers with a certificate for other names, and TLS fails; where nothing makes the record, the name does not exist.',
  remedy: 'Put the public host name into the setting; the private DNS zone does the rest.',
  source: 'https://github.com/Azure/acr/issues/425',
  confidence: 'likely',
  verdict: 'informs',
  find: (scene) =>
    Object.values(scene.after.uses).flatMap((use) => {
      const before = scene.before.uses[use.id];
      return use.privateName === undefined || before?.privateName === use.privateName
        ? []
        : finding(scene, use, use.privateName, before !== undefined);
    }),
};

function finding(scene: Scene, use: Use, name: string, changed: boolean): Finding[] {
  const target = scene.after.targets[use.target];
  if (target === undefined) return [];
  const none = approvedOf(scene.after, target).length === 0;
  return [
    {
      says: `${use.name} calls ${nameIn(scene, 'targets', target.id)} by ${name}, ${none ? 'and no private endpoint makes that name' : 'which its certificate does not cover'}.`,
      may: true,
      // A setting that called it by its public name did work.
      ...(changed ? { verdict: 'interrupts' as const } : {}),
      origin: scene.originOf(`uses|${use.id}`),
      subjects: [target.id, use.client],
    },
  ];
}
