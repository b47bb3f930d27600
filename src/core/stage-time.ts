import type { Change } from './change.ts';
import { type Edit, invert } from './edit.ts';
import type { Knowledge } from './knowledge.ts';
import type { Line } from './lines.ts';
import type { NetworkModel } from './model.ts';
import type { PlanStage, Range, Reason, Share, StageBasis, StageRollback } from './plan.ts';
import { endOf, type Scheme } from './scheme.ts';
import { longer, nothing, plus, reasonOf, type Timing, upper } from './timing.ts';

// How long a stage takes, how long it takes to take it back, and why.

interface Setting {
  readonly change: Change;
  readonly plan: Scheme;
  readonly knowledge: Knowledge;
}

export type StageTime = Pick<PlanStage, 'minutes' | 'basis' | 'rollback'>;

/** Of a stage that writes `lines`. */
export function stageTime(setting: Setting, lines: readonly Line[]): StageTime {
  const work = length(setting, lines.map(forwards));
  return { ...work, rollback: wayBack(setting, lines, work.minutes) };
}

/** Of a stage in which nothing is written, and somebody looks. */
export function verifyTime({ knowledge: { pace } }: Setting): StageTime {
  const { checks, recycling } = pace;
  const shares = [
    share('checks', checks.minutes, checks),
    share('people', recycling.minutes, recycling),
  ];
  return {
    minutes: plus(checks.minutes, recycling.minutes),
    basis: { writes: nothing, settling: nothing, checks: checks.minutes, shares },
  };
}

/** One write: the edits that a line makes, or their inverses. */
interface Row {
  readonly line: Line;
  readonly edits: readonly Edit[];
}

function forwards(line: Line): Row {
  return { line, edits: line.edits };
}

function backwards(line: Line): Row {
  return { line, edits: line.edits.toReversed().map(invert) };
}

/** Undoes what is made until the first write that nothing brings back: that one may be decided on once all before it is written. */
function wayBack(setting: Setting, lines: readonly Line[], whole: Range): StageRollback {
  const { beyondUndo } = setting.knowledge;
  const lost = lines.findIndex(({ edits }) => edits.some((edit) => beyondUndo(edit)));
  const made = lost < 0 ? lines : lines.slice(0, lost);
  const undone = made.toReversed();
  const before = lines[lost]?.id;
  const idle = { minutes: nothing, basis: { writes: nothing, settling: nothing, checks: nothing } };
  return {
    ...(made.length === 0 ? idle : length(setting, undone.map(backwards))),
    steps: undone.map(({ id }) => id),
    lastSafeMoment:
      before === undefined
        ? { minutes: whole }
        : { minutes: queues(setting, made.map(forwards)).minutes, before },
  };
}

/** Serial writes one after the other, the rest side by side, then the longest settling, then the checks. */
function length(
  setting: Setting,
  rows: readonly Row[],
): { readonly minutes: Range; readonly basis: StageBasis } {
  const { checks } = setting.knowledge.pace;
  const writes = queues(setting, rows);
  const settling = settles(setting, rows);
  const parts = [
    share('writes', writes.minutes, writes.reason),
    share('settling', settling.minutes, settling.reason),
    share('checks', checks.minutes, checks),
  ];
  return {
    minutes: parts.reduce((sum, each) => plus(sum, each.minutes), nothing),
    basis: {
      writes: writes.minutes,
      settling: settling.minutes,
      checks: checks.minutes,
      shares: parts.filter(({ minutes }) => upper(minutes) > 0),
    },
  };
}

interface Part {
  readonly minutes: Range;
  readonly reason: Reason & Pick<Share, 'step'>;
}

function queues(setting: Setting, rows: readonly Row[]): Part {
  const found = new Map<string, { readonly minutes: Range; readonly rows: readonly Row[] }>();
  for (const row of rows) {
    const queue = vnetOf(setting, row) ?? `${row.edits[0]?.id}`;
    const { minutes, rows: waiting } = found.get(queue) ?? { minutes: nothing, rows: [] };
    const take = timings(setting, row).reduce((most, each) => longer(most, each.take), nothing);
    found.set(queue, { minutes: plus(minutes, take), rows: [...waiting, row] });
  }
  const all = [...found.values()];
  const last = all.toSorted((a, b) => upper(b.minutes) - upper(a.minutes))[0]?.rows ?? [];
  const [row] = last;
  const home = row === undefined ? undefined : vnetOf(setting, row);
  const why = setting.knowledge.pace.oneAtATime[home === undefined ? 'resource' : 'vnet'];
  return {
    minutes: all.reduce((most, { minutes }) => longer(most, minutes), nothing),
    reason:
      last.length > 1
        ? { ...why, because: `${last.length} writes queue: ${why.because}` }
        : longest(setting, last, ({ take }) => take),
  };
}

function settles(setting: Setting, rows: readonly Row[]): Part {
  const all = rows.flatMap((row) => timings(setting, row));
  return {
    minutes: all.reduce((most, { settle }) => longer(most, settle), nothing),
    reason: longest(setting, rows, ({ settle }) => settle),
  };
}

/** Why the longest of some writes takes or settles for as long as it does. */
function longest(
  setting: Setting,
  rows: readonly Row[],
  part: (timing: Timing) => Range,
): Part['reason'] {
  const found = rows
    .flatMap((row) => timings(setting, row).map((timing) => ({ row, timing })))
    .toSorted((a, b) => upper(part(b.timing)) - upper(part(a.timing)))[0];
  if (found === undefined) return setting.knowledge.pace.oneAtATime.resource;
  return { ...reasonOf(found.timing), step: found.row.line.id };
}

function timings({ change, knowledge }: Setting, { edits }: Row): Timing[] {
  return edits.map((edit) => knowledge.delays(edit, change.before));
}

/** The VNet that a write of a subnet, peering or private endpoint waits in line for. */
function vnetOf({ plan, change }: Setting, { edits: [edit] }: Row): string | undefined {
  const models = [endOf(plan, change.before), change.before];
  const first = <T>(find: (model: NetworkModel) => T | undefined) =>
    models.map(find).find((each) => each !== undefined);
  const id = edit?.id ?? '';
  const endpoint = first((model) => model.endpoints[id]);
  const subnet = first(
    (model) => model.subnets[endpoint === undefined ? id : String(endpoint.subnet)],
  );
  const vnet = subnet?.vnet ?? first((model) => model.peerings[id])?.vnet;
  return vnet === undefined ? undefined : `vnet ${String(vnet)}`;
}

function share(of: string, minutes: Range, why: Part['reason']): Share {
  const { step, because, source, confidence } = why;
  return { of, ...(step === undefined ? {} : { step }), minutes, because, source, confidence };
}
