import fc from 'fast-check';
import { expect, test } from 'vitest';
import { json } from '../../src/renderers/json.ts';
import { anyPlan } from './arbitrary-plan.ts';
import { sqlSplit } from './samples.ts';

/** `value` with the keys of every object in the opposite order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, one]) => [key, reversed(one)]),
  );
}

test('the same plan gives the same bytes, whatever the order of its keys', () => {
  expect(json(reversed(sqlSplit) as typeof sqlSplit)).toBe(json(sqlSplit));
});

test('what is written reads back as it was', () => {
  fc.assert(
    fc.property(anyPlan, (plan) => {
      expect(JSON.parse(json(plan))).toEqual(plan);
    }),
  );
});

test('the verdict comes before the rows that it rests on, the hash last', () => {
  expect(Object.keys(JSON.parse(json(sqlSplit)))).toEqual([
    'schemaVersion',
    'tool',
    'inputs',
    'verdict',
    'headline',
    'asWritten',
    'transitions',
    'connectionResets',
    'firewallUpdates',
    'dnsChanges',
    'stages',
    'maintenanceWindow',
    'hazards',
    'gaps',
    'noise',
    'hash',
  ]);
});

test('facts are carried along, up to what a merge can be asked to read', () => {
  const facts = (length: number) => ({ ...sqlSplit, facts: { text: '\u2028'.repeat(length) } });
  const few = json(facts(3));
  expect(JSON.parse(few)).toEqual(facts(3));
  expect(few).not.toContain('\u2028');
  expect(json(facts(24 * 1024 ** 2))).toBe(json(sqlSplit));
});

test('what a runner or a terminal would obey is spelled out', () => {
  const noted = { ...sqlSplit, headline: '##[command]\u0085\u200b' };
  expect(json(noted)).toContain('"headline": "#\\u0023[command]\\u0085\\u200b"');
  expect(JSON.parse(json(noted))).toEqual(noted);
});
