import { markdownTable } from 'markdown-table';
import type { Block, Cell, Document, Inline, Table, Task } from './document.ts';
import { gantt } from './gantt.ts';
import { codeLine, sentence, visible } from './visible.ts';

// GitHub reads a comment twice: as markdown, then as the text of the page it became, where it looks for mentions, issues,
// commits, addresses, emoji and formulas. An escape ends with the first reading, so that the second is stopped by an
// invisible space (or, for formulas, by the element that GitHub's own documentation names).

/** Mentions, issues, addresses, emoji (`20:00:00` is a time): up to the character after which a pause breaks them. */
const called = /@|#(?=\d)|\bGH-(?=\d)|:(?=\/\/|(?!\d\d:)[\w+-]{1,64}:)|www(?=\.)/gi;
const commit = /\b[0-9a-f]{7,40}\b/gi;

/** `document` as GitHub-flavoured markdown. No word of it leaves its place, calls anybody or links anywhere. */
export function markdown(document: Document): string {
  return `${blocks(document)}\n`;
}

function blocks(document: Document): string {
  return document.map(block).join('\n\n');
}

function block(one: Block): string {
  switch (one.kind) {
    case 'heading':
      return `${'#'.repeat(one.level)} ${line(one.children)}`;
    case 'paragraph':
      return line(one.children);
    case 'table':
      return tableOf(one);
    case 'list':
      return one.items
        .map((item, index) => `${one.ordered ? `${index + 1}.` : '-'} ${line(item)}`)
        .join('\n');
    case 'tasks':
      return one.items.map(task).join('\n');
    case 'fold':
      return `<details><summary>${summary(one.summary).trim()}</summary>\n\n${blocks(one.blocks)}\n\n</details>`;
    case 'alert':
      return quote(`[!${one.tone.toUpperCase()}]\n${blocks(one.blocks)}`);
    case 'code-block':
      return codeBlock(one.language, one.lines.map(codeLine).join('\n'));
    case 'timeline':
      return codeBlock('mermaid', gantt(one.timeline).join('\n'));
  }
}

function task({ done, says }: Task): string {
  return `- [${done ? 'x' : ' '}] ${line(says)}`;
}

function quote(text: string): string {
  return text.replace(/^(?=.)/gm, '> ').replace(/^$/gm, '>');
}

function tableOf({ head, rows }: Table): string {
  const cells = [head.map((title) => escapeText(title)), ...rows.map((row) => row.map(cell))];
  return markdownTable(cells, { alignDelimiters: false });
}

/** Even code cannot hold a bar in a cell, for parsers disagree on what escapes it there: such a name is text. */
function cell(parts: Cell): string {
  return spans(
    parts.map((part) =>
      part.kind === 'code' && part.text.includes('|') ? { kind: 'text', text: part.text } : part,
    ),
  ).trim();
}

/** A block's own line: what its first characters would start, they do not. */
function line(parts: readonly Inline[]): string {
  return spans(parts)
    .trim()
    .replace(/^(?:[-+=]|::)/, (marker) => `\\${marker}`)
    .replace(/^(\d+)(?=[.)])/, '$1\\');
}

function spans(parts: readonly Inline[]): string {
  return parts.map(span).join('');
}

function span(part: Inline): string {
  switch (part.kind) {
    case 'text':
      return escapeText(part.text);
    case 'code':
      return codeSpan(visible(part.text));
    case 'strong':
      // Marks beside a space would not be marks.
      return spans(part.children).replace(/^(\s*)(.*\S)(\s*)$/s, '$1**$2**$3');
    case 'link':
      return `[${spans(part.children)}](${address(part.href)})`;
    case 'break':
      return '<br>';
  }
}

function codeSpan(name: string): string {
  if (name.trim() === '') return escapeText(`(${name === '' ? 'empty' : 'blank'})`);
  const fence = '`'.repeat(longestRun(name) + 1);
  const edge = /^`|`$|^ .* $/s.test(name) ? ' ' : '';
  return `${fence}${edge}${name}${edge}${fence}`;
}

function codeBlock(language: string, content: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(content) + 1));
  return `${fence}${language}\n${content}\n${fence}`;
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0);
}

function address(href: string): string {
  return visible(href).replace(
    /[<>()\\|\s]/g,
    (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}

function escapeText(text: string): string {
  const marked = pause(sentence(text))
    .replace(/[\\`*[\]~#]/g, '\\$&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_');
  return unpause(escapeEntities(marked));
}

/** The line that opens a fold is HTML: markdown does not read it, GitHub's second reading does. */
function summary(parts: readonly Inline[]): string {
  return parts.map(summaryPart).join('');
}

function summaryPart(part: Inline): string {
  switch (part.kind) {
    case 'text':
      return unpause(escapeEntities(pause(sentence(part.text))));
    case 'code':
      return `<code>${escapeEntities(sentence(part.text))}</code>`;
    case 'strong':
      return `<b>${summary(part.children)}</b>`;
    case 'link':
      return summary(part.children);
    case 'break':
      return ' ';
  }
}

function escapeEntities(text: string): string {
  return text.replace(/[&<>|$]/g, (character) => entities[character] ?? '');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '|': '&#124;',
  $: '<span>$</span>',
};

/** An invisible space within everything that GitHub's second reading looks for. `visible` has left no other. */
function pause(text: string): string {
  return text
    .replace(called, '$&\u200b')
    .replace(commit, (hash) => hash.replace(/.{6}(?=.)/g, '$&\u200b'));
}

function unpause(text: string): string {
  return text.replace(/\u200b/g, '&#8203;');
}
