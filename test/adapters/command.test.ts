import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

// dist/cli.js, started as a shell starts it.

const root = join(import.meta.dirname, '..', '..');
const orders = join(root, 'examples', 'orders', 'plan.json');
const nothing = JSON.stringify({
  format_version: '1.2',
  terraform_version: '1.11.4',
  planned_values: { root_module: {} },
  resource_changes: [],
  configuration: { root_module: {} },
});
const now = '2026-12-01T09:00:00Z';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'command-'));
  await writeFile(join(folder, 'plan.json'), await readFile(orders));
  await writeFile(join(folder, 'nothing.json'), nothing);
});
afterEach(() => rm(folder, { recursive: true }));

describe('plan', () => {
  test('prints the result and nothing else, and ends as --fail-on says', async () => {
    const plan = ['plan', '--terraform-plan', 'plan.json', '--now', now, '--format', 'json'];
    const safe = await run([...plan, '--fail-on', 'safe']);
    const never = await run([...plan, '--fail-on', 'never']);
    expect([safe.code, never.code]).toEqual([1, 0]);
    expect(never.stderr).toBe('');
    expect(never.stdout).toBe(safe.stdout);
    expect(JSON.parse(never.stdout)).toMatchObject({
      schemaVersion: 1,
      inputs: [{ kind: 'terraform-plan', path: 'plan.json' }],
    });
  });

  test('of a change that touches no endpoint is clear', async () => {
    const { code, stdout } = await run([
      'plan',
      '--terraform-plan',
      'nothing.json',
      '--format',
      'json',
      '--fail-on',
      'safe',
    ]);
    expect([code, JSON.parse(stdout).verdict]).toEqual([0, 'clear']);
  });

  test('reads standard input, packed too, and gives the same bytes', async () => {
    const piped = ['plan', '--terraform-plan', '-', '--now', now, '--fail-on', 'never'];
    const plain = await run(piped, { input: await readFile(orders) });
    const packed = await run(piped, { input: gzipSync(await readFile(orders)) });
    expect(plain).toEqual(packed);
    expect(plain.code).toBe(0);
    expect(plain.stdout.length).toBeGreaterThan(100);
  });

  test('writes every output in the format of its extension', async () => {
    const outputs = ['a.json', 'b.md', 'c.html', 'd.txt'].flatMap((path) => [
      '--output',
      `out/${path}`,
    ]);
    const { stdout } = await run([
      'plan',
      '--terraform-plan',
      'plan.json',
      '--now',
      now,
      ...outputs,
    ]);
    const texts = await Promise.all(
      ['a.json', 'b.md', 'c.html', 'd.txt'].map((path) =>
        readFile(join(folder, 'out', path), 'utf8'),
      ),
    );
    expect(JSON.parse(texts[0] ?? '').schemaVersion).toBe(1);
    expect(texts[1]).toMatch(/^## /);
    expect(texts[2]).toContain('</html>');
    expect(texts[3]).toBe(stdout);
  });

  test('keeps markdown within --limit', async () => {
    const limited = await run([
      'plan',
      '--terraform-plan',
      'plan.json',
      '--format',
      'markdown',
      '--limit',
      '2500',
    ]);
    expect(Buffer.byteLength(limited.stdout)).toBeLessThanOrEqual(2500);
    const small = await run(['plan', '--terraform-plan', 'plan.json', '--limit', '99']);
    expect(small).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^--limit is 99\. Give at least \d+\.\n$/),
    });
  });

  test('takes --fail-on over the config file over the default', async () => {
    await mkdir(join(folder, '.github'));
    await writeFile(join(folder, '.github/endpoint-planner.yml'), 'fail-on: safe\n');
    const plan = ['plan', '--terraform-plan', 'plan.json', '--now', now];
    expect((await run(plan)).code).toBe(1);
    expect((await run([...plan, '--fail-on', 'never'])).code).toBe(0);
  });

  test('prints no colour where nobody looks', async () => {
    const { stdout } = await run(['plan', '--terraform-plan', 'plan.json', '--now', now]);
    expect(stdout).not.toContain('\u001b');
  });
});

describe('an error is one line, exit code and nothing on standard output:', () => {
  test.each([
    [
      2,
      'plan --terraform-plan plan.json --confg x',
      'There is no option --confg. Did you mean --config?',
    ],
    [2, 'plan', 'There is nothing to read.'],
    [2, 'verify', 'The command verify is not available in this version; '],
    [2, 'merge', 'merge has no FILE. Write merge prod/plan.json dev/plan.json.'],
    [3, 'merge plan.json', 'plan.json: '],
    [2, 'plan --terraform-plan plan.json --config no.yml', 'no.yml: There is no such file.'],
    [3, 'plan --terraform-plan no.json', 'no.json: There is no such file.'],
    [3, 'plan --terraform-plan no/*.json', 'no/*.json: No file matches this glob.'],
    [3, 'plan --terraform-plan empty.json', 'empty.json: The file is empty.'],
    [3, 'plan --terraform-plan .', '.: This is a folder.'],
    [3, 'plan --terraform-plan text.json', 'text.json'],
    [3, 'plan --terraform-plan cut.json', 'cut.json'],
  ])('%i: %s', async (code, line, begins) => {
    await writeFile(join(folder, 'empty.json'), '');
    await writeFile(join(folder, 'text.json'), 'Error: no plan\n');
    await writeFile(join(folder, 'cut.json'), (await readFile(orders)).subarray(0, 2000));
    const result = await run(
      [...line.split(' '), '--output', 'out.json'].slice(
        0,
        /^(?:merge|verify)/.test(line) ? line.split(' ').length : 99,
      ),
    );
    expect(result).toMatchObject({ code, stdout: '' });
    expect(result.stderr.startsWith(begins)).toBe(true);
    expect(result.stderr.trim().split('\n')).toHaveLength(1);
    expect(result.stderr).not.toMatch(/^\s+at /m);
    expect(await readdir(folder)).not.toContain('out.json');
  });

  test('several faults of a config file are a line each', async () => {
    await writeFile(join(folder, 'c.yml'), 'fail-onn: split\nredact: all\n');
    const { code, stderr } = await run(['config', 'check', '--config', 'c.yml']);
    expect(code).toBe(2);
    expect(stderr.trim().split('\n')).toHaveLength(2);
  });
});

describe('merge', () => {
  test('joins plans into one, told in any format, and ends as the gravest verdict says', async () => {
    for (const [name, from] of [
      ['prod', 'plan.json'],
      ['dev', 'nothing.json'],
    ]) {
      const plan = ['plan', '--terraform-plan', from ?? '', '--now', now, '--fail-on', 'never'];
      await run([...plan, '--output', `plans/${name}/plan.json`]);
    }
    const merge = ['merge', 'plans/**/plan.json'];
    const { code, stdout } = await run([...merge, '--format', 'json']);
    const plan = JSON.parse(stdout);
    expect([code, plan.verdict]).toEqual([1, 'split']);
    expect(plan.projects.map((project: { name: string }) => project.name)).toEqual(['dev', 'prod']);
    const page = await run([...merge, '--format', 'markdown', '--fail-on', 'never']);
    expect(page.code).toBe(0);
    expect(page.stdout).toContain('### Projects');
    const hidden = await run([...merge, '--format', 'json', '--redact', 'names']);
    expect(hidden.stdout).not.toContain('snet-app');
  });

  test('refuses a plan that says otherwise than its hash', async () => {
    const plan = ['plan', '--terraform-plan', 'plan.json', '--now', now, '--fail-on', 'never'];
    const { stdout } = await run([...plan, '--format', 'json']);
    await writeFile(join(folder, 'a.json'), stdout.replace(/"edit": "[^"]+"/, '"edit": "none"'));
    const { code, stderr } = await run(['merge', 'a.json']);
    expect([code, stderr]).toEqual([
      3,
      'a.json: The hash of this plan is not that of what it holds. Give the plan.json as the planner wrote it.\n',
    ]);
  });
});

describe('besides', () => {
  test('doctor says what each feature needs and what is here', async () => {
    const { code, stdout } = await run(['doctor']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/check run\n {2}needs {2}checks: write\n {2}here {3}no token/);
    expect(stdout).toContain('GITHUB_TOKEN Permissions');
  });

  test('config check prints the effective config, which is one itself', async () => {
    await writeFile(join(folder, 'c.yml'), 'fail-on: window\n');
    const first = await run(['config', 'check', '--config', 'c.yml']);
    expect(first).toMatchObject({ code: 0, stderr: 'c.yml\n' });
    expect(first.stdout).toContain('fail-on: window\nbridges: allow\n');
    await writeFile(join(folder, 'd.yml'), first.stdout);
    expect((await run(['config', 'check', '--config', 'd.yml', '--quiet'])).stdout).toBe(
      first.stdout,
    );
  });

  test('explain tells of a service by any of its names, as text or as data', async () => {
    const [byId, byType, data] = await Promise.all([
      run(['explain', 'key-vault']),
      run(['explain', 'microsoft.keyvault/vaults']),
      run(['explain', 'Microsoft.KeyVault', '--format', 'json']),
    ]);
    expect(byId.stdout).toMatch(/^key-vault: /);
    expect(byType).toEqual(byId);
    expect(JSON.parse(data.stdout)).toMatchObject({ kind: 'service', id: 'key-vault' });
  });

  test('explain tells of everything when nothing is named, and suggests a name', async () => {
    const all: readonly { readonly id: string }[] = JSON.parse(
      (await run(['explain', '--format', 'json'])).stdout,
    );
    expect(all.map(({ id }) => id)).toEqual(expect.arrayContaining(['storage', 'key-vault']));
    expect(await run(['explain', 'storrage'])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'No rule or service is called "storrage". Did you mean "storage"?\n',
    });
  });

  test('--version and --help answer on standard output', async () => {
    expect((await run(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(await run(['plan', '--help'])).toMatchObject({ code: 0, stderr: '' });
  });

  test('a reader that stops early is no failure', async () => {
    const { stderr } = await run(['plan', '--terraform-plan', 'plan.json', '--format', 'json'], {
      deaf: true,
    });
    expect(stderr).toBe('');
  });
});

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command in the folder of the test; `deaf`: nobody reads what it prints. */
function run(
  args: readonly string[],
  { input, deaf = false }: { readonly input?: Uint8Array; readonly deaf?: boolean } = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'dist', 'cli.js'), ...args], {
      cwd: folder,
      env: { PATH: process.env.PATH },
      timeout: 30_000,
    });
    const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
    if (deaf) child.stdout.destroy();
    else child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({
        code,
        stdout: Buffer.concat(stdout).toString('utf8'),
        stderr: Buffer.concat(stderr).toString('utf8'),
      }),
    );
  });
}
