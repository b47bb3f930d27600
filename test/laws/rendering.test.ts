import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ladder } from '../../src/renderers/detail.ts';
import { render } from '../../src/renderers/index.ts';
import { markdown } from '../../src/renderers/markdown.ts';
import { report } from '../../src/renderers/report.ts';
import { anyPlan } from '../renderers/arbitrary-plan.ts';
import { calls, read, shape } from '../renderers/reading.ts';

const rulesUrl = 'https://github.com/o/r/blob/main/docs/rules/';
const allowed = [rulesUrl, 'https://learn.microsoft.com/'];

describe('no name leaves its place (law 9)', () => {
  test('markdown: none mentions, links, opens a tag or becomes anything but text', () => {
    fc.assert(
      fc.property(anyPlan, fc.constantFrom(...ladder), (plan, detail) => {
        expect(calls(read(markdown(report(plan, { rulesUrl }, detail))), allowed)).toEqual([]);
      }),
    );
  });

  test('markdown: the page has the same blocks, rows and cells whatever the names', () => {
    fc.assert(
      fc.property(anyPlan, (plan) => {
        const named = read(render(plan, 'markdown'));
        const unnamed = read(render(plain(plan), 'markdown'));
        expect(shape(named)).toEqual(shape(unnamed));
      }),
    );
  });

  test('html: the page has the same elements whatever the names', () => {
    fc.assert(
      fc.property(anyPlan, (plan) => {
        expect(elements(render(plan, 'html'))).toEqual(elements(render(plain(plan), 'html')));
      }),
    );
  });

  test('text, markdown and json: nothing moves a cursor, hides, or commands a runner', () => {
    fc.assert(
      fc.property(anyPlan, fc.constantFrom('text', 'markdown', 'json'), (plan, format) => {
        const page = render(plan, format);
        expect(page).not.toMatch(/[^\P{Cc}\n]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect(page).not.toMatch(/^\s*::[a-z]/im);
        expect(page).not.toContain('##[');
      }),
    );
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
  const enums = /^(?:verdict|phase|severity|confidence|evidence|clientKind|effect|by|change|kind|status|start|end)$/;
  return JSON.parse(
    JSON.stringify(plan, (key, value) => (typeof value === 'string' && !enums.test(key) ? value : value)),
    (key, value) => (typeof value === 'string' && !enums.test(key) ? word(value) : value),
  );
}

function elements(page: string): readonly string[] {
  const tags = [...page.matchAll(/<\/?(\w+)/g)].map(([tag]) => tag);
  return tags.filter((tag) => !/^<\/?(?:code|strong|a|br)$/.test(tag));
}

describe('a report fits whatever the plan, and tells every outage (law 10)', () => {
  test('a comment fits its characters, a summary its bytes', () => {
    fc.assert(
      fc.property(largePlan, fc.integer({ min: smallestBudget, max: 70_000 }), (plan, most) => {
        for (const budget of [commentBudget, summaryBudget, { most, unit: 'bytes' } as const]) {
          const told = fitted(plan, budget);
          const size = budget.unit === 'bytes' ? utf8Length(told) : told.length;
          expect(size).toBeLessThanOrEqual(budget.most);
          expect(told).toContain(`${thousands(outagesOf(plan).length)} outage`);
        }
      }),
      { numRuns: 30 },
    );
  });
});
