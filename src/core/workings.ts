import type { Change } from './change.ts';
import type { Config } from './config.ts';
import type { Edit } from './edit.ts';
import type { Hazard, OpenQuestion, Scene } from './hazard.ts';
import { hazardsOf } from './hazards.ts';
import type { Knowledge } from './knowledge.ts';
import type { Judgement } from './outcome.ts';
import { play } from './play.ts';
import { answersOf, groundOf, judgementsOf, sceneOf } from './scene.ts';
import { type Scheme, scheme } from './scheme.ts';
import { suppose } from './suppose.ts';
import type { Track } from './track.ts';
import { agree, type World } from './world.ts';

/** Everything between the models and the published plan, for rules, tests and `--why`. */
export interface Workings {
  readonly edits: readonly Edit[];
  readonly tracks: readonly Track[];
  readonly plan: Scheme;
  readonly judgements: readonly Judgement[];
  readonly scene: Scene;
  readonly hazards: readonly Hazard[];
  /** Facts that the input does not show, and of which it was not tried out what they would change. */
  readonly untried: readonly OpenQuestion[];
}

/** Works out a change: its edits, its flows, the best order, what one apply does, and the hazards. */
export function workOut(change: Change, knowledge: Knowledge, config: Config): Workings {
  const ground = groundOf(change);
  const { edits, flows, tracks } = ground;
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
  const judgements = judgementsOf(change, ground, knowledge, {
    stagedDenial: (each, world) =>
      (denied.get(each.flow.id) ?? []).some((other) => agree(other, world)),
    doubtful: (each) => plan.doubtful.has(each.flow.id),
  });
  const scene = sceneOf(change, ground, judgements, knowledge, config);
  const { suppositions, untried } = suppose(change, ground, knowledge, config);
  return {
    edits,
    tracks,
    plan,
    judgements,
    scene,
    hazards: hazardsOf(knowledge.rules, { scene, answers: answersOf(judgements) }, suppositions),
    untried,
  };
}
