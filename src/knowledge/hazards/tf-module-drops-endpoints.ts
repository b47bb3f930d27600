import type { Finding, HazardRule, Scene } from '../../core/hazard.ts';
import { type EndpointChange, type Group, grouped, lostInPassing, serviceOf } from '../changes.ts';
import { sufferers } from '../outcomes.ts';
import { joined, subnetName, verb } from '../phrases.ts';

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
  find: (scene) =>
    grouped(
      lostInPassing(scene).flatMap((change) => {
        const upgrade = scene.versions.find((each) => suspects(scene, each, change));
        return upgrade === undefined ? [] : [{ change, upgrade }];
      }),
      ({ change }) => change.subnet.id,
    ).flatMap(([, group]) => finding(scene, group)),
};

type Version = Scene['versions'][number];

interface Suspicion {
  readonly change: EndpointChange;
  readonly upgrade: Version;
}

/** A module that holds the subnet and moves to another version, or stands at one that is known to drop endpoints. */
function suspects(
  scene: Scene,
  { what, before, after }: Version,
  { edit }: EndpointChange,
): boolean {
  const [module = ''] = what.split(' ');
  if (!module.startsWith('module.')) return false;
  const { address } = scene.originOf(edit);
  if (!address.replaceAll(/\[[^\]]*\]/g, '').startsWith(`${module}.`)) return false;
  const moved = before !== undefined && after !== undefined && before !== after;
  return moved || (known.test(what) && faulty.test(after ?? ''));
}

// https://github.com/Azure/terraform-azurerm-avm-res-network-virtualnetwork/issues/50
const known = /avm-res-network-virtualnetwork/;
const faulty = /\b0\.1[5-9]\b/;

function finding(scene: Scene, group: Group<Suspicion>): Finding[] {
  const [first] = group;
  const changes = group.map((each) => each.change);
  const { subnet, edit } = first.change;
  const services = changes.map(serviceOf);
  const { what, before, after } = first.upgrade;
  const versions = before === undefined ? `${after ?? ''}` : `from ${before} to ${after ?? ''}`;
  return [
    {
      says: `${joined(services)} ${verb(services, 'disappears', 'disappear')} from ${subnetName(scene, subnet.id)} together with version ${versions} of ${what}.`,
      outcomes: sufferers(scene, changes),
      ...(changes.every((each) => each.sure) ? {} : { confidence: 'possible' as const }),
      origin: scene.originOf(edit),
      subjects: [subnet.id],
      edit,
    },
  ];
}
