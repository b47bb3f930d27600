import type { Check, Plan } from '../../src/core/plan.ts';
import {
  fromApp,
  interruption,
  learn,
  minutes,
  nothing,
  origin,
  snetApp,
  sqlServer,
} from './sample-parts.ts';

// Plans by hand, as the engine makes them: what the renderers are looked at with.

/** A change that touches no existing client. */
export const clear: Plan = {
  ...nothing,
  verdict: 'clear',
  headline: 'No existing client notices this change.',
  asWritten: { verdict: 'clear', deniedMinutes: minutes(0, 0), interruptions: [] },
  hash: 'c1ea'.repeat(16),
};

const sqlFlow = fromApp(sqlServer, 'sqlServer');
const sqlReset = interruption(
  sqlFlow,
  'reset',
  minutes(1, 15),
  'azurerm_subnet.app',
  'azurerm_subnet.app',
);

const endpointShown: Check = {
  from: 'any shell with Reader',
  run: `az network vnet subnet show --ids ${snetApp} --query "serviceEndpoints[].{service:service,state:provisioningState}" -o table`,
  expect: 'Microsoft.Sql with state Succeeded.',
};

const sqlAnswers: Check = {
  from: 'a machine in snet-app',
  run: 'sqlcmd -S sql-prod-weu.database.windows.net -d master -Q "SELECT client_net_address FROM sys.dm_exec_connections WHERE session_id=@@SPID"',
  expect:
    'A private address (10.20.1.x). Error 40914 means that the virtual network rule is missing or not ready; 40615 means that an IP rule is missing.',
};

/** SQL: the endpoint comes with its rule, and Terraform writes the rule last. */
export const sqlSplit: Plan = {
  ...nothing,
  verdict: 'split',
  headline:
    'as one apply, snet-app is denied on sql-prod-weu for up to 16 minutes; in 2 stages, one reset and nothing denied.',
  asWritten: {
    verdict: 'split',
    deniedMinutes: minutes(0, 16),
    interruptions: [
      interruption(
        sqlFlow,
        'denied',
        minutes(0, 16),
        'azurerm_subnet.app',
        'azurerm_mssql_virtual_network_rule.app',
      ),
      sqlReset,
    ],
  },
  transitions: [
    {
      flow: sqlFlow,
      from: { by: 'internet', source: 'public', address: '20.61.10.4' },
      to: { by: 'service-endpoint', source: 'private', via: snetApp },
      causes: ['endpoint', 'rule'],
      intended: false,
    },
  ],
  stages: [
    {
      number: 1,
      title: 'Admit snet-app before its address changes',
      phase: 'prepare',
      disruptive: false,
      minutes: minutes(2, 7),
      steps: [
        {
          id: 'rule',
          title: 'Add the virtual network rule for snet-app to sql-prod-weu',
          target: sqlServer,
          edit: 'virtual-network-rule snet-app on sql-prod-weu: add',
          inChange: true,
          minutes: minutes(1, 5),
          commands: [
            `az sql server vnet-rule create -g rg-data -s sql-prod-weu -n app --subnet ${snetApp} --ignore-missing-endpoint true`,
          ],
          verify: [
            {
              from: 'any shell with Reader',
              run: 'az sql server vnet-rule show -g rg-data -s sql-prod-weu -n app --query state -o tsv',
              expect: 'Ready. While it says InProgress, wait.',
            },
          ],
          rollback: ['az sql server vnet-rule delete -g rg-data -s sql-prod-weu -n app'],
          interruptions: [],
          by: 'service',
        },
      ],
      gate: [
        {
          from: 'any shell with Reader',
          run: 'az sql server vnet-rule list -g rg-data -s sql-prod-weu --query "[].{name:name,state:state}" -o table',
          expect: 'The rule app is Ready.',
        },
      ],
    },
    {
      number: 2,
      title: 'Turn Microsoft.Sql on for snet-app',
      phase: 'switch',
      disruptive: true,
      minutes: minutes(6, 35),
      window: { start: '2026-12-12T21:00:00Z', end: '2026-12-13T01:00:00Z' },
      steps: [
        {
          id: 'endpoint',
          title: 'Turn the service endpoint Microsoft.Sql on for snet-app',
          target: snetApp,
          edit: 'service-endpoint Microsoft.Sql on snet-app: add',
          inChange: true,
          minutes: minutes(1, 15),
          commands: [
            `az network vnet subnet update --ids ${snetApp} --service-endpoints Microsoft.KeyVault Microsoft.Sql`,
          ],
          verify: [endpointShown, sqlAnswers],
          rollback: [
            `az network vnet subnet update --ids ${snetApp} --service-endpoints Microsoft.KeyVault`,
          ],
          pointOfNoReturn:
            'none: going back is possible at any time, but it closes the open connections once more.',
          interruptions: [
            sqlReset,
            interruption(sqlFlow, 'source-switch', minutes(0, 15), 'endpoint', ''),
          ],
          by: 'network',
        },
      ],
      gate: [sqlAnswers],
    },
  ],
  connectionResets: [
    {
      subnet: snetApp,
      subnetName: 'snet-app',
      service: 'Microsoft.Sql',
      evidence: 'declared',
      stage: 2,
      step: 'endpoint',
      cause: 'The service endpoint changes the source address from public to private.',
      workloads: ['vmss-orders', 'func-invoices'],
      minutes: minutes(1, 15),
      origin: origin('azurerm_subnet.app', 14),
    },
  ],
  firewallUpdates: [
    {
      target: sqlServer,
      targetName: 'sql-prod-weu',
      change: 'add',
      kind: 'virtual-network-rule',
      value: snetApp,
      stage: 1,
      step: 'rule',
      inChange: true,
      why: 'SQL takes a rule for snet-app before its endpoint is on, so the rule can be ready when the address changes.',
      origin: origin('azurerm_mssql_virtual_network_rule.app', 61, 'sql.tf'),
    },
    {
      target: sqlServer,
      targetName: 'sql-prod-weu',
      change: 'update',
      kind: 'virtual-network-rule',
      value: 'ignore_missing_vnet_service_endpoint = true',
      stage: 1,
      step: 'rule',
      inChange: false,
      why: 'Without the flag Azure refuses the rule until the endpoint is on.',
      origin: origin('azurerm_mssql_virtual_network_rule.app', 61, 'sql.tf'),
    },
    {
      target: sqlServer,
      targetName: 'sql-prod-weu',
      change: 'keep',
      kind: 'ip-rule',
      value: '20.61.10.4',
      stage: 2,
      step: 'endpoint',
      inChange: false,
      why: 'The undo needs the IP rule.',
      origin: origin('azurerm_mssql_firewall_rule.nat', 48, 'sql.tf'),
    },
  ],
  maintenanceWindow: {
    required: true,
    minutes: minutes(12, 65),
    timeZone: 'Europe/Berlin',
    proposals: [{ start: '2026-12-12T21:00:00Z', end: '2026-12-13T01:00:00Z', stages: [2] }],
    because: 'Stage 2 closes the open connections from snet-app to SQL.',
  },
  hazards: [
    {
      rule: 'se-sql-40914',
      severity: 'outage',
      confidence: 'certain',
      says: 'Between the endpoint on snet-app and the rule on sql-prod-weu, SQL answers snet-app with error 40914.',
      remedy: 'Add the rule with ignore_missing_vnet_service_endpoint before the endpoint.',
      flow: sqlFlow,
      stage: 2,
      origin: origin('azurerm_subnet.app', 14),
      source: `${learn}/azure-sql/database/vnet-service-endpoint-rule-overview`,
    },
    {
      rule: 'se-affects-all-accounts',
      severity: 'risk',
      confidence: 'possible',
      says: 'The endpoint acts on every SQL server that snet-app calls, also on other people’s: their rules for 20.61.10.4 stop matching.',
      remedy: 'Ask the owners of the workloads in snet-app which SQL servers they use.',
      stage: 2,
      origin: origin('azurerm_subnet.app', 14),
      source: `${learn}/virtual-network/virtual-network-service-endpoints-overview (+)`,
    },
    {
      rule: 'se-route-override',
      severity: 'notice',
      confidence: 'certain',
      says: 'SQL traffic from snet-app no longer passes the appliance 10.0.0.4.',
      remedy: 'Use a private endpoint where the traffic must be inspected.',
      stage: 2,
      origin: origin('azurerm_subnet.app', 14),
      source: `${learn}/virtual-network/virtual-networks-udr-overview`,
      waived: { reason: 'accepted in CHG-20418', owner: 'netops', expires: '2027-03-31' },
    },
  ],
  noise: [
    {
      origin: origin('azurerm_subnet.app', 14),
      what: 'private_endpoint_network_policies from null to "Disabled": the value that Azure already has.',
      rule: 'whatif-noise',
      source: 'https://github.com/Azure/arm-template-whatif/issues/284',
    },
  ],
  hash: '5a1b'.repeat(16),
};

const ordersFlow = { ...fromApp(sqlServer, 'sqlServer'), clientName: 'snet-orders' };

/** SQL: the endpoint comes, and nobody added a rule. */
export const sqlBlocked: Plan = {
  ...nothing,
  verdict: 'blocked',
  headline: 'snet-orders loses sql-prod-weu for good; nothing in the change admits it.',
  asWritten: {
    verdict: 'blocked',
    deniedMinutes: minutes(0, null),
    interruptions: [
      interruption(ordersFlow, 'denied', minutes(0, null), 'azurerm_subnet.orders', ''),
    ],
  },
  stages: [
    {
      number: 1,
      title: 'Add the rule that the change lacks',
      phase: 'prepare',
      disruptive: false,
      minutes: minutes(2, 7),
      steps: [
        {
          id: 'repair-rule',
          title: 'Add a virtual network rule for snet-orders to sql-prod-weu',
          target: sqlServer,
          edit: 'virtual-network-rule snet-orders on sql-prod-weu: add',
          inChange: false,
          minutes: minutes(1, 5),
          commands: [
            'az sql server vnet-rule create -g rg-data -s sql-prod-weu -n orders --subnet snet-orders --vnet-name vnet-prod-weu --ignore-missing-endpoint true',
          ],
          verify: [],
          rollback: ['az sql server vnet-rule delete -g rg-data -s sql-prod-weu -n orders'],
          interruptions: [],
          by: 'service',
        },
      ],
      gate: [],
    },
  ],
  connectionResets: [
    {
      subnet: snetApp.replace('snet-app', 'snet-orders'),
      subnetName: 'snet-orders',
      service: 'Microsoft.Sql',
      evidence: 'declared',
      stage: 2,
      step: 'endpoint',
      cause: 'The service endpoint changes the source address from public to private.',
      workloads: [],
      minutes: minutes(1, 15),
    },
  ],
  firewallUpdates: [
    {
      target: sqlServer,
      targetName: 'sql-prod-weu',
      change: 'add',
      kind: 'virtual-network-rule',
      value: 'azurerm_subnet.orders',
      stage: 1,
      step: 'repair-rule',
      inChange: false,
      why: 'Nothing else admits snet-orders once its address is private.',
    },
  ],
  maintenanceWindow: {
    required: true,
    minutes: minutes(2, 30),
    timeZone: 'UTC',
    proposals: [],
    because: 'Stage 2 closes the open connections from snet-orders to SQL.',
  },
  hazards: [
    {
      rule: 'se-source-ip-switch',
      severity: 'outage',
      confidence: 'certain',
      says: 'The source address of snet-orders turns private; the IP rule 20.61.10.4 on sql-prod-weu no longer matches.',
      remedy: 'Add a virtual network rule for snet-orders before the endpoint.',
      flow: ordersFlow,
      stage: 2,
      origin: origin('azurerm_subnet.orders', 22),
      source: `${learn}/virtual-network/virtual-network-service-endpoints-overview`,
    },
  ],
  hash: 'b10c'.repeat(16),
};

/** A Key Vault behind a zone whose links the input does not show. */
export const incomplete: Plan = {
  ...nothing,
  verdict: 'incomplete',
  headline: 'whether snet-app still resolves kv-billing-prod is not in the input.',
  asWritten: { verdict: 'incomplete', deniedMinutes: minutes(0, 0), interruptions: [] },
  gaps: [
    {
      origin: origin('data.azurerm_private_dns_zone.vault', 4, 'dns.tf'),
      missing:
        'The links of privatelink.vaultcore.azure.net are not in the plan: the zone is read as data.',
      affects: ['snet-app to kv-billing-prod'],
      howToFind:
        'az network private-dns link vnet list -g rg-dns -z privatelink.vaultcore.azure.net --query "[].{vnet:virtualNetwork.id,state:virtualNetworkLinkState}" -o table',
    },
  ],
  hazards: [
    {
      rule: 'pe-dns-not-linked',
      severity: 'risk',
      confidence: 'possible',
      says: 'If the zone is not linked to vnet-prod-weu, snet-app keeps the public answer and is refused with 403 Forbidden.',
      remedy: 'Show the links with the command under “Not judged”, or manage them in this stack.',
      stage: 1,
      origin: origin('data.azurerm_private_dns_zone.vault', 4, 'dns.tf'),
      source: `${learn}/private-link/private-endpoint-dns`,
    },
  ],
  hash: '1c0f'.repeat(16),
};

/** Microsoft.Storage becomes Microsoft.Storage.Global on two subnets of an open account. */
export const window: Plan = {
  ...nothing,
  verdict: 'window',
  headline: '2 subnets lose their open connections to Storage once; nobody is denied.',
  asWritten: { verdict: 'window', deniedMinutes: minutes(0, 0), interruptions: [] },
  connectionResets: ['snet-batch', 'snet-etl'].map((subnetName) => ({
    subnet: snetApp.replace('snet-app', subnetName),
    subnetName,
    service: 'Microsoft.Storage.Global',
    evidence: 'possible',
    stage: 1,
    step: `swap-${subnetName}`,
    cause:
      'Microsoft.Storage becomes Microsoft.Storage.Global: one endpoint goes, the other comes.',
    workloads: [],
    minutes: minutes(5, 30),
    origin: origin(`azurerm_subnet.${subnetName.slice(5)}`, 40),
  })),
  maintenanceWindow: {
    required: true,
    minutes: minutes(20, 90),
    timeZone: 'Europe/Berlin',
    proposals: [
      { start: '2026-12-12T21:00:00Z', end: '2026-12-13T01:00:00Z', stages: [1] },
      { start: '2026-12-19T21:00:00Z', end: '2026-12-20T01:00:00Z', stages: [2] },
    ],
    because: 'Each subnet is written on its own and closes its connections.',
  },
  hash: '91de'.repeat(16),
};
