import { concern } from './concern.ts';
import type { Edit } from './edit.ts';
import type { Flow } from './flow.ts';
import { type Collection, emptyModel, type Id, type Named, type NetworkModel } from './model.ts';
import { branches, lasting, maxWorlds, questionsOf } from './reads.ts';
import { isWay, none } from './route.ts';
import { type Standing, standings } from './standing.ts';
import { isUndecided, type Question, shared, type World } from './world.ts';

// A flow touches few records. Its track keeps just those, with the edits that concern them, so that every state between before
// and after can be looked at: a state is the set of edits made, as bits.

/** What a flow rests on: records, by what is read of them, and the edits that change them. */
export interface Rests {
  readonly records: ReadonlySet<string>;
  readonly editsOf: (record: string) => readonly number[];
  /** Names of the private DNS zones that the input shows in any state. */
  readonly zoneNames: ReadonlySet<string>;
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

export function stateOf(track: Track, made: (edit: number) => boolean): bigint {
  return track.edits.reduce((bits, edit, n) => (made(edit) ? bits | (1n << BigInt(n)) : bits), 0n);
}

/** The bits of these edits; those that do not touch the track have none. */
export function bitsIn(track: Track, edits: readonly number[]): bigint {
  const known = bits.get(track) ?? new Map(track.edits.map((edit, n) => [edit, 1n << BigInt(n)]));
  bits.set(track, known);
  return edits.reduce((all, edit) => all | (known.get(edit) ?? 0n), 0n);
}

// A memory of a pure function: a track keeps its edits.
const bits = new WeakMap<Track, ReadonlyMap<number, bigint>>();

export function fullState(track: Track): bigint {
  return (1n << BigInt(track.edits.length)) - 1n;
}

/** The track of a flow that rests on the records `reads`; `models` show it in each of its ways. */
export function track(
  flow: Flow,
  models: readonly [NetworkModel, ...NetworkModel[]],
  edits: readonly Edit[],
  reads: Rests,
): Track {
  const concerns = concern(flow, models, reads.records);
  const own = [...new Set([...reads.records].flatMap(reads.editsOf))]
    .filter((position) => concerns(edits[position]))
    .sort((a, b) => a - b);
  const base = slice(models[0], reads.records);
  const made = own.flatMap((position) => edits[position] ?? []);
  const { standing, model } = standings(flow, base, made, reads.zoneNames);
  const open: Track = { flow, edits: own, worlds: [{}], standing, model };
  const worlds = worldsOf(open);
  return strict({ ...open, worlds, ...(worlds.length > 1 && { questions: asked(open, worlds) }) });
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
    const asked = states.flatMap((state) => questionsOf(track.standing(state, world).route));
    const [question] = asked;
    if (question === undefined) closed.push(world);
    else open.push(...branches(world, isAskedToday(question) ? lasting(question) : question));

    function isAskedToday({ key }: Question): boolean {
      return questionsOf(track.standing(0n, world).route).some((each) => each.key === key);
    }
  }
  return closed.reverse();
}

/** What the flow rests on in some state and the input does not show, and has more than one answer. */
function asked(track: Track, worlds: readonly World[]): readonly Question[] {
  const all = sampled(track).flatMap((state) =>
    questionsOf(track.standing(state, shared(worlds)).route),
  );
  return [...new Map(all.map((each) => [each.key, each])).values()];
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
