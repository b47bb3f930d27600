// Addresses as Terraform prints them: `module.net["a"].azurerm_subnet.app[0]`, and references in expressions, which are
// addresses relative to a module with a path into the value behind.

/** A name or, between brackets, a key as it is printed: `0`, `"a"`. */
export type Segment = { readonly name: string } | { readonly key: string };

export function segments(text: string): readonly Segment[] {
  return [...text.matchAll(/([^.[\]]+)|\[("(?:[^"\\]|\\.)*"|\d+)\]/gs)].map(([, name, key]) =>
    key === undefined ? { name: name ?? '' } : { key },
  );
}

/** The address in the configuration, which has no instances: `module.net.azurerm_subnet.app`. */
export function withoutKeys(address: string): string {
  if (!address.includes('[')) return address;
  return address.replaceAll(/\[(?:"(?:[^"\\]|\\.)*"|\d+)\]/gs, '');
}

/** One instance of a resource, taken apart. */
export interface InstanceAddress {
  readonly configured: string;
  /** Path of the module in the configuration: `module.net.module.subnets`; empty for the root. */
  readonly module: string;
  /** Key of each module call on that path; `undefined` where it has none. */
  readonly moduleKeys: readonly (string | undefined)[];
  readonly key: string | undefined;
}

export function parseInstance(address: string): InstanceAddress {
  return address.includes('[') ? withKeys(address) : withoutAnyKey(address);
}

/** Most addresses: nothing in them needs to be told apart but names. */
function withoutAnyKey(address: string): InstanceAddress {
  const module = moduleOf(address);
  const depth = module === '' ? 0 : module.split('.').length >> 1;
  return { configured: address, module, moduleKeys: Array(depth).fill(undefined), key: undefined };
}

/** Path of the module in an address without instance keys: `module.net` of `module.net.azurerm_subnet.app`. */
export function moduleOf(address: string): string {
  if (!address.startsWith('module.')) return '';
  const names = address.split('.');
  let at = 0;
  while (names[at] === 'module') at += 2;
  return names.slice(0, at).join('.');
}

function withKeys(address: string): InstanceAddress {
  const parts = segments(address);
  const moduleKeys: (string | undefined)[] = [];
  let at = 0;
  while (nameAt(parts, at) === 'module') {
    const key = keyAt(parts, at + 2);
    moduleKeys.push(key);
    at += key === undefined ? 2 : 3;
  }
  const last = parts.at(-1);
  const module = withoutKeys(print(parts.slice(0, at)));
  return {
    configured: withoutKeys(address),
    module,
    moduleKeys,
    key: last !== undefined && 'key' in last && at < parts.length - 1 ? last.key : undefined,
  };
}

/** What a reference names, and the path behind it. */
export type Subject =
  | {
      readonly kind: 'resource';
      /** Relative to the module: `azurerm_subnet.app`, `data.azurerm_subnet.app`. */
      readonly address: string;
      readonly key: string | undefined;
      readonly path: readonly Segment[];
    }
  | {
      readonly kind: 'module';
      readonly name: string;
      readonly key: string | undefined;
      /** The output's name comes first. */
      readonly path: readonly Segment[];
    }
  | { readonly kind: 'variable'; readonly name: string; readonly path: readonly Segment[] }
  /** `each.key` and `count.index`. */
  | { readonly kind: 'own-key' }
  | { readonly kind: 'each-value'; readonly path: readonly Segment[] }
  /** Locals: the plan does not show what they stand for. */
  | { readonly kind: 'local' }
  /** `path.module`, `terraform.workspace`, `self`. */
  | { readonly kind: 'nothing' };

export function subject(reference: string): Subject {
  const parts = segments(reference);
  const head = nameAt(parts, 0);
  const second = nameAt(parts, 1) ?? '';
  switch (head) {
    case 'var':
      return { kind: 'variable', name: second, path: parts.slice(2) };
    case 'each':
      return second === 'value'
        ? { kind: 'each-value', path: parts.slice(2) }
        : { kind: 'own-key' };
    case 'count':
      return { kind: 'own-key' };
    case 'local':
      return { kind: 'local' };
    case 'path':
    case 'terraform':
    case 'tofu':
    case 'self':
    case undefined:
      return { kind: 'nothing' };
    case 'module': {
      const key = keyAt(parts, 2);
      return { kind: 'module', name: second, key, path: parts.slice(key === undefined ? 2 : 3) };
    }
    default: {
      const length = head === 'data' || head === 'ephemeral' ? 3 : 2;
      const key = keyAt(parts, length);
      return {
        kind: 'resource',
        address: print(parts.slice(0, length)),
        key,
        path: parts.slice(key === undefined ? length : length + 1),
      };
    }
  }
}

/**
 * Terraform lists every reference once whole and then again shortened, step by step, down to the resource:
 * `azurerm_subnet.a["x"].id`, `azurerm_subnet.a["x"]`, `azurerm_subnet.a`. Only the first of each such run says anything.
 */
export function subjects(references: readonly string[]): readonly Subject[] {
  return references
    .filter((reference, index) => {
      const previous = references[index - 1];
      return !(
        previous !== undefined &&
        previous.length > reference.length &&
        previous.startsWith(reference) &&
        /^[.[]/.test(previous.slice(reference.length))
      );
    })
    .map(subject);
}

/** `id`, `private_service_connection[0].private_ip_address`. */
export function print(path: readonly Segment[]): string {
  return path
    .map((part, index) => ('key' in part ? `[${part.key}]` : `${index > 0 ? '.' : ''}${part.name}`))
    .join('');
}

function nameAt(parts: readonly Segment[], at: number): string | undefined {
  const part = parts[at];
  return part !== undefined && 'name' in part ? part.name : undefined;
}

function keyAt(parts: readonly Segment[], at: number): string | undefined {
  const part = parts[at];
  return part !== undefined && 'key' in part ? part.key : undefined;
}
