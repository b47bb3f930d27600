import { type Block, type Document, type Inline, plain, type Table } from './document.ts';
import { htmlStyle, htmlStyleHash } from './html-style.ts';
import type { Bar, Timeline } from './timeline.ts';
import { barLength } from './timeline-table.ts';
import { codeLine, sentence, visible } from './visible.ts';

/** `document` as one page that stands alone: no script, nothing fetched, fit for a screen and for paper. */
export function html(document: Document): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${htmlStyleHash}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(sentence(title(document)))}</title>
<style>${htmlStyle}</style>
</head>
<body>
<main>
${blocks(document)}
</main>
</body>
</html>
`;
}

/** `text` as the content of an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function title(document: Document): string {
  const first = document.find((one) => one.kind === 'heading');
  return first === undefined ? 'azure-endpoint-planner' : plain(first.children);
}

function blocks(document: Document): string {
  return document.map(block).join('\n');
}

function block(one: Block): string {
  switch (one.kind) {
    case 'heading':
      // The first level of a report is 2, as it stands on somebody else's page; here it is the page.
      return element(`h${one.level - 1}`, spans(one.children));
    case 'paragraph':
      return element('p', spans(one.children));
    case 'table':
      return tableOf(one);
    case 'list':
      return element(
        one.ordered ? 'ol' : 'ul',
        one.items.map((item) => element('li', spans(item))).join('\n'),
      );
    case 'tasks':
      return `<ul class="tasks">${one.items
        .map(({ done, says }) => element('li', `${done ? '☑' : '☐'} ${spans(says)}`))
        .join('\n')}</ul>`;
    case 'fold':
      return `<details>${element('summary', spans(one.summary))}\n${blocks(one.blocks)}\n</details>`;
    case 'alert':
      return `<div class="alert ${one.tone}" role="note">\n${blocks(one.blocks)}\n</div>`;
    case 'code-block':
      return element('pre', element('code', escapeHtml(one.lines.map(codeLine).join('\n'))));
    case 'timeline':
      return timelineOf(one.timeline);
  }
}

function tableOf({ head, rows }: Table): string {
  const titles = head.map((name) => `<th scope="col">${escapeHtml(sentence(name))}</th>`).join('');
  const body = rows.map((row) =>
    element('tr', row.map((cell) => element('td', spans(cell))).join('')),
  );
  return `<div class="wide"><table>
<thead><tr>${titles}</tr></thead>
<tbody>
${body.join('\n')}
</tbody>
</table></div>`;
}

/** Bars as pictures of one rectangle: the page permits no style of their own, and a table reads well without them. */
function timelineOf({ lanes, total }: Timeline): string {
  const scale = (minutes: number) => Math.round((1000 * minutes) / Math.max(1, total));
  const row = ({ label, from, minutes, tone }: Bar) =>
    element(
      'tr',
      [
        element('td', escapeHtml(sentence(label))),
        element('td', escapeHtml(barLength(minutes, tone))),
        `<td class="bar"><svg class="${tone}" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true"><rect x="${scale(from)}" width="${Math.max(4, scale(minutes))}" height="10"/></svg></td>`,
      ].join(''),
    );
  const body = lanes.flatMap((lane) => [
    `<tr><th colspan="3" scope="rowgroup">${escapeHtml(sentence(lane.title))}</th></tr>`,
    ...lane.bars.map(row),
  ]);
  return `<div class="wide"><table class="timeline">\n${body.join('\n')}\n</table></div>`;
}

function spans(parts: readonly Inline[]): string {
  return parts.map(span).join('');
}

function span(part: Inline): string {
  switch (part.kind) {
    case 'text':
      return escapeHtml(sentence(part.text));
    case 'code':
      return element('code', escapeHtml(visible(part.text)));
    case 'strong':
      return element('strong', spans(part.children));
    case 'link':
      return `<a href="${escapeHtml(visible(part.href))}" rel="noreferrer">${spans(part.children)}</a>`;
    case 'break':
      return '<br>';
  }
}

function element(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}
