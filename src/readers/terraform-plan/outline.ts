import {
  eachMember,
  isObject,
  type Names,
  names,
  pick,
  sameString,
  stringAt,
  valueEnd,
} from '../json/scan.ts';
import { type ConfigurationOutline, configurationOutline } from './configuration-outline.ts';
import { remembered } from './remembered.ts';
import {
  deepestModule,
  elements,
  type Misshape,
  members,
  misshapen,
  type Span,
  type Walk,
} from './walk.ts';

// One pass over the bytes of a document: where its resources of interest, and the parts of its configuration, lie. Nothing
// is parsed here, so that what does not matter costs no more than being stepped over.

export interface ResourceSpan extends Span {
  readonly address: string;
  readonly type: string;
  /** Where the plan lists it: `resource_changes[3]`. */
  readonly place: string;
}

export interface Outline extends Span {
  /** Members of the document but for those below. */
  readonly members: ReadonlyMap<string, Span>;
  readonly changes: readonly ResourceSpan[];
  readonly drift: readonly ResourceSpan[];
  readonly deferred: readonly Span[];
  readonly prior: readonly ResourceSpan[];
  readonly planned: readonly ResourceSpan[];
  readonly configuration: ConfigurationOutline;
  /** Which of those parts the document has, in its order. */
  readonly parts: readonly string[];
  readonly misshapen: readonly Misshape[];
}

/** The outline of the object at `at`; resources whose type is not `wanted` are left out. Throws `Malformed`. */
export function outline(bytes: Uint8Array, at: number, wanted: (type: string) => boolean): Outline {
  const walk: Walk = { bytes, wanted: remembered(wanted), misshapen: [] };
  const found: Found = {
    members: new Map(),
    changes: [],
    drift: [],
    deferred: [],
    prior: [],
    planned: [],
    configuration: {},
    parts: [],
  };
  const end = eachMember(bytes, at, (key, valueAt) => {
    const partEnd = part(walk, found, key, valueAt);
    if (partEnd !== undefined) {
      found.parts.push(key);
      return partEnd;
    }
    const memberEnd = valueEnd(bytes, valueAt);
    found.members.set(key, { at: valueAt, end: memberEnd });
    return memberEnd;
  });
  // Terraform derives the planned values from the other two: they tell something only of a plan that was cut down.
  const isWhole = found.parts.includes('resource_changes') && found.parts.includes('prior_state');
  if (!isWhole && found.plannedAt !== undefined) {
    values(walk, found.plannedAt, 'planned_values', found.planned);
  }
  return { at, end, ...found, misshapen: walk.misshapen };
}

interface Found {
  readonly members: Map<string, Span>;
  readonly changes: ResourceSpan[];
  readonly drift: ResourceSpan[];
  readonly deferred: Span[];
  readonly prior: ResourceSpan[];
  readonly planned: ResourceSpan[];
  readonly parts: string[];
  configuration: ConfigurationOutline;
  plannedAt?: number;
}

/** Walks the part of a plan that is called `key`; `undefined` when it is none that matters. */
function part(walk: Walk, found: Found, key: string, valueAt: number): number | undefined {
  switch (key) {
    case 'resource_changes':
      return resourceList(walk, valueAt, key, found.changes);
    case 'resource_drift':
      return resourceList(walk, valueAt, key, found.drift);
    case 'deferred_changes':
      return spans(walk, valueAt, key, found.deferred);
    case 'prior_state':
      return members(walk, valueAt, key, (name, valuesAt) =>
        name === 'values' ? values(walk, valuesAt, `${key}.values`, found.prior) : undefined,
      );
    case 'planned_values':
      if (!isObject(walk.bytes, valueAt)) return values(walk, valueAt, key, []);
      found.plannedAt = valueAt;
      return valueEnd(walk.bytes, valueAt);
    case 'configuration':
      return configurationOutline(walk, valueAt, (outlined) => {
        found.configuration = outlined;
      });
    default:
      return undefined;
  }
}

const itemNames: Names = names('type', 'address');

function resourceList(walk: Walk, at: number, place: string, found: ResourceSpan[]): number {
  const { bytes } = walk;
  const starts: number[] = [];
  // Resources of a type stand together: the type of most is that of the one before, and need not be decoded.
  let unwantedAt = -1;
  let wanted = '';
  let wantedAt = -1;
  return elements(walk, at, place, (itemAt, index) => {
    if (!isObject(bytes, itemAt)) return misshapen(walk, itemAt, `${place}[${index}]`, 'an object');
    const end = pick(bytes, itemAt, itemNames, starts);
    const [typeAt = -1, addressAt = -1] = starts;
    if (unwantedAt >= 0 && typeAt >= 0 && sameString(bytes, typeAt, unwantedAt)) return end;
    const isSame = wantedAt >= 0 && typeAt >= 0 && sameString(bytes, typeAt, wantedAt);
    const type = isSame ? wanted : typeAt < 0 ? undefined : stringAt(bytes, typeAt);
    if (type !== undefined && !isSame) {
      if (!walk.wanted(type)) {
        unwantedAt = typeAt;
        return end;
      }
      [wanted, wantedAt] = [type, typeAt];
    }
    const address = addressAt < 0 ? undefined : stringAt(bytes, addressAt);
    if (type === undefined || address === undefined) {
      return misshapen(walk, itemAt, `${place}[${index}]`, 'an object with "type" and "address"');
    }
    found.push({ at: itemAt, end, type, address, place: `${place}[${index}]` });
    return end;
  });
}

function values(walk: Walk, at: number, place: string, found: ResourceSpan[]): number {
  return members(walk, at, place, (key, valueAt) =>
    key === 'root_module'
      ? moduleValues(walk, valueAt, `${place}.root_module`, found, 0)
      : undefined,
  );
}

function moduleValues(
  walk: Walk,
  at: number,
  place: string,
  found: ResourceSpan[],
  depth: number,
): number {
  if (depth > deepestModule) return misshapen(walk, at, place, 'fewer levels of modules');
  return members(walk, at, place, (key, valueAt) => {
    const here = `${place}.${key}`;
    if (key === 'resources') return resourceList(walk, valueAt, here, found);
    if (key !== 'child_modules') return undefined;
    return elements(walk, valueAt, here, (childAt, index) =>
      moduleValues(walk, childAt, `${here}[${index}]`, found, depth + 1),
    );
  });
}

function spans(walk: Walk, at: number, place: string, found: Span[]): number {
  return elements(walk, at, place, (itemAt) => {
    const end = valueEnd(walk.bytes, itemAt);
    found.push({ at: itemAt, end });
    return end;
  });
}
