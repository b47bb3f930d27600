import { type Problem, problem } from '../core/problem.ts';
import { hashMend, isHash } from './hash.ts';

/** What the workflow asks of a gate. */
export interface GateInputs {
  /** Path of the plan as JSON. */
  readonly plan: string;
  readonly stage: number;
  readonly hash?: string;
  readonly overrideReason?: string;
}

/** The inputs that only `mode: gate` reads. */
export const gateInputNames = ['plan-files', 'stage', 'expected-hash', 'override-reason'] as const;

/** A reason is a sentence on record, and has to fit into a comment. */
const longestReason = 1_000;

/** The inputs of a gate as `read` gives them by name, or everything that is wrong with them. */
export function readGateInputs(
  read: (name: string) => string,
): GateInputs | { readonly problems: readonly Problem[] } {
  const [plan, stage, hash, reason] = gateInputNames.map((name) => read(name).trim());
  const problems = gateFaults({ plan, stage, hash, reason });
  if (problems.length > 0) return { problems };
  return {
    plan: plan ?? '',
    stage: Number(stage),
    ...(hash ? { hash: hash.toLowerCase() } : {}),
    ...(reason ? { overrideReason: reason } : {}),
  };
}

function gateFaults({
  plan = '',
  stage = '',
  hash = '',
  reason = '',
}: Readonly<Record<'plan' | 'stage' | 'hash' | 'reason', string | undefined>>): readonly Problem[] {
  const fault = (says: string, mend: string) => [problem('input', says, mend)];
  return [
    ...(plan === '' ? fault('A gate has no plan.', 'Give plan-files a plan.json.') : []),
    ...(/^[1-9]\d{0,4}$/.test(stage)
      ? []
      : fault(`The input stage is "${stage}".`, 'Give the number of a stage, such as 2.')),
    ...(hash === '' || isHash(hash)
      ? []
      : fault(`The input expected-hash is "${hash}".`, hashMend)),
    ...(reason.length <= longestReason
      ? []
      : fault(`The input override-reason has ${reason.length} characters.`, 'Give 1000 at most.')),
  ];
}
