// The public API: plan a change in a program of your own, and print the plan. What is not named here may change.

export { sha256 } from './adapters/digest.ts';
export { almanacOf } from './adapters/time-zone.ts';
export type { Analysis, Input, InputFile } from './analyse.ts';
export { analyse } from './analyse.ts';
export type { Config, FailOn } from './core/config.ts';
export { defaults } from './core/config.ts';
export type {
  Check,
  ConnectionReset,
  DnsChange,
  FirewallUpdate,
  Gap,
  Interruption,
  MaintenanceWindow,
  Noise,
  Origin,
  Plan,
  PlanFlow,
  PlanHazard,
  PlanRoute,
  PlanStage,
  PlanStep,
  PlanTransition,
  Range,
  Verdict,
} from './core/plan.ts';
export type { Problem } from './core/problem.ts';
export { printProblem } from './core/problem.ts';
export type { Budget } from './renderers/fit.ts';
export type { FileFormat, Format, RenderOptions } from './renderers/index.ts';
export { formats, render, renderFile } from './renderers/index.ts';
