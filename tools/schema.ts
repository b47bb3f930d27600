// Writes schema/: the published JSON Schemas, from the definitions that validate.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toJsonSchema } from '@valibot/to-json-schema';
import { configFile } from '../src/adapters/config-schema.ts';
import { planSchema } from '../src/renderers/plan-schema.ts';

/** The files of schema/ by name. */
export function schemas(): ReadonlyMap<string, string> {
  return new Map([
    ['config.schema.json', print('Config file of azure-endpoint-planner', configFile)],
    ['plan.schema.json', print('Plan of azure-endpoint-planner', planSchema)],
  ]);
}

function print(title: string, definition: Parameters<typeof toJsonSchema>[0]): string {
  // JSON Schema has no word for a check that is a function, nor for readonly.
  const { $schema, ...rest } = toJsonSchema(definition, {
    target: 'draft-2020-12',
    ignoreActions: ['check', 'readonly'],
  });
  return `${JSON.stringify({ $schema, title, ...rest }, undefined, 2)}\n`;
}

if (import.meta.main) {
  const folder = join(import.meta.dirname, '..', 'schema');
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of schemas()) writeFileSync(join(folder, name), text);
}
