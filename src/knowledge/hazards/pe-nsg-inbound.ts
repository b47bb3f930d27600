import type { Edit } from '../../core/edit.ts';
import type { Finding, HazardRule, Outcome, Scene } from '../../core/hazard.ts';
import { isKnown } from '../../core/known.ts';
import { isWay } from '../../core/route.ts';
import { suffers } from '../outcomes.ts';
import { listed, nameIn, subnetName } from '../phrases.ts';

/** A rule for endpoints whose subnet has network policies on. */
export const peNsgInbound: HazardRule = {
  id: 'pe-nsg-inbound',
  title: 'The security group of the endpoint’s subnet denies its clients',
  statement:
    'With network policies on, the inbound rules of the network security group of a subnet count for the private endpoints in it: a new denial, or another group, shuts clients out that came in before.',
  remedy: 'Allow the clients inbound on the ports of the service, ahead of the denial.',
  source:
    'https://github.com/MicrosoftDocs/azure-docs/blob/027faf67ae0df84208dd3480869a3a26de8caf49/articles/private-link/disable-private-endpoint-network-policy.md',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) =>
    Object.values(scene.after.subnets).flatMap((subnet): Finding[] => {
      const group = subnet.securityGroup;
      if (!isKnown(group) || group === null || !policed.includes(String(subnet.networkPolicies)))
        return [];
      const edit = scene.edits.find((each) => isOn(each, subnet.id, group));
      const shut =
        edit === undefined ? [] : scene.outcomes.filter((each) => isIn(scene, each, subnet.id));
      if (edit === undefined || shut.length === 0) return [];
      return [
        {
          says: `${nameIn(scene, 'securityGroups', group)} keeps ${listed(shut.map((each) => each.flow.clientName))} from the private endpoints in ${subnetName(scene, subnet.id)}.`,
          outcomes: shut,
          origin: scene.originOf(edit),
          subjects: [subnet.id, group],
          edit,
        },
      ];
    }),
};

const policed: readonly string[] = ['Enabled', 'NetworkSecurityGroupEnabled'];

function isOn({ kind, id, before }: Edit, subnet: string, group: string): boolean {
  if (kind === 'nsg-rule') return id === group;
  if (kind === 'security-group-association') return id === subnet;
  return kind === 'security-group' && id === group && before !== undefined;
}

/** It came by an endpoint of the subnet, which stays, and finds its path shut. */
function isIn({ after }: Scene, outcome: Outcome, subnet: string): boolean {
  const { from, to, toName } = outcome;
  const id = isWay(from) ? from.endpoint : undefined;
  if (id === undefined || after.endpoints[id]?.subnet !== subnet || !suffers(outcome)) return false;
  return to.by === 'none' && toName.split(' ').includes(id);
}
