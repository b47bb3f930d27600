import { expect, test } from 'vitest';
import type { Explanation } from '../../src/core/explanation.ts';
import { explain } from '../../src/renderers/explain.ts';
import { renderDocument } from '../../src/renderers/index.ts';

const sql: Explanation = {
  kind: 'service',
  id: 'Microsoft.Sql/servers',
  title: 'Azure SQL Database',
  says: 'Denies whoever no rule matches, and checks per connection.',
  remedy: 'Add the rule before the endpoint, with the flag.',
  sources: [
    'https://learn.microsoft.com/azure/azure-sql/database/vnet-service-endpoint-rule-overview',
  ],
  confidence: 'certain',
  facts: [
    { label: 'Service endpoint', value: 'Microsoft.Sql', source: '', confidence: 'certain' },
    {
      label: 'Virtual network rules',
      value: '128',
      source:
        'https://learn.microsoft.com/azure/azure-sql/database/resource-limits-logical-server ; https://example.com/limits',
      confidence: 'likely',
    },
    {
      label: 'SKUs',
      value: 'All of them take rules.',
      source: 'https://example.com/limits',
      confidence: 'likely',
    },
  ],
};

test('an explanation says what is known, how surely, and by whom, in numbers', () => {
  expect(
    renderDocument(explain(sql), 'markdown'),
  ).toBe(`## \`Microsoft.Sql/servers\`: Azure SQL Database

Denies whoever no rule matches, and checks per connection.

**What to do:** Add the rule before the endpoint, with the flag.

| Fact | Value | Confidence | Source |
| - | - | - | - |
| Service endpoint | \`Microsoft.Sql\` | certain | |
| Virtual network rules | \`128\` | likely | 1, 2 |
| SKUs | All of them take rules. | likely | 2 |

Confidence: certain. Sources:

1. [resource-limits-logical-server](https://learn.microsoft.com/azure/azure-sql/database/resource-limits-logical-server)
2. \`https://example.com/limits\`
3. [vnet-service-endpoint-rule-overview](https://learn.microsoft.com/azure/azure-sql/database/vnet-service-endpoint-rule-overview)
`);
});

test('one without facts names its source below', () => {
  const bare = { ...sql, facts: [] };
  expect(renderDocument(explain(bare), 'markdown')).toContain(
    'Confidence: certain.<br>Source: [vnet-service-endpoint-rule-overview]',
  );
});

test('of a choice says when to choose what', () => {
  const choice: Explanation = { ...sql, kind: 'decision' };
  expect(renderDocument(explain(choice), 'markdown')).toContain(
    '| When | Choose | Confidence | Source |',
  );
});

test('on a terminal a source is an address to open', () => {
  expect(renderDocument(explain(sql), 'text')).toContain(
    'https://learn.microsoft.com/azure/azure-sql/database/vnet-service-endpoint-rule-overview',
  );
});
