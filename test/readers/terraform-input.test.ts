import { describe, expect, test } from 'vitest';
import { readTerraformPlans } from '../../src/readers/terraform-plan/read.ts';
import { bytesOf, fixture, item, lines, plan, read, reading } from './terraform-fixtures.ts';

const addresses = (input: Uint8Array | string | object) =>
  read(input).readings.map((one) => one.resources.map(({ address }) => address));

const subnet = (name: string) =>
  plan([item(`azurerm_subnet.${name}`, { actions: ['no-op'], before: {}, after: {} })]);
const one = JSON.stringify(subnet('a'));
const show = 'Give it what `terraform show -json tfplan > plan.json` writes.';

describe('several plans in one input', () => {
  const two = JSON.stringify(subnet('b'));

  test.each([
    ['one per line', `${one}\n${two}\n`],
    ['one after another', one + two],
    ['printed over several lines', `${JSON.stringify(subnet('a'), null, 2)}\n\n${two}`],
    ['a list', `[${one}, ${two}]`],
  ])('%s', (_, text) => {
    expect(addresses(text)).toEqual([['azurerm_subnet.a'], ['azurerm_subnet.b']]);
  });

  test('each is a project of its own', () => {
    const { readings } = readTerraformPlans(
      [{ path: 'plans.ndjson', project: 'hub', bytes: bytesOf(one + two) }],
      { wants: () => true },
    );
    expect(readings.map(({ path, project }) => [path, project])).toEqual([
      ['plans.ndjson', 'hub'],
      ['plans.ndjson', 'hub#2'],
    ]);
    expect(readings[1]?.resources[0]?.origin).toEqual({
      file: 'plans.ndjson',
      address: 'azurerm_subnet.b',
      project: 'hub#2',
    });
  });
});

describe('encodings', () => {
  const expected = [['azurerm_subnet.a["größe"]']];
  const text = JSON.stringify(
    plan([item('azurerm_subnet.a["größe"]', { actions: ['no-op'], before: {}, after: {} })]),
  );
  const le = Buffer.from(`\uFEFF${text}`, 'utf16le');

  test.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${text}`)],
    ['UTF-16 as PowerShell writes it', le],
    ['UTF-16 without a mark', le.subarray(2)],
    ['big-endian UTF-16', Buffer.from(le).swap16()],
    ['big-endian UTF-16 without a mark', Buffer.from(le).swap16().subarray(2)],
  ])('%s', (_, bytes) => {
    expect(addresses(bytes)).toEqual(expected);
  });

  test('UTF-16 longer than a piece of the decoder', () => {
    const long = { ...subnet('a'), filler: 'é'.repeat(2_000_000) };
    const bytes = Buffer.from(`\uFEFF${JSON.stringify(long)}`, 'utf16le');
    expect(addresses(bytes)).toEqual([['azurerm_subnet.a']]);
  });
});

test('what setup-terraform prints around a plan is stepped over', () => {
  const wrapped = `[command]/usr/bin/terraform-bin show -json tfplan\n${one}\n::debug::exited with code 0.\n`;
  expect(addresses(wrapped)).toEqual([['azurerm_subnet.a']]);
});

test('keys may stand in any order', () => {
  const sorted = JSON.stringify(JSON.parse(fixture('instances').toString(), sortKeys));
  const given = reading(fixture('instances'));
  expect(reading(sorted)).toEqual(given);

  function sortKeys(_: string, value: unknown): unknown {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  }
});

test.each([
  ['no changes', plan([])],
  ['no resources at all', { format_version: '1.2', planned_values: { root_module: {} } }],
  ['OpenTofu', plan([], { terraform_version: '1.9.0' })],
  ['the format of Terraform 0.12', { ...plan([]), format_version: '0.1' }],
  ['empty parts', plan([], { prior_state: null, configuration: {}, resource_drift: null })],
])('a plan with %s is a reading without resources', (_, input) => {
  expect(reading(input).resources).toEqual([]);
});

describe('an input that is no plan is one line: where, what, how to mend it', () => {
  test.each([
    ['an empty file', '', `plan.json: The file is empty. ${show}`],
    ['white space', ' \n', `plan.json: The file is empty. ${show}`],
    ['not JSON', 'hello', `plan.json:1:1 (byte 0): The file is not JSON from here on. ${show}`],
    [
      'a wrong character',
      one.replace(':[', ':!['),
      `plan.json:1:${one.indexOf(':[') + 2} (byte ${one.indexOf(':[') + 1}): The file is not JSON from here on. ${show}`,
    ],
    [
      'a truncated plan',
      one.slice(0, 100),
      `plan.json:1:101 (byte 100): The file ends in the middle of a value: it is truncated. ${show}`,
    ],
    [
      'a state',
      { format_version: '1.0', terraform_version: '1.11.4', values: { root_module: {} } },
      `plan.json:1:1 (byte 0): This is a Terraform state, not a plan. ${show}`,
    ],
    [
      'a state file',
      { version: 4, terraform_version: '1.11.4', serial: 3, lineage: 'x', resources: [] },
      `plan.json:1:1 (byte 0): This is a Terraform state, not a plan. ${show}`,
    ],
    [
      'the binary plan file',
      Buffer.from([0x50, 0x4b, 0x03, 0x04, 0x14, 0x00]),
      'plan.json:1:1 (byte 0): This is the binary plan file. Run `terraform show -json tfplan > plan.json` and give plan.json.',
    ],
    [
      'the plan as text',
      '\nTerraform used the selected providers to generate the following execution plan.',
      `plan.json:2:1 (byte 1): This is the plan as text, not as JSON. ${show}`,
    ],
    [
      'the plan as coloured text',
      '\u001b[0m\u001b[1mNote\u001b[0m\n  # azurerm_subnet.a\u001b[0m will be updated in-place',
      `plan.json:1:1 (byte 0): This is the plan as text, not as JSON. ${show}`,
    ],
    [
      'the log of terraform plan -json',
      '{"@level":"info","type":"version"}\n{"@level":"info","type":"planned_change"}\n',
      'plan.json:1:1 (byte 0): This is the log of `terraform plan -json`, not the plan. Save the plan with `terraform plan -out=tfplan`, then run `terraform show -json tfplan > plan.json`.',
    ],
    [
      'an encrypted plan',
      { meta: { 'key_provider.pbkdf2.k': 'x' }, encrypted_data: 'x', encryption_version: 'v0' },
      'plan.json:1:1 (byte 0): This plan is encrypted. Run `tofu show -json tfplan > plan.json` where the key is.',
    ],
    [
      'a newer format',
      plan([], { format_version: '2.0', resource_changes: 'otherwise' }),
      'plan.json:1:1 (byte 0): The plan has format 2.0; formats 0.1 to 1.x are understood. Use a newer azure-endpoint-planner, or the Terraform version that wrote format 1.',
    ],
    [
      'a what-if result',
      { status: 'Succeeded', properties: { changes: [] } },
      'plan.json:1:1 (byte 0): This is a what-if result, not a Terraform plan. Give it by --what-if.',
    ],
    [
      'an ARM template',
      { $schema: 'https://schema.management.azure.com/x', resources: [] },
      'plan.json:1:1 (byte 0): This is an ARM template or parameter file, not a Terraform plan. Compare templates by --base and --head.',
    ],
    [
      'other JSON',
      { hello: 'world' },
      `plan.json:1:1 (byte 0): This is JSON, but no Terraform plan: it has neither resource_changes nor planned_values. ${show}`,
    ],
    [
      'JSON that is no object',
      '42',
      `plan.json:1:1 (byte 0): This is JSON, but no Terraform plan: it is not an object. ${show}`,
    ],
  ])('%s', (_, input, expected) => {
    expect(lines(input)).toEqual([expected]);
    expect(read(input).readings).toEqual([]);
  });
});

test('text after a plan is a problem, though the plan is read', () => {
  const input = `${one}\nDone.`;
  expect(lines(input)).toEqual([
    `plan.json:2:1 (byte ${one.length + 1}): The file is not JSON from here on. ${show}`,
  ]);
  expect(read(input).readings).toHaveLength(1);
});

describe('a plan of wrong types is one line with the place', () => {
  const change = (more: object) => [item('azurerm_subnet.a', { actions: ['update'], ...more })];

  test.each([
    [plan('x' as never), 'resource_changes is not a list'],
    [plan([subnet('a')]), 'resource_changes[0] is not an object with "type" and "address"'],
    [plan([7, 8, 9]), 'resource_changes[0] is not an object (and 2 more like it)'],
    [plan([{ type: 7 }]), 'resource_changes[0] is not an object with "type" and "address"'],
    [plan([item('azurerm_subnet.a', 7 as never)]), 'resource_changes[0].change is not an object'],
    [
      plan(change({ actions: 'update' })),
      'resource_changes[0].change.actions is not a list of actions',
    ],
    [plan(change({ before: 'x' })), 'resource_changes[0].change.before is not an object or null'],
    [plan(change({ after: [] })), 'resource_changes[0].change.after is not an object or null'],
    [plan([], { prior_state: 7 }), 'prior_state is not an object'],
    [
      plan([], { prior_state: { values: { root_module: { resources: {} } } } }),
      'prior_state.values.root_module.resources is not a list',
    ],
    [plan([], { planned_values: [] }), 'planned_values is not an object'],
    [
      plan([], { configuration: { root_module: { module_calls: { a: { module: 'x' } } } } }),
      'configuration.root_module.module_calls.a.module is not an object',
    ],
    [plan([], { resource_drift: 'x' }), 'resource_drift is not a list'],
  ])('%#: %o', (input, expected) => {
    const problems = lines(input);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^plan\.json:1:\d+ \(byte \d+\): /);
    expect(problems[0]).toContain(
      `${expected}: this is not a plan as Terraform writes it. ${show}`,
    );
    expect(read(input).readings).toEqual([]);
  });

  test('what is of no interest may be of any shape', () => {
    const dashboard = item('azurerm_dashboard.a', { actions: 7, before: 'x' });
    expect(reading(plan([dashboard])).resources).toEqual([]);
  });
});

test('nesting without end does not end the reader', () => {
  const deep = (open: string, close: string) => open.repeat(200_000) + close.repeat(200_000);
  const modules = `{"resources":[],"child_modules":[`.repeat(5_000) + ']}'.repeat(5_000);
  const nested = (part: string) =>
    one.replace('"before":{}', `"before":{"a":${part}}`).replace('"after":{}', '"after":{"a":1}');
  expect(reading(nested(deep('[', ']'))).resources).toHaveLength(1);
  expect(reading(nested(deep('{"a":', '}').replace(':}', ':1}'))).resources).toHaveLength(1);
  const state = `{"prior_state":{"values":{"root_module":${modules}}},${one.slice(1)}`;
  expect(lines(state)[0]).toContain('is not fewer levels of modules');
});
