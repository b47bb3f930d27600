import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaults } from '../../src/core/config.ts';
import { unknown } from '../../src/core/known.ts';
import type { Collection, NetworkModel } from '../../src/core/model.ts';
import { blanks } from '../../src/readers/network/blank.ts';
import { tellers } from '../../src/readers/network/tellers.ts';
import { interest, network } from '../../src/readers/network.ts';
import type { Properties, Reading, ResourceChange } from '../../src/readers/resource.ts';
import {
  accountProps,
  later,
  networkId,
  read,
  reading,
  resource,
  still,
  storageId,
  subnet,
  subnetId,
  vnet,
  vnetId,
} from './network-scene.ts';

const types = [...new Set(tellers.flatMap((teller) => teller.types))];
const names = [
  ...new Set([...tellers.flatMap((teller) => teller.reads), 'properties', 'id', 'value']),
];

const ids = [
  vnetId,
  subnetId('app'),
  storageId('stdata'),
  networkId('natGateways/ng'),
  '/',
  'x',
  '',
];

const leaf = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, 0, 'Deny', '1.2.3.4', 'Microsoft.Storage', ...ids),
  fc.constant(later()),
  fc.constantFrom(...types).map((type) => later(`${type}.x.id`)),
  fc.string(),
);

const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 5 }),
  ),
}));

const properties = fc.dictionary(fc.constantFrom(...names), value, {
  maxKeys: 8,
}) as fc.Arbitrary<Properties>;

const change: fc.Arbitrary<ResourceChange> = fc
  .record({
    type: fc.constantFrom(...types),
    action: fc.constantFrom('create', 'update', 'delete', 'replace', 'no-op', 'read', 'forget'),
    before: fc.option(properties, { nil: undefined }),
    after: fc.option(properties, { nil: undefined }),
    id: fc.constantFrom(...ids),
    whole: fc.boolean(),
    data: fc.boolean(),
    early: fc.boolean(),
  })
  .map(({ type, action, before, after, id, whole, data, early }) =>
    resource(`${type}.x`, {
      type,
      dialect: type.includes('/') ? 'arm' : 'azurerm',
      action: action as ResourceChange['action'],
      idBefore: id,
      idAfter: id,
      whole,
      createBeforeDestroy: early,
      ...(data ? { data: true } : {}),
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    }),
  );

test('no JSON makes the reader throw, or leaves a record without its fields', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 6 }), (changes) => {
      const { before, after } = network([reading(changes)], defaults);
      expect([before, after].flatMap(lacking)).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

function lacking(model: NetworkModel): readonly string[] {
  return Object.entries(blanks).flatMap(([collection, blank]) => {
    const wanted = ['id', 'name', 'label', ...Object.keys(blank(unknown('not said')))];
    return Object.entries(model[collection as Collection]).flatMap(([id, record]) =>
      wanted
        .filter((field) => (record as unknown as Record<string, unknown>)[field] === undefined)
        .map((field) => `${collection} ${id} ${field}`),
    );
  });
}

const scene: readonly ResourceChange[] = [
  vnet,
  subnet('app', { service_endpoints: ['Microsoft.Storage'] }),
  still('azurerm_storage_account.data', storageId('stdata'), accountProps('stdata')),
  resource('azurerm_storage_account_network_rules.data', {
    after: {
      storage_account_id: storageId('stdata'),
      default_action: 'Deny',
      virtual_network_subnet_ids: [subnetId('app')],
    },
  }),
  // Two resources claim one association: nobody may notice which came first.
  ...['one', 'two'].map((name) =>
    still(`azurerm_subnet_nat_gateway_association.${name}`, subnetId('app'), {
      subnet_id: subnetId('app'),
      nat_gateway_id: networkId(`natGateways/${name}`),
    }),
  ),
];

test('the order of resources and files changes nothing', () => {
  const expected = read(...scene);
  fc.assert(
    fc.property(fc.shuffledSubarray([...scene], { minLength: scene.length }), (shuffled) => {
      expect(read(...shuffled)).toEqual(expected);
    }),
    { numRuns: 50 },
  );
});

test('plans without a project do not mistake each other’s addresses', () => {
  const fresh = (path: string): Reading =>
    reading([resource('azurerm_nat_gateway.ng', { after: { name: 'ng' } })], { path });
  expect(
    Object.keys(network([fresh('a.json'), fresh('b.json')], defaults).after.natGateways),
  ).toEqual(['iac:a.json/azurerm_nat_gateway.ng', 'iac:b.json/azurerm_nat_gateway.ng']);
});

test('what says nothing about the network is of no interest', () => {
  expect(interest.wants('azurerm_subnet')).toBe(true);
  expect(interest.wants('microsoft.network/VIRTUALNETWORKS')).toBe(true);
  expect(interest.wants('azurerm_role_assignment')).toBe(false);
});
