import { covers, prefixLength } from '../../core/cidr.ts';
import type { Finding, HazardRule, Scene } from '../../core/hazard.ts';
import { isKnown } from '../../core/known.ts';
import type { Subnet } from '../../core/model.ts';
import { type Arrival, approved, type Group, grouped } from '../changes.ts';
import { inspection, neighbourhood, routesOf, vnetOf } from '../paths.ts';
import { listed, subnetName, verb } from '../phrases.ts';

/** The endpoint's own route wins over 0.0.0.0/0. */
export const pe32Route: HazardRule = {
  id: 'pe-32-route',
  title: 'Traffic to a private endpoint passes the firewall by',
  statement:
    'Every private endpoint puts a /32 route into its network and those peered with it, which wins over a user route for 0.0.0.0/0. Only with route policies on (privateEndpointNetworkPolicies RouteTableEnabled or Enabled) does a user route decide, and only one at least as long as the address space of the network.',
  remedy:
    'Where the traffic must be inspected, turn route policies on for the subnet of the endpoints and route their prefix to the appliance, which should translate the source address.',
  source:
    'https://github.com/MicrosoftDocs/azure-docs/blob/027faf67ae0df84208dd3480869a3a26de8caf49/articles/private-link/disable-private-endpoint-network-policy.md',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) =>
    grouped(approved(scene), ({ endpoint }) => String(endpoint.subnet)).flatMap(([, group]) =>
      finding(scene, group),
    ),
};

function finding(scene: Scene, group: Group<Arrival>): Finding[] {
  const [first] = group;
  const at = first.endpoint.subnet;
  const home = isKnown(at) ? scene.after.subnets[at] : undefined;
  const vnet = home === undefined ? undefined : vnetOf(scene.after, home.id);
  if (home === undefined || vnet === undefined) return [];
  const near = neighbourhood(scene.after, vnet);
  const clients = Object.values(scene.after.subnets).filter(
    (each) =>
      each.id !== home.id &&
      near.has(vnetOf(scene.after, each.id) ?? '') &&
      inspection(scene.after, each) !== undefined &&
      !isInspected(scene, each, home),
  );
  if (clients.length === 0) return [];
  const names = clients.map((each) => subnetName(scene, each.id));
  return [
    {
      says: `${listed(names)} ${verb(names, 'sends everything to an appliance, but reaches', 'send everything to an appliance, but reach')} ${listed(group.map((each) => each.endpoint.name))} directly by ${verb(group, 'its /32 route', 'their /32 routes')}.`,
      origin: scene.originOf(first.edit),
      subjects: [...group.map((each) => each.endpoint.id), ...clients.map((each) => each.id)],
      edit: first.edit,
    },
  ];
}

/** Route policies are on, and a route for the endpoints is as long as the address space that holds them. */
function isInspected(scene: Scene, client: Subnet, home: Subnet): boolean {
  if (!['Enabled', 'RouteTableEnabled'].includes(String(home.networkPolicies))) return false;
  const space = scene.after.vnets[vnetOf(scene.after, home.id) ?? '']?.addressSpace;
  if (!isKnown(home.prefixes) || space === undefined || !isKnown(space)) return false;
  const [prefix] = home.prefixes;
  const holder = space.find((each) => prefix !== undefined && covers(each, prefix) === true);
  return routesOf(scene.after, client).some(
    (route) =>
      route.nextHop === 'VirtualAppliance' &&
      prefix !== undefined &&
      covers(route.prefix, prefix) === true &&
      prefixLength(route.prefix) >= prefixLength(holder ?? '0.0.0.0/0'),
  );
}
