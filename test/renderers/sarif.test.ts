import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Plan, PlanHazard } from '../../src/core/plan.ts';
import { type SarifOptions, sarif } from '../../src/renderers/sarif.ts';
import { anyPlan } from './arbitrary-plan.ts';
import { manyOutages } from './large-plans.ts';
import { clear, sqlSplit } from './samples.ts';

// What SARIF 2.1.0 and GitHub's code scanning require of a file, as far as ours has it.

const text = {
  type: 'object',
  required: ['text'],
  properties: { text: { type: 'string', minLength: 1 } },
  additionalProperties: false,
};
const level = { enum: ['error', 'warning', 'note'] };

const physicalLocation = {
  type: 'object',
  required: ['artifactLocation', 'region'],
  properties: {
    artifactLocation: {
      type: 'object',
      required: ['uri'],
      properties: { uri: { type: 'string', minLength: 1, format: 'uri-reference' } },
      additionalProperties: false,
    },
    region: {
      type: 'object',
      required: ['startLine'],
      properties: { startLine: { type: 'integer', minimum: 1 } },
      additionalProperties: false,
    },
  },
  additionalProperties: false,
};

const result = {
  type: 'object',
  required: ['ruleId', 'ruleIndex', 'level', 'message', 'locations', 'partialFingerprints'],
  properties: {
    ruleId: { type: 'string' },
    ruleIndex: { type: 'integer', minimum: 0 },
    level,
    message: text,
    locations: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        properties: {
          physicalLocation,
          logicalLocations: {
            type: 'array',
            uniqueItems: true,
            items: {
              type: 'object',
              properties: { fullyQualifiedName: { type: 'string' } },
              additionalProperties: false,
            },
          },
        },
        additionalProperties: false,
      },
    },
    partialFingerprints: { type: 'object', additionalProperties: { type: 'string' } },
    suppressions: {
      type: 'array',
      uniqueItems: true,
      items: {
        type: 'object',
        required: ['kind'],
        properties: {
          kind: { enum: ['inSource', 'external'] },
          status: { enum: ['accepted', 'underReview', 'rejected'] },
          justification: { type: 'string' },
        },
        additionalProperties: false,
      },
    },
    properties: { type: 'object' },
  },
  additionalProperties: false,
};

const rule = {
  type: 'object',
  required: ['id'],
  properties: {
    id: { type: 'string' },
    shortDescription: text,
    help: text,
    helpUri: { type: 'string', format: 'uri' },
    defaultConfiguration: { type: 'object', properties: { level }, additionalProperties: false },
  },
  additionalProperties: false,
};

const run = {
  type: 'object',
  required: ['tool', 'results'],
  properties: {
    tool: {
      type: 'object',
      required: ['driver'],
      properties: {
        driver: {
          type: 'object',
          required: ['name'],
          properties: {
            name: { type: 'string', minLength: 1 },
            semanticVersion: { type: 'string' },
            rules: { type: 'array', uniqueItems: true, items: rule },
          },
          additionalProperties: false,
        },
      },
      additionalProperties: false,
    },
    columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
    results: { type: 'array', items: result },
    properties: { type: 'object' },
  },
  additionalProperties: false,
};

const ajv = new Ajv({ strict: false, allErrors: true });
addFormats.default(ajv);
const isSarif = ajv.compile({
  type: 'object',
  required: ['version', 'runs'],
  properties: {
    $schema: { type: 'string', format: 'uri' },
    version: { const: '2.1.0' },
    runs: { type: 'array', items: run },
  },
  additionalProperties: false,
});

interface Located {
  readonly locations: readonly [{ readonly physicalLocation: unknown }];
}

interface Result {
  readonly level: string;
  readonly message: { readonly text: string };
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly suppressions?: readonly unknown[];
}

describe('SARIF', () => {
  test('is as the format asks, whatever a plan holds', () => {
    fc.assert(
      fc.property(anyPlan, (plan) => {
        isSarif(JSON.parse(sarif(plan)));
        expect(isSarif.errors ?? []).toEqual([]);
      }),
    );
  });

  test('has a result for each hazard, worst first, and none for a clear plan', () => {
    expect(resultsOf(clear)).toEqual([]);
    const plan = { ...sqlSplit, hazards: [hazard('a', 'outage'), hazard('b', 'risk')] };
    expect(resultsOf(plan).map((each) => each.level)).toEqual(['error', 'warning']);
  });

  test('keeps a fingerprint through another order, another wording and another length', () => {
    const before = [hazard('a', 'outage'), hazard('b', 'risk')];
    const after = [hazard('b', 'outage'), { ...hazard('a', 'risk'), says: 'Other words.' }];
    const prints = (hazards: readonly PlanHazard[]) =>
      resultsOf({ ...clear, hazards }).map((each) => each.partialFingerprints);
    expect(prints(after)).toEqual(prints(before).toReversed());
  });

  test('never gives two results one fingerprint', () => {
    const twice = [hazard('a', 'outage'), hazard('a', 'outage')];
    for (const plan of [{ ...clear, hazards: twice }, manyOutages(2_000, 'stdata')]) {
      const prints = resultsOf(plan).map((each) => JSON.stringify(each.partialFingerprints));
      expect(new Set(prints).size).toBe(plan.hazards.length);
    }
  });

  test('points to the line of the sources that is known, else to the file that was read', () => {
    const plan = { ...clear, hazards: [hazard('a', 'outage'), hazard('b', 'risk')] };
    const placeOf: SarifOptions['placeOf'] = ({ address }) =>
      address === 'a' ? { file: 'prod/main.tf', line: 12 } : undefined;
    const { results } = JSON.parse(sarif(plan, { folder: 'prod', placeOf })).runs[0];
    const places = results.map((each: Located) => each.locations[0].physicalLocation);
    expect(places).toEqual([
      { artifactLocation: { uri: 'prod/main.tf' }, region: { startLine: 12 } },
      { artifactLocation: { uri: 'prod/infra/plan.json' }, region: { startLine: 1 } },
    ]);
  });

  test('keeps a fingerprint when its lines move', () => {
    const plan = { ...clear, hazards: [hazard('a', 'outage')] };
    const prints = [undefined, 1, 99].map((line) => {
      const placeOf: SarifOptions['placeOf'] = () =>
        line === undefined ? undefined : { file: 'main.tf', line };
      return JSON.parse(sarif(plan, { placeOf })).runs[0].results[0].partialFingerprints;
    });
    expect(prints[1]).toEqual(prints[0]);
    expect(prints[2]).toEqual(prints[0]);
  });

  test('calls the page of a rule its help, where it has an address', () => {
    const plan = { ...clear, hazards: [hazard('a', 'outage')] };
    const helpOf = (options: SarifOptions) =>
      JSON.parse(sarif(plan, options)).runs[0].tool.driver.rules[0].helpUri;
    const rulesUrl = 'https://github.com/octo/planner/blob/v1/docs/rules/';
    expect(helpOf({ rulesUrl })).toBe(`${rulesUrl}se-sql-40914.md`);
    expect(helpOf({})).toBe('https://learn.microsoft.com/azure/x');
  });

  test('lists a waived hazard as suppressed, with reason, owner and end', () => {
    const waived = { reason: 'CR-1', owner: 'netops', expires: '2027-03-31' };
    const [found] = resultsOf({ ...clear, hazards: [{ ...hazard('a', 'risk'), waived }] });
    expect(found?.suppressions).toEqual([
      { kind: 'external', status: 'accepted', justification: 'CR-1 (netops, until 2027-03-31)' },
    ]);
  });

  test('holds no link that a name brings along, nor what cannot be seen', () => {
    const says = 'snet-app [click](https://evil.example) \u202e is denied.';
    const written = sarif({ ...clear, hazards: [{ ...hazard('a', 'outage'), says }] });
    expect(written).not.toMatch(/(?<!\\\\)\[click|\u202e/);
  });
});

function resultsOf(plan: Plan): readonly Result[] {
  return JSON.parse(sarif(plan)).runs[0].results;
}

function hazard(address: string, severity: PlanHazard['severity']): PlanHazard {
  return {
    rule: 'se-sql-40914',
    severity,
    confidence: 'certain',
    says: `${address} is denied.`,
    remedy: 'Add the rule first.',
    origin: { file: 'infra/plan.json', address },
    source: 'https://learn.microsoft.com/azure/x; other',
  };
}
