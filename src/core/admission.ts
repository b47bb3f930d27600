import { covers, range } from './cidr.ts';
import { isKnown, isUnknown, type Known } from './known.ts';
import { perimetersOf } from './lookup.ts';
import type { Id, IpRule, NetworkRule, Target } from './model.ts';
import { approvedEndpoints } from './name.ts';
import { ask, isUndecided, settle, some, type Undecided, type View, whether } from './world.ts';

/** Who knocks at the public side. */
export interface Caller {
  readonly by: 'service-endpoint' | 'internet';
  /** The subnet whose endpoint or egress is used. */
  readonly subnet?: Id;
  /** Public source addresses, all of which may be used; `anyone`: no particular one. */
  readonly addresses: 'anyone' | Known<readonly string[]>;
  /** Region of the egress. */
  readonly region?: Known<string>;
  /** Comes from an address of Azure. */
  readonly azure: Known<boolean>;
  readonly trusted?: true;
}

type Admission = true | { readonly refused: string } | Undecided;

/** Whether the target's public side lets the caller in: perimeter, trusted services, public network access, then rules. */
export function admit(at: View, target: Target, caller: Caller): Admission {
  const associated = perimetersOf(at, target.resource).length > 0;
  const access = settle(at, target.publicNetworkAccess, `public network access of ${target.id}`, [
    'Enabled',
    'Disabled',
    ...(target.traits.unsetPublicAccess === 'open-until-endpoint' ? (['unset'] as const) : []),
    ...(associated ? (['SecuredByPerimeter'] as const) : []),
  ]);
  if (isUndecided(access)) return access;
  const perimeter = byPerimeter(at, target, access);
  if (perimeter !== undefined) return perimeter;
  if (caller.trusted) {
    const passes = passesAsTrusted(at, target, access);
    if (isUndecided(passes)) return passes;
    if (passes) return true;
  }
  const endpoints = approvedEndpoints(at, target, '*');
  if (isUndecided(endpoints)) return endpoints;
  if (access === 'Disabled')
    return { refused: `public network access of ${target.name} is Disabled` };
  if (
    access === 'unset' &&
    target.traits.unsetPublicAccess === 'open-until-endpoint' &&
    endpoints.length > 0
  ) {
    return {
      refused: `${target.name} has a private endpoint and no publicNetworkAccess: its public side is closed`,
    };
  }
  const rules = rulesOf(at, target, endpoints.length > 0);
  if (isUndecided(rules)) return rules;
  if (target.traits.endpointClosesWithoutRules && endpoints.length > 0) {
    const any = hasRules(at, target, rules);
    if (isUndecided(any)) return any;
    if (!any)
      return {
        refused: `${target.name} has a private endpoint and no rules: it answers on the private endpoint only`,
      };
  }
  return byShape(at, target, rules, caller);
}

function byPerimeter(at: View, target: Target, access: string): Admission | undefined {
  const associations = perimetersOf(at, target.resource);
  const enforced = associations.some((each) => each.mode === 'Enforced');
  const learning = associations.some((each) => each.mode !== 'Enforced');
  if (
    enforced ||
    (access === 'SecuredByPerimeter' && learning) ||
    (access === 'Disabled' && learning)
  ) {
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

function passesAsTrusted(at: View, target: Target, access: string): boolean | Undecided {
  if (access === 'Disabled' && !target.traits.trustedWhileDisabled) return false;
  if (isKnown(target.trusted) && target.trusted.includes('AzureServices')) return true;
  if (Object.keys(target.resourceInstances).length === 0) return false;
  return whether(
    at,
    `resource instances of ${target.id}`,
    `whether the resource instance rules of ${target.name} hold the services of Azure that call it`,
  );
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
    : whether(at, `rules enabled on ${target.id}`, target.networkRulesEnabled.unknown);
  if (isUndecided(enabled)) return enabled;
  return { ip, network: enabled ? network : [] };
}

function hasRules(at: View, target: Target, rules: Rules): boolean | Undecided {
  return some([...rules.network, ...rules.ip], ([key, rule]) =>
    key === '*' && isUnknown(rule) ? whether(at, `any rules of ${target.id}`, rule.unknown) : true,
  );
}

function byShape(at: View, target: Target, rules: Rules, caller: Caller): Admission {
  const { admission, denyNeedsRule } = target.traits;
  const refusal = { refused: `no rule of ${target.name} matches ${described(caller)}` };
  if (admission === 'deny-unless-matched')
    return matched(at, target, rules, caller, false, refusal);
  const action = settle(at, target.defaultAction, `default action of ${target.id}`, [
    'Allow',
    'Deny',
    // Where rules close by themselves, a default that nobody set is a third answer.
    ...(admission === 'open-until-first-rule' ? (['unset'] as const) : []),
  ]);
  if (isUndecided(action)) return action;
  const any = hasRules(at, target, rules);
  if (isUndecided(any)) return any;
  const open =
    action === 'Allow' ||
    (action === 'unset' && (admission === 'explicit-default' || !any)) ||
    (action === 'Deny' && denyNeedsRule && !any);
  return matched(at, target, rules, caller, open, refusal);
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
      rule,
      hit: () => matchesNetwork(at, target, key, rule, caller),
    })),
    ...rules.ip.map(([key, rule]) => ({
      rule,
      hit: () => matchesIp(at, target, key, rule, caller),
    })),
  ].sort((a, b) => priority(a.rule) - priority(b.rule));
  const open: { readonly admits: boolean; readonly answer: Undecided }[] = [];
  const decided = (admits: boolean): Admission =>
    // What may match before matters only where it says otherwise.
    open.find((each) => each.admits !== admits)?.answer ?? (admits ? true : refusal);
  for (const { rule, hit } of tests) {
    const admits = !isKnown(rule) || rule.action !== 'Deny';
    // A rule that says what happens anyway cannot change the answer, whatever it matches.
    if (otherwise && admits && priority(rule) === 0) continue;
    const answer = hit();
    if (answer === true) return decided(admits);
    if (isUndecided(answer)) open.push({ admits, answer });
  }
  return decided(otherwise);
}

function priority(rule: Known<NetworkRule | IpRule>): number {
  return isKnown(rule) ? (rule.priority ?? 0) : 0;
}

/** The subnet that a virtual network rule names; one that is not known is this target's alone. */
export function namedBy(target: Pick<Target, 'id'>, key: string): Id {
  return key.startsWith('?') ? `?${target.id} ${key.slice(1)}` : key;
}

/** A virtual network rule matches only traffic by service endpoint from that very subnet. */
function matchesNetwork(
  at: View,
  target: Target,
  key: string,
  rule: Known<NetworkRule>,
  caller: Caller,
): boolean | Undecided {
  if (caller.by !== 'service-endpoint' || caller.subnet === undefined) return false;
  if (namedBy(target, key) === caller.subnet) return true;
  if (isKnown(rule) || caller.subnet.startsWith('?')) return false;
  return whether(at, `rule ${key} of ${target.id} names ${caller.subnet}`, rule.unknown);
}

/** An IP rule matches only the internet path with that address, and in some services never from their own region. */
function matchesIp(
  at: View,
  target: Target,
  key: string,
  rule: Known<IpRule>,
  caller: Caller,
): boolean | Undecided {
  if (caller.by !== 'internet') return false;
  if (target.traits.ipRulesIgnoreOwnRegion && caller.azure !== false) {
    const own = sameRegion(at, target, caller);
    if (own === true) return false;
    if (isUndecided(own)) return own;
  }
  // Of a rule that is not shown, its key may still tell the address.
  const held = isKnown(rule) ? rule.range : key;
  if (isUnknown(rule) && range(key) === undefined) {
    if (key === '*' && caller.addresses === 'anyone') return false;
    return whether(
      at,
      `rule ${key} of ${target.id} and ${caller.subnet ?? 'caller'} from ${JSON.stringify(caller.addresses)}`,
      rule.unknown,
    );
  }
  if (isAnyAzure(held)) {
    if (isKnown(caller.azure)) return caller.azure;
    return whether(at, `Azure’s: ${caller.azure.unknown}`, caller.azure.unknown);
  }
  if (covers(held, '0.0.0.0-255.255.255.255') === true) return true;
  if (caller.addresses === 'anyone') return false;
  if (isUnknown(caller.addresses)) {
    const why = caller.addresses.unknown;
    return whether(at, `egress ${caller.subnet ?? ''} in ${held}: ${why}`, why);
  }
  const hits = caller.addresses.filter((each) => covers(held, each) === true).length;
  if (hits === 0) return false;
  if (hits === caller.addresses.length || allCovered(target, caller.addresses)) return true;
  const used = ask(at, {
    key: `which egress address of ${caller.subnet ?? 'the caller'} is used for ${target.id}: ${caller.addresses.join(', ')}`,
    options: ['listed', 'not listed'],
    missing: `which of the egress addresses ${caller.addresses.join(', ')} is used: not all are in the rules of ${target.name}`,
  });
  return isUndecided(used) ? used : used === 'listed';
}

function allCovered(target: Target, addresses: readonly string[]): boolean {
  const rules = Object.values(target.ipRules).filter(isKnown);
  return addresses.every((each) => rules.some((rule) => covers(rule.range, each) === true));
}

function sameRegion(at: View, target: Target, caller: Caller): boolean | Undecided {
  const { region } = caller;
  if (region !== undefined && isKnown(region) && isKnown(target.location))
    return region === target.location;
  return whether(
    at,
    `region of ${target.id} and ${caller.subnet ?? 'caller'}`,
    `whether the caller's egress lies in the region of ${target.name}`,
  );
}

/** `0.0.0.0` stands for any address of Azure. */
export function isAnyAzure(range: string): boolean {
  return range === '0.0.0.0' || range === '0.0.0.0-0.0.0.0' || range === '0.0.0.0/32';
}

function described(caller: Caller): string {
  if (caller.by === 'service-endpoint') return 'this subnet by its service endpoint';
  if (caller.addresses === 'anyone') return 'callers from the internet';
  return isUnknown(caller.addresses)
    ? 'the public address it comes from'
    : caller.addresses.join(', ');
}
