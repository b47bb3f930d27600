import { member, type PlainRecord, parseSpan, strings } from '../json/parse.ts';
import type { Configuration } from './configuration.ts';
import { ancestry, withoutOwnKey } from './dependencies.ts';
import { unshownBlocks } from './expressions.ts';
import type { Instances } from './instances.ts';
import type { Item } from './item.ts';
import { marksOf } from './marks.ts';
import type { ResourceSpan } from './outline.ts';

// Which writes of an apply come before another one. Only what is written is listed: a resource that does not change is
// passed through.

/** What the prior state says a resource depended on when it was last applied. */
export type FormerDependencies = (item: Item) => readonly string[];

export function formerDependencies(
  bytes: Uint8Array,
  prior: readonly ResourceSpan[],
): FormerDependencies {
  const spans = new Map(prior.map((span) => [span.address, span]));
  return ({ address }) => {
    const span = spans.get(address);
    return span === undefined ? [] : strings(member(parseSpan(bytes, span), 'depends_on'));
  };
}

export interface Order {
  readonly configuration: Configuration;
  readonly instances: Instances;
  readonly former: FormerDependencies;
}

/** The addresses whose writes precede that of an item, sorted. */
export function writeOrder({
  configuration,
  instances,
  former,
}: Order): (item: Item) => readonly string[] {
  const ancestorsOf = ancestry(configuration);
  const written = (nodes: Iterable<string>): readonly Item[] =>
    [...nodes].flatMap((node) => {
      const all = instances.of(withoutOwnKey(node)).filter(isWritten);
      return node.endsWith(']') ? all.filter(({ key }) => node.endsWith(`[${key}]`)) : all;
    });
  const configured = new Map<
    string,
    { readonly addresses: readonly string[]; readonly incomplete: boolean }
  >();
  const fromConfiguration = (address: string) => {
    const known = configured.get(address);
    if (known !== undefined) return known;
    const { nodes, incomplete } = ancestorsOf(address);
    const answer = { addresses: sorted(written(nodes)), incomplete };
    configured.set(address, answer);
    return answer;
  };
  return (item) => {
    if (!isWritten(item)) return [];
    const address = item.configured;
    // What is destroyed follows the order that the state keeps; its configuration may be gone or have changed.
    const recorded = item.action === 'delete' ? sorted(written(former(item))) : [];
    if (recorded.length > 0) return without(item, recorded);
    const { addresses, incomplete } = fromConfiguration(address);
    if (!incomplete && !hidesBlocks(configuration, address, item)) return addresses;
    // Locals and dynamic blocks hide references: what it depended on and still names, it still refers to.
    const named = written(former(item)).filter((other) => names(item, other));
    return named.length === 0
      ? addresses
      : without(item, [...new Set([...addresses, ...sorted(named)])].sort());
  };
}

function isWritten(item: Item): boolean {
  const { action } = item;
  return (
    !item.data &&
    (action === 'create' || action === 'update' || action === 'delete' || action === 'replace')
  );
}

function hidesBlocks(configuration: Configuration, address: string, item: Item): boolean {
  const block = configuration.resource(address);
  return (
    block !== undefined && unshownBlocks(block.expressions, item.after?.values ?? null).length > 0
  );
}

/** Whether the ID of the other stands in the values of the item, or did and is unknown now. */
function names(item: Item, other: Item): boolean {
  const id = other.before?.values.id;
  if (typeof id !== 'string' || id === '') return false;
  const sides = [
    item.after,
    marksOf(item.after?.unknown ?? false) !== undefined ? item.before : undefined,
  ];
  return sides.some((side) => side !== undefined && holds(side.values, id));
}

/** IDs stand alone, inside other IDs, and inside bodies that are JSON strings. */
function holds(values: PlainRecord, id: string): boolean {
  const text = JSON.stringify(values).toLowerCase();
  const wanted = id.toLowerCase();
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    if (!/[\w.-]/.test(text.charAt(at + wanted.length))) return true;
  }
  return false;
}

function sorted(instances: readonly Item[]): readonly string[] {
  return [...new Set(instances.map(({ address }) => address))].sort();
}

function without(item: Item, addresses: readonly string[]): readonly string[] {
  return addresses.filter((address) => address !== item.address);
}
