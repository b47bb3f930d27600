import fc from 'fast-check';
import ICAL from 'ical.js';
import { JSDOM } from 'jsdom';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Plan } from '../../src/core/plan.ts';
import { render, renderFile } from '../../src/renderers/index.ts';
import { anyPlan, hostile } from './arbitrary-plan.ts';
import { clear, sqlBlocked, sqlSplit, window } from './samples.ts';
import { storageToPrivate } from './samples-storage.ts';

// Files for other programs, read by a parser that is not ours: ical.js of Thunderbird, and Mermaid itself.

const now = '2026-12-01T09:00:00Z';

/** Two stages that somebody feels, each with its window. */
const nights: Plan = {
  ...window,
  stages: window.maintenanceWindow.proposals.flatMap(({ start, end }, place) =>
    sqlSplit.stages.slice(1, 2).map((stage) => ({
      ...stage,
      number: place + 1,
      title: `Turn Microsoft.Sql on for snet-${place + 1}`,
      steps: stage.steps.map((step) => ({ ...step, id: `${place + 1}.1` })),
      window: { start, end },
    })),
  ),
};

describe('a calendar file', () => {
  test('has an event for each window, in UTC, with the runbook of its stages', async () => {
    const [one, two, ...more] = await events(nights);
    expect(more).toEqual([]);
    expect([one?.startDate.toString(), one?.endDate.toString()]).toEqual([
      '2026-12-12T21:00:00Z',
      '2026-12-13T01:00:00Z',
    ]);
    expect(two?.startDate.toString()).toBe('2026-12-19T21:00:00Z');
    const [first, second] = nights.stages;
    expect(one?.summary).toContain(first?.title);
    expect(one?.description).toContain('Sat 12 Dec 2026, 22:00');
    for (const step of first?.steps ?? []) expect(one?.description).toContain(step.title);
    expect(second?.steps.length).toBeGreaterThan(0);
    for (const step of second?.steps ?? []) expect(one?.description).not.toContain(`${step.id} `);
  });

  test('carries what to type, to check and to undo', async () => {
    const [event] = await events(sqlSplit);
    const stage = sqlSplit.stages.find(({ number }) => number === 2);
    const step = stage?.steps[0];
    expect(step?.rollback.length).toBeGreaterThan(0);
    for (const line of [...(step?.rollback ?? []), ...(step?.verify ?? []).map(({ run }) => run)]) {
      expect(event?.description.replace(/\s+/g, ' ')).toContain(line.replace(/\s+/g, ' '));
    }
  });

  test('is the same event when the window is sought again, and another when the plan is', async () => {
    const [event] = await events(nights);
    const [moved] = await events({
      ...nights,
      maintenanceWindow: {
        ...nights.maintenanceWindow,
        proposals: [{ start: '2027-01-02T21:00:00Z', end: '2027-01-03T01:00:00Z', stages: [1] }],
      },
    });
    const [other] = await events({ ...nights, hash: 'ab12'.repeat(16) });
    expect(moved?.uid).toBe(event?.uid);
    expect(other?.uid).not.toBe(event?.uid);
  });

  test('takes the place of what was sought earlier', async () => {
    const sequence = async (at: string) => {
      const file = ICAL.Component.fromString(await renderFile(nights, 'ics', { now: at }));
      return new ICAL.Event(file.getFirstSubcomponent('vevent') ?? undefined).sequence;
    };
    expect(await sequence('2026-12-01T09:01:00Z')).toBe((await sequence(now)) + 1);
  });

  test('is the same bytes for the same plan and now', async () => {
    expect(await renderFile(nights, 'ics', { now })).toBe(await renderFile(nights, 'ics', { now }));
  });

  test('is empty where no window is proposed', async () => {
    expect(await events(clear)).toEqual([]);
  });

  test('has lines of at most 75 bytes, whatever the names; none adds a property', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, hostile, async (title, command) => {
        const [stage] = nights.stages;
        if (stage === undefined) return;
        const steps = stage.steps.map((step) => ({ ...step, title, commands: [command] }));
        const plan = { ...nights, stages: [{ ...stage, title, steps }, ...nights.stages.slice(1)] };
        const file = await renderFile(plan, 'ics', { now });
        for (const line of file.split('\r\n')) {
          expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
          expect(line).not.toMatch(/[\r\n]/);
        }
        const names = ICAL.Component.fromString(file)
          .getAllSubcomponents('vevent')
          .map((event) => event.getAllProperties().map(({ name }) => name));
        expect(names).toEqual([properties, properties]);
      }),
      { numRuns: 50 },
    );
  });

  const properties = [
    'uid',
    'sequence',
    'dtstamp',
    'dtstart',
    'dtend',
    'summary',
    'description',
    'x-microsoft-cdo-busystatus',
  ];

  async function events(plan: Plan): Promise<readonly ICAL.Event[]> {
    const file = await renderFile(plan, 'ics', { now });
    return ICAL.Component.fromString(file)
      .getAllSubcomponents('vevent')
      .map((event) => new ICAL.Event(event));
  }
});

interface Task {
  readonly task: string;
  readonly section: string;
  readonly startTime: Date;
  readonly endTime: Date;
}

describe('a Gantt diagram', () => {
  let read: (text: string) => Promise<readonly Task[]>;

  beforeAll(async () => {
    const { window: page } = new JSDOM('');
    Object.assign(globalThis, { window: page, document: page.document });
    const { default: mermaid } = await import('mermaid');
    read = async (text) => {
      await mermaid.parse(text);
      const diagram = await mermaid.mermaidAPI.getDiagramFromText(text);
      expect(diagram.type).toBe('gantt');
      return (diagram.db as unknown as { getTasks: () => readonly Task[] }).getTasks();
    };
  }, 120_000);

  test.each([
    ['split', sqlSplit],
    ['window', nights],
    ['blocked', sqlBlocked],
    ['clear', clear],
    ['storage-to-private', storageToPrivate],
  ])('of %s has a bar for each stage, as long as it may take', async (_, plan) => {
    const tasks = (await read(render(plan, 'mermaid'))).filter(({ task }) => /^\d/.test(task));
    expect(tasks.map(minutes)).toEqual(plan.stages.map((stage) => stage.minutes.max ?? 0));
  });

  test('has a section for each window, which ends with the way back', async () => {
    const tasks = await read(render(nights, 'mermaid'));
    expect(tasks.map(({ task, section }) => [section.slice(0, 8), task.slice(0, 8)])).toEqual([
      ['Window 1', '1. Turn '],
      ['Window 1', 'Way back'],
      ['Window 2', '2. Turn '],
      ['Window 2', 'Way back'],
    ]);
  });

  test('tells a window across a clock change with both offsets', async () => {
    // New York leaves winter time on 14 March 2027 at 07:00Z.
    const window = { start: '2027-03-14T06:30:00Z', end: '2027-03-14T07:14:00Z' };
    const [stage] = nights.stages;
    if (stage === undefined) throw new Error('There is a stage.');
    const maintenanceWindow = { ...nights.maintenanceWindow, timeZone: 'America/New_York' };
    const plan = { ...nights, maintenanceWindow, stages: [{ ...stage, window }] };
    const [bar] = await read(render(plan, 'mermaid'));
    expect(bar?.section).toBe(
      'Window 1, Sun 14 Mar 2027, 01:30 (UTC-05:00) to 03:14 (UTC-04:00) America/New_York',
    );
  });

  test('is read whatever the names, with the same bars', async () => {
    await fc.assert(
      fc.asyncProperty(anyPlan, async (plan) => {
        const tasks = await read(render(plan, 'mermaid'));
        const bars = tasks.filter(({ task }) => !task.startsWith('Way back'));
        expect(bars).toHaveLength(plan.stages.length);
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  test('stands in the comment as Mermaid reads it', async () => {
    const [, drawn = ''] = /```mermaid\n([\s\S]*?)\n```/.exec(render(sqlSplit, 'markdown')) ?? [];
    expect(await read(drawn)).toHaveLength(3);
  });

  function minutes({ startTime, endTime }: Task): number {
    return (endTime.getTime() - startTime.getTime()) / 60_000;
  }
});

test('a change ticket says when, what hurts, how and how back', () => {
  const page = render(sqlSplit, 'ticket');
  expect(page.match(/^[A-Z].*(?=\n─)/gm)).toEqual([
    'When',
    'Impact',
    'Risks',
    'Open questions',
    ...sqlSplit.stages.map(({ number, title }) =>
      expect.stringContaining(`Stage ${number}: ${title}`),
    ),
  ]);
  expect(page).toContain(
    'Sat 12 Dec 2026, 22:00 to Sun 13 Dec, 02:00 Europe/Berlin (Sat 21:00 to Sun 01:00 UTC)',
  );
  expect(page).toContain(sqlSplit.hash);
});
