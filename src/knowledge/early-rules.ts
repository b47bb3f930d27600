import type { Finding, Scene } from '../core/hazard.ts';
import { isKnown } from '../core/known.ts';
import type { Target } from '../core/model.ts';
import {
  type Group,
  gained,
  grouped,
  isNamed,
  type RuleChange,
  rulesGained,
  showsAll,
} from './changes.ts';
import { listed, nameIn, verb } from './phrases.ts';
import { isBefore } from './write-order.ts';

// A virtual network rule for a subnet whose endpoint is off: some services refuse it, some take it with a flag. Which rule speaks
// depends on the service; how it is found does not.

/**
 * `off`: the endpoint is off after the change. `standing`: it was off before, and the rule is sent again with the others.
 * `hidden`: the input does not show it. `unordered`: it comes in the same change, and the rule does not wait for it.
 */
type State = 'off' | 'standing' | 'hidden' | 'unordered';

interface EarlyRule extends RuleChange {
  readonly state: State;
}

/** Findings for the targets that `concerns`, one for each target and state. */
export function earlyRules(scene: Scene, concerns: (target: Target) => boolean): Finding[] {
  const all = [...rulesGained(scene), ...rulesSentAgain(scene)]
    .filter(({ target }) => concerns(target))
    .filter((each) => !isFlagged(each))
    .flatMap((each) => {
      const state = stateOf(scene, each);
      return state === undefined ? [] : [{ ...each, state }];
    });
  return grouped(all, (each) => `${each.target.id} ${each.state}`).flatMap(([, rules]) =>
    finding(scene, rules),
  );
}

/** The flag was given, or the rule does not show whether it was. */
function isFlagged({ target, rule }: RuleChange): boolean {
  const { ruleBeforeEndpoint } = target.traits;
  if (ruleBeforeEndpoint === 'free') return true;
  return ruleBeforeEndpoint === 'with-flag' && (!isKnown(rule) || rule.ignoreMissing);
}

function stateOf(scene: Scene, { target, subnet, edit }: RuleChange): State | undefined {
  const family = target.traits.endpointFamily;
  if (family === undefined) return undefined;
  const home = scene.after.subnets[subnet];
  if (home === undefined) return 'hidden';
  if (home.endpoints[family] === undefined) {
    if (!showsAll(home.endpoints)) return 'hidden';
    const stood = scene.before.targets[target.id]?.networkRules[subnet] !== undefined;
    return stood ? 'standing' : 'off';
  }
  const coming = gained(scene).find((each) => each.subnet.id === subnet && each.family === family);
  if (coming === undefined) return undefined;
  return isBefore(scene, scene.writeOf(coming.edit), scene.writeOf(edit)) ? undefined : 'unordered';
}

/** Rules that stood for a subnet without endpoint, of targets whose whole list is sent again because something in it changes. */
function rulesSentAgain(scene: Scene): RuleChange[] {
  const sent = ['virtual-network-rule', 'ip-rule', 'default-action'];
  const edits = new Map(
    scene.edits.filter((each) => sent.includes(each.kind)).map((each) => [each.id, each]),
  );
  return [...edits].flatMap(([id, edit]) => {
    const [old, now] = [scene.before.targets[id], scene.after.targets[id]];
    if (old === undefined || now === undefined || now.traits.ruleBeforeEndpoint !== 'refused')
      return [];
    const family = now.traits.endpointFamily ?? '';
    return Object.entries(now.networkRules)
      .filter(([subnet]) => isNamed(subnet) && old.networkRules[subnet] !== undefined)
      .filter(([subnet]) => {
        const home = scene.before.subnets[subnet];
        return (
          home !== undefined && home.endpoints[family] === undefined && showsAll(home.endpoints)
        );
      })
      .filter(([subnet]) => scene.after.subnets[subnet]?.endpoints[family] === undefined)
      .map(([subnet, rule]) => ({ target: now, subnet, rule, edit }));
  });
}

const verdicts: Record<State, Pick<Finding, 'verdict' | 'confidence' | 'may'>> = {
  off: { verdict: 'refused' },
  standing: { verdict: 'refused', confidence: 'likely' },
  hidden: { verdict: 'informs', confidence: 'possible' },
  unordered: { verdict: 'informs', confidence: 'likely', may: true },
};

function finding(scene: Scene, rules: Group<EarlyRule>): Finding[] {
  const [first] = rules;
  const { target, state, edit } = first;
  const ordered = scene.writes.some((each) => each.after.length > 0);
  return [
    {
      says: sentence(scene, rules, first),
      ...remedy(first),
      ...verdicts[state],
      // A what-if shows no order at all; that nothing orders these two says little there.
      ...(state === 'unordered' && !ordered ? { confidence: 'possible' as const } : {}),
      origin: scene.originOf(edit),
      subjects: [target.id, ...rules.map((each) => each.subnet)],
      edit,
    },
  ];
}

function sentence(scene: Scene, rules: readonly EarlyRule[], { target, state }: EarlyRule): string {
  const subnets = rules.map((each) => nameIn(scene, 'subnets', each.subnet));
  const names = listed(subnets);
  const family = target.traits.endpointFamily ?? 'its endpoint';
  const lacks = verb(subnets, 'has', 'have');
  switch (state) {
    case 'off':
      return `${target.name} refuses a rule for ${names}, which ${lacks} no ${family} endpoint after the change${error(target)}.`;
    case 'standing':
      return `${target.name} likely refuses the new rules, for they are sent together with the one for ${names}, which ${lacks} no ${family} endpoint${error(target)}.`;
    case 'hidden':
      return `${target.name} takes the rule for ${names} only if ${family} is on there, which the input does not show.`;
    case 'unordered':
      return `${target.name} takes the rule for ${names} only once ${family} is on there, and nothing makes the rule wait for it${error(target)}.`;
  }
}

const storage = 'microsoft.storage/storageaccounts';

function error(target: Target): string {
  return target.type.toLowerCase() === storage ? ': SubnetsHaveNoServiceEndpointsConfigured' : '';
}

function remedy({ target, state }: EarlyRule): Pick<Finding, 'remedy'> {
  if (target.traits.ruleBeforeEndpoint !== 'with-flag' || state === 'hidden') return {};
  const flag = target.traits.ignoreMissingFlag ?? 'ignoreMissingVnetServiceEndpoint';
  return { remedy: `Turn the endpoint on first, or set ${flag} on the rule.` };
}
