import type { Event } from './event.ts';
import { GitHubError } from './persist.ts';

/** Why GitHub refused, and what to do, where a fork or a missing permission explains it; any other failure is thrown. */
export function refusalOf(error: unknown, event: Event, permission: string): string {
  if (!(error instanceof GitHubError)) throw error;
  switch (error.refusal) {
    case 'locked':
      return 'the conversation is locked. Unlock it';
    case 'forbidden':
    case 'not-found':
      return missing(event, permission);
    case 'invalid':
    case 'failed':
      throw error;
  }
}

function missing({ fromFork, byDependabot }: Event, permission: string): string {
  const says = `whatever \`${permission}\` says. Read the job summary`;
  if (fromFork) return `the token of a run from a fork can only read, ${says}`;
  if (byDependabot) return `the token of a run that Dependabot started can only read, ${says}`;
  const block = `permissions: { contents: read, ${permission} }`;
  return `the token may not write it. Give the job \`${block}\`, beside what it has there (runs of forks and of Dependabot cannot have it)`;
}
