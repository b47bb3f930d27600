import { describe, expect, test } from 'vitest';
import { diff } from '../../src/core/diff.ts';
import { applyAll, type Edit, invert } from '../../src/core/edit.ts';
import { canonical, equal } from '../../src/core/equal.ts';
import { unknown } from '../../src/core/known.ts';
import type { NetworkModel, Target } from '../../src/core/model.ts';
import { endpointOf, ipRules, kinds, network, rule, subnet, target, vnet } from './network.ts';

const of = (own: Partial<Target> = {}) => network({ targets: [target('safe', kinds.vault, own)] });
const said = (edit: Edit) =>
  [
    edit.kind,
    edit.id,
    edit.key,
    edit.before === undefined ? '' : 'before',
    edit.after === undefined ? '' : 'after',
  ]
    .filter((each) => each)
    .join(' ');
const found = (before: NetworkModel, after: NetworkModel, replaced: readonly string[] = []) =>
  diff(before, after, new Set(replaced)).map(said);

describe('the edits between two models', () => {
  test('are none where nothing differs', () => {
    expect(found(of(), of())).toEqual([]);
    expect(
      found(
        of({ ipRules: { b: { range: 'b' }, a: { range: 'a' } } }),
        of({ ipRules: { a: { range: 'a' }, b: { range: 'b' } } }),
      ),
    ).toEqual([]);
  });

  test('are none where only what readers print differs', () => {
    expect(found(of(), of({ name: 'other', label: 'another' }))).toEqual([]);
  });

  test('name the record that comes or goes', () => {
    expect(found(network({}), of())).toEqual(['target safe after']);
    expect(found(of(), network({}))).toEqual(['target safe before']);
  });

  test('name the field that has an edit of its own', () => {
    expect(diff(of(), of({ defaultAction: 'Deny' }))).toEqual([
      { kind: 'default-action', id: 'safe', before: 'unset', after: 'Deny' },
    ]);
    expect(diff(of(), of({ defaultAction: unknown('x') }))).toMatchObject([
      { after: unknown('x') },
    ]);
  });

  test('name the entries that come, go and change, in the order of their keys', () => {
    const before = of({ ipRules: ipRules('b', 'd', 'e') });
    const after = of({ ipRules: { ...ipRules('c', 'a', 'e'), d: { range: 'd', action: 'Deny' } } });
    expect(found(before, after)).toEqual([
      'ip-rule safe a after',
      'ip-rule safe b before',
      'ip-rule safe c after',
      'ip-rule safe d before after',
    ]);
  });

  test('are one of the whole record for any other difference, beside those of its fields', () => {
    const before = of({ defaultAction: 'Allow' });
    const after = of({ defaultAction: 'Deny', location: 'south' });
    expect(found(before, after)).toEqual([
      'target safe before after',
      'default-action safe before after',
    ]);
    const [whole] = diff(before, after);
    expect(whole?.after).toEqual({ ...after.targets.safe, defaultAction: 'Allow' });
  });

  test('go by collection, then by ID', () => {
    const empty = network({});
    const full = network({
      targets: [target('b', kinds.vault), target('a', kinds.vault)],
      subnets: [subnet('hub/app')],
      vnets: [vnet('hub')],
    });
    expect(found(empty, full)).toEqual([
      'vnet hub after',
      'subnet hub/app after',
      'target a after',
      'target b after',
    ]);
  });

  test('take one model to the other, and their inverses back', () => {
    const one = network({
      targets: [target('safe', kinds.vault, { ipRules: ipRules('a') })],
      vnets: [vnet('hub')],
    });
    const other = network({
      targets: [
        target('safe', kinds.vault, { networkRules: { x: rule }, location: 'south', sku: 'Basic' }),
      ],
      subnets: [subnet('hub/app', { endpoints: endpointOf(kinds.vault) })],
    });
    const edits = diff(one, other);
    expect(applyAll(one, edits)).toEqual(other);
    expect(applyAll(other, [...edits].reverse().map(invert))).toEqual(one);
  });
});

describe('what is replaced leaves and comes back', () => {
  const admitted = of({ networkRules: { 'hub/app': rule, 'hub/other': rule } });
  test('a record by its ID', () => {
    expect(found(of(), of(), ['safe'])).toEqual(['target safe before', 'target safe after']);
  });
  test('a record by its place', () => {
    expect(found(of(), of({ location: 'south' }), ['targets|safe'])).toEqual([
      'target safe before',
      'target safe after',
    ]);
  });
  test('an entry by its place, alone', () => {
    expect(found(admitted, admitted, ['targets|safe|networkRules|hub/app'])).toEqual([
      'virtual-network-rule safe hub/app before',
      'virtual-network-rule safe hub/app after',
    ]);
  });
  test('an entry that only comes or goes does so once', () => {
    expect(found(of(), admitted, ['targets|safe|networkRules|hub/app'])).toEqual([
      'virtual-network-rule safe hub/app after',
      'virtual-network-rule safe hub/other after',
    ]);
    expect(
      found(admitted, of({ networkRules: { 'hub/other': rule } }), [
        'targets|safe|networkRules|hub/app',
      ]),
    ).toEqual(['virtual-network-rule safe hub/app before']);
  });
  test('a record that only comes does so once', () => {
    expect(found(network({}), of(), ['safe'])).toEqual(['target safe after']);
  });
  test('nothing else', () => {
    expect(found(of(), of(), ['other', 'subnets|safe'])).toEqual([]);
    expect(found(of(), of({ defaultAction: 'Deny' }), ['other'])).toEqual([
      'default-action safe before after',
    ]);
  });
});

describe('data is equal', () => {
  test.each([
    [1, 1, true],
    [1, '1', false],
    [null, null, true],
    [null, {}, false],
    [{}, null, false],
    [{}, undefined, false],
    [[], {}, false],
    [{}, [], false],
    [[1, 2], [1, 2], true],
    [[1, 2], [2, 1], false],
    [[1], [1, 2], false],
    [{ a: 1, b: 2 }, { b: 2, a: 1 }, true],
    [{ a: 1 }, { a: 1, b: 2 }, false],
    [{ a: undefined }, { b: undefined }, false],
    [{ a: { b: [1] } }, { a: { b: [1] } }, true],
    [{ a: { b: [1] } }, { a: { b: [2] } }, false],
  ])('%j and %j: %s', (one, other, expected) => expect(equal(one, other)).toBe(expected));

  test('when its canonical text is', () => {
    expect(canonical({ b: 1, a: [true, null, 'x', { d: undefined, c: 2 }] })).toBe(
      '{"a":[true,null,"x",{"c":2}],"b":1}',
    );
    expect(canonical(undefined)).toBe('null');
  });
});
