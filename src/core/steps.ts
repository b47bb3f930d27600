import { basisOf } from './basis.ts';
import { type Change, originIn } from './change.ts';
import { type Edit, invert, placeOf } from './edit.ts';
import { sameStanding } from './effect.ts';
import type { Knowledge } from './knowledge.ts';
import type { Block, Line } from './lines.ts';
import type { Check, Interruption, Phase, PlanStage, PlanStep } from './plan.ts';
import { type Felt, lasting } from './play.ts';
import { isWay } from './route.ts';
import { endOf, type Scheme } from './scheme.ts';
import { sharesOf } from './shares.ts';
import { stageTime, verifyTime } from './stage-time.ts';
import { nothing } from './timing.ts';
import { stateOf, type Track } from './track.ts';
import { editWord, nameOfRecord, planFlow, recordOf, titleOf } from './words.ts';

// Blocks and lines told as the stages and steps of the published plan.

export interface Telling {
  readonly change: Change;
  readonly plan: Scheme;
  readonly knowledge: Knowledge;
  readonly blocks: readonly Block[];
}

/** Checks beyond this number are not repeated for every flow of a stage. */
const maxChecks = 12;

export function stageOf(telling: Telling, block: Block): PlanStage {
  if (block.phase === 'verify') return verifyStage(telling, block);
  const steps = block.lines.flatMap((line) => [step(telling, line), ...flagSteps(telling, line)]);
  return {
    number: block.number,
    title: titleOfStage(telling, block),
    phase: block.phase,
    disruptive: block.disruptive || isInGap(telling, block),
    ...stageTime(telling, block.lines),
    steps,
    gate: gate(telling, block),
  };
}

/** Whether a known flow is stopped at this stage, from here or from before, until a later step brings it back. */
function isInGap({ blocks }: Telling, block: Block): boolean {
  const stages = new Map(
    blocks.flatMap((each) => each.lines.map((line) => [line.unit, each.number] as const)),
  );
  return blocks
    .filter((each) => each.number <= block.number)
    .flatMap((each) => each.lines.flatMap((line) => line.moment.felt))
    .filter(isTold)
    .some(
      (felt) =>
        (felt.effect === 'denied' || felt.effect === 'name-unresolved') &&
        (stages.get(felt.until ?? -1) ?? 0) >= block.number,
    );
}

const titles: Record<Phase, string> = {
  prepare: 'Prepare: nothing that works changes its way',
  switch: 'Switch: flows take their new way',
  verify: 'Verify: nobody uses the old way',
  retire: 'Retire: close the old way',
};

/** A record that a stage takes away and brings back. */
function replacedIn(block: Block): Edit | undefined {
  const edits = block.lines.flatMap((line) => line.edits);
  const added = new Set(edits.filter((edit) => edit.before === undefined).map(placeOf));
  return edits.find(
    (edit) => edit.kind !== 'zone-group' && edit.after === undefined && added.has(placeOf(edit)),
  );
}

function titleOfStage(telling: Telling, block: Block): string {
  const roles = new Set(block.lines.map((line) => line.extra?.role));
  if (roles.size === 1 && roles.has('bridge-open'))
    return 'Prepare: bridge the gap that no order avoids';
  if (roles.size === 1 && roles.has('bridge-close')) return 'Take back what bridged the gap';
  const replaced = replacedIn(block);
  if (replaced !== undefined) {
    const { name } = nameOfRecord(replaced.id, ...modelsFor(telling));
    return `Replace ${name}: it is away until the new one answers`;
  }
  const [line, ...others] = block.lines;
  if (line === undefined || others.length > 0) return titles[block.phase];
  const only = titleOf(line.edits, ...modelsFor(telling));
  return `${titles[block.phase].split(':')[0]}: ${only.charAt(0).toLowerCase()}${only.slice(1)}`;
}

function step(telling: Telling, line: Line): PlanStep {
  const { change, plan, knowledge } = telling;
  const models = modelsFor(telling);
  const [edit] = line.edits;
  const record = edit === undefined ? undefined : recordOf(edit, ...models);
  const undo = [...line.edits].reverse().map(invert);
  const hurts = pointOfNoReturn(line, knowledge);
  const inChange = line.extra === undefined;
  const commands = inChange
    ? []
    : line.edits.flatMap((each) => knowledge.commands(each, line.model));
  return {
    id: line.id,
    title: titleOf(line.edits, ...models),
    target: record?.label ?? edit?.id ?? '',
    edit: edit === undefined ? '' : editWord(edit),
    inChange,
    minutes: lasting(plan, line.unit, knowledge.delays, change.before),
    basis: basisOf(line.edits, knowledge.delays, change.before),
    ...(commands.length === 0 ? {} : { commands }),
    verify: unique(line.edits.flatMap((each) => knowledge.settled(each, line.model))).slice(
      0,
      maxChecks,
    ),
    rollback: undoing(telling, line, undo),
    ...(hurts === undefined ? {} : { pointOfNoReturn: hurts }),
    interruptions: line.moment.felt.filter(isTold).map((felt) => interruption(telling, line, felt)),
    ...(line.extra?.role.startsWith('bridge') ? { bridge: line.extra.id } : {}),
    by: line.extra?.by ?? byWhom(edit),
    ...projectOf(telling, line),
  };
}

function projectOf({ change }: Telling, { edits, extra }: Line): Pick<PlanStep, 'project'> {
  const [edit] = edits;
  const project =
    edit === undefined || extra !== undefined ? undefined : originIn(change, edit).project;
  return project === undefined ? {} : { project };
}

/** Commands where there are some, else what is to be undone in words. */
function undoing(telling: Telling, line: Line, undo: readonly Edit[]): string[] {
  const commands = undo.flatMap((each) => telling.knowledge.commands(each, line.model));
  return commands.length > 0 ? commands : [titleOf(undo, ...modelsFor(telling))];
}

function modelsFor({ change, plan }: Telling) {
  return [endOf(plan, change.before), change.after, change.before] as const;
}

// Somebody who is denied on a flow that nobody is known to use is a question for the hazards, not an interruption.
function isTold(felt: Felt): boolean {
  return (
    felt.track.flow.evidence !== 'possible' ||
    (felt.effect !== 'denied' && felt.effect !== 'name-unresolved')
  );
}

function interruption(telling: Telling, line: Line, felt: Felt): Interruption {
  const lines = telling.blocks.flatMap((block) => block.lines);
  const until = lines.find((each) => each.unit === felt.until);
  return {
    flow: planFlow(felt.track.flow, ...modelsFor(telling)),
    effect: felt.effect,
    minutes: felt.minutes,
    causedBy: line.id,
    restoredBy: until?.id ?? '',
    ...(felt.worlds.length < felt.track.worlds.length && { assumed: true as const }),
    basis: sharesOf(felt, (unit) => lines.find((each) => each.unit === unit)?.id ?? line.id),
  };
}

/** Where undoing a step hurts, or brings nothing back, it is safe to turn back only before it. */
function pointOfNoReturn(line: Line, { beyondUndo }: Knowledge): string | undefined {
  const lost = line.edits.map(beyondUndo).find((each) => each !== undefined);
  if (lost !== undefined) return `It cannot be undone: ${lost.because} (${lost.source})`;
  const stops = line.moment.undoHurts.find((each) => each.effect !== 'reset');
  const resets = line.moment.undoHurts.find((each) => each.effect === 'reset');
  if (stops !== undefined) {
    return `Undoing it stops ${stops.track.flow.clientName} → ${stops.track.flow.targetName} until the steps before it are undone too.`;
  }
  if (resets === undefined) return undefined;
  return `Undoing it closes the open connections of ${resets.track.flow.clientName} once more.`;
}

function byWhom(edit: Edit | undefined): NonNullable<PlanStep['by']> {
  switch (edit?.kind) {
    case 'zone':
    case 'zone-group':
    case 'record':
    case 'link':
    case 'resolution-policy':
    case 'dns-servers':
      return 'dns';
    case 'virtual-network-rule':
    case 'ip-rule':
    case 'default-action':
    case 'public-network-access':
    case 'network-rules-enabled':
    case 'trusted-services':
    case 'resource-instance':
    case 'target':
      return 'service';
    default:
      return 'network';
  }
}

/** The flag that lets a rule stand before its endpoint, where the change does not set it: an edit of its own. */
function flagSteps(telling: Telling, line: Line): PlanStep[] {
  const { change, knowledge } = telling;
  const flags = flagEdits(telling, line);
  const [edit] = flags;
  if (edit === undefined) return [];
  const record = recordOf(edit, ...modelsFor(telling));
  const flag =
    change.after.targets[edit.id]?.traits.ignoreMissingFlag ?? 'ignoreMissingVnetServiceEndpoint';
  return [
    {
      id: `${line.id}a`,
      title: `With it, set ${flag}: the endpoint of the subnet is still off`,
      target: record?.label ?? edit.id,
      edit: editWord(edit),
      inChange: false,
      minutes: nothing,
      basis: [
        {
          takes: nothing,
          settles: nothing,
          because: 'it is part of the write before it',
          source: 'follows from the stages of this plan',
          confidence: 'certain',
        },
      ],
      // The rule is refused without the flag, so by hand the two are one command.
      commands: flags.flatMap(({ before: _before, ...each }) =>
        knowledge.commands(each, line.model),
      ),
      verify: [],
      rollback: [],
      interruptions: [],
      by: 'service',
    },
  ];
}

/** For each rule of a line that needs the flag, the edit that sets it. */
export function flagEdits({ plan }: Pick<Telling, 'plan'>, line: Line): Edit[] {
  return line.positions.flatMap((position) => {
    const edit = plan.edits[position];
    if (edit === undefined || !plan.flagged.has(position)) return [];
    const rule = typeof edit.after === 'object' ? edit.after : {};
    return [{ ...edit, before: edit.after, after: { ...rule, ignoreMissing: true } }];
  });
}

/** What proves the stage: the checks of the flows that now go another way, each once. */
function gate(telling: Telling, block: Block): Check[] {
  const { plan, knowledge } = telling;
  const last = block.lines.at(-1);
  if (last === undefined) return [];
  const positions = new Set(block.lines.flatMap((line) => line.positions));
  const made = new Set(
    telling.blocks
      .filter((each) => each.number <= block.number)
      .flatMap((each) => each.lines.flatMap((line) => line.positions)),
  );
  const checks = plan.tracks
    .filter((track) => track.edits.some((edit) => positions.has(edit)))
    .flatMap((track) => {
      const world = track.worlds[0] ?? {};
      const state = track.edits.reduce(
        (bits, edit, n) => (made.has(edit) ? bits | (1n << BigInt(n)) : bits),
        0n,
      );
      const { route } = track.standing(state, world);
      return track.flow.evidence === 'possible' || !isWay(route)
        ? []
        : knowledge.reaches(track.flow, route, last.model);
    });
  return unique(checks).slice(0, maxChecks);
}

/** Old connections keep the old way: before it is closed somebody looks, and recycles what is left. */
function verifyStage(telling: Telling, block: Block): PlanStage {
  const { plan, knowledge, change } = telling;
  const { recycling } = knowledge.pace;
  const { minutes: _, ...why } = recycling;
  const before = telling.blocks
    .filter((each) => each.number < block.number)
    .flatMap((each) => each.lines);
  const made = new Set(before.flatMap((line) => line.positions));
  const model = before.at(-1)?.model ?? change.before;
  const state = (track: Track) => stateOf(track, (edit) => made.has(edit));
  const all = plan.tracks.filter(
    (track) => track.flow.target !== '*' && moves(track, state(track)),
  );
  const known = all.filter((track) => track.flow.evidence !== 'possible');
  // Where nobody is known to move, somebody looks from the networks that may.
  const moved = known.length > 0 ? known : all;
  const checks = moved.flatMap((track) => {
    const { route } = track.standing(state(track), track.worlds[0] ?? {});
    return knowledge.reaches(track.flow, route, model);
  });
  const clients = [...new Map(moved.map((track) => [track.flow.client, track.flow])).values()];
  return {
    number: block.number,
    title: titles.verify,
    phase: 'verify',
    disruptive: false,
    ...verifyTime(telling),
    steps: clients.map((flow, n) => ({
      id: `${block.number}.${n + 1}`,
      title: `Recycle the old connections of ${flow.clientName} and see that it uses the new way`,
      target: flow.clientLabel,
      edit: 'recycle connections',
      inChange: false,
      minutes: recycling.minutes,
      basis: [{ takes: recycling.minutes, settles: nothing, ...why }],
      verify: unique(checks.filter((_, place) => moved[place]?.flow.client === flow.client)).slice(
        0,
        maxChecks,
      ),
      rollback: [],
      interruptions: [],
      by: 'application',
    })),
    gate: unique(checks).slice(0, maxChecks),
  };
}

function moves(track: Track, state: bigint): boolean {
  return track.worlds.some((world) => {
    const [from, to] = [track.standing(0n, world), track.standing(state, world)];
    return isWay(from.route) && isWay(to.route) && !sameStanding(from, to);
  });
}

export function unique<T>(items: readonly T[]): T[] {
  return [...new Map(items.map((each) => [JSON.stringify(each), each])).values()];
}
