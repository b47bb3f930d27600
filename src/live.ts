import { type Access, type Azure, AzureError, connect, mostRequests } from './adapters/azure.ts';
import { exit } from './adapters/conclusion.ts';
import { type Input, missing } from './analyse.ts';
import type { LiveAnswer } from './core/live.ts';
import { type Problem, problem } from './core/problem.ts';
import type { Failure } from './judge.ts';
import { readsAfter } from './readers/live/parts.ts';

export interface Look {
  readonly answers: readonly LiveAnswer[];
  /** What was not read, a sentence each. */
  readonly notices: readonly string[];
}

/** What one look finds may name more; after the second, what is still missing stays a gap. */
const looks = 2;

/** Reads from Azure, by ID, what the change touches and the files do not show whole. Without anything missing nobody signs in. */
export async function look(
  input: Input,
  access: Access,
  progress: (doing: string) => void,
): Promise<Look | Failure> {
  let azure: Azure | undefined;
  let answers: readonly LiveAnswer[] = [];
  try {
    for (let n = 0; n < looks; n++) {
      const ids = missing({ ...input, live: answers });
      if (ids.length === 0) break;
      progress(`Reading ${ids.length} resources in Azure`);
      const found = azure ?? (await connect(access));
      if ('code' in found) return failure([found]);
      azure = found;
      answers = [...answers, ...(await azure.read(ids, readsAfter))];
    }
  } catch (error) {
    if (error instanceof AzureError) return failure([problem('azure', error.message, error.mend)]);
    throw error;
  }
  return { answers, notices: notices(azure?.left() ?? 0) };
}

function failure(problems: readonly Problem[]): Failure {
  return { problems, exit: exit.service };
}

function notices(left: number): readonly string[] {
  if (left === 0) return [];
  return [
    `Azure was asked ${mostRequests} times, the most of one run; ${left} ${left === 1 ? 'resource was' : 'resources were'} not read.`,
  ];
}
