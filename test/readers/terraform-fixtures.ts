import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { printProblem } from '../../src/core/problem.ts';
import type { Reading, ResourceChange } from '../../src/readers/resource.ts';
import { type PlanReadings, readTerraformPlans } from '../../src/readers/terraform-plan/read.ts';

// Plans in fixtures/terraform are genuine: Terraform 1.11 wrote them from the configurations beside them (base applied, head
// planned), with stand-in providers that have the schemas of azurerm 3.116, 4.79, 5.2 and azapi. `plan.ndjson` is one plan.

const file = { path: 'plan.json' };

export function fixture(name: string): Buffer {
  return readFileSync(join(import.meta.dirname, 'fixtures', 'terraform', name, 'plan.ndjson'));
}

export function read(input: Uint8Array | string | object): PlanReadings {
  return readTerraformPlans([{ ...file, bytes: bytesOf(input) }], { wants: isNetwork });
}

/** The reading of the only plan in the input, which must have no problem. */
export function reading(input: Uint8Array | string | object): Reading {
  const { readings, problems } = read(input);
  const [only, ...others] = readings;
  if (only === undefined || others.length > 0 || problems.length > 0) {
    throw new Error(`${readings.length} readings: ${problems.map(printProblem).join()}`);
  }
  return only;
}

export function resource(from: Reading, address: string): ResourceChange {
  const found = from.resources.find((one) => one.address === address);
  if (found === undefined) throw new Error(`no ${address}`);
  return found;
}

/** The problems of an input as the lines that a user reads. */
export function lines(input: Uint8Array | string | object): readonly string[] {
  return read(input).problems.map(printProblem);
}

export function bytesOf(input: Uint8Array | string | object): Uint8Array {
  if (input instanceof Uint8Array) return input;
  return Buffer.from(typeof input === 'string' ? input : JSON.stringify(input));
}

function isNetwork(type: string): boolean {
  return (
    /^azurerm_(?:subnet|virtual_network|network_security|nat_|public_ip|private_|storage_|mssql_)/.test(
      type,
    ) || /^Microsoft\.(?:Network|Storage|KeyVault)\//.test(type)
  );
}

/** An item of `resource_changes`, made by hand. */
export function item(address: string, change: object, more: object = {}): object {
  const [type = '', name = ''] = address.replace(/\[.*$/, '').split('.').slice(-2);
  const provider_name = 'registry.terraform.io/hashicorp/azurerm';
  return { address, mode: 'managed', type, name, provider_name, change, ...more };
}

/** A plan made by hand. */
export function plan(changes: readonly unknown[], more: object = {}): object {
  return { format_version: '1.2', terraform_version: '1.11.4', resource_changes: changes, ...more };
}
