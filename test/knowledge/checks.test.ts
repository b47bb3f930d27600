import { describe, expect, test } from 'vitest';
import { type Edit, invert } from '../../src/core/edit.ts';
import type { Flow } from '../../src/core/flow.ts';
import type { NetworkModel, Target } from '../../src/core/model.ts';
import type { Route } from '../../src/core/route.ts';
import { reaches, settled } from '../../src/knowledge/checks.ts';
import { services } from '../../src/knowledge/services/index.ts';
import {
  account,
  at,
  endpointBlob,
  estate,
  link,
  linkApp,
  privateEndpoint,
  snetApp,
  stdata,
  subnetApp,
  subscription,
  zoneBlob,
} from './commands-estate.ts';

const inSubscription = `--subscription ${subscription}`;
const reader = 'any shell with Reader';

describe('a settled edit', () => {
  const endpointOn: Edit<'service-endpoint'> = {
    kind: 'service-endpoint',
    id: snetApp.toLowerCase(),
    key: 'Microsoft.Sql',
    after: { service: 'Microsoft.Sql', scope: 'vnet-region' },
  };
  const shows = `az network vnet subnet show --ids ${snetApp} --query "serviceEndpoints[].{service:service,state:provisioningState}" --output table`;

  test('shows a service endpoint on its subnet and on a machine in it', () => {
    expect(settled(endpointOn, estate())).toEqual([
      { from: reader, run: shows, expect: 'Microsoft.Sql with state Succeeded' },
      {
        from: 'a shell with Reader and networkInterfaces/effectiveRouteTable/action',
        run: `az network nic show-effective-route-table --ids '<ID of a network interface in snet-app>' --query "value[?nextHopType=='VirtualNetworkServiceEndpoint'].addressPrefix" --output tsv`,
        expect:
          'address prefixes of Microsoft.Sql; none means that the endpoint has not reached this machine yet',
      },
    ]);
  });

  test('shows a service endpoint no more when it went', () => {
    const [first] = settled(invert(endpointOn), estate());
    expect(first).toEqual({ from: reader, run: shows, expect: 'no Microsoft.Sql' });
  });

  const rule: Edit<'virtual-network-rule'> = {
    kind: 'virtual-network-rule',
    id: stdata.id,
    key: snetApp.toLowerCase(),
    after: { ignoreMissing: false },
  };

  test('shows a virtual network rule in the state that its service calls ready', () => {
    expect(settled(rule, estate())).toEqual([
      {
        from: reader,
        run: `az storage account network-rule list --resource-group rg-app --account-name stdata --query "virtualNetworkRules[].{id:virtualNetworkResourceId,state:state}" --output table ${inSubscription}`,
        expect: 'snet-app with state Succeeded; NetworkSourceDeleted means that the subnet is gone',
      },
    ]);
    expect(settled(invert(rule), estate())[0]?.expect).toBe('no rule for snet-app');
  });

  test.each<[string, Edit, string]>([
    [
      'the default action',
      { kind: 'default-action', id: stdata.id, before: 'Allow', after: 'Deny' },
      'default action Deny',
    ],
    [
      'public network access',
      { kind: 'public-network-access', id: stdata.id, before: 'Enabled', after: 'Disabled' },
      'public network access Disabled',
    ],
    [
      'an IP rule',
      { kind: 'ip-rule', id: stdata.id, key: '203.0.113.7', after: { range: '203.0.113.7' } },
      '203.0.113.7',
    ],
  ])('shows %s', (_, edit, expected) => {
    expect(settled(edit, estate()).map((check) => check.expect)).toEqual([expected]);
  });

  test('shows a private endpoint approved, or that it waits', () => {
    const edit: Edit = {
      kind: 'private-endpoint',
      id: endpointBlob.toLowerCase(),
      after: privateEndpoint(),
    };
    const waiting = { ...edit, after: privateEndpoint({ status: 'Pending' }) };
    expect([edit, waiting, invert(edit)].map((each) => settled(each, estate())[0]?.expect)).toEqual(
      [
        'Succeeded and Approved; Pending waits for the owner of stdata',
        'Succeeded and Pending: Pending waits for the owner of stdata',
        'ResourceNotFound',
      ],
    );
  });

  test('shows the records that a zone group wrote, with their address', () => {
    const group = {
      ...at(endpointBlob),
      endpoint: endpointBlob.toLowerCase(),
      zones: [zoneBlob.toLowerCase()],
    };
    const model = estate({ endpoints: [privateEndpoint()] });
    expect(settled({ kind: 'zone-group', id: group.id, after: group }, model)[0]?.expect).toBe(
      'stdata.privatelink.blob.core.windows.net with 10.0.1.4, each Succeeded',
    );
  });

  test('shows a link completed, with its policy', () => {
    const edit: Edit = {
      kind: 'resolution-policy',
      id: linkApp.toLowerCase(),
      before: 'Default',
      after: 'NxDomainRedirect',
    };
    expect(settled(edit, estate({ links: [link()] }))).toEqual([
      {
        from: reader,
        run: `az network private-dns link vnet show --resource-group rg-app --zone-name privatelink.blob.core.windows.net --name link-app --query "{state:virtualNetworkLinkState,policy:resolutionPolicy}" ${inSubscription}`,
        expect: 'Completed, NxDomainRedirect',
      },
    ]);
  });
});

function flowTo(target: Target, own: Partial<Flow> = {}): Flow {
  return {
    id: `snet-app ${target.id}`,
    client: snetApp.toLowerCase(),
    clientKind: 'subnet',
    clientName: 'snet-app',
    clientLabel: snetApp,
    target: target.id,
    targetName: target.name,
    targetLabel: target.label,
    subresource: Object.keys(target.subresources)[0] ?? '*',
    evidence: 'declared',
    because: [],
    ...own,
  };
}

/** An account of that type with one name. */
function named(type: string, name: string, subresource: string, host: string): Target {
  const [record = '', ...suffix] = host.split('.');
  return account(type, name, {
    subresources: {
      [subresource]: {
        name: subresource,
        names: [{ host, zone: `privatelink.${suffix.join('.')}`, record }],
        publicPorts: ['443'],
        privatePorts: ['443'],
        checked: 'request',
      },
    },
  });
}

const sql = named(
  'Microsoft.Sql/servers',
  'sql-prod',
  'sqlServer',
  'sql-prod.database.windows.net',
);
const vault = named('Microsoft.KeyVault/vaults', 'kv-prod', 'vault', 'kv-prod.vault.azure.net');
const byEndpoint: Route = { by: 'service-endpoint', source: 'private' };
const byInternet: Route = { by: 'internet', source: 'public', address: '203.0.113.7' };
const byPrivate: Route = {
  by: 'private-endpoint',
  source: 'private',
  endpoint: endpointBlob.toLowerCase(),
};
const denied: Route = { by: 'none', because: 'admission', blocker: 'no rule matches' };

describe('a flow that arrives', () => {
  const on = (target: Target, own: Partial<Parameters<typeof estate>[0]> = {}): NetworkModel =>
    estate({ targets: [target], ...own });

  test('at Storage gets any answer but that of the firewall', () => {
    const [check] = reaches(flowTo(stdata), byInternet, on(stdata));
    expect(check).toEqual({
      from: 'a machine in snet-app',
      run: 'curl --silent --include --max-time 15 "https://stdata.blob.core.windows.net/?comp=list"',
      expect:
        'any other answer than 403 AuthorizationFailure, also 401, 404, 409 PublicAccessNotPermitted or 403 AuthenticationFailed: the network lets the client through; 403 AuthorizationFailure means that it came by the public side and no network rule admits it',
    });
  });

  test('at SQL is told by error 40914, 40615 or 47073 what is missing', () => {
    const [check] = reaches(flowTo(sql), byEndpoint, on(sql));
    expect(check?.run).toBe('sqlcmd -S sql-prod.database.windows.net -G -l 15 -Q "SELECT 1"');
    for (const error of ['40914', '40615', '47073']) expect(check?.expect).toContain(error);
  });

  test('at Key Vault shows its own address', () => {
    const runs = reaches(flowTo(vault), byEndpoint, on(vault)).map((each) => each.run);
    expect(runs).toContain('curl --silent --include https://kv-prod.vault.azure.net/healthstatus');
  });

  test('with a private source is seen to have one, with a public source is not asked', () => {
    const asked = (route: Route) => reaches(flowTo(sql), route, on(sql)).length;
    expect([asked(byEndpoint), asked(byInternet)]).toEqual([2, 1]);
  });

  test('by a private endpoint asks the name first, which answers its address', () => {
    const model = on(stdata, { endpoints: [privateEndpoint()] });
    expect(reaches(flowTo(stdata), byPrivate, model)[0]).toEqual({
      from: 'a machine in snet-app',
      run: 'nslookup stdata.blob.core.windows.net',
      expect:
        '10.0.1.4: the private address of the endpoint; a public address means that the zone is not visible here, NXDOMAIN that it has no record stdata',
    });
  });

  test('on the public side beside a private endpoint sees a public address', () => {
    const model = on(stdata, { endpoints: [privateEndpoint()] });
    const [check] = reaches(flowTo(stdata), byEndpoint, model);
    expect(check?.run).toBe('nslookup stdata.blob.core.windows.net');
    expect(check?.expect).toMatch(/^a public address; a private one means/);
  });

  test.each<[string, Partial<Flow>, string]>([
    ['on-premises', { clientKind: 'on-premises', clientName: 'hq' }, 'a machine of hq'],
    [
      'pipeline',
      { clientKind: 'pipeline', client: 'pipeline', clientName: 'pipeline' },
      'the runner of the pipeline',
    ],
    [
      'range',
      { clientKind: 'internet', client: 'x', range: '203.0.113.0/24' },
      'a machine with an address in 203.0.113.0/24',
    ],
    [
      'anybody',
      { clientKind: 'internet', client: 'internet' },
      'a machine on the internet, outside Azure',
    ],
  ])('is tried where its client stands: %s', (_, own, from) => {
    expect(reaches(flowTo(stdata, own), byInternet, on(stdata))[0]?.from).toBe(from);
  });
});

describe('a flow that is refused', () => {
  test('sees the error that its service gives', () => {
    const [check] = reaches(flowTo(sql), denied, estate({ targets: [sql] }));
    expect(check?.expect).toMatch(/^refused: error 40914 means/);
  });

  test('from the internet sees that the public side is closed', () => {
    const anybody = flowTo(stdata, { clientKind: 'internet', client: 'internet' });
    expect(reaches(anybody, denied, estate())).toEqual([
      {
        from: 'a machine on the internet, outside Azure',
        run: 'curl --silent --include --max-time 15 "https://stdata.blob.core.windows.net/?comp=list"',
        expect:
          '403 AuthorizationFailure; any other answer means that the public side still admits callers',
      },
    ]);
  });

  test('by its name sees no address, by its path a time-out, and nothing where it does not exist', () => {
    const stopped = (because: 'name' | 'path' | 'absent') =>
      reaches(flowTo(stdata), { by: 'none', because, blocker: '' }, estate());
    expect([...stopped('name'), ...stopped('path'), ...stopped('absent')]).toEqual([
      {
        from: 'a machine in snet-app',
        run: 'nslookup stdata.blob.core.windows.net',
        expect: 'NXDOMAIN, or an address that is not in use',
      },
      {
        from: 'a machine in snet-app',
        run: 'nc -vz -w 5 stdata.blob.core.windows.net 443',
        expect: 'no connection: the attempt times out',
      },
    ]);
  });
});

describe('a flow to everything of a kind', () => {
  const all = flowTo(stdata, { target: '*', family: 'Microsoft.Storage' });

  test('is seen in the routes of a machine', () => {
    const seen = [byEndpoint, byInternet].map((route) => reaches(all, route, estate())[0]?.expect);
    expect(seen).toEqual([
      'address prefixes of Microsoft.Storage; none means that the endpoint has not reached this machine yet',
      'no address prefixes of Microsoft.Storage',
    ]);
  });

  test('is seen in the names that a zone may hide', () => {
    const zone = flowTo(stdata, {
      target: '*',
      clientName: 'vnet-app',
      zone: 'privatelink.blob.core.windows.net',
    });
    expect(reaches(zone, byInternet, estate())[0]).toMatchObject({
      from: 'a machine in vnet-app',
      run: "nslookup '<a name in use under blob.core.windows.net>'",
    });
  });
});

test('every service says what a client that arrives sees, and what one that does not', () => {
  const silent = services.filter((service) => {
    const [part] = service.subresources.map(({ name }) => name);
    const target = named(service.type, 'a/b', part ?? '', 'a.test.net');
    const model = estate({ targets: [target] });
    const [check] = reaches(flowTo(target), byInternet, model);
    return check === undefined || !check.expect.includes('; ');
  });
  expect(silent.map((service) => service.id)).toEqual([]);
});

test('a host name that would run a command is not asked for', () => {
  const hostile = named('Microsoft.Storage/storageAccounts', 'st', 'blob', '$(reboot).x.net');
  const model = estate({ targets: [hostile], subnets: [subnetApp()] });
  expect(reaches(flowTo(hostile), byInternet, model)).toEqual([]);
});

test('a slot is looked at itself, not its app', () => {
  const slot = account('Microsoft.Web/sites/slots', 'app-prod/stage');
  const edit: Edit = {
    kind: 'public-network-access',
    id: slot.id,
    before: 'Enabled',
    after: 'Disabled',
  };
  expect(settled(edit, estate({ targets: [slot] }))[0]?.run).toBe(
    `az webapp show --resource-group rg-app --name app-prod --query publicNetworkAccess --slot stage ${inSubscription}`,
  );
});
