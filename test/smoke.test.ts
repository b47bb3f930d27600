import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readMarker } from '../src/adapters/marker.ts';
import { type Job, type JobResult, payloadOf, runJob } from './contract/github-runner.ts';
import { type LocalGitHub, runnerLogin, withGitHub } from './contract/github-server.ts';

// dist/index.js, started as a runner starts it, against a local GitHub that holds every request and answer against
// GitHub's published description.

const orders = readFileSync(join(import.meta.dirname, '../examples/orders/plan.json'), 'utf8');
const nothing = JSON.stringify({
  format_version: '1.2',
  terraform_version: '1.11.4',
  planned_values: { root_module: {} },
  resource_changes: [],
  configuration: { root_module: {} },
});
const pull = payloadOf('pull_request', ({ action }) => action === 'opened');
const pullNumber = 2;
/** The same after another push. */
const pushed: Job['payload'] = {
  ...pull,
  pull_request: { ...Object(pull.pull_request), head: { sha: 'e'.repeat(40) } },
};

describe('a pull request', () => {
  test('gets a comment, outputs, a summary and files, and the job ends as the verdict says', () =>
    at(async (github) => {
      const result = await job(github, {
        inputs: { 'fail-on': 'safe', 'json-file': 'out/plan.json', 'html-file': 'plan.html' },
      });
      expect(result.code).toBe(1);
      expect(github.requests).toEqual([
        'issues/list-comments',
        'issues/create-comment',
        'issues/list-comments',
        'graphql',
      ]);
      const [comment] = github.comments();
      const marker = readMarker(comment?.body ?? '');
      expect(comment?.pullRequest).toBe(pullNumber);
      expect(marker).toMatchObject({ head: headOf(pull), run: { id: 1000, attempt: 1 } });
      const plan = JSON.parse(result.file('out/plan.json') ?? '');
      expect(marker).toMatchObject({ hash: plan.hash, verdict: plan.verdict });
      expect(result.outputs).toMatchObject({
        verdict: plan.verdict,
        headline: plan.headline,
        'plan-hash': plan.hash,
        'stage-count': String(plan.stages.length),
        'window-required': String(plan.maintenanceWindow.required),
        'comment-id': String(comment?.id),
        'json-file': expect.stringMatching(/out[\\/]plan\.json$/),
      });
      expect(result.log).toContain(`::error::${plan.headline}`);
      expect(result.summary.length).toBeGreaterThan(100);
      expect(result.file('plan.html')).toContain('</html>');
    }));

  test('gets its comment rewritten by the next push, and not again by a re-run', () =>
    at(async (github) => {
      await job(github);
      const [first] = github.comments();
      await job(github, { payload: pushed, run: { id: 1001 } });
      await job(github, { payload: pushed, run: { id: 1001, attempt: 2 } });
      expect(github.comments().map(({ id }) => id)).toEqual([first?.id]);
      expect(readMarker(github.comments()[0]?.body ?? '')).toMatchObject({ head: 'e'.repeat(40) });
      expect(github.requests.filter((id) => id === 'issues/update-comment')).toHaveLength(1);
    }));

  test('gets one comment from two runs at once, with the words of the later one', () =>
    at(async (github) => {
      github.gather('issues/create-comment', 2);
      await Promise.all([1002, 1001].map((id) => job(github, { run: { id } })));
      expect(github.comments()).toHaveLength(1);
      expect(readMarker(github.comments()[0]?.body ?? '')?.run.id).toBe(1002);
    }));

  test('keeps the comment of a later run when an earlier one comes in', () =>
    at(async (github) => {
      await job(github, { run: { id: 1005 } });
      const before = github.comments();
      const result = await job(github, { run: { id: 1004 }, inputs: { 'comment-on': 'always' } });
      expect(result.code).toBe(0);
      expect(github.comments()).toEqual(before);
    }));

  test('has its comment found among 300 others, and those left alone', () =>
    at(async (github) => {
      for (let n = 0; n < 150; n++)
        github.add({ pullRequest: pullNumber, author: 'ann', body: `No ${n}` });
      await job(github);
      const marker = github.comments().at(-1)?.body.split('\n')[0] ?? '';
      for (let n = 0; n < 149; n++)
        github.add({ pullRequest: pullNumber, author: 'ann', body: `Yes ${n}` });
      github.add({ pullRequest: pullNumber, author: 'mallory', body: `${marker}\nNot yours.` });
      const others = github.comments().filter(({ author }) => author !== runnerLogin);
      await job(github, { run: { id: 1001 }, files: { 'plan.json': nothing } });
      expect(github.comments().filter(({ author }) => author !== runnerLogin)).toEqual(others);
      const own = github.comments().filter(({ author }) => author === runnerLogin);
      expect(own).toHaveLength(1);
    }));

  test('has its comment say that it is resolved once nothing is left to say', () =>
    at(async (github) => {
      await job(github);
      const result = await job(github, { run: { id: 1001 }, files: { 'plan.json': nothing } });
      expect(result.code).toBe(0);
      expect(result.outputs.verdict).toBe('clear');
      const words = github.comments()[0]?.body.split('\n').slice(1).join('\n');
      expect(words).toMatch(/^Resolved at `[0-9a-f]{12}`/);
    }));

  test('keeps a history where that is asked for, apart from the comment that is rewritten', () =>
    at(async (github) => {
      await job(github);
      for (const id of [1001, 1002]) {
        await job(github, { run: { id }, inputs: { 'comment-mode': 'new' } });
      }
      await job(github, { run: { id: 1003 } });
      expect(github.comments().map(({ body }) => readMarker(body)?.run.id)).toEqual([
        1000, 1001, 1002,
      ]);
      await job(github, { run: { id: 1004 }, payload: pushed });
      expect(github.comments().map(({ body }) => readMarker(body)?.run.id)).toEqual([
        1004, 1001, 1002,
      ]);
      await job(github, {
        run: { id: 1005 },
        payload: pushed,
        inputs: { 'comment-mode': 'never' },
      });
      expect(github.comments()).toHaveLength(3);
    }));

  test('that changes no endpoint gets no comment, and the job succeeds', () =>
    at(async (github) => {
      const result = await job(github, { files: { 'plan.json': nothing } });
      expect(result).toMatchObject({ code: 0, outputs: { verdict: 'clear' } });
      expect(github.comments()).toEqual([]);
    }));

  test('is told apart by what it reads, so that jobs of one workflow keep a comment each', () =>
    at(async (github) => {
      const files = { 'plan.json': orders, 'other.json': orders };
      await job(github, { files });
      await job(github, { files, inputs: { 'terraform-plan': 'other.json' } });
      await job(github, { files, inputs: { matrix: '{"env":"prod"}' } });
      await job(github, { files, inputs: { 'comment-key': 'mine' } });
      expect(github.comments()).toHaveLength(4);
    }));
});

describe('a token that may only read', () => {
  test.each([
    ['a fork', true],
    ['a missing permission', false],
  ])('of %s is a warning that names the permission; the conclusion is the same', (_, fork) =>
    at(async (github) => {
      const message = 'Resource not accessible by integration';
      github.trouble({ operation: 'issues/create-comment', times: 2, status: 403, message });
      const payload = fork ? fromFork(pull) : pull;
      const passing = await job(github, { payload });
      const failing = await job(github, { payload, inputs: { 'fail-on': 'safe' } });
      expect([passing.code, failing.code]).toEqual([0, 1]);
      for (const { log, summary } of [passing, failing]) {
        expect(log).toMatch(/::warning::.*`permissions: pull-requests: write`/);
        expect(summary).not.toBe('');
      }
      expect(github.comments()).toEqual([]);
    }),
  );
});

describe('GitHub in trouble', () => {
  test('is asked again after a 5xx', () =>
    at(async (github) => {
      github.trouble({ operation: 'issues/list-comments', times: 1, status: 502 });
      expect((await job(github)).code).toBe(0);
      expect(github.comments()).toHaveLength(1);
    }));

  test('fails the job with 4 unless it may only warn; a verdict that fails is still told', () =>
    at(async (github) => {
      const message = 'Bad credentials';
      github.trouble({ operation: 'issues/list-comments', times: 3, status: 401, message });
      expect(await job(github)).toMatchObject({ code: 4, log: expect.stringContaining(message) });
      expect((await job(github, { inputs: { 'on-error': 'warn' } })).code).toBe(0);
      expect((await job(github, { inputs: { 'fail-on': 'safe' } })).code).toBe(1);
    }));
});

describe('without a pull request', () => {
  test.each([
    ['merge_group', payloadOf('merge_group')],
    ['push', payloadOf('push')],
    ['workflow_dispatch', payloadOf('workflow_dispatch')],
    ['schedule', {}],
  ])('%s is judged and asks nothing of GitHub', (event, payload) =>
    at(async (github) => {
      const result = await job(github, { event, payload, inputs: { 'fail-on': 'safe' } });
      expect(result.code).toBe(1);
      expect(result.summary).not.toBe('');
      expect(github.requests).toEqual([]);
    }),
  );

  test('workflow_dispatch comments where pr-number says', () =>
    at(async (github) => {
      const inputs = { 'pr-number': '17' };
      await job(github, {
        event: 'workflow_dispatch',
        payload: payloadOf('workflow_dispatch'),
        inputs,
      });
      expect(github.comments().map(({ pullRequest }) => pullRequest)).toEqual([17]);
    }));
});

describe('a run that cannot judge', () => {
  test('fails with 3 and names the glob that matches nothing, or only warns', () =>
    at(async (github) => {
      const inputs = { 'terraform-plan': '# plans\nmissing/**/*.json\n' };
      const result = await job(github, { inputs });
      expect(result).toMatchObject({ code: 3, log: expect.stringContaining('missing/**/*.json') });
      const warned = await job(github, { inputs: { ...inputs, 'on-error': 'warn' } });
      expect(warned).toMatchObject({ code: 0, log: expect.stringMatching(/::warning::missing/) });
    }));

  test('fails with 2 for what is wrong with its inputs, all of it at once', () =>
    at(async (github) => {
      const inputs = {
        mode: 'merge',
        'fail-on': 'splitt',
        'on-error': 'warn',
        'check-run': 'true',
      };
      const { code, log } = await job(github, { inputs });
      expect(code).toBe(2);
      expect(log).toContain('mode: merge is not available in this version');
      expect(log).toContain('Did you mean split?');
      expect(log).toContain('check-run: true is not available in this version');
    }));

  test('reads nothing under pull_request_target unless that is allowed', () =>
    at(async (github) => {
      const event = 'pull_request_target';
      const refused = await job(github, { event });
      expect(refused).toMatchObject({
        code: 2,
        log: expect.stringContaining('allow-pull-request-target'),
      });
      const allowed = await job(github, { event, inputs: { 'allow-pull-request-target': 'true' } });
      expect(allowed.code).toBe(0);
      expect(github.comments()).toHaveLength(1);
    }));

  test('obeys no command that a file name or a value brings along', () =>
    at(async (github) => {
      const inputs = { 'terraform-plan': 'a ::add-mask::x ##[add-mask]y' };
      const { log } = await job(github, { inputs });
      expect(
        log.split('\n').filter((line) => /^\s*::(?!error::|warning::|notice::|debug::)/.test(line)),
      ).toEqual([]);
      expect(log).not.toContain('##[');
    }));
});

/** Runs `claim` with a local GitHub, and expects everything said to it and by it to be as described. */
function at(claim: (github: LocalGitHub) => Promise<void>): Promise<void> {
  return withGitHub(async (github) => {
    await claim(github);
    expect(github.violations).toEqual([]);
  });
}

/** A job on the opened pull request that plans `plan.json` and passes whatever the verdict, unless told otherwise. */
function job(github: LocalGitHub, changed: Partial<Job> = {}): Promise<JobResult> {
  return runJob({
    event: 'pull_request',
    payload: pull,
    apiUrl: github.url,
    files: { 'plan.json': orders },
    ...changed,
    inputs: { 'terraform-plan': 'plan.json', 'fail-on': 'never', ...changed.inputs },
  });
}

function headOf(payload: Job['payload']): string {
  return (payload.pull_request as { head: { sha: string } }).head.sha;
}

function fromFork(payload: Job['payload']): Job['payload'] {
  const request = Object(payload.pull_request);
  const head = {
    ...request.head,
    repo: { ...request.head.repo, full_name: 'stranger/Hello-World' },
  };
  return { ...payload, pull_request: { ...request, head } };
}
