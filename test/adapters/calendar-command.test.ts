import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

// windows and gate of dist/cli.js, started as a pipeline starts them, on a plan that the same command has made.

const root = join(import.meta.dirname, '..', '..');
const calendar = `windows:
  time-zone: Europe/Berlin
  open:
    - { days: [saturday], from: "22:00", lasts: 8h }
  freezes:
    - { from: 2026-12-04, to: 2026-12-07, reason: Second Advent sale }
  minimum-notice: 24h
`;

interface Window {
  readonly start: string;
  readonly end: string;
}

let folder = '';
let felt: { readonly number: number; readonly window: Window } | undefined;
let hash = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'calendar-'));
  writeFileSync(join(folder, 'planner.yml'), calendar);
  writeFileSync(join(folder, 'none.yml'), 'fail-on: never\n');
  const orders = join(root, 'examples', 'orders', 'plan.json');
  const given = ['--terraform-plan', orders, '--config', 'planner.yml', '--fail-on', 'never'];
  const files = ['plan.json', 'plan.ics', 'plan.mmd', 'plan.ticket'];
  const outputs = files.flatMap((path) => ['--output', path]);
  run('plan', ...given, '--now', '2026-12-01T09:00:00Z', ...outputs);
  const plan = JSON.parse(readFileSync(join(folder, 'plan.json'), 'utf8'));
  felt = plan.stages.find(({ window }: { window?: Window }) => window !== undefined);
  hash = plan.hash;
});
afterAll(() => rmSync(folder, { recursive: true }));

test('plan proposes the first night after the freeze and writes the files that carry it', () => {
  expect(felt?.window.start).toBe('2026-12-12T21:00:00Z');
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  expect(read('plan.ics')).toContain('DTSTART:20261212T210000Z');
  expect(read('plan.mmd')).toMatch(/^gantt\n/);
  expect(read('plan.ticket')).toContain('Sat 12 Dec 2026, 22:00');
});

describe('windows', () => {
  const ask = (...rest: string[]) => run('windows', '--config', 'planner.yml', ...rest);

  test('says what the calendar says of an instant', () => {
    const { code, stdout } = ask('--at', '2026-12-05T22:00:00Z');
    expect(code).toBe(0);
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'frozen until Tue 8 Dec 2026, 00:00 Europe/Berlin (Second Advent sale)',
    );
    expect(stdout).toContain('no window sooner than 24 hours after it is made');
  });

  test('gives the next openings as JSON', () => {
    const { stdout } = ask('--at', '2026-12-13T00:00:00Z', '--format', 'json');
    const answer = JSON.parse(stdout);
    expect(answer.now).toEqual({ state: 'open', until: '2026-12-13T05:00:00Z' });
    expect(answer.openings.slice(0, 2)).toEqual([
      { start: '2026-12-13T00:00:00Z', end: '2026-12-13T05:00:00Z', minutes: 300 },
      { start: '2026-12-19T21:00:00Z', end: '2026-12-20T05:00:00Z', minutes: 480 },
    ]);
  });

  test('says when there is no calendar, and where one is wrong', () => {
    expect(run('windows', '--config', 'none.yml').stdout).toMatch(
      /^The config file has no calendar/,
    );
    writeFileSync(join(folder, 'wrong.yml'), calendar.replace('Berlin', 'Brelin'));
    expect(run('windows', '--config', 'wrong.yml')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('wrong.yml:2:3: No time zone is called "Europe/Brelin".'),
    });
  });
});

describe('gate', () => {
  const ask = (now: string, ...rest: string[]) =>
    run(
      'gate',
      '--plan',
      'plan.json',
      '--stage',
      String(felt?.number),
      '--now',
      now,
      '--config',
      'planner.yml',
      ...rest,
    );

  test('exits 0 in the window and 1 outside it', () => {
    expect(ask(felt?.window.start ?? '')).toMatchObject({ code: 0, stderr: '' });
    expect(ask('2026-12-09T12:00:00Z')).toMatchObject({ code: 1, stderr: '' });
    expect(ask(felt?.window.end ?? '').code).toBe(1);
  });

  test('lets pass outside it with a reason, and prints the reason', () => {
    const { code, stdout } = ask(
      '2026-12-09T12:00:00Z',
      '--override-reason',
      'INC-42, customers are down',
    );
    expect(code).toBe(0);
    expect(stdout).toContain('runs outside its window');
    expect(stdout).toContain('Reason: INC-42, customers are down');
  });

  test('binds to the approved plan, whatever the reason', () => {
    const at = felt?.window.start ?? '';
    expect(ask(at, '--hash', hash).code).toBe(0);
    expect(ask(at, '--hash', hash.slice(0, 12)).code).toBe(0);
    const other = ask(at, '--hash', 'ab12'.repeat(4), '--override-reason', 'now');
    expect(other).toMatchObject({ code: 1, stderr: expect.stringContaining('was approved') });
  });

  test('refuses a plan that was changed after it was approved', () => {
    const plan = JSON.parse(readFileSync(join(folder, 'plan.json'), 'utf8'));
    plan.stages[0].steps[0].target = 'something else';
    writeFileSync(join(folder, 'changed.json'), JSON.stringify(plan));
    const { code, stderr } = run('gate', '--plan', 'changed.json', '--stage', '1', '--hash', hash);
    expect(code).toBe(1);
    expect(stderr).toContain('what it holds is');
  });

  test('ends with 2 for a stage that is not there and 3 for a file that is no plan', () => {
    expect(run('gate', '--plan', 'plan.json', '--stage', '99').code).toBe(2);
    expect(run('gate', '--plan', 'planner.yml', '--stage', '1').code).toBe(3);
    expect(run('gate', '--plan', 'missing.json', '--stage', '1').code).toBe(3);
  });

  test('answers as JSON for a pipeline', () => {
    const { stdout } = ask(
      '2026-12-09T12:00:00Z',
      '--format',
      'json',
      '--override-reason',
      'INC-42',
    );
    expect(JSON.parse(stdout)).toMatchObject({
      allowed: false,
      overrideReason: 'INC-42',
      ruling: { kind: 'early', ...felt?.window },
    });
  });
});

function run(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'dist', 'cli.js'), ...args],
    { cwd: folder, encoding: 'utf8' },
  );
  return { code: status, stdout, stderr };
}
