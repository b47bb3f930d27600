import { isObject, type Names, names, pick, stringAt, valueEnd } from '../json/scan.ts';
import { deepestModule, elements, members, misshapen, type Span, type Walk } from './walk.ts';

export interface ConfigurationOutline {
  readonly root?: ModuleOutline;
  readonly providers?: Span;
}

export interface ModuleOutline {
  /** By address relative to the module. */
  readonly resources: ReadonlyMap<string, BlockSpan>;
  readonly outputs?: Span;
  readonly calls: ReadonlyMap<string, CallOutline>;
}

export interface BlockSpan extends Span {
  /** Where the key of its provider configuration begins; -1: it names none. */
  readonly providerAt: number;
}

export interface CallOutline {
  /** Members of the call but for the module that it calls. */
  readonly members: ReadonlyMap<string, Span>;
  readonly module?: ModuleOutline;
}

/** Finds where the parts of `configuration` lie, for all its modules; returns the byte after it. */
export function configurationOutline(
  walk: Walk,
  at: number,
  found: (outline: ConfigurationOutline) => void,
): number {
  const outline: { root?: ModuleOutline; providers?: Span } = {};
  const end = members(walk, at, 'configuration', (key, valueAt) => {
    if (key === 'root_module') {
      return moduleOutline(
        walk,
        valueAt,
        { place: 'configuration.root_module', depth: 0 },
        (root) => {
          outline.root = root;
        },
      );
    }
    if (key !== 'provider_config') return undefined;
    outline.providers = span(walk, valueAt);
    return outline.providers.end;
  });
  found(outline);
  return end;
}

interface Here {
  readonly place: string;
  readonly depth: number;
}

function moduleOutline(
  walk: Walk,
  at: number,
  { place, depth }: Here,
  found: (module: ModuleOutline) => void,
): number {
  if (depth > deepestModule) return misshapen(walk, at, place, 'fewer levels of modules');
  const resources = new Map<string, BlockSpan>();
  const calls = new Map<string, CallOutline>();
  const module: { outputs?: Span } = {};
  const end = members(walk, at, place, (key, valueAt) => {
    const here = `${place}.${key}`;
    switch (key) {
      case 'resources':
        return resourcesOutline(walk, valueAt, here, resources);
      case 'module_calls':
        return members(walk, valueAt, here, (name, callAt) =>
          callOutline(walk, callAt, { place: `${here}.${name}`, depth }, (call) => {
            calls.set(name, call);
          }),
        );
      case 'outputs':
        module.outputs = span(walk, valueAt);
        return module.outputs.end;
      default:
        return undefined;
    }
  });
  found({ resources, calls, ...module });
  return end;
}

const blockNames: Names = names('address', 'provider_config_key');

function resourcesOutline(
  walk: Walk,
  at: number,
  place: string,
  resources: Map<string, BlockSpan>,
): number {
  const { bytes } = walk;
  const starts: number[] = [];
  return elements(walk, at, place, (itemAt, index) => {
    if (!isObject(bytes, itemAt)) return misshapen(walk, itemAt, `${place}[${index}]`, 'an object');
    const end = pick(bytes, itemAt, blockNames, starts);
    const [addressAt = -1, providerAt = -1] = starts;
    const address = addressAt < 0 ? undefined : stringAt(bytes, addressAt);
    if (address !== undefined) resources.set(address, { at: itemAt, end, providerAt });
    return end;
  });
}

function callOutline(
  walk: Walk,
  at: number,
  { place, depth }: Here,
  found: (call: CallOutline) => void,
): number {
  const spans = new Map<string, Span>();
  const call: { module?: ModuleOutline } = {};
  const end = members(walk, at, place, (key, valueAt) => {
    if (key === 'module') {
      return moduleOutline(
        walk,
        valueAt,
        { place: `${place}.module`, depth: depth + 1 },
        (called) => {
          call.module = called;
        },
      );
    }
    const member = span(walk, valueAt);
    spans.set(key, member);
    return member.end;
  });
  found({ members: spans, ...call });
  return end;
}

function span(walk: Walk, at: number): Span {
  return { at, end: valueEnd(walk.bytes, at) };
}
