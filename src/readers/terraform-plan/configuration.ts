import { isRecord, member, type Plain, parseSpan, stringMember, strings } from '../json/parse.ts';
import { sameString, stringAt } from '../json/scan.ts';
import { moduleOf } from './address.ts';
import type {
  BlockSpan,
  CallOutline,
  ConfigurationOutline,
  ModuleOutline,
} from './configuration-outline.ts';
import { referencesIn } from './expressions.ts';
import { remembered } from './remembered.ts';
import type { Span } from './walk.ts';

// The configuration behind a plan, parsed piece by piece when somebody asks: most plans change few of its resources.

/** A resource or a module call: something whose expressions are written in one place and may run several times. */
export interface Block {
  /** Path of the module in which its expressions are written. */
  readonly module: string;
  /** Arguments, in the form that `expressions.ts` reads. */
  readonly expressions: Plain;
  /** What `for_each` or `count` refers to; `undefined` without either. */
  readonly repetition: readonly string[] | undefined;
  readonly dependsOn: readonly string[];
  /** Key into the provider configurations; empty for a module call. */
  readonly provider: string;
}

export interface ModuleVersion {
  /** `module.net`, as addresses spell it. */
  readonly path: string;
  readonly source: string;
  readonly constraint: string;
}

export interface Configuration {
  /** By address without instance keys. */
  resource(address: string): Block | undefined;
  /** Key of the provider configuration of the resource at that address, without a look at the rest of it; '' for none. */
  providerOf(address: string): string;
  /** The call that makes the module at `path`. */
  call(path: string): Block | undefined;
  /** What an output refers to; `undefined` when there is none of that name. */
  output(path: string, name: string): readonly string[] | undefined;
  outputs(path: string): readonly string[];
  /** Addresses of the resources in the module at `path` and in the modules below it. */
  resourcesWithin(path: string): readonly string[];
  /** Version constraint of a provider configuration, as it holds in the module at `path`. */
  providerVersion(key: string, path: string): string | undefined;
  /** What the configuration of a provider refers to, in the module where it stands. */
  providerReferences(key: string): {
    readonly module: string;
    readonly references: readonly string[];
  };
  readonly providers: readonly { readonly name: string; readonly constraint: string }[];
  readonly modules: readonly ModuleVersion[];
}

export function configurationOf(bytes: Uint8Array, outline: ConfigurationOutline): Configuration {
  const parse = (span: Span | undefined): Plain =>
    span === undefined ? null : parseSpan(bytes, span);
  const index = indexed(outline.root, parse);
  const providers = parse(outline.providers);
  const spanOf = (address: string): BlockSpan | undefined => {
    const module = moduleOf(address);
    const inner = module === '' ? address : address.slice(module.length + 1);
    return index.modules.get(module)?.resources.get(inner);
  };
  const resource = remembered((address: string) => {
    const span = spanOf(address);
    return span && resourceBlock(moduleOf(address), parse(span));
  });
  const call = remembered((path: string) => {
    const found = index.calls.get(path);
    return found && callBlock(found.module, found.call, parse);
  });
  let provider: { readonly at: number; readonly key: string } | undefined;
  const outputsOf = remembered((path: string) => parse(index.modules.get(path)?.outputs));
  return {
    resource,
    providerOf: (address) => {
      const at = spanOf(address)?.providerAt ?? -1;
      if (at < 0) return '';
      // Most resources have the provider of the one before.
      if (provider === undefined || !sameString(bytes, at, provider.at)) {
        provider = { at, key: stringAt(bytes, at) ?? '' };
      }
      return provider.key;
    },
    call,
    output: (path, name) => {
      const output = member(outputsOf(path), name);
      if (output === undefined) return undefined;
      const expression = referencesIn(member(output, 'expression'));
      return [...expression, ...strings(member(output, 'depends_on'))];
    },
    outputs: (path) => {
      const outputs = outputsOf(path);
      return isRecord(outputs) ? Object.keys(outputs) : [];
    },
    resourcesWithin: remembered((path: string) =>
      [...index.modules]
        .filter(([module]) => module === path || module.startsWith(`${path}.`))
        .flatMap(([module, { resources }]) =>
          [...resources.keys()].map((address) => within(module, address)),
        ),
    ),
    providerVersion: (key, path) => providerVersion(providers, key, path),
    providerReferences: (key) => ({
      module: stringMember(member(providers, key), 'module_address') ?? '',
      references: referencesIn(member(member(providers, key), 'expressions')),
    }),
    providers: providerVersions(providers),
    modules: index.versions,
  };
}

interface Index {
  readonly calls: ReadonlyMap<string, { readonly module: string; readonly call: CallOutline }>;
  readonly modules: ReadonlyMap<string, ModuleOutline>;
  readonly versions: readonly ModuleVersion[];
}

function indexed(root: ModuleOutline | undefined, parse: (span: Span | undefined) => Plain): Index {
  const calls = new Map<string, { module: string; call: CallOutline }>();
  const modules = new Map<string, ModuleOutline>();
  const versions: ModuleVersion[] = [];
  const visit = (module: ModuleOutline, path: string): void => {
    modules.set(path, module);
    for (const [name, call] of module.calls) {
      const below = within(path, `module.${name}`);
      calls.set(below, { module: path, call });
      const source = parse(call.members.get('source'));
      const constraint = parse(call.members.get('version_constraint'));
      const version = typeof source === 'string' ? moduleVersion(source, constraint) : undefined;
      if (version !== undefined) versions.push({ path: below, ...version });
      if (call.module !== undefined) visit(call.module, below);
    }
  };
  if (root !== undefined) visit(root, '');
  return { calls, modules, versions };
}

/** A module's version stands in its constraint or, for git, in the `ref` of its source; local modules have none. */
function moduleVersion(source: string, constraint: Plain): Omit<ModuleVersion, 'path'> | undefined {
  if (typeof constraint === 'string' && constraint !== '') return { source, constraint };
  const ref = /[?&]ref=([^&]+)/.exec(source)?.[1];
  return ref === undefined ? undefined : { source: source.replace(/\?.*$/, ''), constraint: ref };
}

/** The address, or the path of a module, inside the module at `path`. */
export function within(path: string, inner: string): string {
  return path === '' ? inner : `${path}.${inner}`;
}

function resourceBlock(module: string, json: Plain): Block {
  return {
    module,
    expressions: member(json, 'expressions') ?? null,
    repetition: repetition(member(json, 'for_each_expression') ?? member(json, 'count_expression')),
    dependsOn: strings(member(json, 'depends_on')),
    provider: stringMember(json, 'provider_config_key') ?? '',
  };
}

function callBlock(
  module: string,
  call: CallOutline,
  parse: (span: Span | undefined) => Plain,
): Block {
  const { members } = call;
  const repeated = members.get('for_each_expression') ?? members.get('count_expression');
  return {
    module,
    expressions: parse(members.get('expressions')),
    repetition: repetition(repeated && parse(repeated)),
    dependsOn: strings(parse(members.get('depends_on'))),
    provider: '',
  };
}

function repetition(expression: Plain | undefined): readonly string[] | undefined {
  return expression === undefined ? undefined : referencesIn(expression);
}

/** A module that inherits its provider has no entry of its own; that of a module around it then says which version runs. */
function providerVersion(providers: Plain, key: string, path: string): string | undefined {
  const own = stringMember(member(providers, key), 'version_constraint');
  if (own !== undefined) return own;
  const name = (key.split(':').at(-1) ?? key).split('.')[0] ?? key;
  const around = path.split('.').map((_, index, names) => names.slice(0, names.length - index));
  return [...around.map((names) => `${names.join('.')}:${name}`), name]
    .map((one) => stringMember(member(providers, one), 'version_constraint'))
    .find((constraint) => constraint !== undefined);
}

function providerVersions(providers: Plain): Configuration['providers'] {
  if (!isRecord(providers)) return [];
  return Object.entries(providers).flatMap(([key, provider]) => {
    const constraint = stringMember(provider, 'version_constraint');
    if (constraint === undefined) return [];
    const name = stringMember(provider, 'full_name') ?? stringMember(provider, 'name') ?? key;
    return [{ name: name.replace(/^registry\.(?:terraform\.io|opentofu\.org)\//, ''), constraint }];
  });
}
