import { type Change, originIn } from './change.ts';
import type { Config } from './config.ts';
import { diff } from './diff.ts';
import type { Edit } from './edit.ts';
import { canonical } from './equal.ts';
import type { Flow } from './flow.ts';
import { flowsOf } from './flows.ts';
import type { Outcome, Scene } from './hazard.ts';
import { isLossIntended } from './intended.ts';
import type { Knowledge } from './knowledge.ts';
import { type Bench, type Judgement, judge } from './outcome.ts';
import { isWay, type Route } from './route.ts';
import { tracksOf } from './survey.ts';
import type { Track } from './track.ts';
import { writeOf } from './write.ts';

/** What a change is before anything is planned: its edits, and the flows that they touch. */
export interface Ground {
  readonly edits: readonly Edit[];
  readonly flows: readonly Flow[];
  readonly tracks: readonly Track[];
}

export function groundOf({ before, after, replaced }: Change): Ground {
  const edits = diff(before, after, replaced);
  const flows = flowsOf(before, after, edits);
  return { edits, flows, tracks: tracksOf(before, flows, edits) };
}

/** What one apply does to each flow; what the stages make of it is the plan's to say. */
export function judgementsOf(
  change: Change,
  { edits, tracks }: Ground,
  { delays }: Knowledge,
  staged: Pick<Bench, 'stagedDenial' | 'doubtful'>,
): Judgement[] {
  const places = new Map(change.writes.map((write, place) => [write, place]));
  const writer = edits.map((edit) => {
    const found = writeOf(change.writes, edit);
    return found === undefined ? -1 : (places.get(found) ?? -1);
  });
  const sides = { before: change.before, after: change.after, edits };
  const bench: Bench = {
    ...staged,
    apply: {
      edits,
      writes: change.writes,
      writeOf: writer,
      timing: (edit) => delays(edit, change.before),
    },
    before: change.before,
    intended: (each, world) => !contested(change, each.flow) && isLossIntended(each, world, sides),
  };
  return tracks.map((track) => judge(bench, track));
}

/** All that a rule may look at. */
export function sceneOf(
  change: Change,
  { edits, flows }: Ground,
  judgements: readonly Judgement[],
  { delays }: Knowledge,
  config: Config,
): Scene {
  return {
    before: change.before,
    after: change.after,
    edits,
    flows,
    outcomes: judgements.map((each) => each.outcome),
    writes: change.writes,
    writeOf: (edit) => writeOf(change.writes, edit),
    timing: (edit) => delays(edit, change.before),
    originOf: (what) => originIn(change, what),
    config,
    versions: change.versions,
    contests: change.contests ?? [],
  };
}

/** What one resource takes away and another still gives nobody meant to lose. */
function contested({ contests = [] }: Change, flow: Flow): boolean {
  return contests.some(({ id }) => id === flow.target || id === flow.client);
}

// Each costs another look of every rule; those in which the flow has most to lose come first.
const maxAnswers = 12;

/** The outcomes of all flows in one answer after the other, each flow's alike answers once; none where the input shows all that matters. */
export function answersOf(judgements: readonly Judgement[]): (readonly Outcome[])[] {
  const different = judgements.map(({ outcome, answers }) => {
    const found = new Map(answers.toReversed().map((each) => [keyOf(each), each]));
    const all = [...found.values()].toReversed().sort((a, b) => atStake(b) - atStake(a));
    return { outcome, all };
  });
  const most = Math.min(maxAnswers, Math.max(1, ...different.map(({ all }) => all.length)));
  if (most === 1) return [];
  return Array.from({ length: most }, (_, n) =>
    different.map(({ outcome, all }) => all[Math.min(n, all.length - 1)] ?? outcome),
  );
}

/** How much an outcome takes away: rules speak of those who have a way, and of what becomes of it. */
function atStake({ from, lost, interrupted, written }: Outcome): number {
  return (isWay(from) ? 100 : 0) + (lost ? 20 : 0) + (interrupted ? 10 : 0) + written.length;
}

/** What rules tell outcomes of one flow apart by. */
function keyOf({ from, to, fromName, toName, written, ...outcome }: Outcome): string {
  const { lost, intended, interrupted, stagedDenial } = outcome;
  return canonical([
    [shapeOf(from), shapeOf(to), fromName, toName],
    [lost, intended, interrupted, stagedDenial],
    written.map((each) => each.effect),
  ]);
}

function shapeOf(route: Route): unknown {
  if (isWay(route)) return route;
  return route.by === 'none' ? { by: route.by, because: route.because } : { by: route.by };
}
