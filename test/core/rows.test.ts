import { describe, expect, test } from 'vitest';
import type { Extra } from '../../src/core/draft.ts';
import type { Edit } from '../../src/core/edit.ts';
import { unknown } from '../../src/core/known.ts';
import type { SecurityRule } from '../../src/core/model.ts';
import type { Moment } from '../../src/core/play.ts';
import {
  connectionResets,
  dnsChanges,
  firewallUpdate,
  type Placed,
  securityRule,
} from '../../src/core/rows.ts';
import { change } from './changes.ts';
import {
  endpointOf,
  kinds,
  link,
  named,
  network,
  type Parts,
  privateEndpoint,
  record,
  rule,
  subnet,
  target,
  vnet,
  workload,
  zone,
  zoneGroup,
  zoneOf,
} from './network.ts';
import { track, way } from './tracks.ts';

const { vault } = kinds;
const zoneName = zoneOf(vault);
const estate: Parts = {
  vnets: [vnet('hub')],
  subnets: [{ ...subnet('hub/app'), name: 'app', label: 'subnet.app' }],
  targets: [{ ...target('safe', vault), name: 'the safe', label: 'vault.safe' }],
  endpoints: [{ ...privateEndpoint('pe', 'hub/app', 'safe'), name: 'the endpoint' }],
  zones: [zone(zoneName)],
  links: [link(zoneName, 'hub')],
  zoneGroups: [zoneGroup('pe', zoneName)],
  workloads: [workload('vm', 'hub/app'), workload('db', 'hub/app'), workload('far', 'hub/other')],
};

function placed(edit: Edit, otherwise: Parts = {}, extra?: Extra): Placed {
  const model = network({ ...estate, ...otherwise });
  return {
    edit,
    stage: 2,
    step: '2.1',
    inChange: extra === undefined,
    change: change(model, model),
    end: model,
    ...(extra === undefined ? {} : { extra }),
  };
}

const extra = (role: Extra['role']): Extra => ({
  role,
  id: 'x',
  why: 'because it helps',
  by: 'network',
});

describe('a firewall update', () => {
  const said = (edit: Edit, more?: Extra) => {
    const row = firewallUpdate(placed(edit, {}, more));
    return row === undefined
      ? undefined
      : `${row.targetName} (${row.target}) ${row.change} ${row.kind} ${row.value}: ${row.why}`;
  };
  const vnetRule = (own: Partial<Edit>): Edit => ({
    kind: 'virtual-network-rule',
    id: 'safe',
    key: 'hub/app',
    ...own,
  });
  const security: SecurityRule = {
    direction: 'Outbound',
    access: 'Deny',
    priority: 100,
    protocol: 'Tcp',
    sources: ['10.0.0.0/8', 'VirtualNetwork'],
    destinations: ['Storage'],
    ports: ['443', '80-90'],
  };
  const whole = 'outbound deny Tcp 10.0.0.0/8,VirtualNetwork → Storage:443,80-90';
  test.each<readonly [string, Edit, string | undefined]>([
    [
      'of a rule that comes',
      vnetRule({ after: rule }),
      'the safe (vault.safe) add virtual-network-rule subnet.app: admits app once it comes by its service endpoint',
    ],
    [
      'of a rule that goes',
      vnetRule({ before: rule }),
      'the safe (vault.safe) remove virtual-network-rule subnet.app: app no longer needs it',
    ],
    [
      'of a rule for nobody knows whom',
      vnetRule({ key: '?0', after: rule }),
      'the safe (vault.safe) add virtual-network-rule ?0: the subnet that it names is known after apply',
    ],
    [
      'of a rule that is not known yet',
      vnetRule({ after: unknown('rule') }),
      'the safe (vault.safe) add virtual-network-rule known after apply: admits app once it comes by its service endpoint',
    ],
    [
      'of an address',
      { kind: 'ip-rule', id: 'safe', key: 'office', after: { range: '30.0.0.1' } },
      'the safe (vault.safe) add ip-rule 30.0.0.1: ',
    ],
    [
      'of a default that closes',
      { kind: 'default-action', id: 'safe', before: 'Allow', after: 'Deny' },
      'the safe (vault.safe) update default-action Deny: closes the public side',
    ],
    [
      'of a default that opens',
      { kind: 'default-action', id: 'safe', before: 'Deny', after: 'Allow' },
      'the safe (vault.safe) update default-action Allow: opens the public side',
    ],
    [
      'of public access that closes',
      { kind: 'public-network-access', id: 'safe', before: 'Enabled', after: 'Disabled' },
      'the safe (vault.safe) update public-network-access Disabled: closes the public side',
    ],
    [
      'of public access that opens',
      { kind: 'public-network-access', id: 'safe', before: 'Disabled', after: 'Enabled' },
      'the safe (vault.safe) update public-network-access Enabled: opens the public side',
    ],
    [
      'of a security rule',
      { kind: 'nsg-rule', id: 'nsg', key: 'r', after: security },
      `nsg (nsg) add nsg-rule ${whole}: `,
    ],
    [
      'of a security rule that goes',
      { kind: 'nsg-rule', id: 'nsg', key: 'r', before: security },
      `nsg (nsg) remove nsg-rule ${whole}: `,
    ],
    [
      'of a security rule that is not shown',
      { kind: 'nsg-rule', id: 'nsg', key: 'r', after: unknown('x') },
      'nsg (nsg) add nsg-rule r: ',
    ],
    [
      'of a route',
      {
        kind: 'route',
        id: 'rt',
        key: 'all',
        after: { prefix: '0.0.0.0/0', nextHop: 'VirtualAppliance', address: '10.0.0.4' },
      },
      'rt (rt) add route 0.0.0.0/0 → VirtualAppliance 10.0.0.4: ',
    ],
    [
      'of a route without an address',
      { kind: 'route', id: 'rt', key: 'all', before: { prefix: '0.0.0.0/0', nextHop: 'None' } },
      'rt (rt) remove route 0.0.0.0/0 → None: ',
    ],
    [
      'of a route to nobody knows where',
      {
        kind: 'route',
        id: 'rt',
        key: 'all',
        after: { prefix: '0.0.0.0/0', nextHop: 'VirtualAppliance', address: unknown('hop') },
      },
      'rt (rt) add route 0.0.0.0/0 → VirtualAppliance: ',
    ],
    [
      'of a route that is not shown',
      { kind: 'route', id: 'rt', key: 'all', after: unknown('route') },
      'rt (rt) add route all: ',
    ],
    [
      'is none of a service endpoint',
      {
        kind: 'service-endpoint',
        id: 'hub/app',
        key: 'Test.Vault',
        after: { service: 'Test.Vault', scope: 'everywhere' },
      },
      undefined,
    ],
    [
      'is none of a link',
      { kind: 'link', id: `${zoneName}-hub`, after: link(zoneName, 'hub') },
      undefined,
    ],
  ])('%s', (_, edit, expected) => expect(said(edit)).toBe(expected));

  test('that repairs or bridges says why, and what takes the bridge away says that', () => {
    const edit = vnetRule({ after: rule });
    expect(firewallUpdate(placed(edit, {}, extra('repair')))).toMatchObject({
      why: 'because it helps',
      inChange: false,
    });
    expect(firewallUpdate(placed(edit, {}, extra('bridge-open')))?.why).toBe('because it helps');
    expect(firewallUpdate(placed(edit, {}, extra('bridge-close')))?.why).toBe(
      'takes the bridge away, now that the new way stands',
    );
  });

  test('stands at its place in the plan', () => {
    expect(firewallUpdate(placed(vnetRule({ after: rule })))).toMatchObject({
      stage: 2,
      step: '2.1',
      inChange: true,
      origin: { address: 'safe' },
    });
  });

  test('prints a security rule in one line', () =>
    expect(
      securityRule({
        ...security,
        direction: 'Inbound',
        access: 'Allow',
        protocol: '*',
        sources: ['*'],
        ports: ['*'],
      }),
    ).toBe('inbound allow * * → Storage:*'));
});

describe('a change of names', () => {
  const said = (edit: Edit, otherwise: Parts = {}) =>
    dnsChanges(placed(edit, otherwise)).map(
      (row) =>
        `${row.kind} ${row.change} ${row.name} in ${row.zone}${row.vnetName === undefined ? '' : ` for ${row.vnetName}`}: ${row.before} > ${row.after}`,
    );
  const of = (kind: Edit['kind'], id: string, value: unknown) => ({
    comes: { kind, id, after: value } as Edit,
    goes: { kind, id, before: value } as Edit,
  });
  const linkId = `${zoneName}-hub`;

  test('of a zone', () => {
    const { comes, goes } = of('zone', zoneName, zone(zoneName));
    expect([said(comes), said(goes)]).toEqual([
      [`zone add ${zoneName} in ${zoneName}:  > ${zoneName}`],
      [`zone remove ${zoneName} in ${zoneName}: ${zoneName} > `],
    ]);
  });

  test('of a link', () => {
    const { comes, goes } = of('link', linkId, link(zoneName, 'hub'));
    expect([said(comes), said(goes)]).toEqual([
      [`link add ${linkId} in ${zoneName} for hub:  > linked`],
      [`link remove ${linkId} in ${zoneName} for hub: linked > `],
    ]);
    const otherwise = {
      kind: 'link' as const,
      id: linkId,
      before: link(zoneName, 'hub'),
      after: link(zoneName, 'spoke'),
    };
    expect(said(otherwise)).toEqual([
      `link update ${linkId} in ${zoneName} for hub: linked > linked otherwise`,
    ]);
    expect(said(comes, { links: [link(zoneName, 'hub', { vnet: unknown('vnet') })] })).toEqual([
      `link add ${linkId} in ${zoneName}:  > linked`,
    ]);
    expect(said(comes, { links: [] })).toEqual([`link add ${linkId} in :  > linked`]);
  });

  test('of a link that comes back for another network, by the name and network that it had', () => {
    const [old, now] = [
      { ...link(zoneName, 'spoke'), id: linkId, name: 'to-spoke' },
      { ...link(zoneName, 'hub'), id: linkId, name: 'to-hub' },
    ];
    const [before, after] = [old, now].map((own) =>
      network({ ...estate, vnets: [vnet('hub'), vnet('spoke')], links: [own] }),
    );
    const both = change(before ?? network({}), after ?? network({}));
    const edits = of('link', linkId, old).goes;
    const there = { ...placed(edits), change: both, end: both.after };
    expect(dnsChanges(there)).toMatchObject([{ name: 'to-spoke', vnetName: 'spoke' }]);
    expect(dnsChanges({ ...there, edit: of('link', linkId, now).comes })).toMatchObject([
      { name: 'to-hub', vnetName: 'hub' },
    ]);
  });

  test('of what a link does without a record', () => {
    const set = (before: unknown, after: unknown): Edit => ({
      kind: 'resolution-policy',
      id: linkId,
      before,
      after,
    });
    expect(said(set('Default', 'NxDomainRedirect'))).toEqual([
      `link update ${linkId} in ${zoneName} for hub: Default > NxDomainRedirect`,
    ]);
    expect(said(set(unknown('x'), 'Default'))).toEqual([
      `link update ${linkId} in ${zoneName} for hub: not shown > Default`,
    ]);
  });

  test('of a zone group: the group in each zone, and every record that it writes', () => {
    const { comes, goes } = of('zone-group', 'pe', zoneGroup('pe', zoneName, 'other'));
    expect(said(comes, { zones: [zone(zoneName), zone('other')] })).toEqual([
      `zone-group add the endpoint in ${zoneName}:  > ${zoneName}`,
      'zone-group add the endpoint in other:  > other',
      `record add safe.${zoneName} in ${zoneName}:  > 10.0.9.4`,
    ]);
    expect(said(goes)).toContain(`record remove safe.${zoneName} in ${zoneName}: 10.0.9.4 > `);
  });

  test('of a zone group whose endpoint has no address yet, or is not there', () => {
    const { comes } = of('zone-group', 'pe', zoneGroup('pe', zoneName));
    const open = {
      endpoints: [
        {
          ...privateEndpoint('pe', 'hub/app', 'safe', { addresses: unknown('x') }),
          name: 'the endpoint',
        },
      ],
    };
    expect(said(comes, open)).toContain(
      `record add safe.${zoneName} in ${zoneName}:  > the address of the endpoint`,
    );
    expect(said(comes, { endpoints: [] })).toEqual([
      `zone-group add pe in ${zoneName}:  > ${zoneName}`,
    ]);
    expect(
      said(of('zone-group', 'pe', { ...zoneGroup('pe'), zones: [unknown('a zone')] }).comes),
    ).toEqual([]);
    expect(
      said(comes, { endpoints: [privateEndpoint('pe', 'hub/app', 'safe', { groups: ['files'] })] }),
    ).toEqual([`zone-group add pe in ${zoneName}:  > ${zoneName}`]);
  });

  test('of a record', () => {
    const own = record(zoneName, 'safe', '10.0.9.4', 'endpoint:pe');
    const { comes, goes } = of('record', own.id, own);
    expect([said(comes), said(goes)]).toEqual([
      [`record add safe.${zoneName} in ${zoneName}:  > 10.0.9.4, the address of the endpoint`],
      [`record remove safe.${zoneName} in ${zoneName}: 10.0.9.4, the address of the endpoint > `],
    ]);
    const moved: Edit = {
      kind: 'record',
      id: own.id,
      before: record(zoneName, 'safe', '10.0.9.4'),
      after: { ...own, addresses: unknown('x') },
    };
    expect(said(moved)).toEqual([
      `record update safe.${zoneName} in ${zoneName}: 10.0.9.4 > known after apply`,
    ]);
  });

  test('says why', () => {
    const why = (edit: Edit, more?: Extra) => dnsChanges(placed(edit, {}, more))[0]?.why;
    const kindsOf = [
      of('zone', zoneName, zone(zoneName)),
      of('link', linkId, link(zoneName, 'hub')),
      of('zone-group', 'pe', zoneGroup('pe', zoneName)),
      of('record', 'r', record(zoneName, 'safe', '10.0.9.4')),
    ];
    expect(kindsOf.map(({ comes }) => why(comes))).toEqual([
      'holds the private answers',
      'from here the virtual network asks the zone, and names that it lacks no longer resolve there',
      'the private answer, for every virtual network that sees the zone',
      'the private answer, for every virtual network that sees the zone',
    ]);
    expect(kindsOf.map(({ goes }) => why(goes))).toEqual([
      'its records go with it',
      'the virtual network no longer asks the zone: its names answer publicly again',
      'the private answer goes',
      'the private answer goes',
    ]);
    expect(why(of('link', linkId, link(zoneName, 'hub')).comes, extra('repair'))).toBe(
      'because it helps',
    );
  });

  test('is none of anything else', () => {
    expect(said({ kind: 'default-action', id: 'safe', before: 'Allow', after: 'Deny' })).toEqual(
      [],
    );
    expect(said({ kind: 'private-endpoint', id: 'pe', after: named('pe') })).toEqual([]);
  });
});

describe('a reset', () => {
  const model = network(estate);
  const place = { stage: 2, step: '2.1', cause: 'why', change: change(model, model) };
  const on: Edit = {
    kind: 'service-endpoint',
    id: 'hub/app',
    key: 'Test.Vault',
    after: endpointOf(vault)['Test.Vault'],
  };
  const nat: Edit = { kind: 'nat-gateway-association', id: 'hub/app', before: 'old', after: 'new' };
  const felt = (
    own: Parameters<typeof track>[2],
    max = 15,
    effect: 'reset' | 'denied' = 'reset',
  ): Moment['felt'][number] => ({
    track: track([0], () => way, {
      client: 'hub/app',
      target: 'safe',
      clientName: 'app',
      clientLabel: 'subnet.app',
      ...own,
    }),
    effect,
    minutes: { min: 0, max },
    shares: [],
    worlds: [{}],
  });
  const rows = (edits: readonly Edit[], ...all: readonly Moment['felt'][number][]) =>
    connectionResets({ unit: 0, felt: all, undoHurts: [] }, edits, place).map(
      (each) =>
        `${each.subnetName} (${each.subnet}) ${each.service} ${each.evidence} ${each.minutes.max} ${each.workloads.join(', ')}`,
    );

  test('is one row for a subnet and service, the longest, by the surest evidence', () => {
    expect(
      rows(
        [on],
        felt({ evidence: 'possible' }, 20),
        felt({}, 15),
        felt({ evidence: 'possible' }, 10),
      ),
    ).toEqual(['app (subnet.app) Test.Vault declared 20 virtual machine db, virtual machine vm']);
    expect(rows([on], felt({ evidence: 'possible' }), felt({ evidence: 'observed' }))).toEqual([
      'app (subnet.app) Test.Vault observed 15 virtual machine db, virtual machine vm',
    ]);
  });
  test('has the surest evidence of its flows, in whatever order they come', () => {
    const seen = [felt({ evidence: 'observed' }), felt({}), felt({ evidence: 'possible' })];
    const orders = [seen, seen.toReversed()];
    expect(orders.map((each) => rows([on], ...each)[0])).toEqual(
      orders.map(
        () => 'app (subnet.app) Test.Vault declared 15 virtual machine db, virtual machine vm',
      ),
    );
  });
  test('is told of the endpoint of its own service', () => {
    const other: Edit = { ...on, key: 'Test.Store', after: endpointOf(kinds.store)['Test.Store'] };
    expect(rows([other, on], felt({}))[0]).toContain('Test.Vault');
    expect(
      rows([other, on], felt({ target: '*', family: 'Test.Store', evidence: 'possible' }))[0],
    ).toContain('Test.Store');
  });
  test('is told of the subnet whose endpoint it is, be it a firewall’s', () => {
    expect(
      rows([on], felt({ client: 'hub/other', clientName: 'other', clientLabel: 'hub/other' })),
    ).toEqual(['app (subnet.app) Test.Vault declared 15 virtual machine db, virtual machine vm']);
  });
  test('by anything else is told of the client, and of the service of its target', () => {
    expect(rows([nat], felt({}))).toEqual([
      'app (subnet.app) Test.Vault declared 15 virtual machine db, virtual machine vm',
    ]);
    expect(
      rows([nat], felt({ client: 'hub/other', clientName: 'other', clientLabel: 'hub/other' })),
    ).toEqual(['other (hub/other) Test.Vault declared 15 virtual machine far']);
    expect(rows([nat], felt({ target: 'gone' }))[0]).toContain(' * ');
  });
  test('is one row for each client', () => {
    expect(
      rows(
        [nat],
        felt({}),
        felt({ client: 'hub/other', clientName: 'other', clientLabel: 'hub/other' }),
      ),
    ).toHaveLength(2);
  });
  test('is none of another effect, nor of no edit', () => {
    expect(rows([on], felt({}, 15, 'denied'))).toEqual([]);
    expect(rows([], felt({}))).toEqual([]);
  });
});
