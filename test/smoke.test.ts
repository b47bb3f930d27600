import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sha256 } from '../src/adapters/digest.ts';
import { readMarker } from '../src/adapters/marker.ts';
import { hashOf } from '../src/core/approval.ts';
import type { Plan } from '../src/core/plan.ts';
import { json } from '../src/renderers/json.ts';
import { type Job, type JobResult, payloadOf, runJob } from './contract/github-runner.ts';
import { type LocalGitHub, runnerLogin, withGitHub } from './contract/github-server.ts';
import { manyOutages } from './renderers/large-plans.ts';
import { sqlSplit } from './renderers/samples.ts';

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

  test('that is a draft is told like any other', () =>
    at(async (github) => {
      const draft = { ...Object(pull.pull_request), draft: true };
      await job(github, { payload: { ...pull, pull_request: draft } });
      expect(github.comments()).toHaveLength(1);
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

describe('a plan that is large or hostile', () => {
  test('of 2,000 outages fits everywhere, and every one of them is told', () =>
    at(async (github) => {
      const result = await tell(github, manyOutages(2_000, 'stdata'));
      expect(result.code).toBe(1);
      const [comment] = github.comments();
      expect(comment?.body.length).toBeLessThanOrEqual(60_500);
      expect(comment?.body).toContain('2,000 outages');
      expect(comment?.body).toContain('/actions/runs/1000');
      expect(Buffer.byteLength(result.summary)).toBeLessThan(900 * 1024 + 2);
      const [check] = github.checks();
      expect(check?.title).toMatch(/^2,000 outages/);
      expect(new Set(check?.batches)).toEqual(new Set([50]));
      expect(result.outputs['outage-count']).toBe('2000');
      expect(JSON.parse(result.file('plan.sarif') ?? '').runs[0].results).toHaveLength(2_000);
    }));

  test.each([
    ['100,000 characters', 'x'.repeat(100_000)],
    ['marks and mentions', '@octocat | <details> [x](https://evil.example) `` #1 --> <!-- '],
    ['what cannot be seen', '\u202e\u2066\u200b\ufeff\u001b[31m\u0000'],
    ['commands to the runner', '\n::add-mask::x\n##[error]y\r::stop-commands::z'],
  ])('with names of %s gets a comment and a check that hold them', (_, name) =>
    at(async (github) => {
      const result = await tell(github, manyOutages(20, name));
      expect(result.code).toBe(1);
      const texts = [
        ...github.comments().map(({ body }) => body.split('\n').slice(1).join('\n')),
        ...github.checks().map(({ summary }) => summary),
        result.summary,
      ];
      for (const text of texts) {
        expect(text).toContain('20 outages');
        expect(text).not.toMatch(/<details> \[x|(?<![\w`\\])@octocat\b(?!`)/);
        expect(text).not.toMatch(/[\u202e\u2066\u200b\ufeff]/);
        expect(text).not.toContain('\u001b');
      }
      expect(result.log).not.toMatch(/^::(?:add-mask|stop-commands)|##\[/m);
      expect(JSON.stringify(github.checks())).not.toMatch(/[\u202e\u2066\u200b\ufeff]/);
    }),
  );

  function tell(github: LocalGitHub, plan: Plan): Promise<JobResult> {
    const { hash: _, ...rest } = plan;
    const own = JSON.stringify({ ...rest, hash: hashOf(rest, sha256) });
    const files = { 'plans/a/plan.json': own };
    return merge(github, files, { 'check-run': 'true', 'sarif-file': 'plan.sarif' });
  }
});

describe('findings stand on the lines of the sources', () => {
  const source = readFileSync(
    join(import.meta.dirname, '../examples/orders/after/main.tf'),
    'utf8',
  );
  const lines = source.split('\n');
  const subnet = lines.findIndex((line) => line.startsWith('resource "azurerm_subnet" "app"')) + 1;
  const changed =
    lines.findIndex((line, at) => at > subnet && line.includes('service_endpoints')) + 1;
  const files = { 'infra/plan.json': orders, 'infra/main.tf': source };
  const inputs = {
    'working-directory': 'infra',
    'sarif-file': 'plan.sarif',
    'check-run': 'true',
  };
  const env = { GITHUB_ACTION_REPOSITORY: 'octo/planner', GITHUB_ACTION_REF: 'v1' };
  const pullWith = (patch: string) => ({
    number: pullNumber,
    head: headOf(pull),
    branch: 'Codertocat:changes',
    labels: [],
    files: [{ filename: 'infra/main.tf', status: 'modified' as const, patch }],
  });

  test('that the pull request changes, in the log, in the check and for code scanning', () =>
    at(async (github) => {
      github.addPull(pullWith(`@@ -${changed},0 +${changed},1 @@\n+${lines[changed - 1]}`));
      const result = await job(github, { files, inputs, env });
      expect(changed).toBeGreaterThan(subnet);
      expect(result.log).toContain(`file=infra/main.tf,line=${changed}::`);
      const annotations = github.checks()[0]?.annotations ?? [];
      expect(annotations.map(({ path }) => path)).toContain('infra/main.tf');
      expect(annotations.map(({ start_line }) => start_line)).toContain(changed);
      expect(annotations.map(({ start_line }) => start_line)).not.toContain(subnet);
      expect(annotations[0]?.message).toMatch(
        /https:\/\/github\.com\/octo\/planner\/blob\/v1\/docs\/rules\/[a-z0-9-]+\.md$/,
      );
      expect(github.requests).toContain('pulls/list-files');
    }));

  test('by their headers, where the changes may not be read', () =>
    at(async (github) => {
      github.trouble({ operation: 'pulls/list-files', times: 9, status: 403 });
      const result = await job(github, { files, inputs, env });
      expect(result.code).toBe(0);
      expect(result.log).toContain(`file=infra/main.tf,line=${subnet}::`);
    }));

  test('which SARIF names from the root of the repository, and each rule leads to its page', () =>
    at(async (github) => {
      github.addPull(pullWith(`@@ -${changed},0 +${changed},1 @@\n+${lines[changed - 1]}`));
      const own = { ...inputs, 'sarif-file': 'plan.sarif' };
      const plan = await job(github, { files, inputs: own, env });
      const [run] = JSON.parse(plan.file('plan.sarif') ?? '{}').runs;
      const places = run.results.map((each: Located) => each.locations[0].physicalLocation);
      expect(places).toContainEqual({
        artifactLocation: { uri: 'infra/main.tf' },
        region: { startLine: changed },
      });
      for (const { id, helpUri } of run.tool.driver.rules) {
        expect(helpUri).toBe(`https://github.com/octo/planner/blob/v1/docs/rules/${id}.md`);
      }
    }));
});

interface Located {
  readonly locations: readonly [{ readonly physicalLocation: unknown }];
}

describe('files beside the comment', () => {
  test('hold the hazards for code scanning', () =>
    at(async (github) => {
      const inputs = { 'sarif-file': 'plan.sarif', 'working-directory': '.' };
      const result = await job(github, { inputs });
      const [run] = JSON.parse(result.file('plan.sarif') ?? '{}').runs;
      expect(run.results.length).toBe(Number(result.outputs['hazard-count']));
      expect(run.results[0].locations[0].physicalLocation.artifactLocation.uri).toBe('plan.json');
      expect(result.outputs['sarif-file']).toMatch(/plan\.sarif$/);
    }));

  test('and every other output hide the names that redact names', () =>
    at(async (github) => {
      const files = { 'json-file': 'p.json', 'html-file': 'p.html', 'sarif-file': 'p.sarif' };
      const result = await job(github, { inputs: { ...files, redact: 'names' } });
      const everything = [
        result.log,
        result.summary,
        JSON.stringify(result.outputs),
        ...Object.values(files).map(result.file),
        ...github.comments().map(({ body }) => body),
      ].join('\n');
      expect(everything).toContain('subnet-1');
      expect(everything).not.toMatch(/snet-app|kv-orders|sql-orders|rg-orders|203\.0\.113/);
    }));
});

test('GitHub behind a proxy is reached through it', () =>
  at(async (github) => {
    const asked: string[] = [];
    const proxy = createServer((request, response) => {
      // A proxy is asked for whole addresses.
      asked.push(request.url ?? '');
      response.writeHead(502).end();
    });
    proxy.on('connect', ({ url = '' }, socket: Socket) => {
      asked.push(url);
      const onward = connect(Number(new URL(github.url).port), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        onward.pipe(socket).pipe(onward);
      });
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const { port } = proxy.address() as AddressInfo;
    try {
      const env = {
        http_proxy: `http://127.0.0.1:${port}`,
        GITHUB_API_URL: 'http://github.invalid',
      };
      await job(github, { env });
      expect(asked[0]).toBe('github.invalid:80');
      expect(github.comments()).toHaveLength(1);
    } finally {
      proxy.closeAllConnections();
      proxy.close();
    }
  }));

describe('Dependabot', () => {
  test('has a token that only reads: the warning says so, the conclusion is the same', () =>
    at(async (github) => {
      const message = 'Resource not accessible by integration';
      github.trouble({ operation: 'issues/create-comment', times: 1, status: 403, message });
      const { code, log } = await job(github, { actor: 'dependabot[bot]' });
      expect([code, log.includes('that Dependabot started can only read')]).toEqual([0, true]);
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
        expect(log).toMatch(
          /::warning::.*(?:`permissions: \{ contents: read, pull-requests: write \}`|run from a fork can only read)/,
        );
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

describe('the legs of a matrix', () => {
  test('keep a comment and a check each', () =>
    at(async (github) => {
      for (const env of ['prod', 'dev']) {
        const inputs = {
          matrix: JSON.stringify({ env, region: 'weu' }, null, 2),
          'check-run': 'true',
        };
        await job(github, { inputs });
      }
      expect(github.comments()).toHaveLength(2);
      expect(github.checks().map(({ name }) => name)).toEqual([
        'Endpoint plan (prod, weu)',
        'Endpoint plan (dev, weu)',
      ]);
    }));

  test('are joined into one comment, one check and one label with the gravest verdict', () =>
    at(async (github) => {
      const legs = await planFiles(github);
      github.addPull({ number: pullNumber, head: headOf(pull), branch: 'x:y', labels: [] });
      const result = await merge(github, legs, { labels: 'true', 'check-run': 'true' });
      expect(result.code).toBe(1);
      const [comment, ...others] = github.comments();
      expect(others).toEqual([]);
      expect(comment?.body).toMatch(/\| `prod` \| 🟠 Split \|[\s\S]*\| `dev` \| ✅ Clear \|/);
      expect(github.pulls()[0]?.labels).toEqual(['endpoint-plan: split']);
      expect(github.checks()[0]).toMatchObject({
        conclusion: 'failure',
        title: expect.stringMatching(/^\d outages? · 4 stages · window needed$/),
      });
      expect(result.outputs['check-run-id']).toBe(String(github.checks()[0]?.id));
    }));

  test('with a subnet in one and a firewall rule in another are planned as one flow', () =>
    at(async (github) => {
      const folder = join(import.meta.dirname, 'cases/two-plans-joined-by-id/in');
      const files = ['network.json', 'data.json'].map((name) =>
        readFileSync(join(folder, name), 'utf8'),
      );
      const own = { 'json-file': 'out.json', 'comment-mode': 'never' };
      const alone = await Promise.all(
        files.map((file) => job(github, { inputs: own, files: { 'plan.json': file } })),
      );
      const [network, data] = alone.map((each) => each.file('out.json') ?? '');
      const legs = { 'plans/network/plan.json': network ?? '', 'plans/data/plan.json': data ?? '' };
      const merged = await merge(github, legs, { 'json-file': 'all.json' });
      const one = await job(github, {
        inputs: { ...own, 'terraform-plan': 'network.json\ndata.json' },
        files: { 'network.json': files[0] ?? '', 'data.json': files[1] ?? '' },
      });
      expect(alone.map(({ outputs }) => outputs.verdict)).not.toContain('split');
      expect(merged.outputs.verdict).toBe('split');
      expect(one.outputs.verdict).toBe('split');
      const [ours, theirs] = [merged.file('all.json'), one.file('out.json')].map(movesIn);
      expect(ours).toEqual(theirs);
      expect(github.comments()).toHaveLength(1);
      expect(github.comments()[0]?.body).toContain('Two projects as one change');
    }));

  test('of which one hides its names say what they cannot see', () =>
    at(async (github) => {
      const own = { 'json-file': 'out.json', 'comment-mode': 'never' };
      const open = await job(github, { inputs: own });
      const hidden = await job(github, { inputs: { ...own, redact: 'names' } });
      const legs = {
        'plans/open/plan.json': open.file('out.json') ?? '',
        'plans/hidden/plan.json': hidden.file('out.json') ?? '',
      };
      const { summary } = await merge(github, legs, {});
      expect(summary).toContain('hidden: the plan does not show what it was made from');
    }));
});

/** Who goes which way before and after, and what resets and is changed at which stage, by short names. */
function movesIn(text: string | undefined): unknown {
  const plan: Plan = JSON.parse(text ?? '{}');
  return {
    moves: plan.transitions.map(({ flow, from, to, intended }) => [
      flow.clientName,
      flow.targetName,
      flow.subresource,
      from.by,
      to.by,
      intended,
    ]),
    resets: plan.connectionResets.map((row) => [row.subnetName, row.service, row.stage]),
    rules: plan.firewallUpdates.map((row) => [row.targetName, row.change, row.kind, row.stage]),
    stages: plan.stages.map(({ title, minutes }) => [title, minutes]),
    window: plan.maintenanceWindow.minutes,
  };
}

describe('the check run and the labels', () => {
  test.each([
    ['safe', 'failure'],
    ['never', 'neutral'],
  ])('with fail-on %s end as %s', (failOn, conclusion) =>
    at(async (github) => {
      await job(github, { inputs: { 'check-run': 'true', 'fail-on': failOn } });
      expect(github.checks()[0]).toMatchObject({ conclusion, head_sha: headOf(pull) });
    }),
  );

  test('of a change without endpoints are a success and none', () =>
    at(async (github) => {
      github.addPull({
        number: pullNumber,
        head: headOf(pull),
        branch: 'x:y',
        labels: ['endpoint-plan: split'],
      });
      const inputs = { 'check-run': 'true', labels: 'true' };
      await job(github, { inputs, files: { 'plan.json': nothing } });
      expect(github.checks()[0]).toMatchObject({ conclusion: 'success', title: 'no flow changes' });
      expect(github.pulls()[0]?.labels).toEqual([]);
    }));

  test('that may not be written are warnings that name the permission', () =>
    at(async (github) => {
      const message = 'Resource not accessible by integration';
      github.trouble({ operation: 'checks/create', times: 1, status: 403, message });
      github.trouble({ operation: 'pulls/get', times: 1, status: 403, message });
      const result = await job(github, { inputs: { 'check-run': 'true', labels: 'true' } });
      expect(result.code).toBe(0);
      expect(result.log).toContain('`permissions: { contents: read, checks: write }`');
      expect(result.log).toContain('`permissions: { contents: read, issues: write }`');
    }));
});

describe('the trusted half of the fork pattern', () => {
  const head = 'a'.repeat(40);
  const branch = 'stranger:fix';

  test('comments on the pull request of the event, whatever the artifact says', () =>
    at(async (github) => {
      const files = await planFiles(github);
      github.addPull({ number: 41, head, branch, labels: [] });
      const lying = JSON.parse(files['plans/prod/plan.json'] ?? '');
      const planned = { 'plan.json': JSON.stringify({ ...lying, pullRequest: 99, number: 99 }) };
      const result = await follow(github, planned);
      expect(result.code).toBe(0);
      expect(github.comments().map(({ pullRequest }) => pullRequest)).toEqual([41]);
      const marker = readMarker(github.comments()[0]?.body ?? '');
      expect(marker).toMatchObject({ head, run: { id: 777, attempt: 1 } });
      expect(github.comments()[0]?.body).toContain('/actions/runs/777');
    }));

  test('comments on nothing once the pull request has moved on', () =>
    at(async (github) => {
      const files = await planFiles(github);
      github.addPull({ number: 41, head: 'b'.repeat(40), branch, labels: [] });
      const result = await follow(github, { 'plan.json': files['plans/prod/plan.json'] ?? '' });
      expect(result.log).toContain('nothing to comment on');
      expect(github.comments()).toEqual([]);
    }));

  test.each([
    ['no JSON', () => '{'],
    ['another shape', () => '{"schemaVersion":1,"verdict":"clear"}'],
    [
      'another verdict than its hash',
      (plan: string) => plan.replace(/"edit": "[^"]+"/, '"edit": "none"'),
    ],
    ['a newer version', () => '{"schemaVersion":2}'],
  ])('refuses an artifact that is %s, and writes nothing', (_, forge) =>
    at(async (github) => {
      const files = await planFiles(github);
      github.addPull({ number: 41, head, branch, labels: [] });
      const forged = forge(files['plans/prod/plan.json'] ?? '');
      const result = await follow(github, { 'plan.json': forged });
      expect(result.code).toBe(3);
      expect(github.comments()).toEqual([]);
    }),
  );

  test('takes no pull request number from elsewhere', () =>
    at(async (github) => {
      const files = await planFiles(github);
      const planned = { 'plan.json': files['plans/prod/plan.json'] ?? '' };
      const result = await follow(github, planned, { 'pr-number': '99' });
      expect(result).toMatchObject({
        code: 2,
        log: expect.stringContaining('Leave pr-number out'),
      });
    }));

  test('lets nothing that a stranger wrote leave its place', () =>
    at(async (github) => {
      const files = await planFiles(github);
      github.addPull({ number: 41, head, branch, labels: [] });
      const attack = '@octocat <img src=x> [x](https://evil.example) \u202e\n::error::x ##[error]y';
      const plan = JSON.parse(files['plans/prod/plan.json'] ?? '');
      const headline = `${plan.headline} ${attack}`;
      const forged = JSON.stringify({ ...plan, headline });
      const result = await follow(github, { 'plan.json': forged });
      const [comment] = github.comments();
      expect(comment?.body).not.toMatch(/(?<![`\\\w])@octocat|<img|\u202e|\]\(https:\/\/evil/);
      expect(result.log).not.toMatch(/^::error::x|##\[error\]/m);
    }));

  function follow(
    github: LocalGitHub,
    files: Job['files'],
    inputs: Job['inputs'] = {},
  ): Promise<JobResult> {
    const payload = payloadOf('workflow_run');
    const run = {
      ...Object(payload.workflow_run),
      id: 777,
      run_attempt: 1,
      head_sha: head,
      head_branch: 'fix',
      head_repository: { owner: { login: 'stranger' } },
      pull_requests: [],
    };
    return job(github, {
      event: 'workflow_run',
      payload: { ...payload, workflow_run: run },
      files,
      inputs: { mode: 'comment', 'terraform-plan': '', 'plan-files': 'plan.json', ...inputs },
    });
  }
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

describe('a gate', () => {
  const gate = { mode: 'gate', 'terraform-plan': '', 'plan-files': 'plan.json', stage: '2' };
  const files = { 'plan.json': json(sqlSplit) };

  test('fails the job outside the window of its stage, and writes no comment', () =>
    at(async (github) => {
      const result = await job(github, { files, inputs: gate });
      expect(result.code).toBe(1);
      expect(result.log).toContain('::error::Stage 2 may not run now.');
      expect(result.summary).toContain('Stage 2 may not run');
      expect(result.outputs).toMatchObject({ 'plan-hash': sqlSplit.hash });
      expect(github.comments()).toEqual([]);
    }));

  test('lets pass with a reason, which goes on record in log, summary and a comment of its own', () =>
    at(async (github) => {
      await job(github);
      const reason = 'INC-42, ask @octocat';
      const inputs = { ...gate, 'override-reason': reason };
      const result = await job(github, { files, inputs, run: { id: 1001 } });
      expect(result.code).toBe(0);
      expect(result.log).toContain(`::warning::The window is overridden: ${reason}`);
      const [plan, record] = github.comments();
      for (const page of [result.summary, record?.body ?? '']) {
        expect(page).toContain('Reason: INC-42');
        expect(page).not.toContain('@octocat');
      }
      await job(github, { run: { id: 1002 }, payload: pushed });
      expect(github.comments()[1]).toEqual(record);
      expect(github.comments()[0]?.id).toBe(plan?.id);
    }));

  test('lets a stage pass that nobody feels', () =>
    at(async (github) => {
      const result = await job(github, { files, inputs: { ...gate, stage: '1' } });
      expect(result.code).toBe(0);
    }));

  test('lets a merge queue pass in the window, and drops what comes before, late or after it', () =>
    at(async (github) => {
      const queued = { event: 'merge_group', payload: payloadOf('merge_group') };
      const approved = { ...gate, 'expected-hash': hashOf(sqlSplit, sha256) };
      // The second stage takes up to 35 minutes.
      const ask = (from: number, to: number) =>
        job(github, {
          ...queued,
          files: { 'plan.json': json(within(from, to)) },
          inputs: approved,
        });
      expect((await ask(-10, 90)).code).toBe(0);
      const refused = [await ask(60, 120), await ask(-60, 20), await ask(-120, -60)];
      expect(refused.map(({ code }) => code)).toEqual([1, 1, 1]);
      const [early, late, past] = refused.map(({ log }) => log);
      expect(early).toContain('still to come');
      expect(late).toContain('too late to begin');
      expect(past).toContain('is over');
      expect(github.comments()).toEqual([]);
    }));

  test('lets no other plan pass, nor one that cannot be read, whatever the reason and on-error', () =>
    at(async (github) => {
      const lax = { ...gate, 'override-reason': 'INC-42', 'on-error': 'warn' };
      const other = await job(github, {
        files,
        inputs: { ...lax, 'expected-hash': 'ab12'.repeat(4) },
      });
      const broken = await job(github, { files: { 'plan.json': '{' }, inputs: lax });
      expect([other.code, broken.code]).toEqual([1, 3]);
      expect(github.comments()).toEqual([]);
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
        mode: 'verify',
        'fail-on': 'splitt',
        'on-error': 'warn',
        'check-run': 'yes',
      };
      const { code, log } = await job(github, { inputs });
      expect(code).toBe(2);
      expect(log).toContain('mode: verify is not available in this version');
      expect(log).toContain('Did you mean split?');
      expect(log).toContain('The input check-run is "yes"');
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

/** The sample with the window of its second stage so many minutes from now. */
function within(from: number, to: number): Plan {
  const instant = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
  const window = { start: instant(from), end: instant(to) };
  const stages = sqlSplit.stages.map((one) => (one.number === 2 ? { ...one, window } : one));
  return { ...sqlSplit, stages, hash: hashOf(sqlSplit, sha256) };
}

/** What the legs `prod` and `dev` of a matrix leave behind. */
async function planFiles(github: LocalGitHub): Promise<Readonly<Record<string, string>>> {
  const inputs = { 'json-file': 'out.json', 'comment-mode': 'never' };
  const prod = await job(github, { inputs });
  const dev = await job(github, { inputs, files: { 'plan.json': nothing } });
  return {
    'plans/prod/plan.json': prod.file('out.json') ?? '',
    'plans/dev/plan.json': dev.file('out.json') ?? '',
  };
}

function merge(
  github: LocalGitHub,
  files: Job['files'],
  inputs: Job['inputs'],
): Promise<JobResult> {
  const own = { mode: 'merge', 'terraform-plan': '', 'plan-files': 'plans/**/plan.json' };
  return job(github, { files, inputs: { ...own, 'fail-on': 'split', ...inputs } });
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
