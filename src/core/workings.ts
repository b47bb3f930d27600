import { type Change, originIn } from './change.ts';
import type { Config } from './config.ts';
import { diff } from './diff.ts';
import type { Edit } from './edit.ts';
import { flowsOf } from './flows.ts';
import { type Hazard, hazardsOf, type Outcome, type Scene } from './hazard.ts';
import { isIntended } from './intended.ts';
import type { Knowledge } from './knowledge.ts';
import { type Judgement, judge } from './outcome.ts';
import { play } from './play.ts';
import { type Scheme, scheme } from './scheme.ts';
import { fullState, type Track, tracksOf } from './track.ts';
import { agree, type World } from './world.ts';
import { writeOf } from './write.ts';

/** Everything between the models and the published plan, for rules, tests and `--why`. */
export interface Workings {
  readonly edits: readonly Edit[];
  readonly tracks: readonly Track[];
  readonly plan: Scheme;
  readonly judgements: readonly Judgement[];
  readonly scene: Scene;
  readonly hazards: readonly Hazard[];
}

/** Works out a change: its edits, its flows, the best order, what one apply does, and the hazards. */
export function workOut(change: Change, knowledge: Knowledge, config: Config): Workings {
  const edits = diff(change.before, change.after, change.replaced);
  const flows = flowsOf(change.before, change.after, edits);
  const tracks = tracksOf(change.before, flows, edits);
  const plan = scheme({
    before: change.before,
    after: change.after,
    edits,
    flows,
    tracks,
    delays: knowledge.delays,
    playbooks: knowledge.playbooks,
    bridges: config.bridges,
  });
  const denied = new Map<string, World[]>();
  for (const { felt } of play(plan, change.before, knowledge)) {
    for (const { effect, track, worlds } of felt) {
      if (effect !== 'denied' && effect !== 'name-unresolved') continue;
      denied.set(track.flow.id, [...(denied.get(track.flow.id) ?? []), ...worlds]);
    }
  }
  const timing = (edit: Edit) => knowledge.delays(edit, change.before);
  const writer = edits.map((edit) => {
    const found = writeOf(change.writes, edit);
    return found === undefined ? -1 : change.writes.indexOf(found);
  });
  const judgements = tracks.map((track) =>
    judge(
      {
        apply: { edits, writes: change.writes, writeOf: writer, timing },
        before: change.before,
        stagedDenial: (each, world) =>
          (denied.get(each.flow.id) ?? []).some((other) => agree(other, world)),
        doubtful: (each) => plan.doubtful.has(each.flow.id),
        intended: (each, world) =>
          isIntended(
            each.flow,
            each.standing(0n, world).route,
            each.standing(fullState(each), world).route,
            change.before,
            change.after,
            edits,
          ),
      },
      track,
    ),
  );
  const scene: Scene = {
    before: change.before,
    after: change.after,
    edits,
    flows,
    outcomes: judgements.map((each) => each.outcome),
    writes: change.writes,
    writeOf: (edit) => writeOf(change.writes, edit),
    timing,
    originOf: (what) => originIn(change, what),
    config,
    versions: change.versions,
  };
  return {
    edits,
    tracks,
    plan,
    judgements,
    scene,
    hazards: hazardsOf(knowledge.rules, scene, answersOf(judgements)),
  };
}

// Answers beyond this number differ from those before them in what the rules have already seen.
const maxAnswers = 4;

/** The outcomes of all flows in one answer after the other; none where the input shows all that matters. */
function answersOf(judgements: readonly Judgement[]): (readonly Outcome[])[] {
  const most = Math.min(maxAnswers, Math.max(1, ...judgements.map((each) => each.answers.length)));
  if (most === 1) return [];
  return Array.from({ length: most }, (_, n) =>
    judgements.map(({ answers, outcome }) => answers[Math.min(n, answers.length - 1)] ?? outcome),
  );
}
