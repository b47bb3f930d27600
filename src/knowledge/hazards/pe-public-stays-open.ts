import type { Edit } from '../../core/edit.ts';
import type { Finding, HazardRule, Outcome, Scene } from '../../core/hazard.ts';
import type { Target } from '../../core/model.ts';
import { isWay } from '../../core/route.ts';
import { approved, type Group, grouped } from '../changes.ts';
import { outcomesTo } from '../outcomes.ts';
import { listed, verb } from '../phrases.ts';

/** A private endpoint is a second door, not a lock on the first. */
export const pePublicStaysOpen: HazardRule = {
  id: 'pe-public-stays-open',
  title: 'A private endpoint does not close the public side',
  statement:
    'Creating a private endpoint leaves the public side of the resource as it was. Only where public network access was never set (App Service, App Configuration) or no rule exists (Cosmos DB) does it close by itself.',
  remedy:
    'Once every client is verified on the private endpoint, turn public network access off in a stage of its own.',
  source:
    'https://github.com/MicrosoftDocs/azure-docs/blob/0088bfa77543e07f8a41771de8db977ddfc62e1d/articles/storage/common/storage-private-endpoints.md',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) => {
    const open = approved(scene).flatMap(({ targets, edit }) =>
      targets.flatMap((target) => {
        const anyone = outcomesTo(scene, target.id).find(comesIn);
        return anyone === undefined ? [] : [{ target, edit, sure: anyone.certain }];
      }),
    );
    return grouped(open, ({ target }) => target.resource).flatMap(([, group]) =>
      finding(scene, group),
    );
  },
};

function comesIn({ flow, to }: Outcome): boolean {
  return flow.client === 'internet' && isWay(to);
}

interface Open {
  readonly target: Target;
  readonly edit: Edit;
  /** False: the input does not show whether it admits everyone. */
  readonly sure: boolean;
}

function finding(scene: Scene, group: Group<Open>): Finding[] {
  const [first] = group;
  const names = group.map(({ target }) => target.name);
  const keep = group.every(({ sure }) => sure) ? verb(names, 'keeps', 'keep') : 'may keep';
  return [
    {
      says: `${listed(names)} ${keep} admitting everyone on ${verb(names, 'its public side', 'their public sides')} beside the new private endpoint.`,
      origin: scene.originOf(first.edit),
      subjects: [...new Set(group.map(({ target }) => target.id)), first.edit.id],
      edit: first.edit,
    },
  ];
}
