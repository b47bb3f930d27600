import type { Edit } from '../../core/edit.ts';
import type { Finding, HazardRule, Outcome, Scene } from '../../core/hazard.ts';
import { isKnown } from '../../core/known.ts';
import { isWay } from '../../core/route.ts';
import { losesWay, suffers } from '../outcomes.ts';
import { listed, nameIn, verb } from '../phrases.ts';
import { homeOf } from '../private-names.ts';

/** The endpoint stays, and its name leads elsewhere. */
export const peNameRemoved: HazardRule = {
  id: 'pe-name-removed',
  title: 'A link, zone or record goes, and the private endpoint behind it stays',
  statement:
    'A private endpoint is found by its name. Where the link to the zone, the zone or the record goes while the endpoint stays, the name answers with the public address again, or not at all. Such removals are often nobody’s wish: a module that no longer makes the link, a list of networks that leaves one out, a record that another tool owned.',
  remedy:
    'Put it back. Where a module or provider upgrade drops it, pin the former version or write the link or record yourself, and look at the new plan for what else goes.',
  source: 'https://learn.microsoft.com/azure/dns/private-dns-virtual-network-links',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) =>
    scene.edits
      .filter(({ kind, after }) => removals.includes(kind) && after === undefined)
      .flatMap((edit) => finding(scene, edit)),
};

const removals: readonly Edit['kind'][] = ['link', 'zone', 'record'];

function finding(scene: Scene, edit: Edit): Finding[] {
  const moved = scene.outcomes.filter((each) => isMoved(scene, each) && isBy(scene, edit, each));
  if (moved.length === 0) return [];
  const names = moved.map((each) => each.flow.targetName);
  const clients = moved.map((each) => each.flow.clientName);
  return [
    {
      says: `${what(scene, edit)} goes: ${listed(names)} no longer ${verb(names, 'answers', 'answer')} ${listed(clients)} with the private endpoint that stays.`,
      outcomes: moved.filter(suffers),
      ...(moved.some(losesWay) ? { may: true } : {}),
      origin: scene.originOf(edit),
      subjects: [edit.id],
      edit,
    },
  ];
}

/** From an endpoint that stands on both sides to something else. */
function isMoved({ after }: Scene, { from, toName }: Outcome): boolean {
  const endpoint = isWay(from) ? from.endpoint : undefined;
  if (endpoint === undefined || after.endpoints[endpoint]?.status !== 'Approved') return false;
  return !toName.split(' ').includes(endpoint);
}

function isBy(scene: Scene, edit: Edit, outcome: Outcome): boolean {
  const { links, records, zones } = scene.before;
  const [link, record] = [links[edit.id], records[edit.id]];
  const zone = zones[link?.zone ?? record?.zone ?? edit.id];
  const target = scene.after.targets[outcome.flow.target];
  const own = Object.values(target?.subresources ?? {})
    .flatMap(({ names }) => names)
    .filter((name) => name.zone.toLowerCase() === zone?.name.toLowerCase());
  if (record !== undefined)
    return own.some((name) => name.record.toLowerCase() === record.record.toLowerCase());
  if (link === undefined) return own.length > 0;
  return own.length > 0 && isKnown(link.vnet) && link.vnet === homeOf(scene, outcome);
}

function what(scene: Scene, { kind, id }: Edit): string {
  const { links, records } = scene.before;
  if (kind === 'zone') return `The zone ${nameIn(scene, 'zones', id)}`;
  const record = records[id];
  if (record !== undefined)
    return `The record ${record.record} of ${nameIn(scene, 'zones', record.zone)}`;
  const link = links[id];
  const vnet = link !== undefined && isKnown(link.vnet) ? nameIn(scene, 'vnets', link.vnet) : '';
  return `The link of ${nameIn(scene, 'zones', link?.zone ?? '')} to ${vnet}`;
}
