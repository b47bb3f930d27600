import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { signInFor } from '../src/adapters/azure/sign-in.ts';
import { diagnose } from '../src/adapters/doctor.ts';
import { readMarker } from '../src/adapters/marker.ts';
import { printProblem } from '../src/core/problem.ts';
import { commentBudget, fitted, summaryBudget } from '../src/renderers/fit.ts';
import { idOf, localAzure } from './adapters/azure-scene.ts';
import { type Job, type JobResult, payloadOf, runJob } from './contract/github-runner.ts';
import { type LocalGitHub, withGitHub } from './contract/github-server.ts';
import { appSubnet, network, still, subnet, withAzure } from './live-scene.ts';
import { manyOutages } from './renderers/large-plans.ts';

// What users of such tools ask for again and again, each ask answered here by what the action does when a runner starts it.
// The corners of each answer are claimed where the part lives: test/contract, test/smoke.test.ts, test/laws, test/adapters.

const root = join(import.meta.dirname, '..');
const orders = readFileSync(join(root, 'examples/orders/plan.json'), 'utf8');
const nothing = JSON.stringify({
  format_version: '1.2',
  planned_values: { root_module: {} },
  resource_changes: [],
  configuration: { root_module: {} },
});
const pull = payloadOf('pull_request', ({ action }) => action === 'opened');
const head = headOf(pull);
const number = 2;
const open = { number, head, branch: 'Codertocat:changes', labels: [] as readonly string[] };
const forbidden = { status: 403, message: 'Resource not accessible by integration' };

describe('comment size, spam, identity', () => {
  test('1. a comment over the limit does not fail the action, and drops no outage', () => {
    const plan = manyOutages(2_000, 'st');
    const url = 'https://github.com/octo/network/actions/runs/1';
    const comment = fitted(plan, commentBudget, { fullReportUrl: url });
    const named = new Set(comment.match(/snet-app→st\d+/g));
    expect(named.size).toBe(2_000);
    expect(comment.length).toBeLessThanOrEqual(60_000);
    expect(comment).toContain(url);
  });

  test('2. the limit is fuzzy: what GitHub finds too long is sent one level smaller, once', () =>
    at(async (github) => {
      github.trouble({ operation: 'issues/create-comment', times: 1, status: 422 });
      expect((await job(github)).code).toBe(0);
      const sent = github.requests.filter((id) => id === 'issues/create-comment');
      expect(sent).toHaveLength(2);
      expect(github.comments()).toHaveLength(1);
      github.trouble({ operation: 'issues/update-comment', times: 9, status: 422 });
      const again = await job(github, { payload: pushed(pull), run: { id: 2000 } });
      expect(again.code).not.toBe(0);
      expect(github.requests.filter((id) => id === 'issues/update-comment')).toHaveLength(2);
    }));

  test('3. a job summary over 1 MiB would be dropped whole: it ends at 900 KiB and leads to the artifacts', () => {
    const url = 'https://github.com/octo/network/actions/runs/1';
    const plan = manyOutages(20_000, '漢'.repeat(60));
    const summary = fitted(plan, summaryBudget, { artifactsUrl: url });
    expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(900 * 1024);
    expect(summary).toContain('20,000 outages');
  });

  test('4. no plan text travels through inputs or outputs: only paths, and few words', () =>
    at(async (github) => {
      const refused = await job(github, { inputs: { 'terraform-plan': orders.slice(0, 2_000) } });
      expect(refused.code).not.toBe(0);
      const { outputs } = await job(github, { inputs: { 'json-file': 'p.json' } });
      expect(Math.max(...Object.values(outputs).map(({ length }) => length))).toBeLessThan(500);
    }));

  test('5. legs of a matrix keep a comment each, without any set-up, run after run', () =>
    at(async (github) => {
      for (const id of [1, 2]) {
        for (const env of ['prod', 'dev']) {
          const inputs = { matrix: JSON.stringify({ env }) };
          await job(github, { inputs, run: { id }, payload: id === 1 ? pull : pushed(pull) });
        }
      }
      const keys = github.comments().map(({ body }) => readMarker(body)?.key);
      expect(new Set(keys).size).toBe(2);
      expect(github.comments()).toHaveLength(2);
    }));

  test('6. one comment for all environments, with one verdict and a row for each', () =>
    at(async (github) => {
      const result = await merge(github, await plans(github, { prod: orders, dev: nothing }));
      const [comment, ...others] = github.comments();
      expect([others, result.outputs.verdict, result.code]).toEqual([[], 'split', 1]);
      expect(comment?.body).toMatch(/\| `prod` \|[\s\S]*\| `dev` \|/);
    }));

  test('7. two runs at once leave one comment, and a slow old one never overwrites a newer', () =>
    at(async (github) => {
      github.gather('issues/create-comment', 2);
      await Promise.all([job(github, { run: { id: 11 } }), job(github, { run: { id: 12 } })]);
      expect(github.comments()).toHaveLength(1);
      const newer = github.comments()[0]?.body;
      expect(readMarker(newer ?? '')?.run.id).toBe(12);
      await job(github, { run: { id: 5 }, payload: pushed(pull) });
      expect(github.comments().map(({ body }) => body)).toEqual([newer]);
    }));

  test.each([
    ['update', 1, 0],
    ['new', 2, 0],
    ['hide-and-new', 2, 1],
    ['new-on-verdict-change', 1, 0],
  ])(
    '8. users split over update or new: with %s two pushes leave %i comments, %i folded away',
    (mode, all, hidden) =>
      at(async (github) => {
        await job(github, { inputs: { 'comment-mode': mode } });
        await job(github, {
          inputs: { 'comment-mode': mode },
          payload: pushed(pull),
          run: { id: 2000 },
        });
        expect([github.comments().length, github.hidden().length]).toEqual([all, hidden]);
      }),
  );

  test('9. a stale warning becomes one line that says at which commit it was resolved', () =>
    at(async (github) => {
      await job(github);
      await job(github, {
        files: { 'plan.json': nothing },
        payload: pushed(pull),
        run: { id: 2000 },
      });
      const [comment, ...others] = github.comments();
      const said = comment?.body.split('\n').slice(1).join('\n').trim();
      expect(others).toEqual([]);
      expect(said).toBe(`Resolved at \`${'e'.repeat(12)}\`: what stood here no longer applies.`);
    }));

  test('10. a comment only when it matters, by occasion and severity; projects without a change are one count', () =>
    at(async (github) => {
      const commented = async (inputs: Job['inputs'], plan: string) => {
        const before = github.comments().length;
        const key = `${before} ${JSON.stringify(inputs)}`;
        await job(github, {
          inputs: { ...inputs, 'comment-key': key },
          files: { 'plan.json': plan },
        });
        return github.comments().length - before;
      };
      expect(await commented({}, nothing)).toBe(0);
      expect(await commented({ 'comment-on': 'always' }, nothing)).toBe(1);
      expect(await commented({ 'comment-on': 'never' }, orders)).toBe(0);
      expect(await commented({ 'comment-severity': 'outage' }, orders)).toBe(1);
      const mild = readFileSync(
        join(root, 'test/cases', 'keyvault-endpoint-under-deny/in/plan.json'),
        'utf8',
      );
      const verdict = (await job(github, { files: { 'plan.json': mild } })).outputs.verdict;
      expect(await commented({ 'comment-severity': 'outage' }, mild)).toBe(
        verdict === 'split' || verdict === 'blocked' ? 1 : 0,
      );
      const legs = { prod: orders, a: nothing, b: nothing, c: nothing };
      const { summary } = await merge(github, await plans(github, legs));
      expect(summary).toContain('3 other projects without a change.');
      expect(summary).not.toMatch(/\| `[abc]` \|/);
    }));

  test('11. verdict and projects stand above the first fold', () =>
    at(async (github) => {
      const { summary } = await merge(github, await plans(github, { prod: orders, dev: nothing }));
      const fold = summary.indexOf('<details>');
      expect(summary.startsWith('## 🟠 Split')).toBe(true);
      expect(summary.indexOf('| `prod` |')).toBeGreaterThan(0);
      expect(summary.indexOf('| `prod` |')).toBeLessThan(fold);
    }));
});

describe('status checks', () => {
  test('12. a required check is never left waiting: no filter of paths, and success where nothing is relevant', () =>
    at(async (github) => {
      for (const [name, { on }] of workflows()) {
        const filters = ['paths', 'paths-ignore'].filter(
          (key) => key in Object(Object(on).pull_request),
        );
        expect([name, filters]).toEqual([name, []]);
      }
      const started = Date.now();
      const result = await job(github, {
        files: { 'plan.json': nothing },
        inputs: { 'fail-on': 'safe' },
      });
      expect([result.code, result.outputs.verdict]).toEqual([0, 'clear']);
      expect(Date.now() - started).toBeLessThan(20_000);
    }));

  test('13. nothing relevant, judged, and could not judge are kept apart', () =>
    at(async (github) => {
      const strict = { 'fail-on': 'split' };
      const broken = { 'plan.json': orders.slice(0, 500) };
      expect((await job(github, { inputs: strict, files: { 'plan.json': nothing } })).code).toBe(0);
      expect((await job(github, { inputs: strict })).code).toBe(1);
      expect((await job(github, { inputs: strict, files: broken })).code).toBe(3);
      const warned = await job(github, {
        inputs: { ...strict, 'on-error': 'warn' },
        files: broken,
      });
      expect([warned.code, warned.outputs.verdict]).toEqual([0, undefined]);
      expect(warned.log).toContain('::warning::');
    }));

  test('14. the merge queue has no pull request: the same verdict, and nothing asked of GitHub', () =>
    at(async (github) => {
      const event = {
        event: 'merge_group',
        payload: payloadOf('merge_group'),
        inputs: { 'fail-on': 'split' },
      };
      const result = await job(github, event);
      expect([result.code, result.outputs.verdict, github.requests]).toEqual([1, 'split', []]);
    }));

  test('15. the status line says what happens', () =>
    at(async (github) => {
      await job(github, { inputs: { 'check-run': 'true' } });
      expect(github.checks()[0]?.title).toMatch(/^\d outages? · 4 stages · window needed$/);
    }));

  test('16. a known break is accepted by a waiver or by a label with the hash of the plan, read fresh, and stays listed', () =>
    at(async (github) => {
      const inputs = {
        'fail-on': 'split',
        'accept-label': 'endpoint-plan accepted',
        'check-run': 'true',
      };
      github.addPull(open);
      const refused = await job(github, { inputs });
      const [, wanted = ''] = /label it "(.+?)"\./.exec(refused.log) ?? [];
      expect([refused.code, wanted]).toEqual([
        1,
        `endpoint-plan accepted ${refused.outputs['plan-hash']?.slice(0, 12)}`,
      ]);
      const labels = ['endpoint-plan accepted', `endpoint-plan accepted ${'0'.repeat(12)}`, 'bug'];
      github.relabel(number, labels);
      expect((await job(github, { inputs })).code).toBe(1);
      github.relabel(number, [...labels, wanted]);
      const accepted = await job(github, { inputs });
      expect([accepted.code, accepted.outputs['accepted-by']]).toEqual([0, wanted]);
      expect(accepted.outputs).toMatchObject({
        verdict: 'split',
        'plan-hash': refused.outputs['plan-hash'],
      });
      expect(accepted.summary).toBe(refused.summary);
      expect(github.checks().at(-1)).toMatchObject({
        conclusion: 'neutral',
        title: expect.stringMatching(/ · accepted$/),
      });
      expect((await job(github, { inputs: { 'fail-on': 'split' } })).code).toBe(1);

      const waiver = (expires: string) => ({
        'plan.json': orders,
        '.github/endpoint-planner.yml': JSON.stringify({ waivers: waivers(refused, expires) }),
      });
      const strict = { 'fail-on': 'split' };
      const waived = await job(github, { inputs: strict, files: waiver('2099-01-01') });
      expect(waived.outputs['outage-count']).toBe('0');
      expect(waived.summary).toContain('CR-1');
      const expired = await job(github, { inputs: strict, files: waiver('2020-01-01') });
      expect(expired.outputs['outage-count']).toBe(refused.outputs['outage-count']);
      expect(expired.log).toContain('expired on 2020-01-01');
    }));

  test('17. a pull request does not fail for old debt: only what it changes is judged', () =>
    at(async (github) => {
      const plan = JSON.parse(orders);
      const still = plan.resource_changes.map((each: { readonly change: object }) => {
        const { after, before } = Object(each.change);
        const side = after ?? before;
        return {
          ...each,
          change: {
            ...each.change,
            actions: ['no-op'],
            before: side,
            after: side,
            after_unknown: {},
          },
        };
      });
      const files = { 'plan.json': JSON.stringify({ ...plan, resource_changes: still }) };
      const result = await job(github, { files, inputs: { 'fail-on': 'safe' } });
      expect([result.code, result.outputs.verdict]).toEqual([0, 'clear']);
    }));

  test('18. annotations do not vanish after ten: the last of a level counts the rest', () =>
    at(async (github) => {
      // The same change in several networks of their own.
      const copies = Array.from({ length: 5 }, (_, n) => [
        `in/${n}.json`,
        orders
          .replaceAll('orders', `orders${n}`)
          .replaceAll('203.0.113.10', `203.0.113.${n + 20}`)
          .replaceAll('/subscriptions/0', `/subscriptions/${n}`),
      ]);
      const inputs = { 'terraform-plan': 'in/*.json', 'check-run': 'true' };
      const { log, outputs } = await job(github, { files: Object.fromEntries(copies), inputs });
      const lines = (level: string) => log.match(new RegExp(`^::${level} ?[^\\n]*`, 'gm')) ?? [];
      const total = Number(outputs['outage-count']);
      expect(total).toBeGreaterThan(10);
      expect(lines('error')).toHaveLength(10);
      expect(lines('error').at(-1)).toBe(
        `::error::${total - 9} more of this level stand in the job summary.`,
      );
      const failures = (github.checks()[0]?.annotations ?? []).filter(
        ({ annotation_level }) => annotation_level === 'failure',
      );
      expect(failures).toHaveLength(total);
    }));
});

describe('permissions, forks, secrets', () => {
  test('19. “Resource not accessible by integration” is a warning with the YAML to add; the verdict stands', () =>
    at(async (github) => {
      github.trouble({ operation: 'issues/create-comment', times: 1, ...forbidden });
      const { code, log, outputs, summary } = await job(github, { inputs: { 'fail-on': 'split' } });
      const [, yaml = ''] = /::warning::.*`(permissions: \{.+?\})`/.exec(log) ?? [];
      expect(parse(yaml)).toEqual({ permissions: { contents: 'read', 'pull-requests': 'write' } });
      expect([code, outputs.verdict]).toEqual([1, 'split']);
      expect(summary).toContain('Split');
    }));

  test('20. configured but never posted: the doctor says which permissions are there, and what needs them', async () => {
    const env = {
      GITHUB_ACTIONS: 'true',
      GITHUB_REPOSITORY: 'octo/network',
      GITHUB_TOKEN: 'x',
      GITHUB_JOB: 'endpoint-plan',
      GITHUB_WORKFLOW_REF: 'octo/network/.github/workflows/pull-request.yml@refs/heads/main',
    };
    const folder = join(root, 'test/readers/fixtures');
    const nowhere = await diagnose(env, 'none', folder);
    expect(nowhere.find(({ feature }) => feature === 'comment')?.here).toContain('cannot be told');
    const features = nowhere.map(({ feature, needs }) => `${feature}: ${needs}`).join('\n');
    for (const permission of [
      'pull-requests: write',
      'checks: write',
      'issues: write',
      'actions: read',
      'id-token: write',
      'security-events: write',
    ])
      expect(features).toContain(permission);
  });

  test('21. nobody has to turn to pull_request_target: it is refused, and forks get two workflows', () =>
    at(async (github) => {
      const refused = await job(github, { event: 'pull_request_target' });
      expect([refused.code, github.requests]).toEqual([2, []]);
      expect(refused.summary).toBe('');
      for (const [name, { on, text }] of workflows()) {
        expect([name, Object.keys(Object(on))]).not.toEqual([
          name,
          expect.arrayContaining(['pull_request_target']),
        ]);
        if ('workflow_run' in Object(on)) expect(text).not.toContain('actions/checkout');
      }
      expect(workflows().map(([name]) => name)).toEqual(
        expect.arrayContaining(['fork-safe-plan.yml', 'fork-safe-comment.yml']),
      );
    }));

  test('22. no secret of a plan comes out anywhere, marked as sensitive or not', () =>
    at(async (github) => {
      const plan = JSON.parse(orders);
      const salted = plan.resource_changes.map((each: { readonly change: object }) => {
        const { before, after } = Object(each.change);
        const salt = (side: unknown) =>
          side === null || side === undefined
            ? side
            : { ...Object(side), admin_password: 'hunter2', tags: { t: 'hunter2' } };
        return { ...each, change: { ...each.change, before: salt(before), after: salt(after) } };
      });
      const names = {
        'json-file': 'p.json',
        'html-file': 'p.html',
        'sarif-file': 'p.sarif',
        'markdown-file': 'p.md',
      };
      const files = { 'plan.json': JSON.stringify({ ...plan, resource_changes: salted }) };
      const result = await job(github, { files, inputs: { ...names, 'check-run': 'true' } });
      const said = [
        result.log,
        result.summary,
        JSON.stringify(result.outputs),
        ...Object.values(names).map((name) => result.file(name) ?? ''),
        ...github.comments().map(({ body }) => body),
        JSON.stringify(github.checks()),
      ];
      expect(said.every((text) => text.length > 100)).toBe(true);
      expect(said.join('\n')).not.toContain('hunter2');
    }));

  test('23. a sign-in without the permission says which line is missing', () =>
    at(async (github) => {
      const named = { clientId: 'c', tenantId: 't' };
      const found = signInFor(named, { GITHUB_ACTIONS: 'true' });
      expect('code' in found && printProblem(found)).toContain(
        'Add `id-token: write` to the permissions',
      );
      const inputs = { live: 'read', 'client-id': '0', 'tenant-id': '0' };
      const result = await job(github, { inputs });
      expect(result.code).not.toBe(0);
      expect(result.log).toContain('id-token: write');
    }));

  test('24. live reading asks with GET alone, and its docs give the roles that it and a what-if need', async () => {
    const account = idOf('Microsoft.Storage/storageAccounts/stdata');
    const rules = { id: account, storage_account_id: account, bypass: [], ip_rules: [] };
    const closing = {
      address: 'azurerm_storage_account_network_rules.data',
      before: { ...rules, default_action: 'Allow', virtual_network_subnet_ids: [] },
      after: { ...rules, default_action: 'Deny', virtual_network_subnet_ids: [subnet] },
    };
    const azure = localAzure({});
    await withAzure([network, still('azurerm_subnet.app', appSubnet([])), closing], azure);
    expect(azure.asked.length).toBeGreaterThan(0);
    expect(new Set(azure.asked.map(({ method }) => method))).toEqual(new Set(['GET']));
    expect(azure.asked.some(({ url }) => url.toLowerCase().includes(account.toLowerCase()))).toBe(
      true,
    );
    const page = readFileSync(join(root, 'docs/live-azure.md'), 'utf8');
    const roles = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(([, json = '']) =>
      JSON.parse(json),
    );
    const actions = roles.flatMap(({ Actions }) => Actions as readonly string[]);
    expect(roles).toHaveLength(2);
    expect(
      actions.filter((action) => !/\/(?:read|whatIf\/action|validate\/action)$/.test(action)),
    ).toEqual([]);
    expect(page).toContain('ProviderNoRbac');
  });
});

/** Runs `claim` with a local GitHub, and expects everything said to it and by it to be as described. */
function at(claim: (github: LocalGitHub) => Promise<void>): Promise<void> {
  return withGitHub(async (github) => {
    await claim(github);
    expect(github.violations).toEqual([]);
  });
}

/** A job on the opened pull request that plans the orders and passes whatever the verdict, unless told otherwise. */
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

/** What legs of a matrix leave behind, by the names of their environments. */
async function plans(
  github: LocalGitHub,
  legs: Readonly<Record<string, string>>,
): Promise<Job['files']> {
  const inputs = { 'json-file': 'out.json', 'comment-mode': 'never' };
  const written = Object.entries(legs).map(async ([name, plan]) => {
    const result = await job(github, { inputs, files: { 'plan.json': plan } });
    return [`plans/${name}/plan.json`, result.file('out.json') ?? ''];
  });
  return Object.fromEntries(await Promise.all(written));
}

function merge(github: LocalGitHub, files: Job['files']): Promise<JobResult> {
  const own = { mode: 'merge', 'terraform-plan': '', 'plan-files': 'plans/**/plan.json' };
  return job(github, { files, inputs: { ...own, 'fail-on': 'split' } });
}

/** A waiver for every outage that the log of a job tells. */
function waivers({ log }: JobResult, expires: string) {
  const rules = [...log.matchAll(/^::error title=([a-z0-9-]+)/gm)].map(([, rule]) => rule);
  const subjects = JSON.parse(orders).resource_changes.map(
    ({ address }: { readonly address: string }) => address,
  ) as readonly string[];
  return [...new Set(rules)].flatMap((rule) =>
    subjects.map((resource) => ({ rule, resource, reason: 'CR-1', owner: 'netops', expires })),
  );
}

interface Workflow {
  readonly on: unknown;
  readonly text: string;
}

function workflows(): readonly (readonly [string, Workflow])[] {
  const folder = join(root, 'docs/workflows');
  return readdirSync(folder).map((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    return [name, { on: parse(text).on, text }];
  });
}

function pushed(payload: Job['payload']): Job['payload'] {
  return {
    ...payload,
    pull_request: { ...Object(payload.pull_request), head: { sha: 'e'.repeat(40) } },
  };
}

function headOf(payload: Job['payload']): string {
  return (payload.pull_request as { head: { sha: string } }).head.sha;
}
