import { describe, expect, test } from 'vitest';
import type { Edit } from '../../src/core/edit.ts';
import type { Flow } from '../../src/core/flow.ts';
import { unknown } from '../../src/core/known.ts';
import type { NetworkModel, Subnet, Target } from '../../src/core/model.ts';
import type { Playbook } from '../../src/core/playbook.ts';
import type { Blocked } from '../../src/core/route.ts';
import { addressForNewEgress } from '../../src/knowledge/playbooks/address-for-new-egress.ts';
import { explicitPublicAccess } from '../../src/knowledge/playbooks/explicit-public-access.ts';
import { playbooks } from '../../src/knowledge/playbooks/index.ts';
import { linkForClient } from '../../src/knowledge/playbooks/link-for-client.ts';
import { nxdomainRedirect } from '../../src/knowledge/playbooks/nxdomain-redirect.ts';
import { openForTheSwitch } from '../../src/knowledge/playbooks/open-for-the-switch.ts';
import { recordForEndpoint } from '../../src/knowledge/playbooks/record-for-endpoint.ts';
import { ruleBeforeImplicitClose } from '../../src/knowledge/playbooks/rule-before-implicit-close.ts';
import { ruleForPrivatePath } from '../../src/knowledge/playbooks/rule-for-private-path.ts';
import { ruleForPublicPath } from '../../src/knowledge/playbooks/rule-for-public-path.ts';
import { ruleForSwitchedSubnet } from '../../src/knowledge/playbooks/rule-for-switched-subnet.ts';
import {
  client,
  endpoint,
  firewall,
  ids,
  link,
  nat,
  net,
  on,
  type Part,
  routeTable,
  rules,
  securityGroup,
  subnet,
  target,
  vnet,
  zone,
  zoneGroup,
} from './hazards/scene.ts';

// What a playbook proposes for one stopped flow. Whether it helps is for the replay to say; here it must fit the trouble, name
// what the change lacks, and keep silent in every trouble that is not its own.

const blobZone = 'privatelink.blob.core.windows.net';
const app = ids.subnet('snet-app');

function flowTo(to: Target, more: Partial<Flow> = {}): Flow {
  return {
    id: 'flow',
    client: app,
    clientKind: 'subnet',
    clientName: 'snet-app',
    clientLabel: 'snet-app',
    target: to.id,
    targetName: to.name,
    targetLabel: to.label,
    subresource: Object.keys(to.subresources)[0] ?? '*',
    evidence: 'declared',
    because: ['use'],
    ...more,
  };
}

interface Told {
  readonly to: Target;
  readonly because: Blocked;
  readonly state: NetworkModel;
  readonly before?: NetworkModel;
  readonly flow?: Partial<Flow>;
  readonly others?: readonly Flow[];
  readonly edits?: readonly Edit[];
}

/** What is proposed for a flow that is stopped `because` in `state`, which is also where the change ends. */
function proposed(playbook: Playbook, told: Told) {
  const flow = flowTo(told.to, told.flow);
  return playbook.propose({
    flow,
    flows: [flow, ...(told.others ?? [])],
    before: told.before ?? told.state,
    after: told.state,
    state: told.state,
    edits: told.edits ?? [],
    from: { by: 'internet', source: 'public' },
    stopped: { by: 'none', blocker: 'stopped', because: told.because },
  });
}

const edits = (playbook: Playbook, told: Told) =>
  proposed(playbook, told).flatMap((each) => each.edits);

/** The troubles of other playbooks. */
const others = (...own: readonly Blocked[]) =>
  (['name', 'path', 'admission', 'absent'] as const).filter((each) => !own.includes(each));

test('ids are kebab-case and unique; what stays is tried before what is taken back', () => {
  const names = playbooks.map((each) => each.id);
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((each) => !/^[a-z]+(-[a-z]+)*$/.test(each))).toEqual([]);
  const kinds = playbooks.map((each) => each.kind);
  expect(kinds.lastIndexOf('repair')).toBeLessThan(kinds.indexOf('bridge'));
});

test('a flow of which the target is not there gets no proposal', () => {
  const gone = target('storage', 'stdata');
  const state = net({ vnets: [vnet('vnet-a')], subnets: [subnet('snet-app')] });
  for (const playbook of playbooks)
    for (const because of ['name', 'path', 'admission'] as const)
      expect(proposed(playbook, { to: gone, because, state })).toEqual([]);
});

describe('rule-for-switched-subnet', () => {
  const at = (to: Target, own: Subnet, ...more: readonly Part[]) =>
    net({ vnets: [vnet('vnet-a')], subnets: [own], targets: [to] }, ...more);
  const switched = subnet('snet-app', { endpoints: on('Microsoft.Sql') });
  const sql = target('sql', 'sql-a');

  test('the subnet that comes by its endpoint gets its rule, with the flag where the service takes one', () => {
    expect(
      proposed(ruleForSwitchedSubnet, { to: sql, because: 'admission', state: at(sql, switched) }),
    ).toEqual([
      {
        id: 'rule snet-app on sql-a',
        by: 'service',
        why: 'snet-app comes by the service endpoint of snet-app, which no rule of sql-a admits',
        edits: [
          { kind: 'virtual-network-rule', id: sql.id, key: app, after: { ignoreMissing: true } },
        ],
      },
    ]);
    const account = target('storage', 'stdata');
    const own = subnet('snet-app', { endpoints: on('Microsoft.Storage') });
    expect(
      edits(ruleForSwitchedSubnet, { to: account, because: 'admission', state: at(account, own) }),
    ).toMatchObject([{ key: app, after: { ignoreMissing: false } }]);
  });

  test('no rule where the subnet has no endpoint of the service, or where no service has one', () => {
    const bare = at(sql, subnet('snet-app', { endpoints: on('Microsoft.Storage') }));
    expect(edits(ruleForSwitchedSubnet, { to: sql, because: 'admission', state: bare })).toEqual(
      [],
    );
    const { endpointFamily: _, ...traits } = sql.traits;
    const plain = { ...sql, traits };
    const state = at(plain, switched);
    expect(edits(ruleForSwitchedSubnet, { to: plain, because: 'admission', state })).toEqual([]);
  });

  test('no rule for a flow that a name or a path stops', () => {
    for (const because of others('admission'))
      expect(edits(ruleForSwitchedSubnet, { to: sql, because, state: at(sql, switched) })).toEqual(
        [],
      );
  });

  describe('behind a firewall', () => {
    const inner = subnet('AzureFirewallSubnet', { endpoints: on('Microsoft.Sql') });
    const table = routeTable('rt', '0.0.0.0/0', '10.0.2.4');
    const sent = subnet('snet-app', { routeTable: table.id });
    const fw = firewall('fw', 'AzureFirewallSubnet', '10.0.2.4', '20.1.1.1');
    const keys = (part: Part, own = sent) =>
      edits(ruleForSwitchedSubnet, {
        to: sql,
        because: 'admission',
        state: at(sql, own, { subnets: [inner] }, part),
      }).map((each) => each.key);

    test('the subnet of the firewall that its routes lead to gets the rule', () => {
      expect(keys({ routeTables: [table], appliances: [fw] })).toEqual([inner.id]);
    });

    test('not the one of a firewall that they do not lead to, or that the input does not place', () => {
      const elsewhere = { ...fw, privateAddress: '10.0.2.5' };
      expect(keys({ routeTables: [table], appliances: [elsewhere] })).toEqual([]);
      const hidden = { ...fw, privateAddress: unknown('the address of fw') };
      expect(keys({ routeTables: [table], appliances: [hidden] })).toEqual([]);
      const nowhere = { ...fw, subnet: unknown('the subnet of fw') };
      expect(keys({ routeTables: [table], appliances: [nowhere] })).toEqual([]);
    });

    test('nor where the subnet has no routes, or routes that the input does not show', () => {
      const part = { routeTables: [table], appliances: [fw] };
      expect(keys(part, subnet('snet-app'))).toEqual([]);
      expect(keys(part, subnet('snet-app', { routeTable: unknown('its routes') }))).toEqual([]);
      expect(keys({ appliances: [fw] })).toEqual([]);
      const blurred = { ...table, routes: { default: unknown('a route') } };
      expect(keys({ routeTables: [blurred], appliances: [fw] })).toEqual([]);
    });
  });
});

describe('link-for-client', () => {
  const account = target('storage', 'stdata');
  const z = zone(blobZone);
  const base = (...more: readonly Part[]) =>
    net({ subnets: [subnet('snet-app')], targets: [account], vnets: [vnet('vnet-a')] }, ...more);

  test('the VNet of the client gets a link to the zone of the name it asks', () => {
    const state = base({ zones: [z, zone('privatelink.file.core.windows.net')] });
    const id = `${z.id}/virtualnetworklinks/link-vnet-a`;
    expect(proposed(linkForClient, { to: account, because: 'admission', state })).toEqual([
      {
        id: 'link for snet-app to stdata',
        by: 'dns',
        why: 'snet-app asks in a VNet that does not see the zone of stdata',
        edits: [
          {
            kind: 'link',
            id,
            after: {
              id,
              name: 'link-vnet-a',
              label: `${z.label}/virtualNetworkLinks/link-vnet-a`,
              zone: z.id,
              vnet: ids.vnet('vnet-a'),
              resolutionPolicy: 'Default',
            },
          },
        ],
      },
    ]);
  });

  test('zone names are compared without their case', () => {
    const state = base({ zones: [{ ...z, name: 'privatelink.BLOB.core.windows.net' }] });
    expect(edits(linkForClient, { to: account, because: 'admission', state })).toHaveLength(1);
    const loud = {
      ...account,
      subresources: {
        blob: {
          name: 'blob',
          names: [{ host: 'stdata', zone: blobZone.toUpperCase(), record: 'stdata' }],
          publicPorts: ['443'],
          privatePorts: ['443'],
          checked: 'request' as const,
        },
      },
    };
    const shouted = base({ zones: [z], targets: [loud] });
    expect(edits(linkForClient, { to: loud, because: 'admission', state: shouted })).toHaveLength(
      1,
    );
  });

  test('a VNet that sees the zone needs no link; that another one sees it is no help', () => {
    const linked = base({ zones: [z], links: [link(blobZone, 'vnet-a')] });
    expect(proposed(linkForClient, { to: account, because: 'admission', state: linked })).toEqual(
      [],
    );
    const other = base({
      zones: [z],
      links: [link(blobZone, 'vnet-b'), link('privatelink.file.core.windows.net', 'vnet-a')],
    });
    expect(edits(linkForClient, { to: account, because: 'admission', state: other })).toHaveLength(
      1,
    );
  });

  test('without a zone, a subnet or its VNet there is nothing to link', () => {
    const state = base({ zones: [z] });
    const told = { to: account, because: 'admission' as const };
    expect(proposed(linkForClient, { ...told, state: base() })).toEqual([]);
    const star = { ...told, state, flow: { subresource: '*' } };
    expect(proposed(linkForClient, star)).toEqual([]);
    expect(proposed(linkForClient, { ...told, state, flow: { client: 'internet' } })).toEqual([]);
    const lost = base({
      zones: [z],
      subnets: [subnet('snet-app', { vnet: unknown('its VNet') })],
    });
    expect(proposed(linkForClient, { ...told, state: lost })).toEqual([]);
  });

  test('a VNet outside the input is called the client in the name of its link', () => {
    const state = net({ subnets: [subnet('snet-app')], targets: [account], zones: [z] });
    expect(edits(linkForClient, { to: account, because: 'admission', state })).toMatchObject([
      { id: `${z.id}/virtualnetworklinks/link-client`, after: { name: 'link-client' } },
    ]);
  });

  test('a flow that is stopped otherwise gets no link', () => {
    const state = base({ zones: [z] });
    for (const because of others('admission'))
      expect(proposed(linkForClient, { to: account, because, state })).toEqual([]);
  });
});

describe('record-for-endpoint', () => {
  const account = target('storage', 'stdata');
  const z = zone(blobZone);
  const pe = endpoint('pe-st', account);
  const base = (...more: readonly Part[]) =>
    net(
      {
        subnets: [subnet('snet-app')],
        targets: [account],
        vnets: [vnet('vnet-a')],
        zones: [z],
        links: [link(blobZone, 'vnet-a')],
        endpoints: [pe],
      },
      ...more,
    );
  const told = { to: account, because: 'name' as const };

  test('the endpoint gets a group with the zone that the client sees', () => {
    const group = { id: pe.id, name: pe.name, label: pe.label, endpoint: pe.id, zones: [z.id] };
    expect(proposed(recordForEndpoint, { ...told, state: base() })).toEqual([
      {
        id: 'record of pe-st',
        by: 'dns',
        why: 'the zone that snet-app sees has no record for stdata',
        edits: [{ kind: 'zone-group', id: pe.id, after: group }],
      },
    ]);
  });

  test('only zones of the name, linked to the VNet of the client', () => {
    const file = 'privatelink.file.core.windows.net';
    const more = { zones: [zone(file)], links: [link(file, 'vnet-a'), link(blobZone, 'vnet-b')] };
    expect(edits(recordForEndpoint, { ...told, state: base(more) })).toMatchObject([
      { after: { zones: [z.id] } },
    ]);
    const apart = { ...base(), links: { other: link(blobZone, 'vnet-b') } };
    expect(proposed(recordForEndpoint, { ...told, state: apart })).toEqual([]);
    const blurred = {
      ...base(),
      links: { it: { ...link(blobZone, 'vnet-a'), vnet: unknown('the VNet of the link') } },
    };
    expect(proposed(recordForEndpoint, { ...told, state: blurred })).toEqual([]);
    const unshown = { ...base(), zones: {} };
    expect(proposed(recordForEndpoint, { ...told, state: unshown })).toEqual([]);
  });

  test('a VNet that asks for itself sees by its own links', () => {
    const flow = { client: ids.vnet('vnet-a') };
    expect(edits(recordForEndpoint, { ...told, state: base(), flow })).toHaveLength(1);
    const lost = base({ subnets: [subnet('snet-app', { vnet: unknown('its VNet') })] });
    expect(edits(recordForEndpoint, { ...told, state: lost })).toEqual([]);
  });

  test('only an approved endpoint of the resource and group, which has no zone group yet', () => {
    const changed = (more: Partial<typeof pe>) => base({ endpoints: [{ ...pe, ...more }] });
    const none = (state: NetworkModel) =>
      expect(proposed(recordForEndpoint, { ...told, state })).toEqual([]);
    none(changed({ status: 'Pending' }));
    none(changed({ target: ids.target('Microsoft.Storage/storageAccounts', 'other') }));
    none(changed({ groups: ['file'] }));
    none(base({ zoneGroups: [zoneGroup('pe-st', blobZone)] }));
    expect(
      edits(recordForEndpoint, { ...told, state: changed({ groups: ['file', 'BLOB'] }) }),
    ).toHaveLength(1);
    const flow = { subresource: 'Blob' };
    expect(edits(recordForEndpoint, { ...told, state: base(), flow })).toEqual([]);
  });

  test('cases of group and zone do not matter', () => {
    const { blob } = account.subresources;
    const upper = { ...account, subresources: { Blob: { ...blob, name: 'Blob' } } } as Target;
    const flow = { subresource: 'Blob' };
    expect(
      edits(recordForEndpoint, {
        to: upper,
        because: 'name',
        state: base({ targets: [upper] }),
        flow,
      }),
    ).toHaveLength(1);
    const loud = base({ zones: [{ ...z, name: blobZone.toUpperCase() }] });
    expect(edits(recordForEndpoint, { ...told, state: loud })).toHaveLength(1);
  });

  test('a flow that is stopped otherwise gets no record', () => {
    for (const because of others('name'))
      expect(proposed(recordForEndpoint, { to: account, because, state: base() })).toEqual([]);
  });
});

describe('rule-for-private-path', () => {
  const account = target('sql', 'sql-a');
  const group = securityGroup('nsg', { priority: 100 }, { priority: 101 }, { priority: 103 });
  const inside = subnet('snet-app', { securityGroup: group.id });
  const base = (...more: readonly Part[]) =>
    net({ subnets: [inside], targets: [account], securityGroups: [group] }, ...more);
  const told = { to: account, because: 'path' as const };

  test('the group lets the private ports out to the network, at the first priority that is free', () => {
    expect(proposed(ruleForPrivatePath, { ...told, state: base() })).toEqual([
      {
        id: 'private path from snet-app to sql-a',
        by: 'network',
        why: 'nsg denies the private address of sql-a, which a service tag does not match',
        edits: [
          {
            kind: 'nsg-rule',
            id: group.id,
            key: 'Allow-private-sql-a',
            after: {
              direction: 'Outbound',
              access: 'Allow',
              priority: 102,
              protocol: 'Tcp',
              sources: ['VirtualNetwork'],
              destinations: ['VirtualNetwork'],
              ports: ['1433'],
            },
          },
        ],
      },
    ]);
  });

  const priority = (rules: (typeof group)['rules'] | Record<string, unknown>) =>
    edits(ruleForPrivatePath, {
      ...told,
      state: base({ securityGroups: [{ ...group, rules: rules as (typeof group)['rules'] }] }),
    }).map((each) => (each.after as { priority: number }).priority);

  test('priorities are those that Azure takes, 100 to 4096, whatever else stands there', () => {
    expect(priority({})).toEqual([100]);
    expect(priority({ a: unknown('a rule') })).toEqual([100]);
    const upTo = (last: number) =>
      Object.fromEntries(
        Array.from({ length: last - 99 }, (_, n) => [`r${n}`, { priority: n + 100 }]),
      );
    expect(priority(upTo(4095))).toEqual([4096]);
    expect(priority(upTo(4096))).toEqual([]);
  });

  test('a sub-resource that the target does not show is taken to speak HTTPS', () => {
    expect(
      edits(ruleForPrivatePath, { ...told, state: base(), flow: { subresource: '*' } }),
    ).toMatchObject([{ after: { ports: ['443'] } }]);
  });

  test('no group, none that is shown, or no subnet: nothing to write', () => {
    const none = (state: NetworkModel, flow: Partial<Flow> = {}) =>
      expect(proposed(ruleForPrivatePath, { ...told, state, flow })).toEqual([]);
    none(base({ subnets: [subnet('snet-app')] }));
    none(base({ subnets: [subnet('snet-app', { securityGroup: unknown('its group') })] }));
    none({ ...base(), securityGroups: {} });
    none(base(), { client: ids.vnet('vnet-a') });
  });

  test('a flow that is stopped otherwise gets no rule', () => {
    for (const because of others('path'))
      expect(proposed(ruleForPrivatePath, { to: account, because, state: base() })).toEqual([]);
  });
});

describe('rule-for-public-path', () => {
  const account = target('sql', 'sql-a');
  const group = securityGroup('nsg', { priority: 100 });
  const base = (more: Part = {}) =>
    net(
      {
        subnets: [subnet('snet-app', { securityGroup: group.id })],
        targets: [account],
        securityGroups: [group],
      },
      more,
    );
  const told = { to: account, because: 'path' as const };

  test('the group lets the service out by its tag, on the public ports', () => {
    expect(proposed(ruleForPublicPath, { ...told, state: base() })).toMatchObject([
      {
        id: 'public path from snet-app to sql-a',
        by: 'network',
        why: 'nsg denies Sql, by which snet-app calls sql-a',
        edits: [
          {
            kind: 'nsg-rule',
            id: group.id,
            key: 'Allow-Sql',
            after: { access: 'Allow', priority: 101, destinations: ['Sql'], ports: ['1433'] },
          },
        ],
      },
    ]);
  });

  test('a sub-resource that the target does not show is taken to speak as its first', () => {
    expect(
      edits(ruleForPublicPath, { ...told, state: base(), flow: { subresource: '*' } }),
    ).toMatchObject([{ after: { ports: ['1433'] } }]);
  });

  test('no group, or no tag for the service: nothing to write', () => {
    const bare = target('sql', 'sql-a', { traits: { ...account.traits, serviceTags: [] } });
    expect([
      proposed(ruleForPublicPath, { ...told, state: base({ subnets: [subnet('snet-app')] }) }),
      proposed(ruleForPublicPath, { ...told, state: base({ targets: [bare] }) }),
    ]).toEqual([[], []]);
  });

  test('a flow that is stopped otherwise gets no rule', () => {
    for (const because of others('path'))
      expect(proposed(ruleForPublicPath, { to: account, because, state: base() })).toEqual([]);
  });
});

describe('address-for-new-egress', () => {
  const sql = target('sql', 'sql-a');
  const gateway = nat('nat-a', '20.1.1.1', '20.1.1.2');
  const out = subnet('snet-app', { natGateway: gateway.id });
  const base = (to: Target, ...more: readonly Part[]) =>
    net(
      { vnets: [vnet('vnet-a')], subnets: [out], targets: [to], natGateways: [gateway] },
      ...more,
    );
  const told = { to: sql, because: 'admission' as const };

  test('each address of the egress that no rule holds gets one', () => {
    expect(proposed(addressForNewEgress, { ...told, state: base(sql) })).toEqual([
      {
        id: 'address of snet-app on sql-a',
        by: 'service',
        why: 'snet-app leaves by 20.1.1.1, 20.1.1.2, which no rule of sql-a holds',
        edits: ['20.1.1.1', '20.1.1.2'].map((range) => ({
          kind: 'ip-rule',
          id: sql.id,
          key: range,
          after: { range },
        })),
      },
    ]);
    const half = { ...sql, ipRules: { '20.1.1.1': { range: '20.1.1.1' } } };
    expect(edits(addressForNewEgress, { ...told, state: base(half) })).toMatchObject([
      { key: '20.1.1.2' },
    ]);
  });

  test('an egress without addresses, or with addresses that nobody knows, gets none', () => {
    const none = (state: NetworkModel, flow: Partial<Flow> = {}) =>
      expect(proposed(addressForNewEgress, { ...told, state, flow })).toEqual([]);
    none(base(sql, { subnets: [subnet('snet-app')] }));
    none(base(sql, { subnets: [subnet('snet-app', { defaultOutbound: false })] }));
    none(base(sql, { natGateways: [{ ...gateway, addresses: {} }] }));
    none(base(sql), { client: 'internet' });
  });

  test('a flow that is stopped otherwise gets none', () => {
    for (const because of others('admission'))
      expect(proposed(addressForNewEgress, { to: sql, because, state: base(sql) })).toEqual([]);
  });
});

describe('nxdomain-redirect', () => {
  const account = target('storage', 'stdata');
  const own = link(blobZone, 'vnet-a');
  const base = (...more: readonly Part[]) =>
    net(
      { subnets: [subnet('snet-app')], targets: [account], zones: [zone(blobZone)], links: [own] },
      ...more,
    );
  const told = { to: account, because: 'name' as const };

  test('the link by which the client sees the zone answers from outside until the record is there', () => {
    expect(proposed(nxdomainRedirect, { ...told, state: base() })).toEqual([
      {
        id: `nxdomain-redirect vnet-a ${blobZone}`,
        by: 'dns',
        why: 'while its record is missing, stdata keeps its public answer',
        edits: [
          {
            kind: 'resolution-policy',
            id: own.id,
            before: 'Default',
            after: 'NxDomainRedirect',
          },
        ],
      },
    ]);
    const flow = { client: ids.vnet('vnet-a') };
    expect(edits(nxdomainRedirect, { ...told, state: base(), flow })).toHaveLength(1);
  });

  test('not a link of another VNet, of another zone, or one that redirects already', () => {
    const only = (...links: readonly ReturnType<typeof link>[]) => ({
      ...base({ zones: [zone('privatelink.file.core.windows.net')] }),
      links: Object.fromEntries(links.map((each) => [each.id, each])),
    });
    const none = (state: NetworkModel, flow: Partial<Flow> = {}) =>
      expect(proposed(nxdomainRedirect, { ...told, state, flow })).toEqual([]);
    none(only(link(blobZone, 'vnet-b')));
    none(only(link('privatelink.file.core.windows.net', 'vnet-a')));
    none(only(link(blobZone, 'vnet-a', 'NxDomainRedirect')));
    none({ ...base(), zones: {} });
    none(base(), { subresource: '*' });
    none(base({ subnets: [subnet('snet-app', { vnet: unknown('its VNet') })] }));
  });

  test('zone names are compared without their case', () => {
    const state = base({ zones: [{ ...zone(blobZone), name: blobZone.toUpperCase() }] });
    expect(edits(nxdomainRedirect, { ...told, state })).toHaveLength(1);
  });

  test('a flow that is stopped otherwise keeps its links', () => {
    for (const because of others('name'))
      expect(proposed(nxdomainRedirect, { to: account, because, state: base() })).toEqual([]);
  });
});

describe('rule-before-implicit-close', () => {
  const cosmos = target('cosmos', 'cosmos-a');
  const job = ids.subnet('snet-job');
  const gateway = nat('nat-a', '20.1.1.1');
  const world = (...more: readonly Part[]) =>
    net(
      {
        vnets: [vnet('vnet-a')],
        subnets: [
          subnet('snet-app', { endpoints: on('Microsoft.AzureCosmosDB') }),
          subnet('snet-job', { natGateway: gateway.id }),
        ],
        natGateways: [gateway],
        targets: [cosmos],
      },
      ...more,
    );
  const told = { to: cosmos, because: 'admission' as const };
  const second = (more: Partial<Flow> = {}) => [
    flowTo(cosmos, { client: job, clientName: 'snet-job', ...more }),
  ];
  const own = {
    kind: 'virtual-network-rule',
    id: cosmos.id,
    key: app,
    after: { ignoreMissing: false },
  };
  const address = (range: string) => ({
    kind: 'ip-rule',
    id: cosmos.id,
    key: range,
    after: { range },
  });

  test('every client gets the rule by which it comes today, in one update', () => {
    expect(
      proposed(ruleBeforeImplicitClose, { ...told, state: world(), others: second() }),
    ).toEqual([
      {
        id: 'rule before the endpoint of cosmos-a',
        by: 'service',
        why: 'with a rule in place the first private endpoint does not close the public side of cosmos-a to snet-app',
        edits: [own, address('20.1.1.1')],
      },
    ]);
  });

  test('a possible client, and one of another target, get none', () => {
    const state = world();
    for (const more of [{ evidence: 'possible' as const }, { target: 'another' }])
      expect(edits(ruleBeforeImplicitClose, { ...told, state, others: second(more) })).toEqual([
        own,
      ]);
  });

  test('two clients behind one address share its rule', () => {
    const state = world({
      subnets: [
        subnet('snet-app', { natGateway: gateway.id }),
        subnet('snet-job', { natGateway: gateway.id }),
      ],
    });
    expect(edits(ruleBeforeImplicitClose, { ...told, state, others: second() })).toEqual([
      address('20.1.1.1'),
    ]);
  });

  test('a client of the config gets rules for its addresses', () => {
    const hq = client('hq', 'on-premises', '20.9.9.9', '20.9.9.8');
    const state = world({ clients: [hq] });
    expect(edits(ruleBeforeImplicitClose, { ...told, state, flow: { client: hq.id } })).toEqual([
      address('20.9.9.9'),
      address('20.9.9.8'),
    ]);
  });

  test('where one client’s way is not shown the proposal says so, and writes nothing', () => {
    const nobody = client('hq', 'on-premises');
    const state = world({ clients: [nobody] });
    const told2 = { ...told, state, others: second({ client: nobody.id }) };
    expect(proposed(ruleBeforeImplicitClose, told2)).toMatchObject([{ edits: [] }]);
    const unseen = world({ subnets: [subnet('snet-job')] });
    expect(
      proposed(ruleBeforeImplicitClose, { ...told, state: unseen, others: second() }),
    ).toMatchObject([{ edits: [] }]);
  });

  test('a rule that stands before, or that the change writes, is not written again', () => {
    const ruled = { ...cosmos, networkRules: rules('snet-app') };
    const before = world({ targets: [ruled] });
    expect(proposed(ruleBeforeImplicitClose, { ...told, state: before })).toEqual([]);
    expect(edits(ruleBeforeImplicitClose, { ...told, state: before, others: second() })).toEqual([
      address('20.1.1.1'),
    ]);
    const written = [{ ...own, kind: 'virtual-network-rule' as const }];
    expect(proposed(ruleBeforeImplicitClose, { ...told, state: world(), edits: written })).toEqual(
      [],
    );
  });

  test('a client without any way out, or outside the input, gets no rule', () => {
    const shut = world({ subnets: [subnet('snet-job', { defaultOutbound: false })] });
    expect(edits(ruleBeforeImplicitClose, { ...told, state: shut, others: second() })).toEqual([
      own,
    ]);
    const others = second({ client: 'internet' });
    expect(edits(ruleBeforeImplicitClose, { ...told, state: world(), others })).toEqual([own]);
  });

  test('a service without an endpoint of its own knows only addresses', () => {
    const { endpointFamily: _, ...traits } = cosmos.traits;
    const plain = { ...cosmos, traits };
    const state = world({
      targets: [plain],
      subnets: [
        subnet('snet-app', { endpoints: on('undefined', 'Microsoft.Sql'), natGateway: gateway.id }),
      ],
    });
    expect(edits(ruleBeforeImplicitClose, { ...told, to: plain, state })).toEqual([
      address('20.1.1.1'),
    ]);
  });

  test('only where the endpoint closes, and only for what admission stops', () => {
    const vault = target('vault', 'kv-a');
    const state = world({ targets: [vault] });
    expect(proposed(ruleBeforeImplicitClose, { ...told, to: vault, state })).toEqual([]);
    for (const because of others('admission'))
      expect(proposed(ruleBeforeImplicitClose, { to: cosmos, because, state: world() })).toEqual(
        [],
      );
  });
});

describe('explicit-public-access', () => {
  const unset = { publicNetworkAccess: 'unset' as const };
  const site = target('site', 'app-a', unset);
  const scm = { ...target('site', 'app-a-scm', unset), resource: site.resource };
  const told = { to: site, because: 'admission' as const };
  const opened = (id: string) => ({
    kind: 'public-network-access',
    id,
    before: 'unset',
    after: 'Enabled',
  });

  test('the doors of one resource that nobody set are set open together', () => {
    const other = target('site', 'app-b', unset);
    const state = net({ targets: [site, scm, other] });
    expect(proposed(explicitPublicAccess, { ...told, state })).toEqual([
      {
        id: 'keep app-a open',
        by: 'service',
        why: 'the public side of app-a stays open until its names have moved',
        edits: [opened(site.id), opened(scm.id)],
      },
    ]);
    const half = net({ targets: [site, { ...scm, publicNetworkAccess: 'Enabled' }] });
    expect(edits(explicitPublicAccess, { ...told, state: half })).toEqual([opened(site.id)]);
  });

  test('what somebody has set is left alone', () => {
    for (const publicNetworkAccess of ['Enabled', 'Disabled'] as const) {
      const state = net({ targets: [{ ...site, publicNetworkAccess }, scm] });
      expect(proposed(explicitPublicAccess, { ...told, state })).toEqual([]);
    }
  });

  test('only where an endpoint closes what is unset, and only for what admission stops', () => {
    const account = target('storage', 'stdata', unset);
    const state = net({ targets: [account] });
    expect(proposed(explicitPublicAccess, { ...told, to: account, state })).toEqual([]);
    for (const because of others('admission'))
      expect(
        proposed(explicitPublicAccess, { to: site, because, state: net({ targets: [site] }) }),
      ).toEqual([]);
  });
});

describe('open-for-the-switch', () => {
  const denying = target('storage', 'stdata', { defaultAction: 'Deny' });
  const told = { to: denying, because: 'admission' as const };
  const at = (more: Partial<Target> = {}) => net({ targets: [{ ...denying, ...more }] });

  test('an account that denies by default admits everyone for the minutes of the switch', () => {
    expect(proposed(openForTheSwitch, { ...told, state: at() })).toEqual([
      {
        id: 'open stdata',
        by: 'service',
        why: 'for the minutes in which the way of snet-app changes, stdata admits everyone',
        edits: [{ kind: 'default-action', id: denying.id, before: 'Deny', after: 'Allow' }],
      },
    ]);
    expect(
      edits(openForTheSwitch, { ...told, state: at({ publicNetworkAccess: 'unset' }) }),
    ).toHaveLength(1);
  });

  test('where the public side is shut, or nobody knows, it would admit nobody', () => {
    const sides = ['Disabled', 'SecuredByPerimeter', unknown('its public access')] as const;
    for (const publicNetworkAccess of sides)
      expect(proposed(openForTheSwitch, { ...told, state: at({ publicNetworkAccess }) })).toEqual(
        [],
      );
  });

  test('where it does not deny, there is nothing to open', () => {
    expect(proposed(openForTheSwitch, { ...told, state: at({ defaultAction: 'Allow' }) })).toEqual(
      [],
    );
  });

  test('only where a default action decides, and only for what admission stops', () => {
    const sql = target('sql', 'sql-a', { defaultAction: 'Deny' });
    expect(
      proposed(openForTheSwitch, { ...told, to: sql, state: net({ targets: [sql] }) }),
    ).toEqual([]);
    for (const because of others('admission'))
      expect(proposed(openForTheSwitch, { to: denying, because, state: at() })).toEqual([]);
  });
});
