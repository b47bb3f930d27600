import { covers, overlaps } from './cidr.ts';
import { applyAll, direction, type Edit, editPlaces, isEdit } from './edit.ts';
import type { Flow } from './flow.ts';
import { isUnknown } from './known.ts';
import { mentions } from './mention.ts';
import { type Collection, emptyModel, type Id, type Named, type NetworkModel } from './model.ts';
import { isWay, nameOf, none, type Route, route } from './route.ts';
import { isUndecided, type Question, view, type World, zoneNamesIn } from './world.ts';

// A flow touches few records. Its track keeps just those, with the edits that concern them, so that every state between before
// and after can be looked at: a state is the set of edits made, as bits.

/** Route and name answer of one flow in one state. */
export interface Standing {
  readonly route: Route;
  readonly name: string;
}

export interface Track {
  readonly flow: Flow;
  /** Positions in the change's list of edits, ascending; bit n of a state is the n-th of these. */
  readonly edits: readonly number[];
  /** The answers to what the input does not show that the flow rests on; one empty world when it shows all. */
  readonly worlds: readonly World[];
  /** What those answer, of every state; absent where there is one world. */
  readonly questions?: readonly Question[];
  readonly standing: (state: bigint, world: World) => Standing;
  /** The model of a state, cut down to what the flow touches. */
  readonly model: (state: bigint) => NetworkModel;
}

/** Worlds above this number are not told apart; the flow is then undecided. */
const maxWorlds = 24;

export function stateOf(track: Track, made: (edit: number) => boolean): bigint {
  return track.edits.reduce((bits, edit, n) => (made(edit) ? bits | (1n << BigInt(n)) : bits), 0n);
}

export function fullState(track: Track): bigint {
  return (1n << BigInt(track.edits.length)) - 1n;
}

/** The tracks of the flows that some edit touches. */
export function tracksOf(
  before: NetworkModel,
  flows: readonly Flow[],
  edits: readonly Edit[],
): Track[] {
  const zoneNames = zoneNamesIn([before, applyAll(before, edits)]);
  const near = nearness(before, edits, zoneNames);
  const close = flows.filter(near);
  if (close.length === 0) return [];
  const models = corners(before, edits);
  const byRecord = groupByRecord(edits);
  return close
    .map((flow) => track(flow, models, edits, byRecord, zoneNames))
    .filter((each) => each.edits.length > 0);
}

// What is found by an address, not by an ID that an edit would mention.
const farReaching: ReadonlySet<Edit['kind']> = new Set<Edit['kind']>([
  'appliance',
  'resolver',
  'resolution',
  'client',
]);

/**
 * Whether an edit may touch a flow: it changes a record on which the flow rests before the change, or mentions one. Most flows of a
 * large network are far from every edit, and one look tells.
 */
function nearness(
  before: NetworkModel,
  edits: readonly Edit[],
  zoneNames: ReadonlySet<string>,
): (flow: Flow) => boolean {
  if (edits.some((edit) => farReaching.has(edit.kind))) return () => true;
  const told = new Set(
    edits.flatMap((edit) => [
      edit.id,
      ...(edit.key === undefined ? [] : [edit.key]),
      ...mentions(edit.before),
      ...mentions(edit.after),
    ]),
  );
  return (flow) => {
    if (edits.length === 0) return false;
    const reads = new Set<string>();
    readAll(before, flow, reads, zoneNames);
    const resource = before.targets[flow.target]?.resource ?? flow.target;
    return (
      [resource, flow.client, flow.target].some((id) => told.has(id)) ||
      [...reads].some((read) => told.has(read.slice(read.indexOf('|') + 1)))
    );
  };
}

// Two sorts of edits together, up to here; beyond, sorts alone show what the flows touch.
const maxSorts = 8;

/** The models in which a flow may take each of its ways: before, after, and with some sorts of edits made or left out. */
function corners(
  before: NetworkModel,
  edits: readonly Edit[],
): readonly [NetworkModel, ...NetworkModel[]] {
  const sortOf = (edit: Edit) => `${direction(edit)} ${edit.kind}`;
  const sorts = [...new Set(edits.map(sortOf))];
  const made = (some: (edit: Edit) => boolean) => applyAll(before, edits.filter(some));
  const pairs =
    sorts.length > maxSorts
      ? []
      : sorts.flatMap((one, n) => sorts.slice(n + 1).map((other) => [one, other]));
  return [
    before,
    made(() => true),
    made((edit) => direction(edit) !== 'remove'),
    made((edit) => direction(edit) !== 'add'),
    ...sorts.map((sort) => made((edit) => sortOf(edit) === sort)),
    ...sorts.map((sort) => made((edit) => sortOf(edit) !== sort)),
    ...pairs.map((pair) => made((edit) => pair.includes(sortOf(edit)))),
    ...pairs.map((pair) => made((edit) => !pair.includes(sortOf(edit)))),
  ];
}

function groupByRecord(edits: readonly Edit[]): ReadonlyMap<string, readonly number[]> {
  const groups = new Map<string, number[]>();
  for (const [position, edit] of edits.entries()) {
    const record = `${editPlaces[edit.kind].in}|${edit.id}`;
    groups.set(record, [...(groups.get(record) ?? []), position]);
  }
  return groups;
}

function track(
  flow: Flow,
  models: readonly [NetworkModel, ...NetworkModel[]],
  edits: readonly Edit[],
  byRecord: ReadonlyMap<string, readonly number[]>,
  zoneNames: ReadonlySet<string>,
): Track {
  const reads = new Set<string>();
  for (const model of models) readAll(model, flow, reads, zoneNames);
  const own = [...new Set([...reads].flatMap((record) => byRecord.get(record) ?? []))]
    .filter((position) => concerns(edits[position], flow, models, reads))
    .sort((a, b) => a - b);
  const base = slice(models[0], reads);
  const memory = new WeakMap<World, Map<bigint, Standing>>();
  const states = new Map<bigint, NetworkModel>();
  const model = (state: bigint): NetworkModel => {
    const known = states.get(state);
    if (known !== undefined) return known;
    const made = own.flatMap((position, n) => {
      const edit = edits[position];
      return edit !== undefined && (state & (1n << BigInt(n))) !== 0n ? [edit] : [];
    });
    const result = applyAll(base, made);
    states.set(state, result);
    return result;
  };
  const standing = (state: bigint, world: World): Standing => {
    const known = memory.get(world) ?? new Map<bigint, Standing>();
    memory.set(world, known);
    const found = known.get(state);
    if (found !== undefined) return found;
    const at = view(model(state), world, new Set(), zoneNames);
    const result = { route: route(at, flow), name: nameOf(at, flow) };
    known.set(state, result);
    return result;
  };
  const open: Track = { flow, edits: own, worlds: [{}], standing, model };
  const worlds = worldsOf(open);
  return strict({ ...open, worlds, ...(worlds.length > 1 && { questions: questionsOf(open) }) });
}

/**
 * Between two ends that work, a state of which nobody can tell whether it works is one that may stop the flow: too many questions, or
 * one that only a rare state asks.
 */
function strict(open: Track): Track {
  const full = fullState(open);
  const standing = (state: bigint, world: World): Standing => {
    const found = open.standing(state, world);
    if (!isUndecided(found.route) || state === 0n || state === full) return found;
    const ends = [open.standing(0n, world), open.standing(full, world)];
    if (!ends.every((end) => isWay(end.route))) return found;
    const [question] = found.route.questions;
    return { ...found, route: none('admission', `not shown: ${question?.missing ?? ''}`) };
  };
  return { ...open, standing };
}

/** Leaves out edits of other entries of the same record that cannot matter: another service's endpoint, another subnet's rule. */
function concerns(
  edit: Edit | undefined,
  flow: Flow,
  models: readonly NetworkModel[],
  reads: ReadonlySet<string>,
): boolean {
  if (edit === undefined || edit.kind === 'sku' || edit.kind === 'delegation') return false;
  const traits = models
    .map((model) => model.targets[flow.target]?.traits)
    .find((each) => each !== undefined);
  const key = edit.key ?? '';
  if (edit.kind === 'service-endpoint')
    return key === '*' || key === (flow.family ?? traits?.endpointFamily);
  if (traits === undefined || (edit.kind !== 'virtual-network-rule' && edit.kind !== 'ip-rule'))
    return true;
  // Where the first rule closes or the last one opens, a rule for anybody concerns everybody.
  if (traits.admission === 'open-until-first-rule' || traits.denyNeedsRule) return true;
  if (traits.endpointClosesWithoutRules) return true;
  if (key === '*' || key.startsWith('?')) return true;
  return edit.kind === 'ip-rule' ? mayMatch(edit, flow) : reads.has(`subnets|${key}`);
}

/** Whether an IP rule may match a caller from the internet; of others the address is not for this to know. */
function mayMatch(edit: Edit, flow: Flow): boolean {
  if (flow.clientKind !== 'internet') return true;
  const rules = isEdit(edit, 'ip-rule') ? [edit.before, edit.after] : [];
  return rules.some((rule) => {
    if (rule === undefined) return false;
    if (isUnknown(rule)) return true;
    const whole = covers(rule.range, '0.0.0.0-255.255.255.255') === true;
    return flow.range === undefined ? whole : overlaps(rule.range, flow.range) !== false;
  });
}

/** Reads in every branch of what is unknown, so that no record is missed that some world would need. */
function readAll(
  model: NetworkModel,
  flow: Flow,
  reads: Set<string>,
  zoneNames: ReadonlySet<string>,
): void {
  const open: World[] = [{}];
  for (let n = 0; n < maxWorlds && open.length > 0; n += 1) {
    const world = open.pop() ?? {};
    const at = view(model, world, reads, zoneNames);
    const found = route(at, flow);
    nameOf(at, flow);
    if (isUndecided(found)) open.push(...branches(world, found.questions[0]));
  }
}

function branches(world: World, question: Question | undefined): World[] {
  return question === undefined
    ? []
    : question.options.map((option) => ({ ...world, [question.key]: option }));
}

function slice(model: NetworkModel, reads: ReadonlySet<string>): NetworkModel {
  const parts = Object.fromEntries(
    Object.keys(emptyModel).map((name) => [name, {} as Record<Id, Named>]),
  );
  for (const read of reads) {
    const at = read.indexOf('|');
    const [collection, id] = [read.slice(0, at) as Collection, read.slice(at + 1)];
    const record: Named | undefined = model[collection][id];
    const part = parts[collection];
    if (record !== undefined && part !== undefined) part[id] = record;
  }
  return parts as unknown as NetworkModel;
}

/** Every set of answers that the flow's states ask for. */
function worldsOf(track: Track): World[] {
  const states = sampled(track);
  const open: World[] = [{}];
  const closed: World[] = [];
  while (open.length > 0) {
    if (open.length + closed.length > maxWorlds) return [...closed, ...open].slice(0, maxWorlds);
    const world = open.pop() ?? {};
    const question = states
      .map((state) => track.standing(state, world).route)
      .flatMap((found) => (isUndecided(found) ? found.questions : []))[0];
    if (question === undefined) closed.push(world);
    else open.push(...branches(world, question));
  }
  return closed.reverse();
}

/** What the flow rests on in some state and the input does not show. */
function questionsOf(track: Track): readonly Question[] {
  return sampled(track).flatMap((state) => {
    const { route } = track.standing(state, {});
    return isUndecided(route) ? route.questions : [];
  });
}

/** All states of a short track; of a long one the ends, and each one or two edits made alone or left out alone. */
export function sampled(track: Track): bigint[] {
  const full = fullState(track);
  if (track.edits.length <= 7) return Array.from({ length: Number(full) + 1 }, (_, n) => BigInt(n));
  const bits = track.edits.map((_, n) => 1n << BigInt(n));
  const few = bits.flatMap((bit, n) => bits.slice(n).map((other) => bit | other));
  return [0n, full, ...few, ...few.map((some) => full & ~some)];
}

/** The tracks that some of these edits touch. */
export function tracksOn(tracks: readonly Track[], edits: readonly number[]): Track[] {
  const byEdit = tracksByEdit(tracks);
  return [...new Set(edits.flatMap((edit) => byEdit.get(edit) ?? []))];
}

// A memory of a pure function: the same list of tracks always gives the same answer.
const indexed = new WeakMap<readonly Track[], ReadonlyMap<number, readonly Track[]>>();

function tracksByEdit(tracks: readonly Track[]): ReadonlyMap<number, readonly Track[]> {
  const known = indexed.get(tracks);
  if (known !== undefined) return known;
  const built = new Map<number, Track[]>();
  for (const track of tracks) {
    for (const edit of track.edits) {
      const own = built.get(edit);
      if (own === undefined) built.set(edit, [track]);
      else own.push(track);
    }
  }
  indexed.set(tracks, built);
  return built;
}
