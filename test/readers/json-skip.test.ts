import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { skipped } from '../../src/readers/json/skip.ts';

const encoder = new TextEncoder();

/** Where JSON.parse would end: the depth counted letter by letter, strings by its own rules. */
function expected(text: string, at: number, depth: number): number {
  let open = depth;
  for (let i = at; i < text.length; i++) {
    const letter = text[i] ?? '';
    if (letter === '"') {
      for (i++; i < text.length && text[i] !== '"'; i++) if (text[i] === '\\') i++;
    } else if ('{['.includes(letter)) open++;
    else if ('}]'.includes(letter) && --open === 0) return i + 1;
  }
  return -1;
}

// Letters that could be taken for structure, often.
const letters = fc.string({ unit: fc.constantFrom('"', '\\', '{', '}', '[', ']', ',', 'a', ' ') });
const json = fc.letrec<{ value: unknown; list: unknown[]; record: Record<string, unknown> }>(
  (tie) => ({
    value: fc.oneof(
      { maxDepth: 6 },
      letters,
      fc.constantFrom(null, true, 0.5),
      tie('list'),
      tie('record'),
    ),
    list: fc.array(tie('value'), { maxLength: 8 }),
    record: fc.dictionary(letters, tie('value'), { maxKeys: 8 }),
  }),
);

describe('stepping over', () => {
  test('ends where the value ends, wherever it begins', () => {
    fc.assert(
      fc.property(
        fc.array(json.list, { minLength: 1, maxLength: 20 }),
        fc.nat(80),
        (values, before) => {
          const text = `${' '.repeat(before)}${values.map((value) => JSON.stringify(value)).join(',')}`;
          const bytes = encoder.encode(text);
          let at = before;
          for (const value of values) {
            const end = at + JSON.stringify(value).length;
            expect(skipped(bytes, at + 1, 1)).toBe(end);
            at = end + 1;
          }
        },
      ),
    );
  });

  test('knows a string across the border of two blocks and of two pieces, whatever stands before it', () => {
    for (const border of [64, 128, 65_536, 131_072]) {
      for (let slashes = 0; slashes <= 70; slashes++) {
        for (const shift of [-1, 0, 1, 2]) {
          // An even run of backslashes lets the quote behind it end the string, an odd one does not.
          const lead = Math.max(1, border - slashes - 2 + shift);
          const run = `"${'x'.repeat(Math.max(0, lead - 1))}${'\\'.repeat(slashes)}"`;
          const text = `[${run}${slashes % 2 === 0 ? '' : ']"'}] `;
          const bytes = encoder.encode(text);
          expect([border, slashes, shift, skipped(bytes, 1, 1)]).toEqual([
            border,
            slashes,
            shift,
            expected(text, 1, 1),
          ]);
        }
      }
    }
  });

  test('goes on from the middle of a text as from its beginning, and back', () => {
    const inner = JSON.stringify(Array.from({ length: 9000 }, (_, n) => ({ n, text: '}]"\\' })));
    const text = `[${inner},${inner}]`;
    const bytes = encoder.encode(text);
    for (const near of [2, 100_000, 2, 66_000, inner.length + 3, 65_000]) {
      const begin = text.indexOf('{', near) + 1;
      expect(skipped(bytes, begin, 1)).toBe(expected(text, begin, 1));
      expect(skipped(bytes, begin, 2)).toBe(expected(text, begin, 2));
    }
  });

  test.each([
    ['nothing follows', '['],
    ['a bracket is missing', '[[1,2]'],
    ['a string does not end', '["]]]]'],
    ['the text ends after a backslash', '["\\'],
  ])('says so where %s', (_, text) => {
    expect(skipped(encoder.encode(text), 1, 1)).toBe(-1);
  });

  test('many open brackets are closed one by one', () => {
    const text = `${'['.repeat(200)}${']'.repeat(200)}`;
    const bytes = encoder.encode(text);
    for (const depth of [1, 63, 64, 65, 199]) {
      expect(skipped(bytes, 200, depth)).toBe(200 + depth);
    }
  });

  test('a process without WebAssembly reads the same', () => {
    const root = join(import.meta.dirname, '..', '..');
    const plan = ['plan', '--terraform-plan', 'examples/orders/plan.json', '--fail-on', 'never'];
    const run = (...flags: readonly string[]) =>
      spawnSync(
        process.execPath,
        [...flags, 'dist/cli.js', ...plan, '--now', '2026-12-01T09:00:00Z'],
        { cwd: root, encoding: 'utf8' },
      );
    const bare = run('--jitless');
    expect(bare.stderr).toBe('');
    expect(bare.stdout).toBe(run().stdout);
    expect(bare.stdout).toContain('Split');
  });
});
