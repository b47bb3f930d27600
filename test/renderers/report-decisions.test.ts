import { describe, expect, test } from 'vitest';
import type { Plan, PlanDecision } from '../../src/core/plan.ts';
import { smallestBudget } from '../../src/renderers/fit.ts';
import { render } from '../../src/renderers/index.ts';
import { clear } from './samples.ts';

const vault: PlanDecision = {
  made: 'service-endpoint',
  change: 'add',
  what: 'Microsoft.KeyVault',
  names: ['snet-app', 'snet-batch'],
  instead: 'Private endpoints: kv-a (vault).',
  grounds: [
    {
      decision: 'onprem-clients',
      says: 'plant cannot use it.',
      source: 'https://learn.microsoft.com/x',
      confidence: 'likely',
    },
  ],
};

const store: PlanDecision = {
  made: 'private-endpoint',
  change: 'remove',
  what: 'storage account',
  names: ['stdata'],
  instead: 'Service endpoints: Microsoft.Storage on snet-app.',
  grounds: [],
};

const fold = (plan: Plan, rulesUrl?: string) =>
  /<details><summary>Service endpoint or private endpoint\?<\/summary>[\s\S]*?<\/details>/.exec(
    render(plan, 'markdown', rulesUrl === undefined ? {} : { rulesUrl }),
  )?.[0];

describe('the decision card', () => {
  test('says for each choice what the other way needs, and what speaks here', () => {
    expect(fold({ ...clear, decisions: [vault, store] })).toBe(
      `<details><summary>Service endpoint or private endpoint?</summary>

| This change | The other way | What speaks here |
| - | - | - |
| Adds service endpoint \`Microsoft.KeyVault\` on \`snet-app\` and \`snet-batch\` | Private endpoints: kv-a (vault). | plant cannot use it. (likely) |
| Removes a private endpoint to storage account \`stdata\` | Service endpoints: Microsoft.Storage on snet-app. | Nothing that the input shows. |

All that may speak, with sources: \`explain decisions\`.

</details>`,
    );
  });

  test('is not there where no endpoint comes or goes', () => {
    expect(fold(clear)).toBeUndefined();
  });

  test('has eight rows at most, whatever the room', () => {
    const many = Array.from({ length: 12 }, () => vault);
    const told = fold({ ...clear, decisions: many }) ?? '';
    expect(told.match(/^\| Adds /gm)).toHaveLength(8);
    expect(told).toContain('And 4 more: see the job summary and plan.json.');
  });

  test('names three grounds and five names, and counts the rest', () => {
    const [ground] = vault.grounds;
    const grounds = Array.from({ length: 5 }, () => ground).filter((each) => each !== undefined);
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const told = fold({ ...clear, decisions: [{ ...vault, grounds, names }] });
    expect(told).toContain('`e` and 2 more');
    expect(told).toContain('And 2 more in plan.json.');
  });

  test('goes first where room is short', () => {
    const budget = { most: smallestBudget, unit: 'bytes' } as const;
    const long = { ...vault, instead: 'x '.repeat(2_000) };
    expect(
      render({ ...clear, decisions: [long, long, long] }, 'markdown', { budget }),
    ).not.toContain('Service endpoint or private endpoint?');
  });

  test('links to the page of all decisions where the pages stand', () => {
    expect(fold({ ...clear, decisions: [vault] }, 'https://example.com/docs/rules/')).toContain(
      '[`explain decisions`](https://example.com/docs/rules/../decisions.md)',
    );
  });
});
