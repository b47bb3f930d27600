import { applyAll, type Edit, editPlaces } from './edit.ts';
import type { Flow } from './flow.ts';
import { isUnknown } from './known.ts';
import { mentions } from './mention.ts';
import type { Id, NetworkModel } from './model.ts';
import { corners, readAll, readCorners, type Sort, sortsOf } from './reads.ts';
import { type Rests, type Track, track } from './track.ts';
import { zoneNamesIn } from './world.ts';

// Which flows the edits touch. Most flows of a large network are far from every edit, and most of those that are not are far from
// the few edits of a bridge or a repair: their tracks stay as they are.

/** The tracks of the flows that some edit touches. */
export function tracksOf(
  before: NetworkModel,
  flows: readonly Flow[],
  edits: readonly Edit[],
): Track[] {
  const zoneNames = zoneNamesIn([before, applyAll(before, edits)]);
  const reads = new Map(flows.map((flow) => [flow, new Set<string>()]));
  const near = nearness(before, edits, zoneNames);
  const close = flows.filter((flow) => near(flow, reads.get(flow) ?? new Set()));
  const places = placed(edits);
  const survey = {
    zoneNames,
    edits: edits.length,
    places,
    found: { before, reads },
    later: new Map(),
  };
  if (close.length === 0) return surveyed([], survey);
  const models = corners(before, edits);
  const sorts = sortsOf(edits);
  const tracks = close.map((flow) => {
    const records = reads.get(flow) ?? new Set();
    const near = (read: Iterable<string>) => sortsNear(survey, flow, read, sorts);
    readCorners(flow, models, records, near, zoneNames);
    return track(flow, models.ends, edits, restsOf(survey, records));
  });
  return surveyed(tracks, survey);
}

/** The tracks of the same flows once more edits follow those of `tracks`. */
export function tracksWith(
  before: NetworkModel,
  flows: readonly Flow[],
  tracks: readonly Track[],
  edits: readonly Edit[],
): Track[] {
  const known = surveys.get(tracks);
  const added = edits.slice(known?.edits);
  // Where nothing changed yet nobody looked what flows rest on.
  if (known === undefined || known.edits === 0 || added.some(isFar))
    return tracksOf(before, flows, edits);
  const touched = flowsTouched(known, added);
  const survey = {
    ...known,
    edits: edits.length,
    places: placed(edits, known),
    later: new Map(known.later),
  };
  const again = new Map<Flow, Track>();
  const { models, reads } = reread(before, touched, edits, survey);
  for (const [flow, records] of reads) {
    survey.later.set(flow, records);
    again.set(flow, track(flow, models.ends, edits, restsOf(survey, records)));
  }
  const old = new Map(tracks.map((each) => [each.flow, each]));
  return surveyed(
    flows.flatMap((flow) => again.get(flow) ?? old.get(flow) ?? []),
    survey,
  );
}

/** What was found out when flows were tracked. */
interface Survey {
  readonly zoneNames: ReadonlySet<string>;
  /** How many edits it is of. */
  readonly edits: number;
  readonly places: Places;
  readonly found: Found;
  /** The records on which flows rest that were tracked again since. */
  readonly later: Map<Flow, ReadonlySet<string>>;
}

/** The records on which each flow rests, and the other way round where that was asked. */
interface Found {
  readonly before: NetworkModel;
  readonly reads: ReadonlyMap<Flow, ReadonlySet<string>>;
  flows?: ReadonlyMap<string, readonly Flow[]>;
}

const surveys = new WeakMap<readonly Track[], Survey>();

function surveyed(tracks: readonly Track[], survey: Survey): Track[] {
  const own = tracks.filter((each) => each.edits.length > 0);
  surveys.set(own, survey);
  return own;
}

/** Positions of edits. */
interface Places {
  /** By the record that they change. */
  readonly ofRecord: ReadonlyMap<string, readonly number[]>;
  /** Of records that come or go, by the IDs that these mention. */
  readonly mentioning: ReadonlyMap<Id, readonly number[]>;
  /** Of what is found by an address. */
  readonly far: readonly number[];
}

function placed(edits: readonly Edit[], known?: Survey): Places {
  const [ofRecord, mentioning] = [new Map<string, number[]>(), new Map<Id, number[]>()];
  const far = [...(known?.places.far ?? [])];
  const add = (map: Map<string, number[]>, key: string, position: number) => {
    const own = map.get(key);
    if (own === undefined) map.set(key, [position]);
    else own.push(position);
  };
  for (const [n, edit] of edits.slice(known?.edits).entries()) {
    const position = (known?.edits ?? 0) + n;
    add(ofRecord, recordOf(edit), position);
    if (isWhole(edit)) for (const id of new Set(idsOf(edit))) add(mentioning, id, position);
    if (isFarReaching(edit)) far.push(position);
  }
  if (known === undefined) return { ofRecord, mentioning, far };
  return {
    ofRecord: joined(known.places.ofRecord, ofRecord),
    mentioning: joined(known.places.mentioning, mentioning),
    far,
  };
}

function joined(
  old: Places['ofRecord'],
  added: Places['ofRecord'],
): ReadonlyMap<string, readonly number[]> {
  const all = new Map(old);
  for (const [key, own] of added) all.set(key, [...(old.get(key) ?? []), ...own]);
  return all;
}

function recordOf(edit: Edit): string {
  return `${editPlaces[edit.kind].in}|${edit.id}`;
}

/** Whether the edit is of a whole record, not of a field. */
function isWhole(edit: Edit): boolean {
  return !('field' in editPlaces[edit.kind]);
}

function restsOf({ places, zoneNames }: Survey, records: ReadonlySet<string>): Rests {
  return { records, zoneNames, editsOf: (record) => places.ofRecord.get(record) ?? [] };
}

/** What these flows rest on now that there are more edits, in models made of those edits alone that they can meet. */
function reread(
  before: NetworkModel,
  flows: ReadonlySet<Flow>,
  edits: readonly Edit[],
  survey: Survey,
) {
  const reads = new Map([...flows].map((flow) => [flow, new Set(readsOf(survey, flow))]));
  const sorts = sortsOf(edits);
  for (let met = -1; ; ) {
    const near = new Set(
      [...reads].flatMap(([flow, records]) => [...positionsNear(survey, flow, records)]),
    );
    const own = [...near].sort((a, b) => a - b).flatMap((position) => edits[position] ?? []);
    const models = corners(before, own);
    if (near.size === met) return { models, reads };
    met = near.size;
    for (const [flow, records] of reads) {
      const around = (read: Iterable<string>) => sortsNear(survey, flow, read, sorts);
      readCorners(flow, models, records, around, survey.zoneNames);
    }
  }
}

/** The edits that a flow meets: of what it rests on, of what mentions that, and of what is found by an address. */
function positionsNear(
  { places, found }: Survey,
  flow: Flow,
  records: Iterable<string>,
): ReadonlySet<number> {
  const near = new Set(places.far);
  const add = (positions: readonly number[] = []) => {
    for (const each of positions) near.add(each);
  };
  for (const id of endsOf(found.before, flow)) add(places.mentioning.get(id));
  for (const record of records) {
    add(places.ofRecord.get(record));
    add(places.mentioning.get(idIn(record)));
  }
  return near;
}

function sortsNear(
  survey: Survey,
  flow: Flow,
  records: Iterable<string>,
  sorts: readonly Sort[],
): ReadonlySet<Sort> {
  const near = [...positionsNear(survey, flow, records)];
  return new Set(near.flatMap((position) => sorts[position] ?? []));
}

function readsOf({ found, later }: Survey, flow: Flow): ReadonlySet<string> {
  return later.get(flow) ?? found.reads.get(flow) ?? new Set();
}

// What is found by an address, not by an ID that an edit would mention.
const addressed: ReadonlySet<Edit['kind']> = new Set<Edit['kind']>([
  'appliance',
  'resolver',
  'resolution',
  'client',
]);

/** By what a record mentions those whom it reaches. */
const reaching: Partial<Record<Edit['kind'], string>> = {
  'private-endpoint': 'target',
  link: 'vnet',
  zone: 'linksShown',
};

/** Whether it may touch flows of which it mentions nothing: it may reach anybody if nobody shows whom. */
function isFarReaching(edit: Edit): boolean {
  if (addressed.has(edit.kind)) return true;
  const field = reaching[edit.kind];
  if (field === undefined) return false;
  return [edit.before, edit.after].some((side) => {
    const fields: Readonly<Record<string, unknown>> = Object(side);
    return isUnknown(fields[field]);
  });
}

/** Whether tracks are to be found anew: names of zones are looked at without asking where these are. */
function isFar(edit: Edit): boolean {
  return isFarReaching(edit) || editPlaces[edit.kind].in === 'zones';
}

/** Whether an edit may touch a flow: it changes a record on which the flow rests before the change, or mentions one. */
function nearness(
  before: NetworkModel,
  edits: readonly Edit[],
  zoneNames: ReadonlySet<string>,
): (flow: Flow, reads: Set<string>) => boolean {
  if (edits.some(isFarReaching)) return () => true;
  const told = new Set(edits.flatMap(idsOf));
  return (flow, reads) => {
    if (edits.length === 0) return false;
    readAll(before, flow, reads, zoneNames);
    return (
      endsOf(before, flow).some((id) => told.has(id)) ||
      [...reads].some((read) => told.has(idIn(read)))
    );
  };
}

function endsOf(before: NetworkModel, { client, target }: Flow): Id[] {
  return [before.targets[target]?.resource ?? target, client, target];
}

function idsOf(edit: Edit): Id[] {
  const key = edit.key === undefined ? [] : [edit.key];
  return [edit.id, ...key, ...mentions(edit.before), ...mentions(edit.after)];
}

function idIn(read: string): Id {
  return read.slice(read.indexOf('|') + 1);
}

/**
 * The flows that rest on what these edits change. A field matters to whoever reads its record; a record that comes or goes is
 * found by what it mentions.
 */
function flowsTouched(survey: Survey, added: readonly Edit[]): ReadonlySet<Flow> {
  const keys = added.flatMap((edit) => (isWhole(edit) ? idsOf(edit) : [recordOf(edit)]));
  const wanted = new Set(keys.filter((key) => key !== ''));
  const flows = flowsBy(survey.found);
  const later = [...survey.later].flatMap(([flow, reads]) =>
    [...reads].some((read) => wanted.has(read) || wanted.has(idIn(read))) ? [flow] : [],
  );
  return new Set([...[...wanted].flatMap((key) => flows.get(key) ?? []), ...later]);
}

/** Flows by the records that they rest on, and by the IDs of these. */
function flowsBy(found: Found): ReadonlyMap<string, readonly Flow[]> {
  if (found.flows !== undefined) return found.flows;
  const flows = new Map<string, Flow[]>();
  const add = (key: string, flow: Flow) => {
    const own = flows.get(key);
    if (own === undefined) flows.set(key, [flow]);
    else if (own.at(-1) !== flow) own.push(flow);
  };
  for (const [flow, reads] of found.reads) {
    const ends = endsOf(found.before, flow);
    for (const key of [...reads, ...[...reads].map(idIn), ...ends]) add(key, flow);
  }
  found.flows = flows;
  return flows;
}
