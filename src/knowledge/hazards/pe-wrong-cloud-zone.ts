import type { Edit } from '../../core/edit.ts';
import type { HazardRule, Scene } from '../../core/hazard.ts';
import { isKnown } from '../../core/known.ts';
import { grouped, targetsOf } from '../changes.ts';
import { cloudOf } from '../private-names.ts';

const titles = { public: 'the public cloud', usgov: 'US Government', china: 'China' } as const;

/** A zone of a cloud that these names do not live in. */
export const peWrongCloudZone: HazardRule = {
  id: 'pe-wrong-cloud-zone',
  title: 'The private DNS zone belongs to another Azure cloud',
  statement:
    'Every Azure cloud has private DNS zones of its own. Names of one cloud are never looked up in the zones of another, so records there answer nobody.',
  remedy:
    'Use the zone of the cloud in use, and set cloud in the config where it is not the public one.',
  source: 'https://learn.microsoft.com/azure/private-link/private-endpoint-dns',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) =>
    grouped(
      scene.edits.flatMap((edit) => used(scene, edit)),
      ({ zone }) => zone,
    ).flatMap(([zone, [first]]) => {
      const cloud = cloudOf(zone);
      if (cloud === undefined || cloud === cloudInUse(scene, first.edit)) return [];
      return [
        {
          says: `${zone} is a zone of ${titles[cloud]}: names of ${titles[cloudInUse(scene, first.edit)]} are never looked up there.`,
          origin: scene.originOf(first.edit),
          subjects: [first.edit.id],
          edit: first.edit,
        },
      ];
    }),
};

interface Used {
  readonly zone: string;
  readonly edit: Edit;
}

/** Zones that the change makes, links, or writes records of an endpoint into. */
function used(scene: Scene, edit: Edit): Used[] {
  if (edit.after === undefined) return [];
  const ids = (): readonly string[] => {
    switch (edit.kind) {
      case 'zone':
        return [edit.id];
      case 'link':
        return [scene.after.links[edit.id]?.zone ?? ''];
      case 'record':
        return [scene.after.records[edit.id]?.zone ?? ''];
      case 'zone-group':
        return (scene.after.zoneGroups[edit.id]?.zones ?? []).filter(isKnown);
      default:
        return [];
    }
  };
  return ids().map((id) => ({
    zone: scene.after.zones[id]?.name ?? id.split('/').at(-1) ?? '',
    edit,
  }));
}

/** What the endpoint's own names say, else the config. */
function cloudInUse(scene: Scene, edit: Edit): Scene['config']['cloud'] {
  const endpoint = edit.kind === 'zone-group' ? scene.after.endpoints[edit.id] : undefined;
  const [name] = (endpoint === undefined ? [] : targetsOf(scene, endpoint))
    .flatMap((target) => Object.values(target.subresources))
    .flatMap((part) => part.names);
  return (name === undefined ? undefined : cloudOf(name.zone)) ?? scene.config.cloud;
}
