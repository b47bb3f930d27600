import fc from 'fast-check';
import type { Settings } from '../../src/core/assemble.ts';
import type { Change } from '../../src/core/change.ts';
import { defaults } from '../../src/core/config.ts';
import { diff } from '../../src/core/diff.ts';
import { type Edit, type EditKind, editPlaces, placeOf } from '../../src/core/edit.ts';
import { equal } from '../../src/core/equal.ts';
import type { Knowledge } from '../../src/core/knowledge.ts';
import { isKnown, type Unknown, unknown } from '../../src/core/known.ts';
import type { Collection, Id, Named, NetworkModel } from '../../src/core/model.ts';
import type { Delays } from '../../src/core/timing.ts';
import type { Write } from '../../src/core/write.ts';
import { knowledgeOf } from '../../src/knowledge/index.ts';
import { type Kind, kinds, network, subnet, target, vnet, workload } from '../core/network.ts';
import { type MutationName, mutations, pick, rollout, usual } from './mutations.ts';

// Changes to small networks, as pairs that nearly match: a network is a bare one to which a few things were done, and what comes
// after it is that network with a few more things done. A recipe is all numbers and names, so counterexamples shrink to short stories.

interface Step {
  readonly do: MutationName;
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

export interface Recipe {
  /** Subnets of each VNet. */
  readonly vnets: readonly number[];
  readonly targets: readonly { readonly kind: keyof typeof kinds; readonly region: number }[];
  readonly setting: readonly Step[];
  readonly change: readonly Step[];
  /** Facts that the input does not show, by number; `near`: of the records that the change edits. */
  readonly hidden: readonly { readonly side: Side; readonly near: boolean; readonly n: number }[];
  /** Records that leave and come back, by number. */
  readonly replaced: readonly number[];
  /** For each write its place in an order that keeps dependencies free of circles, and which earlier ones it waits for. */
  readonly order: readonly { readonly place: number; readonly after: number }[];
}

export type Side = 'both' | 'before' | 'after';

const small = fc.nat({ max: 7 });
const any = fc.constantFrom(...(Object.keys(mutations) as MutationName[]));

/** A step, every other time one of the `likely` ones. */
function step(likely: readonly MutationName[]): fc.Arbitrary<Step> {
  return fc.record({ do: fc.oneof(fc.constantFrom(...likely), any), a: small, b: small, c: small });
}

/** Recipes whose change has up to `changes` steps and hides up to `hidden` facts. */
export function recipes(changes: number, hidden = 0): fc.Arbitrary<Recipe> {
  return fc.record({
    vnets: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }),
    targets: fc.array(
      fc.record({
        kind: fc.constantFrom(...(Object.keys(kinds) as (keyof typeof kinds)[])),
        region: fc.nat({ max: 2 }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    setting: fc.array(step(usual), { maxLength: 8, size: 'max' }),
    change: fc.array(step(rollout), { minLength: 1, maxLength: changes, size: 'max' }),
    hidden: fc.array(
      fc.record({
        side: fc.constantFrom<Side>('both', 'before', 'after'),
        near: fc.boolean(),
        n: fc.nat(),
      }),
      { maxLength: hidden },
    ),
    replaced: fc.oneof(
      { weight: 4, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(small, { maxLength: 2 }) },
    ),
    order: fc.array(fc.record({ place: fc.nat({ max: 9 }), after: fc.nat({ max: 1023 }) }), {
      maxLength: 10,
    }),
  });
}

/** The change that a recipe tells. */
export function changeOf(recipe: Recipe): Change {
  const setting = recipe.setting.reduce(made, bare(recipe));
  const changed = recipe.change.reduce(made, setting);
  const { before, after } = recipe.hidden.reduce(hidden, { before: setting, after: changed });
  const replaced = replacedIn(recipe, before, after);
  // Whatever is hidden, those who write do so in the same order.
  const shown = writesOf(diff(setting, changed, replaced), recipe.order);
  const ids = new Set(shown.map((write) => write.id));
  const others = writesOf(diff(before, after, replaced), []).filter(({ id }) => !ids.has(id));
  return { ...change(before, after, replaced), writes: [...shown, ...others] };
}

/** A change between two models, with a write for each record that is edited. */
export function change(
  before: NetworkModel,
  after: NetworkModel,
  replaced: ReadonlySet<string> = new Set(),
): Change {
  return {
    before,
    after,
    replaced,
    writes: writesOf(diff(before, after, replaced), []),
    provenance: { before: {}, after: {} },
    inputs: [],
    gaps: [],
    noise: [],
    omitted: [],
    versions: [],
  };
}

function made(model: NetworkModel, { do: name, a, b, c }: Step): NetworkModel {
  return mutations[name](model, { a, b, c });
}

const regions = ['north', 'south', 'east'];

/** VNets, subnets with a machine each, and targets: nothing protects anything yet. */
function bare(recipe: Recipe): NetworkModel {
  const vnets = recipe.vnets.map((_, n) =>
    vnet(`v${n + 1}`, {
      location: n === 1 ? 'south' : 'north',
      addressSpace: [`10.${n + 1}.0.0/16`],
    }),
  );
  const subnets = recipe.vnets.flatMap((count, n) =>
    Array.from({ length: count }, (_, m) =>
      subnet(`v${n + 1}/s${m + 1}`, { prefixes: [`10.${n + 1}.${m + 1}.0/24`] }),
    ),
  );
  const targets = recipe.targets.map((each, n) => {
    const of: Kind = kinds[each.kind];
    return target(`${each.kind}${n + 1}`, of, { location: regions[each.region] ?? 'north' });
  });
  const workloads = subnets.map((each) => workload(`vm-${each.name}`, each.id));
  return network({ vnets, subnets, targets, workloads });
}

interface Pair {
  readonly before: NetworkModel;
  readonly after: NetworkModel;
}

/** The n-th fact of the pair made unknown, on the side that is asked for and, where it does not change, on both. */
export function hidden(pair: Pair, { side, near, n }: Recipe['hidden'][number]): Pair {
  const all = hideable(side === 'after' ? pair.after : pair.before);
  const own = all.filter(
    ({ collection, id }) => !equal(pair.before[collection][id], pair.after[collection][id]),
  );
  const place = pick(near && own.length > 0 ? own : all, n);
  if (place === undefined) return pair;
  const same = equal(valueAt(pair.before, place), valueAt(pair.after, place));
  // What no side shows has no name: nobody can say which rule, or which kind of endpoint, it would be.
  if (place.field === 'endpoints' || (place.key === whole && !askedWhole.includes(place.field))) {
    if (!same || side === 'both') return pair;
  }
  // One reason on both sides says that nobody changes the fact; where somebody does, each side is unknown for a reason of its own.
  const when = (one: string) => (same ? '' : ` ${one} the change`);
  return {
    before: side === 'after' ? pair.before : hide(pair.before, place, when('before')),
    after: side === 'before' ? pair.after : hide(pair.after, place, when('after')),
  };
}

export interface Place {
  readonly collection: Collection;
  readonly id: Id;
  readonly field: string;
  readonly key?: string;
}

const fields: { readonly [C in Collection]?: readonly string[] } = {
  targets: ['defaultAction', 'publicNetworkAccess', 'location', 'networkRulesEnabled', 'trusted'],
  subnets: [
    'natGateway',
    'routeTable',
    'defaultOutbound',
    'securityGroup',
    'networkPolicies',
    'prefixes',
  ],
  vnets: ['dnsServers', 'location'],
  endpoints: ['status', 'addresses', 'target', 'subnet'],
  links: ['vnet', 'resolutionPolicy'],
  perimeters: ['mode'],
  peerings: ['remote'],
  records: ['addresses'],
  appliances: ['subnet', 'privateAddress', 'dnsProxy'],
  resolvers: ['vnet', 'address'],
};

// Fields of which nothing is told by name: what they may hold is asked as a whole.
const askedWhole: readonly string[] = ['routes', 'rules', 'allows'];

// The key under which entries stand that the input may not show: the whole list is hidden.
const whole = '*';

const keyed: { readonly [C in Collection]?: readonly string[] } = {
  targets: ['networkRules', 'ipRules'],
  subnets: ['endpoints'],
  routeTables: ['routes'],
  securityGroups: ['rules'],
  endpointPolicies: ['allows'],
};

/** The facts of a model that may be made unknown, in a defined order. */
export function hideable(model: NetworkModel): Place[] {
  return (Object.keys(model) as Collection[]).flatMap((collection) =>
    Object.values(model[collection] as Readonly<Record<Id, Named>>).flatMap(({ id }) => [
      ...(fields[collection] ?? []).map((field) => ({ collection, id, field })),
      ...(keyed[collection] ?? []).flatMap((field) =>
        [whole, ...Object.keys(valueAt(model, { collection, id, field }) ?? {})].map((key) => ({
          collection,
          id,
          field,
          key,
        })),
      ),
    ]),
  );
}

function valueAt(model: NetworkModel, { collection, id, field, key }: Place): unknown {
  const record = model[collection][id] as unknown as Readonly<Record<string, unknown>> | undefined;
  const value = record?.[field];
  return key === undefined || key === whole
    ? value
    : (value as Readonly<Record<string, unknown>> | undefined)?.[key];
}

/** The model with the fact at that place unknown; as it is, where the place is empty or unknown. */
export function hide(model: NetworkModel, place: Place, when = ''): NetworkModel {
  const value = valueAt(model, place);
  if (value === undefined || !isKnown(value)) return model;
  const entry = place.key === undefined || place.key === whole ? '' : ` entry ${place.key}`;
  const why = unknown(`the ${place.field}${entry} of ${place.id}${when}`);
  const records = model[place.collection] as Readonly<Record<Id, Named>>;
  const own = records[place.id] as unknown as Readonly<Record<string, unknown>>;
  const altered = { ...own, [place.field]: without(own[place.field], place.key, why) };
  return { ...model, [place.collection]: { ...records, [place.id]: altered } };
}

function without(value: unknown, key: string | undefined, why: Unknown): unknown {
  if (key === undefined) return why;
  return key === whole ? { [whole]: why } : { ...(value as object), [key]: why };
}

const replaceable: readonly Collection[] = ['endpoints', 'zoneGroups', 'links', 'records'];

function replacedIn(recipe: Recipe, before: NetworkModel, after: NetworkModel) {
  const places = replaceable.flatMap((collection) =>
    Object.keys(before[collection])
      .filter((id) => after[collection][id] !== undefined)
      .map((id) => `${collection}|${id}`),
  );
  return new Set(recipe.replaced.flatMap((n) => pick(places, n) ?? []));
}

/** One write for each record that is edited; one that leaves and comes back takes two. */
function writesOf(edits: readonly Edit[], order: Recipe['order']): Write[] {
  const drafts = new Map<string, Pick<Write, 'action' | 'provides'>>();
  for (const edit of edits) {
    const record = recordOf(edit);
    const whole = placeOf(edit) === record;
    const action = !whole
      ? 'update'
      : edit.after === undefined
        ? 'delete'
        : edit.before === undefined
          ? 'create'
          : 'update';
    drafts.set(`${action} ${record}`, { action, provides: [record] });
  }
  const ids = [...drafts.keys()].sort();
  const place = (n: number) => order[n % order.length]?.place ?? 0;
  return ids.flatMap((id, n) => {
    const draft = drafts.get(id);
    const mask = order[n % order.length]?.after ?? 0;
    const after = ids.filter((_, m) => place(m) < place(n) && (mask & (1 << (m % 10))) !== 0);
    return draft === undefined
      ? []
      : [{ id, origin: { file: 'law', address: id }, after, ...draft }];
  });
}

function recordOf(edit: Edit): string {
  return `${editPlaces[edit.kind].in}|${edit.id}`;
}

const settling: { readonly [K in EditKind]?: number } = {
  'service-endpoint': 15,
  'virtual-network-rule': 4,
  'ip-rule': 4,
  'default-action': 5,
  'public-network-access': 6,
  'private-endpoint': 2,
  'zone-group': 1,
  link: 10,
  zone: 0,
  target: 0,
  subnet: 0,
  vnet: 0,
  peering: 0,
  use: 0,
  workload: 0,
  client: 0,
};

/** Most edits settle; a few are seen at once. */
export const delays: Delays = (edit) => ({
  take: { min: 1, max: 2 },
  settle: { min: 0, max: settling[edit.kind] ?? 3 },
  basis: 'made up',
  source: 'made up',
  confidence: 'likely',
});

/** All that is known of Azure, but with made-up delays. */
export const knowledge: Knowledge = { ...knowledgeOf(defaults), delays };

/** The same, but every write is seen at once: only its dependencies say what may be seen. */
export const prompt: Knowledge = {
  ...knowledge,
  delays: (edit, model) => ({ ...delays(edit, model), settle: { min: 0, max: 0 } }),
};

export const settings: Settings = {
  config: defaults,
  now: '2026-12-01T09:00:00Z',
  version: '0.0.0',
  // Equal plans have equal digests, and that is all that a law asks of them.
  digest: (text) => text,
};

/**
 * The same recipes in every run, so that what fails tells of the code that changed and not of chance. To search for more:
 * LAW_EFFORT=50 runs the laws fifty times as often, LAW_SEED=7 with other recipes.
 */
export function runs(count: number): { readonly numRuns: number; readonly seed: number } {
  const { LAW_EFFORT = '1', LAW_SEED = '1' } = process.env;
  return { numRuns: Math.ceil(count * Number(LAW_EFFORT)), seed: Number(LAW_SEED) };
}
