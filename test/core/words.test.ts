import { describe, expect, test } from 'vitest';
import type { Edit } from '../../src/core/edit.ts';
import { unknown } from '../../src/core/known.ts';
import { usesOf, zonesNamed } from '../../src/core/lookup.ts';
import type { PrivateEndpoint, ServiceEndpoint } from '../../src/core/model.ts';
import { usedBy } from '../../src/core/neighbours.ts';
import { ordered } from '../../src/core/ordered.ts';
import { why } from '../../src/core/why.ts';
import {
  editWord,
  nameOfRecord,
  nounOf,
  planFlow,
  planRoute,
  recordOf,
  titleOf,
  valueIn,
} from '../../src/core/words.ts';
import { change } from './changes.ts';
import {
  endpointOf,
  kinds,
  link,
  natGateway,
  network,
  privateEndpoint,
  rule,
  subnet,
  target,
  use,
  vnet,
  zone,
  zoneGroup,
  zoneOf,
} from './network.ts';
import { call } from './questions.ts';
import { worked } from './work.ts';

const zoneName = zoneOf(kinds.vault);
const model = network({
  subnets: [{ ...subnet('hub/app'), name: 'app', label: 'subnet.app' }],
  targets: [{ ...target('safe', kinds.vault), name: 'the safe', label: 'vault.safe' }],
  endpoints: [
    { ...privateEndpoint('pe', 'hub/app', 'safe'), name: 'the endpoint', label: 'endpoint.pe' },
  ],
  zoneGroups: [{ ...zoneGroup('pe', zoneName), name: 'the group', label: 'group.pe' }],
  zones: [zone(zoneName)],
  natGateways: [natGateway('nat', '20.0.0.1')],
});

const service = (name: string): ServiceEndpoint => ({ service: name, scope: 'everywhere' });
const endpoint = (key: string, own: Partial<Edit>): Edit => ({
  kind: 'service-endpoint',
  id: 'hub/app',
  key,
  ...own,
});
const admit = (key: string, own: Partial<Edit> = { after: rule }): Edit => ({
  kind: 'virtual-network-rule',
  id: 'safe',
  key,
  ...own,
});
const address = (key: string): Edit => ({
  kind: 'ip-rule',
  id: 'safe',
  key,
  after: { range: key },
});

describe('a step is titled', () => {
  test.each<readonly [string, readonly Edit[]]>([
    ['', []],
    ['Turn on A on app', [endpoint('A', { after: service('A') })]],
    [
      'Turn on A, B on app',
      [endpoint('A', { after: service('A') }), endpoint('B', { after: service('B') })],
    ],
    ['Turn off A on app', [endpoint('A', { before: service('A') })]],
    [
      'Switch app to A.Global',
      [endpoint('A', { before: service('A'), after: service('A.Global') })],
    ],
    ['Turn on A on app', [endpoint('A', { after: unknown('endpoint') })]],
    ['Add virtual network rule app on the safe', [admit('hub/app')]],
    [
      'Add virtual network rules app, x on the safe',
      [admit('hub/app'), admit('/subscriptions/s/x')],
    ],
    ['Add virtual network rule (known after apply) on the safe', [admit('?0')]],
    ['Remove virtual network rule app on the safe', [admit('hub/app', { before: rule })]],
    ['Set virtual network rule app on the safe', [admit('hub/app', { before: rule, after: rule })]],
    ['Add IP rules 1, 2 on the safe', [address('1'), address('2')]],
    [
      'Add public address 20.0.0.2 on nat',
      [{ kind: 'egress-address', id: 'nat', key: '20.0.0.2', after: true }],
    ],
    [
      'Add service endpoint policy nat on app',
      [{ kind: 'endpoint-policy', id: 'hub/app', key: 'nat', after: true }],
    ],
    [
      'Set default action of the safe to Deny',
      [{ kind: 'default-action', id: 'safe', before: 'Allow', after: 'Deny' }],
    ],
    [
      'Set NAT gateway of app to nat',
      [{ kind: 'nat-gateway-association', id: 'hub/app', before: 'old', after: 'nat' }],
    ],
    [
      'Set NAT gateway of app to ng-b',
      [
        {
          kind: 'nat-gateway-association',
          id: 'hub/app',
          before: 'old',
          after: '/subscriptions/s/resourcegroups/rg/providers/microsoft.network/natgateways/ng-b',
        },
      ],
    ],
    [
      'Set virtual network filter of the safe to true',
      [{ kind: 'network-rules-enabled', id: 'safe', before: false, after: true }],
    ],
    [
      'Set NAT gateway of app to null',
      [{ kind: 'nat-gateway-association', id: 'hub/app', before: 'old', after: 'null' }],
    ],
    [
      'Change trusted services of the safe',
      [{ kind: 'trusted-services', id: 'safe', before: [], after: ['x'] }],
    ],
    [
      'Add private endpoint new',
      [{ kind: 'private-endpoint', id: 'new', after: privateEndpoint('new', 'hub/app', 'safe') }],
    ],
    [
      'Remove private endpoint the endpoint',
      [{ kind: 'private-endpoint', id: 'pe', before: model.endpoints.pe }],
    ],
    [
      'Change private endpoint the endpoint',
      [{ kind: 'private-endpoint', id: 'pe', before: {}, after: model.endpoints.pe }],
    ],
    [
      'Add DNS zone group of the endpoint',
      [{ kind: 'zone-group', id: 'pe', after: model.zoneGroups.pe }],
    ],
  ])('%s', (title, edits) => {
    expect(titleOf(edits, model)).toBe(title);
  });
});

test('what leaves and comes back under another name is titled by the one that it has there', () => {
  const [was, is] = ['pe-old', 'pe-new'].map((name) =>
    network({
      endpoints: [{ ...privateEndpoint('pe', 'hub/app', 'safe'), name }],
      zoneGroups: [zoneGroup('pe', zoneName)],
    }),
  );
  const [before, after] = [was ?? model, is ?? model];
  const group = before.zoneGroups.pe;
  const titles = [{ before: group }, { after: group }].map((own) =>
    titleOf([{ kind: 'zone-group', id: 'pe', ...own }], after, after, before),
  );
  expect(titles).toEqual(['Remove DNS zone group of pe-old', 'Add DNS zone group of pe-new']);
});

test('a record is told by what the edit holds, else by the networks', () => {
  const comes: Edit = {
    kind: 'private-endpoint',
    id: 'new',
    after: privateEndpoint('new', 'hub/app', 'safe'),
  };
  expect(recordOf(comes, model)?.name).toBe('new');
  expect(recordOf(address('1'), model)?.name).toBe('the safe');
  expect(recordOf({ ...address('1'), id: 'gone' }, model)).toBeUndefined();
  // A zone group carries the ID of its endpoint.
  const group: Edit = { kind: 'zone-group', id: 'pe', before: 1, after: 2 };
  expect([
    recordOf(group, model)?.name,
    recordOf({ ...group, kind: 'connection' }, model)?.name,
  ]).toEqual(['the group', 'the endpoint']);
  expect(recordOf(address('1'), network({}), model)?.name).toBe('the safe');
});

test('a name is that of the first network which has the record, else the end of its ID', () => {
  expect(nameOfRecord('hub/app', network({}), model)).toEqual({ name: 'app', label: 'subnet.app' });
  expect(nameOfRecord('/subscriptions/s/x', model)).toEqual({
    name: 'x',
    label: '/subscriptions/s/x',
  });
});

test('an edit has a value in a word', () => {
  const said = (edit: Edit) => valueIn(edit, model);
  expect(
    [
      endpoint('A', { after: service('A.Global') }),
      endpoint('A', { before: service('A.Global') }),
      endpoint('A', { after: unknown('x') }),
      admit('hub/app'),
      { ...address('office'), after: { range: '30.0.0.1' } },
      { ...address('office'), after: unknown('x') },
      { kind: 'endpoint-policy', id: 'hub/app', key: 'nat', after: true },
      { kind: 'network-rules-enabled', id: 'safe', before: false, after: true },
      { kind: 'default-action', id: 'safe', before: 'Deny' },
      { kind: 'trusted-services', id: 'safe', after: [] },
    ].map((each) => said(each as Edit)),
  ).toEqual([
    'A.Global',
    'A.Global',
    'A',
    'subnet.app',
    '30.0.0.1',
    'office',
    'nat',
    'true',
    'Deny',
    '',
  ]);
  expect([
    editWord(address('1')),
    editWord({ kind: 'sku', id: 'x', before: 1 }),
    editWord({ kind: 'sku', id: 'x', before: 1, after: 2 }),
  ]).toEqual(['add ip-rule', 'remove sku', 'update sku']);
  expect([nounOf('ip-rule'), nounOf('perimeter-mode')]).toEqual(['IP rule', 'perimeter mode']);
});

describe('a flow and a way in the published plan', () => {
  test('have the host of the door, where one is named', () => {
    const flow = call('hub/app', 'safe');
    expect(planFlow(flow, model)).toMatchObject({
      subresource: 'data',
      fqdn: 'safe.data.vault.test',
    });
    expect(planFlow({ ...flow, subresource: '*' }, model)).not.toHaveProperty('fqdn');
    expect(planFlow({ ...flow, target: '*' }, model)).not.toHaveProperty('fqdn');
    expect(planFlow(flow, network({}))).not.toHaveProperty('fqdn');
    expect(planFlow(flow, network({}), model)).toHaveProperty('fqdn');
  });
  test('are told by how it goes, why not, or what is missing', () => {
    expect(
      planRoute(
        { by: 'internet', source: 'public', address: '20.0.0.1', via: 'hub/app', endpoint: 'x' },
        model,
      ),
    ).toEqual({ by: 'internet', source: 'public', address: '20.0.0.1', via: 'subnet.app' });
    expect(planRoute({ by: 'service-endpoint', source: 'private' })).toEqual({
      by: 'service-endpoint',
      source: 'private',
    });
    expect(planRoute({ by: 'none', because: 'path', blocker: 'b' })).toEqual({
      by: 'none',
      blocker: 'b',
    });
    const question = { key: 'k', options: [], missing: 'm' };
    expect(
      planRoute({
        by: 'undecided',
        questions: [question, { ...question, key: 'l' }, { ...question, missing: 'n' }],
      }),
    ).toEqual({ by: 'undecided', missing: ['m', 'n'] });
  });
});

describe('the names of an endpoint', () => {
  const own = (over: Partial<PrivateEndpoint> = {}) =>
    privateEndpoint('pe', 'hub/app', 'safe', over);
  const hosts = (
    of: PrivateEndpoint | undefined,
    ...models: readonly ReturnType<typeof network>[]
  ) => usedBy(models, of).map((each) => each.host);
  test('are those of the doors that it serves, each once', () => {
    expect(hosts(own(), model, model)).toEqual(['safe.data.vault.test']);
    expect(hosts(own({ groups: ['DATA'] }), model)).toHaveLength(1);
    const account = network({
      targets: [target('acct', kinds.store), target('other', kinds.store)],
    });
    expect(hosts(own({ target: 'acct', groups: ['files', 'data'] }), account)).toEqual([
      'acct.data.store.test',
      'acct.files.store.test',
    ]);
    expect(hosts(own({ target: 'acct', groups: ['files'] }), account)).toEqual([
      'acct.files.store.test',
    ]);
  });
  test('are none of nobody, of nobody knows what, of another door', () => {
    expect([
      hosts(undefined, model),
      hosts(own({ target: unknown('x') }), model),
      hosts(own({ groups: ['files'] }), model),
    ]).toEqual([[], [], []]);
  });
});

test('searches find by what a record says of another', () => {
  const some = network({
    uses: [use('a', 'safe'), use('b', 'safe'), use('a', 'else')],
    zones: [zone('X.test'), { ...zone('x'), name: 'x.TEST' }],
  });
  expect([usesOf(some, 'safe').length, usesOf(some, 'gone').length]).toEqual([2, 0]);
  expect([zonesNamed(some, 'x.Test').length, zonesNamed(some, 'y').length]).toEqual([2, 0]);
});

test('a change is the same in whatever order its parts were read', () => {
  const [a, b] = [vnet('a'), vnet('b')];
  const doors = target('acct', kinds.store, { networkRules: { z: rule, y: rule } });
  const reversed = {
    ...doors,
    subresources: Object.fromEntries(Object.entries(doors.subresources).reverse()),
  };
  const told = {
    ...change(network({ vnets: [b, a], targets: [doors] }), network({ vnets: [b] })),
    replaced: new Set(['z', 'y']),
  };
  const writes = [
    {
      id: 'b',
      origin: { file: '', address: '' },
      action: 'update' as const,
      provides: [],
      after: ['z', 'y'],
    },
    {
      id: 'a',
      origin: { file: '', address: '' },
      action: 'update' as const,
      provides: [],
      after: [],
    },
  ];
  const found = ordered({ ...told, writes });
  expect(Object.keys(found.before.vnets)).toEqual(['a', 'b']);
  expect(Object.keys(found.before.targets.acct?.networkRules ?? {})).toEqual(['y', 'z']);
  expect([...found.replaced]).toEqual(['y', 'z']);
  expect(found.writes.map((each) => [each.id, each.after])).toEqual([
    ['a', []],
    ['b', ['y', 'z']],
  ]);
  // Doors stand as their service lists them.
  const keys = (each: typeof doors) =>
    Object.keys(
      ordered({ ...told, before: network({ targets: [each] }) }).before.targets.acct
        ?.subresources ?? {},
    );
  expect([keys(doors), keys(reversed)]).toEqual([
    ['data', 'files'],
    ['files', 'data'],
  ]);
  // What is one record on both sides stays one.
  expect(found.before.vnets.b).toBe(found.after.vnets.b);
});

describe('why a flow goes its way is told by a line for each state', () => {
  const on = (own: object) => ({
    vnets: [vnet('hub')],
    subnets: [subnet('hub/app', own), subnet('hub/other')],
    targets: [target('safe', kinds.vault), target('else', kinds.vault)],
    uses: [use('hub/app', 'safe'), use('hub/other', 'else')],
  });
  const work = () => worked(on({}), on({ endpoints: endpointOf(kinds.vault) }));
  test('before, with each edit alone, and after', () => {
    expect(why(work(), 'safe')).toEqual([
      'hub/app → safe (*), declared by use:',
      '  before: by internet, public source',
      '  with "Turn on Test.Vault on hub/app" alone: by service-endpoint, private source',
      '  after: by service-endpoint, private source',
    ]);
  });
  test('or once, where no edit touches it', () => {
    expect(why(work(), 'else')).toEqual([
      'hub/other → else (*), declared by use:',
      '  by internet, public source; no edit touches it',
    ]);
  });
  test('for all flows of a client or a target, by the end of its name', () => {
    expect(why(work(), 'app').filter((each) => !each.startsWith(' '))).toEqual([
      'hub/app → safe (*), declared by use:',
      'hub/app → Test.Vault (*), possible by service-endpoint:',
    ]);
  });
  test('or says that none is known', () => {
    expect(why(work(), 'nobody')).toEqual([
      'No flow from or to "nobody" is known: no rule, endpoint or setting names it.',
    ]);
  });
  test('with what is assumed where the input does not show it', () => {
    const blind = (own: object) => ({
      ...on(own),
      targets: [target('safe', kinds.vault, { defaultAction: unknown('the default') })],
    });
    const lines = why(worked(blind({}), blind({ endpoints: endpointOf(kinds.vault) })), 'safe');
    expect(lines.filter((each) => each.includes('assuming'))).toEqual([
      '  assuming default action of safe: the default: Allow',
      '  assuming default action of safe: the default: Deny',
    ]);
    expect(lines.filter((each) => each.includes('no way'))).toHaveLength(3);
  });
  test('with the address and the subnet by which it goes, and what is missing where nobody knows', () => {
    const nat = { natGateways: [natGateway('nat', '20.0.0.1')] };
    expect(
      why(
        worked({ ...on({ natGateway: 'nat' }), ...nat }, { ...on({ natGateway: 'nat' }), ...nat }),
        'safe',
      ).at(-1),
    ).toBe('  by internet, public source 20.0.0.1; no edit touches it');
    const hidden = {
      ...on({}),
      targets: [target('safe', kinds.vault, { publicNetworkAccess: unknown('the access') })],
    };
    expect(why(worked(hidden, hidden), 'safe').at(-1)).toBe(
      '  undecided, missing the access; no edit touches it',
    );
  });
});

test('links are told by their own name', () => {
  const linked = network({ links: [link(zoneName, 'hub')] });
  expect(
    titleOf(
      [
        {
          kind: 'resolution-policy',
          id: `${zoneName}-hub`,
          before: 'Default',
          after: 'NxDomainRedirect',
        },
      ],
      linked,
    ),
  ).toBe(`Set resolution policy of ${zoneName}-hub to NxDomainRedirect`);
});
