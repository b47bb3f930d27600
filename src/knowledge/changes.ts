import { type Edit, isEdit } from '../core/edit.ts';
import { changesService } from '../core/effect.ts';
import { equal } from '../core/equal.ts';
import type { Scene } from '../core/hazard.ts';
import { isKnown, type Known } from '../core/known.ts';
import type {
  Entries,
  Id,
  IpRule,
  NetworkModel,
  NetworkRule,
  PrivateEndpoint,
  ServiceEndpoint,
  Subnet,
  Target,
} from '../core/model.ts';

// What a change does, in the words that hazard rules use: service endpoints that come and go, rules that come and go, private
// endpoints that are approved, public sides that narrow. A record that comes or goes whole carries its entries with it.

/** Worked out once for each scene: many rules ask the same. */
function once<T extends object>(build: (scene: Scene) => T): (scene: Scene) => T {
  const memory = new WeakMap<Scene, T>();
  return (scene) => {
    const found = memory.get(scene) ?? build(scene);
    memory.set(scene, found);
    return found;
  };
}

/** A service endpoint of a subnet that stands before and after. */
export interface EndpointChange {
  readonly subnet: Subnet;
  readonly family: string;
  readonly before?: Known<ServiceEndpoint>;
  readonly after?: Known<ServiceEndpoint>;
  readonly edit: Edit;
  /** False: the side where it is missing may have it all the same. */
  readonly sure: boolean;
}

export const endpointChanges = once((scene: Scene): readonly EndpointChange[] =>
  scene.edits.flatMap((edit) => {
    const [old, now] = [scene.before.subnets[edit.id], scene.after.subnets[edit.id]];
    if (old === undefined || now === undefined) return [];
    return familiesOf(edit, old, now)
      .filter((family) => family !== '*' && !equal(old.endpoints[family], now.endpoints[family]))
      .map((family) => endpointChange(edit, family, old, now));
  }),
);

function familiesOf(edit: Edit, old: Subnet, now: Subnet): string[] {
  if (isEdit(edit, 'service-endpoint')) return edit.key === undefined ? [] : [edit.key];
  if (edit.kind !== 'subnet' || edit.before === undefined || edit.after === undefined) return [];
  return [...new Set([...Object.keys(old.endpoints), ...Object.keys(now.endpoints)])];
}

function endpointChange(edit: Edit, family: string, old: Subnet, now: Subnet): EndpointChange {
  const [before, after] = [old.endpoints[family], now.endpoints[family]];
  const hidden = before === undefined ? old : after === undefined ? now : undefined;
  return {
    subnet: now,
    family,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    edit,
    sure: hidden === undefined || showsAll(hidden.endpoints),
  };
}

export const gained = once((scene: Scene): readonly EndpointChange[] =>
  endpointChanges(scene).filter((each) => each.before === undefined),
);

export const lost = once((scene: Scene): readonly EndpointChange[] =>
  endpointChanges(scene).filter((each) => each.after === undefined),
);

/** Endpoints that stay and change their service or network identifier. */
export function swapped(scene: Scene): EndpointChange[] {
  return endpointChanges(scene).filter(
    (each) =>
      each.before !== undefined &&
      each.after !== undefined &&
      changesService({
        kind: 'service-endpoint',
        id: each.subnet.id,
        before: each.before,
        after: each.after,
      }),
  );
}

/** The service as Azure spells it, after the change where it stands there. */
export function serviceOf(change: EndpointChange): string {
  const shown = change.after ?? change.before;
  return shown !== undefined && isKnown(shown) ? shown.service : change.family;
}

/** Whether no entry is hidden from us. */
export function showsAll<T>(entries: Entries<T>): boolean {
  const rest = entries['*'];
  return rest === undefined || isKnown(rest);
}

/** Whether an entry has an identity of its own: not the rest, not one of unknown identity. */
export function isNamed(key: string): boolean {
  return key !== '*' && !key.startsWith('?');
}

/** A virtual network rule that a target gains or loses. */
export interface RuleChange {
  readonly target: Target;
  readonly subnet: Id;
  readonly rule: Known<NetworkRule>;
  readonly edit: Edit;
}

export const rulesGained = once((scene: Scene): readonly RuleChange[] =>
  scene.edits.flatMap((edit) =>
    ruleChanges(edit, scene.after.targets[edit.id], scene.before.targets[edit.id]),
  ),
);

export const rulesLost = once((scene: Scene): readonly RuleChange[] =>
  scene.edits.flatMap((edit) =>
    ruleChanges(edit, scene.before.targets[edit.id], scene.after.targets[edit.id]),
  ),
);

function ruleChanges(
  edit: Edit,
  here: Target | undefined,
  there: Target | undefined,
): RuleChange[] {
  if (here === undefined || (edit.kind !== 'virtual-network-rule' && edit.kind !== 'target'))
    return [];
  return Object.entries(here.networkRules)
    .filter(([subnet]) => isNamed(subnet) && there?.networkRules[subnet] === undefined)
    .filter(([subnet]) => edit.kind === 'target' || edit.key === subnet)
    .map(([subnet, rule]) => ({ target: here, subnet, rule, edit }));
}

/** Targets of the model with a standing rule for the subnet that counts over `family`. */
export function namedBy(model: NetworkModel, subnet: Id, family: string): Target[] {
  return Object.values(model.targets).filter(
    (target) =>
      target.traits.endpointFamily === family && target.networkRules[subnet] !== undefined,
  );
}

/** IP rules whose range is known. */
export function ipRules(target: Target): IpRule[] {
  return Object.values(target.ipRules).filter(isKnown);
}

/** A private endpoint that is approved on one side of the change and not on the other. */
export interface Arrival {
  readonly endpoint: PrivateEndpoint;
  readonly targets: readonly Target[];
  readonly edit: Edit;
}

const endpointKinds = ['private-endpoint', 'connection'];

export const approved = once((scene: Scene): readonly Arrival[] =>
  crossings(scene, scene.after, scene.before),
);

export const withdrawn = once((scene: Scene): readonly Arrival[] =>
  crossings(scene, scene.before, scene.after),
);

function crossings(scene: Scene, here: NetworkModel, there: NetworkModel): Arrival[] {
  const found = new Map<Id, Arrival>();
  for (const edit of scene.edits.filter((each) => endpointKinds.includes(each.kind))) {
    const endpoint = here.endpoints[edit.id];
    if (endpoint === undefined || endpoint.status !== 'Approved') continue;
    if (there.endpoints[edit.id]?.status === 'Approved') continue;
    found.set(edit.id, { endpoint, targets: targetsOf(scene, endpoint), edit });
  }
  return [...found.values()];
}

/** The targets behind an endpoint, as they are after the change where they still stand. */
export function targetsOf(scene: Scene, endpoint: PrivateEndpoint): Target[] {
  const all = { ...scene.before.targets, ...scene.after.targets };
  return Object.values(all).filter((target) => target.resource === endpoint.target);
}

/** Approved endpoints of a target in a model. */
export function approvedOf(model: NetworkModel, target: Target): PrivateEndpoint[] {
  return Object.values(model.endpoints).filter(
    (each) => each.target === target.resource && each.status === 'Approved',
  );
}

/** Edits that narrow the public side of a target by a switch of its own, not by its rules. */
export const closings = once((scene: Scene): readonly Closing[] =>
  scene.edits.flatMap((edit) => {
    const [old, now] = [scene.before.targets[edit.id], scene.after.targets[edit.id]];
    if (old === undefined || now === undefined) return [];
    return closes(edit, old, now) ? [{ target: now, edit }] : [];
  }),
);

interface Closing {
  readonly target: Target;
  readonly edit: Edit;
}

function closes(edit: Edit, old: Target, now: Target): boolean {
  const shuts =
    old.publicNetworkAccess !== now.publicNetworkAccess &&
    (now.publicNetworkAccess === 'Disabled' || now.publicNetworkAccess === 'SecuredByPerimeter');
  const denies = old.defaultAction !== now.defaultAction && now.defaultAction === 'Deny';
  const filters = old.networkRulesEnabled === false && now.networkRulesEnabled === true;
  switch (edit.kind) {
    case 'public-network-access':
      return shuts;
    case 'default-action':
      return denies;
    case 'network-rules-enabled':
      return filters;
    case 'target':
      return shuts || denies || filters;
    default:
      return false;
  }
}

/** Items that have something in common: at least one. */
export type Group<T> = readonly [T, ...T[]];

/** Items by what they have in common, in the order in which each group first shows. */
export function grouped<T>(items: readonly T[], key: (item: T) => string): [string, Group<T>][] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return [...groups];
}

/** Endpoints that go although nothing says that their owner means it: no rule that rested on them goes with them. */
export function lostInPassing(scene: Scene): EndpointChange[] {
  return lost(scene).filter(({ subnet, family }) => {
    const named = namedBy(scene.before, subnet.id, family);
    const remain = namedBy(scene.after, subnet.id, family);
    return named.length === 0 || remain.length > 0;
  });
}

/** IDs of records that are taken away and made anew. */
export function replacedSubnets(scene: Scene): ReadonlySet<Id> {
  const removed = scene.edits.filter((each) => each.kind === 'subnet' && each.after === undefined);
  return new Set(
    removed.map((each) => each.id).filter((id) => scene.after.subnets[id] !== undefined),
  );
}
