import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readEvent } from '../../src/adapters/event.ts';
import { printProblem } from '../../src/core/problem.ts';
import { payloadOf } from '../contract/github-runner.ts';

let path = '';
beforeAll(async () => {
  path = join(await mkdtemp(join(tmpdir(), 'event-')), 'event.json');
});
afterAll(() => rm(join(path, '..'), { recursive: true }));

const environment = {
  GITHUB_REPOSITORY: 'octo/network',
  GITHUB_SHA: 'f'.repeat(40),
  GITHUB_RUN_ID: '12345678901',
  GITHUB_RUN_ATTEMPT: '2',
  GITHUB_WORKFLOW: 'network',
  GITHUB_JOB: 'plan',
};

describe('an event', () => {
  test('of a pull request is about its head, not the merge that is checked out', async () => {
    const payload = payloadOf('pull_request');
    const request = payload.pull_request as { number: number; head: { sha: string } };
    expect(await read('pull_request', payload)).toEqual({
      name: 'pull_request',
      owner: 'octo',
      repo: 'network',
      head: request.head.sha,
      pullRequest: request.number,
      fromFork: false,
      byDependabot: false,
      run: { id: 12345678901, attempt: 2 },
      job: 'network/plan',
    });
  });

  test('of a fork is known, also when the fork is deleted', async () => {
    const payload = payloadOf('pull_request');
    const request = Object(payload.pull_request);
    for (const repo of [null, { full_name: 'stranger/Hello-World' }]) {
      const forked = { ...payload, pull_request: { ...request, head: { ...request.head, repo } } };
      expect(await read('pull_request', forked)).toMatchObject({ fromFork: true });
    }
  });

  test('of a merge queue has a head and no pull request', async () => {
    const payload = payloadOf('merge_group');
    const { head_sha } = payload.merge_group as { head_sha: string };
    const event = await read('merge_group', payload);
    expect(event).toMatchObject({ name: 'merge_group', head: head_sha, fromFork: false });
    expect(event).not.toHaveProperty('pullRequest');
  });

  test('of a merge queue names the pull request that is queued, by the branch that GitHub made', async () => {
    const head = 'a'.repeat(40);
    const queued = async (ref: string) =>
      read('merge_group', { merge_group: { head_sha: head, head_ref: ref } });
    const queue = 'refs/heads/gh-readonly-queue/main/pr-42-';
    expect(await queued(`${queue}${head}`)).toMatchObject({ queued: 42 });
    for (const ref of ['refs/heads/pr-42', `${queue}x`, '']) {
      expect(await queued(ref)).not.toHaveProperty('queued');
    }
  });

  test('that Dependabot started is known', async () => {
    const event = await readEvent({ ...environment, GITHUB_ACTOR: 'dependabot[bot]' });
    expect(event).toMatchObject({ byDependabot: true });
  });

  test('of a run that follows another is about what that one judged', async () => {
    const own = {
      sha: 'a'.repeat(40),
      pulls: [
        [1, 'a'],
        [2, 'b'],
        [3, 'a', 99],
      ],
    } as const;
    const event = await read('workflow_run', following(own));
    expect(event).toMatchObject({
      name: 'workflow_run',
      head: own.sha,
      pullRequest: 1,
      branch: 'stranger:fix',
      fromFork: false,
      run: { id: 777, attempt: 3 },
    });
    const forked = await read('workflow_run', following({ sha: own.sha, pulls: [] }));
    expect(forked).not.toHaveProperty('pullRequest');
    const moved = await read('workflow_run', following({ sha: own.sha, pulls: [[1, 'b']] }));
    expect(moved).not.toHaveProperty('pullRequest');
  });

  test.each(['push', 'workflow_dispatch'])('of %s is about the commit that runs', async (name) => {
    const event = await read(name, payloadOf(name));
    expect(event).toMatchObject({ head: environment.GITHUB_SHA });
    expect(event).not.toHaveProperty('pullRequest');
  });

  test('may have no payload at all', async () => {
    expect(await readEvent(environment)).toMatchObject({ name: '', owner: 'octo' });
  });

  test('that cannot be read is a problem', async () => {
    await writeFile(path, '{');
    const at = { ...environment, GITHUB_EVENT_PATH: path };
    expect(await line(at)).toMatch(/The event payload is not JSON\. Re-run the job\.$/);
    expect(await line({ ...at, GITHUB_EVENT_PATH: `${path}.no` })).toMatch(
      /There is no such file\./,
    );
    expect(await line({})).toBe(
      'GITHUB_REPOSITORY does not name a repository. Run this in a GitHub workflow, or use the command.',
    );
  });
});

/** The payload of a run that follows one about `sha`, with pull requests by number, head and base. */
function following({
  sha,
  pulls,
}: {
  readonly sha: string;
  readonly pulls: readonly (readonly [number, string, number?])[];
}) {
  const payload = payloadOf('workflow_run');
  const { id } = payload.repository as { readonly id: number };
  return {
    ...payload,
    workflow_run: {
      ...Object(payload.workflow_run),
      id: 777,
      run_attempt: 3,
      head_sha: sha,
      head_branch: 'fix',
      head_repository: { owner: { login: 'stranger' } },
      pull_requests: pulls.map(([number, head, base = id]) => ({
        number,
        head: { sha: head.repeat(40) },
        base: { repo: { id: base } },
      })),
    },
  };
}

async function read(name: string, payload: unknown) {
  await writeFile(path, JSON.stringify(payload));
  return readEvent({ ...environment, GITHUB_EVENT_NAME: name, GITHUB_EVENT_PATH: path });
}

async function line(given: Readonly<Record<string, string>>): Promise<string> {
  const event = await readEvent(given);
  return 'mend' in event ? printProblem(event) : '';
}
