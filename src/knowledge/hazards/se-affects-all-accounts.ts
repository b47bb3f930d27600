import type { HazardRule, Scene } from '../../core/hazard.ts';
import { type EndpointChange, gained, serviceOf } from '../changes.ts';
import { publicAddresses } from '../paths.ts';
import { listed, subnetName } from '../phrases.ts';

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
    gained(scene).map((change) => ({
      says: sentence(scene, change),
      ...(listedElsewhere(scene, change).length === 0
        ? {}
        : { may: true, confidence: 'possible' as const }),
      origin: scene.originOf(change.edit),
      subjects: [change.subnet.id],
      edit: change.edit,
    })),
};

/** Addresses that stay the same are those which others put in their allow lists. */
function listedElsewhere(scene: Scene, { subnet }: EndpointChange): string[] {
  const before = scene.before.subnets[subnet.id];
  return before === undefined
    ? []
    : publicAddresses(scene.before, before).map((each) => each.address);
}

function sentence(scene: Scene, change: EndpointChange): string {
  const all = `Everything of ${serviceOf(change)} that ${subnetName(scene, change.subnet.id)} calls, also of other owners, sees private source addresses`;
  const addresses = listedElsewhere(scene, change);
  return addresses.length === 0
    ? `${all}.`
    : `${all}: whoever admits it there by ${listed(addresses)} alone denies it.`;
}
