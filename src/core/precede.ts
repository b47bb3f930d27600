import { direction, type Edit, isEdit, placeOf } from './edit.ts';
import { isKnown } from './known.ts';
import { mentions } from './mention.ts';
import type { NetworkModel, Traits } from './model.ts';

/** One edit that Azure takes only after another. */
export interface Precedence {
  /** Positions in the list of edits. */
  readonly first: number;
  readonly second: number;
  readonly because: string;
}

/**
 * What must precede what, whatever the order: a thing exists before it is referred to and outlives what refers to it, and a service
 * takes some writes only in some states.
 */
export function precedences(
  before: NetworkModel,
  after: NetworkModel,
  edits: readonly Edit[],
): Precedence[] {
  return [
    ...lifetimes(edits),
    ...replacements(edits),
    ...rewrites(edits),
    ...sharedRecords(before, after, edits),
    ...refusals(before, after, edits),
  ];
}

function lifetimes(edits: readonly Edit[]): Precedence[] {
  const added = positionsById(edits, 'add');
  const removed = positionsById(edits, 'remove');
  return edits.flatMap((edit, position) => {
    // The doors of one resource speak of it, and do not wait for each other.
    const own = answersTo(edit);
    const others = (value: unknown) => mentioned(edit, value).filter((id) => !own.includes(id));
    const [was, is] = [others(edit.before), others(edit.after)];
    // An edit that speaks on both sides of what leaves and comes back, or of an entry of it, waits until it is back.
    const waits = [...new Set([...was, ...is])].filter(
      (id) =>
        added.has(id) &&
        removed.has(id) &&
        ((was.includes(id) && is.includes(id)) || (id === edit.id && !isRecord(edit))),
    );
    const gains = [...new Set([...is, ...waits])].flatMap((id) => added.get(id) ?? []);
    const losses = was.filter((id) => !waits.includes(id)).flatMap((id) => removed.get(id) ?? []);
    return [
      ...gains.map((first) => ({
        first,
        second: position,
        because: 'it must exist before it is used',
      })),
      ...losses.map((then) => ({
        first: position,
        second: then,
        because: 'it is in use until then',
      })),
    ];
  });
}

function isRecord(edit: Edit): boolean {
  return (
    edit.key === undefined &&
    typeof (edit.after ?? edit.before) === 'object' &&
    'id' in Object(edit.after ?? edit.before)
  );
}

/** Positions of record edits by the IDs they answer to; doors of one resource answer to the resource's too. */
function positionsById(edits: readonly Edit[], wanted: 'add' | 'remove'): Positions {
  return grouped(edits, (edit) => (direction(edit) === wanted ? answersTo(edit) : []));
}

function answersTo(edit: Edit): readonly string[] {
  // Nobody refers to a zone group, and it carries its endpoint's ID.
  if (!isRecord(edit) || edit.kind === 'zone-group') return [];
  const record = Object(edit.after ?? edit.before) as {
    readonly id: string;
    readonly resource?: string;
  };
  return [...new Set([record.id, record.resource ?? record.id])];
}

/** Every ID that an edit speaks of: its record, its entry, and the IDs inside its value. */
function mentioned(edit: Edit, value: unknown): string[] {
  if (value === undefined) return [];
  return [...new Set([edit.id, ...(edit.key === undefined ? [] : [edit.key]), ...mentions(value)])];
}

/** What leaves and comes back, in this order in the list; a bridge comes and leaves, and is no replacement. */
function replacements(edits: readonly Edit[]): Precedence[] {
  const added = grouped(edits, (edit) => (direction(edit) === 'add' ? [placeOf(edit)] : []));
  return edits.flatMap((edit, first) => {
    if (direction(edit) !== 'remove') return [];
    const second = added.get(placeOf(edit))?.find((position) => position > first);
    return second === undefined
      ? []
      : [{ first, second, because: 'a replacement leaves before it comes' }];
  });
}

/** A record that is rewritten as a whole brings its own entries: what a repair or a bridge does to one of them comes after. */
function rewrites(edits: readonly Edit[]): Precedence[] {
  const rewritten = edits.filter((edit) => isRecord(edit) && direction(edit) === 'update');
  if (rewritten.length === 0) return [];
  const ids = new Set(rewritten.map((edit) => edit.id));
  const inside = grouped(edits, (edit) => (ids.has(edit.id) ? [edit.id] : []));
  return edits.flatMap((edit, first) => {
    if (!isRecord(edit) || direction(edit) !== 'update') return [];
    const place = `${placeOf(edit)}|`;
    return (inside.get(edit.id) ?? []).flatMap((second) => {
      const each = edits[second];
      return each !== undefined && placeOf(each).startsWith(place)
        ? [{ first, second, because: 'the record is rewritten whole' }]
        : [];
    });
  });
}

/** Two endpoints of one target write one record: it goes with the group that leaves, so the group that stays comes after. */
function sharedRecords(
  before: NetworkModel,
  after: NetworkModel,
  edits: readonly Edit[],
): Precedence[] {
  const coming = new Map<unknown, { readonly id: string; readonly second: number }[]>();
  for (const [second, { kind, id, ...edit }] of edits.entries()) {
    if (kind !== 'zone-group' || edit.before !== undefined) continue;
    const target = after.endpoints[id]?.target;
    coming.set(target, [...(coming.get(target) ?? []), { id, second }]);
  }
  return edits.flatMap((edit, first) => {
    if (edit.kind !== 'zone-group' || direction(edit) !== 'remove') return [];
    return (coming.get(before.endpoints[edit.id]?.target) ?? [])
      .filter(({ id }) => id !== edit.id && writeOneRecord([before, edit.id], [after, id]))
      .map(({ second }) => ({
        first,
        second,
        because: 'the record goes with the group that leaves',
      }));
  });
}

function writeOneRecord(...sides: readonly (readonly [NetworkModel, string])[]): boolean {
  const [one, other] = sides.map(([model, id]) => ({
    endpoint: model.endpoints[id],
    zones: model.zoneGroups[id]?.zones.filter(isKnown) ?? [],
  }));
  if (one?.endpoint === undefined || other?.endpoint === undefined) return false;
  const parts = one.endpoint.groups.map((each) => each.toLowerCase());
  return (
    isKnown(one.endpoint.target) &&
    one.endpoint.target === other.endpoint.target &&
    other.endpoint.groups.some((each) => parts.includes(each.toLowerCase())) &&
    one.zones.some((zone) => other.zones.includes(zone))
  );
}

function refusals(before: NetworkModel, after: NetworkModel, edits: readonly Edit[]): Precedence[] {
  const endpoints = grouped(edits, (edit) =>
    edit.kind === 'service-endpoint' && direction(edit) === 'add' ? [`${edit.id} ${edit.key}`] : [],
  );
  const rules = grouped(edits, ({ kind, id }) =>
    kind === 'virtual-network-rule' || kind === 'ip-rule' ? [id] : [],
  );
  const actions = grouped(edits, ({ kind, id }) => (kind === 'default-action' ? [id] : []));
  const traitsOf = ({ id }: Edit) => (after.targets[id] ?? before.targets[id])?.traits;
  return edits.flatMap((edit, position) => [
    ...endpointFirst(edit, position, traitsOf(edit), endpoints),
    ...whileEnabled(edit, position, traitsOf(edit), rules),
    ...neverOpen(edits, edit, position, actions),
  ]);
}

type Positions = ReadonlyMap<string, readonly number[]>;

/**
 * Public access and default action that change together never leave the door open in between: what denies by default stands before
 * access is enabled, and goes after it is disabled. A bridge opens on purpose, and closes again.
 */
function neverOpen(
  edits: readonly Edit[],
  edit: Edit,
  position: number,
  actions: Positions,
): Precedence[] {
  if (edit.kind !== 'public-network-access') return [];
  const [at, ...others] = actions.get(edit.id) ?? [];
  const action = at === undefined ? undefined : edits[at];
  if (at === undefined || action === undefined || others.length > 0) return [];
  const because = 'in between the public side would admit everyone';
  if (edit.before === 'Disabled' && action.after === 'Deny')
    return [{ first: at, second: position, because }];
  return edit.after === 'Disabled' && action.before === 'Deny'
    ? [{ first: position, second: at, because }]
    : [];
}

function grouped(edits: readonly Edit[], keys: (edit: Edit) => readonly string[]): Positions {
  const groups = new Map<string, number[]>();
  for (const [position, edit] of edits.entries()) {
    for (const key of keys(edit)) {
      const own = groups.get(key);
      if (own === undefined) groups.set(key, [position]);
      else own.push(position);
    }
  }
  return groups;
}

/** Services without a flag refuse a rule for a subnet whose endpoint is off. */
function endpointFirst(
  edit: Edit,
  second: number,
  traits: Traits | undefined,
  endpoints: Positions,
): Precedence[] {
  if (!isEdit(edit, 'virtual-network-rule') || direction(edit) !== 'add') return [];
  if (traits === undefined || traits.ruleBeforeEndpoint !== 'refused') return [];
  const because = 'the service refuses a rule for a subnet whose endpoint is off';
  const own = endpoints.get(`${edit.key} ${traits.endpointFamily}`) ?? [];
  return own.map((first) => ({ first, second, because }));
}

/** Some services refuse rule writes while public network access is Disabled. */
function whileEnabled(
  edit: Edit,
  position: number,
  traits: Traits | undefined,
  rules: Positions,
): Precedence[] {
  if (edit.kind !== 'public-network-access' || !traits?.rulesFrozenWhileDisabled) return [];
  const because = 'the service refuses rule writes while public network access is Disabled';
  return (rules.get(edit.id) ?? []).flatMap((other) => {
    if (edit.after === 'Disabled') return [{ first: other, second: position, because }];
    return edit.before === 'Disabled' ? [{ first: position, second: other, because }] : [];
  });
}

/** Whether a rule stands, or would stand, for a subnet whose endpoint is off in this model. */
export function lacksEndpoint(model: NetworkModel, target: string, subnet: string): boolean {
  const family = model.targets[target]?.traits.endpointFamily;
  const home = model.subnets[subnet];
  if (family === undefined || home === undefined) return false;
  const own = home.endpoints[family];
  if (own !== undefined) return false;
  const rest = home.endpoints['*'];
  return rest === undefined || isKnown(rest);
}
