import { covers } from '../../core/cidr.ts';
import type { Finding, HazardRule, Outcome, Scene } from '../../core/hazard.ts';
import { isKnown } from '../../core/known.ts';
import type { Target } from '../../core/model.ts';
import { type Group, grouped, ipRules } from '../changes.ts';
import { suffers } from '../outcomes.ts';
import { publicAddresses } from '../paths.ts';
import { listed, verb } from '../phrases.ts';

/** An IP rule that never matched, because the caller is in the account's own region. */
export const seStorageSameRegionIp: HazardRule = {
  id: 'se-storage-same-region-ip',
  title: 'IP rules do not count for callers in the region of the account',
  statement:
    'IP rules of a storage account have no effect on requests from its own region. A subnet there that is listed by the address of its NAT gateway or firewall is admitted only while the default action is Allow, whatever the list says.',
  remedy:
    'Admit the subnet by a service endpoint with a virtual network rule, or by a private endpoint; take the address out of the IP rules, where it only pretends.',
  source:
    'https://github.com/MicrosoftDocs/azure-docs/blob/03e5750af10b23b5ba437d5b333ec5e9437844f9/articles/storage/common/storage-network-security-limitations.md',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) =>
    grouped(
      scene.outcomes.flatMap((outcome) => ineffective(scene, outcome)),
      ({ target }) => target.id,
    ).flatMap(([, group]) => finding(scene, group)),
};

interface Ineffective {
  readonly target: Target;
  readonly outcome: Outcome;
  readonly ranges: readonly string[];
}

/** Outcomes are of flows that the change touches; a neighbour's old rule is not spoken of. */
function ineffective(scene: Scene, outcome: Outcome): Ineffective[] {
  const { flow } = outcome;
  if (flow.clientKind !== 'subnet' || !flow.because.includes('ip-rule')) return [];
  return [scene.after, scene.before].flatMap((model) => {
    const target = model.targets[flow.target];
    const subnet = model.subnets[flow.client];
    if (target === undefined || subnet === undefined || !target.traits.ipRulesIgnoreOwnRegion)
      return [];
    const near = publicAddresses(model, subnet).filter(
      ({ region }) => isKnown(target.location) && region === target.location,
    );
    const ranges = ipRules(target)
      .map((rule) => rule.range)
      .filter((range) => near.some(({ address }) => covers(range, address) === true));
    return ranges.length === 0 ? [] : [{ target, outcome, ranges }];
  });
}

function finding(scene: Scene, group: Group<Ineffective>): Finding[] {
  const [first] = group;
  const { target } = first;
  const region = isKnown(target.location) ? target.location : 'its region';
  const ranges = group.flatMap((each) => each.ranges);
  const clients = group.map((each) => each.outcome.flow.clientName);
  const outcomes = [...new Set(group.map((each) => each.outcome))];
  return [
    {
      says: `The ${verb(ranges, 'IP rule', 'IP rules')} ${listed(ranges)} of ${target.name} never ${verb(ranges, 'matches', 'match')} ${listed(clients)}: ${verb(clients, 'both', 'all')} are in ${region}.`,
      outcomes: outcomes.filter(suffers),
      origin: scene.originOf(`targets|${target.id}`),
      subjects: [target.id, ...outcomes.map((each) => each.flow.client)],
    },
  ];
}
