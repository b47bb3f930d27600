import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Plan } from '../../src/core/plan.ts';
import { clear, sqlSplit } from '../renderers/samples.ts';

// What the steps of docs/workflows/verify-gate-apply.yml let through: run by the shell, as a runner would.

interface Job {
  readonly environment?: string;
  readonly needs?: string;
  readonly steps: readonly {
    readonly name?: string;
    readonly run?: string;
    readonly with?: Readonly<Record<string, string>>;
  }[];
}

const file = join(import.meta.dirname, '../../docs/workflows/verify-gate-apply.yml');
const { verify, apply } = parse(readFileSync(file, 'utf8')).jobs as Record<'verify' | 'apply', Job>;
const hasJq = spawnSync('jq', ['--version']).status === 0;

/** What the approved plan writes at one stage, planned alone. */
function part(plan: Plan, number: number): Plan {
  return {
    ...plan,
    stages: plan.stages.filter((stage) => stage.number === number),
    firewallUpdates: plan.firewallUpdates.filter(({ stage }) => stage === number),
    dnsChanges: plan.dnsChanges.filter(({ stage }) => stage === number),
  };
}

const first =
  sqlSplit.stages.find(({ steps }) => steps.some(({ inChange }) => inChange))?.number ?? 0;
const rule = sqlSplit.firewallUpdates.find(({ inChange, change }) => inChange && change !== 'keep');

describe.skipIf(!hasJq)('the stage that is applied', () => {
  test('may write what was approved for it, by the hash or its beginning', () => {
    expect(verified(part(sqlSplit, first)).status).toBe(0);
    expect(verified(part(sqlSplit, first), { hash: sqlSplit.hash.slice(0, 12) }).status).toBe(0);
  });

  test.each<readonly [string, Plan]>([
    ['what belongs to other stages', sqlSplit],
    ['nothing', clear],
    [
      'another edit',
      {
        ...part(sqlSplit, first),
        stages: part(sqlSplit, first).stages.map((stage) => ({
          ...stage,
          steps: stage.steps.map((step) => ({ ...step, edit: 'remove subnet', inChange: true })),
        })),
      },
    ],
    [
      'another value of a rule',
      {
        ...part(sqlSplit, first),
        firewallUpdates: rule === undefined ? [] : [{ ...rule, stage: first, value: '0.0.0.0/0' }],
      },
    ],
  ])('may not write %s', (_, now) => {
    expect(verified(now).status).not.toBe(0);
  });

  test.each(['', 'f'.repeat(64), '*'])('is refused under the hash "%.8s"', (hash) => {
    expect(verified(part(sqlSplit, first), { hash }).status).not.toBe(0);
  });

  test('has its checks told as data, whatever they hold, and none of them run', () => {
    const folder = mkdtempSync(join(tmpdir(), 'checks-'));
    try {
      const trap = '~~~\n# Approved\n$(touch trapped) `touch trapped`';
      const stages = sqlSplit.stages.map((stage) => ({
        ...stage,
        gate: [{ from: trap, run: trap, expect: trap }],
      }));
      put(folder, { ...sqlSplit, stages }, clear);
      const summary = join(folder, 'summary');
      const env = { STAGE: '2', HASH: 'abc', GITHUB_STEP_SUMMARY: summary };
      expect(shell(scriptOf(verify, 'Checks of the stage before'), folder, env).status).toBe(0);
      const told = readFileSync(summary, 'utf8');
      expect(told.split('\n').filter((line) => /^ {0,3}(~~~|#)/.test(line))).toEqual([
        '## To approve: stage 2, plan abc',
        '~~~json',
        '~~~',
      ]);
      expect(() => readFileSync(join(folder, 'trapped'))).toThrow();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('the job that applies', () => {
  test('waits for the verified one and its reviewers, checks again, and asks the gate last', () => {
    expect([apply.needs, apply.environment]).toEqual(['verify', 'production']);
    expect(scriptOf(apply, 'Only what was approved')).toBe(
      scriptOf(verify, 'Only what was approved'),
    );
    const gate = apply.steps.findIndex((step) => step.with?.mode === 'gate');
    expect(apply.steps[gate]?.with?.['expected-hash']).toContain('inputs.expected-hash');
    expect(gate).toBe(apply.steps.length - 2);
    expect(apply.steps.at(-1)?.run).toBe('terraform apply -input=false plan.bin');
  });
});

function scriptOf(job: Job, name: string): string {
  const found = job.steps.find((step) => step.name === name)?.run;
  if (found === undefined) throw new Error(`There is no step ${name}.`);
  return found;
}

function verified(now: Plan, { hash = sqlSplit.hash } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'stage-'));
  try {
    put(folder, sqlSplit, now);
    const env = { STAGE: String(first), HASH: hash };
    return shell(scriptOf(verify, 'Only what was approved'), folder, env);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function put(folder: string, approved: Plan, now: Plan): void {
  mkdirSync(join(folder, 'approved'));
  writeFileSync(join(folder, 'approved/endpoint-plan.json'), JSON.stringify(approved));
  writeFileSync(join(folder, 'now.json'), JSON.stringify(now));
}

function shell(script: string, cwd: string, env: Readonly<Record<string, string>>) {
  const args = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script];
  return spawnSync('bash', args, {
    cwd,
    env: { PATH: process.env.PATH, ...env },
    encoding: 'utf8',
  });
}
