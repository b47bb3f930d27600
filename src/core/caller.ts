import { covers } from './cidr.ts';
import { egress } from './egress.ts';
import type { Flow } from './flow.ts';
import { isKnown, isUnknown } from './known.ts';
import type { Client, Id, NetworkModel, Subnet, Target, Workload } from './model.ts';
import { isAnyAzure, namedBy } from './rule-match.ts';
import { view } from './world.ts';

/** A client as a flow names it. */
export type Caller = Pick<Flow, 'client' | 'clientKind' | 'clientName' | 'clientLabel'> & {
  readonly range?: string;
};

/** The flow of a caller to a target. */
export function flow(
  caller: Caller,
  target: Target,
  subresource: string,
  evidence: Flow['evidence'],
  because: string,
): Flow {
  return {
    ...caller,
    id: `${caller.clientKind} ${caller.client} -> ${target.id} ${subresource}`,
    target: target.id,
    targetName: target.name,
    targetLabel: target.label,
    subresource,
    evidence,
    because: [because],
  };
}

/** A subnet as a caller. */
export function callerFrom(subnet: Pick<Subnet, 'id' | 'name' | 'label'>): Caller {
  return {
    client: subnet.id,
    clientKind: 'subnet',
    clientName: subnet.name,
    clientLabel: subnet.label,
  };
}

/** The subnet that a rule names, whether or not the input shows it. */
export function subnetCaller(sides: readonly NetworkModel[], id: Id, target: Target): Caller {
  const subnet = sides.map((model) => model.subnets[id]).find((each) => each !== undefined);
  if (subnet !== undefined) return callerFrom(subnet);
  const name = id.startsWith('?') ? `a subnet that a rule of ${target.name} names` : id;
  return { client: namedBy(target, id), clientKind: 'subnet', clientName: name, clientLabel: name };
}

/** A workload of which the input does not show the subnet: it arrives in a way that nobody knows. */
function unplaced({ id, name, label }: Workload): Caller {
  return { client: `?${id}`, clientKind: 'subnet', clientName: name, clientLabel: label };
}

function configured(client: Client): Caller {
  return {
    client: client.id,
    clientKind: client.kind,
    clientName: client.name,
    clientLabel: client.label,
  };
}

const pipeline: Caller = {
  client: 'pipeline',
  clientKind: 'pipeline',
  clientName: 'pipeline',
  clientLabel: 'pipeline',
};

/** Nobody in particular on the internet. */
export const anyone: Caller = {
  client: 'internet',
  clientKind: 'internet',
  clientName: 'internet',
  clientLabel: 'internet',
};

/** Services of Azure that pass the rules of a target. */
export const trusted: Caller = {
  client: 'trusted-service',
  clientKind: 'trusted-service',
  clientName: 'trusted Azure services',
  clientLabel: 'trusted-service',
};

/** Whom the address of an IP rule stands for: subnets that leave by it, a configured client, or somebody on the internet. */
export function addressed(sides: readonly NetworkModel[], range: string): Caller[] {
  if (covers(range, '0.0.0.0-255.255.255.255') === true) return [];
  const subnets = sides.flatMap((model) =>
    Object.values(model.subnets)
      .filter((subnet) => leavesBy(model, subnet, range))
      .map(callerFrom),
  );
  const clients = sides.flatMap((model) =>
    Object.values(model.clients)
      .filter((client) => client.addresses.some((each) => covers(range, each) === true))
      .map(configured),
  );
  const known = [...subnets, ...clients];
  if (known.length > 0 && !isAnyAzure(range)) return known;
  const name = isAnyAzure(range) ? 'internet Azure services' : `internet ${range}`;
  return [
    {
      client: `internet ${range}`,
      clientKind: 'internet',
      clientName: name,
      clientLabel: name,
      range,
    },
  ];
}

/** Whether a subnet's traffic comes from an address in `range`: its own way out, or that of an appliance it routes to. */
export function leavesBy(model: NetworkModel, subnet: Subnet, range: string): boolean {
  const at = view(model);
  const own = egress(at, subnet);
  const addresses = 'refused' in own ? [] : isKnown(own.addresses) ? own.addresses : [];
  const behind = appliancesOf(model, subnet).flatMap((each) => Object.keys(each.addresses));
  return [...addresses, ...behind].some((each) => covers(range, each) === true);
}

function appliancesOf(model: NetworkModel, subnet: Subnet) {
  const table =
    isKnown(subnet.routeTable) && subnet.routeTable !== null
      ? model.routeTables[subnet.routeTable]
      : undefined;
  const hops = Object.values(table?.routes ?? {})
    .filter(isKnown)
    .map((each) => each.address);
  return Object.values(model.appliances).filter(
    (each) => isKnown(each.privateAddress) && hops.includes(each.privateAddress),
  );
}

/** Whom a use speaks of: a workload's subnet, a configured client, a subnet, the pipeline, services of Azure. */
export function callersOf(
  sides: readonly NetworkModel[],
  model: NetworkModel,
  client: Id,
): Caller[] {
  const workload = model.workloads[client];
  if (workload !== undefined) {
    if (isUnknown(workload.subnet)) return [unplaced(workload)];
    const { subnet } = workload;
    const home = sides.map((each) => each.subnets[subnet]).find((each) => each !== undefined);
    return home === undefined ? [] : [callerFrom(home)];
  }
  const named = model.clients[client];
  if (named !== undefined) return [configured(named)];
  const subnet = model.subnets[client];
  if (subnet !== undefined) return [callerFrom(subnet)];
  if (client === trusted.client) return [trusted];
  return client === 'pipeline' ? [pipeline] : [];
}
