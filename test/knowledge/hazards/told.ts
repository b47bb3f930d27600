import { expect } from 'vitest';
import type { Change } from '../../../src/core/change.ts';
import { type Config, defaults } from '../../../src/core/config.ts';
import { diff } from '../../../src/core/diff.ts';
import { type Edit, editPlaces, placeOf } from '../../../src/core/edit.ts';
import type { Finding, HazardRule, Scene } from '../../../src/core/hazard.ts';
import type { NetworkModel } from '../../../src/core/model.ts';
import { workOut } from '../../../src/core/workings.ts';
import { delays } from '../../../src/knowledge/delays.ts';
import { pace } from '../../../src/knowledge/pace.ts';
import { bystanders } from './bystanders.ts';

/** What a rule says of a change, with severity and confidence: `outage certain: …`; and `refused` or `interrupts` where it does. */
export function told(rule: HazardRule, what: Change, config: Partial<Config> = {}): string[] {
  const { hazards, scene } = worked(what, [rule], config);
  expect(hazards.flatMap(({ finding }) => misfiled(finding, scene))).toEqual([]);
  expect(besideOthers(rule, scene)).toEqual(rule.find(scene).map((each) => plain(each, scene)));
  return hazards.map(({ finding, severity, confidence }) => {
    const verdict = finding.verdict ?? rule.verdict;
    return `${severity} ${confidence}${verdict === 'informs' ? '' : ` ${verdict}`}: ${finding.says}`;
  });
}

function worked(what: Change, rules: readonly HazardRule[], config: Partial<Config> = {}) {
  const knowledge = {
    delays,
    playbooks: [],
    rules,
    pace,
    beyondUndo: () => undefined,
    commands: () => [],
    settled: () => [],
    reaches: () => [],
    decisions: () => [],
    find: () => '',
  };
  return workOut(placed(what), knowledge, { ...defaults, ...config });
}

// Computed while the tests are collected: they are the same for every rule.
const others = bystanders.map((each): Scene => {
  const { scene } = worked(each(), []);
  // That one input shows an order says something of all of its writes.
  return { ...scene, writes: scene.writes.map((write) => ({ ...write, after: [] })) };
});
const theirs = idsIn(others);

/** What the rule says of the scene while others change beside it: all but what it says of them. */
function besideOthers(rule: HazardRule, scene: Scene) {
  const busy = [...others, scene].reduce(together);
  return rule
    .find(busy)
    .filter(({ subjects }) => !subjects.every((each) => theirs.has(each)))
    .map((each) => plain(each, busy));
}

function plain({ outcomes, edit, ...finding }: Finding, scene: Scene) {
  return {
    ...finding,
    flows: (outcomes ?? []).map((each) => each.flow.id),
    edit: edit === undefined ? undefined : scene.edits[scene.edits.indexOf(edit)],
  };
}

/** Two changes at once that have nothing to do with each other. */
function together(one: Scene, other: Scene): Scene {
  const of = (edit: Edit) => (one.edits.includes(edit) ? one : other);
  const knows = (what: string) => idsIn([one]).has(what.split('|')[1] ?? '');
  return {
    ...other,
    before: both(one.before, other.before),
    after: both(one.after, other.after),
    edits: [...one.edits, ...other.edits],
    outcomes: [...one.outcomes, ...other.outcomes],
    flows: [...one.flows, ...other.flows],
    contests: [...one.contests, ...other.contests],
    writes: [...one.writes, ...other.writes],
    writeOf: (edit) => of(edit).writeOf(edit),
    timing: (edit) => of(edit).timing(edit),
    originOf: (what) =>
      (typeof what === 'string' ? (knows(what) ? one : other) : of(what)).originOf(what),
  };
}

function both(one: NetworkModel, other: NetworkModel): NetworkModel {
  const collections = Object.keys(one) as (keyof NetworkModel)[];
  const joined = collections.map((name) => [name, { ...one[name], ...other[name] }]);
  return Object.fromEntries(joined);
}

function idsIn(scenes: readonly Scene[]): ReadonlySet<string> {
  const models = scenes.flatMap((scene) => [scene.before, scene.after]);
  return new Set(models.flatMap((model) => Object.values(model).flatMap(Object.keys)));
}

/** The change, each of its edits read at a place of its own. */
function placed(what: Change): Change {
  const { after, before } = what.provenance;
  const own = diff(what.before, what.after, what.replaced)
    .filter((edit) => after[recordOf(edit)] === undefined)
    .map((edit) => [placeOf(edit), { file: 'plan.json', address: placeOf(edit) }] as const);
  return { ...what, provenance: { before, after: { ...Object.fromEntries(own), ...after } } };
}

function recordOf({ kind, id }: Edit): string {
  return `${editPlaces[kind].in}|${id}`;
}

const whole: readonly Edit['kind'][] = ['target', 'use'];

/** What keeps a finding from its place: a waiver names one of its subjects, and it is read and filed at the edit that it is of. */
function misfiled(finding: Finding, scene: Scene): string[] {
  const { edit, origin, subjects, says } = finding;
  const known = new Set([
    ...[scene.before, scene.after].flatMap((model) => Object.values(model).flatMap(Object.keys)),
    ...scene.flows.flatMap((flow) => [flow.client, flow.target]),
  ]);
  const read = (each: Edit) => scene.originOf(each).address === origin.address;
  const contested = scene.contests.some(({ by }) => by.includes(origin));
  return [
    ...(subjects.length === 0 ? [`nothing to waive: ${says}`] : []),
    ...subjects.filter((id) => !known.has(id)).map((id) => `${id} is nothing: ${says}`),
    ...(edit !== undefined && !scene.edits.includes(edit) ? [`no such edit: ${says}`] : []),
    ...(edit !== undefined && !read(edit) && !contested ? [`read elsewhere: ${says}`] : []),
    // What is true of a target, or of a setting, as a whole is read where that is made.
    ...(edit === undefined && scene.edits.some((each) => !whole.includes(each.kind) && read(each))
      ? [`filed nowhere: ${says}`]
      : []),
  ];
}
