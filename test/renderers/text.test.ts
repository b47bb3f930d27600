import { describe, expect, test } from 'vitest';
import {
  code,
  codeBlock,
  fold,
  heading,
  list,
  numbered,
  paragraph,
  strong,
  table,
  tasks,
} from '../../src/renderers/document.ts';
import { render } from '../../src/renderers/index.ts';
import { text } from '../../src/renderers/text.ts';
import { sqlSplit } from './samples.ts';
import { storageToPrivate } from './samples-storage.ts';

const plain = { colour: false, width: 40 };

test('a document in 40 columns', () => {
  const page = text(
    [
      heading(2, 'Split: as one apply snet-app is denied'),
      paragraph('Reads from ', code('snet-app'), ' stop for about five minutes.'),
      table(['Subnet', 'Because'], [[code('snet-app'), 'its source address turns private']]),
      fold('More', [list(['one']), numbered(['first'])]),
      codeBlock('sh', ['az network vnet subnet show --ids /subscriptions/0']),
      tasksOf('done'),
    ],
    plain,
  );
  expect(page).toBe(`Split: as one apply snet-app is denied
══════════════════════════════════════

Reads from snet-app stop for about five
minutes.

Subnet    Because
────────  ──────────────────────────────
snet-app  its source address turns
          private

More
────
  - one

  1. first

    az network vnet subnet show --ids /subscriptions/0

[x] done
`);
});

function tasksOf(words: string) {
  return tasks([{ done: true, says: [{ kind: 'text', text: words }] }]);
}

describe('width', () => {
  test.each([80, 100, 120])(
    'no line but a command or a long name is wider than %i columns',
    (width) => {
      for (const plan of [sqlSplit, storageToPrivate]) {
        const lines = render(plan, 'text', { terminal: { colour: false, width } }).split('\n');
        const wide = lines.filter((line) => line.length > width && !isWhole(line));
        expect(wide).toEqual([]);
      }
    },
  );

  test('letters of two columns and marks of none stay in their column', () => {
    const page = text(
      [
        table(
          ['A', 'B'],
          [
            ['漢字', 'x'],
            ['e\u0301', 'y'],
          ],
        ),
      ],
      plain,
    );
    expect(page.split('\n').slice(2, 4)).toEqual(['漢字  x', 'e\u0301     y']);
  });

  test('a name longer than its column goes on below', () => {
    const page = text([table(['Name', 'Why'], [['x'.repeat(60), 'y']])], plain);
    expect(Math.max(...page.split('\n').map((line) => line.length))).toBeLessThanOrEqual(40);
    expect(page.replace(/[^x]/g, '')).toHaveLength(60);
  });
});

/** A command, or an address: cut, it could not be used. */
function isWhole(line: string): boolean {
  return line.startsWith('      ') || /^\s*\(https:\S+\)(?: ·)?$/.test(line);
}

describe('colour', () => {
  test('is asked for', () => {
    expect(text([paragraph(strong('a'), ' ', code('b'))], { colour: true })).toBe(
      '\u001b[1ma\u001b[0m \u001b[36mb\u001b[0m\n',
    );
  });

  test('changes no word and no column', () => {
    const coloured = render(sqlSplit, 'text', { terminal: { colour: true } });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colour is made of them.
    expect(coloured.replace(/\u001b\[[\d;]*m/g, '')).toBe(render(sqlSplit, 'text'));
  });

  test('never comes from a name', () => {
    expect(text([paragraph('\u001b[31mred'), paragraph(code('\u009b2J'))], plain)).toBe(
      '\\u{1b}[31mred\n\n\\u{9b}2J\n',
    );
  });
});

test('no line is a command to the runner', () => {
  const page = text(
    [paragraph('::error::x'), table(['A', 'B'], [['', '::warning::y']]), list(['##[error]z'])],
    plain,
  );
  expect(page).not.toMatch(/^\s*::|##\[/m);
});
