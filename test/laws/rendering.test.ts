import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Plan, PlanHazard } from '../../src/core/plan.ts';
import { everything, ladder } from '../../src/renderers/detail.ts';
import { commentBudget, fitted, smallestBudget, summaryBudget } from '../../src/renderers/fit.ts';
import { render } from '../../src/renderers/index.ts';
import { markdown } from '../../src/renderers/markdown.ts';
import { report } from '../../src/renderers/report.ts';
import { anyPlan } from '../renderers/arbitrary-plan.ts';
import { largePlan, manyOutages, somePlan } from '../renderers/large-plans.ts';
import { calls, type Node, nodes, read, shape, words } from '../renderers/reading.ts';
import { runs } from './models.ts';

const rulesUrl = 'https://github.com/o/r/blob/main/docs/rules/';
const allowed = [rulesUrl, 'https://learn.microsoft.com/'];

const patient = 120_000;

describe('no name leaves its place (law 9)', () => {
  test(
    'markdown: none mentions, links, opens a tag or becomes anything but text',
    () => {
      fc.assert(
        fc.property(anyPlan, fc.constantFrom(...ladder), (plan, detail) => {
          expect(calls(read(markdown(report(plan, { rulesUrl }, detail))), allowed)).toEqual([]);
        }),
        runs(100),
      );
    },
    patient,
  );

  test(
    'markdown: the page has the same blocks, rows and cells whatever the names',
    () => {
      fc.assert(
        fc.property(anyPlan, (plan) => {
          const named = read(render(plan, 'markdown'));
          const unnamed = read(render(plain(plan), 'markdown'));
          expect(shape(named)).toEqual(shape(unnamed));
        }),
        runs(100),
      );
    },
    patient,
  );

  test(
    'html: the page has the same elements whatever the names',
    () => {
      fc.assert(
        fc.property(anyPlan, (plan) => {
          expect(elements(render(plan, 'html'))).toEqual(elements(render(plain(plan), 'html')));
        }),
        runs(100),
      );
    },
    patient,
  );

  test(
    'text, markdown and json: nothing moves a cursor, hides, or commands a runner',
    () => {
      fc.assert(
        fc.property(anyPlan, fc.constantFrom('text', 'markdown', 'json'), (plan, format) => {
          const page = render(plan, format);
          expect(page).not.toMatch(/[^\P{Cc}\n]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
          expect(page).not.toMatch(/^\s*::[a-z]/im);
          expect(page).not.toContain('##[');
        }),
        runs(100),
      );
    },
    patient,
  );
});

describe('a report fits whatever the plan, and tells every outage (law 10)', () => {
  test(
    'a comment fits its characters, a summary its bytes, and both say how many outages there are',
    () => {
      fc.assert(
        fc.property(largePlan, fc.integer({ min: smallestBudget, max: 70_000 }), (plan, most) => {
          for (const budget of [commentBudget, summaryBudget, { most, unit: 'bytes' } as const]) {
            const page = fitted(plan, budget);
            expect(size(page, budget.unit)).toBeLessThanOrEqual(budget.most);
            expect(page).toContain(outages(plan));
          }
        }),
        runs(20),
      );
    },
    patient,
  );

  test('at every level of detail, what is told of outages adds up to all of them', () => {
    fc.assert(
      fc.property(somePlan, fc.constantFrom(...ladder), (plan, detail) => {
        const page = read(markdown(report(plan, {}, detail)));
        expect(told(page)).toBe(outagesOf(plan).length);
      }),
    );
  });

  test('by number, each outage has its own place in plan.json', () => {
    fc.assert(
      fc.property(somePlan, (plan) => {
        const numbers = plan.hazards.flatMap(({ severity }, index) =>
          severity === 'outage' ? [index + 1] : [],
        );
        const page = read(markdown(report(plan, {}, { ...everything, hazards: 'numbers' })));
        expect(
          nodes(page, 'listItem')
            .flatMap((item) => placesOf(words(item)))
            .toSorted((a, b) => a - b),
        ).toEqual(numbers);
      }),
    );
  });

  test('2,000 outages with names of 100,000 characters each fit, and are named', () => {
    const plan = manyOutages(2_000, 'x'.repeat(100_000));
    const comment = fitted(plan, commentBudget);
    expect(comment.length).toBeLessThanOrEqual(commentBudget.most);
    expect(told(read(comment))).toBe(2_000);
  });

  test('2,000 outages with ordinary names are each named in a comment', () => {
    const comment = fitted(manyOutages(2_000, 'st'), commentBudget);
    for (const number of [1, 1_000, 2_000]) expect(comment).toContain(`snet-app→st${number}`);
  });
});

/** `plan` with an innocent word for every name; equal names stay equal, and a command stays one. */
function plain(plan: Plan): Plan {
  const words = new Map<string, string>();
  const word = (name: string) => {
    const known = words.get(name) ?? `${name.startsWith('az ') ? 'az ' : ''}w${words.size}`;
    words.set(name, known);
    return name.trim() === '' || name === '*' ? name : known;
  };
  const enums =
    /^(?:verdict|phase|severity|confidence|evidence|clientKind|effect|by|change|kind|status|start|end)$/;
  return JSON.parse(JSON.stringify(plan), (key, value) =>
    typeof value === 'string' && !enums.test(key) ? word(value) : value,
  );
}

function elements(page: string): readonly string[] {
  const tags = [...page.matchAll(/<\/?(\w+)/g)].map(([tag]) => tag);
  return tags.filter((tag) => !/^<\/?(?:code|strong|a|br)$/.test(tag));
}

/** How many outages a page tells: the items of the lists that hold them, or the counts that stand for them. */
function told(page: Node): number {
  const children = page.children ?? [];
  return children.reduce((sum, node, index) => {
    const next = children[index + 1];
    const says = words(node);
    if (node.type === 'heading' && says === 'Outages') return sum + (next?.children ?? []).length;
    if (node.type === 'paragraph' && countsIn(says) > 0 && next?.type === 'list')
      return sum + (next.children ?? []).length;
    if (node.type === 'paragraph') return sum + countsIn(says);
    if (node.type === 'list')
      return sum + (node.children ?? []).reduce((part, item) => part + countsIn(words(item)), 0);
    return sum;
  }, 0);
}

function countsIn(says: string): number {
  return [...says.matchAll(/([\d,]+) outages?\b/g)].reduce(
    (sum, [, number = '']) => sum + Number(number.replaceAll(',', '')),
    0,
  );
}

/** The places that a list of numbers and ranges names. */
function placesOf(says: string): readonly number[] {
  const numbers = /outages?: ([\d–, ]+)$/.exec(says)?.[1] ?? '';
  return [...numbers.matchAll(/(\d+)(?:–(\d+))?/g)].flatMap(([, from = '', to = from]) =>
    Array.from({ length: Number(to) - Number(from) + 1 }, (_, at) => Number(from) + at),
  );
}
function outagesOf(plan: Plan): readonly PlanHazard[] {
  return plan.hazards.filter(({ severity }) => severity === 'outage');
}

function outages(plan: Plan): string {
  const { length } = outagesOf(plan);
  return length === 0 ? '' : `${length.toLocaleString('en-US')} outage`;
}

function size(page: string, unit: 'characters' | 'bytes'): number {
  return unit === 'bytes' ? Buffer.byteLength(page) : page.length;
}
