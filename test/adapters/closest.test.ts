import { expect, test } from 'vitest';
import { closest } from '../../src/adapters/closest.ts';

test.each([
  ['terraform-plam', 'terraform-plan'],
  ['Terraform-Plan', 'terraform-plan'],
  ['terrafrom-plan', 'terraform-plan'],
  ['quite', 'quiet'],
  ['terr', 'terraform-plan'],
  ['qu', undefined],
  ['nonsense', undefined],
  ['', undefined],
  ['x'.repeat(10_000), undefined],
])('%s was probably meant to be %s', (given, meant) => {
  expect(closest(given, ['quiet', 'terraform-plan', 'debug'])).toBe(meant);
});
