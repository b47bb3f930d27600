import { afterEach, describe, expect, test, vi } from 'vitest';
import { annotate } from '../../src/adapters/job.ts';
import { isOccasion } from '../../src/adapters/occasion.ts';
import type { Plan, PlanHazard } from '../../src/core/plan.ts';
import { type RemarkOptions, remarks } from '../../src/renderers/check.ts';

afterEach(() => vi.restoreAllMocks());

const hazard: PlanHazard = {
  rule: 'se-sql-40914',
  severity: 'outage',
  confidence: 'certain',
  says: 'snet-app is refused.',
  remedy: 'Add the rule first.',
  origin: { file: 'plan.json', address: 'azurerm_subnet.app', line: 7 },
  source: 'https://learn.microsoft.com',
};
const notice: PlanHazard = { ...hazard, severity: 'notice' };
const waived: PlanHazard = {
  ...hazard,
  waived: { reason: 'CR-1', owner: 'netops', expires: '2027-03-31' },
};

describe('annotations', () => {
  test('name rule, file and line, as grave as the hazard', () => {
    const risk: PlanHazard = { ...hazard, severity: 'risk', origin: { file: '-', address: 'a' } };
    expect(printed([hazard, risk, notice], { folder: 'infra' })).toEqual([
      '::error title=se-sql-40914,file=infra/plan.json,line=7::snet-app is refused. Add the rule first.',
      '::warning title=se-sql-40914::snet-app is refused. Add the rule first.',
      '::notice title=se-sql-40914,file=infra/plan.json,line=7::snet-app is refused. Add the rule first.',
    ]);
  });

  test('stand on the line of the sources that is known, and end with the page of the rule', () => {
    const placeOf = () => ({ file: 'infra/main.tf', line: 12 });
    const rulesUrl = 'https://github.com/octo/planner/blob/v1/docs/rules/';
    expect(printed([hazard], { folder: 'infra', placeOf, rulesUrl })).toEqual([
      `::error title=se-sql-40914,file=infra/main.tf,line=12::snet-app is refused. Add the rule first. ${rulesUrl}se-sql-40914.md`,
    ]);
  });

  test('are ten of each level at most, the last one counting the rest; waived hazards are none', () => {
    const many = (number: number, of: PlanHazard) => Array.from({ length: number }, () => of);
    const lines = printed([waived, ...many(14, hazard), ...many(10, notice)]);
    expect(lines).toHaveLength(20);
    expect(lines[9]).toBe('::error::5 more of this level stand in the job summary.');
    expect(lines.filter((line) => line.includes('more of this level'))).toHaveLength(1);
  });

  test('break out of their line with no name', () => {
    const says = 'a\n::add-mask::b%0A::stop-commands::c\r d';
    const file = 'x,line=1::error::y\nz';
    expect(printed([{ ...hazard, says, origin: { file, address: '' } }])).toEqual([
      '::error title=se-sql-40914,file=x%2Cline=1%3A%3Aerror%3A%3Ay\\u{a}z::a ::add-mask::b%250A::stop-commands::c d Add the rule first.',
    ]);
  });
});

describe('a plan is an occasion to comment', () => {
  test.each([
    ['nothing moves', plan({}), { findings: false, changes: false, always: true, never: false }],
    [
      'flows move, none stops',
      plan({ verdict: 'safe', transitions: 1 }),
      { findings: false, changes: true, always: true, never: false },
    ],
    [
      'only a notice',
      plan({ verdict: 'safe', hazards: [notice] }),
      { findings: false, changes: false, always: true, never: false },
    ],
    [
      'a waived hazard',
      plan({ verdict: 'safe', hazards: [waived] }),
      { findings: false, changes: false, always: true, never: false },
    ],
    [
      'a hazard',
      plan({ verdict: 'safe', hazards: [hazard] }),
      { findings: true, changes: true, always: true, never: false },
    ],
    [
      'a window',
      plan({ verdict: 'window', transitions: 1 }),
      { findings: true, changes: true, always: true, never: false },
    ],
  ])('when %s', (_, of, wanted) => {
    const answers = (['findings', 'changes', 'always', 'never'] as const).map((on) => [
      on,
      isOccasion(of, on, 'risk'),
    ]);
    expect(Object.fromEntries(answers)).toEqual(wanted);
  });
});

describe('a finding to comment on', () => {
  const risk: PlanHazard = { ...hazard, severity: 'risk' };
  test.each([
    ['an outage', plan({ verdict: 'safe', hazards: [hazard] }), [true, true, true]],
    ['a risk', plan({ verdict: 'safe', hazards: [risk] }), [false, true, true]],
    ['a notice', plan({ verdict: 'safe', hazards: [notice] }), [false, false, true]],
    ['a waived outage', plan({ verdict: 'safe', hazards: [waived] }), [false, false, false]],
    ['a window', plan({ verdict: 'window' }), [false, true, true]],
    ['a change that stops somebody', plan({ verdict: 'split' }), [true, true, true]],
  ])('is %s, from the severity on that is asked for', (_, of, wanted) => {
    const severities = ['outage', 'risk', 'notice'] as const;
    expect(severities.map((severity) => isOccasion(of, 'findings', severity))).toEqual(wanted);
  });
});

function printed(hazards: readonly PlanHazard[], options?: RemarkOptions): readonly string[] {
  const lines: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    lines.push(String(text).replace(/\r?\n$/, ''));
    return true;
  });
  annotate(remarks({ ...plan({}), hazards }, options));
  vi.restoreAllMocks();
  return lines;
}

function plan(of: {
  readonly verdict?: Plan['verdict'];
  readonly transitions?: number;
  readonly hazards?: readonly PlanHazard[];
}): Plan {
  const { verdict = 'clear', transitions = 0, hazards = [] } = of;
  return {
    verdict,
    hazards,
    stages: [],
    transitions: Array.from({ length: transitions }),
  } as unknown as Plan;
}
