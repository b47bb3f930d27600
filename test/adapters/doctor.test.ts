import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { diagnose } from '../../src/adapters/doctor.ts';
import { payloadOf } from '../contract/github-runner.ts';

let path = '';
beforeAll(async () => {
  path = join(await mkdtemp(join(tmpdir(), 'doctor-')), 'event.json');
});
afterAll(() => rm(join(path, '..'), { recursive: true }));

const workflow = {
  GITHUB_ACTIONS: 'true',
  GITHUB_REPOSITORY: 'octo/network',
  GITHUB_EVENT_NAME: 'pull_request',
  GITHUB_TOKEN: 'x',
};

describe('the doctor', () => {
  test('says of every feature what it needs, on a laptop too', async () => {
    const rows = await diagnose({}, 'none', '.');
    expect(rows.map(({ needs }) => needs).join('\n')).toMatch(
      /pull-requests: write[\s\S]*issues: write[\s\S]*checks: write[\s\S]*actions: read[\s\S]*id-token: write/,
    );
    expect(here(rows, 'run')).toBe('not in a GitHub workflow');
    expect(here(rows, 'comment')).toContain('no token');
  });

  test('knows that the token of a fork, and of Dependabot, only reads', async () => {
    const payload = payloadOf('pull_request');
    const request = Object(payload.pull_request);
    const forked = {
      ...payload,
      pull_request: { ...request, head: { ...request.head, repo: null } },
    };
    expect(here(await at(forked), 'comment')).toContain('of a fork’s run only reads');
    const bot = await at(payload, { GITHUB_ACTOR: 'dependabot[bot]' });
    expect(here(bot, 'check run')).toContain('of Dependabot’s run only reads');
  });

  test.each([
    [
      'permissions: { checks: write }',
      'pull-requests: write is not given',
      'checks: write is given',
    ],
    ['permissions: write-all', 'pull-requests: write is given', 'checks: write is given'],
    ['permissions: read-all', 'pull-requests: write is not given', 'checks: write is not given'],
    ['permissions: {}', 'pull-requests: write is not given', 'checks: write is not given'],
    ['name: x', 'pull-requests: write is not named', 'checks: write is not named'],
  ])('tells what a job with "%s" is given', async (block, comment, check) => {
    await write(`jobs:\n  plan: { runs-on: x, ${block} }\n`);
    const rows = await at(payloadOf('pull_request'), own);
    expect(here(rows, 'comment')).toContain(comment);
    expect(here(rows, 'check run')).toContain(check);
  });

  test('takes those of the workflow where the job names none, and says when it cannot tell', async () => {
    await write('permissions: { pull-requests: read }\njobs:\n  plan: {}\n');
    const rows = await at(payloadOf('pull_request'), own);
    expect(here(rows, 'findings on changed lines')).toBe(
      'pull-requests: read is given by the workflow file',
    );
    expect(here(rows, 'comment')).toContain('pull-requests: write is not given');
    for (const env of [
      { ...own, GITHUB_JOB: 'other' },
      { ...own, GITHUB_WORKFLOW_REF: '../../x@y' },
    ]) {
      const unclear = await at(payloadOf('pull_request'), env);
      expect(here(unclear, 'comment')).toContain('cannot be told');
    }
  });

  test('sees whether a job may ask for an identity', async () => {
    const payload = payloadOf('pull_request');
    const without = await at(payload);
    const given = await at(payload, { ACTIONS_ID_TOKEN_REQUEST_URL: 'https://x' });
    expect(here(without, 'live Azure by OIDC')).toContain('id-token: write is not given');
    expect(here(given, 'live Azure by OIDC')).toBe('id-token: write is given');
  });
});

const own = {
  GITHUB_WORKFLOW_REF: 'octo/network/.github/workflows/plan.yml@refs/pull/1/merge',
  GITHUB_JOB: 'plan',
};

async function write(workflow: string): Promise<void> {
  const folder = join(path, '..', '.github/workflows');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'plan.yml'), workflow);
}

async function at(payload: unknown, env: Readonly<Record<string, string>> = {}) {
  await writeFile(path, JSON.stringify(payload));
  return diagnose({ ...workflow, GITHUB_EVENT_PATH: path, ...env }, 'none', join(path, '..'));
}

function here(rows: Awaited<ReturnType<typeof diagnose>>, feature: string): string {
  return rows.find((row) => row.feature === feature)?.here ?? '';
}
