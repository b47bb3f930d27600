import type { Block, Document, Inline, Table } from './document.ts';
import { timelineTables } from './timeline-table.ts';
import { codeLine, sentence, visible } from './visible.ts';
import { column, type Line, type Run, type Style, widthOf, wrap } from './wrap.ts';

export interface TextOptions {
  readonly colour: boolean;
  /** Columns of the terminal; 100 where nothing is known. */
  readonly width?: number;
}

/** Room for lines, and how a line is coloured. */
interface Page {
  readonly width: number;
  readonly paint: (line: Line) => string;
}

const codes: Readonly<Record<Style, string>> = {
  plain: '',
  bold: '1',
  code: '36',
  caution: '1;31',
  warning: '1;33',
  faint: '2',
};

/** `document` for a terminal: no marks of markdown, nothing that moves a cursor but, if asked for, colour. */
export function text(document: Document, options: TextOptions): string {
  const page: Page = {
    width: Math.max(40, options.width ?? 100),
    paint: options.colour ? coloured : (line) => line.map((run) => run.text).join(''),
  };
  return `${blocks(document, page).join('\n')}\n`;
}

function coloured(line: Line): string {
  return line
    .map(({ text: words, style }) =>
      codes[style] === '' || words === '' ? words : `\u001b[${codes[style]}m${words}\u001b[0m`,
    )
    .join('');
}

function blocks(document: Document, page: Page): readonly string[] {
  return document.flatMap((one, index) =>
    index === 0 ? block(one, page) : ['', ...block(one, page)],
  );
}

function block(one: Block, page: Page): readonly string[] {
  switch (one.kind) {
    case 'heading':
      return heading(runs(one.children, 'bold'), one.level, page);
    case 'paragraph':
      return hanging('', one.children, page);
    case 'table':
      return tableLines(one, page);
    case 'list':
      return one.items.flatMap((item, index) =>
        hanging(one.ordered ? `${index + 1}. ` : '- ', item, page),
      );
    case 'tasks':
      return one.items.flatMap(({ done, says }) => hanging(done ? '[x] ' : '[ ] ', says, page));
    case 'fold':
      return [...heading(runs(one.summary, 'bold'), 3, page), ...indented('  ', one.blocks, page)];
    case 'alert':
      return indented(`${page.paint([{ text: '┃', style: one.tone }])} `, one.blocks, page);
    case 'code-block':
      return one.lines.map((line) =>
        page.paint([{ text: `    ${codeLine(line)}`, style: 'code' }]),
      );
    case 'timeline':
      return blocks(timelineTables(one.timeline), page);
  }
}

const rules: Readonly<Record<number, string>> = { 2: '═', 3: '─' };

function heading(title: readonly Run[], level: number, page: Page): readonly string[] {
  const lines = wrap(title, page.width);
  const rule = (rules[level] ?? '').repeat(widest(lines));
  return [...lines.map((line) => page.paint(inert(line))), ...(rule === '' ? [] : [rule])];
}

function hanging(mark: string, parts: readonly Inline[], page: Page): readonly string[] {
  return wrap(runs(parts, 'plain'), page.width - mark.length).map(
    (line, index) => (index === 0 ? mark : ' '.repeat(mark.length)) + page.paint(inert(line)),
  );
}

/** The first word of a line is not a command to the runner that prints it; cells before it may be empty. */
function inert(line: Line): Line {
  return line.map((run, index) => (index === 0 ? { ...run, text: codeLine(run.text) } : run));
}

function indented(margin: string, document: Document, page: Page): readonly string[] {
  const lines = blocks(document, { ...page, width: page.width - 2 });
  return lines.map((line) => (margin + line).trimEnd());
}

/** Columns side by side, the widest narrowed until the row fits; what is too long for its column goes on below. */
function tableLines({ head, rows }: Table, page: Page): readonly string[] {
  const cells = [
    head.map((title): readonly Run[] => [{ text: sentence(title), style: 'bold' }]),
    ...rows.map((row) => row.map((cell) => runs(cell, 'plain'))),
  ];
  const widths = columnWidths(cells, page.width);
  const laid = cells.map((row) => rowLines(row, widths, page));
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  return [...(laid[0] ?? []), rule, ...laid.slice(1).flat()];
}

const narrowest = 6;

function columnWidths(cells: readonly (readonly Line[])[], room: number): readonly number[] {
  const count = cells.reduce((most, row) => Math.max(most, row.length), 0);
  const widths = Array.from({ length: count }, (_, at) =>
    cells.reduce((most, row) => Math.max(most, natural(row[at] ?? [])), 0),
  );
  let over = widths.reduce((sum, width) => sum + width, 2 * (count - 1)) - room;
  while (over > 0) {
    const widest = Math.max(...widths);
    if (widest <= narrowest) break;
    const second = Math.max(narrowest, ...widths.filter((width) => width < widest));
    const at = widths.indexOf(widest);
    const narrower = Math.max(second - 1, widest - over, narrowest);
    widths[at] = narrower;
    over -= widest - narrower;
  }
  return widths;
}

function natural(cell: readonly Run[]): number {
  return widest(wrap(cell, Number.POSITIVE_INFINITY));
}

function widest(lines: readonly Line[]): number {
  return lines.reduce((most, line) => Math.max(most, widthOf(line)), 0);
}

function rowLines(
  row: readonly (readonly Run[])[],
  widths: readonly number[],
  page: Page,
): readonly string[] {
  const laid = widths.map((width, at) => column(row[at] ?? [], width));
  const height = Math.max(1, ...laid.map((lines) => lines.length));
  return Array.from({ length: height }, (_, at) =>
    laid
      .map((lines, place) => padded(inert(lines[at] ?? []), widths[place] ?? 0, page))
      .join('  ')
      .trimEnd(),
  );
}

function padded(line: Line, width: number, page: Page): string {
  return page.paint(line) + ' '.repeat(Math.max(0, width - widthOf(line)));
}

function runs(parts: readonly Inline[], style: Style): readonly Run[] {
  return parts.flatMap((part) => runsOf(part, style));
}

function runsOf(part: Inline, style: Style): readonly Run[] {
  switch (part.kind) {
    case 'text':
      return [{ text: sentence(part.text), style }];
    case 'code':
      return [{ text: visible(part.text || '(empty)'), style: style === 'plain' ? 'code' : style }];
    case 'strong':
      return runs(part.children, 'bold');
    case 'link':
      return [...runs(part.children, style), { text: ` (${visible(part.href)})`, style: 'faint' }];
    case 'break':
      return [{ text: '\n', style }];
  }
}
