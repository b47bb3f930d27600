import type { Timeline } from './timeline.ts';

// What a report says, before it has a format. Text nodes hold words as they came, from anybody, unescaped: each format
// escapes them by position, once, at the end.

export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'strong'; readonly children: readonly Inline[] }
  | { readonly kind: 'link'; readonly href: string; readonly children: readonly Inline[] }
  | { readonly kind: 'break' };

export type Cell = readonly Inline[];

export interface Table {
  readonly kind: 'table';
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

export interface Task {
  readonly done: boolean;
  readonly says: readonly Inline[];
}

export type Block =
  | { readonly kind: 'heading'; readonly level: 2 | 3 | 4; readonly children: readonly Inline[] }
  | { readonly kind: 'paragraph'; readonly children: readonly Inline[] }
  | Table
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly Cell[] }
  | { readonly kind: 'tasks'; readonly items: readonly Task[] }
  | { readonly kind: 'fold'; readonly summary: readonly Inline[]; readonly blocks: Document }
  | { readonly kind: 'alert'; readonly tone: 'caution' | 'warning'; readonly blocks: Document }
  | { readonly kind: 'code-block'; readonly language: string; readonly lines: readonly string[] }
  | { readonly kind: 'timeline'; readonly timeline: Timeline };

export type Document = readonly Block[];

/** Words stand for themselves; lists of parts are joined. */
export type Part = string | Inline | readonly Part[];

/** Parts in order, words as text nodes, neighbouring texts joined so that a format sees them as the reader does. */
export function inline(...parts: readonly Part[]): readonly Inline[] {
  const joined: Inline[] = [];
  for (const part of parts) join(joined, part);
  return joined;
}

function join(joined: Inline[], part: Part): void {
  if (typeof part === 'string') {
    joinText(joined, part);
  } else if (isList(part)) {
    for (const one of part) join(joined, one);
  } else if (part.kind === 'text') {
    joinText(joined, part.text);
  } else {
    joined.push(part);
  }
}

function joinText(joined: Inline[], words: string): void {
  if (words === '') return;
  const last = joined.at(-1);
  if (last?.kind === 'text') joined[joined.length - 1] = text(last.text + words);
  else joined.push(text(words));
}

// `Array.isArray` does not narrow a readonly array.
function isList(part: Inline | readonly Part[]): part is readonly Part[] {
  return Array.isArray(part);
}

export function text(words: string): Inline {
  return { kind: 'text', text: words };
}

/** A name, an address, a value: shown as it stands. */
export function code(name: string): Inline {
  return { kind: 'code', text: name };
}

export function strong(...parts: readonly Part[]): Inline {
  return { kind: 'strong', children: inline(...parts) };
}

/** A link to `href`, which must be ours: an address from outside is shown as code. */
export function link(href: string, ...parts: readonly Part[]): Inline {
  return { kind: 'link', href, children: inline(...parts) };
}

export const lineBreak: Inline = { kind: 'break' };

export function heading(level: 2 | 3 | 4, ...parts: readonly Part[]): Block {
  return { kind: 'heading', level, children: inline(...parts) };
}

export function paragraph(...parts: readonly Part[]): Block {
  return { kind: 'paragraph', children: inline(...parts) };
}

export function table(head: readonly string[], rows: readonly (readonly Part[])[]): Block {
  return { kind: 'table', head, rows: rows.map((row) => row.map((cell) => inline(cell))) };
}

export function list(items: readonly Part[]): Block {
  return { kind: 'list', ordered: false, items: items.map((item) => inline(item)) };
}

export function numbered(items: readonly Part[]): Block {
  return { kind: 'list', ordered: true, items: items.map((item) => inline(item)) };
}

export function tasks(items: readonly Task[]): Block {
  return { kind: 'tasks', items };
}

/** Blocks behind a line that opens them. */
export function fold(summary: Part, blocks: Document): Block {
  return { kind: 'fold', summary: inline(summary), blocks };
}

export function alert(tone: 'caution' | 'warning', blocks: Document): Block {
  return { kind: 'alert', tone, blocks };
}

/** Commands, one to a line. */
export function codeBlock(language: 'sh' | 'text' | 'yaml', lines: readonly string[]): Block {
  return { kind: 'code-block', language, lines };
}

/** What `parts` say, without marks. */
export function plain(parts: readonly Inline[]): string {
  return parts.map(plainOne).join('');
}

function plainOne(part: Inline): string {
  switch (part.kind) {
    case 'text':
    case 'code':
      return part.text;
    case 'strong':
    case 'link':
      return plain(part.children);
    case 'break':
      return ' ';
  }
}
