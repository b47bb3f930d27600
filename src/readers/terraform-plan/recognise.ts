import { type Problem, problem } from '../../core/problem.ts';
import { type Plain, parseSpan } from '../json/parse.ts';
import type { Outline } from './outline.ts';

const newestMajor = 1;
/** How to mend a file that is no plan. */
export const show = 'Give it what `terraform show -json tfplan > plan.json` writes.';

/** Why the document is not a plan that can be read; `undefined` when it is one. */
export function notAPlan(bytes: Uint8Array, outline: Outline): Problem | undefined {
  const { members, parts } = outline;
  const has = (...names: readonly string[]) => names.every((name) => members.has(name));
  if (has('@level') || has('@message')) {
    return problem(
      'terraform-plan-log',
      'This is the log of `terraform plan -json`, not the plan.',
      'Save the plan with `terraform plan -out=tfplan`, then run `terraform show -json tfplan > plan.json`.',
    );
  }
  if (has('encrypted_data')) {
    return problem(
      'terraform-plan-encrypted',
      'This plan is encrypted.',
      'Run `tofu show -json tfplan > plan.json` where the key is.',
    );
  }
  if (parts.some((part) => part !== 'prior_state' && part !== 'deferred_changes')) {
    return newerFormat(parsed(bytes, outline, 'format_version'));
  }
  if (has('lineage') || has('serial') || has('values') || has('resources', 'terraform_version')) {
    return problem('terraform-state-not-plan', 'This is a Terraform state, not a plan.', show);
  }
  if (has('changes') || has('properties', 'status')) {
    return problem(
      'what-if-not-plan',
      'This is a what-if result, not a Terraform plan.',
      'Give it by --what-if.',
    );
  }
  if (has('$schema')) {
    return problem(
      'template-not-plan',
      'This is an ARM template or parameter file, not a Terraform plan.',
      'Compare templates by --base and --head.',
    );
  }
  return problem(
    'not-a-terraform-plan',
    'This is JSON, but no Terraform plan: it has neither resource_changes nor planned_values.',
    show,
  );
}

/** The value of a member that is small. */
export function parsed(bytes: Uint8Array, outline: Outline, name: string): Plain {
  const span = outline.members.get(name);
  return span === undefined ? null : parseSpan(bytes, span);
}

function newerFormat(version: Plain): Problem | undefined {
  const major = typeof version === 'string' ? Number(version.split('.')[0]) : Number.NaN;
  if (!(major > newestMajor)) return undefined;
  return problem(
    'terraform-plan-newer-format',
    `The plan has format ${version}; formats 0.1 to 1.x are understood.`,
    `Use a newer azure-endpoint-planner, or the Terraform version that wrote format 1.`,
  );
}

/** What a text that is not JSON seems to be, from its first bytes; `undefined` when it looks like nothing known. */
export function recogniseText(start: string): Problem | undefined {
  if (start.startsWith('PK')) {
    return problem(
      'terraform-plan-binary',
      'This is the binary plan file.',
      'Run `terraform show -json tfplan > plan.json` and give plan.json.',
    );
  }
  const isPlanText =
    /(?:Terraform|OpenTofu) (?:used|will|has compared)|# \S+ (?:will|must) be |Plan: \d+ to /;
  if (isPlanText.test(start)) {
    return problem('terraform-plan-text', 'This is the plan as text, not as JSON.', show);
  }
  return undefined;
}
