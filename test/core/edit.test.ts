import { describe, expect, test } from 'vitest';
import {
  apply,
  applyAll,
  direction,
  type Edit,
  invert,
  isEdit,
  placeOf,
  valueAt,
} from '../../src/core/edit.ts';
import { emptyModel } from '../../src/core/model.ts';
import { kinds, network, rule, subnet, target, vnet } from './network.ts';

const safe = target('safe', kinds.vault);
const model = network({ targets: [safe], subnets: [subnet('hub/app')], vnets: [vnet('hub')] });

const close: Edit = { kind: 'default-action', id: 'safe', before: 'unset', after: 'Deny' };
const admit: Edit = { kind: 'virtual-network-rule', id: 'safe', key: 'hub/app', after: rule };
const create: Edit = { kind: 'target', id: 'new', after: target('new', kinds.vault) };
const remove: Edit = { kind: 'target', id: 'safe', before: safe };

describe('an edit', () => {
  test('adds, removes or updates', () => {
    expect([admit, remove, close].map(direction)).toEqual(['add', 'remove', 'update']);
  });

  test('has a place: a record, a field of it, an entry of a field', () => {
    expect([create, close, admit].map(placeOf)).toEqual([
      'targets|new',
      'targets|safe|defaultAction',
      'targets|safe|networkRules|hub/app',
    ]);
  });

  test('has an inverse, and that has the edit as its own', () => {
    expect(invert(admit)).toEqual({
      kind: 'virtual-network-rule',
      id: 'safe',
      key: 'hub/app',
      before: rule,
    });
    expect(Object.keys(invert(remove))).toEqual(['kind', 'id', 'after']);
    for (const each of [close, admit, create, remove]) expect(invert(invert(each))).toEqual(each);
  });

  test('is of one kind', () => {
    expect([isEdit(admit, 'virtual-network-rule'), isEdit(admit, 'ip-rule')]).toEqual([
      true,
      false,
    ]);
  });
});

describe('what stands at the place of an edit', () => {
  test.each<readonly [string, Edit, unknown]>([
    ['a record', remove, safe],
    ['no record', create, undefined],
    ['a field', close, 'unset'],
    ['a field of no record', { ...close, id: 'gone' }, undefined],
    ['no entry', admit, undefined],
    ['an entry of no record', { ...admit, id: 'gone' }, undefined],
  ])('%s', (_, edit, value) => expect(valueAt(model, edit)).toEqual(value));

  test('an entry', () => expect(valueAt(apply(model, admit), admit)).toEqual(rule));
});

describe('making an edit', () => {
  test('changes a field and nothing else', () => {
    expect(apply(model, close)).toEqual({
      ...model,
      targets: { safe: { ...safe, defaultAction: 'Deny' } },
    });
  });
  test('puts an entry and takes it away', () => {
    const with1 = apply(model, admit);
    expect(with1.targets.safe?.networkRules).toEqual({ 'hub/app': rule });
    expect(apply(with1, invert(admit))).toEqual(model);
  });
  test('puts a record and takes it away', () => {
    expect(Object.keys(apply(model, create).targets)).toEqual(['safe', 'new']);
    expect(apply(model, remove).targets).toEqual({});
  });
  test('once more changes nothing at all', () => {
    const made = apply(model, close);
    expect(apply(made, close)).toBe(made);
  });
  test('of a record that is not there makes none', () => {
    expect(apply(emptyModel, close)).toEqual(emptyModel);
    expect(apply(emptyModel, admit)).toEqual(emptyModel);
  });
  test('leaves the model that it was given alone', () => {
    apply(model, close);
    expect(model.targets.safe?.defaultAction).toBe('unset');
  });
  test('keeps the collections that it does not touch', () => {
    expect(apply(model, close).subnets).toBe(model.subnets);
  });
});

test('edits are made in their order, each on what those before it left', () => {
  const open: Edit = { kind: 'default-action', id: 'new', before: 'unset', after: 'Allow' };
  const end = applyAll(model, [create, open, close, invert(close), admit]);
  expect(end.targets.new?.defaultAction).toBe('Allow');
  expect(end.targets.safe).toEqual({ ...safe, networkRules: { 'hub/app': rule } });
  expect(applyAll(model, [open, create]).targets.new?.defaultAction).toBe('unset');
});
