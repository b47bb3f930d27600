import type { Finding, HazardRule, Scene } from '../../core/hazard.ts';
import type { NetworkModel, Subnet } from '../../core/model.ts';
import { type EndpointChange, type Group, gained, grouped, serviceOf } from '../changes.ts';
import { publicAddresses, routesOf } from '../paths.ts';
import { joined, listed, subnetName } from '../phrases.ts';

/** An endpoint acts on the service, not on one account of it. */
export const seAffectsAllAccounts: HazardRule = {
  id: 'se-affects-all-accounts',
  title: 'A service endpoint changes the way to every resource of its service',
  statement:
    'A service endpoint works for a subnet and a service type, not for one resource: every resource of that type that the subnet calls is affected, those of other teams and other tenants too. Whoever admits the subnet there by its public address sees a private one from then on.',
  remedy:
    'List what the subnet calls of that type (VNet flow logs, diagnostic logs with caller addresses), and have the owners add a virtual network rule for the subnet first.',
  source:
    'https://github.com/MicrosoftDocs/azure-databases-docs/blob/01ea2879e14b18fa2570edfeb02540417ce48dd2/articles/cosmos-db/how-to-configure-vnet-service-endpoint.md',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) =>
    grouped(gained(scene), ({ subnet }) => subnet.id).flatMap(([, changes]) =>
      finding(scene, changes),
    ),
};

function finding(scene: Scene, changes: Group<EndpointChange>): Finding[] {
  const [first] = changes;
  const { subnet, edit } = first;
  const all = `Everything of ${joined(changes.map(serviceOf))} that ${subnetName(scene, subnet.id)} calls, also of other owners, sees private source addresses`;
  // Addresses that stay the same are those which others put in their allow lists.
  const old = scene.before.subnets[subnet.id];
  const addresses =
    old === undefined ? [] : publicAddresses(scene.before, old).map((each) => each.address);
  // A gateway or an appliance has such an address, also where the input does not show it.
  const isFixed =
    addresses.length > 0 ||
    (old !== undefined && (old.natGateway !== null || mayLeaveByAppliance(scene.before, old)));
  const by = addresses.length === 0 ? 'its public address' : listed(addresses);
  return [
    {
      ...(!isFixed
        ? { says: `${all}.` }
        : {
            says: `${all}: whoever admits it there by ${by} alone denies it.`,
            may: true,
            confidence: 'possible' as const,
          }),
      origin: scene.originOf(edit),
      subjects: [subnet.id],
      edit,
    },
  ];
}

function mayLeaveByAppliance(model: NetworkModel, subnet: Subnet): boolean {
  const { shown, more } = routesOf(model, subnet);
  return more || shown.some((route) => route.nextHop === 'VirtualAppliance');
}
