import { describe, expect, test } from 'vitest';
import { covers, overlaps, prefixLength, range } from '../../src/core/cidr.ts';

describe('a range', () => {
  test.each([
    ['0.0.0.0', 0, 0],
    ['0.0.1.0', 256, 256],
    ['255.255.255.255', 4294967295, 4294967295],
    [' 0.0.0.9 ', 9, 9],
    ['0.0.0.7/30', 4, 7],
    ['0.0.0.8/30', 8, 11],
    ['0.0.0.5/32', 5, 5],
    ['128.0.0.1/0', 0, 4294967295],
    ['0.0.0.1-0.0.0.9', 1, 9],
    ['0.0.0.1 - 0.0.0.9', 1, 9],
  ])('%s has its first and last address', (text, first, last) => {
    expect(range(text)).toEqual({ first, last });
  });

  test.each([
    '',
    'Storage',
    '10.0.0',
    '10.0.0.0.0',
    '256.0.0.0',
    '10.0.0.260',
    '1.2.3.x',
    '10.0.0.0/33',
    '10.0.0.0/',
    '10.0.0.0/-1',
    '10.0.0.0/2x',
    '10.0.0.1-',
    '-10.0.0.1',
    '10.0.0.1-there',
    '2001:db8::1',
    'x10.0.0.1',
    '10.0.0.1x',
  ])('is not read from %j', (text) => expect(range(text)).toBeUndefined());

  test.each(['250.199.200.249', '9.19.99.100'])(
    'is read from %s, whose numbers have one to three digits',
    (text) => {
      expect(range(text)).toBeDefined();
    },
  );
});

describe('a range covers', () => {
  test.each([
    ['10.0.0.0/24', '10.0.0.0', true],
    ['10.0.0.0/24', '10.0.0.255', true],
    ['10.0.0.0/24', '10.0.1.0', false],
    ['10.0.1.0/24', '10.0.0.255', false],
    ['10.0.0.0/24', '10.0.0.0/24', true],
    ['10.0.0.0/24', '10.0.0.0/23', false],
    ['10.0.0.0/25', '10.0.0.64-10.0.0.128', false],
    ['Storage', '10.0.0.0', undefined],
    ['10.0.0.0', 'Storage', undefined],
  ])('%s: %s? %s', (outer, inner, expected) => expect(covers(outer, inner)).toBe(expected));
});

describe('two ranges overlap', () => {
  test.each([
    ['10.0.0.0/24', '10.0.0.255-10.0.1.9', true],
    ['10.0.0.0/24', '10.0.1.0', false],
    ['10.0.1.0/24', '10.0.0.0/16', true],
    ['10.0.0.9', '10.0.0.1-10.0.0.9', true],
    ['10.0.0.9', '10.0.0.1-10.0.0.8', false],
    ['Storage', '10.0.0.0', undefined],
    ['10.0.0.0', 'Storage', undefined],
  ])('%s and %s? %s', (one, other, expected) => {
    expect(overlaps(one, other)).toBe(expected);
    expect(overlaps(other, one)).toBe(expected);
  });
});

test('the length of a prefix is 32 for a single address', () => {
  expect(['10.0.0.0/8', '0.0.0.0/0', '10.0.0.1'].map(prefixLength)).toEqual([8, 0, 32]);
});
