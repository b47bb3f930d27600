import type { Edit } from '../../core/edit.ts';
import type { Finding, HazardRule, Scene } from '../../core/hazard.ts';
import type { Subnet, UserRoute } from '../../core/model.ts';
import { type Group, gained, grouped, isNamed } from '../changes.ts';
import { inspection, isInspected } from '../paths.ts';
import { joined, subnetName } from '../phrases.ts';

/** The endpoint's routes win over every user route. */
export const seRouteOverride: HazardRule = {
  id: 'se-route-override',
  title: 'Traffic over a service endpoint passes the firewall by',
  statement:
    'A service endpoint adds system routes for the service that are preferred over more specific learned routes and that no user route overrides. An appliance or firewall to which the subnet sends everything no longer sees this traffic.',
  remedy:
    'Where the traffic must be inspected, put the endpoint on the subnet of the firewall and let the rules name that subnet, or use a private endpoint; otherwise have the bypass accepted and waived.',
  source: 'https://azurefeeds.com/2025/04/14/azure-firewall-and-service-endpoints',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) =>
    grouped([...newEndpoints(scene), ...newRoutes(scene)], ({ subnet }) => subnet.id).flatMap(
      ([, group]) => finding(scene, group),
    ),
};

interface Bypass {
  readonly subnet: Subnet;
  readonly family: string;
  readonly edit: Edit;
}

function newEndpoints(scene: Scene): Bypass[] {
  return gained(scene).filter(
    ({ subnet, family }) => inspection(scene.after, subnet, family) !== undefined,
  );
}

/** A route to an appliance that comes to a subnet whose endpoints ignore it. */
function newRoutes(scene: Scene): Bypass[] {
  return scene.edits
    .filter((edit) => edit.kind === 'route-table-association' || edit.kind === 'route')
    .flatMap((edit) =>
      Object.values(scene.after.subnets)
        .filter((subnet) => subnet.id === edit.id || subnet.routeTable === edit.id)
        .flatMap((subnet) => {
          const old = scene.before.subnets[subnet.id];
          return Object.keys(subnet.endpoints)
            .filter(isNamed)
            .filter((family) => inspection(scene.after, subnet, family) !== undefined)
            .filter(
              (family) => old !== undefined && !isInspected(inspection(scene.before, old, family)),
            )
            .map((family) => ({ subnet, family, edit }));
        }),
    );
}

function finding(scene: Scene, group: Group<Bypass>): Finding[] {
  const [first] = group;
  const { subnet, family, edit } = first;
  const inspected = inspection(scene.after, subnet, family);
  const families = joined(group.map((each) => each.family));
  const traffic = `${families} traffic from ${subnetName(scene, subnet.id)} takes the endpoint`;
  const { route } = inspected ?? {};
  return [
    {
      says:
        route === undefined
          ? `${traffic}, whatever its route table says, which the input does not show: an appliance to which it sends traffic no longer sees this.`
          : `${traffic}, not the route for ${route.prefix} to ${hop(route)}: the appliance no longer sees it.`,
      ...(isInspected(inspected) ? {} : { confidence: 'possible' as const }),
      origin: scene.originOf(edit),
      subjects: [subnet.id],
      edit,
    },
  ];
}

function hop({ address, nextHop }: UserRoute): string {
  if (typeof address === 'string') return address;
  return nextHop === 'VirtualNetworkGateway' ? 'the gateway' : 'the appliance';
}
