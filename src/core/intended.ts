import { switchKey } from './admission.ts';
import { leavesBy } from './caller.ts';
import { range } from './cidr.ts';
import type { Edit } from './edit.ts';
import type { Flow } from './flow.ts';
import { isKnown, isUnknown, type Known } from './known.ts';
import { mayConnect, usesOf } from './lookup.ts';
import type { Id, IpRule, NetworkModel, NetworkRule, PrivateEndpoint, Target } from './model.ts';
import { isWay, type Route } from './route.ts';
import { isNameless, namedBy, namingKey } from './rule-match.ts';
import { fullState, type Track } from './track.ts';
import type { World } from './world.ts';

/**
 * Whether the loss of a way is what the change is for: the internet before a public side that closes, a client or target that is
 * deleted, a client of which everything that named it is removed. A rule that stands but no longer counts is never intended.
 */
export function isIntended(
  flow: Flow,
  from: Route,
  to: Route,
  before: NetworkModel,
  after: NetworkModel,
  edits: readonly Edit[],
  world: World,
): boolean {
  if (!isWay(from) || to.by !== 'none') return false;
  if (to.because === 'absent') return true;
  const [old, now] = [before.targets[flow.target], after.targets[flow.target]];
  if (old === undefined || now === undefined) return true;
  if (before.clients[flow.client] !== undefined) return false;
  if (flow.clientKind === 'internet') return narrows(flow, edits, [old, now], world);
  if (gainsEndpoint(now, before, after)) return false;
  const sides = { before, after };
  return (
    isNamed(flow, before, old, sides) &&
    !isNamed(flow, after, now, sides) &&
    !mayStillName(flow, now, world)
  );
}

/** The same of a track, from one end of the change to the other. */
export function isLossIntended(
  track: Track,
  world: World,
  { before, after, edits }: Sides & { readonly edits: readonly Edit[] },
): boolean {
  const [from, to] = [
    track.standing(0n, world).route,
    track.standing(fullState(track), world).route,
  ];
  return isIntended(track.flow, from, to, before, after, edits, world);
}

const narrowing: ReadonlySet<Edit['kind']> = new Set<Edit['kind']>([
  'default-action',
  'public-network-access',
  'ip-rule',
  'virtual-network-rule',
  'network-rules-enabled',
  'target',
]);

// Memories of pure functions: the same lists and models are asked about for each flow.
const narrowed = new WeakMap<readonly Edit[], Map<Id, Edit[]>>();
const gained = new WeakMap<NetworkModel, WeakMap<NetworkModel, Gained>>();

/** The public side is closed or narrowed by an edit of its own, not by an endpoint that closes it by itself. */
function narrows(
  flow: Flow,
  edits: readonly Edit[],
  sides: readonly Target[],
  world: World,
): boolean {
  const known = narrowed.get(edits) ?? new Map<Id, Edit[]>();
  if (!narrowed.has(edits)) {
    for (const edit of edits)
      if (narrowing.has(edit.kind)) known.set(edit.id, [...(known.get(edit.id) ?? []), edit]);
    narrowed.set(edits, known);
  }
  return known.get(flow.target)?.some((edit) => isShown(edit, sides, world)) ?? false;
}

/** Whether the change shows that it changes something: a side that hides what it holds may hold the same. */
function isShown(edit: Edit, sides: readonly Target[], world: World): boolean {
  const { kind, id, before, after } = edit;
  const entered = before === undefined || after === undefined;
  switch (kind) {
    case 'ip-rule':
      if (entered) return sides.every(({ ipRules }) => ipRules['*'] === undefined);
      break;
    case 'virtual-network-rule':
      if (entered) return sides.every(({ networkRules }) => networkRules['*'] === undefined);
      break;
    // What is left of a target beside its switches and rules opens and closes nothing.
    case 'target':
      return entered;
    case 'default-action':
    case 'public-network-access':
    case 'network-rules-enabled': {
      // A world answers what the route rests on; where it was not asked, the switch took nobody's way.
      const [old, now] = [before, after].map((value) =>
        isUnknown(value) ? said(world[switchKey(kind, id, value)]) : value,
      );
      return old !== undefined && now !== undefined && old !== now;
    }
  }
  return isKnown(before) && isKnown(after);
}

function said(answer: string | undefined): string | boolean | undefined {
  return answer === 'yes' || answer === 'no' ? answer === 'yes' : answer;
}

function gainsEndpoint(target: Target, before: NetworkModel, after: NetworkModel): boolean {
  const memory = gained.get(after) ?? new WeakMap<NetworkModel, Gained>();
  gained.set(after, memory);
  const known = memory.get(before) ?? fresh(before, after);
  memory.set(before, known);
  return (
    known.resources.has(target.resource) || known.unplaced.some((each) => mayConnect(each, target))
  );
}

/** Private endpoints after the change which were not there before it: their resources, and those of which none is shown. */
interface Gained {
  readonly resources: ReadonlySet<Id>;
  readonly unplaced: readonly PrivateEndpoint[];
}

function fresh(before: NetworkModel, after: NetworkModel): Gained {
  const all = Object.values(after.endpoints).filter(({ id }) => before.endpoints[id] === undefined);
  return {
    resources: new Set(all.map(({ target }) => target).filter(isKnown)),
    unplaced: all.filter(({ target }) => isUnknown(target)),
  };
}

interface Sides {
  readonly before: NetworkModel;
  readonly after: NetworkModel;
}

/** Whether a rule or a setting names the client for the target. */
function isNamed(flow: Flow, model: NetworkModel, target: Target, sides: Sides): boolean {
  const byRule = Object.entries(target.networkRules).some(
    ([key, rule]) => namedBy(target, key) === flow.client && !denies(rule),
  );
  const byUse = usesOf(model, target.id).some(
    (use) => use.client === flow.client || model.workloads[use.client]?.subnet === flow.client,
  );
  if (byRule || byUse) return true;
  return (
    flow.because.includes('ip-rule') &&
    Object.entries(target.ipRules).some(
      ([key, rule]) => !denies(rule) && mayName(flow, key, rule, sides),
    )
  );
}

/** A rule of which the input does not show whom it names, in a world that does not say. */
function mayStillName(flow: Flow, target: Target, world: World): boolean {
  return Object.entries(target.networkRules).some(
    ([key, rule]) =>
      isUnknown(rule) &&
      isNameless(key) &&
      world[namingKey(target, key, rule, flow.client)] !== 'no',
  );
}

function denies(rule: Known<NetworkRule | IpRule>): boolean {
  return isKnown(rule) && rule.action === 'Deny';
}

/** An IP rule names whoever leaves by its address before or after; one that is new, or not shown, may be meant for anybody. */
function mayName(flow: Flow, key: string, rule: Known<IpRule>, { before, after }: Sides): boolean {
  if (before.targets[flow.target]?.ipRules[key] === undefined) return true;
  const held = isKnown(rule) ? rule.range : key;
  if (range(held) === undefined) return true;
  return [before, after].some((side) => {
    const subnet = side.subnets[flow.client];
    return subnet !== undefined && leavesBy(side, subnet, held);
  });
}
