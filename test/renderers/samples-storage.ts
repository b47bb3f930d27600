import type { DnsChange, Plan, PlanStep } from '../../src/core/plan.ts';
import {
  fromApp,
  interruption,
  learn,
  minutes,
  nothing,
  origin,
  snetApp,
  subscription,
  vnet,
} from './sample-parts.ts';

const account = `${subscription}/rg-data/providers/Microsoft.Storage/storageAccounts/stprodlake001`;
const endpoints = `${subscription}/rg-data/providers/Microsoft.Network/privateEndpoints`;
const blob = { ...fromApp(account, 'blob'), fqdn: 'stprodlake001.blob.core.windows.net' };
const dfs = { ...fromApp(account, 'dfs'), fqdn: 'stprodlake001.dfs.core.windows.net' };
const partner = {
  ...blob,
  client: '203.0.113.0/24',
  clientKind: 'internet',
  clientName: 'internet 203.0.113.0/24',
} as const;

const closing = 'azurerm_storage_account.lake';

function asOneApply(flow: typeof blob, subresource: string) {
  const restored = `azurerm_private_endpoint.lake["${subresource}"] (zone group)`;
  return interruption(flow, 'denied', minutes(1, 25), closing, restored);
}

function record(subresource: string, address: string): DnsChange {
  const zone = `privatelink.${subresource}.core.windows.net`;
  return {
    kind: 'record',
    change: 'add',
    name: `stprodlake001.${zone}`,
    zone,
    vnet,
    vnetName: 'vnet-prod-weu',
    before: '20.60.10.132',
    after: address,
    stage: 2,
    step: `endpoint-${subresource}`,
    inChange: true,
    why: 'The zone group writes the record when the endpoint is approved.',
    origin: origin(`azurerm_private_endpoint.lake["${subresource}"]`, 31, 'private.tf'),
  };
}

function zone(subresource: string): DnsChange {
  return {
    kind: 'link',
    change: 'add',
    name: `link-${subresource}`,
    zone: `privatelink.${subresource}.core.windows.net`,
    vnet,
    vnetName: 'vnet-prod-weu',
    before: '',
    after: 'linked',
    stage: 1,
    step: `link-${subresource}`,
    inChange: true,
    why: 'Machines in vnet-prod-weu see the zone only by this link.',
    origin: origin(
      `azurerm_private_dns_zone_virtual_network_link.lake["${subresource}"]`,
      12,
      'private.tf',
    ),
  };
}

function linkStep(subresource: string): PlanStep {
  const name = `privatelink.${subresource}.core.windows.net`;
  return {
    id: `link-${subresource}`,
    title: `Link ${name} to vnet-prod-weu, with fallback to the public answer`,
    target: `${subscription}/rg-dns/providers/Microsoft.Network/privateDnsZones/${name}`,
    edit: `link ${name} to vnet-prod-weu: add`,
    inChange: true,
    minutes: minutes(1, 3),
    commands: [
      `az network private-dns link vnet create -g rg-dns -z ${name} -n link-${subresource} -v ${vnet} -e false --resolution-policy NxDomainRedirect`,
    ],
    verify: [
      {
        from: 'a machine in snet-app',
        run: `nslookup stprodlake001.${subresource}.core.windows.net`,
        expect: 'The public address, as before. NXDOMAIN means that the link lacks its fallback.',
      },
    ],
    rollback: [
      `az network private-dns link vnet delete -g rg-dns -z ${name} -n link-${subresource} -y`,
    ],
    interruptions: [],
    by: 'dns',
  };
}

function endpointStep(subresource: 'blob' | 'dfs', address: string): PlanStep {
  return {
    id: `endpoint-${subresource}`,
    title: `Create the private endpoint for ${subresource} of stprodlake001`,
    target: `${endpoints}/pe-stprodlake001-${subresource}`,
    edit: `private-endpoint pe-stprodlake001-${subresource}: add`,
    inChange: true,
    minutes: minutes(2, 5),
    verify: [
      {
        from: 'a machine in snet-app',
        run: `nslookup stprodlake001.${subresource}.core.windows.net`,
        expect: `${address}, by way of the privatelink name. NXDOMAIN means that the record is missing.`,
      },
    ],
    rollback: [
      `Remove the record stprodlake001 from privatelink.${subresource}.core.windows.net.`,
      `Delete the private endpoint pe-stprodlake001-${subresource}.`,
    ],
    interruptions: [
      interruption(
        subresource === 'blob' ? blob : dfs,
        'name-changes',
        minutes(0, 5),
        `endpoint-${subresource}`,
        '',
      ),
    ],
    by: 'network',
  };
}

/** A storage account from a service endpoint to private endpoints, the door shut in the same change. */
export const storageToPrivate: Plan = {
  ...nothing,
  verdict: 'split',
  headline:
    'as one apply, snet-app is denied on stprodlake001 for up to 25 minutes; in 4 stages, one reset and nothing denied.',
  asWritten: {
    verdict: 'split',
    deniedMinutes: minutes(1, 25),
    interruptions: [asOneApply(blob, 'blob'), asOneApply(dfs, 'dfs')],
  },
  transitions: [
    ...[blob, dfs].map((flow) => ({
      flow,
      from: { by: 'service-endpoint', source: 'private', via: snetApp } as const,
      to: { by: 'private-endpoint', source: 'private', address: '10.20.9.5' } as const,
      causes: ['endpoint-blob', 'public-off'],
      intended: false,
    })),
    {
      flow: partner,
      from: { by: 'internet', source: 'public', address: '203.0.113.0/24' },
      to: { by: 'none', blocker: 'public network access is Disabled' },
      causes: ['public-off'],
      intended: true,
    },
  ],
  stages: [
    {
      number: 1,
      title: 'Link the zones',
      phase: 'prepare',
      disruptive: false,
      minutes: minutes(2, 6),
      steps: [linkStep('blob'), linkStep('dfs')],
      gate: [],
    },
    {
      number: 2,
      title: 'Create the private endpoints; the names move',
      phase: 'switch',
      disruptive: true,
      minutes: minutes(8, 20),
      steps: [endpointStep('blob', '10.20.9.5'), endpointStep('dfs', '10.20.9.6')],
      gate: [
        {
          from: 'a machine in snet-app',
          run: 'curl -sS -o /dev/null -w "%{remote_ip} %{http_code}\\n" https://stprodlake001.blob.core.windows.net/?comp=list',
          expect:
            '10.20.9.5 and 401 or 403 AuthenticationFailed. 403 AuthorizationFailure means that the request still comes by the public side.',
        },
      ],
    },
    {
      number: 3,
      title: 'Wait until nobody uses the public side',
      phase: 'verify',
      disruptive: false,
      minutes: minutes(15, null),
      steps: [],
      gate: [
        {
          from: 'Log Analytics',
          run: 'StorageBlobLogs | where AccountName == "stprodlake001" and CallerIpAddress !startswith "10." | summarize count() by CallerIpAddress',
          expect: 'No row for a day. A row names a client that has not moved.',
        },
      ],
    },
    {
      number: 4,
      title: 'Close the public side, then take the rule and the service endpoint away',
      phase: 'retire',
      disruptive: true,
      minutes: minutes(4, 30),
      steps: [
        {
          id: 'public-off',
          title: 'Disable public network access on stprodlake001',
          target: account,
          edit: 'public-network-access of stprodlake001: Enabled → Disabled',
          inChange: true,
          minutes: minutes(1, 10),
          commands: [
            'az storage account update -g rg-data -n stprodlake001 --public-network-access Disabled',
          ],
          verify: [],
          rollback: [
            'az storage account update -g rg-data -n stprodlake001 --public-network-access Enabled',
          ],
          pointOfNoReturn:
            'before the virtual network rule is removed; after it, the undo adds the rule first.',
          interruptions: [],
          by: 'service',
        },
        {
          id: 'endpoint-off',
          title: 'Take Microsoft.Storage off snet-app',
          target: snetApp,
          edit: 'service-endpoint Microsoft.Storage on snet-app: remove',
          inChange: true,
          minutes: minutes(1, 15),
          commands: [
            `az network vnet subnet update --ids ${snetApp} --service-endpoints Microsoft.Sql`,
          ],
          verify: [],
          rollback: [
            `az network vnet subnet update --ids ${snetApp} --service-endpoints Microsoft.Sql Microsoft.Storage`,
          ],
          interruptions: [
            interruption(
              {
                ...blob,
                target: '*',
                targetName: 'Microsoft.Storage',
                subresource: '',
                evidence: 'possible',
              },
              'reset',
              minutes(1, 15),
              'endpoint-off',
              '',
            ),
          ],
          by: 'network',
        },
      ],
      gate: [],
    },
  ],
  connectionResets: [
    {
      subnet: snetApp,
      subnetName: 'snet-app',
      service: 'Microsoft.Storage',
      evidence: 'possible',
      stage: 4,
      step: 'endpoint-off',
      cause: 'The service endpoint goes; what still uses other storage accounts connects again.',
      workloads: ['aks-batch (system)', 'aks-batch (spot)', 'vmss-orders'],
      minutes: minutes(1, 15),
      origin: origin('azurerm_subnet.app', 14),
    },
  ],
  firewallUpdates: [
    {
      target: account,
      targetName: 'stprodlake001',
      change: 'update',
      kind: 'public-network-access',
      value: 'Disabled',
      stage: 4,
      step: 'public-off',
      inChange: true,
      why: 'The private endpoints answer; the public side is not needed.',
      origin: origin('azurerm_storage_account.lake', 3, 'storage.tf'),
    },
    {
      target: account,
      targetName: 'stprodlake001',
      change: 'remove',
      kind: 'virtual-network-rule',
      value: snetApp,
      stage: 4,
      step: 'public-off',
      inChange: true,
      why: 'With public access off the rule for snet-app does nothing.',
      origin: origin('azurerm_storage_account.lake', 3, 'storage.tf'),
    },
  ],
  dnsChanges: [zone('blob'), zone('dfs'), record('blob', '10.20.9.5'), record('dfs', '10.20.9.6')],
  maintenanceWindow: {
    required: true,
    minutes: minutes(12, 60),
    timeZone: 'UTC',
    proposals: [],
    because: 'Stage 2 changes what the names answer, stage 4 closes connections.',
  },
  hazards: [
    {
      rule: 'pe-pna-disabled-overrides',
      severity: 'outage',
      confidence: 'certain',
      says: 'Public access of stprodlake001 closes before its private endpoints answer: snet-app gets 403 AuthorizationFailure.',
      remedy: 'Close the public side in a later change, after the endpoints answer.',
      flow: blob,
      stage: 4,
      origin: origin('azurerm_storage_account.lake', 3, 'storage.tf'),
      source: `${learn}/storage/common/storage-private-endpoints`,
    },
    {
      rule: 'pe-nxdomain-other-resource',
      severity: 'risk',
      confidence: 'possible',
      says: 'Once privatelink.blob.core.windows.net is linked, accounts of others that have a private endpoint elsewhere no longer resolve from vnet-prod-weu.',
      remedy: 'Keep the resolution policy NxDomainRedirect on the link.',
      stage: 1,
      origin: origin(
        'azurerm_private_dns_zone_virtual_network_link.lake["blob"]',
        12,
        'private.tf',
      ),
      source: `${learn}/dns/private-dns-fallback`,
    },
  ],
  hash: 'b10b'.repeat(16),
};
