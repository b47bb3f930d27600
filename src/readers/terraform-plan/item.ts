import {
  isList,
  isRecord,
  member,
  type Plain,
  type PlainRecord,
  parseSpan,
  stringMember,
  strings,
} from '../json/parse.ts';
import type { Action } from '../resource.ts';
import { type InstanceAddress, parseInstance } from './address.ts';
import { itemJson, type Source } from './item-json.ts';
import type { ResourceSpan } from './outline.ts';
import type { Misshape } from './walk.ts';

/** A resource instance as the plan lists it, parsed and of the right shape, nothing yet made of its values. */
export interface Item extends InstanceAddress {
  readonly address: string;
  /** Key of an object that an interrupted replacement left behind. */
  readonly deposed?: string;
  readonly movedFrom?: string;
  readonly data: boolean;
  readonly type: string;
  readonly provider: string;
  /** Absent: the plan names actions that this reader does not know. */
  readonly action?: Action;
  readonly createBeforeDestroy?: true;
  /** A replacement leaves the old object in place, out of Terraform's sight. */
  readonly forgetsOld?: true;
  readonly actions: readonly string[];
  readonly replacedBy: readonly string[];
  readonly before?: Side;
  readonly after?: Side;
}

/**
 * Values of one side, with the marks that lie beside them in the same shape: `true` where it applies. Of what stays as it is,
 * only the attributes that are read.
 */
export interface Side {
  readonly values: PlainRecord;
  readonly unknown: Plain;
  /** Marks of both sides: what is secret on one is on the other. */
  readonly sensitive: readonly Plain[];
}

/** An item of `resource_changes` or `resource_drift` that may say something; what is not of its shape is noted. */
export function changeItem(
  source: Source,
  span: ResourceSpan,
  misshapen: Misshape[],
): Item | undefined {
  const json = itemJson(source, span);
  if (json === undefined) return undefined;
  const change = member(json, 'change');
  const wrong = (place: string, wants: string): undefined => {
    misshapen.push({ place: `${span.place}.${place}`, wants, at: span.at });
  };
  if (!isRecord(change)) return wrong('change', 'an object');
  const actions = member(change, 'actions');
  if (!isList(actions) || actions.length === 0) return wrong('change.actions', 'a list of actions');
  for (const name of ['before', 'after']) {
    const values = member(change, name) ?? null;
    if (values !== null && !isRecord(values)) return wrong(`change.${name}`, 'an object or null');
  }
  return {
    ...identity(json, span),
    ...actionOf(strings(actions)),
    actions: strings(actions),
    replacedBy: replacePaths(member(change, 'replace_paths')),
    ...sides(change),
  };
}

/** A resource of `prior_state` or `planned_values`: the same before and after. */
export function stateItem(
  bytes: Uint8Array,
  span: ResourceSpan,
  misshapen: Misshape[],
): Item | undefined {
  const json = parseSpan(bytes, span);
  const values = member(json, 'values') ?? null;
  if (!isRecord(values)) {
    if (values !== null) {
      misshapen.push({ place: `${span.place}.values`, wants: 'an object', at: span.at });
    }
    return undefined;
  }
  const side: Side = {
    values,
    unknown: false,
    sensitive: [member(json, 'sensitive_values') ?? false],
  };
  return {
    ...identity(json, span),
    action: 'no-op',
    actions: ['no-op'],
    replacedBy: [],
    before: side,
    after: side,
  };
}

function identity(
  json: Plain,
  span: ResourceSpan,
): InstanceAddress &
  Pick<Item, 'address' | 'type' | 'data' | 'provider' | 'deposed' | 'movedFrom'> {
  const deposed = stringMember(json, 'deposed') ?? stringMember(json, 'deposed_key');
  const movedFrom = stringMember(json, 'previous_address');
  return {
    ...parseInstance(span.address),
    address: span.address,
    type: span.type,
    data: stringMember(json, 'mode') === 'data',
    provider: (stringMember(json, 'provider_name') ?? '').split('/').at(-1) ?? '',
    ...(deposed !== undefined && { deposed }),
    ...(movedFrom !== undefined && { movedFrom }),
  };
}

function actionOf(
  actions: readonly string[],
): Pick<Item, 'action' | 'createBeforeDestroy' | 'forgetsOld'> {
  switch (actions.join()) {
    case 'no-op':
    case 'create':
    case 'read':
    case 'update':
    case 'delete':
    case 'forget':
      return { action: actions[0] as Action };
    case 'delete,create':
      return { action: 'replace' };
    case 'create,delete':
      return { action: 'replace', createBeforeDestroy: true };
    case 'create,forget':
      return { action: 'create', forgetsOld: true };
    default:
      return {};
  }
}

function sides(change: PlainRecord): Pick<Item, 'before' | 'after'> {
  const before = member(change, 'before');
  const after = member(change, 'after');
  const unknown = member(change, 'after_unknown') ?? false;
  const sensitive = ['before_sensitive', 'after_sensitive'].map(
    (marks) => member(change, marks) ?? false,
  );
  return {
    ...(isRecord(before) && { before: { values: before, unknown: false, sensitive } }),
    // A create of which nothing is known has no object at all.
    ...((isRecord(after) || unknown === true) && {
      after: { values: isRecord(after) ? after : {}, unknown, sensitive },
    }),
  };
}

/** `[["a"], ["b", 0, "c"]]` → `a`, `b[0].c`. */
function replacePaths(paths: Plain | undefined): readonly string[] {
  if (!isList(paths)) return [];
  return paths.filter(isList).map((path) =>
    path
      .filter((step) => typeof step === 'string' || typeof step === 'number')
      .map((step, index) =>
        typeof step === 'number' ? `[${step}]` : `${index > 0 ? '.' : ''}${step}`,
      )
      .join(''),
  );
}

/** The address, told apart from that of an object left behind. */
export function uniqueAddress(item: Item): string {
  return item.deposed === undefined ? item.address : `${item.address} (deposed ${item.deposed})`;
}
