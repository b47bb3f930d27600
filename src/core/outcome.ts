import { sameRoute, sameStanding } from './effect.ts';
import { counts } from './flow.ts';
import type { Outcome } from './hazard.ts';
import type { NetworkModel } from './model.ts';
import type { EffectKind, Verdict } from './plan.ts';
import { isWay, type Route } from './route.ts';
import { upper } from './timing.ts';
import { fullState, type Track } from './track.ts';
import { shared, type World } from './world.ts';
import { type Apply, asWritten, type WrittenEffect } from './written.ts';

/** What is asked of the stages and of the change when a flow is judged. */
export interface Bench {
  readonly apply: Apply;
  readonly before: NetworkModel;
  readonly intended: (track: Track, world: World) => boolean;
  /** Whether the stages deny or unresolve the flow. */
  readonly stagedDenial: (track: Track, world: World) => boolean;
  /** Whether a bridge may help the flow or not, depending on what the input does not show. */
  readonly doubtful: (track: Track) => boolean;
}

export interface Judgement {
  readonly outcome: Outcome;
  /** The outcome in each answer to what the input does not show. */
  readonly answers: readonly Outcome[];
  readonly verdict: Verdict;
  /** In every answer to what the input does not show. */
  readonly certain: boolean;
}

const order: readonly Verdict[] = ['clear', 'safe', 'window', 'incomplete', 'split', 'blocked'];

export function gravest(verdicts: readonly Verdict[]): Verdict {
  return verdicts.reduce<Verdict>(
    (worst, each) => (order.indexOf(each) > order.indexOf(worst) ? each : worst),
    'clear',
  );
}

export function atLeast(verdict: Verdict, line: Verdict): boolean {
  return order.indexOf(verdict) >= order.indexOf(line);
}

/** What one apply does to a flow, and which verdict that deserves by itself. */
export function judge(bench: Bench, track: Track): Judgement {
  const worlds = track.worlds.map((world) => inWorld(bench, track, world));
  const verdicts = worlds.map((each) => each.verdict);
  const [worst, mildest] = [gravest(verdicts), mildestOf(verdicts)];
  const differ = worst !== mildest && atLeast(worst, 'split');
  // Which bridge would help, if any, depends on what is not shown.
  const open =
    (worlds.length > 1 || bench.doubtful(track)) &&
    worst === 'window' &&
    worlds.some((each) => each.interrupted);
  const verdict = differ || open ? 'incomplete' : worst;
  const outcome: Outcome = {
    flow: track.flow,
    from: said(track, 0n),
    to: said(track, fullState(track)),
    fromName: track.standing(0n, track.worlds[0] ?? {}).name,
    toName: track.standing(fullState(track), track.worlds[0] ?? {}).name,
    written: longest(worlds.map((each) => each.written)),
    lost: worlds.some((each) => each.lost),
    // In answers in which it has no way to begin with there is nothing to lose.
    intended:
      worlds.some((each) => each.intended) &&
      worlds.every((each) => each.intended || !isWay(each.from) || each.to.by !== 'none'),
    interrupted: worlds.some((each) => each.interrupted),
    stagedDenial: worlds.some((each) => each.staged),
    fresh: isFresh(bench.before, track),
    certain: worlds.every((each) => each.verdict === worst),
  };
  const answers = track.worlds.map((world, n): Outcome => {
    const own = worlds[n];
    if (own === undefined || worlds.length === 1) return outcome;
    const { from, to, written, lost, intended, interrupted, staged } = own;
    const [fromName, toName] = [0n, fullState(track)].map(
      (state) => track.standing(state, world).name,
    );
    return {
      ...outcome,
      ...{ from, to, written, lost, intended, interrupted, stagedDenial: staged, certain: false },
      fromName: fromName ?? outcome.fromName,
      toName: toName ?? outcome.toName,
    };
  });
  return { outcome, answers, verdict, certain: outcome.certain };
}

/** Each effect once, for as long as it may last in any of the answers to what the input does not show. */
function longest(worlds: readonly (readonly WrittenEffect[])[]): WrittenEffect[] {
  const found = new Map<string, WrittenEffect>();
  for (const each of worlds.flat()) {
    const known = found.get(each.effect);
    if (known === undefined || upper(each.minutes) > upper(known.minutes))
      found.set(each.effect, each);
  }
  const everywhere = ({ effect }: WrittenEffect) =>
    worlds.every((written) => written.some((each) => each.effect === effect));
  return [...found.values()].map((each) =>
    everywhere(each) ? each : { ...each, assumed: true as const },
  );
}

/** The route of a state as the plan says it: the one of every world where they agree, else undecided. */
function said(track: Track, state: bigint): Route {
  const routes = track.worlds.map((world) => track.standing(state, world).route);
  const [first] = routes;
  if (first !== undefined && routes.every((each) => sameRoute(each, first))) return first;
  return track.standing(state, shared(track.worlds)).route;
}

function mildestOf(verdicts: readonly Verdict[]): Verdict {
  return verdicts.reduce<Verdict>(
    (least, each) => (order.indexOf(each) < order.indexOf(least) ? each : least),
    'blocked',
  );
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

function inWorld(bench: Bench, track: Track, world: World) {
  const staged = counts(track.flow) && bench.stagedDenial(track, world);
  const [from, to] = [track.standing(0n, world), track.standing(fullState(track), world)];
  const written = asWritten(bench.apply, track, world);
  const intended = bench.intended(track, world);
  const stops = intended ? [] : written.filter((each) => stopping(each.effect));
  const lost = counts(track.flow) && isWay(from.route) && to.route.by === 'none' && !intended;
  const interrupted = stops.length > 0;
  const felt = written.some((each) => each.effect === 'reset' || each.effect === 'name-changes');
  const fresh = isFresh(bench.before, track);
  const shown: readonly WrittenEffect[] = written.filter(
    (each) => !stopping(each.effect) || !intended,
  );
  const base = {
    from: from.route,
    to: to.route,
    written: shown,
    intended,
    lost,
    interrupted,
    staged,
  };
  if (fresh)
    return { ...base, written: [], lost: false, interrupted: false, verdict: 'clear' as const };
  return { ...base, verdict: verdictOf() };

  function verdictOf(): Verdict {
    if (lost) return 'blocked';
    if (counts(track.flow) && to.route.by === 'undecided' && from.route.by !== 'none')
      return 'incomplete';
    if (interrupted) return staged ? 'window' : 'split';
    if (felt) return 'window';
    return sameStanding(from, to) ? 'clear' : 'safe';
  }
}

function stopping(effect: EffectKind): boolean {
  return effect === 'denied' || effect === 'name-unresolved';
}
