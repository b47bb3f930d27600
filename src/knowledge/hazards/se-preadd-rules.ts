import type { Finding, HazardRule, Scene } from '../../core/hazard.ts';
import { isKnown } from '../../core/known.ts';
import { type Group, gained, grouped, type RuleChange, rulesGained } from '../changes.ts';
import { leavesBy, outcomesTo, suffers } from '../outcomes.ts';
import { listed, nameIn } from '../phrases.ts';
import { isBefore } from '../write-order.ts';

/** A rule that may come before its endpoint, and in one apply does not. */
export const sePreaddRules: HazardRule = {
  id: 'se-preadd-rules',
  title: 'The rule could be there before the endpoint, and is not',
  statement:
    'Most services take a virtual network rule for a subnet whose endpoint is still off, some only with the flag ignoreMissingVnetServiceEndpoint. A rule that is there first admits the subnet the moment its source address turns private.',
  remedy:
    'Apply the rules first, with the flag where the service wants one; then the endpoint; the IP rules last.',
  source:
    'https://github.com/MicrosoftDocs/azure-databases-docs/blob/01ea2879e14b18fa2570edfeb02540417ce48dd2/articles/cosmos-db/how-to-configure-vnet-service-endpoint.md',
  confidence: 'likely',
  verdict: 'informs',
  find: (scene) =>
    grouped(
      rulesGained(scene).filter((rule) => comesLate(scene, rule)),
      ({ target }) => target.id,
    ).flatMap(([, rules]) => finding(scene, rules)),
};

/** The endpoint comes in the same change, the service takes the rule early, and nothing puts the rule first. */
function comesLate(scene: Scene, { target, subnet, edit }: RuleChange): boolean {
  const { endpointFamily, ruleBeforeEndpoint } = target.traits;
  if (ruleBeforeEndpoint === 'refused') return false;
  const endpoint = gained(scene).find(
    (each) => each.subnet.id === subnet && each.family === endpointFamily,
  );
  if (endpoint === undefined) return false;
  return !isBefore(scene, scene.writeOf(edit), scene.writeOf(endpoint.edit));
}

function finding(scene: Scene, rules: Group<RuleChange>): Finding[] {
  const [first] = rules;
  const { target } = first;
  const hit = outcomesTo(scene, target.id).filter(
    (each) => suffers(each) && rules.some((rule) => leavesBy(each, rule.subnet)),
  );
  if (hit.length === 0) return [];
  const lacksFlag =
    target.traits.ruleBeforeEndpoint === 'with-flag' &&
    rules.some(({ rule }) => isKnown(rule) && !rule.ignoreMissing);
  const flag = target.traits.ignoreMissingFlag ?? 'ignoreMissingVnetServiceEndpoint';
  const names = listed(rules.map((rule) => nameIn(scene, 'subnets', rule.subnet)));
  return [
    {
      says: `${target.name} would take the rule for ${names} before the endpoint is on${lacksFlag ? `, with ${flag},` : ','} and one apply does not put it first.`,
      ...(lacksFlag
        ? {
            remedy: `Set ${flag} on the rule and apply it before the subnet; the endpoint follows once the rule has taken.`,
          }
        : {}),
      outcomes: hit,
      origin: scene.originOf(first.edit),
      subjects: [target.id, ...rules.map((rule) => rule.subnet)],
      edit: first.edit,
    },
  ];
}
