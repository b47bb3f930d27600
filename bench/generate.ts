import { closeSync, openSync, writeSync } from 'node:fs';
import { admitting, clients, type Made, network, unrelated } from './resources.ts';

// Writes a Terraform plan of about a given size, the same bytes for the same size: networks, of which some change, among the
// unrelated resources of many teams. The parts are in the order and in the proportions of real plans.

const megabyte = 1_000_000;

/** Writes a plan of about `megabytes` to `file`. */
export function writePlan(file: string, megabytes: number): void {
  write(file, enough(megabytes * megabyte));
}

/** Writes a plan to `file` in which 30 subnets move to service endpoints, for three times `copies` targets that share them. */
export function writeLargeChange(file: string, copies: number): void {
  const targets = Array.from({ length: copies }, (_, n) => admitting(n, subnets)).flat();
  write(file, sorted([...clients(subnets), ...targets]));
}

const subnets = 30;

function write(file: string, made: readonly Made[]): void {
  const out = openSync(file, 'w');
  const put = (text: string) => writeSync(out, text);
  put('{"format_version":"1.2","terraform_version":"1.11.4","variables":{"env":{"value":"prd"}},');
  put('"planned_values":{"outputs":{},"root_module":{');
  writeModules(put, made, (one) => one.planned);
  put('}},"resource_changes":[');
  writeList(
    put,
    made.map((one) => one.change),
  );
  put(
    '],"prior_state":{"format_version":"1.0","terraform_version":"1.11.4","values":{"outputs":{},"root_module":{',
  );
  writeModules(put, made, (one) => one.prior);
  put('}}},"configuration":{"provider_config":{"azurerm":{"name":"azurerm",');
  put(
    '"full_name":"registry.terraform.io/hashicorp/azurerm","version_constraint":"~> 4.0"}},"root_module":{"resources":[',
  );
  writeList(
    put,
    made.filter((one) => one.module === '').map((one) => one.configuration),
  );
  put('],"module_calls":{');
  writeList(
    put,
    modulesOf(made).map((name) => call(name, made)),
  );
  put('}}},"timestamp":"2026-11-01T00:00:00Z","applyable":true,"complete":true,"errored":false}\n');
  closeSync(out);
}

/** Fifty unrelated resources to every network, until the size is reached. */
function enough(bytes: number): readonly Made[] {
  const made: Made[] = [];
  let size = 0;
  const add = (more: readonly Made[]) => {
    for (const one of more) {
      made.push(one);
      size += one.planned.length + one.change.length + one.prior.length + one.configuration.length;
    }
  };
  for (let index = 0; size < bytes; index++) {
    if (index % 17 === 0) add(network(index / 17));
    add(unrelated(index));
  }
  return sorted(made);
}

/** As Terraform does: by address. */
function sorted(made: readonly Made[]): readonly Made[] {
  return made.toSorted((a, b) => (a.address < b.address ? -1 : 1));
}

function modulesOf(made: readonly Made[]): readonly string[] {
  return [...new Set(made.map((one) => one.module))].filter((name) => name !== '');
}

function writeModules(
  write: (text: string) => void,
  made: readonly Made[],
  part: (one: Made) => string,
): void {
  write('"resources":[');
  const own = made.filter((one) => one.module === '').map(part);
  writeList(
    write,
    own.filter((text) => text !== ''),
  );
  write('],"child_modules":[');
  writeList(
    write,
    modulesOf(made).map((name) => {
      const resources = made.filter((one) => one.module === name).map(part);
      return `{"resources":[${resources.join()}],"address":"module.${name}"}`;
    }),
  );
  write(']');
}

function call(name: string, made: readonly Made[]): string {
  const resources = made.filter((one) => one.module === name).map((one) => one.configuration);
  const module = `{"resources":[${resources.join()}],"variables":{"env":{}}}`;
  return `"${name}":{"source":"./modules/${name}","expressions":{"env":{"references":["var.env"]}},"module":${module}}`;
}

function writeList(write: (text: string) => void, parts: readonly string[]): void {
  for (const [index, part] of parts.entries()) write(index === 0 ? part : `,${part}`);
}
