import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readInputs } from '../../src/adapters/inputs.ts';
import { printProblem } from '../../src/core/problem.ts';

const manifest: { readonly inputs: Readonly<Record<string, { readonly default?: string }>> } =
  parse(readFileSync(join(import.meta.dirname, '../../action.yml'), 'utf8'));

describe('inputs', () => {
  test('are read by the names that action.yml gives them, and every one is read', () => {
    const asked = new Set<string>();
    readInputs((name) => {
      asked.add(name);
      return manifest.inputs[name]?.default ?? (name === 'terraform-plan' ? 'plan.json' : '');
    });
    expect([...asked].sort()).toEqual(Object.keys(manifest.inputs).sort());
  });

  test('that are left out are the defaults of action.yml', () => {
    const bare = { 'terraform-plan': 'plan.json' };
    const filled = Object.fromEntries(
      Object.entries(manifest.inputs).map(([name, input]) => [name, input.default ?? '']),
    );
    // Outside a matrix the expression of its default is null.
    expect(read({ ...filled, ...bare, matrix: 'null', 'github-token': '' })).toEqual(read(bare));
  });

  test('that are lists have an entry a line, with comments', () => {
    const lines = '# all of them\n infra/**/plan.json \n\n\tb.json # and this\r\nc#d.json\n';
    expect(read({ 'terraform-plan': lines })).toMatchObject({
      terraformPlans: ['infra/**/plan.json', 'b.json', 'c#d.json'],
    });
  });

  test('that ask for live Azure name the identity, if they like', () => {
    const plan = { 'terraform-plan': 'plan.json' };
    expect(read(plan)).toMatchObject({ live: false });
    expect(read({ ...plan, live: 'read' })).toMatchObject({ live: true });
    const named = { 'client-id': 'c', 'tenant-id': 't' };
    expect(read({ ...plan, live: 'read', ...named })).toMatchObject({
      clientId: 'c',
      tenantId: 't',
    });
  });

  test.each([
    [{}, 'There is nothing to read. Give the input terraform-plan.'],
    [{ 'terraform-plan': '# none' }, 'There is nothing to read. Give the input terraform-plan.'],
    [{ 'fail-on': 'blcoked' }, 'The input fail-on is "blcoked". Did you mean blocked?'],
    [{ annotations: 'yes' }, 'The input annotations is "yes". It can be true, false.'],
    [{ 'pr-number': '#4' }, 'The input pr-number is "#4". Give a number, such as 42.'],
    [{ live: 'discover' }, 'The input live is "discover". It can be none, read.'],
    [{ mode: 'verify' }, 'mode: verify is not available in this version; use mode: gate.'],
    [
      { mode: 'merge', 'plan-files': 'a.json' },
      'The input terraform-plan is not for mode: merge. Use mode: plan, which reads many plans at once.',
    ],
    [
      { mode: 'comment', 'terraform-plan': '' },
      'There is nothing to read. Give the input plan-files.',
    ],
    [
      { 'plan-files': 'a.json' },
      'The input plan-files is only for the modes merge, comment and gate. Leave it out.',
    ],
    [{ redact: 'all' }, 'The input redact is "all". It can be none, ids, ips, names.'],
    [
      { mode: 'gate', 'plan-files': 'p.json' },
      'The input stage is "". Give the number of a stage, such as 2.',
    ],
    [{ mode: 'gate', stage: '1' }, 'A gate has no plan. Give plan-files a plan.json.'],
    [{ stage: '1' }, 'The input stage is only for mode: gate. Leave it out.'],
    [{ 'comment-mode': 'hide' }, 'The input comment-mode is "hide". Did you mean hide-and-new?'],
    [
      { 'what-if': 'a\nb', 'terraform-plan': '' },
      'what-if: a b is not available in this version; give terraform-plan.',
    ],
  ])('%j is refused with one line', (inputs, line) => {
    const whole = 'terraform-plan' in inputs || Object.keys(inputs).length === 0;
    const answer = read(whole ? inputs : { 'terraform-plan': 'plan.json', ...inputs });
    expect('problems' in answer ? answer.problems.map(printProblem) : []).toEqual([line]);
  });
});

function read(inputs: Readonly<Record<string, string>>) {
  return readInputs((name) => inputs[name] ?? '');
}
