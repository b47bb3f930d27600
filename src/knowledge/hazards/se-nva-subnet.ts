import type { Finding, HazardRule, Outcome, Scene } from '../../core/hazard.ts';
import { isKnown } from '../../core/known.ts';
import type { Id, Subnet } from '../../core/model.ts';
import { isWay } from '../../core/route.ts';
import { type EndpointChange, gained, type RuleChange, rulesGained, showsAll } from '../changes.ts';
import { suffers } from '../outcomes.ts';
import { appliancesBehind, inspection } from '../paths.ts';
import { listed, subnetName } from '../phrases.ts';

/** Behind a firewall, its subnet is the one that arrives. */
export const seNvaSubnet: HazardRule = {
  id: 'se-nva-subnet',
  title: 'Behind a firewall, rules must name the subnet of the firewall',
  statement:
    'Traffic that a firewall or appliance forwards arrives from the subnet of the firewall. With a service endpoint on that subnet, virtual network rules must name it; a rule for the client subnet behind it matches nothing.',
  remedy:
    'Let the rules of the targets name the subnet of the firewall, and keep the endpoint off the client subnets if their traffic is to be inspected.',
  source:
    'https://learn.microsoft.com/azure/virtual-network/virtual-network-service-endpoints-overview',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) => [
    ...gained(scene).flatMap((change) => onFirewall(scene, change)),
    ...rulesGained(scene).flatMap((rule) => forClientBehind(scene, rule)),
  ],
};

/** The endpoint comes to the subnet of an appliance: whoever is behind it arrives from there. */
function onFirewall(scene: Scene, { subnet, family, edit }: EndpointChange): Finding[] {
  const here = Object.values(scene.after.appliances).filter((each) => each.subnet === subnet.id);
  if (here.length === 0) return [];
  const behind = scene.outcomes.filter((each) => arrivesBy(each, subnet.id));
  return [
    {
      says: `${family} traffic through ${listed(here.map((each) => each.name))} arrives from ${subnetName(scene, subnet.id)} by its endpoint: only rules that name ${subnetName(scene, subnet.id)} match it.`,
      outcomes: behind.filter(suffers),
      origin: scene.originOf(edit),
      subjects: [subnet.id],
      edit,
    },
  ];
}

function arrivesBy({ from, to }: Outcome, subnet: Id): boolean {
  return (isWay(from) && from.via === subnet) || (isWay(to) && to.via === subnet);
}

/** A new rule for a subnet without endpoint whose traffic goes through an appliance. */
function forClientBehind(scene: Scene, { target, subnet, edit }: RuleChange): Finding[] {
  const home = scene.after.subnets[subnet];
  const family = target.traits.endpointFamily;
  if (home === undefined || family === undefined) return [];
  if (home.endpoints[family] !== undefined || !showsAll(home.endpoints)) return [];
  if (inspection(scene.after, home, family) === undefined) return [];
  const [device] = appliancesBehind(scene.after, home);
  const front = subnetOf(scene, device?.subnet);
  if (front === undefined || target.networkRules[front.id] !== undefined) return [];
  return [
    {
      says: `The rule of ${target.name} for ${subnetName(scene, home.id)} matches nothing: its traffic goes through ${device?.name ?? 'the appliance'} and arrives from ${subnetName(scene, front.id)}.`,
      origin: scene.originOf(edit),
      subjects: [target.id, home.id],
      edit,
    },
  ];
}

function subnetOf(scene: Scene, id: unknown): Subnet | undefined {
  return typeof id === 'string' && isKnown(id) ? scene.after.subnets[id] : undefined;
}
