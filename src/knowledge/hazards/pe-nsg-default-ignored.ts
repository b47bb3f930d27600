import type { Finding, HazardRule, Scene } from '../../core/hazard.ts';
import { isKnown } from '../../core/known.ts';
import type { Subnet } from '../../core/model.ts';
import { isWay } from '../../core/route.ts';
import { suffers } from '../outcomes.ts';
import { listed, nameIn, subnetName } from '../phrases.ts';

const off = ['Disabled', 'RouteTableEnabled'];
const on = ['Enabled', 'NetworkSecurityGroupEnabled'];

/** Rules that slept begin to count. */
export const peNsgDefaultIgnored: HazardRule = {
  id: 'pe-nsg-default-ignored',
  title: 'Network policies make security rules count for private endpoints',
  statement:
    'Network security groups do not apply to private endpoints unless network policies are on for their subnet, which is not the default. Turning them on makes every denial that stands in the group count at once.',
  remedy:
    'Read the group of the subnet first, and allow the clients inbound on the ports of the services before network policies are turned on.',
  source:
    'https://github.com/MicrosoftDocs/azure-docs/blob/027faf67ae0df84208dd3480869a3a26de8caf49/articles/private-link/disable-private-endpoint-network-policy.md',
  confidence: 'likely',
  verdict: 'informs',
  find: (scene) =>
    scene.edits
      .filter(
        (edit) =>
          edit.kind === 'network-policies' &&
          off.includes(String(edit.before)) &&
          on.includes(String(edit.after)),
      )
      .flatMap((edit): Finding[] => {
        const subnet = scene.after.subnets[edit.id];
        if (subnet === undefined || subnet.securityGroup === null) return [];
        const endpoints = Object.values(scene.before.endpoints).filter(
          (each) => each.subnet === subnet.id,
        );
        const denies = denial(scene, subnet);
        if (endpoints.length === 0 || denies === false) return [];
        const group = isKnown(subnet.securityGroup)
          ? nameIn(scene, 'securityGroups', subnet.securityGroup)
          : 'its security group';
        return [
          {
            says: `The rules of ${group} begin to count for ${listed(endpoints.map((each) => each.name))} in ${subnetName(scene, subnet.id)}${denies ? ', and it holds inbound denials' : ''}.`,
            outcomes: scene.outcomes.filter(
              (each) =>
                suffers(each) &&
                each.from.by === 'private-endpoint' &&
                endpoints.some(({ id }) => id === (isWay(each.from) && each.from.endpoint)),
            ),
            may: true,
            ...(denies === undefined ? { confidence: 'possible' as const } : {}),
            origin: scene.originOf(edit),
            subjects: [subnet.id, ...endpoints.map((each) => each.id)],
            edit,
          },
        ];
      }),
};

/** Whether the group holds an inbound denial of its own; undefined when the input does not show it. */
function denial(scene: Scene, subnet: Subnet): boolean | undefined {
  const group =
    typeof subnet.securityGroup === 'string'
      ? scene.after.securityGroups[subnet.securityGroup]
      : undefined;
  if (group === undefined) return undefined;
  const rules = Object.values(group.rules);
  if (rules.some((rule) => isKnown(rule) && rule.direction === 'Inbound' && rule.access === 'Deny'))
    return true;
  return rules.every(isKnown) ? false : undefined;
}
