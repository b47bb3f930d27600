import type { Finding, HazardRule, Scene } from '../../core/hazard.ts';
import { type EndpointChange, grouped, lostInPassing, serviceOf, sufferers } from '../changes.ts';
import { listed } from '../phrases.ts';

/** Endpoints that go in the change that moves a module to another version. */
export const tfModuleDropsEndpoints: HazardRule = {
  id: 'tf-module-drops-endpoints',
  title: 'Endpoints disappear together with a module upgrade',
  statement:
    'Some versions of modules lose serviceEndpoints in their own conversion (the Azure verified module for virtual networks from 0.15 to 0.19): the plan then shows them becoming null although nobody asked for it.',
  remedy:
    'Pin the former version of the module, or take one in which it is mended, and look for serviceEndpoints becoming null in the new plan.',
  source: 'https://github.com/Azure/terraform-azure-avm-ptn-alz-sub-vending/pull/53',
  confidence: 'likely',
  verdict: 'informs',
  find: (scene) => {
    const upgrades = modules(scene);
    if (upgrades.length === 0) return [];
    return grouped(lostInPassing(scene), ({ subnet }) => subnet.id).flatMap(([, changes]) =>
      finding(scene, changes, upgrades),
    );
  },
};

/** Modules that change their version; providers are told apart by their names. */
function modules(scene: Scene): string[] {
  return scene.versions
    .filter(({ what, before, after }) => before !== after && !/(^|\/)(azurerm|azapi)$/.test(what))
    .map(({ what, before, after }) => `${what} (${before ?? 'none'} to ${after ?? 'none'})`);
}

function finding(scene: Scene, changes: readonly EndpointChange[], upgrades: readonly string[]): Finding[] {
  const [first] = changes;
  if (first === undefined) return [];
  return [
    {
      says: `${listed(changes.map(serviceOf))} disappears from ${first.subnet.name} in the change that upgrades ${listed(upgrades)}.`,
      outcomes: sufferers(scene, changes),
      ...(changes.every((each) => each.sure) ? {} : { confidence: 'possible' as const }),
      origin: scene.originOf(first.edit),
      subjects: [first.subnet.id],
      edit: first.edit,
    },
  ];
}
