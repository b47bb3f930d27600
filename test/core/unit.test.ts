import { describe, expect, test } from 'vitest';
import type { Edit, EditKind } from '../../src/core/edit.ts';
import { bundled, rank, single, unitPairs } from '../../src/core/unit.ts';

const because = 'it must';
const edit = (kind: EditKind, id: string, own: Partial<Edit> = { after: 'x' }): Edit => ({
  kind,
  id,
  ...own,
});
const entry = (
  kind: EditKind,
  id: string,
  key: string,
  way: 'add' | 'remove' | 'update' = 'add',
): Edit => ({
  kind,
  id,
  key,
  ...(way === 'add' ? {} : { before: 'b' }),
  ...(way === 'remove' ? {} : { after: 'a' }),
});
const units = (edits: readonly Edit[], origin?: (n: number) => string) =>
  bundled(edits, origin).map((unit) => unit.edits);

describe('edits are made together', () => {
  test('which are entries of one record, of one kind, in one direction', () => {
    expect(
      units([
        entry('ip-rule', 'safe', '1'),
        entry('virtual-network-rule', 'safe', 'a'),
        entry('ip-rule', 'safe', '2'),
        entry('ip-rule', 'safe', '3', 'remove'),
        entry('ip-rule', 'safe', '4', 'update'),
        entry('ip-rule', 'other', '1'),
        entry('ip-rule', 'safe', '5', 'remove'),
      ]),
    ).toEqual([[0, 2], [1], [3, 6], [4], [5]]);
  });

  test('not which are records or plain fields', () => {
    expect(
      units([
        edit('link', 'a'),
        edit('link', 'b'),
        edit('default-action', 'safe'),
        edit('default-action', 'safe'),
      ]),
    ).toEqual([[0], [1], [2], [3]]);
  });

  test('not which come of different proposals', () => {
    const edits = [
      entry('ip-rule', 'safe', '1'),
      entry('ip-rule', 'safe', '2'),
      entry('ip-rule', 'safe', '3'),
    ];
    expect(units(edits, (n) => (n === 1 ? 'bridge' : ''))).toEqual([[0, 2], [1]]);
  });

  test('which set the public access of all doors by one proposal, in one direction', () => {
    const open = (id: string): Edit =>
      edit('public-network-access', id, { before: 'unset', after: 'Enabled' });
    const back = (id: string): Edit =>
      edit('public-network-access', id, { before: 'Enabled', after: 'unset' });
    const edits = [open('site'), open('scm'), back('site'), back('scm')];
    expect(units(edits, () => 'keep open')).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(units(edits)).toEqual([[0], [1], [2], [3]]);
  });

  test('or each alone', () => {
    expect(single([edit('link', 'a'), edit('link', 'b')])).toEqual([
      { edits: [0] },
      { edits: [1] },
    ]);
    expect(single([])).toEqual([]);
  });
});

test('units precede each other as their edits do, once, and never themselves', () => {
  const three = [{ edits: [0, 1] }, { edits: [2] }, { edits: [3] }];
  const pair = (first: number, second: number) => ({ first, second, because });
  expect(
    unitPairs(three, [pair(0, 2), pair(1, 2), pair(0, 1), pair(3, 0), pair(9, 0), pair(0, 9)]),
  ).toEqual([
    [0, 1],
    [2, 0],
  ]);
});

describe('where the replay leaves a choice', () => {
  const set = (kind: EditKind, after: unknown) => rank(edit(kind, 'safe', { before: 'x', after }));
  const [add, remove] = [{ after: {} }, { before: {} }];
  const order = (...kinds: readonly (readonly [EditKind, Partial<Edit>])[]) =>
    kinds.map(([kind, way]) => rank(edit(kind, 'x', way)));

  test('what opens goes before what switches, and what closes goes last', () => {
    const [rule, endpoint, closing] = [
      rank(entry('ip-rule', 'safe', '1')),
      rank(entry('service-endpoint', 'hub/app', 'x')),
      set('default-action', 'Deny'),
    ];
    expect(rule < endpoint && endpoint < closing).toBe(true);
    expect(rank(entry('virtual-network-rule', 'safe', '1')) < endpoint).toBe(true);
  });

  test('a setting opens or closes by its value', () => {
    expect([
      set('default-action', 'Allow') < set('default-action', 'Deny'),
      set('public-network-access', 'Enabled') < set('public-network-access', 'Disabled'),
      set('network-rules-enabled', false) < set('network-rules-enabled', true),
    ]).toEqual([true, true, true]);
  });

  test('trust that is taken away closes, and trust that is given opens', () => {
    const trusted = (before: unknown, after: unknown) =>
      rank(edit('trusted-services', 'safe', { before, after }));
    const closing = set('default-action', 'Deny');
    expect([
      trusted([], ['AzureServices']) < closing,
      trusted(['AzureServices'], []) > closing,
      trusted(['AzureServices'], { unknown: 'not shown' }) > closing,
    ]).toEqual([true, true, true]);
  });

  test('what is built goes from the ground up, and is taken down from the top', () => {
    const up = order(
      ['vnet', add],
      ['zone', add],
      ['subnet', add],
      ['private-endpoint', add],
      ['zone-group', add],
      ['link', add],
    );
    expect(up).toEqual([...up].sort((a, b) => a - b));
    const down = order(
      ['zone-group', remove],
      ['private-endpoint', remove],
      ['target', remove],
      ['subnet', remove],
      ['zone', remove],
      ['vnet', remove],
    );
    expect(down).toEqual([...down].sort((a, b) => a - b));
  });

  test('a service endpoint goes off the subnet after the rules that need it', () => {
    expect(
      rank(entry('virtual-network-rule', 'safe', 'a', 'remove')) <
        rank(entry('service-endpoint', 'hub/app', 'x', 'remove')),
    ).toBe(true);
  });

  test('whatever has no place of its own goes between what opens and what closes', () => {
    const [middle, gone] = order(['delegation', { before: 1, after: 2 }], ['delegation', remove]);
    expect(middle).toBeGreaterThan(rank(entry('service-endpoint', 'hub/app', 'x')));
    expect(middle).toBeLessThan(set('default-action', 'Deny'));
    expect(gone).toBeGreaterThan(set('default-action', 'Deny'));
  });
});
