import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sha256 } from '../../src/adapters/digest.ts';
import { hashOf } from '../../src/core/approval.ts';
import type { Redaction } from '../../src/core/config.ts';
import { merged, projectNames, unjoined } from '../../src/core/merge.ts';
import type { Plan, PlanHazard, PlanRoute, PlanTransition, Range } from '../../src/core/plan.ts';
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

  test('stays a gap, whatever a third tells', () => {
    const tellings = [
      telling(subnet, endpoint, 'a'),
      telling(subnet, { by: 'none', blocker: 'x' }, 'b'),
      telling(subnet, open, 'c'),
      telling(subnet, unknown, 'd'),
    ];
    for (const order of [tellings, tellings.toReversed()]) {
      const all = mergedAs(order);
      expect(all.transitions.map(({ to }) => to.by)).toEqual(['undecided']);
      expect(all.verdict).toBe('incomplete');
      expect(all.gaps).toHaveLength(1);
      expect(all.gaps[0]?.affects).toEqual(['app to st']);
      expect(all.gaps[0]?.origin.project).toBe('p0, p1, p2, p3');
    }
  });

  test('matters to nobody where all only guess that there is one', () => {
    const guessed = (to: PlanRoute, cause: string) =>
      evident(telling(subnet, to, cause), 'possible');
    const all = mergedAs([guessed(endpoint, 'a'), guessed({ by: 'none', blocker: 'x' }, 'b')]);
    expect(all.verdict).toBe('safe');
    expect(all.gaps).toHaveLength(1);
  });

  test('is known as well as the best of them knows it', () => {
    const known = (evidence: Flow['evidence'][]) =>
      mergedAs(evidence.map((each) => evident(telling(subnet, endpoint, each), each)))
        .transitions[0]?.flow.evidence;
    expect(known(['possible', 'observed'])).toBe('observed');
    expect(known(['declared', 'observed', 'possible'])).toBe('declared');
    expect(known(['observed', 'declared'])).toBe('declared');
  });

  test('ends on purpose only if all of them mean it', () => {
    const meant = (plan: Plan): Plan => ({
      ...plan,
      transitions: plan.transitions.map((each) => ({ ...each, intended: true })),
    });
    const [one, other] = [telling(subnet, endpoint, 'a'), telling(subnet, endpoint, 'b')];
    expect(mergedAs([meant(one), other]).transitions[0]?.intended).toBe(false);
    expect(mergedAs([meant(one), meant(other)]).transitions[0]?.intended).toBe(true);
  });

  test('of everybody is the same only where the same thing is called', () => {
    const everybody = (target: string) => {
      const plan = telling('*', endpoint, target);
      const rename = (each: PlanTransition) => ({
        ...each,
        flow: { ...each.flow, client: subnet, target: '*', targetName: target },
      });
      return { ...plan, transitions: plan.transitions.map(rename) };
    };
    expect(mergedAs([everybody('Storage'), everybody('Storage')]).transitions).toHaveLength(1);
    expect(mergedAs([everybody('Storage'), everybody('Sql')]).transitions).toHaveLength(2);
    const anybody = telling('*', endpoint, 'a');
    expect(mergedAs([anybody, anybody]).transitions).toHaveLength(2);
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

  function mergedAs(plans: readonly Plan[]): Plan {
    const parts = plans.map((plan, n) => ({ project: `p${n}`, plan }));
    return merged(parts, sha256);
  }

  function evident(plan: Plan, evidence: Flow['evidence']): Plan {
    return {
      ...plan,
      transitions: plan.transitions.map((each) => ({ ...each, flow: { ...each.flow, evidence } })),
    };
  }

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

type Flow = PlanTransition['flow'];

describe('the window of several plans', () => {
  type Window = Plan['maintenanceWindow'];
  const min = (least: number, most: number | null): Range => ({ min: least, max: most });
  const windowed = (window: Partial<Window>): Plan => ({
    ...clear,
    maintenanceWindow: {
      required: true,
      minutes: min(5, 10),
      timeZone: 'Europe/Berlin',
      proposals: [],
      because: '',
      ...window,
    },
  });
  const windowOf = (...plans: readonly Plan[]): Window =>
    merged(
      plans.map((plan, n) => ({ project: `p${n}`, plan })),
      sha256,
    ).maintenanceWindow;
  const idle = windowed({ required: false, minutes: min(100, 200), timeZone: 'UTC' });

  test('is as long as those that need one, one after the other', () => {
    const window = windowOf(windowed({}), idle, windowed({ minutes: min(1, 2) }));
    expect(window).toMatchObject({ required: true, minutes: min(6, 12) });
  });

  test('is needed by nobody where none needs one, and is then as long as all work', () => {
    expect(windowOf(idle, idle)).toMatchObject({ required: false, minutes: min(200, 400) });
  });

  test('has no end where one of them has none', () => {
    expect(windowOf(windowed({ minutes: min(1, null) }), windowed({})).minutes).toEqual(
      min(6, null),
    );
  });

  test('is told by the clock of those that need it, and by UTC where they differ', () => {
    expect(windowOf(windowed({}), idle).timeZone).toBe('Europe/Berlin');
    expect(windowOf(windowed({}), windowed({ timeZone: 'Asia/Tokyo' })).timeZone).toBe('UTC');
  });

  test('lists what each proposes, the earliest first', () => {
    const at = (start: string) =>
      ({ start, end: start, stages: [] as number[] }) as Window['proposals'][number];
    const days = ['2026-12-05', '2026-12-01', '2026-12-03', '2026-12-02'];
    const [a = '', b = '', c = '', d = ''] = days;
    const window = windowOf(
      windowed({ proposals: [at(a), at(b)] }),
      windowed({ proposals: [at(c), at(d)] }),
    );
    expect(window.proposals.map(({ start }) => start)).toEqual(days.toSorted());
  });

  test('says what its length is made of only where all that need one do', () => {
    const basis = { work: min(5, 10), rollback: min(1, 2), shares: [] };
    expect(windowOf(windowed({ basis }), windowed({ basis }), idle).basis).toMatchObject({
      work: min(10, 20),
      rollback: min(2, 4),
    });
    expect(windowOf(windowed({ basis }), windowed({}))).not.toHaveProperty('basis');
    expect(windowOf(idle)).not.toHaveProperty('basis');
  });
});

describe('rows of several plans', () => {
  const hazard = (more: Partial<PlanHazard>): PlanHazard => ({
    rule: 'a',
    severity: 'risk',
    confidence: 'certain',
    says: '',
    remedy: '',
    source: '',
    origin: { file: '', address: '' },
    ...more,
  });
  const hazards = (...all: readonly Partial<PlanHazard>[]) => {
    const parts = all.map((each, n) => ({
      project: `p${n}`,
      plan: { ...clear, hazards: [hazard(each)] },
    }));
    return merged(parts, sha256).hazards;
  };

  test('name what is graver first, then what is surer, then what comes earlier, then by rule', () => {
    const order: readonly Partial<PlanHazard>[] = [
      { severity: 'outage', confidence: 'possible', rule: 'z' },
      { severity: 'risk', confidence: 'certain', rule: 'a' },
      { severity: 'risk', confidence: 'certain', rule: 'b' },
      { severity: 'risk', confidence: 'likely', rule: 'a' },
      { severity: 'notice', confidence: 'certain', rule: 'a' },
    ];
    const rules = (rows: readonly Partial<PlanHazard>[]) =>
      rows.map(({ severity, confidence, rule }) => [severity, confidence, rule]);
    expect(rules(hazards(...order.toReversed()))).toEqual(rules(order));
    expect(rules(hazards(...order))).toEqual(rules(order));
  });

  test('put what has no stage before the first stage', () => {
    const staged = (stage: number | undefined, rule: string): Plan => ({
      ...sqlSplit,
      hazards: [hazard({ rule, ...(stage === undefined ? {} : { stage }) })],
    });
    const parts = [staged(2, 'a'), staged(1, 'b'), staged(undefined, 'c')].map((plan, n) => ({
      project: `p${n}`,
      plan,
    }));
    const two = merged(parts.slice(0, 1), sha256).hazards[0]?.stage;
    expect(two).toBe(2);
    expect(merged(parts, sha256).hazards.map(({ rule }) => rule)).toEqual(['c', 'a', 'b']);
  });

  test('are hidden as those of one plan were, and carry the decisions of each', () => {
    const plain = { project: 'a', plan: clear };
    const hidden = { project: 'b', plan: { ...clear, redacted: 'names' as const } };
    expect(merged([plain, hidden], sha256).redacted).toBe('names');
    expect(merged([plain, plain], sha256)).not.toHaveProperty('redacted');
    const decision = { decision: 'd' } as unknown as NonNullable<Plan['decisions']>[number];
    const decided = { project: 'c', plan: { ...clear, decisions: [decision] } };
    expect(merged([plain, decided], sha256).decisions).toHaveLength(1);
    expect(merged([plain], sha256)).not.toHaveProperty('decisions');
  });

  test('of projects that cannot be seen together name ten of them and count the rest', () => {
    const missing = (count: number) => {
      const names = Array.from({ length: count }, (_, n) => `p${n}`);
      const whole = unjoined(merged([{ project: 'a', plan: sqlSplit }], sha256), names, sha256);
      return whole.gaps[0]?.missing ?? '';
    };
    expect(missing(10)).toMatch(/^p0, .*p9: the plan/);
    expect(missing(11)).toMatch(/^p0, .*p9 and 1 more: the plan/);
  });

  test('keep the headline where the verdict stays, and say why where it does not', () => {
    const of = (plan: Plan) => unjoined(plan, ['p0'], sha256);
    expect(of(sqlSplit).headline).toBe(sqlSplit.headline);
    const safe: Plan = { ...sqlSplit, verdict: 'safe' };
    expect(of(safe).headline).not.toBe(safe.headline);
  });
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
  [
    ['./a//prod.JSON', 'a/dev.json'],
    ['prod', 'dev'],
  ],
  [['a.json.json'], ['a.json']],
  [
    ['x.jsonl/p', 'y.jsonl/p'],
    ['x.jsonl', 'y.jsonl'],
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
