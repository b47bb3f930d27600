import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

// Starts the action as GitHub's runner does: inputs and event in the environment, outputs and summary in files.

export type Payload = Readonly<Record<string, unknown>>;

export interface Job {
  /** `pull_request` and its like, with the payload that GitHub sends. */
  readonly event: string;
  readonly payload: Payload;
  readonly inputs: Readonly<Record<string, string>>;
  readonly apiUrl: string;
  readonly run?: { readonly id: number; readonly attempt?: number };
  /** Who started it. */
  readonly actor?: string;
  /** What the runner's own environment has besides. */
  readonly env?: Readonly<Record<string, string>>;
  /** Files of the workspace by path. */
  readonly files: Readonly<Record<string, string>>;
}

export interface JobResult {
  readonly code: number | null;
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  /** What the job wrote, by the paths asked for. */
  readonly file: (path: string) => string | undefined;
}

const entry = join(import.meta.dirname, '..', '..', 'dist', 'index.js');

/** A real payload of `event`, the first that `fits`. */
export function payloadOf(
  event: string,
  fits: (payload: Payload) => boolean = () => true,
): Payload {
  const found = examples.find(({ name }) => name === event)?.examples.find(fits);
  if (found === undefined) throw new Error(`There is no example of ${event} that fits.`);
  return found;
}

interface Examples {
  readonly name: string;
  readonly examples: readonly Payload[];
}

const examples: readonly Examples[] = createRequire(import.meta.url)(
  '@octokit/webhooks-examples/api.github.com/index.json',
);

/** Runs one job to its end in a workspace of its own. */
export async function runJob(job: Job): Promise<JobResult> {
  const workspace = await mkdtemp(join(tmpdir(), 'job-'));
  try {
    const at = (name: string) => join(workspace, name);
    const files = {
      ...job.files,
      'event.json': JSON.stringify(job.payload),
      output: '',
      summary: '',
    };
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(at(path)), { recursive: true });
      await writeFile(at(path), text);
    }
    const { code, log } = await start(workspace, environment(job, at));
    const written = new Map<string, string>();
    for (const name of ['json-file', 'markdown-file', 'html-file', 'sarif-file']) {
      const path = job.inputs[name];
      const folder = job.inputs['working-directory'] ?? '.';
      const text = path && (await readFile(at(join(folder, path)), 'utf8').catch(() => undefined));
      if (path && text !== undefined) written.set(path, text);
    }
    return {
      code,
      log,
      outputs: outputsOf(await readFile(at('output'), 'utf8')),
      summary: await readFile(at('summary'), 'utf8'),
      file: (path) => written.get(path),
    };
  } finally {
    await rm(workspace, { recursive: true });
  }
}

function environment(job: Job, at: (name: string) => string): NodeJS.ProcessEnv {
  const inputs = Object.entries({ ...manifestDefaults, ...job.inputs }).map(([name, value]) => [
    // A runner keeps hyphens, which no shell could export.
    `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`,
    value,
  ]);
  return {
    PATH: process.env.PATH,
    ...Object.fromEntries(inputs),
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_API_URL: job.apiUrl,
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_REPOSITORY: 'Codertocat/Hello-World',
    GITHUB_EVENT_NAME: job.event,
    GITHUB_EVENT_PATH: at('event.json'),
    GITHUB_SHA: 'f'.repeat(40),
    GITHUB_ACTOR: job.actor ?? 'Codertocat',
    GITHUB_RUN_ID: String(job.run?.id ?? 1000),
    GITHUB_RUN_ATTEMPT: String(job.run?.attempt ?? 1),
    GITHUB_WORKFLOW: 'network',
    GITHUB_JOB: 'plan',
    GITHUB_OUTPUT: at('output'),
    GITHUB_STEP_SUMMARY: at('summary'),
    GITHUB_WORKSPACE: at('.'),
    RUNNER_TEMP: at('.'),
    ...job.env,
  };
}

/** What the runner fills in from action.yml. */
const manifestDefaults = {
  mode: 'plan',
  live: 'none',
  'working-directory': '.',
  'on-error': 'fail',
  'comment-mode': 'update',
  'comment-on': 'findings',
  'check-run': 'false',
  annotations: 'true',
  'job-summary': 'true',
  labels: 'false',
  'allow-pull-request-target': 'false',
  'github-token': 'ghs_0123456789',
};

function start(
  workspace: string,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly code: number | null; readonly log: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [entry], { cwd: workspace, env, timeout: 60_000 });
    const log: string[] = [];
    child.stdout.on('data', (chunk: Buffer) => log.push(chunk.toString('utf8')));
    child.stderr.on('data', (chunk: Buffer) => log.push(chunk.toString('utf8')));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, log: log.join('') }));
  });
}

/** `name<<delimiter`, lines, delimiter: as the runner reads the file. */
function outputsOf(text: string): Readonly<Record<string, string>> {
  const outputs: Record<string, string> = {};
  const lines = text.split(/\r?\n/);
  for (let at = 0; at < lines.length; at++) {
    const [, name, delimiter] = /^([^<]+)<<(.+)$/.exec(lines[at] ?? '') ?? [];
    if (name === undefined || delimiter === undefined) continue;
    const end = lines.indexOf(delimiter, at + 1);
    outputs[name] = lines.slice(at + 1, end).join('\n');
    at = end;
  }
  return outputs;
}
