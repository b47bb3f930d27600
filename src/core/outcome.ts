import { sameStanding } from './effect.ts';
import { counts } from './flow.ts';
import type { Outcome } from './hazard.ts';
import type { NetworkModel } from './model.ts';
import type { EffectKind, Verdict } from './plan.ts';
import { isWay } from './route.ts';
import { fullState, type Track } from './track.ts';
import type { World } from './world.ts';
import { type Apply, asWritten, type WrittenEffect } from './written.ts';

/** What is asked of the stages and of the change when a flow is judged. */
export interface Bench {
  readonly apply: Apply;
  readonly before: NetworkModel;
  readonly intended: (track: Track, world: World) => boolean;
  /** Whether the stages deny or unresolve the flow. */
  readonly stagedDenial: (track: Track) => boolean;
}

export interface Judgement {
  readonly outcome: Outcome;
  readonly verdict: Verdict;
  /** In every answer to what the input does not show. */
  readonly certain: boolean;
}

const order: readonly Verdict[] = ['clear', 'safe', 'window', 'incomplete', 'split', 'blocked'];

export function gravest(verdicts: readonly Verdict[]): Verdict {
  return verdicts.reduce<Verdict>((worst, each) => (order.indexOf(each) > order.indexOf(worst) ? each : worst), 'clear');
}

export function atLeast(verdict: Verdict, line: Verdict): boolean {
  return order.indexOf(verdict) >= order.indexOf(line);
}

/** What one apply does to a flow, and which verdict that deserves by itself. */
export function judge(bench: Bench, track: Track): Judgement {
  const staged = counts(track.flow) && bench.stagedDenial(track);
  const worlds = track.worlds.map((world) => inWorld(bench, track, world, staged));
  const verdicts = worlds.map((each) => each.verdict);
  const [worst, mildest] = [gravest(verdicts), mildestOf(verdicts)];
  const verdict = atLeast(worst, 'split') ? (atLeast(mildest, 'split') ? mildest : 'incomplete') : worst;
  const shown = worlds.find((each) => each.verdict === worst) ?? worlds[0];
  const open = track.worlds.length > 1;
  const ends = [track.standing(0n, {}), track.standing(fullState(track), {})] as const;
  const outcome: Outcome = {
    flow: track.flow,
    // With nothing assumed a route may be undecided, and that is what the plan says of it.
    from: open ? ends[0].route : (shown?.from ?? ends[0].route),
    to: open ? ends[1].route : (shown?.to ?? ends[1].route),
    fromName: ends[0].name,
    toName: ends[1].name,
    written: shown?.written ?? [],
    lost: worlds.some((each) => each.lost),
    intended: worlds.every((each) => each.intended),
    interrupted: worlds.some((each) => each.interrupted),
    stagedDenial: staged,
    fresh: isFresh(bench.before, track),
    certain: worlds.every((each) => each.verdict === worst),
  };
  return { outcome, verdict, certain: outcome.certain };
}

function mildestOf(verdicts: readonly Verdict[]): Verdict {
  return verdicts.reduce<Verdict>((least, each) => (order.indexOf(each) < order.indexOf(least) ? each : least), 'blocked');
}

function isFresh(before: NetworkModel, track: Track): boolean {
  const { flow } = track;
  if (flow.target !== '*' && before.targets[flow.target] === undefined) return true;
  return (
    flow.clientKind === 'subnet' &&
    !flow.client.startsWith('?') &&
    before.subnets[flow.client] === undefined &&
    before.vnets[flow.client] === undefined
  );
}

function inWorld(bench: Bench, track: Track, world: World, staged: boolean) {
  const [from, to] = [track.standing(0n, world), track.standing(fullState(track), world)];
  const written = asWritten(bench.apply, track, world);
  const intended = bench.intended(track, world);
  const stops = intended ? [] : written.filter((each) => stopping(each.effect));
  const lost = counts(track.flow) && isWay(from.route) && to.route.by === 'none' && !intended;
  const interrupted = stops.length > 0;
  const felt = written.some((each) => each.effect === 'reset' || each.effect === 'name-changes');
  const fresh = isFresh(bench.before, track);
  const shown: readonly WrittenEffect[] = written.filter((each) => !stopping(each.effect) || !intended);
  const base = { from: from.route, to: to.route, written: shown, intended, lost, interrupted };
  if (fresh) return { ...base, written: [], lost: false, interrupted: false, verdict: 'clear' as const };
  return { ...base, verdict: verdictOf() };

  function verdictOf(): Verdict {
    if (lost) return 'blocked';
    if (counts(track.flow) && to.route.by === 'undecided' && from.route.by !== 'none') return 'incomplete';
    if (interrupted) return staged ? 'window' : 'split';
    if (felt) return 'window';
    return sameStanding(from, to) ? 'clear' : 'safe';
  }
}

function stopping(effect: EffectKind): boolean {
  return effect === 'denied' || effect === 'name-unresolved';
}
