import type { Finding, HazardRule, Scene } from '../../core/hazard.ts';
import type { Confidence } from '../../core/plan.ts';
import { type EndpointChange, type Group, grouped, lostInPassing, serviceOf } from '../changes.ts';
import { sufferers } from '../outcomes.ts';
import { joined, subnetName } from '../phrases.ts';

/** Endpoints that were not carried over to azurerm 5's spelling. */
export const seTfV5Rename: HazardRule = {
  id: 'se-tf-v5-rename',
  title: 'Endpoints are lost on the way to azurerm 5',
  statement:
    'azurerm 5 replaced the attribute service_endpoints of a subnet by service_endpoint blocks. Where every service has its block, nothing changes in Azure; a service without one is turned off.',
  remedy: 'Write one service_endpoint block for every service of the old list.',
  source:
    'https://github.com/hashicorp/terraform-provider-azurerm/blob/v5.2.0/website/docs/guides/5.0-upgrade-guide.html.markdown',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) => {
    const upgrade = scene.versions.find(crossesFive);
    if (upgrade === undefined) return [];
    return grouped(lostInPassing(scene), ({ subnet }) => subnet.id).flatMap(([, changes]) =>
      finding(scene, changes, upgrade.inferred === true ? 'likely' : 'certain'),
    );
  },
};

function crossesFive({ what, before, after }: Scene['versions'][number]): boolean {
  if (!/(^|\/)azurerm$/.test(what) || before === undefined || after === undefined) return false;
  return major(before) < 5 && major(after) >= 5;
}

function major(version: string): number {
  return Number(/\d+/.exec(version)?.[0] ?? Number.NaN);
}

function finding(scene: Scene, changes: Group<EndpointChange>, confidence: Confidence): Finding[] {
  const [first] = changes;
  const services = joined(changes.map(serviceOf));
  return [
    {
      says: `${subnetName(scene, first.subnet.id)} has no service_endpoint block for ${services} after the upgrade to azurerm 5.`,
      outcomes: sufferers(scene, changes),
      confidence: changes.every((each) => each.sure) ? confidence : 'possible',
      origin: scene.originOf(first.edit),
      subjects: [first.subnet.id],
      edit: first.edit,
    },
  ];
}
