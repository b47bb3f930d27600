import type { Edit } from './edit.ts';
import type { Flow } from './flow.ts';
import type { HazardRule, Scene } from './hazard.ts';
import type { NetworkModel } from './model.ts';
import type { Check, PlanDecision, Reason } from './plan.ts';
import type { Playbook } from './playbook.ts';
import type { Route } from './route.ts';
import type { Delays, Pace } from './timing.ts';
import type { Question } from './world.ts';

/** All that the planner is told of Azure. Core names no service; whoever calls it brings this. */
export interface Knowledge {
  readonly delays: Delays;
  readonly playbooks: readonly Playbook[];
  readonly rules: readonly HazardRule[];
  readonly pace: Pace;
  /** Why nothing brings back what an edit takes away; undefined where its inverse does. */
  readonly beyondUndo: (edit: Edit) => Reason | undefined;
  /** Commands that make an edit by hand, for what no diff contains and for undoing; empty where there is none. */
  readonly commands: (edit: Edit, model: NetworkModel) => readonly string[];
  /** Checks that an edit has taken and settled, run from anywhere with Reader rights. */
  readonly settled: (edit: Edit, model: NetworkModel) => readonly Check[];
  /** Checks, run where the client is, that a flow goes by `route`; the expectation names the error that a wrong state gives. */
  readonly reaches: (flow: Flow, route: Route, model: NetworkModel) => readonly Check[];
  /** What speaks for service endpoint or private endpoint in a change that adds or removes either. */
  readonly decisions: (scene: Scene) => readonly PlanDecision[];
  /** How somebody finds out what the input does not show of a flow: a command, and where to run it. */
  readonly find: (question: Question, flow: Flow, model: NetworkModel) => string;
}
