import { egress } from '../core/egress.ts';
import { isKnown, isUnknown } from '../core/known.ts';
import type { Appliance, Id, NetworkModel, Subnet, UserRoute } from '../core/model.ts';
import { outward } from '../core/next-hop.ts';
import { view } from '../core/world.ts';
import { showsAll } from './changes.ts';

// How traffic leaves a subnet, as far as hazard rules ask.

/**
 * Service tags by endpoint family, for traffic to services that no target in the model stands for.
 * https://learn.microsoft.com/azure/virtual-network/service-tags-overview
 */
const tags: Readonly<Record<string, readonly string[]>> = {
  'Microsoft.Storage': ['Storage'],
  'Microsoft.Sql': ['Sql'],
  'Microsoft.AzureCosmosDB': ['AzureCosmosDB'],
  'Microsoft.KeyVault': ['AzureKeyVault'],
  'Microsoft.EventHub': ['EventHub'],
  'Microsoft.ServiceBus': ['ServiceBus'],
  'Microsoft.Web': ['AppService'],
  'Microsoft.CognitiveServices': ['CognitiveServicesManagement', 'CognitiveServicesFrontend'],
  'Microsoft.ContainerRegistry': ['AzureContainerRegistry'],
  'Microsoft.AzureActiveDirectory': ['AzureActiveDirectory'],
};

export function tagsOf(family: string): readonly string[] {
  return tags[family] ?? [];
}

/** The routes of a subnet's route table that the input shows, and whether it may have others. */
export interface Routes {
  readonly shown: readonly UserRoute[];
  readonly more: boolean;
}

export function routesOf(model: NetworkModel, subnet: Subnet): Routes {
  if (subnet.routeTable === null) return { shown: [], more: false };
  const table = isKnown(subnet.routeTable) ? model.routeTables[subnet.routeTable] : undefined;
  if (table === undefined) return { shown: [], more: true };
  const entries = Object.values(table.routes);
  return { shown: entries.filter(isKnown), more: entries.some(isUnknown) };
}

const devices = ['VirtualAppliance', 'VirtualNetworkGateway'];

/** Traffic that is handed to an appliance or gateway. */
export interface Inspection {
  /** Absent where only routes that the input does not show can do it. */
  readonly route?: UserRoute;
  /** False: routes that the input does not show, or one for half of the internet, may lead elsewhere. */
  readonly sure: boolean;
}

/**
 * Whether the subnet's public traffic of a service is handed to an appliance or gateway: by a route for the service's tag, else by
 * one for the whole internet.
 */
export function inspection(
  model: NetworkModel,
  subnet: Subnet,
  family?: string,
): Inspection | undefined {
  const { shown, more } = routesOf(model, subnet);
  const { route, half, tagged } = outward(shown, family === undefined ? [] : tagsOf(family));
  const taking = half === undefined ? [route] : [half, route];
  const device = taking.find(isDevice);
  const shows = tagged || !more;
  if (device !== undefined) return { route: device, sure: shows && taking.every(isDevice) };
  return shows ? undefined : { sure: false };
}

function isDevice(route: UserRoute | undefined): boolean {
  return route !== undefined && devices.includes(route.nextHop);
}

/** Whether the traffic is inspected, by a route that the input shows and whatever it hides. */
export function isInspected(inspected: Inspection | undefined): boolean {
  return inspected?.route !== undefined && inspected.sure;
}

/** Appliances to which routes of the subnet point, as far as the input shows both. */
export function appliancesBehind(model: NetworkModel, subnet: Subnet): Appliance[] {
  const hops = routesOf(model, subnet).shown.map((each) => each.address);
  return Object.values(model.appliances).filter(
    (each) => isKnown(each.privateAddress) && hops.includes(each.privateAddress),
  );
}

/** A public address of Azure by which a subnet's traffic leaves, and the region it belongs to. */
export interface PublicAddress {
  readonly address: string;
  readonly region?: string;
}

/** The public addresses that are known: of its NAT gateway or machines, and of appliances behind its routes. */
export function publicAddresses(model: NetworkModel, subnet: Subnet): PublicAddress[] {
  const own = egress(view(model), subnet);
  const direct = 'refused' in own || !isKnown(own.addresses) ? [] : own.addresses;
  const here = regionOf(model, subnet);
  const behind = appliancesBehind(model, subnet).flatMap((each) => {
    const home = isKnown(each.subnet) ? model.subnets[each.subnet] : undefined;
    const there = home === undefined ? undefined : regionOf(model, home);
    return Object.keys(each.addresses).map((address) => located(address, there));
  });
  return [...direct.map((address) => located(address, here)), ...behind];
}

/** Whether a subnet's traffic may leave by addresses that the input does not show. */
export function hidesAddresses(model: NetworkModel, subnet: Subnet): boolean {
  const own = egress(view(model), subnet);
  if (!('refused' in own) && isUnknown(own.addresses)) return true;
  const { shown, more } = routesOf(model, subnet);
  const appliances = appliancesBehind(model, subnet);
  return (
    more ||
    shown.some(
      ({ nextHop, address }) =>
        nextHop === 'VirtualAppliance' &&
        !appliances.some((each) => each.privateAddress === address && showsAll(each.addresses)),
    )
  );
}

function located(address: string, region: string | undefined): PublicAddress {
  return { address, ...(region === undefined ? {} : { region }) };
}

/** Region of the subnet's VNet, where known. */
export function regionOf(model: NetworkModel, subnet: Subnet): string | undefined {
  const location = isKnown(subnet.vnet) ? model.vnets[subnet.vnet]?.location : undefined;
  return location !== undefined && isKnown(location) ? location : undefined;
}

/** The VNet and those peered with it directly. */
export function neighbourhood(model: NetworkModel, vnet: Id): ReadonlySet<Id> {
  const peered = Object.values(model.peerings).flatMap((each) => {
    if (!isKnown(each.remote)) return [];
    if (each.vnet === vnet) return [each.remote];
    return each.remote === vnet ? [each.vnet] : [];
  });
  return new Set([vnet, ...peered]);
}

/** The VNet of a subnet given by its ID, where both are known. */
export function vnetOf(model: NetworkModel, subnet: Id): Id | undefined {
  const vnet = model.subnets[subnet]?.vnet;
  return vnet !== undefined && isKnown(vnet) ? vnet : undefined;
}
