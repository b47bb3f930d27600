import { member } from '../json/parse.ts';
import type { Reference } from '../resource.ts';
import { print, type Segment, type Subject, subjects } from './address.ts';
import { type Block, type Configuration, within } from './configuration.ts';
import { expressionsAt, referencesIn } from './expressions.ts';
import { anyKey, hasAttribute, type Instances, isUnknownAt } from './instances.ts';
import type { Item } from './item.ts';
import type { References } from './values.ts';

// Which resource instances an unknown value may come from. The plan shows the references of an expression as a flat list,
// not the expression: a key is followed only where the list leaves one reading, else every instance is a candidate.

/** Answers for the values of one resource instance; the list is empty where the plan does not tell. */
export function referencesOf(
  configuration: Configuration,
  instances: Instances,
  item: Item,
): References {
  // Few values are unknown: the configuration is not looked at before one is.
  return (path) => {
    const block = configuration.resource(item.configured);
    if (block === undefined) return [];
    const scope: Scope = {
      module: block.module,
      keys: item.moduleKeys,
      key: item.key,
      repetition: block.repetition,
      siblings: siblings(instances, item).length,
    };
    const values = item.after?.values ?? null;
    const query: Query = { configuration, instances, found: new Map(), visited: new Set() };
    for (const references of expressionsAt(block.expressions, path, values)) {
      search(query, { references, scope, trail: [], depth: 0 });
    }
    return query.found.size > mostCandidates ? [] : [...query.found.values()];
  };
}

/** So many that naming them tells nothing. */
const mostCandidates = 200;
// Longer chains of variables and outputs than anybody writes.
const deepest = 64;

/** Where an expression is evaluated: in which instance of a module, under which key of its own. */
interface Scope {
  readonly module: string;
  readonly keys: readonly (string | undefined)[];
  readonly key: string | undefined;
  /** What the `for_each` around it refers to. */
  readonly repetition: readonly string[] | undefined;
  /** How many instances run beside it, itself included; 0: not known. */
  readonly siblings: number;
}

interface Query {
  readonly configuration: Configuration;
  readonly instances: Instances;
  readonly found: Map<string, Reference>;
  readonly visited: Set<string>;
}

interface Expression {
  readonly references: readonly string[];
  readonly scope: Scope;
  /** What is taken out of the value: `["app"].id` of `var.subnets["app"].id`. */
  readonly trail: readonly Segment[];
  readonly depth: number;
}

function search(query: Query, expression: Expression): void {
  const { references, scope, trail, depth } = expression;
  const seen = `${scope.module}${scope.keys.join()}${references.join()}${print(trail)}`;
  if (depth > deepest || query.visited.has(seen)) return;
  query.visited.add(seen);
  const named = subjects(references);
  const key = byOwnKey(named) ? scope.key : undefined;
  for (const one of named) follow(query, expression, one, key);
}

/** Whether the list leaves no reading but `resource[each.key]`. */
function byOwnKey(named: readonly Subject[]): boolean {
  return (
    named.some((one) => one.kind === 'own-key') &&
    named.every((one) => ['own-key', 'resource', 'module'].includes(one.kind))
  );
}

function follow(
  query: Query,
  { scope, trail, depth }: Expression,
  one: Subject,
  ownKey: string | undefined,
): void {
  switch (one.kind) {
    case 'resource':
      addInstances(query, scope, one, { ownKey, trail });
      return;
    case 'variable': {
      const call = query.configuration.call(scope.module);
      if (call === undefined) return;
      search(query, {
        references: referencesIn(member(call.expressions, one.name)),
        scope: around(scope, call),
        trail: [...one.path, ...trail],
        depth: depth + 1,
      });
      return;
    }
    case 'module':
      searchOutputs(query, { scope, trail, depth, references: [] }, one, ownKey);
      return;
    case 'each-value': {
      // each.value is (for_each)[each.key].
      const key = scope.key === undefined ? [] : [{ key: scope.key }];
      search(query, {
        references: scope.repetition ?? [],
        scope: { ...scope, key: undefined, repetition: undefined },
        trail: [...key, ...one.path, ...trail],
        depth: depth + 1,
      });
      return;
    }
    case 'own-key':
    case 'local':
    case 'nothing':
      return;
  }
}

/** The scope in which the arguments of the call are written. */
function around(scope: Scope, call: Block): Scope {
  const key = scope.keys.at(-1);
  return {
    module: call.module,
    keys: scope.keys.slice(0, -1),
    key: key === anyKey ? undefined : key,
    repetition: call.repetition,
    siblings: 0,
  };
}

function searchOutputs(
  query: Query,
  { scope, trail, depth }: Expression,
  one: Extract<Subject, { readonly kind: 'module' }>,
  ownKey: string | undefined,
): void {
  const { configuration, instances } = query;
  const module = within(scope.module, `module.${one.name}`);
  const path = [...one.path, ...trail];
  const [first, ...rest] = path;
  const trailKey =
    one.key === undefined && first !== undefined && 'key' in first ? first.key : undefined;
  const keys = instances.moduleKeys(module);
  const hint = [one.key, ownKey, trailKey].find((key) => key !== undefined && keys.has(key));
  const [output, ...behind] = trailKey === undefined ? path : rest;
  const name = output !== undefined && 'name' in output ? output.name : undefined;
  const isNamed = name !== undefined && configuration.output(module, name) !== undefined;
  for (const each of isNamed ? [name] : configuration.outputs(module)) {
    search(query, {
      references: configuration.output(module, each) ?? [],
      scope: {
        module,
        keys: [...scope.keys, keys.size === 0 ? undefined : (hint ?? anyKey)],
        key: undefined,
        repetition: undefined,
        siblings: 0,
      },
      trail: isNamed ? behind : [],
      depth: depth + 1,
    });
  }
}

function addInstances(
  query: Query,
  scope: Scope,
  one: Extract<Subject, { readonly kind: 'resource' }>,
  { ownKey, trail }: { readonly ownKey: string | undefined; readonly trail: readonly Segment[] },
): void {
  const all = query.instances
    .of(within(scope.module, one.address))
    .filter((instance) => matches(instance.moduleKeys, scope.keys));
  const isWhole = one.path.length === 0;
  const [first, ...rest] = trail;
  const trailKey = isWhole && first !== undefined && 'key' in first ? first.key : undefined;
  const trailPath = trailKey === undefined ? trail : rest;
  for (const instance of keyed(all, scope, { literal: one.key, ownKey, trailKey })) {
    const path = isWhole ? attributePath(instance, trailPath) : one.path;
    if (!isUnknownAt(instance, path)) continue;
    const reference = { address: instance.address, attribute: print(path) };
    query.found.set(`${reference.address} ${reference.attribute}`, reference);
  }
}

function keyed(
  all: readonly Item[],
  scope: Scope,
  keys: {
    readonly literal: string | undefined;
    readonly ownKey: string | undefined;
    readonly trailKey: string | undefined;
  },
): readonly Item[] {
  if (keys.literal !== undefined) return all.filter(({ key }) => key === keys.literal);
  const hint = keys.ownKey ?? keys.trailKey;
  const hinted = all.filter(({ key }) => key !== undefined && key === hint);
  // `count.index` may be calculated with; where as many instances stand beside each other, index meets index.
  const isSound =
    !/^\d/.test(hint ?? '') || keys.ownKey === undefined || all.length === scope.siblings;
  return hinted.length > 0 && isSound ? hinted : all;
}

function matches(
  keys: readonly (string | undefined)[],
  wanted: readonly (string | undefined)[],
): boolean {
  return keys.every((key, index) => wanted[index] === anyKey || wanted[index] === key);
}

/** The path behind a value that passed through variables and outputs, if the resource has such an attribute. */
function attributePath(item: Item, trail: readonly Segment[]): readonly Segment[] {
  const [first] = trail;
  const isAttribute = first !== undefined && 'name' in first && hasAttribute(item, first.name);
  return isAttribute ? trail : [];
}

function siblings(instances: Instances, item: Item): readonly Item[] {
  return instances
    .of(item.configured)
    .filter((other) => matches(other.moduleKeys, item.moduleKeys));
}
