import { member } from '../json/parse.ts';
import { type Subject, subjects } from './address.ts';
import { type Block, type Configuration, within } from './configuration.ts';
import { referencesIn } from './expressions.ts';

// What Terraform writes before what. Its graph joins resources of the configuration, not instances: every instance waits for
// every instance of what its resource refers to, in all instances of the module, unless the reference has a literal key.

/** What a resource of the configuration waits for, directly and through others. */
export interface Ancestors {
  /** Addresses without instance keys; with the literal key where a reference has one. */
  readonly nodes: ReadonlySet<string>;
  /** An expression on the way refers to a local, which the plan does not show: there may be more. */
  readonly incomplete: boolean;
}

/** Answers for addresses without instance keys. */
export function ancestry(configuration: Configuration): (address: string) => Ancestors {
  const parents = new Map<string, Ancestors>();
  const parentsOf = (address: string): Ancestors => {
    const found = parents.get(address) ?? directDependencies(configuration, address);
    parents.set(address, found);
    return found;
  };
  return (address) => {
    const nodes = new Set<string>();
    let incomplete = false;
    const rest = [address];
    for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
      const found = parentsOf(next);
      incomplete ||= found.incomplete;
      for (const node of found.nodes) {
        if (nodes.has(node)) continue;
        nodes.add(node);
        rest.push(withoutOwnKey(node));
      }
    }
    nodes.delete(address);
    return { nodes, incomplete };
  };
}

/** `azurerm_subnet.a["x"]` → `azurerm_subnet.a`: only the last part of a node has a key. */
export function withoutOwnKey(node: string): string {
  const bracket = node.indexOf('[');
  return bracket < 0 ? node : node.slice(0, bracket);
}

function directDependencies(configuration: Configuration, address: string): Ancestors {
  const search: Search = {
    configuration,
    nodes: new Set(),
    incomplete: false,
    rest: [],
    queued: new Set(),
  };
  const block = configuration.resource(address);
  if (block !== undefined) start(search, block);
  for (let next = search.rest.pop(); next !== undefined; next = search.rest.pop()) {
    for (const one of subjects(next.references)) follow(search, next.module, one);
  }
  return { nodes: search.nodes, incomplete: search.incomplete };
}

interface Search {
  readonly configuration: Configuration;
  readonly nodes: Set<string>;
  incomplete: boolean;
  /** References still to be followed, and the module in which they are written. */
  readonly rest: { readonly module: string; readonly references: readonly string[] }[];
  /** Variables and outputs that were followed already. */
  readonly queued: Set<string>;
}

function start(search: Search, block: Block): void {
  const { configuration, rest } = search;
  rest.push({ module: block.module, references: referencesIn(block.expressions) });
  rest.push(configuration.providerReferences(block.provider));
  waits(search, block);
  // What the calls around it wait for, it waits for.
  for (let call = configuration.call(block.module); call !== undefined; ) {
    waits(search, call);
    call = configuration.call(call.module);
  }
}

/** `for_each`, `count` and `depends_on`; the latter may name a whole module, which means everything in it. */
function waits(search: Search, block: Block): void {
  const { configuration, rest } = search;
  rest.push({ module: block.module, references: block.repetition ?? [] });
  for (const one of block.dependsOn.flatMap((dependency) => subjects([dependency]))) {
    if (one.kind === 'module') {
      const path = within(block.module, `module.${one.name}`);
      for (const address of configuration.resourcesWithin(path)) search.nodes.add(address);
    } else follow(search, block.module, one);
  }
}

function follow(search: Search, module: string, one: Subject): void {
  switch (one.kind) {
    case 'resource': {
      const address = within(module, one.address);
      search.nodes.add(one.key === undefined ? address : `${address}[${one.key}]`);
      return;
    }
    case 'variable': {
      const call = search.configuration.call(module);
      if (call === undefined) return;
      const references = referencesIn(member(call.expressions, one.name));
      queue(search, `${module} var.${one.name}`, { module: call.module, references });
      return;
    }
    case 'module':
      followOutputs(search, module, one);
      return;
    case 'local':
      search.incomplete = true;
      return;
    case 'own-key':
    case 'each-value':
    case 'nothing':
      return;
  }
}

/** One output, or all of them where the reference does not say which. */
function followOutputs(
  search: Search,
  module: string,
  one: Extract<Subject, { readonly kind: 'module' }>,
): void {
  const { configuration } = search;
  const path = within(module, `module.${one.name}`);
  const [first] = one.path;
  const named = first !== undefined && 'name' in first ? first.name : undefined;
  const asked = named === undefined ? undefined : configuration.output(path, named);
  const names = named === undefined || asked === undefined ? configuration.outputs(path) : [named];
  for (const name of names) {
    const references = configuration.output(path, name) ?? [];
    queue(search, `${path} ${name}`, { module: path, references });
  }
  const repetition = configuration.call(path)?.repetition ?? [];
  queue(search, path, { module, references: repetition });
}

function queue(search: Search, key: string, next: Search['rest'][number]): void {
  if (search.queued.has(key)) return;
  search.queued.add(key);
  search.rest.push(next);
}
