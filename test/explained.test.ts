import { describe, expect, test } from 'vitest';
import { explained } from '../src/explained.ts';
import { behaviours } from '../src/knowledge/behaviours.ts';
import { decisions } from '../src/knowledge/decisions.ts';
import { hazardRules } from '../src/knowledge/hazards/index.ts';
import { services } from '../src/knowledge/services/index.ts';

const told = (name?: string) => JSON.parse(String(explained(name, 'json', { colour: false })));
const idsOf = (found: readonly { readonly id: string }[]) => found.map(({ id }) => id);

describe('explain', () => {
  test('tells of everything that is known, each once', () => {
    const ids = [
      ...idsOf(hazardRules).toSorted(),
      ...idsOf(services),
      'private-endpoint',
      'service-endpoint',
      'either-endpoint',
      ...idsOf(behaviours),
    ];
    expect(idsOf(told())).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('tells what speaks for which endpoint, all of it or one side', () => {
    const all: readonly { readonly facts: readonly unknown[] }[] = told('decisions');
    expect(all.flatMap(({ facts }) => facts)).toHaveLength(decisions.length);
    expect(told('service-endpoint').id).toBe('service-endpoint');
    expect(told('Private-Endpoint').id).toBe('private-endpoint');
  });

  test('knows a decision by its name, and a behaviour that is no rule', () => {
    expect(told('onprem-clients').id).toBe('private-endpoint');
    expect(told('se-vm-disk')).toMatchObject({
      kind: 'behaviour',
      why: expect.stringMatching(/^It is not modelled\. /),
    });
  });
});
