import type { Outcome, Scene } from '../core/hazard.ts';
import { isKnown } from '../core/known.ts';
import type { Id, NetworkModel, PrivateEndpoint, Target, TargetName, Zone } from '../core/model.ts';
import { usedBy } from '../core/neighbours.ts';
import { type Arrival, targetsOf } from './changes.ts';
import { outcomesTo } from './outcomes.ts';
import { neighbourhood, vnetOf } from './paths.ts';
import type { Cloud } from './service.ts';
import { services } from './services/index.ts';

// Which names a private endpoint answers, in which zones, and who asks for them.

/** The names that change their answer with the endpoint. */
export function namesOf(scene: Scene, endpoint: PrivateEndpoint): TargetName[] {
  return usedBy([scene.after, scene.before], endpoint);
}

/** Outcomes of the flows that the endpoint may serve. */
export function served(scene: Scene, endpoint: PrivateEndpoint): Outcome[] {
  const groups = endpoint.groups.map((each) => each.toLowerCase());
  return targetsOf(scene, endpoint)
    .flatMap((target) => outcomesTo(scene, target.id))
    .filter(
      ({ flow }) => flow.subresource === '*' || groups.includes(flow.subresource.toLowerCase()),
    );
}

/** The VNet in which the client of an outcome stands after the change. */
export function homeOf(scene: Scene, outcome: Outcome): Id | undefined {
  const { flow } = outcome;
  if (flow.clientKind !== 'subnet') return scene.after.clients[flow.client]?.vnet;
  if (scene.after.vnets[flow.client] !== undefined) return flow.client;
  return vnetOf(scene.after, flow.client);
}

/**
 * Flows of subnets near enough to use the endpoint whose names do not answer with it afterwards. Of clients that nothing names,
 * only those in the endpoint's own VNet: it was put there for somebody.
 */
export function unreached(scene: Scene, { endpoint }: Arrival): Outcome[] {
  const own = isKnown(endpoint.subnet) ? vnetOf(scene.after, endpoint.subnet) : undefined;
  if (own === undefined) return [];
  const near = neighbourhood(scene.after, own);
  return served(scene, endpoint).filter((outcome) => {
    const home = homeOf(scene, outcome);
    if (outcome.flow.clientKind !== 'subnet' || home === undefined || !near.has(home)) return false;
    if (outcome.flow.evidence === 'possible' && home !== own) return false;
    return !outcome.toName.split(' ').includes(endpoint.id);
  });
}

/** Servers of a VNet that are not Azure's and that the model does not know. */
export function customServers(model: NetworkModel, vnet: Id): string[] {
  const servers = model.vnets[vnet]?.dnsServers;
  if (servers === undefined || !isKnown(servers)) return [];
  const known = [
    ...Object.values(model.resolvers).map((each) => each.address),
    ...Object.values(model.appliances).map((each) => each.privateAddress),
  ];
  return servers.filter((each) => each !== '168.63.129.16' && !known.includes(each));
}

/** Zones whose names a private endpoint's records belong in, as they stand in a model, with the VNets linked to them. */
export function linksOf(
  model: NetworkModel,
  zoneName: string,
): { readonly vnet: Id; readonly zone: Zone }[] {
  return Object.values(model.links).flatMap((link) => {
    const zone = model.zones[link.zone];
    if (zone === undefined || !isKnown(link.vnet) || link.resolutionPolicy === 'NxDomainRedirect')
      return [];
    return zone.name.toLowerCase() === zoneName.toLowerCase() ? [{ vnet: link.vnet, zone }] : [];
  });
}

/**
 * The cloud of a privatelink zone, by its ending.
 * https://learn.microsoft.com/azure/private-link/private-endpoint-dns
 */
export function cloudOf(zone: string): Cloud | undefined {
  const name = zone.toLowerCase();
  if (!name.startsWith('privatelink.')) return undefined;
  if (name.endsWith('.cn')) return 'china';
  return /(\.us|usgovcloudapi\.net|usgovtrafficmanager\.net)$/.test(name) ? 'usgov' : 'public';
}

/** Names of the targets behind an endpoint, or of the resource it connects to. */
export function targetNames(scene: Scene, endpoint: PrivateEndpoint): string[] {
  const found = targetsOf(scene, endpoint).map((each: Target) => each.name);
  return found.length > 0 ? found : [endpoint.name];
}

const suffixes = new Set(
  services
    .flatMap((service) => service.subresources)
    .flatMap((part) => part.names)
    .flatMap((name) => Object.values(name.clouds.value))
    .flatMap((name) => name.forwarders)
    .filter((each) => !each.startsWith('privatelink.'))
    .map((each) => each.toLowerCase()),
);

/** Whether a zone is called like the suffix under which a service gives out its public names. */
export function isPublicSuffix(zone: string): boolean {
  return suffixes.has(zone.toLowerCase());
}
