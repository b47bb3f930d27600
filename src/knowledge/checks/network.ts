import type { EditKind } from '../../core/edit.ts';
import { isKnown, type Known } from '../../core/known.ts';
import type { Id, Named, NetworkModel } from '../../core/model.ts';
import type { Move } from '../move.ts';
import { nameText, placeOf } from '../places.ts';
import { fill, type Values } from '../shell.ts';
import { gone, type Settled, type Shown, shown } from './shown.ts';

// What Azure shows of a network edit once it has settled. Each reads one record: https://learn.microsoft.com/cli/azure/network

/** What a shell may read with the Network Contributor's action alone. */
const routeReader = 'a shell with Reader and networkInterfaces/effectiveRouteTable/action';

const subnetShow = 'az network vnet subnet show --ids {id} --query';

function serviceEndpoint({ now, was, id, key }: Move): readonly Shown[] {
  const subnet = now.subnets[id];
  if (subnet === undefined) return [];
  const [on, off] = [subnet.endpoints[key], was.subnets[id]?.endpoints[key]];
  const service = nameOf(on) ?? nameOf(off) ?? key;
  return [
    shown(
      `${subnetShow} "serviceEndpoints[].{service:service,state:provisioningState}" --output table`,
      placeOf(subnet),
      on === undefined ? `no ${service}` : `${service} with state Succeeded`,
    ),
    effectiveRoutes(subnet.name, service, on !== undefined),
  ];
}

function nameOf(endpoint: Known<{ readonly service: string }> | undefined): string | undefined {
  return endpoint !== undefined && isKnown(endpoint) ? endpoint.service : undefined;
}

/**
 * Routes as a machine has them: the endpoint counts there once they list the service's addresses.
 * https://learn.microsoft.com/azure/virtual-network/virtual-network-service-endpoints-overview
 */
export function effectiveRoutes(subnet: string, service: string, on: boolean): Shown {
  const run = fill(
    'az network nic show-effective-route-table --ids {nic} --query "value[?nextHopType==\'VirtualNetworkServiceEndpoint\'].addressPrefix" --output tsv',
    { nic: `<ID of a network interface in ${subnet}>` },
  );
  return {
    run,
    from: routeReader,
    expect: on
      ? `address prefixes of ${service}; none means that the endpoint has not reached this machine yet`
      : `no address prefixes of ${service}`,
  };
}

/** One property of a subnet, a VNet or an endpoint. */
function property(
  collection: 'subnets' | 'vnets',
  query: string,
  expected: (move: Move) => string | undefined,
): Settled {
  const show = collection === 'subnets' ? 'az network vnet subnet show' : 'az network vnet show';
  return (move) => {
    const record: Named | undefined = move.now[collection][move.id];
    const expect = expected(move);
    if (record === undefined || expect === undefined) return [];
    return [shown(`${show} --ids {id} --query "${query}" --output tsv`, placeOf(record), expect)];
  };
}

function associated(field: 'securityGroup' | 'routeTable' | 'natGateway', within: string): Settled {
  return property('subnets', `${within}.id`, ({ now, id }) => {
    const other: Known<Id | null> | undefined = now.subnets[id]?.[field];
    if (other === undefined || !isKnown(other)) return undefined;
    return other === null ? 'nothing' : `the ID of ${nameIn(now, other)}`;
  });
}

function nameIn(model: NetworkModel, id: Id): string {
  return nameText({ ...model.securityGroups, ...model.routeTables, ...model.natGateways }, id);
}

function plain(value: Known<string | boolean> | undefined): string | undefined {
  return value !== undefined && isKnown(value) ? String(value) : undefined;
}

function peering({ now, was, id }: Move): readonly Shown[] {
  const each = now.peerings[id] ?? was.peerings[id];
  if (each === undefined) return [];
  const run =
    'az network vnet peering show --ids {id} --query "{state:peeringState,sync:peeringSyncLevel}"';
  if (now.peerings[id] === undefined) return [shown(run, placeOf(each), gone)];
  const expect = 'Connected and FullyInSync; Initiated means that the other side is missing';
  return [shown(run, placeOf(each), expect)];
}

function securityRule({ now, id, key }: Move): readonly Shown[] {
  const group = now.securityGroups[id];
  if (group === undefined) return [];
  const rule = group.rules[key];
  const run =
    'az network nsg rule show --resource-group {group} --nsg-name {name} --name {entry} --query "{access:access,priority:priority,state:provisioningState}" {subscription}';
  if (rule === undefined) return [shown(run, entry(group, key), gone)];
  if (!isKnown(rule)) return [];
  return [shown(run, entry(group, key), `${rule.access}, ${rule.priority}, Succeeded`)];
}

function route({ now, id, key }: Move): readonly Shown[] {
  const table = now.routeTables[id];
  if (table === undefined) return [];
  const each = table.routes[key];
  const run =
    'az network route-table route show --resource-group {group} --route-table-name {name} --name {entry} --query "{prefix:addressPrefix,hop:nextHopType,address:nextHopIpAddress}" {subscription}';
  if (each === undefined) return [shown(run, entry(table, key), gone)];
  if (!isKnown(each)) return [];
  const address = plain(each.address);
  const expect = [each.prefix, each.nextHop, address]
    .filter((part) => part !== undefined)
    .join(', ');
  return [shown(run, entry(table, key), expect)];
}

function entry(parent: Named, key: string): Values {
  return { ...placeOf(parent), entry: key.startsWith('?') || key === '*' ? undefined : key };
}

function dnsServers(move: Move): readonly Shown[] {
  const vnet = move.now.vnets[move.id];
  if (vnet === undefined || !isKnown(vnet.dnsServers)) return [];
  const [first] = vnet.dnsServers;
  const servers = first === undefined ? '168.63.129.16' : vnet.dnsServers.join(' and ');
  return [
    shown(
      'az network vnet show --ids {id} --query dhcpOptions.dnsServers --output tsv',
      placeOf(vnet),
      first === undefined ? 'nothing' : servers,
    ),
    // Machines take new servers when their lease is renewed: https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq
    {
      run: 'cat /etc/resolv.conf',
      from: `a machine in ${vnet.name}`,
      expect: `${servers} (directly, or behind the machine's own resolver: resolvectl dns); former servers mean that its lease is not renewed yet`,
    },
  ];
}

function endpointPolicies(move: Move): readonly Shown[] {
  const subnet = move.now.subnets[move.id];
  if (subnet === undefined) return [];
  const names = Object.keys(subnet.endpointPolicies).map((key) =>
    nameText(move.now.endpointPolicies, key),
  );
  return [
    shown(
      `${subnetShow} "serviceEndpointPolicies[].id" --output tsv`,
      placeOf(subnet),
      names.length === 0 ? 'nothing' : names.sort().join(' and '),
    ),
  ];
}

/** Kinds of edit that the network itself shows. */
export const networkChecks: Readonly<Partial<Record<EditKind, Settled>>> = {
  'service-endpoint': serviceEndpoint,
  'endpoint-policy': endpointPolicies,
  'security-group-association': associated('securityGroup', 'networkSecurityGroup'),
  'route-table-association': associated('routeTable', 'routeTable'),
  'nat-gateway-association': associated('natGateway', 'natGateway'),
  'network-policies': property('subnets', 'privateEndpointNetworkPolicies', ({ now, id }) =>
    plain(now.subnets[id]?.networkPolicies),
  ),
  'default-outbound': property('subnets', 'defaultOutboundAccess', ({ now, id }) =>
    plain(now.subnets[id]?.defaultOutbound),
  ),
  'high-scale-endpoints': property('vnets', 'privateEndpointVNetPolicies', ({ now, id }) => {
    const on = now.vnets[id]?.highScaleEndpoints;
    return on === undefined || !isKnown(on) ? undefined : on ? 'Basic' : 'Disabled';
  }),
  'dns-servers': dnsServers,
  peering,
  'nsg-rule': securityRule,
  route,
};
