import { applyAll, type Edit, editPlaces } from './edit.ts';
import type { Flow } from './flow.ts';
import { searchesFor } from './lookup.ts';
import type { Collection, NetworkModel } from './model.ts';
import { nameOf, type Route, route } from './route.ts';
import { type View, view, type World } from './world.ts';

// How one flow stands in every state between before and after. A state is the set of edits made, as bits. An answer rests on few
// records: states that do not differ in these share it.

/** Route and name answer of one flow in one state. */
export interface Standing {
  readonly route: Route;
  readonly name: string;
}

export interface Standings {
  readonly standing: (state: bigint, world: World) => Standing;
  readonly model: (state: bigint) => NetworkModel;
}

/** Bit n of a state is the n-th of `edits`. */
export function standings(
  flow: Flow,
  base: NetworkModel,
  edits: readonly Edit[],
  zoneNames: ReadonlySet<string>,
): Standings {
  const model = modelsBetween(base, edits);
  const bearing = bearingOn(edits);
  const memory = new WeakMap<World, Memory>();
  const standing = (state: bigint, world: World): Standing => {
    const known = memory.get(world) ?? { states: new Map(), answers: new Map() };
    memory.set(world, known);
    const found = known.states.get(state) ?? alike(known, state);
    if (found !== undefined) {
      known.states.set(state, found);
      return found;
    }
    const at = view(model(state), world, new Set(), zoneNames);
    const result = { route: route(at, flow), name: nameOf(at, flow) };
    const bits = bearing(at);
    const answers = known.answers.get(bits) ?? new Map<bigint, Standing>();
    known.answers.set(bits, answers.set(state & bits, result));
    known.states.set(state, result);
    return result;
  };
  return { standing, model };
}

interface Memory {
  readonly states: Map<bigint, Standing>;
  /** By the edits that bear on what was read, and those of them that are made. */
  readonly answers: Map<bigint, Map<bigint, Standing>>;
}

/** The answer of a state that is the same in all on which that answer rests. */
function alike({ answers }: Memory, state: bigint): Standing | undefined {
  for (const [bits, own] of answers) {
    const found = own.get(state & bits);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The model of each state; states that differ elsewhere share their collections, and with them what is remembered of these. */
function modelsBetween(
  base: NetworkModel,
  edits: readonly Edit[],
): (state: bigint) => NetworkModel {
  const masks = new Map<Collection, bigint>();
  for (const [n, edit] of edits.entries()) {
    const own = editPlaces[edit.kind].in;
    masks.set(own, (masks.get(own) ?? 0n) | (1n << BigInt(n)));
  }
  const parts = [...masks].map(([collection, mask]) => ({
    collection,
    mask,
    known: new Map<bigint, Partial<NetworkModel>>(),
  }));
  const models = new Map<bigint, NetworkModel>();
  return (state) => {
    const found = models.get(state);
    if (found !== undefined) return found;
    const changed = parts.map(({ collection, mask, known }) => {
      const own = state & mask;
      const made = () => edits.filter((_, n) => (own & (1n << BigInt(n))) !== 0n);
      const part = known.get(own) ?? { [collection]: applyAll(base, made())[collection] };
      known.set(own, part);
      return part;
    });
    const model: NetworkModel = Object.assign({ ...base }, ...changed);
    models.set(state, model);
    return model;
  };
}

// Names and shown-ness of these are looked up without a note.
const unnoted: readonly Collection[] = ['vnets', 'clients'];

/** Which edits bear on an answer, as bits, by what was read and searched for it. */
function bearingOn(edits: readonly Edit[]): (at: View) => bigint {
  const bits = new Map<string, bigint>();
  const add = (key: string, own: bigint) => bits.set(key, (bits.get(key) ?? 0n) | own);
  const found = new Map<string, Set<string>>();
  let always = 0n;
  for (const [n, edit] of edits.entries()) {
    const place: { in: Collection; field?: string } = editPlaces[edit.kind];
    const record = `${place.in}|${edit.id}`;
    add(record, 1n << BigInt(n));
    if (unnoted.includes(place.in)) always |= 1n << BigInt(n);
    if (place.field !== undefined) continue;
    const searches = [edit.before, edit.after].flatMap((side) =>
      side === undefined ? [] : searchesFor(place.in, side),
    );
    found.set(record, new Set([...(found.get(record) ?? []), ...searches]));
  }
  // Whatever one edit makes of a record, it may hide what another makes of it.
  for (const [record, searches] of found)
    for (const search of searches) add(search, bits.get(record) ?? 0n);
  return ({ reads, searches }) => {
    let all = always;
    for (const read of reads) all |= bits.get(read) ?? 0n;
    for (const search of searches) all |= bits.get(search) ?? 0n;
    return all;
  };
}
