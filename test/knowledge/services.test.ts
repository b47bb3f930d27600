import { describe, expect, test } from 'vitest';
import { type EditKind, editPlaces } from '../../src/core/edit.ts';
import { emptyModel } from '../../src/core/model.ts';
import { delays } from '../../src/knowledge/delays.ts';
import { endpointType } from '../../src/knowledge/endpoints.ts';
import { pairOf, region, regionPairs } from '../../src/knowledge/regions.ts';
import { clouds, traitsOf } from '../../src/knowledge/service.ts';
import { services } from '../../src/knowledge/services/index.ts';
import { workloads } from '../../src/knowledge/workloads.ts';

describe('the services', () => {
  test('have unique IDs in kebab-case', () => {
    const ids = services.map(({ id }) => id);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
    expect(ids.filter((id) => !/^[a-z]+(-[a-z]+)*$/.test(id))).toEqual([]);
  });

  test('tell the source of every fact', () => {
    const silent = services.flatMap((service) =>
      factsIn(service, service.id).filter(({ source }) => !/https:\/\/|computed/.test(source)),
    );
    expect(silent.map(({ place }) => place)).toEqual([]);
  });

  test('name every sub-resource in the public cloud', () => {
    const silent = services.flatMap(({ id, subresources }) =>
      subresources
        .filter(({ names }) => names.every(({ clouds: spelled }) => !spelled.value.public))
        .map(({ name }) => `${id} ${name}`),
    );
    expect(silent).toEqual([]);
  });

  test('look names up in privatelink zones, or in one that the resource itself names', () => {
    const odd = services.flatMap(({ id, subresources }) =>
      subresources.flatMap(({ names }) =>
        names
          .flatMap(({ clouds: spelled }) => Object.values(spelled.value))
          .filter(({ zone }) => !/^(privatelink(-global)?\.|\{\w+\.rest\}$)/.test(zone))
          .map(({ zone }) => `${id} ${zone}`),
      ),
    );
    // Data Lake Storage Gen1 has no private link.
    expect(odd).toEqual(['data-lake-store ']);
  });

  test('never send a forwarder to the private zone', () => {
    const wrong = services.flatMap(({ id, subresources }) =>
      subresources.flatMap(({ names }) =>
        names.flatMap((name) =>
          clouds.flatMap((cloud) =>
            (name.clouds.value[cloud]?.forwarders ?? [])
              .filter((suffix) => suffix.includes('privatelink'))
              .map((suffix) => `${id} ${suffix}`),
          ),
        ),
      ),
    );
    expect(wrong).toEqual([]);
  });

  test('spell the flag wherever they need one', () => {
    const mute = services.flatMap((service) =>
      (['azurerm', 'arm'] as const)
        .filter((dialect) => service.ruleBeforeEndpoint[dialect].value === 'with-flag')
        .filter((dialect) => traitsOf(service, dialect).ignoreMissingFlag === undefined)
        .map((dialect) => `${service.id} ${dialect}`),
    );
    expect(mute).toEqual([]);
  });

  test('say how to prove what they admit', () => {
    const proofs = ['reaches', 'private-name', 'public-access', 'closed'];
    const missing = services.flatMap(({ id, checks }) =>
      proofs
        .filter((proof) => !checks.some(({ value }) => value.proves === proof))
        .map((proof) => `${id} ${proof}`),
    );
    expect(missing).toEqual([]);
  });

  test('take a rule for a subnet without its endpoint as each service and dialect does', () => {
    const covered = services.filter(({ serviceEndpoint }) => serviceEndpoint !== undefined);
    const taken = Object.fromEntries(
      covered.map((service) => [
        service.id,
        [
          traitsOf(service, 'azurerm').ruleBeforeEndpoint,
          traitsOf(service, 'arm').ruleBeforeEndpoint,
        ],
      ]),
    );
    expect(taken).toEqual({
      storage: ['refused', 'refused'],
      sql: ['with-flag', 'with-flag'],
      'key-vault': ['refused', 'with-flag'],
      'cosmos-db': ['with-flag', 'with-flag'],
      'service-bus': ['with-flag', 'with-flag'],
      'event-hubs': ['with-flag', 'with-flag'],
      'container-registry': ['refused', 'refused'],
      'app-service': ['free', 'free'],
      'app-service-slot': ['free', 'free'],
      'ai-services': ['with-flag', 'with-flag'],
      'postgresql-server': ['with-flag', 'with-flag'],
      'mysql-server': ['refused', 'with-flag'],
      'mariadb-server': ['refused', 'with-flag'],
      'elastic-san': ['refused', 'refused'],
      'data-lake-store': ['refused', 'refused'],
    });
  });
});

interface Found {
  readonly place: string;
  readonly source: string;
}

/** Every fact below a value, with its place. */
function factsIn(value: unknown, place: string): readonly Found[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('source' in value && 'confidence' in value) return [{ place, source: String(value.source) }];
  return Object.entries(value).flatMap(([key, inner]) => factsIn(inner, `${place}.${key}`));
}

test('every kind of edit has a delay, whose upper end is not below its lower', () => {
  const kinds = Object.keys(editPlaces) as EditKind[];
  const wrong = kinds.filter((kind) => {
    const { take, settle, basis, source } = delays({ kind, id: 'x' }, emptyModel);
    return (
      (take.max ?? 0) < take.min || (settle.max ?? 0) < settle.min || basis === '' || source === ''
    );
  });
  expect(wrong).toEqual([]);
});

test('the row of a service speaks before the table', () => {
  const cosmos = services.find(({ id }) => id === 'cosmos-db');
  const model = {
    ...emptyModel,
    targets: { c: { id: 'c', type: cosmos?.type ?? '' } as never },
    endpoints: { e: { id: 'e', target: 'c' } as never },
  };
  expect(delays({ kind: 'ip-rule', id: 'c' }, model).settle.max).toBe(15);
  expect(delays({ kind: 'ip-rule', id: 'other' }, model).settle.max).toBe(5);
  expect(delays({ kind: 'private-endpoint', id: 'e' }, model).basis).toContain('without rules');
});

describe('regions', () => {
  test('compare whatever their spelling', () => {
    expect(region('West Europe')).toBe('westeurope');
    expect(region('(US) East US 2')).toBe('useastus2');
  });

  test('have their pairs by canonical names, some of them one-way', () => {
    expect(pairOf('West Europe')).toBe('northeurope');
    expect(pairOf('brazilsouth')).toBe('southcentralus');
    expect(pairOf('southcentralus')).toBe('northcentralus');
    expect(pairOf('israelcentral')).toBeUndefined();
    const odd = Object.entries(regionPairs.value).filter(
      ([one, other]) => one !== region(one) || other !== region(other),
    );
    expect(odd).toEqual([]);
  });
});

test('service endpoint types know their family and how far they reach', () => {
  expect(endpointType('microsoft.storage.global')).toEqual({
    name: 'Microsoft.Storage.Global',
    family: 'Microsoft.Storage',
    scope: 'everywhere',
  });
  expect(endpointType('Microsoft.Sql').scope).toBe('vnet-region');
  expect(endpointType('Microsoft.NotYet')).toEqual({
    name: 'Microsoft.NotYet',
    family: 'Microsoft.NotYet',
    scope: 'everywhere',
  });
});

test('a kind of workload says somehow where it runs', () => {
  const lost = workloads.flatMap(({ noun, forms }) =>
    forms
      .filter((form) => form.subnets.length === 0)
      .filter(({ inside, through, parts, of }) =>
        [inside, through, parts, of].every((each) => each === undefined),
      )
      .map(() => noun),
  );
  expect(lost).toEqual([]);
});
