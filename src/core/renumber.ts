import type {
  Interruption,
  Origin,
  Plan,
  PlanHazard,
  PlanStage,
  Share,
  StageBasis,
  StageRollback,
} from './plan.ts';

// The plan of a project as a part of a longer one: its stages and steps under their numbers there.

/** A plan and what its project is called. */
export interface Part {
  readonly project: string;
  readonly plan: Plan;
}

/** The plan of a project with its stages renumbered, and its places named after it. */
export function shift({ project, plan }: Part, before: number): Part {
  // Hostile plans number their stages as they like.
  const numbers = new Map(plan.stages.map(({ number }, index) => [number, before + index + 1]));
  const stageOf = (number: number) => numbers.get(number) ?? number + before;
  const steps = new Set(plan.stages.flatMap((stage) => stage.steps.map(({ id }) => id)));
  const stepOf = (id: string) => {
    if (!steps.has(id)) return id;
    const [, stage, rest] = /^(\d{1,9})(\..*)$/.exec(id) ?? [];
    return stage === undefined ? `${project}: ${id}` : `${stageOf(Number(stage))}${rest}`;
  };
  const placed = <T extends { readonly origin?: Origin }>(row: T): T =>
    row.origin === undefined ? row : { ...row, origin: originOf(row.origin, project) };
  const row = <
    T extends { readonly stage: number; readonly step: string; readonly origin?: Origin },
  >(
    one: T,
  ): T => ({
    ...placed(one),
    stage: stageOf(one.stage),
    step: stepOf(one.step),
  });
  const share = (one: Share): Share => ({
    ...one,
    of: stepOf(one.of),
    ...(one.step === undefined ? {} : { step: stepOf(one.step) }),
  });
  const shares = <T extends { readonly basis?: readonly Share[] }>(one: T): T =>
    one.basis === undefined ? one : { ...one, basis: one.basis.map(share) };
  const reckoned = (basis: StageBasis): StageBasis =>
    basis.shares === undefined ? basis : { ...basis, shares: basis.shares.map(share) };
  const cut = (one: Interruption): Interruption =>
    shares({ ...one, causedBy: stepOf(one.causedBy), restoredBy: stepOf(one.restoredBy) });
  const back = ({ basis, steps: undone, lastSafeMoment: last, ...rest }: StageRollback) => ({
    ...rest,
    basis: reckoned(basis),
    steps: undone.map(stepOf),
    lastSafeMoment: last.before === undefined ? last : { ...last, before: stepOf(last.before) },
  });
  const stage = (one: PlanStage, index: number): PlanStage => ({
    ...one,
    number: before + index + 1,
    title: `${project}: ${one.title}`,
    ...(one.basis === undefined ? {} : { basis: reckoned(one.basis) }),
    ...(one.rollback === undefined ? {} : { rollback: back(one.rollback) }),
    steps: one.steps.map((step) => ({
      ...step,
      id: stepOf(step.id),
      interruptions: step.interruptions.map(cut),
      ...(step.bridge === undefined ? {} : { bridge: `${project}: ${step.bridge}` }),
    })),
  });
  const hazard = (one: PlanHazard): PlanHazard => ({
    ...placed(one),
    ...(one.stage === undefined ? {} : { stage: stageOf(one.stage) }),
  });
  const shifted: Plan = {
    ...plan,
    inputs: plan.inputs.map((input) => ({ ...input, project: within(project, input.project) })),
    stages: plan.stages.map(stage),
    connectionResets: plan.connectionResets.map((one) => shares(row(one))),
    firewallUpdates: plan.firewallUpdates.map(row),
    dnsChanges: plan.dnsChanges.map(row),
    maintenanceWindow: {
      ...plan.maintenanceWindow,
      proposals: plan.maintenanceWindow.proposals.map((one) => ({
        ...one,
        stages: one.stages.map(stageOf),
      })),
    },
    hazards: plan.hazards.map(hazard),
    gaps: plan.gaps.map(placed),
    noise: plan.noise.map(placed),
  };
  return { project, plan: shifted };
}

function originOf(origin: Origin, project: string): Origin {
  return { ...origin, project: within(project, origin.project) };
}

function within(project: string, inner: string | undefined): string {
  return inner === undefined || inner === project ? project : `${project}/${inner}`;
}
