import type { Change } from './change.ts';
import type { Extra } from './draft.ts';
import type { Edit } from './edit.ts';
import type { Knowledge } from './knowledge.ts';
import type { NetworkModel } from './model.ts';
import type { Phase } from './plan.ts';
import { type Moment, modelsOf, play } from './play.ts';
import type { Scheme } from './scheme.ts';

/** One unit of the scheme where the plan shows it: a step with its place. */
export interface Line {
  readonly unit: number;
  readonly moment: Moment;
  readonly positions: readonly number[];
  readonly edits: readonly Edit[];
  readonly stage: number;
  /** `2.1`: stage and place within it. */
  readonly id: string;
  /** The network once it is made. */
  readonly model: NetworkModel;
  readonly extra?: Extra;
}

export interface Block {
  readonly number: number;
  readonly phase: Phase;
  readonly disruptive: boolean;
  /** Empty for the stage that only verifies. */
  readonly lines: readonly Line[];
}

// What only describes, or happens by itself, is no work of its own.
const silent: ReadonlySet<Edit['kind']> = new Set<Edit['kind']>([
  'workload',
  'use',
  'client',
  'resolution',
  'subresources',
  'sku',
  'delegation',
  'prefixes',
  'address-space',
]);

/** The scheme as numbered stages, with a stage of its own to verify between what switches and what closes. */
export function blocks(change: Change, plan: Scheme, knowledge: Knowledge): Block[] {
  const moments = new Map(play(plan, change.before, knowledge).map((each) => [each.unit, each]));
  const states = modelsOf(plan, change.before);
  const sequence = plan.groups.flatMap((group) => group.units);
  const shown = plan.groups
    .map((group) => ({
      group,
      units: group.units.filter((unit) => isShown(plan, moments.get(unit), unit)),
    }))
    .filter(({ units }) => units.length > 0);
  const gate = shown.findIndex(
    ({ group }, n) => group.phase === 'retire' && shown[n - 1]?.group.phase === 'switch',
  );
  const told = shown.map(({ group, units }, n): Block => {
    const number = n + 1 + (gate >= 0 && n >= gate ? 1 : 0);
    const lines = units.map((unit, place) =>
      line(
        plan,
        unit,
        moments.get(unit),
        number,
        place,
        states[sequence.indexOf(unit) + 1] ?? change.before,
      ),
    );
    return { number, phase: group.phase, disruptive: group.disruptive, lines };
  });
  if (gate < 0) return told;
  return [
    ...told.slice(0, gate),
    { number: gate + 1, phase: 'verify', disruptive: false, lines: [] },
    ...told.slice(gate),
  ];
}

function line(
  plan: Scheme,
  unit: number,
  moment: Moment | undefined,
  stage: number,
  place: number,
  model: NetworkModel,
): Line {
  const positions = plan.ordering.units[unit]?.edits ?? [];
  const extra = positions
    .map((position) => plan.extras.get(position))
    .find((each) => each !== undefined);
  return {
    unit,
    positions,
    stage,
    model,
    moment: moment ?? { unit, felt: [], undoHurts: [] },
    edits: positions.flatMap((position) => plan.edits[position] ?? []),
    id: `${stage}.${place + 1}`,
    ...(extra === undefined ? {} : { extra }),
  };
}

function isShown(plan: Scheme, moment: Moment | undefined, unit: number): boolean {
  const edits = (plan.ordering.units[unit]?.edits ?? []).flatMap(
    (position) => plan.edits[position] ?? [],
  );
  return (moment?.felt.length ?? 0) > 0 || edits.some((edit) => !silent.has(edit.kind));
}
