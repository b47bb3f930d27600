import { covers, prefixLength } from '../../core/cidr.ts';
import type { Finding, HazardRule, Scene } from '../../core/hazard.ts';
import { isUnknown } from '../../core/known.ts';
import type { Id, Subnet, UserRoute } from '../../core/model.ts';
import { approved, grouped } from '../changes.ts';
import { neighbourhood, routesOf, vnetOf } from '../paths.ts';
import { nameIn } from '../phrases.ts';

/** Requests through the appliance, answers around it. */
export const peSnatAsymmetry: HazardRule = {
  id: 'pe-snat-asymmetry',
  title: 'An appliance before a private endpoint should translate source addresses',
  statement:
    'Traffic that is routed through an appliance to a private endpoint should have its source address translated there; otherwise the answers go back by another way and the appliance drops the connection.',
  remedy: 'Turn source NAT on at the appliance for the prefix of the private endpoints.',
  source:
    'https://github.com/MicrosoftDocs/azure-docs/blob/fd688f2b711fed6942412e0ddfedb5d2c56cba31/articles/private-link/private-endpoint-overview.md',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) =>
    grouped(
      [...routed(scene), ...newPolicies(scene)].filter(({ subnet }) => isRouted(scene, subnet)),
      ({ subnet }) => subnet,
    ).flatMap(([subnet, [first]]): Finding[] => [
      {
        says: `Routes decide over private endpoints in ${nameIn(scene, 'subnets', subnet)}: an appliance on the way must translate source addresses.`,
        confidence: 'possible',
        origin: scene.originOf(first.edit),
        subjects: [subnet],
        edit: first.edit,
      },
    ]),
};

interface Routed {
  readonly subnet: Id;
  readonly edit: Scene['edits'][number];
}

/** Whether route policies are on, as far as the input shows. */
function mayRoute(policies: unknown): boolean {
  return isUnknown(policies) || ['Enabled', 'RouteTableEnabled'].includes(String(policies));
}

/** New endpoints in subnets whose route policies are on. */
function routed(scene: Scene): Routed[] {
  return approved(scene).flatMap(({ endpoint, edit }) => {
    const subnet = typeof endpoint.subnet === 'string' ? endpoint.subnet : '';
    return mayRoute(scene.after.subnets[subnet]?.networkPolicies) ? [{ subnet, edit }] : [];
  });
}

function newPolicies(scene: Scene): Routed[] {
  return scene.edits
    .filter(
      (edit) =>
        edit.kind === 'network-policies' &&
        mayRoute(edit.after) &&
        (isUnknown(edit.before) || !mayRoute(edit.before)),
    )
    .filter((edit) => Object.values(scene.after.endpoints).some((each) => each.subnet === edit.id))
    .map((edit) => ({ subnet: edit.id, edit }));
}

/** Some subnet near enough routes the prefix of the endpoints to an appliance, or may. */
function isRouted(scene: Scene, id: Id): boolean {
  const prefixes = scene.after.subnets[id]?.prefixes;
  const vnet = vnetOf(scene.after, id);
  if (prefixes === undefined || vnet === undefined) return false;
  const near = neighbourhood(scene.after, vnet);
  return Object.values(scene.after.subnets)
    .filter((each) => near.has(vnetOf(scene.after, each.id) ?? ''))
    .some((each) => {
      const { shown, more } = routesOf(scene.after, each);
      return more || shown.some((route) => isTowards(route, prefixes));
    });
}

function isTowards({ nextHop, prefix }: UserRoute, prefixes: Subnet['prefixes']): boolean {
  if (nextHop !== 'VirtualAppliance' || prefixLength(prefix) === 0) return false;
  return isUnknown(prefixes) || prefixes.some((each) => covers(prefix, each) === true);
}
