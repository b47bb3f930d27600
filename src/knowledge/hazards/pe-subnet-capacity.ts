import { range } from '../../core/cidr.ts';
import type { Finding, HazardRule, Scene } from '../../core/hazard.ts';
import { isKnown } from '../../core/known.ts';
import type { Id, NetworkModel, PrivateEndpoint } from '../../core/model.ts';
import { type Arrival, approved, approvedOf, grouped, targetsOf } from '../changes.ts';
import { addressesOf } from '../limits.ts';
import { subnetName } from '../phrases.ts';

/** Azure keeps five addresses of every subnet for itself. */
const reserved = 5;

/** No address left for the endpoint. */
export const peSubnetCapacity: HazardRule = {
  id: 'pe-subnet-capacity',
  title: 'The subnet has too few addresses for its private endpoints',
  statement:
    'Every private endpoint takes at least one address of its subnet, some several (Cosmos DB one more for each region, Container Registry one more for each replica), and Azure keeps five of every subnet. Without a free address the endpoint is refused.',
  remedy: 'Count before: use a larger subnet, /27 or more, or a second one.',
  source:
    'https://github.com/MicrosoftDocs/azure-management-docs/blob/d923d588901082fa2107de6b2a82d7d05cd95160/articles/container-registry/container-registry-private-endpoints.md',
  confidence: 'likely',
  verdict: 'refused',
  find: (scene) =>
    grouped([...approved(scene), ...grown(scene)], ({ endpoint }) =>
      String(endpoint.subnet),
    ).flatMap(([subnet, [first]]): Finding[] => {
      const [room, needed] = [capacity(scene, subnet), taken(scene, subnet)];
      if (first === undefined || room === undefined || needed <= room) return [];
      return [
        {
          says: `${subnetName(scene, subnet)} has room for ${room} addresses, and the private endpoints in it take at least ${needed}.`,
          origin: scene.originOf(first.edit),
          subjects: [subnet, first.endpoint.id],
          edit: first.edit,
        },
      ];
    }),
};

/** Endpoints that need more addresses, for their target gains regions with names of their own. */
function grown(scene: Scene): Pick<Arrival, 'endpoint' | 'edit'>[] {
  return scene.edits
    .filter((edit) => edit.kind === 'subresources')
    .flatMap((edit) => {
      const target = scene.after.targets[edit.id];
      if (target === undefined) return [];
      return approvedOf(scene.after, target)
        .filter((endpoint) => namesIn(scene.after, endpoint) > namesIn(scene.before, endpoint))
        .map((endpoint) => ({ endpoint, edit }));
    });
}

function namesIn(model: NetworkModel, { target, groups }: PrivateEndpoint): number {
  return Object.values(model.targets)
    .filter((each) => each.resource === target)
    .flatMap((each) => groups.map((group) => each.subresources[group]?.names.length ?? 0))
    .reduce((sum, each) => sum + each, 0);
}

function capacity(scene: Scene, subnet: Id): number | undefined {
  const prefixes = scene.after.subnets[subnet]?.prefixes;
  if (prefixes === undefined || !isKnown(prefixes)) return undefined;
  const sizes = prefixes.map((each) => range(each));
  if (sizes.length === 0 || sizes.some((each) => each === undefined)) return undefined;
  return sizes.reduce(
    (sum, each) => sum + (each === undefined ? 0 : each.last - each.first + 1 - reserved),
    0,
  );
}

/** Addresses that the endpoints known to us take; machines and others come on top. */
function taken(scene: Scene, subnet: Id): number {
  return Object.values(scene.after.endpoints)
    .filter((each) => each.subnet === subnet)
    .reduce((sum, each) => sum + need(scene, each), 0);
}

function need(scene: Scene, endpoint: PrivateEndpoint): number {
  const more = Math.max(0, namesIn(scene.after, endpoint) - namesIn(scene.before, endpoint));
  if (isKnown(endpoint.addresses) && endpoint.addresses.length > 0)
    return (
      endpoint.addresses.length + (scene.before.endpoints[endpoint.id] === undefined ? 0 : more)
    );
  const [target] = targetsOf(scene, endpoint);
  if (target === undefined) return 1;
  return endpoint.groups.reduce((sum, group) => {
    // A name for each region beside the resource's own tells how many regions there are.
    const names = target.subresources[group]?.names.length ?? 1;
    return sum + addressesOf(target.type, group, Math.max(1, names - 1));
  }, 0);
}
