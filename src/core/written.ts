import type { Edit } from './edit.ts';
import { effects } from './effect.ts';
import { counts } from './flow.ts';
import type { EffectKind, Range, Reason } from './plan.ts';
import { isWay } from './route.ts';
import { plus, reasonOf, slowest, type Timing, upper } from './timing.ts';
import { fullState, type Track } from './track.ts';
import type { World } from './world.ts';
import { sentBefore, type Write } from './write.ts';

// "As written": everything in one apply. Writes without a dependency between them land in either order; a write that has taken but
// not settled may still look as it did before. Each flow is looked at in every state that can come about.

export interface Apply {
  readonly edits: readonly Edit[];
  readonly writes: readonly Write[];
  /** Position in `writes` of the write that makes each edit. */
  readonly writeOf: readonly number[];
  readonly timing: (edit: Edit) => Timing;
}

/** What one apply may do to a flow, with the two writes between which it lies. */
export interface WrittenEffect {
  readonly effect: EffectKind;
  readonly minutes: Range;
  readonly shares: readonly WriteShare[];
  readonly causedBy: Write;
  /** Absent: nothing in the change ends it. */
  readonly restoredBy?: Write;
  /** The dependencies put the cause before the cure: no luck of timing avoids it. */
  readonly forced: boolean;
  /** Only in some of the answers to what the input does not show. */
  readonly assumed?: true;
}

/** When a write may be seen to begin or to end something, in minutes of the apply, and why. */
export interface WriteShare extends Reason {
  readonly write: Write;
  readonly minutes: Range;
}

// 2 ^ 12 states of 12 writes; beyond that, closings are taken to land first.
const maxWrites = 12;

/** What one apply does to the flow of a track, in one world; for possible flows, no denials. */
export function asWritten(apply: Apply, track: Track, world: World): WrittenEffect[] {
  const local = localWrites(apply, track);
  const found = new Map<string, WrittenEffect>();
  const keep = (each: WrittenEffect) => {
    const key = each.effect;
    const known = found.get(key);
    if (known === undefined || upper(each.minutes) > upper(known.minutes)) found.set(key, each);
  };
  for (const each of switches(apply, track, world, local)) keep(each);
  if (counts(track.flow) && isWay(track.standing(0n, world).route)) {
    for (const each of denials(apply, track, world, local)) keep(each);
  }
  return [...found.values()];
}

/** The writes that touch a flow: what each makes of its state, and which of the others are sent before it. */
interface LocalWrite {
  readonly write: Write;
  readonly bits: bigint;
  readonly made: readonly Edit[];
  /** Places, in this list, of the writes that precede it. */
  readonly after: readonly number[];
  readonly settles: boolean;
  readonly start: Range;
  readonly end: Range;
  readonly settled: Range;
  /** Why it settles, and why it takes and settles, for as long as it does. */
  readonly settling: Reason;
  readonly whole: Reason;
}

function localWrites(apply: Apply, track: Track): LocalWrite[] {
  const positions = [...new Set(track.edits.map((edit) => apply.writeOf[edit] ?? -1))].filter(
    (each) => each >= 0,
  );
  const clock = schedule(apply);
  return positions.flatMap((position) => {
    const write = apply.writes[position];
    if (write === undefined) return [];
    const mine = track.edits.flatMap((edit, n) =>
      apply.writeOf[edit] === position ? [{ edit, n }] : [],
    );
    const made = mine.flatMap(({ edit }) => apply.edits[edit] ?? []);
    const time = clock(write.id);
    const before = sentBefore(apply.writes, write.id);
    const timings = made.map(apply.timing);
    const settle = Math.max(0, ...timings.map((each) => upper(each.settle)));
    const why = (part: (timing: Timing) => Range) => {
      const longest = slowest(timings, part);
      return longest === undefined ? unwritten : reasonOf(longest);
    };
    return [
      {
        write,
        made,
        bits: mine.reduce((bits, { n }) => bits | (1n << BigInt(n)), 0n),
        after: positions.flatMap((other, n) =>
          before.has(apply.writes[other]?.id ?? '') ? [n] : [],
        ),
        settles: settle > 0,
        ...time,
        settled: { min: time.end.min, max: (time.end.max ?? 0) + settle },
        settling: why((each) => each.settle),
        whole: why(({ take, settle }) => plus(take, settle)),
      },
    ];
  });
}

const unwritten: Reason = {
  because: 'nothing is written',
  source: 'follows from the change',
  confidence: 'certain',
};

type Clock = (id: string) => { readonly start: Range; readonly end: Range };

// A memory of a pure function: one apply is asked about for each of its flows.
const clocks = new WeakMap<Apply, Clock>();

/** When each write starts and ends, counted from the start of the apply: after the longest chain of those before it. */
function schedule(apply: Apply): Clock {
  const known = clocks.get(apply) ?? scheduled(apply);
  clocks.set(apply, known);
  return known;
}

function scheduled(apply: Apply): Clock {
  const byId = new Map(apply.writes.map((write, n) => [write.id, { write, n }]));
  const edits = new Map<number, Edit[]>();
  for (const [edit, write] of apply.writeOf.entries()) {
    const own = apply.edits[edit];
    const others = edits.get(write);
    if (own !== undefined && others !== undefined) others.push(own);
    else if (own !== undefined) edits.set(write, [own]);
  }
  const memory = new Map<string, { start: Range; end: Range }>();
  const time = (id: string, path: ReadonlySet<string>): { start: Range; end: Range } => {
    const known = memory.get(id);
    if (known !== undefined) return known;
    const own = byId.get(id);
    const before = (own?.write.after ?? []).filter((each) => !path.has(each));
    const ends = before.map((each) => time(each, new Set([...path, id])).end);
    const start = {
      min: Math.max(0, ...ends.map((each) => each.min)),
      max: Math.max(0, ...ends.map(upper)),
    };
    const takes = (edits.get(own?.n ?? -1) ?? []).map((edit) => apply.timing(edit).take);
    const take = {
      min: Math.max(0, ...takes.map((each) => each.min)),
      max: Math.max(0, ...takes.map(upper)),
    };
    const result = { start, end: { min: start.min + take.min, max: start.max + take.max } };
    memory.set(id, result);
    return result;
  };
  return (id) => time(id, new Set());
}

/** Resets and switches: each write made once, after all that must precede it. */
function switches(
  apply: Apply,
  track: Track,
  world: World,
  local: readonly LocalWrite[],
): WrittenEffect[] {
  return local.flatMap((each) =>
    states(local, each).flatMap((state) => {
      const [from, to] = [track.standing(state, world), track.standing(state | each.bits, world)];
      return effects(track.flow, each.made, track.model(state), world, from, to)
        .filter((effect) => effect !== 'denied' && effect !== 'name-unresolved')
        .map((effect) => ({
          effect,
          minutes: settling(apply, each),
          shares: [{ write: each.write, minutes: settling(apply, each), ...each.settling }],
          causedBy: each.write,
          restoredBy: each.write,
          forced: true,
        }));
    }),
  );
}

function settling(apply: Apply, each: LocalWrite): Range {
  const settles = each.made.map((edit) => apply.timing(edit).settle);
  return { min: Math.min(...settles.map((one) => one.min)), max: Math.max(...settles.map(upper)) };
}

/** The states in which a write may land: right after what it waits for, or after everything else but what waits for it. */
function states(local: readonly LocalWrite[], own: LocalWrite): bigint[] {
  const at = local.indexOf(own);
  const others = local.filter((each) => each !== own);
  const first = others.filter((each) => own.after.includes(local.indexOf(each)));
  // What has not settled may look as it did before what waits for it.
  const unseen = first.every((each) => each.settles) ? [[]] : [];
  const rest = others.filter((each) => own.settles || !each.after.includes(at));
  const bits = [...unseen, first, rest].map((made) =>
    made.reduce((all, each) => all | each.bits, 0n),
  );
  return [...new Set(bits)];
}

function denials(
  apply: Apply,
  track: Track,
  world: World,
  local: readonly LocalWrite[],
): WrittenEffect[] {
  if (local.length > maxWrites) return crowded(apply, track, world, local);
  const full = 2 ** local.length - 1;
  const found: WrittenEffect[] = [];
  for (let set = 1; set <= full; set += 1) {
    if (!reachable(local, set)) continue;
    const { route } = track.standing(bitsOf(local, set), world);
    if (route.by !== 'none') continue;
    found.push(
      ...between(track, world, local, set, route.because === 'name' ? 'name-unresolved' : 'denied'),
    );
  }
  return found;
}

/** A set of writes can be what is seen when all that it waits for is made, or made and not yet settled. */
function reachable(local: readonly LocalWrite[], set: number): boolean {
  const isIn = (n: number) => (set & (1 << n)) !== 0;
  return local.every(
    (each, n) => !isIn(n) || each.after.every((first) => isIn(first) || local[first]?.settles),
  );
}

function bitsOf(local: readonly LocalWrite[], set: number): bigint {
  return local.reduce((bits, each, n) => ((set & (1 << n)) !== 0 ? bits | each.bits : bits), 0n);
}

/** The writes that a denied state hangs on: those made that deny, the last of which is its cause, and one not yet made that would restore. */
function between(
  track: Track,
  world: World,
  local: readonly LocalWrite[],
  set: number,
  effect: EffectKind,
): WrittenEffect[] {
  const works = (other: number) => isWay(track.standing(bitsOf(local, other), world).route);
  const causes = local.filter((_, n) => (set & (1 << n)) !== 0 && works(set & ~(1 << n)));
  const [cause] = [...causes].sort((a, b) => b.start.min - a.start.min);
  if (cause === undefined) return [];
  if (!isWay(track.standing(fullState(track), world).route))
    return [
      { effect, minutes: { min: 0, max: null }, shares: [], causedBy: cause.write, forced: true },
    ];
  const open = local.filter((_, n) => (set & (1 << n)) === 0);
  const single = open.filter((each) => works(set | (1 << local.indexOf(each))));
  // Where it takes several writes to restore the way, the last of them ends it.
  const last = [...open].sort((a, b) => upper(b.settled) - upper(a.settled)).slice(0, 1);
  const cures = single.length > 0 ? single : last;
  const denied = {
    min: cause.start.min,
    max: Math.max(...causes.map((each) => upper(each.settled))),
  };
  const restored = ({ end, settled }: LocalWrite) => ({ min: end.min, max: upper(settled) });
  return cures.map((cure) => ({
    effect,
    causedBy: cause.write,
    restoredBy: cure.write,
    forced: causes.every((each) => cure.after.includes(local.indexOf(each))),
    shares: [
      { write: cause.write, minutes: denied, ...cause.whole },
      { write: cure.write, minutes: restored(cure), ...cure.whole },
    ],
    minutes: {
      min: Math.max(0, cure.end.min - denied.max),
      max: Math.max(1, upper(cure.settled) - denied.min),
    },
  }));
}

/** Too many writes for every state: closings land before the openings that need not precede them. */
function crowded(
  apply: Apply,
  track: Track,
  world: World,
  local: readonly LocalWrite[],
): WrittenEffect[] {
  const isShut = (bits: bigint) => track.standing(bits, world).route.by === 'none';
  const closing = local.filter((each) => isShut(each.bits));
  const chosen = closing.length === 0 ? local.slice(0, maxWrites) : closing.slice(0, maxWrites / 2);
  const others = local.filter((each) => !chosen.includes(each));
  const restores = (each: LocalWrite) => chosen.some(({ bits }) => !isShut(bits | each.bits));
  const telling = [...others.filter(restores), ...others.filter((each) => !restores(each))];
  const kept = [...chosen, ...telling.slice(0, maxWrites - chosen.length)];
  return denials(apply, track, world, renumbered(local, kept));
}

function renumbered(all: readonly LocalWrite[], kept: readonly LocalWrite[]): LocalWrite[] {
  return kept.map((each) => ({
    ...each,
    after: kept.flatMap((other, n) => (each.after.includes(all.indexOf(other)) ? [n] : [])),
  }));
}
