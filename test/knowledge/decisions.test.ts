import { describe, expect, test } from 'vitest';
import type { Change } from '../../src/core/change.ts';
import { defaults } from '../../src/core/config.ts';
import type { PlanDecision } from '../../src/core/plan.ts';
import { workOut } from '../../src/core/workings.ts';
import { decisions } from '../../src/knowledge/decisions.ts';
import { knowledgeOf } from '../../src/knowledge/index.ts';
import {
  change,
  client,
  endpoint,
  ids,
  link,
  nat,
  net,
  on,
  type Part,
  ranges,
  routeTable,
  rules,
  subnet,
  target,
  use,
  vnet,
  zone,
} from './hazards/scene.ts';

const knowledge = { ...knowledgeOf(defaults), rules: [] };

function card(what: Change): readonly PlanDecision[] {
  return knowledge.decisions(workOut(what, knowledge, defaults).scene);
}

/** Decisions that a change shows, by the endpoint that it adds or removes. */
function shown(what: Change): string[] {
  return card(what).map(
    ({ made, change: way, grounds }) =>
      `${way} ${made}: ${grounds.map((each) => each.decision).join(' ')}`,
  );
}

const world = { vnets: [vnet('vnet-a')] };
const off = subnet('snet-app');
const peHome = subnet('snet-pe');

function enabled(service: string, before: Part, more = off) {
  return change(
    net(world, before, { subnets: [more] }),
    net(world, before, { subnets: [{ ...more, endpoints: on(service) }] }),
  );
}

describe('a service endpoint that comes', () => {
  const vault = target('vault', 'kv-a', { networkRules: rules('snet-app') });

  test('is told what private endpoints would need instead', () => {
    expect(card(enabled('Microsoft.KeyVault', { targets: [vault] }))).toEqual([
      {
        made: 'service-endpoint',
        change: 'add',
        what: 'Microsoft.KeyVault',
        names: ['snet-app'],
        instead:
          'Private endpoints: kv-a (vault), privatelink.vaultcore.azure.net linked to vnet-a, an address for each, paid by hour and gigabyte. No rule for the subnet, and the public side can close.',
        grounds: [expect.objectContaining({ decision: 'ms-default', confidence: 'certain' })],
      },
    ]);
  });

  test('without a known resource names the kind', () => {
    expect(card(enabled('Microsoft.KeyVault', {}))[0]?.instead).toMatch(
      /^Private endpoints: one for each key vault and sub-resource in use/,
    );
  });

  test('is one row for all subnets, and one for each type', () => {
    const two = [subnet('snet-one'), subnet('snet-two')];
    const both = two.map((each) => ({
      ...each,
      endpoints: on('Microsoft.KeyVault', 'Microsoft.Sql'),
    }));
    const rows = card(change(net(world, { subnets: two }), net(world, { subnets: both })));
    expect(rows.map(({ what, names }) => [what, names])).toEqual([
      ['Microsoft.KeyVault', ['snet-one', 'snet-two']],
      ['Microsoft.Sql', ['snet-one', 'snet-two']],
    ]);
  });

  test('on a subnet that comes with it counts too', () => {
    const fresh = subnet('snet-new', { endpoints: on('Microsoft.KeyVault') });
    expect(card(change(net(world), net(world, { subnets: [fresh] })))).toHaveLength(1);
  });
});

describe('a private endpoint that comes', () => {
  const sql = target('sql', 'sql-a', { networkRules: rules('snet-app') });

  test('is told what service endpoints would need instead', () => {
    const before = net(world, { subnets: [off, peHome], targets: [sql] });
    const after = net(world, {
      subnets: [off, peHome],
      targets: [sql],
      endpoints: [endpoint('pe-sql', sql)],
    });
    expect(card(change(before, after))).toMatchObject([
      {
        made: 'private-endpoint',
        change: 'add',
        what: 'SQL server',
        names: ['sql-a'],
        instead:
          'Service endpoints: Microsoft.Sql on snet-app, whose open connections close, then a rule for it on sql-a, whose public network access stays on. No DNS change, no charge; clients outside Azure keep IP rules.',
      },
    ]);
  });
});

test('a change that adds and removes no endpoint has no card', () => {
  const open = target('vault', 'kv-a');
  const closed = target('vault', 'kv-a', { defaultAction: 'Deny' });
  const endpoints = [endpoint('pe-kv', open)];
  const subnets = [subnet('snet-app', { endpoints: on('Microsoft.KeyVault') }), peHome];
  expect(
    card(
      change(
        net(world, { subnets, endpoints, targets: [open] }),
        net(world, { subnets, endpoints, targets: [closed] }),
      ),
    ),
  ).toEqual([]);
});

describe('what speaks for one or the other', () => {
  const storage = target('storage', 'st', { networkRules: rules('snet-app') });
  const sql = target('sql', 'sql-a', { networkRules: rules('snet-app') });
  const cosmos = target('cosmos', 'cosmos-a');
  const site = target('site', 'app-a');
  const noSuchType = target('sql', 'sqlmi-a');
  const { endpointFamily: _, ...withoutFamily } = noSuchType.traits;
  const unendpointed = { ...noSuchType, traits: withoutFamily };
  const appliance = routeTable('rt', '0.0.0.0/0', '10.0.0.4');
  const gateway = nat('ng', '20.1.1.1');

  const comes = (to: typeof sql, ...parts: readonly Part[]) =>
    change(
      net(world, { subnets: [off, peHome], targets: [to] }, ...parts),
      net(
        world,
        { subnets: [off, peHome], targets: [to], endpoints: [endpoint('pe', to)] },
        ...parts,
      ),
    );
  const moves = (left: Part, right: Part) => change(net(world, left), net(world, right));
  const withSql = subnet('snet-app', { endpoints: on('Microsoft.Sql') });
  const other = target('sql', 'sql-b', { networkRules: rules('snet-app') });

  const cases: readonly (readonly [string, Change, Change])[] = [
    ['paas-without-se', comes(unendpointed), comes(sql)],
    ['remove-public-endpoint', comes({ ...sql, publicNetworkAccess: 'Disabled' }), comes(sql)],
    [
      'onprem-clients',
      comes(sql, {
        clients: [client('plant', 'on-premises', '203.0.113.4')],
        uses: [use('client plant', sql)],
      }),
      comes(sql, {
        clients: [client('runner', 'pipeline', '203.0.113.4')],
        uses: [use('client runner', sql)],
      }),
    ],
    [
      'cross-region-sql',
      enabled('Microsoft.Sql', { targets: [{ ...sql, location: 'eastus' }] }),
      enabled('Microsoft.Sql', { targets: [sql] }),
    ],
    [
      'cross-region-storage',
      enabled('Microsoft.Storage', { targets: [{ ...storage, location: 'eastus' }] }),
      enabled('Microsoft.Storage.Global', { targets: [{ ...storage, location: 'eastus' }] }),
    ],
    ['acr', comes(target('registry', 'acr')), comes(sql)],
    ['appservice', comes(site), enabled('Microsoft.Web', { targets: [site] })],
    ['cosmos-live-account', comes(cosmos), comes({ ...cosmos, ipRules: ranges('203.0.113.4') })],
    [
      'storage-live-ip-rules',
      comes({ ...storage, ipRules: ranges('20.1.1.1'), defaultAction: 'Deny' }),
      comes(storage),
    ],
    [
      'se-and-pe-together',
      moves(
        { subnets: [withSql, peHome], targets: [sql] },
        { subnets: [off, peHome], targets: [sql], endpoints: [endpoint('pe', sql)] },
      ),
      comes(sql),
    ],
    [
      'keep-se-after-pe',
      moves(
        { subnets: [withSql, peHome], targets: [sql, other] },
        { subnets: [off, peHome], targets: [sql, other], endpoints: [endpoint('pe', sql)] },
      ),
      moves(
        { subnets: [withSql, peHome], targets: [sql] },
        { subnets: [off, peHome], targets: [sql], endpoints: [endpoint('pe', sql)] },
      ),
    ],
    [
      'shared-dns-risk',
      moves(
        { subnets: [off, peHome], targets: [sql] },
        {
          subnets: [off, peHome],
          targets: [sql],
          endpoints: [endpoint('pe', sql)],
          zones: [zone('privatelink.database.windows.net')],
          links: [link('privatelink.database.windows.net', 'vnet-a')],
        },
      ),
      moves(
        { subnets: [off, peHome], targets: [sql] },
        {
          subnets: [off, peHome],
          targets: [sql],
          endpoints: [endpoint('pe', sql)],
          zones: [zone('privatelink.database.windows.net')],
          links: [link('privatelink.database.windows.net', 'vnet-a', 'NxDomainRedirect')],
        },
      ),
    ],
    [
      'dns-not-controllable',
      comes(sql, { vnets: [vnet('vnet-a', { dnsServers: ['10.9.9.9'] })] }),
      comes(sql, { vnets: [vnet('vnet-a', { dnsServers: ['168.63.129.16'] })] }),
    ],
    [
      'inspection',
      enabled(
        'Microsoft.Sql',
        { routeTables: [appliance], targets: [sql] },
        subnet('snet-app', { routeTable: appliance.id }),
      ),
      enabled('Microsoft.Sql', { routeTables: [appliance], targets: [sql] }),
    ],
    [
      'exfil-protection',
      enabled(
        'Microsoft.Storage',
        { targets: [storage] },
        subnet('snet-app', {
          endpointPolicies: { [ids.other('serviceendpointpolicies', 'p')]: true },
        }),
      ),
      enabled('Microsoft.Storage', { targets: [storage] }),
    ],
    [
      'many-subnets-scale',
      enabled('Microsoft.KeyVault', {
        targets: [target('vault', 'kv', { networkRules: rules('snet-app', ...many(100)) })],
      }),
      enabled('Microsoft.KeyVault', {
        targets: [target('vault', 'kv', { networkRules: rules('snet-app', ...many(99)) })],
      }),
    ],
    [
      'standard-se-preview',
      moves(
        { subnets: [off] },
        {
          subnets: [
            subnet('snet-app', {
              endpoints: {
                'Microsoft.Sql': {
                  service: 'Microsoft.Sql',
                  scope: 'vnet-region',
                  networkIdentifier: ids.other('publicipaddresses', 'pip'),
                },
              },
            }),
          ],
        },
      ),
      enabled('Microsoft.Sql', {}),
    ],
    [
      'private-subnet-no-egress',
      enabled('Microsoft.Sql', {}, subnet('snet-app', { defaultOutbound: false })),
      enabled(
        'Microsoft.Sql',
        { natGateways: [gateway] },
        subnet('snet-app', { defaultOutbound: false, natGateway: gateway.id }),
      ),
    ],
    ['ms-default', enabled('Microsoft.Sql', {}), comes(unendpointed)],
  ];

  test.each(cases)('%s, and not in the near miss', (id, there, nearMiss) => {
    expect(shown(there).join('\n')).toMatch(new RegExp(`\\b${id}\\b`));
    expect(shown(nearMiss).join('\n')).not.toMatch(new RegExp(`\\b${id}\\b`));
  });

  test('every decision is shown here, or weighed by people', () => {
    const weighed = ['cost-high-volume', 'simplicity'];
    expect([...cases.map(([id]) => id), ...weighed].toSorted()).toEqual(
      decisions.map(({ id }) => id).toSorted(),
    );
    const silent = decisions.filter(({ speaks }) => speaks === undefined).map(({ id }) => id);
    expect(silent).toEqual([...weighed, 'ms-default']);
  });
});

describe.each(decisions.map((each) => [each.id, each] as const))('%s', (_, row) => {
  test('has sources, and is written in plain sentences', () => {
    for (const source of row.source.split(' ; ')) expect(source).toMatch(/^https:\/\/\S+$/);
    expect(row.id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(row.when).toMatch(/^[A-Z].*\.$/);
    expect(row.why).toMatch(/^[A-Z].*\.$/);
    expect(row.choose).toMatch(/^[^!]*[^.!]$/);
  });
});

function many(count: number): readonly string[] {
  return Array.from({ length: count }, (_, n) => `snet-${n}`);
}
