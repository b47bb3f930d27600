import type { Interruption, Origin, PlanFlow, Range } from '../../src/core/plan.ts';

// What the plans made by hand have in common.

export const subscription = '/subscriptions/0c1f5d8e-77a2-4d0e-9f43-2f6f7f1c9a10/resourceGroups';
export const vnet = `${subscription}/rg-net/providers/Microsoft.Network/virtualNetworks/vnet-prod-weu`;
export const snetApp = `${vnet}/subnets/snet-app`;
export const sqlServer = `${subscription}/rg-data/providers/Microsoft.Sql/servers/sql-prod-weu`;

export const learn = 'https://learn.microsoft.com/azure';

export function minutes(min: number, max: number | null): Range {
  return { min, max };
}

export function origin(address: string, line?: number, file = 'network.tf'): Origin {
  return line === undefined ? { file, address } : { file, address, line };
}

export function fromApp(target: string, subresource: string): PlanFlow {
  return {
    client: snetApp,
    clientKind: 'subnet',
    clientName: 'snet-app',
    target,
    targetName: target.split('/').at(-1) ?? target,
    subresource,
    evidence: 'declared',
  };
}

export function interruption(
  flow: PlanFlow,
  effect: Interruption['effect'],
  lasts: Range,
  causedBy: string,
  restoredBy: string,
): Interruption {
  return { flow, effect, minutes: lasts, causedBy, restoredBy };
}

/** A plan without a row. */
export const nothing = {
  schemaVersion: 1,
  tool: { name: 'azure-endpoint-planner', version: '0.1.0' },
  inputs: [{ kind: 'terraform-plan', path: 'plan.json' }],
  transitions: [],
  stages: [],
  connectionResets: [],
  firewallUpdates: [],
  dnsChanges: [],
  maintenanceWindow: {
    required: false,
    minutes: minutes(0, 0),
    timeZone: 'UTC',
    proposals: [],
    because: '',
  },
  hazards: [],
  gaps: [],
  noise: [],
} as const;
