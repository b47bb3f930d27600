import { describe, expect, test } from 'vitest';
import { type Edit, invert } from '../../src/core/edit.ts';
import type { NetworkModel } from '../../src/core/model.ts';
import { commands } from '../../src/knowledge/commands.ts';
import {
  at,
  endpointBlob,
  estate,
  link,
  linkApp,
  network1,
  nsgApp,
  planned,
  privateEndpoint,
  snetApp,
  stdata,
  subnetApp,
  subscription,
  tableApp,
  vnetApp,
  zoneBlob,
} from './commands-estate.ts';

const sql = { service: 'Microsoft.Sql', scope: 'vnet-region' } as const;
const storage = { service: 'Microsoft.Storage', scope: 'vnet-region-and-pair' } as const;
const inSubscription = `--subscription ${subscription}`;

function sqlOn(): Edit<'service-endpoint'> {
  return { kind: 'service-endpoint', id: snetApp.toLowerCase(), key: 'Microsoft.Sql', after: sql };
}

describe('service endpoints', () => {
  test('the flag replaces the list, so the command names every endpoint of the subnet', () => {
    const model = estate({ subnets: [subnetApp({ endpoints: { 'Microsoft.Storage': storage } })] });
    expect(commands(sqlOn(), model)).toEqual([
      `az network vnet subnet update --ids ${snetApp} --service-endpoints Microsoft.Sql Microsoft.Storage`,
    ]);
  });

  test('the model may be that before the edit or that after it', () => {
    const before = estate({
      subnets: [subnetApp({ endpoints: { 'Microsoft.Storage': storage } })],
    });
    const after = estate({
      subnets: [subnetApp({ endpoints: { 'Microsoft.Storage': storage, 'Microsoft.Sql': sql } })],
    });
    expect(commands(sqlOn(), after)).toEqual(commands(sqlOn(), before));
  });

  test('the last endpoint goes by null', () => {
    const model = estate({ subnets: [subnetApp({ endpoints: { 'Microsoft.Sql': sql } })] });
    expect(commands(invert(sqlOn()), model)).toEqual([
      `az network vnet subnet update --ids ${snetApp} --service-endpoints null`,
    ]);
  });

  test('an endpoint that the input hides is asked for, never turned off by silence', () => {
    const hidden = { '*': { unknown: 'known after apply' } };
    const model = estate({ subnets: [subnetApp({ endpoints: hidden })] });
    expect(commands(sqlOn(), model)).toEqual([
      `az network vnet subnet update --ids ${snetApp} --service-endpoints Microsoft.Sql '<every other service endpoint of snet-app>'`,
    ]);
  });

  test('network identifiers are kept with the list', () => {
    const identified = { ...storage, networkIdentifier: '/subscriptions/s/pip' };
    const endpoints = { 'Microsoft.Storage': identified };
    expect(commands(sqlOn(), estate({ subnets: [subnetApp({ endpoints })] }))).toEqual([
      `az resource update --ids ${snetApp} --set 'properties.serviceEndpoints=[{"service":"Microsoft.Storage","networkIdentifier":{"id":"/subscriptions/s/pip"}},{"service":"Microsoft.Sql"}]'`,
    ]);
  });

  test('an ID that only the apply will tell is said in plain words', () => {
    const app = planned('azurerm_subnet.app', 'snet-app');
    const model = estate({ subnets: [subnetApp(app)] });
    expect(commands({ ...sqlOn(), id: app.id }, model)).toEqual([
      "az network vnet subnet update --ids '<ID of azurerm_subnet.app>' --service-endpoints Microsoft.Sql",
    ]);
  });
});

/** Each claim: what is edited, and the words for it. */
interface Claim {
  readonly says: string;
  readonly edit: Edit;
  readonly model?: NetworkModel;
  readonly commands: readonly string[];
}

const subnetId = snetApp.toLowerCase();
const ends = { sources: ['VirtualNetwork'], destinations: ['Storage.WestEurope'] };
const rule = {
  direction: 'Outbound',
  access: 'Allow',
  priority: 200,
  protocol: '*',
  ports: ['443', '445'],
  ...ends,
} as const;
const group = { ...at(nsgApp), rules: {} };
const table = { ...at(tableApp), routes: {} };
const ruleWords =
  "--priority 200 --direction Outbound --access Allow --protocol '*' --source-address-prefixes VirtualNetwork --destination-address-prefixes Storage.WestEurope --destination-port-ranges 443 445";
const ruleNames = '--resource-group rg-app --nsg-name nsg-app --name allow-storage';
const hub = at(vnetApp.replace('vnet-app', 'vnet-hub'));
const peering = {
  ...at(`${vnetApp}/virtualNetworkPeerings/to-hub`),
  vnet: vnetApp.toLowerCase(),
  remote: hub.id,
};

const network: readonly Claim[] = [
  {
    says: 'a security group is associated by its ID',
    edit: {
      kind: 'security-group-association',
      id: subnetId,
      before: null,
      after: nsgApp.toLowerCase(),
    },
    model: estate({ securityGroups: [group] }),
    commands: [`az network vnet subnet update --ids ${snetApp} --network-security-group ${nsgApp}`],
  },
  {
    says: 'an association goes by null',
    edit: {
      kind: 'route-table-association',
      id: subnetId,
      before: tableApp.toLowerCase(),
      after: null,
    },
    commands: [`az network vnet subnet update --ids ${snetApp} --route-table null`],
  },
  {
    says: 'network policies are set by their value',
    edit: {
      kind: 'network-policies',
      id: subnetId,
      before: 'Disabled',
      after: 'RouteTableEnabled',
    },
    commands: [
      `az network vnet subnet update --ids ${snetApp} --private-endpoint-network-policies RouteTableEnabled`,
    ],
  },
  {
    says: 'DNS servers are a list',
    edit: {
      kind: 'dns-servers',
      id: vnetApp.toLowerCase(),
      before: [],
      after: ['10.9.0.4', '10.9.0.5'],
    },
    commands: [`az network vnet update --ids ${vnetApp} --dns-servers 10.9.0.4 10.9.0.5`],
  },
  {
    says: "Azure's own resolver comes back by null",
    edit: { kind: 'dns-servers', id: vnetApp.toLowerCase(), before: ['10.9.0.4'], after: [] },
    model: estate({ vnets: [network1({ dnsServers: ['10.9.0.4'] })] }),
    commands: [`az network vnet update --ids ${vnetApp} --dns-servers null`],
  },
  {
    says: 'a security rule is created with its source ports',
    edit: { kind: 'nsg-rule', id: group.id, key: 'allow-storage', after: rule },
    model: estate({ securityGroups: [group] }),
    commands: [
      `az network nsg rule create ${ruleNames} --source-port-ranges '*' ${ruleWords} ${inSubscription}`,
    ],
  },
  {
    says: 'a security rule that changes keeps what the model does not hold',
    edit: {
      kind: 'nsg-rule',
      id: group.id,
      key: 'allow-storage',
      before: { ...rule, access: 'Deny' },
      after: rule,
    },
    model: estate({ securityGroups: [group] }),
    commands: [`az network nsg rule update ${ruleNames} ${ruleWords} ${inSubscription}`],
  },
  {
    says: 'a route is written with its next hop',
    edit: {
      kind: 'route',
      id: table.id,
      key: 'default',
      after: { prefix: '0.0.0.0/0', nextHop: 'VirtualAppliance', address: '10.9.0.4' },
    },
    model: estate({ routeTables: [table] }),
    commands: [
      `az network route-table route create --resource-group rg-app --route-table-name rt-app --name default --address-prefix 0.0.0.0/0 --next-hop-type VirtualAppliance --next-hop-ip-address 10.9.0.4 ${inSubscription}`,
    ],
  },
  {
    says: 'a peering names the network on its other side',
    edit: { kind: 'peering', id: peering.id, after: peering },
    model: estate({ vnets: [network1(), network1(hub)] }),
    commands: [
      `az network vnet peering create --resource-group rg-app --vnet-name vnet-app --name to-hub --remote-vnet ${hub.label} --allow-vnet-access ${inSubscription}`,
    ],
  },
];

const zoneNames = '--resource-group rg-app --zone-name privatelink.blob.core.windows.net';
const zoneGroup = {
  ...at(endpointBlob),
  name: 'default',
  endpoint: endpointBlob.toLowerCase(),
  zones: [zoneBlob.toLowerCase()],
};
const record = {
  ...at(`${zoneBlob}/A/stdata`),
  zone: zoneBlob.toLowerCase(),
  record: 'stdata',
  addresses: ['10.0.1.4'],
};

const names: readonly Claim[] = [
  {
    says: 'a zone is created by its name',
    edit: {
      kind: 'zone',
      id: zoneBlob.toLowerCase(),
      after: { ...at(zoneBlob), linksShown: true },
    },
    commands: [
      `az network private-dns zone create --resource-group rg-app --name privatelink.blob.core.windows.net ${inSubscription}`,
    ],
  },
  {
    says: 'a zone is linked to a network, without registration',
    edit: { kind: 'link', id: linkApp.toLowerCase(), after: link() },
    commands: [
      `az network private-dns link vnet create ${zoneNames} --name link-app --virtual-network ${vnetApp} --registration-enabled false ${inSubscription}`,
    ],
  },
  {
    says: 'the bridge over a missing record is the policy of the link',
    edit: {
      kind: 'resolution-policy',
      id: linkApp.toLowerCase(),
      before: 'Default',
      after: 'NxDomainRedirect',
    },
    model: estate({ links: [link()] }),
    commands: [
      `az network private-dns link vnet update ${zoneNames} --name link-app --resolution-policy NxDomainRedirect ${inSubscription}`,
    ],
  },
  {
    says: 'a record comes whole, then ages quickly',
    edit: { kind: 'record', id: record.id, after: record },
    commands: [
      `az network private-dns record-set a add-record ${zoneNames} --record-set-name stdata --ipv4-address 10.0.1.4 ${inSubscription}`,
      `az network private-dns record-set a update ${zoneNames} --name stdata --set ttl=300 ${inSubscription}`,
    ],
  },
  {
    says: 'a record that changes always answers',
    edit: {
      kind: 'record',
      id: record.id,
      before: record,
      after: { ...record, addresses: [`endpoint:${endpointBlob.toLowerCase()}`] },
    },
    model: estate({ endpoints: [privateEndpoint({ addresses: ['10.0.1.9'] })] }),
    commands: [
      `az network private-dns record-set a add-record ${zoneNames} --record-set-name stdata --ipv4-address 10.0.1.9 ${inSubscription}`,
      `az network private-dns record-set a remove-record ${zoneNames} --record-set-name stdata --ipv4-address 10.0.1.4 ${inSubscription}`,
    ],
  },
  {
    says: 'a zone group writes the records of an endpoint',
    edit: { kind: 'zone-group', id: zoneGroup.id, after: zoneGroup },
    model: estate({ endpoints: [privateEndpoint()] }),
    commands: [
      `az network private-endpoint dns-zone-group create --resource-group rg-app --endpoint-name pe-blob --name default --private-dns-zone ${zoneBlob} --zone-name privatelink.blob.core.windows.net ${inSubscription}`,
    ],
  },
];

const endpoints: readonly Claim[] = [
  {
    says: 'a private endpoint is created in the region of its network',
    edit: { kind: 'private-endpoint', id: endpointBlob.toLowerCase(), after: privateEndpoint() },
    commands: [
      `az network private-endpoint create --resource-group rg-app --name pe-blob --location westeurope --subnet ${snetApp} --private-connection-resource-id ${stdata.label} --group-ids blob --connection-name pe-blob ${inSubscription}`,
    ],
  },
  {
    says: 'a private endpoint is deleted by its ID',
    edit: { kind: 'private-endpoint', id: endpointBlob.toLowerCase(), before: privateEndpoint() },
    commands: [`az network private-endpoint delete --ids ${endpointBlob}`],
  },
  {
    says: 'a connection is approved on the target, where it has an ID of its own',
    edit: {
      kind: 'connection',
      id: endpointBlob.toLowerCase(),
      before: 'Pending',
      after: 'Approved',
    },
    model: estate({ endpoints: [privateEndpoint({ status: 'Pending' })] }),
    commands: [
      `az network private-endpoint-connection approve --id $(az network private-endpoint-connection list --id ${stdata.label} --query "[?ends_with(properties.privateEndpoint.id, '/pe-blob')].id" --output tsv)`,
    ],
  },
];

describe.each([
  ['the network', network],
  ['names', names],
  ['private endpoints', endpoints],
] as const)('%s', (_, claims) => {
  test.each(claims)('$says', (claim) => {
    expect(commands(claim.edit, claim.model ?? estate())).toEqual(claim.commands);
  });
});

test('what the model holds only in part is left to whoever wrote it', () => {
  const edits: readonly Edit[] = [
    { kind: 'subnet', id: subnetId, before: subnetApp() },
    { kind: 'target', id: stdata.id, before: stdata },
    { kind: 'security-group', id: group.id, after: group },
  ];
  expect(edits.flatMap((edit) => commands(edit, estate()))).toEqual([]);
});

test('an unknown value leaves no command', () => {
  const unknown = { unknown: 'known after apply' };
  const edits: readonly Edit[] = [
    { kind: 'dns-servers', id: vnetApp.toLowerCase(), before: [], after: unknown },
    { kind: 'nsg-rule', id: group.id, key: '?0', after: unknown },
    { kind: 'link', id: linkApp.toLowerCase(), after: link({ vnet: unknown }) },
  ];
  const model = estate({ securityGroups: [group] });
  expect(edits.flatMap((edit) => commands(edit, model))).toEqual([]);
});
