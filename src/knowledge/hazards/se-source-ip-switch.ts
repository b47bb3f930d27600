import { covers } from '../../core/cidr.ts';
import type { Finding, HazardRule, Outcome, Scene } from '../../core/hazard.ts';
import type { Target } from '../../core/model.ts';
import { isAnyAzure } from '../../core/rule-match.ts';
import {
  type EndpointChange,
  type Group,
  gained,
  grouped,
  ipRules,
  serviceOf,
  swapped,
} from '../changes.ts';
import { leavesBy, outcomesTo, suffers } from '../outcomes.ts';
import { listed, subnetName, verb } from '../phrases.ts';

/** The endpoint makes the source private; rules for the public address stop matching. */
export const seSourceIpSwitch: HazardRule = {
  id: 'se-source-ip-switch',
  title: 'IP rules stop matching a subnet whose service endpoint is turned on',
  statement:
    'With a service endpoint on, the subnet reaches the service from its private addresses. IP rules that hold the public address of its machines, NAT gateway, load balancer or firewall no longer match it; only a virtual network rule for the subnet does.',
  remedy:
    'Add a virtual network rule for the subnet before the endpoint where the service takes it, else right after; keep the IP rule until the new way is verified.',
  source:
    'https://learn.microsoft.com/azure/virtual-network/virtual-network-service-endpoints-overview',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) =>
    grouped(
      [...gained(scene), ...swapped(scene)].flatMap((change) => switches(scene, change)),
      ({ target }) => target.id,
    ).flatMap(([, group]) => finding(scene, group)),
};

interface Switch {
  readonly target: Target;
  readonly change: EndpointChange;
  readonly outcome: Outcome;
  readonly rule: string;
}

function switches(scene: Scene, change: EndpointChange): Switch[] {
  return Object.values(scene.before.targets)
    .filter((target) => target.traits.endpointFamily === change.family)
    .flatMap((target) =>
      outcomesTo(scene, target.id)
        .filter((outcome) => leavesBy(outcome, change.subnet.id) && !staysPublic(outcome))
        .flatMap((outcome) => {
          const rule = ruleThatMatched(target, outcome);
          return rule === undefined ? [] : [{ target, change, outcome, rule }];
        }),
    );
}

/** Out of reach of the endpoint nothing changes. */
function staysPublic(outcome: Outcome): boolean {
  return outcome.from.by === 'internet' && outcome.to.by === 'internet' && !suffers(outcome);
}

/** The IP rule by which the target admits the flow today; an open target needs none. */
function ruleThatMatched(target: Target, { from, flow, ...outcome }: Outcome): string | undefined {
  if (target.defaultAction === 'Allow') return undefined;
  const ranges = ipRules(target).map((rule) => rule.range);
  if (from.by === 'internet') {
    const { address } = from;
    const exact = ranges.find((each) => address !== undefined && covers(each, address) === true);
    return exact ?? ranges.find(isAnyAzure);
  }
  const open = from.by === 'undecided' && (outcome.lost || outcome.interrupted);
  return open && flow.because.includes('ip-rule') ? ranges[0] : undefined;
}

/** Whether it comes by that rule today, and suffers whatever else is not shown, if it does. */
function isSure({ outcome }: Switch): boolean {
  return outcome.from.by === 'internet' && (outcome.certain || !suffers(outcome));
}

function finding(scene: Scene, group: Group<Switch>): Finding[] {
  const denied = group.filter((each) => suffers(each.outcome));
  const told = denied.length > 0 ? denied : group;
  const [{ target, change } = group[0]] = told;
  const rules = told.map((each) => each.rule);
  const names = told.map((each) => subnetName(scene, each.change.subnet.id));
  const then =
    denied.length > 0
      ? `so ${target.name} refuses ${verb(names, 'it until a rule names the subnet', 'them until rules name the subnets')}`
      : 'and may be removed once the rule for the subnet is verified';
  return [
    {
      says: `${listed(names)} ${verb(names, 'reaches', 'reach')} ${target.name} from a private address once ${serviceOf(change)} is on: the ${verb(rules, 'IP rule', 'IP rules')} ${listed(rules)} no longer ${verb(rules, 'matches', 'match')}, ${then}.`,
      outcomes: told.map((each) => each.outcome),
      ...(told.some(isSure) ? {} : { confidence: 'possible' as const }),
      origin: scene.originOf(change.edit),
      subjects: [target.id, ...told.map((each) => each.change.subnet.id)],
      edit: change.edit,
    },
  ];
}
