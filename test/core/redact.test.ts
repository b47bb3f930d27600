import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { sha256 } from '../../src/adapters/digest.ts';
import { analyse, type Planned } from '../../src/analyse.ts';
import { hashOf } from '../../src/core/approval.ts';
import { defaults, type Redaction } from '../../src/core/config.ts';
import type { Plan, PlanFlow } from '../../src/core/plan.ts';
import { redacted } from '../../src/core/redact.ts';
import { formats, render } from '../../src/renderers/index.ts';
import { readPlan } from '../../src/renderers/plan-schema.ts';
import { clear, sqlSplit } from '../renderers/samples.ts';

const cases = join(import.meta.dirname, '..', 'cases');
const folders = readdirSync(cases).filter((name) => !name.includes('.'));

/** Words that the planner uses itself, or Azure for everybody. */
const everydays =
  /^(?:default|internet|pipeline|any|none|public|private|GatewaySubnet|Azure\w+Subnet)$/i;

describe.each(folders)('%s, with names hidden', (folder) => {
  const { plan, names = [] } = planned(folder);
  let hidden: Plan;
  let everything: string;

  beforeAll(() => {
    hidden = redacted(plan, 'names', sha256, names).plan;
    everything = formats.map((format) => render(hidden, format)).join('\n');
  });

  test('shows none of them in any format, no ID and no address', () => {
    const shown = names
      .filter((name) => name.length > 2 && !everydays.test(name) && !/^[\d./]+$/.test(name))
      .filter((name) => !/privatelink|\.(?:net|com|io)$/.test(name))
      .filter((name) => wholeWord(name).test(everything));
    expect(shown).toEqual([]);
    expect(everything.match(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-/g) ?? []).toEqual([]);
    const addresses = everything.match(/(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])/g) ?? [];
    expect(addresses.filter((each) => !/^(?:0\.0\.0\.0|168\.63\.129\.16)$/.test(each))).toEqual([]);
  });

  test('is still a plan with the same rows, and its hash is its own', () => {
    expect(readPlan(JSON.parse(JSON.stringify(hidden)))).toEqual(hidden);
    expect(hidden.hash).toBe(hashOf(hidden, sha256));
    expect(hidden.hazards.map(({ rule }) => rule)).toEqual(plan.hazards.map(({ rule }) => rule));
    expect(hidden.verdict).toBe(plan.verdict);
  });
});

describe('what is hidden', () => {
  const { plan, names = [] } = planned('sql-two-subnets-flag-set');

  test('is nothing unless asked for', () => {
    expect(redacted(plan, 'none', sha256).plan).toBe(plan);
  });

  test.each<[Redaction, boolean, boolean, boolean]>([
    ['ids', false, true, true],
    ['ips', false, false, true],
    ['names', false, false, false],
  ])('by %s is what it says and what the milder ones hide', (what, ids, ips, named) => {
    const text = JSON.stringify(
      redacted(
        { ...plan, headline: `${plan.headline} 203.0.113.7 2001:db8::7` },
        what,
        sha256,
        names,
      ).plan,
    );
    expect(/\/subscriptions\/[0-9a-f]{8}-/.test(text)).toBe(ids);
    expect(text.includes('203.0.113.7')).toBe(ips);
    expect(text.includes('2001:db8::7')).toBe(ips);
    const subnets = plan.connectionResets.map(({ subnetName }) => subnetName);
    expect(subnets.some((name) => text.includes(name))).toBe(named);
  });

  test('has one other word wherever it stood, and the same in every run', () => {
    const once = redacted(plan, 'names', sha256, names).plan;
    expect(redacted(plan, 'names', sha256, names).plan).toEqual(once);
    const told = (from: typeof plan) =>
      from.connectionResets.map(({ subnet, subnetName }) => subnet.endsWith(`/${subnetName}`));
    expect(told(once)).toEqual(told(plan));
    const distinct = (from: typeof plan) =>
      new Set(from.connectionResets.map((row) => row.subnetName)).size;
    expect(distinct(once)).toBe(distinct(plan));
  });

  test('is hidden in lines beside the plan too', () => {
    const { line } = redacted(plan, 'names', sha256, ['snet-secret']);
    expect(line('A waiver of snet-secret expired.')).toMatch(
      /^A waiver of resource-\d+ expired\.$/,
    );
    expect(line('The snet-secretary stays.')).toBe('The snet-secretary stays.');
  });
});

describe('a text in which nothing is known beforehand', () => {
  const { plan } = planned('sql-two-subnets-flag-set');
  const hidden = (headline: string, what: Redaction = 'names', known: readonly string[] = []) =>
    redacted({ ...plan, headline }, what, sha256, known).plan.headline;

  test('has a word of its own for each ID', () => {
    const guid = '11111111-2222-3333-4444-555555555555';
    expect(hidden(`/subscriptions/sub-a/x, /subscriptions/sub-b/x, ${guid}`, 'ids')).toMatch(
      /^\/subscriptions\/(id-\d+)\/x, \/subscriptions\/(?!\1\b)(id-\d+)\/x, (?!\1\b|\2\b)id-\d+$/,
    );
    expect(hidden('/subscriptions/sub-a/x, /subscriptions/SUB-A/x', 'ids')).toMatch(
      /^\/subscriptions\/(id-\d+)\/x, \/subscriptions\/\1\/x$/,
    );
  });

  test('has one for each resource group, in an ID or a command', () => {
    const text =
      "/resourceGroups/rg-one/a; az x -g rg-two; az x --resource-group 'rg-three'; rg-ONE";
    expect(hidden(text, 'ids')).toMatch(
      /^\/resourceGroups\/(group-\d+)\/a; az x -g (?!\1\b)(group-\d+); az x --resource-group '(?!\1\b|\2\b)group-\d+'; \1$/,
    );
  });

  test('has one for each address, but for those that are everybody’s', () => {
    const open = '0.0.0.0, 255.255.255.255, 168.63.129.16, ::';
    expect(hidden(`10.91.2.3, 10.91.2.4, 2001:db8::9, ${open}`, 'ips')).toMatch(
      /^(ip-\d+), (?!\1\b)(ip-\d+), (?!\1\b|\2\b)ip-\d+, 0\.0\.0\.0, 255\.255\.255\.255, 168\.63\.129\.16, ::$/,
    );
    expect(hidden('10.91.2.3', 'ids')).toBe('10.91.2.3');
  });

  test('keeps the type in the address of a resource', () => {
    expect(hidden('azurerm_subnet.q[0], azurerm_subnet.q[1], module.hub["weu"]')).toMatch(
      /^azurerm_subnet\.(address-\d+), azurerm_subnet\.(?!\1\b)address-\d+, module\.module-\d+$/,
    );
  });

  test('gives up the names in its IDs and commands, wherever else they stand', () => {
    const id =
      '/subscriptions/s/resourceGroups/rg-q/providers/Microsoft.Network/virtualNetworks/vnet-q/subnets/snet-q';
    expect(
      hidden(`${id} holds snet-q of VNET-Q; az storage show --name stqq; stqq closes`),
    ).toMatch(
      /\/virtualNetworks\/(vnet-\d+)\/subnets\/(subnet-\d+) holds \2 of \1; az storage show --name (resource-\d+); \3 closes$/,
    );
  });

  test('keeps what is a service’s in a host name, and nothing of another', () => {
    const hosts = ['stqq.blob.core.windows.net', 'vault.contoso.test'];
    expect(hidden(`${hosts.join(' ')} stqq`, 'names', hosts)).toMatch(
      /^(resource-\d+)\.blob\.core\.windows\.net host-\d+ \1$/,
    );
  });
});

describe('names that stand in the rows of a plan and nowhere else', () => {
  const owned = '/providers/Microsoft.Network/virtualNetworks/vnet-9/subnets/snet-9';
  const flow: PlanFlow = {
    client: owned,
    clientKind: 'subnet',
    clientName: 'quokka',
    target: '*',
    targetName: 'numbat',
    subresource: 'vault',
    evidence: 'declared',
  };
  const interruption = {
    flow,
    effect: 'reset' as const,
    minutes: { min: 0, max: 5 },
    causedBy: 'x',
    restoredBy: 'y',
  };
  const plan: Plan = {
    ...clear,
    asWritten: { ...clear.asWritten, interruptions: [interruption] },
    connectionResets: sqlSplit.connectionResets
      .slice(0, 1)
      .map((reset) => ({ ...reset, workloads: ['bilby', 'potoroo'] })),
    headline:
      'quokka, numbat, bilby, POTOROO, dunnart, kowari-kowari-2, kowari-2, kowari and vault; aquokka stays',
    gaps: [
      {
        origin: { file: 'a.tf', address: '', project: 'dunnart' },
        missing: 'Microsoft.KeyVault, any client',
        affects: ['kowari', 'kowari-2', 'kowari-kowari-2'],
        howToFind: '',
      },
    ],
    projects: [
      {
        name: 'x',
        verdict: 'clear',
        headline: '',
        stages: [],
        windowRequired: false,
        hash: clear.hash,
      },
    ],
  };
  const hide = (known: readonly string[] = []) => redacted(plan, 'names', sha256, known).plan;

  test('are hidden, also in sentences, and only where they are words', () => {
    const { headline, asWritten, connectionResets } = hide([
      'kowari',
      'kowari-2',
      'kowari-kowari-2',
    ]);
    expect(headline).not.toMatch(/\b(?:quokka|numbat|bilby|potoroo|dunnart|kowari)\b/i);
    expect(headline).toContain('aquokka stays');
    const [row] = asWritten.interruptions;
    expect(row?.flow.clientName).toMatch(/^client-\d+$/);
    expect(row?.flow.targetName).toMatch(/^resource-\d+$/);
    expect(connectionResets[0]?.workloads.join()).toMatch(/^workload-\d+,workload-\d+$/);
  });

  test('of which one begins another are told apart', () => {
    const { headline } = hide(['kowari', 'kowari-kowari-2', 'kowari-2']);
    const [one, two, three] = headline.match(/resource-\d+(?:-\w+)*/g)?.slice(-3) ?? [];
    expect(new Set([one, two, three]).size).toBe(3);
    for (const each of [one, two, three]) expect(each).toMatch(/^resource-\d+$/);
  });

  test('leave what is no name: services, sub-resources, words for everybody, the tool', () => {
    const { gaps, asWritten, tool } = hide();
    expect(gaps[0]?.missing).toBe('Microsoft.KeyVault, any client');
    expect(asWritten.interruptions[0]?.flow.subresource).toBe('vault');
    expect(asWritten.interruptions[0]?.flow.target).toBe('*');
    expect(tool).toEqual(plan.tool);
    const everybody = { ...flow, clientName: 'any client on the internet', targetName: 'internet' };
    const open = {
      ...plan,
      asWritten: { ...plan.asWritten, interruptions: [{ ...interruption, flow: everybody }] },
    };
    expect(redacted(open, 'names', sha256).plan.asWritten.interruptions[0]?.flow).toMatchObject({
      clientName: 'any client on the internet',
      targetName: 'internet',
    });
  });

  test('stay where only IDs and addresses are to be hidden', () => {
    expect(redacted(plan, 'ips', sha256).plan.headline).toBe(plan.headline);
    expect(redacted(plan, 'none', sha256).line('quokka')).toBe('quokka');
  });
});

function wholeWord(name: string): RegExp {
  const literal = name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, 'iu');
}

function planned(folder: string): Planned {
  const inputs = readdirSync(join(cases, folder, 'in')).filter((name) => name.endsWith('.json'));
  const result = analyse({
    files: inputs.map((name) => ({
      kind: 'terraform-plan',
      path: `in/${name}`,
      bytes: readFileSync(join(cases, folder, 'in', name)),
    })),
    // Names are gathered only where some are to be hidden.
    config: { ...defaults, redact: 'names' },
    now: '2026-12-01T09:00:00Z',
    toolVersion: '0.0.0',
    digest: sha256,
  });
  if ('problems' in result) throw new Error(folder);
  return result;
}
