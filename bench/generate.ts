import { closeSync, openSync, writeSync } from 'node:fs';
import { type Made, network, unrelated } from './resources.ts';

// Writes a Terraform plan of about a given size, the same bytes for the same size: networks, of which some change, among the
// unrelated resources of many teams. The parts are in the order and in the proportions of real plans.

const megabyte = 1_000_000;

/** Writes a plan of about `megabytes` to `file`. */
export function writePlan(file: string, megabytes: number): void {
  const made = enough(megabytes * megabyte);
  const out = openSync(file, 'w');
  const write = (text: string) => writeSync(out, text);
  write(
    '{"format_version":"1.2","terraform_version":"1.11.4","variables":{"env":{"value":"prd"}},',
  );
  write('"planned_values":{"outputs":{},"root_module":{');
  writeModules(write, made, (one) => one.planned);
  write('}},"resource_changes":[');
  writeList(
    write,
    made.map((one) => one.change),
  );
  write(
    '],"prior_state":{"format_version":"1.0","terraform_version":"1.11.4","values":{"outputs":{},"root_module":{',
  );
  writeModules(write, made, (one) => one.prior);
  write('}}},"configuration":{"provider_config":{"azurerm":{"name":"azurerm",');
  write(
    '"full_name":"registry.terraform.io/hashicorp/azurerm","version_constraint":"~> 4.0"}},"root_module":{"resources":[',
  );
  writeList(
    write,
    made.filter((one) => one.module === '').map((one) => one.configuration),
  );
  write('],"module_calls":{');
  writeList(
    write,
    modulesOf(made).map((name) => call(name, made)),
  );
  write(
    '}}},"timestamp":"2026-11-01T00:00:00Z","applyable":true,"complete":true,"errored":false}\n',
  );
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
  // Terraform sorts by address.
  return made.sort((a, b) => (a.address < b.address ? -1 : 1));
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
  writeList(write, made.filter((one) => one.module === '').map(part));
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
