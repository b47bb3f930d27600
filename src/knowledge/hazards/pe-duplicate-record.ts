import type { Edit } from '../../core/edit.ts';
import { counts } from '../../core/flow.ts';
import type { Finding, HazardRule, Scene } from '../../core/hazard.ts';
import { isKnown } from '../../core/known.ts';
import type { Id, NetworkModel, PrivateEndpoint } from '../../core/model.ts';
import { grouped } from '../changes.ts';
import { listed, nameIn } from '../phrases.ts';
import { served, targetNames } from '../private-names.ts';

/** One record, two endpoints that write it. */
export const peDuplicateRecord: HazardRule = {
  id: 'pe-duplicate-record',
  title: 'Two private endpoints of one resource write the same record',
  statement:
    'Two private endpoints for the same sub-resource that use one zone write one A record: the later overwrites the earlier, and deleting either deletes the record for both.',
  remedy:
    'Keep one private endpoint for each resource and zone; give regions zones of their own; replace an endpoint by deleting it before the new one is made, not after.',
  source:
    'https://github.com/MicrosoftDocs/azure-docs/blob/42655f0ed89897f3571b649e2e1922bfef5985d9/articles/private-link/private-endpoint-dns.md',
  confidence: 'likely',
  verdict: 'informs',
  find: (scene) =>
    grouped(
      scene.edits.flatMap((edit) => rivals(scene, edit)),
      ({ key }) => key,
    ).flatMap(([, [first]]) => [
      first.deleted ? deletion(scene, first) : overwriting(scene, first),
    ]),
};

interface Rivals {
  readonly key: string;
  readonly edit: Edit;
  readonly own: PrivateEndpoint;
  readonly other: PrivateEndpoint;
  readonly zone: Id;
  readonly deleted: boolean;
}

/** Endpoints whose group comes or goes while that of another writes the same records. */
function rivals(scene: Scene, edit: Edit): Rivals[] {
  if (edit.kind !== 'zone-group') return [];
  const deleted = edit.after === undefined;
  const model = deleted ? scene.before : scene.after;
  const own = model.endpoints[edit.id];
  if (own === undefined) return [];
  return zonesOf(model, own.id).flatMap((zone) =>
    Object.values(scene.after.endpoints)
      .filter((other) => other.id !== own.id && isSame(own, other))
      .filter((other) => zonesOf(scene.after, other.id).includes(zone))
      .map((other) => ({
        key: `${[own.id, other.id].sort().join(' ')} ${deleted}`,
        edit,
        own,
        other,
        zone,
        deleted,
      })),
  );
}

function zonesOf(model: NetworkModel, endpoint: Id): Id[] {
  return (model.zoneGroups[endpoint]?.zones ?? []).filter(isKnown);
}

function isSame(one: PrivateEndpoint, other: PrivateEndpoint): boolean {
  const groups = one.groups.map((each) => each.toLowerCase());
  return (
    isKnown(one.target) &&
    one.target === other.target &&
    other.groups.some((each) => groups.includes(each.toLowerCase()))
  );
}

function overwriting(scene: Scene, { edit, own, other, zone }: Rivals): Finding {
  return {
    says: `${own.name} and ${other.name} write the same record of ${listed(targetNames(scene, own))} in ${nameIn(scene, 'zones', zone)}: one address replaces the other.`,
    may: true,
    origin: scene.originOf(edit),
    subjects: [own.id, other.id],
    edit,
  };
}

/** The replay keeps the record of the other endpoint; Azure deletes it with the group. */
function deletion(scene: Scene, { edit, own, other, zone }: Rivals): Finding {
  const outcomes = served(scene, other).filter(
    (each) => counts(each.flow) && !each.fresh && each.toName.split(' ').includes(other.id),
  );
  return {
    says: `Deleting ${own.name} also deletes the record of ${listed(targetNames(scene, own))} in ${nameIn(scene, 'zones', zone)} that ${other.name} needs.`,
    outcomes,
    ...(outcomes.length > 0 ? { verdict: 'interrupts' as const } : {}),
    may: true,
    origin: scene.originOf(edit),
    subjects: [own.id, other.id],
    edit,
  };
}
