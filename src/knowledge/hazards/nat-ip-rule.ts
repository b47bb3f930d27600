import { covers } from '../../core/cidr.ts';
import type { Edit } from '../../core/edit.ts';
import { counts } from '../../core/flow.ts';
import type { Finding, HazardRule, Outcome, Scene } from '../../core/hazard.ts';
import type { Id, NetworkModel } from '../../core/model.ts';
import { isWay } from '../../core/route.ts';
import { grouped, ipRules } from '../changes.ts';
import { suffers } from '../outcomes.ts';
import { appliancesBehind, hidesAddresses, publicAddresses } from '../paths.ts';
import { joined, listed, nameIn, verb } from '../phrases.ts';

const kinds: readonly Edit['kind'][] = [
  'egress-address',
  'nat-gateway',
  'nat-gateway-association',
  'appliance-address',
  'route',
  'route-table-association',
];

/** New public addresses that allow lists do not hold. */
export const natIpRule: HazardRule = {
  id: 'nat-ip-rule',
  title: 'A new egress address is not in the IP rules',
  statement:
    'IP rules must hold every public address by which a client may leave: all addresses and prefixes of its NAT gateway, of the firewall behind its routes, of its load balancer. An address added or changed there breaks the allow list for a part of the traffic, or for all of it.',
  remedy:
    'Add the new address to the IP rules first, then change the egress, then take the old address away.',
  source: 'https://learn.microsoft.com/azure/nat-gateway/nat-overview',
  confidence: 'likely',
  verdict: 'informs',
  find: (scene) =>
    grouped(
      scene.outcomes.flatMap((outcome) => unlisted(scene, outcome)),
      ({ outcome }) => outcome.flow.target,
    ).flatMap(([target, group]) => finding(scene, target, group)),
};

interface Unlisted {
  readonly outcome: Outcome;
  /** None: the input does not show by which it leaves afterwards. */
  readonly addresses: readonly string[];
  /** False: it may leave by them today. */
  readonly isNew: boolean;
}

/** A flow admitted by the address of its egress, which gains addresses that no rule of the target holds. */
function unlisted(scene: Scene, outcome: Outcome): Unlisted[] {
  const { flow, to } = outcome;
  const target = scene.after.targets[flow.target];
  if (target === undefined || !counts(flow) || !flow.because.includes('ip-rule') || outcome.fresh)
    return [];
  // By an endpoint it no longer comes from the address of its egress.
  if (isWay(to) && to.source === 'private') return [];
  if (target.defaultAction === 'Allow' || target.publicNetworkAccess === 'Disabled') return [];
  const [old, now] = [
    addressesIn(scene.before, flow.client),
    addressesIn(scene.after, flow.client),
  ];
  const rules = ipRules(target).map((rule) => rule.range);
  const added = now.filter(
    (each) => !old.includes(each) && !rules.some((rule) => covers(rule, each) === true),
  );
  const [hid, hides] = [scene.before, scene.after].map((model) => {
    const home = model.subnets[flow.client];
    return home !== undefined && hidesAddresses(model, home);
  });
  return added.length === 0 && !hides ? [] : [{ outcome, addresses: added, isNew: hid === false }];
}

function addressesIn(model: NetworkModel, subnet: string): string[] {
  const home = model.subnets[subnet];
  return home === undefined ? [] : publicAddresses(model, home).map(({ address }) => address);
}

/** The edit that changes the way out of one of the clients. */
function cause(scene: Scene, clients: readonly Id[]): Edit | undefined {
  const places = [scene.before, scene.after].flatMap((model) =>
    clients.flatMap((id) => wayOut(model, id)),
  );
  return scene.edits.find((each) => kinds.includes(each.kind) && places.includes(each.id));
}

function wayOut(model: NetworkModel, client: Id): unknown[] {
  const home = model.subnets[client];
  if (home === undefined) return [];
  const appliances = appliancesBehind(model, home).map((each) => each.id);
  return [client, home.natGateway, home.routeTable, ...appliances];
}

function finding(scene: Scene, target: Id, group: readonly Unlisted[]): Finding[] {
  const edit = cause(
    scene,
    group.map(({ outcome }) => outcome.flow.client),
  );
  if (edit === undefined) return [];
  const addresses = group.flatMap((each) => each.addresses);
  const clients = group.map(({ outcome }) => outcome.flow.clientName);
  const leave = `${listed(clients)} ${verb(clients, 'leaves', 'leave')}`;
  const rules = `the IP rules of ${nameIn(scene, 'targets', target)}`;
  return [
    {
      says:
        addresses.length > 0
          ? `${leave} by ${joined(addresses)} after the change, which ${rules} do not hold.`
          : `${leave} another way after the change, and the input does not show by which address: ${rules} must hold it.`,
      outcomes: group.map(({ outcome }) => outcome).filter(suffers),
      may: true,
      ...(addresses.length > 0 && group.some((each) => each.isNew)
        ? {}
        : { confidence: 'possible' as const }),
      origin: scene.originOf(edit),
      subjects: [target, ...group.map(({ outcome }) => outcome.flow.client)],
      edit,
    },
  ];
}
