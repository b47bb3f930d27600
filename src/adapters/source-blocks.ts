import { posix } from 'node:path';

/** A file of Terraform's language, by its path below the root of the repository. */
export interface SourceFile {
  readonly path: string;
  readonly lines: readonly string[];
}

/** A block of a file, as `terraform fmt` lays it out: from its header to the brace in the first column. */
export interface Block {
  readonly file: SourceFile;
  /** From 1, both included. */
  readonly from: number;
  readonly to: number;
  /** Of a module: the folder that its source names, where that is one of this repository. */
  readonly folder?: string;
}

/** The blocks of one folder by what an address calls them: `azurerm_subnet.app`, `data.azurerm_subnet.app`, `module.net`. */
export type Blocks = ReadonlyMap<string, Block>;

const resourceHeader =
  /^\s*"?(resource|data)"?\s+"?([A-Za-z][\w-]{0,200})"?\s+"?([A-Za-z_][\w-]{0,200})"?\s*\{/;
const moduleHeader = /^\s*"?module"?\s+"?([A-Za-z_][\w-]{0,200})"?\s*\{/;
const anyHeader = /^[A-Za-z]/;
const localSource = /^\s*source\s*=\s*"(\.{1,2}\/[^"]{0,500})"/;

/** What a line that opens a block is called in an address; undefined for any other line. */
export function headerOf(line: string): string | undefined {
  const [, kind, type, name] = resourceHeader.exec(line) ?? [];
  if (kind !== undefined) return `${kind === 'data' ? 'data.' : ''}${type}.${name}`;
  const [, module] = moduleHeader.exec(line) ?? [];
  return module === undefined ? undefined : `module.${module}`;
}

/** The blocks of `files`, folder by folder. */
export function foldersOf(files: readonly SourceFile[]): ReadonlyMap<string, Blocks> {
  const folders = new Map<string, Map<string, Block>>();
  for (const file of files) {
    const folder = posix.dirname(file.path);
    const blocks = folders.get(folder) ?? new Map<string, Block>();
    folders.set(folder, blocks);
    for (const [index, line] of file.lines.entries()) {
      const name = headerOf(line);
      if (name === undefined || blocks.has(name)) continue;
      const to = endOf(file.lines, index);
      const source = name.startsWith('module.')
        ? sourceOf(file.lines.slice(index, to), folder)
        : undefined;
      blocks.set(name, {
        file,
        from: index + 1,
        to,
        ...(source === undefined ? {} : { folder: source }),
      });
    }
  }
  return folders;
}

function endOf(lines: readonly string[], header: number): number {
  if (/\}\s*$/.test(lines[header] ?? '')) return header + 1;
  const after = lines.slice(header + 1);
  const brace = after.findIndex((line) => line.startsWith('}'));
  const next = after.findIndex((line) => anyHeader.test(line));
  if (brace >= 0 && (next < 0 || brace < next)) return header + 2 + brace;
  return next >= 0 ? header + 1 + next : lines.length;
}

function sourceOf(lines: readonly string[], folder: string): string | undefined {
  for (const line of lines) {
    const [, source] = localSource.exec(line) ?? [];
    if (source !== undefined) return posix.join(folder, source).replace(/(.)\/$/, '$1');
  }
  return undefined;
}
