import { isAnyAzure } from './admission.ts';
import { covers } from './cidr.ts';
import type { Edit } from './edit.ts';
import { egress } from './egress.ts';
import type { Flow } from './flow.ts';
import { isKnown, isUnknown } from './known.ts';
import { linksTo, peeringsOf, usesOf } from './lookup.ts';
import type { Client, Id, NetworkModel, Subnet, Target } from './model.ts';
import { isWay, route } from './route.ts';
import { view } from './world.ts';

// Which flows exist, by evidence. Both sides of the change speak: a rule that is removed declared its client all the same.

/** The flows of a change, declared and observed ones first, in a defined order. */
export function flowsOf(before: NetworkModel, after: NetworkModel, edits: readonly Edit[]): Flow[] {
  const sides = [before, after];
  const found = new Map<string, Flow>();
  const add = (flow: Flow) => {
    const known = found.get(flow.id);
    const because = [...new Set([...(known?.because ?? []), ...flow.because])];
    if (known === undefined || strength(flow) > strength(known))
      found.set(flow.id, { ...flow, because });
    else found.set(flow.id, { ...known, because });
  };
  const targets = new Map(
    sides.flatMap((model) => Object.values(model.targets).map((each) => [each.id, each])),
  );
  const touched = touchedTargets(sides, edits);
  for (const target of targets.values()) {
    for (const flow of declared(sides, target)) add(flow);
    if (touched.has(target.id)) for (const flow of possible(sides, target)) add(flow);
  }
  for (const flow of wildcards(sides, edits)) add(flow);
  return specific([...found.values()]).sort(
    (a, b) => strength(b) - strength(a) || (a.id < b.id ? -1 : 1),
  );
}

function strength(flow: Flow): number {
  return { declared: 2, observed: 1, possible: 0 }[flow.evidence];
}

/** `*` says nothing where the same client's sub-resources are known. */
function specific(flows: readonly Flow[]): Flow[] {
  const named = new Set(
    flows
      .filter((each) => each.subresource !== '*')
      .map((each) => `${each.client} ${each.target} ${each.evidence}`),
  );
  return flows.filter(
    (each) =>
      each.subresource !== '*' || !named.has(`${each.client} ${each.target} ${each.evidence}`),
  );
}

type Caller = Pick<Flow, 'client' | 'clientKind' | 'clientName' | 'clientLabel'> & {
  readonly range?: string;
};

function flow(
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

/** Sub-resources with a private endpoint on either side; without any, all fare alike: `*`. */
function subresourcesOf(sides: readonly NetworkModel[], target: Target): string[] {
  const groups = sides.flatMap((model) =>
    Object.values(model.endpoints)
      .filter((each) => each.target === target.resource)
      .flatMap((each) => each.groups.map((group) => group.toLowerCase())),
  );
  const own = Object.keys(target.subresources).filter((each) =>
    groups.includes(each.toLowerCase()),
  );
  return own.length === 0 ? ['*'] : own;
}

function declared(sides: readonly NetworkModel[], target: Target): Flow[] {
  const parts = subresourcesOf(sides, target);
  const each = (caller: Caller, because: string, evidence: Flow['evidence'] = 'declared') =>
    parts.map((part) => flow(caller, target, part, evidence, because));
  return sides.flatMap((model) => {
    const own = model.targets[target.id];
    const network = Object.entries(own?.networkRules ?? {})
      .filter(([key, rule]) => key !== '*' && !(isKnown(rule) && rule.action === 'Deny'))
      .flatMap(([key]) => each(subnetCaller(sides, key, target), 'virtual-network-rule'));
    const ip = Object.values(own?.ipRules ?? {})
      .filter(isKnown)
      .filter((rule) => rule.action !== 'Deny')
      .flatMap((rule) => addressed(sides, rule.range).flatMap((caller) => each(caller, 'ip-rule')));
    const uses = usesOf(model, target.id).flatMap((use) =>
      callersOf(sides, model, use.client).flatMap((caller) =>
        use.subresource === undefined
          ? each(caller, 'use', use.evidence)
          : [flow(caller, target, use.subresource, use.evidence, 'use')],
      ),
    );
    return [...network, ...ip, ...uses];
  });
}

function subnetCaller(sides: readonly NetworkModel[], id: Id, target: Target): Caller {
  const subnet = sides.map((model) => model.subnets[id]).find((each) => each !== undefined);
  if (subnet !== undefined) return callerFrom(subnet);
  const name = id.startsWith('?') ? `a subnet that a rule of ${target.name} names` : id;
  const client = id.startsWith('?') ? `?${target.id} ${id.slice(1)}` : id;
  return { client, clientKind: 'subnet', clientName: name, clientLabel: name };
}

function callerFrom(subnet: Pick<Subnet, 'id' | 'name' | 'label'>): Caller {
  return {
    client: subnet.id,
    clientKind: 'subnet',
    clientName: subnet.name,
    clientLabel: subnet.label,
  };
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

/** Whom the address of an IP rule stands for: subnets that leave by it, a configured client, or somebody on the internet. */
function addressed(sides: readonly NetworkModel[], range: string): Caller[] {
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

function leavesBy(model: NetworkModel, subnet: Subnet, range: string): boolean {
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

function callersOf(sides: readonly NetworkModel[], model: NetworkModel, client: Id): Caller[] {
  const workload = model.workloads[client];
  if (workload !== undefined) {
    if (isUnknown(workload.subnet)) return [];
    const { subnet } = workload;
    const home = sides.map((each) => each.subnets[subnet]).find((each) => each !== undefined);
    return home === undefined ? [] : [callerFrom(home)];
  }
  const named = model.clients[client];
  if (named !== undefined) return [configured(named)];
  const subnet = model.subnets[client];
  if (subnet !== undefined) return [callerFrom(subnet)];
  return client === 'pipeline' ? [pipeline] : [];
}

const anyone: Caller = {
  client: 'internet',
  clientKind: 'internet',
  clientName: 'internet',
  clientLabel: 'internet',
};
const trusted: Caller = {
  client: 'trusted-service',
  clientKind: 'trusted-service',
  clientName: 'trusted Azure services',
  clientLabel: 'trusted-service',
};

function possible(sides: readonly NetworkModel[], target: Target): Flow[] {
  const parts = subresourcesOf(sides, target);
  const open = sides.some((model) =>
    isWay(route(view(model), flow(anyone, target, '*', 'possible', 'open'))),
  );
  const vnets = new Map(
    sides.flatMap((model) =>
      (open ? Object.keys(model.vnets) : nearby(model, target)).map((id) => [id, model.vnets[id]]),
    ),
  );
  const near = [...vnets.values()].flatMap((vnet) =>
    vnet === undefined
      ? []
      : [
          {
            client: vnet.id,
            clientKind: 'subnet' as const,
            clientName: vnet.name,
            clientLabel: vnet.label,
          },
        ],
  );
  const passing = sides.some((model) => {
    const own = model.targets[target.id]?.trusted;
    return own !== undefined && isKnown(own) && own.includes('AzureServices');
  });
  return [
    ...(open ? [flow(anyone, target, parts[0] ?? '*', 'possible', 'open')] : []),
    ...(passing ? [flow(trusted, target, parts[0] ?? '*', 'possible', 'trusted')] : []),
    ...near.flatMap((caller) =>
      parts.map((part) => flow(caller, target, part, 'possible', 'endpoint')),
    ),
  ];
}

/** VNets that could use a private endpoint of the target: its own, those peered with it, and those that see its zone. */
function nearby(model: NetworkModel, target: Target): Id[] {
  const at = view(model);
  return Object.values(model.endpoints)
    .filter((each) => each.target === target.resource && isKnown(each.subnet))
    .flatMap((each) => {
      const subnet = isKnown(each.subnet) ? model.subnets[each.subnet] : undefined;
      if (subnet === undefined || !isKnown(subnet.vnet)) return [];
      const home = subnet.vnet;
      const peered = peeringsOf(at, home).flatMap((peering) =>
        isKnown(peering.remote) ? [peering.vnet, peering.remote] : [],
      );
      return [home, ...peered];
    });
}

/** Targets whose possible flows may change: those edited, those whose endpoints or zones are. */
function touchedTargets(sides: readonly NetworkModel[], edits: readonly Edit[]): ReadonlySet<Id> {
  const ids = new Set(edits.map((each) => each.id));
  const zones = new Set(
    sides.flatMap((model) => [
      ...Object.values(model.links)
        .filter((each) => ids.has(each.id))
        .map((each) => model.zones[each.zone]?.name),
      ...Object.values(model.records)
        .filter((each) => ids.has(each.id))
        .map((each) => model.zones[each.zone]?.name),
      ...Object.values(model.zones)
        .filter((each) => ids.has(each.id))
        .map((each) => each.name),
    ]),
  );
  const dns = edits.some((each) => each.kind === 'dns-servers' || each.kind === 'peering');
  return new Set(
    sides.flatMap((model) => {
      const resources = new Set(
        Object.values(model.endpoints)
          .filter((each) => ids.has(each.id) || (dns && isKnown(each.target)))
          .map((each) => each.target),
      );
      return Object.values(model.targets)
        .filter(
          (target) =>
            ids.has(target.id) ||
            resources.has(target.resource) ||
            Object.values(target.subresources).some((part) =>
              part.names.some((name) => zones.has(name.zone)),
            ),
        )
        .map((target) => target.id);
    }),
  );
}

/** One per subnet and service type whose endpoint or endpoint policy changes, one per VNet and zone whose link does. */
function wildcards(sides: readonly NetworkModel[], edits: readonly Edit[]): Flow[] {
  return edits.flatMap((edit) => {
    if (edit.kind === 'service-endpoint' && edit.key !== undefined && edit.key !== '*') {
      return anyOf(sides, edit.id, edit.key);
    }
    if (edit.kind === 'endpoint-policy') {
      const families = sides.flatMap((model) =>
        Object.keys(model.subnets[edit.id]?.endpoints ?? {}),
      );
      return [...new Set(families)]
        .filter((each) => each !== '*')
        .flatMap((each) => anyOf(sides, edit.id, each));
    }
    if (edit.kind === 'link' || edit.kind === 'resolution-policy') return anyName(sides, edit.id);
    return [];
  });
}

function anyOf(sides: readonly NetworkModel[], subnet: Id, family: string): Flow[] {
  const home = sides.map((model) => model.subnets[subnet]).find((each) => each !== undefined);
  if (home === undefined) return [];
  const everything = {
    target: '*' as const,
    targetName: family,
    targetLabel: '*',
    subresource: '*',
  };
  return [
    {
      ...callerFrom(home),
      ...everything,
      id: `subnet ${subnet} -> * ${family}`,
      evidence: 'possible',
      family,
      because: ['service-endpoint'],
    },
  ];
}

function anyName(sides: readonly NetworkModel[], link: Id): Flow[] {
  return sides.flatMap((model) => {
    const record = model.links[link];
    const zone = record === undefined ? undefined : model.zones[record.zone];
    if (record === undefined || zone === undefined || isUnknown(record.vnet)) return [];
    const vnet = model.vnets[record.vnet];
    if (vnet === undefined || !zone.name.toLowerCase().startsWith('privatelink.')) return [];
    const name = zone.name.toLowerCase();
    return linksTo(view(model), vnet.id).length === 0
      ? []
      : [
          {
            client: vnet.id,
            clientKind: 'subnet' as const,
            clientName: vnet.name,
            clientLabel: vnet.label,
            target: '*' as const,
            targetName: `name under ${name}`,
            targetLabel: '*',
            subresource: '*',
            id: `vnet ${vnet.id} -> * ${name}`,
            evidence: 'possible' as const,
            zone: name,
            because: ['link'],
          },
        ];
  });
}
