import type { Finding, HazardRule, Outcome, Scene } from '../../core/hazard.ts';
import { isKnown, isUnknown } from '../../core/known.ts';
import type { Id, Subnet, UserRoute } from '../../core/model.ts';
import { isWay } from '../../core/route.ts';
import { type EndpointChange, gained, type RuleChange, rulesGained, showsAll } from '../changes.ts';
import { suffers } from '../outcomes.ts';
import { appliancesBehind, inspection, isInspected } from '../paths.ts';
import { listed, subnetName, verb } from '../phrases.ts';

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
  const appliances = Object.values(scene.after.appliances);
  const here = appliances.filter((each) => each.subnet === subnet.id);
  const perhaps = appliances.filter((each) => isUnknown(each.subnet));
  const [who, sure] = here.length > 0 ? [here, true] : [perhaps, false];
  if (who.length === 0) return [];
  const name = subnetName(scene, subnet.id);
  const devices = listed(who.map((each) => each.name));
  const behind = scene.outcomes.filter((each) => arrivesBy(each, subnet.id));
  return [
    {
      says: sure
        ? `${family} traffic through ${devices} arrives from ${name} by its endpoint: only rules that name ${name} match it.`
        : `If ${devices} ${verb(who, 'lies', 'lie')} in ${name}, which the input does not show, ${family} traffic through ${verb(who, 'it', 'them')} arrives from ${name} by its endpoint: only rules that name ${name} match it.`,
      outcomes: behind.filter(suffers),
      ...(sure ? {} : { confidence: 'possible' as const }),
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
  const inspected = inspection(scene.after, home, family);
  if (inspected === undefined || inspected.route?.nextHop === 'VirtualNetworkGateway') return [];
  const [device] = appliancesBehind(scene.after, home);
  const front = subnetOf(scene, device?.subnet);
  if (front !== undefined && target.networkRules[front.id] !== undefined) return [];
  const sure = isInspected(inspected) && front !== undefined && showsAll(target.networkRules);
  const by = device?.name ?? hop(inspected.route);
  const from = front === undefined ? 'the subnet of that appliance' : subnetName(scene, front.id);
  const rule = `The rule of ${target.name} for ${subnetName(scene, home.id)}`;
  return [
    {
      says: sure
        ? `${rule} matches nothing: its traffic goes through ${by} and arrives from ${from}.`
        : `${rule} may match nothing: its traffic ${inspected.route === undefined ? 'may go' : 'goes'} through ${by} and arrives from ${from}.`,
      ...(sure ? {} : { confidence: 'possible' as const }),
      origin: scene.originOf(edit),
      subjects: [target.id, home.id],
      edit,
    },
  ];
}

function hop(route: UserRoute | undefined): string {
  const address = route?.address;
  return typeof address === 'string' ? address : 'an appliance that the input does not show';
}

function subnetOf(scene: Scene, id: unknown): Subnet | undefined {
  return typeof id === 'string' && isKnown(id) ? scene.after.subnets[id] : undefined;
}
