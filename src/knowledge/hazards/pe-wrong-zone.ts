import type { Edit } from '../../core/edit.ts';
import type { Finding, HazardRule, Scene } from '../../core/hazard.ts';
import { isKnown } from '../../core/known.ts';
import type { PrivateEndpoint } from '../../core/model.ts';
import { addressOf } from '../../core/record-address.ts';
import { grouped } from '../changes.ts';
import { suffers } from '../outcomes.ts';
import { listed } from '../phrases.ts';
import { cloudOf, namesOf, served } from '../private-names.ts';

/** A record that nobody asks for. */
export const peWrongZone: HazardRule = {
  id: 'pe-wrong-zone',
  title: 'The record stands in a zone in which nobody looks for it',
  statement:
    'Each sub-resource resolves by a zone of its own (blob by privatelink.blob.core.windows.net). A zone group or a record in any other zone is written and never asked for: the name keeps its public answer, or none.',
  remedy: 'Use the zone of the sub-resource.',
  source: 'https://learn.microsoft.com/azure/private-link/private-endpoint-dns',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) =>
    grouped(
      scene.edits.flatMap((edit) => [...inGroup(scene, edit), ...inRecord(scene, edit)]),
      ({ endpoint }) => endpoint.id,
    ).flatMap(([, [first]]) => [finding(scene, first)]),
};

interface Misplaced {
  readonly endpoint: PrivateEndpoint;
  readonly edit: Edit;
  readonly wrong: readonly string[];
  readonly right: readonly string[];
}

/** A group none of whose zones serves some name of its endpoint, while others in it serve none. */
function inGroup(scene: Scene, edit: Edit): Misplaced[] {
  const group = edit.kind === 'zone-group' ? scene.after.zoneGroups[edit.id] : undefined;
  const endpoint = scene.after.endpoints[edit.id];
  if (group === undefined || endpoint === undefined || !group.zones.every(isKnown)) return [];
  return misplaced(
    scene,
    endpoint,
    edit,
    group.zones.map((zone) => nameOf(scene, String(zone))),
  );
}

/** A record made for the endpoint by hand. */
function inRecord(scene: Scene, edit: Edit): Misplaced[] {
  const record = edit.kind === 'record' ? scene.after.records[edit.id] : undefined;
  if (record === undefined || !isKnown(record.addresses)) return [];
  const { addresses } = record;
  return (
    Object.values(scene.after.endpoints)
      .filter(
        (each) =>
          addresses.includes(addressOf(each.id)) ||
          (isKnown(each.addresses) && each.addresses.some((one) => addresses.includes(one))),
      )
      .flatMap((endpoint) => misplaced(scene, endpoint, edit, [nameOf(scene, record.zone)]))
      // A zone of the customer's own making is no privatelink zone gone astray.
      .filter(({ wrong }) => wrong.every((zone) => zone.startsWith('privatelink.')))
  );
}

function nameOf(scene: Scene, zone: string): string {
  const record = scene.after.zones[zone];
  return (record?.name ?? zone.split('/').at(-1) ?? '').toLowerCase();
}

function misplaced(
  scene: Scene,
  endpoint: PrivateEndpoint,
  edit: Edit,
  zones: readonly string[],
): Misplaced[] {
  const right = [...new Set(namesOf(scene, endpoint).map((each) => each.zone.toLowerCase()))];
  const wrong = zones.filter((each) => !right.includes(each));
  const missing = right.filter((each) => !zones.includes(each));
  if (right.length === 0 || wrong.length === 0 || missing.length === 0) return [];
  // Zones of another cloud have a rule of their own.
  if (
    wrong.every((each) => cloudOf(each) !== undefined && cloudOf(each) !== cloudOf(right[0] ?? ''))
  )
    return [];
  return [{ endpoint, edit, wrong, right: missing }];
}

function finding(scene: Scene, { endpoint, edit, wrong, right }: Misplaced): Finding {
  return {
    says: `${endpoint.name} has its record in ${listed(wrong)}, but ${listed(endpoint.groups)} is looked up in ${listed(right)}.`,
    outcomes: served(scene, endpoint).filter(suffers),
    origin: scene.originOf(edit),
    subjects: [endpoint.id],
    edit,
  };
}
