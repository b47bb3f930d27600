import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import type { InferOutput } from 'valibot';
import { describe, expect, test } from 'vitest';
import type { Plan } from '../../src/core/plan.ts';
import { json } from '../../src/renderers/json.ts';
import { type planSchema, readPlan } from '../../src/renderers/plan-schema.ts';
import { schemas } from '../../tools/schema.ts';
import { anyPlan } from './arbitrary-plan.ts';
import * as others from './samples.ts';
import * as storage from './samples-storage.ts';

const samples = Object.entries({ ...others, ...storage });

/** `true` where each may stand for the other; anything else does not compile. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

test('the schema and core’s Plan are the same type', () => {
  const same: Same<InferOutput<typeof planSchema>, Plan> = true;
  expect(same).toBe(true);
});

describe('schema/plan.schema.json', () => {
  const published = readFileSync(
    join(import.meta.dirname, '../../schema/plan.schema.json'),
    'utf8',
  );
  const valid = new Ajv2020({ allErrors: true }).compile(JSON.parse(published));

  test('is what `npm run schema` writes', () => {
    expect(published).toBe(schemas().get('plan.schema.json'));
  });

  test.each(samples)('admits the sample %s as it is published', (_, plan) => {
    valid(JSON.parse(json(plan)));
    expect(valid.errors).toBeNull();
  });

  test.each([
    ['another verdict', { ...others.clear, verdict: 'fine' }],
    [
      'half a minute',
      {
        ...others.clear,
        maintenanceWindow: { ...others.clear.maintenanceWindow, minutes: { min: 0.5, max: 1 } },
      },
    ],
    ['no hash', { ...others.clear, hash: undefined }],
  ])('refuses %s, and so does readPlan', (_, plan) => {
    const read = JSON.parse(JSON.stringify(plan));
    expect(valid(read)).toBe(false);
    expect(readPlan(read)).toBeInstanceOf(Array);
  });
});

describe('readPlan', () => {
  test.each(samples)('gives back the sample %s', (_, plan) => {
    expect(readPlan(JSON.parse(json(plan)))).toEqual(plan);
  });

  test('gives back any plan that the contract allows', () => {
    fc.assert(
      fc.property(anyPlan, (plan) => {
        expect(readPlan(plan)).toEqual(plan);
      }),
    );
  });

  test('drops keys that it does not know', () => {
    const newer = JSON.parse(
      `{"__proto__": {"verdict": "safe"}, "extra": 1, ${json(others.clear).slice(1)}`,
    );
    expect(readPlan(newer)).toEqual(others.clear);
  });

  test('names where a plan is wrong and what belongs there', () => {
    const wrong = {
      ...others.sqlSplit,
      stages: [{ ...others.sqlSplit.stages[0], phase: 'later' }],
    };
    expect(readPlan(wrong)).toEqual([
      {
        code: 'plan-shape',
        says: 'stages.0.phase is not as a plan has it: ("prepare" | "switch" | "verify" | "retire") is expected.',
        mend: 'Give a plan.json that this tool wrote, unchanged.',
      },
    ]);
  });

  test('refuses a range that ends before it begins', () => {
    const wrong = {
      ...others.clear,
      asWritten: { ...others.clear.asWritten, deniedMinutes: { min: 2, max: 1 } },
    };
    expect(readPlan(wrong)).toMatchObject([
      { says: expect.stringContaining('asWritten.deniedMinutes') },
    ]);
  });

  test('asks for the version that made a newer plan', () => {
    expect(readPlan({ ...others.clear, schemaVersion: 2 })).toMatchObject([
      { code: 'plan-version' },
    ]);
  });

  test('repeats nothing of a hostile file and never throws', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...Object.keys(others.clear)), (value, key) => {
        const problems = readPlan({ ...others.clear, [key]: { evil: '::error::x', value } });
        expect(JSON.stringify(problems)).not.toContain('::error::');
        readPlan(value);
      }),
    );
  });

  test('tells no more problems than a reader mends at a time', () => {
    const problems = readPlan({
      ...others.clear,
      hazards: Array.from({ length: 5_000 }, () => ({})),
    });
    expect(problems).toHaveLength(20);
  });
});
