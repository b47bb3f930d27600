import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printProblem } from '../../src/core/problem.ts';
import { readTerraformPlans } from '../../src/readers/terraform-plan/read.ts';
import { bytesOf, fixture, item, plan, reading } from '../readers/terraform-fixtures.ts';
import { runs } from './models.ts';

// Law 9 for this reader: it never throws, whatever it is given, and what it cannot read it names in one line.

const everything = { wants: () => true };
const names = ['instances', 'lifecycle', 'hidden', 'azapi-1', 'azapi-2', 'azurerm-5'] as const;
const texts = new Map(names.map((name) => [name, fixture(name).toString()]));

function holds(input: Uint8Array): void {
  const { readings, problems } = readTerraformPlans(
    [{ path: 'plan.json', bytes: input }],
    everything,
  );
  expect(readings.length + problems.length).toBeGreaterThan(0);
  for (const problem of problems) expect(printProblem(problem)).toMatch(/^plan\.json[^\n]+\.$/);
}

describe('the Terraform reader never throws', () => {
  test('on any bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), holds));
  });

  test('on any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => holds(bytesOf(text))));
  });

  test('on any JSON', () => {
    fc.assert(fc.property(fc.json(), (text) => holds(bytesOf(text))));
  });

  test('on any JSON in the place of a part of a plan', () => {
    const part = fc.constantFrom(
      ...['resource_changes', 'resource_drift', 'deferred_changes', 'prior_state'],
      ...['planned_values', 'configuration', 'format_version', 'errored', 'complete'],
    );
    fc.assert(
      fc.property(part, fc.jsonValue(), (name, value) =>
        holds(bytesOf(plan([], { [name]: value }))),
      ),
    );
  });

  test('on a plan of which one value, anywhere, is another', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.nat(),
        fc.jsonValue({ maxDepth: 2 }),
        (name, at, value) => {
          const json = JSON.parse(texts.get(name) ?? '') as unknown;
          const places = placesIn(json);
          const place = places[at % places.length];
          if (place !== undefined) Object.assign(place.holder, { [place.key]: value });
          holds(bytesOf(JSON.stringify(json)));
        },
      ),
      runs(400),
    );
  });

  test('on a plan of which bytes are missing or changed', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 3 }),
        (name, damages) => {
          const bytes = bytesOf(texts.get(name) ?? '');
          for (const [at, byte] of damages) bytes[at % bytes.length] = byte;
          holds(bytes);
        },
      ),
      runs(400),
    );
  });

  test('on a plan cut short, which it calls truncated at that byte', () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.nat(), (name, at) => {
        const whole = bytesOf(texts.get(name) ?? '').subarray(0, -1);
        const cut = 1 + (at % (whole.length - 1));
        const { readings, problems } = readTerraformPlans(
          [{ path: 'plan.json', bytes: whole.subarray(0, cut) }],
          everything,
        );
        expect(readings).toEqual([]);
        expect(problems).toMatchObject([{ code: 'input-truncated', byte: cut }]);
      }),
    );
  });
});

test('no value under a sensitive mark is in the reading', () => {
  const secret = 'hunter2hunter2';
  /** A value and the marks beside it; every string below a mark is the secret. */
  const marked = fc.letrec<{ pair: readonly [unknown, unknown] }>((tie) => ({
    pair: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      fc.constant(['public', false] as const),
      fc.constant([secret, true] as const),
      fc.constant([{ a: secret, b: [secret] }, true] as const),
      fc
        .array(tie('pair'), { maxLength: 3 })
        .map((pairs) => [pairs.map(first), pairs.map(second)] as const),
      fc
        .dictionary(fc.constantFrom('a', 'b', 'id', 'name', 'body'), tie('pair'), { maxKeys: 3 })
        .map((pairs) => [mapped(pairs, first), mapped(pairs, second)] as const),
    ),
  })).pair;
  const types = fc.constantFrom('azurerm_subnet', 'azapi_resource', 'azapi_update_resource');
  fc.assert(
    fc.property(
      types,
      fc.dictionary(fc.constantFrom('id', 'name', 'body', 'x'), marked),
      (type, pairs) => {
        const values = { type: 'Microsoft.Network/virtualNetworks@1', ...mapped(pairs, first) };
        const marks = mapped(pairs, second);
        const change = {
          actions: ['update'],
          before: values,
          after: values,
          before_sensitive: marks,
          after_sensitive: marks,
        };
        const text = JSON.stringify(reading(plan([item(`${type}.a`, change)])));
        expect(text).not.toContain(secret);
      },
    ),
  );
});

interface Place {
  readonly holder: object;
  readonly key: string;
}

function placesIn(json: unknown): readonly Place[] {
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([key, value]) => [
    { holder: json, key },
    ...placesIn(value),
  ]);
}

function first(pair: readonly [unknown, unknown]): unknown {
  return pair[0];
}

function second(pair: readonly [unknown, unknown]): unknown {
  return pair[1];
}

function mapped<T>(record: Readonly<Record<string, T>>, change: (value: T) => unknown): object {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
