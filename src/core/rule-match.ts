import { covers, range } from './cidr.ts';
import { isKnown, isUnknown, type Known, type Unknown } from './known.ts';
import type { Id, IpRule, NetworkRule, Target } from './model.ts';
import { ask, isUndecided, type Undecided, type View, whether } from './world.ts';

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

/** Whether the rule lets in whom it matches. */
export function admitsBy(
  at: View,
  target: Target,
  key: string,
  rule: Known<NetworkRule | IpRule>,
): boolean | Undecided {
  if (isKnown(rule)) return rule.action !== 'Deny';
  if (target.traits.rulesMayDeny !== true) return true;
  return whether(
    at,
    `rule ${key} of ${target.id} admits: ${rule.unknown}`,
    `whether a rule of ${target.name} admits or refuses: ${rule.unknown}`,
  );
}

export function priority(rule: Known<NetworkRule | IpRule>): number {
  return isKnown(rule) ? (rule.priority ?? 0) : 0;
}

/** The subnet that a virtual network rule names; one that is not known is this target's alone. */
export function namedBy(target: Pick<Target, 'id'>, key: string): Id {
  return key.startsWith('?') ? `?${target.id} ${key.slice(1)}` : key;
}

/** Whether the key of an entry does not tell what it is of. */
export function isNameless(key: string): boolean {
  return key === '*' || key.startsWith('?');
}

/** Under which key it is asked whether a rule names a subnet. */
export function namingKey(
  { id }: Pick<Target, 'id'>,
  key: string,
  { unknown: why }: Unknown,
  subnet: Id,
): string {
  return `rule ${key} of ${id} names ${subnet}: ${why}`;
}

/** A virtual network rule matches only traffic by service endpoint from that very subnet. */
export function matchesNetwork(
  at: View,
  target: Target,
  key: string,
  rule: Known<NetworkRule>,
  caller: Caller,
): boolean | Undecided {
  if (caller.by !== 'service-endpoint' || caller.subnet === undefined) return false;
  if (namedBy(target, key) === caller.subnet) return true;
  if (isKnown(rule) || caller.subnet.startsWith('?')) return false;
  return whether(at, namingKey(target, key, rule, caller.subnet), rule.unknown);
}

/** An IP rule matches only the internet path with that address, and in some services never from their own region. */
export function matchesIp(
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
      `rule ${key} of ${target.id} and ${caller.subnet ?? 'caller'} from ${JSON.stringify(caller.addresses)}: ${rule.unknown}`,
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
  const open = [region, target.location].filter(isUnknown).map((each) => each.unknown);
  return whether(
    at,
    `region of ${target.id} and ${caller.subnet ?? 'caller'}: ${open.join(', ')}`,
    `whether the caller's egress lies in the region of ${target.name}: ${open.join(', ')}`,
  );
}

/** `0.0.0.0` stands for any address of Azure. */
export function isAnyAzure(range: string): boolean {
  return range === '0.0.0.0' || range === '0.0.0.0-0.0.0.0' || range === '0.0.0.0/32';
}
