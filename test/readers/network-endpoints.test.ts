import { describe, expect, test } from 'vitest';
import { defaults } from '../../src/core/config.ts';
import { bare, network } from '../../src/readers/network.ts';
import {
  accountProps,
  group,
  later,
  low,
  networkId,
  read,
  reading,
  resource,
  still,
  storageId,
  subnet,
  subnetId,
  vnet,
  vnetId,
} from './network-scene.ts';

const zoneId = networkId('privateDnsZones/privatelink.blob.core.windows.net');
const zoneName = 'privatelink.blob.core.windows.net';
const endpointId = networkId('privateEndpoints/pe');
const address = 'azurerm_private_endpoint.pe';

const endpointProps = (more: object = {}) => ({
  name: 'pe',
  resource_group_name: 'rg',
  subnet_id: subnetId('pe'),
  private_service_connection: [
    {
      private_connection_resource_id: storageId('stdata'),
      subresource_names: ['blob'],
      is_manual_connection: false,
      private_ip_address: '10.0.9.4',
    },
  ],
  private_dns_zone_group: [{ name: 'default', private_dns_zone_ids: [zoneId] }],
  ...more,
});

const zone = still('azurerm_private_dns_zone.blob', zoneId, {
  name: zoneName,
  resource_group_name: 'rg',
});

test.each(['constructor', 'toString', '__proto__'])('no group is called %s', (name) => {
  const { after } = read(
    vnet,
    subnet('pe'),
    resource(address, {
      after: endpointProps({
        private_service_connection: [
          { private_connection_resource_id: storageId('stdata'), subresource_names: [name] },
        ],
      }),
    }),
  );
  expect(after.endpoints[`iac:${address}`]?.groups).toEqual([`?${name}`]);
});

describe('a private endpoint', () => {
  test('and its zone group are two writes, one after the other', () => {
    const created = resource(address, {
      after: endpointProps(),
      dependsOn: ['azurerm_subnet.pe'],
    });
    const { after, writes } = read(vnet, zone, subnet('pe'), created);
    const id = `iac:${address}`;
    expect(after.endpoints[id]).toMatchObject({
      subnet: low(subnetId('pe')),
      target: low(storageId('stdata')),
      groups: ['blob'],
      status: 'Approved',
    });
    expect(after.zoneGroups[id]).toMatchObject({ endpoint: id, zones: [low(zoneId)] });
    expect(writes).toMatchObject([
      { id: address, action: 'create', after: [] },
      { id: `${address}/zone-group`, action: 'create', after: [address] },
    ]);
    expect(writes[1]?.provides).toEqual([`zoneGroups|${id}`]);
  });

  test('tells the ID that it will have, where a resource beside it shows the subscription', () => {
    const created = resource(address, { after: endpointProps() });
    const foretold = ({ after }: ReturnType<typeof read>) =>
      after.endpoints[`iac:${address}`]?.foretold;
    expect(foretold(read(vnet, created))).toBe(networkId('privateEndpoints/pe'));
    expect(foretold(read(created))).toBeUndefined();
    expect(read(vnet, zone).after.zones[low(zoneId)]?.foretold).toBeUndefined();
  });

  test('leaves after its zone group', () => {
    const { writes } = read(resource(address, { id: endpointId, before: endpointProps() }));
    expect(writes).toMatchObject([
      { id: `${address}#delete`, after: [`${address}#delete/zone-group`] },
      { id: `${address}#delete/zone-group`, after: [] },
    ]);
  });

  test('keeps its identity when it is replaced', () => {
    const { before, after, replaced } = read(
      resource(address, {
        action: 'replace',
        id: endpointId,
        before: endpointProps(),
        after: endpointProps({ subnet_id: subnetId('other') }),
        idAfter: later() as never,
      }),
    );
    const id = low(endpointId);
    expect([before.endpoints[id]?.subnet, after.endpoints[id]?.subnet]).toEqual([
      low(subnetId('pe')),
      low(subnetId('other')),
    ]);
    expect([...replaced]).toEqual([id]);
  });

  test('that is destroyed under one address and made under another is the same one, replaced', () => {
    const [old, now] = ['a', 'b'].map((key) => `azurerm_private_endpoint.pe["${key}"]`);
    const made = (name: string) =>
      read(
        vnet,
        zone,
        resource(old ?? '', { id: endpointId, before: endpointProps() }),
        resource(now ?? '', { after: endpointProps({ name }) }),
      );
    const same = made('pe');
    const id = low(endpointId);
    expect([Object.keys(same.before.endpoints), Object.keys(same.after.endpoints)]).toEqual([
      [id],
      [id],
    ]);
    expect([...same.replaced]).toContain(id);
    expect(Object.keys(made('pe-other').after.endpoints)).toEqual([`iac:${now}`]);
  });

  test('rewrites a group whose IDs change at equal length, and updates one that grows', () => {
    const other = networkId('privateDnsZones/privatelink.dfs.core.windows.net');
    const changed = (ids: readonly string[]) =>
      read(
        resource(address, {
          id: endpointId,
          before: endpointProps(),
          after: endpointProps({
            private_dns_zone_group: [{ name: 'default', private_dns_zone_ids: ids }],
          }),
        }),
      );
    const rewritten = changed([zoneId.replace('resourceGroups', 'resourcegroups')]);
    expect([...rewritten.replaced]).toEqual([`zoneGroups|${low(endpointId)}`]);
    expect(rewritten.writes).toMatchObject([
      { id: address, action: 'update' },
      {
        id: `${address}/zone-group#create`,
        action: 'create',
        after: [address, `${address}/zone-group#delete`],
      },
      { id: `${address}/zone-group#delete`, action: 'delete', after: [address] },
    ]);
    const grown = changed([zoneId, other]);
    expect([...grown.replaced]).toEqual([]);
    expect(grown.writes.map(({ id }) => id)).toEqual([address, `${address}/zone-group`]);
  });

  test('rewrites its group when the zone is replaced: the new one holds no record', () => {
    const moved = (action: 'replace' | 'update') =>
      read(
        resource('azurerm_private_dns_zone.blob', {
          action,
          id: zoneId,
          before: { name: 'privatelink.blob.core.windows.net', resource_group_name: 'rg' },
          after: { name: 'privatelink.blob.core.windows.net', resource_group_name: 'rg-dns' },
          idAfter: later() as never,
        }),
        resource(address, {
          id: endpointId,
          before: endpointProps(),
          after: endpointProps({
            private_dns_zone_group: [
              {
                name: 'default',
                private_dns_zone_ids: [later('azurerm_private_dns_zone.blob.id')],
              },
            ],
          }),
        }),
      );
    expect([...moved('replace').replaced]).toContain(`zoneGroups|${low(endpointId)}`);
    expect([...moved('update').replaced]).toEqual([]);
  });

  test('that is manual waits for the owner of its target', () => {
    const connection = {
      ...endpointProps().private_service_connection[0],
      is_manual_connection: true,
    };
    const props = endpointProps({ private_service_connection: [connection] });
    const id = low(endpointId);
    expect(
      read(resource(address, { after: props })).after.endpoints[`iac:${address}`]?.status,
    ).toBe('Pending');
    expect(read(still(address, endpointId, props)).after.endpoints[id]?.status).toEqual({
      unknown: 'whether the owner of its target has approved pe is not in the input',
    });
  });

  test('brings a bare target, subnet and zone that no resource shows, on both sides', () => {
    const { before, after } = read(resource(address, { after: endpointProps() }));
    for (const side of [before, after]) {
      expect(side.targets[low(storageId('stdata'))]).toMatchObject({
        name: 'stdata',
        publicNetworkAccess: { unknown: 'stdata is not in the input' },
        subresources: { blob: { names: [{ host: 'stdata.blob.core.windows.net' }] } },
      });
      expect(side.zones[low(zoneId)]).toMatchObject({
        name: zoneName,
        linksShown: { unknown: `${zoneName} is not in the input` },
      });
      expect(side.subnets[low(subnetId('pe'))]?.vnet).toBe(low(vnetId));
      expect(side.vnets[low(vnetId)]?.name).toBe('vnet');
    }
  });
});

test('a slot is reached through an endpoint of its app', () => {
  const app = `${group}/providers/Microsoft.Web/sites/app`;
  const slot = `${app}/slots/staging`;
  const { after } = read(
    still('azurerm_linux_web_app_slot.staging', slot, {
      name: 'staging',
      app_service_id: app,
      site_config: [{}] as never,
    }),
    resource(address, {
      after: endpointProps({
        private_service_connection: [
          { private_connection_resource_id: app, subresource_names: ['sites-staging'] },
        ],
      }),
    }),
  );
  expect(after.targets[low(slot)]).toMatchObject({
    resource: low(app),
    subresources: {
      'sites-staging': {
        names: [{ host: 'app-staging.azurewebsites.net', record: 'app-staging' }],
      },
    },
  });
});

describe('private DNS', () => {
  test('is joined by name up to azurerm 4, by ID from 5', () => {
    const link = (props: object) =>
      read(
        vnet,
        zone,
        resource('azurerm_private_dns_zone_virtual_network_link.l', {
          after: { name: 'l', virtual_network_id: vnetId, resolution_policy: later(), ...props },
        }),
      ).after.links['iac:azurerm_private_dns_zone_virtual_network_link.l'];
    const expected = { zone: low(zoneId), vnet: low(vnetId), resolutionPolicy: 'Default' };
    expect(link({ private_dns_zone_name: zoneName, resource_group_name: 'RG' })).toMatchObject(
      expected,
    );
    expect(link({ private_dns_zone_id: zoneId })).toMatchObject(expected);
  });

  test('keeps a record that takes the address of an endpoint', () => {
    const { after } = read(
      zone,
      resource(address, { after: endpointProps({ private_dns_zone_group: [] }) }),
      resource('azurerm_private_dns_a_record.st', {
        after: {
          name: 'stdata',
          zone_name: zoneName,
          resource_group_name: 'rg',
          records: [later(`${address}.private_service_connection[0].private_ip_address`)],
        },
      }),
    );
    expect(after.records['iac:azurerm_private_dns_a_record.st']).toMatchObject({
      zone: low(zoneId),
      record: 'stdata',
      addresses: [`endpoint:iac:${address}`],
    });
  });

  test('shows the links of a zone it manages, not of one it only reads', () => {
    const data = resource('data.azurerm_private_dns_zone.blob', {
      data: true,
      action: 'read',
      idAfter: zoneId,
      after: { name: zoneName, resource_group_name: 'rg' },
    });
    expect(read(zone).after.zones[low(zoneId)]?.linksShown).toBe(true);
    expect(read(data).after.zones[low(zoneId)]?.linksShown).toMatchObject({
      unknown: expect.any(String),
    });
  });

  test('knows a data source that is read during the apply by its name', () => {
    const data = resource('data.azurerm_private_dns_zone.blob', {
      data: true,
      action: 'read',
      idAfter: later() as never,
      after: { name: zoneName, resource_group_name: 'rg', id: later() },
    });
    const group = (ids: readonly unknown[]) => ({
      private_dns_zone_group: [{ name: 'default', private_dns_zone_ids: ids }],
    });
    const { replaced, after } = read(
      vnet,
      data,
      resource(address, {
        id: endpointId,
        before: endpointProps(),
        after: endpointProps(group([later('data.azurerm_private_dns_zone.blob.id')])),
      }),
    );
    expect(after.zoneGroups[low(endpointId)]?.zones).toEqual([
      low(`${networkId('privateDnsZones')}/${zoneName}`),
    ]);
    expect([...replaced]).toEqual([]);
  });
});

describe('several plans', () => {
  test('are joined by resource ID, whatever its case, and one sees what the other creates', () => {
    const hub = reading(
      [
        vnet,
        resource('azurerm_subnet.app', {
          after: { name: 'app', resource_group_name: 'rg', virtual_network_name: 'vnet' },
        }),
      ],
      { path: 'hub.json', project: 'hub' },
    );
    const data = reading(
      [
        still('azurerm_storage_account.data', storageId('stdata'), {
          ...accountProps('stdata'),
          network_rules: [
            { default_action: 'Deny', virtual_network_subnet_ids: [subnetId('app').toUpperCase()] },
          ] as never,
        }),
      ],
      { path: 'data.json', project: 'data' },
    );
    const { after } = network([hub, data], defaults);
    expect(Object.keys(after.targets[low(storageId('stdata'))]?.networkRules ?? {})).toEqual([
      'iac:hub/azurerm_subnet.app',
    ]);
    expect(Object.keys(after.subnets)).toEqual(['iac:hub/azurerm_subnet.app']);
  });
});

test('the config adds clients, what they reach, and how DNS servers behave', () => {
  const account = still(
    'azurerm_storage_account.data',
    storageId('stdata'),
    accountProps('stdata'),
  );
  const { before, after } = network([reading([vnet, account])], {
    ...defaults,
    dns: { customServersForward: true, resolverVnet: 'vnet' },
    clients: [
      {
        name: 'hq',
        kind: 'on-premises',
        ranges: ['10.200.0.0/16'],
        nat: ['198.51.100.10'],
        reaches: ['stdata'],
      },
    ],
  });
  expect(after.clients).toEqual({
    'client:hq': {
      id: 'client:hq',
      name: 'hq',
      label: 'hq',
      kind: 'on-premises',
      addresses: ['198.51.100.10'],
      ranges: ['10.200.0.0/16'],
      vnet: low(vnetId),
    },
  });
  expect(Object.values(after.uses)).toMatchObject([
    { client: 'client:hq', target: low(storageId('stdata')) },
  ]);
  expect(before.resolutions.custom).toMatchObject({ forwarded: true, vnet: low(vnetId) });
});

describe('bare', () => {
  test('gives nothing for what no row knows', () => {
    expect(bare(`${group}/providers/Microsoft.Unheard/of/x`)).toBeUndefined();
    expect(bare('not an ID')).toBeUndefined();
  });

  test('spells names as the cloud does', () => {
    const found = bare(`${group}/providers/Microsoft.KeyVault/vaults/kv`, 'usgov');
    expect(found?.records[0]).toMatchObject({
      subresources: {
        vault: {
          names: [
            {
              host: 'kv.vault.usgovcloudapi.net',
              zone: 'privatelink.vaultcore.usgovcloudapi.net',
              record: 'kv',
            },
          ],
        },
      },
    });
  });
});

test('an app whose host carries a hash and a stamp is called by it, at both doors', () => {
  const id = `${group}/providers/Microsoft.Web/sites/app`;
  const { after } = read(
    still('azurerm_linux_web_app.app', id, {
      name: 'app',
      default_hostname: 'app-1a2b.westeurope-01.azurewebsites.net',
      site_config: [{}] as never,
    }),
  );
  const hosts = [low(id), `${low(id)}#scm`].map(
    (door) => after.targets[door]?.subresources.sites?.names,
  );
  expect(hosts).toMatchObject([
    [{ host: 'app-1a2b.westeurope-01.azurewebsites.net', record: 'app-1a2b.westeurope-01' }],
    [
      {
        host: 'app-1a2b.scm.westeurope-01.azurewebsites.net',
        zone: 'privatelink.azurewebsites.net',
      },
    ],
  ]);
});

describe('a link that is replaced', () => {
  const link = (name: string) => ({
    name,
    resource_group_name: 'rg',
    private_dns_zone_name: zoneName,
    virtual_network_id: vnetId,
  });
  const id = `${zoneId}/virtualNetworkLinks/old`;
  const replaced = (name: string) =>
    read(
      zone,
      resource('azurerm_private_dns_zone_virtual_network_link.l', {
        action: 'replace',
        id,
        before: link('old'),
        after: link(name),
        idAfter: later() as never,
      }),
    );

  test('under another name is another link, of the same zone', () => {
    const { before, after } = replaced('new');
    const address = 'iac:azurerm_private_dns_zone_virtual_network_link.l';
    expect([Object.keys(before.links), Object.keys(after.links)]).toEqual([[low(id)], [address]]);
    expect(after.links[address]).toMatchObject({ name: 'new', zone: low(zoneId) });
  });

  test('under its own name is the one that it was', () => {
    const same = replaced('old');
    expect(Object.keys(same.after.links)).toEqual([low(id)]);
    expect([...same.replaced]).toEqual([low(id)]);
  });
});

test('a peering is known by both its halves, also on the side where one is gone', () => {
  const half = (from: string, to: string, gone = false) => {
    const id = `${networkId(`virtualNetworks/${from}`)}/virtualNetworkPeerings/to-${to}`;
    const props = {
      name: `to-${to}`,
      resource_group_name: 'rg',
      virtual_network_name: from,
      remote_virtual_network_id: networkId(`virtualNetworks/${to}`),
    };
    return gone
      ? resource(`azurerm_virtual_network_peering.${from}`, { id, before: props })
      : still(`azurerm_virtual_network_peering.${from}`, id, props);
  };
  const { before, after } = read(
    half('vnet', 'hub', true),
    half('hub', 'vnet'),
    half('far', 'hub'),
  );
  const halves = (model: typeof before) =>
    Object.values(model.peerings).map(({ name, other }) => [name, other?.split('/').at(-1)]);
  expect(halves(before)).toEqual(
    expect.arrayContaining([
      ['to-hub', 'to-vnet'],
      ['to-vnet', 'to-hub'],
      ['to-hub', undefined],
    ]),
  );
  expect(halves(after)).toEqual(
    expect.arrayContaining([
      ['to-vnet', 'to-hub'],
      ['to-hub', undefined],
    ]),
  );
});
