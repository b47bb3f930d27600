import { describe, expect, test } from 'vitest';
import {
  alert,
  code,
  codeBlock,
  type Document,
  fold,
  heading,
  lineBreak,
  link,
  list,
  numbered,
  paragraph,
  strong,
  table,
  tasks,
  text,
} from '../../src/renderers/document.ts';
import { markdown } from '../../src/renderers/markdown.ts';
import { nodes, read, words } from './reading.ts';

function page(...document: Document): string {
  return markdown(document);
}

test('a document is what GitHub reads', () => {
  expect(
    page(
      heading(2, 'Stage ', code('a')),
      paragraph('Reads ', strong('stop'), lineBreak, link('https://example.org/a b(c)', 'why')),
      table(['Name', 'Value'], [[code('a'), 'b']]),
      list(['one', 'two']),
      numbered(['one', 'two']),
      tasks([{ done: true, says: [text('one')] }]),
      alert('caution', [paragraph('Wait.'), list(['one'])]),
      fold(['More: ', code('a<b')], [codeBlock('sh', ['az x', 'az y'])]),
    ),
  ).toBe(`## Stage \`a\`

Reads **stop**<br>[why](https://example.org/a%20b%28c%29)

| Name | Value |
| - | - |
| \`a\` | b |

- one
- two

1. one
2. two

- [x] one

> [!CAUTION]
> Wait.
>
> - one

<details><summary>More: <code>a&lt;b</code></summary>

\`\`\`sh
az x
az y
\`\`\`

</details>
`);
});

describe('a name stays itself', () => {
  test.each([
    ['a bar in a cell', 'a|b'],
    ['an escaped bar in a cell', 'a\\|b'],
    ['backticks', 'a`b``c'],
    ['backticks at its ends', '`a`'],
    ['nothing but backticks', '```'],
    ['spaces at its ends', ' a '],
    ['a backslash at its end', 'a\\'],
    ['a tag', '<b>a</b>'],
    ['an entity', '&lt;'],
    ['a Terraform address', 'module.a["x"].azurerm_subnet.app[0]'],
  ])('%s', (_, name) => {
    const root = read(page(table(['Name', 'Next'], [[code(name), code('next')]])));
    const cells = nodes(root, 'tableCell').slice(2).map(words);
    expect(cells.map((cell) => cell.trim())).toEqual([name.trim(), 'next']);
  });

  test.each([
    '**a**',
    '_a_',
    '1. a',
    '- a',
    '# a',
    '> a',
    '[a](b)',
    '`a`',
    '<a>',
    '&amp;',
    '~~a~~',
    '| a |',
    'a\\b',
  ])('as a sentence: %s', (sentence) => {
    const root = read(page(paragraph(sentence)));
    expect(root.children).toHaveLength(1);
    expect(words(root)).toBe(sentence);
  });
});

test('a line of backticks does not end its block', () => {
  const lines = ['```', '</details>', '`````', '~~~'];
  const root = read(page(fold('More', [codeBlock('sh', lines)]), paragraph('after')));
  expect(nodes(root, 'code').map(words)).toEqual([lines.join('\n')]);
});

describe('what GitHub looks for is broken', () => {
  test.each([
    ['@octocat', '@&#8203;octocat'],
    ['o/r#1', 'o/r\\#&#8203;1'],
    ['GH-7', 'GH-&#8203;7'],
    ['https://evil.example', 'https:&#8203;//evil.example'],
    ['www.evil.example', 'www&#8203;.evil.example'],
    [':tada:', ':&#8203;tada:'],
    ['at 5f3c1a9', 'at 5f3c1a&#8203;9'],
    ['$x$', '<span>$</span>x<span>$</span>'],
  ])('%s', (name, written) => {
    expect(page(paragraph(name))).toBe(`${written}\n`);
  });

  test('also where a fold opens, which is HTML', () => {
    expect(page(fold('@octocat </summary> #1', []))).toContain(
      '<summary>@&#8203;octocat &lt;/summary&gt; #&#8203;1</summary>',
    );
  });
});

describe('what cannot be seen is shown', () => {
  test.each([
    ['a\u202eb', '`a\\u{202e}b`'],
    ['a\nb', '`a\\u{a}b`'],
    ['a\u200bb', '`a\\u{200b}b`'],
    ['\ud800', '`\\u{d800}`'],
    ['##[error]', '`#\\u{23}[error]`'],
    ['', '(empty)'],
    [' ', '(blank)'],
  ])('%j', (name, written) => {
    expect(page(paragraph(code(name)))).toBe(`${written}\n`);
  });

  test('a line of code commands no runner', () => {
    expect(page(codeBlock('sh', ['::add-mask::x']))).toContain('\n\\u{3a}:add-mask::x\n');
  });
});
