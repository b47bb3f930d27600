import type { Event } from './event.ts';

/** The run that judged: its summary and its artifacts hold what a comment leaves out. */
export function runUrl({ run }: Pick<Event, 'run'>): string {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = process.env;
  return `${server}/${repository}/actions/runs/${run.id}`;
}
