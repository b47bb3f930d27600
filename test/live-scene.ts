import { sha256 } from '../src/adapters/digest.ts';
import { type Analysis, analyse, type Input } from '../src/analyse.ts';
import { defaults } from '../src/core/config.ts';
import type { Plan } from '../src/core/plan.ts';
import { type Look, look } from '../src/live.ts';
import { credential, idOf, type LocalAzure, subscription } from './adapters/azure-scene.ts';

// Plans that lean on what others manage, as "terraform show -json" prints them, cut down to what a claim needs.

export const rg = `${subscription}/resourceGroups/rg-app`;
export const vnet = idOf('Microsoft.Network/virtualNetworks/vnet-app', rg);
export const subnet = `${vnet}/subnets/snet-app`;

type Values = Readonly<Record<string, unknown>>;

export interface Changed {
  readonly address: string;
  readonly before?: Values;
  readonly after?: Values;
  /** Attributes that are known only after the apply. */
  readonly later?: Values;
  readonly sensitive?: Values;
}

export function still(address: string, values: Values): Changed {
  return { address, before: values, after: values };
}

export const network = still('azurerm_virtual_network.app', {
  id: vnet,
  name: 'vnet-app',
  resource_group_name: 'rg-app',
  location: 'westeurope',
  address_space: ['10.0.0.0/16'],
  dns_servers: [],
});

export function appSubnet(endpoints: readonly string[]): Values {
  return {
    id: subnet,
    name: 'snet-app',
    resource_group_name: 'rg-app',
    virtual_network_name: 'vnet-app',
    address_prefixes: ['10.0.1.0/24'],
    service_endpoints: endpoints,
    default_outbound_access_enabled: true,
    private_endpoint_network_policies: 'Disabled',
  };
}

export function planFile(changes: readonly Changed[]): Input['files'][number] {
  const document = {
    format_version: '1.2',
    terraform_version: '1.11.4',
    planned_values: { root_module: {} },
    resource_changes: changes.map(resourceChange),
    configuration: { root_module: {} },
    complete: true,
  };
  const bytes = new TextEncoder().encode(JSON.stringify(document));
  return { kind: 'terraform-plan', path: 'plan.json', bytes };
}

function resourceChange({ address, before, after, later = {}, sensitive = {} }: Changed) {
  const [type, name] = address.split('.');
  const same = JSON.stringify([before, later]) === JSON.stringify([after, {}]);
  const update = same ? ['no-op'] : ['update'];
  const actions = before === undefined ? ['create'] : after === undefined ? ['delete'] : update;
  return {
    address,
    mode: 'managed',
    type,
    name,
    provider_name: 'registry.terraform.io/hashicorp/azurerm',
    change: {
      actions,
      before: before ?? null,
      after: after ?? null,
      after_unknown: later,
      before_sensitive: sensitive,
      after_sensitive: sensitive,
    },
  };
}

export function inputOf(changes: readonly Changed[]): Input {
  return {
    files: [planFile(changes)],
    config: defaults,
    now: '2026-12-01T09:00:00Z',
    toolVersion: '0.0.0',
    digest: sha256,
  };
}

/** The plan as the file alone shows it. */
export function alone(changes: readonly Changed[]): Plan {
  return planIn(analyse(inputOf(changes)));
}

/** The plan with what `local` answers, and what the look came to. */
export async function withAzure(
  changes: readonly Changed[],
  local: LocalAzure,
): Promise<{ readonly plan: Plan; readonly seen: Look }> {
  const input = inputOf(changes);
  const { httpClient } = local;
  const access = { cloud: 'public', env: {}, httpClient, credential, retryDelay: 1 } as const;
  const seen = await look(input, access, () => {});
  if ('problems' in seen) throw new Error(seen.problems.map(({ says }) => says).join('\n'));
  return { plan: planIn(analyse({ ...input, live: seen.answers })), seen };
}

function planIn(result: Analysis): Plan {
  if ('plan' in result) return result.plan;
  throw new Error(result.problems.map(({ says }) => says).join('\n'));
}
