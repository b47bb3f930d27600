import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { sha256 } from '../../src/adapters/digest.ts';
import { analyse, type Planned } from '../../src/analyse.ts';
import { hashOf } from '../../src/core/approval.ts';
import { defaults, type Redaction } from '../../src/core/config.ts';
import type { Plan } from '../../src/core/plan.ts';
import { redacted } from '../../src/core/redact.ts';
import { formats, render } from '../../src/renderers/index.ts';
import { readPlan } from '../../src/renderers/plan-schema.ts';

const cases = join(import.meta.dirname, '..', 'cases');
const folders = readdirSync(cases).filter((name) => !name.includes('.'));

/** Words that the planner uses itself, or Azure for everybody. */
const everydays =
  /^(?:default|internet|pipeline|any|none|public|private|GatewaySubnet|Azure\w+Subnet)$/i;

describe.each(folders)('%s, with names hidden', (folder) => {
  const { plan, names = [] } = planned(folder);
  let hidden: Plan;
  let everything: string;

  beforeAll(() => {
    hidden = redacted(plan, 'names', sha256, names).plan;
    everything = formats.map((format) => render(hidden, format)).join('\n');
  });

  test('shows none of them in any format, no ID and no address', () => {
    const shown = names
      .filter((name) => name.length > 2 && !everydays.test(name) && !/^[\d./]+$/.test(name))
      .filter((name) => !/privatelink|\.(?:net|com|io)$/.test(name))
      .filter((name) => wholeWord(name).test(everything));
    expect(shown).toEqual([]);
    expect(everything.match(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-/g) ?? []).toEqual([]);
    const addresses = everything.match(/(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])/g) ?? [];
    expect(addresses.filter((each) => !/^(?:0\.0\.0\.0|168\.63\.129\.16)$/.test(each))).toEqual([]);
  });

  test('is still a plan with the same rows, and its hash is its own', () => {
    expect(readPlan(JSON.parse(JSON.stringify(hidden)))).toEqual(hidden);
    expect(hidden.hash).toBe(hashOf(hidden, sha256));
    expect(hidden.hazards.map(({ rule }) => rule)).toEqual(plan.hazards.map(({ rule }) => rule));
    expect(hidden.verdict).toBe(plan.verdict);
  });
});

describe('what is hidden', () => {
  const { plan, names = [] } = planned('sql-two-subnets-flag-set');

  test('is nothing unless asked for', () => {
    expect(redacted(plan, 'none', sha256).plan).toBe(plan);
  });

  test.each<[Redaction, boolean, boolean, boolean]>([
    ['ids', false, true, true],
    ['ips', false, false, true],
    ['names', false, false, false],
  ])('by %s is what it says and what the milder ones hide', (what, ids, ips, named) => {
    const text = JSON.stringify(
      redacted(
        { ...plan, headline: `${plan.headline} 203.0.113.7 2001:db8::7` },
        what,
        sha256,
        names,
      ).plan,
    );
    expect(/\/subscriptions\/[0-9a-f]{8}-/.test(text)).toBe(ids);
    expect(text.includes('203.0.113.7')).toBe(ips);
    expect(text.includes('2001:db8::7')).toBe(ips);
    const subnets = plan.connectionResets.map(({ subnetName }) => subnetName);
    expect(subnets.some((name) => text.includes(name))).toBe(named);
  });

  test('has one other word wherever it stood, and the same in every run', () => {
    const once = redacted(plan, 'names', sha256, names).plan;
    expect(redacted(plan, 'names', sha256, names).plan).toEqual(once);
    const told = (from: typeof plan) =>
      from.connectionResets.map(({ subnet, subnetName }) => subnet.endsWith(`/${subnetName}`));
    expect(told(once)).toEqual(told(plan));
    const distinct = (from: typeof plan) =>
      new Set(from.connectionResets.map((row) => row.subnetName)).size;
    expect(distinct(once)).toBe(distinct(plan));
  });

  test('is hidden in lines beside the plan too', () => {
    const { line } = redacted(plan, 'names', sha256, ['snet-secret']);
    expect(line('A waiver of snet-secret expired.')).toMatch(
      /^A waiver of resource-\d+ expired\.$/,
    );
    expect(line('The snet-secretary stays.')).toBe('The snet-secretary stays.');
  });
});

function wholeWord(name: string): RegExp {
  const literal = name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, 'iu');
}

function planned(folder: string): Planned {
  const inputs = readdirSync(join(cases, folder, 'in')).filter((name) => name.endsWith('.json'));
  const result = analyse({
    files: inputs.map((name) => ({
      kind: 'terraform-plan',
      path: `in/${name}`,
      bytes: readFileSync(join(cases, folder, 'in', name)),
    })),
    // Names are gathered only where some are to be hidden.
    config: { ...defaults, redact: 'names' },
    now: '2026-12-01T09:00:00Z',
    toolVersion: '0.0.0',
    digest: sha256,
  });
  if ('problems' in result) throw new Error(folder);
  return result;
}
