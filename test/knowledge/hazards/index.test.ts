import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hazardRules } from '../../../src/knowledge/hazards/index.ts';
import { change, net, on, rules, subnet, target, vnet } from './scene.ts';
import { told } from './told.ts';

const folder = join(import.meta.dirname, '../../../src/knowledge/hazards');

test('the list and the folder agree, one file for each rule', () => {
  const files = readdirSync(folder)
    .filter((file) => file !== 'index.ts')
    .map((file) => file.replace(/\.ts$/, ''));
  expect(hazardRules.map((rule) => rule.id).sort()).toEqual(files.sort());
});

test('every id is unique and kebab-case', () => {
  const ids = hazardRules.map((rule) => rule.id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))).toEqual([]);
});

describe.each(hazardRules.map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
  test('has a source, or says what it follows from', () => {
    expect(rule.source).toMatch(/^(https:\/\/\S+$|follows from )/);
  });

  test('is written in plain sentences', () => {
    for (const text of [rule.statement, rule.remedy]) {
      expect(text).not.toMatch(/!|\s$|^\s|\s{2}/);
      expect(text.length).toBeGreaterThan(20);
    }
    expect(rule.statement).toMatch(/\.$/);
    expect(rule.title).toMatch(/^\S.*[^.]$/);
  });

  test('says nothing of a change without edits', () => {
    const old = net({
      vnets: [vnet('vnet-a')],
      subnets: [subnet('snet-app', { endpoints: on('Microsoft.Storage') })],
      targets: [
        target('storage', 'st', { networkRules: rules('snet-app', 'snet-bare') }),
        target('sql', 'sql-a'),
      ],
    });
    expect(told(rule, change(old, old))).toEqual([]);
  });
});
