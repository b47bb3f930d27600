import type { Finding, HazardRule, Outcome, Scene } from '../../core/hazard.ts';
import { grouped } from '../changes.ts';
import { losesWay, suffers } from '../outcomes.ts';
import { listed, nameIn, verb } from '../phrases.ts';

/** Sites behind a VPN or ExpressRoute have no service endpoint. */
export const seNotOnprem: HazardRule = {
  id: 'se-not-onprem',
  title: 'Service endpoints do not serve clients on premises',
  statement:
    'A service endpoint cannot be used from on premises. A target that is secured to virtual networks refuses sites behind VPN or ExpressRoute unless the public addresses they are seen with (of their NAT, or of ExpressRoute Microsoft peering) stand in its IP rules.',
  remedy:
    'Collect the public NAT addresses of the sites and add IP rules for them before the target closes, or give them a private endpoint with forwarding DNS.',
  source:
    'https://learn.microsoft.com/azure/virtual-network/virtual-network-service-endpoints-overview',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) =>
    grouped(
      scene.outcomes.filter(refused).filter(({ flow }) => isOpen(scene, flow.target)),
      ({ flow }) => flow.target,
    ).flatMap(([target, group]) => finding(scene, target, group)),
};

// With public network access off no rule admits anybody, and none would help.
function isOpen(scene: Scene, target: string): boolean {
  return scene.after.targets[target]?.publicNetworkAccess !== 'Disabled';
}

function refused(outcome: Outcome): boolean {
  if (outcome.flow.clientKind !== 'on-premises' || outcome.intended) return false;
  const shut = outcome.to.by === 'none' && outcome.to.because === 'admission';
  return shut && (suffers(outcome) || losesWay(outcome));
}

function finding(scene: Scene, target: string, group: readonly Outcome[]): Finding[] {
  const clients = group.map((each) => each.flow.clientName);
  const name = nameIn(scene, 'targets', target);
  return [
    {
      says: `${name} refuses ${listed(clients)} after the change: ${verb(clients, 'it comes', 'they come')} from on premises, by no endpoint and with no IP rule.`,
      outcomes: group,
      origin: scene.originOf(`targets|${target}`),
      subjects: [target, ...group.map((each) => each.flow.client)],
    },
  ];
}
