import { isKnown, isUnknown, type Known, type Unknown } from './known.ts';
import { endpointsOf, perimetersOf } from './lookup.ts';
import type {
  Id,
  IpRule,
  NetworkRule,
  PerimeterAssociation,
  PublicNetworkAccess,
  Target,
} from './model.ts';
import { approvedEndpoints } from './name.ts';
import { admitsBy, type Caller, matchesIp, matchesNetwork, priority } from './rule-match.ts';
import { isUndecided, settle, some, type Undecided, type View, whether } from './world.ts';

type Admission = true | { readonly refused: string } | Undecided;

/** Whether the target's public side lets the caller in: perimeter, trusted services, public network access, then rules. */
export function admit(at: View, target: Target, caller: Caller): Admission {
  const associated = perimetersOf(at, target.resource).length > 0;
  const access = settle(at, target.publicNetworkAccess, asked('public-network-access', target.id), [
    'Enabled',
    'Disabled',
    ...(target.traits.unsetPublicAccess === 'open-until-endpoint' ? (['unset'] as const) : []),
    ...(associated ? (['SecuredByPerimeter'] as const) : []),
  ]);
  if (isUndecided(access)) return access;
  const perimeter = byPerimeter(at, target, access);
  if (perimeter !== undefined) return perimeter;
  const passes = caller.trusted === true && passesAsTrusted(at, target, access);
  if (passes === true) return true;
  const admitted = byTarget(at, target, caller, access);
  // Whether trusted services pass matters only where they are not let in as anybody is.
  return admitted === true || passes === false ? admitted : passes;
}

/** What the target's own public side says, for whom it knows by nothing but where they come from. */
function byTarget(
  at: View,
  target: Target,
  caller: Caller,
  access: PublicNetworkAccess,
): Admission {
  const { traits } = target;
  // Read even where nothing depends on it: who stays on the public side beside a new endpoint is told.
  endpointsOf(at, target.resource);
  if (access === 'Disabled')
    return { refused: `public network access of ${target.name} is Disabled` };
  const implicit = access === 'unset' && traits.unsetPublicAccess === 'open-until-endpoint';
  const asked = implicit || traits.endpointClosesWithoutRules || !traits.rulesBesideEndpoint;
  const endpoints = asked ? approvedEndpoints(at, target, '*') : [];
  if (isUndecided(endpoints)) return endpoints;
  if (implicit && endpoints.length > 0) {
    return {
      refused: `${target.name} has a private endpoint and no publicNetworkAccess: its public side is closed`,
    };
  }
  const rules = rulesOf(at, target, endpoints.length > 0);
  if (isUndecided(rules)) return rules;
  if (traits.endpointClosesWithoutRules && endpoints.length > 0) {
    const any = hasRules(at, target, rules);
    if (isUndecided(any)) return any;
    if (!any)
      return {
        refused: `${target.name} has a private endpoint and no rules: it answers on the private endpoint only`,
      };
  }
  return byShape(at, target, rules, caller);
}

function byPerimeter(at: View, target: Target, access: PublicNetworkAccess): Admission | undefined {
  const associations = perimetersOf(at, target.resource);
  const decides =
    access === 'SecuredByPerimeter' || access === 'Disabled'
      ? associations.length > 0
      : some(associations, (each) => isEnforced(at, each));
  if (isUndecided(decides)) return decides;
  if (decides) {
    const admits = whether(
      at,
      `perimeter of ${target.resource}`,
      `whether the network security perimeter of ${target.name} admits the caller`,
    );
    if (isUndecided(admits)) return admits;
    return admits
      ? true
      : { refused: `the network security perimeter of ${target.name} does not admit the caller` };
  }
  if (access !== 'SecuredByPerimeter') return undefined;
  return { refused: `${target.name} is secured by perimeter and belongs to none` };
}

/** In Learning mode (and Audit) a perimeter leaves the public side to the target unless that shuts everybody out. */
function isEnforced(at: View, { id, mode }: PerimeterAssociation): boolean | Undecided {
  const found = settle(at, mode, `perimeter mode of ${id}`, ['Enforced', 'Learning']);
  return isUndecided(found) ? found : found === 'Enforced';
}

function passesAsTrusted(
  at: View,
  target: Target,
  access: PublicNetworkAccess,
): boolean | Undecided {
  const { trusted } = target;
  if (access === 'Disabled' && !target.traits.trustedWhileDisabled) return false;
  const bypass = isKnown(trusted)
    ? trusted.includes('AzureServices')
    : whether(at, `trusted services of ${target.id}: ${trusted.unknown}`, trusted.unknown);
  if (bypass !== false) return bypass;
  if (Object.keys(target.resourceInstances).length === 0) return false;
  return whether(
    at,
    `resource instances of ${target.id}`,
    `whether the resource instance rules of ${target.name} hold the services of Azure that call it`,
  );
}

/** What closes or opens the public side as a whole. */
export type Switch = 'public-network-access' | 'default-action' | 'network-rules-enabled';

const switches: Record<Switch, string> = {
  'public-network-access': 'public network access',
  'default-action': 'default action',
  'network-rules-enabled': 'rules enabled',
};

function asked(which: Switch, target: Id): string {
  return `${switches[which]} of ${target}`;
}

/** Under which key it is asked how a switch stands that the input does not show; `yes` and `no` for what is on or off. */
export function switchKey(which: Switch, target: Id, { unknown: why }: Unknown): string {
  return `${asked(which, target)}: ${why}`;
}

interface Rules {
  readonly network: readonly (readonly [string, Known<NetworkRule>])[];
  readonly ip: readonly (readonly [string, Known<IpRule>])[];
}

/** The rules that count in this state; virtual network rules may stand and be ignored. */
function rulesOf(at: View, target: Target, besideEndpoint: boolean): Rules | Undecided {
  const ip = Object.entries(target.ipRules);
  const network = Object.entries(target.networkRules);
  if (network.length === 0 || (besideEndpoint && !target.traits.rulesBesideEndpoint))
    return { ip, network: [] };
  const enabled = isKnown(target.networkRulesEnabled)
    ? target.networkRulesEnabled
    : whether(
        at,
        switchKey('network-rules-enabled', target.id, target.networkRulesEnabled),
        target.networkRulesEnabled.unknown,
      );
  if (isUndecided(enabled)) return enabled;
  return { ip, network: enabled ? network : [] };
}

function hasRules(at: View, target: Target, rules: Rules): boolean | Undecided {
  return some([...rules.network, ...rules.ip], ([key, rule]) =>
    key === '*' && isUnknown(rule)
      ? whether(at, `any rules of ${target.id}: ${rule.unknown}`, rule.unknown)
      : true,
  );
}

function byShape(at: View, target: Target, rules: Rules, caller: Caller): Admission {
  const { admission } = target.traits;
  const refusal = { refused: `no rule of ${target.name} matches ${described(caller)}` };
  if (admission === 'deny-unless-matched')
    return matched(at, target, rules, caller, false, refusal);
  const action = settle(at, target.defaultAction, asked('default-action', target.id), [
    'Allow',
    'Deny',
    // Where rules close by themselves, a default that nobody set is a third answer.
    ...(admission === 'open-until-first-rule' ? (['unset'] as const) : []),
  ]);
  if (isUndecided(action)) return action;
  const open = isOpen(at, target, rules, action);
  if (isUndecided(open)) return open;
  return matched(at, target, rules, caller, open, refusal);
}

/** Whether the target lets in whom no rule matches; whether there are rules at all is asked only where that decides. */
function isOpen(
  at: View,
  target: Target,
  rules: Rules,
  action: 'Allow' | 'Deny' | 'unset',
): boolean | Undecided {
  const { admission, denyNeedsRule } = target.traits;
  if (action === 'Allow' || (action === 'unset' && admission === 'explicit-default')) return true;
  if (action === 'Deny' && !denyNeedsRule) return false;
  const any = hasRules(at, target, rules);
  return isUndecided(any) ? any : !any;
}

/** The first rule that matches decides, by priority; without one, `otherwise`. */
function matched(
  at: View,
  target: Target,
  rules: Rules,
  caller: Caller,
  otherwise: boolean,
  refusal: { readonly refused: string },
): Admission {
  const tests = [
    ...rules.network.map(([key, rule]) => ({
      ...{ key, rule },
      hit: () => matchesNetwork(at, target, key, rule, caller),
    })),
    ...rules.ip.map(([key, rule]) => ({
      ...{ key, rule },
      hit: () => matchesIp(at, target, key, rule, caller),
    })),
  ].sort((a, b) => priority(a.rule) - priority(b.rule));
  const open: { readonly admits: boolean | Undecided; readonly answer: Undecided }[] = [];
  const decided = (admits: boolean): Admission =>
    // What may match before matters only where it says otherwise.
    open.find((each) => each.admits !== admits)?.answer ?? (admits ? true : refusal);
  for (const { key, rule, hit } of tests) {
    const admits = admitsBy(at, target, key, rule);
    // A rule that says what happens anyway cannot change the answer, whatever it matches.
    if (otherwise && admits === true && priority(rule) === 0) continue;
    const answer = hit();
    if (isUndecided(answer)) open.push({ admits, answer });
    else if (answer) return isUndecided(admits) ? admits : decided(admits);
  }
  return decided(otherwise);
}

function described(caller: Caller): string {
  if (caller.by === 'service-endpoint') return 'this subnet by its service endpoint';
  if (caller.addresses === 'anyone') return 'callers from the internet';
  return isUnknown(caller.addresses)
    ? 'the public address it comes from'
    : caller.addresses.join(', ');
}
