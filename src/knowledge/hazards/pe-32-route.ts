import { covers, prefixLength } from '../../core/cidr.ts';
import type { Finding, HazardRule, Scene } from '../../core/hazard.ts';
import { isKnown, isUnknown } from '../../core/known.ts';
import type { Id, Subnet } from '../../core/model.ts';
import { type Arrival, approved, type Group, grouped } from '../changes.ts';
import { inspection, isInspected, neighbourhood, routesOf, vnetOf } from '../paths.ts';
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

/** Of subnets whose routes the input does not show whole, what they do is told apart. */
function finding(scene: Scene, group: Group<Arrival>): Finding[] {
  const [first] = group;
  const at = first.endpoint.subnet;
  const home = isKnown(at) ? scene.after.subnets[at] : undefined;
  const vnet = home === undefined ? undefined : vnetOf(scene.after, home.id);
  if (home === undefined || vnet === undefined) return [];
  const near = neighbourhood(scene.after, vnet);
  const clients = Object.values(scene.after.subnets)
    .filter((each) => each.id !== home.id && near.has(vnetOf(scene.after, each.id) ?? ''))
    .map((each) => ({ id: each.id, passedBy: passedBy(scene, each, home) }));
  const endpoints = listed(group.map((each) => each.endpoint.name));
  const told = (who: readonly Id[], says: (names: readonly string[]) => string) =>
    who.length === 0
      ? []
      : [
          {
            says: says(who.map((id) => subnetName(scene, id))),
            origin: scene.originOf(first.edit),
            subjects: [...group.map((each) => each.endpoint.id), ...who],
            edit: first.edit,
          },
        ];
  const by = verb(group, 'its /32 route', 'their /32 routes');
  const [sure, perhaps] = (['yes', 'perhaps'] as const).map((how) =>
    clients.filter((each) => each.passedBy === how).map(({ id }) => id),
  );
  return [
    ...told(
      sure ?? [],
      (names) =>
        `${listed(names)} ${verb(names, 'sends everything to an appliance, but reaches', 'send everything to an appliance, but reach')} ${endpoints} directly by ${by}.`,
    ),
    ...told(
      perhaps ?? [],
      (names) =>
        `${listed(names)} ${verb(names, 'reaches', 'reach')} ${endpoints} directly by ${by}, also if ${verb(names, 'its routes send', 'their routes send')} everything to an appliance, which the input does not show.`,
    ).map((each) => ({ ...each, confidence: 'possible' as const })),
  ];
}

/** Whether the subnet sends everything to an appliance, and the /32 route of an endpoint in `home` goes past that. */
function passedBy(scene: Scene, client: Subnet, home: Subnet): 'yes' | 'perhaps' | 'no' {
  const inspected = inspection(scene.after, client);
  const kept = inspected === undefined ? true : isFollowed(scene, client, home);
  if (kept === true) return 'no';
  return isInspected(inspected) && kept === false ? 'yes' : 'perhaps';
}

/** Route policies are on, and a route for the endpoints is as long as the address space that holds them; undefined: perhaps. */
function isFollowed(scene: Scene, client: Subnet, home: Subnet): boolean | undefined {
  const { networkPolicies: policies, prefixes } = home;
  if (isKnown(policies) && !['Enabled', 'RouteTableEnabled'].includes(policies)) return false;
  const space = scene.after.vnets[vnetOf(scene.after, home.id) ?? '']?.addressSpace;
  if (isUnknown(policies) || isUnknown(prefixes) || space === undefined || isUnknown(space))
    return undefined;
  const [prefix] = prefixes;
  const holder = space.find((each) => prefix !== undefined && covers(each, prefix) === true);
  const { shown, more } = routesOf(scene.after, client);
  const follows = shown.some(
    (route) =>
      route.nextHop === 'VirtualAppliance' &&
      prefix !== undefined &&
      covers(route.prefix, prefix) === true &&
      prefixLength(route.prefix) >= prefixLength(holder ?? '0.0.0.0/0'),
  );
  return follows || (more ? undefined : false);
}
