import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sha256 } from '../src/adapters/digest.ts';
import { analyse } from '../src/analyse.ts';
import { defaults } from '../src/core/config.ts';

// A genuine plan in which the rules of an account are a resource of their own, rewritten so that the account has them inline too.

interface Block {
  address: string;
  change: { actions: string[]; before: Values; after: Values | null; after_unknown: unknown };
}

type Values = Record<string, unknown>;

const plan = () => {
  const path = join(import.meta.dirname, 'cases/rules-resource-destroyed-opens/in/plan.json');
  const json = JSON.parse(readFileSync(path, 'utf8'));
  const change = (address: string): Block['change'] =>
    json.resource_changes.find((each: Block) => each.address === address).change;
  const rules = change('azurerm_storage_account_network_rules.data');
  const account = change('azurerm_storage_account.data');
  const own = { ...rules, actions: ['no-op'], after: rules.before, after_unknown: {} };
  Object.assign(rules, own);
  return { json, account };
};

const inline = (subnets: readonly string[]) => [
  {
    bypass: [],
    default_action: 'Deny',
    ip_rules: [],
    private_link_access: [],
    virtual_network_subnet_ids: subnets,
  },
];

function planned(json: unknown) {
  const bytes = Buffer.from(JSON.stringify(json));
  const result = analyse({
    files: [{ kind: 'terraform-plan', path: 'plan.json', bytes }],
    config: defaults,
    now: '2026-12-01T09:00:00Z',
    toolVersion: '0.0.0',
    digest: sha256,
  });
  if ('problems' in result) throw new Error(JSON.stringify(result.problems));
  return result.plan;
}

test('an inline block without the rule that a resource of its own gives shuts the subnet out', () => {
  const { json, account } = plan();
  account.actions = ['update'];
  account.after = { ...account.before, network_rules: inline([]) };
  const { verdict, hazards } = planned(json);
  expect(verdict).toBe('blocked');
  expect(hazards.find(({ rule }) => rule === 'tf-two-forms')).toMatchObject({
    severity: 'outage',
    confidence: 'likely',
  });
});

test('the same account without a word on its rules is left alone', () => {
  const { json, account } = plan();
  account.actions = ['update'];
  account.after = { ...account.before, tags: { team: 'shop' } };
  const { verdict, hazards } = planned(json);
  expect(verdict).toBe('clear');
  expect(hazards).toEqual([]);
});
