import { posix } from 'node:path';
import type { Place, PlaceOf } from '../core/place.ts';
import type { Origin } from '../core/plan.ts';
import type { ChangedFile } from './patch.ts';
import { type Block, foldersOf, headerOf, type SourceFile } from './source-blocks.ts';

// A Terraform plan knows no lines. They are sought in the sources beside it: the block that an address names, through the
// modules on the way to it, and in that what the pull request has changed.

export interface Sources {
  readonly files: readonly SourceFile[];
  /** What the pull request changes; nothing where there is none, or it may not be read. */
  readonly changed: readonly ChangedFile[];
  /** Folder, below the root of the repository, that the files of origins are relative to. */
  readonly folder: string;
}

type Resolve = (root: string, address: string) => readonly Block[] | undefined;

/**
 * Where each of `origins` is written. A block with changed lines is pointed to by the first of them; one without, by that of
 * a module call around it; else by its header. What is gone is pointed to where it stood.
 */
export function placesIn(sources: Sources, origins: readonly Origin[]): PlaceOf {
  const changed = new Map(sources.changed.map((file) => [file.path, file]));
  const resolve = resolver(sources.files);
  const found = new Map<string, Place>();
  for (const [file, addresses] of byFile(origins)) {
    const roots = rootsOf(resolve.folders, chainOf(sources.folder, file), addresses, resolve.at);
    for (const address of addresses) {
      const places = roots.flatMap((root) => {
        const blocks = resolve.at(root, address);
        return blocks === undefined ? [] : [placeOf(blocks, changed)];
      });
      const place = agreed(places) ?? vanished(sources.changed, address);
      if (place !== undefined) found.set(keyOf(file, address), place);
    }
  }
  return ({ file, address }) => found.get(keyOf(file, address));
}

function byFile(origins: readonly Origin[]): ReadonlyMap<string, ReadonlySet<string>> {
  const files = new Map<string, Set<string>>();
  for (const { file, address } of origins) {
    if (address === '') continue;
    const addresses = files.get(file) ?? new Set();
    files.set(file, addresses.add(address));
  }
  return files;
}

/** The blocks that an address names below a folder, from the call of the outermost module to the resource. */
function resolver(files: readonly SourceFile[]) {
  const folders = foldersOf(files);
  const at: Resolve = (root, address) => {
    const found: Block[] = [];
    let blocks = folders.get(root);
    for (const name of stepsOf(address)) {
      const block = blocks?.get(name);
      if (block === undefined) return undefined;
      found.push(block);
      // What a module from elsewhere holds is not here: its call is.
      if (name.startsWith('module.') && block.folder === undefined) return found;
      blocks = block.folder === undefined ? undefined : folders.get(block.folder);
    }
    return found.length === 0 ? undefined : found;
  };
  return { folders: [...folders.keys()].sort(), at };
}

const keys = /\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g;

/** `module.net["a"].azurerm_subnet.app[0]` → `module.net`, `azurerm_subnet.app`. */
function stepsOf(address: string): readonly string[] {
  const bare = address.replace(/ \(deposed .*\)$/, '').replace(keys, '');
  const [, modules = '', own = ''] =
    /^((?:module\.[\w-]+\.)*)((?:data\.)?[\w-]+\.[\w-]+)$/.exec(bare) ?? [];
  if (own === '') return [];
  return [...modules.matchAll(/module\.[\w-]+/g)].map(([step]) => step).concat(own);
}

/** The folder of a file and those above it, nearest first. */
function chainOf(folder: string, file: string): readonly string[] {
  const own = posix.join(folder, posix.dirname(file.replaceAll('\\', '/')));
  const chain = [own];
  for (let at = own; at !== '.' && at !== '/' && !at.startsWith('..'); at = posix.dirname(at)) {
    chain.push(posix.dirname(at));
  }
  return chain;
}

/** The folder where the plan was made: the nearest above its file that knows its resources, else those that know most. */
function rootsOf(
  folders: readonly string[],
  chain: readonly string[],
  addresses: ReadonlySet<string>,
  resolve: Resolve,
): readonly string[] {
  const score = (root: string) =>
    [...addresses].filter((address) => resolve(root, address) !== undefined).length;
  const near = chain.find((root) => score(root) > 0);
  if (near !== undefined) return [near];
  const scores = folders.map(score);
  const most = Math.max(0, ...scores);
  return most === 0 ? [] : folders.filter((_, index) => scores[index] === most);
}

function placeOf(blocks: readonly Block[], changed: ReadonlyMap<string, ChangedFile>): Place {
  for (const block of blocks.toReversed()) {
    const line = changedIn(block, changed.get(block.file.path));
    if (line !== undefined) return { file: block.file.path, line };
  }
  const own = blocks.at(-1);
  return { file: own?.file.path ?? '', line: own?.from ?? 1 };
}

/** The first line of a block that the pull request has changed, unless the base has moved it since. */
function changedIn({ file, from, to }: Block, change: ChangedFile | undefined): number | undefined {
  const lines = [...(change?.added ?? [])].filter(
    ([line, text]) =>
      line >= from && line <= to && file.lines[line - 1] === text.replace(/\r$/, ''),
  );
  return lines.length === 0 ? undefined : Math.min(...lines.map(([line]) => line));
}

/** Where the only block of that name stood that the pull request takes away. */
function vanished(changed: readonly ChangedFile[], address: string): Place | undefined {
  const own = stepsOf(address).at(-1);
  const places = changed.flatMap(({ path, removed }) =>
    removed.flatMap(({ text, line }) => (headerOf(text) === own ? [{ file: path, line }] : [])),
  );
  return own === undefined || places.length !== 1 ? undefined : places[0];
}

function agreed(places: readonly Place[]): Place | undefined {
  const [first, ...others] = places;
  const same = others.every(({ file, line }) => file === first?.file && line === first.line);
  return same ? first : undefined;
}

function keyOf(file: string, address: string): string {
  return JSON.stringify([file, address]);
}
