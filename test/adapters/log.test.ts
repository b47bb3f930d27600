import { expect, test } from 'vitest';
import { harmless, oneLine } from '../../src/adapters/log.ts';

test.each([
  ['::add-mask::x', ': :add-mask::x'],
  ['  ::set-output name=a::b', '  : :set-output name=a::b'],
  ['a ##[add-mask]b', 'a # #[add-mask]b'],
  ['a\r\n::error::b\r::c::d\u2028::e::f', 'a\n: :error::b\n: :c::d\n: :e::f'],
  ['plain, with a :: in it\tand a tab', 'plain, with a :: in it\tand a tab'],
  ['\u001b[31mred\u0007\u009b', '\ufffd[31mred\ufffd\ufffd'],
])('a runner that prints %j obeys nothing in it', (text, printed) => {
  expect(harmless(text)).toBe(printed);
});

test('one line is one line', () => {
  expect(oneLine(' a\n\n::b::c \u2029 d ')).toBe('a ::b::c d');
});
