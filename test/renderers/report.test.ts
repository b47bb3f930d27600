import { describe, expect, test } from 'vitest';
import type { Plan } from '../../src/core/plan.ts';
import { ladder } from '../../src/renderers/detail.ts';
import { commentBudget, fitted, smallestBudget } from '../../src/renderers/fit.ts';
import { render } from '../../src/renderers/index.ts';
import { markdown } from '../../src/renderers/markdown.ts';
import { report } from '../../src/renderers/report.ts';
import { duration, lasting } from '../../src/renderers/voice.ts';
import { manyOutages } from './large-plans.ts';
import { nodes, read, words } from './reading.ts';
import { minutes, origin } from './sample-parts.ts';
import { clear, incomplete, sqlBlocked, sqlSplit, window } from './samples.ts';
import { storageToPrivate } from './samples-storage.ts';

const rulesUrl = 'https://github.com/example/planner/blob/v1/docs/rules/';

function comment(plan: Plan): string {
  return render(plan, 'markdown', { rulesUrl, budget: commentBudget });
}

function headings(page: string): readonly string[] {
  return nodes(read(page), 'heading')
    .filter(({ depth = 0 }) => depth < 4)
    .map(words);
}

/** What a reader sees before the first line that opens. */
function firstScreen(page: string): string {
  return page.slice(0, page.indexOf('<details><summary>Stage'));
}

describe('the comments, as a reviewer reads them', () => {
  test.each([
    ['sql-split', sqlSplit],
    ['storage-to-private', storageToPrivate],
    ['sql-blocked', sqlBlocked],
    ['incomplete', incomplete],
    ['window', window],
    ['clear', clear],
  ])('%s', async (name, plan) => {
    await expect(comment(plan)).toMatchFileSnapshot(`golden/${name}.md`);
  });

  test('sql-split on a terminal', async () => {
    await expect(render(sqlSplit, 'text')).toMatchFileSnapshot('golden/sql-split.txt');
  });
});

describe('the first screen', () => {
  const opens: Plan['hazards'][number] = {
    rule: 'tf-network-rules-delete-opens',
    severity: 'risk',
    confidence: 'certain',
    says: 'st opens to all networks.',
    remedy: 'Keep it.',
    source: 'https://learn.microsoft.com/azure',
    origin: origin('azurerm_storage_account_network_rules.st'),
  };
  const waived = { reason: 'meant', owner: 'net', expires: '2027-01-01' };

  test.each<readonly [string, Plan['hazards'], boolean]>([
    ['a risk', [opens], true],
    ['no risk that is only possible', [{ ...opens, confidence: 'possible' }], false],
    ['no notice', [{ ...opens, severity: 'notice' }], false],
    ['no risk that was accepted', [{ ...opens, waived }], false],
  ])('of a plan that interrupts nobody names %s', (_, hazards, isNamed) => {
    const page = comment({ ...clear, verdict: 'safe', hazards });
    const [top = ''] = page.split('### Connections that reset');
    expect(top.includes('st opens to all networks.')).toBe(isNamed);
    expect(top.includes('[!WARNING]')).toBe(isNamed);
  });

  test.each([
    ['split', sqlSplit],
    ['blocked', sqlBlocked],
    ['window', { ...window, stages: sqlSplit.stages }],
  ])('of %s answers in order', (_, plan) => {
    expect(headings(comment(plan)).slice(1)).toEqual([
      'Connections that reset',
      'Firewall rules to change first',
      'DNS changes',
      'Maintenance window',
      'Stages',
    ]);
  });

  test('takes at most 6,000 characters', () => {
    for (const plan of [sqlSplit, storageToPrivate, sqlBlocked]) {
      expect(firstScreen(comment(plan)).length).toBeLessThanOrEqual(6_000);
    }
  });

  test('holds eight rows of a table, the others a click away', () => {
    const connectionResets = Array.from({ length: 30 }, (_, index) => ({
      ...sqlSplit.connectionResets[0],
      ...window.connectionResets[0],
      subnetName: `snet-${index}`,
    }));
    const page = comment({ ...sqlSplit, connectionResets } as Plan);
    const [first, more] = nodes(read(page), 'table');
    expect(first?.children).toHaveLength(1 + 8);
    expect(more?.children).toHaveLength(1 + 22);
    expect(page).toContain('<summary>22 more resets</summary>');
  });

  test('names the rule that the change lacks before those that it has', () => {
    const rows = nodes(read(comment(sqlSplit)), 'table')[1]?.children?.map(words) ?? [];
    expect(rows.slice(1).map((row) => /no: set it$|yes$/.exec(row)?.[0])).toEqual([
      'no: set it',
      'yes',
    ]);
  });

  test('raises one alert at most, and none where nothing stops', () => {
    const alerts = [
      sqlSplit,
      sqlBlocked,
      window,
      incomplete,
      clear,
      { ...clear, verdict: 'safe' } as const,
    ].map((plan) => comment(plan).match(/^> \[!\w+\]/gm) ?? []);
    expect(alerts).toEqual([
      ['> [!CAUTION]'],
      ['> [!CAUTION]'],
      ['> [!WARNING]'],
      ['> [!WARNING]'],
      [],
      [],
    ]);
  });

  test('says “none” in words, and no more than the input shows', () => {
    const none = { ...sqlSplit, connectionResets: [], firewallUpdates: [], dnsChanges: [] };
    expect(comment(none)).toContain('No connection resets.\n');
    expect(comment(none)).toContain('No firewall rule needs to change first.\n');
    expect(comment(none)).toContain('No DNS answer changes.\n');
    expect(comment(incomplete)).toContain('No connection resets, as far as the input shows.\n');
  });
});

test('a clear plan is three lines', () => {
  expect(
    comment(clear)
      .split('\n')
      .filter((line) => line !== ''),
  ).toHaveLength(3);
});

test('a clear plan still shows what it has to say', () => {
  const page = comment({
    ...clear,
    dnsChanges: storageToPrivate.dnsChanges,
    noise: sqlSplit.noise,
  });
  expect(headings(page)).toEqual([
    '✅ Clear: No existing client notices this change.',
    'DNS changes',
  ]);
  expect(page).toContain('<summary>Noise ignored: 1</summary>');
});

test('a step shows what to type, what to look for, the way back and its last safe moment', () => {
  const page = comment(sqlSplit);
  const code = nodes(read(page), 'code').map(words);
  for (const step of sqlSplit.stages.flatMap((stage) => stage.steps)) {
    for (const line of [
      ...(step.commands ?? []),
      ...step.rollback,
      ...step.verify.map(({ run }) => run),
    ]) {
      expect(code).toContain(line);
    }
  }
  expect(words(read(page))).toContain('Expect: A private address (10.20.1.x). Error 40914 means');
  expect(words(read(page))).toContain('Last safe moment: none: going back is possible at any time');
});

test('a waived hazard is listed with its reason, owner and expiry', () => {
  expect(words(read(comment(sqlSplit)))).toContain(
    'Waived until 2027-03-31 by netops: accepted in CHG-20418',
  );
});

test('a rule links to its page, and an id that is none does not', () => {
  const hazards = [{ ...sqlSplit.hazards[0], rule: '../../evil' }, sqlSplit.hazards[1]];
  const links = nodes(read(comment({ ...sqlSplit, hazards } as Plan)), 'link').map(
    ({ url }) => url,
  );
  expect(links).toContain(`${rulesUrl}se-affects-all-accounts.md`);
  expect(links.filter((url) => url?.includes('evil'))).toEqual([]);
});

test('done stages are ticked off', () => {
  const stages = sqlSplit.stages.map((stage) =>
    stage.number === 1
      ? { ...stage, steps: stage.steps.map((step) => ({ ...step, status: 'done' as const })) }
      : stage,
  );
  expect(comment({ ...sqlSplit, stages })).toMatch(/^- \[x\] \*\*1\. .*\n- \[ \] \*\*2\. /m);
});

describe('minutes in words', () => {
  test.each([
    [5, 15, '5–15 minutes', 'for 5–15 minutes'],
    [0, 15, 'up to 15 minutes', 'for up to 15 minutes'],
    [1, 1, '1 minute', 'for 1 minute'],
    [0, 0, 'less than a minute', 'for less than a minute'],
    [90, 150, '90 minutes to 2 hours 30 minutes', 'for 90 minutes to 2 hours 30 minutes'],
    [0, null, 'as long as people need', 'until somebody acts'],
    [15, null, '15 minutes and as long as people need', 'until somebody acts'],
  ])('%i to %s', (min, max, noun, adverb) => {
    expect(duration(minutes(min, max))).toBe(noun);
    expect(lasting(minutes(min, max))).toBe(adverb);
  });
});

describe('windows', () => {
  const proposal = (start: string, end: string, timeZone: string) =>
    comment({
      ...sqlSplit,
      maintenanceWindow: {
        ...sqlSplit.maintenanceWindow,
        timeZone,
        proposals: [{ start, end, stages: [2] }],
      },
    });

  test('are told in local time and in UTC', () => {
    expect(proposal('2026-07-04T20:00:00Z', '2026-07-04T21:30:00Z', 'Europe/Berlin')).toContain(
      'Sat 4 Jul 2026, 22:00 to 23:30 Europe/Berlin (Sat 20:00 to Sat 21:30 UTC): stage 2',
    );
  });

  test('in UTC are told once', () => {
    expect(proposal('2026-07-04T20:00:00Z', '2026-07-05T01:00:00Z', 'UTC')).toContain(
      '- Sat 4 Jul 2026, 20:00 to Sun 5 Jul, 01:00 UTC: stage 2',
    );
  });

  test('in a zone that is none are told as they stand', () => {
    expect(proposal('2026-07-04T20:00:00Z', '2026-07-05T01:00:00Z', 'Mars/Base')).toContain(
      '2026-07-04T20:00:00Z to 2026-07-05T01:00:00Z',
    );
  });
});

describe('room is made level by level', () => {
  const large = {
    ...storageToPrivate,
    hazards: manyOutages(300, 'st').hazards,
    gaps: Array.from({ length: 40 }, () => incomplete.gaps).flat() as Plan['gaps'],
  };

  test('each level takes no more room than the one above it', () => {
    const sizes = ladder.map((detail) => markdown(report(large, {}, detail)).length);
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
  });

  test('a command is whole or not there', () => {
    const long = `az ${'x'.repeat(2_000)}`;
    const stages = sqlSplit.stages.map((stage) => ({
      ...stage,
      steps: stage.steps.map((step) => ({ ...step, commands: [long] })),
    }));
    for (const detail of ladder) {
      const page = markdown(report({ ...sqlSplit, stages }, {}, detail));
      expect(page.includes('az xxx')).toBe(page.includes(long));
    }
  });

  test('what is only counted says where it stands', () => {
    const fullReportUrl = 'https://github.com/o/r/actions/runs/1';
    const page = fitted(manyOutages(5_000, 'st'), commentBudget, { fullReportUrl });
    expect(page).toContain(`[the job summary](${fullReportUrl}) and plan.json`);
  });

  test('a budget below the smallest report is our mistake', () => {
    expect(() => fitted(clear, { most: smallestBudget - 1, unit: 'bytes' })).toThrow(RangeError);
  });
});

test('a repair that stands in no file says so', () => {
  expect(comment(sqlBlocked)).toContain('| nowhere yet | 1 | **no: add it** |');
  const written = sqlBlocked.firewallUpdates.map((row) => ({
    ...row,
    origin: origin('azurerm_mssql_server.main', 3, 'sql.tf'),
  }));
  expect(comment({ ...sqlBlocked, firewallUpdates: written })).toContain(
    '| `azurerm_mssql_server.main` in `sql.tf:3` |',
  );
});
