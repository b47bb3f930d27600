import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sha256 } from '../src/adapters/digest.ts';
import { analyse } from '../src/analyse.ts';
import { defaults } from '../src/core/config.ts';
import { summaryBudget } from '../src/renderers/fit.ts';
import { formats, type RenderOptions, render, renderFile } from '../src/renderers/index.ts';
import { payloadOf, runJob } from './contract/github-runner.ts';
import { withGitHub } from './contract/github-server.ts';

// A plan file holds secrets. Wherever it can hold one that is no fact about a network, a secret is planted; none may come out
// anywhere.

const root = join(import.meta.dirname, '..');
const plans = [
  'examples/orders/plan.json',
  ...readdirSync(join(root, 'test/cases'))
    .filter((name) => !name.includes('.'))
    .flatMap((name) =>
      readdirSync(join(root, 'test/cases', name, 'in'))
        .filter((file) => file.endsWith('.json'))
        .map((file) => `test/cases/${name}/in/${file}`),
    ),
];

const mark = 'CANARY';

describe.each(plans)('%s with secrets planted in it', (path) => {
  const planted = plant(JSON.parse(readFileSync(join(root, path), 'utf8')));

  test('gives a plan that shows none in any format', async () => {
    const text = JSON.stringify(planted);
    expect(text.split(mark).length).toBeGreaterThan(20);
    const result = analyse({
      files: [{ kind: 'terraform-plan', path: 'plan.json', bytes: Buffer.from(text) }],
      config: defaults,
      now: '2026-12-01T09:00:00Z',
      toolVersion: '0.0.0',
      digest: sha256,
      why: '',
      withFacts: true,
    });
    if ('problems' in result) throw new Error(JSON.stringify(result.problems));
    const { plan, why = [] } = result;
    expect(plan.facts).toBeDefined();
    const options: RenderOptions = { now: '2026-12-01T09:00:00Z' };
    const outputs = [
      ...formats.map((format) => render(plan, format, options)),
      await renderFile(plan, 'ics', options),
      render(plan, 'markdown', { budget: summaryBudget }),
      ...why,
    ];
    expect(outputs.flatMap((output) => output.match(/.{0,60}CANARY.{0,20}/) ?? [])).toEqual([]);
  });
});

test('a job shows none in its log, its outputs, its summary, its files and its comment', () =>
  withGitHub(async (github) => {
    const orders = JSON.parse(readFileSync(join(root, 'examples/orders/plan.json'), 'utf8'));
    const files = { 'json-file': 'p.json', 'html-file': 'p.html', 'sarif-file': 'p.sarif' };
    const result = await runJob({
      event: 'pull_request',
      payload: payloadOf('pull_request', ({ action }) => action === 'opened'),
      apiUrl: github.url,
      files: { 'plan.json': JSON.stringify(plant(orders)) },
      inputs: { 'terraform-plan': 'plan.json', 'check-run': 'true', ...files },
    });
    const everything = [
      result.log,
      result.summary,
      JSON.stringify(result.outputs),
      ...Object.values(files).map(result.file),
      ...github.comments().map(({ body }) => body),
      JSON.stringify(github.checks()),
    ];
    expect(github.comments()).toHaveLength(1);
    expect(everything.every((text) => text !== undefined && text !== '')).toBe(true);
    expect(everything.join('\n')).not.toContain(mark);
  }));

type Json = Readonly<Record<string, unknown>>;

/** `plan` with secrets: in every record of every resource, in resources that are no network, and all around them. */
function plant(plan: Json): Json {
  let number = 0;
  const secret = () => `${mark}-${++number}`;
  const changes = (plan.resource_changes as readonly Json[] | undefined) ?? [];
  return {
    ...plan,
    variables: { ...Object(plan.variables), db_password: { value: secret() } },
    planned_values: { ...Object(plan.planned_values), outputs: output(secret) },
    output_changes: { key: { actions: ['create'], before: null, after: secret() } },
    prior_state: withOutputs(plan.prior_state, output(secret)),
    checks: [{ address: { kind: 'check', name: secret() }, status: 'fail', problems: [secret()] }],
    relevant_attributes: [{ resource: secret(), attribute: [secret()] }],
    configuration: configuration(plan.configuration, secret),
    resource_changes: [
      ...changes.map((change) => ({ ...change, change: inChange(change.change, secret) })),
      ...strangers(secret),
    ],
  };
}

function output(secret: () => string): Json {
  return { connection_string: { sensitive: true, value: secret(), type: 'string' } };
}

function withOutputs(state: unknown, outputs: Json): unknown {
  if (typeof state !== 'object' || state === null) return state;
  const { values, ...rest } = state as Json;
  return { ...rest, values: { ...Object(values), outputs } };
}

function configuration(found: unknown, secret: () => string): Json {
  const whole = Object(found) as Json;
  return {
    ...whole,
    provider_config: {
      ...Object(whole.provider_config),
      other: { name: 'other', expressions: { client_secret: { constant_value: secret() } } },
    },
    root_module: {
      ...Object(whole.root_module),
      variables: { db_password: { default: secret(), description: secret() } },
    },
  };
}

function inChange(change: unknown, secret: () => string): Json {
  const { before, after, ...rest } = change as Json;
  return { ...rest, before: salted(before, secret), after: salted(after, secret) };
}

/** Attributes that no reader knows, at every level; those that a provider has and that nobody should read, at the top. */
function salted(value: unknown, secret: () => string, top = true): unknown {
  if (Array.isArray(value)) return value.map((item) => salted(item, secret, false));
  if (typeof value !== 'object' || value === null) return value;
  const inner = Object.entries(value)
    .filter(([key]) => key !== 'tags')
    .map(([key, one]) => [key, salted(one, secret, false)]);
  const own = {
    ...Object.fromEntries(inner),
    unknown_attribute: secret(),
    password: secret(),
    description: secret(),
  };
  if (!top) return own;
  return {
    ...own,
    tags: { owner: secret(), [secret()]: 'x' },
    primary_access_key: secret(),
    secondary_access_key: secret(),
    primary_connection_string: `DefaultEndpointsProtocol=https;AccountName=x;AccountKey=${secret()}`,
    administrator_login: secret(),
    administrator_login_password: secret(),
    admin_password: secret(),
    custom_data: secret(),
    identity: [{ type: 'SystemAssigned', principal_id: secret() }],
    timeouts: { create: secret() },
  };
}

/** Resources that are no network, with what they keep. */
function strangers(secret: () => string): readonly Json[] {
  return [
    ['random_password', { result: secret(), bcrypt_hash: secret() }],
    ['tls_private_key', { private_key_pem: secret() }],
    ['azurerm_key_vault_secret', { name: 'db', value: secret(), content_type: secret() }],
    ['azurerm_role_assignment', { principal_id: secret(), condition: secret() }],
    ['azurerm_app_configuration_key', { key: secret(), value: secret(), label: secret() }],
    ['azurerm_container_group', { container: [{ secure_environment_variables: { K: secret() } }] }],
    ['null_resource', { triggers: { script: secret() } }],
  ].map(([type, after], index) => ({
    address: `${type}.stranger${index}`,
    mode: 'managed',
    type,
    name: `stranger${index}`,
    provider_name: 'registry.terraform.io/hashicorp/other',
    change: { actions: ['create'], before: null, after, after_unknown: {}, after_sensitive: {} },
  }));
}
