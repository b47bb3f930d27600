import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sha256 } from '../../src/adapters/digest.ts';
import { hashOf } from '../../src/core/approval.ts';
import type { Redaction } from '../../src/core/config.ts';
import { merged, projectNames, unjoined } from '../../src/core/merge.ts';
import type { Plan, PlanRoute, PlanTransition } from '../../src/core/plan.ts';
import { redacted } from '../../src/core/redact.ts';
import { checkTitle } from '../../src/renderers/check.ts';
import { commentBudget } from '../../src/renderers/fit.ts';
import { render } from '../../src/renderers/index.ts';
import { readPlan } from '../../src/renderers/plan-schema.ts';
import { anyPlan } from '../renderers/arbitrary-plan.ts';
import { clear, sqlSplit } from '../renderers/samples.ts';

const whole = merged(
  [
    { project: 'prod', plan: sqlSplit },
    { project: 'dev', plan: clear },
    { project: 'edge', plan: sqlSplit },
  ],
  sha256,
);

describe('several plans as one', () => {
  test('have the gravest verdict, and a row for each project', () => {
    expect(whole.verdict).toBe('split');
    expect(whole.headline).toMatch(
      /^Of three projects prod is the gravest \(one other likewise\): /,
    );
    expect(whole.projects?.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['prod', 'split'],
      ['dev', 'clear'],
      ['edge', 'split'],
    ]);
  });

  test('have their stages one after the other, and every row still names the right one', () => {
    const own = sqlSplit.stages.length;
    expect(whole.stages.map(({ number }) => number)).toEqual(
      [...Array(2 * own).keys()].map((n) => n + 1),
    );
    expect(whole.projects?.map(({ stages }) => stages.length)).toEqual([own, 0, own]);
    expect(whole.stages.at(own)?.title).toMatch(/^edge: /);
    const titles = (plan: Plan) =>
      plan.firewallUpdates.map(
        (row) => plan.stages.find(({ number }) => number === row.stage)?.title,
      );
    const before = titles(sqlSplit);
    expect(titles(whole)).toEqual([
      ...before.map((title) => `prod: ${title}`),
      ...before.map((title) => `edge: ${title}`),
    ]);
    const ids = whole.stages.flatMap(({ steps }) => steps.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('keep the reasons of their lengths, under the steps’ new numbers', () => {
    const one = reasoned();
    const both = merged(
      [
        { project: 'prod', plan: one },
        { project: 'edge', plan: one },
      ],
      sha256,
    );
    const second = both.stages.at(one.stages.length + 1);
    expect(second?.steps[0]?.id).toBe('edge: endpoint');
    expect(second?.steps[0]?.interruptions[0]?.basis?.[0]?.of).toBe('edge: endpoint');
    expect(second?.rollback).toMatchObject({
      steps: ['edge: endpoint'],
      lastSafeMoment: { before: 'edge: endpoint' },
      basis: { shares: [{ of: 'writes', step: 'edge: endpoint' }] },
    });
    expect(both.connectionResets.at(-1)?.basis?.[0]?.of).toBe('edge: endpoint');
    const [work, rollback, soak] = both.maintenanceWindow.basis?.shares ?? [];
    expect(work).toMatchObject({ of: 'work', minutes: { min: 10, max: 70 } });
    expect(rollback).toMatchObject({ of: 'rollback', minutes: { min: 0, max: 24 } });
    expect(soak).toMatchObject({ of: 'soak', minutes: { min: 1440, max: 1440 } });
  });

  test('say of each place whose it is', () => {
    const places = [...whole.hazards, ...whole.gaps, ...whole.noise].map(
      ({ origin }) => origin.project,
    );
    expect(new Set(places)).toEqual(new Set(['prod', 'edge']));
    expect(whole.inputs.every(({ project }) => project !== undefined)).toBe(true);
  });

  test('are a plan like any other, with a hash of their own', () => {
    expect(readPlan(JSON.parse(JSON.stringify(whole)))).toEqual(whole);
    expect(hashOf(whole, sha256)).toBe(whole.hash);
    expect(whole.hash).not.toBe(sqlSplit.hash);
  });

  test('are told with a table of projects above everything else, gravest first', () => {
    const page = render(whole, 'markdown');
    const rows = page.split('\n').filter((line) => /^\| `(?:prod|dev|edge)`/.test(line));
    expect(rows.map((row) => row.split('`')[1])).toEqual(['prod', 'edge', 'dev']);
    expect(page.indexOf('| `prod`')).toBeLessThan(page.indexOf('### Connections') >>> 0);
  });

  test('that stay as they are, are one count where they are several', () => {
    const quiet = ['dev', 'qa', 'lab'].map((project) => ({ project, plan: clear }));
    const page = render(
      merged([{ project: 'prod', plan: sqlSplit }, ...quiet], sha256),
      'markdown',
    );
    expect(page).toContain('3 other projects without a change.');
    expect(page).not.toMatch(/`(?:dev|qa|lab)`/);
  });

  test('that do not show what they were made from are incomplete at least, unless nothing changes', () => {
    const safe: Plan = { ...sqlSplit, verdict: 'safe' };
    const join = (plans: readonly Plan[]) => {
      const parts = plans.map((plan, n) => ({ project: `p${n}`, plan }));
      return unjoined(merged(parts, sha256), ['p0'], sha256);
    };
    expect(join([safe, clear]).verdict).toBe('incomplete');
    expect(join([sqlSplit, clear]).verdict).toBe('split');
    expect(join([clear, clear]).verdict).toBe('clear');
    const whole = join([safe, clear]);
    expect(whole.gaps[0]?.missing).toMatch(/^p0: the plan does not show what it was made from/);
    expect(hashOf(whole, sha256)).toBe(whole.hash);
  });

  test('that are clear are clear', () => {
    const parts = ['a', 'b'].map((project) => ({ project, plan: clear }));
    expect(merged(parts, sha256)).toMatchObject({
      verdict: 'clear',
      headline: 'Of two projects none changes a flow.',
    });
  });
});

describe('a flow that two projects tell of', () => {
  const subnet =
    '/subscriptions/1/resourceGroups/n/providers/Microsoft.Network/virtualNetworks/v/subnets/app';
  const account =
    '/subscriptions/2/resourceGroups/d/providers/Microsoft.Storage/storageAccounts/st';
  const open: PlanRoute = { by: 'internet', source: 'public' };
  const endpoint: PlanRoute = { by: 'service-endpoint', source: 'private' };
  const unknown: PlanRoute = { by: 'undecided', missing: ['the rules of st'] };

  test('is one, by ID whatever its case, with the causes of both', () => {
    const both = join(telling(subnet, endpoint, 'a'), telling(subnet.toUpperCase(), endpoint, 'b'));
    expect(both.transitions).toHaveLength(1);
    expect(both.transitions[0]?.causes).toEqual(['a', 'b']);
    expect(both).toMatchObject({ verdict: 'safe', gaps: [] });
  });

  test('is known where one of them knows it', () => {
    const [one] = join(telling(subnet, unknown, 'a'), telling(subnet, endpoint, 'b')).transitions;
    expect(one?.to).toEqual(endpoint);
  });

  test('and tell differently is a gap, and nothing is called safe', () => {
    const both = join(
      telling(subnet, endpoint, 'a'),
      telling(subnet, { by: 'none', blocker: 'x' }, 'b'),
    );
    expect(both.verdict).toBe('incomplete');
    expect(both.transitions[0]?.to.by).toBe('undecided');
    expect(both.gaps[0]?.howToFind).toContain('one run of plan');
  });

  test('is two where only an address in a configuration, or a hidden name, is the same', () => {
    const address = 'azurerm_subnet.app';
    expect(
      join(telling(address, endpoint, 'a'), telling(address, endpoint, 'b')).transitions,
    ).toHaveLength(2);
    const hide = (plan: Plan) => redacted(plan, 'names', sha256).plan;
    const [one, other] = [telling(subnet, endpoint, 'a'), telling(`${subnet}2`, endpoint, 'b')].map(
      hide,
    );
    if (one === undefined || other === undefined) throw new Error('Two plans are expected.');
    expect(join(one, other).transitions).toHaveLength(2);
  });

  function telling(client: string, to: PlanRoute, cause: string): Plan {
    const transition: PlanTransition = {
      flow: {
        client,
        clientKind: 'subnet',
        clientName: 'app',
        target: account,
        targetName: 'st',
        subresource: 'blob',
        evidence: 'declared',
      },
      from: open,
      to,
      causes: [cause],
      intended: false,
    };
    return { ...clear, verdict: 'safe', transitions: [transition] };
  }

  function join(one: Plan, other: Plan): Plan {
    return merged(
      [
        { project: 'network', plan: one },
        { project: 'data', plan: other },
      ],
      sha256,
    );
  }
});

describe('whatever plans are joined', () => {
  const parts = fc
    .array(anyPlan, { minLength: 1, maxLength: 4 })
    .map((plans) => plans.map((plan, index) => ({ project: `p${index}`, plan })));

  test('the result is a plan, with stages from 1 on and every hazard of each', () => {
    fc.assert(
      fc.property(parts, (given) => {
        const plan = merged(given, sha256);
        expect(Array.isArray(readPlan(JSON.parse(JSON.stringify(plan))))).toBe(false);
        expect(plan.stages.map(({ number }) => number)).toEqual(plan.stages.map((_, n) => n + 1));
        expect(plan.hazards).toHaveLength(given.flatMap((part) => part.plan.hazards).length);
        const rank = plan.hazards.map(({ severity }) => order.indexOf(severity));
        expect(rank).toEqual(rank.toSorted());
      }),
    );
  });

  test('what is hidden in it leaves a plan that can be read and told', () => {
    fc.assert(
      fc.property(parts, fc.constantFrom<Redaction>('ids', 'ips', 'names'), (given, what) => {
        const { plan } = redacted(merged(given, sha256), what, sha256);
        expect(Array.isArray(readPlan(JSON.parse(JSON.stringify(plan))))).toBe(false);
        const comment = render(plan, 'markdown', { budget: commentBudget });
        expect(comment.length).toBeLessThanOrEqual(commentBudget.most);
        expect(checkTitle(plan).length).toBeLessThan(200);
      }),
    );
  });
});

const order = ['outage', 'risk', 'notice'];

test.each([
  [
    ['plans/prod/plan.json', 'plans/dev/plan.json'],
    ['prod', 'dev'],
  ],
  [
    ['a/x/plan.json', 'b/x/plan.json'],
    ['a', 'b'],
  ],
  [
    ['endpoint-plan-prod.json', 'endpoint-plan-dev.json'],
    ['endpoint-plan-prod', 'endpoint-plan-dev'],
  ],
  [['p/plan.json'], ['p/plan']],
  [
    ['a.json', 'a.json'],
    ['a', 'a (2)'],
  ],
  [
    ['x/plan.json', 'x/y/plan.json'],
    ['x/plan', 'y'],
  ],
  [
    ['-', 'b.json'],
    ['-', 'b'],
  ],
])('the projects of %j are called %j', (paths, names) => {
  expect(projectNames(paths)).toEqual(names);
});

/** The sample with the reasons that the engine gives: shares of what is felt, of its second stage and of the window. */
function reasoned(): Plan {
  const why = { because: 'it takes that long', source: 'a page', confidence: 'likely' } as const;
  const share = (of: string, min: number, max: number) => ({ of, minutes: { min, max }, ...why });
  const writes = { ...share('writes', 0, 12), step: 'endpoint' };
  const none = { min: 0, max: 0 };
  const basis = { writes: writes.minutes, settling: none, checks: none, shares: [writes] };
  return {
    ...sqlSplit,
    stages: sqlSplit.stages.map((stage) => ({
      ...stage,
      basis,
      rollback: {
        minutes: writes.minutes,
        basis,
        steps: ['endpoint'],
        lastSafeMoment: { minutes: none, before: 'endpoint' },
      },
      steps: stage.steps.map((step) => ({
        ...step,
        interruptions: step.interruptions.map((one) => ({
          ...one,
          basis: [share('endpoint', 0, 5)],
        })),
      })),
    })),
    connectionResets: sqlSplit.connectionResets.map((row) => ({
      ...row,
      basis: [share('endpoint', 0, 5)],
    })),
    maintenanceWindow: {
      ...sqlSplit.maintenanceWindow,
      basis: {
        work: { min: 5, max: 35 },
        rollback: { min: 0, max: 12 },
        shares: [share('work', 5, 35), share('rollback', 0, 12), share('soak', 1440, 1440)],
      },
    },
  };
}
