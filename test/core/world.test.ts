import { describe, expect, test } from 'vitest';
import { isKnown, isUnknown, map, unknown } from '../../src/core/known.ts';
import { mentions } from '../../src/core/mention.ts';
import {
  agree,
  ask,
  isUndecided,
  look,
  settle,
  some,
  view,
  whether,
  zoneNamesIn,
} from '../../src/core/world.ts';
import { kinds, network, target, zone } from './network.ts';

const model = network({ targets: [target('safe', kinds.vault)] });
const open = (key: string) => ({
  by: 'undecided' as const,
  questions: [{ key, options: ['yes', 'no'], missing: key }],
});

describe('a question', () => {
  test('is answered by the world, else it stays open', () => {
    const question = { key: 'k', options: ['a', 'b'], missing: 'm' };
    expect(ask(view(model, { k: 'a' }), question)).toBe('a');
    expect(ask(view(model, { other: 'a' }), question)).toEqual({
      by: 'undecided',
      questions: [question],
    });
  });
  test('of yes or no is answered by yes alone', () => {
    expect([
      whether(view(model, { k: 'yes' }), 'k', 'm'),
      whether(view(model, { k: 'no' }), 'k', 'm'),
    ]).toEqual([true, false]);
    expect(whether(view(model), 'k', 'm')).toEqual({
      by: 'undecided',
      questions: [{ key: 'k', options: ['yes', 'no'], missing: 'm' }],
    });
  });
  test('is asked of an unknown value alone', () => {
    expect(settle(view(model), 'Allow', 'f', ['Allow', 'Deny'])).toBe('Allow');
    expect(
      settle<string>(view(model, { 'f: why': 'Deny' }), unknown('why'), 'f', ['Allow', 'Deny']),
    ).toBe('Deny');
    expect(settle<string>(view(model), unknown('why'), 'f', ['Allow', 'Deny'])).toEqual({
      by: 'undecided',
      questions: [{ key: 'f: why', options: ['Allow', 'Deny'], missing: 'why' }],
    });
  });
});

describe('of several', () => {
  const answers = (...all: readonly (boolean | ReturnType<typeof open>)[]) =>
    some(all, (each) => each);
  test.each([
    ['none is none', [], false],
    ['false ones are none', [false, false], false],
    ['one true is enough', [false, true], true],
    ['one true is enough, whatever is open', [open('a'), true], true],
  ] as const)('%s', (_, all, expected) => expect(answers(...all)).toBe(expected));
  test('the first open one is asked where none is true', () => {
    expect(answers(false, open('a'), open('b'))).toEqual(open('a'));
  });
});

test('a look is noted, whether the record is there or not', () => {
  const reads = new Set<string>();
  const at = view(model, {}, reads);
  expect([look(at, 'targets', 'safe')?.id, look(at, 'subnets', 'gone')]).toEqual([
    'safe',
    undefined,
  ]);
  expect([...reads]).toEqual(['targets|safe', 'subnets|gone']);
});

test('two worlds agree unless they answer a question differently', () => {
  expect(agree({}, { a: 'yes' })).toBe(true);
  expect(agree({ a: 'yes' }, {})).toBe(true);
  expect(agree({ a: 'yes', b: 'no' }, { a: 'yes', c: 'no' })).toBe(true);
  expect(agree({ a: 'yes', b: 'no' }, { a: 'yes', b: 'yes' })).toBe(false);
});

test('names of zones are told of every model, in small letters', () => {
  const models = [
    network({ zones: [zone('A.test')] }),
    network({ zones: [zone('b.test'), zone('a.test')] }),
  ];
  expect([...zoneNamesIn(models)]).toEqual(['a.test', 'b.test']);
  expect(zoneNamesIn([]).size).toBe(0);
});

test.each([
  [open('a'), true],
  [{ by: 'none' }, false],
  [{}, false],
  [null, false],
  ['undecided', false],
  [true, false],
])('%j is undecided: %s', (value, expected) => expect(isUndecided(value)).toBe(expected));

describe('a known value', () => {
  test.each([
    ['text', true],
    [null, true],
    [undefined, true],
    [false, true],
    [{}, true],
    [{ known: 1 }, true],
    [unknown('why'), false],
  ])('%j: %s', (value, expected) => {
    expect(isKnown(value)).toBe(expected);
    expect(isUnknown(value)).toBe(!expected);
  });
  test('is changed, and an unknown one stays unknown for its reason', () => {
    expect(map(2, (n: number) => n + 1)).toBe(3);
    expect(map<number, number>(unknown('why'), (n) => n + 1)).toEqual(unknown('why'));
  });
});

test('a value mentions every text inside it, an endpoint by its ID', () => {
  expect(mentions({ a: 'x', b: ['y', 1, null, { c: 'endpoint:pe' }], d: true })).toEqual([
    'x',
    'y',
    'pe',
  ]);
  expect([mentions(undefined), mentions(null), mentions(7)]).toEqual([[], [], []]);
});
