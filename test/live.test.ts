import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { missing } from '../src/analyse.ts';
import type { Plan } from '../src/core/plan.ts';
import {
  type Answer,
  error,
  hub,
  idOf,
  type LocalAzure,
  list,
  localAzure,
  notFound,
  resource,
} from './adapters/azure-scene.ts';
import {
  alone,
  appSubnet,
  type Changed,
  inputOf,
  network,
  still,
  subnet,
  vnet,
  withAzure,
} from './live-scene.ts';

const account = idOf('Microsoft.Storage/storageAccounts/stdata');
const zone = idOf(
  'Microsoft.Network/privateDnsZones/privatelink.blob.core.windows.net',
  `${hub}/resourceGroups/rg-dns`,
);
const endpoint = idOf(
  'Microsoft.Network/privateEndpoints/pe-stdata',
  `${hub}/resourceGroups/rg-pe`,
);

const accountBody = (properties: object = {}): Answer =>
  resource(
    account,
    {
      publicNetworkAccess: 'Enabled',
      networkAcls: {
        bypass: 'AzureServices',
        defaultAction: 'Deny',
        virtualNetworkRules: [{ id: subnet, action: 'Allow', state: 'Succeeded' }],
        ipRules: [],
      },
      privateEndpointConnections: [],
      keyCreationTime: { key1: '2026-01-01T00:00:00Z' },
      ...properties,
    },
    { sku: { name: 'Standard_LRS', tier: 'Standard' }, kind: 'StorageV2' },
  );

const subnetBody = (properties: object = {}): Answer =>
  resource(subnet, {
    addressPrefix: '10.0.1.0/24',
    serviceEndpoints: [{ service: 'Microsoft.Storage', locations: ['westeurope', 'northeurope'] }],
    delegations: [],
    privateEndpointNetworkPolicies: 'Disabled',
    ...properties,
  });

const link = (id: string): Answer =>
  resource(`${zone}/virtualNetworkLinks/${id.split('/').at(-1)}`, {
    virtualNetwork: { id },
    registrationEnabled: false,
    resolutionPolicy: 'Default',
  });

const endpoints = `${vnet}/subnets/snet-pe`;

const privateEndpoint: Changed = {
  address: 'azurerm_private_endpoint.data',
  after: {
    name: 'pe-stdata',
    resource_group_name: 'rg-app',
    location: 'westeurope',
    subnet_id: endpoints,
    private_service_connection: [
      {
        name: 'c',
        is_manual_connection: false,
        private_connection_resource_id: account,
        subresource_names: ['blob'],
      },
    ],
    private_dns_zone_group: [{ name: 'default', private_dns_zone_ids: [zone] }],
  },
  later: { id: true, private_service_connection: [{ private_ip_address: true }] },
};

describe('a private endpoint for an account and in a hub zone that others manage', () => {
  const changes = [
    network,
    still('azurerm_subnet.app', appSubnet(['Microsoft.Storage'])),
    still('azurerm_storage_account_network_rules.data', {
      id: account,
      storage_account_id: account,
      default_action: 'Deny',
      bypass: ['AzureServices'],
      ip_rules: [],
      virtual_network_subnet_ids: [subnet],
    }),
    privateEndpoint,
  ];
  const table = {
    [account]: accountBody(),
    [subnet]: subnetBody(),
    [endpoints]: subnetBody(),
    [`${zone}/virtualNetworkLinks`]: list(link(vnet), link(`${vnet}-other`)),
  };

  test('is decided once Azure has shown them', async () => {
    const local = localAzure(table);
    const { plan } = await withAzure(changes, local);
    const before = alone(changes);
    expect(undecided(before)).not.toEqual([]);
    expect(undecided(plan)).toEqual([]);
    expect(plan.verdict).toBe('split');
    expect(waysOf(plan)).toContainEqual(['snet-app', 'service-endpoint', 'private-endpoint']);
    expect(plan.inputs).toEqual([...before.inputs, { kind: 'live', path: 'azure' }]);
    expect(told(plan)).toEqual([
      '1 more network is linked to privatelink.blob.core.windows.net: what their clients call is not in the input',
    ]);
  });

  test('is asked about by ID, with GET requests, once each', async () => {
    const local = localAzure(table);
    await withAzure(changes, local);
    expect(local.asked.map(({ method }) => method)).toEqual(local.asked.map(() => 'GET'));
    const asked = [account, subnet, endpoints, `${zone}/A/stdata`, `${zone}/virtualNetworkLinks`];
    expect(pathsOf(local)).toEqual(asked.map((id) => id.toLowerCase()).sort());
  });

  test('stays undecided where Azure will not show the zone, and says which role is missing', async () => {
    const forbidden = error(403, 'AuthorizationFailed');
    const local = localAzure({
      ...table,
      [`${zone}/virtualNetworkLinks`]: forbidden,
      [`${zone}/A/stdata`]: forbidden,
    });
    const { plan } = await withAzure(changes, local);
    expect(undecided(plan)).not.toEqual([]);
    expect(plan.gaps).toContainEqual(
      expect.objectContaining({
        missing:
          'virtualNetworkLinks of privatelink.blob.core.windows.net could not be read: this identity may not',
        howToFind: `Give the identity the role Reader at ${zone.toLowerCase()}.`,
      }),
    );
  });

  test('is told that the account is gone, and goes on', async () => {
    const { plan } = await withAzure(
      changes,
      localAzure({ ...table, [account]: notFound('ResourceNotFound') }),
    );
    expect(told(plan)).toContain('stdata does not exist in Azure');
  });
});

describe('public access that is closed behind a private endpoint which somebody else made', () => {
  const values = (access: boolean) => ({
    id: account,
    name: 'stdata',
    resource_group_name: 'rg-data',
    location: 'westeurope',
    account_tier: 'Standard',
    public_network_access_enabled: access,
    network_rules: [
      {
        default_action: 'Deny',
        bypass: ['AzureServices'],
        ip_rules: [],
        virtual_network_subnet_ids: [subnet],
      },
    ],
  });
  const changes = [
    network,
    still('azurerm_subnet.app', appSubnet(['Microsoft.Storage'])),
    { address: 'azurerm_storage_account.data', before: values(true), after: values(false) },
  ];
  const connection = {
    name: 'stdata.1',
    properties: {
      privateEndpoint: { id: endpoint },
      privateLinkServiceConnectionState: { status: 'Approved', description: 'Auto-Approved' },
      provisioningState: 'Succeeded',
    },
  };
  const table = {
    [account]: accountBody({ privateEndpointConnections: [connection] }),
    [subnet]: subnetBody(),
    [endpoint]: resource(endpoint, {
      subnet: { id: `${vnet}/subnets/snet-pe` },
      privateLinkServiceConnections: [
        {
          name: 'c',
          properties: {
            privateLinkServiceId: account,
            groupIds: ['blob'],
            privateLinkServiceConnectionState: { status: 'Approved' },
          },
        },
      ],
      manualPrivateLinkServiceConnections: [],
      customDnsConfigs: [],
    }),
    [`${endpoint}/privateDnsZoneGroups`]: list(
      resource(`${endpoint}/privateDnsZoneGroups/default`, {
        privateDnsZoneConfigs: [
          {
            name: 'blob',
            properties: {
              privateDnsZoneId: zone,
              recordSets: [{ recordType: 'A', ipAddresses: ['10.0.2.4'] }],
            },
          },
        ],
      }),
    ),
    [`${zone}/virtualNetworkLinks`]: list(link(vnet)),
    [`${zone}/A/stdata`]: resource(`${zone}/A/stdata`, {
      ttl: 10,
      aRecords: [{ ipv4Address: '10.0.2.4' }],
    }),
  };

  test('looks like the end of its clients without Azure, and is nothing with it', async () => {
    expect(alone(changes).verdict).toBe('blocked');
    expect((await withAzure(changes, localAzure(table))).plan.verdict).toBe('clear');
  });

  test('is still the end of them when the endpoint is not approved', async () => {
    const pending = {
      ...connection.properties.privateLinkServiceConnectionState,
      status: 'Pending',
    };
    const waiting = {
      ...connection,
      properties: { ...connection.properties, privateLinkServiceConnectionState: pending },
    };
    const local = localAzure({
      ...table,
      [account]: accountBody({ privateEndpointConnections: [waiting] }),
      [endpoint]: resource(endpoint, {
        subnet: { id: `${vnet}/subnets/snet-pe` },
        manualPrivateLinkServiceConnections: [
          {
            properties: {
              privateLinkServiceId: account,
              groupIds: ['blob'],
              privateLinkServiceConnectionState: { status: 'Pending' },
            },
          },
        ],
      }),
    });
    expect((await withAzure(changes, local)).plan.verdict).toBe('blocked');
  });

  test('is an open question when the endpoint cannot be read', async () => {
    const forbidden = error(403, 'AuthorizationFailed');
    const local = localAzure({
      ...table,
      [endpoint]: forbidden,
      [`${endpoint}/privateDnsZoneGroups`]: forbidden,
    });
    const { plan } = await withAzure(changes, local);
    expect(plan.verdict).toBe('incomplete');
    expect(told(plan)).toEqual([
      'pe-stdata could not be read: this identity may not',
      'pe-stdata in Azure: which sub-resources of stdata it serves could not be read',
    ]);
  });

  test('is planned as the file has it where Azure has changed since, and the report says so', async () => {
    const opened = accountBody({
      networkAcls: { defaultAction: 'Allow', bypass: 'AzureServices' },
    });
    const local = localAzure({ [account]: opened, [subnet]: subnetBody({ serviceEndpoints: [] }) });
    const { plan } = await withAzure(changes, local);
    expect(plan.transitions).toEqual(alone(changes).transitions);
    expect(told(plan)).toEqual([
      'changed since the plan was made: the default action of stdata (Deny in the plan, Allow in Azure)',
      'changed since the plan was made: the virtual network rules of stdata (snet-app in the plan, none in Azure)',
      'changed since the plan was made: the service endpoints of snet-app (Microsoft.Storage in the plan, none in Azure)',
    ]);
  });
});

test('a NAT gateway and a firewall rule that others made show what a new service endpoint cuts off', async () => {
  const server = idOf('Microsoft.Sql/servers/sql-app');
  const nat = idOf('Microsoft.Network/natGateways/nat');
  const address = idOf('Microsoft.Network/publicIPAddresses/pip');
  const changes = [
    network,
    { address: 'azurerm_subnet.app', before: appSubnet([]), after: appSubnet(['Microsoft.Sql']) },
    {
      address: 'azurerm_mssql_virtual_network_rule.app',
      after: {
        name: 'app',
        server_id: server,
        subnet_id: subnet,
        ignore_missing_vnet_service_endpoint: false,
      },
      later: { id: true },
    },
  ];
  const local = localAzure({
    [subnet]: subnetBody({ serviceEndpoints: [], natGateway: { id: nat } }),
    [nat]: resource(nat, { publicIpAddresses: [{ id: address }] }),
    [address]: resource(address, { ipAddress: '203.0.113.7' }),
    [server]: resource(server, { publicNetworkAccess: 'Enabled', administratorLogin: 'root' }),
    [`${server}/virtualNetworkRules`]: list(),
    [`${server}/firewallRules`]: list(
      resource(`${server}/firewallRules/nat`, {
        startIpAddress: '203.0.113.7',
        endIpAddress: '203.0.113.7',
      }),
    ),
  });
  // The plan shows neither the server's rules nor how snet-app leaves: whether anybody is cut off it cannot say.
  expect(alone(changes).verdict).toBe('incomplete');
  const { plan } = await withAzure(changes, local);
  expect(plan.verdict).toBe('split');
  expect(plan.asWritten.interruptions).toContainEqual(
    expect.objectContaining({
      effect: 'denied',
      flow: expect.objectContaining({ clientName: 'snet-app', targetName: 'sql-app' }),
    }),
  );
});

test('a plan that touches nothing asks nothing, and does not sign in', async () => {
  const local = localAzure({});
  const { plan, seen } = await withAzure(
    [network, still('azurerm_subnet.app', appSubnet([]))],
    local,
  );
  expect([plan.verdict, plan.inputs.length, local.asked, seen]).toEqual([
    'clear',
    1,
    [],
    { answers: [], notices: [] },
  ]);
});

describe('what is asked', () => {
  const opened = {
    address: 'azurerm_subnet.app',
    before: appSubnet([]),
    after: appSubnet(['Microsoft.Storage']),
  };
  const rules = (id: string, ...subnets: readonly string[]) =>
    still(`azurerm_storage_account_network_rules.${id.split('/').at(-1)}`, {
      id,
      storage_account_id: id,
      default_action: 'Deny',
      virtual_network_subnet_ids: subnets,
    });

  test('are targets and subnets that the change touches, and no others', () => {
    const other = idOf('Microsoft.Storage/storageAccounts/stother');
    const asked = missing(
      inputOf([network, opened, rules(account, subnet), rules(other, `${vnet}-2/subnets/x`)]),
    );
    expect(asked.map((id) => id.toLowerCase())).toEqual(
      [subnet, account].map((id) => id.toLowerCase()),
    );
  });

  test('is what a touched subnet uses and the plan does not show', () => {
    const nsg = idOf('Microsoft.Network/networkSecurityGroups/nsg');
    const tie = still('azurerm_subnet_network_security_group_association.app', {
      id: subnet,
      subnet_id: subnet,
      network_security_group_id: nsg,
    });
    expect(missing(inputOf([network, opened, tie]))).toContain(nsg.toLowerCase());
  });

  test('is nothing that is not there yet', () => {
    const made = {
      address: 'azurerm_storage_account.new',
      after: { name: 'stnew', resource_group_name: 'rg-app', location: 'westeurope' },
      later: { id: true },
    };
    expect(missing(inputOf([network, made]))).toEqual([]);
  });

  test('ends at the most of one run, and the rest is counted', async () => {
    const nat = idOf('Microsoft.Network/natGateways/nat');
    const addresses = Array.from({ length: 600 }, (_, n) => ({
      id: idOf(`Microsoft.Network/publicIPAddresses/pip${n}`),
    }));
    const local = localAzure({
      [account]: accountBody(),
      [subnet]: subnetBody({ natGateway: { id: nat } }),
      [nat]: resource(nat, { publicIpAddresses: addresses }),
    });
    const { seen } = await withAzure([network, opened, rules(account, subnet)], local);
    expect(local.asked).toHaveLength(500);
    expect(seen.notices).toEqual([
      'Azure was asked 500 times, the most of one run; 103 resources were not read.',
    ]);
  });
});

describe('the command', () => {
  // Prints every module of the SDK that is asked for.
  const watch = `data:text/javascript,${encodeURIComponent(`
    import { registerHooks } from 'node:module';
    registerHooks({ resolve(name, context, next) {
      if (name.startsWith('@azure/')) process.stderr.write('loads ' + name + '\\n');
      return next(name, context);
    } });
  `)}`;

  test('does not load the SDK unless it is asked for Azure', async () => {
    const { code, stderr } = await command(['--fail-on', 'never']);
    expect([code, stderr]).toEqual([0, '']);
  });

  test('ends with 4 and one line where nobody can sign in', async () => {
    const { code, stderr, stdout } = await command(['--live']);
    const lines = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('loads '));
    expect([code, stdout, lines.length]).toEqual([4, '', 1]);
    expect(lines[0]).toMatch(/^Signing in to Azure failed: /);
    expect(stderr).toContain('loads @azure/arm-resources');
  });

  async function command(more: readonly string[]) {
    const folder = await mkdtemp(join(tmpdir(), 'live-'));
    const [file] = inputOf([network, privateEndpoint]).files;
    await writeFile(join(folder, 'plan.json'), file?.bytes ?? '');
    const cli = join(import.meta.dirname, '..', 'src', 'cli.ts');
    const argv = ['--import', watch, cli, 'plan', '--terraform-plan', 'plan.json', ...more];
    const child = spawn(process.execPath, argv, { cwd: folder, env: { PATH: folder } });
    const [out, err]: [string[], string[]] = [[], []];
    child.stdout.on('data', (chunk) => out.push(String(chunk)));
    child.stderr.on('data', (chunk) => err.push(String(chunk)));
    const code = await new Promise((done) => child.on('close', done));
    await rm(folder, { recursive: true });
    return { code, stdout: out.join(''), stderr: err.join('') };
  }
});

function undecided(plan: Plan): readonly string[] {
  return plan.transitions
    .filter(({ from, to }) => [from, to].some(({ by }) => by === 'undecided'))
    .map(({ flow }) => flow.clientName);
}

function waysOf(plan: Plan): readonly (readonly string[])[] {
  return plan.transitions.map(({ flow, from, to }) => [flow.clientName, from.by, to.by]);
}

function told(plan: Plan): readonly string[] {
  return plan.gaps.map(({ missing }) => missing);
}

function pathsOf({ asked }: LocalAzure): readonly string[] {
  return asked.map(({ url }) => decodeURIComponent(new URL(url).pathname).toLowerCase()).sort();
}
