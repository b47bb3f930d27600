import type { Edit } from '../../core/edit.ts';
import { egress } from '../../core/egress.ts';
import type { Finding, HazardRule, Scene } from '../../core/hazard.ts';
import { isUnknown } from '../../core/known.ts';
import type { Subnet } from '../../core/model.ts';
import { view } from '../../core/world.ts';
import { leavesBy, suffers } from '../outcomes.ts';
import { appliancesBehind, inspection } from '../paths.ts';
import { listed, subnetName, verb } from '../phrases.ts';

/** A subnet without a way out of its own. */
export const defaultOutboundRetirement: HazardRule = {
  id: 'default-outbound-retirement',
  title: 'A subnet without default outbound access needs a way out',
  statement:
    'New virtual networks have private subnets by default (effective 2026-03-31 with newer API versions); existing networks keep default outbound access. A private subnet without NAT gateway, firewall or public addresses still uses service endpoints and private endpoints, and reaches nothing else in public.',
  remedy:
    'Attach a NAT gateway or route to a firewall for what has neither service endpoint nor private endpoint; write defaultOutboundAccess explicitly.',
  source: 'https://learn.microsoft.com/azure/virtual-network/ip-services/default-outbound-access',
  confidence: 'likely',
  verdict: 'informs',
  find: (scene) => scene.edits.flatMap((edit) => finding(scene, edit)),
};

function finding(scene: Scene, edit: Edit): Finding[] {
  const subnet = scene.after.subnets[edit.id];
  if (subnet === undefined) return [];
  const isStranded = stranded(scene, subnet);
  if (isStranded === 'no') return [];
  const turnedOff = edit.kind === 'default-outbound' && edit.before !== false;
  const fresh = edit.kind === 'subnet' && edit.before === undefined;
  const inside = Object.values(scene.after.workloads).filter((each) => each.subnet === subnet.id);
  if (!turnedOff && !(fresh && inside.length > 0)) return [];
  const who =
    inside.length > 0
      ? `${listed(inside.map((each) => each.name))} in ${subnetName(scene, subnet.id)}`
      : subnetName(scene, subnet.id);
  const none =
    'no way out to public addresses after the change: no default outbound access, no NAT gateway';
  return [
    {
      says:
        isStranded === 'yes'
          ? `${who} ${verb(inside, 'has', 'have')} ${none}, no firewall.`
          : `${who} may have ${none}, and the input does not show whether routes lead to a firewall or a machine has a public address.`,
      ...(isStranded === 'yes' ? {} : { confidence: 'possible' as const }),
      outcomes: scene.outcomes.filter((each) => suffers(each) && leavesBy(each, subnet.id)),
      ...(turnedOff ? { may: true } : {}),
      origin: scene.originOf(edit),
      subjects: [subnet.id],
      edit,
    },
  ];
}

/** Whether the subnet has no way out to public addresses, as far as the input shows. */
function stranded(scene: Scene, subnet: Subnet): 'yes' | 'perhaps' | 'no' {
  if (subnet.defaultOutbound !== false || subnet.natGateway !== null) return 'no';
  const own = egress(view(scene.after), subnet);
  const inspected = inspection(scene.after, subnet);
  if (appliancesBehind(scene.after, subnet).length > 0 || inspected?.route !== undefined)
    return 'no';
  if ('refused' in own) return inspected === undefined ? 'yes' : 'perhaps';
  return isUnknown(own.addresses) ? 'perhaps' : 'no';
}
