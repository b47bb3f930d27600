import { anyone, flow, trusted } from './caller.ts';
import { subresourcesOf } from './declared.ts';
import type { Edit } from './edit.ts';
import type { Flow } from './flow.ts';
import { isKnown, isUnknown } from './known.ts';
import { mayConnect, peeringsOf } from './lookup.ts';
import type { Id, NetworkModel, Target } from './model.ts';
import { isWay, route } from './route.ts';
import { isUndecided, view } from './world.ts';

/** Flows that the open side or the private endpoints of a target make possible: one for each VNet, one for the internet. */
export function possible(sides: readonly NetworkModel[], target: Target): Flow[] {
  const parts = subresourcesOf(sides, target);
  const open = sides.some((model) => {
    const way = route(view(model), flow(anyone, target, '*', 'possible', 'open'));
    return isUndecided(way) || isWay(way);
  });
  const vnets = new Map(
    sides.flatMap((model) =>
      (open && fewVnets(model) ? Object.keys(model.vnets) : nearby(model, target)).map((id) => [
        id,
        model.vnets[id],
      ]),
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

// Without a private endpoint every VNet fares like the anonymous internet; in a large network that one speaks for all.
const maxVnets = 20;

function fewVnets(model: NetworkModel): boolean {
  return Object.keys(model.vnets).length <= maxVnets;
}

/** VNets that could use a private endpoint of the target: its own and those peered with it; any, where that is not shown. */
function nearby(model: NetworkModel, target: Target): Id[] {
  const at = view(model);
  const any = fewVnets(model) ? Object.keys(model.vnets) : [];
  return Object.values(model.endpoints)
    .filter((each) => mayConnect(each, target))
    .flatMap((each) => {
      if (isUnknown(each.subnet)) return any;
      const home = model.subnets[each.subnet]?.vnet;
      if (home === undefined) return [];
      if (isUnknown(home)) return any;
      const peered = peeringsOf(at, home).flatMap(({ vnet, remote }) =>
        isKnown(remote) ? [vnet, remote] : [vnet, ...any],
      );
      return [home, ...peered];
    });
}

/** Targets whose possible flows may change: those edited, those whose endpoints or zones are. */
export function touchedTargets(
  sides: readonly NetworkModel[],
  edits: readonly Edit[],
): ReadonlySet<Id> {
  const ids = new Set(edits.map((each) => each.id));
  const zones = new Set(
    sides.flatMap((model) => [
      ...Object.values(model.links)
        .filter((each) => ids.has(each.id))
        .map((each) => model.zones[each.zone]?.name.toLowerCase()),
      ...Object.values(model.records)
        .filter((each) => ids.has(each.id))
        .map((each) => model.zones[each.zone]?.name.toLowerCase()),
      ...Object.values(model.zones)
        .filter((each) => ids.has(each.id))
        .map((each) => each.name.toLowerCase()),
    ]),
  );
  const dns = edits.some((each) => each.kind === 'dns-servers' || each.kind === 'peering');
  return new Set(
    sides.flatMap((model) => {
      const near = Object.values(model.endpoints).filter((each) => ids.has(each.id) || dns);
      const resources = new Set(near.map((each) => each.target));
      const open = near.filter((each) => !isKnown(each.target));
      return Object.values(model.targets)
        .filter(
          (target) =>
            ids.has(target.id) ||
            resources.has(target.resource) ||
            open.some((each) => mayConnect(each, target)) ||
            Object.values(target.subresources).some((part) =>
              part.names.some((name) => zones.has(name.zone.toLowerCase())),
            ),
        )
        .map((target) => target.id);
    }),
  );
}
