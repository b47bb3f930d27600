import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { reaches, verdicts } from '../../src/adapters/conclusion.ts';
import { version } from '../../src/adapters/version.ts';

test('a verdict fails a run that fails on it or on a milder one', () => {
  const failing = (failOn: Parameters<typeof reaches>[1]) =>
    verdicts.filter((verdict) => reaches(verdict, failOn));
  expect(failing('never')).toEqual([]);
  expect(failing('split')).toEqual(['split', 'blocked']);
  expect(failing('safe')).toEqual(['safe', 'window', 'incomplete', 'split', 'blocked']);
});

test('the version is that of the package', () => {
  const manifest = readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8');
  expect(version).toBe(JSON.parse(manifest).version);
});
