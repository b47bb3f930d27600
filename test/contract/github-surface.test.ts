import { describe, expect, test } from 'vitest';
import { acceptingLabel } from '../../src/adapters/acceptance.ts';
import { changedFiles } from '../../src/adapters/changed-files.ts';
import { type Annotation, type WantedCheck, writeCheck } from '../../src/adapters/check-run.ts';
import type { Event } from '../../src/adapters/event.ts';
import { findPullRequest } from '../../src/adapters/find-pull-request.ts';
import { writeLabels } from '../../src/adapters/labels.ts';
import { type LocalGitHub, withGitHub } from './github-server.ts';

const head = 'a'.repeat(40);

describe('the check run', () => {
  test('is completed, with its annotations in batches of 50, worst first', () =>
    at(async (repository, server) => {
      const annotations = Array.from({ length: 120 }, (_, index) => annotation(index));
      await writeCheck(repository, { ...check, annotations });
      const [written] = server.checks();
      expect(written).toMatchObject({
        conclusion: 'neutral',
        batches: [50, 50, 20],
        head_sha: head,
      });
      expect(written?.annotations.map(({ start_line }) => start_line)).toEqual(
        annotations.map(({ line }) => line),
      );
      expect(written?.annotations[0]).toMatchObject({
        path: 'infra/main.tf',
        annotation_level: 'failure',
      });
      expect(written).toMatchObject({ title: check.title, summary: 'whole' });
    }));

  test('without annotations is one request', () =>
    at(async (repository, server) => {
      await writeCheck(repository, check);
      expect(server.requests).toEqual(['checks/create']);
    }));

  test('is written with a shorter summary, once, where GitHub finds it too long', () =>
    at(async (repository, server) => {
      const summary = (length: 'whole' | 'short') => 'x'.repeat(length === 'whole' ? 65_535 : 10);
      server.trouble({ operation: 'checks/create', times: 1, status: 422, message: 'Too long' });
      await writeCheck(repository, { ...check, summary });
      expect(server.checks()[0]?.summary).toBe('xxxxxxxxxx');
    }));

  test.each([
    [502, 'failed', 4],
    [403, 'forbidden', 1],
    [404, 'not-found', 1],
    [422, 'invalid', 2],
  ])('that GitHub refuses with %i is %s after %i tries', (status, refusal, tries) =>
    at(async (repository, server) => {
      server.trouble({ operation: 'checks/create', times: 9, status });
      await expect(writeCheck(repository, check, patient)).rejects.toMatchObject({ refusal });
      expect(server.requests).toHaveLength(tries);
    }),
  );
});

describe('the files of a pull request', () => {
  const patch = '@@ -1,2 +1,3 @@\n a\n+b\n c';
  const file = (index: number) => ({ filename: `m${index}/main.tf`, status: 'modified' as const });
  const pull = { number: 7, head, branch: 'octo:x', labels: [] };

  test('are read page after page, those of Terraform that are left and whose changes are shown', () =>
    at(async (repository, server) => {
      const files = [
        ...Array.from({ length: 150 }, (_, index) => ({ ...file(index), patch })),
        file(150),
        { filename: 'README.md', status: 'modified' as const, patch },
        { filename: 'old.tf', status: 'removed' as const, patch },
      ];
      server.addPull({ ...pull, files });
      const found = await changedFiles(repository, 7);
      expect(found).toHaveLength(150);
      expect(found.at(-1)?.path).toBe('m149/main.tf');
      expect(found[0]?.added).toEqual(new Map([[2, 'b']]));
      expect(server.requests).toEqual(['pulls/list-files', 'pulls/list-files']);
    }));

  test.each([403, 404, 422, 502])('that GitHub refuses with %i are none', (status) =>
    at(async (repository, server) => {
      server.addPull({ ...pull, files: [{ ...file(0), patch }] });
      server.trouble({ operation: 'pulls/list-files', times: 9, status });
      expect(await changedFiles(repository, 7, patient)).toEqual([]);
    }),
  );
});

describe('labels', () => {
  test('follow the verdict and leave those of others alone', () =>
    at(async (repository, server) => {
      server.addPull({
        number: 7,
        head,
        branch: 'octo:x',
        labels: ['team: net', 'endpoint-plan: safe'],
      });
      await writeLabels(repository, { pullRequest: 7, verdict: 'blocked', head });
      expect(server.pulls()[0]?.labels).toEqual(['team: net', 'endpoint-plan: blocked']);
      const before = server.requests.length;
      await writeLabels(repository, { pullRequest: 7, verdict: 'blocked', head });
      expect(server.requests.slice(before)).toEqual(['pulls/get']);
      await writeLabels(repository, { pullRequest: 7, verdict: 'clear', head });
      expect(server.pulls()[0]?.labels).toEqual(['team: net']);
    }));

  test('are left alone by a run that the pull request has left behind', () =>
    at(async (repository, server) => {
      server.addPull({ number: 7, head: 'b'.repeat(40), branch: 'octo:x', labels: [] });
      expect(await writeLabels(repository, { pullRequest: 7, verdict: 'split', head })).toBe(
        'left',
      );
      expect(server.requests).toEqual(['pulls/get']);
    }));

  test('that another run has taken away are no failure', () =>
    at(async (repository, server) => {
      server.addPull({ number: 7, head, branch: 'octo:x', labels: ['endpoint-plan: safe'] });
      server.trouble({ operation: 'issues/remove-label', times: 1, status: 404 });
      await writeLabels(repository, { pullRequest: 7, verdict: 'split', head });
      expect(server.pulls()[0]?.labels).toContain('endpoint-plan: split');
    }));
});

describe('a label that accepts a plan', () => {
  const hash = '91de91de91de'.padEnd(64, 'a');
  const label = 'endpoint-plan accepted';

  test.each([
    ['its hash', `${label} ${hash}`.slice(0, 50), true],
    ['the beginning of its hash', `${label} 91de91de91de`, true],
    ['its hash in capitals', `${label.toUpperCase()} 91DE91DE91DE`, true],
    ['too little of its hash', `${label} 91de`, false],
    ['another hash', `${label} 81de91de91de`, false],
    ['no hash', label, false],
    ['another beginning', `x${label} 91de91de91de`, false],
  ])('holds %s or does not count', (_, name, counts) =>
    at(async (repository, server) => {
      server.addPull({ number: 7, head, branch: 'octo:x', labels: ['bug', name] });
      const found = await acceptingLabel(repository, { pullRequest: 7 }, { label, hash });
      expect(found).toBe(counts ? name : undefined);
      expect(server.requests).toEqual(['pulls/get']);
    }),
  );

  test('is that of the queued pull request in a merge queue, and none is asked for without one', () =>
    at(async (repository, server) => {
      const name = `${label} 91de91de91de`;
      server.addPull({ number: 7, head, branch: 'octo:x', labels: [name] });
      expect(await acceptingLabel(repository, { queued: 7 }, { label, hash })).toBe(name);
      expect(await acceptingLabel(repository, {}, { label, hash })).toBeUndefined();
    }));
});

describe('the pull request of a run that follows another', () => {
  const branch = 'stranger:fix #1 & more';

  test('is the open one with that head, whatever else the branch is called', () =>
    at(async (repository, server) => {
      server.addPull({ number: 9, head: 'b'.repeat(40), branch, labels: [] });
      server.addPull({ number: 8, head, branch: 'other:fix', labels: [] });
      server.addPull({ number: 7, head, branch, labels: [] });
      expect(await findPullRequest(repository, { ...event, branch })).toBe(7);
    }));

  test('is none once it has moved on, and nobody is asked without a branch', () =>
    at(async (repository, server) => {
      server.addPull({ number: 9, head: 'b'.repeat(40), branch, labels: [] });
      expect(await findPullRequest(repository, { ...event, branch })).toBeUndefined();
      expect(await findPullRequest(repository, event)).toBeUndefined();
      expect(server.requests).toEqual(['pulls/list']);
    }));
});

const check: WantedCheck = {
  name: 'Endpoint plan',
  head,
  conclusion: 'neutral',
  title: '1 outage · 3 stages · window needed',
  summary: (length) => length,
  annotations: [],
  detailsUrl: 'https://github.com/octo/network/actions/runs/1',
};

const event: Event = {
  name: 'workflow_run',
  owner: 'octo',
  repo: 'network',
  head,
  fromFork: false,
  byDependabot: false,
  run: { id: 1, attempt: 1 },
  job: 'ci/plan',
};

const patient = { timeout: 1000, pause: async () => {} };

function annotation(index: number): Annotation {
  const severity = index < 60 ? 'outage' : 'risk';
  return {
    file: 'infra/main.tf',
    line: index + 1,
    severity,
    title: 'se-sql-40914',
    says: 'It is denied.',
  };
}

interface Repository {
  readonly owner: string;
  readonly repo: string;
  readonly token: string;
  readonly apiUrl: string;
}

/** Runs `claim` against a local GitHub and expects every request and answer to be as GitHub describes them. */
function at(claim: (repository: Repository, server: LocalGitHub) => Promise<void>): Promise<void> {
  return withGitHub(async (server) => {
    await claim({ owner: 'octo', repo: 'network', token: 'secret', apiUrl: server.url }, server);
    expect(server.violations).toEqual([]);
  });
}
