import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sha256 } from '../../src/adapters/digest.ts';
import { analyse, type InputFile } from '../../src/analyse.ts';
import { type Config, defaults } from '../../src/core/config.ts';
import type { Plan } from '../../src/core/plan.ts';
import { plannedWith } from '../../src/readers/facts.ts';
import { readFacts } from '../../src/readers/facts-schema.ts';
import { json } from '../../src/renderers/json.ts';
import { readPlan } from '../../src/renderers/plan-schema.ts';
import {
  derived,
  joinedFacts,
  leadsToItsPlan,
  type Project,
  together,
} from '../../src/together.ts';
import { runs } from './models.ts';

// Plans that were made apart and are planned together say what one run says that is given everything.

const cases = join(import.meta.dirname, '..', 'cases');

interface Story {
  readonly name: string;
  readonly config: Config;
  readonly files: readonly InputFile[];
}

const stories: readonly Story[] = readdirSync(cases)
  .filter((name) => existsSync(join(cases, name, 'case.json')))
  .map((name) => {
    const inside = join(cases, name, 'in');
    const { config = {} } = JSON.parse(readFileSync(join(cases, name, 'case.json'), 'utf8'));
    const paths = readdirSync(inside).filter((file) => file.endsWith('.json'));
    return {
      name,
      config: { ...defaults, ...config },
      files: paths.map((file) => ({
        kind: 'terraform-plan',
        path: `in/${file}`,
        bytes: readFileSync(join(inside, file)),
      })),
    };
  });

describe.each(stories)('$name', ({ config, files }) => {
  test('is planned again from what its file holds, to the word', () => {
    const plan = planned(files, config);
    const { facts, ...told } = plan;
    const project = projectOf('', plan);
    expect(facts).toBeDefined();
    expect(derived(project.facts, { ...around, config }).plan).toEqual(told);
    expect(leadsToItsPlan(project, { ...around, config: defaults })).toBe(true);
  });
});

const pairs = stories.map((one, n) => ({
  name: one.name,
  one,
  other: stories[(n + 1) % stories.length] ?? one,
}));

describe('projects that are planned apart and then together', () => {
  test.each(pairs)('$name and its neighbour say what one run says', ({ one, other }) => {
    const parts = [
      { ...one, name: 'a' },
      { ...other, name: 'b' },
    ];
    const config = one.config;
    const projects = parts.map(({ name, files }) => projectOf(name, planned(files, config)));
    const whole = planned(
      parts.flatMap(({ name, files }) => inProject(name, files)),
      config,
    );
    expect(essence(joined(projects, config))).toEqual(essence(whole));
  });

  test('see a flow whose subnet is in one and whose firewall rule is in the other', () => {
    const story = stories.find(({ name }) => name === 'two-plans-joined-by-id');
    const files = story?.files ?? [];
    const projects = files.map((file) => projectOf(file.path, planned([file], defaults)));
    const alone = projects.map(({ plan }) => plan.verdict);
    const whole = joined(projects, defaults);
    expect(alone).not.toContain('split');
    expect(whole.verdict).toBe('split');
    expect(whole.headline).toMatch(
      /^Two projects as one change\. As one apply: snet-app is denied on stshopdata09/,
    );
    const [row] = whole.firewallUpdates.filter(({ kind }) => kind === 'virtual-network-rule');
    expect(row).toMatchObject({ targetName: 'stshopdata09', change: 'add', stage: 1 });
    expect(whole.projects?.map(({ stages }) => stages.length > 0)).toEqual([true, true]);
    expect(essence(whole)).toEqual(
      essence(
        planned(
          files.flatMap((file) => inProject(file.path, [file])),
          defaults,
        ),
      ),
    );
  });

  test('have the bridges that each of them needs, however many they are', () => {
    const story = stories.find(({ name }) => name === 'pe-into-linked-zone');
    const text = new TextDecoder().decode(story?.files[0]?.bytes);
    const files = Array.from({ length: 14 }, (_, n): InputFile => {
      const own = text.replaceAll('shop', `sh${n}p`).replaceAll('/1111', `/${1000 + n}`);
      const bytes = new TextEncoder().encode(own);
      return { kind: 'terraform-plan', path: `${n}.json`, project: `${n}`, bytes };
    });
    const { verdict, stages } = planned(files, defaults);
    const steps = stages.flatMap((stage) => stage.steps);
    expect(verdict).toBe('split');
    expect(new Set(steps.flatMap(({ bridge }) => bridge ?? [])).size).toBe(14);
    expect(
      steps.flatMap(({ interruptions }) => interruptions).map(({ effect }) => effect),
    ).not.toContain('name-unresolved');
  });

  test('may be joined by and by', () => {
    const files = stories.slice(0, 3).map(({ files: [file] }) => file);
    const projects = files.map((file, n) =>
      projectOf('abc'.charAt(n), planned(file === undefined ? [] : [file], defaults)),
    );
    const [a, b, c] = projects;
    if (a === undefined || b === undefined || c === undefined) throw new Error('three stories');
    const inner = joined([a, b], defaults);
    const outer = joined([projectOf('ab', inner), c], defaults);
    expect(leadsToItsPlan(projectOf('ab', inner), { ...around, config: defaults })).toBe(true);
    expect(outer.verdict).toBe(joined(projects, defaults).verdict);
    expect(outer.connectionResets.length).toBe(joined(projects, defaults).connectionResets.length);
  });

  test('keep clients, waivers and settings of their own', () => {
    const [first, second] = stories;
    if (first === undefined || second === undefined) throw new Error('two stories');
    const client = {
      name: 'hq',
      kind: 'on-premises',
      ranges: ['10.200.0.0/16'],
      nat: [],
      reaches: [],
    } as const;
    const waiver = { rule: 'x', resource: 'y', reason: 'r', owner: 'o', expires: '2027-01-01' };
    const own: Config = { ...defaults, clients: [client], bridges: 'never' };
    const others: Config = {
      ...defaults,
      clients: [{ ...client, nat: ['203.0.113.1'] }],
      waivers: [waiver],
      dns: { customServersForward: true },
    };
    const facts = joinedFacts(
      [projectOf('a', planned(first.files, own)), projectOf('b', planned(second.files, others))],
      plannedWith(defaults),
    );
    const [a, b] = facts.parts;
    expect(a?.settings).toMatchObject({ clients: [client], bridges: 'never', waivers: [] });
    expect(b?.settings).toMatchObject({ waivers: [waiver], dns: { customServersForward: true } });
  });
});

describe('facts from a stranger', () => {
  const [story] = stories;
  const plan = planned(story?.files ?? [], defaults);

  test('survive being written and read', () => {
    const read = readPlan(JSON.parse(json(plan)));
    expect(read).toEqual(plan);
  });

  test('that do not lead to the plan beside them are not believed', () => {
    const other = planned(stories[1]?.files ?? [], defaults);
    expect(
      leadsToItsPlan({ ...projectOf('', plan), plan: other }, { ...around, config: defaults }),
    ).toBe(false);
  });

  test.each([
    ['nothing', undefined],
    ['a text', 'facts'],
    ['another version', { ...plan.facts, version: 2 }],
    ['no parts', { ...plan.facts, parts: [] }],
    ['a key more', { ...plan.facts, more: 1 }],
    ['values that nest without end', nested(plan, 20_000)],
    [
      'values that change prototypes',
      JSON.parse(JSON.stringify(plan.facts).replace('"name":', '"__proto__":')),
    ],
  ])('are none when they are %s', (_, facts) => {
    expect(readFacts(facts)).toBeUndefined();
  });

  test('never make the planner fail, whatever values they hold', () => {
    const text = JSON.stringify(plan.facts);
    const strings = [...new Set(text.match(/"[^"\\]{1,60}"(?=[,\]}])/g) ?? [])];
    fc.assert(
      fc.property(
        fc.constantFrom(...strings),
        fc.oneof(
          fc.string(),
          fc.constantFrom(
            '',
            '/',
            '__proto__',
            'constructor',
            '0.0.0.0/0',
            '/subscriptions/x',
            '::/0',
          ),
        ),
        (found, value) => {
          const facts = readFacts(JSON.parse(text.replaceAll(found, () => JSON.stringify(value))));
          if (facts !== undefined) derived(facts, { ...around, config: defaults });
        },
      ),
      runs(60),
    );
  });
});

const around = {
  now: '2026-12-01T09:00:00Z',
  toolVersion: '0.0.0',
  digest: sha256,
};

function planned(files: readonly InputFile[], config: Config): Plan {
  const result = analyse({ ...around, files, config, withFacts: true });
  if ('problems' in result) throw new Error(JSON.stringify(result.problems));
  return result.plan;
}

/** As a later job sees the plan. */
function projectOf(name: string, plan: Plan): Project {
  const facts = readFacts(JSON.parse(JSON.stringify(plan.facts)));
  if (facts === undefined) throw new Error('The plan has no facts.');
  return { name, plan, facts };
}

/** A run that is given everything calls files without a project by their path where there are several. */
function inProject(name: string, files: readonly InputFile[]): readonly InputFile[] {
  return files.map((file) => ({ ...file, project: name }));
}

function joined(projects: readonly Project[], config: Config): Plan {
  const facts = joinedFacts(projects, plannedWith(config));
  return together(projects, facts, { ...around, config }, true).plan;
}

/** All that is planned; which settings said so, and what is said of projects, is another matter. */
function essence({ facts: _facts, projects: _projects, headline: _headline, ...rest }: Plan) {
  return rest;
}

function nested(plan: Plan, depth: number): unknown {
  const value = JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`);
  const copy = JSON.parse(JSON.stringify(plan.facts));
  copy.parts[0].readings[0].resources[0].before = { properties: value };
  return copy;
}
