import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const cli = join(import.meta.dirname, '..', '..', 'src', 'cli.ts');
let home = '';

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'home-'));
});
afterAll(() => rmSync(home, { recursive: true }));

/** Asks for the version with this environment and no other. */
function run(env: NodeJS.ProcessEnv) {
  const { status, stderr } = spawnSync(process.execPath, [cli, '--version'], {
    env,
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
}

describe('compiled code', () => {
  test.each([
    ['on CI', { CI: 'true' }],
    ['where Node is told not to', { NODE_DISABLE_COMPILE_CACHE: '1' }],
    ['without a home', { HOME: undefined }],
    [
      'in a folder that depends on where the command runs',
      { HOME: undefined, XDG_CACHE_HOME: '.' },
    ],
  ])('is not kept %s', (_, env) => {
    run({ HOME: home, ...env });
    expect(readdirSync(home)).toEqual([]);
    expect(existsSync('azure-endpoint-planner')).toBe(false);
  });

  test('is kept in the cache folder of the user', () => {
    run({ HOME: home, XDG_CACHE_HOME: join(home, 'cache') });
    expect(readdirSync(join(home, 'cache'))).toEqual(['azure-endpoint-planner']);
    run({ HOME: home });
    expect(readdirSync(join(home, '.cache'))).toEqual(['azure-endpoint-planner']);
  });
});
