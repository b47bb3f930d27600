import { isKnown, type Known } from '../../core/known.ts';
import type { Id, Named, NetworkModel, ServiceEndpoint, Subnet } from '../../core/model.ts';
import type { Lines, Move } from '../move.ts';
import { idText, placeOf } from '../places.ts';
import { fill } from '../shell.ts';

// Commands for a subnet: https://learn.microsoft.com/cli/azure/network/vnet/subnet#az-network-vnet-subnet-update
// `null` takes an association or a whole list away.

/** The full list of endpoints after the edit: the flag replaces the list, and what it omits is turned off. */
export function serviceEndpoints(move: Move): Lines {
  const subnet = move.now.subnets[move.id];
  if (subnet === undefined) return [];
  const { id } = placeOf(subnet);
  if (Object.values(subnet.endpoints).some(hasIdentifier)) return [withIdentifiers(id, subnet)];
  const endpoints = servicesOf(subnet);
  return [
    fill('az network vnet subnet update --ids {id} --service-endpoints {endpoints}', {
      id,
      endpoints: endpoints.length === 0 ? 'null' : endpoints,
    }),
  ];
}

// What the input does not show must not be turned off by silence: Azure refuses the words, and nothing is lost.
function servicesOf(subnet: Subnet): string[] {
  const known = Object.values(subnet.endpoints).filter(isKnown);
  const hidden = known.length < Object.keys(subnet.endpoints).length;
  const names = [...new Set(known.map((each) => each.service))].sort();
  return hidden ? [...names, `<every other service endpoint of ${subnet.name}>`] : names;
}

function hasIdentifier(endpoint: Known<ServiceEndpoint>): boolean {
  return isKnown(endpoint) && endpoint.networkIdentifier !== undefined;
}

/** Network identifiers go with the list as JSON; the flag for names would drop them. */
function withIdentifiers(id: string, subnet: Subnet): string | undefined {
  const list = Object.values(subnet.endpoints).map((each) => {
    if (!isKnown(each)) return undefined;
    const { service, networkIdentifier } = each;
    if (networkIdentifier === undefined) return { service };
    return isKnown(networkIdentifier)
      ? { service, networkIdentifier: { id: networkIdentifier } }
      : undefined;
  });
  if (list.includes(undefined)) return undefined;
  return fill('az resource update --ids {id} --set {property}', {
    id,
    property: `properties.serviceEndpoints=${JSON.stringify(list)}`,
  });
}

/** The full list of service endpoint policies after the edit. */
export function endpointPolicies(move: Move): Lines {
  const subnet = move.now.subnets[move.id];
  if (subnet === undefined) return [];
  const ids = Object.keys(subnet.endpointPolicies)
    .sort()
    .map((key) => idText(move.now.endpointPolicies, key));
  if (ids.includes(undefined)) return [undefined];
  return [
    fill('az network vnet subnet update --ids {id} --service-endpoint-policy {policies}', {
      id: placeOf(subnet).id,
      policies: ids.length === 0 ? 'null' : ids.flatMap((each) => each ?? []),
    }),
  ];
}

type Association = 'securityGroup' | 'routeTable' | 'natGateway';

const associations = {
  securityGroup: { collection: 'securityGroups', template: '--network-security-group {other}' },
  routeTable: { collection: 'routeTables', template: '--route-table {other}' },
  natGateway: { collection: 'natGateways', template: '--nat-gateway {other}' },
} as const satisfies Record<Association, { collection: keyof NetworkModel; template: string }>;

export function association(field: Association): (move: Move) => Lines {
  const { collection, template } = associations[field];
  return (move) => {
    const subnet = move.now.subnets[move.id];
    const other: Known<Id | null> | undefined = subnet?.[field];
    if (subnet === undefined || other === undefined || !isKnown(other)) return [];
    const records: Readonly<Record<Id, Named>> = move.now[collection];
    return [
      fill(`az network vnet subnet update --ids {id} ${template}`, {
        id: placeOf(subnet).id,
        other: other === null ? 'null' : idText(records, other),
      }),
    ];
  };
}

const flags = {
  networkPolicies: '--private-endpoint-network-policies {value}',
  defaultOutbound: '--default-outbound-access {value}',
} as const satisfies Partial<Record<keyof Subnet, string>>;

export function subnetSetting(field: keyof typeof flags): (move: Move) => Lines {
  return (move) => {
    const subnet = move.now.subnets[move.id];
    const value: Known<string | boolean> | undefined = subnet?.[field];
    if (subnet === undefined || value === undefined || !isKnown(value)) return [];
    return [
      fill(`az network vnet subnet update --ids {id} ${flags[field]}`, {
        id: placeOf(subnet).id,
        value: String(value),
      }),
    ];
  };
}
